//! Runs that are stopped in the middle leave the index as it was.
#![cfg(unix)]

use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use findings::samples::SAMPLES;

use crate::fixtures::plain_report;
use crate::support::{Folder, program, without_times};

const MANY: usize = 600;

/// A small index, and so many new files that reading them takes seconds.
fn prepared() -> Folder {
    let folder = Folder::new();
    folder.write(
        "reports/a.txt",
        plain_report("Quillmere", "3 to 7 June 2024"),
    );
    folder.index(&["reports"]);
    let long: String = SAMPLES.iter().map(|(_, text)| *text).collect();
    for number in 0..MANY {
        // Each differs, so that none is known by its content.
        folder.write(
            format!("reports/many/{number}.txt"),
            format!("Letter {number}\n\n{long}"),
        );
    }
    folder
}

fn answers(folder: &Folder) -> String {
    let found = folder
        .line("search letters --format jsonl --all")
        .check()
        .stdout;
    let listed = folder.line("reports --format jsonl").check().stdout;
    without_times(&found) + &listed
}

/// Starts `findings index` and waits until it is well under way: its writer is there.
fn started(folder: &Folder, args: &[&str]) -> Child {
    let mut child = program(folder.path())
        .args(["index", "-j", "2"])
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    let generation = if args.contains(&"--rebuild") { 2 } else { 1 };
    let lock = folder.join(format!(
        "index/generation-{generation}/.tantivy-writer.lock"
    ));
    let begun = Instant::now();
    while !lock.exists() && begun.elapsed() < Duration::from_mins(1) {
        assert!(
            child.try_wait().expect("asked").is_none(),
            "it ended before it began"
        );
        sleep(Duration::from_millis(5));
    }
    sleep(Duration::from_millis(300));
    assert!(
        child.try_wait().expect("asked").is_none(),
        "it must still be running"
    );
    child
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("/bin/sh")
        .args(["-c", &format!("kill -{name} {}", child.id())])
        .status()
        .expect("a shell");
    assert!(status.success());
}

#[test]
fn ctrl_c_ends_with_130_and_changes_nothing() {
    for args in [&[][..], &["--rebuild"]] {
        let folder = prepared();
        let before = answers(&folder);
        let child = started(&folder, args);
        signal(&child, "INT");
        let output = child.wait_with_output().expect("ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{args:?}: {said}");
        assert_eq!(said, "error: interrupted; the index is unchanged\n");
        assert!(output.stdout.is_empty());
        assert_eq!(answers(&folder), before, "{args:?}");
        assert_eq!(folder.status()["changes"]["new"], MANY, "{args:?}");
        usable(&folder);
    }
}

#[test]
fn kill_9_leaves_a_usable_index() {
    for args in [&[][..], &["--rebuild"]] {
        let folder = prepared();
        let before = answers(&folder);
        let mut child = started(&folder, args);
        // While it runs, the old index answers.
        assert_eq!(answers(&folder), before, "{args:?}");
        child.kill().expect("killed");
        let status = child.wait().expect("ended");
        assert_eq!(status.signal(), Some(9));
        assert_eq!(answers(&folder), before, "{args:?}");
        usable(&folder);
    }
}

/// The next run works.
fn usable(folder: &Folder) {
    std::fs::remove_dir_all(folder.join("reports/many")).expect("removed");
    folder.write(
        "reports/b.txt",
        plain_report("Ottermouth", "3 to 7 June 2024"),
    );
    let summary = folder.index(&[]);
    assert_eq!(summary["reports"], 2);
    assert_eq!(folder.ids(&["letters"]).len(), 2);
}
