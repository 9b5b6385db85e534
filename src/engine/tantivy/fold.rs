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
use super::compile::{Compiler, silent, union};
use super::engine_error;
use super::reader::Engine;
use super::rerank::ScoredPassage;
use super::schema::Fields;
use super::search::Boxed;
use crate::engine::{IndexedPassage, NearDuplicates, Sort};
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

/// For each of `passages` the others among those that `query` finds which say the same; those of
/// the role `without` are left out.
pub(super) fn near_duplicates(
    engine: &Engine,
    compiler: &Compiler<'_>,
    query: &dyn Query,
    without: Option<Role>,
    passages: &[&IndexedPassage],
) -> Result<Vec<Option<NearDuplicates>>> {
    let own: Vec<u64> = (passages.iter())
        .map(|passage| near_duplicate::signature(&passage.passage.text))
        .collect();
    let signatures: HashSet<u64> = own.iter().copied().filter(|own| *own != 0).collect();
    if signatures.is_empty() {
        return Ok(vec![None; passages.len()]);
    }
    let buckets: BTreeSet<u64> = signatures
        .iter()
        .copied()
        .map(near_duplicate::bucket)
        .collect();
    let terms = buckets.into_iter().map(|bucket| {
        let term = Term::from_field_u64(engine.fields.signature_bucket, bucket);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Boxed
    });
    let found = compiler.join(vec![
        (Occur::Must, silent(union(terms.collect()))),
        (Occur::Must, silent(query.box_clone())),
    ]);
    let collector = AlikeCollector {
        fields: &engine.fields,
        columns: &engine.columns,
        without,
        signatures: &signatures,
    };
    let groups = engine
        .searcher
        .search(found.as_ref(), &collector)
        .map_err(engine_error)?;
    let with_signatures = passages.iter().zip(own);
    Ok(with_signatures
        .map(|(passage, signature)| groups.get(&signature)?.beside(passage))
        .collect())
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

    /// What a passage that is one of them says of the others.
    fn beside(&self, passage: &IndexedPassage) -> Option<NearDuplicates> {
        let itself = |other: &&Candidate| {
            other.number == passage.number as u64 && other.report() == passage.report
        };
        let others: Vec<(String, usize)> = (self.first.iter())
            .filter(|other| !itself(other))
            .take(NAMED)
            .map(|other| (other.report().to_owned(), other.number as usize))
            .collect();
        let own = others.iter().any(|(report, _)| *report == passage.report);
        if others.is_empty() || !(own || self.reports > 1) {
            return None;
        }
        Some(NearDuplicates {
            passages: self.passages - 1,
            // The passage's own report is one of them.
            reports: self.reports - 1,
            first: others,
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
