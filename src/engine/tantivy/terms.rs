//! What one search asks of the dictionaries, each question once.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::dictionary::terms_with_prefix;
use super::engine_error;
use crate::error::Result;

/// The dictionaries of one state of the index.
pub(super) struct Terms<'a> {
    searcher: &'a Searcher,
    holding: RefCell<FxHashMap<Term, u64>>,
    endings: RefCell<FxHashMap<Term, Rc<Endings>>>,
}

/// The words that begin alike.
pub(super) struct Endings {
    /// The most frequent first.
    pub(super) words: Vec<String>,
    /// Passages with each of them, added up.
    pub(super) passages: u64,
}

impl<'a> Terms<'a> {
    pub(super) fn new(searcher: &'a Searcher) -> Self {
        Terms {
            searcher,
            holding: RefCell::default(),
            endings: RefCell::default(),
        }
    }

    /// Number of passages with a term (deleted ones included until they are merged away).
    pub(super) fn holding(&self, term: Term) -> Result<u64> {
        if let Some(&known) = self.holding.borrow().get(&term) {
            return Ok(known);
        }
        let read = self.searcher.doc_freq(&term).map_err(engine_error)?;
        self.holding.borrow_mut().insert(term, read);
        Ok(read)
    }

    /// Words of `field` that begin with `start`.
    pub(super) fn endings(&self, field: Field, start: &str) -> Result<Rc<Endings>> {
        let term = Term::from_field_text(field, start);
        if let Some(known) = self.endings.borrow().get(&term) {
            return Ok(Rc::clone(known));
        }
        let mut read = terms_with_prefix(self.searcher, field, start)?;
        read.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let endings = Rc::new(Endings {
            passages: read.iter().map(|(_, count)| u64::from(*count)).sum(),
            words: read.into_iter().map(|(word, _)| word).collect(),
        });
        let mut known = self.endings.borrow_mut();
        known.insert(term, Rc::clone(&endings));
        Ok(endings)
    }
}
