//! Text from files is hostile: nothing of it may control a terminal, a spreadsheet or a page.

use crate::fixtures::{OF_ITS_OWN, head};
use crate::support::Folder;

/// Characters that a terminal may obey or that reorder what is read.
fn is_unsafe(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

const TRAPS: [&str; 9] = [
    "poison one \u{1b}[31mred\u{1b}[0m and \u{1b}]0;title\u{7} end",
    "poison two \u{202e}desrever\u{202c} and \u{2066}isolated\u{2069} end",
    "poison three \u{9b}31m and \u{90}device control\u{9c} and \u{7f} end",
    "=HYPERLINK(\"http://poison.example\";\"four\") poison end",
    "+1+cmd|' /C calc'!A0 poison five end",
    "@SUM(1+1)*poison six end",
    "-2+3+poison seven end",
    "poison eight <script>alert(1)</script> <img src=x onerror=alert(1)> **bold** [link](javascript:alert(1)) `code` end",
    "poison nine \u{200b}\u{feff}invisible\u{e0041} | table | cell | end",
];

fn poisoned() -> Folder {
    let folder = Folder::new();
    let mut text = head("Quillmere", "3 to 7 June 2024");
    for trap in TRAPS {
        text += "■ ";
        text += trap;
        text += &format!(" {OF_ITS_OWN}\n\n");
    }
    text += "Areas for improvement\n\n■ =The \u{1b}[31mboard <b>should</b> cut the poison \u{202e}wait of up to 18 months.\n\n";
    text += "What does the =1+1 poison \u{1b}[5mheading\u{1b}[0m <b>need</b> to do better?\n\n■ Poison below it.\n";
    folder.write("reports/a.txt", text);
    let letter = format!(
        "=cmd|' /C calc'!A1 \u{1b}[7mtitle\u{202e} poison <script>\n\n{}",
        "A letter about poison in the garden, which nobody expected.\n\n".repeat(3)
    );
    folder.write("reports/b.txt", letter);
    // A text that quotes each trap, and says something of the area beside it.
    let quotes = TRAPS
        .map(|trap| format!("Inspectors of Quillmere saw poison. They said “{trap}” of it.\n\n"));
    folder.write("paper.txt", quotes.concat());
    folder.index(&["reports"]);
    folder
}

fn answers(folder: &Folder, format: &str) -> Vec<(String, String)> {
    let ids: Vec<String> = folder.reports().into_keys().collect();
    let mut commands: Vec<Vec<String>> = vec![
        vec!["search".into(), "poison".into(), "-n".into(), "50".into()],
        vec![
            "search".into(),
            "poison".into(),
            "zeppelin".into(),
            "--any".into(),
            "--quiet".into(),
            "--full".into(),
        ],
        vec!["reports".into()],
        vec![
            "facets".into(),
            "poison".into(),
            "--by".into(),
            "area,outcome,section".into(),
        ],
        vec!["actions".into()],
        vec!["waits".into()],
        vec![
            "count".into(),
            "poison".into(),
            "--by".into(),
            "area,section".into(),
        ],
        vec![
            "count".into(),
            "zeppelin".into(),
            "--absent".into(),
            "--quiet".into(),
        ],
        vec!["trend".into(), "poison".into(), "--quiet".into()],
        vec!["area".into(), "quillmere".into()],
        vec![
            "compare".into(),
            "quillmere".into(),
            "kent".into(),
            "--query".into(),
            "poison".into(),
            "--quiet".into(),
        ],
        vec!["check".into(), "paper.txt".into(), "--quiet".into()],
    ];
    if format != "csv" {
        // A table has no room for neighbours.
        commands[0].extend(["-C".into(), "1".into()]);
    }
    for id in ids {
        commands.push(vec!["show".into(), id]);
    }
    commands
        .into_iter()
        .map(|mut command| {
            command.extend(["--format".to_owned(), format.to_owned()]);
            let stdout = folder.run(&command).check().stdout;
            (command.join(" "), stdout)
        })
        .collect()
}

#[test]
fn no_format_prints_what_a_terminal_may_obey() {
    let folder = poisoned();
    for format in ["text", "json", "jsonl", "csv", "md"] {
        for (command, stdout) in answers(&folder, format) {
            let bad: Vec<char> = stdout.chars().filter(|&c| is_unsafe(c)).collect();
            assert!(bad.is_empty(), "{command}: {bad:?}");
        }
    }
    for command in ["status", "status --format json"] {
        let stdout = folder.line(command).check().stdout;
        assert!(!stdout.contains(is_unsafe), "{command}");
    }
}

#[test]
fn colour_is_the_only_escape() {
    let folder = poisoned();
    let stdout = folder
        .run(["search", "poison", "--color", "always", "-n", "50"])
        .check()
        .stdout;
    let codes = regex::Regex::new("\u{1b}\\[[0-9]+m").expect("a pattern");
    let rest = codes.replace_all(&stdout, "");
    assert!(!rest.contains(is_unsafe), "{rest:?}");
    // What is ours is no blinking, reversed or red text.
    for code in ["\u{1b}[31m", "\u{1b}[5m", "\u{1b}[7m"] {
        assert!(!stdout.contains(code), "{code:?}");
    }
}

#[test]
fn the_text_is_still_found_and_shown() {
    let folder = poisoned();
    for word in [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "below",
    ] {
        let found = folder.texts(&["poison", word]);
        assert_eq!(found.len(), 1, "{word}: {found:?}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let folder = poisoned();
    let mut formulas = 0;
    for (command, stdout) in answers(&folder, "csv") {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(stdout.as_bytes());
        let mut width = None;
        for row in reader.records() {
            let row = row.expect("a row");
            assert_eq!(*width.get_or_insert(row.len()), row.len(), "{command}");
            for cell in &row {
                assert!(
                    !cell.trim_start().starts_with(['=', '+', '-', '@', '\t']),
                    "{command}: {cell}"
                );
                formulas += usize::from(cell.starts_with("'="));
            }
        }
    }
    assert!(formulas > 0, "what was a formula is still there, as text");
}

#[test]
fn no_markup_survives_in_markdown() {
    let folder = poisoned();
    for (command, stdout) in answers(&folder, "md") {
        for markup in ["<script", "<img", "<b>", " [link](", "**bold**", " `code` "] {
            assert!(!stdout.contains(markup), "{command}: {markup} in {stdout}");
        }
    }
}

#[test]
fn json_keeps_what_it_escapes() {
    let folder = poisoned();
    let (hits, _) = folder.hits(&["poison eight", "--all"]);
    let text = hits[0]["text"].as_str().expect("a text");
    assert!(
        text.contains("<script>alert(1)</script>"),
        "JSON carries the text as it is: {text}"
    );
}

#[test]
fn a_hostile_query_is_harmless_in_messages() {
    let folder = poisoned();
    let query = "zeppelin\u{1b}[31m\u{202e}";
    let answer = folder
        .run(["search", "--all", query])
        .status(1)
        .stdout("")
        .any_stderr()
        .check();
    assert!(!answer.stderr.contains(is_unsafe), "{:?}", answer.stderr);
    let answer = folder
        .run(["search", "x", "--outcome", query])
        .fails(&["error: unknown outcome"]);
    assert!(!answer.stderr.contains(is_unsafe), "{:?}", answer.stderr);
    let answer = folder.run(["show", query]).fails(&["error: no report"]);
    assert!(!answer.stderr.contains(is_unsafe), "{:?}", answer.stderr);
    for format in ["json", "jsonl", "md"] {
        let stdout = folder
            .run(["search", "poison \u{1b}[31m\u{202e}", "--format", format])
            .check()
            .stdout;
        assert!(!stdout.contains(is_unsafe), "{format}");
    }
}

#[cfg(unix)]
#[test]
fn file_names_are_hostile_too() {
    let folder = Folder::new();
    let report = crate::fixtures::plain_report("Quillmere", "3 to 7 June 2024");
    folder.write("reports/=evil\u{1b}[31m\u{202e}.txt", &report);
    folder.write("reports/z\u{1b}[31m\n2.txt", &report);
    folder.write("reports/empty\u{1b}[31m.txt", "");
    let answer = folder.line("index reports").status(2).any_stderr().check();
    assert!(!answer.stderr.contains(is_unsafe), "{:?}", answer.stderr);
    for command in [
        "status",
        "reports",
        "reports --format csv",
        "reports --format json",
        "search letters --format csv",
        "search letters --format jsonl",
        "show quillmere-send-full-2024-06",
    ] {
        let stdout = folder.line(command).check().stdout;
        assert!(!stdout.contains(is_unsafe), "{command}: {stdout:?}");
    }
}
