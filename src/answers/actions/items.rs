//! A passage taken apart into what it asks for: readers of reports put short items of a list into one
//! passage, and long ones into several with their lead-in repeated.

use std::sync::LazyLock;

use regex::Regex;

use super::bodies::{last_end, table};
use crate::text::phrases;
use crate::text::sentences::sentences;

/// How the items of a section are worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wording {
    /// `The quality of plans.`: every sentence is an item.
    Named,
    /// `Ensure that …`, `Leaders should …`.
    Asked,
    /// Prose, of which only sentences that ask somebody for something count.
    Narrated,
    /// One sentence: a lead-in, a colon and items with semicolons between them.
    Listed,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// Its words, all sentences of it.
    pub(super) text: &'a str,
    /// Where it begins in the passage, in bytes.
    pub(super) start: usize,
    /// By when, if the item's lead-in says so.
    pub(super) due: Option<&'a str>,
    /// Whether it continues the item before it.
    pub(super) continues: bool,
}

/// The items of a passage, in order.
pub(super) fn items(text: &str, wording: Wording) -> Vec<Item<'_>> {
    let mut items: Vec<Item<'_>> = Vec::new();
    for (start, end) in pieces(text, wording) {
        let (due, start) = due(text, start, end);
        let piece = &text[start..end];
        let goes_on = begins_with(piece, &table().items.continuations);
        if piece.is_empty() {
            continue;
        }
        let begins = match wording {
            _ if due.is_some() => true,
            Wording::Named => !goes_on,
            Wording::Asked => begins_with(piece, &table().items.verbs),
            Wording::Narrated => !goes_on && asks_a_body(piece),
            Wording::Listed => true,
        };
        match items.last_mut() {
            Some(last) if !begins && wording != Wording::Narrated => {
                last.text = &text[last.start..end];
            }
            // Words before the first item of prose are about something else.
            _ if !begins && wording == Wording::Narrated => {}
            _ => items.push(Item {
                text: piece,
                start,
                due,
                continues: goes_on,
            }),
        }
    }
    items
}

/// Longest stretch between a body and what it should do, in bytes: `also`, `now`.
const APART: usize = 8;

/// Whether a sentence asks a body for something right after its name.
fn asks_a_body(sentence: &str) -> bool {
    asks(sentence)
        .is_some_and(|asked| last_end(&sentence[..asked]).is_some_and(|end| asked - end <= APART))
}

/// Whether a passage only introduces a list.
pub(super) fn introduces(text: &str) -> bool {
    let text = text.to_lowercase();
    let bare = text.trim_end().trim_end_matches([':', '.']);
    let ends = !bare.contains([':', ';']) && sentences(&text).len() <= 1;
    ends && table()
        .items
        .introductions
        .iter()
        .any(|words| text.contains(words.as_str()))
}

/// Whether a passage says that there is nothing to do.
pub(super) fn says_none(text: &str) -> bool {
    begins_with(text, &table().items.none)
}

/// Whether a passage begins with the name of somebody as a heading, and so goes on about something
/// else than a list: `Ashmere Safeguarding Partnership (ASP): Leaders …`.
pub(super) fn turns_to_somebody(text: &str) -> bool {
    static HEADED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\p{Lu}[^.:;?!]{0,100} \(\p{Lu}[\p{Lu}&]+\): \p{Lu}").ok());
    HEADED.as_ref().is_some_and(|headed| headed.is_match(text))
}

/// Whether a passage is a footnote: its number has no full stop and is not the one `expected` of the
/// next item of a list, nor does it count anything.
pub(super) fn is_footnote(text: &str, expected: usize) -> bool {
    const COUNTED: [&str; 6] = ["hour", "day", "week", "month", "year", "per cent"];
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let (number, rest) = text.split_at(digits);
    let Some(rest) = rest.strip_prefix(' ').filter(|_| digits <= 2) else {
        return false;
    };
    number.parse().is_ok_and(|number: usize| number != expected)
        && !COUNTED.iter().any(|counted| rest.starts_with(counted))
}

/// Where the subject of a sentence ends that asks for something, in bytes.
pub(super) fn asks(sentence: &str) -> Option<usize> {
    let lower = sentence.to_ascii_lowercase();
    let modals = table().items.modals.iter();
    modals
        .filter_map(|modal| {
            let spaced = format!(" {modal} ");
            lower.find(&spaced)
        })
        .min()
}

/// Sentences, and with [`Wording::Named`] items that end in a semicolon.
fn pieces(text: &str, wording: Wording) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    if wording == Wording::Listed {
        let first = text.find(": ").map_or(0, |at| at + 2);
        let mut from = first;
        for (at, _) in text[first..].match_indices("; ") {
            pieces.push((from, first + at));
            from = first + at + 2;
        }
        pieces.push((from, text.trim_end_matches(['.', ' ']).len().max(from)));
        return pieces;
    }
    for (start, end) in sentences(text) {
        let mut from = start;
        if wording == Wording::Named {
            for (at, _) in text[start..end].match_indices("; ") {
                let next = start + at + 2;
                if text[next..].starts_with(char::is_uppercase) {
                    pieces.push((from, start + at));
                    from = next;
                }
            }
        }
        pieces.push((from, end));
    }
    pieces
}

/// The lead-in of a sentence that says by when, and where the rest begins.
fn due(text: &str, start: usize, end: usize) -> (Option<&str>, usize) {
    let piece = &text[start..end];
    let Some((lead, rest)) = piece.split_once(':') else {
        return (None, start);
    };
    if !table()
        .items
        .due
        .iter()
        .any(|due| lead.eq_ignore_ascii_case(due))
    {
        return (None, start);
    }
    (Some(lead), end - rest.trim_start().len())
}

/// Whether a text begins with one of these words in either case.
fn begins_with(text: &str, words: &[String]) -> bool {
    let lower = text.to_ascii_lowercase();
    words.iter().any(|word| phrases::starts_with(&lower, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str, wording: Wording) -> Vec<&str> {
        items(text, wording).iter().map(|item| item.text).collect()
    }

    #[test]
    fn named_items_are_one_a_sentence() {
        assert_eq!(
            texts(
                "The quality of plans. The pace of reviews; The use of data. This is a priority.",
                Wording::Named
            ),
            [
                "The quality of plans.",
                "The pace of reviews",
                "The use of data. This is a priority."
            ]
        );
    }

    #[test]
    fn asked_items_begin_with_what_to_do() {
        assert_eq!(
            texts(
                "Ensure that plans are clear. Plans should be short. Review them each term.",
                Wording::Asked
            ),
            [
                "Ensure that plans are clear. Plans should be short.",
                "Review them each term."
            ]
        );
        let items = items(
            "Within three months: ensure that staff are trained. Immediately: see every child.",
            Wording::Asked,
        );
        let due: Vec<_> = items.iter().map(|item| (item.due, item.text)).collect();
        assert_eq!(
            due,
            [
                (
                    Some("Within three months"),
                    "ensure that staff are trained."
                ),
                (Some("Immediately"), "see every child."),
            ]
        );
    }

    #[test]
    fn of_prose_only_sentences_that_ask_somebody() {
        assert_eq!(
            texts(
                "Plans are late. Weirside NHS Trust needs to improve its records. They should be kept.",
                Wording::Narrated
            ),
            ["Weirside NHS Trust needs to improve its records."]
        );
        let aside =
            "The partnership was aware of the need to improve, and reviews should be prompt.";
        assert!(texts(aside, Wording::Narrated).is_empty());
    }

    #[test]
    fn listed_items_stand_behind_their_lead_in() {
        assert_eq!(
            texts(
                "The area must tackle these weaknesses: late plans; the lack of places.",
                Wording::Listed
            ),
            ["late plans", "the lack of places"]
        );
    }

    #[test]
    fn a_lead_in_without_a_list_is_no_item() {
        assert!(introduces(
            "The local authority should take the following action."
        ));
        assert!(!introduces(
            "The local authority should take the following action: see every child."
        ));
        assert!(says_none("There are no areas for priority action"));
    }

    #[test]
    fn names_as_headings_and_footnotes_are_told_from_items() {
        assert!(turns_to_somebody(
            "Ashmere Safeguarding Partnership (ASP): Leaders know their town."
        ));
        for item in [
            "The work of the Ashmere Safeguarding Partnership (ASP): its pace.",
            "The quality of plans: how clear they are.",
            "Plans. Ashmere Safeguarding Partnership (ASP): Leaders.",
        ] {
            assert!(!turns_to_somebody(item), "{item}");
        }
        assert!(is_footnote(
            "1 since 3 May 2021 the board has had a new name",
            5
        ));
        for (item, expected) in [
            ("2 The quality of plans.", 2),
            ("1. The quality of plans.", 5),
            ("18 year olds and their plans.", 3),
            ("16- and 17-year-olds and their plans.", 3),
            ("The quality of plans.", 1),
            ("", 1),
        ] {
            assert!(!is_footnote(item, expected), "{item}");
        }
    }

    proptest! {
        #[test]
        fn items_are_parts_of_the_passage(text in "(Ensure|The|Immediately:|should|[a-z]{1,5}|[;.:] |’|é| ){0,40}") {
            for wording in [Wording::Named, Wording::Asked, Wording::Narrated, Wording::Listed] {
                for item in items(&text, wording) {
                    prop_assert_eq!(&text[item.start..item.start + item.text.len()], item.text);
                }
            }
        }
    }
}
