//! The program in a terminal: pager, ranks of the last search, clipboard; and the index of the user.
#![cfg(unix)]

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::support::{Folder, PROGRAM, program};

/// Runs a shell script in a terminal of its own; `None` where there is no `script` (util-linux).
fn in_terminal(folder: &Folder, script: &str, env: &[(&str, &str)]) -> Option<String> {
    let template = program(folder.path());
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", script, "/dev/null"]);
    command.current_dir(folder.path());
    for (name, value) in template.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.envs(env.iter().copied()).env("TERM", "dumb");
    let output = command.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"))
}

/// A program in the folder that other programs find.
fn executable(folder: &Folder, name: &str, script: &str) {
    folder.write(format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.join(format!("bin/{name}")), mode).expect("executable");
}

fn path(folder: &Folder) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    format!("{}:{path}", folder.join("bin").display())
}

#[test]
fn long_answers_go_through_the_pager() {
    let folder = Folder::new();
    executable(&folder, "count-lines", "echo paged $(wc -l)");
    let path = path(&folder);
    let env = [("PATH", path.as_str()), ("PAGER", "count-lines")];
    let run = |command: &str| {
        in_terminal(
            &folder,
            &format!("stty rows 24 cols 80; {PROGRAM} {command} 2>&1"),
            &env,
        )
    };
    let Some(long) = run("show ashmere-send-full-2023-10") else {
        eprintln!("skipped: there is no `script` to make a terminal");
        return;
    };
    assert!(long.contains("paged "), "{long}");
    assert!(
        !long.contains("Ashmere"),
        "the pager has the answer: {long}"
    );
    let whole = run("show ashmere-send-full-2023-10 --no-pager").expect("a terminal");
    assert!(
        !whole.contains("paged ") && whole.contains("Ashmere"),
        "{whole}"
    );
    let short = run("search CAMHS -n 1").expect("a terminal");
    assert!(
        !short.contains("paged ") && short.contains("CAMHS"),
        "{short}"
    );
    assert!(run("help search").expect("a terminal").contains("paged "));
}

/// The words of a text but for what is drawn, and those that are shortened.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let drawn = |word: &&str| !word.ends_with('…') && !word.starts_with(['█', '│', '─', '▏']);
    text.split_whitespace().filter(drawn)
}

#[test]
fn no_word_is_broken_at_the_end_of_a_line() {
    const COMMANDS: [&str; 22] = [
        "search CAMHS waiting crisis",
        "search CAMHS --explain --facets outcome,year -C 1 -n 3",
        "facets CAMHS",
        "actions",
        "waits",
        "count waiting",
        "count waiting --by area,outcome",
        "count waiting --by theme,year",
        "count tribunal --absent",
        "trend waiting",
        "area fenmouth",
        "compare ashmere fenmouth thornleigh --query therapy",
        "check reports/ashmere-press-release.txt",
        "show thornleigh-send-full-2025-05",
        "similar ashmere-send-full-2023-10:20",
        "quote ashmere-send-full-2023-10:20",
        "reports",
        "suggest waiting",
        "inspect reports/ashmere-jtai.txt --passages",
        "status",
        "why reports/ashmere-jtai.txt",
        "search zeppelin camhz --outcome inadequate",
    ];
    let folder = Folder::with_samples();
    folder.line("index reports").any_stderr().check();
    let lines: Vec<String> = COMMANDS
        .iter()
        .map(|command| format!("{PROGRAM} {command} --no-pager 2>&1; echo @@@"))
        .collect();
    let lines = lines.join("\n");
    let piped = Command::new("sh")
        .args(["-c", &lines.replace("2>&1", "2>&1 | cat")])
        .current_dir(folder.path())
        .output()
        .expect("a shell");
    let piped = String::from_utf8_lossy(&piped.stdout).into_owned();
    for columns in [40, 80, 120] {
        let script = format!("stty rows 24 cols {columns}; {lines}");
        let Some(printed) = in_terminal(&folder, &script, &[]) else {
            eprintln!("skipped: there is no `script` to make a terminal");
            return;
        };
        let answers = COMMANDS.iter().zip(printed.split("@@@"));
        for ((command, shown), whole) in answers.zip(piped.split("@@@")) {
            let known: HashSet<&str> = words(whole).collect();
            for word in words(shown) {
                assert!(
                    known.contains(word),
                    "{command}, {columns}: `{word}`\n{shown}"
                );
            }
            // In 40 columns, an id and a number do not always fit side by side.
            for line in shown.lines().filter(|_| columns >= 80) {
                assert!(line.width() <= columns, "{command}, {columns}: {line}");
            }
        }
    }
}

#[test]
fn help_fits_into_80_columns() {
    let folder = Folder::new();
    let commands = folder.run(["help"]).check().stdout;
    let commands = commands.lines().skip_while(|line| *line != "Commands:");
    let commands = commands.skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains(&"search"), "{commands:?}");
    let topics = ["query", "facets", "formats", "exit-codes"];
    for topic in commands.into_iter().chain(topics) {
        for line in folder.run(["help", topic]).check().stdout.lines() {
            assert!(line.width() <= 80, "{topic}: {line}");
        }
    }
}

#[test]
fn a_rank_names_a_hit_of_the_last_search() {
    let folder = Folder::new();
    let script =
        format!("{PROGRAM} -q search CAMHS waiting -n 3 && {PROGRAM} quote 2 --format json; true");
    let Some(printed) = in_terminal(&folder, &script, &[("PAGER", "cat")]) else {
        eprintln!("skipped: there is no `script` to make a terminal");
        return;
    };
    let (_, quoted) = printed.split_once("note: 2 is ").expect(&printed);
    let (id, _) = quoted
        .split_once(", found by `CAMHS waiting`")
        .expect(&printed);
    let quotation = &quoted[quoted.find(['[', '{']).expect(&printed)..];
    assert!(
        quotation.contains(&format!("\"id\": \"{id}\"")),
        "{printed}"
    );
    let script = format!("{PROGRAM} -q search CAMHS -n 3 >/dev/null && {PROGRAM} similar 9; true");
    let printed = in_terminal(&folder, &script, &[]).expect("a terminal");
    assert!(
        printed.contains("has no hit 9") && printed.contains("hits 1 to 3"),
        "{printed}"
    );
    folder
        .line("quote 1")
        .fails(&["error: `1` is the rank of a hit, but this terminal has no last search"]);
}

#[test]
fn a_citation_is_copied() {
    let folder = Folder::new();
    executable(&folder, "xclip", "cat > copied");
    let quoted = folder
        .line("-q quote ashmere-jtai-2024-05:3 --copy --format md")
        .env("DISPLAY", ":0")
        .env("PATH", &path(&folder))
        .any_stderr()
        .check();
    let copied = fs::read_to_string(folder.join("copied")).expect("copied");
    assert_eq!(copied, quoted.stdout);
    folder
        .line("-q quote ashmere-jtai-2024-05:3 --copy")
        .env("PATH", "/nowhere")
        .fails(&["error: no clipboard was found", "xclip"]);
}

#[test]
fn the_index_of_the_user_answers_from_every_folder() {
    let folder = Folder::with_samples();
    folder.line("index --user reports").any_stderr().check();
    fs::create_dir(folder.join("elsewhere")).expect("a folder");
    let elsewhere = |line: &str| {
        let mut command = program(folder.path());
        command.current_dir(folder.join("elsewhere"));
        let output = command.args(line.split(' ')).output().expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (text(output.stdout), text(output.stderr))
    };
    let (found, notes) = elsewhere("reports");
    assert!(found.contains("fenmouth-send-full-2023-06"), "{found}");
    assert!(
        notes.contains("note: answering from your index at `"),
        "{notes}"
    );
    // An index in the folder comes first, and is what named files are put into.
    folder.write(
        "elsewhere/one.txt",
        fs::read(folder.join("reports/ashmere-jtai.txt")).expect("a sample"),
    );
    elsewhere("index one.txt");
    let (found, notes) = elsewhere("reports --format json");
    let reports: Value = serde_json::from_str(&found).expect("JSON");
    assert_eq!(reports.as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(notes, "");
    let (found, _) = elsewhere("reports --user");
    assert!(found.contains("fenmouth-send-full-2023-06"), "{found}");
}

#[test]
fn a_missing_index_is_an_error_for_scripts() {
    let folder = Folder::new();
    folder
        .line("search CAMHS --no-samples")
        .fails(&["error: no index at `index`"]);
    folder
        .line("search CAMHS")
        .env("FINDINGS_NO_SAMPLES", "1")
        .fails(&["error: no index at `index`"]);
    folder
        .line("search CAMHS --quiet")
        .stderr_has(&["warning: no index at `index` yet", "invented areas"])
        .check();
}

#[test]
fn errors_are_json_where_answers_are() {
    let folder = Folder::new();
    for (line, code) in [
        ("search CAMHS --format json --no-samples", "no-index"),
        ("search CAMHS --no-samples --format=jsonl", "no-index"),
        (
            "-q search CAMHS --format json --outcome fabulous",
            "unknown-value",
        ),
        ("-q show nothing-2020-01 --format json", "no-such-report"),
        ("search CAMHS --format json --limit none", "usage"),
        ("serch CAMHS --format json", "usage"),
    ] {
        let answer = folder.line(line).status(2).any_stderr().check();
        assert_eq!(answer.stdout, "", "{line}");
        let error = answer.stderr.lines().last().expect("a line");
        let error: Value = serde_json::from_str(error).expect(error);
        assert_eq!(error["code"], code, "{line}");
        assert!(error["message"].is_string(), "{line}: {error}");
    }
}

#[test]
fn near_names_are_suggested_and_no_others() {
    let folder = Folder::new();
    let serach = folder
        .line("serach foo")
        .status(2)
        .any_stderr()
        .check()
        .stderr;
    assert!(
        serach.contains("'search'") && !serach.contains("'watch'"),
        "{serach}"
    );
    let find = folder.line("zzz foo").status(2).any_stderr().check().stderr;
    assert!(!find.contains("similar"), "{find}");
    let flag = folder
        .line("search --lmit 3")
        .status(2)
        .any_stderr()
        .check()
        .stderr;
    assert!(flag.contains("'--limit'"), "{flag}");
}

#[test]
fn help_has_topics() {
    let folder = Folder::new();
    for (topic, part) in [
        ("query", "these words in a row"),
        ("facets", "send-widespread-failings"),
        ("formats", "bibtex"),
        ("exit-codes", "130"),
        ("search", "Usage: findings search"),
    ] {
        let text = folder.run(["help", topic]).check().stdout;
        assert!(text.contains(part), "{topic}: {text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{topic}: {text}"
        );
    }
    folder
        .run(["help", "qeury"])
        .fails(&["error: no help on `qeury`", "did you mean `query`?"]);
    let help = folder.run(["search", "--help"]).check().stdout;
    assert!(
        help.contains("send-inconsistent"),
        "values of few are listed: {help}"
    );
}
