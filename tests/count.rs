//! Tables of counts, against counting every hit by hand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{Folder, language, samples, text_of};

fn answer(folder: &Folder, args: &[&str]) -> Value {
    let fixed = ["count", "--quiet", "--format", "json"];
    let answer = folder.run(fixed.iter().chain(args).copied()).check();
    serde_json::from_str(&answer.stdout).expect("JSON")
}

/// Passages, reports and `of` by the leaves of the values.
fn cells(answer: &Value) -> BTreeMap<Vec<String>, (u64, u64, u64)> {
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let mut cells = BTreeMap::new();
    for table in list(&answer["tables"]) {
        for cell in list(&table["cells"]) {
            let values = list(&cell["values"]);
            let values = values.iter().map(|path| {
                let levels = list(path);
                let leaf = levels.last().and_then(Value::as_str).expect("a value");
                leaf.to_owned()
            });
            let number = |name: &str| cell[name].as_u64().expect("a number");
            let numbers = (number("passages"), number("reports"), number("of"));
            cells.insert(values.collect(), numbers);
        }
    }
    cells
}

fn value(hit: &Value, dimension: &str) -> Vec<String> {
    match dimension {
        "section" => vec![text_of(&hit["section"], "role")],
        "theme" => {
            let themes = hit["themes"].as_array().expect("themes").iter();
            let leaf = |theme: &Value| theme.as_str()?.split('/').next_back().map(str::to_owned);
            themes.filter_map(leaf).collect()
        }
        "year" => vec![hit["report"]["year"].to_string()],
        other => vec![text_of(&hit["report"], other)],
    }
}

/// Passages and reports of every combination of values among the hits.
fn by_hand(hits: &[Value], by: [&str; 2]) -> BTreeMap<Vec<String>, (u64, u64)> {
    let mut found: BTreeMap<Vec<String>, (u64, BTreeSet<String>)> = BTreeMap::new();
    for hit in hits {
        for row in value(hit, by[0]) {
            for column in value(hit, by[1]) {
                let cell = found.entry(vec![row.clone(), column]).or_default();
                cell.0 += 1;
                cell.1.insert(text_of(&hit["report"], "id"));
            }
        }
    }
    let counted = |(passages, reports): (u64, BTreeSet<String>)| (passages, reports.len() as u64);
    found
        .into_iter()
        .map(|(key, cell)| (key, counted(cell)))
        .collect()
}

#[test]
fn cells_are_those_of_all_hits() {
    for by in [
        ["outcome", "year"],
        ["kind", "theme"],
        ["section", "outcome"],
    ] {
        let (hits, _) = samples().hits(&["children", "--all"]);
        let counted = cells(&answer(samples(), &["children", "--by", &by.join(",")]));
        let matching: BTreeMap<Vec<String>, (u64, u64)> = counted
            .into_iter()
            .filter(|(_, (passages, _, _))| *passages > 0)
            .map(|(key, (passages, reports, _))| (key, (passages, reports)))
            .collect();
        assert_eq!(matching, by_hand(&hits, by), "{by:?}");
    }
}

#[test]
fn the_share_is_of_the_reports_that_pass_and_have_the_cell_s_values() {
    let counted = answer(samples(), &["tribunal", "--by", "outcome"]);
    let listed = samples().reports();
    for (key, (_, reports, of)) in cells(&counted) {
        let on = listed
            .values()
            .filter(|report| report["outcome"] == key[0].as_str());
        assert_eq!(of, on.count() as u64, "{key:?}");
        assert!(reports <= of);
    }
    assert_eq!(counted["passing_reports"], 11);
    // A filter narrows what the share is of; a facet of passages does not.
    let counted = answer(
        samples(),
        &["tribunal", "--by", "section", "--kind", "send-full"],
    );
    assert_eq!(counted["passing_reports"], 4);
    assert!(cells(&counted).values().all(|&(_, _, of)| of == 4));
}

#[test]
fn outcomes_of_different_scales_never_share_a_table() {
    for by in ["outcome", "outcome,year", "kind,outcome"] {
        let counted = answer(samples(), &["children", "--by", by]);
        let tables = counted["tables"].as_array().expect("tables");
        assert!(tables.len() > 2);
        for table in tables {
            let scale = text_of(table, "scale");
            let place = usize::from(by.starts_with("kind"));
            for cell in table["cells"].as_array().expect("cells") {
                assert_eq!(cell["values"][place][0], scale.as_str(), "{by}");
            }
        }
    }
}

#[test]
fn absent_are_the_reports_that_search_does_not_find() {
    let args = ["tribunal", "--absent", "--kind", "send-full"];
    let counted = answer(samples(), &args);
    let absent: BTreeSet<String> = counted["absent"]
        .as_array()
        .expect("reports")
        .iter()
        .map(|report| text_of(report, "id"))
        .collect();
    let (hits, _) = samples().hits(&["tribunal", "--all", "--kind", "send-full"]);
    let found: BTreeSet<String> = hits
        .iter()
        .map(|hit| text_of(&hit["report"], "id"))
        .collect();
    let listed = samples().reports().into_iter();
    let all: BTreeSet<String> = listed
        .filter(|(_, report)| report["kind"] == "send-full")
        .map(|(id, _)| id)
        .collect();
    assert!(!absent.is_empty() && !found.is_empty());
    assert_eq!(absent, &all - &found);
    // Where nothing matches, all are without it; where all do, there is nothing to list.
    let nowhere = answer(samples(), &["zeppelin", "--absent"]);
    assert_eq!(nowhere["absent"].as_array().map(Vec::len), Some(11));
    samples()
        .line("count children --absent --kind send-full")
        .status(1)
        .stdout("")
        .stderr_has(&["every report that passes the filters mentions it"])
        .check();
}

#[test]
fn areas_and_regions_are_counted_by_name() {
    let counted = cells(&answer(language(), &["letters", "--by", "area"]));
    assert!(counted.contains_key(&vec!["Kent".to_owned()]));
    assert!(counted.values().all(|&(passages, _, _)| passages > 0));
    let counted = cells(&answer(language(), &["letters", "--by", "region"]));
    assert_eq!(counted[&vec!["South East".to_owned()]].0, 2);
}

#[test]
fn tables_have_two_sides_at_most() {
    samples()
        .line("count children --by outcome,year,kind")
        .fails(&["one facet or two"]);
    samples()
        .line("count zeppelin --by kind --kind send-full")
        .status(1)
        .stdout_has(&["\nsend-full         0        0   4     0%\n"])
        .stderr_has(&["nothing found for `zeppelin`"])
        .check();
}

#[test]
fn every_format_says_the_same() {
    let counted = cells(&answer(samples(), &["children", "--by", "year"]));
    let lines = samples()
        .line("count children --by year --format jsonl")
        .check()
        .stdout;
    let cell_lines = lines
        .lines()
        .filter(|line| line.contains("\"type\":\"cell\""));
    assert_eq!(cell_lines.count(), counted.len());
    let csv = samples()
        .line("count children --by year --format csv")
        .check()
        .stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for row in reader.records() {
        let row = row.expect("a row");
        let number = |at: usize| row[at].parse::<u64>().expect("a number");
        let own = counted[&vec![row[0].to_owned()]];
        assert_eq!(own, (number(1), number(2), number(3)));
    }
    let text = samples().line("count children --by year").check().stdout;
    assert!(!text.contains('█'), "bars are for terminals");
}
