//! The words of a long form, with what it costs a short form to leave them out.

use std::ops::Range;

use crate::text::is_apostrophe;

/// Words that a short form may leave out.
const LEFT_OUT: [&str; 19] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "other",
    "than", "the", "to", "with", "s",
];

/// Words of a sentence around a long form, which a short form does not leave out.
pub(super) const NEVER_LEFT_OUT: [&str; 16] = [
    "are", "be", "been", "being", "has", "have", "is", "its", "that", "their", "these", "this",
    "was", "were", "which", "who",
];

/// What it costs to leave out a word that cannot be left out: more than any short form may.
const FORBIDDEN: usize = 100;

/// A word of a long form.
#[derive(Debug)]
pub(super) struct Word {
    /// Its letters, small.
    pub(super) letters: Vec<char>,
    /// Where it stands.
    pub(super) at: Range<usize>,
    /// Whether it is a part of a word, but not the first: `agency` in `multi-agency`.
    pub(super) linked: bool,
    /// What it costs if a short form leaves it out.
    pub(super) cost: usize,
    /// Whether it is in capitals, so that each letter counts as an initial: `SEND` in `SENDIASS`.
    pub(super) capitals: bool,
}

/// The words of the part `range` of a text, in order: the last `most` that are not linked to one
/// before, and those linked to them.
pub(super) fn words(text: &str, range: Range<usize>, most: usize) -> Vec<Word> {
    let mut places = places(text, range);
    let unlinked = |(place, &(_, linked)): (usize, &(_, bool))| (!linked).then_some(place);
    let mut starts = places.iter().enumerate().filter_map(unlinked).rev();
    let first = most.checked_sub(1).and_then(|before| starts.nth(before));
    places.drain(..first.unwrap_or(0));
    let word = |(at, linked): (Range<usize>, bool)| {
        let printed = &text[at.clone()];
        let is_in = |list: &[&str]| list.iter().any(|word| word.eq_ignore_ascii_case(printed));
        Word {
            cost: if linked || is_in(&LEFT_OUT) {
                0
            } else if is_in(&NEVER_LEFT_OUT) {
                FORBIDDEN
            } else {
                1
            },
            capitals: printed.chars().all(char::is_uppercase),
            letters: printed.chars().flat_map(char::to_lowercase).collect(),
            at,
            linked,
        }
    };
    places.into_iter().map(word).collect()
}

/// Where the words stand, and whether each is linked to the one before.
fn places(text: &str, range: Range<usize>) -> Vec<(Range<usize>, bool)> {
    let mut all = Vec::new();
    let mut start: Option<usize> = None;
    let mut end_of_last = None;
    let ends = text[range.clone()]
        .char_indices()
        .map(|(at, c)| (range.start + at, Some(c)))
        .chain([(range.end, None)]);
    for (at, c) in ends {
        if c.is_some_and(char::is_alphanumeric) {
            start = start.or(Some(at));
            continue;
        }
        if let Some(first) = start.take() {
            let printed = &text[first..at];
            if printed == "s"
                && end_of_last.is_some_and(|end: usize| text[end..first].chars().all(is_apostrophe))
            {
                continue;
            }
            let between = end_of_last.map(|end: usize| &text[end..first]);
            let linked = between.is_some_and(|gap| !gap.contains(char::is_whitespace));
            all.push((first..at, linked));
            end_of_last = Some(at);
        }
    }
    all
}
