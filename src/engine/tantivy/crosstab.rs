//! Counts by several facets at once, in one pass over the columns.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Query;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::columns::{FacetColumn, text_of};
use super::engine_error;
use super::reader::Engine;
use crate::engine::{Crosstab, Totals};
use crate::error::Result;
use crate::report::facet::{Dimension, FacetPath};

impl Engine {
    /// Counts what a query finds by the values of `dimensions`, in each combination that occurs.
    pub(super) fn count_crosswise(
        &self,
        query: &dyn Query,
        dimensions: &[Dimension],
    ) -> Result<Crosstab> {
        let collector = CrosstabCollector { dimensions };
        let counted = self.searcher.search(query, &collector);
        let counted = counted.map_err(engine_error)?;
        let mut reports: Vec<(Reverse<i64>, String)> = counted
            .reports
            .into_iter()
            .map(|(id, date)| (Reverse(date), id))
            .collect();
        reports.sort_unstable();
        let cells = counted.cells.into_iter();
        Ok(Crosstab {
            passages: counted.passages,
            reports: reports.into_iter().map(|(_, id)| id).collect(),
            cells: cells
                .map(|(values, (passages, reports))| (values, Totals { passages, reports }))
                .collect(),
        })
    }
}

struct CrosstabCollector<'a> {
    dimensions: &'a [Dimension],
}

/// What a collector has counted.
#[derive(Debug, Default)]
struct Counted {
    passages: u64,
    /// Date by id.
    reports: BTreeMap<String, i64>,
    cells: BTreeMap<Vec<FacetPath>, (u64, u64)>,
}

impl Collector for CrosstabCollector<'_> {
    type Fruit = Counted;
    type Child = SegmentCrosstab;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentCrosstab> {
        let fast = segment.fast_fields();
        let facets = self.dimensions.iter();
        let facets = facets.map(|&dimension| FacetColumn::open(segment, dimension));
        Ok(SegmentCrosstab {
            report: fast.str("report")?,
            date: fast.i64("date")?,
            facets: facets.collect::<tantivy::Result<_>>()?,
            passages: 0,
            reports: Vec::new(),
            cells: FxHashMap::default(),
            keys: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counted>) -> tantivy::Result<Counted> {
        let mut merged = Counted::default();
        for fruit in fruits {
            merged.passages += fruit.passages;
            merged.reports.extend(fruit.reports);
            for (values, (passages, reports)) in fruit.cells {
                let cell = merged.cells.entry(values).or_default();
                cell.0 += passages;
                cell.1 += reports;
            }
        }
        Ok(merged)
    }
}

/// The counts of one segment.
struct SegmentCrosstab {
    report: Option<StrColumn>,
    date: Column<i64>,
    facets: Vec<FacetColumn>,
    passages: u64,
    /// Ordinal and date of every report, in order of occurrence.
    reports: Vec<(u64, i64)>,
    /// Passages, reports and the last report counted, by places of the values.
    cells: FxHashMap<Vec<u32>, (u64, u64, u64)>,
    /// The combinations of values of the document at hand.
    keys: Vec<Vec<u32>>,
}

impl SegmentCollector for SegmentCrosstab {
    type Fruit = Counted;

    fn collect(&mut self, document: DocId, _: Score) {
        let column = self.report.as_ref();
        let report = column.and_then(|column| column.ords().first(document));
        let report = report.unwrap_or(u64::MAX);
        self.passages += 1;
        if self.reports.last().is_none_or(|&(last, _)| last != report) {
            let date = self.date.first(document).unwrap_or(i64::MIN);
            self.reports.push((report, date));
        }
        self.keys.clear();
        self.keys.push(Vec::new());
        for facet in &self.facets {
            let mut values: Vec<u32> = facet.of(document).collect();
            values.sort_unstable();
            values.dedup();
            let longer = self.keys.iter().flat_map(|key| {
                let with = |&value: &u32| key.iter().copied().chain([value]).collect();
                values.iter().map(with).collect::<Vec<Vec<u32>>>()
            });
            self.keys = longer.collect();
        }
        for key in self.keys.drain(..) {
            let cell = self.cells.entry(key).or_insert((0, 0, u64::MAX - 1));
            cell.0 += 1;
            cell.1 += u64::from(cell.2 != report);
            cell.2 = report;
        }
    }

    fn harvest(self) -> Counted {
        let mut reports = BTreeMap::new();
        for (ordinal, date) in self.reports {
            reports.insert(text_of(self.report.as_ref(), ordinal), date);
        }
        let mut cells = BTreeMap::new();
        #[expect(clippy::iter_over_hash_type, reason = "into a sorted map")]
        for (key, (passages, reports, _)) in self.cells {
            let labels = key.iter().zip(&self.facets);
            let values =
                labels.map(|(&slot, facet)| FacetPath::clone(&facet.values[slot as usize]));
            cells.insert(values.collect(), (passages, reports));
        }
        Counted {
            passages: self.passages,
            reports,
            cells,
        }
    }
}
