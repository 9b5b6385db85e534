//! Every passage that matches a request, one after the other, with its record: what answers beyond
//! a list of hits are made from.

use std::cmp::Reverse;
use std::rc::Rc;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::engine_error;
use super::reader::Engine;
use super::record::{PassageRecord, ReportRecord};
use super::search::{Boxed, Search};
use crate::api::{
    FoundPassage, ReportInfo, SearchRequest, SearchResponse, SectionInfo, passage_id,
};
use crate::error::{Error, Result};
use crate::query::synonyms::Synonyms;
use crate::storage::path::shown_path;

impl Engine {
    /// Gives `take` every passage that matches `request` in full, report by report (latest
    /// inspection first, then by id) and in printed order. Where `holding` is not empty, only
    /// passages that hold one of these words, each in lower case and as printed. The answer has
    /// totals of what was given and no hits; what it says of pages, order and facets is ignored.
    ///
    /// # Errors
    /// The query names an unknown facet value, or the index cannot be read.
    pub fn each_passage(
        &self,
        request: &SearchRequest,
        synonyms: &Synonyms,
        holding: &[&str],
        take: &mut dyn FnMut(FoundPassage),
    ) -> Result<SearchResponse> {
        self.understood(request, synonyms, |search| search.stream(holding, take))
    }
}

impl Search<'_> {
    fn stream(
        &self,
        holding: &[&str],
        take: &mut dyn FnMut(FoundPassage),
    ) -> Result<SearchResponse> {
        let full = self.matching_query()?;
        let narrowed = narrowed(full, self.engine.fields.text, holding);
        let order = self.in_order(narrowed.as_ref())?;
        let mut reports = 0;
        let mut current: Option<Rc<ReportInfo>> = None;
        let passages = order.len() as u64;
        for address in order {
            let record: PassageRecord = self.engine.record(address)?;
            let report = match &current {
                Some(report) if report.id == record.report => Rc::clone(report),
                _ => {
                    reports += 1;
                    Rc::new(self.report_info(&record.report)?)
                }
            };
            current = Some(Rc::clone(&report));
            take(FoundPassage {
                id: passage_id(&record.report, record.number as usize),
                report,
                section: SectionInfo {
                    heading: record.heading,
                    role: record.role.name().to_owned(),
                },
                page_start: record.passage.page_start,
                page_end: record.passage.page_end,
                highlights: if self.words.is_empty() {
                    Vec::new()
                } else {
                    self.highlighter.highlights(&record.passage.text)
                },
                text: record.passage.text,
                themes: record.passage.themes,
            });
        }
        Ok(SearchResponse {
            hits: Vec::new(),
            summary: self.summary(passages, reports)?,
            absence: match passages {
                0 => Some(self.absence()?),
                _ => None,
            },
        })
    }

    /// What a query finds: by date (latest first), report and place in the report.
    fn in_order(&self, query: &dyn Query) -> Result<Vec<DocAddress>> {
        let searcher = &self.engine.searcher;
        let found = searcher
            .search(query, &DocSetCollector)
            .map_err(engine_error)?;
        let mut addresses: Vec<DocAddress> = found.into_iter().collect();
        addresses.sort_unstable();
        let mut keyed = Vec::with_capacity(addresses.len());
        for segment in addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let fast = match segment.first() {
                Some(first) => searcher.segment_reader(first.segment_ord).fast_fields(),
                None => continue,
            };
            let dates = fast.i64("date").map_err(engine_error)?;
            let reports = fast.str("report").map_err(engine_error)?;
            let reports = reports.ok_or_else(|| Error::damaged("it has no column of reports"))?;
            let ordinal = |address: &DocAddress| reports.ords().first(address.doc_id);
            // Passages of a report are neighbours, in printed order.
            for report in segment.chunk_by(|a, b| ordinal(a) == ordinal(b)) {
                let mut id = String::new();
                if let Some(ordinal) = report.first().and_then(ordinal) {
                    reports.ord_to_str(ordinal, &mut id).map_err(engine_error)?;
                }
                let date = report.first().and_then(|first| dates.first(first.doc_id));
                keyed.push((Reverse(date), id, report.to_vec()));
            }
        }
        keyed.sort_unstable();
        Ok(keyed
            .into_iter()
            .flat_map(|(_, _, report)| report)
            .collect())
    }

    /// A report as hits name it.
    pub(super) fn report_info(&self, id: &str) -> Result<ReportInfo> {
        let record: Option<ReportRecord> = self.engine.report_record(id)?;
        let record =
            record.ok_or_else(|| Error::damaged(format!("the report `{id}` is missing")))?;
        let info = ReportInfo::of(&record.report, shown_path(&record.path));
        Ok(info.read_from(&record.path))
    }
}

/// `query`, where one of these words stands as well.
fn narrowed(query: Boxed, words: tantivy::schema::Field, holding: &[&str]) -> Boxed {
    if holding.is_empty() {
        return query;
    }
    let any = holding.iter().map(|word| {
        let term = Term::from_field_text(words, word);
        let one = TermQuery::new(term, IndexRecordOption::Basic);
        (Occur::Should, Box::new(one) as Boxed)
    });
    let any: Boxed = Box::new(BooleanQuery::new(any.collect()));
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, query),
        (Occur::Must, any),
    ]))
}
