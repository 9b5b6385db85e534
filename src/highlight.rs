//! Where a passage matches: byte ranges, found by analysing the passage like the index did.

use crate::analysis::{stem, tokens};
use crate::api::Range;
use crate::matching::{Element, Leaf, Occurrence, occurrences};

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
    position: u32,
}

impl Words {
    /// Analyses `text`.
    pub fn of(text: &str) -> Self {
        let words = tokens(text)
            .map(|token| AnalysedWord {
                stem: stem(&token.word),
                word: token.word.into_owned(),
                start: token.start,
                end: token.end,
                position: token.position,
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
                for occurrence in self.occurrences(&form.elements, leaf.slop) {
                    let word = |at: u32| {
                        let index = self.words.partition_point(|word| word.position < at);
                        &self.words[index]
                    };
                    let (Some(&first), Some(&last)) = (occurrence.first(), occurrence.last())
                    else {
                        continue;
                    };
                    // Words side by side are one; apart, each is marked by itself.
                    if (last - first + 1) as usize == occurrence.len() {
                        ranges.push((word(first).start, word(last).end));
                    } else {
                        let words = occurrence.iter().map(|&at| word(at));
                        ranges.extend(words.map(|word| (word.start, word.end)));
                    }
                }
            }
        }
        merge(ranges)
    }

    fn occurrences(&self, elements: &[Element], slop: u32) -> Vec<Occurrence> {
        let places = |element: &Element| -> Vec<u32> {
            let words = self.words.iter();
            words
                .filter(|word| element.matches(&word.word, &word.stem))
                .map(|word| word.position)
                .collect()
        };
        let places: Vec<Vec<u32>> = elements.iter().map(places).collect();
        occurrences(&places, slop)
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
    use crate::matching::{Form, Origin};
    use proptest::prelude::*;

    fn typed(elements: Vec<Element>) -> Form {
        Form {
            elements,
            origin: Origin::Typed,
        }
    }

    fn leaf(forms: &[&[Element]], slop: u32) -> Leaf {
        Leaf {
            label: String::new(),
            forms: forms.iter().map(|form| typed(form.to_vec())).collect(),
            slop,
            quoted: true,
            optional: false,
            position: 0,
            name: None,
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
            forms: forms.into_iter().map(typed).collect(),
            slop,
            quoted: false,
            optional: false,
            position: 0,
            name: None,
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
                    let asked = leaves.iter().flat_map(|leaf| leaf.forms.iter().flat_map(|form| &form.elements));
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
        }
    }
}
