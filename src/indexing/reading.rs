//! Reading and parsing on all cores, in bounded memory, results in the order of the files.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use rustc_hash::FxHashMap;

use super::IndexOptions;
use super::plan::File;
use crate::error::{Error, Result};
use crate::kept::{Content, Kept};
use crate::ledger::{SourceRecord, SourceState};
use crate::overrides::Overrides;
use crate::report::{self, Report};
use crate::source::worker::Worker;
use crate::source::{self, Document, Format, Unreadable};
use crate::themes::Taxonomy;

/// What became of reading a file.
#[derive(Debug)]
pub(super) enum Read {
    /// Its content is what it was.
    Same,
    /// It is a report.
    Parsed {
        report: Box<Report>,
        sha256: String,
        from: MadeFrom,
    },
    /// It cannot be read.
    Unreadable { reason: Unreadable, sha256: String },
}

/// What a report was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MadeFrom {
    /// The file.
    File,
    /// The kept pages of the file.
    Pages,
    /// Nothing: it was kept itself.
    Report,
}

/// Files that may be under way at once, a thread: enough that a slow one holds nobody up for long,
/// few enough that memory stays small.
const AHEAD: usize = 16;

/// Reads files and understands them as reports.
pub(super) struct Reader<'a> {
    pub(super) options: &'a IndexOptions,
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) overrides: &'a Overrides,
    /// Where reports are kept in parsed form, if they are.
    pub(super) kept: Option<&'a Kept>,
    /// What was made in this run, by the first half of the content's SHA-256: what a copy finds kept
    /// has been made all the same, or what a run did would hang on which of the two came first.
    pub(super) made: Mutex<FxHashMap<u64, MadeFrom>>,
}

impl Reader<'_> {
    /// Reads `files`, handing each result to `take` in their order.
    pub(super) fn read(
        &self,
        files: &[File],
        stop: &AtomicBool,
        mut take: impl FnMut(&File, Read) -> Result<()>,
    ) -> Result<()> {
        let threads = self.options.threads.clamp(1, files.len().max(1));
        let window = threads * AHEAD;
        let (jobs, queue) = bounded::<usize>(window);
        let (done, results) = bounded::<(usize, Read)>(window);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let (queue, done) = (queue.clone(), done.clone());
                scope.spawn(move || self.read_queue(files, &queue, &done));
            }
            drop((queue, done));
            let outcome = in_order(files, window, jobs, &results, stop, &mut take);
            // Threads that wait to hand over a result nobody takes must not wait for ever.
            drop(results);
            outcome
        })
    }

    fn read_queue(&self, files: &[File], queue: &Receiver<usize>, done: &Sender<(usize, Read)>) {
        let options = self.options;
        let mut worker = options
            .worker
            .as_ref()
            .map(|command| Worker::new(command.clone(), options.limits));
        for index in queue {
            let read = self.read_file(&files[index], worker.as_mut());
            if done.send((index, read)).is_err() {
                return;
            }
        }
    }

    fn read_file(&self, file: &File, worker: Option<&mut Worker>) -> Read {
        let options = self.options;
        let unreadable = |reason: Unreadable, sha256: String| Read::Unreadable { reason, sha256 };
        if file.size > options.largest {
            let reason = Unreadable::TooLarge {
                bytes: file.size,
                limit: options.largest,
            };
            return unreadable(reason, String::new());
        }
        if let Some(sha256) = &file.sha256
            && let Some((report, from)) = self.kept_report(file.format, sha256)
        {
            return self.parsed(file, report, sha256.clone(), from);
        }
        let bytes = match fs::read(&file.path) {
            Ok(bytes) => bytes,
            Err(error) => return unreadable(error.into(), String::new()),
        };
        let sha256 = source::sha256(&bytes);
        // What could not be read before may be readable now: limits change, and so do we.
        let same = |known: &SourceRecord| {
            known.sha256 == sha256
                && known.given == file.given
                && !matches!(known.state, SourceState::Skipped { .. })
        };
        if file.known.as_ref().is_some_and(same) {
            return Read::Same;
        }
        if let Some((report, from)) = self.kept_report(file.format, &sha256) {
            return self.parsed(file, report, sha256, from);
        }
        let document = match (file.format, worker) {
            (Format::Pdf, Some(worker)) => worker.read(&bytes),
            (format, _) => source::read(format, &bytes),
        };
        drop(bytes);
        let content = Content {
            sha256: &sha256,
            format: file.format,
        };
        let report = document.and_then(|document| {
            if let Some(kept) = self.kept {
                kept.put_pages(content, &document);
            }
            self.parse(&document, content, MadeFrom::File)
        });
        match report {
            Ok(report) => self.parsed(file, report, sha256, MadeFrom::File),
            Err(reason) => unreadable(reason, sha256),
        }
    }

    /// The report of a content that was read before, and what it was made from.
    fn kept_report(&self, format: Format, sha256: &str) -> Option<(Report, MadeFrom)> {
        let kept = self.kept?;
        let content = Content { sha256, format };
        if let Some(report) = kept.report(content, self.taxonomy) {
            let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            let from = made.get(&short(sha256)).copied();
            return Some((report, from.unwrap_or(MadeFrom::Report)));
        }
        let pages = kept.pages(content)?;
        let report = self.parse(&pages, content, MadeFrom::Pages).ok()?;
        Some((report, MadeFrom::Pages))
    }

    fn parse(
        &self,
        document: &Document,
        content: Content<'_>,
        from: MadeFrom,
    ) -> std::result::Result<Report, Unreadable> {
        // A fault of ours in one file must not end the run: it is skipped like any other bad file.
        let parsed = std::panic::catch_unwind(|| report::parse(document, self.taxonomy));
        let report = parsed.map_err(|_| Unreadable::Crashed {
            detail: "its layout could not be understood".to_owned(),
        })?;
        if let Some(kept) = self.kept {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            made.insert(short(content.sha256), from);
            drop(made);
            kept.put_report(content, &report, self.taxonomy);
        }
        Ok(report)
    }

    /// What is given from outside comes last, for it is never kept.
    fn parsed(&self, file: &File, mut report: Report, sha256: String, from: MadeFrom) -> Read {
        self.overrides.apply(&file.path, &mut report);
        Read::Parsed {
            report: Box::new(report),
            sha256,
            from,
        }
    }
}

/// The first digits of a SHA-256, which tell contents apart well enough to count them.
fn short(sha256: &str) -> u64 {
    let digits = sha256.get(..16).unwrap_or_default();
    u64::from_str_radix(digits, 16).unwrap_or_default()
}

/// Gives out jobs, at most `window` ahead of the last result taken, and takes results in order.
fn in_order(
    files: &[File],
    window: usize,
    jobs: Sender<usize>,
    results: &Receiver<(usize, Read)>,
    stop: &AtomicBool,
    take: &mut impl FnMut(&File, Read) -> Result<()>,
) -> Result<()> {
    let mut jobs = Some(jobs);
    let (mut given, mut taken) = (0, 0);
    let mut early: BTreeMap<usize, Read> = BTreeMap::new();
    while taken < files.len() {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        while given < files.len() && given - taken < window {
            if let Some(jobs) = &jobs {
                // The queue has room for a whole window; it is closed only if all threads died.
                let _ = jobs.send(given);
            }
            given += 1;
        }
        if given == files.len() {
            jobs = None;
        }
        match results.recv_timeout(Duration::from_millis(100)) {
            Ok((index, read)) => {
                early.insert(index, read);
            }
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::Engine("the reading threads ended early".to_owned()));
            }
        }
        while let Some(read) = early.remove(&taken) {
            take(&files[taken], read)?;
            taken += 1;
        }
    }
    Ok(())
}
