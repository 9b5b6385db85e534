//! A quotation as it is compared: its words, and where quoting practice lets others stand.

use std::sync::LazyLock;

use regex::Regex;

use super::words::{Word, letters, words};

/// What a quotation consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    /// A word, as an index into [`Pattern::words`].
    Word(usize),
    /// Up to so many words of the report, whatever they are.
    Gap(usize),
}

/// A quotation ready to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) elements: Vec<Element>,
    /// The words that must be there, without those in square brackets.
    pub(super) words: Vec<Word>,
}

/// Words of a report that words in square brackets may stand for.
const BRACKET: usize = 12;

/// An ellipsis may stand for any number of words.
pub(super) const ANY: usize = usize::MAX;

/// Words of a quotation that are compared; what is longer is compared as far as this.
pub(super) const MOST_WORDS: usize = 500;

/// Ellipses, in brackets or not, and words in square brackets.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \[\s*(?:…|\.\s?\.\s?\.)\s*\] | \(\s*(?:…|\.\s?\.\s?\.)\s*\) | …
             | \.\s?\.\s?\.(?:\s?\.)? | \[ [^\[\]]{0,200} \]",
    )
    .ok()
});

impl Pattern {
    /// Of the words of a quotation.
    pub(super) fn of(text: &str) -> Pattern {
        let mut pattern = Pattern::default();
        let mut from = 0;
        // Letters in brackets that begin the next word: `[T]he`.
        let mut lead: Option<(String, usize)> = None;
        let marks = MARKS.as_ref();
        for mark in marks.iter().flat_map(|marks| marks.find_iter(text)) {
            pattern.take(text, from, mark.start(), lead.take());
            from = mark.end();
            let inner = mark.as_str().trim_matches(['[', ']']);
            let bracket = mark.as_str().starts_with('[') && inner.contains(char::is_alphanumeric);
            let after = text[mark.end()..].chars().next();
            let before = text[..mark.start()].chars().next_back();
            if !bracket {
                let ellipsis = inner.contains(['…', '.']);
                pattern.gap(if ellipsis { ANY } else { BRACKET });
            } else if before.is_some_and(char::is_alphanumeric) {
                // `child[ren]`: what the report has in its place is some other form.
                pattern.drop_last();
                pattern.gap(1);
            } else if after.is_some_and(char::is_alphanumeric) && inner.chars().count() == 1 {
                lead = Some((letters(inner), mark.start()));
            } else {
                pattern.gap(BRACKET);
            }
        }
        pattern.take(text, from, text.len(), lead);
        while let Some(Element::Gap(_)) = pattern.elements.last() {
            pattern.elements.pop();
        }
        pattern
    }

    /// The words that stand in a row, as ranges of [`Pattern::words`].
    pub(super) fn runs(&self) -> Vec<std::ops::Range<usize>> {
        let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
        let mut open = false;
        for element in &self.elements {
            match (element, runs.last_mut()) {
                (Element::Word(_), Some(run)) if open => run.end += 1,
                (&Element::Word(at), _) => runs.push(at..at + 1),
                (Element::Gap(_), _) => {}
            }
            open = matches!(element, Element::Word(_));
        }
        runs
    }

    fn take(&mut self, text: &str, from: usize, to: usize, mut lead: Option<(String, usize)>) {
        for mut word in words(&text[from..to]) {
            word.start += from;
            word.end += from;
            if let Some((letters, at)) = lead.take()
                && word.start == from
            {
                word.key = letters + &word.key;
                word.start = at;
            }
            if self.words.len() == MOST_WORDS {
                return;
            }
            self.elements.push(Element::Word(self.words.len()));
            self.words.push(word);
        }
    }

    fn gap(&mut self, reach: usize) {
        match self.elements.last_mut() {
            // Where it begins and ends a quotation is free to choose anyway.
            None => {}
            Some(Element::Gap(known)) => *known = reach.max(*known),
            Some(Element::Word(_)) => self.elements.push(Element::Gap(reach)),
        }
    }

    fn drop_last(&mut self) {
        if let Some(Element::Word(_)) = self.elements.last() {
            self.elements.pop();
            self.words.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shape(text: &str) -> String {
        let pattern = Pattern::of(text);
        let shown = pattern.elements.iter().map(|element| match element {
            Element::Word(at) => pattern.words[*at].key.clone(),
            Element::Gap(ANY) => "…".to_owned(),
            Element::Gap(reach) => format!("<{reach}>"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ellipses_and_brackets_are_gaps() {
        assert_eq!(
            shape("…children wait … too long…"),
            "children wait … too long"
        );
        assert_eq!(
            shape("Children [...] wait. . . long"),
            "children … wait … long"
        );
        assert_eq!(
            shape("[T]he children [in care] wait"),
            "the children <12> wait"
        );
        assert_eq!(shape("child[ren] wait"), "wait");
        assert_eq!(shape("a child[ren] wait [sic]"), "a <1> wait");
        assert_eq!(shape("it ends. It begins"), "it ends it begins");
        assert_eq!(shape("[an [odd] one"), "an <12> one");
    }

    proptest! {
        #[test]
        fn any_text_is_a_pattern(text in "([a-z’-]{0,4}|\\[|\\]|…|\\.\\.\\.| ){0,30}") {
            let pattern = Pattern::of(&text);
            let words = pattern.elements.iter().filter(|e| matches!(e, Element::Word(_))).count();
            prop_assert_eq!(words, pattern.words.len());
            let runs: usize = pattern.runs().iter().map(std::ops::Range::len).sum();
            prop_assert_eq!(runs, words);
            prop_assert!(!matches!(pattern.elements.first(), Some(Element::Gap(_))));
        }
    }
}
