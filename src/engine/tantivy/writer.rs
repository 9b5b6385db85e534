//! Adds and removes reports in one commit.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use tantivy::indexer::{LogMergePolicy, NoMergePolicy, UserOperation};
use tantivy::{Index, IndexWriter, Term};

use super::document::{self, IndexDocument};
use super::memory_budget::MemoryBudget;
use super::schema::Fields;
use super::{analysis, engine_error};
use crate::engine::IndexedReport;
use crate::error::{Error, Result};
use crate::report::Report;
use crate::storage::ledger::{Ledger, LedgerFile};
use crate::storage::{BuildSettings, IndexDir, Lock, Manifest};

/// Documents that wait to be written get this part of the memory. Without a limit a bulk load of
/// 2,000 reports takes 280 MB instead of 230, and of more reports accordingly more.
const WAITING: usize = 128;

/// What a writer may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resources {
    /// Threads that write; the answers are the same for any number.
    pub threads: usize,
    /// Bytes of memory, about: more makes fewer, larger segments.
    pub memory: usize,
}

impl Resources {
    /// All cores, and [`Resources::MEMORY`].
    pub fn usual() -> Self {
        Resources {
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            memory: Self::MEMORY,
        }
    }

    /// Enough for segments of a size that is good to search.
    pub const MEMORY: usize = 512 << 20;

    /// Bytes for documents that are being written, and threads, each of which needs 15 MB.
    /// Serialising a segment takes more on top.
    fn buffers(self) -> (usize, usize) {
        const LEAST: usize = 16 << 20;
        let buffers = (self.memory / 2).max(LEAST);
        (buffers, self.threads.clamp(1, buffers / LEAST))
    }
}

/// Segments of a size that a bulk load merges into one; an update merges 8. A load has all its
/// segments at once, and [`compact`] merges them into one.
const BULK_SEGMENTS: usize = 16;

/// Which generation a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// The one in force, in place.
    Current,
    /// A new one beside it, which replaces it on commit.
    Next,
}

/// Adds and removes reports. Nothing is visible until [`ReportWriter::commit`];
/// dropping the writer drops its changes.
pub struct ReportWriter {
    writer: IndexWriter<IndexDocument>,
    index: Index,
    fields: Fields,
    waiting: Arc<MemoryBudget>,
    generation: u64,
}

impl ReportWriter {
    /// A writer to a locked index.
    ///
    /// # Errors
    /// The index cannot be opened or created.
    pub fn open(lock: &Lock, generation: Generation, resources: Resources) -> Result<Self> {
        let index_dir = lock.index_dir();
        let current = match index_dir.manifest() {
            Ok(manifest) => manifest.map(|manifest| manifest.generation),
            // Rebuilding is the way out of a damaged manifest.
            Err(Error::Damaged { .. }) if generation == Generation::Next => None,
            Err(error) => return Err(error),
        };
        let (number, index) = match (generation, current) {
            (Generation::Current, Some(number)) => {
                index_dir.readable_manifest()?;
                let folder = index_dir.generation(number);
                let index = Index::open_in_dir(&folder).map_err(|error| Error::Damaged {
                    place: Some(index_dir.folder().to_owned()),
                    detail: error.to_string(),
                })?;
                (number, index)
            }
            _ => {
                let mut number = current.unwrap_or(0) + 1;
                // Left by a killed run whose manifest cannot be read.
                while index_dir.generation(number).exists() {
                    number += 1;
                }
                let folder = index_dir.generation(number);
                std::fs::create_dir_all(&folder)
                    .map_err(|error| Error::io("create", &folder, error))?;
                let (schema, _) = Fields::build();
                let index = Index::create_in_dir(&folder, schema).map_err(engine_error)?;
                (number, index)
            }
        };
        let writer = Self::of(index, number, resources)?;
        if generation == Generation::Next {
            let mut bulk = LogMergePolicy::default();
            bulk.set_min_num_segments(BULK_SEGMENTS);
            writer.writer.set_merge_policy(Box::new(bulk));
        }
        // A run that died before its commit may have left files with names that this run will
        // create.
        let cleared = writer.writer.garbage_collect_files().wait();
        cleared.map_err(engine_error)?;
        Ok(writer)
    }

    fn of(index: Index, generation: u64, resources: Resources) -> Result<Self> {
        analysis::register(&index);
        let (buffers, threads) = resources.buffers();
        let writer = index
            .writer_with_num_threads(threads, buffers)
            .map_err(engine_error)?;
        let (_, fields) = Fields::build();
        Ok(ReportWriter {
            writer,
            index,
            fields,
            waiting: MemoryBudget::new(resources.memory / WAITING),
            generation,
        })
    }

    /// Adds a report read from `path` (see [`crate::storage::path::path_text`]), content hash `sha256`.
    /// Waits while too much is still to be written.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn add_report(&self, report: &Report, path: &str, sha256: &str) -> Result<()> {
        let record = IndexedReport::new(report, path.to_owned(), sha256.to_owned());
        let permit = self.waiting.acquire(document::size(report));
        let documents = document::documents(self.fields, report, &record, permit)?;
        let adding = documents.into_iter().map(UserOperation::Add);
        self.writer.run(adding).map_err(engine_error)?;
        Ok(())
    }

    /// Removes a report and its passages.
    pub fn remove_report(&self, id: &str) {
        self.writer
            .delete_term(Term::from_field_text(self.fields.report, id));
    }

    /// Puts everything since opening in force, in one step, with the ledger of the files it came
    /// from.
    ///
    /// # Errors
    /// The disk refuses; what was in force before stays so.
    pub fn commit(
        mut self,
        lock: &Lock,
        settings: &BuildSettings,
        ledger: &Ledger,
    ) -> Result<Committed> {
        let before = lock.index_dir().manifest().ok().flatten();
        let in_force = before
            .as_ref()
            .is_some_and(|manifest| manifest.generation == self.generation);
        let manifest = Manifest::new(self.generation, settings.clone());
        // In place, the settings are written first: were the run killed in between, the next one
        // would look through a root that is not indexed yet, rather than forget it.
        if in_force && before != Some(manifest) {
            lock.write_manifest(self.generation, settings)?;
        }
        let folder = lock.index_dir().generation(self.generation);
        let name = next_ledger(&self.index)?;
        LedgerFile::write(&folder.join(&name), ledger)?;
        let mut prepared = self.writer.prepare_commit().map_err(engine_error)?;
        prepared.set_payload(&name);
        prepared.commit().map_err(engine_error)?;
        clear_ledgers(&folder, &name);
        if !in_force {
            lock.write_manifest(self.generation, settings)?;
        }
        Ok(Committed {
            writer: self.writer,
        })
    }
}

/// An index in memory of reports with their paths and content hashes.
pub(super) fn index_in_memory(reports: &[(Report, String, String)]) -> Result<Index> {
    let (schema, _) = Fields::build();
    let index = Index::create_in_ram(schema);
    let resources = Resources {
        threads: 1,
        memory: 0,
    };
    let mut writer = ReportWriter::of(index, 0, resources)?;
    for (report, path, sha256) in reports {
        writer.add_report(report, path, sha256)?;
    }
    writer.writer.commit().map_err(engine_error)?;
    Ok(writer.index)
}

/// A commit that is in force, while small segments are still merged in the background.
#[must_use = "segments are merged only while somebody waits"]
pub struct Committed {
    writer: IndexWriter<IndexDocument>,
}

impl Committed {
    /// Waits until segments are merged, and removes what is no longer in force. Were the process
    /// killed meanwhile, the index would stay as it was committed.
    ///
    /// # Errors
    /// The disk refuses; the commit stays in force.
    pub fn settle(self, lock: &Lock) -> Result<()> {
        self.writer.wait_merging_threads().map_err(engine_error)?;
        lock.clear_strays()
    }
}

/// The ledger of a generation: the commit's payload names it.
pub(super) fn ledger_in_force(index: &Index, folder: &Path) -> Result<Option<PathBuf>> {
    let metas = index.load_metas().map_err(engine_error)?;
    Ok(metas.payload.map(|name| folder.join(name)))
}

/// Reads the ledger of an index, of whatever format: what it knows of the files outlives the format of
/// the search index.
///
/// # Errors
/// It cannot be found, or this program cannot read it.
pub fn read_ledger(index_dir: &IndexDir, manifest: &Manifest) -> Result<Ledger> {
    #[derive(Deserialize)]
    struct Meta {
        payload: Option<String>,
    }
    let folder = index_dir.generation(manifest.generation);
    let damaged = |detail: String| Error::Damaged {
        place: Some(index_dir.folder().to_owned()),
        detail,
    };
    let path = folder.join("meta.json");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| damaged(format!("`{}`: {error}", path.display())))?;
    let meta: Meta = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
    match meta.payload {
        Some(name) => LedgerFile::open(folder.join(name))?.read(),
        None => Ok(Ledger::default()),
    }
}

/// Name of a ledger that is not in force.
fn next_ledger(index: &Index) -> Result<String> {
    let in_force = ledger_in_force(index, Path::new(""))?;
    let commit = in_force.as_deref().and_then(LedgerFile::commit_of);
    Ok(LedgerFile::name(commit.unwrap_or(0) + 1))
}

/// Removes ledgers that are not in force. Where a reader holds one (Windows), a later run does it.
fn clear_ledgers(folder: &Path, in_force: &str) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if LedgerFile::commit_of(&path).is_some() && entry.file_name() != in_force {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// What a compaction found and left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compaction {
    /// Segments before.
    pub segments: usize,
    /// Documents of reports that were removed or replaced and still took up room.
    pub removed: u64,
}

impl Compaction {
    /// Whether there was anything to do.
    pub fn was_needed(self) -> bool {
        self.segments > 1 || self.removed > 0
    }
}

/// Merges the segments of the index at a locked folder into one. Whoever searches meanwhile is
/// answered from the old ones; a run that is stopped leaves them as they were.
///
/// # Errors
/// There is no index, it has another format, or the disk refuses.
pub fn compact(lock: &Lock) -> Result<Compaction> {
    let index_dir = lock.index_dir();
    let folder = index_dir.generation(index_dir.readable_manifest()?.generation);
    let index = Index::open_in_dir(folder).map_err(engine_error)?;
    analysis::register(&index);
    let metas = index.searchable_segment_metas().map_err(engine_error)?;
    let compaction = Compaction {
        segments: metas.len(),
        removed: metas
            .iter()
            .map(|meta| u64::from(meta.num_deleted_docs()))
            .sum(),
    };
    if !compaction.was_needed() {
        return Ok(compaction);
    }
    // Nothing is added; this is the least that tantivy takes.
    let mut writer: IndexWriter<IndexDocument> = index
        .writer_with_num_threads(1, 16 << 20)
        .map_err(engine_error)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let segments: Vec<_> = metas.iter().map(tantivy::SegmentMeta::id).collect();
    // As long as they are named here, their files would be kept.
    drop(metas);
    writer.merge(&segments).wait().map_err(engine_error)?;
    writer
        .garbage_collect_files()
        .wait()
        .map_err(engine_error)?;
    writer.wait_merging_threads().map_err(engine_error)?;
    Ok(compaction)
}
