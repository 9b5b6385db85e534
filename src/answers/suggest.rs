//! `suggest`: completions of what is being typed: words, acronyms, full names, areas and themes.

use std::collections::BTreeSet;

use super::corpus::Corpus;
use crate::answers::summary::SCHEMA;
use crate::engine::Searcher;
use crate::error::Result;
use crate::query::complete::{
    Candidate, Fit, Suggestion, SuggestionKind, Tail, Typing, Value, Words, is_writable, ranked,
    typing, with_value, with_words,
};
use crate::query::understanding::plain_names;
use crate::report::facet::{Dimension, FacetPath, YearRange};
use crate::report::themes::Taxonomy;
use crate::text::spelling::simplify;
use serde::{Deserialize, Serialize};

/// A question for completions of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SuggestRequest {
    /// All that stands in the search box.
    pub text: String,
    /// Most completions to give.
    pub limit: usize,
}

impl Default for SuggestRequest {
    fn default() -> Self {
        SuggestRequest {
            text: String::new(),
            limit: 10,
        }
    }
}

/// Completions of what is being typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestions {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The text as given.
    pub text: String,
    /// The completions, best first.
    pub suggestions: Vec<Suggestion>,
    /// Time taken, in milliseconds, where somebody measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<f64>,
}

/// Fewest letters by which a year, region, kind or outcome is found.
const SHORTEST_NAMED: usize = 3;

/// Fewest letters by which the further words of a name are found.
const SHORTEST_INSIDE: usize = 2;

/// Completes what is being typed at the end of a text; nothing where nothing is.
///
/// # Errors
/// The index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &SuggestRequest) -> Result<Suggestions> {
    let suggest = Suggest {
        searcher: corpus.searcher,
        text: &request.text,
    };
    let candidates = match typing(&request.text) {
        Some(Typing::Value(value)) => suggest.values(&value, 1)?,
        Some(Typing::Words(words)) => suggest.words(&words, request.limit)?,
        None => Vec::new(),
    };
    Ok(Suggestions {
        schema: SCHEMA,
        text: request.text.clone(),
        suggestions: ranked(candidates, request.limit),
        elapsed_ms: None,
    })
}

/// A text that is being typed.
struct Suggest<'s> {
    searcher: &'s dyn Searcher,
    text: &'s str,
}

impl Suggest<'_> {
    /// The values of a facet that begin like what is typed, or one of whose words does.
    fn values(&self, value: &Value, words: usize) -> Result<Vec<Candidate>> {
        let dimension = value.dimension;
        let needle = simplify(&value.typed);
        let alias = (dimension == Dimension::Area)
            .then(|| area_called(&needle))
            .flatten();
        let fit = |path: &FacetPath| {
            if needle.is_empty() {
                Some(Fit::Start)
            } else if alias.as_deref() == Some(path.leaf()) {
                Some(Fit::Whole)
            } else {
                value_fit(dimension, path, &needle)
            }
        };
        let text = |label: &str| with_value(self.text, value.start, dimension, label, true);
        let mut all = self.candidates(dimension, words, fit, text)?;
        // No range ends before it begins.
        all.retain(|one| {
            let text = &one.suggestion.text;
            let range = text.rsplit([':', '(', ' ']).next().unwrap_or_default();
            !dimension.takes_years() || YearRange::parse(range).is_some()
        });
        Ok(all)
    }

    /// The values of a facet that fit, each with the text that it makes; `words` are those that it
    /// completes.
    fn candidates(
        &self,
        dimension: Dimension,
        words: usize,
        fit: impl Fn(&FacetPath) -> Option<Fit>,
        text: impl Fn(&str) -> String,
    ) -> Result<Vec<Candidate>> {
        let mut all = Vec::new();
        for path in self.searcher.vocabulary()?.present(dimension) {
            let label = path.label(dimension);
            if let Some(fit) = fit(path)
                && is_writable(&label)
            {
                all.push(Candidate {
                    suggestion: self.facet(dimension, path, text(&label))?,
                    words,
                    fit,
                });
            }
        }
        Ok(all)
    }

    fn facet(&self, dimension: Dimension, path: &FacetPath, text: String) -> Result<Suggestion> {
        let passages = self.searcher.having(dimension, path)?;
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
        let path = path.label(Dimension::Theme);
        let mut known = Taxonomy::embedded_definitions();
        let known = known.find(|(known, _)| *known == path && self.searcher.has_built_in_themes());
        known.map(|(_, definition)| definition.to_owned())
    }

    fn words(&self, words: &Words, limit: usize) -> Result<Vec<Candidate>> {
        let mut all = Vec::new();
        if let Some(value) = &words.value {
            let further = words.tails.first().map_or(0, |tail| tail.words);
            all.extend(self.values(value, further + 1)?);
        }
        // Everything but single words needs more room than a bare `heading:` has.
        let phrases = !words.heading || words.quoted;
        for tail in words.tails.iter().filter(|_| phrases) {
            all.extend(self.areas(words, tail)?);
            all.extend(self.themes(words, tail)?);
            all.extend(self.named(words, tail)?);
        }
        let completions = self.searcher.completions(words, limit)?.into_iter();
        all.extend(completions.map(|found| Candidate {
            suggestion: Suggestion {
                text: with_words(self.text, words, &found.tail, &found.text),
                completion: found.text,
                kind: found.kind,
                meaning: found.meaning,
                passages: found.passages,
            },
            words: found.tail.words,
            fit: found.fit,
        }));
        if words.last.is_some() {
            // An area is no word beside.
            let areas: BTreeSet<String> = all
                .iter()
                .filter(|one| one.suggestion.kind == SuggestionKind::Facet(Dimension::Area))
                .map(|one| one.suggestion.completion.to_lowercase())
                .collect();
            let named = all.iter().filter(|one| {
                let facet = [Dimension::Kind, Dimension::Year].map(SuggestionKind::Facet);
                facet.contains(&one.suggestion.kind)
            });
            let named: BTreeSet<String> = named
                .map(|one| one.suggestion.completion.to_lowercase())
                .collect();
            all.retain(|one| {
                let completion = one.suggestion.completion.to_lowercase();
                match one.suggestion.kind {
                    SuggestionKind::Word => {
                        !areas.contains(&completion) && !named.contains(&completion)
                    }
                    // `JTAI` is a kind of report, which says more.
                    SuggestionKind::Acronym | SuggestionKind::Name => !named.contains(&completion),
                    SuggestionKind::Facet(_) => true,
                }
            });
        }
        Ok(all)
    }

    fn areas(&self, words: &Words, tail: &Tail) -> Result<Vec<Candidate>> {
        let alias = area_called(&tail.needle);
        let fit = |path: &FacetPath| {
            if alias.as_deref() == Some(path.leaf()) {
                Some(Fit::Whole)
            } else {
                name_fit(&simplify(path.leaf()), &tail.needle)
            }
        };
        let text = |label: &str| with_words(self.text, words, tail, label);
        self.candidates(Dimension::Area, tail.words, fit, text)
    }

    /// Years, regions, kinds and outcomes are offered by the names that queries understand.
    fn named(&self, words: &Words, tail: &Tail) -> Result<Vec<Candidate>> {
        let mut all = Vec::new();
        if words.quoted || words.heading || tail.needle.len() < SHORTEST_NAMED {
            return Ok(all);
        }
        for (name, facet, path) in plain_names(self.searcher.vocabulary()?) {
            let simple = simplify(&name);
            if simple.starts_with(&tail.needle) {
                all.push(Candidate {
                    suggestion: Suggestion {
                        completion: name.clone(),
                        ..self.facet(facet, &path, with_words(self.text, words, tail, &name))?
                    },
                    words: tail.words,
                    fit: Fit::of(&simple, &tail.needle),
                });
            }
        }
        Ok(all)
    }

    /// Themes are offered as filters, which cannot stand in a phrase or a heading. A whole domain is
    /// offered only where a theme is asked for.
    fn themes(&self, words: &Words, tail: &Tail) -> Result<Vec<Candidate>> {
        if words.quoted || words.heading || tail.needle.len() < SHORTEST_INSIDE {
            return Ok(Vec::new());
        }
        let fit = |path: &FacetPath| {
            let fit = value_fit(Dimension::Theme, path, &tail.needle);
            fit.filter(|_| path.0.len() > 1)
        };
        let text = |label: &str| with_value(self.text, tail.start, Dimension::Theme, label, false);
        self.candidates(Dimension::Theme, tail.words, fit, text)
    }
}

/// How well a simplified name fits what is typed, if it does.
fn name_fit(name: &str, needle: &str) -> Option<Fit> {
    if name.starts_with(needle) {
        return Some(Fit::of(name, needle));
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
