//! Figures on waiting and timeliness, as data.

use crate::answers::hit::SectionInfo;
use crate::answers::report_info::ReportInfo;
use crate::answers::summary::{NoHits, Summary, WithoutFilter};
use crate::text::Range;
use crate::text::durations::Unit;
use serde::{Deserialize, Serialize};

/// What `findings waits` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waits {
    /// The figures, longest first.
    pub waits: Vec<Figure>,
    /// All figures that were found, those beyond the limit included.
    pub total: u64,
    /// Totals of the passages that were looked at, and how the query was read.
    pub summary: Summary,
    /// Why no passage matches, if none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<NoHits>,
    /// Where passages match but hold no such figure: how many figures there would be without one of
    /// the filters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<WithoutFilter>,
}

/// How long something takes, or is to take at most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Id of the passage it stands in.
    pub id: String,
    /// What is waited for, under the name that the table of services has for it; `null` if the
    /// passage names none of them.
    pub service: Option<String>,
    /// Whether the time was taken or is a limit.
    pub kind: FigureKind,
    /// Whose time it is.
    pub of: FigureOf,
    /// How the number is meant.
    pub bound: Bound,
    /// The number; of a range the lower end.
    pub number: f64,
    /// The upper end of a range.
    pub number_to: Option<f64>,
    /// The unit that is printed.
    pub unit: Unit,
    /// The number (of a range the upper end) in days, for comparing: a working day counts 1.4 days, a
    /// month 30.4, a year 365.
    pub days: f64,
    /// The figure as printed, its bound aside.
    pub printed: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// The figure in `sentence`, as UTF-8 byte offsets.
    pub highlight: Range,
    /// The report.
    pub report: ReportInfo,
    /// The section.
    pub section: SectionInfo,
    /// Page on which the passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
}

/// Whether a time was taken or is a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureKind {
    /// A time that was taken.
    Wait,
    /// A time set for something, kept or not.
    Target,
}

impl FigureKind {
    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            FigureKind::Wait => "wait",
            FigureKind::Target => "target",
        }
    }
}

/// Whose time a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureOf {
    /// The area's that the report is about.
    Area,
    /// That of others it is compared with: of England, of similar authorities.
    Elsewhere,
}

impl FigureOf {
    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            FigureOf::Area => "area",
            FigureOf::Elsewhere => "elsewhere",
        }
    }
}

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// No longer than this.
    UpTo,
    /// On average.
    Average,
    /// Longer than this.
    Over,
    /// In less time than this, or by its end.
    Within,
    /// No shorter than this.
    AtLeast,
    /// About this long.
    About,
    /// From one number to another.
    Range,
    /// Just this long.
    Exactly,
}

impl Bound {
    /// The name in machine output, and for people.
    pub fn name(self) -> &'static str {
        match self {
            Bound::UpTo => "up-to",
            Bound::Average => "average",
            Bound::Over => "over",
            Bound::Within => "within",
            Bound::AtLeast => "at-least",
            Bound::About => "about",
            Bound::Range => "range",
            Bound::Exactly => "exactly",
        }
    }
}
