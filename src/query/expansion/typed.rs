//! The words of a query as they were typed, and what those that occur nowhere were meant to be.

use super::expand::Builder;
use super::{Corrected, Suggested};
use crate::text::spelling::Correction;
use crate::text::{self, is_function_word};

/// Fewest letters of a word that is corrected: among shorter ones everything is near everything.
const SHORTEST_CORRECTED: usize = 4;

/// Most words of a query that are corrected: each is looked for among all words of the texts.
const MOST_CORRECTED: usize = 16;

/// A plain word of the query.
pub(super) struct Typed {
    pub(super) label: String,
    pub(super) parts: Vec<Part>,
}

/// A word between hyphens, apostrophes and spaces.
pub(super) struct Part {
    /// As typed (or corrected).
    pub(super) printed: String,
    /// Folded.
    pub(super) word: String,
    pub(super) linked: bool,
}

impl Builder<'_> {
    /// Replaces parts that occur nowhere by what was clearly meant.
    pub(super) fn correct(&mut self, typed: &mut Typed) {
        // Parts of a name (`O'Brien`) are no words.
        if typed.label.contains(text::is_apostrophe) || self.found.corrected.len() >= MOST_CORRECTED
        {
            return;
        }
        let mut corrected = Vec::new();
        for (index, part) in typed.parts.iter().enumerate() {
            let short = !part.word.chars().all(char::is_alphabetic)
                || part.word.chars().count() < SHORTEST_CORRECTED;
            if short || self.is_known(&part.word) {
                continue;
            }
            match self.lexicon.correction(&part.word) {
                Correction::Clear(word) => corrected.push((index, word)),
                Correction::Open(words) if words.is_empty() => {}
                Correction::Open(words) => {
                    let word = part.printed.clone();
                    self.found.suggested.push(Suggested { word, near: words });
                }
            }
        }
        if corrected.is_empty() {
            return;
        }
        let from = typed.label.clone();
        for (index, word) in corrected.into_iter().rev() {
            let linked = typed.parts[index].linked;
            let replacement = word.split(' ').enumerate().map(|(place, word)| Part {
                printed: word.to_owned(),
                word: word.to_owned(),
                linked: linked && place == 0,
            });
            typed.parts.splice(index..=index, replacement);
        }
        typed.label = typed
            .parts
            .iter()
            .enumerate()
            .map(|(index, part)| {
                let before = match (index, part.linked) {
                    (0, _) => "",
                    (_, true) => "-",
                    (_, false) => " ",
                };
                format!("{before}{}", part.printed)
            })
            .collect();
        self.found.corrected.push(Corrected {
            from,
            to: typed.label.clone(),
        });
    }

    /// Whether a word can find something as it stands: it occurs, or it is closed elsewhere, or it
    /// is an acronym whose full name is known.
    fn is_known(&self, word: &str) -> bool {
        self.lexicon.has_stem(&text::stem(word))
            || !self.lexicon.open_forms(word).is_empty()
            || !self.lexicon.long_forms(word).is_empty()
            || self.synonyms.knows(word)
    }
}

pub(super) fn parts(text: &str) -> Vec<Part> {
    text::tokens(text)
        .map(|token| Part {
            printed: text[token.start..token.end].to_owned(),
            word: token.word.into_owned(),
            linked: token.linked,
        })
        .collect()
}

/// Whether a word of the query is a function word; in capitals it is a name (`IT`).
pub(super) fn is_function(typed: &Typed) -> bool {
    let [part] = &typed.parts[..] else {
        // What is left of a contraction: `don't`.
        return typed.parts.iter().all(|part| is_function_word(&part.word));
    };
    let name = part.printed.chars().count() > 1 && part.printed.chars().all(char::is_uppercase);
    is_function_word(&part.word) && !name
}
