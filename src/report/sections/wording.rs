//! Comparing printed words: quotes, case, white space and footnote figures folded away.

use crate::text::fold::plain;

/// Folds typography and case, and collapses white space.
pub(super) fn folded(text: &str) -> String {
    plain(text.trim()).to_lowercase()
}

/// A heading as it is compared: folded, without a footnote figure or closing punctuation.
pub(super) fn heading_key(text: &str) -> String {
    let folded = folded(text);
    let bare = without_note(&folded);
    bare.trim_end_matches([':', '.', '?', ' ', '*'])
        .trim_start_matches(['#', ' '])
        .to_string()
}

/// Strips a footnote figure glued to the last word (`improve?1`, `area2`), or, where a reader took
/// the raised figure for the start of the line, to the first.
pub(super) fn without_note(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let raised = (1..=2).contains(&(text.len() - rest.len()));
    let text = if raised && rest.starts_with(char::is_alphabetic) {
        rest
    } else {
        text
    };
    let trimmed = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let figures = text.len() - trimmed.len();
    let glued = trimmed
        .chars()
        .next_back()
        .is_some_and(|c| c.is_lowercase() || matches!(c, '.' | '?' | ')' | ':'));
    if (1..=2).contains(&figures) && glued {
        trimmed
    } else {
        text
    }
}

/// Whether a sentence, a heading with a colon or a question can end with this text.
pub(super) fn is_finished(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        matches!(c, '\'' | '"' | '\u{2019}' | '\u{201d}' | ')' | ']') || c.is_ascii_digit()
    });
    // A line that is nothing but figures and quotes says nothing about the sentence.
    let end = if bare.is_empty() { text } else { bare };
    end.ends_with(['.', '!', '?', ':', ';'])
}

/// Number of words, as counted for the lengths of passages.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether a text goes on from the line before: it starts with a lower-case letter.
pub(super) fn starts_lower(text: &str) -> bool {
    text.chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(char::is_lowercase)
        && !text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_compare_without_quotes_case_and_notes() {
        assert_eq!(
            heading_key("What needs  to improve?1"),
            "what needs to improve"
        );
        assert_eq!(
            heading_key("The LSCB\u{2019}s strengths:"),
            "the lscb's strengths"
        );
        assert_eq!(
            heading_key("1Information about this area2"),
            "information about this area"
        );
        assert_eq!(heading_key("Years 2 to 11"), "years 2 to 11");
    }

    #[test]
    fn sentences_end_with_punctuation_perhaps_in_quotes() {
        assert!(is_finished("They said \u{2018}yes.\u{2019}"));
        assert!(is_finished("so that:"));
        assert!(!is_finished("at 31 March 2013"));
        assert!(starts_lower("\u{2018}and so on"));
        assert!(!starts_lower("3 children"));
    }
}
