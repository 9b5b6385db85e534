//! Answers for notes and papers, in Markdown.

use std::io::{self, Write};

use super::text::signed;
use super::{Look, citation, count, notes, pages, safe, thousands};
use crate::api::{Range, ReportEntry, ReportText, SearchResponse, Summary};
use crate::report::facet::Dimension;

pub(super) fn search(out: &mut dyn Write, response: &SearchResponse, look: Look) -> io::Result<()> {
    let summary = &response.summary;
    if response.hits.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "**{}**: {} in {} of {}\n",
        escaped(&summary.query),
        count(summary.passages, "passage"),
        thousands(summary.reports),
        count(summary.indexed_reports, "report")
    )?;
    write_notes(out, summary)?;
    for hit in &response.hits {
        let (text, marks) = if look.full {
            (&hit.text, &hit.highlights)
        } else {
            (&hit.snippet.text, &hit.snippet.highlights)
        };
        let context = hit.context.as_ref();
        for before in context.iter().flat_map(|context| &context.before) {
            writeln!(out, "> *{}*\n>", escaped(&before.text))?;
        }
        writeln!(out, "> {}\n>", marked(text, marks))?;
        for after in context.iter().flat_map(|context| &context.after) {
            writeln!(out, "> *{}*\n>", escaped(&after.text))?;
        }
        let mut place = vec![escaped(&citation(&hit.report))];
        if !hit.section.heading.is_empty() {
            place.push(format!("*{}*", escaped(&hit.section.heading)));
        }
        place.extend(pages(hit.page_start, hit.page_end));
        place.push(format!("`{}`", safe(&hit.id)));
        if !hit.missing.is_empty() {
            place.push(escaped(&format!("without {}", hit.missing.join(", "))));
        }
        place.extend(notes::more(hit));
        writeln!(out, "> — {}\n", place.join(" · "))?;
        for part in &hit.explanation {
            writeln!(out, "- {} {}", signed(part.score), escaped(&part.part))?;
        }
        if !hit.explanation.is_empty() {
            writeln!(out, "- {:.3} score\n", hit.score)?;
        }
    }
    let dimensions: Vec<Dimension> = summary.facets.keys().copied().collect();
    tables(out, summary, &dimensions)
}

pub(super) fn facets(
    out: &mut dyn Write,
    summary: &Summary,
    dimensions: &[Dimension],
) -> io::Result<()> {
    writeln!(
        out,
        "{} in {} of {}\n",
        count(summary.passages, "passage"),
        thousands(summary.reports),
        count(summary.indexed_reports, "report")
    )?;
    write_notes(out, summary)?;
    tables(out, summary, dimensions)
}

/// What was read differently, and what was searched as well, a paragraph each.
pub(super) fn write_notes(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let lines = notes::doubts(summary, true);
    for line in lines.into_iter().chain(notes::also_searched(summary)) {
        // Backticks would have to be escaped, and then be seen.
        writeln!(out, "{}\n", escaped(&line.replace('`', "")))?;
    }
    Ok(())
}

fn tables(out: &mut dyn Write, summary: &Summary, dimensions: &[Dimension]) -> io::Result<()> {
    for dimension in dimensions {
        writeln!(
            out,
            "| {dimension} | passages | reports |\n| --- | ---: | ---: |"
        )?;
        for value in summary.facets.get(dimension).into_iter().flatten() {
            writeln!(
                out,
                "| {} | {} | {} |",
                escaped(&value.value),
                value.passages,
                value.reports
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

pub(super) fn reports(out: &mut dyn Write, reports: &[ReportEntry]) -> io::Result<()> {
    writeln!(
        out,
        "| report | what | pages | passages |\n| --- | --- | ---: | ---: |"
    )?;
    for entry in reports {
        let pages = entry
            .facts
            .pages
            .map(|pages| pages.to_string())
            .unwrap_or_default();
        writeln!(
            out,
            "| `{}` | {} | {pages} | {} |",
            safe(&entry.report.id),
            escaped(&citation(&entry.report)),
            entry.passages
        )?;
    }
    Ok(())
}

pub(super) fn report(out: &mut dyn Write, report: &ReportText) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&report.report.title))?;
    writeln!(out, "{}\n", escaped(&citation(&report.report)))?;
    for section in &report.sections {
        if !section.heading.is_empty() {
            writeln!(out, "## {}\n", escaped(&section.heading))?;
        }
        for passage in &section.passages {
            let mut place: Vec<String> = pages(passage.page_start, passage.page_end)
                .into_iter()
                .collect();
            place.push(format!("`{}`", safe(&passage.id)));
            writeln!(out, "{} ({})\n", escaped(&passage.text), place.join(", "))?;
        }
    }
    Ok(())
}

pub(super) fn marked(text: &str, marks: &[Range]) -> String {
    let mut out = String::new();
    let mut from = 0;
    for &(start, end) in marks {
        out.push_str(&escaped(&text[from..start]));
        out.push_str("**");
        out.push_str(&escaped(&text[start..end]));
        out.push_str("**");
        from = end;
    }
    out.push_str(&escaped(&text[from..]));
    out
}

/// Text that Markdown (and the HTML inside it) takes as it is.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in safe(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '>' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_texts_stays_text() {
        assert_eq!(
            escaped("<b>*x*</b> [a](b) | c"),
            "&lt;b\\>\\*x\\*&lt;/b\\> \\[a\\](b) \\| c"
        );
        assert_eq!(marked("wait for it", &[(0, 4)]), "**wait** for it");
    }
}
