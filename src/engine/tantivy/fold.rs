//! Passages that say the same in the same words are one hit.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, Term};

use super::collect::Candidate;
use super::columns::{Columns, KnownColumns};
use super::compile::{silent, union};
use super::engine_error;
use super::rerank::ScoredPassage;
use super::schema::Fields;
use super::search::{Boxed, Search};
use crate::api::{Alike, Group, Hit, Sort, passage_id};
use crate::error::Result;
use crate::report::Role;
use crate::text::near_duplicate;

/// Passages alike that are named by id.
const NAMED: usize = 20;

/// Keeps the first of those that are alike, and none that is like one of `before`.
pub(super) fn keep_firsts(seen: &mut Vec<ScoredPassage>, before: &[ScoredPassage]) {
    let mut signatures: HashSet<u64> = before.iter().map(|seen| seen.candidate.signature).collect();
    seen.retain(|seen| {
        let signature = seen.candidate.signature;
        signature == 0 || signatures.insert(signature)
    });
}

/// Drops candidates that are like one of `before`.
pub(super) fn drop_known(candidates: &mut Vec<Candidate>, before: &[ScoredPassage]) {
    let known: HashSet<u64> = before.iter().map(|seen| seen.candidate.signature).collect();
    candidates
        .retain(|candidate| candidate.signature == 0 || !known.contains(&candidate.signature));
}

impl Search<'_> {
    /// Notes with each hit the other passages among those that `query` finds that say the same.
    pub(super) fn note_alike(
        &self,
        hits: &mut [Hit],
        seen: &[ScoredPassage],
        query: &dyn Query,
    ) -> Result<()> {
        if self.request.group != Group::Alike {
            return Ok(());
        }
        let searcher = &self.engine.searcher;
        let signatures: HashSet<u64> = seen
            .iter()
            .map(|seen| seen.candidate.signature)
            .filter(|&signature| signature != 0)
            .collect();
        if signatures.is_empty() {
            return Ok(());
        }
        let buckets: BTreeSet<u64> = signatures
            .iter()
            .copied()
            .map(near_duplicate::bucket)
            .collect();
        let terms = buckets.into_iter().map(|bucket| {
            let term = Term::from_field_u64(self.engine.fields.alike_bucket, bucket);
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Boxed
        });
        let found = self.compiler.join(vec![
            (Occur::Must, silent(union(terms.collect()))),
            (Occur::Must, silent(query.box_clone())),
        ]);
        let collector = AlikeCollector {
            fields: &self.engine.fields,
            columns: &self.engine.columns,
            without: self.without(),
            signatures: &signatures,
        };
        let groups = searcher
            .search(found.as_ref(), &collector)
            .map_err(engine_error)?;
        for (hit, ScoredPassage { candidate, .. }) in hits.iter_mut().zip(seen) {
            if let Some(group) = groups.get(&candidate.signature) {
                hit.alike = group.beside(candidate);
            }
        }
        Ok(())
    }
}

/// Passages with one signature.
#[derive(Default)]
struct Same {
    passages: u64,
    reports: u64,
    /// The latest, as many as are named and the hit itself.
    first: Vec<Candidate>,
}

impl Same {
    fn keep_latest(&mut self) {
        self.first.sort_by(|a, b| a.compare(b, Sort::Date));
        self.first.truncate(NAMED + 1);
    }

    /// What a hit that is one of them says of the others.
    fn beside(&self, candidate: &Candidate) -> Option<Alike> {
        let others = || {
            let others = self.first.iter();
            others
                .filter(|other| other.address != candidate.address)
                .take(NAMED)
        };
        let own = others().any(|other| other.report() == candidate.report());
        if others().next().is_none() || !(own || self.reports > 1) {
            return None;
        }
        let ids = others().map(|other| passage_id(other.report(), other.number as usize));
        Some(Alike {
            passages: self.passages - 1,
            // The candidate's own report is one of them.
            reports: self.reports - 1,
            ids: ids.collect(),
        })
    }
}

type Groups = FxHashMap<u64, Same>;

/// Collects passages by signature.
struct AlikeCollector<'a> {
    fields: &'a Fields,
    columns: &'a KnownColumns,
    without: Option<Role>,
    /// Those that are looked for.
    signatures: &'a HashSet<u64>,
}

impl Collector for AlikeCollector<'_> {
    type Fruit = Groups;
    type Child = SegmentAlike;

    fn for_segment(
        &self,
        segment_ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentAlike> {
        Ok(SegmentAlike {
            columns: self.columns.of(segment_ord, segment, self.fields)?,
            without: self.without.map(|role| role as usize),
            documents: (self.signatures.iter())
                .map(|&signature| (signature, Vec::new()))
                .collect(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Groups>) -> tantivy::Result<Groups> {
        let mut merged = Groups::default();
        for (signature, same) in fruits.into_iter().flatten() {
            let group = merged.entry(signature).or_default();
            group.passages += same.passages;
            group.reports += same.reports;
            group.first.extend(same.first);
            group.keep_latest();
        }
        Ok(merged)
    }
}

struct SegmentAlike {
    columns: Arc<Columns>,
    without: Option<usize>,
    /// Documents of each signature that is looked for, ascending.
    documents: FxHashMap<u64, Vec<DocId>>,
}

impl SegmentCollector for SegmentAlike {
    type Fruit = Groups;

    fn collect(&mut self, document: DocId, _: Score) {
        let signature = self.columns.signature(document);
        if let Some(documents) = self.documents.get_mut(&signature)
            && self.without != Some(self.columns.role(document))
        {
            documents.push(document);
        }
    }

    fn harvest(self) -> Groups {
        let columns = &self.columns;
        let groups = self.documents.into_iter().map(|(signature, documents)| {
            let mut reports: Vec<u64> = documents
                .iter()
                .map(|&document| columns.report(document))
                .collect();
            // The passages of a report are neighbours.
            reports.dedup();
            let candidates = documents.iter();
            let mut same = Same {
                passages: documents.len() as u64,
                reports: reports.len() as u64,
                first: candidates
                    .map(|&document| Candidate::new(columns, document, 0.0, 0))
                    .collect(),
            };
            same.keep_latest();
            (signature, same)
        });
        groups.collect()
    }
}
