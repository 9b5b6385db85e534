//! Figures on waiting and timeliness.

use std::io::{self, Write};

use serde::Serialize;

use super::hyperlink::linked;
use super::style::{AREA, ID, QUIET, paint};
use super::text::{INDENT, write_marked, write_notes};
use super::{Look, citation, count, csv, json, markdown, pages, safe, thousands};
use crate::api::{Bound, Figure, FigureKind, FigureOf, Summary, Waits};

/// `12 of 340 figures; searched 183 reports`.
fn totals(answer: &Waits) -> String {
    let shown = answer.waits.len() as u64;
    let of = if shown < answer.total {
        format!("{} of ", thousands(shown))
    } else {
        String::new()
    };
    let indexed = count(answer.summary.indexed_reports, "report");
    format!("{of}{}; searched {indexed}", count(answer.total, "figure"))
}

/// `up to 18 months`, as printed but for the words of the bound.
fn length(figure: &Figure) -> String {
    let bound = match figure.bound {
        Bound::UpTo => "up to ",
        Bound::Average => "average ",
        Bound::Over => "over ",
        Bound::Within => "within ",
        Bound::AtLeast => "at least ",
        Bound::About => "about ",
        Bound::Range | Bound::Exactly => "",
    };
    format!("{bound}{}", safe(&figure.printed))
}

fn service(figure: &Figure) -> &str {
    figure.service.as_deref().unwrap_or("service not named")
}

/// What sets a figure apart from the usual: a wait in the area of the report.
fn marks(figure: &Figure) -> Vec<&'static str> {
    let mut marks = Vec::new();
    if figure.kind == FigureKind::Target {
        marks.push("target");
    }
    if figure.of == FigureOf::Elsewhere {
        marks.push("elsewhere");
    }
    marks
}

pub(super) fn text(out: &mut dyn Write, answer: &Waits, look: Look) -> io::Result<()> {
    writeln!(out, "{}", totals(answer))?;
    write_notes(out, &answer.summary, look)?;
    for figure in &answer.waits {
        let mut facts = vec![
            paint(&length(figure), AREA, look.colour),
            service(figure).to_owned(),
        ];
        facts.extend(marks(figure).into_iter().map(str::to_owned));
        writeln!(out, "\n{}", facts.join(" · "))?;
        let cited = citation(&figure.report);
        let mut place = vec![safe(&cited).into_owned()];
        place.extend(pages(figure.page_start, figure.page_end));
        writeln!(
            out,
            "{INDENT}{} · {}",
            paint(&place.join(" · "), QUIET, look.colour),
            linked(
                &paint(&safe(&figure.id), ID, look.colour),
                &figure.report,
                figure.page_start,
                look
            )
        )?;
        write_marked(out, &figure.sentence, &[figure.highlight], look)?;
    }
    Ok(())
}

pub(super) fn lines(out: &mut dyn Write, answer: &Waits) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Figure(&'a Figure),
        Summary {
            total: u64,
            #[serde(flatten)]
            summary: &'a Summary,
        },
    }
    for figure in &answer.waits {
        json::line(out, &Line::Figure(figure))?;
    }
    let summary = Line::Summary {
        total: answer.total,
        summary: &answer.summary,
    };
    json::line(out, &summary)
}

pub(super) fn csv(out: &mut dyn Write, answer: &Waits) -> io::Result<()> {
    let own = [
        "id",
        "service",
        "figure",
        "of",
        "bound",
        "number",
        "number_to",
        "unit",
        "days",
        "printed",
        "sentence",
    ];
    let place = ["section", "heading", "page_start", "page_end", "path"];
    let mut rows = vec![csv::head(&own, &place)];
    for figure in &answer.waits {
        let mut row = vec![
            figure.id.clone(),
            figure.service.clone().unwrap_or_default(),
            figure.kind.name().to_owned(),
            figure.of.name().to_owned(),
            figure.bound.name().to_owned(),
            figure.number.to_string(),
            csv::optional(figure.number_to),
            figure.unit.name().to_owned(),
            figure.days.to_string(),
            figure.printed.clone(),
            figure.sentence.clone(),
        ];
        row.extend(csv::report_cells(&figure.report));
        row.extend(csv::place_cells(
            &figure.section,
            (figure.page_start, figure.page_end),
        ));
        row.push(figure.report.path.clone());
        rows.push(row);
    }
    csv::write(out, &rows)
}

pub(super) fn markdown(out: &mut dyn Write, answer: &Waits) -> io::Result<()> {
    let escaped = markdown::escaped;
    writeln!(out, "{}\n", totals(answer))?;
    markdown::write_notes(out, &answer.summary)?;
    writeln!(
        out,
        "| how long | for | | sentence | where |\n| --- | --- | --- | --- | --- |"
    )?;
    for figure in &answer.waits {
        let mut place = vec![escaped(&citation(&figure.report))];
        place.extend(pages(figure.page_start, figure.page_end));
        place.push(format!("`{}`", safe(&figure.id)));
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            escaped(&length(figure)),
            escaped(service(figure)),
            marks(figure).join(", "),
            markdown::marked(&figure.sentence, &[figure.highlight]),
            place.join(" · ")
        )?;
    }
    Ok(())
}
