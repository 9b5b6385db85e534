//! Counts by several facets at once, in one pass over the columns.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Query;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::engine_error;
use super::facet_labels::FacetLabels;
use super::reader::Engine;
use super::schema::Fields;
use super::search::Search;
use crate::api::{Cell, SearchRequest, Tally};
use crate::error::Result;
use crate::query::synonyms::Synonyms;
use crate::report::facet::{Dimension, FacetPath};

impl Engine {
    /// Counts what matches `request` by the values of `dimensions` (in each combination that
    /// occurs), and the reports that pass its filters whether they match or not. With `absent`,
    /// names those that do not match.
    ///
    /// # Errors
    /// The query names an unknown facet value, or the index cannot be read.
    pub fn tally(
        &self,
        request: &SearchRequest,
        synonyms: &Synonyms,
        dimensions: &[Dimension],
        absent: bool,
    ) -> Result<Tally> {
        self.understood(request, synonyms, |search| search.tally(dimensions, absent))
    }
}

impl Search<'_> {
    fn tally(&self, dimensions: &[Dimension], absent: bool) -> Result<Tally> {
        let full = self.matching_query()?;
        let matching = self.counted(full.as_ref(), dimensions)?;
        let of_report: Vec<Dimension> = dimensions
            .iter()
            .copied()
            .filter(|dimension| dimension.is_of_report())
            .collect();
        let passing = self.counted(self.filter_query()?.as_ref(), &of_report)?;
        let mut left: Vec<(Reverse<i64>, &String)> = Vec::new();
        if absent {
            let reports = passing.reports.iter();
            let reports = reports.filter(|(id, _)| !matching.reports.contains_key(*id));
            left.extend(reports.map(|(id, &date)| (Reverse(date), id)));
            left.sort_unstable();
        }
        let reports = matching.reports.len() as u64;
        Ok(Tally {
            summary: self.summary(matching.passages, reports)?,
            absence: match matching.passages {
                0 => Some(self.absence()?),
                _ => None,
            },
            matching: matching.cells(),
            passing_reports: passing.reports.len() as u64,
            absent: left
                .into_iter()
                .map(|(_, id)| self.report_info(id))
                .collect::<Result<_>>()?,
            passing: passing.cells(),
        })
    }

    fn counted(&self, query: &dyn Query, dimensions: &[Dimension]) -> Result<Counted> {
        let collector = TallyCollector { dimensions };
        let counted = self.engine.searcher.search(query, &collector);
        counted.map_err(engine_error)
    }
}

struct TallyCollector<'a> {
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

impl Counted {
    fn cells(self) -> Vec<Cell> {
        let cells = self.cells.into_iter();
        cells
            .map(|(values, (passages, reports))| Cell {
                values,
                passages,
                reports,
            })
            .collect()
    }
}

impl Collector for TallyCollector<'_> {
    type Fruit = Counted;
    type Child = SegmentTally;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentTally> {
        let fast = segment.fast_fields();
        let facets = self.dimensions.iter();
        let facets = facets.map(|&dimension| Labelled::open(segment, dimension));
        Ok(SegmentTally {
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

/// A facet of a segment, with the values that its ordinals stand for.
struct Labelled {
    /// `None` where no document of the segment has a value.
    column: Option<StrColumn>,
    ordinals: FacetLabels,
}

impl Labelled {
    fn open(segment: &SegmentReader, dimension: Dimension) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(Fields::facet_name(dimension))?;
        let ordinals = match &column {
            Some(column) => FacetLabels::read(column, dimension)?,
            None => FacetLabels::default(),
        };
        Ok(Labelled { column, ordinals })
    }

    /// Places of the labels of a document's values, each once.
    fn values(&self, document: DocId) -> Vec<u32> {
        let mut values: Vec<u32> = self
            .column
            .iter()
            .flat_map(|column| column.term_ords(document))
            .filter_map(|ordinal| self.ordinals.slot(ordinal))
            .collect();
        values.sort_unstable();
        values.dedup();
        values
    }
}

/// The counts of one segment.
struct SegmentTally {
    report: Option<StrColumn>,
    date: Column<i64>,
    facets: Vec<Labelled>,
    passages: u64,
    /// Ordinal and date of every report, in order of occurrence.
    reports: Vec<(u64, i64)>,
    /// Passages, reports and the last report counted, by places of the values.
    cells: FxHashMap<Vec<u32>, (u64, u64, u64)>,
    /// The combinations of values of the document at hand.
    keys: Vec<Vec<u32>>,
}

impl SegmentCollector for SegmentTally {
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
            let values = facet.values(document);
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
            let mut id = String::new();
            if let Some(column) = &self.report {
                // A passage without a report cannot be written.
                let _ = column.ord_to_str(ordinal, &mut id);
            }
            reports.insert(id, date);
        }
        let mut cells = BTreeMap::new();
        #[expect(clippy::iter_over_hash_type, reason = "into a sorted map")]
        for (key, (passages, reports, _)) in self.cells {
            let labels = key.iter().zip(&self.facets);
            let values = labels.map(|(&slot, facet)| facet.ordinals.labels[slot as usize].clone());
            cells.insert(values.collect(), (passages, reports));
        }
        Counted {
            passages: self.passages,
            reports,
            cells,
        }
    }
}
