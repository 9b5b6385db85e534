//! Completion scripts and manual pages: made from the definition, so that they cannot forget.

use crate::support::{Folder, samples};

const COMMANDS: [&str; 14] = [
    "help",
    "inspect",
    "index",
    "search",
    "facets",
    "show",
    "similar",
    "quote",
    "open",
    "reports",
    "status",
    "suggest",
    "completions",
    "man",
];

#[test]
fn every_shell_gets_a_script() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.run(["completions", shell]).check().stdout;
        assert!(script.contains("findings"), "{shell}: {script}");
        assert!(script.contains("FINDINGS_COMPLETE"), "{shell}: {script}");
    }
    folder
        .run(["completions", "tcsh"])
        .fails(&["invalid value 'tcsh'", "bash"]);
}

/// What is offered for the last of `words`, without descriptions.
fn offered(folder: &Folder, words: &[&str]) -> Vec<String> {
    let args = ["--", "findings"].iter().chain(words);
    let run = folder.run(args).env("FINDINGS_COMPLETE", "fish");
    let lines = run.check().stdout;
    let values = lines.lines().filter_map(|line| line.split('\t').next());
    values.map(str::to_owned).collect()
}

#[test]
fn commands_and_options_are_offered() {
    let folder = Folder::new();
    let commands = offered(&folder, &[""]);
    for command in COMMANDS {
        assert!(
            commands.iter().any(|offered| offered == command),
            "{command}"
        );
    }
    assert!(!commands.iter().any(|command| command == "read-pdf"));
    assert_eq!(offered(&folder, &["read"]), [""; 0]);
    let options = offered(&folder, &["search", "--not-o"]);
    assert_eq!(options, ["--not-outcome"]);
    assert_eq!(
        offered(&folder, &["search", "--sort", "rel"]),
        ["relevance"]
    );
    assert_eq!(offered(&folder, &["facets", "--by", "out"]), ["outcome"]);
    assert_eq!(offered(&folder, &["help", "exit"]), ["exit-codes"]);
}

#[test]
fn values_of_the_index_are_offered() {
    let samples = samples();
    assert_eq!(offered(samples, &["search", "--area", "fen"]), ["fenmouth"]);
    assert_eq!(
        offered(samples, &["search", "--not-area", "FEN"]),
        ["fenmouth"]
    );
    assert_eq!(offered(samples, &["area", "west"]), ["westmarch"]);
    assert_eq!(
        offered(samples, &["compare", "ashmere", "west"]),
        ["westmarch"]
    );
    assert_eq!(
        offered(samples, &["search", "--theme", "camhs"]),
        ["health/camhs"],
        "a part is offered where nothing begins so"
    );
    assert_eq!(offered(samples, &["count", "--year", "2025"]), ["2025"]);
    assert_eq!(
        offered(samples, &["search", "--outcome", "send-w"]),
        ["send-widespread-failings"]
    );
    assert_eq!(
        offered(samples, &["show", "fenmouth-send-m"]),
        ["fenmouth-send-monitoring-2025-01"]
    );
    assert_eq!(
        offered(samples, &["search", "--index", "nothing", "--area", "fen"]),
        [""; 0],
        "the index that is named has nothing"
    );
}

#[cfg(unix)]
#[test]
fn bash_accepts_its_script() {
    let folder = Folder::new();
    let script = folder.run(["completions", "bash"]).check().stdout;
    folder.write("findings.bash", script);
    let Ok(output) = std::process::Command::new("bash")
        .arg("-n")
        .arg(folder.join("findings.bash"))
        .output()
    else {
        eprintln!("skipped: there is no bash");
        return;
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let folder = Folder::new();
    let page = folder.run(["man"]).check().stdout;
    assert!(page.contains(".TH findings 1"), "{page}");
    for command in COMMANDS {
        assert!(page.contains(&format!("findings\\-{command}")), "{command}");
        let own = folder.run(["man", command]).check().stdout;
        assert!(own.contains(&format!(".TH findings-{command} 1")), "{own}");
        assert!(
            own.contains("\\-\\-index"),
            "{command}: options of every command are there"
        );
    }
    assert!(!page.contains("read\\-pdf"), "what is internal stays out");
    folder
        .run(["man", "read-pdf"])
        .fails(&["error: no command `read-pdf`"]);
    folder
        .run(["man", "serch"])
        .fails(&["error: no command `serch`", "`search`"]);
}

#[test]
fn help_is_an_answer_on_stdout() {
    let folder = Folder::new();
    for args in [
        vec!["--help"],
        vec!["-h"],
        vec!["--version"],
        vec!["search", "--help"],
    ] {
        assert!(!folder.run(args).check().stdout.is_empty());
    }
    folder.run::<&str>([]).fails(&["Usage: findings"]);
}
