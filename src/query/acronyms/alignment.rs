//! Aligns the letters of a short form with the words of a long one.
//!
//! Letters are matched in order, at the start of words or inside them. Of all alignments the best is
//! the one in which most letters are initials and the fewest words are left out.

use std::ops::Range;

use crate::text::is_apostrophe;

/// Words that no long form begins with.
const NOT_FIRST: [&str; 21] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "our",
    "that", "the", "their", "this", "these", "to", "with",
];

/// The quality of an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// Letters of the short form that begin a word.
    initials: usize,
    /// How many of these words could have been left out.
    idle: usize,
    /// Cost of the words that have none of its letters.
    skipped: usize,
}

impl Fit {
    /// A cost: less is better.
    pub(super) fn badness(&self) -> isize {
        let good = 2 * self.initials;
        let bad = 2 * self.skipped + self.idle;
        bad.cast_signed() - good.cast_signed()
    }
}

/// Aligns `short` with all of `words`; `None` if they do not fit well enough.
pub(super) fn fit(short: &str, words: &[Word]) -> Option<Fit> {
    let letters = letters(short);
    let first = words.first()?;
    if first.letters.first() != letters.first() {
        return None;
    }
    let small: String = first.letters.iter().collect();
    if NOT_FIRST.contains(&small.as_str()) {
        return None;
    }
    let fit = align(&letters, words)?;
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let wanted = if capitals > 1 {
        capitals
    } else {
        letters.len()
    };
    let spare = match letters.len() {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    };
    (3 * fit.initials >= 2 * wanted && fit.skipped <= spare).then_some(fit)
}

/// The best alignment of all letters, the first one at the start of the first word.
fn align(letters: &[char], words: &[Word]) -> Option<Fit> {
    // best[i]: the letters from i on, in the words from the current one on.
    let mut best: Vec<Option<Fit>> = vec![None; letters.len() + 1];
    best[letters.len()] = Some(Fit {
        initials: 0,
        idle: 0,
        skipped: 0,
    });
    for (at, word) in words.iter().enumerate().rev() {
        let mut here = best.clone();
        for from in 0..=letters.len() {
            let skip = best[from].map(|fit| Fit {
                skipped: fit.skipped + word.cost,
                ..fit
            });
            let initial = word.letters.first() == letters.get(from);
            let mut taken = skip.filter(|_| at > 0);
            let mut place = 0;
            for to in from..letters.len() {
                let Some(next) = word.letters[place..]
                    .iter()
                    .position(|letter| *letter == letters[to])
                else {
                    break;
                };
                place += next + 1;
                let initials = if initial && word.capitals {
                    to + 1 - from
                } else {
                    usize::from(initial)
                };
                let rest = best[to + 1].map(|fit| Fit {
                    initials: fit.initials + initials,
                    idle: fit.idle + usize::from(initial && word.cost == 0 && !word.linked),
                    ..fit
                });
                if rest
                    .is_some_and(|rest| taken.is_none_or(|taken| rest.badness() < taken.badness()))
                {
                    taken = rest;
                }
            }
            here[from] = taken;
        }
        best = here;
    }
    best[0]
}

/// The words up to the one that has the last letter, so that `(ASYE)` after `assessed year in
/// employment programme` is not the programme. A tail that begins with the last letter (`support
/// services`) or completes a hyphenated word (`honour-based violence`) stays.
pub(super) fn without_tail<'a>(short: &str, mut words: &'a [Word], best: Fit) -> &'a [Word] {
    let last_letter = letters(short).pop();
    while let Some((tail, rest)) = words.split_last()
        && tail.letters.first() != last_letter.as_ref()
        && rest.last().is_some_and(|word| word.cost == 1)
        && fit(short, rest)
            .is_some_and(|fit| fit.initials == best.initials && fit.skipped < best.skipped)
    {
        words = rest;
    }
    words
}

/// The letters and digits that must be found in the long form.
pub(super) fn letters(short: &str) -> Vec<char> {
    short
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Words that a short form may leave out.
const LEFT_OUT: [&str; 19] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "other",
    "than", "the", "to", "with", "s",
];

/// Words of a sentence around a long form, which a short form does not leave out.
const NEVER_LEFT_OUT: [&str; 16] = [
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

#[cfg(test)]
mod tests {
    use super::super::{definitions, is_short};
    use super::*;
    use proptest::prelude::*;

    fn long_forms(text: &str) -> Vec<String> {
        let all = definitions(text).into_iter();
        all.map(|one| one.long).collect()
    }

    #[test]
    fn of_several_long_forms_the_one_with_most_initials_is_taken() {
        assert_eq!(
            long_forms("The independent inquiry into river ways (IIRW) reported."),
            ["independent inquiry into river ways"]
        );
        assert_eq!(
            long_forms("Staff of the team around the tower (TAT) agreed."),
            ["team around the tower"]
        );
    }

    proptest! {
        #[test]
        fn initials_of_any_words_are_found(
            words in prop::collection::vec("[b-z][a-z]{3,7}", 3..7),
        ) {
            let short: String = words.iter().map(|word| word[..1].to_uppercase()).collect();
            prop_assume!(is_short(&short) && !words.iter().any(|word| {
                NOT_FIRST.contains(&word.as_str()) || NEVER_LEFT_OUT.contains(&word.as_str())
            }));
            let long = words.join(" ");
            let all = definitions(&format!("{short} ({long})"));
            prop_assert_eq!(&all[0].long, &long);
            prop_assert_eq!(&all[0].short, &short);
        }
    }
}
