//! Answers for people.

use std::io::{self, Write};

use super::hyperlink::linked;
use super::style::{AREA, HEADING, ID, MATCH, QUIET, paint};
use super::{Look, citation, count, notes, pages, safe, thousands};
use crate::api::{
    FacetCount, Hit, PassageInfo, Range, ReportEntry, ReportText, SearchResponse, SectionText,
    Summary,
};
use crate::error::list;
use crate::report::facet::Dimension;

pub(super) const INDENT: &str = "    ";

pub(super) fn search(out: &mut dyn Write, response: &SearchResponse, look: Look) -> io::Result<()> {
    if response.hits.is_empty() {
        return Ok(());
    }
    if response.summary.passages == 0 {
        let searched = count(response.summary.indexed_reports, "report");
        writeln!(out, "no passage holds all of it (searched {searched})")?;
    } else {
        writeln!(out, "{}", totals(&response.summary))?;
    }
    write_notes(out, &response.summary, look)?;
    for hit in response.hits.iter().filter(|hit| hit.missing.is_empty()) {
        writeln!(out)?;
        write_hit(out, hit, look)?;
    }
    let partial: Vec<&Hit> = response
        .hits
        .iter()
        .filter(|hit| !hit.missing.is_empty())
        .collect();
    if !partial.is_empty() {
        writeln!(out, "\n{}", paint(&divider(&partial), QUIET, look.colour))?;
        for hit in partial {
            writeln!(out)?;
            write_hit(out, hit, look)?;
        }
    }
    for (dimension, counts) in &response.summary.facets {
        writeln!(out)?;
        write_facet(out, *dimension, counts, look)?;
    }
    Ok(())
}

/// `34 passages in 24 of 183 reports`.
pub(super) fn totals(summary: &Summary) -> String {
    format!(
        "{} in {} of {}",
        count(summary.passages, "passage"),
        thousands(summary.reports),
        count(summary.indexed_reports, "report")
    )
}

/// What was read differently, and what was searched as well.
pub(super) fn write_notes(out: &mut dyn Write, summary: &Summary, look: Look) -> io::Result<()> {
    for line in notes::doubts(summary, true) {
        for line in wrap(&safe(&line), look, 0) {
            writeln!(out, "{line}")?;
        }
    }
    if let Some(line) = notes::also_searched(summary) {
        let line = format!("{line} (--exact: only what you typed)");
        for line in wrap(&safe(&line), look, 0) {
            writeln!(out, "{}", paint(&line, QUIET, look.colour))?;
        }
    }
    Ok(())
}

/// Words that are named in the dividing line; more are left to the hits.
const NAMED_IN_DIVIDER: usize = 3;

/// The line above passages that lack some of the words.
fn divider(partial: &[&Hit]) -> String {
    let mut missing: Vec<String> = Vec::new();
    for word in partial.iter().flat_map(|hit| &hit.missing) {
        let word = safe(word).into_owned();
        if !missing.contains(&word) {
            missing.push(word);
        }
    }
    let everywhere = partial.iter().all(|hit| hit.missing.len() == missing.len());
    let without = if everywhere {
        format!("without {}", list(&missing))
    } else if missing.len() > NAMED_IN_DIVIDER {
        "each says what it is without".to_owned()
    } else {
        format!(
            "without {}, as each says",
            crate::error::alternatives(&missing)
        )
    };
    format!("── most of the words, but not all: {without} ──")
}

pub(super) fn write_hit(out: &mut dyn Write, hit: &Hit, look: Look) -> io::Result<()> {
    write!(out, "{:>2}  ", hit.rank)?;
    write_unranked(out, hit, look)
}

/// A hit without its rank; the line goes on.
pub(super) fn write_unranked(out: &mut dyn Write, hit: &Hit, look: Look) -> io::Result<()> {
    let cited = citation(&hit.report);
    let cited = safe(&cited);
    let (area, rest) = cited.split_once(" · ").unwrap_or((&cited, ""));
    write!(out, "{}", paint(area, AREA, look.colour))?;
    if !rest.is_empty() {
        write!(out, " · {rest}")?;
    }
    writeln!(out)?;
    let mut place = Vec::new();
    if !hit.section.heading.is_empty() {
        place.push(shortened(&safe(&hit.section.heading), 72));
    }
    place.push(hit.section.role.clone());
    let linked = |shown: &str| linked(shown, &hit.report, hit.page_start, look);
    place.extend(pages(hit.page_start, hit.page_end).map(|pages| linked(&pages)));
    writeln!(
        out,
        "{INDENT}{} · {}",
        paint(&place.join(" · "), QUIET, look.colour),
        linked(&paint(&safe(&hit.id), ID, look.colour))
    )?;
    if !hit.missing.is_empty() {
        let missing: Vec<String> = hit
            .missing
            .iter()
            .map(|word| safe(word).into_owned())
            .collect();
        let line = format!("without {}", list(&missing));
        writeln!(out, "{INDENT}{}", paint(&line, QUIET, look.colour))?;
    }
    let context = hit.context.as_ref();
    for before in context.iter().flat_map(|context| &context.before) {
        write_quiet(out, before, look)?;
    }
    if look.full {
        write_marked(out, &hit.text, &hit.highlights, look)?;
    } else {
        write_marked(out, &hit.snippet.text, &hit.snippet.highlights, look)?;
    }
    for after in context.iter().flat_map(|context| &context.after) {
        write_quiet(out, after, look)?;
    }
    if let Some(line) = notes::more(hit) {
        writeln!(out, "{INDENT}{}", paint(&line, QUIET, look.colour))?;
    }
    for part in &hit.explanation {
        let score = signed(part.score);
        writeln!(out, "{INDENT}{score:>8}  {}", safe(&part.part))?;
    }
    if !hit.explanation.is_empty() {
        writeln!(out, "{INDENT}{:>8.3}  score", hit.score)?;
    }
    Ok(())
}

/// A part of a score with its sign, so that what adds is told from what takes away.
pub(super) fn signed(part: f32) -> String {
    format!("{part:+.3}")
}

fn write_quiet(out: &mut dyn Write, passage: &PassageInfo, look: Look) -> io::Result<()> {
    for line in wrap(&safe(&passage.text), look, INDENT.len() + 2) {
        writeln!(
            out,
            "{INDENT}{} {}",
            paint("│", QUIET, look.colour),
            paint(&line, QUIET, look.colour)
        )?;
    }
    Ok(())
}

/// Writes a passage, wrapped and indented, what matched in colour.
pub(super) fn write_marked(
    out: &mut dyn Write,
    text: &str,
    marks: &[Range],
    look: Look,
) -> io::Result<()> {
    let (text, marks) = cleaned(text, marks);
    let mut at = 0;
    for line in wrap(&text, look, INDENT.len()) {
        // Lines are slices of the text, in order, with only white space between them.
        let start = text[at..]
            .find(line.as_str())
            .map_or(at, |found| at + found);
        let end = start + line.len();
        at = end;
        write!(out, "{INDENT}")?;
        let mut from = start;
        for &(mark_start, mark_end) in &marks {
            let (mark_start, mark_end) = (mark_start.max(start), mark_end.min(end));
            if mark_start >= mark_end {
                continue;
            }
            write!(out, "{}", &text[from..mark_start])?;
            write!(
                out,
                "{}",
                paint(&text[mark_start..mark_end], MATCH, look.colour)
            )?;
            from = mark_end;
        }
        writeln!(out, "{}", &text[from..end])?;
    }
    Ok(())
}

/// [`safe`], with the ranges moved along.
fn cleaned(text: &str, marks: &[Range]) -> (String, Vec<Range>) {
    let clean = safe(text);
    if clean.len() == text.len() && clean == text {
        return (text.to_owned(), marks.to_vec());
    }
    let moved = |at: usize| safe(text.get(..at).unwrap_or(text)).len();
    let marks = marks
        .iter()
        .map(|&(start, end)| (moved(start), moved(end)))
        .collect();
    (clean.into_owned(), marks)
}

pub(super) fn wrap(text: &str, look: Look, indent: usize) -> Vec<String> {
    match look.width {
        None => vec![text.to_owned()],
        Some(width) => textwrap::wrap(text, width.saturating_sub(indent).max(20))
            .into_iter()
            .map(|line| line.trim_end().to_owned())
            .collect(),
    }
}

/// At most `most` characters, the rest as an ellipsis.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

pub(super) fn facets(
    out: &mut dyn Write,
    summary: &Summary,
    dimensions: &[Dimension],
    look: Look,
) -> io::Result<()> {
    writeln!(out, "{}", totals(summary))?;
    write_notes(out, summary, look)?;
    for dimension in dimensions {
        writeln!(out)?;
        let counts = summary.facets.get(dimension).map_or(&[][..], Vec::as_slice);
        write_facet(out, *dimension, counts, look)?;
    }
    Ok(())
}

fn write_facet(
    out: &mut dyn Write,
    dimension: Dimension,
    counts: &[FacetCount],
    look: Look,
) -> io::Result<()> {
    let label = |value: &FacetCount| shortened(&safe(&value.value), 40);
    let width = counts
        .iter()
        .map(|value| unicode_width::UnicodeWidthStr::width(label(value).as_str()))
        .chain([dimension.name().len()])
        .max()
        .unwrap_or(0);
    let head = format!(
        "{:<width$}  {:>8}  {:>7}",
        dimension.name(),
        "passages",
        "reports"
    );
    writeln!(out, "{}", paint(&head, HEADING, look.colour))?;
    for value in counts {
        let label = label(value);
        let gap = width.saturating_sub(unicode_width::UnicodeWidthStr::width(label.as_str()));
        writeln!(
            out,
            "{label}{}  {:>8}  {:>7}",
            " ".repeat(gap),
            thousands(value.passages),
            thousands(value.reports)
        )?;
    }
    Ok(())
}

pub(super) fn reports(out: &mut dyn Write, reports: &[ReportEntry], look: Look) -> io::Result<()> {
    let width = reports
        .iter()
        .map(|entry| entry.report.id.chars().count())
        .max()
        .unwrap_or(0)
        .min(60);
    for entry in reports {
        let id = safe(&entry.report.id).into_owned();
        let gap = width.saturating_sub(id.chars().count());
        let mut parts = vec![citation(&entry.report)];
        parts.extend(
            entry
                .facts
                .pages
                .map(|pages| count(u64::from(pages), "page")),
        );
        parts.push(count(entry.passages as u64, "passage"));
        if !entry.facts.warnings.is_empty() {
            parts.push(count(entry.facts.warnings.len() as u64, "warning"));
        }
        writeln!(
            out,
            "{}{}  {}",
            paint(&id, ID, look.colour),
            " ".repeat(gap),
            safe(&parts.join(" · "))
        )?;
    }
    Ok(())
}

pub(super) fn report(out: &mut dyn Write, report: &ReportText, look: Look) -> io::Result<()> {
    let info = &report.report;
    writeln!(out, "{}", paint(&safe(&info.title), AREA, look.colour))?;
    writeln!(out, "{}", safe(&citation(info)))?;
    if let Some(words) = &report.facts.outcome_text {
        for line in wrap(&format!("Outcome: {}", safe(words)), look, 0) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out, "{}", paint(&safe(&info.path), QUIET, look.colour))?;
    report
        .sections
        .iter()
        .try_for_each(|one| section(out, one, look))
}

/// Writes a section with its passages.
pub(super) fn section(out: &mut dyn Write, section: &SectionText, look: Look) -> io::Result<()> {
    writeln!(out)?;
    let role = match &section.verdict {
        Some(verdict) => format!("{}, {verdict} progress", section.role),
        None => section.role.clone(),
    };
    let heading = if section.heading.is_empty() {
        "(no heading)"
    } else {
        &section.heading
    };
    writeln!(
        out,
        "{} {}",
        paint(&safe(heading), HEADING, look.colour),
        paint(&format!("[{role}]"), QUIET, look.colour)
    )?;
    for passage in &section.passages {
        let mut place = vec![safe(&passage.id).into_owned()];
        place.extend(pages(passage.page_start, passage.page_end));
        place.extend(passage.themes.iter().map(|theme| safe(theme).into_owned()));
        writeln!(
            out,
            "\n{INDENT}{}",
            paint(&place.join(" · "), ID, look.colour)
        )?;
        for line in wrap(&safe(&passage.text), look, INDENT.len()) {
            writeln!(out, "{INDENT}{line}")?;
        }
    }
    Ok(())
}
