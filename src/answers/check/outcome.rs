//! Detects misstated outcomes.

use std::sync::LazyLock;

use regex::Regex;

use super::subject::times;
use crate::answers::report_info::{ReportEntry, ReportInfo};
use crate::report::{Scale, UNKNOWN};

/// Formulas of outcomes on the scale of four grades, the grade last: `was judged to be good`.
static GRADES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b (?:
              (?: rated | judged | graded | deemed | classed | declared | found )
              (?: \s+ (?: it | us | them | overall | services | as | to | be | being | is | are | an? | by | ofsted
                  | the | council | authority | area | children['’]s | (?:local|city|county|borough) ) )*
            | (?: (?: overall \s )? (?: effectiveness | outcome | rating | grade | judge?ment ) )
              \b [^.;“‘]{0,40}? (?: \b (?: is | was | of | as | be ) | : )
            )
            \s+ [‘'“\x22]? (?P<grade> outstanding | good | requires\s+improvement (?: \s+to\s+be\s+good )?
                | requiring\s+improvement | inadequate ) \b [’'”\x22]?
          | \b an? \s+ [‘'“\x22]? (?P<rated> outstanding | good | inadequate ) [’'”\x22]?
            \s+ (?: (?: ofsted | overall ) \s+ )? (?: rating | grade | judge?ment | outcome ) \b",
    )
    .ok()
});

/// Formulas of the three outcomes of inspections of special needs from 2023, best first.
static SEND: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    let formulas = [
        (
            "send-positive",
            r"(?i)\b(?:typically\s+(?:lead(?:s|ing)?\s+to\s+)?positive|lead(?:s|ing)?\s+to\s+(?:typically\s+)?positive)\s+(?:experiences|outcomes)|\bpositive\s+experiences\s+and\s+outcomes",
        ),
        ("send-inconsistent", r"(?i)\binconsistent\s+experiences\b"),
        (
            "send-widespread-failings",
            r"(?i)\b(?:widespread\s+(?:and/or|and|or)\s+systemic|widespread|systemic)\s+failings\b",
        ),
    ];
    let formulas = formulas.into_iter();
    formulas
        .filter_map(|(value, pattern)| Some((value, Regex::new(pattern).ok()?)))
        .collect()
});

/// Matches a negation just before a formula.
static NOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:not|never|no|without|neither|nor)|n[’']t)\b[^.;,]{0,30}$").ok()
});

/// Matches words of sentences about the past or about plans.
static ELSEWHEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b (?: previous(?:ly)? | former(?:ly)? | earlier | last | once | had\s+been | aims? | hopes?
            | ambitions? | wants? | would | could | should | if | until | towards? | next | no\s+longer
            | will\s+be | to\s+become ) \b",
    )
    .ok()
});

/// Matches what may follow a grade: punctuation or a preposition (`good at`), never a noun.
static GRADE_ENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^ \s* (?: $ | [.,;:)!?–—-] | (?: overall | in | by | for | following | after | with | and | but
            | or | from | since | across | when | at | on | to ) \b )",
    )
    .ok()
});

/// An outcome that a sentence states or denies.
struct Stated {
    value: &'static str,
    not: bool,
}

fn is(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|one| one.is_match(text))
}

fn stated(sentence: &str) -> Vec<Stated> {
    let mut found = Vec::new();
    let grades = GRADES.as_ref().into_iter();
    for formula in grades.flat_map(|pattern| pattern.captures_iter(sentence)) {
        let grade = formula.name("grade").or_else(|| formula.name("rated"));
        let (Some(whole), Some(grade)) = (formula.get(0), grade) else {
            continue;
        };
        let value = match grade.as_str().to_lowercase().get(..3) {
            Some("out") => "outstanding",
            Some("goo") => "good",
            Some("req") => "requires-improvement",
            _ => "inadequate",
        };
        if formula.name("grade").is_none() || is(&GRADE_ENDS, &sentence[whole.end()..]) {
            let not = is(&NOT, &sentence[..grade.start()]);
            found.push(Stated { value, not });
        }
    }
    for (value, pattern) in SEND.iter() {
        if let Some(formula) = pattern.find(sentence) {
            let not = is(&NOT, &sentence[..formula.start()]);
            found.push(Stated { value, not });
        }
    }
    found
}

/// Whether a sentence states or denies an outcome.
pub(super) fn states_outcome(sentence: &str) -> bool {
    !stated(sentence).is_empty()
}

/// Detects a misstated outcome: a note with the outcome of the reports that the sentence may be
/// about. `None` if it states no outcome, the right one, or one of another time.
pub(super) fn misstated(sentence: &str, reports: &[&ReportEntry]) -> Option<String> {
    let stated = stated(sentence);
    if stated.is_empty() || is(&ELSEWHEN, sentence) {
        return None;
    }
    let times = times(sentence);
    let judged: Vec<&ReportInfo> = reports
        .iter()
        .map(|entry| &entry.report)
        .filter(|report| {
            let scale = report.outcome_scale != Scale::None.name();
            scale && ![UNKNOWN, "not-judged"].contains(&report.outcome.as_str())
        })
        .filter(|report| times.is_empty() || times.iter().any(|time| time.is_of(report)))
        .collect();
    let wrong = |report: &ReportInfo| {
        // The words of the other scale are no outcome of an inspection without grades of that kind,
        // while `inconsistent experiences` may be anybody's.
        let mut of_scale = stated.iter().filter(|one| {
            report.outcome_scale == Scale::Send2023.name() || !one.value.starts_with("send-")
        });
        of_scale.any(|one| one.not == (one.value == report.outcome))
    };
    // Where some of the reports say so, the sentence may be about them.
    if judged.is_empty() || !judged.iter().all(|report| wrong(report)) {
        return None;
    }
    let parts = |report: &ReportInfo| {
        let entry = reports.iter().find(|entry| entry.report.id == report.id);
        let rows = entry.into_iter().flat_map(|entry| &entry.facts.judgements);
        let given = rows.filter(|row| stated.iter().any(|one| !one.not && one.value == row.grade));
        given.map(|row| row.row.clone()).collect::<Vec<_>>()
    };
    let told = judged.iter().map(|report| {
        let parts = parts(report);
        let part = match &parts[..] {
            [] => String::new(),
            rows => format!(" (the stated grade is that of {})", rows.join(", ")),
        };
        format!("{}{part}", report.outcome)
    });
    let mut told: Vec<String> = told.collect();
    told.dedup();
    Some(format!("the outcome is {}", told.join(", or ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(sentence: &str) -> Vec<String> {
        let stated = stated(sentence).into_iter();
        stated
            .map(|one| format!("{}{}", if one.not { "not " } else { "" }, one.value))
            .collect()
    }

    #[test]
    fn formulas_of_outcomes() {
        for (sentence, value) in [
            ("Ashmere was rated good.", "good"),
            (
                "Ofsted judged us to be ‘outstanding’ overall.",
                "outstanding",
            ),
            ("With an outcome of outstanding, it leads.", "outstanding"),
            ("The overall effectiveness of services is good.", "good"),
            (
                "Overall effectiveness: requires improvement to be good",
                "requires-improvement",
            ),
            ("It got an inadequate rating.", "inadequate"),
            ("It was not rated good.", "not good"),
            (
                "Arrangements typically lead to positive experiences and outcomes.",
                "send-positive",
            ),
            ("It leads to inconsistent experiences.", "send-inconsistent"),
            (
                "There are widespread and/or systemic failings.",
                "send-widespread-failings",
            ),
            (
                "They found no systemic failings.",
                "not send-widespread-failings",
            ),
        ] {
            assert_eq!(values(sentence), [value], "{sentence}");
        }
    }

    #[test]
    fn good_in_ordinary_use() {
        for sentence in [
            "Inspectors found good practice.",
            "They judged good relationships to matter.",
            "Leaders know good work.",
            "Children have positive experiences at school.",
            "The outcome of good planning is calm.",
        ] {
            assert!(!states_outcome(sentence), "{sentence}");
        }
    }

    proptest! {
        #[test]
        fn any_sentence_is_survived(text in "\\PC{0,80}") {
            prop_assert!(misstated(&text, &[]).is_none());
        }
    }
}
