//! Excluded queries. tantivy's `Exclude` calls `seek_danger` with documents before the current one
//! of the excluded query, which its phrases do not support: they then miss matches.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// A query whose scorer supports `seek_danger` with any ascending documents.
#[derive(Debug)]
pub(super) struct SeekOnly(pub(super) Box<dyn Query>);

impl Clone for SeekOnly {
    fn clone(&self) -> Self {
        SeekOnly(self.0.box_clone())
    }
}

impl Query for SeekOnly {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SeekOnlyWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct SeekOnlyWeight(Box<dyn Weight>);

impl Weight for SeekOnlyWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(SeekOnlyScorer(self.0.scorer(segment, boost)?)))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(segment, document)
    }
}

/// Keeps the default `seek_danger` of the trait, which compares with the current document.
struct SeekOnlyScorer(Box<dyn Scorer>);

impl DocSet for SeekOnlyScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }
}

impl Scorer for SeekOnlyScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
