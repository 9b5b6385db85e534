//! An opened index: reports, passages and bookkeeping by id.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocAddress, DocId, DocSet, Index, IndexReader, ReloadPolicy, Searcher, SegmentMeta, TERMINATED,
    Term,
};

use super::collect::PassageCollector;
use super::columns::KnownColumns;
use super::record::{PassageRecord, Record, ReportRecord};
use super::schema::{DocumentType, Fields};
use super::writer::ledger_in_force;
use super::{analyser, dictionary, engine_error};
use crate::api::{Group, ReportEntry, ReportFacts, ReportInfo, ReportText, Sort};
use crate::error::{Error, Result};
use crate::report::Report;
use crate::report::facet::{Dimension, Vocabulary};
use crate::storage::ledger::{Ledger, LedgerFile, SourceState};
use crate::storage::path::shown_path;
use crate::storage::{IndexDir, Manifest};

/// An index opened for reading. It answers from the state it was opened in, whatever a writer
/// does meanwhile.
pub struct Engine {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    manifest: Option<Manifest>,
    ledger: Option<LedgerFile>,
    vocabulary: OnceLock<Vocabulary>,
    report_count: OnceLock<u64>,
    passage_count: OnceLock<u64>,
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
        analyser::register(index);
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
            report_count: OnceLock::new(),
            passage_count: OnceLock::new(),
            columns: KnownColumns::default(),
            _reader: reader,
        })
    }

    /// What the place's manifest says; `None` for an index in memory.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// Number of segments that the index consists of; one is fastest to search.
    pub fn segments(&self) -> usize {
        self.searcher.segment_readers().len()
    }

    /// The facet values that passages have.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn vocabulary(&self) -> Result<&Vocabulary> {
        if let Some(known) = self.vocabulary.get() {
            return Ok(known);
        }
        let read = dictionary::vocabulary(&self.searcher, &self.fields)?;
        Ok(self.vocabulary.get_or_init(|| read))
    }

    /// Number of reports.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn report_count(&self) -> Result<u64> {
        if let Some(&known) = self.report_count.get() {
            return Ok(known);
        }
        let counted = self.count_type(DocumentType::Report)?;
        Ok(*self.report_count.get_or_init(|| counted))
    }

    /// Number of passages.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn passage_count(&self) -> Result<u64> {
        if let Some(&known) = self.passage_count.get() {
            return Ok(known);
        }
        let counted = self.count_type(DocumentType::Passage)?;
        Ok(*self.passage_count.get_or_init(|| counted))
    }

    /// Reports by outcome, most frequent first.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn outcomes(&self) -> Result<Vec<(String, u64)>> {
        let mut counts = self.report_counts(Dimension::Outcome)?;
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(counts)
    }

    /// Reports by value of a facet, in the order of the values.
    pub(super) fn report_counts(&self, dimension: Dimension) -> Result<Vec<(String, u64)>> {
        let collector = PassageCollector {
            fields: &self.fields,
            columns: &self.columns,
            sort: Sort::Date,
            group: Group::None,
            keep: 0,
            dimensions: &[dimension],
            prior: None,
            without: None,
        };
        let query = term_query(self.fields.type_term(DocumentType::Passage));
        let collected = self
            .searcher
            .search(&query, &collector)
            .map_err(engine_error)?;
        let counts = collected.facets.into_iter().flatten();
        Ok(counts
            .map(|(path, (_, reports))| (path.label(dimension), reports))
            .collect())
    }

    fn count_type(&self, document_type: DocumentType) -> Result<u64> {
        let query = term_query(self.fields.type_term(document_type));
        let count = self.searcher.search(&query, &Count).map_err(engine_error)?;
        Ok(count as u64)
    }

    /// The listing of every report, by id.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn reports(&self) -> Result<Vec<ReportEntry>> {
        let mut duplicates = self.duplicates()?;
        let mut entries = Vec::new();
        for record in self.report_records()? {
            let others = duplicates.remove(&record.report.id).unwrap_or_default();
            entries.push(entry(&record, others));
        }
        entries.sort_by(|a, b| a.report.id.cmp(&b.report.id));
        Ok(entries)
    }

    /// The listings of these reports, in this order; ids of no report are passed over.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn entries<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Result<Vec<ReportEntry>> {
        let mut duplicates = self.duplicates()?;
        let mut entries = Vec::new();
        for id in ids {
            if let Some(record) = self.report_record(id)? {
                let others = duplicates.remove(id).unwrap_or_default();
                entries.push(entry(&record, others));
            }
        }
        Ok(entries)
    }

    /// Files that were left aside, by the report whose inspection they hold.
    fn duplicates(&self) -> Result<BTreeMap<String, Vec<String>>> {
        let mut duplicates: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for source in self.ledger()?.sources() {
            if let SourceState::Duplicate { report } = &source.state {
                let files = duplicates.entry(report.clone()).or_default();
                files.push(shown_path(&source.key));
            }
        }
        Ok(duplicates)
    }

    /// The records of all reports, in no particular order.
    pub(crate) fn report_records(&self) -> Result<Vec<ReportRecord>> {
        self.records(&term_query(self.fields.type_term(DocumentType::Report)))
    }

    /// What is known of every source file; nothing for an index in memory.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn ledger(&self) -> Result<Ledger> {
        let ledger = self.ledger.as_ref().map(LedgerFile::read);
        ledger.unwrap_or_else(|| Ok(Ledger::default()))
    }

    fn records<R: Record>(&self, query: &dyn Query) -> Result<Vec<R>> {
        let found = self
            .searcher
            .search(query, &DocSetCollector)
            .map_err(engine_error)?;
        let mut addresses: Vec<DocAddress> = found.into_iter().collect();
        addresses.sort_unstable();
        addresses
            .into_iter()
            .map(|address| self.record(address))
            .collect()
    }

    pub(super) fn record<R: Record>(&self, address: DocAddress) -> Result<R> {
        let document = self.searcher.doc(address).map_err(engine_error)?;
        self.fields.record(&document)
    }

    /// The record of a report; `None` if there is no such report.
    pub(crate) fn report_record(&self, id: &str) -> Result<Option<ReportRecord>> {
        let address = self.report_address(id)?;
        address.map(|address| self.record(address)).transpose()
    }

    /// A passage with the place of its document, and the report that it stands in.
    ///
    /// # Errors
    /// There is no such report or passage, or the index cannot be read.
    pub(super) fn passage_record(
        &self,
        id: &str,
        number: usize,
    ) -> Result<(DocAddress, PassageRecord, ReportRecord)> {
        let Some(start) = self.report_address(id)? else {
            return Err(self.no_such_report(id)?);
        };
        let report: ReportRecord = self.record(start)?;
        let last = report.sections.iter().sum();
        if number == 0 || number > last {
            return Err(Error::no_such_passage(id, number, last));
        }
        // The passages of a report stand right behind its own document, in printed order.
        let document = start.doc_id + DocId::try_from(number).unwrap_or(DocId::MAX - start.doc_id);
        let address = DocAddress::new(start.segment_ord, document);
        let passage: PassageRecord = self.record(address)?;
        if passage.report != id || passage.number as usize != number {
            return Err(Error::damaged(format!(
                "passage {number} of `{id}` is missing"
            )));
        }
        Ok((address, passage, report))
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

    /// Files that were left aside for the report's.
    fn duplicates_of(&self, id: &str) -> Result<Vec<String>> {
        let mut others = Vec::new();
        for source in self.ledger()?.sources() {
            if matches!(&source.state, SourceState::Duplicate { report } if report == id) {
                others.push(shown_path(&source.key));
            }
        }
        others.sort();
        Ok(others)
    }

    fn no_such_report(&self, id: &str) -> Result<Error> {
        let records = self.report_records()?;
        let mut ids: Vec<&str> = records
            .iter()
            .map(|record| record.report.id.as_str())
            .collect();
        ids.sort_unstable();
        let mut near: Vec<String> = ids
            .iter()
            .filter(|known| known.starts_with(id) || (id.len() > 3 && known.contains(id)))
            .take(5)
            .map(|&known| known.to_owned())
            .collect();
        if near.is_empty() {
            let spelled = crate::text::spelling::near(id, ids, 3);
            near = spelled.into_iter().map(str::to_owned).collect();
        }
        Ok(Error::NoSuchReport {
            id: id.to_owned(),
            near,
        })
    }

    /// A whole report with its passages.
    ///
    /// # Errors
    /// There is no such report, or the index cannot be read.
    pub fn report_text(&self, id: &str) -> Result<ReportText> {
        let Some(record) = self.report_record(id)? else {
            return Err(self.no_such_report(id)?);
        };
        let (source, sha256) = (record.path.clone(), record.sha256.clone());
        let report = self.with_passages(record)?;
        let duplicates = self.duplicates_of(id)?;
        let mut text = ReportText::of(&report, shown_path(&source), &sha256, duplicates);
        text.report = text.report.read_from(&source);
        Ok(text)
    }

    /// The report of a record, its passages filled in.
    fn with_passages(&self, record: ReportRecord) -> Result<Report> {
        let id = &record.report.id;
        let report = Term::from_field_text(self.fields.report, id);
        let passages = self.fields.type_term(DocumentType::Passage);
        let query = BooleanQuery::new(vec![
            (Occur::Must, Box::new(term_query(report)) as Box<dyn Query>),
            (Occur::Must, Box::new(term_query(passages))),
        ]);
        let mut passages: Vec<PassageRecord> = self.records(&query)?;
        passages.sort_by_key(|passage| passage.number);
        let mut passages = passages.into_iter().map(|record| record.passage);
        let mut report = record.report;
        for (section, &count) in report.sections.iter_mut().zip(&record.sections) {
            section.passages = passages.by_ref().take(count).collect();
        }
        Ok(report)
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

fn entry(record: &ReportRecord, duplicates: Vec<String>) -> ReportEntry {
    ReportEntry {
        report: ReportInfo::of(&record.report, shown_path(&record.path)).read_from(&record.path),
        facts: ReportFacts::of(&record.report, &record.sha256, duplicates),
        sections: record.sections.len(),
        passages: record.sections.iter().sum(),
    }
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
    let ledger = ledger.map(|path| LedgerFile::open(&path)).transpose()?;
    Ok((index, ledger))
}
