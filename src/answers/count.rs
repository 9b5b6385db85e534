//! Tables of counts, with the reports that the counts are a share of.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, Criteria, QueryPlan};
use crate::answers::report_info::ReportInfo;
use crate::answers::summary::{NoHits, Summary};
use crate::engine::{Crosstab, Totals};
use crate::error::{Error, Result};
use crate::report::Scale;
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
    pub absence: Option<NoHits>,
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

/// Rows and columns of a table.
const MOST_FACETS: usize = 2;

/// A question for tables of counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CountRequest {
    /// Words and filters.
    #[serde(flatten)]
    pub criteria: Criteria,
    /// One facet, or two: rows, then columns.
    pub by: Vec<Dimension>,
    /// Whether to list the reports that pass the filters and do not match.
    pub absent: bool,
    /// Page of that list, 1-based.
    pub page: Option<usize>,
    /// Reports a page of that list; all if not given.
    pub limit: Option<usize>,
}

impl Default for CountRequest {
    fn default() -> Self {
        CountRequest {
            criteria: Criteria::default(),
            by: vec![Dimension::Outcome],
            absent: false,
            page: None,
            limit: None,
        }
    }
}

/// Counts what matches. Outcomes stand on scales of their own: each scale has a table.
///
/// # Errors
/// It counts by more than two facets or by one twice, names an unknown facet value, or the index
/// cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &CountRequest) -> Result<Count> {
    let by = &request.by[..];
    if let [rows, columns] = by
        && rows == columns
    {
        return Err(Error::Usage {
            message: format!("--by {rows},{columns} names one facet twice"),
            hint: Some("name two different facets, or one for a list".to_owned()),
        });
    }
    if by.len() > MOST_FACETS {
        return Err(Error::Usage {
            message: "a table has rows and columns: --by takes one facet or two".to_owned(),
            hint: Some("such as `--by outcome,year`".to_owned()),
        });
    }
    let plan = corpus.plan(&request.criteria, request.criteria.holding())?;
    let tally = Tally::new(&plan, by)?;
    let counted = Counted::new(&tally, by);
    let scales = counted.scales();
    let tables = scales.into_iter().map(|scale| counted.table(scale));
    let tables = tables.filter(|table| !table.rows.is_empty()).collect();
    let matching: BTreeSet<&String> = tally.matching.reports.iter().collect();
    let mut absent = tally.passing.reports.clone();
    absent.retain(|id| !matching.contains(id));
    let absent_reports = absent.len() as u64;
    let absent = super::page_of(absent, request.page, request.limit);
    let absent = absent.iter().map(|id| corpus.report_info(id));
    Ok(Count {
        by: by.to_vec(),
        tables,
        passing_reports: tally.passing.reports.len() as u64,
        absent: request.absent.then(|| absent.collect()).transpose()?,
        absent_reports: request.absent.then_some(absent_reports),
        summary: plan.summary(tally.totals())?,
        absence: plan.absence(tally.totals())?,
    })
}

/// What matches and what passes the filters, counted by the values of facets.
pub(crate) struct Tally {
    /// What matches.
    pub(crate) matching: Crosstab,
    /// What passes the filters whether it matches or not, by the facets that reports have as a
    /// whole: the reports that [`Tally::matching`] is a share of.
    pub(crate) passing: Crosstab,
}

impl Tally {
    pub(crate) fn new(plan: &QueryPlan<'_>, by: &[Dimension]) -> Result<Self> {
        let of_report = by.iter().copied().filter(|facet| facet.is_of_report());
        let of_report: Vec<Dimension> = of_report.collect();
        let searcher = plan.corpus.searcher;
        Ok(Tally {
            matching: searcher.crosstab(&plan.passages, by)?,
            passing: searcher.crosstab(&plan.passages.filters_only(), &of_report)?,
        })
    }

    pub(crate) fn totals(&self) -> Totals {
        Totals {
            passages: self.matching.passages,
            reports: self.matching.reports.len() as u64,
        }
    }
}

/// Counts by their values.
struct Counted<'a> {
    by: &'a [Dimension],
    matching: BTreeMap<&'a [FacetPath], (u64, u64)>,
    /// Reports that pass, by the values of facets of whole reports.
    passing: BTreeMap<&'a [FacetPath], u64>,
    passing_reports: u64,
}

impl<'a> Counted<'a> {
    fn new(tally: &'a Tally, by: &'a [Dimension]) -> Self {
        let matching = tally.matching.cells.iter();
        let passing = tally.passing.cells.iter();
        Counted {
            by,
            matching: matching
                .map(|(values, totals)| (&values[..], (totals.passages, totals.reports)))
                .collect(),
            passing: passing
                .map(|(values, totals)| (&values[..], totals.reports))
                .collect(),
            passing_reports: tally.passing.reports.len() as u64,
        }
    }

    /// The scales of the outcomes counted by, in their order; one that is none without outcomes.
    fn scales(&self) -> Vec<Option<&'static str>> {
        let Some(at) = self.by.iter().position(|&by| by == Dimension::Outcome) else {
            return vec![None];
        };
        let of = |values: &&[FacetPath]| values.get(at).map(FacetPath::top);
        let present: BTreeSet<FacetPath> = self.matching.keys().filter_map(of).collect();
        let passing = self.passing_values(Dimension::Outcome);
        let scales = Scale::ALL.into_iter().map(Scale::name);
        scales
            .filter(|scale| {
                let on_it = |value: &FacetPath| value.0.first().is_some_and(|own| own == scale);
                present.iter().any(on_it) || passing.iter().any(|value| on_it(value))
            })
            .map(Some)
            .collect()
    }

    /// The values that passing reports have of a facet.
    fn passing_values(&self, dimension: Dimension) -> BTreeSet<&'a FacetPath> {
        let mut of_report = self.by.iter().filter(|by| by.is_of_report());
        let at = of_report.position(|&by| by == dimension);
        let keys = self.passing.keys();
        at.map_or_else(BTreeSet::new, |at| {
            keys.filter_map(|values| values.get(at)).collect()
        })
    }

    fn table(&self, scale: Option<&'static str>) -> CountTable {
        let rows = self.values(0, scale);
        let columns = self.values(1, scale);
        let mut cells = Vec::with_capacity(rows.len() * columns.len().max(1));
        for row in &rows {
            if self.by.len() < 2 {
                cells.push(self.cell(vec![row.clone()]));
            }
            for column in &columns {
                cells.push(self.cell(vec![row.clone(), column.clone()]));
            }
        }
        CountTable {
            scale: scale.map(str::to_owned),
            rows,
            columns,
            cells,
        }
    }

    /// The values of the `at`th facet in the order in which they are shown. Areas are many: those
    /// where nothing matches are left out.
    fn values(&self, at: usize, scale: Option<&str>) -> Vec<FacetPath> {
        let Some(&dimension) = self.by.get(at) else {
            return Vec::new();
        };
        let mut sums: BTreeMap<&FacetPath, u64> = BTreeMap::new();
        if dimension != Dimension::Area {
            let passing = self.passing_values(dimension).into_iter();
            sums.extend(passing.map(|value| (value, 0)));
        }
        for (values, (_, reports)) in &self.matching {
            if let Some(value) = values.get(at) {
                *sums.entry(value).or_default() += reports;
            }
        }
        if let (Dimension::Outcome, Some(scale)) = (dimension, scale) {
            sums.retain(|value, _| value.0.first().is_some_and(|own| own == scale));
        } else if let Some(scale) = scale {
            sums.retain(|value, _| self.is_beside(at, value, scale));
        }
        let mut values: Vec<(&FacetPath, u64)> = sums.into_iter().collect();
        match dimension {
            Dimension::Year => {}
            Dimension::Outcome => values.sort_by_key(|(value, _)| place(value)),
            _ => values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0))),
        }
        values.into_iter().map(|(value, _)| value.clone()).collect()
    }

    /// Whether a value of the other facet occurs together with outcomes of a scale.
    fn is_beside(&self, at: usize, value: &FacetPath, scale: &str) -> bool {
        let on_scale = |values: &&[FacetPath]| {
            let outcome = values.get(1 - at).and_then(|outcome| outcome.0.first());
            outcome.is_some_and(|own| own == scale) && values.get(at) == Some(value)
        };
        let both_of_report = self.by.iter().all(|by| by.is_of_report());
        self.matching.keys().any(on_scale)
            || (both_of_report
                && self.by.get(at) != Some(&Dimension::Area)
                && self.passing.keys().any(on_scale))
    }

    fn cell(&self, values: Vec<FacetPath>) -> CountCell {
        let (passages, reports) = self.matching.get(&values[..]).copied().unwrap_or_default();
        let of_report: Vec<FacetPath> = values
            .iter()
            .zip(self.by)
            .filter(|(_, by)| by.is_of_report())
            .map(|(value, _)| value.clone())
            .collect();
        let of = if of_report.is_empty() {
            self.passing_reports
        } else {
            self.passing.get(&of_report[..]).copied().unwrap_or(0)
        };
        CountCell::new(values, passages, reports, of)
    }
}

/// Place of an outcome on its scale; unknown ones last.
fn place(outcome: &FacetPath) -> usize {
    let scales = Scale::ALL.into_iter();
    let mut scale = scales.filter(|scale| outcome.0.first().is_some_and(|own| own == scale.name()));
    scale.next().map_or(usize::MAX, |scale| {
        let place = scale
            .values()
            .iter()
            .position(|&value| value == outcome.leaf());
        place.unwrap_or(usize::MAX)
    })
}
