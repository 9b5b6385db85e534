//! Completions of what is being typed: words, acronyms, full names, areas and themes of the index.
//!
//! A box asks at every key, so that the work is bounded: the terms that begin so are read once, side
//! by side over all segments, and only the most frequent are kept; whole passages are looked for for
//! a handful of full names alone.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::PhraseQuery;

use super::completion::{FullName, Names, fit_of, is_writable};
use super::engine_error;
use super::reader::Engine;
use crate::api::{SCHEMA, SuggestRequest, Suggestion, SuggestionKind, Suggestions};
use crate::error::Result;
use crate::query::complete::{
    Candidate, Fit, Tail, Typing, Value, Words, ranked, typing, with_value, with_words,
};
use crate::report::facet::{Dimension, FacetPath, YearRange};
use crate::report::themes::Taxonomy;
use crate::text::spelling::simplify;

/// Fewest letters by which the further words of a name are found.
const SHORTEST_INSIDE: usize = 2;

/// Most full names whose passages are counted, which means looking for the words in a row.
const MOST_NAMES: usize = 6;

/// Passages that may be looked at for that; the first name is counted however many it takes.
const MOST_PASSAGES: u64 = 60_000;

impl Engine {
    /// Completions of what is being typed at the end of a text; none where nothing is.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn suggest(&self, request: &SuggestRequest) -> Result<Suggestions> {
        let candidates = match typing(&request.text) {
            Some(Typing::Value(value)) => self.values(&request.text, &value)?,
            Some(Typing::Words(words)) => self.words(&request.text, &words, request.limit)?,
            None => Vec::new(),
        };
        Ok(Suggestions {
            schema: SCHEMA,
            text: request.text.clone(),
            suggestions: ranked(candidates, request.limit),
            elapsed_ms: None,
        })
    }

    /// The values of a facet that begin like what is typed, or one of whose words does.
    fn values(&self, text: &str, value: &Value) -> Result<Vec<Candidate>> {
        let dimension = value.dimension;
        let needle = simplify(&value.typed);
        let alias = (dimension == Dimension::Area)
            .then(|| area_called(&needle))
            .flatten();
        let mut all = Vec::new();
        for path in self.facet_values()?.present(dimension) {
            let label = path.label(dimension);
            let fit = if needle.is_empty() {
                Some(Fit::Start)
            } else if alias.as_deref() == Some(path.leaf()) {
                Some(Fit::Whole)
            } else {
                value_fit(dimension, path, &needle)
            };
            if let Some(fit) = fit
                && is_writable(&label)
            {
                let text = with_value(text, value.start, dimension, &label, true);
                // No range ends before it begins.
                let range = text.rsplit([':', '(', ' ']).next().unwrap_or_default();
                if dimension == Dimension::Year && YearRange::parse(range).is_none() {
                    continue;
                }
                all.push(Candidate {
                    suggestion: self.facet(dimension, path, text)?,
                    words: 1,
                    fit,
                });
            }
        }
        Ok(all)
    }

    fn facet(&self, dimension: Dimension, path: &FacetPath, text: String) -> Result<Suggestion> {
        let term = self.fields.facet_term(dimension, path);
        let passages = self.searcher.doc_freq(&term).map_err(engine_error)?;
        let meaning = match dimension {
            Dimension::Theme => self.theme_definition(path),
            // The region of an area, the scale of an outcome.
            _ => (path.0.len() > 1).then(|| path.top().leaf().to_owned()),
        };
        Ok(Suggestion {
            text,
            completion: path.label(dimension),
            kind: dimension.into(),
            meaning,
            passages,
        })
    }

    /// What a theme is about, if it is one of those that come with the program.
    fn theme_definition(&self, path: &FacetPath) -> Option<String> {
        let own = self
            .manifest()
            .is_some_and(|manifest| manifest.settings.themes_file.is_some());
        let path = path.label(Dimension::Theme);
        Taxonomy::embedded_definitions()
            .find(|(known, _)| *known == path && !own)
            .map(|(_, definition)| definition.to_owned())
    }

    fn words(&self, text: &str, words: &Words, limit: usize) -> Result<Vec<Candidate>> {
        let names = self.names(words)?;
        let mut all = Vec::new();
        if let Some(value) = &words.value {
            for mut one in self.values(text, value)? {
                one.words = words.tails.first().map_or(1, |tail| tail.words + 1);
                all.push(one);
            }
        }
        // Everything but single words needs more room than a bare `heading:` has.
        let phrases = !words.heading || words.quoted;
        for tail in &words.tails {
            if phrases {
                self.add_areas(&mut all, text, words, tail)?;
                self.add_themes(&mut all, text, words, tail)?;
            }
        }
        if phrases {
            self.add_names(&mut all, &names, text, words)?;
        }
        if let Some(last) = &words.last {
            let read = self.read_words(&names, last, limit)?;
            for (found, tail) in [(read.words, &last.word), (read.compounds, &last.linked)] {
                all.extend(found.into_iter().map(|(word, fit, passages)| {
                    let kind = SuggestionKind::Word;
                    candidate(text, words, tail, word, kind, None, passages).fitting(fit)
                }));
            }
            all.extend(read.acronyms.into_iter().map(|(acronym, fit, passages)| {
                let meaning = (!acronym.meanings.is_empty()).then(|| acronym.meanings.join(" or "));
                let (printed, kind) = (acronym.printed.clone(), SuggestionKind::Acronym);
                candidate(text, words, &last.word, printed, kind, meaning, passages).fitting(fit)
            }));
            // An area is no word beside.
            let areas: BTreeSet<String> = all
                .iter()
                .filter(|one| one.suggestion.kind == SuggestionKind::Area)
                .map(|one| one.suggestion.completion.to_lowercase())
                .collect();
            all.retain(|one| {
                one.suggestion.kind != SuggestionKind::Word
                    || !areas.contains(&one.suggestion.completion)
            });
        }
        Ok(all)
    }

    fn add_areas(
        &self,
        all: &mut Vec<Candidate>,
        text: &str,
        words: &Words,
        tail: &Tail,
    ) -> Result<()> {
        let alias = area_called(&tail.needle);
        for path in self.facet_values()?.present(Dimension::Area) {
            let label = path.label(Dimension::Area);
            let fit = if alias.as_deref() == Some(&label) {
                Some(Fit::Whole)
            } else {
                name_fit(&simplify(&label), &tail.needle)
            };
            if let Some(fit) = fit
                && is_writable(&label)
            {
                let text = with_words(text, words, tail, &label);
                all.push(Candidate {
                    suggestion: self.facet(Dimension::Area, path, text)?,
                    words: tail.words,
                    fit,
                });
            }
        }
        Ok(())
    }

    /// Themes are offered as filters, which cannot stand in a phrase or a heading. A whole domain is
    /// offered only where a theme is asked for.
    fn add_themes(
        &self,
        all: &mut Vec<Candidate>,
        text: &str,
        words: &Words,
        tail: &Tail,
    ) -> Result<()> {
        if words.quoted || words.heading || tail.needle.len() < SHORTEST_INSIDE {
            return Ok(());
        }
        for path in self.facet_values()?.present(Dimension::Theme) {
            let label = path.label(Dimension::Theme);
            if let Some(fit) = value_fit(Dimension::Theme, path, &tail.needle)
                && path.0.len() > 1
                && is_writable(&label)
            {
                let text = with_value(text, tail.start, Dimension::Theme, &label, false);
                all.push(Candidate {
                    suggestion: self.facet(Dimension::Theme, path, text)?,
                    words: tail.words,
                    fit,
                });
            }
        }
        Ok(())
    }

    /// Full names of acronyms that begin with one of the tails.
    fn add_names(
        &self,
        all: &mut Vec<Candidate>,
        names: &Names,
        text: &str,
        words: &Words,
    ) -> Result<()> {
        let mut left = MOST_PASSAGES;
        let mut counted = 0;
        for tail in &words.tails {
            let mut found: Vec<(&String, &FullName)> = names
                .full
                .range(tail.needle.clone()..)
                .take_while(|(name, _)| name.starts_with(&tail.needle))
                .collect();
            found.sort_by_key(|(name, full)| (**name != tail.needle, Reverse(full.defined), *name));
            for (name, full) in found.into_iter().take(MOST_NAMES) {
                let row: Vec<Term> = name
                    .split(' ')
                    .map(|word| Term::from_field_text(self.fields.text, word))
                    .collect();
                let mut cost = u64::MAX;
                for term in &row {
                    cost = cost.min(self.searcher.doc_freq(term).map_err(engine_error)?);
                }
                if cost == 0 || counted >= MOST_NAMES || (cost > left && counted > 0) {
                    continue;
                }
                left = left.saturating_sub(cost);
                counted += 1;
                let passages = self.count_row(row)?;
                if passages > 0 {
                    let (printed, kind) = (full.printed.clone(), SuggestionKind::Name);
                    let short = Some(full.short.clone());
                    let one = candidate(text, words, tail, printed, kind, short, passages);
                    all.push(one.fitting(fit_of(name, &tail.needle)));
                }
            }
        }
        Ok(())
    }

    /// Number of passages with these words in a row.
    fn count_row(&self, row: Vec<Term>) -> Result<u64> {
        if let [word] = &row[..] {
            return self.searcher.doc_freq(word).map_err(engine_error);
        }
        let query = PhraseQuery::new(row);
        let found = self.searcher.search(&query, &Count).map_err(engine_error)?;
        Ok(found as u64)
    }
}

fn candidate(
    text: &str,
    words: &Words,
    tail: &Tail,
    completion: String,
    kind: SuggestionKind,
    meaning: Option<String>,
    passages: u64,
) -> Candidate {
    Candidate {
        suggestion: Suggestion {
            text: with_words(text, words, tail, &completion),
            completion,
            kind,
            meaning,
            passages,
        },
        words: tail.words,
        fit: Fit::Start,
    }
}

impl Candidate {
    fn fitting(self, fit: Fit) -> Self {
        Candidate { fit, ..self }
    }
}

/// How well a simplified name fits what is typed, if it does.
fn name_fit(name: &str, needle: &str) -> Option<Fit> {
    if name.starts_with(needle) {
        return Some(fit_of(name, needle));
    }
    let inside = needle.len() >= SHORTEST_INSIDE
        && !needle.ends_with(' ')
        && name
            .match_indices(' ')
            .any(|(at, _)| name[at + 1..].starts_with(needle));
    inside.then_some(Fit::Inside)
}

/// How well a facet's value fits what is typed, by its last level or as a whole.
fn value_fit(dimension: Dimension, path: &FacetPath, needle: &str) -> Option<Fit> {
    let leaf = name_fit(&simplify(path.leaf()), needle);
    let label = name_fit(&simplify(&path.label(dimension)), needle);
    leaf.into_iter().chain(label).min()
}

/// Name of the official area that goes by what is typed (`glos`), codes aside.
fn area_called(needle: &str) -> Option<String> {
    let is_name = needle.ends_with(char::is_alphabetic) && crate::report::may_be_area(needle);
    let area = is_name.then(|| crate::report::resolve(needle)).flatten()?;
    Some(area.name)
}
