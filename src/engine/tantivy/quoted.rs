//! Passages that hold rows of words, with their neighbours: where a quotation may come from.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use tantivy::collector::DocSetCollector;
use tantivy::query::{PhraseQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::engine_error;
use super::reader::Engine;
use super::record::PassageRecord;
use super::search::Boxed;
use crate::api::{FoundPassage, ReportInfo, SectionInfo, passage_id};
use crate::error::Result;
use crate::storage::path::shown_path;

/// Rows that are looked for: those with the rarest words say most.
const MOST_RUNS: usize = 24;

/// Passages with most of the rows that are given.
const MOST_PASSAGES: usize = 24;

/// Passages of one report that are so near each other are given as one stretch.
const NEAR: u32 = 4;

/// Passages of a stretch, those on either side aside.
const LONGEST: u32 = 8;

impl Engine {
    /// Stretches of reports that hold most of some rows of words, each word in the form in which the
    /// index has it: the passages and one on either side, in printed order. Those with most of the
    /// rows come first, of equals those of `preferred` reports, then the latest inspections.
    /// Reports of `without` are left out.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn stretches_with(
        &self,
        runs: &[Vec<String>],
        preferred: &BTreeSet<String>,
        without: &BTreeSet<String>,
    ) -> Result<Vec<Vec<FoundPassage>>> {
        let mut counts: BTreeMap<DocAddress, usize> = BTreeMap::new();
        for run in self.rarest(runs)? {
            let terms: Vec<Term> = run.iter().map(|word| self.word(word)).collect();
            let query: Boxed = match &terms[..] {
                [] => continue,
                [one] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::Basic)),
                _ => Box::new(PhraseQuery::new(terms)),
            };
            let found = self
                .searcher
                .search(query.as_ref(), &DocSetCollector)
                .map_err(engine_error)?;
            let mut found: Vec<DocAddress> = found.into_iter().collect();
            found.sort_unstable();
            for address in found {
                *counts.entry(address).or_default() += 1;
            }
        }
        let best = self.best(counts, preferred, without)?;
        self.stretches(&best)
    }

    fn word(&self, word: &str) -> Term {
        Term::from_field_text(self.fields.text, word)
    }

    /// The rows whose rarest word is rarest, each once.
    fn rarest<'r>(&self, runs: &'r [Vec<String>]) -> Result<Vec<&'r [String]>> {
        let mut known: HashMap<&str, u64> = HashMap::new();
        let mut idf = Vec::with_capacity(runs.len());
        for run in runs {
            let mut least = u64::MAX;
            for word in run {
                let frequency = match known.get(word.as_str()) {
                    Some(&frequency) => frequency,
                    None => {
                        let term = self.word(word);
                        let frequency = self.searcher.doc_freq(&term).map_err(engine_error)?;
                        known.insert(word, frequency);
                        frequency
                    }
                };
                least = least.min(frequency);
            }
            // A word that no passage has is in no row of one.
            if least > 0 {
                idf.push((least, run.as_slice()));
            }
        }
        idf.sort_unstable();
        idf.dedup();
        idf.truncate(MOST_RUNS);
        Ok(idf.into_iter().map(|(_, run)| run).collect())
    }

    /// The passages with most rows, best first, with the ids of their reports.
    fn best(
        &self,
        counts: BTreeMap<DocAddress, usize>,
        preferred: &BTreeSet<String>,
        without: &BTreeSet<String>,
    ) -> Result<Vec<(DocAddress, String)>> {
        let mut ranked = Vec::new();
        // Names of reports are read once; a passage with few rows is seldom asked for its own.
        let mut names: HashMap<(u32, u64), Rc<str>> = HashMap::new();
        for (address, count) in counts {
            let segment = self.searcher.segment_reader(address.segment_ord);
            let columns = self
                .columns
                .of(address.segment_ord, segment, &self.fields)
                .map_err(engine_error)?;
            let ordinal = columns.report(address.doc_id);
            let name = names
                .entry((address.segment_ord, ordinal))
                .or_insert_with(|| columns.report_name(ordinal).into());
            if columns.number(address.doc_id) == 0 || without.contains(name.as_ref()) {
                continue;
            }
            let date = columns.date(address.doc_id);
            let others = !preferred.contains(name.as_ref());
            let rank = (std::cmp::Reverse(count), others, std::cmp::Reverse(date));
            ranked.push((rank, Rc::clone(name), address));
        }
        ranked.sort_unstable();
        ranked.truncate(MOST_PASSAGES);
        let best = ranked.into_iter();
        Ok(best
            .map(|(_, name, address)| (address, name.to_string()))
            .collect())
    }

    /// Passages with their neighbours; those near each other in one stretch, which stands where the
    /// better of them stood.
    fn stretches(&self, best: &[(DocAddress, String)]) -> Result<Vec<Vec<FoundPassage>>> {
        // First and last document of each stretch; passages of a report are neighbours.
        let mut ranges: Vec<(u32, u32, u32, &str)> = Vec::new();
        for (address, report) in best {
            let (segment, document) = (address.segment_ord, address.doc_id);
            let near = ranges.iter_mut().find(|(own, first, last, of)| {
                *own == segment
                    && *of == report
                    && document + NEAR >= *first
                    && document <= *last + NEAR
                    && document.max(*last) - document.min(*first) < LONGEST
            });
            match near {
                Some((_, first, last, _)) => {
                    *first = document.min(*first);
                    *last = document.max(*last);
                }
                None => ranges.push((segment, document, document, report)),
            }
        }
        let mut stretches = Vec::with_capacity(ranges.len());
        let mut reports: HashMap<&str, Rc<ReportInfo>> = HashMap::new();
        for (segment, first, last, report) in ranges {
            let info = match reports.get(report) {
                Some(info) => Rc::clone(info),
                None => match self.report_record(report)? {
                    Some(record) => {
                        let path = shown_path(&record.path);
                        let info = Rc::new(ReportInfo::of(&record.report, path));
                        reports.insert(report, Rc::clone(&info));
                        info
                    }
                    None => continue,
                },
            };
            stretches.push(self.row((segment, first, last), report, &info)?);
        }
        Ok(stretches)
    }

    /// The passages of a report from one document to another, with one on either side.
    fn row(
        &self,
        (segment_ord, first, last): (u32, u32, u32),
        report: &str,
        info: &Rc<ReportInfo>,
    ) -> Result<Vec<FoundPassage>> {
        let segment = self.searcher.segment_reader(segment_ord);
        let columns = self
            .columns
            .of(segment_ord, segment, &self.fields)
            .map_err(engine_error)?;
        let own = columns.report(first);
        let mut row = Vec::new();
        for document in first.saturating_sub(1)..=last.saturating_add(1) {
            if document >= segment.max_doc()
                || segment.is_deleted(document)
                || columns.report(document) != own
                || columns.number(document) == 0
            {
                continue;
            }
            let record: PassageRecord = self.record(DocAddress::new(segment_ord, document))?;
            row.push(FoundPassage {
                id: passage_id(report, record.number as usize),
                report: Rc::clone(info),
                section: SectionInfo {
                    heading: record.heading,
                    role: record.role.name().to_owned(),
                },
                page_start: record.passage.page_start,
                page_end: record.passage.page_end,
                text: record.passage.text,
                themes: record.passage.themes,
                highlights: Vec::new(),
            });
        }
        Ok(row)
    }
}
