//! Arguments of what makes and keeps an index.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{Asked, SummaryFormat};
use crate::answers::parameters::Question;

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Examples:
  findings index reports/                 add or update
  findings index                          update all that was indexed before
  findings index --rebuild                index everything afresh; the old index answers meanwhile

A file that cannot be read is skipped, named with its reason, and listed by `findings status`.")]
pub(in crate::cli) struct IndexArgs {
    /// Files and folders (.pdf, .txt, .md, .html; .jsonl, .jsonl.gz and .jsonl.zst of `findings
    /// export`; - for such lines on stdin); none: what was indexed before
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Index everything afresh while the old index goes on answering
    #[arg(long)]
    pub(in crate::cli) rebuild: bool,
    /// Compare contents even where size and date say that nothing changed, and try skipped files
    /// again
    #[arg(long)]
    pub(in crate::cli) checksum: bool,
    /// Let this table win over what is recognised: a CSV file with a column path (from the table's
    /// folder) and any of title, kind, area, outcome, year, inspection_start, inspection_end,
    /// published, url; remembered by the index
    #[arg(long, value_name = "FILE", conflicts_with = "no_metadata")]
    pub(in crate::cli) metadata: Option<PathBuf>,
    /// Forget the metadata table
    #[arg(long)]
    pub(in crate::cli) no_metadata: bool,
    /// Recognise the themes of this vocabulary (TOML) instead of the built-in one; remembered by the
    /// index
    #[arg(long, value_name = "FILE", conflicts_with = "no_themes")]
    pub(in crate::cli) themes: Option<PathBuf>,
    /// Go back to the built-in themes
    #[arg(long)]
    pub(in crate::cli) no_themes: bool,
    /// Exit with 0 although files were skipped
    #[arg(long)]
    pub(in crate::cli) allow_skips: bool,
    #[command(flatten)]
    pub(in crate::cli) work: WorkArgs,
    /// Print what was done as text (on stderr) or as a JSON document (on stdout)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}

/// What reading and writing may take.
#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct WorkArgs {
    /// Keep no reports in parsed form beside the index, and use none that are kept
    #[arg(long)]
    pub(in crate::cli) no_cache: bool,
    /// Use this many threads [default: one a core]
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
Updates the index, then again whenever files come, change or go, until Ctrl-C. Changes are
read once files have been left alone for a moment, many at a time. What cannot be read is
named and skipped. Searches see each update at once.

Examples:
  findings watch reports/        index and keep current
  findings watch                 keep current what was indexed before")]
pub(in crate::cli) struct WatchArgs {
    /// Files and folders; none: what was indexed before
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) work: WorkArgs,
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
pub(in crate::cli) struct ExportArgs {
    #[command(flatten)]
    pub(in crate::cli) filters: Asked<{ Question::Export as usize }>,
    /// Write to this file (.jsonl, .jsonl.gz or .jsonl.zst) instead of stdout
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Write the reports as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ExportFormat::Jsonl)]
    pub(in crate::cli) format: ExportFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// One JSON object a line
    Jsonl,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Examples:
  findings inspect report.pdf                what it is, by which words, and its sections
  findings inspect report.pdf --passages     with the text of every passage")]
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
    /// Print text, or a JSON document as `show` does
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Bulk loads and updates leave the index in several segments, and what was removed still
takes up room. The same passages are found before and after; worth its time after a bulk
load that will be searched often.

Example:
  findings index --rebuild && findings optimize")]
pub(in crate::cli) struct OptimizeArgs {
    /// Print what was done as text (on stderr) or as a JSON document (on stdout)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Removes the reports in parsed form that are kept beside the index, and what runs that died
left behind. The index itself stays and answers as before; the next rebuild reads all files
again.

Example:
  findings clean --index index")]
pub(in crate::cli) struct CleanArgs {
    /// Print what was removed as text (on stderr) or as a JSON document (on stdout)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
pub(in crate::cli) struct StatusArgs {
    /// Write the answer as text or as a JSON document
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}
