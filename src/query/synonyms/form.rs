//! A word or phrase of a list, and the words that name it.

use super::written::Written;
use crate::text;

/// A word or phrase of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// As written in the list.
    pub text: String,
    /// Its words, folded.
    pub words: Vec<String>,
    /// Whether it is an acronym.
    pub short: bool,
}

impl Form {
    pub(super) fn new(text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words: Vec<String> = text::tokens(&text)
            .map(|token| token.word.into_owned())
            .collect();
        Form {
            short: Written(&text).is_short(),
            text,
            words,
        }
    }

    /// The folded words by which a text can print the form: those of the list and, for a short
    /// form whose plural has another stem (`SGOs`), its plural.
    pub fn spellings(&self) -> Vec<Vec<String>> {
        let mut all = vec![self.words.clone()];
        if self.short
            && let [word] = &self.words[..]
        {
            let plural = format!("{word}s");
            if text::stem(&plural) != text::stem(word) {
                all.push(vec![plural]);
            }
        }
        all
    }

    /// As the list writes it.
    pub(super) fn written(&self) -> Written<'_> {
        Written(&self.text)
    }
}
