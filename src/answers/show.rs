//! `show` and `reports`: a report or a part of it, and lists of reports.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, FacetFilters};
use crate::answers::report_info::{
    PassageInfo, ReportEntry, ReportFacts, ReportSources, ReportText, SectionText,
};
use crate::answers::summary::NotIndexed;
use crate::engine::{Filter, IndexedReport};
use crate::error::{Error, Result, list};
use crate::report::facet;
use crate::storage::ledger::SourceState;
use crate::storage::path::shown_path;
use crate::text::spelling::{near, simplify};

/// A question for a report or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShowRequest {
    /// Id of a report, or of a passage (`report:number`).
    pub id: String,
    /// Only sections of this role, or with these words in the heading.
    pub section: Option<String>,
    /// Only passages on this page, 1-based.
    pub page: Option<u32>,
    /// With the id of a passage: so many passages before and after it as well.
    pub context: usize,
}

/// Shows a report or a part of it.
///
/// # Errors
/// There is no such report, section, page or passage, or the index cannot be read.
pub fn show(corpus: &Corpus<'_>, request: &ShowRequest) -> Result<ReportText> {
    let (id, number) = parts(&request.id);
    let mut report = report_text(corpus, &id)?;
    if number.is_none() && request.context > 0 {
        return Err(Error::Usage {
            message: "--context needs the id of a passage".to_owned(),
            hint: Some(format!("such as `{id}:1`")),
        });
    }
    if let Some(section) = &request.section {
        keep_section(&mut report, section)?;
    }
    if let Some(number) = number {
        keep_passage(&mut report, number, request.context)?;
    }
    if let Some(page) = request.page {
        keep_page(&mut report, page)?;
    }
    Ok(report)
}

/// The report of an id as people type it, in lower case, and the number of the passage if the id has
/// one.
pub fn parts(id: &str) -> (String, Option<usize>) {
    let id = id.trim().to_lowercase();
    let split = id
        .rsplit_once(':')
        .and_then(|(report, number)| Some((report.to_owned(), number.parse().ok()?)));
    match split {
        Some((report, number)) => (report, Some(number)),
        None => (id, None),
    }
}

/// The report and the number of the passage of an id that must have both.
///
/// # Errors
/// It has no number.
pub(crate) fn passage_of(id: &str) -> Result<(String, usize)> {
    match parts(id) {
        (report, Some(number)) => Ok((report, number)),
        (report, None) => Err(Error::Usage {
            message: format!("`{report}` is not the id of a passage"),
            hint: Some(
                "it is a report id, a colon and a number, as `findings search` prints it: \
                 `ashmere-jtai-2024-05:3`"
                    .to_owned(),
            ),
        }),
    }
}

/// A report without its passages.
///
/// # Errors
/// There is no such report (the error names near ones), or the index cannot be read.
pub(crate) fn indexed_report(corpus: &Corpus<'_>, id: &str) -> Result<IndexedReport> {
    match corpus.searcher.report(id)? {
        Some(report) => Ok(report),
        None => Err(no_such_report(corpus, id)?),
    }
}

fn no_such_report(corpus: &Corpus<'_>, id: &str) -> Result<Error> {
    let reports = corpus.searcher.reports()?;
    let ids = reports.iter().map(|report| report.report.id.as_str());
    let mut close: Vec<&str> = ids
        .clone()
        .filter(|known| known.starts_with(id) || (id.len() > 3 && known.contains(id)))
        .take(5)
        .collect();
    if close.is_empty() {
        close = near(id, ids, 3);
    }
    Ok(Error::NoSuchReport {
        id: id.to_owned(),
        near: close.into_iter().map(str::to_owned).collect(),
    })
}

/// A whole report with its passages.
///
/// # Errors
/// There is no such report, or the index cannot be read.
pub fn report_text(corpus: &Corpus<'_>, id: &str) -> Result<ReportText> {
    let found = indexed_report(corpus, id)?;
    let mut passages = corpus
        .searcher
        .passages(id, 1..=found.passages())?
        .into_iter();
    let sections = found.numbered().map(|(section, numbers)| SectionText {
        heading: section.heading.clone(),
        role: section.role.name().to_owned(),
        verdict: section.verdict.clone(),
        passages: passages
            .by_ref()
            .take(numbers.count())
            .map(|found| PassageInfo::of(id, found.number, found.passage))
            .collect(),
    });
    let sections = sections.collect();
    let sources = sources(corpus)?.remove(id).unwrap_or_default();
    Ok(ReportText {
        report: corpus.info(&found),
        facts: ReportFacts::of(&found.report, &found.sha256, sources),
        evidence: found.report.evidence.clone(),
        passages: found.passages(),
        sections,
    })
}

/// What the ledger knows of the files of each report, by report id.
fn sources(corpus: &Corpus<'_>) -> Result<BTreeMap<String, ReportSources>> {
    let mut sources: BTreeMap<String, ReportSources> = BTreeMap::new();
    for source in corpus.searcher.ledger()?.sources() {
        let Some(report) = source.state.report() else {
            continue;
        };
        let of_report = sources.entry(report.to_owned()).or_default();
        if let SourceState::Duplicate { .. } = source.state {
            if corpus.with_files {
                of_report.duplicates.push(shown_path(&source.key));
            }
        } else {
            of_report.first_seen = source.first_seen;
        }
    }
    for of_report in sources.values_mut() {
        of_report.duplicates.sort();
    }
    Ok(sources)
}

/// A question for a list of reports.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportsRequest {
    /// Facet values that reports must or must not have.
    #[serde(flatten)]
    pub facets: FacetFilters,
    /// Page of the list, 1-based.
    pub page: Option<usize>,
    /// Reports a page; all if not given.
    pub limit: Option<usize>,
}

/// Reports by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportList {
    /// The page of reports.
    pub reports: Vec<ReportEntry>,
    /// Its number, 1-based.
    pub page: usize,
    /// Reports that pass the filters, on all pages.
    pub total: usize,
    /// Reports in the index.
    pub indexed_reports: u64,
    /// The filters, as options of the command line.
    pub filters: Vec<String>,
    /// Filters that no indexed report can pass.
    pub not_indexed: Vec<NotIndexed>,
}

/// Lists reports.
///
/// # Errors
/// A filter names an unknown value, or the index cannot be read.
pub fn reports(corpus: &Corpus<'_>, request: &ReportsRequest) -> Result<ReportList> {
    let filters = corpus.filters(&request.facets)?;
    let mut found = corpus.searcher.reports()?;
    found.retain(|report| filters.iter().all(|filter| passes(report, filter)));
    let total = found.len();
    let found = super::page_of(found, request.page, request.limit);
    let mut not_indexed = Vec::new();
    for filter in &filters {
        if corpus.lets_nothing_through(filter)? {
            not_indexed.push(NotIndexed {
                facet: filter.dimension,
                values: filter.values.clone(),
            });
        }
    }
    Ok(ReportList {
        reports: entries(corpus, &found)?,
        page: request.page.unwrap_or(1),
        total,
        indexed_reports: corpus.searcher.totals()?.reports,
        filters: filters.into_iter().map(|filter| filter.label).collect(),
        not_indexed,
    })
}

/// Reports as they are listed.
pub(crate) fn entries(corpus: &Corpus<'_>, reports: &[IndexedReport]) -> Result<Vec<ReportEntry>> {
    let mut sources = sources(corpus)?;
    let entry = |found: &IndexedReport| {
        let sources = sources.remove(&found.report.id).unwrap_or_default();
        ReportEntry {
            report: corpus.info(found),
            facts: ReportFacts::of(&found.report, &found.sha256, sources),
            sections: found.sections.len(),
            passages: found.passages(),
        }
    };
    Ok(reports.iter().map(entry).collect())
}

/// Whether a report passes a filter on reports.
pub fn passes(report: &IndexedReport, filter: &Filter) -> bool {
    let values = facet::of_report(&report.report);
    let stored = filter.dimension.stored_as();
    let has = |path: &facet::FacetPath| {
        let mut values = values.iter();
        values.any(|(dimension, value)| *dimension == stored && value.0.starts_with(&path.0))
    };
    filter.paths.iter().any(has) != filter.exclude
}

/// Keeps some passages; without any of them the part `what` is missing.
fn keep(
    report: &mut ReportText,
    wanted: impl Fn(&PassageInfo) -> bool,
    (what, hint): (String, String),
) -> Result<()> {
    for section in &mut report.sections {
        section.passages.retain(&wanted);
    }
    let sections = &mut report.sections;
    sections.retain(|section| !section.passages.is_empty());
    if sections.is_empty() {
        return Err(Error::NoSuchPart { what, hint });
    }
    Ok(())
}

/// Keeps the passage `number` (1-based) and so many around it.
fn keep_passage(report: &mut ReportText, number: usize, around: usize) -> Result<()> {
    let last = report.passages;
    let id = report.report.id.clone();
    if number == 0 || number > last {
        return Err(Error::no_such_passage(&id, number, last));
    }
    let is_near = |passage: &PassageInfo| {
        let own = parts(&passage.id).1;
        own.is_some_and(|own| own.abs_diff(number) <= around)
    };
    let what = format!("passage {number} of `{id}` is not in that section");
    let hint = format!("`findings show {id}:{number}` shows its section");
    keep(report, is_near, (what, hint))
}

/// Keeps sections by role, or by words of the heading.
fn keep_section(report: &mut ReportText, wanted: &str) -> Result<()> {
    let words = simplify(wanted);
    let by_role = |section: &SectionText| simplify(&section.role) == words;
    let by_part = |section: &SectionText| {
        !words.is_empty()
            && (simplify(&section.role).starts_with(&words)
                || format!(" {} ", simplify(&section.heading)).contains(&format!(" {words} ")))
    };
    let exact = report.sections.iter().any(by_role);
    if !exact && !report.sections.iter().any(by_part) {
        let mut roles: Vec<String> = Vec::new();
        for section in &report.sections {
            if !roles.contains(&section.role) {
                roles.push(section.role.clone());
            }
        }
        return Err(Error::NoSuchPart {
            what: format!("no section `{wanted}` in `{}`", report.report.id),
            hint: format!("its sections are {}", list(&roles)),
        });
    }
    let sections = &mut report.sections;
    sections.retain(|section| {
        if exact {
            by_role(section)
        } else {
            by_part(section)
        }
    });
    Ok(())
}

fn keep_page(report: &mut ReportText, page: u32) -> Result<()> {
    let is_on = |passage: &PassageInfo| {
        let start = passage.page_start.unwrap_or(0);
        (start..=passage.page_end.unwrap_or(start)).contains(&page)
    };
    let what = format!("no passage on page {page} of `{}`", report.report.id);
    let hint = match report.facts.pages {
        Some(pages) => format!("the report has {pages} pages"),
        None => "the file it was read from has no pages".to_owned(),
    };
    keep(report, is_on, (what, hint))
}
