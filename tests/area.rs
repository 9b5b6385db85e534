//! The history of an area.

use std::collections::BTreeMap;

use findings::samples::SAMPLES;
use serde_json::Value;

use crate::fixtures::head;
use crate::support::{Folder, language, samples, text_of};

fn history(folder: &Folder, args: &[&str]) -> Value {
    let fixed = ["area", "--quiet", "--format", "json"];
    let answer = folder.run(fixed.iter().chain(args).copied()).check();
    serde_json::from_str(&answer.stdout).expect("JSON")
}

fn list<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object[name].as_array().expect("a list")
}

fn ids(history: &Value) -> Vec<String> {
    let reports = list(history, "reports").iter();
    reports.map(|report| text_of(report, "id")).collect()
}

const AREAS: [&str; 6] = [
    "ashmere",
    "fenmouth",
    "lindenshaw",
    "ravensholt",
    "thornleigh",
    "westmarch",
];

#[test]
fn every_report_of_the_area_in_order_of_date() {
    let mut seen = 0;
    for area in AREAS {
        let history = history(samples(), &[area]);
        let name = text_of(&history["area"], "name");
        let listed = samples().reports().into_iter();
        let mut dated: Vec<(String, String)> = listed
            .filter(|(_, report)| report["area"] == name.as_str())
            .map(|(id, report)| (text_of(&report, "inspection_end"), id))
            .collect();
        // The press release tells of the inspection, and follows its report.
        dated.sort_by_key(|(date, id)| (date.clone(), id.contains("press")));
        let dated: Vec<String> = dated.into_iter().map(|(_, id)| id).collect();
        assert_eq!(ids(&history), dated, "{area}");
        assert_eq!(history["summary"]["reports"], dated.len());
        seen += dated.len();
    }
    assert_eq!(seen, 11);
}

#[test]
fn themes_are_those_of_passages_in_sections_of_that_role() {
    let mut compared = 0;
    for area in AREAS {
        for report in list(&history(samples(), &[area]), "reports") {
            for role in ["strengths", "weaknesses"] {
                let found = samples().run([
                    "search",
                    "--quiet",
                    "--format",
                    "jsonl",
                    "-n",
                    "1000",
                    "--group",
                    "none",
                    "--area",
                    area,
                    "--section",
                    role,
                ]);
                let found = found.either_status().stdout;
                let hits: Vec<Value> = found
                    .lines()
                    .map(|line| serde_json::from_str(line).expect("JSON"))
                    .collect();
                let own = hits
                    .iter()
                    .filter(|hit| hit["report"]["id"] == report["id"]);
                let mut passages = 0;
                let mut by_hand: BTreeMap<String, u64> = BTreeMap::new();
                for hit in own {
                    passages += 1;
                    for theme in list(hit, "themes") {
                        let theme = theme.as_str().expect("a theme").to_owned();
                        *by_hand.entry(theme).or_default() += 1;
                    }
                }
                if passages == 0 {
                    assert_eq!(report[role], Value::Null, "no such section, so no themes");
                } else {
                    assert_eq!(report[role], serde_json::json!(by_hand));
                    compared += 1;
                }
            }
        }
    }
    assert!(compared >= 8, "{compared}");
}

#[test]
fn actions_are_those_that_the_list_of_actions_has() {
    for area in AREAS {
        let lines = samples().line(&format!("actions --area {area} --format jsonl"));
        let mut by_hand: BTreeMap<(String, String), u64> = BTreeMap::new();
        for line in lines.either_status().stdout.lines() {
            let action: Value = serde_json::from_str(line).expect("JSON");
            if action["type"] == "action" {
                let key = (text_of(&action["report"], "id"), text_of(&action, "kind"));
                *by_hand.entry(key).or_default() += 1;
            }
        }
        let history = history(samples(), &[area]);
        let mut told = BTreeMap::new();
        for report in list(&history, "reports") {
            for (kind, number) in report["actions"].as_object().expect("numbers") {
                let key = (text_of(report, "id"), kind.clone());
                told.insert(key, number.as_u64().expect("a number"));
            }
        }
        assert_eq!(told, by_hand, "{area}");
    }
}

#[test]
fn judgements_are_told() {
    let history = history(samples(), &["thornleigh"]);
    let rows: Vec<(String, String)> = list(&history["reports"][0], "judgements")
        .iter()
        .map(|judgement| (text_of(judgement, "row"), text_of(judgement, "grade")))
        .collect();
    assert!(
        rows.contains(&("care-leavers".to_owned(), "good".to_owned())),
        "{rows:?}"
    );
    let text = samples().line("area thornleigh").check().stdout;
    assert!(text.contains("care-leavers good"), "{text}");
}

#[test]
fn what_is_due_is_what_a_report_says_of_it() {
    let told = history(samples(), &["fenmouth"]);
    let due = list(&told["reports"][0], "due");
    assert_eq!(due.len(), 2);
    assert_eq!(
        (&due[0]["kind"], &due[0]["until"], &due[0]["page_start"]),
        (&"monitoring".into(), &"2024-12-23".into(), &1.into()),
        "18 months after 23 June 2023"
    );
    assert_eq!(due[0]["followed_by"], "fenmouth-send-monitoring-2025-01");
    assert_eq!(
        due[0]["sentence"],
        "A monitoring inspection will be carried out within approximately 18 months."
    );
    assert_eq!(due[0]["approximate"], true);
    // The later report gives no date, which takes back none.
    let next = list(&told, "next");
    assert_eq!(next.len(), 1);
    assert_eq!(
        (&next[0]["kind"], &next[0]["until"]),
        (&"full".into(), &"2026-06-23".into())
    );
    assert_eq!(next[0]["report"], "fenmouth-send-full-2023-06");
    // A council does not announce inspections.
    let told = history(samples(), &["ashmere"]);
    let by_press = list(&told, "reports")
        .iter()
        .find(|report| report["kind"] == "press-release");
    assert_eq!(by_press.expect("it is there")["due"], serde_json::json!([]));
    assert_eq!(list(&told, "next").len(), 1);
    // Where nobody says anything, nothing is said.
    let told = history(samples(), &["ravensholt"]);
    assert_eq!(told["next"], serde_json::json!([]));
    let text = samples().line("area ravensholt").check().stdout;
    assert!(text.contains("No report says when the next inspection is due."));
}

/// Two children's services inspections of Thornleigh, four years apart; the earlier one made from the
/// sample with another grade for care leavers.
fn inspected_twice() -> Folder {
    let folder = Folder::new();
    let sample = SAMPLES
        .iter()
        .find(|(name, _)| *name == "thornleigh-ilacs.txt");
    let (_, later) = sample.expect("the sample");
    let earlier = later
        .replace("8 to 19 January 2024", "6 to 17 January 2020")
        .replace(
            "The experiences and progress of care leavers                           Good",
            "The experiences and progress of care leavers                           Outstanding",
        );
    assert_ne!(&earlier, later);
    folder.write("reports/later.txt", later);
    folder.write("reports/earlier.txt", earlier);
    folder.index(&["reports"]);
    folder
}

#[test]
fn inspections_of_one_kind_are_compared() {
    let folder = inspected_twice();
    let told = history(&folder, &["thornleigh"]);
    let [change] = list(&told, "changes") else {
        panic!("{}", told["changes"]);
    };
    assert_eq!(change["before"], "thornleigh-ilacs-2020-01");
    assert_eq!(change["after"], "thornleigh-ilacs-2024-01");
    assert_eq!(change["outcome"]["direction"], "same");
    let fell: Vec<&Value> = list(change, "judgements")
        .iter()
        .filter(|shift| shift["direction"] == "fell")
        .collect();
    assert_eq!(fell.len(), 1);
    assert_eq!(
        (&fell[0]["row"], &fell[0]["before"], &fell[0]["after"]),
        (
            &"care-leavers".into(),
            &"outstanding".into(),
            &"good".into()
        )
    );
    // The reports ask for the same.
    assert_eq!(change["asked"]["came"], serde_json::json!([]));
    assert_eq!(change["asked"]["went"], serde_json::json!([]));
    let text = folder.line("area thornleigh").check().stdout;
    for part in [
        "children's services inspection: January 2020 → January 2024",
        "requires-improvement, as before",
        "care-leavers outstanding → good",
    ] {
        assert!(text.contains(part), "{part:?} in {text}");
    }
}

#[test]
fn weaknesses_come_and_go() {
    let folder = Folder::new();
    for (name, dates, weakness) in [
        (
            "a",
            "5 to 9 June 2023",
            "Families wait too long for child and adolescent mental health services (CAMHS).",
        ),
        (
            "b",
            "1 to 5 June 2026",
            "Too few short breaks are offered to families who need a rest.",
        ),
    ] {
        let mut text = head("Quillmere", dates);
        text += "■ Young people help to choose new staff.\n\n";
        text += "What does the area partnership need to do better?\n\n";
        text += &format!(
            "■ {weakness}\n\n■ Annual reviews of EHC plans are late, and few families know what will be written into them.\n"
        );
        folder.write(format!("reports/{name}.txt"), text);
    }
    folder.index(&["reports"]);
    let told = history(&folder, &["quillmere"]);
    let weaknesses = &told["changes"][0]["weaknesses"];
    let holds = |name: &str, theme: &str| {
        let themes = list(weaknesses, name);
        assert!(
            themes.contains(&theme.into()),
            "{theme} {name}: {weaknesses}"
        );
    };
    holds("came", "care/short-breaks");
    holds("went", "health/camhs");
    holds("stayed", "education/ehc-plans");
}

#[test]
fn a_revisit_tells_of_how_many_weaknesses() {
    let text = samples().line("area ravensholt").check().stdout;
    assert!(
        text.contains("sufficient progress on 3 of 5 weaknesses"),
        "{text}"
    );
}

#[test]
fn inspections_of_different_kinds_are_not_compared() {
    for area in ["thornleigh", "ravensholt", "fenmouth"] {
        let told = history(samples(), &[area]);
        assert_eq!(told["changes"], serde_json::json!([]), "{area}");
        let text = samples().line(&format!("area {area}")).check().stdout;
        assert!(text.contains("No two of these reports are of the same kind of inspection: there is nothing to compare."));
    }
}

#[test]
fn areas_are_named_as_filters_name_them() {
    let whole = history(language(), &["Kent"]);
    for name in ["kent", "KENT COUNTY COUNCIL", "Kennt", "E10000016"] {
        assert_eq!(
            history(language(), &[name])["reports"],
            whole["reports"],
            "{name}"
        );
    }
    assert_eq!(whole["area"]["region"], "South East");
    // Words need no quotes.
    language()
        .line("area north yorkshire")
        .status(1)
        .stdout("")
        .stderr("no report on North Yorkshire (4 are indexed)\n")
        .check();
    language()
        .line("area northamptonshire")
        .status(1)
        .stdout("")
        .stderr_has(&["followed by North Northamptonshire and West Northamptonshire"])
        .check();
    language()
        .line("area kent --kind ilacs")
        .status(1)
        .stdout("")
        .stderr_has(&["no report on Kent passes the filters"])
        .check();
}

#[test]
fn a_name_that_stands_for_no_area_is_an_error() {
    language().line("area zeppelin").fails(&["`zeppelin`"]);
    language().line("area north").fails(&["North Yorkshire"]);
    language().line("area").fails(&["NAME"]);
    let said = language().run(["area", "\u{1b}[31mred"]).fails(&["red"]);
    assert!(!said.stderr.contains('\u{1b}'), "{:?}", said.stderr);
}

#[test]
fn every_format_has_every_report() {
    let told = ids(&history(samples(), &["fenmouth"]));
    let csv = samples().line("area fenmouth --format csv").check().stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let column = |name: &str| {
        let head = reader.headers().expect("a head").clone();
        head.iter().position(|own| own == name).expect("a column")
    };
    let (mut column, id) = (column, 0);
    let (report, due) = (column("report"), column("due"));
    assert_eq!(report, id);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let listed: Vec<&str> = rows.iter().map(|row| &row[report]).collect();
    assert_eq!(listed, told);
    assert_eq!(&rows[0][due], "monitoring=2024-12-23; full=2026-06-23");
    let lines = samples()
        .line("area fenmouth --format jsonl")
        .check()
        .stdout;
    let kinds: Vec<String> = lines
        .lines()
        .map(|line| text_of(&serde_json::from_str(line).expect("JSON"), "type"))
        .collect();
    assert_eq!(kinds, ["report", "report", "summary"]);
    let markdown = samples().line("area fenmouth --format md").check().stdout;
    let text = samples().line("area fenmouth").check().stdout;
    for id in told {
        assert!(markdown.contains(&id) && text.contains(&id), "{id}");
    }
}
