//! Where a passage matches: byte ranges, found by analysing the passage like the index did.

use crate::analysis::{stem, tokens};
use crate::api::Range;
use crate::matching::{Form, Leaf};

/// A passage's words, analysed once and matched against every leaf.
#[derive(Debug)]
pub struct Words {
    words: Vec<AnalysedWord>,
}

#[derive(Debug)]
struct AnalysedWord {
    word: String,
    stem: String,
    start: usize,
    end: usize,
}

/// One place where a leaf matches: positions of the words in the passage, ascending.
type Occurrence = Vec<usize>;

impl Words {
    /// Analyses `text`.
    pub fn of(text: &str) -> Self {
        let words = tokens(text)
            .map(|token| AnalysedWord {
                stem: stem(&token.word),
                word: token.word.into_owned(),
                start: token.start,
                end: token.end,
            })
            .collect();
        Words { words }
    }

    /// Everything the leaves match, as byte ranges in order that neither overlap nor touch. What
    /// is one phrase is one range; where slop parts its words they are marked one by one.
    pub fn highlights(&self, leaves: &[&Leaf]) -> Vec<Range> {
        let mut ranges = Vec::new();
        for leaf in leaves {
            for form in &leaf.forms {
                for occurrence in self.occurrences(form, leaf.slop) {
                    let (Some(&first), Some(&last)) = (occurrence.first(), occurrence.last())
                    else {
                        continue;
                    };
                    // Words side by side are one; apart, each is marked by itself.
                    if last - first + 1 == occurrence.len() {
                        ranges.push((self.words[first].start, self.words[last].end));
                    } else {
                        ranges.extend(
                            occurrence
                                .iter()
                                .map(|&at| (self.words[at].start, self.words[at].end)),
                        );
                    }
                }
            }
        }
        merge(ranges)
    }

    /// First word position of every place where the leaf matches, ascending.
    pub fn positions(&self, leaf: &Leaf) -> Vec<usize> {
        let mut positions: Vec<usize> = leaf
            .forms
            .iter()
            .flat_map(|form| self.occurrences(form, leaf.slop))
            .filter_map(|occurrence| occurrence.first().copied())
            .collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    fn matches(&self, at: usize, form: &Form, element: usize) -> bool {
        let word = &self.words[at];
        form[element].matches(&word.word, &word.stem)
    }

    fn occurrences(&self, form: &Form, slop: u32) -> Vec<Occurrence> {
        if form.is_empty() || self.words.len() < form.len() {
            return Vec::new();
        }
        if slop == 0 || form.len() == 1 {
            return (0..=self.words.len() - form.len())
                .filter(|&start| {
                    (0..form.len()).all(|offset| self.matches(start + offset, form, offset))
                })
                .map(|start| (start..start + form.len()).collect())
                .collect();
        }
        self.sloppy(form, slop as usize)
    }

    /// Places where all words of the form stand within `slop` of their order: the distance of each
    /// from where it would stand in an exact match differs by at most `slop`.
    fn sloppy(&self, form: &Form, slop: usize) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for anchor in 0..self.words.len() {
            if !self.matches(anchor, form, 0) {
                continue;
            }
            let mut occurrence = vec![anchor];
            // Displacements so far, relative to the first word's.
            let (mut least, mut most) = (0isize, 0isize);
            for element in 1..form.len() {
                let home = anchor + element;
                let window = home.saturating_sub(slop)..=(home + slop).min(self.words.len() - 1);
                let nearest = window
                    .filter(|at| !occurrence.contains(at) && self.matches(*at, form, element))
                    .map(|at| (at, at.cast_signed() - home.cast_signed()))
                    .filter(|&(_, moved)| {
                        (most.max(moved) - least.min(moved)).unsigned_abs() <= slop
                    })
                    .min_by_key(|&(_, moved)| moved.unsigned_abs());
                let Some((at, moved)) = nearest else {
                    break;
                };
                least = least.min(moved);
                most = most.max(moved);
                occurrence.push(at);
            }
            if occurrence.len() == form.len() {
                occurrence.sort_unstable();
                found.push(occurrence);
            }
        }
        found
    }

    /// Fewest words in a row that hold an occurrence of each of `leaves` that occurs at all.
    /// `None` if fewer than two of them occur.
    pub fn closest(&self, leaves: &[&Leaf]) -> Option<usize> {
        let mut marks: Vec<(usize, usize)> = Vec::new();
        let mut kinds = 0;
        for leaf in leaves {
            let positions = self.positions(leaf);
            if !positions.is_empty() {
                marks.extend(positions.into_iter().map(|at| (at, kinds)));
                kinds += 1;
            }
        }
        if kinds < 2 {
            return None;
        }
        marks.sort_unstable();
        let mut counts = vec![0usize; kinds];
        let (mut inside, mut left, mut best) = (0, 0, usize::MAX);
        for right in 0..marks.len() {
            let (at, kind) = marks[right];
            inside += usize::from(counts[kind] == 0);
            counts[kind] += 1;
            while inside == kinds {
                let (first, kind) = marks[left];
                best = best.min(at - first + 1);
                counts[kind] -= 1;
                inside -= usize::from(counts[kind] == 0);
                left += 1;
            }
        }
        Some(best)
    }
}

/// Sorts ranges and joins those that overlap or touch.
fn merge(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut merged: Vec<Range> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Element;
    use proptest::prelude::*;

    fn leaf(forms: &[&[Element]], slop: u32) -> Leaf {
        Leaf {
            label: String::new(),
            forms: forms.iter().map(|form| form.to_vec()).collect(),
            slop,
            quoted: true,
        }
    }

    fn stemmed(word: &str) -> Element {
        Element::Stem(stem(word))
    }

    fn marked<'a>(text: &'a str, leaves: &[&Leaf]) -> Vec<&'a str> {
        let ranges = Words::of(text).highlights(leaves);
        ranges
            .iter()
            .map(|&(start, end)| &text[start..end])
            .collect()
    }

    #[test]
    fn a_phrase_is_one_range_and_a_sloppy_one_is_several() {
        let words = [stemmed("speech"), stemmed("therapy")];
        let text = "Speech therapies, therapy for speech, speech.";
        assert_eq!(marked(text, &[&leaf(&[&words], 0)]), ["Speech therapies"]);
        assert_eq!(
            marked(text, &[&leaf(&[&words], 3)]),
            ["Speech therapies", "therapy", "speech"]
        );
    }

    #[test]
    fn ranges_that_overlap_are_one() {
        let pair = [stemmed("county"), stemmed("lines")];
        let single = [stemmed("lines")];
        assert_eq!(
            marked("county lines", &[&leaf(&[&pair], 0), &leaf(&[&single], 0)]),
            ["county lines"]
        );
    }

    #[test]
    fn the_closest_words_are_the_fewest_in_a_row() {
        let (a, b, c) = ([stemmed("a")], [stemmed("b")], [stemmed("zebra")]);
        let (a, b, c) = (leaf(&[&a], 0), leaf(&[&b], 0), leaf(&[&c], 0));
        let words = Words::of("a x x b x a b");
        assert_eq!(words.closest(&[&a, &b]), Some(2));
        assert_eq!(
            words.closest(&[&a, &b, &c]),
            Some(2),
            "what is missing does not count"
        );
        assert_eq!(words.closest(&[&a, &c]), None);
    }

    fn elements() -> impl Strategy<Value = Element> {
        let word = prop_oneof![
            Just("wait"),
            Just("plan"),
            Just("café"),
            Just("co"),
            Just("s")
        ];
        (word, 0..3).prop_map(|(word, kind)| {
            let word = crate::analysis::fold(word);
            match kind {
                0 => Element::Stem(stem(&word)),
                1 => Element::Word(word),
                _ => Element::Prefix(word),
            }
        })
    }

    fn leaves() -> impl Strategy<Value = Vec<Leaf>> {
        let form = proptest::collection::vec(elements(), 1..4);
        let forms = proptest::collection::vec(form, 1..3);
        let leaf = (forms, 0u32..4).prop_map(|(forms, slop)| Leaf {
            label: String::new(),
            forms,
            slop,
            quoted: false,
        });
        proptest::collection::vec(leaf, 0..4)
    }

    proptest! {
        #[test]
        fn ranges_are_whole_words_in_order(
            text in prop_oneof!["((wait|waiting|plans|caf\u{e9}|co-production|\u{2019}s|x) ?){0,12}", "\\PC{0,60}"],
            leaves in leaves(),
        ) {
            let leaves: Vec<&Leaf> = leaves.iter().collect();
            let tokens: Vec<_> = tokens(&text).collect();
            let mut last = None;
            for (start, end) in Words::of(&text).highlights(&leaves) {
                prop_assert!(start < end);
                prop_assert!(last.is_none_or(|last| start > last), "apart and in order");
                last = Some(end);
                prop_assert!(text.get(start..end).is_some(), "on character boundaries");
                prop_assert!(tokens.iter().any(|token| token.start == start));
                prop_assert!(tokens.iter().any(|token| token.end == end));
                for token in tokens.iter().filter(|token| token.start >= start && token.end <= end) {
                    let stem = stem(&token.word);
                    let asked = leaves.iter().flat_map(|leaf| leaf.forms.iter().flatten());
                    prop_assert!(
                        asked.clone().any(|element| element.matches(&token.word, &stem)),
                        "{} was not asked for", token.word
                    );
                }
            }
        }

        #[test]
        fn every_word_asked_for_is_marked(text in "((wait|waiting|plans|x|y) ){1,12}") {
            let single = [stemmed("wait")];
            let leaf = leaf(&[&single], 0);
            let expected = text.split_whitespace().filter(|word| word.starts_with("wait")).count();
            let found = Words::of(&text).highlights(&[&leaf]);
            prop_assert_eq!(found.len(), expected);
            prop_assert_eq!(Words::of(&text).positions(&leaf).len(), expected);
        }
    }
}
