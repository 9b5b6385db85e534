//! Completion scripts and manual pages: made from the definition, so that they cannot forget.

use crate::support::Folder;

const COMMANDS: [&str; 13] = [
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
fn every_shell_gets_every_command() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.run(["completions", shell]).check().stdout;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
        assert!(
            script.contains("not-outcome"),
            "{shell} does not know --not-outcome"
        );
        assert!(
            script.contains("relevance") || shell == "elvish" || shell == "powershell",
            "{shell} does not know the values of --sort"
        );
    }
    folder
        .run(["completions", "tcsh"])
        .fails(&["invalid value 'tcsh'", "bash"]);
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
