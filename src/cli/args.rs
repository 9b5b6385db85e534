//! What the user typed.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::api::ActionKind;
use crate::facet::Dimension;

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
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: GlobalArgs,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(super) struct GlobalArgs {
    /// Use the index in this folder [default: index; environment: FINDINGS_INDEX]
    #[arg(long, value_name = "DIR", global = true, help_heading = "General")]
    pub(super) index: Option<PathBuf>,
    /// Colour the output
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t = When::Auto, help_heading = "General")]
    pub(super) color: When,
    /// Keep progress, notes and summaries off stderr
    #[arg(short, long, global = true, help_heading = "General")]
    pub(super) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
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
    /// Print a report, a section, a page or a passage
    Show(ShowArgs),
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

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Examples:
  findings index reports/                 add or update
  findings index                          update all that was indexed before
  findings index --rebuild                index everything afresh; the old index answers meanwhile

A file that cannot be read is skipped, named with its reason, and listed by `findings status`.")]
pub(super) struct IndexArgs {
    /// Files and folders (.pdf, .txt, .md, .html; .jsonl, .jsonl.gz and .jsonl.zst of `findings
    /// export`; - for such lines on stdin); none: what was indexed before
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Index everything afresh while the old index goes on answering
    #[arg(long)]
    pub(super) rebuild: bool,
    /// Compare contents even where size and date say that nothing changed, and try skipped files
    /// again
    #[arg(long)]
    pub(super) checksum: bool,
    /// Let this table win over what is recognised: a CSV file with a column path (from the table's
    /// folder) and any of title, kind, area, outcome, year, inspection_start, inspection_end,
    /// published, url; remembered by the index
    #[arg(long, value_name = "FILE", conflicts_with = "no_metadata")]
    pub(super) metadata: Option<PathBuf>,
    /// Forget the metadata table
    #[arg(long)]
    pub(super) no_metadata: bool,
    /// Recognise the themes of this vocabulary (TOML) instead of the built-in one; remembered by the
    /// index
    #[arg(long, value_name = "FILE", conflicts_with = "no_themes")]
    pub(super) themes: Option<PathBuf>,
    /// Go back to the built-in themes
    #[arg(long)]
    pub(super) no_themes: bool,
    /// Exit with 0 although files were skipped
    #[arg(long)]
    pub(super) allow_skips: bool,
    #[command(flatten)]
    pub(super) work: WorkArgs,
    /// Print what was done as text (on stderr) or as a JSON document (on stdout)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
}

/// What reading and writing may take.
#[derive(Debug, ClapArgs)]
pub(super) struct WorkArgs {
    /// Keep no reports in parsed form beside the index, and use none that are kept
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Use this many threads [default: one a core]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,
    /// Use about this many MiB of memory; workers that read PDFs have their own (--pdf-memory)
    #[arg(long, value_name = "MIB", default_value_t = 512, value_parser = clap::value_parser!(u64).range(128..=1_048_576))]
    pub(super) memory: u64,
    /// Skip a PDF that takes more than this many seconds to read
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) pdf_seconds: u64,
    /// Skip a PDF that takes more than this many MiB of memory to read
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(64..=1_048_576))]
    pub(super) pdf_memory: u64,
    /// Skip files larger than this many MiB
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..=65_536))]
    pub(super) largest: u64,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Updates the index, then again whenever files come, change or go, until Ctrl-C. Changes are
read once files have been left alone for a moment, many at a time. What cannot be read is
named and skipped. Searches see each update at once.

Examples:
  findings watch reports/        index and keep current
  findings watch                 keep current what was indexed before")]
pub(super) struct WatchArgs {
    /// Files and folders; none: what was indexed before
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) work: WorkArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SummaryFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
}

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
pub(super) struct SearchArgs {
    /// What to look for
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    #[command(flatten)]
    pub(super) filters: FilterArgs,
    /// Show this many hits
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000), help_heading = "Output")]
    pub(super) limit: u32,
    /// Show this page of hits
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000), help_heading = "Output")]
    pub(super) page: u32,
    /// Order the hits
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = SortArg::Relevance, help_heading = "Output")]
    pub(super) sort: SortArg,
    /// Draw hits together
    #[arg(long, value_name = "BY", value_enum, default_value_t = GroupArg::Alike, help_heading = "Output")]
    pub(super) group: GroupArg,
    /// Only passages with all the words, nothing below them
    #[arg(long, conflicts_with = "any", help_heading = "Query")]
    pub(super) all: bool,
    /// Passages with any of the words
    #[arg(long, help_heading = "Query")]
    pub(super) any: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Search addresses, complaints, licences and contents lists as well
    #[arg(long, help_heading = "Query")]
    pub(super) include_boilerplate: bool,
    /// Show this many passages before and after each hit
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=50), help_heading = "Output")]
    pub(super) context: u16,
    /// Show whole passages
    #[arg(long, help_heading = "Output")]
    pub(super) full: bool,
    /// Count these facets beside the hits: area, region, outcome, year, theme, kind, section
    #[arg(long, value_name = "FACETS", value_delimiter = ',', value_parser = dimension, help_heading = "Output")]
    pub(super) facets: Vec<Dimension>,
    /// Say how each score came about
    #[arg(long, help_heading = "Output")]
    pub(super) explain: bool,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(super) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Counts are given in passages and in reports. The counts of a facet that is itself
filtered ignore that filter, so that its other values stay in sight.

Example:
  findings facets CAMHS waiting --by outcome,year --region 'South West'")]
pub(super) struct FacetsArgs {
    /// What to look for; none: everything
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    /// Facets to count: area, region, outcome, year, theme, kind, section
    #[arg(long, value_name = "FACETS", value_delimiter = ',', value_parser = dimension, default_value = "outcome,year,kind,section,theme")]
    pub(super) by: Vec<Dimension>,
    #[command(flatten)]
    pub(super) filters: FilterArgs,
    /// Passages with any of the words
    #[arg(long, help_heading = "Query")]
    pub(super) any: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Search addresses, complaints, licences and contents lists as well
    #[arg(long, help_heading = "Query")]
    pub(super) include_boilerplate: bool,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(super) format: FormatArg,
}

/// Words and filters, as `search` takes them, for answers that are no list of hits.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(super) struct QuestionArgs {
    /// What to look for; none: everything
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    #[command(flatten)]
    pub(super) filters: FilterArgs,
    /// Passages with any of the words
    #[arg(long, help_heading = "Query")]
    pub(super) any: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Search addresses, complaints, licences and contents lists as well
    #[arg(long, help_heading = "Query")]
    pub(super) include_boilerplate: bool,
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
pub(super) struct ActionsArgs {
    #[command(flatten)]
    pub(super) question: QuestionArgs,
    /// Only actions of this sort: priority-action, statement-of-action, recommendation, improvement
    #[arg(long, value_name = "SORT", value_parser = action_kind, help_heading = "Actions")]
    pub(super) only: Vec<ActionKind>,
    /// Only actions that this body is to take: a part of its name, or an acronym (ICB, LA)
    #[arg(long, value_name = "BODY", help_heading = "Actions")]
    pub(super) body: Vec<String>,
    /// Give this many [default: all]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Output")]
    pub(super) limit: Option<u32>,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(super) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
How long people wait, how long things take, and within what time they are to be done: each
figure with its sentence. Ages, dates, percentages and lengths of plans are left out. A
target is a time within which something is to be done, kept or not; a wait is one that was
taken. Figures are found by the words beside them: read the sentence before you quote one.

Examples:
  findings waits --service camhs
  findings waits --service 'EHC plans' --only target --year 2023.. --format csv")]
pub(super) struct WaitsArgs {
    #[command(flatten)]
    pub(super) question: QuestionArgs,
    /// Only waits for this service: a name, an acronym or a theme
    #[arg(long, value_name = "SERVICE", help_heading = "Waits")]
    pub(super) service: Vec<String>,
    /// Only waits, or only targets
    #[arg(long, value_name = "SORT", value_enum, help_heading = "Waits")]
    pub(super) only: Option<FigureArg>,
    /// Give this many [default: all]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Output")]
    pub(super) limit: Option<u32>,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(super) format: FormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FigureArg {
    /// Times that were taken
    Wait,
    /// Times set for something, kept or not
    Target,
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
pub(super) struct CountArgs {
    #[command(flatten)]
    pub(super) question: QuestionArgs,
    /// One facet, or two (rows, then columns): outcome, year, area, region, theme, section, kind
    #[arg(long, value_name = "FACETS", value_delimiter = ',', value_parser = dimension, default_value = "outcome", help_heading = "Output")]
    pub(super) by: Vec<Dimension>,
    /// List the reports that pass the filters and do not match
    #[arg(long, help_heading = "Output")]
    pub(super) absent: bool,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(super) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
A share is that of the reports of a year (n) that pass the filters. Mind n: of few reports
a share says little, and which areas are inspected differs from year to year.

Examples:
  findings trend CAMHS waiting
  findings trend 'county lines' --kind jtai --format svg > county-lines.svg")]
pub(super) struct TrendArgs {
    #[command(flatten)]
    pub(super) question: QuestionArgs,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ChartFormatArg::Text, help_heading = "Output")]
    pub(super) format: ChartFormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ChartFormatArg {
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

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Examples:
  findings show gloucestershire-send-full-2023-12 --section weaknesses
  findings show gloucestershire-send-full-2023-12:23 --context 1")]
pub(super) struct ShowArgs {
    /// Id of a report, or of a passage (report:number)
    #[arg(value_name = "ID")]
    pub(super) id: String,
    /// Only sections of this role, or with these words in the heading
    #[arg(long, value_name = "SECTION")]
    pub(super) section: Option<String>,
    /// Only passages on this page
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) page: Option<u32>,
    /// With a passage id: this many passages before and after as well
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    pub(super) context: u16,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text)]
    pub(super) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
pub(super) struct ReportsArgs {
    #[command(flatten)]
    pub(super) filters: ReportFilterArgs,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text)]
    pub(super) format: FormatArg,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Each line is a JSON object: the report with its sections, passages, pages and themes, the
file that it was read from and its SHA-256. Reports come in the order of their ids.

Examples:
  findings export --output reports.jsonl.zst     everything, compressed
  findings export --kind ilacs --year 2023 | jq -r .report.title
  findings index --index elsewhere reports.jsonl.zst")]
pub(super) struct ExportArgs {
    #[command(flatten)]
    pub(super) filters: ReportFilterArgs,
    /// Write to this file (.jsonl, .jsonl.gz or .jsonl.zst) instead of stdout
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write the reports as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ExportFormat::Jsonl)]
    pub(super) format: ExportFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// One JSON object a line
    Jsonl,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Examples:
  findings inspect report.pdf                what it is, by which words, and its sections
  findings inspect report.pdf --passages     with the text of every passage")]
pub(super) struct InspectArgs {
    /// A report file
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Print the passages as well
    #[arg(long)]
    pub(super) passages: bool,
    /// Recognise the themes of this vocabulary (TOML) instead of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(super) themes: Option<PathBuf>,
    /// Print text, or a JSON document as `show` does
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Bulk loads and updates leave the index in several segments, and what was removed still
takes up room. The same passages are found before and after; worth its time after a bulk
load that will be searched often.

Example:
  findings index --rebuild && findings optimize")]
pub(super) struct OptimizeArgs {
    /// Print what was done as text (on stderr) or as a JSON document (on stdout)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Removes the reports in parsed form that are kept beside the index, and what runs that died
left behind. The index itself stays and answers as before; the next rebuild reads all files
again.

Example:
  findings clean --index index")]
pub(super) struct CleanArgs {
    /// Print what was removed as text (on stderr) or as a JSON document (on stdout)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
pub(super) struct StatusArgs {
    /// Write the answer as text or as a JSON document
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
}

/// Filters on what reports have: each may be given several times (one must hold), different ones
/// must all hold.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Filters (repeat one for alternatives; each has a --not- twin)")]
pub(super) struct ReportFilterArgs {
    /// Reports on this area
    #[arg(long, value_name = "AREA")]
    pub(super) area: Vec<String>,
    /// Reports on areas of this region
    #[arg(long, value_name = "REGION")]
    pub(super) region: Vec<String>,
    /// Reports with this outcome, or a whole scale of outcomes
    #[arg(long, value_name = "OUTCOME")]
    pub(super) outcome: Vec<String>,
    /// Inspections that ended in this year, or years (2023..2025)
    #[arg(long, value_name = "YEARS")]
    pub(super) year: Vec<String>,
    /// Reports of this kind
    #[arg(long, value_name = "KIND")]
    pub(super) kind: Vec<String>,
    #[arg(long, value_name = "AREA", hide_short_help = true)]
    /// Not reports on this area
    pub(super) not_area: Vec<String>,
    /// Not reports on areas of this region
    #[arg(long, value_name = "REGION", hide_short_help = true)]
    pub(super) not_region: Vec<String>,
    /// Not reports with this outcome
    #[arg(long, value_name = "OUTCOME", hide_short_help = true)]
    pub(super) not_outcome: Vec<String>,
    /// Not inspections that ended in this year
    #[arg(long, value_name = "YEARS", hide_short_help = true)]
    pub(super) not_year: Vec<String>,
    /// Not reports of this kind
    #[arg(long, value_name = "KIND", hide_short_help = true)]
    pub(super) not_kind: Vec<String>,
}

/// All filters on passages.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(super) struct FilterArgs {
    #[command(flatten)]
    pub(super) report: ReportFilterArgs,
    /// Passages with this theme, or any of a whole domain
    #[arg(long, value_name = "THEME", help_heading = FILTERS)]
    pub(super) theme: Vec<String>,
    /// Passages in sections of this role
    #[arg(long, value_name = "ROLE", help_heading = FILTERS)]
    pub(super) section: Vec<String>,
    /// Not passages with this theme
    #[arg(long, value_name = "THEME", hide_short_help = true, help_heading = FILTERS)]
    pub(super) not_theme: Vec<String>,
    /// Not passages in sections of this role
    #[arg(long, value_name = "ROLE", hide_short_help = true, help_heading = FILTERS)]
    pub(super) not_section: Vec<String>,
}

/// How the words of a query are understood.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(super) struct ReadingArgs {
    /// Search for exactly the words typed: no other forms, spellings or names of them, nothing
    /// corrected
    #[arg(long, conflicts_with = "synonyms", help_heading = "Query")]
    pub(super) exact: bool,
    /// Search for the synonyms in this file as well [environment: FINDINGS_SYNONYMS]
    #[arg(long, value_name = "FILE", help_heading = "Query")]
    pub(super) synonyms: Option<PathBuf>,
}

const FILTERS: &str = "Filters (repeat one for alternatives; each has a --not- twin)";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SortArg {
    /// Best first
    Relevance,
    /// Latest inspection first
    Date,
    /// By name of the area
    Area,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GroupArg {
    /// Passages that say the same in the same words are one hit
    Alike,
    /// Every passage by itself
    None,
    /// The best passage of each report, with the number of further ones
    Report,
    /// The best passage of each area, with the number of further ones
    Area,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
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
pub(super) struct SuggestArgs {
    /// All that stands in the search box
    #[arg(value_name = "TEXT")]
    pub(super) text: Vec<String>,
    /// Give this many completions
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(super) limit: u32,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text)]
    pub(super) format: FormatArg,
}

fn action_kind(name: &str) -> Result<ActionKind, String> {
    let wanted = crate::spelling::simplify(name);
    let kinds = ActionKind::ALL.into_iter();
    let mut named = kinds.filter(|kind| {
        let kind = crate::spelling::simplify(kind.name());
        kind == wanted || kind.trim_end_matches('s') == wanted.trim_end_matches('s')
    });
    named.next().ok_or_else(|| {
        let names = ActionKind::ALL.map(ActionKind::name);
        format!("there are {}", crate::error::list(&names))
    })
}

fn dimension(name: &str) -> Result<Dimension, String> {
    Dimension::from_name(name.trim()).ok_or_else(|| {
        let names = Dimension::ALL.map(Dimension::name);
        let near = crate::spelling::nearest(name, names);
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
