//! A form as a list writes it, and when words that were typed are it.
//!
//! A list has a thousand forms, and a query meets few of them. So a form is compared word by word as
//! it stands, and stems are made of no more words than it takes to tell that it is another.

use std::borrow::Cow;
use std::iter;

use super::typed::Typed;
use crate::text;

/// A form as a list writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a>(pub(super) &'a str);

impl<'a> Written<'a> {
    /// Whether it is an acronym: one word with at least two capitals.
    pub(super) fn is_short(self) -> bool {
        let mut capitals = self.0.chars().filter(|c| c.is_uppercase());
        capitals.nth(1).is_some() && self.open().take(2).count() == 1
    }

    /// Its words, folded.
    pub(super) fn open(self) -> impl Iterator<Item = Cow<'a, str>> {
        text::tokens(self.0).map(|token| token.word)
    }

    /// Its words, folded, with its hyphens closed.
    pub(super) fn closed(self) -> impl Iterator<Item = Cow<'a, str>> {
        let mut tokens = text::tokens(self.0).peekable();
        iter::from_fn(move || {
            let mut word = tokens.next()?.word;
            while let Some(part) = tokens.next_if(|next| next.linked) {
                word.to_mut().push_str(&part.word);
            }
            Some(word)
        })
    }

    /// What it is looked up by: the first character of a short form, of others that of the stem of
    /// their first word but `and`, as written and with hyphens closed.
    pub(super) fn initials(self) -> impl Iterator<Item = char> {
        let (open, closed) = if self.is_short() {
            let word = self.open().next();
            (word.and_then(|word| word.chars().next()), None)
        } else {
            let first = |word: Option<Cow<'_, str>>| text::initial_of_stem(&word?);
            let open = first(self.open().find(|word| !is_and(word)));
            let closed = first(self.closed().find(|word| !is_and(word)));
            (open, closed.filter(|_| closed != open))
        };
        open.into_iter().chain(closed)
    }

    /// Whether it begins with this folded word.
    pub(super) fn begins_with(self, word: &str) -> bool {
        self.open().next().is_some_and(|first| first == word)
    }

    /// How many of the words that were typed are it, from the first: as written or with its hyphens
    /// closed, an `and` more or less; `None` if it does not stand there.
    pub(super) fn taken_up(self, typed: &[Typed]) -> Option<usize> {
        begins(self.open(), typed).max(begins(self.closed(), typed))
    }

    /// Whether it is exactly what was typed: as written or with its hyphens closed.
    pub(super) fn is(self, typed: &[Typed]) -> bool {
        are(self.open(), typed) || are(self.closed(), typed)
    }
}

fn is_and(word: &str) -> bool {
    word.starts_with("and") && text::with_stem(word, |stem| stem == "and")
}

fn is_stem(word: &str, typed: &Typed) -> bool {
    word == typed.word || text::with_stem(word, |stem| stem == typed.stem)
}

/// How many of `typed` are `words`, where an `and` may be missing and one before any but the first
/// is passed over.
fn begins<'a>(words: impl Iterator<Item = Cow<'a, str>>, typed: &[Typed]) -> Option<usize> {
    let mut at = 0;
    for word in words.filter(|word| !is_and(word)) {
        while at > 0 && typed.get(at)?.word == "and" {
            at += 1;
        }
        if !is_stem(&word, typed.get(at)?) {
            return None;
        }
        at += 1;
    }
    (at > 0).then_some(at)
}

/// Whether `typed` are `words`.
fn are<'a>(mut words: impl Iterator<Item = Cow<'a, str>>, typed: &[Typed]) -> bool {
    typed
        .iter()
        .all(|typed| words.next().is_some_and(|word| is_stem(&word, typed)))
        && words.next().is_none()
}
