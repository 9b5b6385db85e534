//! Every report of an index, whole, one after another.

use tantivy::DocAddress;

use super::dictionary::each_term;
use super::reader::Engine;
use crate::engine::{IndexedPassage, IndexedReport};
use crate::error::Result;
use crate::report::Report;

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
        wanted: &dyn Fn(&IndexedReport) -> bool,
        take: &mut dyn FnMut(Exported) -> Result<()>,
    ) -> Result<()> {
        each_term(&self.searcher, self.fields.report, "", |id, _| {
            let Some(address) = self.report_address(id)? else {
                return Ok(());
            };
            let record: IndexedReport = self.record(address)?;
            if wanted(&record) {
                take(self.whole(address, record)?)?;
            }
            Ok(())
        })
    }

    /// The report at `address` with its passages, which follow it.
    fn whole(&self, address: DocAddress, record: IndexedReport) -> Result<Exported> {
        let mut next = address;
        let mut report = record.report;
        for (section, &count) in report.sections.iter_mut().zip(&record.sections) {
            section.passages.reserve(count);
            for _ in 0..count {
                next.doc_id += 1;
                let passage: IndexedPassage = self.record(next)?;
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
