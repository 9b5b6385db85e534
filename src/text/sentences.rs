//! Sentences of a text.

use super::Range;

/// The sentences of a text as byte ranges without the white space around them.
pub fn sentences(text: &str) -> Vec<Range> {
    let mut starts = starts(text).peekable();
    let mut found = Vec::new();
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(text.len());
        let sentence = &text[start..end];
        found.push((start, start + sentence.trim_end().len()));
    }
    found
}

/// Byte offsets at which the sentences of a text begin; none for a text of white space.
///
/// A sentence ends at a full stop, question or exclamation mark (and what closes behind it) that
/// white space follows, unless a small letter comes next or the word before is an abbreviation.
pub fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let first = text.len() - text.trim_start().len();
    let mut from = first;
    let marks = text.match_indices(['.', '?', '!']);
    let others = marks.filter_map(move |(at, _)| {
        if at < from {
            return None;
        }
        let closed =
            text[at + 1..].trim_start_matches(['.', '?', '!', ')', ']', '"', '\'', '’', '”']);
        let next = closed.trim_start();
        let ends = next.len() < closed.len()
            && !next.is_empty()
            && !next.starts_with(char::is_lowercase)
            && !ends_with_abbreviation(&text[from..=at]);
        if !ends {
            return None;
        }
        from = text.len() - next.len();
        Some(from)
    });
    (first < text.len())
        .then_some(first)
        .into_iter()
        .chain(others)
}

/// The sentence around a part of a text, as a byte range without the white space around it.
pub fn sentence_around(text: &str, (start, end): Range) -> Range {
    let mut from = 0;
    let mut to = text.len();
    for next in starts(text) {
        if next <= start {
            from = next;
        } else if next >= end {
            to = next;
            break;
        }
    }
    (from, from + text[from..to].trim_end().len())
}

/// Whether a text ends with an abbreviation and its full stop.
fn ends_with_abbreviation(text: &str) -> bool {
    let word = text.rsplit([' ', '(']).next().unwrap_or_default();
    word.strip_suffix('.').is_some_and(is_abbreviation)
}

/// Whether a full stop after this word ends no sentence.
pub(super) fn is_abbreviation(word: &str) -> bool {
    matches!(
        word,
        "e.g"
            | "i.e"
            | "eg"
            | "ie"
            | "Dr"
            | "Mr"
            | "Mrs"
            | "Ms"
            | "St"
            | "No"
            | "no"
            | "p"
            | "pp"
            | "vs"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        let found = sentences(text).into_iter();
        found.map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn a_mark_before_a_capital_ends_a_sentence() {
        assert_eq!(
            texts(
                " Children wait. Some, e.g. Those in care, wait longer (St. Anne's).  End? 12 do"
            ),
            [
                "Children wait.",
                "Some, e.g. Those in care, wait longer (St. Anne's).",
                "End?",
                "12 do"
            ]
        );
        assert_eq!(
            texts("Costs of 3.5 million. “Yes.” ‘no"),
            ["Costs of 3.5 million.", "“Yes.”", "‘no"]
        );
        assert!(texts(" \n ").is_empty());
    }

    #[test]
    fn the_sentence_around_a_word() {
        let text = "One is here. Two is there. Three";
        let around = |word: &str| {
            let at = text.find(word).expect("in the text");
            let (start, end) = sentence_around(text, (at, at + word.len()));
            &text[start..end]
        };
        assert_eq!(around("there"), "Two is there.");
        assert_eq!(around("Three"), "Three");
        assert_eq!(around("here. Two"), "One is here. Two is there.");
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_left_out(text in "\\PC{0,200}|([A-Za-z]{0,3}[.?!)’]? ?){0,30}") {
            let all: String = texts(&text).concat();
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&all), bare(&text));
        }
    }
}
