//! Writing: reports in, one commit out.

use tantivy::indexer::UserOperation;
use tantivy::schema::TantivyDocument;
use tantivy::{Index, IndexWriter, Term};

use super::engine_error;
use super::place::{Lock, Remembered};
use super::reader::Engine;
use super::schema::{Fields, ReportRecord, register_analysers};
use crate::error::{Error, Result};
use crate::ledger::SourceRecord;
use crate::report::Report;

/// Memory that documents may take before they are written out, over all threads, in bytes. More
/// makes fewer, larger segments; measurements find nothing to gain beyond this for reports.
const BUFFER: usize = 160 << 20;

/// Which generation a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// The one in force, in place.
    Current,
    /// A new one beside it, which replaces it on commit.
    Next,
}

/// Adds and removes reports and source records. Nothing is visible until [`ReportWriter::commit`];
/// dropping the writer drops its changes.
pub struct ReportWriter {
    writer: IndexWriter<TantivyDocument>,
    index: Index,
    fields: Fields,
    generation: u64,
}

impl std::fmt::Debug for ReportWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReportWriter")
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

impl ReportWriter {
    /// A writer to a locked place, with `threads` indexing threads.
    ///
    /// # Errors
    /// The index cannot be opened or created.
    pub fn open(lock: &Lock, generation: Generation, threads: usize) -> Result<Self> {
        let place = lock.place();
        let current = match place.mark() {
            Ok(mark) => mark.map(|mark| mark.generation),
            // Rebuilding is the way out of a damaged mark.
            Err(Error::Damaged { .. }) if generation == Generation::Next => None,
            Err(error) => return Err(error),
        };
        let (number, index) = match (generation, current) {
            (Generation::Current, Some(number)) => {
                place.readable_mark()?;
                let folder = place.generation(number);
                let index = Index::open_in_dir(&folder).map_err(|error| Error::Damaged {
                    place: place.folder().to_owned(),
                    detail: error.to_string(),
                })?;
                (number, index)
            }
            _ => {
                let mut number = current.unwrap_or(0) + 1;
                // Left by a dead run whose mark cannot be read.
                while place.generation(number).exists() {
                    number += 1;
                }
                let folder = place.generation(number);
                std::fs::create_dir_all(&folder)
                    .map_err(|error| Error::io("create", &folder, error))?;
                let (schema, _) = Fields::build();
                let index = Index::create_in_dir(&folder, schema).map_err(engine_error)?;
                (number, index)
            }
        };
        let writer = Self::of(index, number, threads)?;
        // A run that died before its commit may have left files under the names that this one, doing
        // the same work again, will want to create.
        let cleared = writer.writer.garbage_collect_files().wait();
        cleared.map_err(engine_error)?;
        Ok(writer)
    }

    fn of(index: Index, generation: u64, threads: usize) -> Result<Self> {
        register_analysers(&index);
        let threads = threads.max(1);
        let writer = index
            .writer_with_num_threads(threads, BUFFER.max(threads * (16 << 20)))
            .map_err(engine_error)?;
        let (_, fields) = Fields::build();
        Ok(ReportWriter {
            writer,
            index,
            fields,
            generation,
        })
    }

    /// Adds a report read from `path` (see [`crate::ledger::path_text`]), content hash `sha256`.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn add_report(&self, report: &Report, path: &str, sha256: &str) -> Result<()> {
        let record = ReportRecord::new(report, path.to_owned(), sha256.to_owned());
        let documents = self.fields.documents(&record, report)?;
        let batch: Vec<_> = documents.into_iter().map(UserOperation::Add).collect();
        self.writer.run(batch).map_err(engine_error)?;
        Ok(())
    }

    /// Removes a report and its passages.
    pub fn remove_report(&self, id: &str) {
        self.writer
            .delete_term(Term::from_field_text(self.fields.report, id));
    }

    /// Remembers a source file, in place of what was known of it.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn put_source(&self, source: &SourceRecord) -> Result<()> {
        self.forget_source(&source.key);
        let document = self.fields.source_document(source)?;
        self.writer.add_document(document).map_err(engine_error)?;
        Ok(())
    }

    /// Forgets a source file.
    pub fn forget_source(&self, key: &str) {
        self.writer
            .delete_term(Term::from_field_text(self.fields.source, key));
    }

    /// Puts everything since opening in force, in one step.
    ///
    /// # Errors
    /// The disk refuses; what was in force before stays so.
    pub fn commit(mut self, lock: &Lock, remembered: &Remembered) -> Result<()> {
        let before = lock.place().mark().ok().flatten();
        let in_force = before
            .as_ref()
            .is_some_and(|mark| mark.generation == self.generation);
        let unchanged = before.is_some_and(|mark| mark.remembered == *remembered);
        // In place, what is to be remembered is written first: were the run killed in between, the
        // next one would look through a root that is not indexed yet, rather than forget it.
        if in_force && !unchanged {
            lock.put(self.generation, remembered)?;
        }
        self.writer.commit().map_err(engine_error)?;
        if !in_force {
            lock.put(self.generation, remembered)?;
        }
        // Small segments are merged in the background; the files in force are never touched.
        self.writer.wait_merging_threads().map_err(engine_error)?;
        lock.clear_strays()
    }

    /// An index in memory of a few reports, such as the samples.
    ///
    /// # Errors
    /// The reports cannot be indexed.
    pub fn in_memory(reports: &[(Report, String, String)]) -> Result<Engine> {
        let (schema, _) = Fields::build();
        let index = Index::create_in_ram(schema);
        let mut writer = Self::of(index, 0, 1)?;
        for (report, path, sha256) in reports {
            writer.add_report(report, path, sha256)?;
        }
        writer.writer.commit().map_err(engine_error)?;
        Engine::of(&writer.index, None)
    }
}
