//! Facet counts, against counting every hit by hand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{Folder, language, samples};

/// Passages and reports by value.
type Counts = BTreeMap<String, (u64, u64)>;

const DIMENSIONS: [&str; 7] = [
    "area", "region", "outcome", "year", "theme", "kind", "section",
];

fn values(hit: &Value, dimension: &str) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    };
    let report = &hit["report"];
    match dimension {
        "theme" => {
            let themes = hit["themes"].as_array().expect("themes");
            themes.iter().flat_map(text).collect()
        }
        "section" => text(&hit["section"]["role"]),
        other => text(&report[other]),
    }
}

/// What the counts should be: from all hits, one by one.
fn by_hand(hits: &[Value], dimension: &str) -> Counts {
    let mut passages: BTreeMap<String, (u64, BTreeSet<&str>)> = BTreeMap::new();
    for hit in hits {
        for value in values(hit, dimension) {
            let entry = passages.entry(value).or_default();
            entry.0 += 1;
            entry.1.insert(hit["report"]["id"].as_str().expect("an id"));
        }
    }
    passages
        .into_iter()
        .map(|(value, (passages, reports))| (value, (passages, reports.len() as u64)))
        .collect()
}

fn counted(summary: &Value, dimension: &str) -> Counts {
    let list = summary["facets"][dimension]
        .as_array()
        .unwrap_or_else(|| panic!("no {dimension} in {summary}"));
    list.iter()
        .map(|value| {
            let number = |name: &str| value[name].as_u64().expect("a number");
            let name = value["value"].as_str().expect("a value").to_owned();
            (name, (number("passages"), number("reports")))
        })
        .collect()
}

fn check(folder: &Folder, args: &[&str]) {
    let mut all = args.to_vec();
    if !args.contains(&"--any") {
        all.push("--all");
    }
    let (hits, plain) = folder.hits(&all);
    all.extend(["--facets", "area,region,outcome,year,theme,kind,section"]);
    let (_, summary) = folder.hits(&all);
    assert_eq!(summary["passages"], hits.len());
    assert_eq!(
        (&summary["passages"], &summary["reports"]),
        (&plain["passages"], &plain["reports"])
    );
    let reports: BTreeSet<&str> = hits
        .iter()
        .filter_map(|hit| hit["report"]["id"].as_str())
        .collect();
    assert_eq!(summary["reports"], reports.len());
    for dimension in DIMENSIONS {
        assert_eq!(
            counted(&summary, dimension),
            by_hand(&hits, dimension),
            "{dimension} of {args:?}"
        );
    }
}

#[test]
fn counts_are_those_of_all_hits() {
    check(samples(), &["children"]);
    check(samples(), &["CAMHS waiting"]);
    check(samples(), &["\"annual reviews\" OR timetable*"]);
    check(samples(), &["plan -school"]);
    check(samples(), &["--any", "county speech attendance"]);
    check(language(), &["letters"]);
    check(language(), &["children OR family OR leaders"]);
}

#[test]
fn a_filtered_facet_ignores_its_own_filter_and_no_other() {
    let folder = samples();
    let cases: [(&str, &[&str], &[&str]); 4] = [
        (
            "outcome",
            &["--outcome", "inconsistent"],
            &["--year", "2023..2025"],
        ),
        (
            "year",
            &["--year", "2024"],
            &["--section", "findings", "--section", "weaknesses"],
        ),
        ("theme", &["--theme", "camhs"], &["--not-kind", "jtai"]),
        ("area", &["--not-area", "ashmere"], &["--theme", "access"]),
    ];
    for (dimension, own, other) in cases {
        let with_both: Vec<&str> = [&["children", "--all"], own, other].concat();
        let with_other: Vec<&str> = [&["children", "--all"], other].concat();
        let (both, _) = folder.hits(&with_both);
        let (others, _) = folder.hits(&with_other);
        assert!(both.len() < others.len(), "{own:?} takes something away");
        let facets = ["--facets", "outcome,year,theme,area,kind"];
        let (_, summary) = folder.hits(&[&with_both[..], &facets].concat());
        assert_eq!(
            counted(&summary, dimension),
            by_hand(&others, dimension),
            "{dimension}"
        );
        for unfiltered in ["kind", "outcome", "year", "theme", "area"] {
            let filters = [own, other].concat().join(" ");
            if !filters.contains(unfiltered) {
                assert_eq!(
                    counted(&summary, unfiltered),
                    by_hand(&both, unfiltered),
                    "{unfiltered}"
                );
            }
        }
    }
}

#[test]
fn a_field_in_the_query_is_a_filter_for_counting_too() {
    let (_, by_flag) =
        samples().hits(&["children", "--outcome", "good", "--facets", "outcome,year"]);
    let (_, by_field) = samples().hits(&["children outcome:good", "--facets", "outcome,year"]);
    assert_eq!(by_flag["facets"], by_field["facets"]);
    assert!(
        counted(&by_flag, "outcome").len() > 1,
        "the other outcomes stay in sight"
    );
}

#[test]
fn a_region_filter_is_one_on_areas() {
    let folder = language();
    let (all, _) = folder.hits(&["letters", "--all"]);
    let (_, summary) = folder.hits(&[
        "letters",
        "--region",
        "south east",
        "--facets",
        "area,region",
    ]);
    assert_eq!(summary["passages"], 2);
    assert_eq!(counted(&summary, "area"), by_hand(&all, "area"));
    assert_eq!(counted(&summary, "region"), by_hand(&all, "region"));
}

#[test]
fn the_command_counts_like_the_flag() {
    let folder = samples();
    for format in ["json", "jsonl"] {
        let line = format!("facets children --by outcome,theme --format {format}");
        let answer = folder.line(&line).check().stdout;
        let (_, beside) = folder.hits(&["children", "--all", "--facets", "outcome,theme"]);
        let summary: Value = match format {
            "json" => {
                let document: Value = serde_json::from_str(&answer).expect("JSON");
                document["summary"].clone()
            }
            _ => serde_json::from_str(answer.lines().last().expect("a line")).expect("JSON"),
        };
        assert_eq!(summary["facets"], beside["facets"]);
        assert_eq!(summary["passages"], beside["passages"]);
    }
    let csv = folder
        .line("facets children --by outcome,theme --format csv")
        .check()
        .stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .expect("a head")
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(names, ["facet", "value", "path", "passages", "reports"]);
    let (hits, _) = folder.hits(&["children", "--all"]);
    let mut rows: BTreeMap<String, Counts> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a row");
        let number = |at: usize| row[at].parse::<u64>().expect("a number");
        rows.entry(row[0].to_owned())
            .or_default()
            .insert(row[1].to_owned(), (number(3), number(4)));
    }
    assert_eq!(rows["outcome"], by_hand(&hits, "outcome"));
    assert_eq!(rows["theme"], by_hand(&hits, "theme"));
}

#[test]
fn without_a_query_everything_is_counted() {
    let folder = samples();
    let text = folder
        .line("facets --by kind --format csv --include-boilerplate")
        .check()
        .stdout;
    let total: u64 = text
        .lines()
        .skip(1)
        .map(|line| {
            line.split(',')
                .nth(3)
                .expect("a column")
                .parse::<u64>()
                .expect("a number")
        })
        .sum();
    let status = folder.status();
    assert_eq!(status["passages"], total, "each passage has one kind");
}

#[test]
fn paths_show_the_scale_of_an_outcome_and_the_domain_of_a_theme() {
    let (_, summary) = samples().hits(&["children", "--facets", "outcome,theme"]);
    for outcome in summary["facets"]["outcome"].as_array().expect("a list") {
        let path = outcome["path"].as_str().expect("a path");
        let value = outcome["value"].as_str().expect("a value");
        assert!(
            path.starts_with('/') && path.ends_with(&format!("/{value}")),
            "{path}"
        );
        assert_eq!(path.split('/').count(), 3, "{path}");
    }
    let (_, summary) = language().hits(&["letters", "--facets", "area"]);
    let paths: BTreeSet<&str> = summary["facets"]["area"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|area| area["path"].as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "/South East/Kent",
            "/South East/Surrey",
            "/Yorkshire and the Humber/Leeds"
        ]
        .into()
    );
}

/// The scales of outcomes in their order; values of one stand together.
const SCALES: [&str; 5] = [
    "send-2023",
    "send-2016",
    "send-revisit",
    "four-grades",
    "none",
];

#[test]
fn values_come_by_number_and_years_in_their_order() {
    let (_, summary) = samples().hits(&["children", "--facets", "outcome,year,theme"]);
    for dimension in ["outcome", "theme"] {
        let list = summary["facets"][dimension].as_array().expect("a list");
        let keys: Vec<(Option<Option<usize>>, i64, &str)> = list
            .iter()
            .map(|value| {
                let scale = match dimension {
                    "outcome" => value["path"]
                        .as_str()
                        .and_then(|path| path.split('/').nth(1)),
                    _ => None,
                };
                (
                    scale.map(|scale| SCALES.iter().position(|known| *known == scale)),
                    -value["passages"].as_i64().expect("n"),
                    value["value"].as_str().expect("v"),
                )
            })
            .collect();
        assert!(keys.is_sorted(), "{keys:?}");
    }
    let years = summary["facets"]["year"].as_array().expect("a list");
    assert!(
        years
            .iter()
            .filter_map(|year| year["value"].as_str())
            .is_sorted()
    );
}

#[test]
fn an_unknown_facet_is_an_error() {
    samples()
        .line("facets children --by outcom")
        .fails(&["did you mean `outcome`?"]);
    samples()
        .line("search children --facets colour")
        .fails(&["no such facet; there are `area`, `region`, `outcome`, `year`, `theme`, `kind` and `section`"]);
}

#[test]
fn facets_of_nothing_say_why() {
    samples()
        .line("facets zeppelin")
        .status(1)
        .stdout("")
        .stderr_has(&["nothing found for `zeppelin`", "`zeppelin` occurs nowhere"])
        .check();
}
