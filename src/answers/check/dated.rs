//! When a text says that inspections were: in days, in a month, in a year.

use std::sync::LazyLock;

use regex::Regex;

use crate::api::{Range, ReportInfo};
use crate::report::{Date, month_number, spans};

/// When an inspection was, as exactly as a text says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// From a day to a day.
    Days(Date, Date),
    /// In a month of a year.
    Month(i16, i8),
    /// In a year.
    Year(i16),
}

/// A time that a sentence names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The time.
    pub when: When,
    /// Whether the sentence says that an inspection was then; else it may be of something else.
    pub of_inspection: bool,
}

/// Days by which the dates of an inspection may differ and still be those of one.
const SAME: i32 = 4;

const MONTH: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

/// A month with its year.
static MONTHS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)\b({MONTH})\.?,?\s+((?:19|20)\d\d)\b")).ok());

/// A year, and no part of a longer number.
static YEARS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b(?:19|20)\d\d\b").ok());

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

/// The times that a sentence names, most exact first.
pub fn times(sentence: &str) -> Vec<Named> {
    let mut found: Vec<(Range, When)> = spans(sentence)
        .into_iter()
        .map(|(at, first, last)| ((at.start, at.end), When::Days(first, last)))
        .collect();
    let free = |found: &[(Range, When)], at: usize| {
        let inside = |&((start, end), _): &(Range, When)| at >= start && at < end;
        !found.iter().any(inside)
    };
    let months = MONTHS.as_ref().into_iter();
    for month in months.flat_map(|pattern| pattern.captures_iter(sentence)) {
        let (Some(whole), Some(number), Ok(year)) =
            (month.get(0), month_number(&month[1]), month[2].parse())
        else {
            continue;
        };
        if free(&found, whole.start()) {
            found.push(((whole.start(), whole.end()), When::Month(year, number)));
        }
    }
    let years = YEARS.as_ref().into_iter();
    for year in years.flat_map(|pattern| pattern.find_iter(sentence)) {
        let joined = |c: Option<char>| c.is_some_and(|c| "-–/£".contains(c));
        let before = sentence[..year.start()].chars().next_back();
        let after = sentence[year.end()..].chars().next();
        let Ok(number) = year.as_str().parse() else {
            continue;
        };
        if free(&found, year.start()) && !joined(before) && !joined(after) {
            found.push(((year.start(), year.end()), When::Year(number)));
        }
    }
    let is = |pattern: &LazyLock<Option<Regex>>, text: &str| {
        pattern.as_ref().is_some_and(|one| one.is_match(text))
    };
    let mut named: Vec<Named> = Vec::new();
    for ((start, end), when) in found {
        let (before, behind) = (&sentence[..start], &sentence[end..]);
        if !is(&OTHER, before) {
            named.push(Named {
                when,
                of_inspection: is(&BEFORE, before) || is(&BEHIND, behind),
            });
        }
    }
    named
}

impl When {
    /// Whether the inspection of a report was then.
    pub fn is_of(self, report: &ReportInfo) -> bool {
        let last = report.inspection_end.or(report.inspection_start);
        let first = report.inspection_start.or(last);
        let near = |a: Date, b: Date| (a - b).get_days().abs() <= SAME;
        match self {
            When::Days(start, end) => {
                last.is_some_and(|own| near(own, end)) || first.is_some_and(|own| near(own, start))
            }
            When::Month(year, month) => {
                let within = |day: Date| (day.year(), day.month()) == (year, month);
                first.is_some_and(within) || last.is_some_and(within)
            }
            When::Year(year) => report.year == Some(year),
        }
    }

    /// How exact it is: days before months before years.
    pub fn exactness(self) -> usize {
        match self {
            When::Days(..) => 0,
            When::Month(..) => 1,
            When::Year(_) => 2,
        }
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            When::Days(first, last) if first == last => {
                write!(f, "{}", first.strftime("%-d %B %Y"))
            }
            When::Days(first, last) => {
                let (first, last) = (first.strftime("%-d %B %Y"), last.strftime("%-d %B %Y"));
                write!(f, "{first} to {last}")
            }
            When::Month(year, month) => match Date::new(*year, *month, 1) {
                Ok(day) => write!(f, "{}", day.strftime("%B %Y")),
                Err(_) => write!(f, "{year}"),
            },
            When::Year(year) => write!(f, "{year}"),
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
                    one.when.to_string()
                } else {
                    format!("({})", one.when)
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

        #[test]
        fn months_are_read(year in 1990_i16..2099, month in 1_i8..=12) {
            let when = When::Month(year, month);
            let named = times(&format!("the inspection in {when} was short"));
            prop_assert_eq!(named, [Named { when, of_inspection: true }]);
        }
    }
}
