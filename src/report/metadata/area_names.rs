//! Areas named in titles and sentences.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::report::area::{
    Area, OfficialArea, Word, bare_words, distinct, longest, mentions, words,
};

/// The areas that a title or subject line names, in printed order. A name that is not on the list is
/// kept as printed.
pub(super) fn in_title(title: &str) -> Vec<Area> {
    let words = words(title);
    let mut names = Names::default();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let (area, length) = match longest(rest, true) {
            Some((area, length)) => (Some(area), length),
            None => (None, 1),
        };
        let taken = rest.get(..length).unwrap_or_default();
        if area.is_none() && matches!(rest[0].key.as_str(), "and" | "with") {
            names.close(title);
        } else {
            names.take(title, taken, area);
        }
        if taken.last().is_some_and(|last| last.comma_after) {
            names.close(title);
        }
        at += length;
    }
    names.close(title);
    names.areas
}

/// The names in a title. A comma, `and` or `with` separates two names.
#[derive(Default)]
struct Names {
    /// The areas of the names that have ended.
    areas: Vec<Area>,
    /// The area of the list in the current name.
    known: Option<&'static OfficialArea>,
    /// The other words of the current name.
    others: Vec<Word>,
}

impl Names {
    /// Adds words to the current name.
    fn take(&mut self, title: &str, words: &[Word], area: Option<&'static OfficialArea>) {
        // `North Derby` is not Derby, nor `Greater Manchester` Manchester.
        let modified = self.others.last().is_some_and(is_modifier);
        match area.filter(|_| !modified) {
            Some(area) => {
                if self.known.is_some() {
                    self.close(title);
                }
                self.known = Some(area);
            }
            None => self.others.extend_from_slice(words),
        }
    }

    /// Ends the current name. An area of the list takes precedence over other words.
    fn close(&mut self, title: &str) {
        let others = std::mem::take(&mut self.others);
        let area = match self.known.take() {
            Some(area) => Some(area.area()),
            None => as_printed(title, &others),
        };
        self.areas
            .extend(area.filter(|area| !self.areas.contains(area)));
    }
}

/// The areas of the list that a line names, in printed order. Ignores other words, so the line may
/// hold more than names.
pub(super) fn known_in(line: &str) -> Vec<Area> {
    let words = words(line);
    let named = mentions(&words, true).filter(|&(at, _)| {
        let before = at.checked_sub(1).map(|before| &words[before]);
        words[at].capital && !before.is_some_and(|before| before.capital && is_modifier(before))
    });
    distinct(named.map(|(_, area)| area))
}

/// The area that running text names most often (the first of them on a tie). Short and ambiguous
/// names do not count.
pub(super) fn most_frequent(text: &str) -> Option<Area> {
    let mut counts: HashMap<&str, (usize, Reverse<usize>, &OfficialArea)> = HashMap::new();
    for (at, area) in mentions(&words(text), false) {
        counts.entry(&area.name).or_insert((0, Reverse(at), area)).0 += 1;
    }
    let best = counts
        .into_values()
        .max_by_key(|&(count, first, _)| (count, first))?;
    Some(best.2.area())
}

/// A name that is not on the list, without the words for the sort of authority.
fn as_printed(title: &str, words: &[Word]) -> Option<Area> {
    let bare = bare_words(words);
    let printed = title.get(bare.first()?.start..bare.last()?.end)?;
    // Names of places begin with a capital; other words belong to the sentence.
    printed.chars().next().filter(|c| c.is_uppercase())?;
    let name = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Area { name, region: None })
}

/// Whether a word before a name makes it the name of another place.
fn is_modifier(word: &Word) -> bool {
    const MODIFIERS: [&str; 16] = [
        "north", "south", "east", "west", "mid", "central", "greater", "new", "upper", "lower",
        "great", "little", "northern", "southern", "eastern", "western",
    ];
    MODIFIERS.contains(&word.key.as_str())
}

#[cfg(test)]
#[path = "area_tests.rs"]
mod tests;
