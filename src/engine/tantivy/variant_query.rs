//! Variants of a word as queries.

use tantivy::Score;
use tantivy::Term;
use tantivy::query::{ConstScoreQuery, PhraseQuery, Query};

use super::bm25::Bm25Query;
use super::dis_max::DisMaxQuery;

pub(super) type Boxed = Box<dyn Query>;

/// A variant of a word.
#[derive(Debug)]
pub(super) enum VariantQuery {
    /// One word.
    Term(Bm25Query),
    /// A phrase.
    Phrase(PhraseVariant),
    /// Words with a prefix.
    Other(Boxed),
}

/// A phrase. A passage that holds it scores `boost`, however often it does.
#[derive(Debug, Clone)]
pub(super) struct PhraseVariant {
    /// At least two.
    pub(super) terms: Vec<Term>,
    /// Moves allowed between the words.
    pub(super) slop: u32,
    pub(super) boost: Score,
}

impl PhraseVariant {
    /// The phrase as a tantivy query.
    pub(super) fn query(&self) -> Boxed {
        let terms = self.terms.iter().cloned().enumerate().collect();
        let row = PhraseQuery::new_with_offset_and_slop(terms, self.slop);
        Box::new(ConstScoreQuery::new(Box::new(row), self.boost))
    }
}

impl Clone for VariantQuery {
    fn clone(&self) -> Self {
        match self {
            VariantQuery::Term(word) => VariantQuery::Term(word.clone()),
            VariantQuery::Phrase(row) => VariantQuery::Phrase(row.clone()),
            VariantQuery::Other(query) => VariantQuery::Other(query.box_clone()),
        }
    }
}

impl VariantQuery {
    /// The variant as a tantivy query.
    pub(super) fn query(self) -> Boxed {
        match self {
            VariantQuery::Term(word) => Box::new(word) as Box<dyn Query>,
            VariantQuery::Phrase(row) => row.query(),
            VariantQuery::Other(query) => query,
        }
    }
}

/// Disjunction of the variants of a word, with the highest score.
pub(super) fn best_of(variants: Vec<VariantQuery>) -> Boxed {
    let mut queries: Vec<Boxed> = variants.into_iter().map(VariantQuery::query).collect();
    match queries.len() {
        0 => Box::new(tantivy::query::EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(DisMaxQuery(queries)),
    }
}
