//! When output is coloured. The tests' stdout is no terminal.

use crate::support::samples;

const SEARCH: &str = "search CAMHS waiting -n 2";
const MATCH: &str = "\u{1b}[1m\u{1b}[33m";

/// `text` without colours.
fn stripped(text: &str) -> String {
    let codes = regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern");
    codes.replace_all(text, "").into_owned()
}

#[test]
fn always_colours_and_says_nothing_by_colour_alone() {
    for command in [
        SEARCH,
        "facets camhs",
        "reports",
        "show ashmere-jtai-2024-05",
        "area fenmouth",
        "compare ashmere fenmouth --query camhs",
    ] {
        let plain = samples().line(command).check().stdout;
        assert!(
            !plain.contains('\u{1b}'),
            "{command}: a pipe gets no colours"
        );
        let coloured = samples()
            .line(&format!("{command} --color always"))
            .check()
            .stdout;
        assert!(coloured.contains("\u{1b}["), "{command}");
        assert_eq!(stripped(&coloured), plain, "{command}");
        let opened = coloured.matches("\u{1b}[0m").count();
        assert!(opened > 0, "{command}: every colour ends");
    }
}

#[test]
fn what_matched_is_coloured() {
    let coloured = samples()
        .line(&format!("{SEARCH} --color always"))
        .check()
        .stdout;
    let (hits, _) = samples().hits(&["CAMHS waiting", "-n", "2"]);
    let expected: usize = hits
        .iter()
        .filter_map(|hit| hit["snippet"]["highlights"].as_array())
        .map(Vec::len)
        .sum();
    assert!(expected >= 4);
    assert_eq!(coloured.matches(MATCH).count(), expected);
    assert!(
        coloured.contains(&format!("{MATCH}CAMHS\u{1b}[0m {MATCH}waiting\u{1b}[0m")),
        "{coloured}"
    );
}

#[test]
fn never_and_no_color() {
    let plain = samples().line(SEARCH).check().stdout;
    samples()
        .line(&format!("{SEARCH} --color never"))
        .stdout(plain.clone())
        .check();
    samples()
        .line(SEARCH)
        .env("NO_COLOR", "1")
        .stdout(plain.clone())
        .check();
    samples()
        .line(SEARCH)
        .env("TERM", "dumb")
        .stdout(plain)
        .check();
}

#[test]
fn an_explicit_always_beats_the_environment() {
    let coloured = samples()
        .line(&format!("{SEARCH} --color always"))
        .check()
        .stdout;
    for (name, value) in [("NO_COLOR", "1"), ("NO_COLOR", ""), ("TERM", "dumb")] {
        samples()
            .line(&format!("{SEARCH} --color always"))
            .env(name, value)
            .stdout(coloured.clone())
            .check();
    }
}

#[test]
fn errors_follow_the_same_flag() {
    samples()
        .line("show nowhere --color always")
        .fails(&["\u{1b}[1m\u{1b}[31merror:\u{1b}[0m no report `nowhere` in the index\n"]);
    samples()
        .line("show nowhere --color never")
        .fails(&["error: no report `nowhere` in the index\n"]);
    let answer = samples().line("show nowhere").fails(&["error: "]);
    assert!(!answer.stderr.contains('\u{1b}'));
}
