//! Filters: forgiving about spelling, strict about values that do not exist.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{language, samples};

fn hits(args: &[&str]) -> Vec<Value> {
    let mut all = vec!["--all"];
    all.extend(args);
    samples().hits(&all).0
}

fn ids(args: &[&str]) -> BTreeSet<String> {
    samples().ids(args).into_iter().collect()
}

/// Every hit has `value` at `pointer`, and there are some.
#[track_caller]
fn all_have(args: &[&str], pointer: &str, value: &str) {
    let hits = hits(args);
    assert!(!hits.is_empty(), "{args:?} finds nothing");
    for hit in &hits {
        assert_eq!(hit.pointer(pointer), Some(&Value::from(value)), "{args:?}");
    }
}

#[test]
fn values_may_be_typed_in_many_ways() {
    let outcome = "/report/outcome";
    for value in [
        "send-inconsistent",
        "inconsistent",
        "INCONSISTENT",
        "Send Inconsistent",
        "inconsistant",
        "send-2023/send-inconsistent",
        "/send-2023/send-inconsistent",
    ] {
        all_have(
            &["children", "--outcome", value],
            outcome,
            "send-inconsistent",
        );
    }
    for value in [
        "requires-improvement",
        "requires improvement",
        "improvement",
        "requires",
    ] {
        all_have(
            &["children", "--outcome", value],
            outcome,
            "requires-improvement",
        );
    }
    for value in [
        "widespread",
        "failings",
        "widespred-failings",
        "send-widespread-failing",
    ] {
        all_have(
            &["children", "--outcome", value],
            outcome,
            "send-widespread-failings",
        );
    }
    for value in ["Ashmere", "ashmere", "Ashmeer"] {
        all_have(&["children", "--area", value], "/report/area", "Ashmere");
    }
    for value in ["jtai", "JTAI"] {
        all_have(&["children", "--kind", value], "/report/kind", "jtai");
    }
    for value in ["press", "press release", "release"] {
        all_have(
            &["children", "--kind", value],
            "/report/kind",
            "press-release",
        );
    }
    for value in ["strengths", "Strengths", "strength", "strenghts"] {
        all_have(
            &["children", "--section", value],
            "/section/role",
            "strengths",
        );
    }
    for value in ["priority", "priority actions", "priority-actions"] {
        all_have(&["--section", value], "/section/role", "priority-actions");
    }
}

#[test]
fn a_whole_scale_and_a_whole_domain_are_values() {
    for hit in hits(&["children", "--outcome", "send-2023"]) {
        assert_eq!(hit["report"]["outcome_scale"], "send-2023");
    }
    let domain: BTreeSet<String> = ids(&["--theme", "health"]);
    let mut parts = BTreeSet::new();
    for theme in [
        "camhs",
        "therapies",
        "neurodevelopmental",
        "community-health",
        "dynamic-support",
    ] {
        let found = ids(&["--theme", theme]);
        assert!(!found.is_empty(), "{theme}");
        parts.extend(found);
    }
    assert_eq!(domain, parts, "the domain is the sum of its themes");
}

#[test]
fn themes_filter_passages_of_several_themes() {
    let hits = hits(&["--theme", "camhs"]);
    assert!(hits.len() > 5);
    for hit in &hits {
        let themes = hit["themes"].as_array().expect("themes");
        assert!(themes.contains(&"health/camhs".into()), "{themes:?}");
    }
    assert!(
        hits.iter()
            .any(|hit| hit["themes"].as_array().map(Vec::len) > Some(1))
    );
}

#[test]
fn one_filter_repeated_is_or_and_several_are_and() {
    let ashmere = ids(&["children", "--area", "ashmere"]);
    let westmarch = ids(&["children", "--area", "westmarch"]);
    let either = ids(&["children", "--area", "ashmere", "--area", "westmarch"]);
    assert!(!ashmere.is_empty() && !westmarch.is_empty());
    assert_eq!(either, ashmere.union(&westmarch).cloned().collect());
    let year = ids(&["children", "--year", "2024"]);
    let both = ids(&["children", "--area", "ashmere", "--year", "2024"]);
    assert_eq!(both, ashmere.intersection(&year).cloned().collect());
    assert!(!both.is_empty() && both.len() < ashmere.len());
}

#[test]
fn each_filter_has_a_twin_that_takes_the_rest() {
    let all = ids(&["children"]);
    for (name, value) in [
        ("area", "ashmere"),
        ("outcome", "inconsistent"),
        ("outcome", "send-2023"),
        ("year", "2023..2024"),
        ("theme", "health"),
        ("theme", "camhs"),
        ("kind", "send-full"),
        ("section", "strengths"),
    ] {
        let with = ids(&["children", &format!("--{name}"), value]);
        let without = ids(&["children", &format!("--not-{name}"), value]);
        assert!(!with.is_empty() && !without.is_empty(), "--{name} {value}");
        assert!(with.is_disjoint(&without), "--{name} {value}");
        assert_eq!(
            with.union(&without).cloned().collect::<BTreeSet<_>>(),
            all,
            "--{name} {value}"
        );
    }
    let regions = |args: &[&str]| -> BTreeSet<String> {
        let (hits, _) = language().hits(args);
        let region = |hit: &Value| {
            hit["report"]["region"]
                .as_str()
                .unwrap_or("none")
                .to_owned()
        };
        hits.iter().map(region).collect()
    };
    assert_eq!(
        regions(&["--region", "south east"]),
        ["South East".to_owned()].into()
    );
    let rest = ["none".to_owned(), "Yorkshire and the Humber".to_owned()];
    assert_eq!(regions(&["--not-region", "south east"]), rest.into());
}

#[test]
fn years_may_be_ranges() {
    let years = |value: &str| -> BTreeSet<i64> {
        let hits = hits(&["--year", value]);
        hits.iter()
            .map(|hit| hit["report"]["year"].as_i64().expect("a year"))
            .collect()
    };
    let all: BTreeSet<i64> = [2019, 2021, 2022, 2023, 2024, 2025].into();
    let within = |first: i64, last: i64| -> BTreeSet<i64> {
        all.iter()
            .copied()
            .filter(|year| (first..=last).contains(year))
            .collect()
    };
    assert_eq!(years("2023"), within(2023, 2023));
    assert_eq!(years("2022..2024"), within(2022, 2024));
    assert_eq!(years("2022...2024"), within(2022, 2024));
    assert_eq!(years("2022-2024"), within(2022, 2024));
    assert_eq!(years("2022–2024"), within(2022, 2024));
    assert_eq!(years("2023.."), within(2023, 9999));
    assert_eq!(years("..2021"), within(0, 2021));
    assert_eq!(years("2020..2021"), within(2020, 2021));
    for value in ["20x", "2025..2023", "..", "23", "last"] {
        samples()
            .run(["search", "children", "--year", value])
            .fails(&[
                &format!("error: unknown year `{value}`\n"),
                "`2019`",
                "`2025`",
            ]);
    }
}

#[test]
fn an_unknown_value_is_an_error_that_lists_near_ones() {
    let folder = samples();
    let search = |flag: &str, value: &str| folder.run(["search", "children", flag, value]);
    search("--outcome", "splendid").fails(&[
        "error: unknown outcome `splendid`\n",
        "hint: the values are",
        "`inadequate`",
    ]);
    search("--kind", "novel").fails(&["error: unknown kind `novel`\n", "`send-full`"]);
    search("--section", "sonnets").fails(&["error: unknown section `sonnets`\n", "`weaknesses`"]);
    search("--theme", "astronomy").fails(&["error: unknown theme `astronomy`\n", "`health/camhs`"]);
    search("--region", "atlantis").fails(&["error: unknown region `atlantis`\n", "`South West`"]);
    search("--area", "zzz").fails(&["error: unknown area `zzz`\n"]);
    // The twins are as strict.
    search("--not-outcome", "splendid").fails(&["error: unknown outcome `splendid`\n"]);
}

#[test]
fn an_ambiguous_value_is_an_error_that_lists_what_it_could_be() {
    samples()
        .run(["search", "children", "--outcome", "send"])
        .fails(&[
            "error: ambiguous outcome `send`\n",
            "hint: it could be",
            "`send-inconsistent`",
            "`send-positive`",
        ]);
    samples()
        .run(["search", "children", "--kind", "send"])
        .fails(&[
            "error: ambiguous kind `send`\n",
            "`send-full`",
            "`send-revisit`",
        ]);
}

#[test]
fn a_valid_value_that_no_report_has_finds_nothing() {
    samples()
        .run(["search", "children", "--outcome", "outstanding"])
        .status(1)
        .stdout("")
        .stderr_has(&["  no report of the outcome outstanding is indexed\n"])
        .check();
    samples()
        .run(["search", "children", "--area", "Kent"])
        .status(1)
        .stdout("")
        .stderr_has(&["  no report of Kent is indexed\n"])
        .check();
    // Not what there would be without the filter: no other query would find more.
    let answer = samples()
        .line("search children --area Kent --year 2024 --format json")
        .status(1)
        .any_stderr()
        .check();
    let document: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let absence = &document["absence"];
    assert_eq!(
        absence["not_indexed"],
        serde_json::json!([{"facet": "area", "values": ["Kent"]}])
    );
    assert_eq!(absence["emptied_by"], serde_json::json!([]));
    samples()
        .line("reports --area Kent")
        .status(1)
        .stdout("")
        .stderr_has(&["  no report of Kent is indexed\n"])
        .check();
}

#[test]
fn a_part_of_a_word_is_no_value() {
    samples()
        .line("search waiting --theme mental")
        .fails(&["error: unknown theme `mental`\n", "`health/camhs`"]);
    samples()
        .line("search waiting --area ashm")
        .fails(&["error: unknown area `ashm`\n"]);
}

#[test]
fn filters_in_force_are_shown_as_they_were_resolved() {
    let args = "waiting theme:camhs --outcome inconsistant --not-year 2019..2020";
    let shown = "not year 2019..2020 · outcome send-inconsistent · theme health/camhs";
    for command in ["search", "facets", "count", "trend"] {
        let line = format!("{command} {args}");
        let answer = samples()
            .line(&format!("{line} --format json"))
            .any_stderr();
        let answer = answer.check();
        let document: Value = serde_json::from_str(&answer.stdout).expect("JSON");
        assert_eq!(
            document["summary"]["filters"],
            serde_json::json!({
                "not_year": ["2019..2020"],
                "outcome": ["send-inconsistent"],
                "theme": ["health/camhs"],
            }),
            "{command}"
        );
    }
    let answer = samples().line(&format!("search {args}")).check();
    let totals = answer.stdout.lines().next().unwrap_or_default();
    assert!(totals.ends_with(&format!(" · {shown}")), "{totals}");
    samples()
        .line(&format!("search {args} --format csv"))
        .stderr_has(&[&format!("note: filters: {shown}\n")])
        .check();
}

#[test]
fn filters_hold_for_partial_matches_too() {
    let (hits, _) = samples().hits(&["camhs zebra", "--area", "ashmere"]);
    assert!(!hits.is_empty());
    for hit in &hits {
        assert_eq!(hit["report"]["area"], "Ashmere");
    }
}
