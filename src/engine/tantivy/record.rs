//! What is stored with the documents, to be read back whole.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::report::{Passage, Report, Role};

/// What is stored with a document.
pub(super) trait Record: Sized {
    /// Reads a record: its bytes, and what is stored as text beside them.
    fn decode(bytes: &[u8], printed: &str) -> Result<Self>;
}

/// A passage as stored.
#[derive(Debug, Clone)]
pub(super) struct PassageRecord {
    pub(super) report: String,
    /// 1-based.
    pub(super) number: u32,
    pub(super) heading: String,
    pub(super) role: Role,
    pub(super) passage: Passage,
}

impl Record for PassageRecord {
    fn decode(bytes: &[u8], printed: &str) -> Result<Self> {
        let written: Written<String, Vec<String>> = read(bytes)?;
        Ok(PassageRecord {
            report: written.report,
            number: written.number,
            heading: written.heading,
            role: written.role,
            passage: Passage {
                text: printed.to_owned(),
                page_start: written.page_start,
                page_end: written.page_end,
                themes: written.themes,
            },
        })
    }
}

/// [`PassageRecord`] without the passage's text, which is stored beside it.
#[derive(Debug, Serialize, Deserialize)]
struct Written<S, T> {
    report: S,
    number: u32,
    heading: S,
    role: Role,
    page_start: Option<u32>,
    page_end: Option<u32>,
    themes: T,
}

/// [`PassageRecord`] as it is written.
#[derive(Debug)]
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
        let themes = self.passage.themes.iter().map(|theme| theme.len() + 2);
        self.report.len() + self.heading.len() + themes.sum::<usize>() + 40
    }

    /// Writes all but the passage's text, in one piece of memory.
    pub(super) fn encode(&self) -> Result<Vec<u8>> {
        let written = Written {
            report: self.report,
            number: self.number,
            heading: self.heading,
            role: self.role,
            page_start: self.passage.page_start,
            page_end: self.passage.page_end,
            themes: &self.passage.themes[..],
        };
        postcard::to_extend(&written, Vec::with_capacity(self.size())).map_err(unwritable)
    }
}

/// A report as stored: everything but its passages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReportRecord {
    /// The report [without its passages](Report::without_passages).
    pub(crate) report: Report,
    /// How many passages each section has, in order.
    pub(crate) sections: Vec<usize>,
    /// The source file, from [`crate::storage::path::path_text`].
    pub(crate) path: String,
    /// SHA-256 of the file, in hexadecimal.
    pub(crate) sha256: String,
}

impl ReportRecord {
    /// The record of a report read from `path`.
    pub(crate) fn new(report: &Report, path: String, sha256: String) -> Self {
        let sections = report.sections.iter();
        ReportRecord {
            report: report.without_passages(),
            sections: sections.map(|section| section.passages.len()).collect(),
            path,
            sha256,
        }
    }
}

impl Record for ReportRecord {
    fn decode(bytes: &[u8], _printed: &str) -> Result<Self> {
        read(bytes)
    }
}

pub(super) fn encode<R: Serialize>(record: &R) -> Result<Vec<u8>> {
    postcard::to_stdvec(record).map_err(unwritable)
}

fn read<R: DeserializeOwned>(bytes: &[u8]) -> Result<R> {
    postcard::from_bytes(bytes)
        .map_err(|error| Error::damaged(format!("a record cannot be read: {error}")))
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn unwritable(error: postcard::Error) -> Error {
    Error::Bug(format!("a record cannot be written: {error}"))
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
        let read = PassageRecord::decode(&bytes, &passage.text).expect("it can be read");
        assert_eq!((read.report.as_str(), read.number), ("ashmere", 7));
        assert_eq!(
            (read.heading.as_str(), read.role),
            ("What works", Role::Strengths)
        );
        assert_eq!(read.passage, passage);
        assert!(bytes.len() <= written.size());
    }
}
