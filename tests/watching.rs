//! `findings watch`: the index follows the files.
#![cfg(unix)]

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::fixtures::plain_report;
use crate::support::{Folder, program};

/// A watch that is ended with the test.
struct Watching(Child);

impl Watching {
    fn start(folder: &Folder, args: &[&str]) -> Self {
        let child = program(folder.path())
            .arg("watch")
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("runs");
        Watching(child)
    }

    /// Ctrl-C; what was said until then.
    fn stop(mut self) -> String {
        let signal = format!("kill -INT {}", self.0.id());
        let sent = Command::new("/bin/sh").args(["-c", &signal]).status();
        assert!(sent.expect("a shell").success());
        let status = self.0.wait().expect("it ends");
        let mut said = String::new();
        let stderr = self.0.stderr.as_mut().expect("it was asked for");
        std::io::Read::read_to_string(stderr, &mut said).expect("text");
        assert!(status.success(), "{status}: {said}");
        said
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

/// Waits until the index holds just these words of `found`, each in one report.
fn wait_for(folder: &Folder, found: &[&str], missing: &[&str]) {
    let holds = |word: &str| {
        let run = folder.run(["search", "--format", "jsonl", "--exact", word]);
        run.either_status().stdout.contains("\"type\":\"hit\"")
    };
    let begun = Instant::now();
    loop {
        let there = folder.join("index/findings.json").exists()
            && found.iter().all(|word| holds(word))
            && !missing.iter().any(|word| holds(word));
        if there {
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_mins(1),
            "found {found:?} without {missing:?} in vain"
        );
        sleep(Duration::from_millis(100));
    }
}

#[test]
fn files_that_come_change_and_go_are_followed() {
    let folder = Folder::new();
    let report = |area: &str| plain_report(area, "3 to 7 June 2024");
    folder.write("reports/a.txt", report("Quillmere"));
    // The index within what is watched is no file of its own.
    let watching = Watching::start(&folder, &["."]);
    wait_for(&folder, &["quillmere"], &["ottermouth"]);
    folder.write("reports/new/b.txt", report("Ottermouth"));
    wait_for(&folder, &["quillmere", "ottermouth"], &[]);
    folder.write("reports/a.txt", report("Brackenford"));
    wait_for(&folder, &["brackenford", "ottermouth"], &["quillmere"]);
    std::fs::rename(folder.join("reports/new"), folder.join("reports/old")).expect("renamed");
    folder.write("reports/empty.txt", "");
    folder.remove("reports/a.txt");
    wait_for(&folder, &["ottermouth"], &["brackenford"]);
    let said = watching.stop();
    assert!(said.contains("watching; press Ctrl-C to stop"), "{said}");
    assert_eq!(
        said.matches("skipped `reports/empty.txt`").count(),
        1,
        "{said}"
    );
    assert!(
        said.ends_with("the index is as of the last update\n"),
        "{said}"
    );
    let paths: Vec<_> = folder.reports().into_values().collect();
    assert_eq!(paths.len(), 1);
    assert_eq!(paths[0]["path"], "reports/old/b.txt");
}

#[test]
fn a_watch_of_nothing_is_an_error() {
    let folder = Folder::new();
    folder.line("watch nowhere").fails(&[
        "error: ",
        "`nowhere`",
        "there is no such file or folder",
    ]);
    folder.line("watch").fails(&["error: "]);
}
