//! Passages that say the same in the same words are one hit.

use std::collections::{BTreeSet, HashSet};

use rustc_hash::FxHashMap;
use tantivy::collector::DocSetCollector;
use tantivy::query::{Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::collect::Candidate;
use super::compile::{Compiler, silent, union};
use super::engine_error;
use super::reader::Engine;
use super::rerank::ScoredPassage;
use super::variant_query::Boxed;
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
    let found = engine.searcher.search(found.as_ref(), &DocSetCollector);
    let mut addresses: Vec<DocAddress> = found.map_err(engine_error)?.into_iter().collect();
    addresses.sort_unstable();
    let mut groups: FxHashMap<u64, Vec<Candidate>> = FxHashMap::default();
    for DocAddress {
        segment_ord,
        doc_id,
    } in addresses
    {
        let segment = engine.searcher.segment_reader(segment_ord);
        let columns = engine.columns.of(segment_ord, segment, &engine.fields);
        let found = Candidate::new(&columns.map_err(engine_error)?, doc_id, 0.0, 0);
        if signatures.contains(&found.signature) && without != Some(found.role) {
            groups.entry(found.signature).or_default().push(found);
        }
    }
    let groups: FxHashMap<u64, Same> = groups
        .into_iter()
        .map(|(signature, passages)| (signature, Same::new(passages)))
        .collect();
    let with_signatures = passages.iter().zip(own);
    Ok(with_signatures
        .map(|(passage, signature)| groups.get(&signature)?.beside(passage))
        .collect())
}

/// Passages with one signature.
struct Same {
    passages: u64,
    reports: u64,
    /// The latest, as many as are named and the hit itself.
    first: Vec<Candidate>,
}

impl Same {
    fn new(mut passages: Vec<Candidate>) -> Self {
        // The passages of a report are neighbours.
        let reports = passages.chunk_by(Candidate::is_of_report).count();
        let count = passages.len();
        passages.sort_by(|a, b| a.compare(b, Sort::Date));
        passages.truncate(NAMED + 1);
        Same {
            passages: count as u64,
            reports: reports as u64,
            first: passages,
        }
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
