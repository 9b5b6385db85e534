//! Dates in running text: days, spans of days, months and years.
//!
//! One rule reads nearly all days: a run of `day [month] [year]` joined by separators, where a
//! missing month or year comes from the right. Days that do not exist are rejected, never moved.

use std::fmt;
use std::ops::Range;

use regex::Captures;

/// A calendar date; written as `2023-12-15`.
pub type Date = jiff::civil::Date;

/// A span of days, or a single day, as a text prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateRange {
    /// First day.
    pub first: Date,
    /// Last day; equal to `first` for a single day.
    pub last: Date,
    /// Byte range of the printed form.
    pub at: Range<usize>,
}

/// Years in which an inspection can have happened; others are misread numbers.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// The months in full, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A regular expression for the name of a month, in full or short.
const MONTH: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?\
    |sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

/// The name of a month in full, by its number from 1; empty for any other number.
pub fn month_name(number: i8) -> &'static str {
    let index = usize::try_from(number - 1).ok();
    index
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or_default()
}

/// The number of a month, from 1, by its name in full or its first three letters.
pub fn month_number(name: &str) -> Option<i8> {
    let short = name.get(..3)?;
    let index = MONTHS
        .iter()
        .position(|month| month[..3].eq_ignore_ascii_case(short))?;
    i8::try_from(index + 1).ok()
}

patterns! {
    ELEMENT = format!(r"(?ix) ^ (?: (?: on \s+ )? (?: mon|tues|wednes|thurs|fri|satur|sun ) day ,? \s+ )?
        (?: the \s+ )? (?P<day> \d{{1,2}} ) (?: \s? (?: st|nd|rd|th ) \b )?
        (?: \s* (?: of \s+ )? (?P<month> {MONTH} ) \b \.? (?: ,? \s* (?P<year> \d{{4}} ) \b )? )?");
    SEPARATOR = r"(?ix) ^ \s* (?: , \s* )?
        (?: to | and | until | till | through | & | - | [\x{2010}-\x{2015}] | \x{2212} | , ){1,2} \s* ";
    // `12/09/2016`, `12.09.16`, `12-09-2016`: day first, as everywhere in these reports.
    NUMERIC = r"^(?P<day>\d{1,2})\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4}|\d{2})\b";
    ISO = r"^(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b";
    MONTH_AND_YEAR = format!(r"(?i)\b({MONTH})\.?,?\s+((?:19|20)\d\d)\b");
    YEAR = r"\b(?:19|20)\d\d\b";
}

/// A date with the parts that are printed.
#[derive(Debug, Clone, Copy)]
struct Partial {
    day: i8,
    month: Option<i8>,
    year: Option<i16>,
    end: usize,
}

/// The date that is the whole of a line (weekday and a leading label such as `Date:` allowed).
pub fn date_alone(line: &str) -> Option<Date> {
    let line = line.trim().trim_end_matches(['.', ',']);
    let bare = line
        .strip_prefix("Date:")
        .or_else(|| line.strip_prefix("Date"))
        .unwrap_or(line)
        .trim();
    let found = run_at(bare, 0)?;
    let [only] = found.as_slice() else {
        return None;
    };
    if only.end != bare.len() {
        return None;
    }
    only.date()
}

/// The first span of days (or single day) in a text. Where no year is printed, it is the latest that
/// does not end after `no_later_than`, the date of the letter.
pub fn find_range(text: &str, no_later_than: Option<Date>) -> Option<DateRange> {
    // The right half of an impossible range is not a date of its own.
    runs(text, no_later_than, true).next()
}

/// The runs of dates in a text as spans of days. The search goes on behind a run that is impossible
/// as a whole, or else, with `skips` false, within it.
fn runs(text: &str, no_later_than: Option<Date>, skips: bool) -> impl Iterator<Item = DateRange> {
    let mut from = 0;
    starts(text).filter_map(move |at| {
        if at < from {
            return None;
        }
        let found = run_at(text, at)?;
        let end = found.last()?.end;
        let days = resolve(&found, no_later_than);
        if skips || days.is_some() {
            from = end;
        }
        let (first, last) = days?;
        Some(DateRange {
            first,
            last,
            at: at..end,
        })
    })
}

/// A time, as exactly as a text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Time {
    /// From a day to a day.
    Days(Date, Date),
    /// A month of a year.
    Month(i16, i8),
    /// A year.
    Year(i16),
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: Date| format!("{} {} {}", day.day(), month_name(day.month()), day.year());
        match *self {
            Time::Days(first, last) if first == last => f.write_str(&day(first)),
            Time::Days(first, last) => write!(f, "{} to {}", day(first), day(last)),
            Time::Month(year, month) => write!(f, "{} {year}", month_name(month)),
            Time::Year(year) => write!(f, "{year}"),
        }
    }
}

/// The times in a sentence with their byte ranges: days, then months, then years.
pub fn times(sentence: &str) -> Vec<(Range<usize>, Time)> {
    let mut found: Vec<(Range<usize>, Time)> = runs(sentence, None, false)
        .map(|range| (range.at, Time::Days(range.first, range.last)))
        .collect();
    let is_free = |found: &[(Range<usize>, Time)], start: usize| {
        !found.iter().any(|(at, _)| at.contains(&start))
    };
    for month in MONTH_AND_YEAR.captures_iter(sentence) {
        let (Some(whole), Some(number), Ok(year)) =
            (month.get(0), month_number(&month[1]), month[2].parse())
        else {
            continue;
        };
        if is_free(&found, whole.start()) {
            found.push((whole.range(), Time::Month(year, number)));
        }
    }
    for year in YEAR.find_iter(sentence) {
        // `2012–13` is a financial year, `£2000` an amount.
        let joined = |c: Option<char>| c.is_some_and(|c| "-–/£".contains(c));
        let before = sentence[..year.start()].chars().next_back();
        let after = sentence[year.end()..].chars().next();
        if let Ok(number) = year.as_str().parse()
            && is_free(&found, year.start())
            && !joined(before)
            && !joined(after)
        {
            found.push((year.range(), Time::Year(number)));
        }
    }
    found
}

/// `2023-12-15`.
pub fn iso_date(text: &str) -> Option<Date> {
    let found = ISO.captures(text)?;
    Partial::from_numbers(&found, 0)?.date()
}

/// Byte positions where a date may start: a digit at the start of a word. A weekday before it is
/// not needed.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let inside = before.is_alphanumeric() || matches!(before, '/' | '.' | '\u{a3}');
        before = c;
        (c.is_ascii_digit() && !inside).then_some(at)
    })
}

/// The run of partial dates that starts at `at`, cut after the last with a month.
fn run_at(text: &str, at: usize) -> Option<Vec<Partial>> {
    let mut run: Vec<Partial> = Vec::new();
    let mut next = at;
    while let Some(partial) = partial_at(text, next) {
        // `12 and 14 schools in May` is no run of dates: more than four parts never occur.
        if run.len() == 4 {
            break;
        }
        run.push(partial);
        let rest = text.get(partial.end..)?;
        let Some(separator) = SEPARATOR.find(rest) else {
            break;
        };
        next = partial.end + separator.end();
    }
    let with_month = run.iter().rposition(|partial| partial.month.is_some())?;
    run.truncate(with_month + 1);
    Some(run)
}

fn partial_at(text: &str, at: usize) -> Option<Partial> {
    let rest = text.get(at..)?;
    for pattern in [&ISO, &NUMERIC] {
        if let Some(found) = pattern.captures(rest) {
            return Partial::from_numbers(&found, at);
        }
    }
    let found = ELEMENT.captures(rest)?;
    let end = at + found.get(0)?.end();
    // `2016` is not the day 20 with more behind it.
    if text
        .get(end..)?
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_digit())
    {
        return None;
    }
    let month = match found.name("month") {
        // `by the age of 12 may` names no month.
        Some(name) if name.as_str() == "may" => return None,
        Some(name) => Some(month_number(name.as_str())?),
        None => None,
    };
    let year = found
        .name("year")
        .and_then(|year| year.as_str().parse().ok());
    let day = found.name("day")?.as_str().parse().ok()?;
    Some(Partial {
        day,
        month,
        year,
        end,
    })
}

impl Partial {
    fn from_numbers(found: &Captures<'_>, at: usize) -> Option<Partial> {
        let printed: i16 = found.name("year")?.as_str().parse().ok()?;
        let year = if printed < 100 {
            printed + 2000
        } else {
            printed
        };
        Some(Partial {
            day: found.name("day")?.as_str().parse().ok()?,
            month: Some(found.name("month")?.as_str().parse().ok()?),
            year: Some(year),
            end: at + found.get(0)?.end(),
        })
    }

    fn date(&self) -> Option<Date> {
        let year = self.year.filter(|year| YEARS.contains(year))?;
        Date::new(year, self.month?, self.day).ok()
    }
}

/// First and last day of a run, missing parts filled in.
fn resolve(run: &[Partial], no_later_than: Option<Date>) -> Option<(Date, Date)> {
    let mut last = *run.last()?;
    let last_month = last.month?;
    if last.year.is_none() {
        let printed = run.iter().find(|partial| partial.year.is_some());
        last.year = match printed {
            // `11 December 2023 to 2 January`: the year turned on the way.
            Some(left) => left
                .year
                .map(|year| year + i16::from(left.month > last.month)),
            None => no_later_than.map(|limit| {
                let later = (last_month, last.day) > (limit.month(), limit.day());
                limit.year() - i16::from(later)
            }),
        };
    }
    let end = last.date()?;
    let mut right = last;
    for left in run.iter().rev().skip(1) {
        let month = left.month.or(right.month);
        let turned = month > right.month;
        let year = left
            .year
            .or(right.year.map(|year| year - i16::from(turned)));
        right = Partial {
            month,
            year,
            ..*left
        };
    }
    let start = right.date()?;
    // Fieldwork of more than a year is a misreading.
    let reasonable = start <= end && start.until(end).is_ok_and(|span| span.get_days() <= 366);
    reasonable.then_some((start, end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range(text: &str) -> Option<(String, String)> {
        let letter = Date::new(2016, 8, 1).ok();
        find_range(text, letter).map(|range| (range.first.to_string(), range.last.to_string()))
    }

    #[test]
    fn every_printed_form_of_a_range() {
        for (text, first, last) in [
            ("11 to 15 December 2023", "2023-12-11", "2023-12-15"),
            (
                "29 January 2024 to 02 February 2024",
                "2024-01-29",
                "2024-02-02",
            ),
            (
                "23 September to 27 September 2024",
                "2024-09-23",
                "2024-09-27",
            ),
            ("29 April to 3 May 2024", "2024-04-29", "2024-05-03"),
            ("12 December to 6 January 2017", "2016-12-12", "2017-01-06"),
            ("8 \u{2013} 12 July 2013", "2013-07-08", "2013-07-12"),
            ("15-19 July 2013", "2013-07-15", "2013-07-19"),
            (
                "26 February 2018\u{2013}22 March 2018",
                "2018-02-26",
                "2018-03-22",
            ),
            (
                "Between 10 and 12 February 2020, they",
                "2020-02-10",
                "2020-02-12",
            ),
            (
                "Monday 11th to Friday 15th of December 2023",
                "2023-12-11",
                "2023-12-15",
            ),
            ("4 June 2016", "2016-06-04", "2016-06-04"),
            ("Between 20 and 24 June, they", "2016-06-20", "2016-06-24"),
            ("Between 5 and 9 December, they", "2015-12-05", "2015-12-09"),
            ("16 May and 20 May,", "2016-05-16", "2016-05-20"),
            ("12/09/2016 to 06/10/2016", "2016-09-12", "2016-10-06"),
            ("1/06/2015 \u{2013} 25/06/2015", "2015-06-01", "2015-06-25"),
            ("3 to 7 and 17 to 21 May 2021", "2021-05-03", "2021-05-21"),
            ("11 December 2023 to 2 January", "2023-12-11", "2024-01-02"),
            ("2024-03-04", "2024-03-04", "2024-03-04"),
            ("9Sept 2019", "2019-09-09", "2019-09-09"),
        ] {
            assert_eq!(range(text), Some((first.into(), last.into())), "{text}");
        }
    }

    #[test]
    fn impossible_dates_are_rejected() {
        for text in [
            "30 February 2020",
            "31 to 32 May 2020",
            "5 to 3 May 2020",
            "12/13/2016",
            "May 2016",
            "2016",
            "",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }

    #[test]
    fn a_sentence_with_an_impossible_range_tells_its_end() {
        let found = times("It ran from 31 June to 4 July 2024.");
        let day = Date::new(2024, 7, 4).expect("a day");
        assert_eq!(
            found.first().map(|(_, time)| *time),
            Some(Time::Days(day, day))
        );
        assert_eq!(find_range("31 June to 4 July 2024", None), None);
    }

    #[test]
    fn a_date_line_holds_nothing_else() {
        assert_eq!(
            date_alone("Thursday 13 February 2020")
                .map(|d| d.to_string())
                .as_deref(),
            Some("2020-02-13")
        );
        assert_eq!(date_alone("Published on 13 February 2020"), None);
        assert_eq!(date_alone("13 February 2020 was cold"), None);
    }

    #[test]
    fn evidence_is_the_printed_form() {
        let text = "held from 6 to 10 March 2023. More";
        let found = find_range(text, None).map(|range| text[range.at].to_owned());
        assert_eq!(found.as_deref(), Some("6 to 10 March 2023"));
    }

    #[test]
    fn months_have_numbers_and_names() {
        assert_eq!(month_number("sept"), Some(9));
        assert_eq!(month_number("é"), None);
        assert_eq!(month_name(12), "December");
        assert_eq!((month_name(0), month_name(13)), ("", ""));
    }

    #[test]
    fn times_are_days_months_and_years() {
        let text = "On 26–30 June 2023, in May 2021 and 2019, not in 2017-18 or for £2010";
        let found = times(text).into_iter();
        let found: Vec<String> = found.map(|(_, time)| time.to_string()).collect();
        assert_eq!(found, ["26 June 2023 to 30 June 2023", "May 2021", "2019"]);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC{0,80}") {
            let _ = (find_range(&text, None), date_alone(&text), iso_date(&text), times(&text));
        }

        #[test]
        fn times_that_are_printed_are_read(year in 1990_i16..2099, month in 1_i8..=12) {
            let time = Time::Month(year, month);
            let found: Vec<Time> = times(&format!("in {time}.")).into_iter().map(|(_, time)| time).collect();
            prop_assert_eq!(found, [time]);
        }

        #[test]
        fn near_dates_are_survived(text in "[0-9]{1,4} ?(st|th)?[-/. –]?(to|and|May|June|0?2)? ?[0-9]{1,9} (May|Sept|March)? ?[0-9]{0,5}") {
            let limit = Date::new(2020, 2, 29).ok();
            if let Some(found) = find_range(&text, limit) {
                prop_assert!(found.first <= found.last);
                prop_assert!(text.get(found.at).is_some());
            }
        }
    }
}
