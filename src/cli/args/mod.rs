//! The arguments of the program.

pub(in crate::cli) mod after_help;
mod check;
mod indexing;
mod question;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::answers::parameters::Question;

pub(super) use check::{BatchArgs, BatchFormatArg, CheckArgs};
pub(super) use indexing::{
    CleanArgs, CorrectArgs, ExportArgs, ExportFormat, IndexArgs, InspectArgs, OptimizeArgs,
    StatusArgs, WatchArgs, WhyArgs, WorkArgs,
};
pub(super) use question::{Asked, format_parser};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  findings index reports/                     index PDFs, text, Markdown, HTML
  findings search CAMHS waiting               passages with both words
  findings search '\"county lines\" -website' --outcome inadequate
  findings facets CAMHS waiting --by outcome,year
  findings actions CAMHS --body icb           actions for integrated care boards
  findings waits --service camhs              waiting times, longest first
  findings count tribunal --by outcome,year   number and share of reports
  findings trend 'county lines'               share of reports by year
  findings area gloucestershire               reports, changes, next inspection
  findings compare kent surrey --theme camhs  areas side by side
  findings check press-release.pdf            quotations and claims, checked
  findings batch queries.csv > hits.csv       many queries at once
  findings similar kent-jtai-2022-05:4        similar passages in other areas
  findings quote kent-jtai-2022-05:4 --format md
  findings suggest 'CAMHS wai'                completions: CAMHS waiting

Exit codes: 0 found or done, 1 nothing found, 2 error (or files skipped while
indexing), 130 stopped by Ctrl-C.
Help topics: query, facets, formats, exit-codes (`findings help query`).";

/// Search inspection reports: ranked passages, facets and page citations
#[derive(Debug, Parser)]
#[command(
    name = "findings",
    version,
    styles = STYLES,
    after_help = EXAMPLES,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 80,
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
    /// Use the index in your data folder, which works from every folder
    #[arg(
        long,
        global = true,
        conflicts_with = "index",
        help_heading = "General"
    )]
    pub(in crate::cli) user: bool,
    /// Without an index, fail instead of answering from the built-in samples [environment:
    /// FINDINGS_NO_SAMPLES]
    #[arg(long, global = true, help_heading = "General")]
    pub(in crate::cli) no_samples: bool,
    /// Colour the output
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t = When::Auto, help_heading = "General")]
    pub(in crate::cli) color: When,
    /// Print long answers without a pager (PAGER, else less)
    #[arg(long, global = true, help_heading = "General")]
    pub(in crate::cli) no_pager: bool,
    /// Print no progress, notes or summaries to stderr
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
    /// Update the index whenever files are added, changed or removed
    Watch(WatchArgs),
    /// Find passages
    #[command(after_help = after_help::SEARCH)]
    Search(Asked<{ Question::Search as usize }>),
    /// Count matching passages and reports by facet
    #[command(after_help = after_help::FACETS)]
    Facets(Asked<{ Question::Facets as usize }>),
    /// List recommended and required actions with the responsible bodies
    #[command(after_help = after_help::ACTIONS)]
    Actions(Asked<{ Question::Actions as usize }>),
    /// List waiting times and other durations, longest first
    #[command(after_help = after_help::WAITS)]
    Waits(Asked<{ Question::Waits as usize }>),
    /// Count passages and reports in a table, as shares of all reports
    #[command(after_help = after_help::COUNT)]
    Count(Asked<{ Question::Count as usize }>),
    /// Show the share of reports by year
    #[command(after_help = after_help::TREND)]
    Trend(Asked<{ Question::Trend as usize }>),
    /// Show the history of an area: reports, changes, next inspection
    #[command(after_help = after_help::AREA)]
    Area(Asked<{ Question::Area as usize }>),
    /// Compare areas side by side
    #[command(after_help = after_help::COMPARE)]
    Compare(Asked<{ Question::Compare as usize }>),
    /// Check a text against the reports: quotations, claims, omissions
    Check(CheckArgs),
    /// Run a table of queries and write one table of hits
    Batch(BatchArgs),
    /// Print a report, a section, a page or a passage
    #[command(after_help = after_help::SHOW)]
    Show(Asked<{ Question::Show as usize }>),
    /// Find passages similar to a passage, in other areas first
    #[command(after_help = after_help::SIMILAR)]
    Similar(Asked<{ Question::Similar as usize }>),
    /// Print a passage as a quotation with its citation
    #[command(after_help = after_help::QUOTE)]
    Quote(Asked<{ Question::Quote as usize }>),
    /// Open the file of a passage at its page
    #[command(after_help = after_help::OPEN)]
    Open(OpenArgs),
    /// List the indexed reports
    Reports(Asked<{ Question::Reports as usize }>),
    /// Write the parsed reports as JSON Lines or CSV, for other tools
    Export(ExportArgs),
    /// Parse one file without an index, and explain the result
    Inspect(InspectArgs),
    /// Remove the parse cache, which makes rebuilding fast
    Clean(CleanArgs),
    /// Write a correction of a report's metadata to a table
    Correct(CorrectArgs),
    /// Show the contents and state of the index, and skipped files
    Status(StatusArgs),
    /// Explain what became of one file: indexed, skipped or changed
    Why(WhyArgs),
    /// Merge the index into one segment, the fastest to search
    Optimize(OptimizeArgs),
    /// Complete the text of a search box
    #[command(after_help = after_help::SUGGEST)]
    Suggest(Asked<{ Question::Suggest as usize }>),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Print help on a command or a topic (listed below)
    Help {
        /// A command or a topic
        #[arg(value_name = "TOPIC", add = ArgValueCandidates::new(|| topics().into_iter().map(CompletionCandidate::new).collect()))]
        topic: Option<String>,
    },
    /// Show the manual page on a terminal; else write it as roff
    Man {
        /// A command [default: the program]
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
}

/// What `findings help` explains beside the commands.
pub(in crate::cli) const TOPICS: [&str; 4] = ["query", "facets", "formats", "exit-codes"];

/// The names of topics and commands.
pub(in crate::cli) fn topics() -> Vec<String> {
    let root = Args::command();
    let commands = root.get_subcommands().map(clap::Command::get_name);
    TOPICS
        .into_iter()
        .chain(commands)
        .map(str::to_owned)
        .collect()
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct OpenArgs {
    #[command(flatten)]
    pub(in crate::cli) asked: Asked<{ Question::Open as usize }>,
    /// Print the link instead of opening it
    #[arg(long)]
    pub(in crate::cli) print: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        Args::command().debug_assert();
    }
}
