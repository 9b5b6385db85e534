//! A text held against reports, for programs and spreadsheets.

use std::io::{self, Write};

use serde::Serialize;

use super::{csv, json};
use crate::api::{Asked, Check, CheckSummary, CheckedQuotation, Claim, DifferenceKind, ReportInfo};

pub(super) fn lines(out: &mut dyn Write, answer: &Check) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Quotation(&'a CheckedQuotation),
        Claim(&'a Claim),
        Asked(&'a Asked),
        Summary {
            about: &'a [ReportInfo],
            notes: &'a [String],
            #[serde(flatten)]
            summary: &'a CheckSummary,
        },
    }
    for quotation in &answer.quotations {
        json::line(out, &Line::Quotation(quotation))?;
    }
    for claim in &answer.claims {
        json::line(out, &Line::Claim(claim))?;
    }
    for asked in &answer.asked {
        json::line(out, &Line::Asked(asked))?;
    }
    let summary = Line::Summary {
        about: &answer.about,
        notes: &answer.notes,
        summary: &answer.summary,
    };
    json::line(out, &summary)
}

/// What is said of a part of the text, before what a report has to it.
const OWN: [&str; 8] = [
    "type", "number", "page", "said", "speaker", "verdict", "shared", "notes",
];

/// Where in the report it stands.
const PLACE: [&str; 7] = [
    "section",
    "heading",
    "page_start",
    "page_end",
    "id",
    "text",
    "path",
];

/// A row a quotation, a row a passage near a claim, a row a thing asked for.
pub(super) fn csv(out: &mut dyn Write, answer: &Check) -> io::Result<()> {
    let mut rows = vec![csv::head(&OWN, &PLACE)];
    let width = rows[0].len();
    for quotation in &answer.quotations {
        let mut row = vec![
            "quotation".to_owned(),
            quotation.number.to_string(),
            csv::optional(quotation.page),
            quotation.text.clone(),
            quotation.speaker.clone().unwrap_or_default(),
            quotation.verdict.name().to_owned(),
            String::new(),
            differing(quotation),
        ];
        if let Some(source) = &quotation.source {
            row.extend(csv::report_cells(&source.report));
            row.extend(csv::place_cells(
                &source.section,
                (source.page_start, source.page_end),
            ));
            row.extend([
                source.ids.join("; "),
                source.text.clone(),
                source.report.path.clone(),
            ]);
        }
        rows.push(row);
    }
    for claim in &answer.claims {
        let own = |shared: Option<f64>, verdict: &str| {
            vec![
                "claim".to_owned(),
                claim.number.to_string(),
                csv::optional(claim.page),
                claim.text.clone(),
                String::new(),
                verdict.to_owned(),
                csv::optional(shared),
                claim.notes.join("; "),
            ]
        };
        if claim.nearest.is_empty() {
            rows.push(own(None, "nothing near"));
        }
        for near in &claim.nearest {
            let hit = &near.hit;
            let verdict = if near.contrast { "contrast" } else { "near" };
            let mut row = own(Some(near.shared), verdict);
            row.extend(csv::report_cells(&hit.report));
            row.extend(csv::place_cells(
                &hit.section,
                (hit.page_start, hit.page_end),
            ));
            row.extend([hit.id.clone(), hit.text.clone(), hit.report.path.clone()]);
            rows.push(row);
        }
    }
    for (number, asked) in (1..).zip(&answer.asked) {
        let verdict = match asked.mentioned {
            Some(_) => "mentioned",
            None => "not mentioned",
        };
        let mut row = vec![
            "asked".to_owned(),
            i32::to_string(&number),
            String::new(),
            asked.mentioned.clone().unwrap_or_default(),
            String::new(),
            verdict.to_owned(),
            String::new(),
            String::new(),
        ];
        row.extend(csv::report_cells(&asked.report));
        row.extend([
            asked.section.clone(),
            String::new(),
            csv::optional(asked.page_start),
            csv::optional(asked.page_end),
            asked.id.clone(),
            asked.text.clone(),
            asked.report.path.clone(),
        ]);
        rows.push(row);
    }
    for row in &mut rows {
        row.resize(width, String::new());
    }
    csv::write(out, &rows)
}

/// What to mind and what differs from the report, in one cell.
fn differing(quotation: &CheckedQuotation) -> String {
    let parts = quotation
        .difference
        .iter()
        .filter_map(|part| match part.kind {
            DifferenceKind::Both => None,
            DifferenceKind::Text => Some(format!("text: {}", part.text)),
            DifferenceKind::Report => Some(format!("report: {}", part.text)),
        });
    let notes = quotation.notes.iter().cloned();
    notes.chain(parts).collect::<Vec<_>>().join("; ")
}
