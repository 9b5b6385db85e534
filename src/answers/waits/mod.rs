//! Figures on waiting and timeliness, as data.
//!
//! A length of time is a figure if words beside it speak of waiting, of time taken or of a limit
//! (`waits.toml`), and nothing says that it is an age, a period looked back on or the length of a
//! plan. *Within* so many weeks is a target, kept or not; what was taken is a wait.

mod answer;
mod reading;
mod services;
mod table;

pub use answer::{WaitsRequest, answer};
pub use services::{names as services, resolve as resolve_service};

use crate::api::{Figure, FoundPassage, Range};
use crate::text::durations::durations;
use crate::text::phrases::FoundPhrase;
use crate::text::sentences::sentences;
use reading::Reading;

/// Words of which a passage with a figure holds one, in lower case.
pub const UNITS: [&str; 16] = [
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "fortnight",
    "fortnights",
    "weekly",
    "monthly",
    "yearly",
    "daily",
];

/// The figures of a passage, in printed order.
pub fn figures(passage: &FoundPassage) -> Vec<Figure> {
    let text = &passage.text;
    // Most passages with a length of time are about something else.
    if !table::cues().is_some_and(|cues| cues.is_match(text)) || durations(text).is_empty() {
        return Vec::new();
    }
    let mut names: Option<Vec<FoundPhrase>> = None;
    let mut figures = Vec::new();
    let mut before: Vec<Reading> = Vec::new();
    for (start, end) in sentences(text) {
        let sentence = &text[start..end];
        before = reading::figures(sentence, &before);
        for reading in &before {
            let names = names.get_or_insert_with(|| services::find(text));
            let service = service(names, (start, end), reading);
            figures.push(figure(passage, sentence, reading, service));
        }
    }
    figures
}

/// What a figure of a sentence is about: the nearest service named in it, else the last one named
/// before it, else the first of the passage.
fn service(names: &[FoundPhrase], (start, end): Range, reading: &Reading) -> Option<&'static str> {
    let (from, to) = reading.length.at;
    let inside: Vec<FoundPhrase> = names
        .iter()
        .filter(|named| named.at.0 >= start && named.at.1 <= end)
        .copied()
        .collect();
    let nearest = services::nearest(&inside, (start + from, start + to));
    let before = || names.iter().rfind(|named| named.at.1 <= start);
    let chosen = nearest.or_else(|| before().or(names.first()).map(|named| named.entry));
    chosen.and_then(services::name)
}

fn figure(
    passage: &FoundPassage,
    sentence: &str,
    reading: &Reading,
    service: Option<&str>,
) -> Figure {
    let length = &reading.length;
    let longest = length.number_to.unwrap_or(length.number);
    Figure {
        id: passage.id.clone(),
        service: service.map(str::to_owned),
        kind: reading.kind,
        of: reading.of,
        bound: reading.bound,
        number: length.number,
        number_to: length.number_to,
        unit: length.unit,
        days: (longest * length.unit.days() * 10.0).round() / 10.0,
        printed: reading::printed(sentence, length.at).to_owned(),
        sentence: sentence.to_owned(),
        highlight: length.at,
        report: passage.report.as_ref().clone(),
        section: passage.section.clone(),
        page_start: passage.page_start,
        page_end: passage.page_end,
    }
}

/// Longest first; of equals those of the later report, in printed order.
pub fn sort(figures: &mut [Figure]) {
    // The sort is stable, and passages come in that order.
    figures.sort_by(|a, b| b.days.total_cmp(&a.days));
}
