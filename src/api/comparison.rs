//! Areas side by side.

use serde::{Deserialize, Serialize};

use super::answer::Summary;
use super::area::Numbers;
use super::hit::Hit;
use super::report::{AreaInfo, ReportInfo};

/// What `findings compare` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The areas, in the order in which they were named.
    pub areas: Vec<ComparedArea>,
    /// How the query was read, and totals of what matches it and passes the filters.
    pub summary: Summary,
}

/// An area beside others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparedArea {
    /// The area.
    pub area: AreaInfo,
    /// Reports that pass the filters on reports.
    pub reports: u64,
    /// Passages of these that pass the filters, those on themes aside: what shares are of.
    pub passages: u64,
    /// The latest report of each kind, which has the latest outcome on its scale.
    pub latest: Vec<ReportInfo>,
    /// What the reports ask for: actions by sort.
    pub actions: Numbers,
    /// Passages by theme; themes without any are left out.
    pub themes: Vec<ThemeShare>,
    /// What matches the query, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<Matching>,
}

/// How many of an area's passages have a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeShare {
    /// The theme.
    pub theme: String,
    /// Passages with it.
    pub passages: u64,
    /// These as a share of the area's passages, from 0 to 1; `null` where it has none.
    pub share: Option<f64>,
}

/// What of an area matches a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matching {
    /// Passages that hold all of it.
    pub passages: u64,
    /// Reports with such passages.
    pub reports: u64,
    /// The best passage; where none holds all of it, the best of those that hold most.
    pub best: Option<Hit>,
}
