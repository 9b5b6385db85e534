//! What a run did.

use serde::Serialize;

use super::LeftOut;
use super::phases::{Clock, Phase};
use super::plan::{File, Plan};
use super::reading::{MadeFrom, Read};
use crate::indexing::overrides::Overrides;
use crate::storage::ledger::{Ledger, SourceState};
use crate::storage::path::{path_text, shown_path};

/// What a run did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndexOutcome {
    /// Reports in the index now.
    pub reports: u64,
    /// Passages in the index now.
    pub passages: u64,
    /// Reports by outcome, most frequent first.
    pub outcomes: Vec<(String, u64)>,
    /// Files read in this run, or taken from what was kept of them.
    pub read: usize,
    /// Of those, files whose kept reports were taken.
    pub kept: usize,
    /// Of those, files parsed again from their kept pages.
    pub reparsed: usize,
    /// Files that were as before.
    pub unchanged: usize,
    /// Files that are gone.
    pub gone: usize,
    /// Reports from stdin that are lost because the index was made afresh without them.
    pub dropped: usize,
    /// Files that could not be read, with the reason; those of earlier runs included.
    pub skipped: Vec<Skipped>,
    /// Files that hold the same inspection as another: the file, and the report's id.
    pub duplicates: Vec<Duplicate>,
    /// Files of the metadata table that are not indexed.
    pub unmatched: Vec<String>,
    /// What was found and not looked at.
    pub left_out: LeftOut,
    /// Why reports are not kept in parsed form, if they were to be.
    pub not_kept: Option<String>,
    /// Bytes read.
    pub bytes: u64,
    /// What the run did one after the other, and how long each took.
    pub phases: Vec<Phase>,
    /// Seconds the run took.
    pub seconds: f64,
    /// Most memory that this process has used, in bytes, where the system tells; the workers that
    /// read PDFs are processes of their own.
    pub peak_memory_bytes: Option<u64>,
}

impl IndexOutcome {
    /// What is known before anything is read.
    pub(super) fn of(plan: &Plan) -> Self {
        IndexOutcome {
            reports: 0,
            passages: 0,
            outcomes: Vec::new(),
            read: 0,
            kept: 0,
            reparsed: 0,
            unchanged: plan.unchanged,
            gone: plan.vanished,
            dropped: 0,
            skipped: Vec::new(),
            duplicates: Vec::new(),
            unmatched: Vec::new(),
            left_out: plan.left_out.clone(),
            not_kept: None,
            bytes: 0,
            phases: Vec::new(),
            seconds: 0.0,
            peak_memory_bytes: None,
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

    /// Adds what became of every file, those of earlier runs included.
    pub(super) fn summarise(&mut self, ledger: &Ledger, overrides: &Overrides) {
        for source in ledger.sources() {
            let path = || shown_path(&source.key);
            match &source.state {
                SourceState::Indexed { .. } | SourceState::Collection => {}
                SourceState::Duplicate { report } => self.duplicates.push(Duplicate {
                    path: path(),
                    report: report.clone(),
                }),
                SourceState::Skipped { reason } => self.skipped.push(Skipped {
                    path: path(),
                    reason: reason.clone(),
                }),
            }
        }
        let unmatched = overrides.unused(&|path| ledger.get(&path_text(path)).is_some());
        self.unmatched = unmatched
            .into_iter()
            .map(|path| path.display().to_string())
            .collect();
    }

    /// Ends the account of the run.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The file.
    pub path: String,
    /// Why, as a clause.
    pub reason: String,
}

/// A file left aside for another of the same inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The file.
    pub path: String,
    /// The report it duplicates.
    pub report: String,
}
