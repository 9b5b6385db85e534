//! Comparing printed words: quotes, case, white space and footnote figures folded away.

/// Folds curly quotes to straight ones, lower-cases, and collapses white space.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '\u{2018}' | '\u{2019}' | '\u{201b}' | '`' => out.push('\''),
                '\u{201c}' | '\u{201d}' => out.push('"'),
                _ => out.extend(c.to_lowercase()),
            }
        }
    }
    out
}

/// A heading as it is compared: folded, without a footnote figure or closing punctuation.
pub(super) fn heading_key(text: &str) -> String {
    let folded = folded(text);
    let bare = without_note(&folded);
    bare.trim_end_matches([':', '.', '?', ' ', '*'])
        .trim_start_matches(['#', ' '])
        .to_string()
}

/// Strips a footnote figure glued to the last word (`improve?1`, `area2`).
pub(super) fn without_note(text: &str) -> &str {
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
