//! When the next inspection is due, as far as a report says.

use std::sync::LazyLock;

use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use crate::answers::hit::FoundPassage;
use crate::report::{Date, Kind, Role};
use crate::text::Range;
use crate::text::durations::{Duration, Unit, durations};
use crate::text::phrases;
use crate::text::sentences::sentences;

/// What a report says of when an inspection is to follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// What sort of inspection.
    pub kind: DueKind,
    /// The sentence that says so.
    pub sentence: String,
    /// The words in `sentence` that say by when, as UTF-8 byte offsets; `null` if none do.
    pub highlight: Option<Range>,
    /// Whether these words are an approximation.
    pub approximate: bool,
    /// First day of the time that they give, counted from the end of the inspection; `null` if they
    /// give only its end.
    pub from: Option<Date>,
    /// Last day of that time; `null` where no time is given, or none it can be counted from.
    pub until: Option<Date>,
    /// Id of the report that says so.
    pub report: String,
    /// Id of the passage.
    pub id: String,
    /// Page on which the passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// Id of the first later report on such an inspection, if it is among the reports.
    pub followed_by: Option<String>,
}

named_enum! {
    /// A sort of inspection to come.
    DueKind {
        /// A look at what was done about the last one.
        Monitoring = "monitoring",
        /// A visit to see whether weaknesses are less weak.
        Revisit = "revisit",
        /// A whole inspection.
        Full = "full",
    }
}

/// What `due.toml` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    inspections: Vec<String>,
    coming: Vec<String>,
    future: Vec<String>,
    never: Vec<String>,
    within: Vec<String>,
    approximate: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("due.toml")).unwrap_or_default());

/// Sections in which a report speaks of its own consequences. Elsewhere inspections to come are those
/// that leaders expect.
const ROLES: [Role; 3] = [Role::Outcome, Role::Summary, Role::NextSteps];

/// Finds the announcements of inspections in a passage.
pub(super) fn due(passage: &FoundPassage) -> Vec<Due> {
    let spoken = ROLES.iter().any(|role| role.name() == passage.section.role);
    // What a council tells the press is not for it to say.
    if !spoken || passage.report.kind == Kind::PressRelease.name() {
        return Vec::new();
    }
    let sentences = sentences(&passage.text).into_iter();
    sentences
        .filter_map(|(start, end)| of_sentence(passage, &passage.text[start..end]))
        .collect()
}

fn of_sentence(passage: &FoundPassage, sentence: &str) -> Option<Due> {
    let kind = announced(sentence)?;
    let length = length(sentence);
    // Only of the next one is it worth saying that it comes and not when.
    if length.is_none() && !phrases::contains(&sentence.to_lowercase(), "next") {
        return None;
    }
    let report = &passage.report;
    let since = report.inspection_end.or(report.published);
    let after = |number: f64, unit: Unit| since.and_then(|since| later(since, number, unit));
    let (from, until) = match &length {
        Some((length, _)) => match length.number_to {
            Some(to) => (after(length.number, length.unit), after(to, length.unit)),
            None => (None, after(length.number, length.unit)),
        },
        None => (None, None),
    };
    Some(Due {
        kind,
        sentence: sentence.to_owned(),
        highlight: length.as_ref().map(|(length, _)| length.at),
        approximate: length.is_some_and(|(_, approximate)| approximate),
        from,
        until,
        report: report.id.clone(),
        id: passage.id.clone(),
        page_start: passage.page_start,
        page_end: passage.page_end,
        followed_by: None,
    })
}

/// The kind of inspection that a sentence announces.
fn announced(sentence: &str) -> Option<DueKind> {
    let words = &*WORDS;
    let text = sentence.to_lowercase();
    let any = |list: &[String]| list.iter().any(|word| phrases::contains(&text, word));
    if !any(&words.inspections) || !any(&words.coming) || !any(&words.future) || any(&words.never) {
        return None;
    }
    Some(if phrases::contains(&text, "monitoring") {
        DueKind::Monitoring
    } else if phrases::contains(&text, "revisit") {
        DueKind::Revisit
    } else {
        DueKind::Full
    })
}

/// The one duration until the inspection, its bounds included, and whether it is approximate; `None`
/// if there are several, since any may be meant.
fn length(sentence: &str) -> Option<(Duration, bool)> {
    let words = &*WORDS;
    let mut found = durations(sentence).into_iter().filter_map(|length| {
        let before = sentence[..length.at.0].trim_end().to_lowercase();
        let last = |list: &[String]| list.iter().any(|word| phrases::ends_with(&before, word));
        let approximate = last(&words.approximate);
        (last(&words.within) && !length.article).then_some((length, approximate))
    });
    let (mut only, approximate) = found.next().filter(|_| found.next().is_none())?;
    only.at.0 = bounds_start(sentence, only.at.0);
    Some((only, approximate))
}

/// Where the words of a bound that end at `end` begin: `within approximately` of `will be within
/// approximately three years`.
fn bounds_start(sentence: &str, end: usize) -> usize {
    let mut start = end;
    loop {
        let before = sentence[..start].trim_end();
        let word = before
            .rfind(char::is_whitespace)
            .map_or(before, |at| before[at..].trim_start());
        let known = |own: &String| word.eq_ignore_ascii_case(own);
        if word.is_empty() || !WORDS.within.iter().any(known) {
            return start;
        }
        start = before.len() - word.len();
    }
}

/// The day that much later; `None` beyond the calendar.
fn later(day: Date, number: f64, unit: Unit) -> Option<Date> {
    /// Longest time before an announced inspection, in days.
    const LONGEST: f64 = 3_660.0;
    if number * unit.days() > LONGEST {
        return None;
    }
    let span = match unit {
        Unit::Years => ((number * 12.0).round() as i32).months(),
        Unit::Months => (number.round() as i32).months(),
        Unit::Weeks => (number.round() as i32).weeks(),
        Unit::Days | Unit::WorkingDays | Unit::Hours => {
            ((number * unit.days()).round() as i32).days()
        }
    };
    day.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::answers::hit::SectionInfo;
    use crate::answers::report_info::ReportInfo;

    fn passage(text: &str, role: Role, kind: Kind) -> FoundPassage {
        let report = ReportInfo {
            id: "ashmere-send-full-2023-10".to_owned(),
            kind: kind.name().to_owned(),
            inspection_end: Some(date(2023, 8, 31)),
            ..ReportInfo::default()
        };
        FoundPassage {
            id: "ashmere-send-full-2023-10:3".to_owned(),
            report: Rc::new(report),
            section: SectionInfo {
                heading: "Inspection outcome".to_owned(),
                role: role.name().to_owned(),
            },
            page_start: Some(1),
            page_end: Some(1),
            text: text.to_owned(),
            themes: Vec::new(),
            highlights: Vec::new(),
        }
    }

    fn said(text: &str) -> Vec<Due> {
        due(&passage(text, Role::Outcome, Kind::SendFull))
    }

    /// Kind, words and last day of the one inspection that a text announces.
    fn one(text: &str) -> (DueKind, String, Option<Date>, bool) {
        let found = said(text);
        let [due] = &found[..] else {
            panic!("{found:?}");
        };
        let words = due
            .highlight
            .map(|(from, to)| due.sentence[from..to].to_owned());
        (
            due.kind,
            words.unwrap_or_default(),
            due.until,
            due.approximate,
        )
    }

    #[test]
    fn the_words_are_there() {
        assert!(!WORDS.inspections.is_empty() && !WORDS.within.is_empty());
    }

    #[test]
    fn a_length_of_time_gives_the_last_day() {
        assert_eq!(
            one(
                "A further visit is likely. The next full inspection will be within about three years."
            ),
            (
                DueKind::Full,
                "within about three years".to_owned(),
                Some(date(2026, 8, 31)),
                true
            )
        );
        assert_eq!(
            one("We will carry out a monitoring inspection within 18 months."),
            (
                DueKind::Monitoring,
                "within 18 months".to_owned(),
                // There is no 31 February.
                Some(date(2025, 2, 28)),
                false
            )
        );
        let found = said("A full reinspection will take place in 12 to 18 months.");
        assert_eq!(
            (found[0].from, found[0].until),
            (Some(date(2024, 8, 31)), Some(date(2025, 2, 28)))
        );
    }

    #[test]
    fn each_sentence_speaks_for_itself() {
        let kinds: Vec<DueKind> = said(
            "A monitoring inspection will be carried out within 18 months. \
             The next full reinspection will be within 3 years.",
        )
        .iter()
        .map(|due| due.kind)
        .collect();
        assert_eq!(kinds, [DueKind::Monitoring, DueKind::Full]);
    }

    #[test]
    fn a_time_that_is_not_said_is_not_made_up() {
        let (kind, words, until, _) =
            one("The next full inspection will be in line with the timetable.");
        assert_eq!((kind, words.as_str(), until), (DueKind::Full, "", None));
        // Two lengths: either may be the one.
        let (_, words, until, _) =
            one("The next inspection will be in three years, or in five years.");
        assert_eq!((words.as_str(), until), ("", None));
    }

    #[test]
    fn other_sentences_announce_nothing() {
        for text in [
            "Inspectors will not carry out any further revisits within two years.",
            "The last full inspection took place within three years.",
            "The next plan will be written within three years.",
            "If progress is slow, a further inspection will be carried out within a year.",
            "The inspection will be reported on within three months.",
            "A monitoring inspection will be thorough.",
        ] {
            assert_eq!(said(text), [], "{text}");
        }
        let text = "The next full inspection will be within three years.";
        assert_eq!(due(&passage(text, Role::Findings, Kind::SendFull)), []);
        assert_eq!(due(&passage(text, Role::Outcome, Kind::PressRelease)), []);
    }

    #[test]
    fn a_length_beyond_the_calendar_gives_no_day() {
        let found = said("The next inspection will be within 999,999 years.");
        assert_eq!((found.len(), found[0].until), (1, None));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(The next |full |monitoring |inspection |will be |within |in |about |[0-9]{1,6} |three |a |years|months|weeks|[.;’é ]){0,30}") {
            for due in said(&text) {
                prop_assert!(text.contains(&due.sentence));
                if let Some((from, to)) = due.highlight {
                    prop_assert!(!due.sentence[from..to].is_empty());
                }
                prop_assert!(due.until.is_none_or(|until| until >= date(2023, 8, 31)));
            }
        }
    }
}
