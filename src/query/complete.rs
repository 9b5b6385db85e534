//! What is being typed at the end of a query, what a completion makes of the query, and in which
//! order completions are offered. The words to complete with come from the index
//! ([`crate::engine::Engine::suggest`]).
//!
//! The end of a query is read as the query language reads it: behind `area:` stands a value, behind
//! a dash one operand, within a quotation mark that is still open a phrase. A query so completed
//! always means what the completion says: names of several words are quoted where the language asks
//! for it, and an open quotation mark is closed.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::query::{Node, Span, is_quote};
use crate::report::facet::Dimension;
use crate::text::{self, is_hyphen};

/// Most words that a name is looked for in, counted from the end.
const MOST_WORDS: usize = 16;

/// Most of the end of a query that is looked at for words, in bytes.
const LONGEST_TAIL: usize = 400;

/// A theme has so many times the passages that say its name: it is placed as if it had as many.
const TIMES_PER_THEME: u64 = 4;

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

/// What stands at the end of `text`; `None` if that is nothing that could be completed. Takes time
/// linear in the length of the text.
pub fn typing(text: &str) -> Option<Typing> {
    let mut reader = Reader {
        text,
        at: 0,
        run: 0,
        operand: false,
        value: None,
        field: None,
        brackets: Vec::new(),
    };
    reader.read()
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

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Where the words begin that stand together up to here.
    run: usize,
    /// Whether they stand behind a dash or an operator.
    operand: bool,
    /// The value that stands right before them: its facet and where it begins.
    value: Option<(Dimension, usize)>,
    /// The field that is glued to what follows.
    field: Option<Field>,
    /// The fields before the brackets that are open.
    brackets: Vec<Option<Field>>,
}

impl Reader<'_> {
    fn read(&mut self) -> Option<Typing> {
        while let Some(character) = self.peek() {
            let start = self.at;
            self.at += character.len_utf8();
            if character.is_whitespace() || character.is_control() {
            } else if is_quote(character) {
                let inside = self.at;
                match self.text[inside..].find(is_quote) {
                    None => return self.in_quotes(start, inside),
                    Some(length) => self.pass_quotes(inside + length),
                }
            } else if character == '(' {
                let field = self.field.take().or(self.bracket());
                // Among the values of a facet brackets mean nothing.
                if !matches!(self.bracket(), Some(Field::Facet(_))) {
                    self.brackets.push(field);
                }
                self.begin(false);
            } else if character == ')' {
                self.brackets.pop();
                self.field = None;
                self.begin(false);
            } else if is_hyphen(character) && self.peek().is_some_and(begins_operand) {
                self.begin(true);
            } else {
                self.at = start;
                if let ControlFlow::Break(typing) = self.word() {
                    return typing;
                }
            }
        }
        let end = self.text.len();
        match self.field.or(self.bracket()) {
            Some(Field::Facet(dimension)) => self.value(dimension, end, end),
            field => self.words(field == Some(Field::Heading), false),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// New words begin here.
    fn begin(&mut self, operand: bool) {
        self.run = self.at;
        self.operand = operand;
        self.value = None;
    }

    /// The field before the innermost open bracket that has one.
    fn bracket(&self) -> Option<Field> {
        self.brackets.last().copied().flatten()
    }

    fn in_quotes(&mut self, quote: usize, inside: usize) -> Option<Typing> {
        match self.field.or(self.bracket()) {
            Some(Field::Facet(dimension)) => self.value(dimension, quote, inside),
            field => {
                self.at = inside;
                self.begin(false);
                self.words(field == Some(Field::Heading), true)
            }
        }
    }

    /// Goes on behind a phrase whose closing mark stands at `end`.
    fn pass_quotes(&mut self, end: usize) {
        // An empty phrase is no operand.
        let empty = !self.text[self.at..end].contains(char::is_alphanumeric);
        let rest = &self.text[end..];
        self.at = end + rest.chars().next().map_or(0, char::len_utf8);
        let rest = &self.text[self.at..];
        if let Some(digits) = rest.strip_prefix('~') {
            self.at += 1 + digits.bytes().take_while(u8::is_ascii_digit).count();
        }
        self.field = None;
        self.begin(self.operand && empty);
    }

    /// Reads a run of characters up to a space, a bracket, a quotation mark or the end of a field's
    /// name. Breaks off if the text ends with it and it decides what is being typed.
    fn word(&mut self) -> ControlFlow<Option<Typing>> {
        let start = self.at;
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
                self.field = None;
                self.name(start);
                return ControlFlow::Continue(());
            }
        }
        let word = &self.text[start..self.at];
        let ends = self.at == self.text.len();
        match self.field.or(self.bracket()) {
            Some(Field::Facet(dimension)) => {
                if ends {
                    return ControlFlow::Break(self.value(dimension, start, start));
                }
                let bare = self.field.take().is_some();
                self.begin(false);
                self.value = bare.then_some((dimension, start));
                return ControlFlow::Continue(());
            }
            Some(Field::Heading) if self.field.is_some() => {
                self.run = start;
                self.operand = false;
                if !ends {
                    self.field = None;
                    self.begin(false);
                    return ControlFlow::Continue(());
                }
            }
            _ => {}
        }
        match word {
            "OR" | "NOT" | "|" | "||" if !ends => self.begin(true),
            "AND" | "&&" if !ends => self.begin(false),
            _ if word.ends_with('*') => self.begin(false),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    /// A colon ends what begins at `start`: a field's name, if it is one and something may follow.
    fn name(&mut self, start: usize) {
        let name = &self.text[start..self.at - 1];
        let glued = self
            .peek()
            .is_none_or(|next| !next.is_whitespace() && next != ')' && next != ':');
        if glued {
            self.field = match Dimension::from_name(name) {
                Some(dimension) => Some(Field::Facet(dimension)),
                None if name.eq_ignore_ascii_case("heading") => Some(Field::Heading),
                None => None,
            };
        }
        if self.field.is_some() || name.contains(char::is_alphanumeric) {
            self.begin(false);
        }
    }

    fn value(&self, dimension: Dimension, start: usize, typed: usize) -> Option<Typing> {
        let typed = &self.text[typed..];
        let mut start = start;
        let mut wanted = typed;
        // Of years from and to, the last is being typed.
        if dimension == Dimension::Year
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

/// Whether a dash before this character excludes.
fn begins_operand(next: char) -> bool {
    next.is_alphanumeric() || next == '(' || is_quote(next)
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestionKind {
    /// An acronym as printed.
    Acronym,
    /// An area, or the area of a filter.
    Area,
    /// The full name of an acronym.
    Name,
    /// A word of the texts.
    Word,
    /// A theme, as a filter.
    Theme,
    /// The region of a filter.
    Region,
    /// The outcome of a filter.
    Outcome,
    /// The year of a filter.
    Year,
    /// The kind of report of a filter.
    Kind,
    /// The section role of a filter.
    Section,
}

impl SuggestionKind {
    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            SuggestionKind::Acronym => "acronym",
            SuggestionKind::Name => "name",
            SuggestionKind::Word => "word",
            SuggestionKind::Area => Dimension::Area.name(),
            SuggestionKind::Theme => Dimension::Theme.name(),
            SuggestionKind::Region => Dimension::Region.name(),
            SuggestionKind::Outcome => Dimension::Outcome.name(),
            SuggestionKind::Year => Dimension::Year.name(),
            SuggestionKind::Kind => Dimension::Kind.name(),
            SuggestionKind::Section => Dimension::Section.name(),
        }
    }
}

impl From<Dimension> for SuggestionKind {
    fn from(dimension: Dimension) -> Self {
        match dimension {
            Dimension::Area => SuggestionKind::Area,
            Dimension::Region => SuggestionKind::Region,
            Dimension::Outcome => SuggestionKind::Outcome,
            Dimension::Year => SuggestionKind::Year,
            Dimension::Theme => SuggestionKind::Theme,
            Dimension::Kind => SuggestionKind::Kind,
            Dimension::Section => SuggestionKind::Section,
        }
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
            let passages = match kind {
                SuggestionKind::Theme => one.suggestion.passages / TIMES_PER_THEME,
                _ => one.suggestion.passages,
            };
            (
                Reverse(one.words),
                one.fit != Fit::Whole,
                one.suggestion.passages <= 1,
                // Of what was typed itself, the name comes before the word.
                (one.fit == Fit::Whole).then_some(kind),
                one.fit,
                Reverse(passages),
                kind,
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
