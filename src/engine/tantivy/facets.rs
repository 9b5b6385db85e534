//! Facet counts: the passages and reports of a segment by the values of a facet.
//!
//! tantivy's `FacetCollector` counts documents alone; reports are counted here too.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::{DocId, SegmentReader};

use super::columns::{Columns, FacetRows};
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

/// The counts of one facet by its values.
struct Counted {
    facet: Arc<FacetRows>,
    counts: Vec<Count>,
}

/// The counts of several facets.
pub(super) struct FacetCounts {
    /// Facets that all passages of a report share, counted once a report.
    of_reports: BTreeMap<Dimension, Counted>,
    of_passages: BTreeMap<Dimension, Counted>,
    /// The facet of sections by place in [`Role::ALL`]: the column of roles has the same values, and
    /// is read for every passage anyway.
    of_sections: Option<[Count; Role::ALL.len()]>,
    /// In the order asked for.
    dimensions: Vec<Dimension>,
    /// The report being read, by its place in the segment, and how many of its passages match so far.
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
            of_reports: BTreeMap::new(),
            of_passages: BTreeMap::new(),
            of_sections: None,
            dimensions: dimensions.to_vec(),
            report: u32::MAX,
            passages: 0,
        };
        for &dimension in dimensions {
            if dimension.is_of_section() {
                counts.of_sections = Some([Count::NONE; Role::ALL.len()]);
                continue;
            }
            let facet = columns.facet(dimension, segment)?;
            let counted = Counted {
                counts: vec![Count::NONE; facet.values.len()],
                facet,
            };
            if dimension.is_of_report() {
                counts.of_reports.insert(dimension, counted);
            } else {
                counts.of_passages.insert(dimension, counted);
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
        for Counted { facet, counts } in self.of_passages.values_mut() {
            for &slot in facet.of(document) {
                counts[slot as usize].add(report, 1);
            }
        }
        let of_sections = self.of_sections.as_mut();
        if let Some(count) = of_sections.and_then(|counts| counts.get_mut(role)) {
            count.add(report, 1);
        }
    }

    fn finish_report(&mut self) {
        let (report, passages) = (self.report, std::mem::take(&mut self.passages));
        if passages == 0 {
            return;
        }
        for Counted { facet, counts } in self.of_reports.values_mut() {
            for &slot in facet.of(report) {
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
        let dimensions = self.dimensions.iter();
        let totals = dimensions.map(|dimension| {
            let counted = self.of_reports.get(dimension);
            match counted.or_else(|| self.of_passages.get(dimension)) {
                Some(Counted { facet, counts }) => totals(facet.values.iter().cloned(), counts),
                None => {
                    let roles = Role::ALL.iter().map(|role| FacetPath::new([role.name()]));
                    let counts = self.of_sections.iter().flatten();
                    totals(roles.map(Arc::new), counts)
                }
            }
        });
        totals.collect()
    }
}

fn totals<'c>(
    values: impl Iterator<Item = Arc<FacetPath>>,
    counts: impl IntoIterator<Item = &'c Count>,
) -> FacetTotals {
    values
        .zip(counts)
        .filter(|(_, count)| count.passages > 0)
        .map(|(value, count)| (value, (count.passages.into(), count.reports.into())))
        .collect()
}
