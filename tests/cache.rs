//! Reports in parsed form, kept beside the index: what a rebuild reads, and what it does not.

use std::fs;
use std::path::PathBuf;

use findings::samples::COUNT;
use serde_json::{Value, json};

use crate::fixtures::{plain_report, report_pdf};
use crate::support::{Folder, without_times};

const DAYS: &str = "3 to 7 June 2024";
const THEMES: &str = "[\"all/figures\"]\ndefinition = \"figures\"\ncues = [\"figures\"]\n";

/// Two PDFs and a text, indexed.
fn indexed() -> Folder {
    let folder = Folder::new();
    for area in ["Ottermouth", "Hallowfen"] {
        folder.write(format!("reports/{area}.pdf"), report_pdf(area, DAYS));
    }
    folder.write("reports/c.txt", plain_report("Quillmere", DAYS));
    folder.index(&["reports"]);
    folder
}

/// What the index answers to everything.
fn answers(folder: &Folder) -> String {
    let list = folder.line("reports --format jsonl").check().stdout;
    let (hits, _) = folder.hits(&["-n", "1000", "year:2024"]);
    format!("{list}{hits:?}")
}

/// Files below `index/parsed`, in order.
fn kept_files(folder: &Folder) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for inner in fs::read_dir(folder.join("index/parsed"))
        .into_iter()
        .flatten()
    {
        let inner = inner.expect("readable").path();
        if inner.is_file() {
            continue;
        }
        files.extend(
            fs::read_dir(inner)
                .expect("readable")
                .flatten()
                .map(|entry| entry.path()),
        );
    }
    files.sort();
    files
}

fn ending<'a>(files: &'a [PathBuf], end: &'a str) -> Vec<&'a PathBuf> {
    let ends = |file: &&PathBuf| file.to_string_lossy().ends_with(end);
    files.iter().filter(ends).collect()
}

/// How many files were taken as kept, parsed again, and how many bytes were read.
fn taken(summary: &Value) -> (u64, u64, u64) {
    let number = |name: &str| summary[name].as_u64().expect("a number");
    (number("kept"), number("reparsed"), number("bytes"))
}

#[test]
fn a_rebuild_opens_no_file() {
    let folder = indexed();
    let before = answers(&folder);
    assert_eq!(kept_files(&folder).len(), 5, "pages are kept of PDFs alone");
    assert_eq!(folder.status()["kept"]["reports"], 3);
    let summary = folder.index(&["--rebuild"]);
    assert_eq!(taken(&summary), (3, 0, 0));
    assert_eq!(summary["read"], 3);
    assert_eq!(answers(&folder), before);
    // Proof that they are not opened: the content is another, its size and time are not.
    let pdf = folder.join("reports/Ottermouth.pdf");
    let time = fs::metadata(&pdf)
        .and_then(|data| data.modified())
        .expect("a time");
    let other = vec![b'x'; fs::read(&pdf).expect("readable").len()];
    fs::write(&pdf, other).expect("written");
    let file = fs::File::options().write(true).open(&pdf).expect("opened");
    file.set_modified(time).expect("set back");
    drop(file);
    folder.index(&["--rebuild"]);
    assert_eq!(answers(&folder), before);
    let summary = folder.index(&["--rebuild", "--checksum"]);
    assert_eq!(summary["skipped"].as_array().map(Vec::len), Some(1));
    assert_eq!(summary["reports"], 2);
}

#[test]
fn a_copy_elsewhere_is_known_by_its_content() {
    let folder = indexed();
    fs::create_dir(folder.join("moved")).expect("made");
    for name in ["Ottermouth.pdf", "Hallowfen.pdf", "c.txt"] {
        fs::rename(
            folder.join(format!("reports/{name}")),
            folder.join(format!("moved/{name}")),
        )
        .expect("moved");
    }
    let (kept, reparsed, bytes) = taken(&folder.index(&["moved", "--rebuild"]));
    assert_eq!((kept, reparsed), (3, 0));
    assert!(bytes > 0, "their hashes had to be taken");
}

#[test]
fn damage_is_repaired_in_silence() {
    let folder = indexed();
    let before = answers(&folder);
    let files = kept_files(&folder);
    for report in ending(&files, ".report") {
        let bytes = fs::read(report).expect("readable");
        fs::write(report, &bytes[..bytes.len() / 2]).expect("written");
    }
    // From the kept pages of the PDFs, and from the text itself.
    let answer = folder.line("index --rebuild").any_stderr().check();
    assert!(
        answer
            .stderr
            .contains("3 files read (0.0 MB), 2 parsed again"),
        "{}",
        answer.stderr
    );
    assert!(!answer.stderr.contains("warning") && !answer.stderr.contains("note"));
    assert_eq!(answers(&folder), before);
    assert_eq!(taken(&folder.index(&["--rebuild"])).0, 3);
    for file in kept_files(&folder) {
        fs::write(file, "findings report of another version\n").expect("written");
    }
    let summary = folder.index(&["--rebuild"]);
    assert_eq!((taken(&summary).0, taken(&summary).1), (0, 0));
    assert_eq!(answers(&folder), before);
    assert_eq!(taken(&folder.index(&["--rebuild"])).0, 3);
}

#[test]
fn other_themes_read_nothing() {
    let folder = indexed();
    folder.write("themes.toml", THEMES);
    let summary = folder.index(&["--themes", "themes.toml"]);
    assert_eq!(taken(&summary), (3, 0, 0));
    let themed = folder.ids(&["theme:figures"]);
    assert!(!themed.is_empty());
    folder.index(&["--rebuild", "--no-cache"]);
    assert_eq!(folder.ids(&["theme:figures"]), themed);
}

#[test]
fn what_the_metadata_table_gives_is_not_kept() {
    let folder = indexed();
    let before = answers(&folder);
    folder.write("table.csv", "path,title\nreports/c.txt,Another title\n");
    folder.index(&["--rebuild", "--metadata", "table.csv"]);
    let titled = folder.reports()["quillmere-send-full-2024-06"]["title"].clone();
    assert_eq!(titled, "Another title");
    let summary = folder.index(&["--rebuild", "--no-metadata"]);
    assert_eq!(taken(&summary).0, 3);
    assert_eq!(answers(&folder), before);
}

#[test]
fn what_no_file_needs_any_more_goes() {
    let folder = indexed();
    folder.remove("reports/Ottermouth.pdf");
    folder.write(
        "reports/c.txt",
        plain_report("Quillmere", "8 to 12 July 2024"),
    );
    folder.index(&[]);
    let files = kept_files(&folder);
    assert_eq!(
        (
            ending(&files, ".report").len(),
            ending(&files, ".pages").len()
        ),
        (2, 1)
    );
    // A copy still needs it.
    let pdf = fs::read(folder.join("reports/Hallowfen.pdf")).expect("readable");
    folder.write("reports/copy.pdf", pdf);
    folder.index(&[]);
    folder.remove("reports/Hallowfen.pdf");
    let summary = folder.index(&[]);
    assert_eq!(summary["reports"], 2);
    assert_eq!(kept_files(&folder).len(), 3);
    folder.remove("reports/copy.pdf");
    folder.index(&["--rebuild"]);
    assert_eq!(kept_files(&folder).len(), 1);
}

#[test]
fn without_a_cache_nothing_is_read_or_written() {
    let folder = Folder::with_samples();
    folder.index(&["reports", "--no-cache"]);
    assert!(!folder.join("index/parsed").exists());
    assert_eq!(folder.status()["kept"], json!({"reports": 0, "bytes": 0}));
    folder.index(&["--rebuild"]);
    let files = kept_files(&folder);
    assert_eq!(files.len(), COUNT);
    fs::remove_file(&files[0]).expect("removed");
    let summary = folder.index(&["--rebuild", "--no-cache"]);
    assert_eq!(taken(&summary).0, 0);
    assert_eq!(kept_files(&folder).len(), COUNT - 1);
}

#[test]
fn clean_removes_what_is_kept_and_nothing_else() {
    let folder = indexed();
    let before = answers(&folder);
    folder.write("index/parsed/notes.txt", "mine");
    folder.write("index/parsed/.findings-x.part", "half");
    folder.write("index/generation-77/x", "dead");
    folder
        .line("clean")
        .stdout("")
        .stderr_has(&[
            "removed 0.0 MiB: the parse cache of 3 reports and files left by killed runs\n",
        ])
        .check();
    assert!(kept_files(&folder).is_empty());
    assert!(!folder.join("index/generation-77").exists());
    assert!(!folder.join("index/parsed/.findings-x.part").exists());
    assert!(folder.join("index/parsed/notes.txt").exists());
    assert_eq!(answers(&folder), before);
    let answer = folder.line("clean --format json").check();
    let cleaned: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(cleaned, json!({"index": "index", "reports": 0, "bytes": 0}));
    folder
        .line("clean")
        .stderr("nothing to remove from `index`\n")
        .check();
    assert_eq!(folder.index(&["--rebuild"])["reports"], 3);
}

#[test]
fn clean_keeps_off_what_is_not_an_index() {
    let folder = Folder::new();
    folder.line("clean").fails(&["error: no index at `index`"]);
    assert!(!folder.join("index").exists());
    folder.write("index/notes.txt", "mine");
    folder
        .line("clean")
        .fails(&["is not an index: it contains other files"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_no_failure() {
    let folder = Folder::with_samples();
    folder.write("index/parsed", "in the way");
    let answer = folder.line("index reports").any_stderr().check();
    assert!(
        answer
            .stderr
            .contains("note: reports are not written to the parse cache (")
    );
    assert_eq!(folder.reports().len(), COUNT);
}

#[test]
fn an_index_of_another_format_is_rebuilt_from_what_is_kept() {
    let folder = indexed();
    let before = answers(&folder);
    let manifest = fs::read_to_string(folder.join("index/findings.json")).expect("a manifest");
    let format = regex::Regex::new(r#""format": \d+"#).expect("a pattern");
    let old = format.replace(&manifest, "\"format\": 1");
    folder.write("index/findings.json", old.as_bytes());
    // The ledger outlives the format: it tells what content the files have.
    assert_eq!(taken(&folder.index(&[])), (3, 0, 0));
    assert_eq!(without_times(&answers(&folder)), without_times(&before));
}
