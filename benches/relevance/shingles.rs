//! Whether two texts are the same passage: the share of runs of three words they have in common.

use std::collections::HashSet;

/// Words in a run.
const RUN: usize = 3;

/// Share of the shorter text's runs that the other must hold to be the same passage.
const SAME: f64 = 0.5;

/// The words of a text in lower case: runs of letters, digits and underscores, apostrophes left
/// out (`don't` is one word).
pub(crate) fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace(['\'', '’'], "");
    lower
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The different runs of three words of a text; of a shorter text, all its words as one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shingles(HashSet<Vec<String>>);

impl Shingles {
    /// The runs of `text`.
    pub(crate) fn of(text: &str) -> Self {
        let words = words(text);
        if words.len() < RUN {
            return Shingles(HashSet::from([words]));
        }
        Shingles(words.windows(RUN).map(<[String]>::to_vec).collect())
    }

    /// Whether both texts are the same passage: |a ∩ b| / min(|a|, |b|) is at least one half. With
    /// fewer than three runs (a heading) only equal runs count.
    pub(crate) fn same_passage(&self, other: &Self) -> bool {
        let shorter = self.0.len().min(other.0.len());
        if shorter < 3 {
            return self.0 == other.0;
        }
        let common = self.0.intersection(&other.0).count();
        common as f64 / shorter as f64 >= SAME
    }
}
