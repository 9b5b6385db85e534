//! What is stored with the documents, to be read back whole.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::report::{Passage, Report, Role};

/// A passage as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PassageRecord {
    pub(super) report: String,
    /// 1-based.
    pub(super) number: u32,
    pub(super) heading: String,
    pub(super) role: Role,
    pub(super) passage: Passage,
}

/// [`PassageRecord`] as it is written.
#[derive(Debug, Serialize)]
pub(super) struct PassageRecordRef<'a> {
    pub(super) report: &'a str,
    pub(super) number: u32,
    pub(super) heading: &'a str,
    pub(super) role: Role,
    pub(super) passage: &'a Passage,
}

impl PassageRecordRef<'_> {
    /// Bytes that it takes when written, and some more.
    fn size(&self) -> usize {
        let themes: usize = self
            .passage
            .themes
            .iter()
            .map(|theme| theme.len() + 2)
            .sum();
        self.report.len() + self.heading.len() + self.passage.text.len() + themes + 40
    }

    /// Writes it in one piece of memory.
    pub(super) fn encode(&self) -> Result<Vec<u8>> {
        postcard::to_extend(self, Vec::with_capacity(self.size())).map_err(unwritable)
    }
}

/// A report as stored: everything but its passages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReportRecord {
    /// The report, its sections empty.
    pub(crate) report: Report,
    /// How many passages each section has, in order.
    pub(crate) sections: Vec<usize>,
    /// The source file, from [`crate::ledger::path_text`].
    pub(crate) path: String,
    /// SHA-256 of the file, in hexadecimal.
    pub(crate) sha256: String,
}

impl ReportRecord {
    /// The record of a report read from `path`.
    pub(crate) fn new(report: &Report, path: String, sha256: String) -> Self {
        let mut bare = report.clone();
        let mut sections = Vec::with_capacity(bare.sections.len());
        for section in &mut bare.sections {
            sections.push(section.passages.len());
            section.passages.clear();
        }
        ReportRecord {
            report: bare,
            sections,
            path,
            sha256,
        }
    }
}

pub(super) fn encode<R: Serialize>(record: &R) -> Result<Vec<u8>> {
    postcard::to_stdvec(record).map_err(unwritable)
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn unwritable(error: postcard::Error) -> Error {
    Error::Engine(format!("a record cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_by_reference_is_read_as_a_record() {
        let passage = Passage {
            text: "Waits grew.".to_owned(),
            page_start: Some(3),
            page_end: Some(4),
            themes: vec!["health/camhs".to_owned()],
        };
        let written = PassageRecordRef {
            report: "ashmere",
            number: 7,
            heading: "What works",
            role: Role::Strengths,
            passage: &passage,
        };
        let bytes = written.encode().expect("it can be written");
        let read: PassageRecord = postcard::from_bytes(&bytes).expect("it can be read");
        assert_eq!((read.report.as_str(), read.number), ("ashmere", 7));
        assert_eq!(
            (read.heading.as_str(), read.role),
            ("What works", Role::Strengths)
        );
        assert_eq!(read.passage, passage);
        assert!(bytes.len() <= written.size());
    }
}
