//! From files to an index: what to read, reading it on all cores, one report an inspection, one
//! commit.
//!
//! ```text
//! roots ─ plan ─▶ files to read ─ reading (threads, PDF workers, parse cache) ─▶ reports, in file
//!         order ─ deduplicator (one report an inspection) ─▶ writer ─▶ commit
//! ```

mod collection;
mod deduplicator;
pub mod maintenance;
mod options;
mod ordered;
mod outcome;
pub mod overrides;
mod plan;
mod reading;
mod source_file;
mod story;
pub mod watch;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::ranking::Weights;
use crate::engine::{
    Engine, Generation, PassageQuery, Ranking, ReportWriter, Resources, Searcher, read_ledger,
};
use crate::error::{Error, Result};
use crate::report::facet::Dimension;
use crate::report::themes::Taxonomy;
use crate::storage::cache::ParseCache;
use crate::storage::ledger::{FirstSeen, Ledger};
use crate::storage::path::{STDIN, file_and_line, path_text, shown_path};
use crate::storage::{BuildSettings, IndexDir, IndexState, Lock, Manifest};
use outcome::Clock;
use overrides::Overrides;
use plan::{Plan, Roots};

pub use options::{IndexOptions, MetadataTables, Progress, SettingFile};
pub use outcome::{Duplicate, IndexOutcome, Phase, Skipped, duplicates, skipped};
pub use plan::{Changes, LeftOut, changes};
pub use story::{Fate, FileStory, Since, story};

/// Brings an index up to date with its files and with this program, or rebuilds it.
///
/// The run ends early once `stop` is set; the index then stays as it was.
///
/// # Errors
/// The folder is not ours or busy, a path does not exist, a setting's file is wrong, the disk refuses,
/// or the run was stopped. A file that cannot be read is no error: it is skipped and listed.
pub fn index(
    index_dir: &IndexDir,
    options: &IndexOptions,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<IndexOutcome> {
    let mut clock = Clock::start("looking");
    // Wrong paths and settings are an error before a folder is made for the index.
    let mut setup = Setup::read(index_dir, options)?;
    let lock = index_dir.lock()?;
    // Another run may have ended while this one was not yet allowed to write.
    if index_dir.manifest().ok().flatten() != setup.manifest {
        setup = Setup::read(index_dir, options)?;
    }
    let known = setup.known(index_dir)?;
    let plan = plan::plan(
        &setup.roots,
        known.clone().unwrap_or_default(),
        setup.afresh,
        options,
        &setup.overrides,
        stop,
        progress,
    )?;
    progress(Progress::Planned {
        files: plan.files.len(),
        and_lines: !plan.collections.is_empty(),
    });
    clock.next("reading");
    let idle = plan.files.is_empty() && plan.collections.is_empty() && plan.gone.is_empty();
    let state = match setup.state {
        IndexState::Current if !idle => IndexState::FilesChanged,
        state => state,
    };
    let mut outcome = IndexOutcome::new(state, &plan);
    let ledger = if idle && !setup.afresh && setup.is_as_before() {
        known.unwrap_or_default()
    } else {
        let run = Run {
            lock: &lock,
            options,
            setup: &setup,
            plan: &plan,
            stop,
        };
        run.write(known, &mut outcome, &mut clock, progress)?
    };
    let engine = Engine::open(index_dir)?;
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
    outcome.summarise(&ledger, &setup.overrides);
    outcome.finish(clock);
    Ok(outcome)
}

/// What a run is to index, and with which settings.
struct Setup {
    /// The manifest before the run, if there is one that can be read.
    manifest: Option<Manifest>,
    state: IndexState,
    /// Whether all is indexed into a new generation.
    afresh: bool,
    roots: Roots,
    taxonomy: Taxonomy,
    overrides: Overrides,
    settings: BuildSettings,
}

impl Setup {
    fn read(index_dir: &IndexDir, options: &IndexOptions) -> Result<Self> {
        let (manifest, damaged) = match index_dir.manifest() {
            // Rebuilding is the way out.
            Err(Error::Damaged { .. }) if options.rebuild => (None, true),
            manifest => (manifest?, false),
        };
        let before = manifest.as_ref().map(|manifest| &manifest.settings);
        let themes_file = options
            .themes
            .resolve(before.and_then(|before| before.themes_file.as_ref()));
        let tables = before.map_or(&[][..], |before| before.metadata_files.as_slice());
        let tables = options.metadata.resolve(tables);
        let taxonomy = taxonomy(themes_file.as_deref())?;
        let state = match &manifest {
            _ if damaged => IndexState::Damaged,
            None => IndexState::Missing,
            Some(manifest) => manifest.state(taxonomy.fingerprint()),
        };
        if !options.rebuild {
            index_dir.refuse_newer()?;
        }
        let known = before.map_or(&[][..], |before| before.roots.as_slice());
        let all = state.needs_rebuild();
        let roots = plan::roots(&options.paths, known, options.rebuild, all)?;
        let overrides = Overrides::read(&tables)?;
        let settings = BuildSettings {
            roots: roots.indexed.clone(),
            themes: taxonomy.fingerprint().to_owned(),
            themes_file: themes_file.as_deref().map(whole_path_text),
            metadata_files: tables.iter().map(|file| path_text(file)).collect(),
        };
        Ok(Setup {
            manifest,
            state,
            afresh: options.rebuild || all,
            roots,
            taxonomy,
            overrides,
            settings,
        })
    }

    /// Whether the index was made with these settings.
    fn is_as_before(&self) -> bool {
        let before = self.manifest.as_ref().map(|manifest| &manifest.settings);
        before == Some(&self.settings)
    }

    /// The ledger before the run; `None` if there was one that cannot be read.
    fn known(&self, index_dir: &IndexDir) -> Result<Option<Ledger>> {
        match &self.manifest {
            Some(manifest) if self.afresh => Ok(read_ledger(index_dir, manifest).ok()),
            Some(manifest) => read_ledger(index_dir, manifest).map(Some),
            None => Ok((self.state == IndexState::Missing).then(Ledger::default)),
        }
    }
}

/// A run that writes.
struct Run<'r> {
    lock: &'r Lock,
    options: &'r IndexOptions,
    setup: &'r Setup,
    plan: &'r Plan,
    stop: &'r AtomicBool,
}

impl Run<'_> {
    /// Carries out the plan. Takes the ledger before the run, if it could be read, and returns the one
    /// after it.
    fn write(
        &self,
        known: Option<Ledger>,
        outcome: &mut IndexOutcome,
        clock: &mut Clock,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Ledger> {
        let (setup, plan) = (self.setup, self.plan);
        let generation = if setup.afresh {
            Generation::Next
        } else {
            Generation::Current
        };
        let resources = Resources {
            threads: self.writers(),
            memory: self.options.memory,
        };
        let writer = ReportWriter::open(self.lock, generation, resources)?;
        let first_seen = FirstSeen::new(known.as_ref(), self.options.now);
        let mut known = known.unwrap_or_default();
        let stale = stale(&known, plan);
        if setup.afresh {
            outcome.dropped = self.dropped(&known);
            known = Ledger::default();
        }
        let mut deduplicator = deduplicator::Deduplicator::new(&writer, known, first_seen, plan);
        deduplicator.clear_gone(plan);
        let folder = self.lock.index_dir().parsed();
        let cache = self.options.cache.then(|| ParseCache::at(folder));
        let reader = reading::Reader {
            options: self.options,
            taxonomy: &setup.taxonomy,
            overrides: &setup.overrides,
            cache: cache.as_ref(),
            made: Mutex::default(),
        };
        let mut take = |file: &source_file::File, read| {
            outcome.count(file, &read);
            deduplicator.put(file, read)?;
            let shown = shown_path(&file.key);
            progress(Progress::Read { path: &shown });
            Ok(())
        };
        reader.read(&plan.files, self.stop, &mut take)?;
        for collection in &plan.collections {
            reader.read_lines(collection, self.stop, &mut take)?;
        }
        for collection in &plan.collections {
            deduplicator.put_collection(collection.record());
        }
        if self.stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let ledger = deduplicator.finish();
        progress(Progress::Committing);
        clock.next("committing");
        let committed = writer.commit(self.lock, &setup.settings, &ledger)?;
        progress(Progress::Merging);
        clock.next("merging");
        committed.settle(self.lock)?;
        if let Some(cache) = &cache {
            drop_unused(cache, &ledger, stale, setup.afresh);
            outcome.not_kept = cache.failure().map(str::to_owned);
        }
        Ok(ledger)
    }

    /// Reports from stdin, which cannot be read again, that the new generation will lack.
    fn dropped(&self, known: &Ledger) -> usize {
        if self.setup.roots.stdin {
            return 0;
        }
        let reports = known.sources().filter(|source| {
            file_and_line(&source.key).0 == STDIN && source.state.report().is_some()
        });
        reports.count()
    }

    /// Threads that index: few files are not worth many. The number of lines shows only later.
    fn writers(&self) -> usize {
        let enough = if self.plan.collections.is_empty() {
            self.plan.files.len().div_ceil(8)
        } else {
            self.options.threads
        };
        self.options.threads.min(enough).max(1)
    }
}

/// SHA-256 of the contents, before the run, of files that are gone or read again.
fn stale(known: &Ledger, plan: &Plan) -> BTreeSet<String> {
    let touched: BTreeSet<&str> = (plan.files.iter().map(|file| file.key.as_str()))
        .chain(plan.gone.iter().map(|source| source.key.as_str()))
        .collect();
    known
        .sources()
        .filter(|source| touched.contains(source.key.as_str()))
        .map(|source| source.sha256.clone())
        .collect()
}

/// Removes cache entries of contents that no file has any more. After an update only those that were
/// `stale`: looking through the whole cache would cost more than a small update.
fn drop_unused(cache: &ParseCache, ledger: &Ledger, mut stale: BTreeSet<String>, all: bool) {
    if all {
        let in_use = ledger.sources().map(|source| source.sha256.as_str());
        cache.retain(&in_use.collect());
        return;
    }
    for source in ledger.sources() {
        stale.remove(&source.sha256);
    }
    for sha256 in &stale {
        cache.remove(sha256);
    }
}

/// Reads the theme vocabulary of a file, or the built-in one.
///
/// # Errors
/// The file cannot be read, or is no vocabulary; the message names the line.
pub fn taxonomy(file: Option<&Path>) -> Result<Taxonomy> {
    let Some(file) = file else {
        return Taxonomy::embedded().map_err(Error::Bug);
    };
    let text = std::fs::read_to_string(file).map_err(|error| Error::io("read", file, error))?;
    Taxonomy::from_toml(&text).map_err(|message| Error::Usage {
        message: format!("{}: {message}", file.display()),
        hint: Some(
            "a theme is a table [\"domain/theme\"] with definition, cues, weak and anti".to_owned(),
        ),
    })
}

/// A path that means the same file in any current folder.
fn whole_path_text(path: &Path) -> String {
    path_text(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}
