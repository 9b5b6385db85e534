//! Quotations as entries of a bibliography, for reference managers: BibTeX and RIS.

use std::io::{self, Write};

use super::view::Piece;
use super::{Answer, OutputStyle, safe};
use crate::answers::citation::{kind_label, pages};
use crate::answers::quotation::{Quotation, inspected, names};
use crate::report::{Date, Kind};
use crate::storage::path::path_of_text;

/// The quotations of an answer.
fn quotations(answer: &dyn Answer, style: &OutputStyle<'_>) -> impl Iterator<Item = Quotation> {
    let pieces = answer.view(style).into_iter();
    pieces.filter_map(|piece| match piece {
        Piece::Quotation(quoted) => Some(quoted.quotation),
        _ => None,
    })
}

/// Whether it is an inspectorate's report, rather than a press release or an unknown document.
fn is_report(quotation: &Quotation) -> bool {
    ![Kind::PressRelease, Kind::Other]
        .iter()
        .any(|kind| kind.name() == quotation.report.kind)
}

/// The year of publication where it is printed, else that of the inspection.
fn year(quotation: &Quotation) -> Option<i16> {
    let published = quotation.report.published.map(Date::year);
    published.or(quotation.report.year)
}

/// What no field of a bibliography is for, a sentence each.
fn notes(quotation: &Quotation) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(inspected(quotation).map(|when| capitalised(&when)));
    if quotation.report.published.is_none() && quotation.report.year.is_some() {
        notes.push("Date of publication not printed; the year is that of the inspection".into());
    }
    if !quotation.section.heading.is_empty() {
        notes.push(format!("Section “{}”", quotation.section.heading));
    }
    let pages = pages(quotation.page_start, quotation.page_end);
    notes.extend(pages.map(|pages| capitalised(&pages)));
    notes.push(format!("Passage {}", quotation.id));
    notes
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    let first: String = first.collect();
    first + rest.as_str()
}

pub(super) fn bibtex(
    out: &mut dyn Write,
    answer: &dyn Answer,
    style: &OutputStyle<'_>,
) -> io::Result<()> {
    for (index, quotation) in quotations(answer, style).enumerate() {
        let quotation = &quotation;
        if index > 0 {
            writeln!(out)?;
        }
        let report = &quotation.report;
        let (entry, kind) = if is_report(quotation) {
            ("techreport", "type")
        } else {
            ("misc", "howpublished")
        };
        let mut fields: Vec<(&str, String)> = Vec::new();
        let authors = &quotation.inspectorates;
        if !authors.is_empty() {
            let braced: Vec<String> = authors
                .iter()
                .map(|name| format!("{{{}}}", tex(name)))
                .collect();
            fields.push(("author", braced.join(" and ")));
        }
        // Braced twice: names in it keep their capitals.
        fields.push(("title", format!("{{{}}}", tex(&report.title))));
        if !authors.is_empty() {
            fields.push(("institution", tex(&names(authors))));
        }
        fields.push((kind, tex(kind_label(&report.kind))));
        fields.extend(year(quotation).map(|year| ("year", year.to_string())));
        fields.extend(report.published.map(|day| ("date", day.to_string())));
        if let (Some(start), Some(end), true) = (
            report.inspection_start,
            report.inspection_end,
            is_report(quotation),
        ) {
            fields.push(("eventdate", format!("{start}/{end}")));
        }
        fields.extend(page_range(quotation, "--").map(|pages| ("pages", pages)));
        // Read as it stands; a link holds nothing that must be escaped in such a field.
        fields.extend(quotation.web.clone().map(|link| ("url", link)));
        fields.extend(attached(quotation).map(|file| ("file", file)));
        fields.push(("note", tex(&notes(quotation).join(". "))));
        fields.push(("copyright", tex(&quotation.licence.statement)));
        fields.push(("annote", tex(&format!("“{}”", quotation.text))));
        writeln!(out, "@{entry}{{{},", key(&quotation.id))?;
        for (name, value) in fields {
            writeln!(out, "  {name} = {{{value}}},")?;
        }
        writeln!(out, "}}")?;
    }
    Ok(())
}

/// A name for an entry, of characters that every program takes.
fn key(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    id.chars().map(plain).collect()
}

/// Text that TeX prints as it is. Braces become commands: programs count them even if escaped.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in safe(text).chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '&' | '#' | '_' | '%' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

/// The file as reference managers attach it; none if its path holds what ends such a field.
fn attached(quotation: &Quotation) -> Option<String> {
    quotation.file.as_ref()?;
    let path = path_of_text(quotation.report.key());
    let path = path.to_str()?;
    let plain = safe(path) == path && !path.contains(['{', '}', '\\', ':', ';', '%', '"']);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    plain.then(|| format!(":{path}:{}", ending.to_uppercase()))
}

fn page_range(quotation: &Quotation, to: &str) -> Option<String> {
    let start = quotation.page_start?;
    Some(match quotation.page_end {
        Some(end) if end != start => format!("{start}{to}{end}"),
        _ => start.to_string(),
    })
}

pub(super) fn ris(
    out: &mut dyn Write,
    answer: &dyn Answer,
    style: &OutputStyle<'_>,
) -> io::Result<()> {
    for quotation in quotations(answer, style) {
        let quotation = &quotation;
        let report = &quotation.report;
        let kind = if is_report(quotation) { "RPRT" } else { "GEN" };
        let mut fields: Vec<(&str, String)> = vec![("TY", kind.to_owned())];
        let authors = quotation.inspectorates.iter();
        fields.extend(authors.map(|name| ("AU", name.clone())));
        fields.push(("TI", report.title.clone()));
        if !quotation.inspectorates.is_empty() {
            fields.push(("PB", names(&quotation.inspectorates)));
        }
        fields.push(("M3", kind_label(&report.kind).to_owned()));
        fields.extend(year(quotation).map(|year| ("PY", year.to_string())));
        fields.extend(
            report
                .published
                .map(|day| ("DA", day.strftime("%Y/%m/%d").to_string())),
        );
        fields.extend(quotation.page_start.map(|page| ("SP", page.to_string())));
        fields.extend(quotation.page_end.map(|page| ("EP", page.to_string())));
        fields.extend(quotation.web.clone().map(|link| ("UR", link)));
        if let Some(file) = &quotation.file {
            let file = file.split('#').next().unwrap_or(file);
            fields.push(("L1", file.to_owned()));
        }
        fields.push(("N1", notes(quotation).join(". ")));
        fields.push(("N1", format!("“{}”", quotation.text)));
        fields.push(("N1", format!("Licence: {}", quotation.licence.statement)));
        fields.push(("ID", quotation.id.clone()));
        fields.push(("ER", String::new()));
        for (tag, value) in fields {
            // A field is a line: what would begin another is a space.
            write!(out, "{tag}  - {}\r\n", safe(value.trim()))?;
        }
        write!(out, "\r\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_prints_what_the_text_says() {
        assert_eq!(
            tex("50% of {A & B} cost £3_000 ~ \\input{x} ^#$"),
            "50\\% of \\textbraceleft{}A \\& B\\textbraceright{} cost £3\\_000 \\textasciitilde{} \
             \\textbackslash{}input\\textbraceleft{}x\\textbraceright{} \\textasciicircum{}\\#\\$"
        );
        assert_eq!(tex("a\nb\u{1b}[0m"), "a b�[0m");
    }

    #[test]
    fn keys_are_plain() {
        assert_eq!(key("ashmere-jtai-2024-05:7"), "ashmere-jtai-2024-05-7");
        assert_eq!(key("a,b{c}é"), "a-b-c--");
    }
}
