//! An opened index: reports, passages and bookkeeping by id.

use std::path::Path;
use std::sync::OnceLock;

use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocAddress, DocSet, Index, IndexReader, ReloadPolicy, Searcher, SegmentMeta, TERMINATED, Term,
};

use super::columns::KnownColumns;
use super::record::Record;
use super::schema::{DocumentType, Fields};
use super::writer::ledger_in_force;
use super::{analysis, engine_error};
use crate::engine::{IndexedReport, Totals};
use crate::error::{Error, Result};
use crate::report::facet::Vocabulary;
use crate::storage::ledger::{Ledger, LedgerFile};
use crate::storage::{IndexDir, Manifest, Revision};

/// An index opened for reading. It answers from the state it was opened in, whatever a writer
/// does meanwhile.
pub struct Engine {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    manifest: Option<Manifest>,
    ledger: Option<LedgerFile>,
    pub(super) vocabulary: OnceLock<Vocabulary>,
    totals: OnceLock<Totals>,
    pub(super) columns: KnownColumns,
    // Keeps the files that the searcher maps in use.
    _reader: IndexReader,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("manifest", &self.manifest)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// Opens the index at a place.
    ///
    /// # Errors
    /// There is none, it has another format, or it is damaged.
    pub fn open(place: &IndexDir) -> Result<Self> {
        // A rebuild may remove the generation between reading the manifest and opening it; then the
        // manifest names the next one.
        let mut tries = 0;
        let damaged = |detail| Error::Damaged {
            place: Some(place.folder().to_owned()),
            detail,
        };
        loop {
            let manifest = place.readable_manifest()?;
            let folder = place.generation(manifest.generation);
            let opened = open_folder(&folder).and_then(|(index, ledger)| {
                // Held open from now on, so that it can be read when it is asked for.
                Self::of(&index, Some(manifest), ledger)
            });
            tries += 1;
            match opened {
                Err(_) if tries < 3 => std::thread::sleep(std::time::Duration::from_millis(20)),
                Err(Error::Damaged { detail, .. }) => return Err(damaged(detail)),
                Err(error) => return Err(damaged(error.to_string())),
                ok => return ok,
            }
        }
    }

    /// Reads an index that is already open, such as one in memory.
    pub(super) fn of(
        index: &Index,
        manifest: Option<Manifest>,
        ledger: Option<LedgerFile>,
    ) -> Result<Self> {
        analysis::register(index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(engine_error)?;
        let (_, fields) = Fields::build();
        Ok(Engine {
            searcher: reader.searcher(),
            fields,
            manifest,
            ledger,
            vocabulary: OnceLock::new(),
            totals: OnceLock::new(),
            columns: KnownColumns::default(),
            _reader: reader,
        })
    }

    /// What the place's manifest says; `None` for an index in memory.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// The commit that this engine answers from; `None` for an index in memory.
    pub(super) fn commit(&self) -> Option<Revision> {
        Some(Revision {
            generation: self.manifest.as_ref()?.generation,
            commit: self.ledger.as_ref()?.commit(),
        })
    }

    /// Number of segments that the index consists of; one is fastest to search.
    pub fn segments(&self) -> usize {
        self.searcher.segment_readers().len()
    }

    /// Number of passages and reports.
    pub(super) fn counts(&self) -> Result<Totals> {
        if let Some(&known) = self.totals.get() {
            return Ok(known);
        }
        let counted = Totals {
            passages: self.count_type(DocumentType::Passage)?,
            reports: self.count_type(DocumentType::Report)?,
        };
        Ok(*self.totals.get_or_init(|| counted))
    }

    fn count_type(&self, document_type: DocumentType) -> Result<u64> {
        let query = term_query(self.fields.type_term(document_type));
        let count = self.searcher.search(&query, &Count).map_err(engine_error)?;
        Ok(count as u64)
    }

    /// The records of all reports, in no particular order.
    pub(super) fn report_records(&self) -> Result<Vec<IndexedReport>> {
        let query = term_query(self.fields.type_term(DocumentType::Report));
        let found = self.searcher.search(&query, &DocSetCollector);
        let mut addresses: Vec<DocAddress> = found.map_err(engine_error)?.into_iter().collect();
        addresses.sort_unstable();
        let records = addresses.into_iter();
        records.map(|address| self.record(address)).collect()
    }

    /// What is known of every source file; nothing for an index in memory.
    pub(super) fn read_ledger(&self) -> Result<Ledger> {
        let ledger = self.ledger.as_ref().map(LedgerFile::read);
        ledger.unwrap_or_else(|| Ok(Ledger::default()))
    }

    pub(super) fn record<R: Record>(&self, address: DocAddress) -> Result<R> {
        let document = self.searcher.doc(address).map_err(engine_error)?;
        self.fields.record(&document)
    }

    /// The place of a report's own document.
    pub(super) fn report_address(&self, id: &str) -> Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.fields.report, id);
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let postings = segment
                .inverted_index(self.fields.report)
                .and_then(|inverted| Ok(inverted.read_postings(&term, IndexRecordOption::Basic)?))
                .map_err(engine_error)?;
            let Some(mut postings) = postings else {
                continue;
            };
            // The report's own document is the first of its batch.
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(ordinal, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }
}

/// Fewest documents that it pays to share among threads: below, a search is over before they start.
const SHARED_FROM: u32 = 100_000;

/// Threads that search an index of these segments: each takes one after the other.
fn threads_for(segments: &[SegmentMeta]) -> usize {
    let documents: u32 = segments.iter().map(SegmentMeta::max_doc).sum();
    if documents < SHARED_FROM {
        return 1;
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.min(segments.len())
}

fn term_query(term: Term) -> TermQuery {
    TermQuery::new(term, IndexRecordOption::Basic)
}

fn open_folder(folder: &Path) -> Result<(Index, Option<LedgerFile>)> {
    let mut index = Index::open_in_dir(folder).map_err(engine_error)?;
    let metas = index.load_metas().map_err(engine_error)?;
    let threads = threads_for(&metas.segments);
    if threads > 1 {
        index
            .set_multithread_executor(threads)
            .map_err(engine_error)?;
    }
    let ledger = ledger_in_force(&index, folder)?;
    let ledger = ledger.map(LedgerFile::open).transpose()?;
    Ok((index, ledger))
}
