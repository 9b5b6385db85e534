//! One pass over the matching passages: totals, facet counts, and the best in a fixed order.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::collector::Collector;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::{Score, SegmentOrdinal, SegmentReader};

use super::candidate::Candidate;
use super::columns::KnownColumns;
use super::facet_counts::FacetTotals;
use super::schema::Fields;
use super::segment::SegmentPassages;
use crate::api::{Group, Sort};
use crate::engine::ranking::Weights;
use crate::report::Role;
use crate::report::facet::Dimension;

/// What to collect.
#[derive(Clone)]
pub(super) struct PassageCollector<'a> {
    pub(super) fields: &'a Fields,
    pub(super) columns: &'a KnownColumns,
    pub(super) sort: Sort,
    pub(super) group: Group,
    /// How many of the first passages (or reports) to keep.
    pub(super) keep: usize,
    /// Facets to count, each once.
    pub(super) dimensions: &'a [Dimension],
    /// What passages count by role and length; [`None`] where scores do not matter.
    pub(super) substance: Option<Arc<Substance>>,
    /// Passages of this role are passed over.
    pub(super) without: Option<Role>,
}

/// What a passage counts by the role of its section and by its length: the factor by place of the
/// role in [`Role::ALL`] and code of the length.
pub(super) struct Substance(Vec<[Score; 256]>);

impl Substance {
    pub(super) fn new(weights: &Weights) -> Self {
        let row = |role: Role| {
            std::array::from_fn(|code| {
                let length = FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(0));
                weights.substance(role, length as f32)
            })
        };
        Substance(Role::ALL.map(row).to_vec())
    }

    /// The factor of a passage with a role and a length.
    pub(super) fn of(&self, role: usize, code: u8) -> Score {
        self.0.get(role).map_or(1.0, |row| row[usize::from(code)])
    }
}

/// What was collected.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) passages: u64,
    pub(super) reports: u64,
    /// The first `keep`, in order.
    pub(super) first: Vec<Candidate>,
    /// Passages and reports by value, in the order of the dimensions asked for.
    pub(super) facets: Vec<FacetTotals>,
}

impl Collector for PassageCollector<'_> {
    type Fruit = Collected;
    type Child = SegmentPassages;

    fn for_segment(
        &self,
        segment_ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentPassages> {
        let columns = self.columns.of(segment_ord, segment, self.fields)?;
        SegmentPassages::open(self, columns, segment)
    }

    fn requires_scoring(&self) -> bool {
        self.keep > 0 && self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut merged = Collected {
            facets: vec![FacetTotals::new(); self.dimensions.len()],
            ..Collected::default()
        };
        for fruit in fruits {
            merged.passages += fruit.passages;
            merged.reports += fruit.reports;
            merged.first.extend(fruit.first);
            for (into, from) in merged.facets.iter_mut().zip(fruit.facets) {
                if into.is_empty() {
                    *into = from;
                    continue;
                }
                for (path, (passages, reports)) in from {
                    let counts = into.entry(path).or_default();
                    counts.0 += passages;
                    counts.1 += reports;
                }
            }
        }
        let order = |a: &Candidate, b: &Candidate| a.compare(b, self.sort);
        if self.group != Group::Area && merged.first.len() > self.keep {
            // What every segment has kept is many times what is wanted.
            merged.first.select_nth_unstable_by(self.keep, order);
            merged.first.truncate(self.keep);
        }
        merged.first.sort_by(order);
        if self.group == Group::Area {
            merge_areas(&mut merged.first);
            merged.first.truncate(self.keep);
        }
        Ok(merged)
    }
}

/// Makes one of the candidates of an area that come from several segments; they are in order.
fn merge_areas(candidates: &mut Vec<Candidate>) {
    let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates.drain(..) {
        match firsts.get(candidate.area()) {
            Some(&first) => kept[first].more += candidate.more + 1,
            None => {
                firsts.insert(candidate.area().to_owned(), kept.len());
                kept.push(candidate);
            }
        }
    }
    *candidates = kept;
}
