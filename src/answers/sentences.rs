//! Sentences of a passage.

use crate::answers::snippet::after_abbreviation;
use crate::api::Range;

/// The sentences of a text as byte ranges without the white space around them. One ends at a full
/// stop, question or exclamation mark (and what closes behind it) that white space and no small
/// letter follow; passages are long and many, and this is all that printed English needs.
pub(in crate::answers) fn sentences(text: &str) -> Vec<Range> {
    let mut bounds = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '?', '!']) {
        let rest = &text[at + 1..];
        let closed = rest.trim_start_matches(['.', '?', '!', ')', ']', '"', '\'', '’', '”']);
        let next = closed.trim_start();
        let parted = next.len() < closed.len() && !next.starts_with(char::is_lowercase);
        let end = text.len() - closed.len();
        if parted && at >= start && !after_abbreviation(&text[start..=at]) {
            bounds.push((start, end));
            start = end;
        }
    }
    bounds.push((start, text.len()));
    let trimmed = bounds.into_iter().map(|(start, end)| {
        let part = &text[start..end];
        let lead = part.len() - part.trim_start().len();
        (start + lead, start + lead + part.trim().len())
    });
    trimmed.filter(|(start, end)| start < end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        sentences(text)
            .into_iter()
            .map(|(start, end)| &text[start..end])
            .collect()
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            texts("Children wait. Some, e.g. Those in care, wait longer (St. Anne's).  End"),
            [
                "Children wait.",
                "Some, e.g. Those in care, wait longer (St. Anne's).",
                "End"
            ]
        );
        assert!(texts(" \n ").is_empty());
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_left_out(text in "\\PC{0,200}") {
            let kept: String = texts(&text).concat();
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&kept), bare(&text));
        }
    }
}
