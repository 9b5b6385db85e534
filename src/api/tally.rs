//! Passages and reports counted by one facet or two, and the reports they are a share of.

use super::answer::{Absence, Summary};
use super::report::ReportInfo;
use crate::report::facet::FacetPath;

/// What was counted of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Totals of what matches.
    pub summary: Summary,
    /// Why nothing matches, if nothing does.
    pub absence: Option<Absence>,
    /// What matches, by values.
    pub matching: Vec<Cell>,
    /// What passes the filters whether it matches or not, by the values of facets that reports have
    /// as a whole: the reports that [`Tally::matching`] is a share of.
    pub passing: Vec<Cell>,
    /// Reports that pass the filters.
    pub passing_reports: u64,
    /// Reports that pass the filters and do not match, latest inspection first; only if asked for.
    pub absent: Vec<ReportInfo>,
}

/// How often values occur together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// A value of each facet, in the order asked for.
    pub values: Vec<FacetPath>,
    /// Passages with these values.
    pub passages: u64,
    /// Reports with such passages.
    pub reports: u64,
}
