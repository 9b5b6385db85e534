//! `findings reports`.

use std::collections::BTreeSet;

use crate::support::{language, samples, text_of};

fn ids(args: &str) -> BTreeSet<String> {
    let stdout = samples()
        .line(&format!("reports --format jsonl {args}"))
        .either_status()
        .stdout;
    stdout
        .lines()
        .map(|line| text_of(&serde_json::from_str(line).expect("JSON"), "id"))
        .collect()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of it is one table")]
fn the_samples_are_recognised() {
    let reports = samples().reports();
    // Kind, area, scale/outcome, year, last day: as a reader of the texts would say.
    let expected = [
        (
            "ashmere-jtai-2024-05",
            "jtai",
            "Ashmere",
            "none/none",
            2024,
            "2024-05-17",
        ),
        (
            "ashmere-send-full-2023-10",
            "send-full",
            "Ashmere",
            "send-2023/send-inconsistent",
            2023,
            "2023-10-13",
        ),
        (
            "fenmouth-send-full-2023-06",
            "send-full",
            "Fenmouth",
            "send-2023/send-widespread-failings",
            2023,
            "2023-06-23",
        ),
        (
            "fenmouth-send-monitoring-2025-01",
            "send-monitoring",
            "Fenmouth",
            "none/none",
            2025,
            "2025-01-23",
        ),
        (
            "lindenshaw-ilacs-2022-11",
            "ilacs",
            "Lindenshaw",
            "four-grades/good",
            2022,
            "2022-11-11",
        ),
        (
            "ravensholt-send-outcome-letter-2019-03",
            "send-outcome-letter",
            "Ravensholt",
            "send-2016/wsoa-required",
            2019,
            "2019-03-08",
        ),
        (
            "ravensholt-send-revisit-2021-06",
            "send-revisit",
            "Ravensholt",
            "send-revisit/revisit-mixed",
            2021,
            "2021-06-16",
        ),
        (
            "thornleigh-ilacs-2024-01",
            "ilacs",
            "Thornleigh",
            "four-grades/requires-improvement",
            2024,
            "2024-01-19",
        ),
        (
            "thornleigh-send-full-2025-05",
            "send-full",
            "Thornleigh",
            "send-2023/send-inconsistent",
            2025,
            "2025-05-02",
        ),
        (
            "westmarch-send-full-2024-03",
            "send-full",
            "Westmarch",
            "send-2023/send-positive",
            2024,
            "2024-03-15",
        ),
    ];
    assert_eq!(reports.len(), expected.len() + 1, "and the press release");
    for (id, kind, area, outcome, year, end) in expected {
        let report = reports
            .get(id)
            .unwrap_or_else(|| panic!("no {id} among {:?}", reports.keys()));
        assert_eq!(report["kind"], kind, "{id}");
        assert_eq!(report["area"], area, "{id}");
        let found = format!(
            "{}/{}",
            text_of(report, "outcome_scale"),
            text_of(report, "outcome")
        );
        assert_eq!(found, outcome, "{id}");
        assert_eq!(report["year"], year, "{id}");
        assert_eq!(report["inspection_end"], end, "{id}");
    }
    let press = reports
        .values()
        .find(|report| report["kind"] == "press-release")
        .expect("one");
    assert_eq!(press["published"], "2023-12-12");
    assert_eq!(press["outcome_scale"], "none");
}

#[test]
fn judgements_of_an_ilacs_are_listed_by_row() {
    let reports = samples().reports();
    let judgements = reports["thornleigh-ilacs-2024-01"]["judgements"]
        .as_array()
        .expect("a list")
        .clone();
    assert!(judgements.len() >= 4, "{judgements:?}");
    for judgement in &judgements {
        assert!(!text_of(judgement, "row").is_empty());
        let grade = text_of(judgement, "grade");
        assert!(
            ["outstanding", "good", "requires-improvement", "inadequate"].contains(&grade.as_str()),
            "{grade}"
        );
    }
}

#[test]
fn filters_hold() {
    assert_eq!(
        ids("--area ashmere --kind send-full"),
        set(&["ashmere-send-full-2023-10"])
    );
    assert_eq!(
        ids("--outcome inconsistent"),
        set(&["ashmere-send-full-2023-10", "thornleigh-send-full-2025-05"])
    );
    assert_eq!(
        ids("--year ..2021"),
        set(&[
            "ravensholt-send-outcome-letter-2019-03",
            "ravensholt-send-revisit-2021-06"
        ])
    );
    assert_eq!(
        ids("--kind ilacs --not-outcome good"),
        set(&["thornleigh-ilacs-2024-01"])
    );
    assert_eq!(
        ids("--outcome four-grades"),
        set(&["lindenshaw-ilacs-2022-11", "thornleigh-ilacs-2024-01"])
    );
    let all = ids("");
    for filter in [
        "area ashmere",
        "year 2024",
        "kind jtai",
        "outcome send-2023",
    ] {
        let with = ids(&format!("--{filter}"));
        let without = ids(&format!("--not-{filter}"));
        assert!(!with.is_empty() && !without.is_empty(), "{filter}");
        assert!(with.is_disjoint(&without), "{filter}");
        assert_eq!(
            with.union(&without).cloned().collect::<BTreeSet<_>>(),
            all,
            "{filter}"
        );
    }
    samples()
        .line("reports --outcome splendid")
        .fails(&["error: unknown outcome `splendid`"]);
    samples()
        .line("reports --theme camhs")
        .fails(&["unexpected argument '--theme'"]);
}

#[test]
fn regions_filter_reports() {
    let listed = language()
        .run(["reports", "--region", "south east", "--format", "csv"])
        .stderr("note: filters: --region South East\n")
        .check()
        .stdout;
    assert_eq!(
        listed.lines().count(),
        3,
        "a head, Kent and Surrey: {listed}"
    );
    let twin = language()
        .run(["reports", "--not-region", "south east"])
        .check()
        .stdout;
    let filters = "filters: --not-region South East\n\n";
    let twin = twin.strip_prefix(filters).expect("the filters in force");
    assert_eq!(twin.lines().count(), 2, "Leeds and Quillmere: {twin}");
}

#[test]
fn filters_choose_the_same_reports_as_in_a_search() {
    for filter in [
        "--area thornleigh",
        "--year 2023..2024",
        "--outcome send-2023",
        "--not-kind ilacs",
        "--kind press",
    ] {
        let mut args: Vec<&str> = filter.split(' ').collect();
        args.push("--all");
        let (hits, _) = samples().hits(&args);
        let found: BTreeSet<String> = hits
            .iter()
            .map(|hit| text_of(&hit["report"], "id"))
            .collect();
        assert_eq!(ids(filter), found, "{filter}");
    }
}

#[test]
fn one_line_a_report() {
    let text = samples().line("reports").check().stdout;
    let reports = samples().reports();
    assert_eq!(text.lines().count(), reports.len());
    for (line, (id, report)) in text.lines().zip(&reports) {
        assert!(line.starts_with(id.as_str()), "{line}");
        assert!(
            line.contains(&format!("{} passages", report["passages"])),
            "{line}"
        );
    }
}

#[test]
fn the_hash_is_that_of_the_file() {
    use sha2::{Digest, Sha256};
    for report in samples().reports().values() {
        let bytes = std::fs::read(samples().join(text_of(report, "path"))).expect("the file");
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(report["sha256"], hash);
    }
}
