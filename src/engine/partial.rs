//! Passages that hold only some of the words.

use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query};

use super::collect::{Candidate, PassageCollector};
use super::compile::silent;
use super::engine_error;
use super::schema::PassageRecord;
use super::search::{Boxed, Clauses, Search};
use crate::api::{Group, Hit, Sort};
use crate::error::Result;
use crate::highlight::Words;
use crate::ranking;

impl Search<'_> {
    /// Passages with most of the words, for the room that full matches leave: those with more (and
    /// rarer) words first, then those in which the words stand closer together.
    pub(super) fn partial_hits(
        &self,
        full: &dyn Query,
        shown: &[Candidate],
        room: usize,
        rank: usize,
    ) -> Result<Vec<Hit>> {
        let mut clauses = self.fixed_clauses(&self.filters)?;
        let mut weights = Vec::with_capacity(self.words.len());
        let mut any = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let query = self.compiler.condition(word)?;
            let weight = self.rarity(query.as_ref())?;
            let presence = ConstScoreQuery::new(query.box_clone(), weight * ranking::COVERAGE);
            let either: Clauses = vec![
                (Occur::Must, Box::new(presence) as Boxed),
                (Occur::Should, query),
            ];
            any.push((Occur::Should, Box::new(BooleanQuery::new(either)) as Boxed));
            weights.push(weight);
        }
        let most = self.words.len().div_ceil(2);
        let some = BooleanQuery::with_minimum_required_clauses(any, most);
        clauses.push((Occur::Must, Box::new(some)));
        clauses.push((Occur::MustNot, silent(full.box_clone())));
        let query = self.compiler.join(clauses);
        let collector = PassageCollector {
            sort: Sort::Relevance,
            group: self.request.group,
            keep: ranking::PARTIAL_CANDIDATES.max(room),
            dimensions: Vec::new(),
        };
        let collected = self
            .engine
            .searcher
            .search(query.as_ref(), &collector)
            .map_err(engine_error)?;
        let mut candidates = Vec::with_capacity(collected.first.len());
        for mut candidate in collected.first {
            if self.request.group == Group::Report
                && shown.iter().any(|other| other.report == candidate.report)
            {
                continue;
            }
            let record: PassageRecord = self.engine.record(candidate.address)?;
            let words = Words::of(&record.passage.text);
            let mut missing = Vec::new();
            let mut present = Vec::new();
            for word in &self.words {
                let leaves = word.positive_leaves();
                if leaves.iter().all(|leaf| words.positions(leaf).is_empty()) {
                    missing.push(word.label());
                } else {
                    present.extend(leaves);
                }
            }
            if let Some(span) = words.closest(&present) {
                candidate.score += ranking::CLOSENESS * present.len() as f32 / span as f32;
            }
            candidates.push((candidate, missing));
        }
        candidates.sort_by(|(a, _), (b, _)| a.compare(b, Sort::Relevance));
        candidates.truncate(room);
        let total: f32 = weights.iter().sum();
        let mut hits = Vec::with_capacity(candidates.len());
        for (index, (mut candidate, missing)) in candidates.into_iter().enumerate() {
            // What is printed is the share of the query's weight that the passage covers.
            candidate.score /= (total * ranking::COVERAGE).max(f32::MIN_POSITIVE);
            let mut hit = self.hit(&candidate, rank + index + 1)?;
            hit.missing = missing;
            hits.push(hit);
        }
        Ok(hits)
    }

    /// How much finding a word says: the logarithm of how few passages hold it, as in BM25.
    fn rarity(&self, query: &dyn Query) -> Result<f32> {
        let holding = self.count(query)? as f32;
        let all = self.engine.passage_count()? as f32;
        Ok((1.0 + (all - holding + 0.5).max(0.0) / (holding + 0.5)).ln())
    }
}
