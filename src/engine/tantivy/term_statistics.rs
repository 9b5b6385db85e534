//! Document frequencies of a query's terms, and what the terms can add to a score.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::{Searcher, Term};

use super::dictionary::terms_with_prefix;
use super::engine_error;
use super::schema::Fields;
use crate::engine::ranking::{Weights, idf};
use crate::error::Result;
use crate::query::expansion::{Origin, TermGroup, TokenMatch, Variant};

/// Statistics of one state of the index, for one query.
pub(super) struct TermStatistics<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    pub(super) weights: &'a Weights,
    /// Number of passages.
    pub(super) passages: u64,
    prefixes: RefCell<FxHashMap<String, Rc<PrefixTerms>>>,
}

/// The words of the texts that begin with one prefix.
pub(super) struct PrefixTerms {
    /// By descending document frequency.
    pub(super) words: Vec<String>,
    /// Sum of the document frequencies.
    pub(super) postings: u64,
}

impl<'a> TermStatistics<'a> {
    pub(super) fn new(
        searcher: &'a Searcher,
        fields: &'a Fields,
        weights: &'a Weights,
        passages: u64,
    ) -> Self {
        TermStatistics {
            searcher,
            fields,
            weights,
            passages,
            prefixes: RefCell::default(),
        }
    }

    /// Number of passages with a term (deleted ones included until they are merged away).
    pub(super) fn doc_freq(&self, term: &Term) -> Result<u64> {
        self.searcher.doc_freq(term).map_err(engine_error)
    }

    /// The words of the texts that begin with `prefix`.
    pub(super) fn prefix_terms(&self, prefix: &str) -> Result<Rc<PrefixTerms>> {
        if let Some(known) = self.prefixes.borrow().get(prefix) {
            return Ok(Rc::clone(known));
        }
        let mut read = terms_with_prefix(self.searcher, self.fields.text, prefix)?;
        read.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let read = Rc::new(PrefixTerms {
            postings: read.iter().map(|(_, count)| count).sum(),
            words: read.into_iter().map(|(word, _)| word).collect(),
        });
        let mut prefixes = self.prefixes.borrow_mut();
        prefixes.insert(prefix.to_owned(), Rc::clone(&read));
        Ok(read)
    }

    /// The most that each variant of a group can add to a score. An expansion never adds more than the
    /// word that was typed, unless that word occurs nowhere.
    pub(super) fn boosts(&self, group: &TermGroup) -> Result<Vec<f32>> {
        let typed = self.typed_idf(group)?;
        let mut boosts = Vec::with_capacity(group.variants.len());
        for variant in &group.variants {
            let idf = match typed {
                Some(typed) => match variant.origin {
                    Origin::Typed => typed,
                    _ => self
                        .variant_idf(variant)?
                        .map_or(typed, |idf| idf.min(typed)),
                },
                None => self.variant_idf(variant)?.unwrap_or(0.0),
            };
            boosts.push(self.weights.of_origin(variant.origin) * idf);
        }
        Ok(boosts)
    }

    /// The idf of a group: of the word as typed, else (if that occurs nowhere) of its most frequent
    /// expansion.
    pub(super) fn idf(&self, group: &TermGroup) -> Result<f32> {
        let known = match self.typed_idf(group)? {
            Some(typed) => Some(typed),
            None => self.least_idf(group.variants.iter())?,
        };
        Ok(known.unwrap_or_else(|| idf(0.0, self.passages as f32)))
    }

    /// The idf of the most frequent spelling of what was typed.
    fn typed_idf(&self, group: &TermGroup) -> Result<Option<f32>> {
        let variants = group.variants.iter();
        self.least_idf(variants.filter(|variant| variant.origin == Origin::Typed))
    }

    fn least_idf<'f>(&self, variants: impl Iterator<Item = &'f Variant>) -> Result<Option<f32>> {
        let mut least: Option<f32> = None;
        for variant in variants {
            if let Some(idf) = self.variant_idf(variant)? {
                least = Some(least.map_or(idf, |least| least.min(idf)));
            }
        }
        Ok(least)
    }

    /// The idf of a variant: of a typed phrase the sum over its words, of an expansion that of its
    /// rarest word. `None` if one of the words occurs nowhere.
    fn variant_idf(&self, variant: &Variant) -> Result<Option<f32>> {
        let (mut sum, mut most) = (0.0, 0f32);
        for token in &variant.tokens {
            let passages = match token {
                TokenMatch::Stem(_) | TokenMatch::Word(_) => {
                    self.doc_freq(&self.fields.term(token))?
                }
                TokenMatch::Prefix(prefix) => {
                    let terms = self.prefix_terms(prefix)?;
                    terms.postings.min(self.passages)
                }
            };
            if passages == 0 {
                return Ok(None);
            }
            let idf = idf(passages as f32, self.passages as f32);
            sum += idf;
            most = most.max(idf);
        }
        Ok(Some(match variant.origin {
            Origin::Typed => sum,
            _ => most,
        }))
    }
}
