//! Counting the passages and reports of a segment by the values of their facets.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::{DocId, SegmentReader};

use super::columns::Columns;
use super::facet_values::FacetValues;
use crate::report::Role;
use crate::report::facet::{Dimension, FacetPath};

/// Passages and reports by value. The segments have their values once for all searches.
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

    fn add(&mut self, report: u32) {
        self.passages += 1;
        self.reports += u32::from(self.last != report);
        self.last = report;
    }

    fn totals(self) -> Option<(u64, u64)> {
        (self.passages > 0).then(|| (u64::from(self.passages), u64::from(self.reports)))
    }
}

/// Counts of several facets.
pub(super) struct FacetCounts {
    /// In the order asked for.
    dimensions: Vec<Dimension>,
    /// Facets that the passages of a report share, counted when its last passage is passed.
    of_reports: Vec<(Arc<FacetValues>, Vec<Count>)>,
    of_passages: Vec<(Arc<FacetValues>, Vec<Count>)>,
    /// By place in [`Role::ALL`].
    roles: Option<[Count; Role::ALL.len()]>,
    /// The report being read, by its place in the segment, and its passages so far.
    report: u32,
    passages: u32,
}

impl FacetCounts {
    pub(super) fn open(
        dimensions: &[Dimension],
        columns: &Columns,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let mut counts = FacetCounts {
            dimensions: dimensions.to_vec(),
            of_reports: Vec::new(),
            of_passages: Vec::new(),
            roles: None,
            report: u32::MAX,
            passages: 0,
        };
        for &dimension in dimensions {
            if dimension.is_of_section() {
                columns.read_roles();
                counts.roles = Some([Count::NONE; Role::ALL.len()]);
                continue;
            }
            let values = columns.facet(dimension, segment)?;
            let none = vec![Count::NONE; values.labels.len()];
            if dimension.is_of_report() {
                counts.of_reports.push((values, none));
            } else {
                counts.of_passages.push((values, none));
            }
        }
        Ok(counts)
    }

    /// Counts a passage of the `report`th report of the segment; those of one report follow each
    /// other.
    pub(super) fn count(&mut self, document: DocId, role: usize, report: u32) {
        if report != self.report {
            self.finish_report();
            self.report = report;
        }
        self.passages += 1;
        for (values, counts) in &mut self.of_passages {
            for &slot in values.of(document as usize) {
                counts[slot as usize].add(report);
            }
        }
        let roles = self.roles.as_mut();
        if let Some(count) = roles.and_then(|roles| roles.get_mut(role)) {
            count.add(report);
        }
    }

    fn finish_report(&mut self) {
        let passages = std::mem::take(&mut self.passages);
        if passages == 0 {
            return;
        }
        for (values, counts) in &mut self.of_reports {
            for &slot in values.of(self.report as usize) {
                let count = &mut counts[slot as usize];
                count.passages += passages;
                count.reports += 1;
            }
        }
    }

    /// The totals of each facet, in the order asked for.
    pub(super) fn totals(mut self) -> Vec<FacetTotals> {
        self.finish_report();
        let labelled = |(values, counts): (Arc<FacetValues>, Vec<Count>)| -> FacetTotals {
            let counted = values.labels.iter().zip(counts);
            counted
                .filter_map(|(label, count)| Some((Arc::clone(label), count.totals()?)))
                .collect()
        };
        let mut of_reports = self.of_reports.into_iter().map(labelled);
        let mut of_passages = self.of_passages.into_iter().map(labelled);
        let mut totals = Vec::with_capacity(self.dimensions.len());
        for dimension in self.dimensions {
            let counted = if dimension.is_of_section() {
                let counted = Role::ALL.into_iter().zip(self.roles.into_iter().flatten());
                counted
                    .filter_map(|(role, count)| {
                        Some((Arc::new(FacetPath::new([role.name()])), count.totals()?))
                    })
                    .collect()
            } else if dimension.is_of_report() {
                of_reports.next().unwrap_or_default()
            } else {
                of_passages.next().unwrap_or_default()
            };
            totals.push(counted);
        }
        totals
    }
}
