//! Queries that a corpus answers, by how frequent their words are.

use std::collections::BTreeSet;

use findings::text;

use super::frequencies::{Frequencies, Frequency, distinct};
use super::random::Random;
use Frequency::{Frequent, Middling, Rare};

/// Two words that stand in one passage, by how frequent they are.
#[derive(Debug, Clone)]
pub(crate) struct Queries {
    pub(crate) frequent_frequent: Vec<String>,
    pub(crate) frequent_middling: Vec<String>,
    pub(crate) middling_middling: Vec<String>,
    pub(crate) middling_rare: Vec<String>,
}

impl Queries {
    /// `count` queries of each class; fewer if the corpus is too small to have as many.
    pub(crate) fn of(frequencies: &Frequencies, count: usize, seed: u64) -> Self {
        let mut random = Random::new(seed, u64::MAX);
        let mut two = |first, second| {
            draw(frequencies, count, &mut random, |passage, random| {
                let left = one_of(frequencies, passage, first, random)?;
                let right = one_of(frequencies, passage, second, random)?;
                (left != right).then(|| format!("{left} {right}"))
            })
        };
        Queries {
            frequent_frequent: two(Frequent, Frequent),
            frequent_middling: two(Frequent, Middling),
            middling_middling: two(Middling, Middling),
            middling_rare: two(Middling, Rare),
        }
    }

    /// The classes with their names.
    pub(crate) fn named(&self) -> [(&'static str, &[String]); 4] {
        [
            ("frequent+frequent", &self.frequent_frequent),
            ("frequent+middling", &self.frequent_middling),
            ("middling+middling", &self.middling_middling),
            ("middling+rare", &self.middling_rare),
        ]
    }
}

/// `count` single words, as many of each class.
pub(crate) fn single_words(frequencies: &Frequencies, count: usize, seed: u64) -> Vec<String> {
    let mut random = Random::new(seed, u64::MAX - 1);
    let classes = [Frequent, Middling, Rare];
    let mut words = Vec::new();
    for (place, class) in classes.into_iter().enumerate() {
        let wanted = (count + place) / classes.len();
        words.extend(draw(frequencies, wanted, &mut random, |passage, random| {
            one_of(frequencies, passage, class, random)
        }));
    }
    words
}

/// `count` phrases of two or three words in quotation marks, each starting and ending with a word
/// that means something.
pub(crate) fn phrases(frequencies: &Frequencies, count: usize, seed: u64) -> Vec<String> {
    let mut random = Random::new(seed, u64::MAX - 2);
    draw(frequencies, count, &mut random, |passage, random| {
        let words: Vec<_> = text::tokens(passage).collect();
        let length = random.between(2, 3);
        let start = random.below(words.len().checked_sub(length)?);
        let phrase = &words[start..start + length];
        let (first, last) = (phrase.first()?, phrase.last()?);
        let printed = passage.get(first.start..last.end)?;
        let plain = printed.chars().all(|c| c.is_alphabetic() || c == ' ');
        let told = [first, last].map(|token| frequencies.class(&token.word));
        (plain && told.iter().all(Option::is_some)).then(|| format!("\"{printed}\""))
    })
}

/// Up to `count` different queries, each made from a passage by `make`, in alphabetical order.
fn draw(
    frequencies: &Frequencies,
    count: usize,
    random: &mut Random,
    make: impl Fn(&str, &mut Random) -> Option<String>,
) -> Vec<String> {
    let passages = frequencies.kept();
    let mut drawn = BTreeSet::new();
    // A corpus too small to have enough words of a class gives fewer.
    for _ in 0..count * 200 {
        if drawn.len() == count {
            break;
        }
        let passage = random.pick(passages);
        drawn.extend(make(passage, random));
    }
    drawn.into_iter().collect()
}

/// A word of a class in a passage.
fn one_of(
    frequencies: &Frequencies,
    passage: &str,
    class: Frequency,
    random: &mut Random,
) -> Option<String> {
    let of_class: Vec<String> = distinct(passage)
        .into_iter()
        .filter(|word| frequencies.class(word) == Some(class))
        .collect();
    (!of_class.is_empty()).then(|| random.pick(&of_class).clone())
}
