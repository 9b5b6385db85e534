//! How to index.

use std::io::Read;
use std::path::PathBuf;

use crate::document::worker::{Limits, WorkerCommand};

/// How to index.
#[derive(Debug, Clone)]
pub struct IndexOptions {
    /// Files and folders; empty for those that the index remembers.
    pub paths: Vec<PathBuf>,
    /// Index everything afresh beside the old index, which answers until the new one is complete.
    pub rebuild: bool,
    /// A table of metadata that wins over what is recognised; see [`crate::indexing::overrides::Overrides::read`].
    pub metadata: Option<PathBuf>,
    /// The file that the theme vocabulary was read from, if it is not the built-in one.
    pub themes_file: Option<PathBuf>,
    /// Compare contents even where size and time of change say that nothing changed.
    pub checksum: bool,
    /// Take what was parsed before from beside the index, and keep there what is parsed now.
    pub keep: bool,
    /// Threads that read and parse, and as many that index; the result is the same for any number.
    pub threads: usize,
    /// Bytes for documents on their way into the index; see [`crate::engine::Resources`].
    pub memory: usize,
    /// Files larger than this many bytes are skipped.
    pub largest: u64,
    /// Opens what `-` among the paths stands for.
    pub stdin: fn() -> Box<dyn Read + Send>,
    /// How PDFs are read: by the program itself in another process, or (`None`) in this one.
    pub worker: Option<WorkerCommand>,
    /// Memory and time that reading one PDF may take.
    pub limits: Limits,
}

/// Files larger than this are no reports: the longest known is under 10 MiB.
pub const LARGEST: u64 = 256 << 20;
