//! From files to an index: what to read, reading it on all cores, one report an inspection, one
//! commit.
//!
//! ```text
//! roots ─ plan ─▶ files to read ─ reading (threads, PDF workers) ─▶ parsed reports, in file order
//!                                        ─ deduplicator (one report an inspection) ─▶ writer ─▶ commit
//! ```

mod changes;
mod collection;
mod deduplicator;
mod options;
mod ordered;
mod outcome;
pub mod overrides;
mod phases;
mod plan;
mod reading;
mod unused;
pub mod watch;

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::ranking::Weights;
use crate::engine::{Engine, Generation, PassageQuery, Ranking, ReportWriter, Resources, Searcher};
use crate::error::{Error, Result};
use crate::indexing::overrides::Overrides;
use crate::report::facet::Dimension;
use crate::report::themes::Taxonomy;
use crate::storage::cache::ParseCache;
use crate::storage::ledger::{Ledger, SourceRecord};
use crate::storage::path::{STDIN, file_and_line, path_text, shown_path};
use crate::storage::{BuildSettings, IndexDir, Lock, Manifest};
use phases::Clock;
use unused::{drop_unused, stale};

pub use changes::{Changes, changes};
pub use options::{IndexOptions, LARGEST};
pub use outcome::{Duplicate, IndexOutcome, Skipped};
pub use phases::{Phase, Progress};
pub use plan::LeftOut;

/// Brings the index at `place` up to date with the files, or rebuilds it.
///
/// `stop` ends the run early when set (the index then stays as it was); `progress` is told what
/// happens.
///
/// # Errors
/// The place is not ours or busy, a path does not exist, the disk refuses, or the run was stopped.
/// A file that cannot be read is no error: it is skipped and listed.
pub fn index(
    place: &IndexDir,
    options: &IndexOptions,
    taxonomy: &Taxonomy,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<IndexOutcome> {
    let mut clock = Clock::start("looking");
    let themes = taxonomy.fingerprint();
    // What is wrong with the paths is said before a folder is made for the index.
    let found = manifest(place, options)?;
    if found.is_some() && !options.rebuild {
        place.readable_manifest()?;
    }
    plan::roots(&options.paths, found.as_ref(), options.rebuild, themes)?;
    let overrides = match &options.metadata {
        Some(file) => Overrides::read(file)?,
        None => Overrides::default(),
    };
    let lock = place.lock()?;
    // Another run may have ended while this one was not yet allowed to write.
    let manifest = manifest(place, options)?;
    let roots = plan::roots(&options.paths, manifest.as_ref(), options.rebuild, themes)?;
    // Other themes would have to be given to every passage.
    let same_themes = |manifest: &Manifest| manifest.settings.themes == themes;
    let generation = if options.rebuild || !manifest.as_ref().is_some_and(same_themes) {
        Generation::Next
    } else {
        Generation::Current
    };
    let remembered = BuildSettings {
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
    drop(before);
    let afresh = generation == Generation::Next;
    let plan = plan::plan(&roots, known.clone(), afresh, options, &overrides);
    progress(Progress::Planned {
        files: plan.files.len(),
        and_lines: !plan.collections.is_empty(),
    });
    clock.next("reading");
    let mut outcome = IndexOutcome::of(&plan);
    if afresh && !roots.stdin {
        let reports = known.sources().filter(|source| is_report_of_stdin(source));
        outcome.dropped = reports.count();
    }
    let idle = plan.files.is_empty() && plan.collections.is_empty() && plan.gone.is_empty();
    let same = manifest.is_some_and(|manifest| manifest.settings == remembered);
    let ledger = if idle && same && generation == Generation::Current {
        known
    } else {
        let run = Run {
            place,
            options,
            taxonomy,
            overrides: &overrides,
            plan: &plan,
            stop,
        };
        run.write(
            &lock,
            generation,
            &remembered,
            known,
            &mut outcome,
            &mut clock,
            progress,
        )?
    };
    let engine = Engine::open(place)?;
    let facets = [Dimension::Outcome];
    let weights = Weights::default();
    let ranking = Ranking::totals(&facets, &weights);
    let found = engine.search(&PassageQuery::everything(), &ranking)?;
    outcome.reports = engine.totals()?.reports;
    outcome.passages = found.totals.passages;
    let outcomes = found.facets.into_iter().flatten();
    outcome.outcomes = outcomes
        .map(|(path, totals)| (path.label(Dimension::Outcome), totals.reports))
        .collect();
    outcome
        .outcomes
        .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    outcome.summarise(&ledger, &overrides);
    outcome.finish(clock);
    Ok(outcome)
}

/// What a run has to do, and with what.
struct Run<'r> {
    place: &'r IndexDir,
    options: &'r IndexOptions,
    taxonomy: &'r Taxonomy,
    overrides: &'r Overrides,
    plan: &'r plan::Plan,
    stop: &'r AtomicBool,
}

impl Run<'_> {
    /// Carries out the plan; `known` is what was known of the files, and what is given back what is
    /// known of them now.
    #[expect(
        clippy::too_many_arguments,
        reason = "what is written, and what is told of it"
    )]
    fn write(
        &self,
        lock: &Lock,
        generation: Generation,
        settings: &BuildSettings,
        known: Ledger,
        outcome: &mut IndexOutcome,
        clock: &mut Clock,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Ledger> {
        let kept = self
            .options
            .keep
            .then(|| ParseCache::at(self.place.parsed()));
        let resources = Resources {
            threads: self.writers(),
            memory: self.options.memory,
        };
        let writer = ReportWriter::open(lock, generation, resources)?;
        let stale = stale(&known, self.plan);
        let known = if generation == Generation::Next {
            Ledger::default()
        } else {
            known
        };
        let mut deduplicator = deduplicator::Deduplicator::new(&writer, known, self.plan);
        deduplicator.clear_gone(self.plan);
        let reader = reading::Reader {
            options: self.options,
            taxonomy: self.taxonomy,
            overrides: self.overrides,
            kept: kept.as_ref(),
            made: Mutex::default(),
        };
        let mut take =
            |deduplicator: &mut deduplicator::Deduplicator<'_>, file: &plan::File, read| {
                let shown = shown_path(&file.key);
                deduplicator.put(file, read)?;
                progress(Progress::Read { path: &shown });
                Ok(())
            };
        reader.read(&self.plan.files, self.stop, |file, read| {
            outcome.count(file, &read);
            take(&mut deduplicator, file, read)
        })?;
        for collection in &self.plan.collections {
            reader.read_lines(collection, self.stop, |file, read| {
                outcome.count(file, &read);
                take(&mut deduplicator, file, read)
            })?;
            deduplicator.put_collection(collection.record());
        }
        if self.stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let ledger = deduplicator.finish();
        progress(Progress::Committing);
        clock.next("committing");
        let committed = writer.commit(lock, settings, &ledger)?;
        progress(Progress::Merging);
        clock.next("merging");
        committed.settle(lock)?;
        if let Some(kept) = &kept {
            drop_unused(kept, &ledger, stale, generation == Generation::Next);
            outcome.not_kept = kept.failure().map(str::to_owned);
        }
        Ok(ledger)
    }

    /// Threads that index: few files are not worth many. How many lines there are shows only later.
    fn writers(&self) -> usize {
        let enough = if self.plan.collections.is_empty() {
            self.plan.files.len().div_ceil(8)
        } else {
            self.options.threads
        };
        self.options.threads.min(enough).max(1)
    }
}

/// The manifest of the place. Rebuilding is the way out of a damaged one.
fn manifest(place: &IndexDir, options: &IndexOptions) -> Result<Option<Manifest>> {
    match place.manifest() {
        Err(Error::Damaged { .. }) if options.rebuild => Ok(None),
        manifest => manifest,
    }
}

/// What is known of the files: of the index to be updated, else of the one that is to be replaced, if
/// it can be read.
fn known(place: &IndexDir, before: Option<&Engine>) -> Result<Ledger> {
    match before {
        Some(engine) => engine.ledger(),
        None => Ok(Engine::open(place)
            .and_then(|engine| engine.ledger())
            .unwrap_or_default()),
    }
}

fn is_report_of_stdin(source: &SourceRecord) -> bool {
    file_and_line(&source.key).0 == STDIN && source.state.report().is_some()
}

/// Where a file is, whatever the current folder will be.
fn whole_path_text(path: &Path) -> String {
    path_text(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}
