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
mod found;
mod group;
mod list;
mod typed;
mod written;

pub use form::Form;
pub use found::{Alternative, Found, Match, Relation};
pub use group::{Forms, Group};
pub use list::Problem;
pub use typed::Typed;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use written::Written;

/// The list that comes with the program.
const EMBEDDED: &str = include_str!("synonyms.txt");

/// A list of words and phrases that mean the same.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    groups: Vec<Group>,
    /// Folded short forms that are also ordinary words.
    only_in_capitals: BTreeSet<String>,
    /// Where forms stand, by the characters they are looked up by: a query meets so few of them that
    /// it costs less to pass over some than to find out how all of them go on.
    places: FxHashMap<char, Vec<Place>>,
}

/// Index of a group, and of a form in it.
type Place = (usize, usize);

impl Synonyms {
    /// The list that comes with the program.
    pub fn built_in() -> &'static Synonyms {
        static BUILT_IN: LazyLock<Synonyms> = LazyLock::new(|| Synonyms::trusted(EMBEDDED));
        &BUILT_IN
    }

    fn new(groups: Vec<Group>, only_in_capitals: BTreeSet<String>) -> Self {
        let mut places: FxHashMap<char, Vec<Place>> = FxHashMap::default();
        for (at, group) in groups.iter().enumerate() {
            for nth in 0..group.ways_in() {
                for initial in group.written(nth).initials() {
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
        let taken: BTreeSet<&str> = own
            .groups
            .iter()
            .flat_map(|group| &group.forms()[..group.ways_in()])
            .filter(|form| form.short)
            .flat_map(|form| form.words.iter().map(String::as_str))
            .collect();
        let is_taken = |form: &Form| form.short && taken.contains(form.words[0].as_str());
        let mut groups: Vec<Group> = self
            .groups
            .iter()
            .filter_map(|group| group.without(&is_taken))
            .collect();
        let mut only_in_capitals = self.only_in_capitals.clone();
        drop(taken);
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
    pub fn longest_at(&self, words: &[Typed]) -> Option<Match<'_>> {
        let first = words.first()?;
        let mut best: Option<(usize, Vec<Place>)> = None;
        let mut consider = |length: usize, place: Place| match &mut best {
            Some((longest, places)) if *longest == length => places.push(place),
            Some((longest, _)) if *longest > length => {}
            _ => best = Some((length, vec![place])),
        };
        for place in self.beginning_with(&first.stem) {
            let written = self.written(place);
            if let Some(length) = written.taken_up(words)
                && !written.is_short()
            {
                consider(length, place);
            }
        }
        for word in first.as_short() {
            if self.only_in_capitals.contains(word) && !first.in_capitals() {
                continue;
            }
            for place in self.beginning_with(word) {
                let written = self.written(place);
                if written.begins_with(word) && written.is_short() {
                    consider(1, place);
                }
            }
        }
        let (length, places) = best?;
        self.matched(&words[..length], &places)
    }

    /// Whether a folded word is a form by itself.
    pub fn knows(&self, word: &str) -> bool {
        self.longest_at(&Typed::words(word)).is_some()
    }

    /// The forms that are looked up by the first character of `key`.
    fn beginning_with(&self, key: &str) -> impl Iterator<Item = Place> {
        let initial = key.chars().next();
        let places = initial.and_then(|initial| self.places.get(&initial));
        places.into_iter().flatten().copied()
    }

    fn written(&self, (group, nth): Place) -> Written<'_> {
        self.groups[group].written(nth)
    }

    fn form(&self, (group, nth): Place) -> &Form {
        &self.groups[group].forms()[nth]
    }

    /// What the list says of the form that `typed` is at each of `places`.
    fn matched(&self, typed: &[Typed], places: &[Place]) -> Option<Match<'_>> {
        let as_typed = |form: &Form| form.written().is(typed);
        // Forms that differ by an `and` share their key: that which was typed is the one meant.
        let place = *places
            .iter()
            .find(|&&place| as_typed(self.form(place)))
            .or(places.first())?;
        let form = self.form(place);
        let mut alternatives: Vec<Alternative<'_>> = Vec::new();
        let mut meanings: Vec<&Form> = Vec::new();
        for &(at, nth) in places {
            let group = &self.groups[at];
            if let Group::Ambiguous(_) = group {
                meanings.extend(&group.forms()[1..]);
                continue;
            }
            let related = matches!(group, Group::OneWay(_));
            for (other_nth, other) in group.forms().iter().enumerate() {
                let known = other_nth == nth && related
                    || as_typed(other)
                    || other.short && form.short && other.words == form.words
                    || other.short && self.only_in_capitals.contains(&other.words[0])
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
}

#[cfg(test)]
mod tests;
