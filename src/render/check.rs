//! A text held against reports.

use std::io::{self, Write};

use super::style::{AREA, HEADING, ID, MATCH, QUIET, paint};
use super::text::{INDENT, wrap, write_marked};
use super::{Look, citation, count, markdown, pages, safe};
use crate::answers::snippet;
use crate::api::{
    Asked, Check, CheckSummary, CheckedQuotation, Claim, DifferenceKind, DifferencePart,
    NearPassage, QuotedSource, ReportInfo, SectionInfo, Verdict,
};

/// What the numbers say, a line each.
fn totals(summary: &CheckSummary) -> Vec<String> {
    let quotations = summary.verbatim + summary.near + summary.not_found;
    let mut lines = Vec::new();
    if quotations > 0 {
        let mut line = format!(
            "{}: {} verbatim, {} near, {} not found",
            count(quotations, "quotation"),
            summary.verbatim,
            summary.near,
            summary.not_found
        );
        if summary.not_found > 0 {
            line += &format!(" in {}", count(summary.indexed_reports, "report"));
        }
        lines.push(line);
    }
    if summary.elsewhere > 0 {
        lines.push(format!(
            "{} of them only in reports that the text is not about",
            summary.elsewhere
        ));
    }
    if summary.not_found > 0 {
        let mut line = "not found: no indexed report has these words".to_owned();
        if summary.short > 0 {
            line += &format!(
                "; {} of one or two words looked for in the reports the text is about alone",
                summary.short
            );
        }
        if summary.spoken > 0 {
            let are = if summary.spoken == 1 { "is" } else { "are" };
            line += &format!(
                "; {} of them {are} given as what a person said, which seldom stands in a report",
                summary.spoken
            );
        }
        lines.push(line);
    }
    if summary.claims > 0 {
        lines.push(format!(
            "{} on an area or an inspection: {} without a passage near it",
            count(summary.claims, "sentence"),
            summary.unsupported
        ));
    }
    if summary.misstated > 0 {
        let verb = if summary.misstated == 1 {
            "gives"
        } else {
            "give"
        };
        lines.push(format!(
            "{} of them {verb} an outcome that is not that of the report",
            summary.misstated
        ));
    }
    if summary.asked > 0 {
        let verb = if summary.asked == 1 { "is" } else { "are" };
        lines.push(format!(
            "{} that {verb} asked for: {} the text does not speak of",
            count(summary.asked, "thing"),
            summary.unmentioned
        ));
    }
    lines
}

fn about(answer: &Check) -> Option<String> {
    let about: Vec<String> = answer.about.iter().map(citation).collect();
    (!about.is_empty()).then(|| format!("about {}", about.join("; ")))
}

/// What is said before all else, a line each.
fn head(answer: &Check) -> Vec<String> {
    let lines = about(answer).into_iter();
    let lines = lines.chain(answer.notes.iter().cloned());
    lines.chain(totals(&answer.summary)).collect()
}

/// Whose words a claim is, on which page, and how often.
fn said(claim: &Claim) -> String {
    let mut facts = Vec::new();
    facts.extend(claim.page.map(|page| format!("page {page}")));
    if let Some(number) = claim.quotation {
        facts.push(format!("spoken, in quotation {number}"));
    }
    if claim.times > 1 {
        facts.push(format!("{} times", claim.times));
    }
    match &facts[..] {
        [] => String::new(),
        facts => format!(" ({})", facts.join(", ")),
    }
}

fn verdict(quotation: &CheckedQuotation) -> String {
    let verdict = match quotation.verdict {
        Verdict::Verbatim => "verbatim",
        Verdict::Near => "near",
        Verdict::NotFound => "not found",
    };
    let mut facts = vec![verdict.to_owned()];
    facts.extend(quotation.page.map(|page| format!("page {page}")));
    if let Some(speaker) = &quotation.speaker {
        facts.push(format!("said by {}", safe(speaker)));
    }
    facts.join(" · ")
}

/// `weaknesses · page 3`, and how many other reports say the same.
fn place(section: &SectionInfo, (start, end): (Option<u32>, Option<u32>)) -> Vec<String> {
    let mut place = vec![section.role.clone()];
    place.extend(pages(start, end));
    place
}

fn also_in(source: &QuotedSource) -> Option<String> {
    let others = source.also_in;
    (others > 0).then(|| format!("also in {}", count(others, "other report")))
}

/// What differs, in words: `-only in the text-`, `+only in the report+`.
fn difference(parts: &[DifferencePart], colour: bool) -> String {
    let shown = parts.iter().map(|part| {
        let text = safe(&part.text);
        match part.kind {
            DifferenceKind::Both => text.into_owned(),
            DifferenceKind::Text => paint(&format!("[text: {text}]"), MATCH, colour),
            DifferenceKind::Report => paint(&format!("[report: {text}]"), ID, colour),
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

pub(super) fn text(out: &mut dyn Write, answer: &Check, look: Look) -> io::Result<()> {
    let only = only(answer);
    for line in head(answer) {
        for line in wrap(&safe(&line), look, 0) {
            writeln!(out, "{line}")?;
        }
    }
    heading(out, "Quotations", answer.quotations.is_empty(), look)?;
    for quotation in &answer.quotations {
        writeln!(
            out,
            "\n{:>2}  {}",
            quotation.number,
            paint(&verdict(quotation), AREA, look.colour)
        )?;
        lines(out, &format!("“{}”", safe(&quotation.text)), look)?;
        write_notes(out, &quotation.notes, look)?;
        if let Some(source) = &quotation.source {
            let mut facts = place(&source.section, (source.page_start, source.page_end));
            facts.extend(also_in(source));
            write_place(
                out,
                (&source.report, only),
                facts,
                &source.ids.join(", "),
                look,
            )?;
            if quotation.difference.is_empty() {
                let cut = snippet::cut(&source.text, &[source.highlight]);
                write_marked(out, &cut.text, &cut.highlights, look)?;
            } else {
                lines(out, &difference(&quotation.difference, look.colour), look)?;
            }
        }
    }
    heading(out, "Other sentences", answer.claims.is_empty(), look)?;
    for claim in &answer.claims {
        write_claim(out, claim, only, look)?;
    }
    let unmentioned: Vec<&Asked> = unmentioned(answer).collect();
    let title = "Asked for, and not spoken of";
    heading(out, title, unmentioned.is_empty(), look)?;
    for asked in unmentioned {
        let mut facts = vec![asked.section.clone()];
        facts.extend(pages(asked.page_start, asked.page_end));
        writeln!(out)?;
        write_place(out, (&asked.report, only), facts, &asked.id, look)?;
        lines(out, &safe(&asked.text), look)?;
    }
    Ok(())
}

fn heading(out: &mut dyn Write, title: &str, empty: bool, look: Look) -> io::Result<()> {
    if empty {
        return Ok(());
    }
    writeln!(out, "\n{}", paint(title, HEADING, look.colour))
}

fn lines(out: &mut dyn Write, text: &str, look: Look) -> io::Result<()> {
    wrap(text, look, INDENT.len())
        .iter()
        .try_for_each(|line| writeln!(out, "{INDENT}{line}"))
}

fn write_place(
    out: &mut dyn Write,
    (report, only): (&ReportInfo, Option<&str>),
    facts: Vec<String>,
    id: &str,
    look: Look,
) -> io::Result<()> {
    let mut place = vec![cited(report, only)];
    place.extend(facts);
    writeln!(
        out,
        "{INDENT}{} · {}",
        paint(&safe(&place.join(" · ")), QUIET, look.colour),
        paint(&safe(id), ID, look.colour)
    )
}

fn write_claim(
    out: &mut dyn Write,
    claim: &Claim,
    only: Option<&str>,
    look: Look,
) -> io::Result<()> {
    let text = format!("{}{}", safe(&claim.text), said(claim));
    let mut text = wrap(&text, look, INDENT.len()).into_iter();
    let first = text.next().unwrap_or_default();
    let first = paint(&first, AREA, look.colour);
    writeln!(out, "\n{:>2}  {first}", claim.number)?;
    for line in text {
        writeln!(out, "{INDENT}{}", paint(&line, AREA, look.colour))?;
    }
    write_notes(out, &claim.notes, look)?;
    for near in &claim.nearest {
        let hit = &near.hit;
        let facts = near_facts(near);
        write_place(out, (&hit.report, only), facts, &hit.id, look)?;
        let snippet = &hit.snippet;
        write_marked(out, &snippet.text, &snippet.highlights, look)?;
    }
    Ok(())
}

fn write_notes(out: &mut dyn Write, notes: &[String], look: Look) -> io::Result<()> {
    for note in notes {
        let note = format!("▸ {}", safe(note));
        for line in wrap(&note, look, INDENT.len()) {
            writeln!(out, "{INDENT}{}", paint(&line, MATCH, look.colour))?;
        }
    }
    Ok(())
}

/// The id of the report that the text is about, if it is one.
fn only(answer: &Check) -> Option<&str> {
    match &answer.about[..] {
        [report] => Some(&report.id),
        _ => None,
    }
}

/// A report with its outcome; of the one that all is about, cited at the head, the outcome alone.
fn cited(report: &ReportInfo, only: Option<&str>) -> String {
    if only == Some(&report.id) {
        report.outcome.clone()
    } else {
        citation(report)
    }
}

/// Where a passage near a claim stands, and how near it is.
fn near_facts(near: &NearPassage) -> Vec<String> {
    let hit = &near.hit;
    let mut facts = place(&hit.section, (hit.page_start, hit.page_end));
    facts.push(format!("{:.0}% of its words", near.shared * 100.0));
    facts
}

fn unmentioned(answer: &Check) -> impl Iterator<Item = &Asked> {
    answer
        .asked
        .iter()
        .filter(|asked| asked.mentioned.is_none())
}

pub(super) fn markdown(out: &mut dyn Write, answer: &Check) -> io::Result<()> {
    let only = only(answer);
    let escaped = markdown::escaped;
    for line in head(answer) {
        writeln!(out, "- {}", escaped(&line))?;
    }
    if !answer.quotations.is_empty() {
        writeln!(out, "\n## Quotations")?;
    }
    for quotation in &answer.quotations {
        writeln!(
            out,
            "\n{}. **{}** “{}”",
            quotation.number,
            escaped(&verdict(quotation)),
            escaped(&quotation.text)
        )?;
        for note in &quotation.notes {
            writeln!(out, "\n   *{}*", escaped(note))?;
        }
        if let Some(source) = &quotation.source {
            let mut facts = place(&source.section, (source.page_start, source.page_end));
            facts.extend(also_in(source));
            let said = if quotation.difference.is_empty() {
                let cut = snippet::cut(&source.text, &[source.highlight]);
                markdown::marked(&cut.text, &cut.highlights)
            } else {
                escaped_difference(&quotation.difference)
            };
            quote(
                out,
                &said,
                (&source.report, only),
                facts,
                &source.ids.join("`, `"),
            )?;
        }
    }
    if !answer.claims.is_empty() {
        writeln!(out, "\n## Other sentences")?;
    }
    for claim in &answer.claims {
        writeln!(
            out,
            "\n{}. {}{}",
            claim.number,
            escaped(&claim.text),
            said(claim)
        )?;
        for note in &claim.notes {
            writeln!(out, "\n   *{}*", escaped(note))?;
        }
        for near in &claim.nearest {
            let snippet = &near.hit.snippet;
            let said = markdown::marked(&snippet.text, &snippet.highlights);
            quote(
                out,
                &said,
                (&near.hit.report, only),
                near_facts(near),
                &near.hit.id,
            )?;
        }
    }
    let mut head = Some("\n## Asked for, and not spoken of\n");
    for asked in unmentioned(answer) {
        if let Some(head) = head.take() {
            writeln!(out, "{head}")?;
        }
        let mut facts = vec![asked.section.clone()];
        facts.extend(pages(asked.page_start, asked.page_end));
        facts.push(format!("`{}`", safe(&asked.id)));
        writeln!(out, "- {} ({})", escaped(&asked.text), facts.join(" · "))?;
    }
    Ok(())
}

fn escaped_difference(parts: &[DifferencePart]) -> String {
    let shown = parts.iter().map(|part| {
        let text = markdown::escaped(&part.text);
        match part.kind {
            DifferenceKind::Both => text,
            DifferenceKind::Text => format!("(text: **{text}**)"),
            DifferenceKind::Report => format!("(report: **{text}**)"),
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn quote(
    out: &mut dyn Write,
    said: &str,
    (report, only): (&ReportInfo, Option<&str>),
    facts: Vec<String>,
    id: &str,
) -> io::Result<()> {
    let cited = markdown::escaped(&cited(report, only));
    let mut place = vec![cited];
    place.extend(facts);
    place.push(format!("`{}`", safe(id)));
    writeln!(out, "\n   > {said}\n   >\n   > — {}", place.join(" · "))
}
