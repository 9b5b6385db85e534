//! Queries that a corpus answers, by how frequent their words are.

use std::collections::{BTreeMap, BTreeSet};

use findings::analysis;
use findings::report::Report;

use super::random::Random;
use Frequency::{Frequent, Middling, Rare};

/// How many of the passages hold a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Frequency {
    /// At least one in twenty.
    Frequent,
    /// Fewer, but at least one in two hundred.
    Middling,
    /// Fewer, but at least three.
    Rare,
}

/// Two words that stand in one passage.
#[derive(Debug, Clone)]
pub(crate) struct Queries {
    pub(crate) frequent_frequent: Vec<String>,
    pub(crate) frequent_middling: Vec<String>,
    pub(crate) middling_middling: Vec<String>,
    pub(crate) middling_rare: Vec<String>,
}

impl Queries {
    /// `count` queries of each class.
    pub(crate) fn of(reports: &[Report], count: usize, seed: u64) -> Self {
        let passages: Vec<&str> = reports
            .iter()
            .flat_map(|report| &report.sections)
            .flat_map(|section| &section.passages)
            .map(|passage| passage.text.as_str())
            .collect();
        let classes = classes(&passages);
        let mut random = Random::new(seed, u64::MAX);
        let mut draw = |first, second| {
            let mut drawn = BTreeSet::new();
            // A corpus too small to have enough words of a class gives fewer.
            for _ in 0..count * 200 {
                if drawn.len() == count {
                    break;
                }
                let words = distinct(passages[random.below(passages.len())]);
                let of = |class: Frequency| -> Vec<&str> {
                    let known = |word: &&str| classes.get(*word) == Some(&class);
                    words.iter().map(String::as_str).filter(known).collect()
                };
                let (left, right) = (of(first), of(second));
                if left.is_empty() || right.is_empty() {
                    continue;
                }
                let (left, right) = (*random.pick(&left), *random.pick(&right));
                if left != right {
                    drawn.insert(format!("{left} {right}"));
                }
            }
            drawn.into_iter().collect()
        };
        Queries {
            frequent_frequent: draw(Frequent, Frequent),
            frequent_middling: draw(Frequent, Middling),
            middling_middling: draw(Middling, Middling),
            middling_rare: draw(Middling, Rare),
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

fn distinct(text: &str) -> BTreeSet<String> {
    analysis::tokens(text)
        .map(|token| token.word.into_owned())
        .filter(|word| word.len() > 2 && word.chars().all(char::is_alphabetic))
        .collect()
}

fn classes(passages: &[&str]) -> BTreeMap<String, Frequency> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for passage in passages {
        for word in distinct(passage) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let all = passages.len();
    counts
        .into_iter()
        .filter_map(|(word, count)| {
            let class = if count * 20 >= all {
                Frequency::Frequent
            } else if count * 200 >= all {
                Frequency::Middling
            } else if count >= 3 {
                Frequency::Rare
            } else {
                return None;
            };
            Some((word, class))
        })
        .collect()
}
