//! What is stored with the documents, to be read back whole.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::engine::{IndexedPassage, IndexedReport};
use crate::error::{Error, Result};
use crate::report::{Passage, Role};

/// What is stored with a document.
pub(super) trait Record: Sized {
    /// Reads a record: its bytes, and what is stored as text beside them.
    fn decode(bytes: &[u8], printed: &str) -> Result<Self>;
}

impl Record for IndexedPassage {
    fn decode(bytes: &[u8], printed: &str) -> Result<Self> {
        let written: Written<String, Vec<String>> = read(bytes)?;
        Ok(IndexedPassage {
            report: written.report,
            number: written.number as usize,
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

/// [`IndexedPassage`] without the passage's text, which is stored beside it.
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

/// [`IndexedPassage`] as it is written.
#[derive(Debug)]
pub(super) struct PassageRecord<'a> {
    pub(super) report: &'a str,
    pub(super) number: u32,
    pub(super) heading: &'a str,
    pub(super) role: Role,
    pub(super) passage: &'a Passage,
}

impl PassageRecord<'_> {
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

impl Record for IndexedReport {
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
        let written = PassageRecord {
            report: "ashmere",
            number: 7,
            heading: "What works",
            role: Role::Strengths,
            passage: &passage,
        };
        let bytes = written.encode().expect("it can be written");
        let read = IndexedPassage::decode(&bytes, &passage.text).expect("it can be read");
        assert_eq!((read.report.as_str(), read.number), ("ashmere", 7));
        assert_eq!(
            (read.heading.as_str(), read.role),
            ("What works", Role::Strengths)
        );
        assert_eq!(read.passage, passage);
        assert!(bytes.len() <= written.size());
    }
}
