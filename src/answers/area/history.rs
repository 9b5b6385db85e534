//! What is known of an area: its reports in order of date, and what changed between them.

use crate::answers::actions::ActionKind;
use crate::answers::report_info::{AreaInfo, ReportEntry};
use crate::answers::summary::Summary;
use crate::report::Date;
use crate::text::Range;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What `findings area` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AreaHistory {
    /// The area.
    pub area: AreaInfo,
    /// Areas that it followed, if it is younger than the inspections.
    pub predecessors: Vec<String>,
    /// What the latest reports say of inspections to come that none of the reports is of.
    pub next: Vec<Due>,
    /// Its reports, earliest inspection first.
    pub reports: Vec<AreaReport>,
    /// What changed between inspections of one kind, latest first.
    pub changes: Vec<Change>,
    /// The filters on its reports, as options of the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
    /// Totals of the passages of these reports.
    pub summary: Summary,
}

/// A report as a part of an area's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AreaReport {
    /// The report.
    #[serde(flatten)]
    pub entry: ReportEntry,
    /// Themes of its sections of strengths; `null` where it has no such section.
    pub strengths: Option<Themes>,
    /// Themes of its sections of weaknesses; `null` where it has no such section.
    pub weaknesses: Option<Themes>,
    /// What it asks for: actions by sort.
    pub actions: Numbers,
    /// Themes of the passages that ask for it.
    pub asked: Themes,
    /// What it says of inspections to come.
    pub due: Vec<Due>,
}

/// Passages by theme.
pub type Themes = BTreeMap<String, u64>;

/// Actions by sort.
pub type Numbers = BTreeMap<ActionKind, u64>;

/// What a report says of when an inspection is to follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// What sort of inspection.
    pub kind: DueKind,
    /// The sentence that says so.
    pub sentence: String,
    /// The words in `sentence` that say by when, as UTF-8 byte offsets; `null` if none do.
    pub highlight: Option<Range>,
    /// Whether these words are an approximation.
    pub approximate: bool,
    /// First day of the time that they give, counted from the end of the inspection; `null` if they
    /// give only its end.
    pub from: Option<Date>,
    /// Last day of that time; `null` where no time is given, or none it can be counted from.
    pub until: Option<Date>,
    /// Id of the report that says so.
    pub report: String,
    /// Id of the passage.
    pub id: String,
    /// Page on which the passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// Id of the first later report on such an inspection, if it is among the reports.
    pub followed_by: Option<String>,
}

/// A sort of inspection to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueKind {
    /// A look at what was done about the last one.
    Monitoring,
    /// A visit to see whether weaknesses are less weak.
    Revisit,
    /// A whole inspection.
    Full,
}

impl DueKind {
    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            DueKind::Monitoring => "monitoring",
            DueKind::Revisit => "revisit",
            DueKind::Full => "full",
        }
    }
}

/// What changed from one inspection to the next of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Id of the earlier report.
    pub before: String,
    /// Id of the later report.
    pub after: String,
    /// Whether the later inspection followed another framework, under which some rows are others and
    /// other things are asked for.
    pub another_framework: bool,
    /// The outcome, on a scale that both share.
    pub outcome: Shift,
    /// Judgements that both reports give.
    pub judgements: Vec<Shift>,
    /// Rows that only the earlier report has.
    pub rows_before: Vec<String>,
    /// Rows that only the later report has.
    pub rows_after: Vec<String>,
    /// Themes of weaknesses; `null` unless both reports have sections of weaknesses.
    pub weaknesses: Option<ThemeShift>,
    /// Themes of what is asked for; `null` unless both ask for something, under one framework.
    pub asked: Option<ThemeShift>,
}

/// A judgement before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// What is judged.
    pub row: String,
    /// As the earlier report has it.
    pub before: String,
    /// As the later report has it.
    pub after: String,
    /// Which way it went.
    pub direction: Direction,
}

/// Which way a judgement went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// To a better grade.
    Rose,
    /// To a worse grade.
    Fell,
    /// Nowhere.
    Same,
    /// To or from something that is no grade, or one that is neither better nor worse.
    Other,
}

/// Themes before and after.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ThemeShift {
    /// Those of the later report alone.
    pub came: Vec<String>,
    /// Those of the earlier report alone.
    pub went: Vec<String>,
    /// Those of both.
    pub stayed: Vec<String>,
}
