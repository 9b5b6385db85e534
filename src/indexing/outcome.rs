//! What a run does, and what it did.

use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::plan::{LeftOut, Plan};
use super::reading::{MadeFrom, Read};
use super::source_file::File;
use crate::indexing::overrides::Overrides;
use crate::storage::IndexState;
use crate::storage::ledger::{Ledger, SourceState};
use crate::storage::path::{path_text, shown_path};

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct IndexOutcome {
    /// State of the index before the run.
    pub state: IndexState,
    /// Reports in the index now.
    pub reports: u64,
    /// Passages in the index now.
    pub passages: u64,
    /// Reports by outcome, most frequent first.
    pub outcomes: Vec<(String, u64)>,
    /// Files read in this run, or taken from the parse cache.
    pub read: usize,
    /// Of those, files whose reports were in the cache.
    pub kept: usize,
    /// Of those, files parsed again from their cached pages.
    pub reparsed: usize,
    /// Files that were as before.
    pub unchanged: usize,
    /// Files that are gone.
    pub gone: usize,
    /// Reports from stdin that are lost because the index was rebuilt without them.
    pub dropped: usize,
    /// Files that could not be read, with the reason; those of earlier runs included.
    pub skipped: Vec<Skipped>,
    /// Files that hold the same inspection as another: the file, and the report's id.
    pub duplicates: Vec<Duplicate>,
    /// Files of the metadata tables that are not indexed.
    pub unmatched: Vec<String>,
    /// Cells of metadata tables that win over those of earlier tables, a sentence each.
    pub overridden: Vec<String>,
    /// What was found and passed over.
    pub left_out: LeftOut,
    /// Why the parse cache could not be written, if it was to be.
    pub not_kept: Option<String>,
    /// Bytes read.
    pub bytes: u64,
    /// The phases of the run, in order.
    pub phases: Vec<Phase>,
    /// Seconds the run took.
    pub seconds: f64,
    /// Most memory that this process has used, in bytes, where the system tells; the workers that
    /// read PDFs are processes of their own.
    pub peak_memory_bytes: Option<u64>,
}

impl IndexOutcome {
    /// The outcome of a run that has read nothing yet.
    pub(super) fn new(state: IndexState, plan: &Plan) -> Self {
        IndexOutcome {
            state,
            unchanged: plan.unchanged,
            gone: plan.vanished,
            left_out: plan.left_out.clone(),
            ..IndexOutcome::default()
        }
    }

    /// Counts a file that was read.
    pub(super) fn count(&mut self, file: &File, read: &Read) {
        self.read += 1;
        let from = match read {
            Read::Parsed { from, .. } => *from,
            Read::Same | Read::Unreadable { .. } => MadeFrom::File,
        };
        self.kept += usize::from(from == MadeFrom::Report);
        self.reparsed += usize::from(from == MadeFrom::Pages);
        // Where its content was known and kept, the file was not even opened.
        if from == MadeFrom::File || file.sha256.is_none() {
            self.bytes += file.size;
        }
    }

    /// Lists the files that are not in the index, those of earlier runs included.
    pub(super) fn summarise(&mut self, ledger: &Ledger, overrides: &Overrides) {
        self.skipped = skipped(ledger);
        self.duplicates = duplicates(ledger);
        let unmatched = overrides.unused(&|path| ledger.get(&path_text(path)).is_some());
        self.unmatched = unmatched
            .into_iter()
            .map(|path| path.display().to_string())
            .collect();
        self.overridden = overrides.overridden().to_vec();
    }

    /// Adds times and memory.
    pub(super) fn finish(&mut self, clock: Clock) {
        (self.phases, self.seconds) = clock.finish();
        self.peak_memory_bytes = peak_memory();
    }
}

/// The most memory that this process has used, in bytes (Linux).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes << 10)
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The file.
    pub path: String,
    /// Why, as a clause.
    pub reason: String,
}

/// A file passed over for another of the same inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// The file.
    pub path: String,
    /// The report it duplicates.
    pub report: String,
}

/// Files of a ledger that could not be read.
pub fn skipped(ledger: &Ledger) -> Vec<Skipped> {
    let skipped = ledger.sources().filter_map(|source| match &source.state {
        SourceState::Skipped { reason } => Some(Skipped {
            path: shown_path(&source.key),
            reason: reason.clone(),
        }),
        _ => None,
    });
    skipped.collect()
}

/// Files of a ledger that hold the same inspection as another.
pub fn duplicates(ledger: &Ledger) -> Vec<Duplicate> {
    let duplicates = ledger.sources().filter_map(|source| match &source.state {
        SourceState::Duplicate { report } => Some(Duplicate {
            path: shown_path(&source.key),
            report: report.clone(),
        }),
        _ => None,
    });
    duplicates.collect()
}

/// A phase of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Phase {
    /// `looking` for files, `reading` them and writing what fits no more into memory, `committing`,
    /// `merging`.
    pub name: &'static str,
    /// How long it took.
    pub seconds: f64,
}

/// Measures the phases of a run.
#[derive(Debug)]
pub(super) struct Clock {
    started: Instant,
    phases: Vec<Phase>,
    current: (&'static str, Instant),
}

impl Clock {
    /// Begins with a first phase.
    pub(super) fn start(name: &'static str) -> Self {
        let now = Instant::now();
        Clock {
            started: now,
            phases: Vec::new(),
            current: (name, now),
        }
    }

    /// Ends a phase and begins the next.
    pub(super) fn next(&mut self, name: &'static str) {
        let now = Instant::now();
        let (ended, since) = std::mem::replace(&mut self.current, (name, now));
        self.phases.push(Phase {
            name: ended,
            seconds: (now - since).as_secs_f64(),
        });
    }

    /// Ends the last phase; the phases, and the seconds of all.
    pub(super) fn finish(mut self) -> (Vec<Phase>, f64) {
        self.next("");
        (self.phases, self.started.elapsed().as_secs_f64())
    }
}
