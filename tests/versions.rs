//! Indexes that other versions of the program made, and what an index remembers through all of them.

use std::fs;
use std::path::Path;

use findings::document::{self, Format, READER_VERSION};
use findings::report::themes::Taxonomy;
use findings::report::{self, PARSER_VERSION};
use findings::samples::{COUNT, SAMPLES};
use serde_json::Value;

use crate::fixtures::{language_report, plain_report, report_pdf};
use crate::support::{Folder, text_of};

const DAYS: &str = "3 to 7 June 2024";
/// 2023-11-14, a day later, and so on.
const TIMES: [(&str, &str); 3] = [
    ("1700000000", "2023-11-14T22:13:20Z"),
    ("1700086400", "2023-11-15T22:13:20Z"),
    ("1700172800", "2023-11-16T22:13:20Z"),
];

/// A folder with an index of format 5 over the press release of the samples, as the program before
/// format 6 wrote it.
fn format_5() -> Folder {
    let folder = Folder::new();
    let (name, text) = sample("ashmere-press-release.txt");
    folder.write(format!("reports/{name}"), text);
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/index-format-5");
    for inner in ["", "generation-1"] {
        for entry in fs::read_dir(stored.join(inner)).expect("stored").flatten() {
            if entry.path().is_file() {
                let name = Path::new("index").join(inner).join(entry.file_name());
                folder.write(name, fs::read(entry.path()).expect("readable"));
            }
        }
    }
    edit_manifest(&folder, |manifest| {
        manifest["roots"] = vec![folder.join("reports").to_str().expect("UTF-8")].into();
    });
    folder
}

fn sample(name: &str) -> (&'static str, &'static str) {
    let found = SAMPLES.into_iter().find(|(known, _)| *known == name);
    found.expect("a sample of this name")
}

fn edit_manifest(folder: &Folder, edit: impl FnOnce(&mut Value)) {
    let text = fs::read_to_string(folder.join("index/findings.json")).expect("a manifest");
    let mut manifest = serde_json::from_str(&text).expect("JSON");
    edit(&mut manifest);
    folder.write("index/findings.json", manifest.to_string());
}

/// Indexes at one of [`TIMES`].
fn index_at(folder: &Folder, time: usize, args: &[&str]) {
    let args = ["index", "--quiet"].iter().chain(args).copied();
    let run = folder.run(args).env("SOURCE_DATE_EPOCH", TIMES[time].0);
    run.check();
}

/// When a report was first seen, as `reports` and `show` say it.
fn first_seen(folder: &Folder, id: &str) -> Option<String> {
    let shown = folder.run(["show", id, "--format", "json"]).check().stdout;
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    let listed = folder.reports()[id]["first_seen"].clone();
    assert_eq!(shown["first_seen"], listed);
    listed.as_str().map(str::to_owned)
}

#[test]
fn an_index_of_the_format_before_is_brought_up_to_date() {
    let folder = format_5();
    for command in ["search ashmere", "status", "reports"] {
        folder.line(command).fails(&[
            "error: the index at `index` was built by an older version (format 5, ",
            "hint: bring it up to date with `findings index --index index`\n",
        ]);
    }
    let summary = folder.index(&[]);
    assert_eq!(summary["state"], "other-format");
    assert_eq!(summary["reports"], 1);
    let status = folder.status();
    assert_eq!(status["state"], "current");
    assert_eq!(status["roots"], serde_json::json!(["reports"]));
    assert!(!folder.ids(&["ashmere"]).is_empty());
    assert_eq!(folder.index(&[])["state"], "current");
}

#[test]
fn a_time_before_the_ledger_told_it_is_not_invented() {
    let folder = format_5();
    index_at(&folder, 0, &[]);
    let old = folder.reports().into_keys().next().expect("a report");
    assert_eq!(first_seen(&folder, &old), None);
    folder.write("reports/new.txt", plain_report("Quillmere", DAYS));
    index_at(&folder, 1, &[]);
    index_at(&folder, 2, &["--rebuild"]);
    assert_eq!(first_seen(&folder, &old), None);
    let new = first_seen(&folder, "quillmere-send-full-2024-06");
    assert_eq!(new.as_deref(), Some(TIMES[1].1));
}

#[test]
fn an_index_of_an_older_parser_answers_with_a_note_and_is_read_again() {
    for field in ["parser", "reader"] {
        let folder = Folder::with_samples();
        folder.index(&["reports"]);
        edit_manifest(&folder, |manifest| manifest[field] = 0.into());
        let note =
            "note: the index was made by an older parser; `findings index` brings it up to date\n";
        folder.line("search camhs").stderr_has(&[note]).check();
        folder.line("search camhs --quiet").stderr("").check();
        assert_eq!(folder.status()["state"], "older-parser");
        let text = folder.line("status").check().stdout;
        let line = "state       older parser; `findings index` brings it up to date\n";
        assert!(text.contains(line), "{text}");
        // All of it, whatever is named.
        folder.write("more/new.txt", plain_report("Quillmere", DAYS));
        let answer = folder.line("index more --format json").any_stderr().check();
        let summary: Value = serde_json::from_str(&answer.stdout).expect("JSON");
        assert_eq!(summary["state"], "older-parser");
        assert_eq!(summary["read"], COUNT + 1);
        let note = "note: the index was made by an older parser: everything was indexed again\n";
        assert!(answer.stderr.contains(note), "{}", answer.stderr);
        assert_eq!(folder.status()["state"], "current");
        folder.line("search camhs").check();
    }
}

#[test]
fn an_index_of_a_newer_parser_is_as_good_as_it_was() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    edit_manifest(&folder, |manifest| manifest["parser"] = 999.into());
    folder.line("search camhs").check();
    assert_eq!(folder.index(&[])["read"], 0);
    // The newer program must read again what this one adds.
    folder.write("reports/new.txt", plain_report("Quillmere", DAYS));
    assert_eq!(folder.index(&[])["read"], 1);
    assert_eq!(folder.status()["parser"], PARSER_VERSION);
}

#[test]
fn other_themes_and_changed_files_are_states() {
    let folder = Folder::with_samples();
    let themes = "[\"all/children\"]\ndefinition = \"children\"\ncues = [\"children\"]\n";
    folder.write("themes.toml", themes);
    folder.index(&["reports", "--themes", "themes.toml"]);
    assert_eq!(folder.status()["state"], "current");
    folder.write("reports/new.txt", plain_report("Quillmere", DAYS));
    assert_eq!(folder.status()["state"], "files-changed");
    folder.write("themes.toml", themes.replace("all/", "some/"));
    assert_eq!(folder.status()["state"], "other-themes");
    let answer = folder.line("index").any_stderr().check();
    let note = "note: the themes changed: everything was indexed again\n";
    assert!(answer.stderr.contains(note), "{}", answer.stderr);
    assert_eq!(folder.status()["state"], "current");
}

#[test]
fn the_revision_changes_with_every_commit() {
    let folder = Folder::with_samples();
    let revision = || text_of(&folder.status(), "revision");
    folder.index(&["reports"]);
    let first = revision();
    folder.index(&[]);
    assert_eq!(revision(), first, "nothing was committed");
    folder.write("reports/new.txt", plain_report("Quillmere", DAYS));
    folder.index(&[]);
    let second = revision();
    folder.index(&["--rebuild"]);
    let third = revision();
    assert!(first != second && second != third && third != first);
}

#[test]
fn first_seen_goes_with_the_content() {
    let folder = Folder::new();
    let seen = |area: &str| first_seen(&folder, &format!("{area}-send-full-2024-06"));
    let time = |time: usize| Some(TIMES[time].1.to_owned());
    folder.write("reports/a.txt", plain_report("Quillmere", DAYS));
    folder.write("reports/b.txt", plain_report("Ottermouth", DAYS));
    index_at(&folder, 0, &["reports"]);
    // Moved, changed, new.
    fs::rename(folder.join("reports/a.txt"), folder.join("reports/z.txt")).expect("moved");
    let changed = plain_report("Ottermouth", DAYS) + "■ Forms are long.\n";
    folder.write("reports/b.txt", changed);
    folder.write("reports/c.txt", plain_report("Hallowfen", DAYS));
    index_at(&folder, 1, &[]);
    assert_eq!(seen("quillmere"), time(0));
    assert_eq!(seen("ottermouth"), time(1));
    assert_eq!(seen("hallowfen"), time(1));
    // Rebuilt because of another format, on demand, and from a collection.
    edit_manifest(&folder, |manifest| manifest["format"] = 5.into());
    index_at(&folder, 2, &[]);
    assert_eq!((seen("quillmere"), seen("hallowfen")), (time(0), time(1)));
    folder.line("export -o all.jsonl").any_stderr().check();
    index_at(&folder, 2, &["--rebuild"]);
    assert_eq!((seen("quillmere"), seen("hallowfen")), (time(0), time(1)));
    index_at(&folder, 2, &["--rebuild", "all.jsonl"]);
    assert_eq!((seen("quillmere"), seen("hallowfen")), (time(0), time(1)));
}

#[test]
fn a_time_that_is_none_is_named() {
    let folder = Folder::with_samples();
    let run = folder
        .line("index reports")
        .env("SOURCE_DATE_EPOCH", "soon");
    run.fails(&["error: SOURCE_DATE_EPOCH is not a number of seconds since 1970\n"]);
}

/// What reader and parser make of a few files, as digests. Where this fails, the same files give
/// another document or report than the version in `tests/golden/versions.txt`: raise
/// `READER_VERSION` or `PARSER_VERSION` and add the line that the message names. (A number that no
/// release had may keep its line's place.)
#[test]
fn a_change_of_reader_or_parser_has_a_new_version() {
    let taxonomy = Taxonomy::from_toml("[\"a/b\"]\ndefinition = \"c\"\ncues = [\"children\"]\n");
    let taxonomy = taxonomy.expect("a vocabulary");
    let html = format!(
        "<h1>Report</h1><p>{}</p>",
        SAMPLES[0].1.replace("\n\n", "</p><p>")
    );
    let markdown = format!("# Report\n\n{}", SAMPLES[1].1);
    let mut files = vec![
        (Format::Html, html.into_bytes()),
        (Format::Markdown, markdown.into_bytes()),
        (Format::Pdf, report_pdf("Ottermouth", DAYS)),
        (Format::Text, language_report().into_bytes()),
    ];
    files.extend(SAMPLES.map(|(_, text)| (Format::Text, text.as_bytes().to_vec())));
    let mut documents = Vec::new();
    let mut reports = Vec::new();
    for (format, bytes) in files {
        let document = document::read(format, &bytes).expect("it can be read");
        let report = report::parse(&document, &taxonomy);
        documents.extend(postcard::to_stdvec(&document).expect("bytes"));
        reports.extend(postcard::to_stdvec(&report).expect("bytes"));
    }
    let golden = include_str!("golden/versions.txt");
    for line in [
        format!("reader {READER_VERSION} {}", document::sha256(&documents)),
        format!("parser {PARSER_VERSION} {}", document::sha256(&reports)),
    ] {
        let known = golden.lines().any(|known| known == line);
        assert!(known, "`{line}` is not in tests/golden/versions.txt");
    }
}
