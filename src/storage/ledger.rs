//! What is remembered of every source file: whether it changed, and what became of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
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
    /// What identifies it: the absolute path from [`super::path::path_text`], or a [`super::path::line_key`].
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
        inspection: InspectionKey,
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
    /// It is a collection of reports, whose lines are sources of their own; see [`super::path::line_key`].
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
pub struct InspectionKey {
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

/// Speed matters more than size: a ledger is written at every commit.
const LEVEL: i32 = 1;

/// A ledger that was written, held open so that it can be read whatever replaces it.
#[derive(Debug)]
pub(crate) struct LedgerFile {
    file: File,
}

impl LedgerFile {
    /// Writes a ledger to `path`, for good.
    ///
    /// # Errors
    /// The disk refuses.
    pub(crate) fn write(path: &Path, ledger: &Ledger) -> Result<()> {
        let failed = |error| Error::io("write", path, error);
        let bytes = postcard::to_stdvec(ledger)
            .map_err(|error| Error::Bug(format!("the ledger cannot be written: {error}")))?;
        let file = File::create(path).map_err(failed)?;
        let mut encoder = zstd::Encoder::new(file, LEVEL).map_err(failed)?;
        encoder.include_checksum(true).map_err(failed)?;
        encoder.write_all(&bytes).map_err(failed)?;
        let file = encoder.finish().map_err(failed)?;
        file.sync_all().map_err(failed)
    }

    /// Opens the ledger at `path`, to be read when it is asked for.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::io("read", path, error))?;
        Ok(LedgerFile { file })
    }

    /// Reads the ledger.
    ///
    /// # Errors
    /// It is damaged.
    pub(crate) fn read(&self) -> Result<Ledger> {
        let damaged =
            |error: String| Error::damaged(format!("its list of files cannot be read: {error}"));
        let mut file = &self.file;
        file.rewind().map_err(|error| damaged(error.to_string()))?;
        let mut bytes = Vec::new();
        zstd::Decoder::new(BufReader::new(file))
            .and_then(|mut decoder| decoder.read_to_end(&mut bytes))
            .map_err(|error| damaged(error.to_string()))?;
        postcard::from_bytes(&bytes).map_err(|error| damaged(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger() -> Ledger {
        let mut ledger = Ledger::default();
        for number in 0..100 {
            ledger.put(SourceRecord {
                key: format!("/reports/{number}.pdf"),
                size: number,
                modified: -5,
                sha256: "ab".repeat(32),
                given: String::new(),
                state: SourceState::Skipped {
                    reason: "it is empty".to_owned(),
                },
            });
        }
        ledger
    }

    #[test]
    fn what_is_written_can_be_read_after_it_was_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ledger");
        LedgerFile::write(&path, &ledger()).expect("it can be written");
        let file = LedgerFile::open(&path).expect("it is there");
        #[cfg(unix)]
        std::fs::remove_file(&path).expect("it can be removed");
        assert_eq!(file.read().expect("it is sound"), ledger());
        assert_eq!(file.read().expect("it can be read again"), ledger());
    }

    #[test]
    fn a_damaged_ledger_is_told_from_a_sound_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ledger");
        LedgerFile::write(&path, &ledger()).expect("it can be written");
        let mut bytes = std::fs::read(&path).expect("it can be read");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        std::fs::write(&path, &bytes).expect("it can be damaged");
        assert!(
            LedgerFile::open(&path)
                .expect("it is there")
                .read()
                .is_err()
        );
        std::fs::write(&path, &bytes[..middle]).expect("it can be cut");
        assert!(
            LedgerFile::open(&path)
                .expect("it is there")
                .read()
                .is_err()
        );
    }
}
