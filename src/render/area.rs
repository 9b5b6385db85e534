//! The history of an area.

use std::io::{self, Write};

use serde::Serialize;
use textwrap::{WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

use super::history::{announced, changes, compared, facts, headline, said};
use super::hyperlink::linked;
use super::style::{AREA, HEADING, ID, QUIET, paint};
use super::text::{INDENT, wrap, write_marked};
use super::{Look, count, csv, json, markdown, pages, safe};
use crate::api::{AreaHistory, AreaInfo, AreaReport, Change, Due, Summary, Themes};

/// Column at which the facts of a report begin.
const LABEL: usize = 12;

/// `4 reports, 2016 to 2024; searched 183 reports`.
fn totals(answer: &AreaHistory) -> String {
    let reports = answer.reports.iter();
    let years: Vec<i16> = reports
        .filter_map(|report| report.entry.report.year)
        .collect();
    let years = match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) if first < last => format!(", {first} to {last}"),
        (Some(only), _) => format!(", {only}"),
        _ => String::new(),
    };
    let indexed = count(answer.summary.indexed_reports, "report");
    let number = count(answer.reports.len() as u64, "report");
    format!("{number}{years}; searched {indexed}")
}

/// What became of an area, and what it came from.
fn kin(answer: &AreaHistory) -> Vec<String> {
    let mut kin = Vec::new();
    if !answer.area.successors.is_empty() {
        kin.push(format!(
            "followed by {}",
            answer.area.successors.join(" and ")
        ));
    }
    if !answer.predecessors.is_empty() {
        kin.push(format!("followed {}", answer.predecessors.join(" and ")));
    }
    kin
}

/// What is to come may have been, without a report on it that was given to us.
const NOT_INDEXED: &str = "no report on it is indexed";
const NOTHING_DUE: &str = "No report says when the next inspection is due.";
const NO_CHANGE: &str = "No two of these reports are on inspections of one kind.";

pub(super) fn text(out: &mut dyn Write, answer: &AreaHistory, look: Look) -> io::Result<()> {
    let AreaInfo { name, region, .. } = &answer.area;
    let region = region
        .as_ref()
        .map_or_else(String::new, |region| format!(" · {region}"));
    let name = paint(&safe(name), AREA, look.colour);
    writeln!(out, "{name}{}: {}", safe(&region), totals(answer))?;
    for line in kin(answer) {
        writeln!(out, "{}", safe(&line))?;
    }
    if answer.next.is_empty() {
        writeln!(out, "{}", paint(NOTHING_DUE, QUIET, look.colour))?;
    }
    for due in &answer.next {
        let what = paint(&format!("next: {}", announced(due)), AREA, look.colour);
        writeln!(out, "\n{what} · {}", paint(NOT_INDEXED, QUIET, look.colour))?;
        let marks: Vec<_> = due.highlight.into_iter().collect();
        write_marked(out, &due.sentence, &marks, look)?;
        let said = paint(&safe(&said(due)), ID, look.colour);
        let mut reports = answer.reports.iter().map(|report| &report.entry.report);
        let said = match reports.find(|report| report.id == due.report) {
            Some(report) => linked(&said, report, due.page_start, look),
            None => said,
        };
        writeln!(out, "{INDENT}{said}")?;
    }
    for report in &answer.reports {
        let info = &report.entry.report;
        writeln!(out)?;
        for line in wrap(&safe(&headline(info)), look, 0) {
            writeln!(out, "{}", paint(&line, AREA, look.colour))?;
        }
        let id = linked(&paint(&safe(&info.id), ID, look.colour), info, None, look);
        let mut size: Vec<String> = report
            .entry
            .facts
            .pages
            .into_iter()
            .map(page_count)
            .collect();
        size.push(count(report.entry.passages as u64, "passage"));
        let size = paint(&size.join(" · "), QUIET, look.colour);
        writeln!(out, "{INDENT}{id} · {size}")?;
        for (label, fact) in facts(report) {
            write_fact(out, label, &fact, look)?;
        }
    }
    if answer.changes.is_empty() {
        if answer.reports.len() > 1 {
            writeln!(out, "\n{}", paint(NO_CHANGE, QUIET, look.colour))?;
        }
        return Ok(());
    }
    writeln!(out, "\n{}", paint("What changed", HEADING, look.colour))?;
    for change in &answer.changes {
        writeln!(out)?;
        for line in wrap(&safe(&compared(change, answer)), look, 0) {
            writeln!(out, "{}", paint(&line, AREA, look.colour))?;
        }
        for (label, line) in changes(change) {
            write_fact(out, label, &line, look)?;
        }
    }
    Ok(())
}

fn page_count(pages: u32) -> String {
    count(u64::from(pages), "page")
}

/// A fact behind its label, wrapped beside it.
fn write_fact(out: &mut dyn Write, label: &str, fact: &str, look: Look) -> io::Result<()> {
    let mut label = format!("{label:<LABEL$}");
    for line in fact_lines(&safe(fact), look) {
        writeln!(out, "{INDENT}{}{line}", paint(&label, QUIET, look.colour))?;
        label = " ".repeat(LABEL);
    }
    Ok(())
}

/// The lines of a fact. Names such as `care/early-help` are not broken where they fit into a line, and
/// a number stays with the name before it.
fn fact_lines(fact: &str, look: Look) -> Vec<String> {
    const GLUE: &str = "\u{a0}";
    let Some(width) = look.width else {
        return vec![fact.to_owned()];
    };
    let items = fact.split(", ").map(|item| match item.rsplit_once(' ') {
        Some((name, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{name}{GLUE}{number}")
        }
        _ => item.to_owned(),
    });
    let glued = items.collect::<Vec<_>>().join(", ");
    let room = width.saturating_sub(INDENT.len() + LABEL).max(20);
    let splitter = if glued.split(' ').any(|name| name.width() > room) {
        WordSplitter::HyphenSplitter
    } else {
        WordSplitter::NoHyphenation
    };
    let options = textwrap::Options::new(room)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(splitter);
    let lines = textwrap::wrap(&glued, options).into_iter();
    lines
        .map(|line| line.trim_end().replace(GLUE, " "))
        .collect()
}

pub(super) fn lines(out: &mut dyn Write, answer: &AreaHistory) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Report(&'a AreaReport),
        Change(&'a Change),
        Summary {
            area: &'a AreaInfo,
            predecessors: &'a [String],
            next: &'a [Due],
            #[serde(flatten)]
            summary: &'a Summary,
        },
    }
    for report in &answer.reports {
        json::line(out, &Line::Report(report))?;
    }
    for change in &answer.changes {
        json::line(out, &Line::Change(change))?;
    }
    let summary = Line::Summary {
        area: &answer.area,
        predecessors: &answer.predecessors,
        next: &answer.next,
        summary: &answer.summary,
    };
    json::line(out, &summary)
}

pub(super) fn csv(out: &mut dyn Write, answer: &AreaHistory) -> io::Result<()> {
    let more = [
        "judgements",
        "strengths",
        "weaknesses",
        "actions",
        "asked",
        "due",
        "due_page",
        "due_sentence",
        "compared_with",
        "changes",
        "path",
    ];
    let mut rows = vec![csv::head(&[], &more)];
    let all = |themes: Option<&Themes>| {
        let themes = themes.into_iter().flatten();
        let themes: Vec<String> = themes.map(|(theme, n)| format!("{theme}={n}")).collect();
        themes.join("; ")
    };
    for report in &answer.reports {
        let entry = &report.entry;
        let mut changed = answer.changes.iter();
        let change = changed.find(|change| change.after == entry.report.id);
        let judgements = entry.facts.judgements.iter();
        let judgements: Vec<String> = judgements
            .map(|judgement| format!("{}={}", judgement.row, judgement.grade))
            .collect();
        let numbers = report.actions.iter();
        let numbers: Vec<String> = numbers
            .map(|(kind, number)| format!("{}={number}", kind.name()))
            .collect();
        let due = |part: &dyn Fn(&Due) -> String| {
            let parts: Vec<String> = report.due.iter().map(part).collect();
            parts.join("; ")
        };
        let changes = change.map(changes).unwrap_or_default();
        let changes: Vec<String> = changes
            .into_iter()
            .map(|(label, line)| format!("{label}: {line}"))
            .collect();
        let mut row = csv::report_cells(&entry.report).to_vec();
        row.extend([
            judgements.join("; "),
            all(report.strengths.as_ref()),
            all(report.weaknesses.as_ref()),
            numbers.join("; "),
            all(Some(&report.asked)),
            due(&|due| {
                let until = due.until.map(|until| until.to_string());
                format!("{}={}", due.kind.name(), until.unwrap_or_default())
            }),
            due(&|due| csv::optional(due.page_start)),
            due(&|due| due.sentence.clone()),
            change
                .map(|change| change.before.clone())
                .unwrap_or_default(),
            changes.join(". "),
            entry.report.path.clone(),
        ]);
        rows.push(row);
    }
    csv::write(out, &rows)
}

pub(super) fn markdown(out: &mut dyn Write, answer: &AreaHistory) -> io::Result<()> {
    let escaped = markdown::escaped;
    writeln!(out, "# {}\n", escaped(&answer.area.name))?;
    let region = answer.area.region.iter().cloned();
    let known: Vec<String> = region.chain([totals(answer)]).chain(kin(answer)).collect();
    writeln!(out, "{}\n", escaped(&known.join("; ")))?;
    if answer.next.is_empty() {
        writeln!(out, "{NOTHING_DUE}\n")?;
    }
    for due in &answer.next {
        let what = escaped(&announced(due));
        writeln!(out, "**Next: {what}** · {NOT_INDEXED}\n")?;
        let marks: Vec<_> = due.highlight.into_iter().collect();
        writeln!(out, "> {}\n>", markdown::marked(&due.sentence, &marks))?;
        let page = pages(due.page_start, due.page_end).into_iter();
        let place = page.chain([format!("`{}`", safe(&due.id))]);
        writeln!(out, "> — {}\n", place.collect::<Vec<_>>().join(" · "))?;
    }
    for report in &answer.reports {
        writeln!(out, "## {}\n", escaped(&headline(&report.entry.report)))?;
        writeln!(out, "- report: `{}`", safe(&report.entry.report.id))?;
        for (label, fact) in facts(report) {
            writeln!(out, "- {label}: {}", escaped(&fact))?;
        }
        writeln!(out)?;
    }
    if !answer.changes.is_empty() {
        writeln!(out, "## What changed\n")?;
    } else if answer.reports.len() > 1 {
        writeln!(out, "{NO_CHANGE}\n")?;
    }
    for change in &answer.changes {
        writeln!(out, "{}\n", escaped(&compared(change, answer)))?;
        for (label, line) in changes(change) {
            writeln!(out, "- {label}: {}", escaped(&line))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_not_broken_and_numbers_stay_with_them() {
        let look = Look {
            colour: false,
            width: Some(44),
            full: true,
            links: None,
        };
        assert_eq!(
            fact_lines(
                "leadership/multi-agency-working 3, care/early-help 2, good",
                look
            ),
            [
                "leadership/multi-agency-",
                "working 3, care/early-",
                "help 2, good"
            ],
            "but for one that is longer than a line"
        );
        let look = Look {
            width: Some(60),
            ..look
        };
        assert_eq!(
            fact_lines("health/camhs 12, leadership/multi-agency-working 3", look),
            ["health/camhs 12,", "leadership/multi-agency-working 3"]
        );
    }
}
