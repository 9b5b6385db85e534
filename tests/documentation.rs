//! The pages for users and contributors: their commands work as printed, and what they name exists.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Folder, PROGRAM, program};

/// Commands that are not run: they build, fetch or run the tests themselves.
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
fn commands(page: &str) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let mut language: Option<&str> = None;
    let mut goes_on = false;
    for line in page.lines() {
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

/// The pages, by their path in the repository.
fn pages() -> Vec<String> {
    let docs = fs::read_dir(root().join("docs")).expect("docs/").flatten();
    let names = docs.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut pages: Vec<String> = names.map(|name| format!("docs/{name}")).collect();
    pages.sort();
    pages.insert(0, "README.md".to_owned());
    pages.push("CONTRIBUTING.md".to_owned());
    pages
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(page: &str) -> String {
    fs::read_to_string(root().join(page)).expect(page)
}

/// Runs the commands of a page one after the other in a new folder with `reports/` in it; gives
/// the number of commands run, and the failures.
fn run(page: &str) -> (usize, Vec<String>) {
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
    let (mut run, mut failures) = (0, Vec::new());
    for line in commands(&read(page)) {
        if LEFT_OUT.iter().any(|prefix| line.starts_with(prefix)) {
            continue;
        }
        let command = line.replace("cargo run --release -- ", "findings ");
        if !command.contains("findings ") {
            failures.push(format!("{page}: {line}\nruns another program"));
            continue;
        }
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &command]).current_dir(folder.path());
        for (name, value) in clean.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        let output = shell.env("PATH", &path).output().expect("a shell");
        if !output.status.success() {
            let stderr = String::from_utf8_lossy(&output.stderr);
            failures.push(format!("{page}: {line}\n{}\n{stderr}", output.status));
        }
        run += 1;
    }
    (run, failures)
}

#[test]
fn every_command_works() {
    let (run, failures): (Vec<usize>, Vec<Vec<String>>) =
        pages().iter().map(|page| run(page)).unzip();
    let failures = failures.concat();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let run: usize = run.iter().sum();
    assert!(run >= 40, "only {run} commands were run");
}

#[test]
fn every_path_and_link_leads_somewhere() {
    let path = regex::Regex::new(r"\b(?:src|tests|benches|docs)/[\w./-]*\w").expect("a pattern");
    let link = regex::Regex::new(r"\]\(([^):]+)\)").expect("a pattern");
    let mut missing = Vec::new();
    let mut named = 0;
    for page in pages().into_iter().chain(["src/lib.rs".to_owned()]) {
        let text = read(&page);
        let folder = Path::new(&page).parent().expect("a folder");
        let paths = path
            .find_iter(&text)
            .map(|found| PathBuf::from(found.as_str()));
        let links = link
            .captures_iter(&text)
            .map(|found| folder.join(&found[1]));
        for target in paths.chain(links) {
            named += 1;
            // The corpus of a fuzz target is made by whoever runs it.
            let made = target.starts_with("tests/fuzz/corpus");
            if !made && !root().join(&target).exists() {
                missing.push(format!("{page}: {}", target.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(named >= 40, "only {named} paths were found");
}

#[test]
fn the_readme_fits_a_screen() {
    assert!(read("README.md").lines().count() <= 60);
}

#[test]
fn the_tours_are_short() {
    let text = read("CONTRIBUTING.md");
    let tours: Vec<&str> = text.split("\n## From ").skip(1).collect();
    assert_eq!(tours.len(), 2);
    for tour in tours {
        let lines = tour.split("\n## ").next().unwrap_or_default().lines();
        let lines = lines.skip(1).filter(|line| !line.is_empty());
        assert!(lines.count() <= 20, "{tour}");
    }
}
