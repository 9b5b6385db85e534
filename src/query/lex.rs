//! Splits query text into tokens: words, phrases, brackets, operators, names of fields.

use super::{Note, Span};
use crate::report::facet::Dimension;
use crate::text::is_hyphen;

/// A token of the query language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A run of characters without white space, brackets or double quotes.
    Word(String),
    /// The same, ended by a star.
    Prefix(String),
    /// Text between double quotes, with its slop.
    Phrase(String, u32),
    /// A double quote that is never closed, and all text after it; only from [`typed_tokens`].
    OpenPhrase,
    /// `name:` glued to what follows.
    Field(String),
    /// `-` glued to what follows, or `NOT`.
    Not,
    /// `OR` or `|`.
    Or,
    /// `AND` or `&&`.
    And,
    Open,
    Close,
}

/// The field of the query language beside the facets.
pub(super) const HEADING: &str = "heading";

/// More slop than any paragraph is long is the same as no order at all.
const MOST_SLOP: u32 = 100;

/// Splits query text into tokens, in one pass. Never fails: what means nothing becomes a note.
pub(super) fn tokens(text: &str) -> (Vec<Token>, Vec<Note>) {
    let lexer = Lexer::new(text, false).run();
    (lexer.tokens, lexer.notes)
}

/// The tokens of a query whose end is still being typed. The text may go on, so that a quotation mark
/// without its partner opens a phrase, a colon at the end names a field, and the last word is no
/// operator yet.
pub(super) fn typed_tokens(text: &str) -> Vec<Token> {
    Lexer::new(text, true).run().tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Whether the end of the text is still being typed.
    typing: bool,
    tokens: Vec<Token>,
    notes: Vec<Note>,
    /// Places of all double quotes, so that looking for a closing one takes constant time.
    closing: std::collections::VecDeque<usize>,
}

/// Straight and typographic double quotes.
pub(crate) fn is_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{ff02}'
    )
}

/// Whether the query language has a field of this name.
fn is_field(name: &str) -> bool {
    Dimension::from_name(name).is_some() || name.eq_ignore_ascii_case(HEADING)
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str, typing: bool) -> Self {
        let quotes = text.char_indices().filter(|&(_, c)| is_quote(c));
        Lexer {
            text,
            at: 0,
            typing,
            tokens: Vec::new(),
            notes: Vec::new(),
            closing: quotes.map(|(at, _)| at).collect(),
        }
    }

    fn run(mut self) -> Self {
        while let Some(character) = self.peek() {
            let start = self.at;
            if character.is_whitespace() || character.is_control() {
                self.at += character.len_utf8();
            } else if is_quote(character) {
                self.quote(start, character);
            } else if character == '(' || character == ')' {
                self.at += 1;
                let kind = if character == '(' {
                    TokenKind::Open
                } else {
                    TokenKind::Close
                };
                self.push(kind, start);
            } else if is_hyphen(character) && self.begins_not(start, character) {
                self.at += character.len_utf8();
                self.push(TokenKind::Not, start);
            } else {
                self.word(start);
            }
        }
        self
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.push(Token {
            kind,
            span: Span {
                start,
                end: self.at,
            },
        });
    }

    fn note(&mut self, start: usize, end: usize, message: impl Into<String>) {
        self.notes.push(Note {
            span: Span { start, end },
            message: message.into(),
        });
    }

    /// A dash excludes only where it is glued to the word, phrase or bracket after it. (Before it
    /// stands white space, a bracket or a quote, or it would have been part of a word.)
    fn begins_not(&self, start: usize, dash: char) -> bool {
        self.text[start + dash.len_utf8()..]
            .chars()
            .next()
            .is_some_and(|next| next.is_alphanumeric() || next == '(' || is_quote(next))
    }

    fn quote(&mut self, start: usize, quote: char) {
        self.at += quote.len_utf8();
        while self.closing.front().is_some_and(|&at| at <= start) {
            self.closing.pop_front();
        }
        let Some(end) = self.closing.pop_front() else {
            if self.typing {
                self.at = self.text.len();
                self.push(TokenKind::OpenPhrase, start);
                return;
            }
            self.note(
                start,
                self.at,
                "ignored a quotation mark that is never closed",
            );
            return;
        };
        let inner = self.text[self.at..end].to_owned();
        self.at = end + self.text[end..].chars().next().map_or(1, char::len_utf8);
        let mut slop = 0;
        if let Some(rest) = self.text[self.at..].strip_prefix('~') {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                slop = rest[..digits].parse().unwrap_or(MOST_SLOP).min(MOST_SLOP);
                self.at += 1 + digits;
            } else {
                self.at += 1;
                self.note(self.at - 1, self.at, "ignored a `~` without a number");
            }
        }
        self.push(TokenKind::Phrase(inner, slop), start);
    }

    fn word(&mut self, start: usize) {
        let mut field_end = None;
        while let Some(character) = self.peek() {
            if character.is_whitespace()
                || character.is_control()
                || is_quote(character)
                || matches!(character, '(' | ')')
            {
                break;
            }
            self.at += character.len_utf8();
            if character == ':' {
                field_end = Some(self.at);
                // Only the first colon can end a field's name.
                break;
            }
        }
        let word = &self.text[start..self.at];
        if let Some(end) = field_end {
            let name = &self.text[start..end - 1];
            let glued = match self.peek() {
                Some(next) => !next.is_whitespace() && next != ')' && next != ':',
                None => self.typing,
            };
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic());
            if is_name && glued {
                let name = name.to_ascii_lowercase();
                self.push(TokenKind::Field(name), start);
            } else if word.chars().any(char::is_alphanumeric) {
                let word = name.to_owned();
                if is_field(&word) {
                    let message =
                        format!("`{word}:` has no value beside it, searched for as a word");
                    self.note(start, end, message);
                }
                self.push(TokenKind::Word(word), start);
            }
            return;
        }
        let unfinished = self.typing && self.at == self.text.len();
        let kind = match word {
            _ if unfinished && !word.ends_with('*') => TokenKind::Word(word.to_owned()),
            "OR" | "|" | "||" => TokenKind::Or,
            "AND" | "&&" => TokenKind::And,
            "NOT" => TokenKind::Not,
            _ if !word.chars().any(char::is_alphanumeric) => {
                let message = format!("ignored the lone `{word}`");
                // A dash, an ampersand or an ellipsis between words is everyday punctuation; only
                // what looks like an operator deserves a remark.
                if word
                    .chars()
                    .all(|c| is_hyphen(c) || matches!(c, '*' | '~' | '^' | '+'))
                {
                    self.note(start, self.at, message);
                }
                return;
            }
            _ => match word.strip_suffix('*') {
                Some(stem) if stem.chars().next_back().is_some_and(char::is_alphanumeric) => {
                    TokenKind::Prefix(stem.to_owned())
                }
                _ => TokenKind::Word(word.to_owned()),
            },
        };
        self.push(kind, start);
    }
}
