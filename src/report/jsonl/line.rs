//! One report as a line of a collection: written without loss, and believed in nothing when read.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::document::sha256;
use crate::report::themes::Taxonomy;
use crate::report::{Area, Passage, Report, UNKNOWN, natural_id, resolve};

/// Number of the form of a line.
const FORM: u32 = 1;
/// Years that a report can be of; others are mistakes.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;
/// Highest page number believed.
const LAST_PAGE: u32 = 1_000_000;
/// Longest path, name of an area or theme taken, in bytes.
const LONGEST_NAME: usize = 4096;

/// What is written of a report.
#[derive(Debug, Serialize)]
pub struct Given<'a> {
    /// The file that it was read from, as [`crate::storage::path::path_text`] makes it.
    pub path: &'a str,
    /// SHA-256 of that file, in hexadecimal.
    pub sha256: &'a str,
    /// Fingerprint of the vocabulary that its themes were given by; empty if that is not known.
    pub themes_by: &'a str,
    /// The report.
    pub report: &'a Report,
}

/// What is read from a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The file that the report was once read from. That it exists here, or ever did, is nowhere
    /// relied on: it is shown, and never opened. Empty if the line does not tell.
    pub path: String,
    /// SHA-256 of that file; of the line if it does not tell.
    pub sha256: String,
    /// The report.
    pub report: Report,
}

/// Writes a report as one line.
///
/// # Errors
/// `out` cannot be written.
pub fn write(out: &mut dyn Write, given: &Given<'_>) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        findings: u32,
        #[serde(flatten)]
        given: &'a Given<'a>,
    }
    serde_json::to_writer(
        &mut *out,
        &Line {
            findings: FORM,
            given,
        },
    )?;
    out.write_all(b"\n")
}

/// Reads a line. Its themes are kept where they were given by `taxonomy`, and given anew otherwise.
///
/// # Errors
/// What is wrong with it, as a clause.
pub fn read(line: &[u8], taxonomy: &Taxonomy) -> Result<Member, String> {
    #[derive(Deserialize)]
    struct Form {
        findings: Option<u32>,
    }
    #[derive(Deserialize)]
    struct Line {
        #[serde(default)]
        path: String,
        #[serde(default)]
        sha256: String,
        #[serde(default)]
        themes_by: String,
        report: Report,
    }
    let text = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
    let form: Form = serde_json::from_str(text).map_err(|error| not_understood(&error))?;
    match form.findings {
        None => return Err("not a line of `findings export`".to_owned()),
        Some(FORM) => {}
        Some(other) => return Err(format!("unknown line format {other}")),
    }
    let line: Line = if text.contains("\\u0000") {
        // The index ends words with this character.
        let value = serde_json::from_str(text).map_err(|error| not_understood(&error))?;
        serde_json::from_value(without_nul(value))
    } else {
        serde_json::from_str(text)
    }
    .map_err(|error| not_understood(&error))?;
    let mut report = line.report;
    check(&mut report)?;
    if line.path.len() > LONGEST_NAME {
        return Err("its path is too long".to_owned());
    }
    let sha256 = match line.sha256.as_str() {
        "" => sha256(text.as_bytes()),
        given if is_sha256(given) => line.sha256,
        _ => return Err("its sha256 is not 64 hexadecimal digits".to_owned()),
    };
    if line.themes_by != taxonomy.fingerprint() || !themes_are_known(&report, taxonomy) {
        report.assign_themes(taxonomy);
    }
    Ok(Member {
        path: line.path,
        sha256,
        report,
    })
}

/// The parser's words, without its line number, which is always 1.
fn not_understood(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let words = text.split(" at line ").next().unwrap_or_default();
    format!("not understood (column {}): {words}", error.column())
}

fn without_nul(value: Value) -> Value {
    let clean = |text: String| text.replace('\0', "\u{fffd}");
    match value {
        Value::String(text) => Value::String(clean(text)),
        Value::Array(items) => items.into_iter().map(without_nul).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (clean(name), without_nul(value)))
            .collect(),
        other => other,
    }
}

/// Refuses what no parser makes, and puts right what follows from the rest.
fn check(report: &mut Report) -> Result<(), String> {
    let dates = [
        ("inspection_start", report.inspection_start),
        ("inspection_end", report.inspection_end),
        ("published", report.published),
    ];
    for (name, date) in dates {
        if date.is_some_and(|date| !YEARS.contains(&date.year())) {
            return Err(format!("its {name} is out of range"));
        }
    }
    if report.year.is_some_and(|year| !YEARS.contains(&year)) {
        return Err("its year is out of range".to_owned());
    }
    let outcome = &report.outcome;
    if outcome.value != UNKNOWN && !outcome.scale.values().contains(&outcome.value.as_str()) {
        return Err(format!(
            "its outcome is not on the scale {}",
            outcome.scale.name()
        ));
    }
    if report.pages.is_some_and(|pages| pages > LAST_PAGE) {
        return Err("its number of pages is out of range".to_owned());
    }
    report.areas.iter_mut().try_for_each(check_area)?;
    let passages = report.sections.iter().flat_map(|section| &section.passages);
    for (number, passage) in (1..).zip(passages) {
        let number: u64 = number;
        check_passage(passage).map_err(|what| format!("passage {number} {what}"))?;
    }
    let day = report.inspection_end.or(report.published);
    let natural = natural_id(&report.areas, report.kind, day, &report.title);
    if !is_of(&report.id, &natural) {
        report.id = natural;
    }
    Ok(())
}

/// An area on the list is in its own region, and one that is not is in none.
fn check_area(area: &mut Area) -> Result<(), String> {
    if area.name.trim().is_empty() || area.name.len() > LONGEST_NAME {
        return Err("the name of an area is empty or too long".to_owned());
    }
    let official = resolve(&area.name).filter(|official| official.name == area.name);
    area.region = official.and_then(|official| official.region);
    Ok(())
}

fn check_passage(passage: &Passage) -> Result<(), String> {
    if passage.text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    let sound = match (passage.page_start, passage.page_end) {
        (None, None) => true,
        (Some(start), Some(end)) => 1 <= start && start <= end && end <= LAST_PAGE,
        _ => false,
    };
    sound
        .then_some(())
        .ok_or_else(|| "has impossible page numbers".to_owned())
}

/// Whether `id` is `natural`, or what it becomes where several inspections have it: `natural-2`.
fn is_of(id: &str, natural: &str) -> bool {
    let Some(rest) = id.strip_prefix(natural) else {
        return false;
    };
    let number = rest.strip_prefix('-').unwrap_or_default();
    rest.is_empty()
        || (number.len() <= 9
            && !number.starts_with('0')
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && number.parse().is_ok_and(|number: u32| number >= 2))
}

fn themes_are_known(report: &Report, taxonomy: &Taxonomy) -> bool {
    let known = |theme: &String| {
        let themes = taxonomy.themes();
        themes.binary_search_by(|(path, _)| path.cmp(theme)).is_ok()
    };
    let passages = report.sections.iter().flat_map(|section| &section.passages);
    passages.into_iter().all(|passage| {
        passage.themes.iter().all(known) && passage.themes.is_sorted_by(|a, b| a < b)
    })
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::report::{Date, Kind, Outcome, Role, Section};

    fn taxonomy() -> Taxonomy {
        Taxonomy::embedded().expect("the themes")
    }

    fn text() -> impl Strategy<Value = String> {
        // Anything but NUL, which no line brings back.
        "[^\\x00]{0,40}".prop_map(|text| format!("x{text}"))
    }

    fn date() -> impl Strategy<Value = Option<Date>> {
        prop::option::of(
            (1900i16..=2200, 1i8..=12, 1i8..=28).prop_filter_map("a date", |(year, month, day)| {
                Date::new(year, month, day).ok()
            }),
        )
    }

    fn passage() -> impl Strategy<Value = Passage> {
        let pages = prop::option::of((1u32..=500, 0u32..=3));
        let themes = prop::sample::subsequence(
            Taxonomy::embedded_paths()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
            0..4,
        );
        (text(), pages, themes).prop_map(|(text, pages, mut themes)| {
            themes.sort();
            Passage {
                text,
                page_start: pages.map(|(start, _)| start),
                page_end: pages.map(|(start, more)| start + more),
                themes,
            }
        })
    }

    fn section() -> impl Strategy<Value = Section> {
        let passages = prop::collection::vec(passage(), 0..5);
        (
            text(),
            0..Role::ALL.len(),
            prop::option::of(text()),
            passages,
        )
            .prop_map(|(heading, role, verdict, passages)| Section {
                heading,
                role: Role::ALL[role],
                verdict,
                passages,
            })
    }

    prop_compose! {
        fn report()(
            title in text(),
            kind in 0..Kind::ALL.len(),
            areas in prop::collection::vec(prop_oneof![Just("Kent".to_owned()), text()], 0..3),
            value in 0usize..3,
            texts in (prop::option::of(text()), prop::option::of(text()), prop::option::of(text())),
            judgements in prop::collection::vec((text(), text()), 0..3),
            days in (date(), date(), date()),
            year in prop::option::of(1900i16..=2200),
            pages in prop::option::of(0u32..2000),
            sections in prop::collection::vec(section(), 0..4),
            warnings in prop::collection::vec(text(), 0..3),
            evidence in prop::collection::btree_map(text(), text(), 0..3),
            number in prop::option::of(2u32..50),
        ) -> Report {
            let kind = Kind::ALL[kind];
            let values = kind.scale().values();
            let mut areas: Vec<Area> =
                areas.into_iter().map(|name| Area { name, region: None }).collect();
            for area in &mut areas {
                check_area(area).expect("a name");
            }
            let day = days.1.or(days.2);
            let natural = natural_id(&areas, kind, day, &title);
            Report {
                id: number.map_or(natural.clone(), |number| format!("{natural}-{number}")),
                title,
                kind,
                areas,
                outcome: Outcome::new(kind.scale(), values[value % values.len()]),
                outcome_text: texts.0,
                judgements,
                inspection_start: days.0,
                inspection_end: days.1,
                published: days.2,
                previous_inspection: texts.1,
                year,
                pages,
                sections,
                warnings,
                evidence: evidence.into_iter().collect::<BTreeMap<_, _>>(),
                url: texts.2,
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn reports_come_back_whole(report in report(), path in text()) {
            let taxonomy = taxonomy();
            let sha256 = sha256(path.as_bytes());
            let given = Given {
                path: &path,
                sha256: &sha256,
                themes_by: taxonomy.fingerprint(),
                report: &report,
            };
            let mut line = Vec::new();
            write(&mut line, &given).expect("written");
            prop_assert_eq!(line.iter().position(|&byte| byte == b'\n'), Some(line.len() - 1));
            let member = read(&line, &taxonomy);
            prop_assert_eq!(member, Ok(Member { path, sha256, report }));
        }

        #[test]
        fn no_line_is_too_strange(line in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&line, &taxonomy());
        }
    }

    #[test]
    fn only_the_natural_id_and_its_numbers_are_believed() {
        for id in ["kent-jtai", "kent-jtai-2", "kent-jtai-17"] {
            assert!(is_of(id, "kent-jtai"), "{id}");
        }
        for id in [
            "",
            "kent",
            "kent-jtai-",
            "kent-jtai-1",
            "kent-jtai-02",
            "kent-jtai-+3",
            "kent-jtai/2",
        ] {
            assert!(!is_of(id, "kent-jtai"), "{id}");
        }
    }
}
