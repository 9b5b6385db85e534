//! Analysed texts as tantivy takes them. What the words are is decided in [`crate::text`] alone,
//! before a text comes here; a stem and its word share a position.

use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::schema::SEPARATOR;
use crate::text::{SAME_PLACE, SENTENCE_END, SENTENCE_GAP, WORD_END};

const _: () = assert!(SENTENCE_END < WORD_END && SAME_PLACE < WORD_END);

/// Name of the analyser for texts of [`crate::text::Analysed`].
pub(super) const ANALYSED: &str = "findings_analysed";

/// Name of the analyser for facet values, which gives every level with those before it.
pub(super) const LEVELS: &str = "findings_levels";

/// Registers the analysers with an index.
pub(super) fn register(index: &Index) {
    let analyser = TextAnalyzer::builder(Analyser::default()).build();
    index.tokenizers().register(ANALYSED, analyser);
    let levels = TextAnalyzer::builder(Levels::default()).build();
    index.tokenizers().register(LEVELS, levels);
}

/// Gives its token to one value after the other, so that none takes memory of its own.
#[derive(Clone, Default)]
struct Levels(Token);

impl Tokenizer for Levels {
    type TokenStream<'a> = ValueLevels<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ValueLevels<'a> {
        ValueLevels {
            text,
            rest: Some(text),
            token: &mut self.0,
        }
    }
}

/// A facet value by its first level, by its first two, and so on.
struct ValueLevels<'a> {
    text: &'a str,
    /// The levels that are not read, if there are any.
    rest: Option<&'a str>,
    token: &'a mut Token,
}

impl TokenStream for ValueLevels<'_> {
    fn advance(&mut self) -> bool {
        let Some(rest) = self.rest else {
            return false;
        };
        let next = rest.split_once(SEPARATOR).map(|(_, next)| next);
        let length = match next {
            Some(next) => self.text.len() - next.len() - SEPARATOR.len_utf8(),
            None => self.text.len(),
        };
        self.token.text.clear();
        self.token.text.push_str(&self.text[..length]);
        self.token.offset_to = length;
        self.token.position = 0;
        self.rest = next;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Gives its token to one text after the other.
#[derive(Clone, Default)]
struct Analyser(Token);

impl Tokenizer for Analyser {
    type TokenStream<'a> = AnalysedWords<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalysedWords<'a> {
        AnalysedWords {
            text,
            at: 0,
            position: 0,
            token: &mut self.0,
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
    token: &'a mut Token,
}

impl TokenStream for AnalysedWords<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return false;
        }
        // What ends a word comes before all letters; so does the mark that a stem begins with.
        let end = rest.bytes().skip(1).position(|byte| byte <= WORD_END);
        let length = end.map_or(rest.len(), |end| end + 1);
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
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{self, Analysed, STEM_MARK, is_own_stem};
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<(String, usize)> {
        let mut analyser = Analyser::default();
        let mut stream = analyser.token_stream(text);
        let mut words = Vec::new();
        while stream.advance() {
            words.push((stream.token().text.clone(), stream.token().position));
        }
        words
    }

    #[test]
    fn a_facet_value_is_found_by_each_level() {
        let levels = |text: &str| {
            let mut analyser = Levels::default();
            let mut stream = analyser.token_stream(text);
            let mut levels = Vec::new();
            while stream.advance() {
                levels.push(stream.token().text.clone());
            }
            levels
        };
        assert_eq!(levels("2023"), ["2023"]);
        assert_eq!(levels("health\0camhs"), ["health", "health\0camhs"]);
        assert_eq!(levels("a\0é\0c"), ["a", "a\0é", "a\0é\0c"]);
    }

    proptest! {
        #[test]
        fn words_and_positions_are_those_of_the_text(text in "([a-zA-Z.’é0-9-]{0,6}[ .!?\n]?){0,20}") {
            let mut expected = Vec::new();
            for token in text::tokens(&text) {
                let stem = text::stem(&token.word);
                if !is_own_stem(&stem) {
                    expected.push((format!("{STEM_MARK}{stem}"), token.position as usize));
                }
                expected.push((token.word.into_owned(), token.position as usize));
            }
            prop_assert_eq!(words(&Analysed::of(&text).words), expected);
        }
    }
}
