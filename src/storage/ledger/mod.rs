//! What is remembered of every source file: whether it changed, and what became of it.

mod file;
mod path;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use file::LedgerFile;
pub use path::{STDIN, file_and_line, line_key, path_of_text, path_text, shown_path};

use crate::report::{Date, Kind};

/// All source files of an index, by key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    sources: BTreeMap<String, SourceRecord>,
}

impl Ledger {
    /// Remembers a file, in place of what was known of it.
    pub fn put(&mut self, source: SourceRecord) {
        self.sources.insert(source.key.clone(), source);
    }

    /// Forgets a file.
    pub fn forget(&mut self, key: &str) {
        self.sources.remove(key);
    }

    /// What is known of a file.
    pub fn get(&self, key: &str) -> Option<&SourceRecord> {
        self.sources.get(key)
    }

    /// All files, by key.
    pub fn sources(&self) -> impl Iterator<Item = &SourceRecord> {
        self.sources.values()
    }

    /// All sources by key.
    pub fn into_sources(self) -> BTreeMap<String, SourceRecord> {
        self.sources
    }

    /// Number of files and lines.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether no file is known.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }
}

/// A source file as the index remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// What identifies it: the absolute path from [`path_text`], or a [`line_key`].
    pub key: String,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change in nanoseconds since 1970; 0 if the system does not tell.
    pub modified: i128,
    /// SHA-256 of the content, in hexadecimal; empty if it could not be read.
    pub sha256: String,
    /// Fingerprint of what was given of it in the metadata table; empty if nothing was.
    pub given: String,
    /// What became of it.
    pub state: SourceState,
}

/// What became of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SourceState {
    /// It is the report with this id.
    Indexed {
        /// Report id.
        report: String,
        /// What the report is, for telling whether another file holds the same.
        shelved: Shelved,
    },
    /// It holds the same inspection as the file of the report with this id.
    Duplicate {
        /// Report id.
        report: String,
    },
    /// It could not be read.
    Skipped {
        /// Why, as a clause.
        reason: String,
    },
    /// It is a collection of reports, whose lines are sources of their own; see [`line_key`].
    Collection,
}

impl SourceState {
    /// The report the file belongs to, if it could be read.
    pub fn report(&self) -> Option<&str> {
        match self {
            SourceState::Indexed { report, .. } | SourceState::Duplicate { report } => Some(report),
            SourceState::Skipped { .. } | SourceState::Collection => None,
        }
    }
}

/// What tells that two files hold the same inspection, and which of them is better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelved {
    /// The kind of report.
    pub kind: Kind,
    /// Names of the areas, sorted.
    pub areas: Vec<String>,
    /// Last day of the inspection.
    pub last_day: Option<Date>,
    /// Whether the file has pages to cite.
    pub paged: bool,
    /// Number of passages.
    pub passages: usize,
    /// SHA-256 of the file that the report was once read from.
    pub content: String,
}
