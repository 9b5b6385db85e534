//! Until there is an index, the built-in samples answer.

use crate::support::{Folder, samples};

const NOTE: &str = "warning: no index at `index` yet: answering from 11 built-in sample reports about invented areas; \
                    index your own with `findings index FOLDER`\n";

#[test]
fn the_samples_answer_and_say_so() {
    let folder = Folder::new();
    for command in [
        "search CAMHS waiting",
        "facets CAMHS waiting",
        "reports",
        "show ashmere-jtai-2024-05 --section strengths",
    ] {
        let answer = folder.line(command).stderr(NOTE).check();
        assert!(!answer.stdout.is_empty(), "{command}");
        folder
            .line(command)
            .arg("--quiet")
            .stdout(answer.stdout)
            .stderr_has(&["warning: no index at `index` yet", "invented areas"])
            .check();
    }
    assert!(!folder.join("index").exists(), "nothing is written");
}

#[test]
fn they_answer_like_an_index_of_the_same_files() {
    let folder = Folder::new();
    for query in [
        "CAMHS waiting",
        "county lines",
        "co-production",
        "timetable*",
    ] {
        let built_in = folder.ids(&[query]);
        assert!(!built_in.is_empty(), "{query}");
        assert_eq!(built_in, crate::support::samples().ids(&[query]), "{query}");
    }
}

#[test]
fn programs_are_told_of_the_samples() {
    let folder = Folder::new();
    let json = |line: &str| -> serde_json::Value {
        let answer = folder.line(line).any_stderr().check();
        serde_json::from_str(&answer.stdout).expect("JSON")
    };
    let answer = json("search camhs --format json");
    assert_eq!(answer["summary"]["sample"], true);
    let hits = answer["hits"].as_array().expect("hits");
    assert!(hits.iter().all(|hit| hit["report"]["sample"] == true));
    let reports = json("reports --format json");
    let reports = reports.as_array().expect("reports");
    assert!(reports.iter().all(|report| report["sample"] == true));
    let table = |folder: &Folder| {
        let line = "search camhs -n 1 --format csv";
        let stdout = folder.line(line).any_stderr().check().stdout;
        let mut reader = csv::Reader::from_reader(stdout.as_bytes());
        let mut rows = reader.deserialize::<std::collections::BTreeMap<String, String>>();
        rows.next().expect("a row").expect("cells")["sample"].clone()
    };
    assert_eq!(
        (table(&folder), table(samples())),
        ("true".into(), "false".into())
    );
    // An index of the user's own reports is none.
    let answer = samples()
        .line("search camhs --format json")
        .any_stderr()
        .check();
    assert!(!answer.stdout.contains("\"sample\""), "{}", answer.stdout);
}

#[test]
fn an_empty_variable_counts_as_none() {
    Folder::new()
        .line("reports")
        .env("FINDINGS_INDEX", "")
        .stderr(NOTE)
        .check();
}

#[test]
fn an_index_ends_the_samples() {
    let folder = Folder::new();
    folder.write(
        "reports/a.txt",
        crate::fixtures::plain_report("Quillmere", "3 to 7 June 2024"),
    );
    folder.index(&["reports"]);
    assert_eq!(folder.reports().len(), 1);
}

#[test]
fn a_foreign_folder_at_the_default_place_is_left_alone() {
    let folder = Folder::new();
    folder.write("index/page.html", "mine");
    folder.line("search camhs -n 1").stderr(NOTE).check();
    folder.write("reports/a.txt", "x");
    folder
        .line("index reports")
        .fails(&["error: `index` is not an index: it contains other files"]);
}

#[test]
fn each_sample_is_long_enough_to_show_something() {
    for (name, text) in findings::samples::SAMPLES {
        let words = text.split_whitespace().count();
        assert!(words >= 800, "{name} has {words} words");
    }
    assert!((8..=12).contains(&findings::samples::COUNT));
}
