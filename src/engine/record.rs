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
    postcard::to_stdvec(record)
        .map_err(|error| Error::Engine(format!("a record cannot be written: {error}")))
}
