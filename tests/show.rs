//! `findings show`.

use serde::Deserialize;
use serde_json::Value;

use crate::support::{samples, text_of};

const ID: &str = "westmarch-send-full-2024-03";

#[derive(Debug, Deserialize)]
struct Report {
    id: String,
    passages: usize,
    sections: Vec<Section>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    heading: String,
    role: String,
    #[serde(default)]
    verdict: Option<String>,
    passages: Vec<Passage>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Passage {
    id: String,
    page_start: Option<u32>,
    page_end: Option<u32>,
    text: String,
    themes: Vec<String>,
}

fn show(args: &[&str]) -> Report {
    let mut run = samples().run(["show", "--format", "json"]);
    for arg in args {
        run = run.arg(arg);
    }
    serde_json::from_str(&run.check().stdout).expect("a report")
}

fn ids(report: &Report) -> Vec<&str> {
    report
        .sections
        .iter()
        .flat_map(|section| &section.passages)
        .map(|passage| passage.id.as_str())
        .collect()
}

#[test]
fn a_report_is_printed_whole_and_in_order() {
    let report = show(&[ID]);
    assert_eq!(report.id, ID);
    let expected: Vec<String> = (1..=report.passages)
        .map(|number| format!("{ID}:{number}"))
        .collect();
    assert_eq!(ids(&report), expected);
    let text: Vec<&str> = report
        .sections
        .iter()
        .flat_map(|section| &section.passages)
        .map(|p| p.text.as_str())
        .collect();
    let text = text.join(" ");
    // First, middle and last of the file, once each, and in order.
    let places: Vec<usize> = [
        "rather than an event",
        "the gap closed",
        "protocol with neighbouring areas",
    ]
    .iter()
    .map(|part| {
        assert_eq!(text.matches(part).count(), 1, "{part}");
        text.find(part).expect("found")
    })
    .collect();
    assert!(places.is_sorted());
    assert!(
        !text.contains("Inspection report: Westmarch"),
        "running footers are left out"
    );
    let headings: Vec<&str> = report
        .sections
        .iter()
        .map(|section| section.heading.as_str())
        .collect();
    assert!(headings.contains(&"Areas for improvement"), "{headings:?}");
}

#[test]
fn what_show_prints_is_what_search_found() {
    let (hits, _) = samples().hits(&["children", "--all", "-n", "30"]);
    for hit in &hits {
        let report = show(&[&text_of(hit, "id")]);
        let [section] = &report.sections[..] else {
            panic!("one section")
        };
        let [passage] = &section.passages[..] else {
            panic!("one passage")
        };
        assert_eq!(passage.text, text_of(hit, "text"));
        assert_eq!(section.heading, text_of(&hit["section"], "heading"));
        assert_eq!(section.role, text_of(&hit["section"], "role"));
        assert_eq!(Value::from(passage.page_start), hit["page_start"]);
        assert_eq!(Value::from(passage.page_end), hit["page_end"]);
        assert_eq!(Value::from(passage.themes.clone()), hit["themes"]);
    }
}

#[test]
fn context_adds_the_passages_around() {
    let around = |id: &str, context: &str| -> Vec<String> {
        ids(&show(&[id, "-C", context]))
            .iter()
            .map(|id| (*id).to_owned())
            .collect()
    };
    let expected: Vec<String> = (4..=8).map(|number| format!("{ID}:{number}")).collect();
    assert_eq!(around(&format!("{ID}:6"), "2"), expected);
    assert_eq!(
        around(&format!("{ID}:1"), "1"),
        [format!("{ID}:1"), format!("{ID}:2")]
    );
}

#[test]
fn a_section_is_named_by_role_or_by_words_of_its_heading() {
    let by_role = show(&[ID, "--section", "weaknesses"]);
    assert!(
        by_role
            .sections
            .iter()
            .all(|section| section.role == "weaknesses")
    );
    assert!(!by_role.sections.is_empty());
    let by_words = show(&[ID, "--section", "need to do better"]);
    assert_eq!(ids(&by_words), ids(&by_role));
    assert_eq!(ids(&show(&[ID, "--section", "Weakn"])), ids(&by_role));
    samples().run(["show", ID, "--section", "sonnets"]).fails(&[
        &format!("error: no section `sonnets` in `{ID}`"),
        "its sections are",
        "`weaknesses`",
    ]);
}

#[test]
fn a_page_shows_what_stands_on_it() {
    let whole = show(&[ID]);
    for page in 1..=4 {
        let expected: Vec<&str> = whole
            .sections
            .iter()
            .flat_map(|section| &section.passages)
            .filter(|passage| passage.page_start <= Some(page) && passage.page_end >= Some(page))
            .map(|passage| passage.id.as_str())
            .collect();
        assert!(!expected.is_empty());
        assert_eq!(
            ids(&show(&[ID, "--page", &page.to_string()])),
            expected,
            "page {page}"
        );
    }
    samples().run(["show", ID, "--page", "9"]).fails(&[
        &format!("error: no passage on page 9 of `{ID}`"),
        "the report has 4 pages",
    ]);
    let press = samples()
        .reports()
        .into_keys()
        .find(|id| id.contains("press-release"))
        .expect("one");
    samples()
        .run(["show", &press, "--page", "1"])
        .fails(&["the file it was read from has no pages"]);
}

#[test]
fn an_id_that_is_not_there_gets_suggestions() {
    samples()
        .run(["show", "westmarch-send-full-2024-30"])
        .fails(&[
            "error: no report `westmarch-send-full-2024-30` in the index",
            "did you mean `westmarch-send-full-2024-03`",
        ]);
    samples()
        .run(["show", "westmarch"])
        .fails(&["did you mean `westmarch-send-full-2024-03`?"]);
    samples()
        .run(["show", "zzz"])
        .fails(&["`findings reports` lists the ids"]);
    let last = show(&[ID]).passages;
    for number in ["0", "999"] {
        samples().run(["show", &format!("{ID}:{number}")]).fails(&[
            &format!("error: no passage {number} in `{ID}`"),
            &format!("its passages are 1 to {last}"),
        ]);
    }
    samples()
        .run(["show", &format!("{ID}:x")])
        .fails(&["error: no report"]);
    samples().run(["show", ""]).fails(&["error: no report"]);
    samples().line("show").fails(&["Usage:"]);
}

#[test]
fn every_format_holds_every_passage() {
    let whole = show(&[ID]);
    let texts: Vec<&str> = whole
        .sections
        .iter()
        .flat_map(|section| &section.passages)
        .map(|p| p.text.as_str())
        .collect();
    let text = samples().run(["show", ID]).check().stdout;
    for passage in &texts {
        assert!(text.contains(passage), "{passage}");
    }
    let jsonl = samples()
        .run(["show", ID, "--format", "jsonl"])
        .check()
        .stdout;
    let lines: Vec<Value> = jsonl
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert!(
        lines
            .iter()
            .all(|line| line["type"] == "passage" && line["report"] == ID)
    );
    let read: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["text"].as_str())
        .collect();
    assert_eq!(read, texts);
    let table = samples()
        .run(["show", ID, "--format", "csv"])
        .check()
        .stdout;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<String> = reader
        .records()
        .map(|row| row.expect("a row")[6].to_owned())
        .collect();
    assert_eq!(rows, texts);
    let markdown = samples().run(["show", ID, "--format", "md"]).check().stdout;
    assert!(markdown.starts_with("# Area SEND inspection of Westmarch Local Area Partnership\n"));
    for section in whole
        .sections
        .iter()
        .filter(|section| !section.heading.is_empty())
    {
        assert!(
            markdown.contains(&format!("## {}\n", section.heading)),
            "{}",
            section.heading
        );
    }
}

#[test]
fn each_weakness_of_a_revisit_has_its_verdict() {
    let stdout = samples()
        .line("show ravensholt-send-revisit-2021-06 --format json")
        .check()
        .stdout;
    let report: Report = serde_json::from_str(&stdout).expect("a report");
    let verdicts: Vec<&str> = report
        .sections
        .iter()
        .filter_map(|section| section.verdict.as_deref())
        .collect();
    assert_eq!(
        verdicts,
        [
            "sufficient",
            "insufficient",
            "insufficient",
            "sufficient",
            "sufficient"
        ]
    );
}
