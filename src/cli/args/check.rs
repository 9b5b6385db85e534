//! Arguments of commands that read a user's file: a text to check, a table of queries.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::Asked;
use crate::answers::parameters::Question;

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Compares every quotation with the reports, word by word. It is verbatim (apart
from case, typography, ellipses and [insertions]), near (the differences are
shown), or not found in any report. Reports seldom quote people. Every other
sentence that names an area or an inspection is shown with the most similar
passages of its report, their sections and the report's outcome, so that praise
from the strengths of a poor report can be recognised. The actions in the
report that the text omits come last. The check compares words, not meaning.
Press releases, and the text itself if it is indexed, are not used as evidence.

Examples:
  findings check press-release.pdf
  findings check paper.txt --report ashmere-send-full-2023-10 --format md
  pdftotext release.pdf - | findings check -")]
pub(in crate::cli) struct CheckArgs {
    /// The text to check: a PDF, text, Markdown or HTML file; - for stdin
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) asked: Asked<{ Question::Check as usize }>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum BatchFormatArg {
    /// A table for spreadsheets, one row for each hit
    Csv,
    /// One JSON object a line: hits, and a summary after those of each query
    Jsonl,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
The first row names the columns: `query`, and any options of `search`: its
filters (area, not-area, year), limit, page, sort, group, all, any, exact and
include-boilerplate. Values within a cell are separated by `;`. Columns `id`
and `name` are copied. A query without a hit has a row with 0 passages. A bad
row is skipped and named by its spreadsheet row number.

queries.csv:
  name,query,area,year,limit
  waits,CAMHS waiting,kent;surrey,2023..,5

Examples:
  findings batch queries.csv > hits.csv
  findings batch - --format jsonl < queries.csv

Exit codes: 0 found, 1 no query found anything, 2 error, or rows were skipped")]
pub(in crate::cli) struct BatchArgs {
    /// The table of queries; - for stdin
    #[arg(value_name = "QUERIES")]
    pub(in crate::cli) file: PathBuf,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = BatchFormatArg::Csv)]
    pub(in crate::cli) format: BatchFormatArg,
}
