//! Words and phrases that mean the same, so that a search for one finds the others.
//!
//! They are written down in a small line-based format, the same for the list that comes with the
//! program and for a user's own:
//!
//! ```text
//! # a group: each form finds the others
//! CAMHS = child and adolescent mental health services
//! # one-way: a search for the first also finds the rest, not the reverse
//! kids > children
//! # a short form with several meanings: never expanded
//! PA ? personal adviser ? personal assistant
//! # short forms that are also ordinary words: meant only if typed in capitals
//! only in capitals: FIT MAP
//! ```
//!
//! A form is a *short form* (an acronym) if it is one word with at least two capital letters
//! (`CAMHS`, `SENCo`). Short forms are compared letter by letter, with or without a plural `s`;
//! all others by the stems of their words, so that `elective home educated` meets `electively home
//! education`. An `and` within a form may be left out or be `&`.

mod form;
mod list;

pub use form::{Form, Group};
pub use list::Problem;

use std::borrow::Cow;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::typed::TypedWord;

/// A list of words and phrases that mean the same.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    groups: Vec<Group>,
    /// Folded short forms that are also ordinary words.
    only_in_capitals: BTreeSet<String>,
    /// Places of forms by [`Form::initials`].
    ///
    /// Reading the list and looking up a query of ten words takes 0.5 ms in a new process; an index
    /// of all forms by their stems takes 0.9 ms more (release build, median of 40 runs).
    places: FxHashMap<char, Vec<Place>>,
}

/// Index of a group, and of a form in it.
type Place = (usize, usize);

/// A form that was found in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match<'a> {
    /// How many words of the query it takes up; at least 1.
    pub words: usize,
    /// The form.
    pub form: &'a Form,
    /// What the list says of it.
    pub found: Found<'a>,
}

/// What a list says of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// Forms to search for as well; never empty.
    Alternatives(Vec<Alternative<'a>>),
    /// Its meanings, of which none is searched for unasked; at least two.
    Ambiguous(Vec<&'a Form>),
}

/// A form to search for as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative<'a> {
    /// The form.
    pub form: &'a Form,
    /// How it relates to what was typed.
    pub relation: Relation,
}

/// How two forms relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// One of them is a short form: `CAMHS` and what it stands for.
    Acronym,
    /// Two ways to say the same.
    Synonym,
    /// What was typed is broader, narrower or plainer: the alternative does not replace it.
    Related,
}

impl Synonyms {
    fn new(groups: Vec<Group>, only_in_capitals: BTreeSet<String>) -> Self {
        let mut places: FxHashMap<char, Vec<Place>> = FxHashMap::default();
        for (at, group) in groups.iter().enumerate() {
            for (nth, form) in group.ways_in().iter().enumerate() {
                for initial in form.initials() {
                    places.entry(initial).or_default().push((at, nth));
                }
            }
        }
        Synonyms {
            groups,
            only_in_capitals,
            places,
        }
    }

    /// This list and a user's own, whose groups win: what it says about a short form is all that is
    /// said of it.
    pub fn with(&self, own: Synonyms) -> Synonyms {
        let ways_in = own.groups.iter().flat_map(Group::ways_in);
        let shorts = ways_in.filter(|form| form.short);
        let taken: BTreeSet<String> = shorts.flat_map(Form::words).map(Cow::into_owned).collect();
        let is_taken =
            |form: &Form| form.short && form.words().any(|word| taken.contains(word.as_ref()));
        let left = self.groups.iter();
        let mut groups: Vec<Group> = left.filter_map(|group| group.without(&is_taken)).collect();
        let mut only_in_capitals = self.only_in_capitals.clone();
        groups.extend(own.groups);
        only_in_capitals.extend(own.only_in_capitals);
        Synonyms::new(groups, only_in_capitals)
    }

    /// The groups, in the order of the list.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The longest known form that begins at the first of `words`, with what the list says of it.
    ///
    /// A long form does not find a short form that is also an ordinary word: texts are compared
    /// without regard to case, so that `family intervention team` would find every `fit`.
    pub fn longest_at(&self, words: &[TypedWord]) -> Option<Match<'_>> {
        let first = words.first()?;
        let mut best: Option<(usize, Vec<Place>)> = None;
        let mut consider = |length: usize, place: Place| match &mut best {
            Some((longest, places)) if *longest == length => places.push(place),
            Some((longest, _)) if *longest > length => {}
            _ => best = Some((length, vec![place])),
        };
        for place in self.beginning_with(&first.stem) {
            let form = self.form(place);
            if !form.short
                && let Some(length) = form.prefix_length(words)
            {
                consider(length, place);
            }
        }
        for word in first.as_short() {
            if self.only_in_capitals.contains(word) && !first.in_capitals() {
                continue;
            }
            for place in self.beginning_with(word) {
                let form = self.form(place);
                if form.short && form.is_word(word) {
                    consider(1, place);
                }
            }
        }
        let (length, places) = best?;
        self.matched(&words[..length], &places)
    }

    /// Whether a folded word is a form by itself.
    pub fn knows(&self, word: &str) -> bool {
        self.longest_at(&TypedWord::split(word)).is_some()
    }

    /// The forms that are looked up by the first character of `key`.
    fn beginning_with(&self, key: &str) -> impl Iterator<Item = Place> {
        let initial = key.chars().next();
        let places = initial.and_then(|initial| self.places.get(&initial));
        places.into_iter().flatten().copied()
    }

    fn form(&self, (group, nth): Place) -> &Form {
        &self.groups[group].forms()[nth]
    }

    /// What the list says of the form that `typed` is at each of `places`.
    fn matched(&self, typed: &[TypedWord], places: &[Place]) -> Option<Match<'_>> {
        // Forms that differ by an `and` share their key: that which was typed is the one meant.
        let mut forms = places.iter().map(|&place| self.form(place));
        let form = forms
            .clone()
            .find(|form| form.is_typed(typed))
            .or(forms.next())?;
        let mut alternatives: Vec<Alternative<'_>> = Vec::new();
        let mut meanings: Vec<&Form> = Vec::new();
        for &(at, nth) in places {
            let group = &self.groups[at];
            if let Group::Ambiguous(forms) = group {
                meanings.extend(&forms[1..]);
                continue;
            }
            let related = matches!(group, Group::OneWay(_));
            for (other_nth, other) in group.forms().iter().enumerate() {
                let known = other_nth == nth && related
                    || other.is_typed(typed)
                    || other.short && form.short && other.is_same(form)
                    || other.short && self.is_only_in_capitals(other)
                    || alternatives.iter().any(|known| known.form == other);
                if !known {
                    let relation = if other.short || form.short {
                        Relation::Acronym
                    } else if related {
                        Relation::Related
                    } else {
                        Relation::Synonym
                    };
                    alternatives.push(Alternative {
                        form: other,
                        relation,
                    });
                }
            }
        }
        let found = if !meanings.is_empty() {
            Found::Ambiguous(meanings)
        } else if !alternatives.is_empty() {
            Found::Alternatives(alternatives)
        } else {
            return None;
        };
        Some(Match {
            words: typed.len(),
            form,
            found,
        })
    }

    fn is_only_in_capitals(&self, short: &Form) -> bool {
        let word = short.words().next();
        word.is_some_and(|word| self.only_in_capitals.contains(word.as_ref()))
    }
}

#[cfg(test)]
mod tests;
