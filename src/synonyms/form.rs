//! A word or phrase of a list, and the words that name it.

use crate::analysis;

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
        let words: Vec<String> = analysis::tokens(&text)
            .map(|token| token.word.into_owned())
            .collect();
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        Form {
            short: words.len() == 1 && capitals > 1,
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
            if analysis::stem(&plural) != analysis::stem(word) {
                all.push(vec![plural]);
            }
        }
        all
    }

    /// The stems of the words by which a query can name the form: as written and with its hyphens
    /// closed.
    pub(super) fn variants(&self) -> Vec<Vec<String>> {
        let mut open: Vec<String> = Vec::new();
        let mut closed: Vec<String> = Vec::new();
        for token in analysis::tokens(&self.text) {
            match closed.last_mut() {
                Some(last) if token.linked => last.push_str(&token.word),
                _ => closed.push(token.word.to_string()),
            }
            open.push(token.word.into_owned());
        }
        let mut all = vec![open, closed];
        for word in all.iter_mut().flatten() {
            *word = analysis::stem(word);
        }
        all.dedup();
        all
    }

    /// The rows of words by which it is looked up: short forms as they are, others by their stems
    /// without `and`.
    pub(super) fn keys(&self) -> Vec<Vec<String>> {
        if self.short {
            return vec![self.words.clone()];
        }
        let mut all = self.variants();
        for key in &mut all {
            key.retain(|word| word != "and");
        }
        all
    }
}
