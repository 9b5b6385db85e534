//! Areas as titles and sentences name them.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::report::area::{Area, OfficialArea, Word, bare_words, longest, words};

/// The areas named in a title or subject line, in printed order. A name that is not on the list is
/// kept as printed.
pub(super) fn in_title(title: &str) -> Vec<Area> {
    let words = words(title);
    let mut reading = Reading::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        let (area, length) = match longest(rest, true) {
            Some((area, length)) => (Some(area), length),
            None => (None, 1),
        };
        let taken = rest.get(..length).unwrap_or_default();
        if area.is_none() && matches!(word.key.as_str(), "and" | "with") {
            reading.close(title);
        } else {
            reading.take(title, taken, area);
        }
        if taken.last().is_some_and(|last| last.comma_after) {
            reading.close(title);
        }
        at += length;
    }
    reading.close(title);
    reading.areas
}

/// A title between two separators, and the areas before it.
#[derive(Default)]
struct Reading {
    areas: Vec<Area>,
    known: Option<&'static OfficialArea>,
    leftover: Vec<Word>,
}

impl Reading {
    fn take(&mut self, title: &str, words: &[Word], area: Option<&'static OfficialArea>) {
        // `North Derby` is not Derby, nor `Greater Manchester` Manchester: a leading modifier makes
        // another place of it.
        let modified = self.leftover.last().is_some_and(is_modifier);
        match area.filter(|_| !modified) {
            Some(area) => {
                if self.known.is_some() {
                    self.close(title);
                }
                self.known = Some(area);
            }
            None => self.leftover.extend_from_slice(words),
        }
    }

    /// Ends a segment: a known area wins over leftover words.
    fn close(&mut self, title: &str) {
        let leftover = std::mem::take(&mut self.leftover);
        let area = match self.known.take() {
            Some(area) => Some(area.area()),
            None => as_printed(title, &leftover),
        };
        self.areas
            .extend(area.filter(|area| !self.areas.contains(area)));
    }
}

/// The areas of the list that are named in a line, in printed order; other words are ignored, so
/// this suits a line that may hold more than names.
pub(super) fn known_in(line: &str) -> Vec<Area> {
    let words = words(line);
    let mut areas: Vec<Area> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let modified = before.is_some_and(|before| before.capital && is_modifier(before));
        let found = longest(words.get(at..).unwrap_or_default(), true);
        at += match found.filter(|_| word.capital && !modified) {
            Some((area, length)) => {
                let area = area.area();
                if !areas.contains(&area) {
                    areas.push(area);
                }
                length
            }
            None => 1,
        };
    }
    areas
}

/// The area named most often in running text (the first of them on a tie). Short and ambiguous
/// names do not count.
pub(super) fn most_frequent(text: &str) -> Option<Area> {
    let words = words(text);
    let mut counts: HashMap<&str, (usize, Reverse<usize>, &OfficialArea)> = HashMap::new();
    let mut at = 0;
    while at < words.len() {
        at += match longest(words.get(at..).unwrap_or_default(), false) {
            Some((area, length)) => {
                counts.entry(&area.name).or_insert((0, Reverse(at), area)).0 += 1;
                length
            }
            None => 1,
        };
    }
    let best = counts
        .into_values()
        .max_by_key(|&(count, first, _)| (count, first))?;
    Some(best.2.area())
}

fn as_printed(title: &str, words: &[Word]) -> Option<Area> {
    let bare = bare_words(words);
    let printed = title.get(bare.first()?.start..bare.last()?.end)?;
    // Real place names are capitalised; anything else is a scrap of the sentence.
    printed.chars().next().filter(|c| c.is_uppercase())?;
    let name = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Area { name, region: None })
}

/// Words before a name that make it another place's name.
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
