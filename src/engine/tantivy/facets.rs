//! Facet counts: the passages and reports of a segment by the values of a facet.
//!
//! tantivy's `FacetCollector` counts documents alone; reports are counted here too.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::{DocId, SegmentReader};

use super::columns::{Columns, FacetColumn};
use crate::report::Role;
use crate::report::facet::{Dimension, FacetPath};

/// Passages and reports by value.
pub(super) type FacetTotals = BTreeMap<Arc<FacetPath>, (u64, u64)>;

/// Passages and reports with one value.
#[derive(Debug, Clone, Copy)]
struct Count {
    passages: u32,
    reports: u32,
    /// The last report that was counted, so that none counts twice.
    last: u32,
}

impl Count {
    const NONE: Count = Count {
        passages: 0,
        reports: 0,
        last: u32::MAX,
    };

    fn add(&mut self, report: u32, passages: u32) {
        self.passages += passages;
        self.reports += u32::from(self.last != report);
        self.last = report;
    }
}

/// The counts of one facet.
struct Counted {
    dimension: Dimension,
    facet: Arc<FacetColumn>,
    counts: Vec<Count>,
}

/// The counts of several facets.
pub(super) struct FacetCounts {
    facets: Vec<Counted>,
    /// Documents of the segment.
    documents: DocId,
    /// The report being read, by its place in the segment, its first matching passage, and how many
    /// match so far.
    report: u32,
    first: DocId,
    passages: u32,
}

impl FacetCounts {
    pub(super) fn open(
        dimensions: &[Dimension],
        columns: &Columns,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let mut facets = Vec::with_capacity(dimensions.len());
        for &dimension in dimensions {
            let facet = columns.facet(dimension, segment)?;
            // The column of roles has the same values, and is read for every passage anyway.
            let values = if dimension.is_of_section() {
                Role::ALL.len()
            } else {
                facet.values.len()
            };
            facets.push(Counted {
                dimension,
                facet,
                counts: vec![Count::NONE; values],
            });
        }
        Ok(FacetCounts {
            facets,
            documents: segment.max_doc(),
            report: u32::MAX,
            first: 0,
            passages: 0,
        })
    }

    /// Counts a passage of the `report`th report of the segment; those of one report follow each
    /// other.
    pub(super) fn count(&mut self, document: DocId, role: usize, report: u32) {
        if report != self.report {
            self.finish_report();
            self.report = report;
            self.first = document;
        }
        self.passages += 1;
        for Counted {
            dimension,
            facet,
            counts,
        } in &mut self.facets
        {
            if dimension.is_of_section() {
                if let Some(count) = counts.get_mut(role) {
                    count.add(report, 1);
                }
            } else if !dimension.is_of_report() {
                let documents = self.documents;
                let rows = facet.rows(documents);
                for &slot in rows.of(document) {
                    counts[slot as usize].add(report, 1);
                }
            }
        }
    }

    /// Counts the facets that all passages of a report share, once a report.
    fn finish_report(&mut self) {
        let (report, passages) = (self.report, std::mem::take(&mut self.passages));
        if passages == 0 {
            return;
        }
        let of_report = |counted: &&mut Counted| counted.dimension.is_of_report();
        for Counted { facet, counts, .. } in self.facets.iter_mut().filter(of_report) {
            for slot in facet.of(self.first) {
                let count = &mut counts[slot as usize];
                if count.last != report {
                    count.add(report, passages);
                }
            }
        }
    }

    /// The totals of each facet, in the order asked for.
    pub(super) fn totals(mut self) -> Vec<FacetTotals> {
        self.finish_report();
        let facets = self.facets.into_iter();
        let totals = facets.map(|counted| {
            let values: Vec<Arc<FacetPath>> = if counted.dimension.is_of_section() {
                let roles = Role::ALL.iter();
                roles
                    .map(|role| Arc::new(FacetPath::new([role.name()])))
                    .collect()
            } else {
                counted.facet.values.clone()
            };
            let counts = values.into_iter().zip(counted.counts);
            counts
                .filter(|(_, count)| count.passages > 0)
                .map(|(value, count)| (value, (count.passages.into(), count.reports.into())))
                .collect()
        });
        totals.collect()
    }
}
