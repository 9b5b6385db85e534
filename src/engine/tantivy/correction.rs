//! What a word that occurs nowhere may have been meant to be: near words of the index.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::{FuzzyTermQuery, PhraseQuery};

use super::dictionary::IndexedWords;
use super::engine_error;
use crate::error::Result;
use crate::text;
use crate::text::spelling::{Correction, Near, choose};

/// Longest word, in characters, that near words are looked for: the automaton knows no longer ones,
/// and nobody mistypes a word of this length only twice.
const LONGEST: usize = 48;

/// From this many characters on a word may have two errors, below it one.
const TWO_ERRORS_FROM: usize = 6;

/// Fewest letters of each half of a word that is parted.
const SHORTEST_HALF: usize = 3;

/// What `word` (folded) may have been meant to be.
pub(super) fn correction(words: &IndexedWords<'_>, word: &str) -> Result<Correction> {
    let mut near = near_words(words, word)?;
    near.extend(parted(words, word)?);
    Ok(choose(word, near))
}

/// Words of the texts within one or two errors of `word`, forms of one word as one, with the number
/// of passages that hold them.
pub(super) fn near_words(words: &IndexedWords<'_>, word: &str) -> Result<Vec<Near>> {
    let length = word.chars().count();
    if length > LONGEST {
        return Ok(Vec::new());
    }
    let errors = if length < TWO_ERRORS_FROM { 1 } else { 2 };
    let term = Term::from_field_text(words.fields.text, word);
    let fuzzy = FuzzyTermQuery::new(term, errors, true);
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for segment in words.searcher.segment_readers() {
        let automaton = fuzzy.automaton().map_err(engine_error)?;
        let inverted = segment
            .inverted_index(words.fields.text)
            .map_err(engine_error)?;
        let mut stream = inverted
            .terms()
            .search(automaton)
            .into_stream()
            .map_err(engine_error)?;
        while stream.advance() {
            if let Ok(found) = std::str::from_utf8(stream.key()) {
                *counts.entry(found.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    let near = counts
        .into_iter()
        .filter(|(found, _)| found != word && found.chars().all(char::is_alphabetic))
        .map(|(text, passages)| Near {
            errors: strsim::osa_distance(word, &text),
            stem: text::stem(&text),
            text,
            passages,
        });
    Ok(near.collect())
}

/// Ways to read `word` as two words that stand side by side in the texts: the space is the error.
fn parted(words: &IndexedWords<'_>, word: &str) -> Result<Vec<Near>> {
    let mut near = Vec::new();
    let bounds: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let halves = SHORTEST_HALF..bounds.len().saturating_sub(SHORTEST_HALF - 1);
    for &at in bounds.get(halves).unwrap_or_default() {
        let (left, right) = word.split_at(at);
        if !words.occurs(words.fields.text, left) || !words.occurs(words.fields.text, right) {
            continue;
        }
        let row = [left, right].map(|word| Term::from_field_text(words.fields.text, word));
        let found = words
            .searcher
            .search(&PhraseQuery::new(row.to_vec()), &Count)
            .map_err(engine_error)?;
        if found > 0 {
            near.push(Near {
                text: format!("{left} {right}"),
                stem: format!("{} {}", text::stem(left), text::stem(right)),
                errors: 1,
                passages: found as u64,
            });
        }
    }
    Ok(near)
}
