//! Compiles conditions into tantivy queries.

use std::sync::Arc;

use tantivy::query::{
    BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhrasePrefixQuery,
    PhraseQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::bm25::{Bm25Query, TfTable};
use super::dictionary::each_term;
use super::dis_max::DisMaxQuery;
use super::engine_error;
use super::heading::HeadingGroup;
use super::schema::{DocumentType, Fields};
use super::term_bitset::WordsQuery;
use super::term_statistics::TermStatistics;
use super::variant_query::{Boxed, PhraseVariant, VariantQuery, best_of};
use crate::engine::Filter;
use crate::engine::ranking::{self, Weights};
use crate::error::Result;
use crate::query::expansion::{Condition, TermGroup, TokenMatch};

/// Compiles conditions for one state of the index.
pub(super) struct Compiler<'a> {
    pub(super) fields: &'a Fields,
    pub(super) searcher: &'a Searcher,
    pub(super) terms: TermStatistics<'a>,
    /// Tokens of a passage on average.
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
            Condition::Text(group) => best_of(self.variants(group)?),
            Condition::Heading(group) => self.heading(group)?,
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

    /// Conjunction of conditions, with exclusions as `MustNot`.
    pub(super) fn all<'c>(&self, conditions: impl Iterator<Item = &'c Condition>) -> Result<Boxed> {
        let mut clauses = Vec::new();
        for condition in conditions {
            clauses.push(self.clause(condition)?);
        }
        Ok(self.join(clauses))
    }

    /// A condition as a clause of a conjunction.
    pub(super) fn clause(&self, condition: &Condition) -> Result<(Occur, Boxed)> {
        Ok(match condition {
            Condition::Not(inner) => excluded(self.condition(inner)?),
            other => (Occur::Must, self.condition(other)?),
        })
    }

    /// Conjunction of clauses. A tantivy query of exclusions alone matches nothing: all passages
    /// are added to it.
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
                let mut compiled = self.condition(&condition)?;
                if let Some(text) = &filter.or_text {
                    compiled = silent(union(vec![compiled, self.condition(text)?]));
                }
                Ok(if filter.exclude {
                    excluded(compiled)
                } else {
                    (Occur::Must, compiled)
                })
            })
            .collect()
    }

    /// Passages of the sections whose heading holds a group.
    fn heading(&self, group: &TermGroup) -> Result<Boxed> {
        let (field, group) = (self.fields.heading, HeadingGroup::new(group));
        let mut terms = Vec::new();
        each_term(self.searcher, field, "", |heading, _| {
            if group.matches(heading) {
                terms.push(Term::from_field_text(field, heading));
            }
            Ok(())
        })?;
        Ok(silent(Box::new(TermSetQuery::new(terms))))
    }

    /// The variants of a group in the text, each with its boost.
    fn variants(&self, group: &TermGroup) -> Result<Vec<VariantQuery>> {
        let boosts = self.terms.boosts(group)?;
        let mut variants = Vec::with_capacity(group.variants.len());
        for (variant, boost) in group.variants.iter().zip(boosts) {
            variants.push(self.variant(&variant.tokens, group.slop, boost)?);
        }
        Ok(variants)
    }

    /// Passages that hold at least `least` and at most `most` of some words, which `plain` finds as
    /// well; where there are other conditions on passages it is left to that.
    pub(super) fn words(
        &self,
        words: &[Condition],
        (least, most): (usize, usize),
        plain: Boxed,
    ) -> Result<Boxed> {
        let mut variants = Vec::with_capacity(words.len());
        for word in words {
            match word {
                Condition::Text(group) => variants.push(self.variants(group)?),
                _ => return Ok(plain),
            }
        }
        Ok(Box::new(WordsQuery {
            words: variants,
            least,
            most,
            plain,
        }))
    }

    /// A variant with a boost. A phrase counts as one occurrence here; reranking counts them.
    fn variant(&self, variant: &[TokenMatch], slop: u32, boost: f32) -> Result<VariantQuery> {
        let Some((last, before)) = variant.split_last() else {
            return Ok(VariantQuery::Other(Box::new(EmptyQuery)));
        };
        Ok(match (last, before) {
            (TokenMatch::Prefix(start), []) => VariantQuery::Other(self.prefix(start, boost)?),
            (TokenMatch::Prefix(start), before) => {
                let row = self.phrase_prefix(before, start, slop)?;
                VariantQuery::Other(Box::new(ConstScoreQuery::new(row, boost)))
            }
            (only, []) => VariantQuery::Term(self.word(self.fields.term(only), boost)),
            _ => VariantQuery::Phrase(PhraseVariant {
                terms: variant
                    .iter()
                    .map(|token| self.fields.term(token))
                    .collect(),
                slop,
                boost,
            }),
        })
    }

    /// The words of a name as a phrase, as typed.
    pub(super) fn row<'l>(&self, groups: impl Iterator<Item = &'l TermGroup>) -> Boxed {
        let mut terms: Vec<(usize, Term)> = Vec::new();
        for group in groups {
            let typed = group
                .variants
                .first()
                .map_or(&[][..], |variant| &variant.tokens);
            for (place, token) in (group.position as usize..).zip(typed) {
                if let TokenMatch::Stem(stem) = token {
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

    /// A phrase whose last word begins with `start`. Without slop any such word matches, with slop
    /// the most frequent ones.
    fn phrase_prefix(&self, before: &[TokenMatch], start: &str, slop: u32) -> Result<Boxed> {
        let row = |last: &str| -> Vec<Term> {
            let terms = before.iter().map(|token| self.fields.term(token));
            terms.chain([self.fields.word_term(last)]).collect()
        };
        let endings = &self.terms.prefix_terms(start)?.words;
        if slop == 0 {
            let mut query = PhrasePrefixQuery::new(row(start));
            // tantivy allocates for as many expansions as are allowed.
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
    fn prefix(&self, start: &str, boost: f32) -> Result<Boxed> {
        let words = &self.terms.prefix_terms(start)?.words;
        let (frequent, rare) = words.split_at(words.len().min(ranking::PREFIX_FORMS));
        let mut queries: Vec<Boxed> = frequent
            .iter()
            .map(|word| Box::new(self.word(self.fields.word_term(word), boost)) as Boxed)
            .collect();
        if !rare.is_empty() {
            let terms = rare.iter().map(|word| self.fields.word_term(word));
            queries.push(silent(Box::new(TermSetQuery::new(terms))));
        }
        // For so many terms tantivy's query, which reads ahead, takes half as long as
        // `DisMaxQuery`.
        Ok(Box::new(DisjunctionMaxQuery::new(queries)))
    }
}

/// Disjunction of queries, scores added.
pub(super) fn union(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// An excluded clause. tantivy's `Exclude` calls `seek_danger` with documents before the current one
/// of the excluded query, which its phrases do not support: they would miss matches.
pub(super) fn excluded(query: Boxed) -> (Occur, Boxed) {
    (Occur::MustNot, Box::new(DisMaxQuery(vec![silent(query)])))
}

/// The query without a score.
pub(super) fn silent(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
