//! Arguments of what is asked of areas.

use clap::Args as ClapArgs;

use super::{FilterArgs, FormatArg, QuestionArgs, ReadingArgs, ReportFilterArgs};

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
The reports come in order of date, each with its judgements, the themes of its sections of
strengths and weaknesses (with numbers of passages), and what it asks for. Inspections are
compared with the one before of their kind, and those of children's services across
frameworks, which share the four grades. Themes are recognised by phrases: one that came or
went may only be worded otherwise. When the next inspection is due is what a report says of
it, counted from the end of the inspection; where none says anything, nothing is said.

Examples:
  findings area gloucestershire
  findings area 'north yorkshire' --kind ilacs --format md")]
pub(in crate::cli) struct AreaArgs {
    /// The area: a name, another name, or an unambiguous part of one
    #[arg(value_name = "NAME", required = true)]
    pub(in crate::cli) name: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) filters: ReportFilterArgs,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(in crate::cli) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
The areas stand in the order in which they are named: this is no league table. Outcomes are
the latest of each kind, and those of different scales stand apart. --theme says which
themes, and actions on them, to count; a share is that of all the area's passages. Mind
what is compared: an area with more reports of other kinds has other passages. --kind and
--year compare like with like, --section weaknesses counts what is weak alone.

Examples:
  findings compare croydon rotherham 'north yorkshire'
  findings compare kent surrey --theme health --kind send-full --query 'CAMHS waiting'")]
pub(in crate::cli) struct CompareArgs {
    /// Two areas or more
    #[arg(value_name = "AREA", required = true, num_args = 2..)]
    pub(in crate::cli) areas: Vec<String>,
    /// Show each area's best passage for this, in the query language of `search`
    #[arg(long, value_name = "QUERY", help_heading = "Query")]
    pub(in crate::cli) query: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    /// Passages with any of the words
    #[arg(long, requires = "query", help_heading = "Query")]
    pub(in crate::cli) any: bool,
    #[command(flatten)]
    pub(in crate::cli) reading: ReadingArgs,
    /// Count addresses, complaints, licences and contents lists as well
    #[arg(long, help_heading = "Query")]
    pub(in crate::cli) include_boilerplate: bool,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(in crate::cli) format: FormatArg,
}

impl AreaArgs {
    /// What is asked of the area's passages.
    pub(in crate::cli) fn question(&self) -> QuestionArgs {
        QuestionArgs {
            filters: FilterArgs {
                report: self.filters.clone(),
                ..FilterArgs::default()
            },
            // Reports that hold nothing else are reports of the area as well.
            include_boilerplate: true,
            ..QuestionArgs::default()
        }
    }
}

impl CompareArgs {
    /// What is asked of the areas' passages.
    pub(in crate::cli) fn question(&self) -> QuestionArgs {
        QuestionArgs {
            query: self.query.clone().into_iter().collect(),
            filters: self.filters.clone(),
            any: self.any,
            reading: self.reading.clone(),
            include_boilerplate: self.include_boilerplate,
        }
    }
}
