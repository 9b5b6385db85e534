//! Queries as people type them, and how near the top the passages come that they would want.
//!
//! `tests/golden/queries.toml` holds the queries with the passages expected of the built-in
//! samples. Kept from each run, with the defaults of the command line:
//!
//! - `golden/queries/NAME.snap`: where on the first page the expected passages are (`-`: they are
//!   not), what was said about the query, and the first five passages: what matched marked `[so]`,
//!   expected ones marked `*`. Scores are left out, for they move.
//! - `golden/queries-stats.snap`: the figures below, and a line a query.
//!
//! The figures, over all queries, each with its first page of ten passages:
//!
//! - *success@k* (also called hit rate, or recall@k where one passage is expected): the share of
//!   queries with at least one expected passage among the first k;
//! - *recall@k*: of a query's expected passages, the share among the first k; the mean of it. Since
//!   up to four passages are expected, recall@1 cannot reach 1: its most is given beside it;
//! - *MRR@10*: the mean of 1 / (rank of the first expected passage), 0 if it is not among the ten.
//!
//! After a wanted change: `INSTA_UPDATE=always cargo nextest run --test main golden`, then read
//! the difference.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::panic::catch_unwind;
use std::path::PathBuf;

use findings::answers::report_info::section_texts;
use findings::document::{self, Format};
use findings::report::themes::Taxonomy;
use findings::samples::SAMPLES;
use serde::Deserialize;
use serde_json::Value;

use crate::support::{samples, text_of};

/// Hits of the first page that a query's golden file shows.
const SHOWN: usize = 5;

/// Hits of a first page.
const PAGE: usize = 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    query: Vec<Asked>,
}

/// A query of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    name: String,
    query: String,
    need: String,
    expected: Vec<Expected>,
}

/// A passage that is wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    id: String,
    /// By which the passage is known, should the numbers change.
    words: String,
}

impl Asked {
    fn expects(&self, id: &str) -> bool {
        self.expected.iter().any(|expected| expected.id == id)
    }

    /// How many of the expected passages are among the first `count` of `ids`.
    fn among(&self, ids: &[String], count: usize) -> usize {
        ids.iter().take(count).filter(|id| self.expects(id)).count()
    }

    /// 1-based rank of the first expected passage.
    fn rank(&self, ids: &[String]) -> Option<usize> {
        ids.iter()
            .position(|id| self.expects(id))
            .map(|place| place + 1)
    }
}

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn table() -> Vec<Asked> {
    let text = fs::read_to_string(golden().join("queries.toml")).expect("the table of queries");
    let table: Table = toml::from_str(&text).unwrap_or_else(|e| panic!("queries.toml: {e}"));
    table.query
}

/// The samples' passages by id.
fn passages() -> BTreeMap<String, String> {
    let taxonomy = Taxonomy::embedded().expect("themes");
    let mut all = BTreeMap::new();
    for (_, text) in SAMPLES {
        let document = document::read(Format::Text, text.as_bytes()).expect("readable");
        let report = findings::report::parse(&document, &taxonomy);
        for section in section_texts(&report.id, &report.sections) {
            all.extend(section.passages.into_iter().map(|p| (p.id, p.text)));
        }
    }
    all
}

/// What the program answers.
struct Answered {
    /// What it said beside the passages.
    said: String,
    hits: Vec<Value>,
    ids: Vec<String>,
    /// How many passages match in full.
    total: String,
}

fn answer(query: &str) -> Answered {
    let answer = samples()
        .run(["search", "--format", "json", "--", query])
        .any_stderr()
        .either_status();
    if answer.stdout.is_empty() {
        return Answered {
            said: answer.stderr,
            hits: Vec::new(),
            ids: Vec::new(),
            total: "passages: 0".to_owned(),
        };
    }
    let mut json: Value = serde_json::from_str(&answer.stdout).expect("a JSON document");
    let summary = json["summary"].take();
    let mut said = answer.stderr;
    for note in summary["notes"].as_array().expect("notes") {
        let note = note.as_str().expect("a text");
        if !said.contains(note) {
            let _ = writeln!(said, "in the summary: {note}");
        }
    }
    let Value::Array(hits) = json["hits"].take() else {
        panic!("no hits in {json}");
    };
    assert!(hits.len() <= PAGE, "the first page has {}", hits.len());
    Answered {
        said,
        ids: hits.iter().map(|hit| text_of(hit, "id")).collect(),
        hits,
        total: format!(
            "passages that match in full: {}; reports: {}",
            summary["passages"], summary["reports"]
        ),
    }
}

/// `snippet`, with brackets round what matched.
fn marked(snippet: &Value) -> String {
    let text = text_of(snippet, "text");
    let mut out = String::new();
    let mut last = 0;
    for range in snippet["highlights"].as_array().expect("ranges") {
        let bound = |index: usize| {
            let number = range[index].as_u64().expect("a number");
            usize::try_from(number).expect("fits")
        };
        let (start, end) = (bound(0), bound(1));
        let _ = write!(out, "{}[{}]", &text[last..start], &text[start..end]);
        last = end;
    }
    out + &text[last..]
}

/// A query's golden file.
fn block(asked: &Asked, answered: &Answered) -> String {
    let mut out = format!("query: {}\nneed: {}\n", asked.query, asked.need);
    for expected in &asked.expected {
        let place = answered.ids.iter().position(|id| *id == expected.id);
        let place = place.map_or_else(|| "-".to_owned(), |place| (place + 1).to_string());
        let _ = writeln!(out, "expected at {place:>2}: {}", expected.id);
    }
    out.push('\n');
    out += &answered.said;
    out += &answered.total;
    out.push('\n');
    for (hit, id) in answered.hits.iter().zip(&answered.ids).take(SHOWN) {
        let star = if asked.expects(id) { '*' } else { ' ' };
        let _ = write!(out, "\n{} {star} {id} · ", hit["rank"]);
        out += &text_of(&hit["section"], "role");
        if let Some(missing) = hit["missing"].as_array() {
            let words: Vec<&str> = missing.iter().filter_map(Value::as_str).collect();
            let _ = write!(out, " · without {}", words.join(", "));
        }
        let _ = writeln!(out, "\n    {}", marked(&hit["snippet"]));
    }
    out
}

/// The figures, then a line a query.
fn statistics(answers: &[(Asked, Answered)]) -> String {
    let number = answers.len() as f64;
    let mean = |of: &dyn Fn(&Asked, &[String]) -> f64| {
        let sum: f64 = answers.iter().map(|(asked, a)| of(asked, &a.ids)).sum();
        sum / number
    };
    let success =
        |count: usize| mean(&|asked, ids| f64::from(u8::from(asked.among(ids, count) > 0)));
    let recall = |count: usize| {
        mean(&|asked, ids| asked.among(ids, count) as f64 / asked.expected.len() as f64)
    };
    let most = mean(&|asked, _| 1.0 / asked.expected.len() as f64);
    let reciprocal = mean(&|asked, ids| asked.rank(ids).map_or(0.0, |rank| 1.0 / rank as f64));
    let mut out = String::new();
    let _ = writeln!(out, "queries    {}", answers.len());
    let _ = writeln!(out, "success@1  {:.3}", success(1));
    let _ = writeln!(out, "success@5  {:.3}", success(5));
    let _ = writeln!(out, "recall@1   {:.3} of {most:.3}", recall(1));
    let _ = writeln!(out, "recall@5   {:.3}", recall(5));
    let _ = writeln!(out, "MRR@{PAGE}     {reciprocal:.3}");
    out += "\nfirst expected at · expected among the first five · query\n";
    for (asked, answered) in answers {
        let rank = asked.rank(&answered.ids);
        let rank = rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
        let found = asked.among(&answered.ids, SHOWN);
        let _ = writeln!(
            out,
            "{rank:>2}  {found}/{}  {}",
            asked.expected.len(),
            asked.query
        );
    }
    out
}

fn keep(folder: &str, name: &str, printed: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, printed));
}

#[test]
fn queries_are_answered_as_kept() {
    let answers: Vec<(Asked, Answered)> = table()
        .into_iter()
        .map(|asked| {
            let answered = answer(&asked.query);
            (asked, answered)
        })
        .collect();
    // All differences at once: a change of the ranking shows in many.
    let mut changed = Vec::new();
    for (asked, answered) in &answers {
        let printed = block(asked, answered);
        if catch_unwind(|| keep("golden/queries", &asked.name, &printed)).is_err() {
            changed.push(asked.name.as_str());
        }
    }
    let printed = statistics(&answers);
    if catch_unwind(|| keep("golden", "queries-stats", &printed)).is_err() {
        changed.push("queries-stats");
    }
    assert!(
        changed.is_empty(),
        "changed: {}; after a wanted change run with INSTA_UPDATE=always",
        changed.join(", ")
    );
}

#[test]
fn expected_passages_are_in_the_samples() {
    let passages = passages();
    let mut wrong = String::new();
    for asked in table() {
        assert!(
            (1..=4).contains(&asked.expected.len()),
            "queries.toml: `{}` expects {} passages, not one to four",
            asked.name,
            asked.expected.len()
        );
        for Expected { id, words } in &asked.expected {
            assert!(
                !words.is_empty(),
                "queries.toml: `{}`: no words",
                asked.name
            );
            let text = passages.get(id);
            if text.is_some_and(|text| text.contains(words)) {
                continue;
            }
            let _ = write!(wrong, "\n`{}` expects `{id}`, which ", asked.name);
            wrong += if text.is_some() {
                "does not hold"
            } else {
                "no sample has; it should hold"
            };
            let _ = write!(wrong, " {words:?}");
            let now = passages.iter().filter(|(_, text)| text.contains(words));
            let now: Vec<&str> = now.map(|(id, _)| id.as_str()).collect();
            if !now.is_empty() {
                let _ = write!(wrong, " (that stands in {})", now.join(", "));
            }
        }
    }
    assert!(wrong.is_empty(), "queries.toml:{wrong}");
}

#[test]
fn every_query_has_a_name_and_a_file_of_its_own() {
    let table = table();
    assert!(table.len() >= 25, "only {} queries", table.len());
    for Asked { name, .. } in &table {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(name.chars().all(plain), "`{name}` makes no file name");
    }
    let names: BTreeSet<&str> = table.iter().map(|asked| asked.name.as_str()).collect();
    let queries: BTreeSet<&str> = table.iter().map(|asked| asked.query.as_str()).collect();
    assert_eq!(names.len(), table.len(), "a name is there twice");
    assert_eq!(queries.len(), table.len(), "a query is there twice");
    for entry in fs::read_dir(golden().join("queries"))
        .expect("a folder")
        .flatten()
    {
        let file = entry.file_name().to_string_lossy().into_owned();
        if let Some(name) = file.strip_suffix(".snap") {
            assert!(names.contains(name), "queries/{file} belongs to no query");
        }
    }
}
