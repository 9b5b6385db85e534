//! Corrects words of a query that occur in no passage.

use super::{Corrected, Expansion, Lexicon, Suggested};
use crate::query::synonyms::Synonyms;
use crate::query::typed::TypedWord;
use crate::report;
use crate::text::is_apostrophe;
use crate::text::spelling::Correction;

/// Fewest letters of a word that is corrected: among shorter ones everything is near everything.
const SHORTEST: usize = 4;

/// Most words of a query that are corrected: each is looked for among all words of the texts.
const MOST: usize = 16;

/// A word of the query between white space.
pub(super) struct Term {
    /// As typed (or corrected).
    pub(super) label: String,
    pub(super) parts: Vec<TypedWord>,
}

impl Term {
    pub(super) fn new(text: &str) -> Self {
        Term {
            label: text.to_owned(),
            parts: TypedWord::split(text),
        }
    }
}

/// Replaces the parts of `term` that occur nowhere and have one likely correction; adds to `notes`
/// what was corrected and what may be meant.
pub(super) fn correct(
    term: &mut Term,
    lexicon: &dyn Lexicon,
    synonyms: &Synonyms,
    notes: &mut Expansion,
) {
    // Parts of a name (`O'Brien`) are no words.
    if term.label.contains(is_apostrophe) || notes.corrected.len() >= MOST {
        return;
    }
    let mut changed = false;
    let mut parts = Vec::with_capacity(term.parts.len());
    for part in std::mem::take(&mut term.parts) {
        let short =
            !part.word.chars().all(char::is_alphabetic) || part.word.chars().count() < SHORTEST;
        // An accent is no slip: the word is of another language, or a name.
        let short = short || !part.printed.is_ascii();
        // The name of an area is spelled as it is, whether or not a report is on it.
        let short = short || report::resolve(&part.printed).is_some();
        if short || is_known(&part, lexicon, synonyms) {
            parts.push(part);
            continue;
        }
        match lexicon.correction(&part.word) {
            Correction::Clear(word) => {
                changed = true;
                let mut words = TypedWord::split(&word);
                if let Some(first) = words.first_mut() {
                    first.linked = part.linked;
                }
                parts.extend(words);
            }
            Correction::Open(near) => {
                if !near.is_empty() {
                    let word = part.printed.clone();
                    notes.suggested.push(Suggested { word, near });
                }
                parts.push(part);
            }
        }
    }
    term.parts = parts;
    if changed {
        let label = joined(&term.parts);
        notes.corrected.push(Corrected {
            from: std::mem::replace(&mut term.label, label.clone()),
            to: label,
        });
    }
}

/// The words as they are typed, linked ones with a hyphen between.
fn joined(parts: &[TypedWord]) -> String {
    let mut label = String::new();
    for part in parts {
        if !label.is_empty() {
            label.push(if part.linked { '-' } else { ' ' });
        }
        label.push_str(&part.printed);
    }
    label
}

/// Whether a word can find something as it stands: it occurs, or is closed elsewhere, or is an
/// acronym whose full name is known.
fn is_known(part: &TypedWord, lexicon: &dyn Lexicon, synonyms: &Synonyms) -> bool {
    lexicon.has_stem(&part.stem)
        || !lexicon.open_forms(&part.word).is_empty()
        || !lexicon.long_forms(&part.word).is_empty()
        || synonyms.knows(&part.word)
}
