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
    // One thread makes one segment: how much of it is removed does not hang on chance.
    folder.index(&["reports", "--threads", "1"]);
    for (number, area) in ["Quillmere", "Ottermouth"].iter().enumerate() {
        let text = plain_report(area, "3 to 7 June 2024");
        folder.write(format!("reports/{number}.txt"), text);
        folder.index(&[]);
    }
    folder.remove("reports/ashmere-jtai.txt");
    folder.index(&[]);
    let answers = || {
        let found = folder.line("search camhs waiting --format jsonl --facets outcome,area");
        without_times(&found.check().stdout)
    };
    // What was removed still weighs in scores until it is merged away, and so may move hits.
    let found = || {
        let mut ids = folder.ids(&["camhs", "waiting"]);
        ids.sort();
        ids
    };
    let ids = found();
    let done = optimized(&folder);
    assert!(done["segments_before"].as_u64() > Some(2));
    assert_eq!(done["segments"], 1);
    assert!(done["removed_documents"].as_u64() > Some(1));
    assert!(done["bytes"].as_u64() < done["bytes_before"].as_u64());
    assert_eq!(found(), ids);
    assert_eq!(folder.reports().len(), 12);
    let before = answers();
    folder
        .line("optimize")
        .stderr_has(&["nothing to do: the index has one segment"])
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
