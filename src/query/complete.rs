//! Finds what is being typed at the end of a query, writes completions into the query, and ranks
//! them. The words to complete with come from the index.
//!
//! The query is split into the tokens of the query language: after `area:` a value is typed, after a
//! dash one operand, after an open quotation mark a phrase. A completed query means what the
//! completion says: names of several words are quoted where the language needs it, and an open
//! quotation mark is closed.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::lex::{HEADING, TokenKind, is_quote, typed_tokens};
use super::{Node, Span};
use crate::report::facet::Dimension;
use crate::text::{self, is_hyphen};

/// Most words that a name is looked for in, counted from the end.
const MOST_WORDS: usize = 16;

/// Most of the end of a query that is looked at for words, in bytes.
const LONGEST_TAIL: usize = 400;

/// A theme has so many times the passages that say its name: it is placed as if it had as many.
const TIMES_PER_THEME: u64 = 4;

/// The same for a year, region, outcome or kind, which all passages of a report have.
const TIMES_PER_FACET: u64 = 64;

/// What is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typing {
    /// Words of a text.
    Words(Words),
    /// A facet's value.
    Value(Value),
}

/// Words being typed, as one or more ways to read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The last words, the last one alone, and all in between: most words first. What stands behind
    /// a hyphen or a slash begins none.
    pub tails: Vec<Tail>,
    /// The word that is being typed, with what is linked to it by hyphens; `None` behind a space.
    pub last: Option<Last>,
    /// The same words with a value before them that is not quoted, which they may be a part of
    /// (`area:milton k`).
    pub value: Option<Value>,
    /// Whether they stand where the section's heading is asked for.
    pub heading: bool,
    /// Whether they stand within a quotation mark that is still open.
    pub quoted: bool,
}

/// The last words of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// Where they begin, in bytes.
    pub start: usize,
    /// How many they are.
    pub words: usize,
    /// The words, folded, with a space between; a space at the end if the last one is complete.
    pub needle: String,
    /// Whether what they are completed to must be one operand: they stand behind a dash or an `OR`.
    operand: bool,
}

/// The word that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// Its beginning; the part behind the last hyphen.
    pub word: Tail,
    /// The parts linked by hyphens (`co prod`); the same as `word` without any.
    pub linked: Tail,
}

/// A facet's value being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Of which facet.
    pub dimension: Dimension,
    /// Where it begins, in bytes, an opening quotation mark included.
    pub start: usize,
    /// What is typed of it.
    pub typed: String,
}

/// What is being typed at the end of `text`; `None` if nothing there can be completed. Takes time
/// linear in the length of the text.
pub fn typing(text: &str) -> Option<Typing> {
    let mut end = End {
        text,
        run: 0,
        operand: false,
        value: None,
        field: None,
        brackets: Vec::new(),
    };
    for token in typed_tokens(text) {
        if token.kind == TokenKind::OpenPhrase {
            return end.open_phrase(token.span.start);
        }
        end.take(&token.kind, token.span);
    }
    match end.scope() {
        Some(Field::Facet(dimension)) => {
            let start = text.len() - text[end.run..].trim_start().len();
            end.value(dimension, start, start)
        }
        scope => end.words(scope == Some(Field::Heading), false),
    }
}

/// `text` with the words from `tail` on completed to `completion`.
pub fn with_words(text: &str, words: &Words, tail: &Tail, completion: &str) -> String {
    let head = text.get(..tail.start).unwrap_or_default();
    // Within a quotation mark the words before the tail are part of the phrase.
    if words.quoted {
        return format!("{head}{completion}\"");
    }
    if (tail.operand || words.heading) && completion.contains(char::is_whitespace) {
        format!("{head}\"{completion}\"")
    } else {
        format!("{head}{completion}")
    }
}

/// `text` with what begins at `start` completed to a facet's value, the field's name included
/// unless it stands there already.
pub fn with_value(
    text: &str,
    start: usize,
    dimension: Dimension,
    value: &str,
    named: bool,
) -> String {
    let head = text.get(..start).unwrap_or_default();
    let written = Node::Facet {
        dimension,
        value: value.to_owned(),
        span: Span { start: 0, end: 0 },
    }
    .to_string();
    let written = match written.split_once(':') {
        Some((_, value)) if named => value,
        _ => &written,
    };
    format!("{head}{written}")
}

/// The field that stands before what is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Facet(Dimension),
    Heading,
}

/// What is known of the end of a text after some of its tokens.
struct End<'a> {
    text: &'a str,
    /// Start of the words that stand together up to here.
    run: usize,
    /// Whether they follow a dash or an operator.
    operand: bool,
    /// The value right before them: its facet and its start.
    value: Option<(Dimension, usize)>,
    /// The field whose operand comes next.
    field: Option<Field>,
    /// The fields before the brackets that are open.
    brackets: Vec<Option<Field>>,
}

impl End<'_> {
    fn take(&mut self, kind: &TokenKind, span: Span) {
        let scope = self.scope();
        match kind {
            TokenKind::Field(name) => {
                self.begin(span.end, false);
                self.field = match Dimension::from_name(name) {
                    Some(dimension) => Some(Field::Facet(dimension)),
                    None => (name == HEADING).then_some(Field::Heading),
                };
                return;
            }
            TokenKind::Open => {
                // Among the values of a facet brackets mean nothing.
                if !matches!(self.bracket(), Some(Field::Facet(_))) {
                    self.brackets.push(scope);
                }
                self.begin(span.end, false);
            }
            TokenKind::Close => {
                self.brackets.pop();
                self.begin(span.end, false);
            }
            // Without words a phrase is no operand.
            TokenKind::Phrase(words, _) => {
                let empty = !words.contains(char::is_alphanumeric);
                self.begin(span.end, self.operand && empty);
            }
            TokenKind::Word(_) | TokenKind::Prefix(_) => return self.word(scope, span),
            TokenKind::Or | TokenKind::Not => self.begin(span.end, true),
            TokenKind::And | TokenKind::OpenPhrase => self.begin(span.end, false),
        }
        self.field = None;
    }

    fn word(&mut self, scope: Option<Field>, span: Span) {
        let word = &self.text[span.start..span.end];
        let last = span.end == self.text.len();
        let field = self.field.take();
        match scope {
            _ if word.ends_with(':') => self.begin(span.end, false),
            // The start of a value, or of a heading's word, that is still being typed.
            Some(_) if last && (field.is_some() || matches!(scope, Some(Field::Facet(_)))) => {
                self.begin(span.start, false);
                self.field = scope;
            }
            Some(Field::Facet(dimension)) => {
                self.begin(span.end, false);
                self.value = field.map(|_| (dimension, span.start));
            }
            Some(Field::Heading) if field.is_some() => self.begin(span.end, false),
            _ if word.ends_with('*') => self.begin(span.end, false),
            _ => {}
        }
    }

    /// New words begin at `start`.
    fn begin(&mut self, start: usize, operand: bool) {
        self.run = start;
        self.operand = operand;
        self.value = None;
    }

    /// The field that the next word belongs to.
    fn scope(&self) -> Option<Field> {
        self.field.or(self.bracket())
    }

    /// The field before the innermost open bracket.
    fn bracket(&self) -> Option<Field> {
        self.brackets.last().copied().flatten()
    }

    fn open_phrase(&mut self, quote: usize) -> Option<Typing> {
        let inside = quote + self.text[quote..].chars().next().map_or(0, char::len_utf8);
        match self.scope() {
            Some(Field::Facet(dimension)) => self.value(dimension, quote, inside),
            scope => {
                self.begin(inside, false);
                self.words(scope == Some(Field::Heading), true)
            }
        }
    }

    fn value(&self, dimension: Dimension, start: usize, typed: usize) -> Option<Typing> {
        let typed = &self.text[typed..];
        let mut start = start;
        let mut wanted = typed;
        // Of years from and to, the last is being typed.
        if dimension.takes_years()
            && wanted.len() == self.text.len() - start
            && let Some(at) = typed.rfind("..")
        {
            wanted = &typed[at + 2..];
            start = self.text.len() - wanted.len();
        }
        (wanted.len() <= LONGEST_TAIL).then(|| {
            Typing::Value(Value {
                dimension,
                start,
                typed: wanted.to_owned(),
            })
        })
    }

    fn words(&self, heading: bool, quoted: bool) -> Option<Typing> {
        let mut from = self.run;
        if self.text.len() - from > LONGEST_TAIL {
            let mut cut = self.text.len() - LONGEST_TAIL;
            while !self.text.is_char_boundary(cut) {
                cut += 1;
            }
            // A word cut in two would be taken for another.
            cut += self.text[cut..].find(char::is_whitespace)?;
            from = cut;
        }
        let run = &self.text[from..];
        let tokens: Vec<text::Token<'_>> = text::tokens(run).collect();
        let tokens = &tokens[tokens.len().saturating_sub(MOST_WORDS)..];
        let end = tokens.last().map_or(0, |token| token.end);
        let complete = tokens.is_empty() || end < run.len();
        // A full stop ends what is being typed; a space, a comma or a hyphen may stand in a name.
        let goes_on = |c: char| c.is_whitespace() || c == ',' || c == '&' || is_hyphen(c);
        if !run[end..].chars().all(goes_on) {
            return None;
        }
        let first = text::tokens(run).next().map_or(0, |token| token.start);
        let tail = |at: usize| {
            let tail = &tokens[at..];
            let words: Vec<&str> = tail.iter().map(|token| token.word.as_ref()).collect();
            let mut needle = words.join(" ");
            if complete {
                needle.push(' ');
            }
            Tail {
                start: from + tail[0].start,
                words: tail.len(),
                needle,
                operand: self.operand && from == self.run && tail[0].start == first,
            }
        };
        let value = self.value.and_then(|(dimension, start)| {
            match self.value(dimension, start, start)? {
                Typing::Value(value) => Some(value),
                Typing::Words(_) => None,
            }
        });
        if tokens.is_empty() && value.is_none() {
            return None;
        }
        let begins = |at: &usize| {
            *at == 0
                || run[tokens[at - 1].end..tokens[*at].start]
                    .contains(|c: char| c.is_whitespace() || c.is_control())
        };
        let linked = (0..tokens.len()).rfind(|&at| !tokens[at].linked);
        Some(Typing::Words(Words {
            tails: (0..tokens.len()).filter(begins).map(tail).collect(),
            last: (!complete).then(|| Last {
                word: tail(tokens.len() - 1),
                linked: tail(linked.unwrap_or(0)),
            }),
            value,
            heading,
            quoted,
        }))
    }
}

/// A completion of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The whole text with the completion in it, as a query that means just that.
    pub text: String,
    /// What was being typed, completed.
    pub completion: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// What it stands for: the full name of an acronym, the acronym of a full name, the region of an
    /// area, the definition of a theme.
    pub meaning: Option<String>,
    /// Passages that hold it; for a facet's value, passages that have it. Passages of reports that
    /// were replaced or removed may be counted until the index is tidied.
    pub passages: u64,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestionKind {
    /// An acronym as printed.
    Acronym,
    /// The full name of an acronym.
    Name,
    /// A word of the texts.
    Word,
    /// A value of a facet: for areas the name alone too, else as a filter.
    #[serde(untagged)]
    Facet(Dimension),
}

impl SuggestionKind {
    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            SuggestionKind::Acronym => "acronym",
            SuggestionKind::Name => "name",
            SuggestionKind::Word => "word",
            SuggestionKind::Facet(dimension) => dimension.name(),
        }
    }

    /// Place among completions that are equally good: names before words, filters last.
    fn rank(self) -> (u8, Option<Dimension>) {
        match self {
            SuggestionKind::Acronym => (0, None),
            SuggestionKind::Facet(Dimension::Area) => (1, None),
            SuggestionKind::Name => (2, None),
            SuggestionKind::Word => (3, None),
            SuggestionKind::Facet(dimension) => (4, Some(dimension)),
        }
    }
}

impl From<Dimension> for SuggestionKind {
    fn from(dimension: Dimension) -> Self {
        SuggestionKind::Facet(dimension)
    }
}

/// A completion with what decides its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is offered.
    pub suggestion: Suggestion,
    /// How many of the words that were typed it completes.
    pub words: usize,
    /// How well it fits them.
    pub fit: Fit,
}

/// How well a completion fits what was typed, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is what was typed.
    Whole,
    /// It begins so.
    Start,
    /// One of its further words begins so.
    Inside,
}

impl Fit {
    /// How well a name that begins with `needle` fits it.
    pub fn of(name: &str, needle: &str) -> Self {
        if name == needle {
            Fit::Whole
        } else {
            Fit::Start
        }
    }
}

/// A term of an index that begins like what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// As printed.
    pub text: String,
    /// A word, an acronym or a full name.
    pub kind: SuggestionKind,
    /// The full name of an acronym, the acronym of a full name.
    pub meaning: Option<String>,
    /// Passages that hold it.
    pub passages: u64,
    /// How well it fits what is typed.
    pub fit: Fit,
    /// What it completes.
    pub tail: Tail,
}

/// Whether a name can stand in a query: quotation marks and control characters cannot.
pub fn is_writable(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| is_quote(c) || c.is_control())
}

/// The `limit` best of `candidates`, each text once: those that complete more words before those
/// that complete fewer, what was typed itself before what begins so, then by number of passages;
/// what a single passage holds comes last.
pub fn ranked(mut candidates: Vec<Candidate>, limit: usize) -> Vec<Suggestion> {
    candidates.sort_by(|a, b| {
        let key = |one: &Candidate| {
            let kind = one.suggestion.kind;
            // In parts of what a word counts, so that values of one facet keep their order.
            let parts = match kind {
                SuggestionKind::Facet(Dimension::Theme) => TIMES_PER_FACET / TIMES_PER_THEME,
                SuggestionKind::Facet(dimension) if dimension != Dimension::Area => 1,
                _ => TIMES_PER_FACET,
            };
            let passages = one.suggestion.passages.saturating_mul(parts);
            (
                Reverse(one.words),
                one.fit != Fit::Whole,
                one.suggestion.passages <= 1,
                // Of what was typed itself, the name comes before the word.
                (one.fit == Fit::Whole).then_some(kind.rank()),
                one.fit,
                Reverse(passages),
                kind.rank(),
            )
        };
        let text = |one: &Candidate| one.suggestion.text.clone();
        key(a).cmp(&key(b)).then_with(|| text(a).cmp(&text(b)))
    });
    // Names that differ by their capitals alone are one; a word stays beside a short form that
    // looks like it.
    let (mut texts, mut names) = (BTreeSet::new(), BTreeSet::new());
    let mut best = Vec::new();
    for Candidate { suggestion, .. } in candidates {
        if best.len() == limit {
            break;
        }
        let is_word = suggestion.kind == SuggestionKind::Word;
        if texts.insert(suggestion.text.clone())
            && (is_word || names.insert(suggestion.text.to_lowercase()))
        {
            best.push(suggestion);
        }
    }
    best
}

#[cfg(test)]
mod tests;
