//! `findings index`: what it takes in, and what it says about it.

use findings::samples::{COUNT, SAMPLES};
use serde::Deserialize;

use crate::fixtures::plain_report;
use crate::support::{Folder, without_times};

/// The summary as scripts read it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "the shape is the contract, whether or not each field is looked at"
)]
struct Summary {
    state: String,
    reports: u64,
    passages: u64,
    outcomes: Vec<(String, u64)>,
    read: usize,
    kept: usize,
    reparsed: usize,
    unchanged: usize,
    gone: usize,
    dropped: usize,
    skipped: Vec<Skipped>,
    duplicates: Vec<Duplicate>,
    unmatched: Vec<String>,
    overridden: Vec<String>,
    left_out: LeftOut,
    not_kept: Option<String>,
    bytes: u64,
    phases: Vec<Phase>,
    seconds: f64,
    peak_memory_bytes: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the shape is the contract")]
struct Skipped {
    path: String,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the shape is the contract")]
struct Duplicate {
    path: String,
    report: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftOut {
    hidden: usize,
    unknown: std::collections::BTreeMap<String, usize>,
    loops: usize,
    other_file_systems: Vec<String>,
    unreachable: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phase {
    name: String,
    seconds: f64,
}

fn summary(folder: &Folder, more: &[&str]) -> Summary {
    serde_json::from_value(folder.index(more)).expect("the summary's shape")
}

#[test]
fn a_run_says_what_each_phase_took() {
    let folder = Folder::with_samples();
    let names = |summary: &Summary| -> Vec<String> {
        summary
            .phases
            .iter()
            .map(|phase| phase.name.clone())
            .collect()
    };
    let first = summary(&folder, &["reports"]);
    assert_eq!(
        names(&first),
        ["looking", "reading", "committing", "merging"]
    );
    let sum: f64 = first.phases.iter().map(|phase| phase.seconds).sum();
    assert!(sum <= first.seconds + 1e-6 && first.phases.iter().all(|phase| phase.seconds >= 0.0));
    assert_eq!(first.peak_memory_bytes.is_some(), cfg!(target_os = "linux"));
    assert_eq!(
        names(&summary(&folder, &[])),
        ["looking", "reading"],
        "there is nothing to write"
    );
}

#[test]
fn every_file_is_accounted_for() {
    let folder = Folder::with_samples();
    folder.write("reports/empty.txt", "");
    folder.write("reports/scan.pdf", "<html><body>Not found</body></html>");
    folder.write("reports/again.txt", SAMPLES[2].1);
    folder.write("reports/table.xlsx", "PK");
    folder.write("reports/.hidden.txt", "secret");
    folder.write("reports/noextension", "text");
    folder.write("reports/.git/config.txt", "secret");
    let summary = summary(&folder, &["reports"]);
    assert_eq!(summary.reports, COUNT as u64);
    assert_eq!(summary.duplicates.len(), 1);
    assert_eq!(summary.skipped.len(), 2);
    assert_eq!(summary.read, COUNT + 3);
    assert_eq!((summary.unchanged, summary.gone), (0, 0));
    assert_eq!(
        summary.reports as usize + summary.duplicates.len() + summary.skipped.len(),
        summary.read,
        "every file read is a report, a duplicate or skipped"
    );
    assert_eq!(
        summary.left_out.hidden, 2,
        "the hidden file and the hidden folder"
    );
    let unknown = [(String::new(), 1), ("xlsx".to_owned(), 1)];
    assert_eq!(summary.left_out.unknown, unknown.into());
    assert_eq!(summary.left_out.loops, 0);
    assert!(summary.left_out.other_file_systems.is_empty());
    assert!(summary.left_out.unreachable.is_empty());
    assert!(summary.overridden.is_empty(), "no table");
    let judged: u64 = summary.outcomes.iter().map(|(_, number)| number).sum();
    assert_eq!(judged, summary.reports, "each report has one outcome");
    let listed = folder.reports();
    let passages: u64 = listed
        .values()
        .map(|report| report["passages"].as_u64().expect("a number"))
        .sum();
    assert_eq!(passages, summary.passages);
}

#[test]
fn the_summary_for_people_goes_to_stderr() {
    let folder = Folder::new();
    folder.write(
        "reports/a.txt",
        plain_report("Quillmere", "3 to 7 June 2024"),
    );
    folder.write("reports/b.txt", "");
    folder.write("reports/c.docx", "PK");
    folder.write("reports/d.docx", "PK");
    folder.write("reports/.e.txt", "x");
    let answer = folder
        .line("index reports")
        .status(2)
        .stdout("")
        .stderr_has(&[
            "warning: skipped `reports/b.txt`: the file is empty\n",
            "1 skipped",
            "outcomes: 1 send-positive\n",
            "left out: 1 hidden file, 2 .docx files\n",
        ])
        .check();
    let said = without_times(&answer.stderr);
    assert!(
        said.contains("indexed 1 report ("),
        "one report is not `1 reports`: {said}"
    );
    assert!(said.contains("in N s: 2 files read"), "{said}");
}

#[test]
fn skipped_files_decide_the_exit_code_unless_allowed() {
    let folder = Folder::new();
    folder.write(
        "reports/a.txt",
        plain_report("Quillmere", "3 to 7 June 2024"),
    );
    folder.line("index reports").any_stderr().check();
    folder.write("reports/b.txt", "");
    folder
        .line("index reports")
        .status(2)
        .stderr_has(&["the file is empty"])
        .check();
    // A run that has nothing to do does not hide what is missing.
    folder
        .line("index")
        .status(2)
        .stderr_has(&["the file is empty"])
        .check();
    folder
        .line("index --allow-skips")
        .stderr_has(&["the file is empty"])
        .check();
    folder
        .line("index --quiet")
        .status(2)
        .stdout("")
        .stderr("warning: skipped `reports/b.txt`: the file is empty\n")
        .check();
    folder.remove("reports/b.txt");
    folder.line("index --quiet").check();
}

#[test]
fn an_empty_folder_gives_an_empty_index() {
    let folder = Folder::new();
    std::fs::create_dir(folder.join("reports")).expect("made");
    folder
        .line("index reports")
        .stdout("")
        .stderr_has(&[
            "indexed 0 reports (0 passages)",
            "warning: the index is empty: no readable report was found\n",
        ])
        .check();
    folder
        .line("search anything")
        .status(1)
        .stdout("")
        .stderr_has(&["nothing found for `anything`", "searched 0 reports"])
        .check();
    folder
        .line("reports")
        .status(1)
        .stdout("")
        .stderr_has(&["no report"])
        .check();
    assert_eq!(folder.status()["reports"], 0);
}

#[test]
fn files_and_folders_may_be_named_together() {
    let folder = Folder::with_samples();
    folder.write(
        "letters/one.md",
        plain_report("Quillmere", "3 to 7 June 2024"),
    );
    let summary = folder.index(&["reports/ashmere-jtai.txt", "letters"]);
    assert_eq!(summary["reports"], 2);
    // The next run remembers both, and what it is given is added.
    let summary = folder.index(&[]);
    assert_eq!(
        (&summary["reports"], &summary["unchanged"]),
        (&2.into(), &2.into())
    );
    let summary = folder.index(&["reports/westmarch-send-full.txt"]);
    assert_eq!(summary["reports"], 3);
    let roots = folder.status()["roots"].clone();
    assert_eq!(roots.as_array().map(Vec::len), Some(3), "{roots}");
}

#[test]
fn a_folder_named_twice_is_read_once() {
    let folder = Folder::with_samples();
    let summary = folder.index(&["reports", "./reports/", "reports/ashmere-jtai.txt"]);
    assert_eq!(summary["read"], COUNT);
    assert_eq!(summary["reports"], COUNT);
    assert_eq!(folder.status()["roots"], serde_json::json!(["reports"]));
}

#[test]
fn the_formats_of_files_are_all_read() {
    let folder = Folder::new();
    let report = |area: &str| plain_report(area, "3 to 7 June 2024");
    folder.write("reports/a.txt", report("Quillmere"));
    folder.write(
        "reports/b.pdf",
        crate::fixtures::report_pdf("Ottermouth", "3 to 7 June 2024"),
    );
    folder.write(
        "reports/c.md",
        report("Larkbridge")
            .replace("Area SEND", "# Area SEND")
            .replace("What ", "## What ")
            .replace("■ ", "- "),
    );
    folder.write(
        "reports/d.HTML",
        "<!DOCTYPE html><html><head><title>x</title></head><body>\
         <h1>Area SEND inspection of Hallowfen Local Area Partnership</h1>\
         <p>Inspection dates: 3 to 7 June 2024</p>\
         <h2>Inspection outcome</h2><p>The local area partnership&rsquo;s arrangements typically \
         lead to positive experiences and outcomes for children and young people with SEND.</p>\
         <h2>What is the area partnership doing that is effective?</h2>\
         <ul><li>Leaders in Hallowfen meet every month.</li></ul></body></html>",
    );
    let summary = folder.index(&["reports"]);
    assert_eq!(summary["skipped"], serde_json::json!([]));
    for (area, pages) in [
        ("Quillmere", None),
        ("Ottermouth", Some(2)),
        ("Larkbridge", None),
        ("Hallowfen", None),
    ] {
        let id = format!("{}-send-full-2024-06", area.to_lowercase());
        let report = folder
            .reports()
            .remove(&id)
            .unwrap_or_else(|| panic!("no {id}"));
        assert_eq!(report["area"], area);
        assert_eq!(report["outcome"], "send-positive", "{area}");
        assert_eq!(report["inspection_start"], "2024-06-03", "{area}");
        assert_eq!(report["inspection_end"], "2024-06-07", "{area}");
        assert_eq!(report["pages"], serde_json::json!(pages), "{area}");
        let found = folder.texts(&["leaders month", "--area", area]);
        assert_eq!(found.len(), 1, "{area}: {found:?}");
    }
}

#[test]
fn pages_of_a_pdf_are_cited() {
    let folder = Folder::new();
    folder.write(
        "reports/a.pdf",
        crate::fixtures::report_pdf("Ottermouth", "3 to 7 June 2024"),
    );
    folder.index(&["reports"]);
    let (hits, _) = folder.hits(&["arrangements", "--all"]);
    assert_eq!(
        (&hits[0]["page_start"], &hits[0]["page_end"]),
        (&1.into(), &1.into())
    );
    let (hits, _) = folder.hits(&["therapist", "--all"]);
    assert_eq!(
        (&hits[0]["page_start"], &hits[0]["page_end"]),
        (&2.into(), &2.into())
    );
    assert_eq!(hits[0]["section"]["role"], "weaknesses");
}
