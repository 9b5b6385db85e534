//! Shares over the years, as data and as a chart.

use serde_json::Value;

use crate::support::{Folder, samples};

fn years(folder: &Folder, args: &[&str]) -> Value {
    let fixed = ["trend", "--quiet", "--format", "json"];
    let answer = folder.run(fixed.iter().chain(args).copied()).check();
    serde_json::from_str(&answer.stdout).expect("JSON")
}

#[test]
fn every_year_has_its_share_and_n() {
    let answer = years(samples(), &["tribunal"]);
    let listed = samples().reports();
    let list = answer["years"].as_array().expect("years");
    let numbers: Vec<i64> = list
        .iter()
        .filter_map(|year| year["year"].as_i64())
        .collect();
    assert_eq!(
        numbers,
        (2019..=2025).collect::<Vec<i64>>(),
        "no year is left out"
    );
    for year in list {
        let of = listed
            .values()
            .filter(|report| report["year"] == year["year"])
            .count();
        assert_eq!(year["of"], of as u64);
        let (reports, of) = (year["reports"].as_f64().expect("n"), of as f64);
        match year["share"].as_f64() {
            Some(share) => assert!((share - reports / of).abs() < 0.0001),
            None => assert_eq!(of, 0.0, "a share of nothing is none"),
        }
    }
    let reports: u64 = list
        .iter()
        .filter_map(|year| year["reports"].as_u64())
        .sum();
    assert_eq!(answer["summary"]["reports"], reports);
}

#[test]
fn the_chart_is_well_formed_whatever_is_asked() {
    for query in [
        "CAMHS waiting",
        "children </text><script>alert(1)</script>",
        "children \u{1b}[31m & \"quoted\" ' ]]> <!--",
    ] {
        let run = samples().run(["trend", query, "--any", "--quiet", "--format", "svg"]);
        let svg = run.check().stdout;
        // What an XML parser takes: every tag closed, nothing unescaped.
        assert!(
            svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""),
            "{svg}"
        );
        assert!(svg.ends_with("</svg>\n"));
        assert!(!svg.contains("<script") && !svg.contains('\u{1b}'), "{svg}");
        assert!(balanced(&svg), "{svg}");
        assert!(svg.contains("Source: ") && svg.contains("n="));
    }
}

/// Whether every element is closed in its order, and no text holds markup of its own.
fn balanced(svg: &str) -> bool {
    let tag = regex::Regex::new(r#"<(/?)([a-z]+)((?: [A-Za-z0-9-]+="[^"<]*")*)(/?)>"#)
        .expect("a pattern");
    let mut open: Vec<String> = Vec::new();
    for found in tag.captures_iter(svg) {
        match (&found[1], &found[4]) {
            ("/", _) if open.pop().as_deref() != Some(&found[2]) => return false,
            ("", "") => open.push(found[2].to_owned()),
            _ => {}
        }
    }
    let text = tag.replace_all(svg, "");
    let entity = regex::Regex::new("&(lt|gt|amp|quot|#39);").expect("a pattern");
    let text = entity.replace_all(&text, "");
    open.is_empty() && !text.contains(['<', '>', '&'])
}

#[test]
fn a_trend_is_of_something() {
    samples().line("trend").fails(&["the query is empty"]);
    samples()
        .line("trend zeppelin --format svg")
        .status(1)
        .stderr_has(&["nothing found for `zeppelin`"])
        .check();
}

#[test]
fn filters_narrow_what_the_share_is_of() {
    let answer = years(samples(), &["children", "--kind", "send-full"]);
    assert_eq!(answer["passing_reports"], 4);
    let csv = samples()
        .line("trend children --kind send-full --format csv")
        .stderr("note: filters: kind send-full\n")
        .check()
        .stdout;
    assert!(
        csv.starts_with("year,passages,reports,of,share\n2023,"),
        "{csv}"
    );
}
