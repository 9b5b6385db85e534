//! `findings status`.

use serde_json::json;

use crate::fixtures::plain_report;
use crate::support::{Folder, samples};

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
