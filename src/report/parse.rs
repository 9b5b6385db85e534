//! From pages to a report: what it is, then its sections and passages with their themes.

use super::metadata::recognise;
use super::{Report, natural_id, sections};
use crate::document::Document;
use crate::report::themes::Taxonomy;

/// Understands a document as a report. Never fails: what is not recognised is left open and said in
/// [`Report::warnings`].
pub fn parse(document: &Document, taxonomy: &Taxonomy) -> Report {
    let pages = &document.pages;
    let metadata = recognise(pages);
    let (sections, doubts) = sections(pages, metadata.kind);
    let day = metadata.inspection_end.or(metadata.published);
    let numbered = pages.iter().any(|page| page.number.is_some());
    let mut warnings = document.warnings.clone();
    warnings.extend(metadata.warnings);
    warnings.extend(doubts);
    let mut report = Report {
        id: natural_id(&metadata.areas, metadata.kind, day, &metadata.title),
        title: metadata.title,
        kind: metadata.kind,
        areas: metadata.areas,
        outcome: metadata.outcome,
        outcome_text: metadata.outcome_text,
        judgements: metadata.judgements,
        inspection_start: metadata.inspection_start,
        inspection_end: metadata.inspection_end,
        published: metadata.published,
        previous_inspection: metadata.previous_inspection,
        year: metadata.year,
        pages: numbered.then_some(u32::try_from(pages.len()).unwrap_or(u32::MAX)),
        sections,
        warnings,
        evidence: metadata.evidence,
        url: None,
    };
    report.assign_themes(taxonomy);
    report
}
