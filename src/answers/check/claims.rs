//! Claims: the sentences of a text that say something of an area or an inspection, the passages near
//! each, and what the reports ask for that no sentence speaks of.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::quotations::{Marks, Quoted};
use super::subject::{AreaNames, speaks_of_inspection};
use crate::answers::hit::Hit;
use crate::answers::report_info::{ReportInfo, ReportText};
use crate::report::{Paragraph, Role, Scale};
use crate::text::sentences::sentences;
use crate::text::{Range, is_function_word, stem, tokens};

/// A passage near a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NearPassage {
    /// The passage.
    #[serde(flatten)]
    pub hit: Hit,
    /// Share of the claim's words that the passage has, in any form, from 0 to 1; words such as
    /// `the` do not count, nor do names of areas and inspectorates.
    pub shared: f64,
    /// Whether it is given for what it says against, beside strengths.
    pub contrast: bool,
}

/// Something that a report asks for, and where the text speaks of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Id of the passage.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Role of its section: `priority-actions` or `improvements`.
    pub section: String,
    /// Page on which the passage starts, 1-based.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// The report.
    pub report: ReportInfo,
    /// The sentence of the text that is nearest to it; `null` if the text does not speak of it.
    pub mentioned: Option<String>,
}

/// A sentence of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Index of its paragraph.
    pub paragraph: usize,
    /// The sentence.
    pub text: String,
    /// Index of the quotation that it is part of.
    pub quotation: Option<usize>,
}

/// Matches a postcode.
static POSTCODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b").ok());

/// Detects fragments: the lead-in of a list, an address, a name with an office. They end without a
/// full stop, and most of their words are names.
pub(super) fn is_fragment(sentence: &str) -> bool {
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

/// Splits paragraphs into sentences; a sentence that lies mostly inside a quotation is cut to it.
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

/// Finds the content words of a sentence, as byte ranges: no function words, names of areas or words
/// that every report has.
pub(super) fn content_words(sentence: &str, names: &AreaNames) -> Vec<Range> {
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

/// The stems of the content words of a sentence, by which passages are compared with a sentence.
pub fn content(sentence: &str, names: &AreaNames) -> Vec<String> {
    let words = content_words(sentence, names).into_iter();
    words
        .flat_map(|(start, end)| tokens(&sentence[start..end]))
        .map(|word| stem(&word.word))
        .collect()
}

/// The share of `stems` that a text contains, from 0 to 1.
pub fn share(stems: &[String], text: &str) -> f64 {
    if stems.is_empty() {
        return 0.0;
    }
    let has: HashSet<String> = tokens(text).map(|word| stem(&word.word)).collect();
    let shared = stems.iter().filter(|stem| has.contains(*stem)).count();
    shared as f64 / stems.len() as f64
}

/// Share of a claim's words that a passage must have to be near it.
const NEAR: f64 = 0.35;

/// Share of a claim's words that a passage beside strengths must have.
const CONTRAST: f64 = 0.2;

/// Fewest words that a passage must share with a claim; one may be chance.
const FEWEST: f64 = 2.0;

/// Words shared with a claim that make a passage near it, however long the claim.
const MANY: f64 = 3.9;

/// Passages given for a claim, one for contrast aside.
const MOST: usize = 2;

/// Selects the passages for a claim from hits in order of relevance: those that share most of its
/// words. If the best is from a section on strengths and none is critical, the nearest critical
/// passage is added for contrast.
pub(super) fn nearest(stems: &[String], hits: Vec<Hit>) -> Vec<NearPassage> {
    let least = (FEWEST / stems.len().max(1) as f64 - 0.001).max(CONTRAST);
    let mut near: Vec<NearPassage> = hits
        .into_iter()
        .map(|hit| NearPassage {
            shared: (share(stems, &hit.text) * 100.0).round() / 100.0,
            hit,
            contrast: false,
        })
        .filter(|near| near.shared >= least)
        .collect();
    // The sort is stable: of those that share as much the most relevant comes first.
    near.sort_by(|a, b| b.shared.total_cmp(&a.shared));
    let far = near.iter().position(|near| {
        // A long sentence may take up several passages, and share a part with each.
        near.shared < NEAR && near.shared * (stems.len() as f64) < MANY
    });
    let rest = near.split_off(far.unwrap_or(near.len()).min(MOST));
    let praised = near
        .first()
        .is_some_and(|near| is(&near.hit, &[Role::Strengths]));
    let critical = |near: &NearPassage| is(&near.hit, &CRITICAL);
    if praised && !near.iter().any(critical) {
        let contrast = rest.into_iter().find(critical);
        near.extend(contrast.map(|near| NearPassage {
            contrast: true,
            ..near
        }));
    }
    near
}

/// Roles of critical sections.
const CRITICAL: [Role; 3] = [Role::Weaknesses, Role::PriorityActions, Role::Improvements];

fn is(hit: &Hit, roles: &[Role]) -> bool {
    roles.iter().any(|role| role.name() == hit.section.role)
}

/// Writes notes on a claim for people: no passage is near it; the nearest is from the strengths of a
/// report with a poor outcome, or from its recommendations; the same passage goes on to disagree.
pub(super) fn notes(near: &[NearPassage]) -> Vec<String> {
    let Some(best) = near.first() else {
        return vec!["no passage of these reports is similar".to_owned()];
    };
    let mut notes = Vec::new();
    let outcome = standing(&best.hit.report);
    if is(&best.hit, &[Role::Strengths]) {
        match outcome {
            Some((place, of)) if place == of => notes.push(format!(
                "from the strengths of a report whose outcome is the lowest of its scale ({})",
                best.hit.report.outcome
            )),
            Some((place, of)) if place > 1 => notes.push(format!(
                "from the strengths; the outcome is {}, {} best of {of}",
                best.hit.report.outcome,
                ordinal(place),
            )),
            _ => {}
        }
        if let Some(turn) = turn(&best.hit.text) {
            notes.push(format!("the same passage says: “{turn}”"));
        }
    }
    if is(&best.hit, &[Role::PriorityActions, Role::Improvements]) {
        notes.push(
            "the nearest passage is an action that the report requires, not a finding".to_owned(),
        );
    }
    if near.iter().any(|near| near.contrast) {
        notes.push("the last passage says what is to be better there".to_owned());
    }
    notes
}

/// The first sentence of a passage that begins with `However` or the like.
fn turn(text: &str) -> Option<&str> {
    const TURNS: [&str; 7] = [
        "However",
        "Nevertheless",
        "Despite this",
        "But ",
        "Yet ",
        "Even so",
        "Nonetheless",
    ];
    let mut all = sentences(text)
        .into_iter()
        .map(|(start, end)| &text[start..end]);
    all.find(|sentence| TURNS.iter().any(|turn| sentence.starts_with(turn)))
}

/// The rank of an outcome on its scale (1 is best) and the number of outcomes.
fn standing(report: &ReportInfo) -> Option<(usize, usize)> {
    let scale = Scale::ALL
        .into_iter()
        .find(|scale| scale.name() == report.outcome_scale)?;
    if scale == Scale::None {
        return None;
    }
    let judged = || {
        scale
            .values()
            .iter()
            .filter(|value| **value != "not-judged")
    };
    let place = judged().position(|value| *value == report.outcome)?;
    Some((place + 1, judged().count()))
}

fn ordinal(number: usize) -> &'static str {
    match number {
        1 => "first",
        2 => "second",
        3 => "third",
        4 => "fourth",
        _ => "fifth",
    }
}

/// The folded words of a text, for [`foreign`].
pub fn folded_words(text: &str) -> impl Iterator<Item = String> {
    tokens(text).map(|word| word.word.into_owned())
}

/// Finds numbers and names in a sentence that no report contains, as printed.
pub fn foreign(sentence: &str, words: &BTreeSet<String>) -> Vec<String> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (place, token) in tokens(sentence).enumerate() {
        let printed = &sentence[token.start..token.end];
        let number = printed.starts_with(|c: char| c.is_ascii_digit());
        let name = place > 0 && printed.starts_with(char::is_uppercase) && printed.len() > 1;
        let opens = sentence[..token.start].ends_with(['“', '"', '‘']);
        if !(number || name && !opens) || words.contains(token.word.as_ref()) {
            continue;
        }
        let sign = if number && sentence[..token.start].ends_with('£') {
            '£'.len_utf8()
        } else {
            0
        };
        match found.last_mut() {
            Some(last) if !number && &sentence[last.1..token.start] == " " => last.1 = token.end,
            _ => found.push((token.start - sign, token.end)),
        }
    }
    let mut printed: Vec<String> = Vec::new();
    for (start, end) in found {
        let with = [" million", " billion", "%", " per cent"];
        let unit = with.iter().find(|unit| sentence[end..].starts_with(**unit));
        let text = format!("{}{}", &sentence[start..end], unit.unwrap_or(&""));
        if !printed.contains(&text) {
            printed.push(text);
        }
    }
    printed
}

/// Share of the weight of a sentence's words, or of the passage's if they weigh less, that must be
/// common to both.
const COMMON: f64 = 0.2;

/// Number of common words that is enough; fewer must be rare.
const ENOUGH: usize = 3;

/// Weight that two rare words have together.
const RARE: f64 = 5.0;

/// Lists the priority actions and areas for improvement of a report, each with the nearest sentence
/// of the text. A word weighs more the fewer passages of the report contain it (idf).
pub(super) fn asked(report: &ReportText, sentences: &[Sentence], names: &AreaNames) -> Vec<Asked> {
    let passages = || report.sections.iter().flat_map(|section| &section.passages);
    let mut frequency: HashMap<String, usize> = HashMap::new();
    for passage in passages() {
        let mut stems: Vec<String> = tokens(&passage.text).map(|word| stem(&word.word)).collect();
        stems.sort_unstable();
        stems.dedup();
        for stem in stems {
            *frequency.entry(stem).or_default() += 1;
        }
    }
    let all = passages().count() as f64;
    let weight = |stem: &String| {
        // A word that the report has nowhere says nothing of what it asks for.
        let with = frequency.get(stem).map(|&with| with as f64);
        with.map_or(0.0, |with| (1.0 + all / (1.0 + with)).ln())
    };
    let sum = |stems: &[String]| stems.iter().map(weight).sum::<f64>();
    let mut known = HashSet::new();
    let said: Vec<(&Sentence, Vec<String>)> = sentences
        .iter()
        .filter(|sentence| known.insert(sentence.text.as_str()))
        .map(|sentence| (sentence, content(&sentence.text, names)))
        .collect();
    let mut asked = Vec::new();
    for section in &report.sections {
        let roles = [Role::PriorityActions.name(), Role::Improvements.name()];
        if !roles.contains(&section.role.as_str()) {
            continue;
        }
        for passage in &section.passages {
            let wanted = content(&passage.text, names);
            let common = |stems: &[String]| -> Option<f64> {
                let common = stems.iter().filter(|stem| wanted.contains(stem));
                let common: Vec<String> = common.cloned().collect();
                let weight = sum(&common);
                // A short sentence may name one of several things asked.
                let least = sum(stems).min(sum(&wanted));
                let says = common.len() >= ENOUGH || common.len() == 2 && weight >= RARE;
                (says && weight >= least * COMMON).then_some(weight)
            };
            let nearest = said
                .iter()
                .filter_map(|(sentence, stems)| Some((common(stems)?, sentence)))
                // The first of those that have as much in common.
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            asked.push(Asked {
                id: passage.id.clone(),
                text: passage.text.clone(),
                section: section.role.clone(),
                page_start: passage.page_start,
                page_end: passage.page_end,
                report: report.report.clone(),
                mentioned: nearest.map(|(_, sentence)| sentence.text.clone()),
            });
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::check::quotations::quotations;
    use proptest::prelude::*;

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

    #[test]
    fn numbers_and_names_that_a_report_has_not() {
        let words = folded_words("The Willows opened in 2023 with 12 places.").collect();
        assert_eq!(
            foreign(
                "The £9.5 million Brook Academy opened with the Willows in 2023, 30% up on 12.",
                &words
            ),
            ["£9.5 million", "Brook Academy", "30%"]
        );
    }

    #[test]
    fn a_passage_may_turn() {
        assert_eq!(
            turn("It is good. However, it is late. But it is."),
            Some("However, it is late.")
        );
        assert_eq!(
            turn("However good it is, it is late."),
            Some("However good it is, it is late.")
        );
        assert_eq!(turn("It is good."), None);
    }

    proptest! {
        #[test]
        fn what_is_foreign_stands_in_the_sentence(text in "[A-Za-z0-9£%. ’“]{0,60}") {
            for word in foreign(&text, &BTreeSet::new()) {
                prop_assert!(text.contains(&word));
            }
            prop_assert!(foreign(&text, &folded_words(&text).collect()).is_empty());
        }
    }
}
