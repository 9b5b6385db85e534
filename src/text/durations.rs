//! Durations in running text: `18 months`, `four to six weeks`, `half a year`.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::{Range, numbers, regex};

/// A duration as a sentence prints it.
#[derive(Debug, Clone, PartialEq)]
pub struct Duration {
    /// Byte range from the number to the unit.
    pub at: Range,
    /// The number of units; of a range the lower end.
    pub number: f64,
    /// The upper end of a range.
    pub number_to: Option<f64>,
    /// The unit.
    pub unit: Unit,
    /// Whether the number is an article: `a year`.
    pub article: bool,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// 60 minutes.
    Hours,
    /// Days of the calendar.
    Days,
    /// Days on which offices or schools are open, five a week.
    WorkingDays,
    /// Seven days.
    Weeks,
    /// A twelfth of a year.
    Months,
    /// 365 days.
    Years,
}

impl Unit {
    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Hours => "hours",
            Unit::Days => "days",
            Unit::WorkingDays => "working-days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
        }
    }

    /// Its length in days.
    pub fn days(self) -> f64 {
        match self {
            Unit::Hours => 1.0 / 24.0,
            Unit::Days => 1.0,
            Unit::WorkingDays => 7.0 / 5.0,
            Unit::Weeks => 7.0,
            Unit::Months => 365.0 / 12.0,
            Unit::Years => 365.0,
        }
    }
}

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let number = numbers::PATTERN.as_str();
    let dash = "[ ]*[-–—][ ]*";
    let unit = r"(?i-u:(?:working|school)[ -]days?|hours?|days?|weeks?|fortnights?|months?|years?)";
    // The unit of a range may stand behind each end.
    regex(&format!(
        r"(?-u:\b)(?P<a>{number})(?:(?:{dash}|[- ]?[ ]*(?:to|or|and)[ ]+|[- ]?(?P<first>{unit})[ ]+(?:to|or|and)[ ]+)(?P<b>{number}))?[ ‑–-]*(?:(?:full|whole|calendar|clear)[ ]+)?(?P<unit>{unit})(?-u:\b)"
    ))
});

/// The durations in a sentence, in order.
pub fn durations(sentence: &str) -> Vec<Duration> {
    let mut durations = Vec::new();
    // A match alone is much faster to find than its groups.
    if !PATTERN.is_match(sentence) {
        return durations;
    }
    for found in PATTERN.captures_iter(sentence) {
        let part = |name: &str| found.name(name).map(|part| part.as_str());
        let (Some(whole), Some(first), Some(unit)) = (found.get(0), part("a"), part("unit")) else {
            continue;
        };
        if first.starts_with(|c: char| c.is_ascii_digit()) && is_torn(&sentence[..whole.start()]) {
            // The number behind it is whole: `2012–13 to 39 weeks`.
            let second = found.name("b");
            let second = second.and_then(|part| Some((part, numbers::value(part.as_str())?)));
            if let Some((second, number)) = second {
                let at = (second.start(), whole.end());
                durations.push(single(at, number, Some(unit)));
            }
            continue;
        }
        let Some(number) = numbers::value(first) else {
            continue;
        };
        let (unit, times) = unit_of(unit);
        let second = found.name("b");
        let article = matches!(first.to_lowercase().as_str(), "a" | "an");
        // `from 75 weeks to 52 weeks`, `six months to two years`: two durations, no range.
        if let (Some(own), Some(second)) = (found.name("first"), second) {
            let (unit, times) = unit_of(own.as_str());
            durations.push(Duration {
                at: (whole.start(), own.end()),
                number: number * times,
                number_to: None,
                unit,
                article,
            });
            if let Some(end) = numbers::value(second.as_str()) {
                durations.push(single((second.start(), whole.end()), end, part("unit")));
            }
            continue;
        }
        let number = number * times;
        let to = second.and_then(|second| Some((second, numbers::value(second.as_str())? * times)));
        durations.push(match to {
            // `from 2016 to 44 weeks`: the second number alone has this unit.
            Some((second, end)) if end <= number => {
                single((second.start(), whole.end()), end / times, part("unit"))
            }
            to => Duration {
                at: (whole.start(), whole.end()),
                number,
                number_to: to.map(|(_, end)| end),
                unit,
                article,
            },
        });
    }
    durations
}

/// Whether the digits after `before` are only the end of a longer figure: `.5 weeks`, `1,2345 days`,
/// the financial years 2012–13 and 2012/13.
fn is_torn(before: &str) -> bool {
    let of_year = before
        .strip_suffix(['–', '—', '‑', '‐', '−', '/'])
        .is_some_and(|year| year.ends_with(|c: char| c.is_ascii_digit()));
    of_year || before.ends_with(['.', ',', '£', '-'])
}

/// A duration of one number.
fn single(at: Range, number: f64, unit: Option<&str>) -> Duration {
    let (unit, times) = unit_of(unit.unwrap_or_default());
    Duration {
        at,
        number: number * times,
        number_to: None,
        unit,
        article: false,
    }
}

/// The unit of a printed word, and how many of it the word means: a fortnight is two weeks.
fn unit_of(printed: &str) -> (Unit, f64) {
    match printed.to_lowercase().trim_end_matches('s') {
        "hour" => (Unit::Hours, 1.0),
        "day" => (Unit::Days, 1.0),
        "week" => (Unit::Weeks, 1.0),
        "fortnight" => (Unit::Weeks, 2.0),
        "month" => (Unit::Months, 1.0),
        "year" => (Unit::Years, 1.0),
        _ => (Unit::WorkingDays, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(&str, f64, Option<f64>, Unit)> {
        durations(text)
            .into_iter()
            .map(|one| {
                (
                    &text[one.at.0..one.at.1],
                    one.number,
                    one.number_to,
                    one.unit,
                )
            })
            .collect()
    }

    #[test]
    fn digits_words_and_ranges() {
        assert_eq!(
            found(
                "18 months, eighteen weeks, twenty-four hours, 58.9 weeks and two and a half years"
            ),
            [
                ("18 months", 18.0, None, Unit::Months),
                ("eighteen weeks", 18.0, None, Unit::Weeks),
                ("twenty-four hours", 24.0, None, Unit::Hours),
                ("58.9 weeks", 58.9, None, Unit::Weeks),
                ("two and a half years", 2.5, None, Unit::Years),
            ]
        );
        assert_eq!(
            found(
                "12 to 18 months; 12-18 weeks; four to six weeks; between 12 and 18 months; six months to two years"
            ),
            [
                ("12 to 18 months", 12.0, Some(18.0), Unit::Months),
                ("12-18 weeks", 12.0, Some(18.0), Unit::Weeks),
                ("four to six weeks", 4.0, Some(6.0), Unit::Weeks),
                ("12 and 18 months", 12.0, Some(18.0), Unit::Months),
                ("six months", 6.0, None, Unit::Months),
                ("two years", 2.0, None, Unit::Years),
            ]
        );
        assert_eq!(
            found("the 20-week limit, 15 working days, a fortnight, half a year, 1,095 days"),
            [
                ("20-week", 20.0, None, Unit::Weeks),
                ("15 working days", 15.0, None, Unit::WorkingDays),
                ("a fortnight", 2.0, None, Unit::Weeks),
                ("half a year", 0.5, None, Unit::Years),
                ("1,095 days", 1095.0, None, Unit::Days),
            ]
        );
    }

    #[test]
    fn the_end_of_a_financial_year_begins_no_range() {
        for year in [
            "2021-22",
            "2021–22",
            "2021—22",
            "2021‑22",
            "2021−22",
            "2021/22",
        ] {
            assert_eq!(
                found(&format!("from 51 weeks in {year} to 37 weeks in 2022–23")),
                [
                    ("51 weeks", 51.0, None, Unit::Weeks),
                    ("37 weeks", 37.0, None, Unit::Weeks),
                ],
                "{year}"
            );
        }
        assert_eq!(
            found("12–18 weeks; a delay – 12 to 18 weeks – is usual"),
            [
                ("12–18 weeks", 12.0, Some(18.0), Unit::Weeks),
                ("12 to 18 weeks", 12.0, Some(18.0), Unit::Weeks),
            ]
        );
    }

    #[test]
    fn ages_years_and_numbers_are_no_durations() {
        for text in [
            "several weeks",
            "in 2018",
            "30%",
            "6 eight weekly",
            "weeks 3 and 4",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(\\d{1,9}|[.,-]| |to|and|half a|two|hundred|weeks?|year|‑|é){0,30}") {
            for one in durations(&text) {
                prop_assert!(text.is_char_boundary(one.at.0) && text.is_char_boundary(one.at.1));
                prop_assert!(one.number >= 0.0 && one.number_to.is_none_or(|to| to > one.number));
            }
        }
    }
}
