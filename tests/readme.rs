//! Every command in the README works as printed, in a folder with `reports/` in it.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::support::{Folder, PROGRAM, program};

/// Commands that build or fetch: the tests are a part of what they do, or cannot do it.
const LEFT_OUT: [&str; 8] = [
    "cargo test",
    "cargo nextest",
    "cargo bench",
    "cargo install",
    "cargo build",
    "git ",
    "cd ",
    ".ci/",
];

/// The commands of the `sh` and `console` blocks, in order.
fn commands(readme: &str) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let mut language: Option<&str> = None;
    let mut goes_on = false;
    for line in readme.lines() {
        if let Some(fence) = line.trim_start().strip_prefix("```") {
            language = match language {
                None => Some(fence.trim()),
                Some(_) => None,
            };
            continue;
        }
        let command = match language {
            Some("sh") => line,
            Some("console") if goes_on => line,
            Some("console") => match line.strip_prefix("$ ") {
                Some(command) => command,
                None => continue,
            },
            _ => continue,
        };
        let command = command.trim();
        if command.is_empty() || command.starts_with('#') {
            continue;
        }
        let (part, more) = match command.strip_suffix('\\') {
            Some(part) => (part.trim_end(), true),
            None => (command, false),
        };
        match commands.last_mut().filter(|_| goes_on) {
            Some(last) => *last = format!("{last} {part}"),
            None => commands.push(part.to_owned()),
        }
        goes_on = more;
    }
    commands
}

#[test]
fn the_commands_are_read_from_the_blocks() {
    let text = "x\n```sh\n# no\nfindings a \\\n  b\n```\n```text\nfindings no\n```\n```console\n$ findings c\nfound\n$ findings d\n```\n";
    assert_eq!(commands(text), ["findings a b", "findings c", "findings d"]);
}

#[test]
fn every_command_works() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("README.md");
    let commands = commands(&readme);
    let folder = Folder::with_samples();
    // `findings` is found like an installed program.
    fs::create_dir(folder.join("bin")).expect("made");
    symlink(PROGRAM, folder.join("bin/findings")).expect("linked");
    let path = format!(
        "{}:{}",
        folder.join("bin").display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let clean = program(folder.path());
    let mut run = 0;
    for line in &commands {
        if LEFT_OUT.iter().any(|prefix| line.starts_with(prefix)) {
            continue;
        }
        let command = line
            .replace("cargo run --release --quiet -- ", "findings ")
            .replace("cargo run --release -- ", "findings ")
            .replace("cargo run -- ", "findings ");
        assert!(command.contains("findings"), "a command of ours: {line}");
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &command]).current_dir(folder.path());
        for (name, value) in clean.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        let output = shell.env("PATH", &path).output().expect("a shell");
        assert_eq!(
            output.status.code(),
            Some(0),
            "{line}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        run += 1;
    }
    assert!(run >= 5, "only {run} commands in the README were run");
}

#[test]
fn it_is_short() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("README.md");
    assert!(readme.lines().count() < 400);
}
