//! From files to an index: what to read, reading it on all cores, one report an inspection, one
//! commit.
//!
//! ```text
//! roots ─ plan ─▶ files to read ─ reading (threads, PDF workers) ─▶ parsed reports, in file order
//!                                        ─ shelf (one report an inspection) ─▶ writer ─▶ commit
//! ```

mod members;
mod ordered;
mod plan;
mod reading;
mod shelf;

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde::Serialize;

use crate::engine::{Engine, Generation, Mark, Place, Remembered, ReportWriter};
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::ledger::{STDIN, SourceRecord, SourceState, file_and_line, path_text, shown_path};
use crate::overrides::Overrides;
use crate::source::worker::{Limits, WorkerCommand};
use crate::themes::Taxonomy;

pub use plan::LeftOut;
use reading::MadeFrom;

/// How to index.
#[derive(Debug, Clone)]
pub struct IndexOptions {
    /// Files and folders; empty for those that the index remembers.
    pub paths: Vec<PathBuf>,
    /// Index everything afresh beside the old index, which answers until the new one is complete.
    pub rebuild: bool,
    /// A table of metadata that wins over what is recognised; see [`Overrides::read`].
    pub metadata: Option<PathBuf>,
    /// The file that the theme vocabulary was read from, if it is not the built-in one.
    pub themes_file: Option<PathBuf>,
    /// Compare contents even where size and time of change say that nothing changed.
    pub checksum: bool,
    /// Take what was parsed before from beside the index, and keep there what is parsed now.
    pub keep: bool,
    /// Threads that read and parse, and as many that index; the result is the same for any number.
    pub threads: usize,
    /// Files larger than this many bytes are skipped.
    pub largest: u64,
    /// Opens what `-` among the paths stands for.
    pub stdin: fn() -> Box<dyn Read + Send>,
    /// How PDFs are read: by the program itself in another process, or (`None`) in this one.
    pub worker: Option<WorkerCommand>,
    /// Memory and time that reading one PDF may take.
    pub limits: Limits,
}

/// Files larger than this are no reports: the longest known is under 10 MiB.
pub const LARGEST: u64 = 256 << 20;

/// What happens during a run, for whoever shows progress.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// So many files are to be read.
    Planned {
        /// Files.
        files: usize,
    },
    /// A file was read (or skipped).
    Read {
        /// Its path as shown to people.
        path: &'a str,
    },
    /// Everything is read; the index is being written.
    Committing,
}

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
    /// Seconds the run took.
    pub seconds: f64,
}

impl IndexOutcome {
    /// What is known before anything is read.
    fn of(plan: &plan::Plan) -> Self {
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
            seconds: 0.0,
        }
    }

    /// Counts a file that was read.
    fn count(&mut self, file: &plan::File, read: &reading::Read) {
        self.read += 1;
        let from = match read {
            reading::Read::Parsed { from, .. } => *from,
            reading::Read::Same | reading::Read::Unreadable { .. } => MadeFrom::File,
        };
        self.kept += usize::from(from == MadeFrom::Report);
        self.reparsed += usize::from(from == MadeFrom::Pages);
        // Where its content was known and kept, the file was not even opened.
        if from == MadeFrom::File || file.sha256.is_none() {
            self.bytes += file.size;
        }
    }
}

/// SHA-256 of the content that files had which are gone or read again.
fn stale(known: &[SourceRecord], plan: &plan::Plan) -> BTreeSet<String> {
    let touched: BTreeSet<&str> = (plan.files.iter().map(|file| file.key.as_str()))
        .chain(plan.gone.iter().map(|source| source.key.as_str()))
        .collect();
    let known = known.iter();
    known
        .filter(|source| touched.contains(source.key.as_str()))
        .map(|source| source.sha256.clone())
        .collect()
}

/// Removes what is kept of content that no file has any more: after an update of what was `stale`
/// (looking through all that is kept would cost more than a small update), else of everything.
fn drop_unused(kept: &Kept, sources: &[SourceRecord], mut stale: BTreeSet<String>, all: bool) {
    if all {
        kept.retain(
            &sources
                .iter()
                .map(|source| source.sha256.as_str())
                .collect(),
        );
        return;
    }
    for source in sources {
        stale.remove(&source.sha256);
    }
    for sha256 in &stale {
        kept.remove(sha256);
    }
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

/// Brings the index at `place` up to date with the files, or rebuilds it.
///
/// `stop` ends the run early when set (the index then stays as it was); `progress` is told what
/// happens.
///
/// # Errors
/// The place is not ours or busy, a path does not exist, the disk refuses, or the run was stopped.
/// A file that cannot be read is no error: it is skipped and listed.
pub fn index(
    place: &Place,
    options: &IndexOptions,
    taxonomy: &Taxonomy,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<IndexOutcome> {
    let started = Instant::now();
    let themes = taxonomy.fingerprint();
    // What is wrong with the paths is said before a folder is made for the index.
    let found = mark(place, options)?;
    if found.is_some() && !options.rebuild {
        place.readable_mark()?;
    }
    plan::roots(&options.paths, found.as_ref(), options.rebuild, themes)?;
    let overrides = match &options.metadata {
        Some(file) => Overrides::read(file)?,
        None => Overrides::default(),
    };
    let lock = place.lock()?;
    // Another run may have ended while this one was not yet allowed to write.
    let mark = mark(place, options)?;
    let roots = plan::roots(&options.paths, mark.as_ref(), options.rebuild, themes)?;
    // Other themes would have to be given to every passage.
    let same_themes = |mark: &Mark| mark.remembered.themes == themes;
    let generation = if options.rebuild || !mark.as_ref().is_some_and(same_themes) {
        Generation::Next
    } else {
        Generation::Current
    };
    let remembered = Remembered {
        roots: roots.remembered.clone(),
        themes: themes.to_owned(),
        themes_file: options.themes_file.as_deref().map(whole_path_text),
        metadata_file: options.metadata.as_deref().map(whole_path_text),
    };
    let before = match generation {
        Generation::Current => Some(Engine::open(place)?),
        Generation::Next => None,
    };
    let known = known(place, before.as_ref())?;
    let afresh = generation == Generation::Next;
    let plan = plan::plan(&roots, known.clone(), afresh, options, &overrides);
    let kept = options.keep.then(|| Kept::at(place.parsed()));
    progress(Progress::Planned {
        files: plan.files.len(),
    });
    let mut outcome = IndexOutcome::of(&plan);
    if afresh && !roots.stdin {
        let reports = known.iter().filter(|source| is_report_of_stdin(source));
        outcome.dropped = reports.count();
    }
    let idle = plan.files.is_empty() && plan.collections.is_empty() && plan.gone.is_empty();
    let same = mark.is_some_and(|mark| mark.remembered == remembered);
    let sources = if idle && same && generation == Generation::Current {
        drop(before);
        known
    } else {
        let stored = match &before {
            Some(engine) => engine.report_records()?,
            None => Vec::new(),
        };
        drop(before);
        let writers = writers(&plan, options);
        let writer = ReportWriter::open(&lock, generation, writers)?;
        let stale = stale(&known, &plan);
        let mut shelf = shelf::Shelf::new(&writer, stored, known, &plan);
        shelf.clear_gone(&plan);
        let reader = reading::Reader {
            options,
            taxonomy,
            overrides: &overrides,
            kept: kept.as_ref(),
            made: Mutex::default(),
        };
        let mut take = |file: &plan::File, result| {
            outcome.count(file, &result);
            let shown = shown_path(&file.key);
            shelf.put(file, result)?;
            progress(Progress::Read { path: &shown });
            Ok(())
        };
        reader.read(&plan.files, stop, &mut take)?;
        for collection in &plan.collections {
            reader.read_lines(collection, stop, &mut take)?;
            writer.put_source(&collection.record())?;
        }
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        shelf.finish()?;
        progress(Progress::Committing);
        writer.commit(&lock, &remembered)?;
        let sources = Engine::open(place)?.sources()?;
        if let Some(kept) = &kept {
            drop_unused(kept, &sources, stale, afresh);
            outcome.not_kept = kept.failure().map(str::to_owned);
        }
        sources
    };
    let engine = Engine::open(place)?;
    outcome.reports = engine.report_count()?;
    outcome.passages = engine.passage_count()?;
    outcome.outcomes = engine.outcomes()?;
    summarise(sources, &overrides, &mut outcome);
    outcome.seconds = started.elapsed().as_secs_f64();
    Ok(outcome)
}

/// The mark of the place. Rebuilding is the way out of a damaged one.
fn mark(place: &Place, options: &IndexOptions) -> Result<Option<Mark>> {
    match place.mark() {
        Err(Error::Damaged { .. }) if options.rebuild => Ok(None),
        mark => mark,
    }
}

/// What is known of the files: of the index to be updated, else of the one that is to be replaced, if
/// it can be read.
fn known(place: &Place, before: Option<&Engine>) -> Result<Vec<SourceRecord>> {
    match before {
        Some(engine) => engine.sources(),
        None => Ok(Engine::open(place)
            .and_then(|engine| engine.sources())
            .unwrap_or_default()),
    }
}

/// Threads that index: few files are not worth many. How many lines there are shows only later.
fn writers(plan: &plan::Plan, options: &IndexOptions) -> usize {
    let enough = if plan.collections.is_empty() {
        plan.files.len().div_ceil(8)
    } else {
        options.threads
    };
    options.threads.min(enough).max(1)
}

fn is_report_of_stdin(source: &SourceRecord) -> bool {
    file_and_line(&source.key).0 == STDIN && source.state.report().is_some()
}

/// Where a file is, whatever the current folder will be.
fn whole_path_text(path: &Path) -> String {
    path_text(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// Adds what became of every file, those of earlier runs included.
fn summarise(sources: Vec<SourceRecord>, overrides: &Overrides, outcome: &mut IndexOutcome) {
    let mut keys = BTreeSet::new();
    for SourceRecord { key, state, .. } in sources {
        let path = shown_path(&key);
        keys.insert(key);
        match state {
            SourceState::Indexed { .. } | SourceState::Collection => {}
            SourceState::Duplicate { report } => {
                outcome.duplicates.push(Duplicate { path, report });
            }
            SourceState::Skipped { reason } => outcome.skipped.push(Skipped { path, reason }),
        }
    }
    let unmatched = overrides.unused(&|path| keys.contains(&path_text(path)));
    outcome.unmatched = unmatched
        .into_iter()
        .map(|path| path.display().to_string())
        .collect();
}

/// How the files of an index differ from what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Files that are new.
    pub new: usize,
    /// Files whose size or time of change differ.
    pub changed: usize,
    /// Files that are gone.
    pub gone: usize,
    /// Indexed files or folders that cannot be reached.
    pub unreachable: usize,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_none(self) -> bool {
        self == Changes::default()
    }
}

/// Compares an index with its files, by name, size and time of change alone.
///
/// # Errors
/// The index cannot be read.
pub fn changes(engine: &Engine) -> Result<Changes> {
    let roots = engine
        .mark()
        .map_or(&[][..], |mark| mark.remembered.roots.as_slice());
    Ok(plan::changes(roots, engine.sources()?))
}
