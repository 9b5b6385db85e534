//! `findings status`.

use serde_json::{Value, json};

use crate::fixtures::plain_report;
use crate::support::{Folder, samples, text_of};

#[test]
fn it_says_what_the_index_holds() {
    let status = samples().status();
    assert_eq!(status["index"], "index");
    assert_eq!(status["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(
        (&status["reports"], &status["files"]),
        (&11.into(), &11.into())
    );
    assert_eq!(status["roots"], json!(["reports"]));
    assert_eq!(
        status["changes"],
        json!({"new": 0, "changed": 0, "gone": 0, "unreachable": 0})
    );
    assert_eq!(
        (&status["skipped"], &status["duplicates"]),
        (&json!([]), &json!([]))
    );
    assert!(status["bytes"].as_u64() > Some(10_000));
    let listed: u64 = samples()
        .reports()
        .values()
        .filter_map(|report| report["passages"].as_u64())
        .sum();
    assert_eq!(status["passages"], listed);
    let text = samples().line("status").check().stdout;
    assert!(text.contains("changes     none since indexing\n"), "{text}");
    assert!(text.contains("from 11 files\n"), "{text}");
    assert!(
        text.contains(" ashmere-jtai-2024-05: Ashmere is not on the list of areas\n"),
        "{text}"
    );
}

#[test]
fn changed_new_and_gone_files_are_counted() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    folder.write("reports/new.txt", "new");
    folder.write("reports/ashmere-jtai.txt", "changed");
    folder.remove("reports/westmarch-send-full.txt");
    folder.remove("reports/thornleigh-ilacs.txt");
    let changes = folder.status()["changes"].clone();
    assert_eq!(
        changes,
        json!({"new": 1, "changed": 1, "gone": 2, "unreachable": 0})
    );
    let text = folder.line("status").check().stdout;
    let line = "changes     1 file new, 1 file changed or touched, 2 files gone; `findings index` brings it up to date\n";
    assert!(text.contains(line), "{text}");
    folder.index(&[]);
    assert!(
        folder
            .line("status")
            .check()
            .stdout
            .contains("none since indexing")
    );
}

#[test]
fn problems_are_listed_with_their_reasons() {
    let folder = Folder::new();
    folder.write(
        "reports/a.txt",
        plain_report("Quillmere", "3 to 7 June 2024"),
    );
    folder.write(
        "reports/b.txt",
        plain_report("Quillmere", "3 to 7 June 2024"),
    );
    folder.write("reports/c.pdf", "<html></html>");
    folder.index(&["reports"]);
    let status = folder.status();
    let skipped =
        json!([{"path": "reports/c.pdf", "reason": "not a PDF: it begins like an HTML page"}]);
    assert_eq!(status["skipped"], skipped);
    assert_eq!(status["duplicates"][0]["path"], "reports/b.txt");
    assert_eq!(status["files"], 3);
    let text = folder.line("status").check().stdout;
    assert!(
        text.contains("skipped     1; `findings index --checksum` tries them again\n            reports/c.pdf: not a PDF: it begins like an HTML page\n"),
        "{text}"
    );
}

#[test]
fn summaries_come_in_every_format() {
    let folder = Folder::new();
    folder.write(
        "reports/a.txt",
        plain_report("Quillmere", "3 to 7 June 2024"),
    );
    let answer = |line: &str| folder.line(line).any_stderr().check().stdout;
    let table = answer("index reports --format csv");
    assert!(table.starts_with("field,value\n"), "{table}");
    assert!(table.contains("\nreports,1\n"), "{table}");
    let table = answer("status --format csv");
    assert!(table.contains("\nroots.0,reports\n"), "{table}");
    assert!(table.contains("\nstate,current\n"), "{table}");
    let markdown = answer("status --format md");
    assert!(markdown.contains("- state: current\n"), "{markdown}");
    assert!(
        markdown.contains("- warnings: 1\n  - quillmere-send-full-2024-06: "),
        "{markdown}"
    );
    for command in ["status", "optimize", "clean"] {
        let line = answer(&format!("{command} --format jsonl"));
        assert_eq!(line.lines().count(), 1, "{command}");
        let line: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert!(line["bytes"].is_u64(), "{command}");
    }
}

#[test]
fn without_an_index_it_is_an_error() {
    Folder::new().line("status").fails(&[
        "error: no index at `index`\n",
        "hint: build one with `findings index --index index FOLDER`",
    ]);
}

#[test]
fn paths_are_shown_from_where_one_stands() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    std::fs::create_dir(folder.join("below")).expect("made");
    let answer = crate::support::program(&folder.join("below"))
        .args([
            "reports", "--index", "../index", "--format", "jsonl", "--kind", "jtai",
        ])
        .output()
        .expect("runs");
    let line: serde_json::Value = serde_json::from_slice(&answer.stdout).expect("JSON");
    let whole = folder.join("reports/ashmere-jtai.txt");
    assert_eq!(
        line["path"],
        whole.to_str().expect("UTF-8"),
        "whole, where it is not below"
    );
}

#[cfg(unix)]
#[test]
fn every_file_that_is_left_out_is_named_with_its_reason() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with_samples();
    folder.write("reports/minutes.docx", "PK");
    folder.write("reports/.hidden.txt", "x");
    folder.write(
        "reports/page.pdf",
        "<!DOCTYPE html><html><body>gone</body></html>",
    );
    symlink(folder.join("reports"), folder.join("reports/up")).expect("a link");
    symlink("nowhere", folder.join("reports/broken.pdf")).expect("a link");
    folder.index(&["reports"]);
    let status = folder.status();
    let named = |list: &str, name: &str| -> String {
        let files = status[list].as_array().expect(list);
        let path = format!("reports/{name}");
        let file = files.iter().find(|file| file["path"] == path.as_str());
        text_of(file.unwrap_or_else(|| panic!("{name}: {status}")), "reason")
    };
    assert_eq!(
        named("left_out", "minutes.docx"),
        ".docx files are not supported"
    );
    assert_eq!(named("left_out", ".hidden.txt"), "hidden");
    assert_eq!(named("left_out", "up"), "a link back to a folder above it");
    assert!(named("left_out", "broken.pdf").contains("No such file"));
    assert_eq!(
        named("skipped", "page.pdf"),
        "not a PDF: it begins like an HTML page"
    );
    let text = folder.line("status").check().stdout;
    assert!(text.contains("1 hidden"), "counts by reason: {text}");
}

#[test]
fn why_tells_the_story_of_a_file() {
    let folder = Folder::with_samples();
    let sample = folder.join("reports/ashmere-jtai.txt");
    folder.write(
        "reports/again.txt",
        std::fs::read(&sample).expect("a sample"),
    );
    folder.write("reports/empty.txt", "");
    folder.write("reports/notes.docx", "PK");
    folder.write("elsewhere.txt", "x");
    folder.index(&["reports"]);
    folder.write("reports/new.txt", "x");
    let why = |file: &str, status: i32| -> Value {
        let run = folder.run(["why", file, "--format", "json"]).status(status);
        serde_json::from_str(&run.any_stderr().check().stdout).expect("JSON")
    };
    let story = why("reports/again.txt", 0);
    assert_eq!(
        (&story["fate"], &story["since"]),
        (&"indexed".into(), &"nothing".into())
    );
    assert_eq!(story["report"], "ashmere-jtai-2024-05");
    let story = why("./elsewhere/../reports/ashmere-jtai.txt", 1);
    assert_eq!(story["fate"], "duplicate");
    assert!(text_of(&story, "of").ends_with("again.txt"), "{story}");
    assert_eq!(why("reports/empty.txt", 1)["reason"], "the file is empty");
    let story = why("reports/notes.docx", 1);
    assert_eq!(story["fate"], "left-out");
    assert_eq!(why("reports/new.txt", 1)["fate"], "new");
    assert_eq!(why("elsewhere.txt", 1)["fate"], "elsewhere");
    assert_eq!(why("reports/none.txt", 1)["fate"], "missing");
    folder.write("reports/fenmouth-send-full.txt", "changed");
    assert_eq!(why("reports/fenmouth-send-full.txt", 0)["since"], "changed");
    folder.remove("reports/thornleigh-ilacs.txt");
    assert_eq!(why("reports/thornleigh-ilacs.txt", 0)["since"], "gone");
    folder
        .line("why reports")
        .fails(&["`reports` is a folder: name a file"]);
    let text = folder.line("why reports/again.txt").check().stdout;
    assert!(text.contains("indexed as ashmere-jtai-2024-05"), "{text}");
}
