//! Tables of counts.

use serde::{Deserialize, Serialize};

use super::answer::{Absence, Summary};
use super::report::ReportInfo;
use crate::report::facet::{Dimension, FacetPath};

/// What `findings count` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// The facets counted by: rows, then columns.
    pub by: Vec<Dimension>,
    /// The tables: one, or one for each scale of outcomes.
    pub tables: Vec<CountTable>,
    /// Reports that pass the filters: what shares are of, where no facet divides them.
    pub passing_reports: u64,
    /// Reports that pass the filters and do not match, if asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<Vec<ReportInfo>>,
    /// All reports that pass the filters and do not match, those of other pages included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent_reports: Option<u64>,
    /// Totals of what matches, and how the query was read.
    pub summary: Summary,
    /// Why nothing matches, if nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
}

/// One table of counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountTable {
    /// The scale of its outcomes, if it counts by outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// Values of the rows, in order.
    pub rows: Vec<FacetPath>,
    /// Values of the columns, in order; empty with one facet.
    pub columns: Vec<FacetPath>,
    /// The cells, row by row; none is left out.
    pub cells: Vec<CountCell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountCell {
    /// The values, in the order of the facets.
    pub values: Vec<FacetPath>,
    /// Matching passages.
    pub passages: u64,
    /// Reports with matching passages.
    pub reports: u64,
    /// Reports that pass the filters and have the cell's area, region, outcome, year and kind, as
    /// far as these are counted by.
    pub of: u64,
    /// `reports` as a share of `of`, from 0 to 1; `null` where there are none.
    pub share: Option<f64>,
}

impl CountCell {
    /// A cell with its share.
    pub fn new(values: Vec<FacetPath>, passages: u64, reports: u64, of: u64) -> Self {
        CountCell {
            values,
            passages,
            reports,
            of,
            share: share(reports, of),
        }
    }
}

/// `reports` as a share of `of`, to four places; none of no reports.
pub(crate) fn share(reports: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| (reports as f64 / of as f64 * 10_000.0).round() / 10_000.0)
}
