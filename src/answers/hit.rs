//! What a search finds: passages with the section and report they stand in, and what in them
//! matched.

use crate::answers::report_info::{PassageInfo, ReportInfo};
use crate::text::Range;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A passage that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Place in the whole list, 1-based.
    pub rank: usize,
    /// Relevance; comparable within one answer only.
    pub score: f32,
    /// Passage id for `show`: report id, colon, number of the passage in the report (1-based).
    pub id: String,
    /// The report it stands in.
    pub report: ReportInfo,
    /// The section it stands in.
    pub section: SectionInfo,
    /// Page on which the passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// Theme paths.
    pub themes: Vec<String>,
    /// The whole passage.
    pub text: String,
    /// What matched, as UTF-8 byte offsets into `text`, in order, not overlapping.
    pub highlights: Vec<Range>,
    /// The part of the passage to show when room is scarce.
    pub snippet: Snippet,
    /// Words of the query that the passage does not hold; empty for a full match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// With `group` `alike`: matching passages that say the same in the same words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alike: Option<Alike>,
    /// With `group` `report`: further matching passages of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_in_report: Option<u64>,
    /// With `group` `area`: further matching passages of the area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_in_area: Option<u64>,
    /// Neighbouring passages, if asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    /// How the score came about, if asked for: parts by name; they add up to `score`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explanation: Vec<ScorePart>,
}

/// Passages that say the same as a hit, in the same words but for names and numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// How many, the hit itself aside.
    pub passages: u64,
    /// In how many other reports.
    pub reports: u64,
    /// Ids of the first of them, by report.
    pub ids: Vec<String>,
}

/// A part of a passage, cut at sentence boundaries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The text; `…` stands where something was left out.
    pub text: String,
    /// What matched, as UTF-8 byte offsets into this text.
    pub highlights: Vec<Range>,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScorePart {
    /// What it is for: a word of the query, the closeness of two, …
    pub part: String,
    /// How much it adds.
    pub score: f32,
}

/// Passages before and after a hit, in printed order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Context {
    /// Passages before.
    pub before: Vec<PassageInfo>,
    /// Passages after.
    pub after: Vec<PassageInfo>,
}

/// A section as a hit names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionInfo {
    /// The heading as printed; empty for text before the first heading.
    pub heading: String,
    /// Name of the role, such as `weaknesses`.
    pub role: String,
}

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
