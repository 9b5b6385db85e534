//! The matching passages of one segment.
//!
//! The passages of one report are neighbours in one segment (see [`super::schema`]), so that
//! reports are counted by watching for the change from one to the next.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::SegmentCollector;
use tantivy::{DocId, Score, SegmentReader};

use super::candidate::Candidate;
use super::collect::{Collected, PassageCollector, Substance};
use super::columns::Columns;
use super::facet_counts::FacetCounts;
use crate::api::{Group, Sort};

/// Order of passages within a segment, greatest first; the same as [`Candidate::compare`], by
/// ordinals instead of names: area, relevance, date, report, number.
/// The last place carries the score's bits and decides nothing, since no two passages are alike.
type Key = (Reverse<u32>, u32, i64, Reverse<u64>, Reverse<u64>, u32);

/// A score as a number that is ordered like it: scores are never negative, and then their bits are.
fn relevance(score: Score) -> u32 {
    score.max(0.0).to_bits()
}

/// The matching passages of one segment, as far as they were passed.
pub(super) struct SegmentPassages {
    columns: Arc<Columns>,
    sort: Sort,
    group: Group,
    keep: usize,
    substance: Option<Arc<Substance>>,
    /// Place of the role that is passed over.
    without: Option<usize>,
    facets: Option<FacetCounts>,
    passages: u64,
    reports: u64,
    /// The report being read, by its place in the segment, and where the next one begins.
    report: u32,
    next_report: DocId,
    /// The best passage of each area by ordinal (none first), and how many it has.
    by_area: Vec<Option<(Key, DocId, u64)>>,
    /// The best passage of the report that is being read, and how many it has.
    running: Option<(Key, DocId, u64)>,
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
            substance: asked.substance.clone(),
            without: asked.without.map(|role| role as usize),
            facets,
            passages: 0,
            reports: 0,
            report: 0,
            next_report: 0,
            by_area: Vec::new(),
            running: None,
            best: BinaryHeap::new(),
        })
    }

    /// Whether the document is the first that is found of its report.
    fn begins_report(&mut self, document: DocId) -> bool {
        if document < self.next_report {
            return false;
        }
        let starts = &self.columns.starts;
        let passed = self.report as usize;
        let later = starts.get(passed..).unwrap_or_default();
        // Nearly always it is one of the next reports.
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

    fn offer_of_area(&mut self, key: Key, document: DocId) {
        let ordinal = self.columns.area(document);
        let place = ordinal.and_then(|ordinal| usize::try_from(ordinal).ok());
        let place = place.map_or(0, |place| place + 1);
        if self.by_area.len() <= place {
            self.by_area.resize(place + 1, None);
        }
        match &mut self.by_area[place] {
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

    fn finish_report(&mut self) {
        if let Some((key, document, count)) = self.running.take() {
            self.offer(key, document, count - 1);
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
        let first_of_report = self.begins_report(document);
        self.passages += 1;
        self.reports += u64::from(first_of_report);
        if let Some(facets) = &mut self.facets {
            facets.count(document, role, self.report.wrapping_sub(1));
        }
        if self.keep == 0 {
            return;
        }
        let score = match &self.substance {
            Some(substance) => {
                score * substance.of(role, self.columns.lengths.fieldnorm_id(document))
            }
            None => score,
        };
        match self.group {
            Group::Alike | Group::None => {
                if !self.is_behind(score) {
                    self.offer(self.key(document, score), document, 0);
                }
                return;
            }
            Group::Area => {
                self.offer_of_area(self.key(document, score), document);
                return;
            }
            Group::Report => {}
        }
        let key = self.key(document, score);
        if first_of_report {
            self.finish_report();
        }
        match &mut self.running {
            Some((best, at, count)) => {
                *count += 1;
                if *best < key {
                    (*best, *at) = (key, document);
                }
            }
            None => self.running = Some((key, document, 1)),
        }
    }

    fn harvest(mut self) -> Collected {
        self.finish_report();
        for (key, document, count) in std::mem::take(&mut self.by_area).into_iter().flatten() {
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
