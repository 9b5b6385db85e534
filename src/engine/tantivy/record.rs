//! What is stored with the documents, to be read back whole.

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
        let record: PassageRecord<'_> = read(bytes)?;
        Ok(IndexedPassage {
            report: record.report.to_owned(),
            number: record.number as usize,
            heading: record.heading.to_owned(),
            role: record.role,
            passage: Passage {
                text: printed.to_owned(),
                page_start: record.page_start,
                page_end: record.page_end,
                themes: record.themes.into_iter().map(str::to_owned).collect(),
            },
        })
    }
}

/// [`IndexedPassage`] as it is stored: without its text, which is stored beside it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PassageRecord<'a> {
    pub(super) report: &'a str,
    pub(super) number: u32,
    pub(super) heading: &'a str,
    pub(super) role: Role,
    pub(super) page_start: Option<u32>,
    pub(super) page_end: Option<u32>,
    #[serde(borrow)]
    pub(super) themes: Vec<&'a str>,
}

impl Record for IndexedReport {
    fn decode(bytes: &[u8], _printed: &str) -> Result<Self> {
        read(bytes)
    }
}

pub(super) fn encode<R: Serialize>(record: &R) -> Result<Vec<u8>> {
    postcard::to_stdvec(record).map_err(unwritable)
}

fn read<'b, R: Deserialize<'b>>(bytes: &'b [u8]) -> Result<R> {
    postcard::from_bytes(bytes)
        .map_err(|error| Error::damaged(format!("a record cannot be read: {error}")))
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn unwritable(error: postcard::Error) -> Error {
    Error::Bug(format!("a record cannot be written: {error}"))
}
