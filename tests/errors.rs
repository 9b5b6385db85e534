//! What goes wrong: exit 2, nothing on stdout, what to do about it on stderr.

use std::fs;

use crate::fixtures::plain_report;
use crate::support::Folder;

#[test]
fn an_index_that_was_named_must_be_there() {
    let folder = Folder::new();
    for command in ["search x", "facets x", "show x", "reports", "status"] {
        folder.line(&format!("{command} --index other")).fails(&[
            "error: no index at `other`\n",
            "\nhint: build one with `findings index --index other FOLDER`\n",
        ]);
        folder
            .line(command)
            .env("FINDINGS_INDEX", "other")
            .fails(&["error: no index at `other`\n"]);
    }
}

#[test]
fn the_flag_beats_the_variable() {
    let folder = Folder::with_samples();
    folder
        .run([
            "index",
            "--quiet",
            "--index",
            "mine",
            "reports/ashmere-jtai.txt",
        ])
        .check();
    folder
        .line("search county --index mine -n 1")
        .env("FINDINGS_INDEX", "other")
        .check();
    folder
        .line("search county -n 1")
        .env("FINDINGS_INDEX", "mine")
        .check();
    folder
        .run(["index", "--quiet", "reports"])
        .env("FINDINGS_INDEX", "theirs")
        .check();
    assert!(folder.join("theirs/findings.json").exists());
    assert!(!folder.join("index").exists());
}

#[test]
fn a_folder_that_is_not_ours_is_not_touched() {
    let folder = Folder::with_samples();
    folder.write("precious/letter.txt", "dear");
    folder.write("precious/generation-1/letter.txt", "dear too");
    for args in [
        "index --index precious reports",
        "index --rebuild --index precious reports",
    ] {
        folder.line(args).fails(&[
            "error: `precious` is not an index: it contains other files\n",
            "nothing was changed",
        ]);
    }
    let mut names: Vec<_> = fs::read_dir(folder.join("precious"))
        .expect("there")
        .flatten()
        .map(|e| e.file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["generation-1", "letter.txt"]);
    assert_eq!(
        fs::read_to_string(folder.join("precious/generation-1/letter.txt")).expect("there"),
        "dear too"
    );
    folder
        .line("search x --index precious")
        .fails(&["error: no index at `precious`"]);
}

#[test]
fn files_of_others_beside_an_index_stay() {
    let folder = Folder::with_samples();
    folder.index(&["reports/ashmere-jtai.txt"]);
    folder.write("index/notes.txt", "mine");
    folder.write("index/generation-mine/notes.txt", "mine");
    folder.index(&["--rebuild"]);
    folder.index(&["reports"]);
    assert!(folder.join("index/notes.txt").exists());
    assert!(folder.join("index/generation-mine/notes.txt").exists());
}

#[test]
fn an_index_cannot_be_a_file() {
    let folder = Folder::with_samples();
    folder.write("file", "x");
    folder
        .line("index --index file reports")
        .fails(&["error: `file` is not an index: it contains other files"]);
    assert_eq!(fs::read_to_string(folder.join("file")).expect("there"), "x");
    folder.line("search x --index file").fails(&["error: "]);
}

#[test]
fn someone_elses_findings_json_is_not_ours() {
    let folder = Folder::with_samples();
    let theirs = r#"{"what": "lost property", "format": 1, "generation": 1, "version": "1"}"#;
    folder.write("theirs/findings.json", theirs);
    folder
        .line("index --index theirs reports")
        .fails(&["is not an index: it contains other files"]);
    folder
        .line("index --rebuild --index theirs reports")
        .fails(&["is not an index: it contains other files"]);
    assert_eq!(
        fs::read_to_string(folder.join("theirs/findings.json")).expect("there"),
        theirs
    );
}

/// What spoils an index.
type Damage = fn(&Folder);

/// Runs the command that a hint gives, from the message itself.
fn follow_hint(folder: &Folder, stderr: &str) {
    let hint = stderr
        .lines()
        .find_map(|line| line.strip_prefix("hint: "))
        .expect("a hint");
    let command = hint.split('`').nth(1).expect("a command in backticks");
    let args = command
        .strip_prefix("findings ")
        .expect("a command of ours");
    let args = args.replace("FOLDER", "reports");
    folder.line(&args).any_stderr().check();
}

#[test]
fn an_index_of_another_format_is_rebuilt_by_the_command_in_the_message() {
    for (format, age) in [(0, "an older"), (999, "a newer")] {
        let folder = Folder::with_samples();
        folder.index(&["reports"]);
        let mark = folder.join("index/findings.json");
        let text = fs::read_to_string(&mark).expect("a mark");
        let current = folder.status()["format"].clone();
        let aged = text.replace(
            &format!("\"format\": {current}"),
            &format!("\"format\": {format}"),
        );
        assert_ne!(aged, text);
        fs::write(&mark, aged).expect("written");
        for command in ["search camhs", "reports", "status", "optimize"] {
            folder.line(command).fails(&[&format!(
                "error: the index at `index` was built by {age} version (format {format}, this program reads {current})\n"
            )]);
        }
        let hint = if format == 0 {
            "hint: bring it up to date with `findings index --index index`\n"
        } else {
            // Nothing replaces what a newer program made, unless it is asked for.
            folder
                .line("index reports")
                .fails(&["built by a newer version (format 999"]);
            "hint: rebuild it with `findings index --rebuild --index index`\n"
        };
        let answer = folder.line("search camhs").fails(&[hint]);
        follow_hint(&folder, &answer.stderr);
        assert_eq!(folder.reports().len(), 11);
    }
}

#[test]
fn a_damaged_index_is_rebuilt_by_the_command_in_the_message() {
    let damage: [(&str, Damage); 3] = [
        ("a mark cut short", |folder| {
            folder.write("index/findings.json", "{\"what\": \"findings ind");
        }),
        ("no generation", |folder| {
            fs::remove_dir_all(folder.join("index/generation-1")).expect("removed");
        }),
        ("no meta file", |folder| {
            folder.remove("index/generation-1/meta.json");
        }),
    ];
    for (what, damage) in damage {
        let folder = Folder::with_samples();
        folder.index(&["reports"]);
        damage(&folder);
        let answer = folder
            .line("search camhs")
            .fails(&["error: the index at `index` is damaged: "]);
        follow_hint(&folder, &answer.stderr);
        assert_eq!(folder.reports().len(), 11, "{what}");
    }
}

#[test]
fn a_damaged_list_of_files_is_rebuilt_by_the_command_in_the_message() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    let generation = folder.join("index/generation-1");
    let ledger = fs::read_dir(generation)
        .expect("there")
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().contains("ledger"))
        .expect("a ledger");
    let bytes = fs::read(&ledger).expect("read");
    fs::write(&ledger, &bytes[..bytes.len() / 2]).expect("written");
    let answer = folder
        .line("index")
        .fails(&["error: the index at `index` is damaged: its list of files cannot be read: "]);
    follow_hint(&folder, &answer.stderr);
    assert_eq!(folder.reports().len(), 11);
}

#[test]
fn an_area_or_a_report_that_is_not_there_is_named() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    for command in ["area atlantis", "compare fenmouth atlantis"] {
        folder
            .line(command)
            .fails(&["error: unknown area `atlantis`", "\nhint: "]);
    }
    folder
        .line("check reports/ashmere-press-release.txt --report atlantis")
        .fails(&["error: no report `atlantis` in the index\n", "\nhint: "]);
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let folder = Folder::with_samples();
    folder
        .line("index reports nowhere")
        .fails(&["error: cannot read `nowhere`: there is no such file or folder\n"]);
    assert!(!folder.join("index").exists(), "nothing was begun");
    folder.line("index").fails(&[
        "error: no files or folders to index were named\n",
        "hint: name files or folders: `findings index reports/`",
    ]);
}

#[test]
fn bad_usage_is_told_with_what_is_right() {
    let folder = Folder::new();
    folder
        .line("serch camhs")
        .fails(&["unrecognized subcommand 'serch'", "search"]);
    folder
        .line("search --frobnicate x")
        .fails(&["unexpected argument '--frobnicate'"]);
    folder
        .line("search x --sort size")
        .fails(&["invalid value 'size'", "relevance, date, area"]);
    folder
        .line("search x --format xml")
        .fails(&["invalid value 'xml'", "text, json, jsonl, csv, md"]);
    folder
        .line("search x --color sometimes")
        .fails(&["auto, always, never"]);
    folder
        .line("index --threads 0 x")
        .fails(&["invalid value '0'"]);
    folder
        .line("index --pdf-memory 1 x")
        .fails(&["invalid value '1'"]);
    folder.line("show a b").fails(&["unexpected argument 'b'"]);
}

#[test]
fn a_file_named_alone_that_is_nothing_we_read_is_told() {
    let folder = Folder::new();
    folder.write("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\0");
    folder.write("report", plain_report("Quillmere", "3 to 7 June 2024"));
    folder
        .line("index photo.png report")
        .stderr_has(&[
            "warning: cannot read `",
            "photo.png`: not a PDF, text, Markdown or HTML file: it begins like a PNG image\n",
            "indexed 1 report (",
        ])
        .check();
}
