//! One pass over the matching passages: totals, facet counts, and the best in a fixed order.
//!
//! The passages of one report are neighbours in one segment (see [`super::schema`]), so that
//! reports are counted by watching for the change from one to the next.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::FacetReader;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Score, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use super::schema::{Fields, facet_path};
use crate::api::{Group, Sort};
use crate::facet::{Dimension, FacetPath};
use crate::ranking::Weights;
use crate::report::Role;

/// What to collect.
#[derive(Debug, Clone)]
pub(super) struct PassageCollector<'a> {
    pub(super) sort: Sort,
    pub(super) group: Group,
    /// How many of the first passages (or reports) to keep.
    pub(super) keep: usize,
    /// Facets to count.
    pub(super) dimensions: Vec<Dimension>,
    /// What passages count by role and length; [`None`] where scores do not matter.
    pub(super) substance: Option<Substance>,
    pub(super) labels: &'a KnownLabels,
    /// The term of the reports' own documents.
    pub(super) report_start: Term,
}

/// What a passage counts by the role of its section and by its length.
#[derive(Debug, Clone)]
pub(super) struct Substance {
    pub(super) weights: Weights,
    /// Field whose lengths count: the stemmed text.
    pub(super) lengths: Field,
}

/// What was collected.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) passages: u64,
    pub(super) reports: u64,
    /// The first `keep`, in order.
    pub(super) first: Vec<Candidate>,
    /// Passages and reports by value, in the order of the dimensions asked for.
    pub(super) facets: Vec<BTreeMap<FacetPath, (u64, u64)>>,
}

/// A passage that may be shown.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) address: DocAddress,
    pub(super) score: Score,
    pub(super) date: i64,
    pub(super) area: String,
    pub(super) report: String,
    pub(super) number: u64,
    /// Further matching passages of the same report (or area), if grouped.
    pub(super) more: u64,
    /// [`crate::alike::signature`], 0 for none.
    pub(super) signature: u64,
    pub(super) role: Role,
    /// Words of the passage, as exactly as the index remembers.
    pub(super) length: u32,
}

impl Candidate {
    /// The order of hits: what is asked for, then date (latest first), report, passage.
    pub(super) fn compare(&self, other: &Self, sort: Sort) -> Ordering {
        let asked = match sort {
            Sort::Relevance => other.score.total_cmp(&self.score),
            Sort::Date => Ordering::Equal,
            Sort::Area => self.area.cmp(&other.area),
        };
        asked
            .then_with(|| other.date.cmp(&self.date))
            .then_with(|| self.report.cmp(&other.report))
            .then_with(|| self.number.cmp(&other.number))
    }
}

impl Collector for PassageCollector<'_> {
    type Fruit = Collected;
    type Child = SegmentPassages;

    fn for_segment(
        &self,
        segment_ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentPassages> {
        let fast = segment.fast_fields();
        let mut facets = Vec::with_capacity(self.dimensions.len());
        for &dimension in &self.dimensions {
            facets.push(FacetCounter::open(
                segment_ord,
                segment,
                dimension,
                self.labels,
            )?);
        }
        let areas = segment.facet_reader(Fields::facet_name(Dimension::Area))?;
        let area_ranks = match self.sort {
            Sort::Area => area_ranks(&areas)?,
            Sort::Relevance | Sort::Date => Vec::new(),
        };
        let lengths = match &self.substance {
            Some(substance) => Some(segment.get_fieldnorms_reader(substance.lengths)?),
            None => None,
        };
        let substance = self.substance.as_ref().map(Substance::table);
        let starts = segment
            .inverted_index(self.report_start.field())?
            .read_postings(&self.report_start, IndexRecordOption::Basic)?;
        Ok(SegmentPassages {
            segment_ord,
            sort: self.sort,
            group: self.group,
            keep: self.keep,
            role: fast.u64("role")?,
            lengths,
            substance: substance.unwrap_or_default(),
            next_report: starts.as_ref().map_or(TERMINATED, DocSet::doc),
            starts,
            alike: fast.column_opt::<u64>("alike")?,
            by_area: Vec::new(),
            report: fast.str("report")?,
            number: fast.u64("number")?,
            date: fast.i64("date")?,
            areas,
            area_ranks,
            facets,
            passages: 0,
            reports: 0,
            running: None,
            best: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.keep > 0 && self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut merged = Collected {
            facets: vec![BTreeMap::new(); self.dimensions.len()],
            ..Collected::default()
        };
        for fruit in fruits {
            merged.passages += fruit.passages;
            merged.reports += fruit.reports;
            merged.first.extend(fruit.first);
            for (into, from) in merged.facets.iter_mut().zip(fruit.facets) {
                for (path, (passages, reports)) in from {
                    let counts = into.entry(path).or_default();
                    counts.0 += passages;
                    counts.1 += reports;
                }
            }
        }
        merged.first.sort_by(|a, b| a.compare(b, self.sort));
        if self.group == Group::Area {
            merge_areas(&mut merged.first);
        }
        merged.first.truncate(self.keep);
        Ok(merged)
    }
}

/// Makes one of the candidates of an area that come from several segments; they are in order.
fn merge_areas(candidates: &mut Vec<Candidate>) {
    let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates.drain(..) {
        match firsts.get(&candidate.area) {
            Some(&first) => kept[first].more += candidate.more + 1,
            None => {
                firsts.insert(candidate.area.clone(), kept.len());
                kept.push(candidate);
            }
        }
    }
    *candidates = kept;
}

impl Substance {
    /// The factor by place of the role in [`Role::ALL`] and code of the length.
    fn table(&self) -> Vec<[Score; 256]> {
        let row = |role: Role| {
            std::array::from_fn(|code| {
                let length = FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(0));
                self.weights.substance(role, length as f32)
            })
        };
        Role::ALL.map(row).to_vec()
    }
}

/// Rank of every area by name, by its ordinal in the segment; [`Candidate::area`] is the name.
fn area_ranks(areas: &FacetReader) -> tantivy::Result<Vec<u32>> {
    let mut names: Vec<(String, usize)> = Vec::with_capacity(areas.num_facets());
    let mut stream = areas.facet_dict().stream()?;
    while stream.advance() {
        let name = String::from_utf8_lossy(stream.key());
        names.push((facet_path(&name).leaf().to_owned(), names.len()));
    }
    let count = names.len();
    names.sort();
    let mut ranks = vec![0; count];
    for (rank, (_, ordinal)) in names.into_iter().enumerate() {
        ranks[ordinal] = u32::try_from(rank).unwrap_or(u32::MAX);
    }
    Ok(ranks)
}

/// Order of passages within a segment, greatest first; the same as [`Candidate::compare`], by
/// ordinals instead of names.
/// The last place carries the score's bits and decides nothing, since no two passages are alike.
type Key = (Reverse<u32>, u32, i64, Reverse<u64>, Reverse<u64>, u32);

/// A score as a number that is ordered like it: scores are never negative, and then their bits are.
fn relevance(score: Score) -> u32 {
    score.max(0.0).to_bits()
}

/// The passages of one segment.
pub(super) struct SegmentPassages {
    segment_ord: SegmentOrdinal,
    sort: Sort,
    group: Group,
    keep: usize,
    /// Places in [`Role::ALL`].
    role: Column<u64>,
    lengths: Option<FieldNormReader>,
    substance: Vec<[Score; 256]>,
    alike: Option<Column<u64>>,
    /// The best passage of each area by ordinal (none first), and how many it has.
    by_area: Vec<Option<(Key, DocId, u64)>>,
    report: Option<StrColumn>,
    /// The reports' own documents, each the first of its batch, as far as they are passed.
    starts: Option<SegmentPostings>,
    /// The first of them that is not passed.
    next_report: DocId,
    number: Column<u64>,
    date: Column<i64>,
    areas: FacetReader,
    area_ranks: Vec<u32>,
    facets: Vec<FacetCounter>,
    passages: u64,
    reports: u64,
    /// The best passage of the report that is being read, and how many it has.
    running: Option<(Key, DocId, u64)>,
    best: BinaryHeap<Reverse<(Key, DocId, u64)>>,
}

impl SegmentPassages {
    /// Place of the role of the passage's section in [`Role::ALL`].
    fn role(&self, document: DocId) -> usize {
        usize::try_from(self.role.values.get_val(document)).unwrap_or(usize::MAX)
    }

    /// The score with the passage's substance.
    fn weighed(&self, document: DocId, score: Score) -> Score {
        let Some(lengths) = &self.lengths else {
            return score;
        };
        let code = usize::from(lengths.fieldnorm_id(document));
        let factor = self.substance.get(self.role(document));
        score * factor.map_or(1.0, |row| row[code])
    }

    /// Whether the document is the first that is found of its report.
    fn begins_report(&mut self, document: DocId) -> bool {
        let begins = document >= self.next_report;
        if begins {
            let starts = self.starts.as_mut();
            self.next_report = starts.map_or(TERMINATED, |starts| starts.seek(document + 1));
        }
        begins
    }

    /// Ordinal of the document's report; [`u64::MAX`] for none.
    fn report(&self, document: DocId) -> u64 {
        let column = self.report.as_ref();
        let ordinal = column.and_then(|column| column.ords().first(document));
        ordinal.unwrap_or(u64::MAX)
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
        let ordinal = self.areas.facet_ords(document).next();
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
        let area = match self.sort {
            Sort::Area => self
                .areas
                .facet_ords(document)
                .next()
                .and_then(|ordinal| self.area_ranks.get(usize::try_from(ordinal).ok()?))
                .copied()
                // Like the empty name of a passage without an area.
                .map_or(0, |rank| rank + 1),
            Sort::Relevance | Sort::Date => 0,
        };
        let asked = match self.sort {
            Sort::Relevance => relevance(score),
            Sort::Date | Sort::Area => 0,
        };
        let date = self.date.values.get_val(document);
        let number = self.number.values.get_val(document);
        (
            Reverse(area),
            asked,
            date,
            Reverse(self.report(document)),
            Reverse(number),
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
        let first_of_report = self.begins_report(document);
        self.passages += 1;
        self.reports += u64::from(first_of_report);
        for facet in &mut self.facets {
            facet.count(document, self.reports, first_of_report);
        }
        if self.keep == 0 {
            return;
        }
        let score = self.weighed(document, score);
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
        let mut first = Vec::with_capacity(self.best.len());
        let best = std::mem::take(&mut self.best);
        for Reverse((key, document, more)) in best {
            let mut report = String::new();
            if let Some(column) = &self.report {
                // A passage without a report cannot be written; an unreadable name sorts first.
                let _ = column.ord_to_str(key.3.0, &mut report);
            }
            let mut area = tantivy::schema::Facet::root();
            if let Some(ordinal) = self.areas.facet_ords(document).next() {
                let _ = self.areas.facet_from_ord(ordinal, &mut area);
            }
            first.push(Candidate {
                address: DocAddress::new(self.segment_ord, document),
                score: f32::from_bits(key.5),
                date: key.2,
                area: facet_path(area.encoded_str()).leaf().to_owned(),
                report,
                number: key.4.0,
                more,
                signature: self
                    .alike
                    .as_ref()
                    .and_then(|column| column.first(document))
                    .unwrap_or(0),
                role: Role::ALL
                    .get(self.role(document))
                    .copied()
                    .unwrap_or(Role::Findings),
                length: self
                    .lengths
                    .as_ref()
                    .map_or(0, |lengths| lengths.fieldnorm(document)),
            });
        }
        Collected {
            passages: self.passages,
            reports: self.reports,
            first,
            facets: self.facets.into_iter().map(FacetCounter::finish).collect(),
        }
    }
}

/// What the ordinals of a facet stand for in one segment.
#[derive(Debug)]
struct FacetLabels {
    /// Label index of every ordinal: the same for values that are counted together.
    slots: Vec<usize>,
    labels: Vec<FacetPath>,
}

/// The labels of every facet that was counted so far: reading them takes longer than counting.
#[derive(Debug, Default)]
pub(super) struct KnownLabels(Mutex<FxHashMap<(SegmentOrdinal, Dimension), Arc<FacetLabels>>>);

impl KnownLabels {
    fn of(
        &self,
        segment_ord: SegmentOrdinal,
        reader: &FacetReader,
        dimension: Dimension,
    ) -> tantivy::Result<Arc<FacetLabels>> {
        let key = (segment_ord, dimension);
        // A reader that panicked has put nothing half in.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(FacetLabels::read(reader, dimension)?);
        lock().insert(key, Arc::clone(&read));
        Ok(read)
    }
}

impl FacetLabels {
    fn read(reader: &FacetReader, dimension: Dimension) -> tantivy::Result<Self> {
        let mut slots = Vec::with_capacity(reader.num_facets());
        let mut labels: Vec<FacetPath> = Vec::new();
        let mut stream = reader.facet_dict().stream()?;
        while stream.advance() {
            let path = facet_path(&String::from_utf8_lossy(stream.key()));
            let label = match dimension {
                // An area under no region has one level, and no region to count.
                Dimension::Region if path.0.len() < 2 => {
                    slots.push(usize::MAX);
                    continue;
                }
                Dimension::Region => path.top(),
                _ => path,
            };
            // The dictionary is sorted, so that values with one label are neighbours.
            if labels.last() != Some(&label) {
                labels.push(label);
            }
            slots.push(labels.len() - 1);
        }
        Ok(FacetLabels { slots, labels })
    }
}

/// Counts of one facet by ordinal.
struct FacetCounter {
    reader: FacetReader,
    dimension: Dimension,
    known: Arc<FacetLabels>,
    passages: Vec<u64>,
    reports: Vec<u64>,
    /// The labels of the report being read, where a report has the facet as a whole.
    of_report: Vec<usize>,
    /// The last report counted for each label, so that none counts twice.
    last: Vec<u64>,
}

/// Label indices of a document's values.
fn slots(
    reader: &FacetReader,
    known: &FacetLabels,
    document: DocId,
) -> impl Iterator<Item = usize> {
    reader
        .facet_ords(document)
        .filter_map(|ordinal| known.slots.get(usize::try_from(ordinal).ok()?).copied())
        .filter(|&slot| slot != usize::MAX)
}

impl FacetCounter {
    fn open(
        segment_ord: SegmentOrdinal,
        segment: &SegmentReader,
        dimension: Dimension,
        known: &KnownLabels,
    ) -> tantivy::Result<Self> {
        let reader = segment.facet_reader(Fields::facet_name(dimension))?;
        let known = known.of(segment_ord, &reader, dimension)?;
        let count = known.labels.len();
        Ok(FacetCounter {
            reader,
            dimension,
            known,
            passages: vec![0; count],
            reports: vec![0; count],
            of_report: Vec::new(),
            last: vec![u64::MAX; count],
        })
    }

    /// Counts a passage of the `report`th report, which may be the first of it.
    fn count(&mut self, document: DocId, report: u64, first: bool) {
        if self.dimension.is_of_report() {
            if first {
                self.of_report.clear();
                let slots = slots(&self.reader, &self.known, document);
                self.of_report.extend(slots);
                self.of_report.sort_unstable();
                self.of_report.dedup();
            }
            for &slot in &self.of_report {
                self.passages[slot] += 1;
                self.reports[slot] += u64::from(first);
            }
            return;
        }
        for slot in slots(&self.reader, &self.known, document) {
            self.passages[slot] += 1;
            self.reports[slot] += u64::from(self.last[slot] != report);
            self.last[slot] = report;
        }
    }

    fn finish(self) -> BTreeMap<FacetPath, (u64, u64)> {
        let counts = self.passages.into_iter().zip(self.reports);
        let labelled = self.known.labels.iter().zip(counts);
        labelled
            .filter(|(_, (passages, _))| *passages > 0)
            .map(|(label, counts)| (label.clone(), counts))
            .collect()
    }
}
