//! Sentences of a text that say something of an area or an inspection.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::quotations::{Marks, Quoted};
use super::subject::AreaNames;
use crate::api::Range;
use crate::report::Paragraph;
use crate::text::is_function_word;
use crate::text::sentences::sentences;
use crate::text::{stem, tokens};

/// A sentence of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Place of its paragraph.
    pub paragraph: usize,
    /// The sentence.
    pub text: String,
    /// The quotation that it is a part of, by place, if it is.
    pub quotation: Option<usize>,
}

/// Words by which a sentence speaks of an inspection.
static INSPECTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?: inspect(?:ed|ion|ions|or|ors|ing|orates?)? | ofsted | cqc
            | care\ quality\ commission | hmc?i
            | (?:the|this|their|its|today['’]s|new|full|published)\ (?:\w+\ )?(?:report|findings)
            | (?:was|were)\ (?:found|judged|rated|graded|praised)
            | reports?\ (?:says?|said|states?|stated|found|finds|recogni[sz]es|recogni[sz]ed)
            )\b",
    )
    .ok()
});

/// Whether a sentence speaks of an inspection or its report.
pub fn speaks_of_inspection(sentence: &str) -> bool {
    let pattern = INSPECTION.as_ref();
    pattern.is_some_and(|pattern| pattern.is_match(sentence))
}

/// Where the postcode of an address stands.
static POSTCODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b").ok());

/// Whether a sentence is none: the stem of a list, an address, a name with an office. These end
/// without a stop, and most of their words are names.
pub fn is_fragment(sentence: &str) -> bool {
    let end = sentence.trim_end_matches(['”', '’', '"', '\'', ')']);
    if end.ends_with(':') {
        return true;
    }
    if end.ends_with(['.', '?', '!']) {
        return false;
    }
    if POSTCODE.as_ref().is_some_and(|one| one.is_match(sentence)) {
        return true;
    }
    let words = tokens(sentence).filter(|word| !is_function_word(&word.word));
    let (mut all, mut names) = (0, 0);
    for word in words {
        all += 1;
        let printed = &sentence[word.start..word.end];
        names += usize::from(!printed.starts_with(char::is_lowercase));
    }
    // Headlines on an inspection have a verb.
    let (part, of) = if speaks_of_inspection(sentence) {
        (3, 4)
    } else {
        (1, 2)
    };
    names * of >= all * part
}

/// All sentences of a text, in order, with the quotations that they are in for the most part.
pub fn all_sentences(paragraphs: &[Paragraph], quotations: &[Quoted]) -> Vec<Sentence> {
    // By paragraph, so that a long text takes no longer than its length.
    let mut quoted: Vec<Vec<(usize, Range)>> = vec![Vec::new(); paragraphs.len()];
    for (number, quotation) in quotations.iter().enumerate() {
        if quotation.marks != Marks::Single || tokens(&quotation.text).nth(3).is_some() {
            for &(place, range) in &quotation.parts {
                quoted[place].push((number, range));
            }
        }
    }
    let mut found = Vec::new();
    for (place, (paragraph, quoted)) in paragraphs.iter().zip(&quoted).enumerate() {
        // Quotations and sentences stand in the same order.
        let mut next = 0;
        for (start, end) in sentences(&paragraph.text) {
            while quoted.get(next).is_some_and(|(_, (_, to))| *to <= start) {
                next += 1;
            }
            let shared = |(from, to): Range| to.min(end).saturating_sub(from.max(start));
            let here = quoted[next..]
                .iter()
                .take_while(|(_, (from, _))| *from < end);
            let most = here.max_by_key(|(_, range)| shared(*range));
            let inside = most.filter(|(_, range)| shared(*range) * 2 >= end - start);
            // Who says it is no part of what is said.
            let (start, end) = inside.map_or((start, end), |&(_, (from, to))| {
                (start.max(from), end.min(to))
            });
            found.push(Sentence {
                paragraph: place,
                text: paragraph.text[start..end].to_owned(),
                quotation: inside.map(|(number, _)| *number),
            });
        }
    }
    found
}

/// Words of a sentence that say something, as byte ranges: without words such as `the`, names of
/// areas, and words that every report has.
pub fn content_words(sentence: &str, names: &AreaNames) -> Vec<Range> {
    const EVERYWHERE: [&str; 22] = [
        "area",
        "children",
        "child",
        "young",
        "people",
        "person",
        "inspectors",
        "inspector",
        "inspection",
        "ofsted",
        "cqc",
        "care",
        "quality",
        "commission",
        "report",
        "reports",
        "send",
        "partnership",
        "local",
        "said",
        "council",
        "services",
    ];
    let areas = names.named_in(sentence).join(" ");
    let areas: HashSet<String> = tokens(&areas).map(|word| word.word.into_owned()).collect();
    let mut known = HashSet::new();
    tokens(sentence)
        .filter(|word| {
            let folded = word.word.as_ref();
            folded.len() > 1
                && !is_function_word(folded)
                && !EVERYWHERE.contains(&folded)
                && !areas.contains(folded)
        })
        .filter(|word| known.insert(stem(&word.word)))
        .map(|word| (word.start, word.end))
        .collect()
}

/// The stems of [`content_words`], by which passages are compared with a sentence.
pub fn content(sentence: &str, names: &AreaNames) -> Vec<String> {
    let words = content_words(sentence, names).into_iter();
    words
        .flat_map(|(start, end)| tokens(&sentence[start..end]))
        .map(|word| stem(&word.word))
        .collect()
}

/// The share of some stems that a text has, from 0 to 1.
pub fn share(stems: &[String], text: &str) -> f64 {
    if stems.is_empty() {
        return 0.0;
    }
    let has: HashSet<String> = tokens(text).map(|word| stem(&word.word)).collect();
    let shared = stems.iter().filter(|stem| has.contains(*stem)).count();
    shared as f64 / stems.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::check::quotations;

    #[test]
    fn sentences_know_the_quotation_they_are_in() {
        let paragraph = |text: &str| Paragraph {
            text: text.to_owned(),
            page: None,
            heading: false,
            set_in: false,
        };
        let paragraphs = [
            paragraph("Ashmere was inspected. She said: “Families here wait. They hope.”"),
            paragraph("Its ‘accurate view’ was praised."),
        ];
        let found = quotations(&paragraphs);
        let all = all_sentences(&paragraphs, &found);
        let told: Vec<(&str, bool)> = all
            .iter()
            .map(|sentence| (sentence.text.as_str(), sentence.quotation.is_some()))
            .collect();
        assert_eq!(
            told,
            [
                ("Ashmere was inspected.", false),
                ("“Families here wait.", true),
                ("They hope.”", true),
                ("Its ‘accurate view’ was praised.", false),
            ]
        );
    }

    #[test]
    fn what_speaks_of_an_inspection() {
        for sentence in [
            "Inspectors praised it.",
            "Ofsted came.",
            "It was rated good.",
            "The latest report says so.",
        ] {
            assert!(speaks_of_inspection(sentence), "{sentence}");
        }
        assert!(!speaks_of_inspection("Families report long waits."));
    }

    #[test]
    fn fragments_are_no_sentences() {
        for fragment in [
            "Director of Children’s Services Ashmere City Council",
            "Ashmere AB1 2CD",
            "Ofsted inspectors found that:",
            "Imogen Farrant Chief Inspector, Care Quality Commission",
            "Area SEND inspection of Ashmere",
        ] {
            assert!(is_fragment(fragment), "{fragment}");
        }
        for sentence in [
            "Inspectors praise Ashmere",
            "Ashmere children wait for too long",
            "Imogen Farrant Chairs Ashmere City Council.",
        ] {
            assert!(!is_fragment(sentence), "{sentence}");
        }
    }

    #[test]
    fn shares_go_by_stems() {
        let stems = content("Inspectors praised the timely plans", &AreaNames::default());
        assert_eq!(stems, ["prais", "time", "plan"]);
        assert!((share(&stems, "Planning is timely") - 2.0 / 3.0).abs() < 1e-9);
    }
}
