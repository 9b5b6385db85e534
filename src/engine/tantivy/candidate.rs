//! A passage that may be shown, and the order of such passages.

use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

use tantivy::{DocAddress, Score};

use super::columns::Columns;
use crate::api::Sort;
use crate::report::Role;

/// A passage that may be shown. The names of its report and area are read where they are asked for,
/// which takes longer than to find it.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) address: DocAddress,
    pub(super) score: Score,
    pub(super) date: i64,
    pub(super) number: u64,
    /// Further matching passages of the same report (or area), if grouped.
    pub(super) more: u64,
    /// [`crate::text::near_duplicate::signature`], 0 for none.
    pub(super) signature: u64,
    pub(super) role: Role,
    /// Words of the passage, as exactly as the index remembers.
    pub(super) length: u32,
    /// Ordinal of its report in the segment.
    report_ordinal: u64,
    report: OnceLock<String>,
    area: OnceLock<String>,
    columns: Arc<Columns>,
}

impl Candidate {
    /// The passage at a place of a segment.
    pub(super) fn new(columns: &Arc<Columns>, document: u32, score: Score, more: u64) -> Self {
        Candidate {
            address: DocAddress::new(columns.segment_ord, document),
            score,
            date: columns.date(document),
            number: columns.number(document),
            more,
            signature: columns.signature(document),
            role: Role::ALL
                .get(columns.role(document))
                .copied()
                .unwrap_or(Role::Findings),
            length: columns.lengths.fieldnorm(document),
            report_ordinal: columns.report(document),
            report: OnceLock::new(),
            area: OnceLock::new(),
            columns: Arc::clone(columns),
        }
    }

    /// The id of its report.
    pub(super) fn report(&self) -> &str {
        self.report
            .get_or_init(|| self.columns.report_name(self.report_ordinal))
    }

    /// Its first area; empty if it has none.
    pub(super) fn area(&self) -> &str {
        self.area.get_or_init(|| {
            let ordinal = self.columns.area(self.address.doc_id);
            ordinal.map_or_else(String::new, |ordinal| self.columns.area_name(ordinal))
        })
    }

    /// The order of hits: what is asked for, then date (latest first), report, passage.
    pub(super) fn compare(&self, other: &Self, sort: Sort) -> Ordering {
        let asked = match sort {
            Sort::Relevance => other.score.total_cmp(&self.score),
            Sort::Date => Ordering::Equal,
            Sort::Area => self.area().cmp(other.area()),
        };
        asked
            .then_with(|| other.date.cmp(&self.date))
            .then_with(|| self.compare_reports(other))
            .then_with(|| self.number.cmp(&other.number))
    }

    /// The order of the reports' names, which within a segment is that of their ordinals.
    fn compare_reports(&self, other: &Self) -> Ordering {
        if self.address.segment_ord == other.address.segment_ord {
            self.report_ordinal.cmp(&other.report_ordinal)
        } else {
            self.report().cmp(other.report())
        }
    }
}
