//! `waits`: figures on waiting and timeliness, as data.
//!
//! A duration is a figure if the words beside it are about waiting, time taken or a limit
//! (`waits.toml`), and do not make it an age, a period of the past or the length of a plan. *Within*
//! so many weeks is a target, met or not; time taken is a wait.

mod figures;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, Criteria, QueryPlan};
use super::hit::{FoundPassage, SectionInfo};
use super::names::Names;
use super::page_of;
use super::report_info::ReportInfo;
use super::summary::{NoHits, Summary, WithoutFilter};
use crate::error::{Error, Result, list};
use crate::text::Range;
use crate::text::durations::{Unit, durations};
use crate::text::phrases::FoundPhrase;
use crate::text::sentences::sentences;
use crate::text::spelling::simplify;
pub use figures::{Bound, FigureKind, FigureOf};
use figures::{SentenceFigure, Service, table};

/// A question for figures on waiting and timeliness.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WaitsRequest {
    /// Words and filters.
    #[serde(flatten)]
    pub criteria: Criteria,
    /// Only waits for these services: a name, an acronym or a theme; all if empty.
    pub service: Vec<String>,
    /// Only waits, or only targets.
    pub only: Option<FigureKind>,
    /// Only figures of the area itself, or only those it is compared with.
    pub of: Option<FigureOf>,
    /// Page of the list, 1-based.
    pub page: Option<usize>,
    /// Figures a page; all if not given.
    pub limit: Option<usize>,
}

/// What `findings waits` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waits {
    /// The figures, longest first.
    pub waits: Vec<Figure>,
    /// All figures that were found, those beyond the limit included.
    pub total: u64,
    /// Totals of the passages that were looked at, and how the query was read.
    pub summary: Summary,
    /// Why no passage matches, if none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<NoHits>,
    /// Where passages match but hold no such figure: how many figures there would be without one of
    /// the filters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<WithoutFilter>,
}

/// How long something takes, or is to take at most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Id of the passage it stands in.
    pub id: String,
    /// What is waited for, under the name that the table of services has for it; `null` if the
    /// passage names none of them.
    pub service: Option<String>,
    /// Whether the time was taken or is a limit.
    pub kind: FigureKind,
    /// Whose time it is.
    pub of: FigureOf,
    /// How the number is meant.
    pub bound: Bound,
    /// The number; of a range the lower end.
    pub number: f64,
    /// The upper end of a range.
    pub number_to: Option<f64>,
    /// The unit that is printed.
    pub unit: Unit,
    /// The number (of a range the upper end) in days, for comparing: a working day counts 1.4 days, a
    /// month 30.4, a year 365.
    pub days: f64,
    /// The figure as printed, its bound aside.
    pub printed: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// The figure in `sentence`, as UTF-8 byte offsets.
    pub highlight: Range,
    /// The report.
    pub report: ReportInfo,
    /// The section.
    pub section: SectionInfo,
    /// Page on which the passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
}

/// Lists figures, longest first.
///
/// # Errors
/// A service or a facet value is unknown, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &WaitsRequest) -> Result<Waits> {
    let wanted = Wanted {
        services: meant(&request.service)?,
        kind: request.only,
        of: request.of,
    };
    let plan = corpus.plan(&request.criteria, request.criteria.holding())?;
    let mut found = Vec::new();
    let mut missed: BTreeMap<&str, u64> = BTreeMap::new();
    let totals = plan.each_passage(&UNITS, &mut |passage| {
        for figure in figures(&passage) {
            match wanted.refused_by(&figure)[..] {
                [] => found.push(figure),
                [option] => *missed.entry(option).or_default() += 1,
                _ => {}
            }
        }
    })?;
    let mut without = Vec::new();
    if found.is_empty() && totals.passages > 0 {
        let options = missed.into_iter();
        without.extend(options.map(|(option, found)| WithoutFilter {
            filter: option.to_owned(),
            found,
        }));
        without.extend(without_a_filter(&plan, &wanted)?);
        without.sort_by(|a, b| a.filter.cmp(&b.filter));
    }
    // The sort is stable, and passages come latest report first.
    found.sort_by(|a, b| b.days.total_cmp(&a.days));
    let total = found.len() as u64;
    Ok(Waits {
        waits: page_of(found, request.page, request.limit),
        total,
        summary: plan.summary(totals)?,
        absence: plan.absence(totals)?,
        without,
    })
}

/// Which figures are wanted.
struct Wanted {
    /// Those on one of these services; none: on whatever it is.
    services: Vec<&'static str>,
    kind: Option<FigureKind>,
    of: Option<FigureOf>,
}

impl Wanted {
    /// The options by which a figure is not.
    fn refused_by(&self, figure: &Figure) -> Vec<&'static str> {
        let service = figure.service.as_deref();
        let on = service.is_some_and(|own| self.services.contains(&own));
        let mut options = Vec::new();
        if !self.services.is_empty() && !on {
            options.push("--service");
        }
        if self.kind.is_some_and(|kind| figure.kind != kind) {
            options.push("--only");
        }
        if self.of.is_some_and(|of| figure.of != of) {
            options.push("--of");
        }
        options
    }
}

/// How many wanted figures there would be without each filter of reports and passages, if any.
fn without_a_filter(plan: &QueryPlan<'_>, wanted: &Wanted) -> Result<Vec<WithoutFilter>> {
    let mut counts = Vec::new();
    for (index, filter) in plan.passages.filters.iter().enumerate() {
        let mut others = plan.clone();
        others.passages.filters.remove(index);
        let mut found = 0;
        others.each_passage(&UNITS, &mut |passage| {
            let own = figures(&passage).into_iter();
            found += own
                .filter(|figure| wanted.refused_by(figure).is_empty())
                .count() as u64;
        })?;
        if found > 0 {
            counts.push(WithoutFilter {
                filter: filter.label.clone(),
                found,
            });
        }
    }
    Ok(counts)
}

/// The services that are meant; one that is none is an error that lists them.
fn meant(typed: &[String]) -> Result<Vec<&'static str>> {
    let mut meant = Vec::new();
    for typed in typed {
        let own = resolve_service(typed);
        if own.is_empty() {
            return Err(Error::Usage {
                message: format!("unknown service `{typed}`"),
                hint: Some(format!("the services are {}", list(&services()))),
            });
        }
        meant.extend(own);
    }
    Ok(meant)
}

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
