//! Conditions into tantivy queries.

use tantivy::Searcher;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::schema::{DocumentType, Fields};
use crate::api::Filter;
use crate::error::Result;
use crate::matching::{Condition, Element, Form, Leaf};
use crate::ranking;

type Boxed = Box<dyn Query>;

/// Compiles conditions for one state of the index.
pub(super) struct Compiler<'a> {
    pub(super) fields: &'a Fields,
    pub(super) searcher: &'a Searcher,
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
            clauses.push(match condition {
                Condition::Not(inner) => (Occur::MustNot, self.condition(inner)?),
                other => (Occur::Must, self.condition(other)?),
            });
        }
        Ok(self.join(clauses))
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
                let occur = if filter.exclude {
                    Occur::MustNot
                } else {
                    Occur::Must
                };
                let condition = Condition::Facet(filter.dimension, filter.paths.clone());
                Ok((occur, self.condition(&condition)?))
            })
            .collect()
    }

    /// What adds to the score of a passage without being required, each part under its name:
    /// words in the heading, and neighbouring words side by side.
    pub(super) fn extras(&self, words: &[&Leaf]) -> Result<Vec<(String, Boxed)>> {
        let mut extras = Vec::new();
        for leaf in words {
            let query = self.leaf(leaf, Target::Heading)?;
            let boosted = BoostQuery::new(query, ranking::HEADING);
            extras.push((
                format!("{} in the heading", leaf.label),
                Box::new(boosted) as Boxed,
            ));
        }
        for pair in words.windows(2) {
            let mut alternatives: Vec<Boxed> = Vec::new();
            for left in &pair[0].forms {
                for right in &pair[1].forms {
                    let both: Form = left.iter().chain(right).cloned().collect();
                    if both.len() > 1 && both.iter().all(|e| matches!(e, Element::Stem(_))) {
                        alternatives.push(self.form(&both, 0, self.fields.text)?);
                    }
                }
            }
            if !alternatives.is_empty() {
                let boosted = BoostQuery::new(union(alternatives), ranking::ADJACENT);
                let name = format!("{} {} side by side", pair[0].label, pair[1].label);
                extras.push((name, Box::new(boosted) as Boxed));
            }
        }
        Ok(extras)
    }

    fn leaf(&self, leaf: &Leaf, target: Target) -> Result<Boxed> {
        let mut forms = Vec::with_capacity(leaf.forms.len());
        for form in &leaf.forms {
            match target {
                Target::Text => {
                    let stemmed = form.iter().all(|e| matches!(e, Element::Stem(_)));
                    let field = if stemmed {
                        self.fields.text
                    } else {
                        self.fields.words
                    };
                    forms.push(self.form(form, leaf.slop, field)?);
                }
                Target::Heading => {
                    let stems: Form = form.iter().map(heading_element).collect();
                    forms.push(self.form(&stems, leaf.slop, self.fields.heading)?);
                }
            }
        }
        Ok(union(forms))
    }

    fn form(&self, form: &Form, slop: u32, field: Field) -> Result<Boxed> {
        let Some((last, before)) = form.split_last() else {
            return Ok(Box::new(EmptyQuery));
        };
        let term = |element: &Element| match element {
            Element::Stem(word) | Element::Word(word) | Element::Prefix(word) => {
                Term::from_field_text(field, word)
            }
        };
        Ok(match (last, before) {
            (Element::Prefix(start), []) => self.prefix(field, start)?,
            (Element::Prefix(start), before) => self.phrase_prefix(field, before, start, slop)?,
            (only, []) => Box::new(TermQuery::new(term(only), IndexRecordOption::WithFreqs)),
            _ => {
                let terms = form.iter().map(term).enumerate().collect();
                Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop))
            }
        })
    }

    /// Words in a row, the last of which begins with `start`. An exact row may end in any such word;
    /// with slop the most frequent ones are tried.
    fn phrase_prefix(
        &self,
        field: Field,
        before: &[Element],
        start: &str,
        slop: u32,
    ) -> Result<Boxed> {
        let word = |element: &Element| match element {
            Element::Stem(word) | Element::Word(word) | Element::Prefix(word) => word.clone(),
        };
        let row = |last: &str| -> Vec<Term> {
            let words = before.iter().map(word).chain([last.to_owned()]);
            words
                .map(|word| Term::from_field_text(field, &word))
                .collect()
        };
        let mut endings = super::dictionary::terms_with_prefix(self.searcher, field, start)?;
        if slop == 0 {
            let mut query = PhrasePrefixQuery::new(row(start));
            // Room is made for as many endings as are allowed, so that it must not be "all".
            query.set_max_expansions(u32::try_from(endings.len()).unwrap_or(u32::MAX).max(1));
            return Ok(Box::new(query));
        }
        endings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        endings.truncate(ranking::PREFIX_FORMS);
        let phrases = endings.iter().map(|(ending, _)| {
            let terms = row(ending).into_iter().enumerate().collect();
            Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop)) as Boxed
        });
        Ok(union(phrases.collect()))
    }

    /// All words that begin with `start`: the most frequent are scored like words, the rest match.
    fn prefix(&self, field: Field, start: &str) -> Result<Boxed> {
        let mut terms = super::dictionary::terms_with_prefix(self.searcher, field, start)?;
        terms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut words: Vec<Boxed> = Vec::new();
        let rare = terms.split_off(terms.len().min(ranking::PREFIX_FORMS));
        for (word, _) in terms {
            let term = Term::from_field_text(field, &word);
            words.push(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
        }
        if !rare.is_empty() {
            let terms = rare
                .iter()
                .map(|(word, _)| Term::from_field_text(field, word));
            words.push(silent(Box::new(TermSetQuery::new(terms))));
        }
        Ok(union(words))
    }
}

#[derive(Clone, Copy)]
enum Target {
    Text,
    Heading,
}

/// Headings are indexed by stems alone.
fn heading_element(element: &Element) -> Element {
    match element {
        Element::Stem(stem) => Element::Stem(stem.clone()),
        Element::Word(word) => Element::Stem(crate::analysis::stem(word)),
        Element::Prefix(start) => Element::Prefix(start.clone()),
    }
}

/// One of the queries.
pub(super) fn union(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// The query without a score.
pub(super) fn silent(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
