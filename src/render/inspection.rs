//! What the parser made of a file, and why.

use std::io::{self, Write};

use super::style::{AREA, QUIET, paint};
use super::{Look, count, safe, text};
use crate::api::ReportText;

/// Column at which values begin.
const LABEL: usize = 20;

/// Label, key of the evidence (empty if there is none) and value of every field.
fn fields(report: &ReportText) -> Vec<(&'static str, &'static str, String)> {
    let info = &report.report;
    let unknown = || "not recognised".to_owned();
    let date = |day: Option<crate::report::Date>| day.map_or_else(unknown, |day| day.to_string());
    let area = info.area.clone().map(|area| match &info.region {
        Some(region) => format!("{area} ({region})"),
        None => format!("{area} (not on the list of areas)"),
    });
    vec![
        ("id", "", info.id.clone()),
        ("title", "title", info.title.clone()),
        (
            "kind",
            "kind",
            match &report.facts.variant {
                Some(variant) => format!("{} ({variant})", info.kind),
                None => info.kind.clone(),
            },
        ),
        ("area", "areas", area.unwrap_or_else(unknown)),
        (
            "outcome",
            "outcome",
            format!("{} (scale {})", info.outcome, info.outcome_scale),
        ),
        (
            "inspection start",
            "inspection_start",
            date(info.inspection_start),
        ),
        (
            "inspection end",
            "inspection_end",
            date(info.inspection_end),
        ),
        ("published", "published", date(info.published)),
        (
            "year",
            "",
            info.year.map_or_else(unknown, |year| year.to_string()),
        ),
        (
            "previous inspection",
            "previous_inspection",
            report
                .facts
                .previous_inspection
                .clone()
                .unwrap_or_else(unknown),
        ),
        (
            "pages",
            "",
            report
                .facts
                .pages
                .map_or_else(|| "none in the file".to_owned(), |n| n.to_string()),
        ),
    ]
}

pub(super) fn write(
    out: &mut dyn Write,
    report: &ReportText,
    passages: bool,
    look: Look,
) -> io::Result<()> {
    for (label, key, value) in fields(report) {
        writeln!(
            out,
            "{label:<LABEL$} {}",
            paint(&safe(&value), AREA, look.colour)
        )?;
        if let Some(words) = report.evidence.get(key)
            && *words != value
        {
            let words = format!("by: {}", safe(words));
            writeln!(out, "{:LABEL$} {}", "", paint(&words, QUIET, look.colour))?;
        }
    }
    for judgement in &report.facts.judgements {
        let label = format!("judgement: {}", safe(&judgement.row));
        writeln!(out, "{label:<LABEL$} {}", safe(&judgement.grade))?;
    }
    for warning in &report.facts.warnings {
        writeln!(out, "{:<LABEL$} {}", "warning", safe(warning))?;
    }
    writeln!(
        out,
        "{:<LABEL$} {} in {}",
        "sections",
        count(report.passages as u64, "passage"),
        count(report.sections.len() as u64, "section")
    )?;
    if passages {
        return report
            .sections
            .iter()
            .try_for_each(|section| text::section(out, section, look));
    }
    for section in &report.sections {
        let heading = if section.heading.is_empty() {
            "(no heading)"
        } else {
            &section.heading
        };
        let verdict = section.verdict.as_deref();
        let verdict = verdict.map(|verdict| format!(" ({verdict} progress)"));
        writeln!(
            out,
            "  {:>4}  {:<16} {}{}",
            section.passages.len(),
            section.role,
            safe(heading),
            verdict.unwrap_or_default()
        )?;
    }
    Ok(())
}
