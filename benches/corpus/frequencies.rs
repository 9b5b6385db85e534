//! How many passages hold each word.

use std::collections::BTreeSet;

use findings::report::Report;
use findings::text;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::random::Random;

/// Passages that are kept to draw queries from, each as likely as any other.
const KEPT: usize = 20_000;

/// Words that say nothing of what a query is about; nobody types them alone.
const FUNCTION_WORDS: &str = " about after all also and any are because been before being both but \
    can could did does during each every few for from had has have her him his how into its many \
    may more most much must not now off one only other others our out over own she should since \
    some such than that the their them then there these they this those through too under until \
    upon very was well were what when where which while who whom why will with within would yet you \
    your ";

/// How many of the passages hold a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Frequency {
    /// At least one in twenty.
    Frequent,
    /// Fewer, but at least one in two hundred.
    Middling,
    /// Fewer, but at least three.
    Rare,
}

/// The words of passages, with how many of the passages hold each, and some of the passages.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Frequencies {
    words: FxHashMap<String, usize>,
    passages: usize,
    bytes: usize,
    tokens: usize,
    /// Tokens and different words whenever the passages have doubled.
    doublings: Vec<(usize, usize)>,
    kept: Vec<String>,
    random: Random,
}

impl Frequencies {
    /// The words of reports.
    pub(crate) fn of<'r>(reports: impl IntoIterator<Item = &'r Report>) -> Self {
        let mut frequencies = Frequencies::default();
        for report in reports {
            frequencies.add_report(report);
        }
        frequencies
    }

    /// Counts the passages of a report.
    pub(crate) fn add_report(&mut self, report: &Report) {
        for passage in report.sections.iter().flat_map(|section| &section.passages) {
            self.add(&passage.text);
        }
    }

    /// Counts one more passage.
    pub(crate) fn add(&mut self, text: &str) {
        for word in words(text, &mut self.tokens) {
            match self.words.get_mut(&word) {
                Some(count) => *count += 1,
                None => {
                    self.words.insert(word, 1);
                }
            }
        }
        if self.kept.len() < KEPT {
            self.kept.push(text.to_owned());
        } else {
            let place = self.random.below(self.passages + 1);
            if let Some(kept) = self.kept.get_mut(place) {
                text.clone_into(kept);
            }
        }
        self.passages += 1;
        self.bytes += text.len();
        if self.passages.is_power_of_two() {
            self.doublings.push((self.tokens, self.words.len()));
        }
    }

    /// The exponent of the growth of the vocabulary (Heaps' law), 0.5 to 0.6 in real text: different
    /// words against all words, now and when there were between a fourth and an eighth as many
    /// passages.
    pub(crate) fn growth(&self) -> f64 {
        let before = self.doublings.len().checked_sub(3);
        let Some(&(tokens, distinct)) = before.and_then(|place| self.doublings.get(place)) else {
            return 0.0;
        };
        let ratio = |now: usize, then: usize| (now as f64 / then as f64).ln();
        ratio(self.words.len(), distinct) / ratio(self.tokens, tokens)
    }

    /// How many passages were counted.
    pub(crate) fn passages(&self) -> usize {
        self.passages
    }

    /// How many different words they hold.
    pub(crate) fn distinct(&self) -> usize {
        self.words.len()
    }

    /// How many words they hold.
    pub(crate) fn tokens(&self) -> usize {
        self.tokens
    }

    /// Bytes of a passage, on average.
    pub(crate) fn mean(&self) -> f64 {
        self.bytes as f64 / self.passages as f64
    }

    /// The shares of passages that hold each word, the most frequent first.
    pub(crate) fn shares(&self) -> Vec<f64> {
        let mut counts: Vec<usize> = self.words.values().copied().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let share = |count| count as f64 / self.passages as f64;
        counts.into_iter().map(share).collect()
    }

    /// How frequent a word is; `None` for those that are too rare, too short or function words.
    pub(super) fn class(&self, word: &str) -> Option<Frequency> {
        let letters = word.chars().all(char::is_alphabetic);
        if word.len() < 3 || !letters || FUNCTION_WORDS.contains(&format!(" {word} ")) {
            return None;
        }
        match *self.words.get(word)? {
            count if count * 20 >= self.passages => Some(Frequency::Frequent),
            count if count * 200 >= self.passages => Some(Frequency::Middling),
            3.. => Some(Frequency::Rare),
            _ => None,
        }
    }

    /// Some of the passages.
    pub(super) fn kept(&self) -> &[String] {
        &self.kept
    }
}

/// The different words of a passage.
pub(super) fn distinct(text: &str) -> BTreeSet<String> {
    words(text, &mut 0)
}

fn words(text: &str, tokens: &mut usize) -> BTreeSet<String> {
    text::tokens(text)
        .inspect(|_| *tokens += 1)
        .map(|token| token.word.into_owned())
        .collect()
}
