//! The command line.

use std::path::PathBuf;

use clap::Parser;

use crate::variants::Setting;

/// How well queries with judged passages are answered.
#[derive(Debug, Parser)]
#[command(name = "relevance")]
pub(crate) struct Options {
    /// Folder of reports to index
    #[arg(long, value_name = "DIR", env = "FINDINGS_REPORTS")]
    pub(crate) reports: Option<PathBuf>,
    /// Folder of queries and judgements
    #[arg(long, value_name = "DIR", env = "FINDINGS_RELEVANCE")]
    pub(crate) relevance: Option<PathBuf>,
    /// Use the index in this folder; where there is none, the reports are indexed into it and it is
    /// kept
    #[arg(long, value_name = "DIR")]
    pub(crate) index: Option<PathBuf>,
    /// Further judgements (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) extra: Vec<PathBuf>,
    /// Only the queries of this half
    #[arg(long, value_name = "NAME")]
    pub(crate) half: Option<String>,
    /// A line for every query
    #[arg(long)]
    pub(crate) per_query: bool,
    /// So many of the worst queries, with what came first
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) worst: usize,
    /// Nothing but the whole answer to this query, with the parts of each score (repeatable)
    #[arg(long, value_name = "QID")]
    pub(crate) show: Vec<String>,
    /// Write what was returned
    #[arg(long, value_name = "FILE")]
    pub(crate) write: Option<PathBuf>,
    /// Compare with another run (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Vec<PathBuf>,
    /// Apply the queries' filters to the runs compared with, whose engines may know none
    #[arg(long)]
    pub(crate) apply_filters: bool,
    /// Write the returned passages of all runs that nobody has graded
    #[arg(long, value_name = "FILE")]
    pub(crate) unjudged: Option<PathBuf>,
    /// Measure time
    #[arg(long)]
    pub(crate) times: bool,
    /// Compare the defaults with every variant
    #[arg(long)]
    pub(crate) ablate: bool,
    /// Set a weight of the ranking (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<Setting>,
    /// Fail if nDCG@10 is below its floor
    #[arg(long)]
    pub(crate) check: bool,
    /// What `cargo bench` adds
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}
