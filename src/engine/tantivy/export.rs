//! Every report of an index, whole, one after another.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use super::engine_error;
use super::reader::Engine;
use super::record::{PassageRecord, ReportRecord};
use crate::api::ReportInfo;
use crate::error::Result;
use crate::report::Report;
use crate::storage::path::shown_path;

/// A report with where it was read from.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The report, whole.
    pub report: Report,
    /// The file that it was read from, as [`crate::storage::path::path_text`] makes it.
    pub path: String,
    /// SHA-256 of that file, in hexadecimal.
    pub sha256: String,
}

impl Engine {
    /// Hands `take` every report that is `wanted`, in the order of their ids, one at a time: memory
    /// does not grow with the index.
    ///
    /// # Errors
    /// The index cannot be read, or those of `take`.
    pub fn export(
        &self,
        wanted: &dyn Fn(&ReportInfo) -> bool,
        take: &mut dyn FnMut(Exported) -> Result<()>,
    ) -> Result<()> {
        let field = self.fields.report;
        let segments = self.searcher.segment_readers().iter();
        let inverted: Vec<_> = segments
            .map(|segment| segment.inverted_index(field))
            .collect::<tantivy::Result<_>>()
            .map_err(engine_error)?;
        // The ids of each segment come in order; the least of all is next.
        let mut streams = Vec::with_capacity(inverted.len());
        let mut heads = BinaryHeap::with_capacity(inverted.len());
        for (place, index) in inverted.iter().enumerate() {
            let mut stream = index.terms().stream().map_err(engine_error)?;
            if stream.advance() {
                heads.push(Reverse((stream.key().to_vec(), place)));
            }
            streams.push(stream);
        }
        while let Some(Reverse((id, place))) = heads.pop() {
            if let Ok(id) = std::str::from_utf8(&id)
                && let Some(address) = self.report_in(place, id)?
            {
                let record: ReportRecord = self.record(address)?;
                if wanted(&ReportInfo::of(&record.report, shown_path(&record.path))) {
                    take(self.whole(address, record)?)?;
                }
            }
            let stream = &mut streams[place];
            if stream.advance() {
                heads.push(Reverse((stream.key().to_vec(), place)));
            }
        }
        Ok(())
    }

    /// The report's own document in a segment, unless it is deleted there: the first of its batch.
    fn report_in(&self, place: usize, id: &str) -> Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.fields.report, id);
        let segment = &self.searcher.segment_readers()[place];
        let postings = segment
            .inverted_index(self.fields.report)
            .and_then(|inverted| Ok(inverted.read_postings(&term, IndexRecordOption::Basic)?))
            .map_err(engine_error)?;
        let Some(mut postings) = postings else {
            return Ok(None);
        };
        while postings.doc() != TERMINATED && segment.is_deleted(postings.doc()) {
            postings.advance();
        }
        let ordinal = u32::try_from(place).unwrap_or(u32::MAX);
        let found = postings.doc();
        Ok((found != TERMINATED).then(|| DocAddress::new(ordinal, found)))
    }

    /// The report at `address` with its passages, which follow it.
    fn whole(&self, address: DocAddress, record: ReportRecord) -> Result<Exported> {
        let mut next = address;
        let mut report = record.report;
        for (section, &count) in report.sections.iter_mut().zip(&record.sections) {
            section.passages.reserve(count);
            for _ in 0..count {
                next.doc_id += 1;
                let passage: PassageRecord = self.record(next)?;
                section.passages.push(passage.passage);
            }
        }
        Ok(Exported {
            report,
            path: record.path,
            sha256: record.sha256,
        })
    }
}
