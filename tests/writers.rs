//! Two writers at once, and readers beside a writer.

use std::fs::File;

use crate::support::Folder;

#[test]
fn the_second_writer_gets_a_clear_error() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    // What a running `findings index` holds.
    let lock = File::options()
        .write(true)
        .open(folder.join("index/write.lock"))
        .expect("the lock file");
    lock.lock().expect("the lock");
    for args in ["index", "index reports", "index --rebuild"] {
        folder.line(args).fails(&[
            "error: another `findings index` is writing to `index`\n",
            "hint: wait until it has finished, or give another place with `--index`\n",
        ]);
    }
    // Readers are not held up.
    assert!(!folder.ids(&["camhs"]).is_empty());
    assert_eq!(folder.status()["reports"], 11);
    folder
        .run(["index", "--quiet", "--index", "other", "reports"])
        .check();
    drop(lock);
    folder.run(["index", "--quiet"]).check();
}

#[test]
fn a_first_run_is_locked_as_well() {
    let folder = Folder::with_samples();
    std::fs::create_dir(folder.join("index")).expect("made");
    let lock = File::create(folder.join("index/write.lock")).expect("the lock file");
    lock.lock().expect("the lock");
    folder
        .line("index reports")
        .fails(&["error: another `findings index` is writing to `index`\n"]);
    drop(lock);
    // A lock file left by a dead run holds nobody up.
    folder.run(["index", "--quiet", "reports"]).check();
}

#[test]
fn what_dead_runs_left_is_cleared_and_never_answers() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    folder.write("index/generation-7/meta.json", "half");
    folder.write("index/.findings-abc.part", "half");
    assert!(!folder.ids(&["camhs"]).is_empty());
    folder.run(["index", "--quiet"]).check();
    assert!(!folder.join("index/generation-7").exists());
    assert!(!folder.join("index/.findings-abc.part").exists());
    folder.run(["index", "--quiet", "--rebuild"]).check();
    assert_eq!(folder.reports().len(), 11);
}

#[test]
fn the_index_says_that_it_can_be_made_again() {
    let folder = Folder::with_samples();
    folder.index(&["reports/ashmere-jtai.txt"]);
    let tag = std::fs::read_to_string(folder.join("index/CACHEDIR.TAG")).expect("a tag");
    assert!(tag.starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
}
