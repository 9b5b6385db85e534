//! The words and phrases of a list, and how typed words match them.
//!
//! A list has a thousand forms, and a query meets few of them. Therefore a form is compared word by
//! word as it is written, and stems are made only until one differs.

use std::borrow::Cow;
use std::{fmt, iter};

use crate::query::typed::TypedWord;
use crate::text;

/// A word or phrase of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// As written in the list, with single spaces.
    pub text: String,
    /// Whether it is an acronym: one word with at least two capitals.
    pub short: bool,
}

impl Form {
    pub(super) fn new(text: &str) -> Self {
        let mut text = text.trim().to_owned();
        if text.contains(|c: char| c.is_whitespace() && c != ' ') || text.contains("  ") {
            text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        let mut capitals = text.chars().filter(|c| c.is_uppercase());
        let short = capitals.nth(1).is_some() && text::tokens(&text).take(2).count() == 1;
        Form { text, short }
    }

    /// Its words, folded.
    pub fn words(&self) -> impl Iterator<Item = Cow<'_, str>> {
        text::tokens(&self.text).map(|token| token.word)
    }

    /// Whether its words are `words`, in order.
    pub fn is_same(&self, other: &Form) -> bool {
        self.words().eq(other.words())
    }

    /// The folded words by which a text can print it: those of the list and, for a short form whose
    /// plural has another stem (`SGOs`), its plural.
    pub fn spellings(&self) -> Vec<Vec<String>> {
        let words: Vec<String> = self.words().map(Cow::into_owned).collect();
        let plural = match &words[..] {
            [word] if self.short => Some(format!("{word}s")),
            _ => None,
        };
        let plural = plural.filter(|plural| text::stem(plural) != text::stem(&words[0]));
        let mut spellings = vec![words];
        spellings.extend(plural.map(|plural| vec![plural]));
        spellings
    }

    /// Whether it is the one folded word `word`.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.words().eq([word])
    }

    /// Its words, folded, with its hyphens closed.
    pub(super) fn closed(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let mut tokens = text::tokens(&self.text).peekable();
        iter::from_fn(move || {
            let mut word = tokens.next()?.word;
            while let Some(part) = tokens.next_if(|next| next.linked) {
                word.to_mut().push_str(&part.word);
            }
            Some(word)
        })
    }

    /// The keys by which it is looked up: the first character of a short form, of others that of the
    /// stem of their first word but `and`, as written and with hyphens closed.
    pub(super) fn initials(&self) -> impl Iterator<Item = char> {
        let (open, closed) = if self.short {
            let word = self.words().next();
            (word.and_then(|word| word.chars().next()), None)
        } else {
            let first = |word: Option<Cow<'_, str>>| text::initial_of_stem(&word?);
            let open = first(self.words().find(|word| !is_and(word)));
            let closed = first(self.closed().find(|word| !is_and(word)));
            (open, closed.filter(|_| closed != open))
        };
        open.into_iter().chain(closed)
    }

    /// How many of the typed words it takes up, from the first: as written or with its hyphens
    /// closed, with or without its `and`; `None` if it is not there.
    pub(super) fn prefix_length(&self, typed: &[TypedWord]) -> Option<usize> {
        prefix_length(self.words(), typed).max(prefix_length(self.closed(), typed))
    }

    /// Whether it is exactly what was typed: as written or with its hyphens closed.
    pub(super) fn is_typed(&self, typed: &[TypedWord]) -> bool {
        equal(self.words(), typed) || equal(self.closed(), typed)
    }
}

fn is_and(word: &str) -> bool {
    word.starts_with("and") && text::with_stem(word, |stem| stem == "and")
}

fn is_stem(word: &str, typed: &TypedWord) -> bool {
    word == typed.word || text::with_stem(word, |stem| stem == typed.stem)
}

/// How many of `typed` are `words`, where an `and` may be missing and one before any but the first
/// is passed over.
fn prefix_length<'a>(
    words: impl Iterator<Item = Cow<'a, str>>,
    typed: &[TypedWord],
) -> Option<usize> {
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
fn equal<'a>(mut words: impl Iterator<Item = Cow<'a, str>>, typed: &[TypedWord]) -> bool {
    typed
        .iter()
        .all(|typed| words.next().is_some_and(|word| is_stem(&word, typed)))
        && words.next().is_none()
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group {
    /// Each form finds the others; at least two.
    Same(Vec<Form>),
    /// A search for the first also finds the rest; at least two.
    OneWay(Vec<Form>),
    /// A short form and what it can mean: at least three forms.
    Ambiguous(Vec<Form>),
}

/// The characters between the forms of a line.
pub(super) const MARKS: &str = "=>?";

impl Group {
    /// Forms with this character between them.
    pub(super) fn new(mark: char, forms: Vec<Form>) -> Self {
        match mark {
            '=' => Group::Same(forms),
            '>' => Group::OneWay(forms),
            _ => Group::Ambiguous(forms),
        }
    }

    /// Its forms, in order.
    pub fn forms(&self) -> &[Form] {
        match self {
            Group::Same(forms) | Group::OneWay(forms) | Group::Ambiguous(forms) => forms,
        }
    }

    /// The forms by which a query can find it.
    pub(super) fn ways_in(&self) -> &[Form] {
        match self {
            Group::Same(forms) => forms,
            Group::OneWay(forms) | Group::Ambiguous(forms) => &forms[..forms.len().min(1)],
        }
    }

    /// The group without the forms that `drop` names, if it is still one.
    pub(super) fn without(&self, drop: &dyn Fn(&Form) -> bool) -> Option<Group> {
        match self {
            Group::Same(forms) => {
                let left: Vec<Form> = forms.iter().filter(|form| !drop(form)).cloned().collect();
                (left.len() > 1).then_some(Group::Same(left))
            }
            Group::OneWay(forms) | Group::Ambiguous(forms) => {
                (!forms.first().is_some_and(drop)).then(|| self.clone())
            }
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self {
            Group::Same(_) => '=',
            Group::OneWay(_) => '>',
            Group::Ambiguous(_) => '?',
        };
        for (index, form) in self.forms().iter().enumerate() {
            if index > 0 {
                write!(f, " {mark} ")?;
            }
            f.write_str(&form.text)?;
        }
        Ok(())
    }
}
