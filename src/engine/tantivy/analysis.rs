//! The analysis of texts for the index. A text is read once: its words and stems, its compounds
//! and its signature come out of one pass over its tokens, by the thread that writes the segment.
//!
//! The words reach tantivy as one text with separators, which the tokenizer takes apart again.
//! Analysing and reading back 18,562 passages so takes 1.52 thousand million instructions; with
//! tantivy's `PreTokenizedString`, which it clones, 3.02 (and a bulk load 1.4 × the processor time);
//! with a tokenizer over the printed text, and a second pass for compounds and signature, 1.85
//! (1.1 ×).

use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::text::near_duplicate::Signature;
use crate::text::{Compound, Compounds, SENTENCE_GAP, looked_up, tokens};

/// Between two words.
const WORD_END: u8 = b' ';

/// Between two sentences.
const SENTENCE_END: u8 = b'\n';

/// Between a stem and the word it is the stem of, which share a position.
const SAME_POSITION: u8 = b'\t';

/// The first character of a stem, which tells it from a word with the same letters.
pub(super) const STEM_MARK: char = '\x01';

/// Between the parts of a compound, of an acronym, and of a facet value.
pub(super) const SEPARATOR: char = '\0';

/// Name of the tokenizer for the words of [`AnalysedText`].
pub(super) const WORDS: &str = "findings_words";

/// Name of the tokenizer for facet values, which gives every level with those before it. tantivy's
/// own facets add the root to every document, which costs a bulk load 1.1 % more instructions.
pub(super) const LEVELS: &str = "findings_levels";

const _: () = assert!(SENTENCE_END < WORD_END && SAME_POSITION < WORD_END);

/// A text as the index takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AnalysedText {
    /// The folded words in order, with [`WORD_END`] or [`SENTENCE_END`] between them, each after its
    /// stem: `␁wait⇥waits`. A word that is [its own stem](crate::text::is_own_stem) stands alone.
    pub(super) words: String,
    /// Words printed with inner hyphens or apostrophes.
    pub(super) compounds: Vec<Compound>,
    /// See [`crate::text::near_duplicate::signature`].
    pub(super) signature: u64,
}

impl AnalysedText {
    pub(super) fn new(text: &str) -> Self {
        let mut words = String::with_capacity(text.len() * 2);
        let mut compounds = Compounds::default();
        let mut signature = Signature::default();
        let mut next = 0;
        for token in tokens(text) {
            separate(&mut words, token.position, next);
            next = token.position + 1;
            looked_up(&token.word, |stem, own| {
                if !own {
                    words.push(STEM_MARK);
                    words.push_str(stem);
                    words.push(char::from(SAME_POSITION));
                }
                signature.add(&text[token.start..], stem);
            });
            words.push_str(&token.word);
            compounds.push(token);
        }
        AnalysedText {
            words,
            compounds: compounds.finish(),
            signature: signature.number(),
        }
    }
}

/// The stems of `text` in order, with [`WORD_END`] or [`SENTENCE_END`] between them.
pub(super) fn stems_of_text(text: &str) -> String {
    let mut stems = String::with_capacity(text.len());
    let mut next = 0;
    for token in tokens(text) {
        separate(&mut stems, token.position, next);
        next = token.position + 1;
        looked_up(&token.word, |stem, _| stems.push_str(stem));
    }
    stems
}

/// The words of [`stems_of_text`] with their positions.
pub(super) fn words_at(text: &str) -> impl Iterator<Item = (&str, u32)> {
    let mut next = 0;
    let words = text.split_inclusive([char::from(WORD_END), char::from(SENTENCE_END)]);
    words.map(move |word| {
        let position = next;
        let (word, gap) = match word.strip_suffix(char::from(SENTENCE_END)) {
            Some(last) => (last, SENTENCE_GAP),
            None => (word.trim_end_matches(char::from(WORD_END)), 0),
        };
        next += 1 + gap;
        (word, position)
    })
}

/// Ends what stands before the word at `position`; `next` is the position of a word that follows the
/// last.
fn separate(words: &mut String, position: u32, next: u32) {
    if position > 0 {
        words.push(char::from(if position == next {
            WORD_END
        } else {
            SENTENCE_END
        }));
    }
}

/// Registers the tokenizers with an index.
pub(super) fn register(index: &Index) {
    let words = TextAnalyzer::builder(Words::default()).build();
    index.tokenizers().register(WORDS, words);
    let levels = TextAnalyzer::builder(Levels::default()).build();
    index.tokenizers().register(LEVELS, levels);
}

/// Gives each level of a facet value with those before it. One token is used again and again, so that
/// none allocates.
#[derive(Clone, Default)]
struct Levels(Token);

impl Tokenizer for Levels {
    type TokenStream<'a> = LevelStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LevelStream<'a> {
        LevelStream {
            text,
            rest: Some(text),
            token: &mut self.0,
        }
    }
}

struct LevelStream<'a> {
    text: &'a str,
    /// The levels that are still to be given, if there are any.
    rest: Option<&'a str>,
    token: &'a mut Token,
}

impl TokenStream for LevelStream<'_> {
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

/// Gives the words and stems of [`AnalysedText`].
#[derive(Clone, Default)]
struct Words(Token);

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            text,
            at: 0,
            position: 0,
            token: &mut self.0,
        }
    }
}

struct WordStream<'a> {
    text: &'a str,
    /// The first byte that is still to be read.
    at: usize,
    /// Position of the word at that byte.
    position: usize,
    token: &'a mut Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return false;
        }
        // Separators, and the mark of a stem, are below all letters.
        let end = rest.bytes().skip(1).position(|byte| byte <= WORD_END);
        let length = end.map_or(rest.len(), |end| end + 1);
        let word = &rest[..length];
        self.token.text.clear();
        self.token.text.push_str(word);
        self.token.position = self.position;
        self.token.offset_from = self.at;
        self.token.offset_to = self.at + length;
        self.position += match rest.as_bytes().get(length) {
            Some(&SAME_POSITION) => 0,
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
    use crate::text::{compounds, is_own_stem, near_duplicate, stem};
    use proptest::prelude::*;

    fn given(mut tokenizer: impl Tokenizer, text: &str) -> Vec<(String, usize)> {
        let mut stream = tokenizer.token_stream(text);
        let mut given = Vec::new();
        while stream.advance() {
            given.push((stream.token().text.clone(), stream.token().position));
        }
        given
    }

    #[test]
    fn a_facet_value_is_found_by_each_level() {
        let levels = |text: &str| -> Vec<String> {
            let given = given(Levels::default(), text).into_iter();
            given.map(|(level, _)| level).collect()
        };
        assert_eq!(levels("2023"), ["2023"]);
        assert_eq!(levels("health\0camhs"), ["health", "health\0camhs"]);
        assert_eq!(levels("a\0é\0c"), ["a", "a\0é", "a\0é\0c"]);
    }

    #[test]
    fn sentences_are_lines_of_words() {
        let analysed = AnalysedText::new("Waits grew. The co-production plan’s costs fell!");
        assert_eq!(
            analysed.words,
            "\x01wait\twaits \x01grow\tgrew\nthe \x01co\tco \x01product\tproduction \x01plan\tplan \
             \x01cost\tcosts \x01fall\tfell"
        );
        assert_eq!(analysed.compounds, compounds("co-production"));
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_each_pass_by_itself_finds(
            text in "([a-zA-Z.’é0-9-]{0,6}[ .!?\n]?){0,20}",
        ) {
            let analysed = AnalysedText::new(&text);
            let mut stems = Vec::new();
            let mut words = Vec::new();
            for token in tokens(&text) {
                let (stem, position) = (stem(&token.word), token.position as usize);
                if !is_own_stem(&stem) {
                    words.push((format!("{STEM_MARK}{stem}"), position));
                }
                words.push((token.word.into_owned(), position));
                stems.push((stem, position));
            }
            prop_assert_eq!(given(Words::default(), &analysed.words), words);
            let headed = stems_of_text(&text);
            prop_assert_eq!(words_at(&headed).collect::<Vec<_>>(), stems.iter().map(|(stem, at)| (stem.as_str(), *at as u32)).collect::<Vec<_>>());
            prop_assert_eq!(analysed.compounds, compounds(&text));
            prop_assert_eq!(analysed.signature, near_duplicate::signature(&text));
        }
    }
}
