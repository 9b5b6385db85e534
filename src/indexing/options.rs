//! How to index.

use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::document::worker::{Limits, WorkerCommand};
use crate::engine::Resources;
use crate::storage::path::path_of_text;

/// How to index.
#[derive(Debug, Clone)]
pub struct IndexOptions {
    /// Files and folders; empty for the roots of the index.
    pub paths: Vec<PathBuf>,
    /// Index everything afresh beside the old index, which answers until the new one is complete.
    pub rebuild: bool,
    /// The metadata tables, which win over the parser; see
    /// [`Overrides::read`](crate::indexing::overrides::Overrides::read).
    pub metadata: MetadataTables,
    /// The theme vocabulary.
    pub themes: SettingFile,
    /// Compare contents even if size and time of change say that nothing changed.
    pub checksum: bool,
    /// Use the parse cache beside the index.
    pub cache: bool,
    /// Threads that read and parse, and as many that index; the result is the same for any number.
    pub threads: usize,
    /// Bytes for documents on their way into the index; see [`Resources`].
    pub memory: usize,
    /// Files larger than this many bytes are skipped.
    pub largest: u64,
    /// Opens the collection that `-` among the paths stands for.
    pub stdin: fn() -> Box<dyn Read + Send>,
    /// The child process that reads PDFs; `None` to read them in this process.
    pub worker: Option<WorkerCommand>,
    /// Memory and time that reading one PDF may take.
    pub limits: Limits,
    /// Time of the run, in whole seconds: contents not seen before are first seen now.
    pub now: Timestamp,
}

impl Default for IndexOptions {
    /// All cores, no PDF worker, no clock.
    fn default() -> Self {
        IndexOptions {
            paths: Vec::new(),
            rebuild: false,
            metadata: MetadataTables::AsBefore,
            themes: SettingFile::AsBefore,
            checksum: false,
            cache: true,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            memory: Resources::MEMORY,
            // The longest report known is under 10 MiB.
            largest: 256 << 20,
            stdin: || Box::new(std::io::empty()),
            worker: None,
            limits: Limits {
                memory_bytes: 1 << 30,
                seconds: 60,
            },
            now: Timestamp::UNIX_EPOCH,
        }
    }
}

/// Which metadata tables an index goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetadataTables {
    /// Those of the run before.
    AsBefore,
    /// Those, and these after them: where several tables speak of a cell, the last one wins.
    Added(Vec<PathBuf>),
    /// None.
    None,
}

impl MetadataTables {
    /// The files, given those of the run `before`.
    pub(super) fn resolve(&self, before: &[String]) -> Vec<PathBuf> {
        let added = match self {
            MetadataTables::AsBefore => Vec::new(),
            MetadataTables::Added(files) => files.clone(),
            MetadataTables::None => return Vec::new(),
        };
        let whole = |file: &PathBuf| std::path::absolute(file).unwrap_or_else(|_| file.clone());
        let added: Vec<PathBuf> = added.iter().map(whole).collect();
        let before = before.iter().map(|file| path_of_text(file));
        let before = before.filter(|file| !added.contains(file));
        before.chain(added.iter().cloned()).collect()
    }
}

/// The file of a setting that an index remembers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SettingFile {
    /// The file of the run before, if it had one.
    #[default]
    AsBefore,
    /// This file.
    Named(PathBuf),
    /// No file.
    None,
}

impl SettingFile {
    pub(super) fn resolve(&self, before: Option<&String>) -> Option<PathBuf> {
        match self {
            SettingFile::AsBefore => before.map(|path| path_of_text(path)),
            SettingFile::Named(file) => Some(file.clone()),
            SettingFile::None => None,
        }
    }
}

/// Tells whoever shows progress what a run does.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// Folders are looked into.
    Looking {
        /// The folder.
        folder: &'a Path,
        /// Files found so far.
        files: usize,
    },
    /// So many files are to be read.
    Planned {
        /// Files.
        files: usize,
        /// Whether there are lines of collections beside them, nobody knows how many.
        and_lines: bool,
    },
    /// A file or line was read (or skipped).
    Read {
        /// Its path as shown to people.
        path: &'a str,
    },
    /// Everything is read; what is still in memory is written, and all of it put in force.
    Committing,
    /// Everything is in force; small segments are merged.
    Merging,
}
