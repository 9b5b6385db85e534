//! Finding phrases as whole words.

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

use super::Range;
use super::fold::Folded;

/// Phrases to find in texts, each with the number of the entry it belongs to.
///
/// Letters match in either case, but a capital only as printed. Typography does not matter, and a
/// hyphen or dash matches a space. A plural or possessive s may follow. Nothing matches inside a word.
#[derive(Debug)]
pub struct Phrases {
    finder: AhoCorasick,
    phrases: Vec<(String, usize)>,
}

/// A phrase that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundPhrase {
    /// Byte range, a plural or possessive s included.
    pub at: Range,
    /// The entry of the phrase.
    pub entry: usize,
}

impl Phrases {
    /// A finder of these phrases; empty ones are left out.
    ///
    /// # Errors
    /// The phrases make too large an automaton.
    pub fn new<T: AsRef<str>>(
        phrases: impl IntoIterator<Item = (T, usize)>,
    ) -> Result<Phrases, BuildError> {
        let phrases: Vec<(String, usize)> = phrases
            .into_iter()
            .map(|(phrase, entry)| (Folded::new(phrase.as_ref()).text().trim().to_owned(), entry))
            .filter(|(phrase, _)| !phrase.is_empty())
            .collect();
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(phrases.iter().map(|(phrase, _)| phrase))?;
        Ok(Phrases { finder, phrases })
    }

    /// Every occurrence in a folded text, overlapping ones included, as ranges of the folded text.
    pub fn find_all(&self, text: &Folded) -> impl Iterator<Item = FoundPhrase> {
        let text = text.text();
        let found = self.finder.find_overlapping_iter(text);
        found.filter_map(move |found| {
            let (phrase, entry) = self.phrases.get(found.pattern().as_usize())?;
            let (start, end) = (found.start(), found.end());
            let capitals = text[start..end].chars().zip(phrase.chars());
            let as_printed = capitals
                .into_iter()
                .all(|(printed, wanted)| !wanted.is_uppercase() || printed == wanted);
            if !as_printed || text[..start].ends_with(char::is_alphanumeric) {
                return None;
            }
            let ending = ending(&text[end..])?;
            Some(FoundPhrase {
                at: (start, end + ending),
                entry: *entry,
            })
        })
    }

    /// The phrases in a printed text, in order and not overlapping; of those that begin at the same
    /// place the longest.
    pub fn find(&self, printed: &str) -> Vec<FoundPhrase> {
        let folded = Folded::new(printed);
        let mut all: Vec<FoundPhrase> = self.find_all(&folded).collect();
        // The first phrase of the list wins where two are equally long.
        all.sort_by_key(|found| (found.at.0, std::cmp::Reverse(found.at.1)));
        let mut end = 0;
        all.retain(|found| {
            let free = found.at.0 >= end;
            if free {
                end = found.at.1;
            }
            free
        });
        for found in &mut all {
            found.at = (folded.printed_at(found.at.0), folded.printed_at(found.at.1));
        }
        all
    }
}

/// Length of the plural or possessive ending of a phrase that this text follows; `None` if the word
/// goes on in another way.
fn ending(rest: &str) -> Option<usize> {
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    if rest.strip_prefix("'s").is_some_and(ends) {
        Some(2)
    } else if ends(rest) {
        Some(0)
    } else {
        rest.strip_prefix('s').is_some_and(ends).then_some(1)
    }
}

/// Whether a text begins with a phrase as whole words.
pub fn starts_with(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a text ends with a phrase as whole words.
pub fn ends_with(text: &str, phrase: &str) -> bool {
    text.strip_suffix(phrase)
        .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// Whether a phrase stands in a text as whole words.
pub fn contains(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        !text[..at].ends_with(char::is_alphanumeric)
            && !text[at + phrase.len()..].starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(&str, usize)> {
        let phrases = [
            "CAMHS",
            "mental-health service",
            "children's trust",
            "trust",
        ];
        let phrases = Phrases::new(phrases.into_iter().zip(0..)).expect("an automaton");
        let found = phrases.find(text).into_iter();
        found
            .map(|one| (&text[one.at.0..one.at.1], one.entry))
            .collect()
    }

    #[test]
    fn whole_words_with_their_capitals_are_found() {
        assert_eq!(
            found("CAMHS’s Mental health  services – not camhs, NCAMHS or CAMHSX"),
            [("CAMHS’s", 0), ("Mental health  services", 1)]
        );
    }

    #[test]
    fn the_longest_of_overlapping_phrases_is_found() {
        assert_eq!(
            found("The Children’s Trust trusts trusted trustees; trust’s"),
            [("Children’s Trust", 2), ("trusts", 3), ("trust’s", 3)]
        );
    }

    #[test]
    fn single_phrases_are_whole_words() {
        assert!(starts_with("wait for", "wait") && !starts_with("waits", "wait"));
        assert!(ends_with("at most", "most") && !ends_with("almost", "most"));
        assert!(contains("a wait.", "wait") && !contains("await", "wait"));
    }

    proptest! {
        #[test]
        fn what_is_found_lies_in_the_text_in_order(text in "(CAMHS|trust|children|[’' –s-]|é|mental health service){0,20}") {
            let phrases = ["CAMHS", "mental-health service", "children's trust", "trust"];
            let phrases = Phrases::new(phrases.into_iter().zip(0..)).expect("an automaton");
            let mut last = 0;
            for one in phrases.find(&text) {
                prop_assert!(one.at.0 >= last && text.get(one.at.0..one.at.1).is_some());
                last = one.at.1;
            }
        }
    }
}
