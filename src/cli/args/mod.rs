//! What the user typed.

mod areas;
mod check;
mod filters;
mod indexing;
mod passage;
mod question;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::report::facet::Dimension;

pub(super) use areas::{AreaArgs, CompareArgs};
pub(super) use check::{BatchArgs, BatchFormatArg, CheckArgs};
pub(super) use filters::{FilterArgs, ReportFilterArgs};
pub(super) use indexing::{
    CleanArgs, ExportArgs, ExportFormat, IndexArgs, InspectArgs, OptimizeArgs, StatusArgs,
    WatchArgs, WorkArgs,
};
pub(super) use passage::{OpenArgs, QuoteArgs, QuoteFormatArg, SimilarArgs};
pub(super) use question::{
    ActionsArgs, ChartFormatArg, CountArgs, FacetsArgs, FigureArg, FigureOfArg, GroupArg,
    QuestionArgs, ReadingArgs, SearchArgs, SortArg, SuggestArgs, TrendArgs, WaitsArgs,
};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  findings index reports/                       index PDFs, text, Markdown and HTML below a folder
  findings search CAMHS waiting                 passages with both words, best first
  findings search '\"county lines\" -website' --outcome inadequate --year 2019..2023
  findings facets CAMHS waiting --by outcome,year
  findings actions CAMHS --body icb             what the reports ask of whom
  findings waits --service camhs                how long people wait, longest first
  findings count tribunal --by outcome,year     in how many of the reports
  findings trend 'county lines'                 the share of reports a year
  findings area gloucestershire                 its reports, what changed, and what is due
  findings compare kent surrey --theme camhs    areas side by side
  findings check press-release.pdf              whether it says what the report says
  findings batch queries.csv > hits.csv         many queries at once
  findings similar kent-jtai-2022-05:4           passages like this one, elsewhere
  findings quote kent-jtai-2022-05:4 --format md
  findings suggest 'CAMHS wai'                  what that may become: CAMHS waiting

Exit codes: 0 found or done, 1 nothing found, 2 error (or files skipped while indexing)";

/// Search inspection reports: ranked passages with highlights, facets and page citations
#[derive(Debug, Parser)]
#[command(
    name = "findings",
    version,
    styles = STYLES,
    after_help = EXAMPLES,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    pub(in crate::cli) global: GlobalArgs,
    #[command(subcommand)]
    pub(in crate::cli) command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(in crate::cli) struct GlobalArgs {
    /// Use the index in this folder [default: index; environment: FINDINGS_INDEX]
    #[arg(long, value_name = "DIR", global = true, help_heading = "General")]
    pub(in crate::cli) index: Option<PathBuf>,
    /// Colour the output
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t = When::Auto, help_heading = "General")]
    pub(in crate::cli) color: When,
    /// Keep progress, notes and summaries off stderr
    #[arg(short, long, global = true, help_heading = "General")]
    pub(in crate::cli) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum When {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Index report files, or bring the index up to date with them
    Index(IndexArgs),
    /// Keep the index current while files come, change and go
    Watch(WatchArgs),
    /// Find passages
    Search(SearchArgs),
    /// Count matching passages and reports by facet
    Facets(FacetsArgs),
    /// List what reports ask for, and of whom
    Actions(ActionsArgs),
    /// List figures on waiting and timeliness, longest first
    Waits(WaitsArgs),
    /// Count passages and reports in a table, as shares of all reports
    Count(CountArgs),
    /// Show the share of reports a year
    Trend(TrendArgs),
    /// Tell the history of an area: its reports, what changed, and what is due
    Area(AreaArgs),
    /// Set areas side by side
    Compare(CompareArgs),
    /// Hold a text against the reports: its quotations, its claims, what it leaves out
    Check(CheckArgs),
    /// Run the queries of a table into one table
    Batch(BatchArgs),
    /// Print a report, a section, a page or a passage
    Show(ShowArgs),
    /// Find passages like one passage, in other areas first
    Similar(SimilarArgs),
    /// Print a passage as a quotation with its citation
    Quote(QuoteArgs),
    /// Open the file of a passage at its page
    Open(OpenArgs),
    /// List the indexed reports, one a line
    Reports(ReportsArgs),
    /// Write the indexed reports in parsed form, for other tools or another index
    Export(ExportArgs),
    /// Show what the parser makes of one file, and why, without an index
    Inspect(InspectArgs),
    /// Remove what is kept beside the index to make rebuilding fast
    Clean(CleanArgs),
    /// Say what the index holds, what went wrong, and whether files changed since
    Status(StatusArgs),
    /// Bring the index into the form that is fastest to search
    Optimize(OptimizeArgs),
    /// Complete what is being typed in a search box
    Suggest(SuggestArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man {
        /// A command to print the page of
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
    /// Read PDFs for the indexer (internal)
    #[command(hide = true)]
    ReadPdf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SummaryFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Examples:
  findings show gloucestershire-send-full-2023-12 --section weaknesses
  findings show gloucestershire-send-full-2023-12:23 --context 1")]
pub(in crate::cli) struct ShowArgs {
    /// Id of a report, or of a passage (report:number)
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: String,
    /// Only sections of this role, or with these words in the heading
    #[arg(long, value_name = "SECTION")]
    pub(in crate::cli) section: Option<String>,
    /// Only passages on this page
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(in crate::cli) page: Option<u32>,
    /// With a passage id: this many passages before and after as well
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) context: u16,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text)]
    pub(in crate::cli) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
pub(in crate::cli) struct ReportsArgs {
    #[command(flatten)]
    pub(in crate::cli) filters: ReportFilterArgs,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text)]
    pub(in crate::cli) format: FormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormatArg {
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
}

fn dimension(name: &str) -> Result<Dimension, String> {
    Dimension::from_name(name.trim()).ok_or_else(|| {
        let names = Dimension::ALL.map(Dimension::name);
        let near = crate::text::spelling::nearest(name, names);
        match near {
            Some(near) => format!("no such facet; did you mean `{near}`?"),
            None => format!("no such facet; there are {}", crate::error::list(&names)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Args::command().debug_assert();
    }
}
