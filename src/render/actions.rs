//! Actions that reports ask for.

use std::io::{self, Write};

use serde::Serialize;

use super::hyperlink::linked;
use super::style::{AREA, ID, QUIET, paint};
use super::text::{INDENT, wrap, write_notes};
use super::{Look, citation, count, csv, json, markdown, pages, safe, thousands};
use crate::api::{Action, Actions, Summary};

/// `12 of 340 actions in 24 reports`.
fn totals(answer: &Actions) -> String {
    let shown = answer.actions.len() as u64;
    let of = if shown < answer.total {
        format!("{} of ", thousands(shown))
    } else {
        String::new()
    };
    let indexed = count(answer.summary.indexed_reports, "report");
    format!("{of}{}; searched {indexed}", count(answer.total, "action"))
}

/// Of what sort it is, and by when.
fn facts(action: &Action) -> Vec<String> {
    let mut facts = vec![action.kind.name().to_owned()];
    facts.extend(action.due.as_deref().map(|due| safe(due).to_lowercase()));
    facts
}

/// Who is to act; `None` if the report does not say.
fn bodies(action: &Action) -> Option<String> {
    let names: Vec<&str> = action
        .bodies
        .iter()
        .map(|body| body.name.as_str())
        .collect();
    (!names.is_empty()).then(|| safe(&names.join("; ")).into_owned())
}

pub(super) fn text(out: &mut dyn Write, answer: &Actions, look: Look) -> io::Result<()> {
    writeln!(out, "{}", totals(answer))?;
    write_notes(out, &answer.summary, look)?;
    let mut report = "";
    for action in &answer.actions {
        if action.report.id != report {
            report = &action.report.id;
            let cited = citation(&action.report);
            writeln!(out, "\n{}", paint(&safe(&cited), AREA, look.colour))?;
        }
        let linked = |shown: &str| linked(shown, &action.report, action.page_start, look);
        let mut place: Vec<String> = pages(action.page_start, action.page_end)
            .map(|pages| linked(&pages))
            .into_iter()
            .collect();
        place.push(linked(&paint(&safe(&action.id), ID, look.colour)));
        writeln!(
            out,
            "\n{INDENT}{} · {}",
            paint(&facts(action).join(" · "), QUIET, look.colour),
            place.join(" · ")
        )?;
        if let Some(bodies) = bodies(action) {
            for line in wrap(&format!("by {bodies}"), look, INDENT.len()) {
                writeln!(out, "{INDENT}{}", paint(&line, QUIET, look.colour))?;
            }
        }
        for line in wrap(&safe(&action.text), look, INDENT.len()) {
            writeln!(out, "{INDENT}{line}")?;
        }
    }
    Ok(())
}

pub(super) fn lines(out: &mut dyn Write, answer: &Actions) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Action(&'a Action),
        Summary {
            total: u64,
            #[serde(flatten)]
            summary: &'a Summary,
        },
    }
    for action in &answer.actions {
        json::line(out, &Line::Action(action))?;
    }
    let summary = Line::Summary {
        total: answer.total,
        summary: &answer.summary,
    };
    json::line(out, &summary)
}

pub(super) fn csv(out: &mut dyn Write, answer: &Actions) -> io::Result<()> {
    let own = [
        "id",
        "part",
        "action",
        "bodies",
        "body_kinds",
        "due",
        "text",
    ];
    let place = [
        "section",
        "heading",
        "page_start",
        "page_end",
        "themes",
        "path",
    ];
    let mut rows = vec![csv::head(&own, &place)];
    for action in &answer.actions {
        let bodies = |part: fn(&crate::api::Body) -> &str| {
            let bodies: Vec<&str> = action.bodies.iter().map(part).collect();
            bodies.join("; ")
        };
        let mut row = vec![
            action.id.clone(),
            action.part.to_string(),
            action.kind.name().to_owned(),
            bodies(|body| &body.name),
            bodies(|body| &body.kind),
            action.due.clone().unwrap_or_default(),
            action.text.clone(),
        ];
        row.extend(csv::report_cells(&action.report));
        row.extend(csv::place_cells(
            &action.section,
            (action.page_start, action.page_end),
        ));
        row.extend([action.themes.join("; "), action.report.path.clone()]);
        rows.push(row);
    }
    csv::write(out, &rows)
}

pub(super) fn markdown(out: &mut dyn Write, answer: &Actions) -> io::Result<()> {
    let escaped = markdown::escaped;
    writeln!(out, "{}\n", totals(answer))?;
    markdown::write_notes(out, &answer.summary)?;
    let mut report = "";
    for action in &answer.actions {
        if action.report.id != report {
            let gap = if report.is_empty() { "" } else { "\n" };
            report = &action.report.id;
            writeln!(out, "{gap}**{}**\n", escaped(&citation(&action.report)))?;
        }
        let mut facts: Vec<String> = facts(action).iter().map(|fact| escaped(fact)).collect();
        facts.extend(bodies(action).map(|bodies| escaped(&bodies)));
        facts.extend(pages(action.page_start, action.page_end));
        facts.push(format!("`{}`", safe(&action.id)));
        writeln!(out, "- {} ({})", escaped(&action.text), facts.join(" · "))?;
    }
    Ok(())
}
