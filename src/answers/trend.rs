//! Shares of reports over the years.

use std::collections::BTreeMap;

use crate::api::{Cell, Tally, Trend, TrendYear};

/// Longest stretch of years whose gaps are filled: a report that is dated wrongly shall not make
/// thousands of empty ones.
const LONGEST: usize = 100;

/// The years of what was counted by year. Years without reports are not left out, so that a chart has
/// no hidden gap.
pub fn years(tally: Tally) -> Trend {
    let passing = by_year(&tally.passing);
    let matching = by_year(&tally.matching);
    let first = passing.keys().next().copied();
    let last = passing.keys().next_back().copied();
    let years: Vec<i16> = match first.zip(last) {
        Some((first, last)) if (first..=last).len() <= LONGEST => (first..=last).collect(),
        _ => passing.keys().copied().collect(),
    };
    let years = years.into_iter().map(|year| {
        let (passages, reports) = matching.get(&year).copied().unwrap_or_default();
        let of = passing.get(&year).map_or(0, |(_, reports)| *reports);
        TrendYear::new(year, passages, reports, of)
    });
    let dated: u64 = passing.values().map(|(_, reports)| reports).sum();
    Trend {
        years: years.collect(),
        undated: tally.passing_reports.saturating_sub(dated),
        passing_reports: tally.passing_reports,
        filters: Vec::new(),
        summary: tally.summary,
    }
}

/// Passages and reports by year.
fn by_year(cells: &[Cell]) -> BTreeMap<i16, (u64, u64)> {
    let years = cells.iter().filter_map(|cell| {
        let year = cell.values.first()?.leaf().parse().ok()?;
        Some((year, (cell.passages, cell.reports)))
    });
    years.collect()
}
