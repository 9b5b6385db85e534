//! Completions of what is being typed, over the samples.

use serde_json::Value;

use crate::support::{Folder, language, samples, text_of};

/// The completions of a text.
fn suggested(folder: &Folder, text: &str) -> Vec<Value> {
    let args = ["suggest", "--quiet", "--format", "json", "--", text];
    let answer = folder.run(args).either_status();
    if answer.stdout.is_empty() {
        return Vec::new();
    }
    let document: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(document["schema"], 1);
    assert_eq!(document["text"], text);
    assert!(document["elapsed_ms"].is_f64());
    document["suggestions"].as_array().expect("a list").clone()
}

fn texts(text: &str) -> Vec<String> {
    let all = suggested(samples(), text);
    all.iter().map(|one| text_of(one, "text")).collect()
}

fn first(text: &str) -> Value {
    let all = suggested(samples(), text);
    all.first()
        .unwrap_or_else(|| panic!("nothing for {text:?}"))
        .clone()
}

#[track_caller]
fn begins_with(text: &str, wanted: &[&str]) {
    let found = texts(text);
    assert_eq!(
        found.get(..wanted.len()),
        Some(wanted.map_to_strings().as_slice()),
        "{found:?}"
    );
}

/// Lists of texts that can be compared.
trait MapToStrings {
    fn map_to_strings(&self) -> Vec<String>;
}

impl MapToStrings for [&str] {
    fn map_to_strings(&self) -> Vec<String> {
        self.iter().map(|&text| text.to_owned()).collect()
    }
}

#[track_caller]
fn holds(text: &str, wanted: &str) {
    let found = texts(text);
    assert!(
        found.iter().any(|one| one == wanted),
        "no {wanted:?} in {found:?}"
    );
}

#[test]
fn acronyms_come_as_printed_with_their_full_name() {
    for typed in ["CAM", "cam", "Camhs"] {
        let camhs = first(typed);
        assert_eq!(camhs["completion"], "CAMHS", "{typed}");
        assert_eq!(camhs["kind"], "acronym");
        assert_eq!(
            camhs["meaning"],
            "child and adolescent mental health services"
        );
    }
    let found = samples().ids(&["\"camhs\"", "--include-boilerplate"]).len();
    assert_eq!(
        first("camhs")["passages"],
        found,
        "as many as a search finds"
    );
    holds("SAL", "SALT");
}

#[test]
fn words_come_once_with_their_passages() {
    let found = suggested(samples(), "wait");
    let words: Vec<String> = found
        .iter()
        .filter(|one| one["kind"] == "word")
        .map(|one| text_of(one, "completion"))
        .collect();
    assert_eq!(
        words,
        ["wait", "waiting"],
        "what is typed, and one more of its forms"
    );
    for one in &found {
        if one["kind"] == "word" {
            let exact = format!("\"{}\"", text_of(one, "completion"));
            let ids = samples().ids(&[&exact, "--include-boilerplate"]);
            assert_eq!(one["passages"], ids.len(), "{exact}");
        }
    }
}

#[test]
fn function_words_and_numbers_are_not_offered() {
    assert!(
        !texts("the")
            .iter()
            .any(|one| one == "the" || one == "their")
    );
    assert!(texts("20").is_empty(), "{:?}", texts("20"));
}

#[test]
fn full_names_are_completed_over_several_words() {
    let name = first("speech and l");
    assert_eq!(name["text"], "speech and language therapy");
    assert_eq!(
        (&name["kind"], &name["meaning"]),
        (&"name".into(), &"SALT".into())
    );
    begins_with(
        "long waits for speech and lang",
        &["long waits for speech and language therapy"],
    );
    begins_with("speech and ", &["speech and language therapy"]);
}

#[test]
fn areas_are_completed_in_their_spelling() {
    let area = first("thorn");
    assert_eq!(
        (&area["text"], &area["kind"]),
        (&"Thornleigh".into(), &"area".into())
    );
    begins_with("waiting in THORNL", &["waiting in Thornleigh"]);
    assert!(
        !texts("thorn").contains(&"thornleigh".to_owned()),
        "no word beside"
    );
    let kent = suggested(language(), "ken");
    assert_eq!(kent[0]["text"], "Kent");
    assert_eq!(kent[0]["meaning"], "South East");
}

#[test]
fn themes_are_offered_as_filters() {
    holds("waiting t", "theme:access/waiting-times");
    holds("access/wai", "theme:access/waiting-times");
    holds("SALT waiting-ti", "SALT theme:access/waiting-times");
    assert!(
        !texts("\"waiting t")
            .iter()
            .any(|one| one.contains("theme:"))
    );
    let all = suggested(samples(), "waiting t");
    let theme = all
        .iter()
        .find(|one| one["kind"] == "theme")
        .expect("a theme");
    assert_eq!(theme["completion"], "access/waiting-times");
    assert!(text_of(theme, "meaning").contains("delays"));
}

#[test]
fn the_rest_of_the_text_stays() {
    begins_with("CAMHS waiti", &["CAMHS waiting"]);
    begins_with("plan -websi", &["plan -website"]);
    begins_with("(CAMHS OR waiti", &["(CAMHS OR waiting"]);
    begins_with("area:thornleigh  waiti", &["area:thornleigh  waiting"]);
}

#[test]
fn values_behind_a_field() {
    begins_with("area:thorn", &["area:Thornleigh"]);
    begins_with("CAMHS -area:thorn", &["CAMHS -area:Thornleigh"]);
    begins_with("outcome:inc", &["outcome:send-inconsistent"]);
    begins_with("theme:camhs", &["theme:health/camhs"]);
    begins_with("kind:jt", &["kind:jtai"]);
    begins_with("section:wea", &["section:weaknesses"]);
    holds("year:2019..202", "year:2019..2024");
    holds("year:(2019 20", "year:(2019 2025");
    assert_eq!(texts("area:").len(), 6, "all of them: {:?}", texts("area:"));
    assert!(texts("area:zz").is_empty());
    assert!(texts("year:2023..2019").is_empty());
    let regions = suggested(language(), "region:\"yorksh");
    assert_eq!(regions[0]["text"], "region:\"Yorkshire and the Humber\"");
}

#[test]
fn what_is_suggested_can_be_searched_for() {
    for dimension in [
        "area", "region", "outcome", "year", "theme", "kind", "section",
    ] {
        for folder in [samples(), language()] {
            for one in suggested(folder, &format!("{dimension}:")) {
                let text = text_of(&one, "text");
                let found = folder.ids(&[&text, "--include-boilerplate"]);
                assert_eq!(one["passages"], found.len(), "{text}");
                assert_eq!(one["kind"], dimension);
            }
        }
    }
    for typed in [
        "waiting speech and lang",
        "waiting OR speech and l",
        "\"speech and l",
        "heading:\"spe",
    ] {
        let text = text_of(&first(typed), "text");
        let answer = samples()
            .run(["search", "--", &text])
            .any_stderr()
            .either_status();
        assert_eq!(
            answer.stderr.matches("ignored").count(),
            0,
            "{text}: {}",
            answer.stderr
        );
    }
}

#[test]
fn an_open_quotation_mark_is_closed() {
    begins_with("\"speech and l", &["\"speech and language therapy\""]);
    begins_with("CAMHS “long waiti", &["CAMHS “long waiting\""]);
    begins_with("NOT speech and l", &["NOT \"speech and language therapy\""]);
}

#[test]
fn hyphenated_words_go_on_behind_the_hyphen() {
    begins_with("co-prod", &["co-production"]);
    holds("coprod", "co-production");
}

#[test]
fn as_many_as_asked_for() {
    let line = |line: &str| samples().line(line).check().stdout.lines().count();
    assert_eq!(line("suggest c"), 11, "ten and a head");
    assert_eq!(line("suggest c -n 3"), 4);
    assert!(line("suggest c --limit 1000") > 100);
    samples()
        .line("suggest c -n 0")
        .fails(&["0 is not in 1..=1000"]);
}

#[test]
fn every_format_has_the_same() {
    let names = texts("CAMHS wa");
    let lines = samples()
        .line("suggest CAMHS wa --format jsonl")
        .check()
        .stdout;
    let mut objects: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let summary = objects.pop().expect("a summary");
    assert_eq!(
        (&summary["type"], &summary["text"]),
        (&"summary".into(), &"CAMHS wa".into())
    );
    assert!(objects.iter().all(|one| one["type"] == "suggestion"));
    let found: Vec<String> = objects.iter().map(|one| text_of(one, "text")).collect();
    assert_eq!(found, names);
    let table = samples()
        .line("suggest CAMHS wa --format csv")
        .check()
        .stdout;
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let head: Vec<String> = table
        .headers()
        .expect("a head")
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(head, ["text", "completion", "kind", "passages", "meaning"]);
    let found: Vec<String> = table
        .records()
        .map(|row| row.expect("a row")[0].to_owned())
        .collect();
    assert_eq!(found, names);
    let formula = samples()
        .run(["suggest", "--format", "csv", "--", "-websi"])
        .check()
        .stdout;
    assert!(
        formula.contains("'-website"),
        "no cell is a formula: {formula}"
    );
    let markdown = samples()
        .line("suggest CAMHS wa --format md")
        .check()
        .stdout;
    assert_eq!(markdown.lines().count(), names.len() + 2);
    let text = samples().line("suggest CAMHS wa").check().stdout;
    for (line, name) in text.lines().skip(1).zip(&names) {
        assert!(line.starts_with(name.as_str()), "{line}");
    }
}

#[test]
fn nothing_to_complete_is_said() {
    for args in [vec!["suggest"], vec!["suggest", ""], vec!["suggest", "  "]] {
        samples()
            .run(args)
            .status(1)
            .stdout("")
            .stderr("nothing to complete: type the beginning of a word\n")
            .check();
    }
    samples()
        .run(["suggest", "xylophon"])
        .status(1)
        .stdout("")
        .stderr("no completion for `xylophon`\n")
        .check();
    samples()
        .run(["suggest", "CAMHS "])
        .status(1)
        .stdout("")
        .any_stderr()
        .check();
    samples()
        .run(["suggest", "-q", "xylophon"])
        .status(1)
        .stdout("")
        .check();
}

#[test]
fn the_samples_answer_until_there_is_an_index() {
    let folder = Folder::new();
    let answer = folder
        .line("suggest thorn")
        .stderr_has(&["warning: no index at `index` yet"])
        .check();
    assert!(answer.stdout.contains("Thornleigh"));
}

#[test]
fn what_was_removed_is_not_suggested() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    let texts = |text: &str| suggested(&folder, text).len();
    assert_eq!(texts("area:westm"), 1);
    folder.remove("reports/westmarch-send-full.txt");
    folder.index(&[]);
    assert_eq!(texts("area:westm"), 0);
    let found = suggested(&folder, "westmar");
    assert!(found.iter().all(|one| one["kind"] != "area"), "{found:?}");
}

#[test]
fn hostile_texts_do_no_harm() {
    let long = "wait ".repeat(20_000);
    let cases = [
        "\u{1b}[31mwai",
        "wai\u{7}",
        "\u{202e}wai",
        "((((((",
        "\"\"\"",
        "\"",
        "-",
        "--",
        "area:\"",
        "area:(((",
        "...",
        "''",
        "*",
        "\u{1f600}",
        "é",
        "ﬁ",
        ":::",
        "a:b:c:",
        "OR OR",
        "~",
        "year:..",
        "year:......2",
        "theme:/",
        "and ",
        "\u{fffd}",
        &long,
        &"x".repeat(100_000),
        &"\"a\" ".repeat(25_000),
    ];
    for text in cases {
        let answer = samples()
            .run(["suggest", "--", text])
            .any_stderr()
            .either_status();
        for printed in [&answer.stdout, &answer.stderr] {
            assert!(
                !printed.contains(['\u{1b}', '\u{7}', '\u{202e}']),
                "{text:?}: {printed:?}"
            );
        }
    }
    // A kernel takes no longer argument than 128 KiB.
    let long = format!("{}waiti", "wait ".repeat(20_000));
    let found = suggested(samples(), &long);
    assert!(text_of(&found[0], "text").ends_with("wait waiting"));
}
