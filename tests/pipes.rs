//! Readers that go away, and disks that are full.

use std::io::Read;
use std::process::Stdio;

use crate::support::{Folder, program, samples};

const COMMANDS: [&str; 15] = [
    "search children -n 1000 --format json",
    "search camhs",
    "facets camhs",
    "actions",
    "area fenmouth",
    "compare ashmere fenmouth --query camhs",
    "waits --format jsonl",
    "check reports/ashmere-press-release.txt",
    "count camhs --by theme,year",
    "trend camhs --exact --format svg",
    "show ashmere-jtai-2024-05",
    "reports",
    "status",
    "completions zsh",
    "man",
];

#[test]
fn a_reader_that_is_gone_is_no_error() {
    for command in COMMANDS {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = program(samples().path())
            .args(command.split(' '))
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            (output.status.code(), said.as_ref()),
            (Some(0), ""),
            "{command}"
        );
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = program(samples().path())
        .args(COMMANDS[0].split(' '))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    let mut first = [0; 10];
    let mut stdout = child.stdout.take().expect("a pipe");
    stdout.read_exact(&mut first).expect("some output");
    drop(stdout);
    let output = child.wait_with_output().expect("ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), said.as_ref()), (Some(0), ""));
}

#[test]
fn a_summary_nobody_reads_does_not_undo_the_index() {
    let folder = Folder::with_samples();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = program(folder.path())
        .args(["index", "reports", "--format", "json", "--quiet"])
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .expect("runs");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(folder.reports().len(), 11);
}

#[test]
fn closed_stderr_is_no_reason_to_fail() {
    let folder = Folder::with_samples();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let status = program(folder.path())
        .args(["index", "reports"])
        .stderr(writer)
        .status()
        .expect("runs");
    assert_eq!(status.code(), Some(0));
    assert_eq!(folder.reports().len(), 11);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for command in COMMANDS
        .into_iter()
        .chain(["--help", "search --help", "--version"])
    {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("/dev/full");
        let output = program(samples().path())
            .args(command.split(' '))
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{command}: {said}");
        assert!(
            said.starts_with("error: cannot write the answer: ")
                || said.starts_with(r#"{"code":"io""#) && said.contains("cannot write the answer"),
            "{command}: {said}"
        );
        assert_eq!(said.lines().count(), 1, "{command}: {said}");
    }
}
