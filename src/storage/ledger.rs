//! The ledger: what is known of every source file, to tell whether it changed.
//!
//! One compressed file beside the search index, `ledger-12` for the twelfth commit, read and written
//! whole.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::path::file_and_line;
use crate::error::{Error, Result};
use crate::report::{Date, Kind};

/// All source files of an index, by key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    sources: BTreeMap<String, SourceRecord>,
}

impl Ledger {
    /// Adds a source, or replaces what was known of it.
    pub fn put(&mut self, source: SourceRecord) {
        self.sources.insert(source.key.clone(), source);
    }

    /// Removes a source.
    pub fn forget(&mut self, key: &str) {
        self.sources.remove(key);
    }

    /// The record of a source.
    pub fn get(&self, key: &str) -> Option<&SourceRecord> {
        self.sources.get(key)
    }

    /// All sources, by key.
    pub fn sources(&self) -> impl Iterator<Item = &SourceRecord> {
        self.sources.values()
    }

    /// All sources by key.
    pub fn into_sources(self) -> BTreeMap<String, SourceRecord> {
        self.sources
    }

    /// Number of files; the lines of a collection do not count.
    pub fn file_count(&self) -> usize {
        let is_file = |key: &&String| file_and_line(key).1.is_none();
        self.sources.keys().filter(is_file).count()
    }
}

/// What is known of a source: a file, or a line of a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// What identifies it: the absolute path as [`path_text`](super::path::path_text) writes it, or a
    /// [`line_key`](super::path::line_key).
    pub key: String,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change in nanoseconds since 1970; 0 if the system does not tell.
    pub modified: i128,
    /// SHA-256 of the content, in hexadecimal; empty if it could not be read.
    pub sha256: String,
    /// Fingerprint of its row in the metadata table; empty without a row.
    pub corrections: String,
    /// Time of the first run that read this content, wherever the file was then. `None` if it was
    /// indexed before the ledger said so.
    pub first_seen: Option<Timestamp>,
    /// What became of it.
    pub state: SourceState,
}

/// What became of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SourceState {
    /// It is the report with this id.
    Indexed {
        /// Report id.
        report: String,
        /// Tells whether another file holds the same inspection.
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
    /// It is a collection of reports, whose lines are sources of their own.
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

/// Tells whether two files hold the same inspection, and which of them is better.
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
    /// SHA-256 of the file that the report was first read from.
    pub content: String,
}

/// When contents were first seen.
#[derive(Debug)]
pub struct FirstSeen {
    /// By the first half of the SHA-256.
    known: FxHashMap<u64, Option<Timestamp>>,
    otherwise: Option<Timestamp>,
}

impl FirstSeen {
    /// Takes over the times in `ledger`; other contents are first seen `now`. Where the ledger of the
    /// index cannot be read (`None`), nobody knows which contents are new.
    pub fn new(ledger: Option<&Ledger>, now: Timestamp) -> Self {
        let mut known = FxHashMap::default();
        for source in ledger.into_iter().flat_map(Ledger::sources) {
            let original = match &source.state {
                SourceState::Indexed { inspection, .. } => inspection.content.as_str(),
                _ => "",
            };
            for sha256 in [source.sha256.as_str(), original] {
                let first = known.entry(short_hash(sha256)).or_insert(source.first_seen);
                // Not known is before all that is known.
                *first = source.first_seen.min(*first);
            }
        }
        known.remove(&short_hash(""));
        FirstSeen {
            known,
            otherwise: ledger.map(|_| now),
        }
    }

    /// When any of these contents was first seen, given their SHA-256.
    pub fn of(&self, contents: [&str; 2]) -> Option<Timestamp> {
        let mut found = contents
            .iter()
            .filter_map(|sha256| self.known.get(&short_hash(sha256)));
        found.next().map_or(self.otherwise, |&first| first)
    }
}

/// The first half of a SHA-256 in hexadecimal, which is enough to tell contents apart.
pub(crate) fn short_hash(sha256: &str) -> u64 {
    let digits = sha256.get(..16).unwrap_or_default();
    u64::from_str_radix(digits, 16).unwrap_or_default()
}

/// Speed matters more than size: a ledger is written at every commit.
const LEVEL: i32 = 1;
/// First line of a ledger. Changes with the types above.
const HEAD: &[u8] = b"findings ledger 1\n";
const NAME: &str = "ledger-";

/// A ledger on disk, held open so that it can be read whatever replaces it.
#[derive(Debug)]
pub(crate) struct LedgerFile {
    file: File,
    path: PathBuf,
}

impl LedgerFile {
    /// Name of the ledger of a commit.
    pub(crate) fn name(commit: u64) -> String {
        format!("{NAME}{commit}")
    }

    /// The commit whose ledger is at `path`.
    pub(crate) fn commit_of(path: &Path) -> Option<u64> {
        let name = path.file_name()?.to_str()?;
        name.strip_prefix(NAME)?.parse().ok()
    }

    /// The commit it belongs to.
    pub(crate) fn commit(&self) -> u64 {
        Self::commit_of(&self.path).unwrap_or_default()
    }

    /// Writes a ledger to `path` and syncs it.
    ///
    /// # Errors
    /// The disk refuses.
    pub(crate) fn write(path: &Path, ledger: &Ledger) -> Result<()> {
        let write = || {
            let bytes = postcard::to_stdvec(ledger).map_err(std::io::Error::other)?;
            let mut file = File::create(path)?;
            file.write_all(HEAD)?;
            let mut encoder = zstd::Encoder::new(file, LEVEL)?;
            encoder.include_checksum(true)?;
            encoder.write_all(&bytes)?;
            encoder.finish()?.sync_all()
        };
        write().map_err(|error| Error::io("write", path, error))
    }

    /// Opens the ledger at `path`.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn open(path: PathBuf) -> Result<Self> {
        let file = File::open(&path).map_err(|error| Error::io("read", &path, error))?;
        Ok(LedgerFile { file, path })
    }

    /// Reads the ledger.
    ///
    /// # Errors
    /// It is damaged, or of another version.
    pub(crate) fn read(&self) -> Result<Ledger> {
        let read = || {
            let mut file = BufReader::new(&self.file);
            file.rewind()?;
            let mut head = [0; HEAD.len()];
            file.read_exact(&mut head)?;
            if head != HEAD {
                return Err(std::io::Error::other("it is of another version"));
            }
            let mut bytes = Vec::new();
            zstd::Decoder::with_buffer(file)?.read_to_end(&mut bytes)?;
            postcard::from_bytes(&bytes).map_err(std::io::Error::other)
        };
        read().map_err(|error| Error::Damaged {
            // index/generation-3/ledger-12
            place: self.path.ancestors().nth(2).map(Path::to_owned),
            detail: format!("its list of files cannot be read: {error}"),
        })
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
                corrections: String::new(),
                first_seen: Timestamp::from_second(1_700_000_000).ok(),
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
        let file = LedgerFile::open(path.clone()).expect("it is there");
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
            LedgerFile::open(path.clone())
                .expect("it is there")
                .read()
                .is_err()
        );
        std::fs::write(&path, &bytes[..middle]).expect("it can be cut");
        assert!(
            LedgerFile::open(path.clone())
                .expect("it is there")
                .read()
                .is_err()
        );
    }

    #[test]
    fn first_seen_goes_with_the_content() {
        let time = |second| Timestamp::from_second(second).expect("a time");
        let known = ledger();
        let (old, new) = ("ab".repeat(32), "cd".repeat(32));
        let seen = FirstSeen::new(Some(&known), time(1_800_000_000));
        assert_eq!(seen.of(["", &old]), Some(time(1_700_000_000)));
        assert_eq!(seen.of([&new, &old]), Some(time(1_700_000_000)));
        assert_eq!(seen.of(["", &new]), Some(time(1_800_000_000)));
        // An index without times: nothing is invented, not even later.
        let mut without = known.clone();
        let mut record = known.get("/reports/7.pdf").expect("there").clone();
        record.first_seen = None;
        without.put(record);
        let seen = FirstSeen::new(Some(&without), time(1_800_000_000));
        assert_eq!(seen.of(["", &old]), None);
        let unreadable = FirstSeen::new(None, time(1_800_000_000));
        assert_eq!(unreadable.of(["", &new]), None);
    }
}
