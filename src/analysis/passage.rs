//! All that the index holds of a text, in one look at its words.

use super::compounds::{Compound, Compounds};
use super::stem::with_stem;
use super::tokens::tokens;
use crate::alike::Signature;

/// Stands between two words of an analysed text; no word holds it.
pub const WORD_END: u8 = b' ';

/// Stands between two sentences of an analysed text; no word holds it.
pub const SENTENCE_END: u8 = b'\n';

/// A text as the index takes it. Its words are looked at once, whatever is made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysed {
    /// The stems in order, with [`WORD_END`] or [`SENTENCE_END`] between them.
    pub stems: String,
    /// The folded words in the same form.
    pub words: String,
    /// Words printed with inner hyphens or apostrophes.
    pub compounds: Vec<Compound>,
    /// See [`crate::alike::signature`].
    pub signature: u64,
}

impl Analysed {
    /// Looks at the words of `text`.
    pub fn of(text: &str) -> Self {
        let mut stems = String::with_capacity(text.len());
        let mut words = String::with_capacity(text.len());
        let mut compounds = Compounds::default();
        let mut signature = Signature::default();
        let mut next = 0;
        for token in tokens(text) {
            if token.position > 0 {
                let end = if token.position == next {
                    WORD_END
                } else {
                    SENTENCE_END
                };
                stems.push(char::from(end));
                words.push(char::from(end));
            }
            next = token.position + 1;
            words.push_str(&token.word);
            with_stem(&token.word, |stem| {
                stems.push_str(stem);
                signature.add(&text[token.start..], stem);
            });
            compounds.push(token);
        }
        Analysed {
            stems,
            words,
            compounds: compounds.finish(),
            signature: signature.number(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alike;
    use crate::analysis::{SENTENCE_GAP, compounds, stem};
    use proptest::prelude::*;

    /// Words with their positions, as they are read back.
    fn read(words: &str) -> Vec<(String, u32)> {
        let mut found = Vec::new();
        let mut position = 0;
        for sentence in words.split('\n') {
            for word in sentence.split(' ').filter(|word| !word.is_empty()) {
                found.push((word.to_owned(), position));
                position += 1;
            }
            position += SENTENCE_GAP;
        }
        found
    }

    #[test]
    fn sentences_are_lines_of_words() {
        let analysed = Analysed::of("Waits grew. The co-production plan’s costs fell!");
        assert_eq!(
            analysed.words,
            "waits grew\nthe co production plan costs fell"
        );
        assert_eq!(analysed.stems, "wait grow\nthe co product plan cost fall");
        assert_eq!(analysed.compounds, compounds("co-production"));
    }

    proptest! {
        #[test]
        fn one_look_finds_what_each_by_itself_finds(text in "([a-zA-Z.’é0-9-]{0,6}[ .!?\n]?){0,20}") {
            let analysed = Analysed::of(&text);
            let words: Vec<(String, u32)> = tokens(&text)
                .map(|token| (token.word.into_owned(), token.position))
                .collect();
            let stems: Vec<(String, u32)> =
                words.iter().map(|(word, at)| (stem(word), *at)).collect();
            prop_assert_eq!(read(&analysed.words), words);
            prop_assert_eq!(read(&analysed.stems), stems);
            prop_assert_eq!(analysed.compounds, compounds(&text));
            prop_assert_eq!(analysed.signature, alike::signature(&text));
        }
    }
}
