//! Areas side by side.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Folder, language, samples, text_of};

fn comparison(folder: &Folder, args: &[&str]) -> Value {
    let fixed = ["compare", "--quiet", "--format", "json"];
    let answer = folder.run(fixed.iter().chain(args).copied()).check();
    serde_json::from_str(&answer.stdout).expect("JSON")
}

fn areas(comparison: &Value) -> Vec<Value> {
    comparison["areas"].as_array().expect("areas").clone()
}

fn names(comparison: &Value) -> Vec<String> {
    let areas = areas(comparison);
    areas
        .iter()
        .map(|area| text_of(&area["area"], "name"))
        .collect()
}

/// Passages by theme.
fn themes(area: &Value) -> BTreeMap<String, u64> {
    let themes = area["themes"].as_array().expect("themes").iter();
    themes
        .map(|share| {
            let passages = share["passages"].as_u64().expect("a number");
            (text_of(share, "theme"), passages)
        })
        .collect()
}

const ALL: [&str; 4] = ["westmarch", "fenmouth", "ashmere", "thornleigh"];

#[test]
fn areas_stand_in_the_order_in_which_they_are_named() {
    let mut named: Vec<&str> = ALL.to_vec();
    for _ in 0..4 {
        named.rotate_left(1);
        let told = names(&comparison(samples(), &named));
        let lower: Vec<String> = told.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(lower, named);
        let text = samples()
            .run(["compare"].iter().chain(&named))
            .check()
            .stdout;
        let places: Vec<Option<usize>> = told.iter().map(|name| text.find(name)).collect();
        assert!(places.is_sorted(), "{text}");
        for word in ["rank", "best", "worst", "1."] {
            assert!(!text.contains(word), "no league table: {word}");
        }
    }
}

#[test]
fn numbers_are_those_of_the_other_commands() {
    for filters in [
        &[][..],
        &["--section", "weaknesses"],
        &["--kind", "send-full"],
    ] {
        let args: Vec<&str> = ALL.iter().chain(filters).copied().collect();
        for (name, area) in ALL.iter().zip(areas(&comparison(samples(), &args))) {
            let mut facets = vec![
                "facets", "--by", "theme", "--format", "json", "--area", name,
            ];
            facets.extend(filters);
            let answer = samples().run(facets).check();
            let counted: Value = serde_json::from_str(&answer.stdout).expect("JSON");
            let counted = &counted["summary"];
            assert_eq!(area["passages"], counted["passages"], "{name} {filters:?}");
            let by_facet: BTreeMap<String, u64> = counted["facets"]["theme"]
                .as_array()
                .expect("counts")
                .iter()
                .map(|one| {
                    (
                        text_of(one, "value"),
                        one["passages"].as_u64().expect("a number"),
                    )
                })
                .collect();
            assert_eq!(themes(&area), by_facet, "{name} {filters:?}");
            let mut actions = vec!["actions", "--quiet", "--format", "jsonl", "--area", name];
            // A filter on sections would take the place of those that ask for something.
            if filters.first() == Some(&"--kind") {
                actions.extend(filters);
            } else if !filters.is_empty() {
                continue;
            }
            let answer = samples().run(actions).either_status();
            let listed = answer.stdout.matches("\"type\":\"action\"").count() as u64;
            let numbers = area["actions"].as_object().expect("numbers").values();
            assert_eq!(
                numbers.filter_map(Value::as_u64).sum::<u64>(),
                listed,
                "{name}"
            );
        }
    }
}

#[test]
fn the_best_passage_is_what_search_finds_first() {
    let told = comparison(
        samples(),
        &["fenmouth", "ashmere", "--query", "speech therapy"],
    );
    for area in areas(&told) {
        let name = text_of(&area["area"], "name");
        let (hits, summary) = samples().hits(&["speech therapy", "--area", &name, "-n", "1"]);
        assert_eq!(
            area["matching"]["best"],
            with_type_removed(&hits[0]),
            "{name}"
        );
        assert_eq!(area["matching"]["passages"], summary["passages"]);
        assert_eq!(area["matching"]["reports"], summary["reports"]);
    }
    assert_eq!(told["summary"]["query"], "speech therapy");
    // Where none holds all the words, the best of those that hold most, which says so.
    let told = comparison(
        samples(),
        &["fenmouth", "ashmere", "--query", "speech zeppelin"],
    );
    for area in areas(&told) {
        assert_eq!(area["matching"]["passages"], 0);
        assert_eq!(
            area["matching"]["best"]["missing"],
            serde_json::json!(["zeppelin"])
        );
    }
    let text = samples()
        .line("compare fenmouth ashmere --query zeppelin")
        .check()
        .stdout;
    assert_eq!(
        text.matches("no passage contains any of these words")
            .count(),
        2,
        "{text}"
    );
}

fn with_type_removed(hit: &Value) -> Value {
    let mut hit = hit.clone();
    hit.as_object_mut().expect("an object").remove("type");
    hit
}

#[test]
fn outcomes_of_different_scales_stand_apart() {
    let text = samples()
        .line("compare thornleigh ravensholt lindenshaw fenmouth ashmere")
        .check()
        .stdout;
    let mut seen = Vec::new();
    for block in text.split("\n\n") {
        let Some(title) = block.strip_prefix("latest outcome (") else {
            continue;
        };
        let scale = title.split(')').next().expect("a scale").to_owned();
        for value in [
            ("send-2023", "send-inconsistent"),
            ("send-2023", "send-widespread-failings"),
            ("send-2016", "wsoa-required"),
            ("send-revisit", "revisit-mixed"),
            ("four-grades", "good,"),
            ("four-grades", "requires-improvement"),
        ] {
            assert_eq!(
                block.contains(value.1),
                scale == value.0,
                "{value:?} in\n{block}"
            );
        }
        seen.push(scale);
    }
    assert_eq!(
        seen,
        ["send-2023", "send-2016", "send-revisit", "four-grades"]
    );
    let csv = samples()
        .line("compare thornleigh ravensholt --format csv")
        .check()
        .stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let outcomes: Vec<csv::StringRecord> = reader
        .records()
        .map(|row| row.expect("a row"))
        .filter(|row| &row[2] == "outcome")
        .collect();
    assert_eq!(outcomes.len(), 4);
    for row in outcomes {
        assert!(!row[6].is_empty(), "each has its scale beside it: {row:?}");
    }
}

#[test]
fn the_latest_of_each_kind_is_told_whatever_is_counted() {
    let whole = areas(&comparison(samples(), &["ashmere", "thornleigh"]));
    for filter in [
        &["--theme", "care/short-breaks"][..],
        &["--section", "case-study"],
        &["--not-theme", "health"],
    ] {
        let args: Vec<&str> = ["ashmere", "thornleigh"]
            .iter()
            .chain(filter)
            .copied()
            .collect();
        for (area, whole) in areas(&comparison(samples(), &args)).iter().zip(&whole) {
            assert_eq!(area["latest"], whole["latest"], "{filter:?}");
            assert_eq!(area["reports"], whole["reports"], "{filter:?}");
        }
    }
    let kinds: Vec<String> = whole[0]["latest"]
        .as_array()
        .expect("reports")
        .iter()
        .map(|report| text_of(report, "kind"))
        .collect();
    assert_eq!(kinds, ["send-full", "jtai", "press-release"]);
    let some = areas(&comparison(
        samples(),
        &["ashmere", "thornleigh", "--kind", "ilacs"],
    ));
    assert_eq!(some[0]["reports"], 0);
    assert_eq!(some[1]["latest"].as_array().map(Vec::len), Some(1));
}

#[test]
fn themes_that_are_asked_for_are_shares_of_all_passages() {
    let whole = areas(&comparison(samples(), &["ashmere", "fenmouth"]));
    let some = areas(&comparison(
        samples(),
        &["ashmere", "fenmouth", "--theme", "camhs"],
    ));
    for (some, whole) in some.iter().zip(&whole) {
        assert_eq!(some["passages"], whole["passages"]);
        let camhs = themes(whole).remove("health/camhs").expect("some are");
        assert_eq!(
            themes(some),
            BTreeMap::from([("health/camhs".to_owned(), camhs)])
        );
        let share = some["themes"][0]["share"].as_f64().expect("a share");
        let of = whole["passages"].as_f64().expect("a number");
        assert!((share - camhs as f64 / of).abs() < 0.0001);
        let asked = |area: &Value| -> u64 {
            let numbers = area["actions"].as_object().expect("numbers").values();
            numbers.filter_map(Value::as_u64).sum()
        };
        assert!(asked(some) < asked(whole), "only actions on that theme");
    }
    let domain = areas(&comparison(
        samples(),
        &["ashmere", "fenmouth", "--theme", "health"],
    ));
    for area in domain {
        assert!(
            themes(&area)
                .keys()
                .all(|theme| theme.starts_with("health/"))
        );
        assert!(themes(&area).len() > 1);
    }
}

#[test]
fn areas_that_cannot_be_compared() {
    samples().line("compare ashmere").fails(&["AREA"]);
    samples()
        .line("compare ashmere zeppelin")
        .fails(&["`zeppelin`"]);
    samples()
        .line("compare ashmere ASHMERE")
        .fails(&["nothing to compare with Ashmere: Ashmere is named twice"]);
    let twice = samples()
        .line("compare ashmere fenmouth ashmere --format json")
        .stderr("note: Ashmere is named twice\n")
        .check();
    let twice: Value = serde_json::from_str(&twice.stdout).expect("JSON");
    assert_eq!(names(&twice), ["Ashmere", "Fenmouth"]);
    // An area without reports stands beside the others, and is said to be empty.
    let empty = samples()
        .line("compare ashmere rutland --query camhs --format json")
        .stderr("note: no report on Rutland passes the filters\n")
        .check();
    let empty: Value = serde_json::from_str(&empty.stdout).expect("JSON");
    assert_eq!(empty["areas"][1]["reports"], 0);
    assert_eq!(empty["areas"][1]["matching"]["best"], Value::Null);
    samples()
        .line("compare kent rutland")
        .status(1)
        .stdout("")
        .stderr("no report on these areas passes the filters (11 are indexed)\n")
        .check();
}

#[test]
fn what_was_read_differently_is_said() {
    let text = language()
        .line("compare kent surrey --query lettters")
        .check()
        .stdout;
    assert!(text.contains("showing results for `letters`"), "{text}");
    let note = language()
        .line("compare kent surrey --query lettters --format csv")
        .stderr_has(&["showing results for `letters`"])
        .check();
    assert!(!note.stdout.contains("showing"));
    language()
        .run(["compare", "kent", "surrey", "--query", "..."])
        .stderr_has(&["no word to search for"])
        .check();
}
