//! Answers for machines: the shapes of [`crate::api`], characters that a terminal may obey escaped.

use std::io::{self, Write};

use serde::Serialize;

use super::safe::is_unsafe;
use crate::answers::facets::Facets;
use crate::api::{Absence, FacetCount, Hit, PassageInfo, ReportText, SearchResponse, Summary};
use crate::report::facet::Dimension;

/// An object of a JSON Lines stream, told apart by `type`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Hit(&'a Hit),
    Summary(&'a Summary),
    Absence(&'a Absence),
    Facet {
        facet: Dimension,
        #[serde(flatten)]
        count: &'a FacetCount,
    },
    Passage {
        report: &'a str,
        heading: &'a str,
        role: &'a str,
        #[serde(flatten)]
        passage: &'a PassageInfo,
    },
}

pub(super) fn search(out: &mut dyn Write, response: &SearchResponse) -> io::Result<()> {
    document(out, response)
}

pub(super) fn search_lines(out: &mut dyn Write, response: &SearchResponse) -> io::Result<()> {
    for hit in &response.hits {
        line(out, &Line::Hit(hit))?;
    }
    if let Some(absence) = &response.absence {
        line(out, &Line::Absence(absence))?;
    }
    line(out, &Line::Summary(&response.summary))
}

pub(super) fn facets(out: &mut dyn Write, answer: &Facets) -> io::Result<()> {
    document(out, answer)
}

pub(super) fn facet_lines(
    out: &mut dyn Write,
    summary: &Summary,
    dimensions: &[Dimension],
) -> io::Result<()> {
    for &facet in dimensions {
        for count in summary.facets.get(&facet).into_iter().flatten() {
            line(out, &Line::Facet { facet, count })?;
        }
    }
    line(out, &Line::Summary(summary))
}

pub(super) fn passage_lines(out: &mut dyn Write, report: &ReportText) -> io::Result<()> {
    for section in &report.sections {
        for passage in &section.passages {
            let object = Line::Passage {
                report: &report.report.id,
                heading: &section.heading,
                role: &section.role,
                passage,
            };
            line(out, &object)?;
        }
    }
    Ok(())
}

/// One object on one line.
pub(super) fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string(value).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

/// One document, indented for people who look at it.
pub(super) fn document(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
    writeln!(out, "{}", escaped(&text))
}

/// Unsafe characters can stand in JSON only within strings, where `\u` means the same. (What the
/// serialiser itself breaks lines with stays.)
fn escaped(json: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character == '\n' || !is_unsafe(character) {
            out.push(character);
        } else {
            let mut units = [0u16; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_characters_are_escaped_and_come_back() {
        let text = "a\u{9b}b\u{202e}c\u{e0001}\u{7f}\n";
        let json = escaped(&serde_json::to_string(text).expect("serialisable"));
        assert!(!json.contains(is_unsafe), "{json:?}");
        assert_eq!(
            serde_json::from_str::<String>(&json).expect("still JSON"),
            text
        );
    }
}
