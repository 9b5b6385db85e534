//! `trend`: shares of reports over the years.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, Criteria};
use super::count::Tally;

use crate::answers::count::share;
use crate::answers::summary::{NoHits, Summary};
use crate::engine::{Crosstab, Totals};
use crate::error::{Error, Result};
use crate::report::facet::Dimension;

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
    pub absence: Option<NoHits>,
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

/// Longest stretch of years whose gaps are filled: a report that is dated wrongly shall not make
/// thousands of empty ones.
const LONGEST: usize = 100;

/// A question for shares by year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TrendRequest {
    /// Words and filters; the words must not be empty.
    #[serde(flatten)]
    pub criteria: Criteria,
}

/// Counts what matches by year. Years without reports are not left out, so that a chart has no
/// hidden gap.
///
/// # Errors
/// There are no words, a facet value is unknown, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &TrendRequest) -> Result<Trend> {
    if request.criteria.query.trim().is_empty() {
        return Err(Error::Usage {
            message: "the query is empty".to_owned(),
            hint: Some("name some words: `findings trend CAMHS waiting`".to_owned()),
        });
    }
    let plan = corpus.plan(&request.criteria, request.criteria.holding())?;
    let tally = Tally::new(&plan, &[Dimension::Year])?;
    let passing = by_year(&tally.passing);
    let matching = by_year(&tally.matching);
    let first = passing.keys().next().copied();
    let last = passing.keys().next_back().copied();
    let years: Vec<i16> = match first.zip(last) {
        Some((first, last)) if (first..=last).len() <= LONGEST => (first..=last).collect(),
        _ => passing.keys().copied().collect(),
    };
    let years = years.into_iter().map(|year| {
        let found = matching.get(&year).copied().unwrap_or_default();
        let of = passing.get(&year).map_or(0, |totals| totals.reports);
        TrendYear::new(year, found.passages, found.reports, of)
    });
    let dated: u64 = passing.values().map(|totals| totals.reports).sum();
    let passing_reports = tally.passing.reports.len() as u64;
    let filters = plan.passages.filters.iter();
    Ok(Trend {
        years: years.collect(),
        undated: passing_reports.saturating_sub(dated),
        passing_reports,
        filters: filters.map(|filter| filter.label.clone()).collect(),
        summary: plan.summary(tally.totals())?,
        absence: plan.absence(tally.totals())?,
    })
}

/// Passages and reports by year.
fn by_year(counted: &Crosstab) -> BTreeMap<i16, Totals> {
    let years = counted.cells.iter().filter_map(|(values, totals)| {
        let year = values.first()?.leaf().parse().ok()?;
        Some((year, *totals))
    });
    years.collect()
}
