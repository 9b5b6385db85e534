//! Passages that hold only some of the words.

use tantivy::query::{BooleanQuery, Occur, Query};

use super::compile::excluded;
use super::fold;
use super::rerank::{self, ScoredPassage};
use super::search::{Boxed, Search};
use crate::api::{Group, Hit, Sort};
use crate::engine::ranking;
use crate::error::Result;

impl Search<'_> {
    /// Passages with most of the words, for the room that full matches leave: by the same score, in
    /// which words that are missing count by their idf. `full` is what the query finds, of which
    /// `shown` comes first. The first `passed` were on pages before.
    pub(super) fn partial_hits(
        &self,
        full: &dyn Query,
        shown: &[ScoredPassage],
        passed: usize,
        room: usize,
    ) -> Result<Vec<Hit>> {
        let query = self.partial_query(full)?;
        let pool = ranking::POOL.max(passed.saturating_add(room));
        let candidates = self
            .collect_by(
                query.as_ref(),
                pool,
                &[],
                Sort::Relevance,
                self.request.group,
            )?
            .first;
        let mut seen = rerank::rerank(&self.weighed, &self.compiler, candidates)?;
        seen.sort_by(|a, b| a.candidate.compare(&b.candidate, Sort::Relevance));
        match self.request.group {
            Group::Alike => fold::keep_firsts(&mut seen, shown),
            Group::Report => seen.retain(|seen| {
                let report = seen.candidate.report();
                shown.iter().all(|shown| shown.candidate.report() != report)
            }),
            Group::Area => seen.retain(|seen| {
                let area = seen.candidate.area();
                shown.iter().all(|shown| shown.candidate.area() != area)
            }),
            Group::None => {}
        }
        let mut hits = Vec::with_capacity(room);
        let next = &seen[passed.min(seen.len())..passed.saturating_add(room).min(seen.len())];
        for (rank, seen) in (shown.len() + passed + 1..).zip(next) {
            let mut hit = self.hit(seen, rank)?;
            let words = self.weighed.iter().zip(&seen.holds);
            hit.missing = words
                .filter(|(_, holds)| !**holds)
                .map(|(word, _)| word.condition.label())
                .collect();
            hits.push(hit);
        }
        self.note_alike(&mut hits, next, query.as_ref())?;
        Ok(hits)
    }

    /// Passages with at least half of the words, but not all.
    fn partial_query(&self, full: &dyn Query) -> Result<Boxed> {
        let mut clauses = self.fixed_clauses(&self.filters)?;
        let words_alone = clauses.is_empty();
        let mut any = Vec::with_capacity(self.words.len());
        for word in &self.words {
            any.push((Occur::Should, self.compiler.condition(word)?));
        }
        let least = self.words.len().div_ceil(2);
        let some = BooleanQuery::with_minimum_required_clauses(any, least);
        clauses.push((Occur::Must, Box::new(some)));
        clauses.push(excluded(full.box_clone()));
        let partial = self.compiler.join(clauses);
        if words_alone {
            let some = (least, self.words.len() - 1);
            return self.compiler.words(&self.words, some, partial);
        }
        Ok(partial)
    }
}
