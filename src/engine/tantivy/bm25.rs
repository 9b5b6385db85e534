//! BM25 with weights of our own: tantivy's are fixed at values for whole documents.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

use crate::engine::ranking::Weights;

/// What the worth of a mention depends on, whatever the word.
#[derive(Debug)]
pub(super) struct Measure {
    /// Field whose lengths count: the stemmed text.
    pub(super) lengths: Field,
    /// Worth of 1 to [`MOST_MENTIONS`] mentions by the code of the passage's length.
    table: Vec<[Score; 256]>,
}

/// More mentions than this count like this many.
const MOST_MENTIONS: usize = 16;

impl Measure {
    /// For passages of `mean` words.
    pub(super) fn new(lengths: Field, mean: f32, weights: &Weights) -> Self {
        let row = |mentions: usize| {
            std::array::from_fn(|code| {
                let length = FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(0));
                weights.mentions(mentions as f32, length as f32, mean)
            })
        };
        Measure {
            lengths,
            table: (1..=MOST_MENTIONS).map(row).collect(),
        }
    }

    pub(super) fn worth(&self, mentions: u32, code: u8) -> Score {
        let row = (mentions as usize).clamp(1, MOST_MENTIONS) - 1;
        self.table[row][usize::from(code)]
    }
}

/// Passages with a word, each scored by how often and in how long a passage.
#[derive(Debug, Clone)]
pub(super) struct WordQuery {
    pub(super) term: Term,
    /// What the word is worth at most.
    pub(super) worth: Score,
    pub(super) measure: Arc<Measure>,
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        if scoring.is_scoring_enabled() {
            return Ok(Box::new(WordWeight(self.clone())));
        }
        TermQuery::new(self.term.clone(), IndexRecordOption::Basic).weight(scoring)
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        visitor(&self.term, false);
    }
}

struct WordWeight(WordQuery);

impl Weight for WordWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let WordQuery {
            term,
            worth,
            measure,
        } = &self.0;
        let postings = segment
            .inverted_index(term.field())?
            .read_postings(term, IndexRecordOption::WithFreqs)?;
        let Some(postings) = postings else {
            return Ok(Box::new(EmptyScorer));
        };
        Ok(Box::new(WordScorer {
            postings,
            lengths: segment.get_fieldnorms_reader(measure.lengths)?,
            worth: worth * boost,
            measure: Arc::clone(measure),
        }))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let found = scorer.doc() <= document && scorer.seek(document) == document;
        let score = if found { scorer.score() } else { 0.0 };
        Ok(Explanation::new("word", score))
    }
}

struct WordScorer {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    worth: Score,
    measure: Arc<Measure>,
}

impl DocSet for WordScorer {
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

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let code = self.lengths.fieldnorm_id(self.postings.doc());
        self.worth * self.measure.worth(self.postings.term_freq(), code)
    }
}
