//! Conditions into tantivy queries.

use std::sync::Arc;

use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::bm25::{Bm25Query, TfTable};
use super::engine_error;
use super::form_query::{FormQuery, RowQuery, best_of};
use super::schema::{DocumentType, Fields};
use super::section_query::SectionQuery;
use super::seek_only::SeekOnly;
use super::term_bitset::WordsQuery;
use super::term_statistics::TermStatistics;
use crate::engine::Filter;
use crate::engine::ranking::{self, Weights};
use crate::error::Result;
use crate::query::expansion::{Condition, TermGroup, TokenMatch};

type Boxed = Box<dyn Query>;

/// Compiles conditions for one state of the index.
pub(super) struct Compiler<'a> {
    pub(super) fields: &'a Fields,
    pub(super) searcher: &'a Searcher,
    pub(super) terms: TermStatistics<'a>,
    /// Words a passage has on average.
    pub(super) mean: f32,
    pub(super) tf: Arc<TfTable>,
}

impl<'a> Compiler<'a> {
    /// A compiler for one state of the index.
    pub(super) fn new(
        fields: &'a Fields,
        searcher: &'a Searcher,
        weights: &'a Weights,
        passages: u64,
    ) -> Result<Self> {
        let mut tokens = 0;
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(fields.text).map_err(engine_error)?;
            tokens += inverted.total_num_tokens();
        }
        let mean = tokens as f32 / passages.max(1) as f32;
        Ok(Compiler {
            fields,
            searcher,
            terms: TermStatistics::new(searcher, fields, weights, passages),
            mean,
            tf: Arc::new(TfTable::new(fields.text, mean, weights)),
        })
    }
}

impl Compiler<'_> {
    /// Every passage, without a score.
    pub(super) fn passages(&self) -> Boxed {
        let term = self.fields.type_term(DocumentType::Passage);
        silent(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
    }

    /// A condition, scored by BM25 where it is about words.
    pub(super) fn condition(&self, condition: &Condition) -> Result<Boxed> {
        Ok(match condition {
            Condition::Everything => self.passages(),
            Condition::All(children) => self.all(children.iter())?,
            Condition::Any(children) => {
                let mut any = Vec::with_capacity(children.len());
                for child in children {
                    any.push(self.condition(child)?);
                }
                union(any)
            }
            Condition::Not(_) => self.all(std::iter::once(condition))?,
            Condition::Text(leaf) => self.leaf(leaf, Target::Text)?,
            Condition::Heading(leaf) => self.leaf(leaf, Target::Heading)?,
            Condition::Report(id) => {
                let term = Term::from_field_text(self.fields.report, id);
                silent(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
            }
            Condition::Facet(dimension, paths) => {
                let terms = paths
                    .iter()
                    .map(|path| self.fields.facet_term(*dimension, path));
                silent(union(
                    terms
                        .map(|term| {
                            Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Boxed
                        })
                        .collect(),
                ))
            }
        })
    }

    /// All of the conditions; exclusions among them become what they are in tantivy.
    pub(super) fn all<'c>(&self, conditions: impl Iterator<Item = &'c Condition>) -> Result<Boxed> {
        let mut clauses = Vec::new();
        for condition in conditions {
            clauses.push(self.clause(condition)?);
        }
        Ok(self.join(clauses))
    }

    /// A clause of a conjunction: what must hold, or must not.
    pub(super) fn clause(&self, condition: &Condition) -> Result<(Occur, Boxed)> {
        Ok(match condition {
            Condition::Not(inner) => excluded(self.condition(inner)?),
            other => (Occur::Must, self.condition(other)?),
        })
    }

    /// Clauses of one conjunction. A tantivy query of exclusions alone matches nothing, so that
    /// every passage is added to it.
    pub(super) fn join(&self, mut clauses: Vec<(Occur, Boxed)>) -> Boxed {
        if clauses.iter().all(|(occur, _)| *occur != Occur::Must) {
            clauses.push((Occur::Must, self.passages()));
        }
        match &clauses[..] {
            [(Occur::Must, only)] => only.box_clone(),
            _ => Box::new(BooleanQuery::new(clauses)),
        }
    }

    /// Clauses of the filters, without a score.
    pub(super) fn filters<'f>(
        &self,
        filters: impl Iterator<Item = &'f Filter>,
    ) -> Result<Vec<(Occur, Boxed)>> {
        filters
            .map(|filter| {
                let condition = Condition::Facet(filter.dimension, filter.paths.clone());
                let compiled = self.condition(&condition)?;
                Ok(if filter.exclude {
                    excluded(compiled)
                } else {
                    (Occur::Must, compiled)
                })
            })
            .collect()
    }

    fn leaf(&self, leaf: &TermGroup, target: Target) -> Result<Boxed> {
        match target {
            Target::Text => Ok(best_of(self.forms(leaf)?)),
            Target::Heading => {
                let mut forms = Vec::with_capacity(leaf.variants.len());
                for form in &leaf.variants {
                    let stems: Vec<TokenMatch> = form.tokens.iter().map(heading_element).collect();
                    let found = self.form(&stems, leaf.slop, self.fields.heading, 0.0)?;
                    forms.push(FormQuery::Other(silent(found.query())));
                }
                Ok(Box::new(SectionQuery(best_of(forms))))
            }
        }
    }

    /// The forms of a leaf in the text, each with its boost.
    fn forms(&self, leaf: &TermGroup) -> Result<Vec<FormQuery>> {
        let boosts = self.terms.boosts(leaf)?;
        let mut forms = Vec::with_capacity(leaf.variants.len());
        for (form, boost) in leaf.variants.iter().zip(boosts) {
            forms.push(self.form(&form.tokens, leaf.slop, self.fields.text, boost)?);
        }
        Ok(forms)
    }

    /// Passages that hold at least `least` and at most `most` of some words, which `plain` finds as
    /// well; where there are other conditions on passages it is left to that.
    pub(super) fn words(
        &self,
        words: &[Condition],
        (least, most): (usize, usize),
        plain: Boxed,
    ) -> Result<Boxed> {
        let mut forms = Vec::with_capacity(words.len());
        for word in words {
            match word {
                Condition::Text(leaf) => forms.push(self.forms(leaf)?),
                _ => return Ok(plain),
            }
        }
        Ok(Box::new(WordsQuery {
            words: forms,
            least,
            most,
            plain,
        }))
    }

    /// A form whose presence is boost at most `boost`. Rows of words count as one mention here;
    /// those that come first are counted when they are looked at closely.
    fn form(&self, form: &[TokenMatch], slop: u32, field: Field, boost: f32) -> Result<FormQuery> {
        let Some((last, before)) = form.split_last() else {
            return Ok(FormQuery::Other(Box::new(EmptyQuery)));
        };
        let term = |element: &TokenMatch| self.fields.term(field, element);
        Ok(match (last, before) {
            (TokenMatch::Prefix(start), []) => FormQuery::Other(self.prefix(field, start, boost)?),
            (TokenMatch::Prefix(start), before) => {
                let row = self.phrase_prefix(field, before, start, slop)?;
                FormQuery::Other(Box::new(ConstScoreQuery::new(row, boost)))
            }
            (only, []) => FormQuery::Word(self.word(term(only), boost)),
            _ => FormQuery::Row(RowQuery {
                terms: form.iter().map(term).collect(),
                slop,
                boost,
            }),
        })
    }

    /// The words of a name as they stand in the query.
    pub(super) fn row<'l>(&self, leaves: impl Iterator<Item = &'l TermGroup>) -> Boxed {
        let mut terms: Vec<(usize, Term)> = Vec::new();
        for leaf in leaves {
            let typed = leaf.variants.first().map_or(&[][..], |form| &form.tokens);
            for (place, element) in (leaf.position as usize..).zip(typed) {
                if let TokenMatch::Stem(stem) = element {
                    terms.push((place, self.fields.stem_term(stem)));
                }
            }
        }
        if terms.len() < 2 {
            return Box::new(EmptyQuery);
        }
        Box::new(PhraseQuery::new_with_offset(terms))
    }

    fn word(&self, term: Term, boost: f32) -> Bm25Query {
        Bm25Query {
            term,
            boost,
            tf: Arc::clone(&self.tf),
        }
    }

    /// Words in a row, the last of which begins with `start`. An exact row may end in any such word;
    /// with slop the most frequent ones are tried.
    fn phrase_prefix(
        &self,
        field: Field,
        before: &[TokenMatch],
        start: &str,
        slop: u32,
    ) -> Result<Boxed> {
        let row = |last: &str| -> Vec<Term> {
            let terms = before
                .iter()
                .map(|element| self.fields.term(field, element));
            terms.chain([Term::from_field_text(field, last)]).collect()
        };
        let endings = &self.terms.prefix_terms(field, start)?.words;
        if slop == 0 {
            let mut query = PhrasePrefixQuery::new(row(start));
            // Room is made for as many endings as are allowed, so that it must not be "all".
            query.set_max_expansions(u32::try_from(endings.len()).unwrap_or(u32::MAX).max(1));
            return Ok(Box::new(query));
        }
        let frequent = endings.iter().take(ranking::PREFIX_FORMS);
        let phrases = frequent.map(|ending| {
            let terms = row(ending).into_iter().enumerate().collect();
            Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop)) as Boxed
        });
        Ok(union(phrases.collect()))
    }

    /// All words that begin with `start`: the most frequent are scored like words, the rest match.
    fn prefix(&self, field: Field, start: &str, boost: f32) -> Result<Boxed> {
        let endings = &self.terms.prefix_terms(field, start)?.words;
        let (frequent, rare) = endings.split_at(endings.len().min(ranking::PREFIX_FORMS));
        let mut words: Vec<FormQuery> = frequent
            .iter()
            .map(|word| FormQuery::Word(self.word(Term::from_field_text(field, word), boost)))
            .collect();
        if !rare.is_empty() {
            let terms = rare.iter().map(|word| Term::from_field_text(field, word));
            words.push(FormQuery::Other(silent(Box::new(TermSetQuery::new(terms)))));
        }
        Ok(best_of(words))
    }
}

#[derive(Clone, Copy)]
enum Target {
    Text,
    Heading,
}

/// Headings are indexed by stems alone: a beginning that is a whole word (`improve*`) begins the stem.
pub(super) fn heading_element(element: &TokenMatch) -> TokenMatch {
    match element {
        TokenMatch::Stem(stem) => TokenMatch::Stem(stem.clone()),
        TokenMatch::Word(word) => TokenMatch::Stem(crate::text::stem(word)),
        TokenMatch::Prefix(start) => {
            let stem = crate::text::stem(start);
            let begins = start.starts_with(&stem);
            TokenMatch::Prefix(if begins { stem } else { start.clone() })
        }
    }
}

/// One of the queries, scores added.
pub(super) fn union(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// What must not hold.
pub(super) fn excluded(query: Boxed) -> (Occur, Boxed) {
    (Occur::MustNot, Box::new(SeekOnly(silent(query))))
}

/// The query without a score.
pub(super) fn silent(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
