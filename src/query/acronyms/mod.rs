//! Finds acronyms that a text defines: `parent carer forum (PCF)` and `PCF (parent carer forum)`.
//!
//! The method is that of A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying
//! abbreviation definitions in biomedical text", Pacific Symposium on Biocomputing 8 (2003),
//! 451–462: a short form beside brackets, a long form of bounded length on the other side in the
//! same sentence, and the letters of the short form in order within the long one, the first at the
//! beginning of a word. Theirs takes the shortest long form that fits; here the one whose words
//! begin with most of the letters is taken, and refused if too many letters are inside words or too
//! many words have no letter. Reports are full of remarks in brackets, so that a missed definition
//! costs less than a wrong one.

mod alignment;

use std::ops::Range;

use crate::text::is_apostrophe;
use alignment::{fit, letters, without_tail, words};

/// A short form and the long form that a text gives for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The short form as printed, without a plural `s`.
    pub short: String,
    /// The long form as printed, with single spaces.
    pub long: String,
    /// Where the short form stands, in bytes.
    pub short_at: Range<usize>,
    /// Where the long form stands, in bytes.
    pub long_at: Range<usize>,
}

/// Characters of a short form, at least and at most.
const SHORT: std::ops::RangeInclusive<usize> = 2..=10;

/// Longest text between brackets that is read, in bytes.
const LONGEST_REMARK: usize = 200;

/// Longest text before the brackets that is searched for a long form, in bytes.
const FURTHEST: usize = 300;

/// Words before a short form in brackets: `(known as the MASH)`.
const LEAD_INS: [&str; 8] = [
    "hereafter ",
    "also ",
    "previously ",
    "formerly ",
    "known locally as ",
    "known as ",
    "referred to as ",
    "the ",
];

/// The definitions in a text, in order.
pub fn definitions(text: &str) -> Vec<Definition> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let Some(inside) = remark(text, open + 1) else {
            continue;
        };
        let definition =
            short_inside(text, open, inside.clone()).or_else(|| short_before(text, open, inside));
        found.extend(definition);
    }
    found
}

/// The text from `start` to the bracket that closes it, if no other bracket opens before.
fn remark(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let length = rest.find(['(', ')']).filter(|&at| at <= LONGEST_REMARK)?;
    rest[length..]
        .starts_with(')')
        .then_some(start..start + length)
}

/// `long form (SHORT)`.
fn short_inside(text: &str, open: usize, inside: Range<usize>) -> Option<Definition> {
    let mut inside = trimmed(text, inside);
    while let Some(lead) = LEAD_INS
        .iter()
        .find(|lead| text[inside.clone()].starts_with(**lead))
    {
        inside = trimmed(text, inside.start + lead.len()..inside.end);
    }
    let remark = &text[inside.clone()];
    let first = [", ", "; ", ": ", " or ", " and ", " – ", " — ", " - ", "/"]
        .iter()
        .filter_map(|mark| remark.find(mark))
        .min()
        .unwrap_or(remark.len());
    let printed = trimmed(text, inside.start..inside.start + first);
    if !is_short(&text[printed.clone()]) {
        return None;
    }
    let before = sentence_before(text, open);
    let readings = readings(text, &printed);
    let counts = readings
        .iter()
        .map(|short| most_words(&text[short.clone()]));
    let words = words(text, before, counts.max()?);
    let last = words.last()?;
    // Anything but a quotation mark between the two says that they do not belong together.
    let gap = &text[last.at.end..open];
    let gap = gap
        .strip_prefix("'s")
        .or(gap.strip_prefix("’s"))
        .unwrap_or(gap);
    if gap.contains(|c: char| !c.is_whitespace() && !is_quote(c)) {
        return None;
    }
    let candidates = readings.into_iter().flat_map(|short| {
        let most = most_words(&text[short.clone()]);
        let starts: Vec<usize> = (0..words.len()).filter(|&at| !words[at].linked).collect();
        let starts = starts.into_iter().rev().take(most);
        let words = &words;
        starts.filter_map(move |at| {
            let fit = fit(&text[short.clone()], &words[at..])?;
            Some((short.clone(), at, fit))
        })
    });
    // Of equals the first: the singular, and the shortest long form.
    let (short, at, best) = candidates.min_by_key(|(_, _, fit)| fit.badness())?;
    let words = without_tail(&text[short.clone()], &words[at..], best);
    let (first, last) = (words.first()?, words.last()?);
    definition(text, short, first.at.start..last.at.end)
}

/// Words of a long form at most, those linked to one before not counted.
fn most_words(short: &str) -> usize {
    let letters = letters(short).len();
    (letters + 5).min(2 * letters)
}

/// `SHORT (long form)`.
fn short_before(text: &str, open: usize, inside: Range<usize>) -> Option<Definition> {
    let before = text[..open].trim_end();
    if open - before.len() > 2 {
        return None;
    }
    let start = before
        .char_indices()
        .rev()
        .take(*SHORT.end() + 4)
        .take_while(|(_, c)| !c.is_whitespace() && !matches!(c, '(' | ')' | '/'))
        .last()?
        .0;
    let printed = trimmed(text, start..before.len());
    if printed.end + 3 < before.len() || !is_short(&text[printed.clone()]) {
        return None;
    }
    let inside = trimmed(text, inside);
    let mut ends = vec![inside.end];
    let marks = text[inside.clone()].match_indices([',', ';', ':']);
    ends.extend(marks.rev().map(|(at, _)| inside.start + at));
    let short_forms = readings(text, &printed);
    for end in ends {
        let words = words(text, inside.start..end, usize::MAX);
        for short in &short_forms {
            let unlinked = words.iter().filter(|word| !word.linked).count();
            if unlinked <= most_words(&text[short.clone()])
                && fit(&text[short.clone()], &words).is_some()
                && let (Some(first), Some(last)) = (words.first(), words.last())
            {
                return definition(text, short.clone(), first.at.start..last.at.end);
            }
        }
    }
    None
}

fn definition(text: &str, short: Range<usize>, long: Range<usize>) -> Option<Definition> {
    let printed = text.get(long.clone())?;
    let words: Vec<&str> = printed.split_whitespace().collect();
    let holds_short = printed
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word == &text[short.clone()]);
    if words.len() < 2 || holds_short {
        return None;
    }
    Some(Definition {
        short: text.get(short.clone())?.to_owned(),
        long: words.join(" "),
        short_at: short,
        long_at: long,
    })
}

/// The range without white space and quotation marks around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let idle = |c: char| c.is_whitespace() || is_quote(c) || matches!(c, ',' | '.' | ';' | ':');
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start_matches(idle).len());
    let end = start + text[start..range.end].trim_end_matches(idle).len();
    start..end
}

fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '"' | '‘' | '’' | '“' | '”' | '`')
}

/// Whether it looks like an acronym: letters, at most two words, the first with a capital, and more
/// than one capital in all unless the word is long enough for its letters to be tested (`Cafcass`).
/// Numerals (`(II)`, `(2023)`) and what has more digits than letters do not.
fn is_short(printed: &str) -> bool {
    let count = |is: fn(char) -> bool| printed.chars().filter(|&c| is(c)).count();
    let capitals = count(char::is_uppercase);
    let letters = count(char::is_alphabetic);
    let plain = printed
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '‑' | '&' | '\'' | '’'));
    let numeral = printed.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    plain
        && !numeral
        && SHORT.contains(&printed.chars().count())
        && printed.split_whitespace().count() <= 2
        && printed.chars().next().is_some_and(char::is_alphanumeric)
        && letters > count(char::is_numeric)
        && (capitals > 1 || capitals == 1 && letters > 4 && !printed.contains(' '))
}

/// A short form as printed and, if it can be a plural (`PEPs`), before that its singular.
fn readings(text: &str, printed: &Range<usize>) -> Vec<Range<usize>> {
    let short = &text[printed.clone()];
    let mut all = Vec::new();
    for ending in ["'s", "’s", "s"] {
        if let Some(singular) = short.strip_suffix(ending)
            && is_short(singular)
            && singular.chars().filter(|c| c.is_uppercase()).count() > 1
        {
            all.push(printed.start..printed.start + singular.len());
            break;
        }
    }
    if !short.contains(is_apostrophe) {
        all.push(printed.clone());
    }
    all
}

/// The text before `open` in the same sentence, as far back as a long form can reach.
fn sentence_before(text: &str, open: usize) -> Range<usize> {
    let mut start = open;
    let mut after: Option<char> = None;
    for (at, c) in text[..open].char_indices().rev() {
        let ends = matches!(c, '.' | '!' | '?') && after.is_none_or(char::is_whitespace)
            || matches!(c, '(' | ')' | ';' | ':')
            || c == '\n' && after == Some('\n');
        if ends || open - at > FURTHEST {
            break;
        }
        after = Some(c);
        start = at;
    }
    start..open
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definitions as `short = long`.
    fn found(text: &str) -> Vec<String> {
        definitions(text)
            .into_iter()
            .map(|one| format!("{} = {}", one.short, one.long))
            .collect()
    }

    #[test]
    fn long_forms_before_and_after_the_short_one() {
        for (text, wanted) in [
            (
                "Leaders of the Ashmere family support hub (AFSH) meet weekly.",
                "AFSH = Ashmere family support hub",
            ),
            (
                "The AFSH (Ashmere family support hub) meets weekly.",
                "AFSH = Ashmere family support hub",
            ),
            (
                "Many wait for the EHC (education, health and care, in one plan) process.",
                "EHC = education, health and care",
            ),
            (
                "It serves those not in education,\nemployment or  training (NEET).",
                "NEET = not in education, employment or training",
            ),
            (
                "The multi-agency safeguarding hub (MASH) is new.",
                "MASH = multi-agency safeguarding hub",
            ),
            (
                "Fenmouth SEND information, advice and support service (SENDIASS) helps.",
                "SENDIASS = SEND information, advice and support service",
            ),
            (
                "The preparation for adulthood (PfA) offer is thin.",
                "PfA = preparation for adulthood",
            ),
            (
                "A special educational needs co-ordinator (SENCo) told us.",
                "SENCo = special educational needs co-ordinator",
            ),
            (
                "The children and family court advisory and support service (Cafcass) agreed.",
                "Cafcass = children and family court advisory and support service",
            ),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
        }
    }

    #[test]
    fn plurals_possessives_quotes_and_remarks_are_no_part_of_it() {
        for (text, wanted) in [
            (
                "Their personal education plans (PEPs) vary.",
                "PEP = personal education plans",
            ),
            (
                "The river valley board’s (RVB’s) plan",
                "RVB = river valley board",
            ),
            (
                "The ‘river valley board’ (‘RVB’) met.",
                "RVB = river valley board",
            ),
            (
                "The river valley board (RVB, known locally as Rivvy)",
                "RVB = river valley board",
            ),
            (
                "The river valley board (the RVB)",
                "RVB = river valley board",
            ),
            (
                "The river valley board (also known as the RVB)",
                "RVB = river valley board",
            ),
            (
                "The river valley board (RVB or ‘board’)",
                "RVB = river valley board",
            ),
            (
                "The river and valley order board meeting (RVOB)",
                "RVOB = river and valley order board",
            ),
        ] {
            assert_eq!(found(text)[..1], [wanted], "{text}");
        }
    }

    #[test]
    fn what_is_no_definition() {
        for text in [
            "The plan(s) of each child (or young person) in Ashmere",
            "The partnership (the ‘Partnership’) meets.",
            "See part two (II) and the table (page 4, 2023).",
            "In the first quarter (Q1 2023) and in May (May 2023)",
            "The area (Ashmere) has a board (chaired by the DCS).",
            "Autism spectrum (RVB) was mentioned.",
            "The river. Valley board (RVB)",
            "The river, of which many valley boats (RVB) are known",
            "River valleys; board members (RVB)",
            "Neurodevelopmental (ND) support",
            "The river valley RVB board (RVB)",
            "Most children of the estate, who wait (CEW)",
            "(RVB) river valley board",
            "()( ) (A) ((RVB))",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn ranges_are_those_of_what_is_printed() {
        let text = "Él: personal  education plans (PEPs).";
        let all = definitions(text);
        assert_eq!(&text[all[0].long_at.clone()], "personal  education plans");
        assert_eq!(&text[all[0].short_at.clone()], "PEP");
    }

    proptest! {
        #[test]
        fn ranges_lie_in_the_text_side_by_side(
            text in "([A-Ca-cé’'.,;\n-]{0,6}[ (]{0,2}([abc]{1,4} ){0,4}\\(?[A-C]{1,4}s?[) ]{0,2}){0,4}",
            other in "\\PC{0,60}",
        ) {
            for text in [text, other] {
                for one in definitions(&text) {
                    prop_assert_eq!(text.get(one.short_at.clone()), Some(one.short.as_str()));
                    let long = text.get(one.long_at.clone()).expect("on boundaries");
                    let words: Vec<&str> = long.split_whitespace().collect();
                    prop_assert_eq!(words.join(" "), one.long);
                    prop_assert!(
                        one.long_at.end <= one.short_at.start
                            || one.short_at.end <= one.long_at.start
                    );
                }
            }
        }
    }
}
