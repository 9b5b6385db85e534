//! The machine formats, which other tools rely on: read strictly, unknown fields refused.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::support::{language, samples};

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Line {
    Hit(Box<Hit>),
    Summary(Box<Summary>),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    hits: Vec<Hit>,
    summary: Summary,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hit {
    rank: usize,
    score: f64,
    id: String,
    report: Report,
    section: Section,
    page_start: Option<u32>,
    page_end: Option<u32>,
    themes: Vec<String>,
    text: String,
    highlights: Vec<(usize, usize)>,
    snippet: Snippet,
    #[serde(default)]
    missing: Vec<String>,
    alike: Option<Alike>,
    more_in_report: Option<u64>,
    more_in_area: Option<u64>,
    context: Option<Context>,
    #[serde(default)]
    explanation: Vec<Part>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    id: String,
    title: String,
    kind: String,
    area: Option<String>,
    region: Option<String>,
    outcome: String,
    outcome_scale: String,
    year: Option<i32>,
    inspection_start: Option<String>,
    inspection_end: Option<String>,
    published: Option<String>,
    #[serde(default)]
    sample: bool,
    path: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    heading: String,
    role: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Snippet {
    text: String,
    highlights: Vec<(usize, usize)>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    part: String,
    score: f64,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    before: Vec<Passage>,
    after: Vec<Passage>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Passage {
    id: String,
    page_start: Option<u32>,
    page_end: Option<u32>,
    text: String,
    themes: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Summary {
    schema: u32,
    query: String,
    filters: BTreeMap<String, Vec<String>>,
    notes: Vec<String>,
    #[serde(default)]
    understood: Vec<Understood>,
    #[serde(default)]
    also_searched: Vec<Added>,
    #[serde(default)]
    corrected: Vec<Corrected>,
    #[serde(default)]
    did_you_mean: Vec<Suggested>,
    #[serde(default)]
    ambiguous: Vec<Ambiguous>,
    passages: u64,
    reports: u64,
    indexed_reports: u64,
    revision: Option<String>,
    elapsed_ms: f64,
    facets: BTreeMap<String, Vec<Count>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Understood {
    text: String,
    facet: String,
    values: Vec<String>,
    span: BTreeMap<String, usize>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alike {
    passages: u64,
    reports: u64,
    ids: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    word: String,
    also: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Corrected {
    from: String,
    to: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Suggested {
    word: String,
    near: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ambiguous {
    word: String,
    meanings: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    value: String,
    path: String,
    passages: u64,
    reports: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaLine {
    name: String,
    region: Option<String>,
    gss: Option<String>,
    la_code: Option<String>,
    successors: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the shape is the contract")]
struct Listing {
    id: String,
    title: String,
    kind: String,
    area: Option<String>,
    region: Option<String>,
    outcome: String,
    outcome_scale: String,
    year: Option<i32>,
    inspection_start: Option<String>,
    inspection_end: Option<String>,
    published: Option<String>,
    path: String,
    variant: Option<String>,
    areas: Vec<AreaLine>,
    outcome_text: Option<String>,
    judgements: Vec<BTreeMap<String, String>>,
    previous_inspection: Option<String>,
    sections: usize,
    passages: usize,
    pages: Option<u32>,
    sha256: String,
    warnings: Vec<String>,
    duplicates: Vec<String>,
    first_seen: Option<String>,
}

const QUERY: [&str; 10] = [
    "CAMHS waiting crisis",
    "-n",
    "20",
    "--explain",
    "-C",
    "1",
    "--group",
    "report",
    "--facets",
    "outcome,theme,area",
];

fn lines(stdout: &str) -> (Vec<Hit>, Summary) {
    let mut hits = Vec::new();
    let mut lines = stdout.lines().peekable();
    while let Some(line) = lines.next() {
        match serde_json::from_str::<Line>(line).unwrap_or_else(|error| panic!("{error}: {line}")) {
            Line::Hit(hit) => hits.push(*hit),
            Line::Summary(summary) => {
                assert!(lines.peek().is_none(), "the summary is the last line");
                return (hits, *summary);
            }
        }
    }
    panic!("no summary");
}

#[test]
fn lines_are_hits_and_one_summary() {
    for folder in [samples(), language()] {
        let stdout = folder
            .run(["search", "--format", "jsonl", "children"])
            .check()
            .stdout;
        let (hits, summary) = lines(&stdout);
        assert!(!hits.is_empty());
        assert_eq!((summary.schema, summary.query.as_str()), (1, "children"));
        assert!(summary.notes.is_empty() && summary.facets.is_empty());
        assert!(summary.elapsed_ms > 0.0);
        assert_eq!(summary.indexed_reports as usize, folder.reports().len());
    }
    let stdout = samples()
        .run(["search", "--format", "jsonl"])
        .arg(QUERY[0])
        .check()
        .stdout;
    let (hits, _) = lines(&stdout);
    assert!(hits.iter().any(|hit| !hit.missing.is_empty()));
}

#[test]
fn every_option_stays_within_the_contract() {
    let mut run = samples().run(["search", "--format", "jsonl"]);
    for arg in QUERY {
        run = run.arg(arg);
    }
    let (hits, summary) = lines(&run.check().stdout);
    assert!(hits.iter().any(|hit| hit.more_in_report.is_some()));
    assert!(hits.iter().all(|hit| hit.context.is_some()));
    assert!(hits.iter().any(|hit| !hit.explanation.is_empty()));
    let names: Vec<&str> = summary.facets.keys().map(String::as_str).collect();
    assert_eq!(names, ["area", "outcome", "theme"]);
}

#[test]
fn fields_that_are_unknown_are_null_and_not_left_out() {
    let stdout = samples()
        .run([
            "search",
            "families",
            "--kind",
            "press-release",
            "--all",
            "--format",
            "jsonl",
        ])
        .check()
        .stdout;
    let hit: Value = serde_json::from_str(stdout.lines().next().expect("a hit")).expect("JSON");
    let report = hit["report"].as_object().expect("an object");
    for name in [
        "region",
        "inspection_start",
        "inspection_end",
        "published",
        "area",
        "year",
    ] {
        assert!(report.contains_key(name), "{name}");
    }
    assert_eq!(report["region"], Value::Null);
    assert_eq!(report["published"], "2023-12-12");
    assert_eq!(report["year"], 2023);
    assert_eq!(hit["page_start"], Value::Null);
}

#[test]
fn a_document_holds_the_same_as_the_lines() {
    let run = |format: &str| {
        let mut run = samples().run(["search", "--format", format]);
        for arg in QUERY {
            run = run.arg(arg);
        }
        run.check().stdout
    };
    let document: Document = serde_json::from_str(&run("json")).expect("the document's shape");
    let (hits, mut summary) = lines(&run("jsonl"));
    summary.elapsed_ms = document.summary.elapsed_ms;
    assert_eq!(document.hits, hits);
    assert_eq!(document.summary, summary);
}

#[test]
fn hits_say_where_they_stand() {
    let (hits, _) = lines(
        &samples()
            .run(["search", "portage", "--format", "jsonl", "--all"])
            .check()
            .stdout,
    );
    let hit = hits
        .iter()
        .find(|hit| hit.report.id == "westmarch-send-full-2024-03")
        .expect("Westmarch has portage workers");
    let report = &hit.report;
    assert_eq!(
        report.title,
        "Area SEND inspection of Westmarch Local Area Partnership"
    );
    assert_eq!(report.kind, "send-full");
    assert_eq!(report.area.as_deref(), Some("Westmarch"));
    assert_eq!(report.region, None, "an invented area has no region");
    assert_eq!(
        (report.outcome.as_str(), report.outcome_scale.as_str()),
        ("send-positive", "send-2023")
    );
    assert_eq!(report.year, Some(2024));
    assert_eq!(report.inspection_start.as_deref(), Some("2024-03-11"));
    assert_eq!(report.inspection_end.as_deref(), Some("2024-03-15"));
    assert_eq!(report.path, "reports/westmarch-send-full.txt");
    assert_eq!(hit.section.role, "experience");
    assert_eq!(
        hit.section.heading,
        "What is it like to be a child or young person with SEND in this area?"
    );
    assert_eq!(hit.page_start, Some(1));
    assert!(
        hit.themes.contains(&"education/early-years".to_owned()),
        "{:?}",
        hit.themes
    );
}

#[test]
fn a_passage_over_a_page_break_names_both_pages() {
    // In the sample, a paragraph runs from page 1 over the running footer to page 2.
    let (hits, _) = lines(
        &samples()
            .run([
                "search",
                "\"moved into paid work\"",
                "--format",
                "jsonl",
                "--all",
            ])
            .check()
            .stdout,
    );
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].page_start, hits[0].page_end), (Some(1), Some(2)));
    assert!(
        !hits[0].text.contains("Inspection report:"),
        "running footers are no text"
    );
}

#[test]
fn csv_is_a_table_of_the_same_hits() {
    let stdout = samples()
        .run(["search", "children", "--all", "-n", "40", "--format", "csv"])
        .check()
        .stdout;
    let (hits, _) = lines(
        &samples()
            .run([
                "search", "children", "--all", "-n", "40", "--format", "jsonl",
            ])
            .check()
            .stdout,
    );
    let mut reader = csv::Reader::from_reader(stdout.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table");
    assert_eq!(rows.len(), hits.len());
    for (row, hit) in rows.iter().zip(&hits) {
        assert_eq!(row["rank"], hit.rank.to_string());
        assert_eq!(row["id"], hit.id);
        assert_eq!(row["report"], hit.report.id);
        assert_eq!(row["area"], hit.report.area.clone().unwrap_or_default());
        assert_eq!(row["outcome"], hit.report.outcome);
        assert_eq!(row["section"], hit.section.role);
        assert_eq!(row["heading"], hit.section.heading);
        assert_eq!(row["text"], hit.text);
        assert_eq!(row["themes"], hit.themes.join("; "));
        assert_eq!(
            row["inspection_end"],
            hit.report.inspection_end.clone().unwrap_or_default()
        );
        assert_eq!(
            row["page_start"],
            hit.page_start
                .map(|page| page.to_string())
                .unwrap_or_default()
        );
    }
}

#[test]
fn csv_has_one_head_and_partial_matches_only_where_asked_for() {
    let head = |args: &str| {
        let line = format!("search {args} --format csv --quiet");
        let stdout = samples().line(&line).any_status().check().stdout;
        stdout.lines().next().unwrap_or_default().to_owned()
    };
    let usual = head("camhs waiting");
    assert!(usual.contains(",match,missing,"), "{usual}");
    for args in [
        "camhs waiting crisis --partial",
        "camhs waiting --any",
        "camhs --group report",
        "camhs --group area",
        "camhs --group none",
        "zeppelin",
    ] {
        assert_eq!(head(args), usual, "{args}");
    }
    let answer = samples()
        .line("search camhs zeppelin --format csv --quiet")
        .status(1);
    let stdout = answer.check().stdout;
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
    let stdout = samples()
        .run([
            "search",
            "camhs zeppelin",
            "--partial",
            "--format",
            "csv",
            "--quiet",
        ])
        .check()
        .stdout;
    let mut reader = csv::Reader::from_reader(stdout.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table");
    assert!(!rows.is_empty() && rows.iter().all(|row| row["missing"] == "zeppelin"));
    assert!(rows.iter().all(|row| row["match"] == "partial"));
}

#[test]
fn reports_are_listed_within_the_contract() {
    for folder in [samples(), language()] {
        let stdout = folder.line("reports --format jsonl").check().stdout;
        let listed: Vec<Listing> = stdout
            .lines()
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
            })
            .collect();
        assert!(listed.iter().map(|report| &report.id).is_sorted());
        let document: Vec<Listing> =
            serde_json::from_str(&folder.line("reports --format json").check().stdout)
                .expect("a list");
        assert_eq!(document.len(), listed.len());
        for report in &listed {
            assert_eq!(report.sha256.len(), 64, "{}", report.sha256);
            // The areas of the samples are invented: they have no codes, and kinds no variants but two.
            assert!(report.areas.iter().all(|area| {
                !area.name.is_empty()
                    && area.region.is_none() == area.gss.is_none()
                    && area.gss.is_none() == area.la_code.is_none()
                    && area.successors.is_empty()
            }));
            let varied = matches!(report.kind.as_str(), "ilacs" | "jtai");
            assert_eq!(report.variant.is_some(), varied, "{}", report.id);
            assert!(report.sections > 0 && report.passages >= report.sections);
        }
    }
}

#[test]
fn markdown_marks_what_matched() {
    let stdout = samples()
        .run(["search", "portage", "--all", "-n", "1", "--format", "md"])
        .check()
        .stdout;
    assert!(stdout.starts_with("**portage**: "), "{stdout}");
    assert!(stdout.contains("**Portage**") || stdout.contains("**portage**"));
    assert!(
        stdout.lines().filter(|line| line.starts_with("> ")).count() >= 2,
        "{stdout}"
    );
    let facets = samples()
        .line("facets camhs --by year --format md")
        .check()
        .stdout;
    assert!(
        facets.contains("| year | passages | reports |\n| --- | ---: | ---: |\n"),
        "{facets}"
    );
}

#[test]
fn machine_formats_are_never_coloured() {
    for format in ["json", "jsonl", "csv", "md"] {
        for command in [
            "search camhs",
            "facets camhs",
            "reports",
            "show ashmere-jtai-2024-05",
        ] {
            let stdout = samples()
                .line(&format!("{command} --format {format} --color always"))
                .any_stderr()
                .check()
                .stdout;
            assert!(!stdout.contains('\u{1b}'), "{command} --format {format}");
        }
    }
}
