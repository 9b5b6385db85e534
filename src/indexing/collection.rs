//! Collections: files whose lines are reports in parsed form, against the lines in the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use super::options::IndexOptions;
use super::source_file::{File, is_untouched};
use crate::document::sha256;
use crate::report::jsonl::{self, Fault, Lines};
use crate::storage::ledger::{SourceRecord, SourceState};
use crate::storage::path::{STDIN, line_key};

/// A collection of reports in parsed form. Every line is a source of its own.
#[derive(Debug)]
pub(super) struct Collection {
    /// The file.
    pub(super) file: File,
    /// Whether size and time of change say that the file did not change.
    pub(super) untouched: bool,
    /// Lines that did not change, by number.
    pub(super) members: BTreeMap<u64, SourceRecord>,
    /// Numbers of the lines that need not be read.
    pub(super) unchanged: BTreeSet<u64>,
    /// Lines that are gone, or hold something else now.
    pub(super) gone: Vec<SourceRecord>,
    /// How many of these are gone.
    pub(super) vanished: usize,
}

impl Collection {
    /// The collection in `file`, of which the ledger knows `record` and `members`.
    pub(super) fn new(
        file: File,
        record: Option<SourceRecord>,
        mut members: BTreeMap<u64, SourceRecord>,
        options: &IndexOptions,
    ) -> Self {
        let untouched =
            !options.checksum && record.is_some_and(|record| is_untouched(&file, &record));
        let mut collection = Collection {
            file,
            untouched,
            members: BTreeMap::new(),
            unchanged: BTreeSet::new(),
            gone: Vec::new(),
            vanished: 0,
        };
        if untouched {
            collection.members = members;
            return collection;
        }
        if members.is_empty() {
            return collection;
        }
        // All lines are compared before any is indexed: a report whose line moved must not find its
        // own id taken.
        for (number, line) in collection.lines(options) {
            let Some(member) = members.remove(&number) else {
                continue;
            };
            let readable = !matches!(member.state, SourceState::Skipped { .. });
            if readable && line.is_ok_and(|line| sha256(&line) == member.sha256) {
                collection.members.insert(number, member);
            } else {
                collection.gone.push(member);
            }
        }
        collection.vanished = members.len();
        collection.gone.extend(members.into_values());
        collection
    }

    /// The collection on stdin; it replaces that of an earlier run.
    pub(super) fn stdin(members: BTreeMap<u64, SourceRecord>) -> Self {
        Collection {
            file: File {
                path: PathBuf::from(STDIN),
                key: STDIN.to_owned(),
                format: None,
                size: 0,
                modified: 0,
                corrections: String::new(),
                sha256: None,
                known: None,
            },
            untouched: false,
            members: BTreeMap::new(),
            unchanged: BTreeSet::new(),
            gone: members.into_values().collect(),
            vanished: 0,
        }
    }

    /// Its lines with their numbers.
    pub(super) fn lines(
        &self,
        options: &IndexOptions,
    ) -> impl Iterator<Item = (u64, Result<Vec<u8>, Fault>)> + Send + use<> {
        let input = if self.file.key == STDIN {
            jsonl::open((options.stdin)())
        } else {
            fs::File::open(&self.file.path).and_then(jsonl::open)
        };
        let (lines, failed) = match input {
            Ok(input) => (Some(Lines::new(input)), None),
            Err(error) => {
                let detail = error.to_string();
                (None, Some((1, Err(Fault::Broken { detail }))))
            }
        };
        lines.into_iter().flatten().chain(failed)
    }

    /// A line as a source.
    pub(super) fn line(&self, number: u64, bytes: u64) -> File {
        File {
            key: line_key(&self.file.key, number),
            size: bytes,
            modified: 0,
            ..self.file.clone()
        }
    }

    /// The record of the file itself.
    pub(super) fn record(&self) -> SourceRecord {
        SourceRecord {
            key: self.file.key.clone(),
            size: self.file.size,
            modified: self.file.modified,
            sha256: String::new(),
            corrections: String::new(),
            first_seen: None,
            state: SourceState::Collection,
        }
    }
}
