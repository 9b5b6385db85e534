//! The real reports, where they are at hand: set `FINDINGS_REPORTS` to their folder and
//! `FINDINGS_TRUTH` to the table of what is in them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Folder, text_of};

/// The only file that cannot be read.
const NO_PDF: usize = 1;
/// Texts of inspections of which there is a PDF.
const DUPLICATES: usize = 3;

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn place(variable: &str) -> Option<PathBuf> {
    let place = std::env::var_os(variable).filter(|value| !value.is_empty());
    if place.is_none() {
        eprintln!("skipped: {variable} is not set");
    }
    place.map(|place| std::path::absolute(place).expect("a path"))
}

#[test]
fn the_real_reports_are_indexed_and_recognised() {
    let Some(reports) = place("FINDINGS_REPORTS") else {
        return;
    };
    let folder = Folder::new();
    let root = reports.to_str().expect("UTF-8");
    let summary = folder.index(&[root]);
    let number = |name: &str| summary[name].as_array().map(Vec::len).expect("a list");
    let files = walkdir::WalkDir::new(&reports)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .count();
    assert_eq!(summary["read"], files, "every file is read");
    assert_eq!(number("skipped"), NO_PDF, "{}", summary["skipped"]);
    let reason = text_of(&summary["skipped"][0], "reason");
    assert!(reason.starts_with("not a PDF: it begins like "), "{reason}");
    assert_eq!(
        number("duplicates"),
        DUPLICATES,
        "{}",
        summary["duplicates"]
    );
    for duplicate in summary["duplicates"].as_array().expect("a list") {
        assert!(text_of(duplicate, "path").ends_with(".txt"), "{duplicate}");
    }
    assert_eq!(summary["reports"], files - NO_PDF - DUPLICATES);

    let Some(truth) = place("FINDINGS_TRUTH") else {
        return;
    };
    let indexed = folder.reports();
    let mut table = csv::Reader::from_path(truth).expect("the table");
    let (mut checked, mut wrong) = (0, Vec::new());
    for row in table.deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row");
        let file = &row["file"];
        if !(file.starts_with("texts/") || file.starts_with("area-send/"))
            || !reports.join(file).exists()
        {
            continue;
        }
        checked += 1;
        let holds = |path: &str| path.ends_with(file.as_str());
        let report = indexed.values().find(|report| {
            let duplicates = report["duplicates"].as_array().expect("a list");
            holds(&text_of(report, "path"))
                || duplicates.iter().filter_map(Value::as_str).any(holds)
        });
        let Some(report) = report else {
            wrong.push(format!("{file} is not there"));
            continue;
        };
        for name in ["kind", "area", "year", "outcome"] {
            let found = match &report[name] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            if found != row[name] {
                wrong.push(format!(
                    "{file}: {name} is {found:?}, should be {:?}",
                    row[name]
                ));
            }
        }
    }
    assert_eq!(checked, 25, "five texts and twenty PDFs");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
