//! A passage as a quotation, for people and for papers.

use std::io::{self, Write};

use serde::Serialize;

use super::citation::long;
use super::hyperlink::linked;
use super::style::{ID, QUIET, paint};
use super::text::wrap;
use super::{Look, csv, dates, json, markdown, pages, safe};
use crate::api::Quotation;
use crate::report::Kind;

/// The parts of a citation, in order, as far as they are known.
struct Citation {
    title: String,
    /// Who wrote it, when, and where in it.
    rest: Vec<String>,
}

fn citation(quotation: &Quotation) -> Citation {
    let report = &quotation.report;
    let mut rest = Vec::new();
    if !quotation.inspectorates.is_empty() {
        rest.push(and(&quotation.inspectorates));
    }
    rest.extend(inspected(quotation));
    rest.extend(
        report
            .published
            .map(|day| format!("published {}", long(day))),
    );
    if !quotation.section.heading.is_empty() {
        rest.push(format!("section “{}”", safe(&quotation.section.heading)));
    }
    rest.extend(pages(quotation.page_start, quotation.page_end));
    Citation {
        title: safe(&report.title).into_owned(),
        rest,
    }
}

/// The days of the inspection. Those of a press release are of the report that it is about.
pub(super) fn inspected(quotation: &Quotation) -> Option<String> {
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
pub(super) fn and(names: &[String]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}

/// Where it can be looked up: on the web, else in the file, at the page.
fn place(quotation: &Quotation) -> String {
    let path = || {
        let page = quotation.page_start.map(|page| format!("#page={page}"));
        format!(
            "{}{}",
            safe(&quotation.report.path),
            page.unwrap_or_default()
        )
    };
    quotation.web.clone().unwrap_or_else(path)
}

pub(super) fn text(out: &mut dyn Write, quotations: &[Quotation], look: Look) -> io::Result<()> {
    for (index, quotation) in quotations.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        for line in wrap(&format!("“{}”", safe(&quotation.text)), look, 0) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
        let cited = citation(quotation);
        let rest: String = cited.rest.iter().map(|part| format!(", {part}")).collect();
        for line in wrap(&format!("{}{rest}", cited.title), look, 0) {
            writeln!(out, "{line}")?;
        }
        let place = place(quotation);
        writeln!(
            out,
            "{}",
            linked(&place, &quotation.report, quotation.page_start, look)
        )?;
        let licence = format!("Licence: {}", safe(&quotation.licence.statement));
        for line in wrap(&licence, look, 0) {
            writeln!(out, "{}", paint(&line, QUIET, look.colour))?;
        }
        writeln!(out, "{}", paint(&safe(&quotation.id), ID, look.colour))?;
    }
    Ok(())
}

pub(super) fn markdown(out: &mut dyn Write, quotations: &[Quotation]) -> io::Result<()> {
    let escaped = markdown::escaped;
    for (index, quotation) in quotations.iter().enumerate() {
        if index > 0 {
            // Else two quotations would be one.
            writeln!(out, "\n<!-- -->\n")?;
        }
        let cited = citation(quotation);
        let mut parts = vec![format!("*{}*", escaped(&cited.title))];
        parts.extend(cited.rest.iter().map(|part| escaped(part)));
        parts.push(match &quotation.web {
            Some(link) => format!("<{link}>"),
            None => escaped(&place(quotation)),
        });
        writeln!(out, "> “{}”\n>", escaped(&quotation.text))?;
        writeln!(out, "> — {}\n>", parts.join(", "))?;
        let statement = escaped(&quotation.licence.statement);
        let licence = match (&quotation.licence.name, &quotation.licence.url) {
            (Some(name), Some(url)) => format!("[{}]({url})", escaped(name)),
            _ => statement,
        };
        writeln!(out, "> Licence: {licence}. `{}`", safe(&quotation.id))?;
    }
    Ok(())
}

/// A quotation as other programs take it.
#[derive(Serialize)]
struct Cited<'a> {
    #[serde(flatten)]
    quotation: &'a Quotation,
    /// As the text format prints it.
    citation: String,
}

impl<'a> Cited<'a> {
    fn of(quotation: &'a Quotation) -> Self {
        let cited = citation(quotation);
        let mut parts = vec![cited.title];
        parts.extend(cited.rest);
        Cited {
            quotation,
            citation: parts.join(", "),
        }
    }
}

pub(super) fn json(out: &mut dyn Write, quotations: &[Quotation]) -> io::Result<()> {
    let cited: Vec<Cited<'_>> = quotations.iter().map(Cited::of).collect();
    json::document(out, &cited)
}

pub(super) fn lines(out: &mut dyn Write, quotations: &[Quotation]) -> io::Result<()> {
    quotations
        .iter()
        .try_for_each(|quotation| json::line(out, &Cited::of(quotation)))
}

pub(super) fn csv(out: &mut dyn Write, quotations: &[Quotation]) -> io::Result<()> {
    let own = [
        "id",
        "quotation",
        "citation",
        "inspectorates",
        "link",
        "licence",
    ];
    let mut rows = vec![csv::head(
        &own,
        &["section", "heading", "page_start", "page_end", "path"],
    )];
    for quotation in quotations {
        let mut row = vec![
            quotation.id.clone(),
            quotation.text.clone(),
            Cited::of(quotation).citation,
            quotation.inspectorates.join("; "),
            quotation
                .web
                .clone()
                .or_else(|| quotation.file.clone())
                .unwrap_or_default(),
            quotation.licence.statement.clone(),
        ];
        row.extend(csv::report_cells(&quotation.report));
        row.extend(csv::place_cells(
            &quotation.section,
            (quotation.page_start, quotation.page_end),
        ));
        row.push(quotation.report.path.clone());
        rows.push(row);
    }
    csv::write(out, &rows)
}
