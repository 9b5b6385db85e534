//! Opening the file of a passage. No test starts a browser of the machine's.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use crate::support::{Folder, samples};

const ID: &str = "thornleigh-send-full-2025-05:10";

/// The samples, indexed, and a browser that writes down what it is given.
fn with_browser() -> Folder {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    let seen = folder.join("seen");
    folder.write(
        "browser",
        format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{0}.part'\nmv '{0}.part' '{0}'\n",
            seen.display()
        ),
    );
    fs::set_permissions(folder.join("browser"), fs::Permissions::from_mode(0o755))
        .expect("executable");
    folder
}

/// What the browser was given; it runs beside the program.
fn seen(folder: &Folder) -> String {
    let started = Instant::now();
    loop {
        if let Ok(text) = fs::read_to_string(folder.join("seen")) {
            return text;
        }
        assert!(
            started.elapsed() < Duration::from_mins(1),
            "no browser was started"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn browser(folder: &Folder) -> String {
    folder.join("browser").display().to_string()
}

fn link(folder: &Folder, file: &str, page: &str) -> String {
    format!(
        "file://{}{page}",
        folder.join("reports").join(file).display()
    )
}

#[test]
fn the_browser_is_given_the_file_at_the_page() {
    let folder = with_browser();
    folder
        .run(["open", ID])
        .env("BROWSER", &browser(&folder))
        .stdout("")
        .check();
    let link = link(&folder, "thornleigh-send-full.txt", "#page=1");
    assert_eq!(seen(&folder), format!("{link}\n"), "one argument, no shell");
}

#[test]
fn the_link_is_printed_on_request_and_where_nothing_opens() {
    let at_page = format!(
        "{}\n",
        link(samples(), "thornleigh-send-full.txt", "#page=1")
    );
    samples()
        .run(["open", ID, "--print"])
        .stdout(at_page.clone())
        .check();
    let whole = format!("{}\n", link(samples(), "thornleigh-send-full.txt", ""));
    samples()
        .run(["open", "thornleigh-send-full-2025-05", "--print"])
        .stdout(whole)
        .check();
    samples()
        .run(["open", ID])
        .stdout(at_page.clone())
        .stderr("note: there is no desktop: here is the link\n")
        .check();
    samples()
        .run(["open", ID])
        .env("SSH_CONNECTION", "1 2 3 4")
        .env("BROWSER", "/bin/false")
        .stdout(at_page.clone())
        .stderr("note: you are on another machine (ssh): here is the link\n")
        .check();
    samples()
        .run(["open", ID])
        .env("BROWSER", "/nowhere/browser")
        .env("PATH", "/nowhere")
        .stdout(at_page)
        .stderr_has(&["note: no browser could be started"])
        .check();
}

#[test]
fn a_file_that_is_gone_or_changed_is_said_to_be() {
    let folder = Folder::with_samples();
    folder.write(
        "known.csv",
        "path,url\nreports/ashmere-jtai.txt,https://reports.example/a\n\
         reports/lindenshaw-ilacs.txt,file:///etc/passwd\n",
    );
    folder.index(&["reports", "--metadata", "known.csv"]);
    folder.write("reports/thornleigh-send-full.txt", "Another text.");
    let at_page = format!("{}\n", link(&folder, "thornleigh-send-full.txt", "#page=1"));
    folder
        .run(["open", ID, "--print"])
        .stdout(at_page)
        .stderr_has(&["note: `reports/thornleigh-send-full.txt` changed since it was indexed"])
        .check();
    folder.remove("reports/ashmere-jtai.txt");
    folder
        .run(["open", "ashmere-jtai-2024-05:2", "--print"])
        .stdout("https://reports.example/a#page=1\n")
        .stderr("note: `reports/ashmere-jtai.txt` is gone\n")
        .check();
    // What is no address of the web is not opened in place of the file.
    folder.remove("reports/lindenshaw-ilacs.txt");
    folder
        .run(["open", "lindenshaw-ilacs-2022-11:5"])
        .env("BROWSER", "/bin/false")
        .status(1)
        .stdout(format!(
            "{}\n",
            link(&folder, "lindenshaw-ilacs.txt", "#page=1")
        ))
        .stderr("note: `reports/lindenshaw-ilacs.txt` is gone\n")
        .check();
}

#[test]
fn a_path_is_one_argument_whatever_it_is() {
    let folder = with_browser();
    let text = fs::read(folder.join("reports/ashmere-jtai.txt")).expect("a sample");
    folder.remove("reports/ashmere-jtai.txt");
    folder.write("reports/-a $(touch bad) `b` ;\"%s'\u{1b}é.txt", text);
    folder.index(&[]);
    folder
        .run(["open", "ashmere-jtai-2024-05:2"])
        .env("BROWSER", &browser(&folder))
        .stdout("")
        .check();
    let given = seen(&folder);
    assert!(
        given.ends_with(
            "/reports/-a%20$%28touch%20bad%29%20%60b%60%20;%22%25s%27%1B%C3%A9.txt#page=1\n"
        ),
        "{given}"
    );
    assert!(!folder.join("bad").exists());
}

#[test]
fn what_has_no_file_is_an_error() {
    Folder::new().run(["open", ID, "--quiet"]).fails(&[
        "error: no file or web address is known for",
        "findings show",
    ]);
    samples()
        .run(["open", "nowhere"])
        .fails(&["error: no report `nowhere`"]);
    samples()
        .run(["open", "thornleigh-send-full-2025-05:99"])
        .fails(&["error: no passage 99 in"]);
    let answer = samples()
        .run(["open", "\u{1b}]0;x\u{7}:1"])
        .fails(&["error: no report"]);
    assert!(!answer.stderr.contains(['\u{1b}', '\u{7}']));
}

#[test]
fn pages_are_links_only_where_they_are_shown() {
    let search = "search CAMHS waiting -n 2";
    let plain = samples().line(search).check().stdout;
    assert!(!plain.contains('\u{1b}'), "a pipe gets no links");
    let coloured = samples()
        .line(&format!("{search} --color always"))
        .check()
        .stdout;
    assert!(!coloured.contains("\u{1b}]8"), "colour is not links");
    let forced = |args: &str, name: &str, value: &str| {
        let run = samples().line(args).env("FORCE_HYPERLINK", "1");
        run.env(name, value).check().stdout
    };
    let linked = forced(search, "X", "");
    let links = regex::Regex::new("\u{1b}\\]8;;[!-~]*\u{1b}\\\\").expect("a pattern");
    assert_eq!(
        links.replace_all(&linked, ""),
        plain,
        "nothing else is added"
    );
    // The page and the id of each of two hits, opened and closed.
    assert_eq!(links.find_iter(&linked).count(), 2 * 2 * 2);
    assert!(
        linked.contains("/reports/thornleigh-send-full.txt#page=1\u{1b}\\page 1\u{1b}]8;;\u{1b}\\")
    );
    assert!(linked.contains("\u{1b}]8;;file://"));
    assert_eq!(forced(search, "FORCE_HYPERLINK", "0"), plain);
    assert_eq!(forced(&format!("{search} --color never"), "X", ""), plain);
    assert_eq!(forced(search, "NO_COLOR", "1"), linked);
    for format in ["json", "jsonl", "csv", "md"] {
        let printed = forced(&format!("{search} --quiet --format {format}"), "X", "");
        assert!(!printed.contains('\u{1b}'), "{format}");
    }
    for command in [
        "actions -n 1",
        "waits -n 1",
        &format!("quote {ID}"),
        &format!("similar {ID}"),
    ] {
        assert!(
            forced(command, "X", "").contains("\u{1b}]8;;file://"),
            "{command}"
        );
    }
}
