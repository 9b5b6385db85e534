//! Figures on waiting and timeliness, as data.
//!
//! A duration is a figure if the words beside it are about waiting, time taken or a limit
//! (`waits.toml`), and do not make it an age, a period of the past or the length of a plan. *Within*
//! so many weeks is a target, met or not; time taken is a wait.

mod answer;
mod figures;
mod record;

pub use record::{Bound, Figure, FigureKind, FigureOf, Waits};
use std::sync::LazyLock;

pub use answer::{WaitsRequest, answer};

use crate::answers::hit::FoundPassage;
use crate::answers::names::Names;
use crate::text::Range;
use crate::text::durations::durations;
use crate::text::phrases::FoundPhrase;
use crate::text::sentences::sentences;
use crate::text::spelling::simplify;
use figures::{SentenceFigure, Service, table};

/// Words of which every passage with a figure contains one, in lower case.
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
    if !figures::cues().is_some_and(|cues| cues.is_match(text)) || durations(text).is_empty() {
        return Vec::new();
    }
    let mut names: Option<Vec<FoundPhrase>> = None;
    let mut figures = Vec::new();
    let mut before: Vec<SentenceFigure> = Vec::new();
    for (start, end) in sentences(text) {
        let sentence = &text[start..end];
        before = figures::figures(sentence, &before);
        for found in &before {
            let names = names.get_or_insert_with(|| named(text));
            let service = service(names, (start, end), found);
            figures.push(figure(passage, sentence, found, service));
        }
    }
    figures
}

/// The service of a figure: the nearest one named in its sentence, else the last one named before,
/// else the first of the passage.
fn service(
    names: &[FoundPhrase],
    (start, end): Range,
    found: &SentenceFigure,
) -> Option<&'static str> {
    let (from, to) = found.length.at;
    let inside: Vec<FoundPhrase> = names
        .iter()
        .filter(|named| named.at.0 >= start && named.at.1 <= end)
        .copied()
        .collect();
    let nearest = nearest(&inside, (start + from, start + to));
    let before = || names.iter().rfind(|named| named.at.1 <= start);
    let chosen = nearest.or_else(|| before().or(names.first()).map(|named| named.entry));
    chosen.and_then(service_name)
}

fn figure(
    passage: &FoundPassage,
    sentence: &str,
    found: &SentenceFigure,
    service: Option<&str>,
) -> Figure {
    let length = &found.length;
    let longest = length.number_to.unwrap_or(length.number);
    Figure {
        id: passage.id.clone(),
        service: service.map(str::to_owned),
        kind: found.kind,
        of: found.of,
        bound: found.bound,
        number: length.number,
        number_to: length.number_to,
        unit: length.unit,
        days: (longest * length.unit.days() * 10.0).round() / 10.0,
        printed: figures::printed(sentence, length.at).to_owned(),
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

static NAMES: LazyLock<Option<Names>> =
    LazyLock::new(|| Names::new(table().service.iter().map(|service| &service.cues)).ok());

/// Names of services in a text.
fn named(text: &str) -> Vec<FoundPhrase> {
    NAMES
        .as_ref()
        .map_or_else(Vec::new, |names| names.find(text))
}

/// The service named nearest to a figure that stands at `at`; what follows the figure counts as
/// nearer, since people wait so long *for* something.
fn nearest(names: &[FoundPhrase], at: Range) -> Option<usize> {
    let distance = |named: &FoundPhrase| {
        if named.at.0 >= at.1 {
            (named.at.0 - at.1) * 2
        } else {
            at.0.saturating_sub(named.at.1) * 3
        }
    };
    names
        .iter()
        .min_by_key(|named| distance(named))
        .map(|named| named.entry)
}

/// The name of a service by its index.
fn service_name(service: usize) -> Option<&'static str> {
    table()
        .service
        .get(service)
        .map(|service| service.name.as_str())
}

/// The names of all services, in the order of the table.
pub fn services() -> Vec<&'static str> {
    table()
        .service
        .iter()
        .map(|service| service.name.as_str())
        .collect()
}

/// Resolves a service that a user typed: its name, any name in reports (acronyms and full names), or
/// its theme; empty if unknown.
pub fn resolve_service(typed: &str) -> Vec<&'static str> {
    let wanted = simplify(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let services = || table().service.iter();
    let names = |chosen: &dyn Fn(&Service) -> bool| -> Vec<&'static str> {
        let chosen = services().filter(|service| chosen(service));
        chosen.map(|service| service.name.as_str()).collect()
    };
    let exact = names(&|service| simplify(&service.name) == wanted);
    if !exact.is_empty() {
        return exact;
    }
    let named = NAMES.as_ref().and_then(|names| names.entry(typed));
    if let Some(name) = named.and_then(service_name) {
        return vec![name];
    }
    let theme = names(&|service| {
        let theme = simplify(&service.theme);
        theme == wanted || theme.split_once(' ').is_some_and(|(_, own)| own == wanted)
    });
    if !theme.is_empty() {
        return theme;
    }
    let padded = format!(" {wanted}");
    names(&|service| format!(" {}", simplify(&service.name)).contains(&padded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_go_by_name_acronym_full_name_theme_and_part() {
        assert_eq!(resolve_service("CAMHS"), ["CAMHS"]);
        assert_eq!(resolve_service("camhs"), ["CAMHS"]);
        assert_eq!(
            resolve_service("child and adolescent mental health services"),
            ["CAMHS"]
        );
        assert_eq!(resolve_service("health/camhs"), ["CAMHS"]);
        assert_eq!(resolve_service("adhd"), ["autism and ADHD assessment"]);
        assert_eq!(resolve_service("speech"), ["speech and language therapy"]);
        assert_eq!(
            resolve_service("therapies"),
            [
                "speech and language therapy",
                "occupational therapy",
                "physiotherapy"
            ]
        );
        assert!(resolve_service("zeppelin").is_empty() && resolve_service(" ").is_empty());
    }

    #[test]
    fn the_nearest_service_is_meant() {
        let text = "CAMHS sees children in 6 weeks, and 18 months pass for an autism assessment";
        let names = named(text);
        let at = |part: &str| {
            text.find(part)
                .map(|at| (at, at + part.len()))
                .expect("there")
        };
        let service = |part: &str| nearest(&names, at(part)).and_then(service_name);
        assert_eq!(service("6 weeks"), Some("CAMHS"));
        assert_eq!(service("18 months"), Some("autism and ADHD assessment"));
    }
}
