//! What a text says of reports, held against them.

use crate::answers::hit::{Hit, SectionInfo};
use crate::answers::report_info::ReportInfo;
use crate::text::Range;
use serde::{Deserialize, Serialize};

/// What `findings check` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The reports that the text is about, as far as it says.
    pub about: Vec<ReportInfo>,
    /// What to mind of it as a whole.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Its quotations, in order.
    pub quotations: Vec<CheckedQuotation>,
    /// Its other sentences that name an area or an inspection, in order.
    pub claims: Vec<Claim>,
    /// What the reports it is about ask for, with whether the text speaks of it.
    pub asked: Vec<Asked>,
    /// Totals.
    pub summary: CheckSummary,
}

/// Totals of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckSummary {
    /// [`SCHEMA`](crate::answers::summary::SCHEMA).
    pub schema: u32,
    /// Quotations word for word in a report.
    pub verbatim: u64,
    /// Quotations nearly so.
    pub near: u64,
    /// Quotations that are in no report.
    pub not_found: u64,
    /// Those of them that the text gives as the words of a person.
    pub spoken: u64,
    /// Those of them that are of one or two words, and were looked for in the reports the text is
    /// about alone.
    #[serde(default)]
    pub short: u64,
    /// Quotations found, or nearly, in no report that the text is about, but in another.
    #[serde(default)]
    pub elsewhere: u64,
    /// Claims.
    pub claims: u64,
    /// Claims without a passage near them.
    pub unsupported: u64,
    /// Claims that give an outcome which is not that of the report.
    #[serde(default)]
    pub misstated: u64,
    /// What the reports ask for.
    pub asked: u64,
    /// What of it the text does not speak of.
    pub unmentioned: u64,
    /// Reports in the index.
    pub indexed_reports: u64,
    /// Time taken, in milliseconds, where somebody measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<f64>,
}

/// Whether a quotation stands in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Word for word; ellipses and words in square brackets aside.
    Verbatim,
    /// With some words that differ.
    Near,
    /// Not, in any report that was looked at.
    NotFound,
}

impl Verdict {
    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Near => "near",
            Verdict::NotFound => "not-found",
        }
    }
}

/// A quotation of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckedQuotation {
    /// Place among the quotations of the text, 1-based.
    pub number: usize,
    /// The words quoted, without the quotation marks.
    pub text: String,
    /// Page of the text on which it begins, 1-based; `null` where the file has no pages.
    pub page: Option<u32>,
    /// Whose words the text says they are, if it names a person.
    pub speaker: Option<String>,
    /// Whether a report says so.
    pub verdict: Verdict,
    /// Whether only a report says so that the text is not about.
    #[serde(default)]
    pub elsewhere: bool,
    /// Whether it is of one or two words, looked for in the reports the text is about alone.
    #[serde(default)]
    pub short: bool,
    /// What to mind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Where a report says so, or nearly.
    pub source: Option<QuotedSource>,
    /// How the text and the report differ, in order; empty unless `verdict` is `near`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub difference: Vec<DifferencePart>,
}

/// Where quoted words stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuotedSource {
    /// Ids of the passages that the words stand in, in order.
    pub ids: Vec<String>,
    /// The passages' text, one space between them.
    pub text: String,
    /// The quoted words in `text`, as UTF-8 byte offsets.
    pub highlight: Range,
    /// The report.
    pub report: ReportInfo,
    /// The section in which they begin.
    pub section: SectionInfo,
    /// Page on which the first passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which the last one ends.
    pub page_end: Option<u32>,
    /// Further reports, of those that were compared, that say the same word for word.
    pub also_in: u64,
}

/// A stretch of words that the text and the report share, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferencePart {
    /// Who has them.
    pub kind: DifferenceKind,
    /// The words, as printed.
    pub text: String,
}

/// Who has words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// The text and the report.
    Both,
    /// The text alone.
    Text,
    /// The report alone.
    Report,
}

/// A sentence that names an area or an inspection, with what reports say nearest to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Place among the claims of the text, 1-based.
    pub number: usize,
    /// The sentence.
    pub text: String,
    /// Page of the text on which its paragraph begins.
    pub page: Option<u32>,
    /// Whether it is part of what a person is quoted as saying.
    pub spoken: bool,
    /// Number of the quotation that it is part of.
    #[serde(default)]
    pub quotation: Option<usize>,
    /// How often the text says it, word for word.
    #[serde(default = "once")]
    pub times: usize,
    /// Whether it gives an outcome that is not that of the report.
    #[serde(default)]
    pub misstated: bool,
    /// Areas that it names; none: those of the whole text are meant.
    pub areas: Vec<String>,
    /// The nearest passages, best first; one beside strengths that says what is to be better comes
    /// last.
    pub nearest: Vec<NearPassage>,
    /// What to mind.
    pub notes: Vec<String>,
}

fn once() -> usize {
    1
}

/// A passage near a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NearPassage {
    /// The passage.
    #[serde(flatten)]
    pub hit: Hit,
    /// Share of the claim's words that the passage has, in any form, from 0 to 1; words such as
    /// `the` do not count, nor do names of areas and inspectorates.
    pub shared: f64,
    /// Whether it is given for what it says against, beside strengths.
    pub contrast: bool,
}

/// Something that a report asks for, and where the text speaks of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Id of the passage.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Role of its section: `priority-actions` or `improvements`.
    pub section: String,
    /// Page on which the passage starts, 1-based.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// The report.
    pub report: ReportInfo,
    /// The sentence of the text that is nearest to it; `null` if the text does not speak of it.
    pub mentioned: Option<String>,
}
