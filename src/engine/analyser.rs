//! Analysed texts as tantivy takes them. What the words are is decided in [`crate::analysis`] alone,
//! before a text comes here; a stem and its word share a position.

use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::analysis::{SAME_PLACE, SENTENCE_END, SENTENCE_GAP, WORD_END};

/// Name of the analyser for texts of [`crate::analysis::Analysed`].
pub(super) const ANALYSED: &str = "findings_analysed";

/// Registers the analyser with an index.
pub(super) fn register(index: &Index) {
    let analyser = TextAnalyzer::builder(Analyser).build();
    index.tokenizers().register(ANALYSED, analyser);
}

#[derive(Clone)]
struct Analyser;

impl Tokenizer for Analyser {
    type TokenStream<'a> = AnalysedWords<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalysedWords<'a> {
        AnalysedWords {
            text,
            at: 0,
            position: 0,
            token: Token::default(),
        }
    }
}

/// The words of an analysed text.
struct AnalysedWords<'a> {
    text: &'a str,
    /// First byte that is not read.
    at: usize,
    /// Position of the word there.
    position: usize,
    token: Token,
}

impl TokenStream for AnalysedWords<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return false;
        }
        let ends = |byte: u8| matches!(byte, WORD_END | SENTENCE_END | SAME_PLACE);
        let length = rest.bytes().position(ends).unwrap_or(rest.len());
        let word = &rest[..length];
        self.token.text.clear();
        self.token.text.push_str(word);
        self.token.position = self.position;
        self.token.offset_from = self.at;
        self.token.offset_to = self.at + length;
        self.position += match rest.as_bytes().get(length) {
            Some(&SAME_PLACE) => 0,
            Some(&SENTENCE_END) => 1 + SENTENCE_GAP as usize,
            _ => 1,
        };
        self.at += length + 1;
        self.at = self.at.min(self.text.len());
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{self, Analysed, STEM_MARK, is_own_stem};
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<(String, usize)> {
        let mut analyser = Analyser;
        let mut stream = analyser.token_stream(text);
        let mut words = Vec::new();
        while stream.advance() {
            words.push((stream.token().text.clone(), stream.token().position));
        }
        words
    }

    proptest! {
        #[test]
        fn words_and_positions_are_those_of_the_text(text in "([a-zA-Z.’é0-9-]{0,6}[ .!?\n]?){0,20}") {
            let mut expected = Vec::new();
            for token in analysis::tokens(&text) {
                let stem = analysis::stem(&token.word);
                if !is_own_stem(&stem) {
                    expected.push((format!("{STEM_MARK}{stem}"), token.position as usize));
                }
                expected.push((token.word.into_owned(), token.position as usize));
            }
            prop_assert_eq!(words(&Analysed::of(&text).words), expected);
        }
    }
}
