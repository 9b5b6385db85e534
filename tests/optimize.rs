//! `findings optimize`: one segment, the same answers.

use serde_json::Value;

use crate::fixtures::plain_report;
use crate::support::{Folder, without_times};

fn optimized(folder: &Folder) -> Value {
    let answer = folder.line("optimize --format json").any_stderr().check();
    serde_json::from_str(&answer.stdout).expect("a JSON document")
}

#[test]
fn answers_are_the_same_and_what_was_removed_is_gone() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    for (number, area) in ["Quillmere", "Ottermouth"].iter().enumerate() {
        let text = plain_report(area, "3 to 7 June 2024");
        folder.write(format!("reports/{number}.txt"), text);
        folder.index(&[]);
    }
    folder.remove("reports/0.txt");
    folder.index(&[]);
    let answers = || {
        let found = folder.line("search camhs waiting --format jsonl --facets outcome,area");
        without_times(&found.check().stdout)
    };
    let ids = folder.ids(&["camhs", "waiting"]);
    let done = optimized(&folder);
    assert_eq!(
        (&done["segments_before"], &done["segments"]),
        (&3.into(), &1.into())
    );
    assert!(done["removed_documents"].as_u64() > Some(1));
    assert_eq!(folder.ids(&["camhs", "waiting"]), ids);
    assert_eq!(folder.reports().len(), 12);
    let before = answers();
    folder
        .line("optimize")
        .stderr("nothing to do: the index is in one piece ([..] MB)\n")
        .check();
    assert_eq!(answers(), before);
    // What is known of the files is kept.
    assert_eq!(folder.index(&[])["unchanged"], 12);
}

#[test]
fn where_there_is_no_index_none_is_made() {
    let folder = Folder::new();
    folder.line("optimize").fails(&["error: ", "index"]);
    assert!(!folder.join("index").exists());
}
