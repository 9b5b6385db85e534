//! A disk that takes no more: a run fails and says so, and the index stays as it was.
#![cfg(unix)]

use std::process::Command;

use findings::samples::SAMPLES;

use crate::support::{Folder, program};

/// `findings` with these arguments, where no file may grow beyond so many blocks of 512 bytes.
fn limited(folder: &Folder, blocks: u32, args: &str) -> std::process::Output {
    let command = program(folder.path());
    let path = command.get_program().to_string_lossy().into_owned();
    // Without the signal, writing fails as on a full disk.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{path}' {args}");
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &script]).current_dir(folder.path());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.output().expect("a shell")
}

#[test]
fn what_was_committed_stays_and_the_next_run_succeeds() {
    let folder = Folder::with_samples();
    folder.index(&["reports/ashmere-jtai.txt"]);
    let before = folder.ids(&["children"]);
    assert!(!before.is_empty());
    for args in [
        "index reports",
        "index reports --rebuild",
        "index reports --no-cache",
    ] {
        let output = limited(&folder, 16, args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args}: {said}");
        assert!(said.starts_with("error: "), "{args}: {said}");
        assert!(!said.contains("panicked"), "{args}: {said}");
        assert_eq!(folder.ids(&["children"]), before, "{args}");
        assert_eq!(folder.reports().len(), 1, "{args}");
    }
    assert_eq!(folder.index(&["reports"])["reports"], SAMPLES.len());
    assert!(
        !folder.join("index/generation-2").exists(),
        "what dead runs left is cleared"
    );
}

#[test]
fn reports_that_cannot_be_kept_are_indexed_all_the_same() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    // Nothing can be made where a file stands in the way of the folder.
    folder.line("clean").any_stderr().check();
    let _ = std::fs::remove_dir_all(folder.join("index/parsed"));
    folder.write("index/parsed", "in the way");
    let run = folder.line("index --rebuild").any_stderr().check();
    assert!(
        run.stderr.contains("not written to the parse cache"),
        "{}",
        run.stderr
    );
    assert_eq!(folder.reports().len(), SAMPLES.len());
}
