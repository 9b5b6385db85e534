//! A passage with all that is known of where it stands: what answers beyond a list of hits are made
//! from.

use std::rc::Rc;

use super::hit::{Range, SectionInfo};
use super::report::ReportInfo;

/// A passage that matches a request.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPassage {
    /// Passage id.
    pub id: String,
    /// The report it stands in, shared by its passages.
    pub report: Rc<ReportInfo>,
    /// The section it stands in.
    pub section: SectionInfo,
    /// Page on which it starts, 1-based; `None` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// The whole passage.
    pub text: String,
    /// Theme paths.
    pub themes: Vec<String>,
    /// What matched, as UTF-8 byte offsets into `text`; empty without words in the query.
    pub highlights: Vec<Range>,
}
