//! Sentences of a passage.

use unicode_segmentation::UnicodeSegmentation;

use crate::api::Range;
use crate::snippet::after_abbreviation;

/// The sentences of a text as byte ranges without the white space around them.
pub(in crate::answers) fn sentences(text: &str) -> Vec<Range> {
    let mut bounds: Vec<Range> = Vec::new();
    for (start, sentence) in text.split_sentence_bound_indices() {
        let end = start + sentence.len();
        match bounds.last_mut() {
            Some(last) if after_abbreviation(&text[last.0..start]) => last.1 = end,
            _ => bounds.push((start, end)),
        }
    }
    bounds
        .into_iter()
        .map(|(start, end)| {
            let part = &text[start..end];
            let lead = part.len() - part.trim_start().len();
            (start + lead, start + lead + part.trim().len())
        })
        .filter(|(start, end)| start < end)
        .collect()
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
