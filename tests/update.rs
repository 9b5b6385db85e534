//! Indexing again: only what changed is read, and the index follows the files.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use findings::samples::COUNT;

use crate::fixtures::plain_report;
use crate::support::Folder;

const NEW: &str = "reports/new.txt";

/// A folder with the samples, indexed.
fn indexed() -> Folder {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    folder
}

/// Gives a file another time of change, so that what follows does not hang on the clock's grain.
fn touch(folder: &Folder, file: &str, seconds: u64) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + seconds);
    File::options()
        .write(true)
        .open(folder.join(file))
        .and_then(|file| file.set_modified(time))
        .expect("touched");
}

#[test]
fn nothing_changed_reads_nothing() {
    let folder = indexed();
    let before = folder
        .line("search children --format jsonl -n 50")
        .check()
        .stdout;
    let summary = folder.index(&[]);
    assert_eq!(summary["read"], 0);
    assert_eq!(summary["unchanged"], COUNT);
    assert_eq!(summary["reports"], COUNT);
    let after = folder
        .line("search children --format jsonl -n 50")
        .check()
        .stdout;
    assert_eq!(
        crate::support::without_times(&after),
        crate::support::without_times(&before)
    );
}

#[test]
fn a_new_file_is_added() {
    let folder = indexed();
    folder.write(NEW, plain_report("Quillmere", "3 to 7 June 2024"));
    let summary = folder.index(&["reports"]);
    assert_eq!(
        (&summary["read"], &summary["unchanged"]),
        (&1.into(), &COUNT.into())
    );
    assert_eq!(summary["reports"], COUNT + 1);
    assert_eq!(
        folder
            .texts(&["letters understand", "--area", "quillmere"])
            .len(),
        1
    );
}

#[test]
fn a_changed_file_replaces_its_old_passages() {
    let folder = indexed();
    let text = plain_report("Quillmere", "3 to 7 June 2024");
    folder.write(NEW, &text);
    folder.index(&[]);
    folder.write(
        NEW,
        text.replace("Letters are hard", "Zeppelins are impossible"),
    );
    let summary = folder.index(&[]);
    assert_eq!(
        (&summary["read"], &summary["unchanged"]),
        (&1.into(), &COUNT.into())
    );
    assert_eq!(summary["reports"], COUNT + 1);
    assert_eq!(folder.texts(&["zeppelins"]).len(), 1);
    assert!(
        folder
            .texts(&["letters understand", "--area", "quillmere"])
            .is_empty()
    );
    let reports = folder.reports();
    assert!(
        reports.contains_key("quillmere-send-full-2024-06"),
        "the id stays"
    );
}

#[test]
fn a_change_of_the_same_length_is_seen() {
    let folder = indexed();
    let text = plain_report("Quillmere", "3 to 7 June 2024");
    folder.write(NEW, &text);
    touch(&folder, NEW, 0);
    folder.index(&[]);
    folder.write(NEW, text.replace("Letters", "Zephyrs"));
    touch(&folder, NEW, 60);
    assert_eq!(folder.index(&[])["read"], 1);
    assert_eq!(folder.texts(&["zephyrs"]).len(), 1);
}

#[test]
fn checksum_sees_what_size_and_time_do_not() {
    let folder = indexed();
    let text = plain_report("Quillmere", "3 to 7 June 2024");
    folder.write(NEW, &text);
    touch(&folder, NEW, 0);
    folder.index(&[]);
    folder.write(NEW, text.replace("Letters", "Zephyrs"));
    touch(&folder, NEW, 0);
    assert_eq!(folder.index(&[])["read"], 0, "size and time are the same");
    assert!(folder.texts(&["zephyrs"]).is_empty());
    let summary = folder.index(&["--checksum"]);
    assert_eq!(summary["reports"], COUNT + 1);
    assert_eq!(folder.texts(&["zephyrs"]).len(), 1);
}

#[test]
fn a_touched_file_stays_what_it_was() {
    let folder = indexed();
    touch(&folder, "reports/ashmere-jtai.txt", 0);
    assert_eq!(folder.status()["changes"]["changed"], 1);
    let before = folder.ids(&["county lines"]);
    folder.index(&[]);
    assert_eq!(folder.ids(&["county lines"]), before);
    assert_eq!(
        folder.status()["changes"]["changed"],
        0,
        "the new date is remembered"
    );
    assert_eq!(folder.index(&[])["read"], 0);
}

#[test]
fn a_file_that_is_gone_is_removed() {
    let folder = indexed();
    folder.remove("reports/ashmere-jtai.txt");
    let summary = folder.index(&[]);
    assert_eq!(
        (&summary["gone"], &summary["reports"]),
        (&1.into(), &(COUNT - 1).into())
    );
    assert!(!folder.reports().contains_key("ashmere-jtai-2024-05"));
    assert!(folder.ids(&["ofsted", "--kind", "jtai"]).is_empty());
    assert_eq!(folder.index(&[])["gone"], 0);
}

#[test]
fn a_file_outside_the_folder_named_is_no_concern_of_the_run() {
    let folder = indexed();
    folder.write("more/a.txt", plain_report("Quillmere", "3 to 7 June 2024"));
    folder.remove("reports/ashmere-jtai.txt");
    let summary = folder.index(&["more"]);
    assert_eq!(summary["gone"], 0, "only `more` was looked at");
    assert_eq!(summary["reports"], COUNT + 1);
    assert_eq!(folder.index(&[])["reports"], COUNT);
}

#[test]
fn a_root_that_vanished_does_not_empty_the_index() {
    let folder = indexed();
    fs::rename(folder.join("reports"), folder.join("elsewhere")).expect("renamed");
    folder
        .line("index")
        .fails(&["error: cannot read `", "there is no such file or folder"]);
    assert_eq!(folder.reports().len(), COUNT);
    assert_eq!(folder.status()["changes"]["unreachable"], 1);
}

#[test]
fn a_file_that_becomes_unreadable_loses_its_report() {
    let folder = indexed();
    folder.write("reports/ashmere-jtai.txt", "");
    folder
        .line("index")
        .status(2)
        .stderr_has(&["skipped `reports/ashmere-jtai.txt`: the file is empty"])
        .check();
    assert!(!folder.reports().contains_key("ashmere-jtai-2024-05"));
    folder.write("reports/ashmere-jtai.txt", findings::samples::SAMPLES[0].1);
    folder.index(&[]);
    assert!(folder.reports().contains_key("ashmere-jtai-2024-05"));
}

#[test]
fn a_rebuild_gives_the_same_answers() {
    let folder = indexed();
    // Updates leave traces (deleted passages, small segments) that a rebuild clears.
    let text = plain_report("Quillmere", "3 to 7 June 2024");
    folder.write(NEW, &text);
    folder.index(&[]);
    folder.write(NEW, text.replace("Letters", "Leaflets"));
    folder.index(&[]);
    let list = folder.line("reports --format jsonl").check().stdout;
    let ids = folder.ids(&["children", "--sort", "date"]);
    let summary = folder.index(&["--rebuild"]);
    assert_eq!(summary["read"], COUNT + 1);
    assert_eq!(folder.line("reports --format jsonl").check().stdout, list);
    assert_eq!(folder.ids(&["children", "--sort", "date"]), ids);
    let generations = fs::read_dir(folder.join("index"))
        .expect("the index")
        .flatten()
        .filter(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .starts_with("generation-")
        })
        .count();
    assert_eq!(generations, 1, "the old one is cleared away");
}

#[test]
fn a_rebuild_with_paths_forgets_the_others() {
    let folder = indexed();
    folder.write("more/a.txt", plain_report("Quillmere", "3 to 7 June 2024"));
    assert_eq!(folder.index(&["more"])["reports"], COUNT + 1);
    assert_eq!(folder.index(&["--rebuild", "more"])["reports"], 1);
    assert_eq!(folder.status()["roots"], serde_json::json!(["more"]));
}

#[test]
fn an_updated_index_answers_like_a_fresh_one() {
    let updated = Folder::new();
    for (name, text) in findings::samples::SAMPLES {
        updated.write(format!("reports/{name}"), text);
        updated.index(&["reports"]);
    }
    let fresh = indexed();
    for args in [
        &["camhs waiting"][..],
        &["children", "--sort", "area"],
        &["\"annual reviews\" OR timetable*", "--sort", "date"],
    ] {
        let (a, _) = updated.hits(args);
        let (b, _) = fresh.hits(args);
        assert!(
            a == b,
            "{args:?} differs between an updated and a fresh index"
        );
    }
}
