//! Words as a quotation is compared with a report: case, typography, white space and hyphens aside.

use crate::text::{fold, is_apostrophe, tokens};

/// A printed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Letters and digits in lower case without accents; what hyphens and apostrophes join is one.
    pub(super) key: String,
    /// First byte.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
}

/// The words of a text, in order. `multi-agency` is one word, and so is `ser-vices`, broken where a
/// line ended; `2017-18` is two, as is `2017–18`.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for token in tokens(text) {
        let mut key = token.word.into_owned();
        if is_possessive(&text[token.start..token.end]) {
            key.push('s');
        }
        match words.last_mut() {
            Some(last) if token.linked && joins(last, &text[last.end..token.start], &key) => {
                last.key.push_str(&key);
                last.end = token.end;
            }
            _ => words.push(Word {
                key,
                start: token.start,
                end: token.end,
            }),
        }
    }
    words
}

/// Whether what stands between a word and the next makes one word of them.
fn joins(word: &Word, between: &str, next: &str) -> bool {
    let mark = between.chars().next();
    let digits = |key: &str| key.bytes().all(|byte| byte.is_ascii_digit());
    match mark {
        Some('-' | '\u{2010}' | '\u{2011}') => !(digits(&word.key) && digits(next)),
        Some(mark) => is_apostrophe(mark),
        None => false,
    }
}

/// Whether a printed word ends in an apostrophe and an s, which the analysis leaves out.
fn is_possessive(printed: &str) -> bool {
    let mut characters = printed.chars().rev();
    matches!(characters.next(), Some('s' | 'S')) && characters.next().is_some_and(is_apostrophe)
}

/// The comparable form of a piece of a word.
pub(super) fn letters(piece: &str) -> String {
    let folded = fold(piece);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn typography_is_folded() {
        assert_eq!(
            keys("The Child’s CO-PRODUCTION, ser-vices"),
            keys("the child's co‑production – services")
        );
        assert_ne!(keys("the child's plan"), keys("the child plan"));
        assert_ne!(keys("children don't wait"), keys("children do wait"));
        assert_eq!(keys("in 2017–18, £1,000"), keys("in 2017-18 £1000"));
    }

    proptest! {
        #[test]
        fn words_stand_in_order_inside_the_text(text in "\\PC{0,80}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(!word.key.is_empty());
                prop_assert!(word.start >= last && word.end > word.start);
                prop_assert!(text.get(word.start..word.end).is_some());
                last = word.end;
            }
        }
    }
}
