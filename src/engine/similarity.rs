//! Similarity of passages, with all its weights.
//!
//! A passage is a vector of its terms (stems without function words and numbers; an acronym and its
//! full name are one term) and of pairs of neighbouring terms, weighted by idf. Similarity is the
//! cosine of the vectors, lowered where themes differ or the roles of the sections.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use crate::error::Result;
use crate::query::synonyms::{Form, Found, Relation, Synonyms};
use crate::query::typed::TypedWord;
use crate::report::Role;
use crate::text;
use crate::text::Range;
use crate::text::is_function_word;

/// Passages below this similarity have a few words in common and no subject.
pub const LEAST: f32 = 0.1;

/// Highest idf that counts: very rare words are names and numbers of one area, not its subject.
const RAREST: f32 = 5.5;

/// Words below this weight, about those in every twentieth passage, are not highlighted.
const MARKED: f32 = 3.0;

/// What a pair of words counts, relative to the commoner of the two: `annual review` is more than
/// `annual` here and `review` there.
const PAIR: f32 = 0.6;

/// What is lost where no theme of two passages is the same.
const OTHER_THEMES: f32 = 0.25;

/// What is lost where sections have other roles, and where one praises and the other criticises.
const OTHER_ROLE: f32 = 0.1;
const OPPOSITE_ROLE: f32 = 0.25;

/// An occurrence of a term in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The term: a stem; of a name, the stem of its acronym.
    pub name: String,
    /// Its printed variants, each as the stems of its words without function words.
    pub forms: Vec<Vec<String>>,
    /// Where, in bytes.
    pub place: Range,
    /// Place of its first word, and of the word behind its last, in words; a new sentence begins
    /// some further on.
    words: (u32, u32),
}

/// The terms of a text in order, without the stems in `names` (those of the area itself).
pub fn mentions(text: &str, names: &BTreeSet<String>) -> Vec<Mention> {
    let synonyms = Synonyms::built_in();
    let tokens: Vec<_> = text::tokens(text).collect();
    let typed = TypedWord::split(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let (Some(token), Some(word)) = (tokens.get(at), typed.get(at)) {
        let named = synonyms.longest_at(&typed[at..]).and_then(|named| {
            let Found::Alternatives(others) = &named.found else {
                return None;
            };
            let acronyms = others
                .iter()
                .filter(|other| other.relation == Relation::Acronym);
            let forms = || iter::once(named.form).chain(acronyms.clone().map(|other| other.form));
            // Of several short forms always the first in the alphabet.
            let shorts = forms().filter(|form| form.short);
            let name = shorts.filter_map(|form| form.words().next()).min()?;
            let forms = forms().map(stems);
            Some((text::stem(&name), forms.collect(), named.words.max(1)))
        });
        let (name, forms, length) = named.unwrap_or_else(|| {
            let stem = word.stem.clone();
            (stem.clone(), vec![vec![stem]], 1)
        });
        let last = tokens.get(at + length - 1).unwrap_or(token);
        let number = word.word.starts_with(|c: char| c.is_ascii_digit());
        let says_something =
            length > 1 || !(number || is_function_word(&word.word) || names.contains(&word.stem));
        if says_something {
            found.push(Mention {
                name,
                forms,
                place: (token.start, last.end),
                words: (token.position, last.position + 1),
            });
        }
        at += length;
    }
    found
}

fn stems(form: &Form) -> Vec<String> {
    let telling = form.words().filter(|word| !is_function_word(word));
    telling.map(|word| text::stem(&word)).collect()
}

/// The stems of the names of areas.
pub fn stems_of_names<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let words = names.flat_map(text::tokens);
    words.map(|token| text::stem(&token.word)).collect()
}

/// The vector of a passage.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Weights by term; pairs with a space between their terms.
    weights: BTreeMap<String, f32>,
    /// Length of the vector of weights.
    length: f32,
    themes: BTreeSet<String>,
    role: Role,
}

impl Profile {
    /// The profile of a passage; `idf` gives that of a stem (see [`crate::engine::ranking::idf`]).
    ///
    /// # Errors
    /// Those of `idf`.
    pub fn new(
        mentions: &[Mention],
        themes: &[String],
        role: Role,
        idf: &mut dyn FnMut(&str) -> Result<f32>,
    ) -> Result<Self> {
        let mut counts: BTreeMap<&str, (f32, u32)> = BTreeMap::new();
        for mention in mentions {
            let count = match counts.entry(&mention.name) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert((idf_of(mention, idf)?, 0)),
            };
            count.1 += 1;
        }
        let mut weights: BTreeMap<String, f32> = BTreeMap::new();
        for pair in mentions.windows(2) {
            let [left, right] = pair else { continue };
            if left.words.1 == right.words.0 {
                let of = |mention: &Mention| counts.get(mention.name.as_str()).map_or(0.0, |c| c.0);
                let name = format!("{} {}", left.name, right.name);
                weights.insert(name, PAIR * of(left).min(of(right)));
            }
        }
        for (name, (idf, count)) in counts {
            weights.insert(name.to_owned(), idf * (1.0 + (count as f32).ln()));
        }
        let length = weights.values().map(|weight| weight * weight).sum::<f32>();
        Ok(Profile {
            length: length.sqrt(),
            weights,
            themes: themes.iter().cloned().collect(),
            role,
        })
    }

    /// The weight of a term; 0 if the passage does not hold it.
    pub fn weight(&self, name: &str) -> f32 {
        self.weights.get(name).copied().unwrap_or(0.0)
    }

    /// Similarity from 0 (no common term) to 1 (the same terms).
    pub fn similarity(&self, other: &Self) -> f32 {
        let shared: f32 = self
            .weights
            .iter()
            .map(|(name, weight)| weight * other.weight(name))
            .sum();
        let cosine = shared / (self.length * other.length).max(f32::MIN_POSITIVE);
        let themes = if self.themes.is_empty() && other.themes.is_empty() {
            1.0
        } else {
            let common = self.themes.intersection(&other.themes).count() as f32;
            common / self.themes.union(&other.themes).count() as f32
        };
        let role = match (tone(self.role), tone(other.role)) {
            _ if self.role == other.role => 0.0,
            (Some(own), Some(others)) if own != others => OPPOSITE_ROLE,
            (Some(_), Some(_)) => 0.0,
            _ => OTHER_ROLE,
        };
        cosine * (1.0 - OTHER_THEMES * (1.0 - themes)) * (1.0 - role)
    }
}

/// The idf of the most frequent variant, which is at least that of its rarest word: `CYP` is rare,
/// and `children and young people` is on every page.
fn idf_of(mention: &Mention, idf: &mut dyn FnMut(&str) -> Result<f32>) -> Result<f32> {
    let mut commonest = RAREST;
    for form in &mention.forms {
        let mut rarest: f32 = 0.0;
        for stem in form {
            rarest = rarest.max(idf(stem)?);
        }
        commonest = commonest.min(rarest);
    }
    Ok(commonest)
}

/// The common terms of both passages that are rare enough to be highlighted, as byte ranges into
/// the text of `mentions`.
pub fn shared(mentions: &[Mention], own: &Profile, other: &Profile) -> Vec<Range> {
    let telling = |mention: &&Mention| {
        other.weight(&mention.name) >= MARKED && own.weight(&mention.name) >= MARKED
    };
    let telling = mentions.iter().filter(telling);
    telling.map(|mention| mention.place).collect()
}

/// Whether sections of a role praise (`true`) or criticise; `None` if they do both or neither.
fn tone(role: Role) -> Option<bool> {
    match role {
        Role::Strengths => Some(true),
        Role::Weaknesses | Role::PriorityActions | Role::Improvements => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn profile(text: &str, role: Role) -> Profile {
        let mentions = mentions(text, &BTreeSet::new());
        let mut idf = |word: &str| Ok(if word == "child" { 0.5 } else { 4.0 });
        Profile::new(&mentions, &[], role, &mut idf).expect("idfs are known")
    }

    fn similarity(one: &str, other: &str) -> f32 {
        profile(one, Role::Findings).similarity(&profile(other, Role::Findings))
    }

    #[test]
    fn rare_words_in_common_make_passages_alike() {
        let one = "Children wait 29 weeks for therapy.";
        assert!(similarity(one, "A child waited 12 weeks for therapy") > 0.99);
        assert!(similarity(one, "Waits for therapies are long") > similarity(one, "Children play"));
        assert!(similarity(one, "Roads are dry.") < f32::EPSILON);
    }

    #[test]
    fn an_acronym_and_its_name_are_one() {
        let full = "Waits for child and adolescent mental health services are long.";
        assert!(similarity(full, "Waits for CAMHS are long.") > 0.99);
    }

    #[test]
    fn a_common_name_is_common_whatever_its_acronym() {
        let words = mentions("Children and young people", &BTreeSet::new());
        let mut idf = |word: &str| Ok(if word == "cyp" { 5.0 } else { 1.0 });
        let profile = Profile::new(&words, &[], Role::Findings, &mut idf).expect("known");
        let weights: Vec<f32> = profile.weights.values().copied().collect();
        assert!(weights.iter().all(|weight| *weight <= 1.0), "{weights:?}");
    }

    #[test]
    fn pairs_say_more_than_their_words() {
        let one = "The annual review was late.";
        let together = similarity(one, "An annual review is due.");
        let apart = similarity(one, "The review of annual leave is due.");
        assert!(together > apart, "{together} {apart}");
    }

    #[test]
    fn praise_is_less_like_criticism() {
        let text = "Plans are timely.";
        let praise = profile(text, Role::Strengths);
        let similarity = |role| praise.similarity(&profile(text, role));
        assert!(similarity(Role::Strengths) > similarity(Role::Findings));
        assert!(similarity(Role::Findings) > similarity(Role::Weaknesses));
    }

    #[test]
    fn names_of_the_area_are_left_out() {
        let names = stems_of_names(["Bath and North East Somerset"].into_iter());
        let found = mentions("In Somerset, plans are late.", &names);
        let found: Vec<&str> = found.iter().map(|mention| mention.name.as_str()).collect();
        assert_eq!(found, ["plan", "late"]);
    }

    proptest! {
        #[test]
        fn likeness_is_a_share_and_the_same_both_ways(one in "([a-c]{1,3}[ .]){0,9}", other in "\\PC{0,40}") {
            let (a, b) = (profile(&one, Role::Findings), profile(&other, Role::Strengths));
            let similarity = a.similarity(&b);
            prop_assert!((0.0..=1.0001).contains(&similarity));
            prop_assert!((similarity - b.similarity(&a)).abs() < 1e-5);
            for place in shared(&mentions(&other, &BTreeSet::new()), &b, &a) {
                prop_assert!(other.get(place.0..place.1).is_some());
            }
        }
    }
}
