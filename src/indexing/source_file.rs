//! A file that may have to be read.

use std::path::PathBuf;

use crate::document::Format;
use crate::storage::ledger::SourceRecord;

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

/// Whether size and time of change say that a file is what it was.
pub(super) fn is_untouched(file: &File, known: &SourceRecord) -> bool {
    file.modified != 0 && file.modified == known.modified && file.size == known.size
}
