//! Lengths of time in a sentence, whatever they are the length of.

use std::sync::LazyLock;

use regex::Regex;

use crate::api::{Range, Unit};

/// A length of time that is printed in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Length {
    /// Where it stands, in bytes, from its number to its unit.
    pub(super) at: Range,
    pub(super) number: f64,
    /// The upper end of a range.
    pub(super) number_to: Option<f64>,
    pub(super) unit: Unit,
    /// Whether the number is an article: `a year`.
    pub(super) article: bool,
}

/// Numbers that are words, with what they count.
const WORDS: [(&str, f64); 29] = [
    ("half a", 0.5),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
];

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words: Vec<&str> = WORDS.iter().skip(1).map(|(word, _)| *word).collect();
    let word = format!("(?i-u:{})", words.join("|"));
    let number = format!(
        r"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}}(?:\.[0-9]+)?|(?i-u:half an?)|{word}(?:[- ]{word})?|(?i-u:an?))(?: and a half)?"
    );
    let dash = "[ ]*[-–—][ ]*";
    let unit = r"(?i-u:(?:working|school)[ -]days?|hours?|days?|weeks?|fortnights?|months?|years?)";
    // The unit of a range may stand behind each end.
    Regex::new(&format!(
        r"(?-u:\b)(?P<a>{number})(?:(?:{dash}|[- ]?[ ]*(?:to|or|and)[ ]+|[- ]?(?P<first>{unit})[ ]+(?:to|or|and)[ ]+)(?P<b>{number}))?[ ‑–-]*(?:(?:full|whole|calendar|clear)[ ]+)?(?P<unit>{unit})(?-u:\b)"
    ))
    .ok()
});

/// The lengths in a sentence, in order.
pub(super) fn lengths(sentence: &str) -> Vec<Length> {
    let Some(pattern) = PATTERN.as_ref() else {
        return Vec::new();
    };
    let mut lengths = Vec::new();
    // Looking for nothing but a match is much faster than looking for its parts.
    if !pattern.is_match(sentence) {
        return lengths;
    }
    for found in pattern.captures_iter(sentence) {
        let part = |name: &str| found.name(name).map(|part| part.as_str());
        let (Some(whole), Some(first), Some(unit)) = (found.get(0), part("a"), part("unit")) else {
            continue;
        };
        if first.starts_with(|c: char| c.is_ascii_digit()) && is_torn(&sentence[..whole.start()]) {
            // The number behind it is whole: `2012–13 to 39 weeks`.
            let second = found.name("b");
            let second = second.and_then(|part| Some((part, self::number(part.as_str())?)));
            if let Some((second, number)) = second {
                let at = (second.start(), whole.end());
                lengths.push(single(at, number, Some(unit)));
            }
            continue;
        }
        let Some(number) = number(first) else {
            continue;
        };
        let (unit, times) = unit_of(unit);
        let second = found.name("b");
        let article = matches!(first.to_lowercase().as_str(), "a" | "an");
        // `from 75 weeks to 52 weeks`, `six months to two years`: two lengths, no range.
        if let (Some(own), Some(second)) = (found.name("first"), second) {
            let (unit, times) = unit_of(own.as_str());
            lengths.push(Length {
                at: (whole.start(), own.end()),
                number: number * times,
                number_to: None,
                unit,
                article,
            });
            if let Some(end) = self::number(second.as_str()) {
                lengths.push(single((second.start(), whole.end()), end, part("unit")));
            }
            continue;
        }
        let number = number * times;
        let to = second.and_then(|second| Some((second, self::number(second.as_str())? * times)));
        lengths.push(match to {
            // `from 2016 to 44 weeks`: the second number alone has this unit.
            Some((second, end)) if end <= number => {
                single((second.start(), whole.end()), end / times, part("unit"))
            }
            to => Length {
                at: (whole.start(), whole.end()),
                number,
                number_to: to.map(|(_, end)| end),
                unit,
                article,
            },
        });
    }
    lengths
}

/// Whether digits behind these words are only the end of something: of `.5 weeks`, of the
/// `1,2345 days` that are no number, of the financial years 2012–13 and 2012/13.
fn is_torn(before: &str) -> bool {
    let of_year = before
        .strip_suffix(['–', '—', '‑', '‐', '−', '/'])
        .is_some_and(|year| year.ends_with(|c: char| c.is_ascii_digit()));
    of_year || before.ends_with(['.', ',', '£', '-'])
}

/// One number of a printed unit.
fn single(at: Range, number: f64, unit: Option<&str>) -> Length {
    let (unit, times) = unit_of(unit.unwrap_or_default());
    Length {
        at,
        number: number * times,
        number_to: None,
        unit,
        article: false,
    }
}

/// A printed unit, and how many of it the word means.
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

/// The value of a number in digits or words.
fn number(printed: &str) -> Option<f64> {
    let lower = printed.to_lowercase();
    let (whole, half) = match lower.strip_suffix(" and a half") {
        Some(whole) => (whole, 0.5),
        None => (lower.as_str(), 0.0),
    };
    if whole.starts_with(|c: char| c.is_ascii_digit()) {
        return whole.replace(',', "").parse::<f64>().ok().map(|n| n + half);
    }
    if whole.starts_with("half") {
        return Some(0.5);
    }
    if matches!(whole, "a" | "an") {
        return Some(1.0 + half);
    }
    let mut sum = half;
    for word in whole.split([' ', '-']).filter(|word| !word.is_empty()) {
        let (_, value) = WORDS.iter().find(|(known, _)| *known == word)?;
        // `two hundred` is a product, `twenty four` a sum; `six eight` is none.
        if *value == 100.0 && sum > 0.0 {
            sum *= value;
        } else if sum == half || (sum >= 20.0 && *value < 10.0) {
            sum += value;
        } else {
            return None;
        }
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(&str, f64, Option<f64>, Unit)> {
        lengths(text)
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
    fn what_is_no_length() {
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
            for one in lengths(&text) {
                prop_assert!(text.is_char_boundary(one.at.0) && text.is_char_boundary(one.at.1));
                prop_assert!(one.number >= 0.0 && one.number_to.is_none_or(|to| to > one.number));
            }
        }
    }
}
