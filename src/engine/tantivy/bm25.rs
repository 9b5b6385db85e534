//! BM25 with other parameters than tantivy's: b is 0.3 here (see [`Weights::length`]), because
//! passages are paragraphs, and tantivy fixes it at 0.75.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

use crate::engine::ranking::Weights;

/// BM25's term frequency part by term frequency and fieldnorm id.
#[derive(Debug)]
pub(super) struct TfTable {
    /// The field whose lengths count.
    pub(super) lengths: Field,
    /// A row for each term frequency from 1 to [`MAX_TF`].
    rows: Vec<[Score; 256]>,
}

/// Higher term frequencies count like this one.
const MAX_TF: usize = 16;

impl TfTable {
    /// For passages of `mean` tokens on average.
    pub(super) fn new(lengths: Field, mean: f32, weights: &Weights) -> Self {
        let row = |tf: usize| {
            std::array::from_fn(|id| {
                let length = FieldNormReader::id_to_fieldnorm(u8::try_from(id).unwrap_or(0));
                weights.tf(tf as f32, length as f32, mean)
            })
        };
        TfTable {
            lengths,
            rows: (1..=MAX_TF).map(row).collect(),
        }
    }

    pub(super) fn get(&self, tf: u32, fieldnorm_id: u8) -> Score {
        let row = (tf as usize).clamp(1, MAX_TF) - 1;
        self.rows[row][usize::from(fieldnorm_id)]
    }
}

/// Passages with a term, scored by BM25.
#[derive(Debug, Clone)]
pub(super) struct Bm25Query {
    pub(super) term: Term,
    /// What BM25's term frequency part is multiplied with: the idf, weighed by origin.
    pub(super) boost: Score,
    pub(super) tf: Arc<TfTable>,
}

impl Query for Bm25Query {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        if scoring.is_scoring_enabled() {
            return Ok(Box::new(Bm25Weight(self.clone())));
        }
        TermQuery::new(self.term.clone(), IndexRecordOption::Basic).weight(scoring)
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        visitor(&self.term, false);
    }
}

struct Bm25Weight(Bm25Query);

impl Weight for Bm25Weight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let query = &self.0;
        let postings = segment
            .inverted_index(query.term.field())?
            .read_postings(&query.term, IndexRecordOption::WithFreqs)?;
        let Some(postings) = postings else {
            return Ok(Box::new(EmptyScorer));
        };
        Ok(Box::new(Bm25Scorer {
            postings,
            lengths: segment.get_fieldnorms_reader(query.tf.lengths)?,
            boost: query.boost * boost,
            tf: Arc::clone(&query.tf),
        }))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let found = scorer.doc() <= document && scorer.seek(document) == document;
        let score = if found { scorer.score() } else { 0.0 };
        Ok(Explanation::new("BM25", score))
    }
}

struct Bm25Scorer {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    boost: Score,
    tf: Arc<TfTable>,
}

impl DocSet for Bm25Scorer {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

impl Scorer for Bm25Scorer {
    fn score(&mut self) -> Score {
        let id = self.lengths.fieldnorm_id(self.postings.doc());
        self.boost * self.tf.get(self.postings.term_freq(), id)
    }
}
