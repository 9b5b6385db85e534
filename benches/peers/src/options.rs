//! What to measure, and on what.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::peer::Peer;

/// findings beside bare tantivy, SQLite FTS5 and command-line tools
#[derive(Debug, Clone, Parser)]
pub(crate) struct Options {
    /// What to measure, in this order
    #[arg(required = true, value_enum)]
    pub(crate) parts: Vec<Part>,

    /// Passages to generate, at least
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub(crate) passages: usize,

    /// Engines to leave out of `bulk` and `queries`
    #[arg(long, value_name = "ENGINE", value_enum)]
    without: Vec<Other>,

    /// Times that every engine loads, and that reading PDFs is repeated, in turn
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) rounds: usize,

    /// Times that a command is started, in turn
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(crate) starts: usize,

    /// Text files for `rebuild`
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub(crate) files: usize,

    /// Passages of each step of `growth`
    #[arg(long, value_name = "N", value_delimiter = ',',
          default_values_t = [1_000, 10_000, 100_000, 1_000_000])]
    pub(crate) steps: Vec<usize>,

    /// A folder of real reports, for `cold`, `pdf` and `vocabulary`
    #[arg(long, value_name = "DIR", env = "FINDINGS_REPORTS")]
    pub(crate) reports: Option<PathBuf>,

    /// The findings program, built with --release [default: target/release/findings]
    #[arg(long, value_name = "FILE")]
    pub(crate) program: Option<PathBuf>,

    /// Where the corpus and the indexes are written, and removed afterwards [default: the system's
    /// temporary folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,

    /// Keep the generated corpus and its indexes in this folder, and use what an earlier run left
    /// there; remove it when the generator or the format of the index has changed
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
}

impl Options {
    /// The engines that are compared, findings first.
    pub(crate) fn peers(&self) -> Vec<Peer> {
        let left_out = |peer: &Peer| self.without.iter().any(|other| other.peer() == *peer);
        Peer::ALL
            .into_iter()
            .filter(|peer| !left_out(peer))
            .collect()
    }
}

/// An engine beside findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Other {
    Tantivy,
    Fts5,
}

impl Other {
    fn peer(self) -> Peer {
        match self {
            Other::Tantivy => Peer::Tantivy,
            Other::Fts5 => Peer::Fts5,
        }
    }
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Bulk load of parsed reports: rate, processor time, memory, size
    Bulk,
    /// Queries, in process and warm, and by four readers while the index is rebuilt
    Queries,
    /// One command from a cold process
    Cold,
    /// Indexing PDFs, beside pdftotext alone
    Pdf,
    /// Rebuilding, updating and adding one report
    Rebuild,
    /// How cost grows with the number of passages, as a Markdown table
    Growth,
    /// How like that of real reports the generated vocabulary is
    Vocabulary,
}
