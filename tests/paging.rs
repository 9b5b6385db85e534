//! Order, pages and groups.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::samples;

fn text<'a>(hit: &'a Value, pointer: &str) -> &'a str {
    hit.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}

/// Passage ids in the order in which equal hits stand: by report, then by number.
fn place(hit: &Value) -> (String, u64) {
    let (report, number) = text(hit, "/id").rsplit_once(':').expect("report:number");
    (report.to_owned(), number.parse().expect("a number"))
}

/// The day that decides which is the latest: of the inspection, else of publication.
fn day(hit: &Value) -> String {
    let inspected = text(hit, "/report/inspection_end");
    let day = if inspected.is_empty() {
        text(hit, "/report/published")
    } else {
        inspected
    };
    day.to_owned()
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    for sort in ["relevance", "date", "area"] {
        let all = samples().ids(&["children", "--sort", sort]);
        assert!(all.len() > 40);
        let mut paged = Vec::new();
        for page in 1..=all.len().div_ceil(7) {
            let page = page.to_string();
            let (hits, summary) = samples().hits(&[
                "children", "--all", "--sort", sort, "-n", "7", "--page", &page,
            ]);
            assert_eq!(summary["passages"], all.len());
            for hit in hits {
                assert_eq!(hit["rank"], paged.len() + 1, "ranks go on");
                paged.push(text(&hit, "/id").to_owned());
            }
        }
        assert_eq!(paged, all, "--sort {sort}");
    }
}

#[test]
fn groups_are_paged_too() {
    let (all, _) = samples().hits(&["children", "--all", "--group", "report"]);
    let (second, _) = samples().hits(&[
        "children", "--all", "--group", "report", "-n", "3", "--page", "2",
    ]);
    let ids = |hits: &[Value]| -> Vec<String> {
        hits.iter().map(|hit| text(hit, "/id").to_owned()).collect()
    };
    assert_eq!(ids(&second), ids(&all)[3..6]);
    assert_eq!(second[0]["rank"], 4);
}

#[test]
fn relevance_puts_the_best_first_and_breaks_ties_by_date_report_and_number() {
    let (hits, _) = samples().hits(&["children", "--all"]);
    // Passages are looked at closely, and put in order, so many at a time.
    for pool in hits.chunks(findings::engine::ranking::POOL) {
        for pair in pool.windows(2) {
            let score = |hit: &Value| hit["score"].as_f64().expect("a score");
            let key = |hit: &Value| (std::cmp::Reverse(day(hit)), place(hit));
            assert!(
                score(&pair[0]) > score(&pair[1])
                    || (score(&pair[0]) == score(&pair[1]) && key(&pair[0]) <= key(&pair[1])),
                "{} before {}",
                pair[0]["id"],
                pair[1]["id"]
            );
        }
    }
}

#[test]
fn sorting_by_date_puts_the_latest_first() {
    let (hits, _) = samples().hits(&["children", "--all", "--sort", "date"]);
    let days: BTreeSet<String> = hits.iter().map(day).collect();
    assert!(days.len() > 5);
    let keys: Vec<_> = hits
        .iter()
        .map(|hit| (std::cmp::Reverse(day(hit)), place(hit)))
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
}

#[test]
fn sorting_by_area_goes_by_name_then_by_date() {
    let (hits, _) = samples().hits(&[
        "children",
        "--all",
        "--sort",
        "area",
        "--not-kind",
        "press-release",
    ]);
    let keys: Vec<_> = hits
        .iter()
        .map(|hit| {
            (
                text(hit, "/report/area"),
                std::cmp::Reverse(day(hit)),
                place(hit),
            )
        })
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
    assert_eq!(keys.first().map(|key| key.0), Some("Ashmere"));
    assert_eq!(keys.last().map(|key| key.0), Some("Westmarch"));
}

#[test]
fn sorting_changes_the_order_and_not_the_hits() {
    let by = |sort: &str| -> BTreeSet<String> {
        samples()
            .ids(&["plan", "--sort", sort])
            .into_iter()
            .collect()
    };
    assert_eq!(by("date"), by("relevance"));
    assert_eq!(by("area"), by("relevance"));
}

#[test]
fn a_group_shows_the_best_passage_and_counts_the_others() {
    let (all, plain) = samples().hits(&["camhs", "--all"]);
    let (grouped, summary) = samples().hits(&["camhs", "--all", "--group", "report"]);
    assert_eq!(
        (&summary["passages"], &summary["reports"]),
        (&plain["passages"], &plain["reports"])
    );
    let mut best: Vec<&str> = Vec::new();
    let mut numbers: BTreeMap<&str, u64> = BTreeMap::new();
    for hit in &all {
        let report = text(hit, "/report/id");
        if !numbers.contains_key(report) {
            best.push(text(hit, "/id"));
        }
        *numbers.entry(report).or_default() += 1;
    }
    let shown: Vec<&str> = grouped.iter().map(|hit| text(hit, "/id")).collect();
    assert_eq!(shown, best);
    for hit in &grouped {
        assert_eq!(hit["more_in_report"], numbers[text(hit, "/report/id")] - 1);
    }
    let printed = samples()
        .line("search camhs --all --group report -n 50")
        .check()
        .stdout;
    let more = numbers.values().filter(|&&number| number > 1).count();
    assert_eq!(printed.matches(" in this report\n").count(), more);
    assert!(!printed.contains("and 0 more"));
}

#[test]
fn limits_are_kept_and_nonsense_is_refused() {
    let (hits, summary) = samples().hits(&["children", "-n", "3"]);
    assert_eq!(hits.len(), 3);
    assert!(
        summary["passages"].as_u64() > Some(3),
        "the total is of all pages"
    );
    for args in [["-n", "0"], ["-n", "-1"], ["-n", "x"], ["--page", "0"]] {
        samples()
            .run(["search", "children"])
            .arg(args[0])
            .arg(args[1])
            .fails(&["error: "]);
    }
}
