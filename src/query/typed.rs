//! The words of a query as they were typed.

use crate::text;

/// A word of a query, between hyphens, apostrophes and spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedWord {
    /// As typed, without a possessive ending.
    pub printed: String,
    /// Folded.
    pub word: String,
    /// Stem of `word`.
    pub stem: String,
    /// Whether a hyphen or apostrophe links it to the word before.
    pub linked: bool,
}

impl TypedWord {
    /// Splits a text into its words.
    pub fn split(text: &str) -> Vec<TypedWord> {
        text::tokens(text)
            .map(|token| TypedWord {
                printed: text
                    .get(token.start..token.end)
                    .map_or("", without_possessive)
                    .to_owned(),
                stem: text::stem(&token.word),
                word: token.word.into_owned(),
                linked: token.linked,
            })
            .collect()
    }

    /// Whether it is typed in capitals, a plural `s` aside.
    pub fn in_capitals(&self) -> bool {
        let body = self.printed.strip_suffix('s').unwrap_or(&self.printed);
        body.chars().any(char::is_uppercase) && !body.chars().any(char::is_lowercase)
    }

    /// The folded words that it is as a short form: as typed, and without a plural `s` (a small one:
    /// `PARS` is no plural of `PAR`).
    pub(super) fn as_short(&self) -> impl Iterator<Item = &str> {
        let small = self.printed.ends_with('s');
        let singular = self.word.strip_suffix('s').filter(|_| small);
        std::iter::once(self.word.as_str()).chain(singular)
    }
}

fn without_possessive(printed: &str) -> &str {
    printed
        .strip_suffix(['s', 'S'])
        .and_then(|rest| rest.strip_suffix(text::is_apostrophe))
        .unwrap_or(printed)
}
