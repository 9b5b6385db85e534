//! `quote`: a passage as a quotation: who wrote the report, where it stands, and on what terms it may be used.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::corpus::Corpus;
use super::show::{indexed_report, passage_of, report_text};
use crate::answers::citation::{dates, long, pages};
use crate::answers::hit::SectionInfo;
use crate::answers::link::Link;
use crate::answers::report_info::PassageInfo;
use crate::answers::report_info::{ReportInfo, ReportText, SectionText};
use crate::error::{Error, Result};
use crate::report::{Inspectorate, Kind};

/// A passage with its citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// Passage id.
    pub id: String,
    /// The whole passage.
    pub text: String,
    /// The report.
    pub report: ReportInfo,
    /// Who inspected and wrote the report; empty where that is not known.
    pub inspectorates: Vec<String>,
    /// The section.
    pub section: SectionInfo,
    /// Page on which the passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// Link to the page of the file (`file://`); `null` for a built-in sample.
    pub file: Option<String>,
    /// Link to the page where the report is published, if an address was given with it.
    pub web: Option<String>,
    /// On what terms it may be used.
    pub licence: Licence,
    /// The citation as text: title, inspectorates, dates, section and pages.
    pub citation: String,
}

/// On what terms a report may be used, as far as its file tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// Name of the licence, if the file states one; else `null`.
    pub name: Option<String>,
    /// Where the licence stands.
    pub url: Option<String>,
    /// What is known, as a line of a citation.
    pub statement: String,
}

/// The licence that reports name without its version; the address they give leads to this one.
const OPEN: &str = "Open Government Licence v3.0";
const OPEN_URL: &str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

static NAMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\bopen government licen[cs]e\b").ok());
/// A sentence with terms of its own, as reports had them before they took that licence.
static TERMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:you|it) may (?:be )?(?:copy|copied|reproduced?|re-?used?)\b[^.]{0,300}\.")
        .ok()
});

/// Files of the built-in samples; see [`crate::samples`].
const SAMPLE: &str = "sample:";

/// A question for quotations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QuoteRequest {
    /// Ids of passages (`report:number`).
    pub ids: Vec<String>,
}

/// Quotes passages with their citations, in the order of their ids.
///
/// # Errors
/// There is no such passage, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &QuoteRequest) -> Result<Vec<Quotation>> {
    let ids = request.ids.iter();
    ids.map(|id| {
        let (id, number) = passage_of(id)?;
        let invented = indexed_report(corpus, &id)?.path.starts_with(SAMPLE);
        let report = report_text(corpus, &id)?;
        quotation(&report, number, invented)
            .ok_or_else(|| Error::no_such_passage(&id, number, report.passages))
    })
    .collect()
}

/// Passage `number` (1-based) of a report as a quotation; `None` if the report has no such passage.
fn quotation(report: &ReportText, number: usize, invented: bool) -> Option<Quotation> {
    let (section, passage) = passages(report).nth(number.checked_sub(1)?)?;
    let info = &report.report;
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == info.kind);
    let inspectorates = match kind {
        Some(kind) if !invented => {
            kind.inspectorates(passages(report).map(|(_, passage)| passage.text.as_str()))
        }
        _ => Vec::new(),
    };
    let licence = if invented {
        plain("none: a built-in sample report about an invented area")
    } else {
        licence(report, kind, &inspectorates)
    };
    let link = |link: Option<Link>| link.map(|link| link.to_string());
    let mut quotation = Quotation {
        id: passage.id.clone(),
        text: passage.text.clone(),
        report: info.clone(),
        inspectorates: inspectorates
            .iter()
            .map(|inspectorate| inspectorate.name().to_owned())
            .collect(),
        section: SectionInfo {
            heading: section.heading.clone(),
            role: section.role.clone(),
        },
        page_start: passage.page_start,
        page_end: passage.page_end,
        file: link(Link::to_file(info, passage.page_start)),
        web: link(Link::to_web(info, passage.page_start)),
        licence,
        citation: String::new(),
    };
    quotation.citation = citation(&quotation);
    Some(quotation)
}

/// Title, inspectorates, dates, section and pages, as far as they are known.
fn citation(quotation: &Quotation) -> String {
    let report = &quotation.report;
    let mut parts = vec![report.title.clone()];
    if !quotation.inspectorates.is_empty() {
        parts.push(names(&quotation.inspectorates));
    }
    parts.extend(inspected(quotation));
    let published = report.published;
    parts.extend(published.map(|day| format!("published {}", long(day))));
    if !quotation.section.heading.is_empty() {
        parts.push(format!("section “{}”", quotation.section.heading));
    }
    parts.extend(pages(quotation.page_start, quotation.page_end));
    parts.join(", ")
}

/// The days of the inspection. Those of a press release are of the report that it is about.
pub fn inspected(quotation: &Quotation) -> Option<String> {
    let report = &quotation.report;
    report.inspection_start.or(report.inspection_end)?;
    let when = dates(report)?;
    Some(if report.kind == Kind::PressRelease.name() {
        format!("about the inspection of {when}")
    } else {
        format!("inspected {when}")
    })
}

/// `Ofsted, A and B`.
pub fn names(names: &[String]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}

/// The passages of a report, in printed order, with their sections.
fn passages(report: &ReportText) -> impl Iterator<Item = (&SectionText, &PassageInfo)> {
    let sections = report.sections.iter();
    sections.flat_map(|section| {
        section
            .passages
            .iter()
            .map(move |passage| (section, passage))
    })
}

/// What the file says of its use; where it says nothing, what is known of its publisher, and no
/// more: that of a press release is not that of the report it is about.
fn licence(report: &ReportText, kind: Option<Kind>, by: &[Inspectorate]) -> Licence {
    let texts = || passages(report).map(|(_, passage)| passage.text.as_str());
    let names = |text: &str| NAMED.as_ref().is_some_and(|named| named.is_match(text));
    if texts().any(names) {
        return Licence {
            name: Some(OPEN.to_owned()),
            url: Some(OPEN_URL.to_owned()),
            statement: format!("{OPEN}, {OPEN_URL}"),
        };
    }
    let terms = texts().find_map(|text| TERMS.as_ref()?.find(text));
    if let Some(terms) = terms {
        return plain(&format!("terms of the report: “{}”", terms.as_str().trim()));
    }
    if by.contains(&Inspectorate::Ofsted) {
        return plain(&format!(
            "not stated in the file; Ofsted publishes its reports under the {OPEN} unless they say \
             otherwise, {OPEN_URL}"
        ));
    }
    plain(match kind {
        Some(Kind::PressRelease) => {
            "not stated in the file; a press release is its publisher's, not the inspectorates'"
        }
        _ => "not stated in the file",
    })
}

fn plain(statement: &str) -> Licence {
    Licence {
        name: None,
        url: None,
        statement: statement.to_owned(),
    }
}
