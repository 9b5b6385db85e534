//! Arguments of commands that make and maintain an index.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{Asked, format_parser};
use crate::answers::parameters::Question;
use crate::cli::complete;
use crate::render::{FORMATS, OutputFormat};
use crate::report::facet::Dimension;

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Examples:
  findings index reports/       add or update
  findings index                update all that was indexed before
  findings index --rebuild      index everything again; searches use the old
                                index meanwhile

A file that cannot be read is skipped and named with the reason. `findings
status` lists all skipped files.")]
pub(in crate::cli) struct IndexArgs {
    /// Files and folders: .pdf, .txt, .md, .html; .jsonl, .jsonl.gz and .jsonl.zst of `findings
    /// export` (- reads such lines from stdin) [default: those indexed before]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Index everything again; searches use the old index meanwhile
    #[arg(long)]
    pub(in crate::cli) rebuild: bool,
    /// Compare contents, not only size and date, and try skipped files again
    #[arg(long)]
    pub(in crate::cli) checksum: bool,
    /// Correct metadata by this table, too: a CSV file with a column path (relative to its folder)
    /// and any of title, kind, area, outcome, year, inspection_start, inspection_end, published,
    /// url. May be repeated; the last table wins. The index remembers it
    #[arg(long, value_name = "FILE", conflicts_with = "no_metadata")]
    pub(in crate::cli) metadata: Vec<PathBuf>,
    /// Forget the metadata tables
    #[arg(long)]
    pub(in crate::cli) no_metadata: bool,
    /// Recognise the themes of this vocabulary (TOML) instead of the built-in one. The index
    /// remembers it
    #[arg(long, value_name = "FILE", conflicts_with = "no_themes")]
    pub(in crate::cli) themes: Option<PathBuf>,
    /// Use the built-in themes again
    #[arg(long)]
    pub(in crate::cli) no_themes: bool,
    /// Exit with 0 even if files were skipped
    #[arg(long)]
    pub(in crate::cli) allow_skips: bool,
    #[command(flatten)]
    pub(in crate::cli) work: WorkArgs,
    /// Format of the summary; text goes to stderr
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(&FORMATS), default_value = "text")]
    pub(in crate::cli) format: OutputFormat,
}

/// Limits on threads, memory and time.
#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct WorkArgs {
    /// Do not use the parse cache
    #[arg(long)]
    pub(in crate::cli) no_cache: bool,
    /// Use this many threads [default: one for each core]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) threads: Option<u16>,
    /// Use about this many MiB of memory; workers that read PDFs have their own (--pdf-memory)
    #[arg(long, value_name = "MIB", default_value_t = 512, value_parser = clap::value_parser!(u64).range(128..=1_048_576))]
    pub(in crate::cli) memory: u64,
    /// Skip a PDF that takes more than this many seconds to read
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub(in crate::cli) pdf_seconds: u64,
    /// Skip a PDF that takes more than this many MiB of memory to read
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(64..=1_048_576))]
    pub(in crate::cli) pdf_memory: u64,
    /// Skip files larger than this many MiB
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..=65_536))]
    pub(in crate::cli) largest: u64,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Updates the index now, and again whenever files are added, changed or removed,
until Ctrl-C. Changes are read in batches, once files stay unchanged for a
moment. Files that cannot be read are skipped and named. Searches see each
update at once.

Examples:
  findings watch reports/        index and watch this folder
  findings watch                 watch all that was indexed before")]
pub(in crate::cli) struct WatchArgs {
    /// Files and folders [default: those indexed before]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) work: WorkArgs,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Each line is a JSON object: the report with its sections, passages, pages and
themes, its file and the file's SHA-256. Reports are sorted by id.

Examples:
  findings export --output reports.jsonl.zst     everything, compressed
  findings export --format csv --output all.csv  every passage in a table
  findings export --kind ilacs --year 2023 | jq -r .report.title
  findings index --index elsewhere reports.jsonl.zst")]
pub(in crate::cli) struct ExportArgs {
    #[command(flatten)]
    pub(in crate::cli) filters: Asked<{ Question::Export as usize }>,
    /// Write to this file (.jsonl, .jsonl.gz, .jsonl.zst; or .csv) instead of stdout
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ExportFormat::Jsonl)]
    pub(in crate::cli) format: ExportFormat,
    /// With --format csv: mark the file as UTF-8, which Excel needs
    #[arg(long)]
    pub(in crate::cli) excel: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// One JSON object a line: a report, with its sections and passages
    Jsonl,
    /// A table for spreadsheets and pandas: a row a passage, with the facets of its report
    Csv,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Examples:
  findings inspect report.pdf               metadata, evidence and sections
  findings inspect report.pdf --passages    also the text of every passage")]
pub(in crate::cli) struct InspectArgs {
    /// A report file
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// Print the passages as well
    #[arg(long)]
    pub(in crate::cli) passages: bool,
    /// Recognise the themes of this vocabulary (TOML) instead of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) themes: Option<PathBuf>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(&FORMATS), default_value = "text")]
    pub(in crate::cli) format: OutputFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Bulk loads and updates leave several segments, and removed reports still take
up space. Answers are the same before and after. Run it after a bulk load that
will be searched often.

Example:
  findings index --rebuild && findings optimize")]
pub(in crate::cli) struct OptimizeArgs {
    /// Format of the summary; text goes to stderr
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(&FORMATS), default_value = "text")]
    pub(in crate::cli) format: OutputFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Removes the parse cache and the partial files left by killed runs. The index
still answers; the next rebuild reads all files again.

Example:
  findings clean --index index")]
pub(in crate::cli) struct CleanArgs {
    /// Format of the summary; text goes to stderr
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(&FORMATS), default_value = "text")]
    pub(in crate::cli) format: OutputFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
pub(in crate::cli) struct StatusArgs {
    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(&FORMATS), default_value = "text")]
    pub(in crate::cli) format: OutputFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
The exit code is 0 if the file is in the index, else 1.

Example:
  findings why reports/kent.pdf     its id, or why it is not indexed")]
pub(in crate::cli) struct WhyArgs {
    /// A file
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(&FORMATS), default_value = "text")]
    pub(in crate::cli) format: OutputFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Writes a row of a metadata table, which `findings index --metadata FILE`
applies and remembers. Values may be written as people do: `inconsistent`,
`27/02/2025`.

Example:
  findings correct kent-send-full-2023-06 --outcome inconsistent
  findings index --metadata corrections.csv")]
pub(in crate::cli) struct CorrectArgs {
    /// Id of a report
    #[arg(value_name = "ID", add = complete::reports())]
    pub(in crate::cli) id: String,
    /// The table to write to
    #[arg(long, value_name = "FILE", default_value = "corrections.csv")]
    pub(in crate::cli) table: PathBuf,
    /// The title
    #[arg(long)]
    pub(in crate::cli) title: Option<String>,
    /// The kind of report
    #[arg(long, add = complete::values_of(Dimension::Kind))]
    pub(in crate::cli) kind: Option<String>,
    /// The area; may be repeated
    #[arg(long, add = complete::values_of(Dimension::Area))]
    pub(in crate::cli) area: Vec<String>,
    /// The outcome
    #[arg(long, add = complete::values_of(Dimension::Outcome))]
    pub(in crate::cli) outcome: Option<String>,
    /// First day of the inspection
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) inspection_start: Option<String>,
    /// Last day of the inspection
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) inspection_end: Option<String>,
    /// Day of publication
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) published: Option<String>,
    /// Address of the published report
    #[arg(long)]
    pub(in crate::cli) url: Option<String>,
}
