//! One inspection in several files is indexed once, from the best of them.

use crate::fixtures::{plain_report, report_pdf};
use crate::support::Folder;
use serde_json::json;

const AREA: &str = "Quillmere";
const DATES: &str = "3 to 7 June 2024";
const ID: &str = "quillmere-send-full-2024-06";

fn text() -> String {
    plain_report(AREA, DATES)
}

fn pdf() -> Vec<u8> {
    report_pdf(AREA, DATES)
}

/// The one report of the inspection: its file and its duplicates.
fn only(folder: &Folder) -> (String, Vec<String>) {
    let reports = folder.reports();
    let ids: Vec<&String> = reports.keys().collect();
    assert_eq!(ids, [ID]);
    let report = &reports[ID];
    let duplicates = report["duplicates"].as_array().expect("a list");
    let duplicates = duplicates
        .iter()
        .map(|path| path.as_str().expect("a path").to_owned());
    (
        report["path"].as_str().expect("a path").to_owned(),
        duplicates.collect(),
    )
}

#[test]
fn the_file_with_pages_wins_whatever_the_order() {
    // By name the text comes first, then the PDF.
    for (text_name, pdf_name) in [("a.txt", "b.pdf"), ("z.txt", "b.pdf")] {
        let (text_path, pdf_path) = (
            format!("reports/{text_name}"),
            format!("reports/{pdf_name}"),
        );
        let together = Folder::new();
        together.write(&text_path, text());
        together.write(&pdf_path, pdf());
        let summary = together.index(&["reports"]);
        assert_eq!(summary["reports"], 1);
        assert_eq!(
            summary["duplicates"],
            json!([{"path": text_path, "report": ID}])
        );
        assert_eq!(only(&together), (pdf_path.clone(), vec![text_path.clone()]));
        // And in two runs, either first.
        for pdf_first in [true, false] {
            let folder = Folder::new();
            for turn in [pdf_first, !pdf_first] {
                if turn {
                    folder.write(&pdf_path, pdf());
                } else {
                    folder.write(&text_path, text());
                }
                folder.index(&["reports"]);
            }
            assert_eq!(only(&folder), (pdf_path.clone(), vec![text_path.clone()]));
            let (hits, _) = folder.hits(&["therapist"]);
            assert_eq!(hits.len(), 1, "its passages are there once");
            assert_eq!(hits[0]["page_start"], 2);
        }
    }
}

fn pair() -> Folder {
    let folder = Folder::new();
    folder.write("reports/a.txt", text());
    folder.write("reports/b.pdf", pdf());
    folder.index(&["reports"]);
    folder
}

#[test]
fn people_are_told_of_duplicates() {
    let folder = Folder::new();
    folder.write("reports/a.txt", text());
    folder.write("reports/b.pdf", pdf());
    folder
        .line("index reports")
        .stderr_has(&[
            "1 duplicate",
            &format!("duplicate: `reports/a.txt` is the same inspection as {ID}\n"),
        ])
        .check();
    folder.line("index --quiet").check();
    let status = folder.line("status").check().stdout;
    assert!(
        status.contains(&format!("reports/a.txt (same inspection as {ID})")),
        "{status}"
    );
}

#[test]
fn a_duplicate_takes_the_place_of_a_file_that_is_gone() {
    let folder = pair();
    folder.remove("reports/b.pdf");
    let summary = folder.index(&[]);
    assert_eq!(summary["duplicates"], json!([]));
    assert_eq!(only(&folder), ("reports/a.txt".to_owned(), vec![]));
    let (hits, _) = folder.hits(&["therapist"]);
    assert_eq!(hits[0]["page_start"], json!(null));
}

#[test]
fn a_duplicate_that_was_touched_takes_the_place_too() {
    let folder = pair();
    folder.remove("reports/b.pdf");
    let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    std::fs::File::options()
        .write(true)
        .open(folder.join("reports/a.txt"))
        .and_then(|file| file.set_modified(time))
        .expect("touched");
    folder.index(&[]);
    assert_eq!(only(&folder), ("reports/a.txt".to_owned(), vec![]));
}

#[test]
fn a_duplicate_takes_the_place_under_checksum() {
    let folder = pair();
    folder.remove("reports/b.pdf");
    folder.index(&["--checksum"]);
    assert_eq!(only(&folder), ("reports/a.txt".to_owned(), vec![]));
}

#[test]
fn checksum_keeps_duplicates_what_they_are() {
    let folder = pair();
    folder.index(&["--checksum"]);
    assert_eq!(
        only(&folder),
        ("reports/b.pdf".to_owned(), vec!["reports/a.txt".to_owned()])
    );
}

#[test]
fn a_duplicate_takes_the_place_of_a_file_that_became_another_report() {
    let folder = pair();
    folder.write("reports/b.pdf", report_pdf("Ottermouth", DATES));
    folder.index(&[]);
    let reports = folder.reports();
    let places: Vec<(&str, &str)> = reports
        .values()
        .filter_map(|report| Some((report["area"].as_str()?, report["path"].as_str()?)))
        .collect();
    assert_eq!(
        places,
        [("Ottermouth", "reports/b.pdf"), (AREA, "reports/a.txt")]
    );
}

#[test]
fn a_duplicate_that_is_gone_leaves_the_report_alone() {
    let folder = pair();
    folder.remove("reports/a.txt");
    assert_eq!(folder.index(&[])["gone"], 1);
    assert_eq!(only(&folder), ("reports/b.pdf".to_owned(), vec![]));
}

#[test]
fn copies_of_one_text_are_one_report() {
    let folder = Folder::new();
    for name in ["a.txt", "b.txt", "c/d.txt"] {
        folder.write(format!("reports/{name}"), findings::samples::SAMPLES[1].1);
    }
    let summary = folder.index(&["reports"]);
    assert_eq!(summary["reports"], 1);
    assert_eq!(summary["duplicates"].as_array().map(Vec::len), Some(2));
}

#[test]
fn two_inspections_of_one_area_are_two_reports() {
    let folder = Folder::new();
    folder.write("reports/a.txt", plain_report(AREA, "3 to 7 June 2024"));
    folder.write("reports/b.txt", plain_report(AREA, "10 to 14 June 2024"));
    let summary = folder.index(&["reports"]);
    assert_eq!(summary["reports"], 2);
    assert_eq!(summary["duplicates"], json!([]));
    let ids: Vec<String> = folder.reports().into_keys().collect();
    assert_eq!(ids, [ID.to_owned(), format!("{ID}-2")], "ids stay apart");
}
