//! One pass over the matching passages: totals, facet counts, and the first ones in a fixed order.
//!
//! The passages of one report are neighbours in one segment (see [`super::document`]), so that
//! reports are counted by watching for the change from one to the next.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::{Arc, OnceLock};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::columns::{Columns, KnownColumns};
use super::facets::{FacetCounts, FacetTotals};
use super::schema::Fields;
use crate::engine::ranking::Weights;
use crate::engine::{Group, Sort};
use crate::report::Role;
use crate::report::facet::Dimension;

/// What to collect.
#[derive(Clone)]
pub(super) struct PassageCollector<'a> {
    pub(super) fields: &'a Fields,
    pub(super) columns: &'a KnownColumns,
    pub(super) sort: Sort,
    pub(super) group: Group,
    /// Number of first passages (or reports) to keep.
    pub(super) keep: usize,
    /// Facets to count, each once.
    pub(super) dimensions: &'a [Dimension],
    /// For the passage's prior; [`None`] where scores do not matter.
    pub(super) weights: Option<&'a Weights>,
    /// Passages of this role are passed over.
    pub(super) without: Option<Role>,
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
            // Every segment keeps as many as are wanted of all.
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

/// The role at a place of [`Role::ALL`].
fn role_at(place: usize) -> Role {
    Role::ALL.get(place).copied().unwrap_or(Role::Findings)
}

/// Merges the candidates of an area from several segments. They are in order.
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

/// Order of passages within a segment, greatest first; the same as [`Candidate::compare`], by
/// ordinals instead of names: area, relevance, date, report, number.
/// The last place carries the score's bits and decides nothing, since no two passages are alike.
type Key = (Reverse<u32>, u32, i64, Reverse<u64>, Reverse<u64>, u32);

/// A score as a number that is ordered like it: scores are never negative, and then their bits are.
fn relevance(score: Score) -> u32 {
    score.max(0.0).to_bits()
}

/// The matching passages of one segment collected so far.
pub(super) struct SegmentPassages {
    columns: Arc<Columns>,
    sort: Sort,
    group: Group,
    keep: usize,
    /// The weights, and the factor of each role by its place in [`Role::ALL`].
    weights: Option<(Weights, [f32; Role::ALL.len()])>,
    /// The role left out, as its place in [`Role::ALL`].
    without: Option<usize>,
    facets: Option<FacetCounts>,
    passages: u64,
    reports: u64,
    /// The report being read, by its place in the segment, and where the next one begins.
    report: u32,
    next_report: DocId,
    /// The best passage of each report (by its place) or area (by ordinal, none first), and how many
    /// it has.
    groups: Vec<Option<(Key, DocId, u64)>>,
    best: BinaryHeap<Reverse<(Key, DocId, u64)>>,
}

impl SegmentPassages {
    pub(super) fn open(
        asked: &PassageCollector<'_>,
        columns: Arc<Columns>,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let facets = match asked.dimensions {
            [] => None,
            dimensions => Some(FacetCounts::open(dimensions, &columns, segment)?),
        };
        if asked.sort == Sort::Area {
            columns.area_ranks()?;
        }
        Ok(SegmentPassages {
            columns,
            sort: asked.sort,
            group: asked.group,
            keep: asked.keep,
            weights: asked.weights.map(|weights| {
                let roles = Role::ALL.map(|role| weights.roles.of(role));
                (weights.clone(), roles)
            }),
            without: asked.without.map(|role| role as usize),
            facets,
            passages: 0,
            reports: 0,
            report: 0,
            next_report: 0,
            groups: Vec::new(),
            best: BinaryHeap::new(),
        })
    }

    /// Whether the document is the first match of its report.
    fn begins_report(&mut self, document: DocId) -> bool {
        if document < self.next_report {
            return false;
        }
        let starts = &self.columns.starts;
        let passed = self.report as usize;
        let later = starts.get(passed..).unwrap_or_default();
        // It is nearly always one of the next reports: gallop from here.
        let mut reach = 1;
        while later.get(reach).is_some_and(|&start| start <= document) {
            reach *= 2;
        }
        let near = &later[..later.len().min(reach + 1)];
        let next = passed + near.partition_point(|&start| start <= document);
        self.next_report = starts.get(next).copied().unwrap_or(DocId::MAX);
        // Reports are counted from 1 here: what stands before the first one has none.
        self.report = u32::try_from(next).unwrap_or(u32::MAX);
        true
    }

    /// Whether a passage with this score comes after all that are kept, whatever else it has.
    fn is_behind(&self, score: Score) -> bool {
        self.sort == Sort::Relevance
            && self.best.len() >= self.keep
            && self
                .best
                .peek()
                .is_some_and(|least| relevance(score) < least.0.0.1)
    }

    /// Offers a passage to its report or area.
    fn offer_to_group(&mut self, place: usize, key: Key, document: DocId) {
        if self.groups.len() <= place {
            self.groups.resize(place + 1, None);
        }
        match &mut self.groups[place] {
            Some((best, at, count)) => {
                *count += 1;
                if *best < key {
                    (*best, *at) = (key, document);
                }
            }
            empty => *empty = Some((key, document, 1)),
        }
    }

    fn key(&self, document: DocId, score: Score) -> Key {
        let columns = &self.columns;
        let area = match self.sort {
            Sort::Area => {
                let ranks = columns.area_ranks().unwrap_or_default();
                let ordinal = columns.area(document);
                let rank = ordinal.and_then(|ordinal| ranks.get(usize::try_from(ordinal).ok()?));
                // Like the empty name of a passage without an area.
                rank.map_or(0, |rank| rank + 1)
            }
            Sort::Relevance | Sort::Date => 0,
        };
        let asked = match self.sort {
            Sort::Relevance => relevance(score),
            Sort::Date | Sort::Area => 0,
        };
        (
            Reverse(area),
            asked,
            columns.date(document),
            Reverse(columns.report(document)),
            Reverse(columns.number(document)),
            relevance(score),
        )
    }

    fn offer(&mut self, key: Key, document: DocId, more: u64) {
        if self.best.len() < self.keep {
            self.best.push(Reverse((key, document, more)));
        } else if let Some(mut least) = self.best.peek_mut()
            && least.0.0 < key
        {
            *least = Reverse((key, document, more));
        }
    }
}

impl SegmentCollector for SegmentPassages {
    type Fruit = Collected;

    fn collect(&mut self, document: DocId, score: Score) {
        let role = self.columns.role(document);
        if self.without == Some(role) {
            return;
        }
        self.reports += u64::from(self.begins_report(document));
        self.passages += 1;
        if let Some(facets) = &mut self.facets {
            facets.count(document, role, self.report.wrapping_sub(1));
        }
        if self.keep == 0 {
            return;
        }
        let score = match &self.weights {
            Some((weights, roles)) => {
                let length = self.columns.lengths.fieldnorm(document);
                let role = roles.get(role).copied().unwrap_or(1.0);
                score * (role * weights.fullness(length as f32))
            }
            None => score,
        };
        let place = match self.group {
            Group::NearDuplicate | Group::None => {
                if !self.is_behind(score) {
                    self.offer(self.key(document, score), document, 0);
                }
                return;
            }
            Group::Area => {
                let area = self.columns.area(document);
                area.map_or(0, |ordinal| ordinal as usize + 1)
            }
            Group::Report => self.report as usize,
        };
        self.offer_to_group(place, self.key(document, score), document);
    }

    fn harvest(mut self) -> Collected {
        for (key, document, count) in std::mem::take(&mut self.groups).into_iter().flatten() {
            self.offer(key, document, count - 1);
        }
        let best = std::mem::take(&mut self.best);
        let first = best.into_iter().map(|Reverse((key, document, more))| {
            Candidate::new(&self.columns, document, f32::from_bits(key.5), more)
        });
        Collected {
            passages: self.passages,
            reports: self.reports,
            first: first.collect(),
            facets: self.facets.map(FacetCounts::totals).unwrap_or_default(),
        }
    }
}

/// A passage that may be shown. The names of its report and area are read on demand: reading them
/// takes longer than finding the passage.
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
    /// Tokens of the passage, as exact as the fieldnorm.
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
            role: role_at(columns.role(document)),
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

    /// Ordinal of its heading in the segment.
    pub(super) fn heading_ordinal(&self) -> Option<u64> {
        self.columns.heading(self.address.doc_id)
    }

    /// The heading of its section, as [`super::analysis::stems_of_text`] writes it.
    pub(super) fn heading(&self) -> String {
        let ordinal = self.heading_ordinal();
        ordinal.map_or_else(String::new, |ordinal| self.columns.heading_text(ordinal))
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

    /// Whether both are of one report.
    pub(super) fn is_of_report(&self, other: &Self) -> bool {
        self.address.segment_ord == other.address.segment_ord
            && self.report_ordinal == other.report_ordinal
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
