//! What passages near a claim mean for it.

use std::collections::HashSet;

use super::claims::share;
use crate::api::{Hit, NearPassage, ReportInfo};
use crate::report::{Role, Scale};
use crate::text::sentences::sentences;
use crate::text::tokens;

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

/// The passages to give for a claim, of hits in order of relevance: those that share most of its
/// words; where the best stands among strengths and none of them says what is to be better, the
/// nearest that does as well.
pub fn nearest(stems: &[String], hits: Vec<Hit>) -> Vec<NearPassage> {
    let least = (FEWEST / stems.len().max(1) as f64 - 0.001).max(CONTRAST);
    let mut near: Vec<NearPassage> = hits
        .into_iter()
        .map(|hit| NearPassage {
            shared: rounded(share(stems, &hit.text)),
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

/// Roles of sections that say what is not good.
const CRITICAL: [Role; 3] = [Role::Weaknesses, Role::PriorityActions, Role::Improvements];

fn is(hit: &Hit, roles: &[Role]) -> bool {
    roles.iter().any(|role| role.name() == hit.section.role)
}

fn rounded(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

/// What to mind about a claim, for people: that nothing is near it, that what is near it are the
/// strengths of a report with a poor outcome or what a report asks for, and what the passage says
/// next.
pub fn notes(near: &[NearPassage]) -> Vec<String> {
    let Some(best) = near.first() else {
        return vec!["no passage of these reports is near it".to_owned()];
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
        notes.push("nearest is what the report asks for, not what it found".to_owned());
    }
    if near.iter().any(|near| near.contrast) {
        notes.push("the last passage says what is to be better there".to_owned());
    }
    notes
}

/// The first sentence of a passage that turns against what is said before it.
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

/// Where an outcome stands on its scale: place from the best, 1-based, and number of outcomes.
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

/// The words of reports in folded form, for [`foreign`].
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: HashSet<String>,
}

impl Vocabulary {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let mut words = Vocabulary::default();
        words.add(text);
        words
    }

    /// Adds the words of a text.
    pub fn add(&mut self, text: &str) {
        let words = tokens(text).map(|word| word.word.into_owned());
        self.words.extend(words);
    }
}

/// Numbers and names in a sentence that the reports have nowhere, as printed.
pub fn foreign(sentence: &str, words: &Vocabulary) -> Vec<String> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (place, token) in tokens(sentence).enumerate() {
        let printed = &sentence[token.start..token.end];
        let number = printed.starts_with(|c: char| c.is_ascii_digit());
        let name = place > 0 && printed.starts_with(char::is_uppercase) && printed.len() > 1;
        let opens = sentence[..token.start].ends_with(['“', '"', '‘']);
        if !(number || name && !opens) || words.words.contains(token.word.as_ref()) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_and_names_that_a_report_has_not() {
        let words = Vocabulary::of("The Willows opened in 2023 with 12 places.");
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
            for word in foreign(&text, &Vocabulary::default()) {
                prop_assert!(text.contains(&word));
            }
            prop_assert!(foreign(&text, &Vocabulary::of(&text)).is_empty());
        }
    }
}
