//! Passages like one passage.

use serde_json::Value;

use crate::fixtures::{OF_ITS_OWN, head};
use crate::support::{Folder, samples, text_of};

/// On waits for autism assessments.
const ID: &str = "ashmere-send-full-2023-10:20";

/// The passage, and those like it.
fn similar(folder: &Folder, args: &[&str]) -> (Value, Vec<Value>) {
    let fixed = ["similar", "--format", "jsonl"];
    let answer = folder.run(fixed.iter().chain(args).copied()).check();
    let mut objects = answer
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let passage = objects.next().expect("the passage");
    assert_eq!(passage["type"], "passage");
    let hits: Vec<Value> = objects.collect();
    assert!(hits.iter().all(|hit| hit["type"] == "hit"));
    (passage, hits)
}

fn ids(hits: &[Value]) -> Vec<String> {
    hits.iter().map(|hit| text_of(hit, "id")).collect()
}

/// Reports of three areas that say the same of ponds, in other words and in the same.
fn ponds() -> Folder {
    let folder = Folder::new();
    let report = |area: &str, says: &[&str]| {
        let mut text = head(area, "3 to 7 June 2024");
        for says in says {
            text += &format!("■ {says} {OF_ITS_OWN}\n\n");
        }
        text
    };
    let stock = "Ponds are deep and swimmers often wait for a lifeguard.";
    folder.write(
        "reports/a.txt",
        report(
            "Quillmere",
            &[stock, "Deep ponds need a lifeguard whom swimmers trust."],
        ),
    );
    folder.write(
        "reports/b.txt",
        report(
            "Oxbourne",
            &[stock, "Swimmers wait at ponds until the lifeguard comes."],
        ),
    );
    folder.write(
        "reports/c.txt",
        report(
            "Hartwell",
            &[
                "A lifeguard watches swimmers in the deep ponds here.",
                "Roads are dry.",
            ],
        ),
    );
    folder.index(&["reports"]);
    folder
}

#[test]
fn other_areas_come_first_and_the_most_alike_first() {
    let (passage, hits) = similar(samples(), &[ID]);
    assert_eq!(passage["id"], ID);
    let own: Vec<bool> = hits.iter().map(|hit| hit["same_area"] == true).collect();
    assert!(own.is_sorted(), "{own:?}");
    for hit in &hits {
        let same = text_of(&hit["report"], "area") == "Ashmere";
        assert_eq!(hit["same_area"], same);
        assert_ne!(hit["id"], ID, "it is not like itself");
    }
    for block in hits.chunk_by(|a, b| a["same_area"] == b["same_area"]) {
        let scores: Vec<f64> = block
            .iter()
            .filter_map(|hit| hit["score"].as_f64())
            .collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
        assert!(scores.iter().all(|score| (0.1..=1.0).contains(score)));
        assert!(block.len() <= 5, "the limit is that of each");
    }
    let ranks: Vec<u64> = hits.iter().filter_map(|hit| hit["rank"].as_u64()).collect();
    assert_eq!(ranks, (1..=hits.len() as u64).collect::<Vec<_>>());
    let first = text_of(&hits[0], "text").to_lowercase();
    assert!(
        first.contains("neurodevelopmental") || first.contains("autism"),
        "{first}"
    );
}

#[test]
fn what_is_said_in_the_same_words_is_counted_and_no_hit() {
    let folder = ponds();
    let (found, _) = folder.hits(&["\"ponds are deep\"", "--area", "quillmere"]);
    let id = text_of(&found[0], "id");
    let (passage, hits) = similar(&folder, &[&id]);
    assert_eq!(passage["alike"]["passages"], 1);
    assert_eq!(passage["alike"]["reports"], 1);
    let texts: Vec<String> = hits.iter().map(|hit| text_of(hit, "text")).collect();
    assert!(
        texts.iter().all(|text| !text.starts_with("Ponds are deep")),
        "{texts:?}"
    );
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert_eq!(hits[2]["same_area"], true);
    let printed = folder.run(["similar", &id]).check().stdout;
    assert!(
        printed.contains("near-duplicates: in 1 other report\n"),
        "{printed}"
    );
    assert!(printed.contains("── in other areas ──") && printed.contains("── in Quillmere ──"));
}

#[test]
fn an_acronym_is_like_what_it_stands_for() {
    let folder = Folder::new();
    let with = |area: &str, name: &str| {
        let mut text = head(area, "3 to 7 June 2024");
        text += &format!("■ Nobody answers when families ring {name} at night. {OF_ITS_OWN}\n\n");
        text
    };
    folder.write("reports/a.txt", with("Quillmere", "CAMHS"));
    folder.write(
        "reports/b.txt",
        with("Oxbourne", "child and adolescent mental health services"),
    );
    folder.index(&["reports"]);
    let (found, _) = folder.hits(&["ring", "--area", "quillmere"]);
    let (_, hits) = similar(&folder, &[&text_of(&found[0], "id")]);
    assert!(hits[0]["score"].as_f64() > Some(0.95), "{hits:?}");
    let text = text_of(&hits[0], "text");
    let marked: Vec<&str> = hits[0]["highlights"]
        .as_array()
        .expect("ranges")
        .iter()
        .filter_map(|range| {
            let at = |end: usize| range[end].as_u64().and_then(|at| usize::try_from(at).ok());
            text.get(at(0)?..at(1)?)
        })
        .collect();
    assert!(
        marked.is_empty() || marked.contains(&"child and adolescent mental health services"),
        "{marked:?}"
    );
}

#[test]
fn filters_let_through_what_they_let_through_elsewhere() {
    let (_, all) = similar(samples(), &[ID, "-n", "50"]);
    let (_, some) = similar(samples(), &[ID, "-n", "50", "--section", "weaknesses"]);
    let weaknesses = |hit: &&Value| hit["section"]["role"] == "weaknesses";
    let expected: Vec<Value> = all.iter().filter(weaknesses).cloned().collect();
    assert!(!some.is_empty() && some.len() < all.len());
    assert_eq!(ids(&some), ids(&expected), "a filter changes no likeness");
    let (_, own) = similar(samples(), &[ID, "--area", "ashmere"]);
    assert!(own.iter().all(|hit| hit["same_area"] == true));
    let (_, others) = similar(samples(), &[ID, "--not-area", "ashmere", "-n", "2"]);
    assert_eq!(others.len(), 2);
    assert!(others.iter().all(|hit| hit["same_area"] == false));
    assert_eq!(ids(&others), ids(&all)[..2]);
    assert!(
        all.iter()
            .all(|hit| hit["section"]["role"] != "boilerplate")
    );
    samples()
        .run(["similar", ID, "--year", "1999"])
        .status(1)
        .stdout("")
        .stderr(format!(
            "no passage is similar to `{ID}` with --year 1999\n"
        ))
        .check();
    samples()
        .run(["similar", ID, "--outcome", "splendid"])
        .fails(&["error: unknown outcome `splendid`"]);
}

#[test]
fn nothing_alike_is_said_and_is_no_error() {
    let folder = ponds();
    let (found, _) = folder.hits(&["\"roads are dry\""]);
    let id = text_of(&found[0], "id");
    folder
        .run([
            "similar",
            &id,
            "--area",
            "quillmere",
            "--section",
            "outcome",
        ])
        .status(1)
        .stdout("")
        .stderr_has(&[&format!("no passage is similar to `{id}` with --area")])
        .check();
}

#[test]
fn text_of_files_controls_nothing() {
    let folder = Folder::new();
    for (area, when) in [("Quillmere", "mornings"), ("Oxbourne", "evenings")] {
        let mut text = head(area, "3 to 7 June 2024");
        text += &format!(
            "■ =Swimmers \u{1b}[31mwait\u{1b}]8;;http://e\u{7} at {area}'s <b>deep</b> [ponds](b) for \
             \u{202e}a lifeguard\u{9b}2J on {when}. {OF_ITS_OWN}\n\n■ Roads are dry. {OF_ITS_OWN}\n\n"
        );
        folder.write(format!("reports/{area}.txt"), text);
    }
    folder.index(&["reports"]);
    let (found, _) = folder.hits(&["swimmers", "--area", "quillmere"]);
    let id = text_of(&found[0], "id");
    for format in ["text", "json", "jsonl", "csv", "md"] {
        let run = folder.run(["similar", &id, "--format", format, "--quiet"]);
        let printed = run.check().stdout;
        let obeyed = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!printed.contains(obeyed), "{format}: {printed:?}");
        assert!(format != "md" || !printed.contains("<b>"), "{printed}");
        assert!(
            !printed.contains("\n=") && !printed.contains(",=Swimmers"),
            "{printed}"
        );
    }
}

#[test]
fn ids_that_are_none_are_errors() {
    samples()
        .run(["similar", "ashmere-send-full-2023-10"])
        .fails(&["is not the id of a passage", "hint: "]);
    samples()
        .run(["similar", "ashmere-send-full-2023-10:0"])
        .fails(&["error: no passage 0 in"]);
    samples()
        .run(["similar", "ashmere-send-full-2023-10:99999999999"])
        .fails(&["error: no passage 99999999999 in"]);
    samples()
        .run(["similar", "ashmere-send-full-2023-01:1"])
        .fails(&[
            "error: no report",
            "did you mean `ashmere-send-full-2023-10`",
        ]);
    let answer = samples()
        .run(["similar", "\u{9b}31m\u{202e}:1"])
        .fails(&["error: no report"]);
    assert!(!answer.stderr.contains(['\u{9b}', '\u{202e}']));
}

#[test]
fn every_format_has_the_same_passages() {
    let (_, hits) = similar(samples(), &[ID]);
    let table = samples()
        .run(["similar", ID, "--format", "csv"])
        .check()
        .stdout;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<String> = reader
        .records()
        .map(|row| row.expect("a row")[3].to_owned())
        .collect();
    assert_eq!(rows, ids(&hits));
    let document = samples()
        .run(["similar", ID, "--format", "json"])
        .check()
        .stdout;
    let document: Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(ids(document["hits"].as_array().expect("hits")), rows);
    for format in ["text", "md"] {
        let printed = samples()
            .run(["similar", ID, "--format", format])
            .check()
            .stdout;
        for id in &rows {
            assert_eq!(printed.matches(id.as_str()).count(), 1, "{format}: {id}");
        }
    }
}
