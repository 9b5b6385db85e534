//! When a text says that inspections were.

use std::sync::LazyLock;

use regex::Regex;

use crate::api::ReportInfo;
use crate::report::Date;
use crate::text::dates::{self, Time};

/// A time that a sentence names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedTime {
    /// The time.
    pub time: Time,
    /// Whether the sentence says that an inspection was then; else it may be of something else.
    pub of_inspection: bool,
}

/// Days by which the dates of an inspection may differ and still be those of one.
const SAME: i32 = 4;

/// What stands before the time of an inspection: `inspected Ashmere between `.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b (?:re-?)? (?: inspect(?:ion|ions|ed) | visit(?:s|ed)? ) \b
            (?: [^.;:]{0,80}? \b (?: in | of | from | between | on | during | over | dates? ) \b | [\s,(:] )
            [\s,(:]* (?: the | early | late | mid )? [\s-]* $",
    )
    .ok()
});

/// What stands behind it: ` inspection`, ` SEND inspection`, ` Kent inspection`.
static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s+(?:[\w’'-]+\s+){0,4}?(?:re-?)?(?:inspections?|visits?)\b").ok()
});

/// Words before a time that make it another inspection's, or that of something else.
static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b (?: previous(?:ly)? | last | since | initial | earlier | former | publish\w* | issued
            | released | act | regulations | framework | next ) \b [^.;]{0,60} $",
    )
    .ok()
});

/// The times that a sentence names, most exact first, without those of other events.
pub fn times(sentence: &str) -> Vec<NamedTime> {
    let is = |pattern: &LazyLock<Option<Regex>>, text: &str| {
        pattern.as_ref().is_some_and(|one| one.is_match(text))
    };
    let found = dates::times(sentence).into_iter();
    found
        .filter(|(at, _)| !is(&OTHER, &sentence[..at.start]))
        .map(|(at, time)| NamedTime {
            time,
            of_inspection: is(&BEFORE, &sentence[..at.start]) || is(&BEHIND, &sentence[at.end..]),
        })
        .collect()
}

impl NamedTime {
    /// Whether the inspection of a report was then.
    pub fn is_of(self, report: &ReportInfo) -> bool {
        let last = report.inspection_end.or(report.inspection_start);
        let first = report.inspection_start.or(last);
        let near = |a: Date, b: Date| (a - b).get_days().abs() <= SAME;
        match self.time {
            Time::Days(start, end) => {
                last.is_some_and(|own| near(own, end)) || first.is_some_and(|own| near(own, start))
            }
            Time::Month(year, month) => {
                let within = |day: Date| (day.year(), day.month()) == (year, month);
                first.is_some_and(within) || last.is_some_and(within)
            }
            Time::Year(year) => report.year == Some(year),
        }
    }

    /// How exact it is: 0 for days, 1 for a month, 2 for a year.
    pub fn exactness(self) -> usize {
        match self.time {
            Time::Days(..) => 0,
            Time::Month(..) => 1,
            Time::Year(_) => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Times as words; those of no inspection in brackets.
    fn told(sentence: &str) -> Vec<String> {
        let named = times(sentence).into_iter();
        named
            .map(|one| {
                if one.of_inspection {
                    one.time.to_string()
                } else {
                    format!("({})", one.time)
                }
            })
            .collect()
    }

    #[test]
    fn times_of_inspections() {
        for (sentence, time) in [
            (
                "The inspection of Ashmere in June 2023 was hard.",
                "June 2023",
            ),
            ("Inspected: 26–30 June 2023", "26 June 2023 to 30 June 2023"),
            (
                "Ashmere's inspection of 26 to 30 June 2023",
                "26 June 2023 to 30 June 2023",
            ),
            ("The 2019 Ashmere inspection said so.", "2019"),
            (
                "The SEND inspection (December 2023) said so.",
                "December 2023",
            ),
            ("Ashmere in December 2023 was slow.", "(December 2023)"),
            ("The school opens in 2026.", "(2026)"),
        ] {
            assert_eq!(told(sentence), [time], "{sentence}");
        }
    }

    #[test]
    fn times_of_other_things() {
        for sentence in [
            "Since the inspection in November 2017, much was done.",
            "The report was published in March 2024.",
            "The previous inspection was in 2018.",
            "In 2023-24 the inspection",
            "The Children Act 2004",
        ] {
            assert!(
                told(sentence).is_empty(),
                "{sentence}: {:?}",
                told(sentence)
            );
        }
    }

    proptest! {
        #[test]
        fn any_sentence_is_survived(text in "\\PC{0,80}") {
            let _ = times(&text);
        }
    }
}
