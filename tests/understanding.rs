//! Facets that a query names in words, and queries that no passage answers in full.

use serde_json::{Value, json};

use crate::support::samples;

/// The first ten hits, and the summary.
fn search(args: &[&str]) -> (Vec<Value>, Value) {
    let mut all = vec!["search", "--quiet", "--format", "json"];
    all.extend(args);
    let answer = samples().run(all).either_status().stdout;
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let hits = answer["hits"].as_array().expect("hits").clone();
    (hits, answer["summary"].clone())
}

fn areas(hits: &[Value]) -> Vec<&str> {
    let areas = hits.iter().map(|hit| hit["report"]["area"].as_str());
    areas.map(Option::unwrap_or_default).collect()
}

#[test]
fn a_place_in_words_is_the_place() {
    let (hits, summary) = search(&["fenmouth therapy waiting"]);
    assert!(!hits.is_empty());
    let areas = areas(&hits);
    assert!(areas.iter().all(|area| *area == "Fenmouth"), "{areas:?}");
    assert_eq!(
        summary["understood"][0],
        json!({
            "text": "fenmouth",
            "facet": "area",
            "values": ["Fenmouth"],
            "span": {"start": 0, "end": 8},
        })
    );
    let (filtered, _) = search(&["therapy waiting", "--area", "Fenmouth"]);
    assert_eq!(hits[0]["id"], filtered[0]["id"]);
}

#[test]
fn two_places_are_alternatives_and_spans_of_years_filter_too() {
    let (hits, _) = search(&["Fenmouth and Ashmere waiting", "-n", "50"]);
    let areas = areas(&hits);
    assert!(
        areas.contains(&"Fenmouth") && areas.contains(&"Ashmere"),
        "{areas:?}"
    );
    let (hits, summary) = search(&["waiting since 2024"]);
    assert!(!hits.is_empty());
    for hit in &hits {
        assert!(hit["report"]["year"].as_i64() >= Some(2024), "{hit}");
    }
    assert_eq!(summary["understood"][0]["facet"], "year");
}

#[test]
fn facet_counts_keep_the_other_values_of_what_is_named() {
    let counts = |query: &str| {
        let (_, summary) = search(&["--facets", "area", query]);
        summary["facets"]["area"].clone()
    };
    let named = counts("Fenmouth waiting");
    assert_eq!(named, counts("waiting"));
    assert!(
        named.as_array().is_some_and(|counts| counts.len() > 1),
        "{named}"
    );
}

#[test]
fn quotation_marks_and_exact_lead_back_to_the_words() {
    for args in [
        &["\"Fenmouth\" waiting"][..],
        &["Fenmouth waiting", "--exact"],
    ] {
        let (_, summary) = search(args);
        assert!(summary.get("understood").is_none(), "{summary}");
    }
    let text = samples().run(["search", "Fenmouth waiting"]).check().stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = "read `Fenmouth` as area; for the words instead search '\"Fenmouth\" waiting'";
    assert!(text.contains(line), "{text}");
}

#[test]
fn explanations_name_the_facet() {
    let (hits, _) = search(&["--explain", "Fenmouth waiting"]);
    let parts = hits[0]["explanation"].to_string();
    assert!(parts.contains("`Fenmouth`: area of the report"), "{parts}");
}

#[test]
fn a_query_that_no_passage_holds_is_no_dead_end() {
    let query = "families keep wanting helicopters for therapy";
    let text = samples().run(["search", query]).either_status().stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.starts_with("No passage contains all of these words; showing passages about "),
        "{text}"
    );
    let (hits, summary) = search(&[query]);
    assert_eq!(summary["passages"], 0);
    assert!(!hits.is_empty());
    let missing = hits[0]["missing"].to_string();
    let both = missing.contains("families") && missing.contains("therapy");
    assert!(!both, "{missing}");
}

#[test]
fn where_a_place_has_nothing_other_places_are_shown() {
    let (hits, summary) = search(&["Fenmouth Mockingbird"]);
    assert_eq!(summary["passages"], 0);
    assert!(!hits.is_empty());
    assert_eq!(hits[0]["missing"][0], "Fenmouth");
}

#[test]
fn look_alikes_stay_words() {
    for query in [
        "reading difficulties",
        "bath time",
        "good practice",
        "inadequate housing",
        "outstanding debts",
        "improvement plan",
        "2 year olds",
        "1200 hours",
    ] {
        let (_, summary) = search(&[query]);
        let named = summary["understood"].as_array().cloned();
        let mut named = named.unwrap_or_default();
        named.retain(|one| one["facet"] != "theme");
        assert!(named.is_empty(), "{query}: {named:?}");
    }
}

#[test]
fn spans_of_years_are_read_as_people_write_them() {
    for (query, years) in [
        ("waiting by 2023", 2000..=2023),
        ("waiting post 2023", 2024..=2100),
        ("waiting since March 2024", 2024..=2100),
        ("waiting in October 2023", 2023..=2023),
        ("waiting 2025 to 2024", 2024..=2025),
    ] {
        let (hits, summary) = search(&[query, "-n", "50"]);
        assert_eq!(
            summary["understood"][0]["facet"], "year",
            "{query}: {summary}"
        );
        assert!(!hits.is_empty(), "{query}");
        let within = |hit: &Value| {
            let year = hit["report"]["year"].as_i64().expect("a year");
            years.contains(&year)
        };
        assert!(hits.iter().all(within), "{query}");
    }
}

#[test]
fn what_is_set_apart_or_graded_itself_stays_words() {
    for query in [
        "waiting not in Fenmouth",
        "waiting anywhere but Fenmouth",
        "waiting before 1990",
        "schools rated good",
    ] {
        let (_, summary) = search(&[query]);
        assert!(summary.get("understood").is_none(), "{query}: {summary}");
    }
}

#[test]
fn an_area_without_reports_is_not_corrected_to_a_word() {
    let (_, summary) = search(&["Durham waiting"]);
    assert!(summary.get("corrected").is_none(), "{summary}");
}

#[test]
fn a_place_named_a_thousand_times_is_named_once() {
    let (hits, summary) = search(&[&"Fenmouth waiting ".repeat(2_000)]);
    assert!(!hits.is_empty());
    assert_eq!(summary["understood"].as_array().map(Vec::len), Some(1));
}

#[test]
fn where_place_and_year_cannot_both_hold_the_place_does() {
    let (hits, _) = search(&["Fenmouth therapy 2021"]);
    assert!(!hits.is_empty());
    assert_eq!(areas(&hits)[0], "Fenmouth", "{hits:?}");
    assert_eq!(hits[0]["missing"][0], "2021");
}

#[test]
fn several_grades_of_councils_are_alternatives() {
    for query in [
        "good or outstanding councils early help",
        "good and requires improvement areas",
    ] {
        let (_, summary) = search(&[query]);
        let understood = &summary["understood"][0];
        assert_eq!(understood["facet"], "outcome", "{query}: {summary}");
        assert!(
            understood["text"]
                .as_str()
                .is_some_and(|text| text.starts_with("good "))
        );
        assert!(
            understood["values"]
                .as_array()
                .is_some_and(|values| values.contains(&json!("good")))
        );
    }
    let (_, summary) = search(&["good or bad practice"]);
    assert!(summary.get("understood").is_none(), "{summary}");
}
