//! Arguments of what is asked of reports.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{FilterArgs, FormatArg, dimension};
use crate::api::ActionKind;
use crate::report::facet::Dimension;

const QUERY_HELP: &str = "\
Query language:
  CAMHS waiting            both words, in any form (waits, waited)
  \"county lines\"           these words in a row; \"a b\"~3 up to three moves apart
  \"waiting\"                exactly this word
  wait*                    words that begin so
  therapy OR therapist     either
  -website, NOT website    without
  (a OR b) c               brackets
  year:2023..2025 area:kent outcome:good theme:camhs kind:jtai section:strengths
  heading:improve          in the section's heading

Other forms, spellings and names of the words are searched as well (CAMHS and its full
name), and a word that occurs nowhere is corrected; the answer says so. Not with --exact,
and not for a word in double quotes. Synonyms of your own (--synonyms), a line each:
  TLC = The Lantern Centre                      each finds the others
  kids > children                               kids also finds children, not the reverse
  PA ? personal adviser ? personal assistant    means several things: you are asked which

In a shell, put the query in single quotes if it holds double quotes, stars or
brackets; begin with -- if it begins with a dash.";

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = QUERY_HELP)]
pub(in crate::cli) struct SearchArgs {
    /// What to look for
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    /// Show this many hits
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000), help_heading = "Output")]
    pub(in crate::cli) limit: u32,
    /// Show this page of hits
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000), help_heading = "Output")]
    pub(in crate::cli) page: u32,
    /// Order the hits
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = SortArg::Relevance, help_heading = "Output")]
    pub(in crate::cli) sort: SortArg,
    /// Draw hits together
    #[arg(long, value_name = "BY", value_enum, default_value_t = GroupArg::Alike, help_heading = "Output")]
    pub(in crate::cli) group: GroupArg,
    /// Only passages with all the words, nothing below them
    #[arg(long, conflicts_with = "any", help_heading = "Query")]
    pub(in crate::cli) all: bool,
    /// Passages with any of the words
    #[arg(long, help_heading = "Query")]
    pub(in crate::cli) any: bool,
    #[command(flatten)]
    pub(in crate::cli) reading: ReadingArgs,
    /// Search addresses, complaints, licences and contents lists as well
    #[arg(long, help_heading = "Query")]
    pub(in crate::cli) include_boilerplate: bool,
    /// Show this many passages before and after each hit
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=50), help_heading = "Output")]
    pub(in crate::cli) context: u16,
    /// Show whole passages
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) full: bool,
    /// Count these facets beside the hits: area, region, outcome, year, theme, kind, section
    #[arg(long, value_name = "FACETS", value_delimiter = ',', value_parser = dimension, help_heading = "Output")]
    pub(in crate::cli) facets: Vec<Dimension>,
    /// Say how each score came about
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) explain: bool,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(in crate::cli) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Counts are given in passages and in reports. The counts of a facet that is itself
filtered ignore that filter, so that its other values stay in sight.

Example:
  findings facets CAMHS waiting --by outcome,year --region 'South West'")]
pub(in crate::cli) struct FacetsArgs {
    #[command(flatten)]
    pub(in crate::cli) question: QuestionArgs,
    /// Facets to count: area, region, outcome, year, theme, kind, section
    #[arg(long, value_name = "FACETS", value_delimiter = ',', value_parser = dimension, default_value = "outcome,year,kind,section,theme", help_heading = "Output")]
    pub(in crate::cli) by: Vec<Dimension>,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(in crate::cli) format: FormatArg,
}

/// Words and filters, as `search` takes them, for answers that are no list of hits.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(in crate::cli) struct QuestionArgs {
    /// What to look for; none: everything
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    /// Passages with any of the words
    #[arg(long, help_heading = "Query")]
    pub(in crate::cli) any: bool,
    #[command(flatten)]
    pub(in crate::cli) reading: ReadingArgs,
    /// Search addresses, complaints, licences and contents lists as well
    #[arg(long, help_heading = "Query")]
    pub(in crate::cli) include_boilerplate: bool,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Recommendations, areas for improvement, priority actions, and weaknesses for which a
written statement of action is required: each a record with the bodies that are to act,
as far as the report names them. Latest inspections come first.

Examples:
  findings actions CAMHS --body icb
  findings actions --area gloucestershire --kind send-full --format csv > actions.csv")]
pub(in crate::cli) struct ActionsArgs {
    #[command(flatten)]
    pub(in crate::cli) question: QuestionArgs,
    /// Only actions of this sort: priority-action, statement-of-action, recommendation, improvement
    #[arg(long, value_name = "SORT", value_parser = action_kind, help_heading = "Actions")]
    pub(in crate::cli) only: Vec<ActionKind>,
    /// Only actions that this body is to take: a part of its name, or an acronym (ICB, LA)
    #[arg(long, value_name = "BODY", help_heading = "Actions")]
    pub(in crate::cli) body: Vec<String>,
    /// Give this many [default: all]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Output")]
    pub(in crate::cli) limit: Option<u32>,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(in crate::cli) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
How long people wait, how long things take, and within what time they are to be done: each
figure with its sentence. Ages, dates, percentages and lengths of plans are left out. A
target is a time within which something is to be done, kept or not; a wait is one that was
taken. Averages for England, similar authorities and the like are marked `elsewhere`.
Figures are found by the words beside them: read the sentence before you quote one.

Examples:
  findings waits --service camhs
  findings waits --service 'EHC plans' --only target --year 2023.. --format csv")]
pub(in crate::cli) struct WaitsArgs {
    #[command(flatten)]
    pub(in crate::cli) question: QuestionArgs,
    /// Only waits for this service: a name, an acronym or a theme
    #[arg(long, value_name = "SERVICE", help_heading = "Waits")]
    pub(in crate::cli) service: Vec<String>,
    /// Only waits, or only targets
    #[arg(long, value_name = "SORT", value_enum, help_heading = "Waits")]
    pub(in crate::cli) only: Option<FigureArg>,
    /// Only figures of the area itself, or only those it is compared with [default: both]
    #[arg(long, value_name = "WHOSE", value_enum, help_heading = "Waits")]
    pub(in crate::cli) of: Option<FigureOfArg>,
    /// Give this many [default: all]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Output")]
    pub(in crate::cli) limit: Option<u32>,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(in crate::cli) format: FormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FigureArg {
    /// Times that were taken
    Wait,
    /// Times set for something, kept or not
    Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FigureOfArg {
    /// Of the area that the report is about
    Area,
    /// Of others: England, similar authorities, neighbours
    Elsewhere,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
A share is that of the reports that pass the filters and have the area, region, outcome,
year and kind of the cell: `3 of 9` of the reports of a year, say, mention it. Outcomes of
different scales stand in tables of their own. Areas without a match are left out.

Examples:
  findings count CAMHS waiting --by outcome
  findings count CAMHS waiting --by outcome,year --kind send-full
  findings count tribunal --absent --kind send-full   the reports that do not mention it")]
pub(in crate::cli) struct CountArgs {
    #[command(flatten)]
    pub(in crate::cli) question: QuestionArgs,
    /// One facet, or two (rows, then columns): outcome, year, area, region, theme, section, kind
    #[arg(long, value_name = "FACETS", value_delimiter = ',', value_parser = dimension, default_value = "outcome", help_heading = "Output")]
    pub(in crate::cli) by: Vec<Dimension>,
    /// List the reports that pass the filters and do not match
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) absent: bool,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(in crate::cli) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
A share is that of the reports of a year (n) that pass the filters. Mind n: of few reports
a share says little, and which areas are inspected differs from year to year.

Examples:
  findings trend CAMHS waiting
  findings trend 'county lines' --kind jtai --format svg > county-lines.svg")]
pub(in crate::cli) struct TrendArgs {
    #[command(flatten)]
    pub(in crate::cli) question: QuestionArgs,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ChartFormatArg::Text, help_heading = "Output")]
    pub(in crate::cli) format: ChartFormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ChartFormatArg {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// A table for spreadsheets
    Csv,
    /// Markdown
    Md,
    /// A chart
    Svg,
}

/// How the words of a query are understood.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(in crate::cli) struct ReadingArgs {
    /// Search for exactly the words typed: no other forms, spellings or names of them, nothing
    /// corrected
    #[arg(long, conflicts_with = "synonyms", help_heading = "Query")]
    pub(in crate::cli) exact: bool,
    /// Search for the synonyms in this file as well [environment: FINDINGS_SYNONYMS]
    #[arg(long, value_name = "FILE", help_heading = "Query")]
    pub(in crate::cli) synonyms: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SortArg {
    /// Best first
    Relevance,
    /// Latest inspection first
    Date,
    /// By name of the area
    Area,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum GroupArg {
    /// Passages that say the same in the same words are one hit
    Alike,
    /// Every passage by itself
    None,
    /// The best passage of each report, with the number of further ones
    Report,
    /// The best passage of each area, with the number of further ones
    Area,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
The end of the text is completed to words, acronyms and their full names, areas and
themes of the index; behind area:, theme: and the like to values of that facet; within
an open quotation mark to a phrase. Behind a space only names of several words go on.
Each line gives the whole text, ready to be searched for.

Examples:
  findings suggest CAM                    CAMHS, campaign, ...
  findings suggest 'waiting in milton k'  waiting in Milton Keynes
  findings suggest 'CAMHS outcome:inc'    CAMHS outcome:send-inconsistent
  findings suggest -- '-web'              -website")]
pub(in crate::cli) struct SuggestArgs {
    /// All that stands in the search box
    #[arg(value_name = "TEXT")]
    pub(in crate::cli) text: Vec<String>,
    /// Give this many completions
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(in crate::cli) limit: u32,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text)]
    pub(in crate::cli) format: FormatArg,
}

fn action_kind(name: &str) -> Result<ActionKind, String> {
    let wanted = crate::text::spelling::simplify(name);
    let kinds = ActionKind::ALL.into_iter();
    let mut named = kinds.filter(|kind| {
        let kind = crate::text::spelling::simplify(kind.name());
        kind == wanted || kind.trim_end_matches('s') == wanted.trim_end_matches('s')
    });
    named.next().ok_or_else(|| {
        let names = ActionKind::ALL.map(ActionKind::name);
        format!("there are {}", crate::error::list(&names))
    })
}
