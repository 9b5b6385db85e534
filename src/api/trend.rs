//! Shares over the years.

use serde::{Deserialize, Serialize};

use super::answer::{Absence, Summary};
use super::count::share;

/// What `findings trend` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Every year from the first to the last of the reports that pass the filters.
    pub years: Vec<TrendYear>,
    /// Reports that pass the filters and have no year.
    pub undated: u64,
    /// Reports that pass the filters.
    pub passing_reports: u64,
    /// The filters, as options of the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
    /// Totals of what matches, and how the query was read.
    pub summary: Summary,
    /// Why nothing matches, if nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
}

/// What was counted of one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendYear {
    /// The year in which the inspections ended.
    pub year: i16,
    /// Matching passages.
    pub passages: u64,
    /// Reports with matching passages.
    pub reports: u64,
    /// Reports that pass the filters: n.
    pub of: u64,
    /// `reports` as a share of `of`, from 0 to 1; `null` in a year without reports.
    pub share: Option<f64>,
}

impl TrendYear {
    /// A year with its share.
    pub fn new(year: i16, passages: u64, reports: u64, of: u64) -> Self {
        TrendYear {
            year,
            passages,
            reports,
            of,
            share: share(reports, of),
        }
    }
}
