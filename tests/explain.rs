//! `--explain`: the parts of a score add up to it.

use crate::support::samples;

fn check(args: &[&str]) {
    let mut all = vec!["--explain", "--all"];
    all.extend(args);
    let (hits, _) = samples().hits(&all);
    assert!(!hits.is_empty(), "{args:?}");
    for hit in &hits {
        let parts = hit["explanation"].as_array().expect("an explanation");
        assert!(
            parts
                .iter()
                .all(|part| part["part"].as_str().is_some_and(|name| !name.is_empty()))
        );
        let sum: f64 = parts
            .iter()
            .map(|part| part["score"].as_f64().expect("a number"))
            .sum();
        let score = hit["score"].as_f64().expect("a score");
        assert!(score > 0.0, "{args:?}");
        assert!(
            (sum - score).abs() < 1e-3 * score.max(1.0),
            "{sum} is not {score}: {args:?}"
        );
    }
}

#[test]
fn the_parts_add_up() {
    check(&["camhs"]);
    check(&["CAMHS waiting"]);
    check(&["\"county lines\" children"]);
    check(&["violence heading:strengths"]);
    check(&["timetable* OR exclusion"]);
    check(&["children wait -camhs"]);
    check(&["plan heading:better"]);
    check(&["part-time timetables", "--outcome", "inconsistent"]);
}

#[test]
fn the_parts_add_up_in_any_order_of_hits() {
    check(&["CAMHS waiting", "--sort", "date"]);
    check(&["CAMHS waiting", "--sort", "area"]);
    check(&["CAMHS waiting", "--group", "report"]);
}

#[test]
fn the_parts_add_up_for_any_of_the_words() {
    let (hits, _) = samples().hits(&["--explain", "--any", "camhs waiting lines"]);
    for hit in &hits {
        let parts = hit["explanation"].as_array().expect("an explanation");
        let sum: f64 = parts
            .iter()
            .map(|part| part["score"].as_f64().expect("a number"))
            .sum();
        let score = hit["score"].as_f64().expect("a score");
        assert!(
            (sum - score).abs() < 1e-3 * score.max(1.0),
            "{sum} is not {score}"
        );
    }
}

#[test]
fn people_see_the_sum_below_the_parts() {
    let text = samples()
        .line("search CAMHS waiting --explain -n 1")
        .check()
        .stdout;
    // Numbers end in one column, and every part has its sign.
    let part = regex::Regex::new(r"(?m)^ {4}( *[+-][0-9]+\.[0-9]{3})  (.+)$").expect("a pattern");
    let parts: Vec<(f64, &str)> = part
        .captures_iter(&text)
        .map(|part| {
            let (_, [number, name]) = part.extract();
            assert_eq!(number.len(), 8, "{text}");
            (number.trim().parse().expect("a number"), name)
        })
        .collect();
    for name in ["CAMHS", "waiting"] {
        assert!(parts.iter().any(|part| part.1 == name), "{name}: {text}");
    }
    let score = text
        .lines()
        .find_map(|line| line.strip_suffix("  score"))
        .unwrap_or_else(|| panic!("no score: {text}"));
    assert_eq!(score.len(), 12, "{text}");
    let score: f64 = score.trim().parse().expect("a number");
    let sum: f64 = parts.iter().map(|part| part.0).sum();
    assert!((sum - score).abs() < 0.001 * (parts.len() as f64), "{text}");
}

#[test]
fn without_the_flag_there_is_no_explanation() {
    let (hits, _) = samples().hits(&["camhs"]);
    assert!(hits.iter().all(|hit| hit.get("explanation").is_none()));
}
