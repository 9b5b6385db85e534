//! Where a passage matches: byte ranges, found by analysing the passage like the index did.

use rustc_hash::FxHashMap;

use crate::query::expansion::{TermGroup, TokenMatch, occurrences};
use crate::text::{Range, tokens, with_stem};

/// Marks in texts what a query matches: made once, used for every hit.
#[derive(Debug)]
pub struct Highlighter<'a> {
    leaves: Vec<&'a TermGroup>,
    /// Numbers of the elements, by what they are.
    stems: FxHashMap<&'a str, usize>,
    words: FxHashMap<&'a str, usize>,
    prefixes: Vec<(&'a str, usize)>,
    /// Numbers of the elements of every form of every leaf, in order.
    forms: Vec<Vec<Vec<usize>>>,
    elements: usize,
}

/// A word of a text that stands in some form.
#[derive(Debug, Clone, Copy)]
struct Placed {
    position: u32,
    start: usize,
    end: usize,
}

impl<'a> Highlighter<'a> {
    /// For everything that `leaves` match.
    pub fn new(leaves: &[&'a TermGroup]) -> Self {
        let mut highlighter = Highlighter {
            leaves: leaves.to_vec(),
            stems: FxHashMap::default(),
            words: FxHashMap::default(),
            prefixes: Vec::new(),
            forms: Vec::with_capacity(leaves.len()),
            elements: 0,
        };
        for leaf in leaves {
            let forms = leaf.variants.iter().map(|form| {
                let elements = form.tokens.iter();
                elements
                    .map(|element| highlighter.number(element))
                    .collect()
            });
            let forms = forms.collect();
            highlighter.forms.push(forms);
        }
        highlighter
    }

    /// The number of an element: a new one for one that was not there yet.
    fn number(&mut self, element: &'a TokenMatch) -> usize {
        let next = self.elements;
        let number = match element {
            TokenMatch::Stem(stem) => *self.stems.entry(stem).or_insert(next),
            TokenMatch::Word(word) => *self.words.entry(word).or_insert(next),
            TokenMatch::Prefix(start) => {
                let known = self.prefixes.iter().find(|(known, _)| known == start);
                known.map_or(next, |&(_, number)| number)
            }
        };
        if number == next {
            if let TokenMatch::Prefix(start) = element {
                self.prefixes.push((start, next));
            }
            self.elements += 1;
        }
        number
    }

    /// Everything that matches in `text`, as byte ranges in order that neither overlap nor touch.
    /// What is one phrase is one range; where slop parts its words they are marked one by one.
    pub fn highlights(&self, text: &str) -> Vec<Range> {
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); self.elements];
        let mut placed: Vec<Placed> = Vec::new();
        for token in tokens(text) {
            let mut found = false;
            let mut put = |number: usize| {
                places[number].push(token.position);
                found = true;
            };
            if let Some(&number) = with_stem(&token.word, |stem| self.stems.get(stem)) {
                put(number);
            }
            if let Some(&number) = self.words.get(token.word.as_ref()) {
                put(number);
            }
            for &(start, number) in &self.prefixes {
                if token.word.starts_with(start) {
                    put(number);
                }
            }
            if found {
                placed.push(Placed {
                    position: token.position,
                    start: token.start,
                    end: token.end,
                });
            }
        }
        let mut ranges = Vec::new();
        let at = |position: u32| {
            let index = placed.partition_point(|word| word.position < position);
            placed[index]
        };
        for (leaf, forms) in self.leaves.iter().zip(&self.forms) {
            for form in forms {
                let rows: Vec<&[u32]> = form.iter().map(|&number| &places[number][..]).collect();
                for occurrence in occurrences(&rows, leaf.slop) {
                    let (Some(&first), Some(&last)) = (occurrence.first(), occurrence.last())
                    else {
                        continue;
                    };
                    // Words side by side are one; apart, each is marked by itself.
                    if (last - first + 1) as usize == occurrence.len() {
                        ranges.push((at(first).start, at(last).end));
                    } else {
                        let words = occurrence.iter().map(|&position| at(position));
                        ranges.extend(words.map(|word| (word.start, word.end)));
                    }
                }
            }
        }
        merge(ranges)
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
    use crate::query::expansion::{Origin, Variant};
    use crate::text::stem;
    use proptest::prelude::*;

    fn typed(tokens: Vec<TokenMatch>) -> Variant {
        Variant {
            tokens,
            origin: Origin::Typed,
        }
    }

    fn leaf(forms: &[&[TokenMatch]], slop: u32) -> TermGroup {
        TermGroup {
            label: String::new(),
            variants: forms.iter().map(|form| typed(form.to_vec())).collect(),
            slop,
            quoted: true,
            optional: false,
            position: 0,
            name: None,
        }
    }

    fn stemmed(word: &str) -> TokenMatch {
        TokenMatch::Stem(stem(word))
    }

    fn marked<'a>(text: &'a str, leaves: &[&TermGroup]) -> Vec<&'a str> {
        let ranges = Highlighter::new(leaves).highlights(text);
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

    fn elements() -> impl Strategy<Value = TokenMatch> {
        let word = prop_oneof![
            Just("wait"),
            Just("plan"),
            Just("café"),
            Just("co"),
            Just("s")
        ];
        (word, 0..3).prop_map(|(word, kind)| {
            let word = crate::text::fold(word);
            match kind {
                0 => TokenMatch::Stem(stem(&word)),
                1 => TokenMatch::Word(word),
                _ => TokenMatch::Prefix(word),
            }
        })
    }

    fn leaves() -> impl Strategy<Value = Vec<TermGroup>> {
        let form = proptest::collection::vec(elements(), 1..4);
        let forms = proptest::collection::vec(form, 1..3);
        let leaf = (forms, 0u32..4).prop_map(|(forms, slop)| TermGroup {
            label: String::new(),
            variants: forms.into_iter().map(typed).collect(),
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
            let leaves: Vec<&TermGroup> = leaves.iter().collect();
            let tokens: Vec<_> = tokens(&text).collect();
            let mut last = None;
            for (start, end) in Highlighter::new(&leaves).highlights(&text) {
                prop_assert!(start < end);
                prop_assert!(last.is_none_or(|last| start > last), "apart and in order");
                last = Some(end);
                prop_assert!(text.get(start..end).is_some(), "on character boundaries");
                prop_assert!(tokens.iter().any(|token| token.start == start));
                prop_assert!(tokens.iter().any(|token| token.end == end));
                for token in tokens.iter().filter(|token| token.start >= start && token.end <= end) {
                    let stem = stem(&token.word);
                    let asked = leaves.iter().flat_map(|leaf| leaf.variants.iter().flat_map(|form| &form.tokens));
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
            let found = Highlighter::new(&[&leaf]).highlights(&text);
            prop_assert_eq!(found.len(), expected);
        }
    }
}
