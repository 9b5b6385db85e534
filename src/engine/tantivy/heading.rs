//! Headings. Reports have few different ones, so that each is indexed as one term, its stems in
//! order, and words are looked for in these terms. With headings indexed word by word, as texts are, a
//! bulk load takes 3.5 % more instructions.

use super::analysis::words_at;
use crate::query::expansion::{TermGroup, TokenMatch, occurrences};

/// A group of variants as headings hold it.
pub(super) struct HeadingGroup {
    /// The tokens of each variant; of words their stems.
    variants: Vec<Vec<TokenMatch>>,
    slop: u32,
}

impl HeadingGroup {
    pub(super) fn new(group: &TermGroup) -> Self {
        let variants = group.variants.iter();
        HeadingGroup {
            variants: variants
                .map(|variant| variant.tokens.iter().map(stem_match).collect())
                .collect(),
            slop: group.slop,
        }
    }

    /// Whether a heading, as [`super::analysis::stems_of_text`] writes it, holds all tokens of a
    /// variant.
    pub(super) fn is_in(&self, heading: &str) -> bool {
        self.any_variant(heading, |positions| !positions.contains(&Vec::new()))
    }

    /// Whether a heading holds a variant as a phrase.
    pub(super) fn matches(&self, heading: &str) -> bool {
        self.any_variant(heading, |positions| {
            !occurrences(positions, self.slop).is_empty()
        })
    }

    /// Whether `test` is true of the positions of the tokens of a variant.
    fn any_variant(&self, heading: &str, test: impl Fn(&[Vec<u32>]) -> bool) -> bool {
        let words: Vec<(&str, u32)> = words_at(heading).collect();
        let positions = |token: &TokenMatch| -> Vec<u32> {
            let holding = words.iter().filter(|(word, _)| token.matches(word, word));
            holding.map(|(_, position)| *position).collect()
        };
        let mut variants = self.variants.iter();
        variants.any(|tokens| {
            let positions: Vec<Vec<u32>> = tokens.iter().map(positions).collect();
            !positions.is_empty() && test(&positions)
        })
    }
}

/// The token in stems: a prefix that is a whole word (`improve*`) becomes a prefix of the stem.
fn stem_match(token: &TokenMatch) -> TokenMatch {
    match token {
        TokenMatch::Stem(stem) => TokenMatch::Stem(stem.clone()),
        TokenMatch::Word(word) => TokenMatch::Stem(crate::text::stem(word)),
        TokenMatch::Prefix(start) => {
            let stem = crate::text::stem(start);
            let begins = start.starts_with(&stem);
            TokenMatch::Prefix(if begins { stem } else { start.clone() })
        }
    }
}
