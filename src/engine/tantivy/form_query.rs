//! Forms of a word as queries.

use tantivy::Score;
use tantivy::Term;
use tantivy::query::{ConstScoreQuery, PhraseQuery, Query};

use super::bm25::Bm25Query;
use super::dis_max::DisMaxQuery;
use super::search::Boxed;

/// A form of a word.
#[derive(Debug)]
pub(super) enum FormQuery {
    /// One word.
    Word(Bm25Query),
    /// Words in a row.
    Row(RowQuery),
    /// Beginnings of words.
    Other(Boxed),
}

/// Words in a row, the presence of which is boost `boost`.
#[derive(Debug, Clone)]
pub(super) struct RowQuery {
    /// At least two.
    pub(super) terms: Vec<Term>,
    /// Moves allowed.
    pub(super) slop: u32,
    pub(super) boost: Score,
}

impl RowQuery {
    /// The row as tantivy answers it.
    pub(super) fn query(&self) -> Boxed {
        let terms = self.terms.iter().cloned().enumerate().collect();
        let row = PhraseQuery::new_with_offset_and_slop(terms, self.slop);
        Box::new(ConstScoreQuery::new(Box::new(row), self.boost))
    }
}

impl Clone for FormQuery {
    fn clone(&self) -> Self {
        match self {
            FormQuery::Word(word) => FormQuery::Word(word.clone()),
            FormQuery::Row(row) => FormQuery::Row(row.clone()),
            FormQuery::Other(query) => FormQuery::Other(query.box_clone()),
        }
    }
}

impl FormQuery {
    /// The form as tantivy answers it.
    pub(super) fn query(self) -> Boxed {
        match self {
            FormQuery::Word(word) => Box::new(word) as Box<dyn Query>,
            FormQuery::Row(row) => row.query(),
            FormQuery::Other(query) => query,
        }
    }
}

/// One of the forms, with the score of the best: other forms of a word add nothing to it.
pub(super) fn best_of(forms: Vec<FormQuery>) -> Boxed {
    let mut queries: Vec<Boxed> = forms.into_iter().map(FormQuery::query).collect();
    match queries.len() {
        0 => Box::new(tantivy::query::EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(DisMaxQuery(queries)),
    }
}
