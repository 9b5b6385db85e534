//! A passage that was found, as it is shown.

use tantivy::{DocAddress, DocId, SegmentReader};

use super::engine_error;
use super::record::{PassageRecord, ReportRecord};
use super::rerank::{QueryWord, ScoredPassage};
use super::search::Search;
use crate::answers::snippet;
use crate::api::{
    Context, Group, Hit, PassageInfo, ReportInfo, ScorePart, SectionInfo, passage_id,
};
use crate::engine::ranking::Score;
use crate::error::Result;
use crate::storage::path::shown_path;

impl Search<'_> {
    /// The passage with its report, highlights and snippet.
    pub(super) fn hit(&self, seen: &ScoredPassage, rank: usize) -> Result<Hit> {
        let candidate = &seen.candidate;
        let record: PassageRecord = self.engine.record(candidate.address)?;
        let report: Option<ReportRecord> = self.engine.report_record(&record.report)?;
        let report = report.ok_or_else(|| {
            crate::error::Error::damaged(format!("the report `{}` is missing", record.report))
        })?;
        let highlights = self.highlighter.highlights(&record.passage.text);
        let context = match self.request.context {
            0 => None,
            around => Some(self.context(candidate.address, around)?),
        };
        Ok(Hit {
            rank,
            score: candidate.score,
            id: passage_id(&record.report, record.number as usize),
            report: ReportInfo::of(&report.report, shown_path(&report.path))
                .read_from(&report.path),
            section: SectionInfo {
                heading: record.heading,
                role: record.role.name().to_owned(),
            },
            page_start: record.passage.page_start,
            page_end: record.passage.page_end,
            themes: record.passage.themes,
            snippet: snippet::cut(&record.passage.text, &highlights),
            text: record.passage.text,
            highlights,
            missing: Vec::new(),
            alike: None,
            more_in_report: (self.request.group == Group::Report).then_some(candidate.more),
            more_in_area: (self.request.group == Group::Area).then_some(candidate.more),
            context,
            explanation: if self.request.explain {
                self.explain(&seen.score)
            } else {
                Vec::new()
            },
        })
    }

    /// Passages before and after: the documents of one report are neighbours, in printed order.
    fn context(&self, address: DocAddress, around: usize) -> Result<Context> {
        let segment = self.engine.searcher.segment_reader(address.segment_ord);
        let around = DocId::try_from(around).unwrap_or(DocId::MAX);
        let here: PassageRecord = self.engine.record(address)?;
        let first = address.doc_id.saturating_sub(around.min(here.number - 1));
        let last = address
            .doc_id
            .saturating_add(around)
            .min(segment.max_doc() - 1);
        Ok(Context {
            before: self.neighbour_passages(segment, address, &here, first..address.doc_id)?,
            after: self.neighbour_passages(
                segment,
                address,
                &here,
                address.doc_id + 1..last + 1,
            )?,
        })
    }

    fn neighbour_passages(
        &self,
        segment: &SegmentReader,
        address: DocAddress,
        here: &PassageRecord,
        documents: std::ops::Range<DocId>,
    ) -> Result<Vec<PassageInfo>> {
        let report = segment.fast_fields().str("report").map_err(engine_error)?;
        let number = segment.fast_fields().u64("number").map_err(engine_error)?;
        let same = |document: DocId| {
            report.as_ref().is_some_and(|column| {
                column.ords().first(document) == column.ords().first(address.doc_id)
            })
        };
        let mut passages = Vec::new();
        for document in documents {
            if segment.is_deleted(document)
                || !same(document)
                || number.first(document).unwrap_or(0) == 0
            {
                continue;
            }
            let record: PassageRecord = self
                .engine
                .record(DocAddress::new(address.segment_ord, document))?;
            passages.push(PassageInfo {
                id: passage_id(&here.report, record.number as usize),
                page_start: record.passage.page_start,
                page_end: record.passage.page_end,
                text: record.passage.text,
                themes: record.passage.themes,
            });
        }
        Ok(passages)
    }

    /// The parts of a passage's score, by name.
    fn explain(&self, score: &Score) -> Vec<ScorePart> {
        let labels = self.weighed.iter().flat_map(QueryWord::labels);
        let words = labels.zip(score.words.iter().copied());
        let others = [
            ("words close together", score.proximity),
            ("words at the beginning", score.lead),
            ("words in the heading", score.heading),
            ("role of the section", score.role),
            ("brevity", score.brevity),
            ("missing words", score.missing),
        ];
        let others = others.map(|(name, score)| (name.to_owned(), score));
        words
            .chain(others)
            .filter(|(_, score)| *score != 0.0)
            .map(|(part, score)| ScorePart { part, score })
            .collect()
    }
}
