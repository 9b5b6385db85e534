//! A file that may have to be read.

use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use crate::document::Format;
use crate::document::walk::Found;
use crate::storage::ledger::SourceRecord;
use crate::storage::path::path_text;

/// A file to read, or a line of a collection.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// See [`SourceRecord::key`].
    pub(super) key: String,
    /// `None` for a line of a collection, and for the collection itself.
    pub(super) format: Option<Format>,
    /// Bytes.
    pub(super) size: u64,
    /// See [`SourceRecord::modified`].
    pub(super) modified: i128,
    /// See [`SourceRecord::corrections`].
    pub(super) corrections: String,
    /// SHA-256 of its content, if size and time of change say that it did not change.
    pub(super) sha256: Option<String>,
    /// What the ledger knows of it.
    pub(super) known: Option<SourceRecord>,
}

impl File {
    /// A file that a walk met.
    pub(super) fn new(found: Found) -> Self {
        let modified = found
            .modified
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.and_then(|time| i128::try_from(time.as_nanos()).ok());
        File {
            key: path_text(&found.path),
            path: found.path,
            format: found.format,
            size: found.size,
            modified: modified.unwrap_or(0),
            corrections: String::new(),
            sha256: None,
            known: None,
        }
    }
}

/// Whether size and time of change say that a file is what it was.
pub(super) fn is_untouched(file: &File, known: &SourceRecord) -> bool {
    file.modified != 0 && file.modified == known.modified && file.size == known.size
}
