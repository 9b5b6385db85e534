//! Answers for spreadsheets: one table, no cell a formula.

use std::io::{self, Write};

use super::safe::cell;
use crate::api::{Hit, ReportEntry, ReportInfo, ReportText, SearchResponse, SectionInfo, Summary};
use crate::report::facet::Dimension;

/// Columns of a hit.
pub(super) const HITS: [&str; 20] = [
    "rank",
    "score",
    "id",
    "report",
    "title",
    "kind",
    "area",
    "region",
    "outcome",
    "outcome_scale",
    "year",
    "inspection_start",
    "inspection_end",
    "published",
    "section",
    "heading",
    "page_start",
    "page_end",
    "themes",
    "text",
];

pub(super) fn search(out: &mut dyn Write, response: &SearchResponse) -> io::Result<()> {
    let partial = response.hits.iter().any(|hit| !hit.missing.is_empty());
    let mut head: Vec<String> = HITS.iter().map(|&name| name.to_owned()).collect();
    head.push("path".to_owned());
    let grouped = response.hits.iter().any(|hit| hit.more_in_report.is_some());
    if grouped {
        head.push("more_in_report".to_owned());
    }
    if partial {
        head.push("missing".to_owned());
    }
    let folded = response.hits.iter().any(|hit| hit.alike.is_some());
    if folded {
        head.extend(["alike", "alike_reports"].map(str::to_owned));
    }
    let by_area = response.hits.iter().any(|hit| hit.more_in_area.is_some());
    if by_area {
        head.push("more_in_area".to_owned());
    }
    let mut rows = vec![head];
    for hit in &response.hits {
        let mut row = hit_cells(hit);
        row.push(hit.report.path.clone());
        if grouped {
            row.push(optional(hit.more_in_report));
        }
        if partial {
            row.push(hit.missing.join("; "));
        }
        if folded {
            let alike = hit.alike.as_ref();
            row.push(alike.map_or(0, |alike| alike.passages).to_string());
            row.push(alike.map_or(0, |alike| alike.reports).to_string());
        }
        if by_area {
            row.push(optional(hit.more_in_area));
        }
        rows.push(row);
    }
    write(out, &rows)
}

/// A hit under the columns of [`HITS`].
pub(super) fn hit_cells(hit: &Hit) -> Vec<String> {
    let mut row = vec![hit.rank.to_string(), hit.score.to_string(), hit.id.clone()];
    row.extend(report_cells(&hit.report));
    row.extend(place_cells(&hit.section, (hit.page_start, hit.page_end)));
    row.extend([hit.themes.join("; "), hit.text.clone()]);
    row
}

/// Where a passage stands in its report: role and heading of its section, first and last page.
pub(super) fn place_cells(
    section: &SectionInfo,
    (start, end): (Option<u32>, Option<u32>),
) -> [String; 4] {
    [
        section.role.clone(),
        section.heading.clone(),
        optional(start),
        optional(end),
    ]
}

pub(super) fn report_cells(report: &ReportInfo) -> [String; 11] {
    [
        report.id.clone(),
        report.title.clone(),
        report.kind.clone(),
        report.area.clone().unwrap_or_default(),
        report.region.clone().unwrap_or_default(),
        report.outcome.clone(),
        report.outcome_scale.clone(),
        optional(report.year),
        optional(report.inspection_start),
        optional(report.inspection_end),
        optional(report.published),
    ]
}

pub(super) const REPORT: [&str; 11] = [
    "id",
    "title",
    "kind",
    "area",
    "region",
    "outcome",
    "outcome_scale",
    "year",
    "inspection_start",
    "inspection_end",
    "published",
];

pub(super) fn reports(out: &mut dyn Write, reports: &[ReportEntry]) -> io::Result<()> {
    let more = [
        "outcome_text",
        "judgements",
        "sections",
        "passages",
        "pages",
        "sha256",
        "warnings",
        "duplicates",
        "path",
    ];
    let mut rows = vec![
        REPORT
            .iter()
            .chain(&more)
            .map(|&name| name.to_owned())
            .collect::<Vec<_>>(),
    ];
    for entry in reports {
        let judgements: Vec<String> = entry
            .facts
            .judgements
            .iter()
            .map(|judgement| format!("{}={}", judgement.row, judgement.grade))
            .collect();
        let mut row = report_cells(&entry.report).to_vec();
        row.extend([
            entry.facts.outcome_text.clone().unwrap_or_default(),
            judgements.join("; "),
            entry.sections.to_string(),
            entry.passages.to_string(),
            optional(entry.facts.pages),
            entry.facts.sha256.clone(),
            entry.facts.warnings.join("; "),
            entry.facts.duplicates.join("; "),
            entry.report.path.clone(),
        ]);
        rows.push(row);
    }
    write(out, &rows)
}

pub(super) fn facets(
    out: &mut dyn Write,
    summary: &Summary,
    dimensions: &[Dimension],
) -> io::Result<()> {
    let head = ["facet", "value", "path", "passages", "reports"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for dimension in dimensions {
        for value in summary.facets.get(dimension).into_iter().flatten() {
            rows.push(vec![
                dimension.name().to_owned(),
                value.value.clone(),
                value.path.clone(),
                value.passages.to_string(),
                value.reports.to_string(),
            ]);
        }
    }
    write(out, &rows)
}

pub(super) fn passages(out: &mut dyn Write, report: &ReportText) -> io::Result<()> {
    let head = [
        "id",
        "section",
        "heading",
        "page_start",
        "page_end",
        "themes",
        "text",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for section in &report.sections {
        for passage in &section.passages {
            rows.push(vec![
                passage.id.clone(),
                section.role.clone(),
                section.heading.clone(),
                optional(passage.page_start),
                optional(passage.page_end),
                passage.themes.join("; "),
                passage.text.clone(),
            ]);
        }
    }
    write(out, &rows)
}

/// The head of a table of records: their own columns, those of the report, and those of the place.
pub(super) fn head(own: &[&str], place: &[&str]) -> Vec<String> {
    // A column `id` is that of the record.
    let report = REPORT
        .iter()
        .map(|&name| if name == "id" { "report" } else { name });
    let names = own
        .iter()
        .copied()
        .chain(report)
        .chain(place.iter().copied());
    names.map(str::to_owned).collect()
}

pub(super) fn optional(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

pub(super) fn write(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    for row in rows {
        writer
            .write_record(row.iter().map(|text| cell(text)))
            .map_err(into_io)?;
    }
    writer.flush()
}

/// The csv crate wraps errors of the writer; what callers look for (a closed pipe) is inside.
fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => io::Error::other(format!("{other:?}")),
    }
}
