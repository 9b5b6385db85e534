//! Metadata of a report, read from its text: kind, areas, judgement and dates.
//!
//! File names do not count: they carry the date of the website, and several kinds have the same names.
//! Each value comes with the words that give it.

mod area_names;
mod head;
mod judgement;
mod text;

use std::cell::LazyCell;
use std::ops::Range;

use regex::Regex;

use crate::document::Document;
use crate::report::Report;
use crate::report::kinds::DateRule;
use crate::report::outcome::Scale;
use crate::text::dates::{Date, DateRange, date_alone, find_range};
use head::Head;
use text::{Text, rules};

rules! {
    DATES_LABEL = r"\b inspection\s (?:visit\s)? dates?\s?:? \s?";
    PUBLISHED_LABEL = r"^ (?: (?:report\s)? published (?:\son)? | (?:date\sof\s)? publication (?:\sdate)? | date\spublished ) \s?:? \s?";
    PREVIOUS_LABEL = r"\b dates?\s?(?:\(s\))?\s of\s (?:the\s)? (?:previous|last)\s inspections?\s?(?:\(s\))?\s?:? \s?";
    INITIAL = r"\b inspection,?\s (?:which\stook\splace\s)? (?:in|of|on)\s (?P<when> (?: \d{1,2} (?: \s?(?:to|-|\x{2013})\s? \d{1,2} )? \s )? (?:january|february|march|april|may|june|july|august|september|october|november|december)\s \d{4} ) \b";
    PREVIOUS_END = r"\b (?: inspection\soutcome | information\sabout\sthe\slocal\sarea ) \b";
    FIELDWORK = r"\b (?: between | took\splace\s(?:from|on|between|over|during) | (?:visit(?:ed)?|inspection|inspected)\b[^.]{0,160}? \b(?:from|on|between|during) | from | on ) \s";
    SALUTATION = r"^ dear\b";
    INSPECTED = r"\b inspect(?:ion|ions|ors|ed)\b | \bvisit(?:ed)?\b";
    SPAN = r"\b (?: between | from | during | on ) \s";
}

/// Labels stand on the first pages.
const LABEL_WINDOW: usize = 6000;
/// Fieldwork is told in a letter's first sentences.
const FIELDWORK_WINDOW: usize = 2500;
/// Lines of a letter's head in which its date stands.
const LETTER_HEAD: usize = 25;

/// Reads the metadata of a report. The report has no sections yet.
pub fn recognise(document: &Document) -> Report {
    let text = Text::new(document);
    let head = head::recognise(&text);
    // Where the cells of a table were read column by column, a second reading goes row by row.
    let rows = LazyCell::new(|| Text::in_rows(document));
    let top = Head {
        after: 0,
        ..head.clone()
    };
    let mut judged = judgement::recognise(&text, &head);
    if head.kind.scale() == Scale::FourGrades && !judged.warnings.is_empty() {
        let in_rows = judgement::recognise(&rows, &top);
        if in_rows.warnings.is_empty() {
            judged = in_rows;
        }
    }
    let (published, published_words) = published(&text, &head).unzip();
    let dates = |text: &Text, head: &Head| {
        let range = inspected(text, head, published)?;
        Some(((range.first, range.last), text.part(range.at).to_owned()))
    };
    let dates = dates(&text, &head).or_else(|| dates(&rows, &top));
    let (days, dates) = dates.unzip();
    let (start, end) = days.unzip();
    let previous = previous_inspection(&text, &head);
    let evidence = [
        ("kind", Some(head.kind_words)),
        ("areas", Some(head.area_words)),
        ("outcome", judged.words.clone()),
        ("inspection_start", dates.clone()),
        ("inspection_end", dates),
        ("published", published_words),
        ("previous_inspection", previous.clone()),
    ];
    let evidence = evidence.into_iter().filter_map(|(field, words)| {
        let words = words.filter(|words| !words.is_empty())?;
        Some((field.to_owned(), words))
    });
    let mut report = Report {
        id: String::new(),
        title: head.title,
        kind: head.kind,
        areas: head.areas,
        outcome: judged.outcome,
        outcome_text: judged.words,
        judgements: judged.judgements,
        inspection_start: start,
        inspection_end: end,
        published,
        previous_inspection: previous,
        year: end.or(published).map(Date::year),
        pages: document.pages(),
        sections: Vec::new(),
        warnings: judged.warnings,
        evidence: evidence.collect(),
        url: None,
    };
    warn_of_gaps(&mut report);
    report
}

/// Warns of metadata that every report should have and this one lacks.
fn warn_of_gaps(report: &mut Report) {
    if !report.kind.is_report() {
        return;
    }
    let warnings = &mut report.warnings;
    if report.areas.is_empty() {
        warnings.push("no area was recognised".to_owned());
    }
    for area in report.areas.iter().filter(|area| area.region.is_none()) {
        warnings.push(format!("{} is not on the list of areas", area.name));
    }
    let dated = report.kind.row().dates != DateRule::PublicationOnly;
    if dated && report.inspection_end.is_none() {
        warnings.push("no inspection date was found".to_owned());
    }
    if let (Some(end), Some(published)) = (report.inspection_end, report.published)
        && published < end
    {
        warnings.push(format!(
            "published {published}, before the inspection ended on {end}"
        ));
    }
}

/// First and last day of the fieldwork. The line under the title wins over every other date: page
/// footers are known to carry wrong ones.
fn inspected(text: &Text, head: &Head, letter: Option<Date>) -> Option<DateRange> {
    let start = text.lines.get(head.after).map_or(0, |line| line.at.start);
    // `Inspection dates: 11 to 15 December 2023`.
    let after_label = |start| {
        let near = start..start + LABEL_WINDOW;
        range_after(text, &DATES_LABEL, near, None, |_| true)
    };
    let labelled = || after_label(start).or_else(|| after_label(0));
    let opening = start..start + FIELDWORK_WINDOW;
    // In a sentence about the inspection only a span of days counts: single days are those of quotes
    // and meetings.
    let about_inspection = |range: &DateRange| {
        range.first < range.last && INSPECTED.is_match(text.sentence(range.at.clone()))
    };
    match head.kind.row().dates {
        DateRule::Sentence => {
            range_after(text, &SPAN, 0..text.joined.len(), letter, about_inspection)
        }
        DateRule::Labelled | DateRule::PublicationOnly => labelled(),
        DateRule::LabelledOrSpan => {
            labelled().or_else(|| range_after(text, &SPAN, opening, letter, about_inspection))
        }
        // `Between 10 and 12 February 2020, Ofsted`.
        DateRule::Told => {
            range_after(text, &FIELDWORK, opening, letter, |_| true).or_else(labelled)
        }
    }
}

/// The first dates that follow a lead and fit, in a part of the text.
fn range_after(
    text: &Text,
    lead: &Regex,
    window: Range<usize>,
    letter: Option<Date>,
    fits: impl Fn(&DateRange) -> bool,
) -> Option<DateRange> {
    let words = text.from(window.start, window.len());
    let mut from = 0;
    while let Some(found) = lead.find(words.get(from..)?) {
        let range = range_here(text, window.start + from + found.end(), letter);
        if let Some(range) = range.filter(&fits) {
            return Some(range);
        }
        // Leads may overlap: go on from the next word.
        from += found.start() + found.as_str().find(' ').unwrap_or(found.len());
    }
    None
}

/// The dates that start at (or within a few characters of) a place.
fn range_here(text: &Text, at: usize, letter: Option<Date>) -> Option<DateRange> {
    const SLACK: usize = 12;
    let rest = text.from(at, 120);
    let range = find_range(rest, letter)?;
    let moved = |place: Range<usize>| at + place.start..at + place.end;
    (range.at.start <= SLACK).then(|| DateRange {
        at: moved(range.at.clone()),
        ..range
    })
}

/// Publication date, or the date of a letter, and the words that give it.
fn published(text: &Text, head: &Head) -> Option<(Date, String)> {
    letter_date(text, head).or_else(|| {
        let mut top = text.lines[text.starts_within(LABEL_WINDOW)].iter();
        top.find_map(|line| {
            // Only at the start of a line: footnotes tell when other versions were published.
            let label = PUBLISHED_LABEL.find(text.part(line.at.clone()))?;
            let range = range_here(text, line.at.start + label.end(), None)?;
            let words = text.part(line.at.start..range.at.end).to_owned();
            Some((range.first, words))
        })
    })
}

/// The line of a letter's head (or of a press release) that is nothing but a date. Below the salutation
/// stand other dates.
fn letter_date(text: &Text, head: &Head) -> Option<(Date, String)> {
    let lines = (0..LETTER_HEAD).filter(|_| head.kind.row().letter_head);
    let mut above = lines.take_while(|&line| !SALUTATION.is_match(text.line(line)));
    above.find_map(|line| Some((date_alone(text.line(line))?, text.line(line).to_owned())))
}

/// What follows the label `Date(s) of previous inspection(s):`, as printed.
fn previous_inspection(text: &Text, head: &Head) -> Option<String> {
    if head.kind.row().revisit {
        let told = INITIAL.captures(&text.joined)?;
        return told.name("when").map(|when| when.as_str().to_owned());
    }
    let start = text.lines.get(head.after).map_or(0, |line| line.at.start);
    let window = text.from(start, LABEL_WINDOW);
    let label = PREVIOUS_LABEL.find(window)?;
    let rest = window.get(label.end()..)?;
    let end = PREVIOUS_END
        .find(rest)
        .map_or(rest.len(), |found| found.start());
    let printed = rest.get(..end)?.trim().trim_end_matches('.');
    // Without the next heading the end is unknown: the first dates count.
    if printed.len() > 300 {
        let range = find_range(rest, None).filter(|range| range.at.start < 12)?;
        return rest.get(range.at).map(str::to_owned);
    }
    Some(printed.to_owned()).filter(|printed| !printed.is_empty())
}

#[cfg(test)]
mod tests;
