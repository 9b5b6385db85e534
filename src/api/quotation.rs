//! A passage as somebody else's words: with all that a citation needs.

use serde::{Deserialize, Serialize};

use super::hit::SectionInfo;
use super::report::ReportInfo;

/// A passage with its citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// Passage id.
    pub id: String,
    /// The whole passage.
    pub text: String,
    /// The report.
    pub report: ReportInfo,
    /// Who inspected and wrote the report; empty where that is not known.
    pub inspectorates: Vec<String>,
    /// The section.
    pub section: SectionInfo,
    /// Page on which the passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// Link to the page of the file (`file://`); `null` for a built-in sample.
    pub file: Option<String>,
    /// Link to the page where the report is published, if an address was given with it.
    pub web: Option<String>,
    /// On what terms it may be used.
    pub licence: Licence,
    /// The citation as text: title, inspectorates, dates, section and pages.
    pub citation: String,
}

/// On what terms a report may be used, as far as its file tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// Name of the licence, if the file states one; else `null`.
    pub name: Option<String>,
    /// Where the licence stands.
    pub url: Option<String>,
    /// What is known, as a line of a citation.
    pub statement: String,
}
