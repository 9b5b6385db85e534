//! A text held against the reports.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{Folder, PROGRAM, program, samples, text_of};

/// What a check of a text in `file` says, as records by type; the summary last.
fn checked(folder: &Folder, file: &str, more: &[&str]) -> Vec<Value> {
    let mut args = vec!["check", file, "--quiet", "--format", "jsonl"];
    args.extend(more);
    let answer = folder.run(args).check();
    let lines = answer.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn of<'a>(records: &'a [Value], kind: &str) -> Vec<&'a Value> {
    let records = records.iter();
    records.filter(|record| record["type"] == kind).collect()
}

/// A folder with the samples indexed and a text to check.
fn with_text(name: &str, text: impl AsRef<[u8]>) -> Folder {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    folder.write(name, text);
    folder
}

/// Verdicts on the quotations of a text about Fenmouth.
fn verdicts(text: &str) -> Vec<(String, String)> {
    let folder = with_text("paper.txt", text);
    let records = checked(&folder, "paper.txt", &[]);
    let quotations = of(&records, "quotation").into_iter();
    quotations
        .map(|one| (text_of(one, "verdict"), text_of(one, "text")))
        .collect()
}

fn verdict(words: &str) -> String {
    let text = format!("The report on Fenmouth says “{words}” about it.\n");
    let found = verdicts(&text);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].0.clone()
}

#[test]
fn words_of_a_report_are_verbatim_however_they_are_printed() {
    for words in [
        "Portage and the specialist early years teachers work together closely.",
        "PORTAGE AND THE SPECIALIST early  years teachers",
        "the parent carer forum, fenmouth families forward, is invited",
        "Co-production is not established",
        "too many children … are let down",
        "Too many children [...] are let down",
        "[M]any no longer trust what they are told",
        "[c]hildren who need [such] specialist help wait",
        "Parents and carers feel ignored",
        "their child’s difficulties",
    ] {
        assert_eq!(verdict(words), "verbatim", "{words}");
    }
}

#[test]
fn a_quotation_may_run_over_two_passages() {
    let words = "Their needs are identified late, recorded poorly and then met only in part. \
                 Children who need specialist help wait for an unreasonable length of time.";
    let folder = with_text("paper.txt", format!("In Fenmouth: “{words}”\n"));
    let records = checked(&folder, "paper.txt", &[]);
    let quotation = of(&records, "quotation")[0];
    assert_eq!(quotation["verdict"], "verbatim");
    let source = &quotation["source"];
    assert_eq!(source["ids"].as_array().map(Vec::len), Some(2), "{source}");
    let text = text_of(source, "text");
    let at = |end: usize| source["highlight"][end].as_u64().expect("an offset") as usize;
    assert_eq!(&text[at(0)..at(1)], words.trim_end_matches('.'));
    assert_eq!(source["report"]["outcome"], "send-widespread-failings");
    assert!(source["page_start"].is_u64());
}

#[test]
fn a_word_that_is_changed_shows() {
    let folder = with_text(
        "paper.txt",
        "On Fenmouth: “Co-production is established. The parent forum is invited to comment”.\n",
    );
    let records = checked(&folder, "paper.txt", &[]);
    let quotation = of(&records, "quotation")[0];
    assert_eq!(quotation["verdict"], "near");
    let parts = quotation["difference"].as_array().expect("parts");
    let shown: Vec<String> = parts
        .iter()
        .map(|part| format!("{}:{}", text_of(part, "kind"), text_of(part, "text")))
        .collect();
    assert_eq!(
        shown,
        [
            "both:Co-production is",
            "report:not",
            "both:established. The parent",
            "report:carer",
            "both:forum",
            "report:Fenmouth Families Forward",
            "both:is invited to comment",
        ]
    );
}

#[test]
fn what_no_report_says_is_not_found() {
    assert_eq!(
        verdict("a beacon of excellence for the whole nation"),
        "not-found"
    );
    assert_eq!(verdict("zeppelin"), "not-found");
}

#[test]
fn curly_straight_single_and_block_quotations() {
    let text = "The report on Fenmouth speaks of 'bright spots' and ‘fragile trust’.\n\n\
                It says \"Parents and carers feel ignored\" and goes on:\n\n\
                \x20   Young people approach adulthood without preparation. Few have an annual\n\
                \x20   review that considers work, housing or health.\n\n\
                That is all of it.\n";
    let found = verdicts(text);
    let verdicts: Vec<&str> = found.iter().map(|(verdict, _)| verdict.as_str()).collect();
    assert_eq!(
        verdicts,
        ["verbatim", "not-found", "verbatim", "verbatim"],
        "{found:?}"
    );
}

#[test]
fn what_people_say_is_said_to_be_theirs() {
    let folder = samples();
    let records = checked(folder, "reports/ashmere-press-release.txt", &[]);
    let summary = records.last().expect("a summary");
    assert_eq!(summary["about"][0]["id"], "ashmere-send-full-2023-10");
    let spoken: Vec<&Value> = of(&records, "quotation")
        .into_iter()
        .filter(|one| one["speaker"].is_string())
        .collect();
    assert!(spoken.iter().all(|one| one["verdict"] == "not-found"));
    assert_eq!(summary["spoken"], spoken.len());
    let farrant = spoken[0];
    assert_eq!(
        farrant["speaker"],
        "Councillor Imogen Farrant, Cabinet Member for Children and Learning at Ashmere City Council"
    );
    // Two paragraphs, each with an opening mark.
    assert!(text_of(farrant, "text").contains("they are. But I have sat"));
    let said = folder
        .line("check reports/ashmere-press-release.txt")
        .check()
        .stdout;
    assert!(said.contains("no indexed report has these words"), "{said}");
}

#[test]
fn a_press_release_is_no_evidence_for_itself() {
    // It is in the index; every source is another report.
    let records = checked(samples(), "reports/ashmere-press-release.txt", &[]);
    let mut sources = 0;
    for quotation in of(&records, "quotation") {
        if let Some(report) = quotation["source"]["report"]["kind"].as_str() {
            sources += 1;
            assert_ne!(report, "press-release");
        }
    }
    for claim in of(&records, "claim") {
        for near in claim["nearest"].as_array().expect("passages") {
            sources += 1;
            assert_eq!(near["report"]["id"], "ashmere-send-full-2023-10");
        }
    }
    assert!(sources > 10, "{sources}");
    // A report that is checked is not its own evidence either.
    let text = "reports/fenmouth-send-monitoring.txt";
    let records = checked(samples(), text, &["--report", "fenmouth-send-full-2023-06"]);
    for claim in of(&records, "claim") {
        for near in claim["nearest"].as_array().expect("passages") {
            assert_ne!(near["report"]["kind"], "send-monitoring");
        }
    }
}

#[test]
fn praise_from_a_poor_report_is_seen_as_such() {
    let folder = with_text(
        "release.txt",
        "Inspectors praise Fenmouth\n\n\
         Inspectors visited Fenmouth in June 2023. They found that portage and specialist early \
         years teachers in Fenmouth work closely together. Ofsted inspectors also saw the \
         £8 million Harbour Academy, a new special school.\n",
    );
    let report = ["--report", "fenmouth-send-full-2023-06"];
    let records = checked(&folder, "release.txt", &report);
    let claims = of(&records, "claim");
    let portage = claims
        .iter()
        .find(|claim| text_of(claim, "text").contains("portage"))
        .expect("the claim");
    let best = &portage["nearest"][0];
    assert_eq!(best["section"]["role"], "strengths");
    assert!(best["shared"].as_f64().expect("a share") > 0.8, "{best}");
    let note = text_of(&serde_json::json!({ "note": portage["notes"][0] }), "note");
    assert!(
        note.contains("lowest of its scale (send-widespread-failings)"),
        "{note}"
    );
    let academy = claims.last().expect("a claim");
    let notes = academy["notes"].to_string();
    assert!(notes.contains("£8 million, Harbour Academy"), "{notes}");
    // What the report asks for is set against it.
    let asked = of(&records, "asked");
    assert!(asked.len() > 3 && asked.iter().all(|one| one["mentioned"].is_null()));
    let text = folder
        .run(["check", "release.txt", report[0], report[1]])
        .check()
        .stdout;
    assert!(
        text.contains("Required by the report, omitted by the text"),
        "{text}"
    );
}

#[test]
fn sentences_on_another_area_are_held_against_its_reports() {
    let folder = with_text(
        "paper.txt",
        "Ashmere was inspected between 9 and 13 October 2023. Children in Fenmouth wait for \
         specialist help for an unreasonable length of time.\n",
    );
    let records = checked(&folder, "paper.txt", &[]);
    let claims = of(&records, "claim");
    let fenmouth = claims.last().expect("a claim");
    assert_eq!(fenmouth["areas"], serde_json::json!(["Fenmouth"]));
    assert_eq!(fenmouth["nearest"][0]["report"]["area"], "Fenmouth");
}

#[test]
fn formats_of_texts() {
    let words = "Parents and carers feel ignored";
    let folder = with_text(
        "a.md",
        format!(
            "# On Fenmouth\n\n> {words}, in the words of Ofsted.\n\nThe report on Fenmouth says “{words}”.\n"
        ),
    );
    folder.write("b.html", format!("<html><body><p>The report on Fenmouth says &ldquo;{words}&rdquo;.</p><blockquote>{words}, and much else.</blockquote></body></html>"));
    folder.write(
        "c",
        format!("\u{feff}The report on Fenmouth says\r\n“{words}”.\r\n"),
    );
    for (file, quotations) in [("a.md", 2), ("b.html", 2), ("c", 1)] {
        let records = checked(&folder, file, &[]);
        let found = of(&records, "quotation");
        assert_eq!(found.len(), quotations, "{file}");
        assert!(
            found.iter().any(|one| one["verdict"] == "verbatim"),
            "{file}"
        );
    }
}

#[test]
fn a_text_from_stdin_is_the_same() {
    let folder = samples();
    let file = folder.join("reports/ashmere-press-release.txt");
    let text = std::fs::read(file).expect("a sample");
    let mut child = program(folder.path())
        .args(["check", "-", "--format", "csv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{PROGRAM}: {error}"));
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(&text).expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("ends");
    let same = folder
        .line("check reports/ashmere-press-release.txt --format csv")
        .any_stderr()
        .check();
    assert_eq!(String::from_utf8_lossy(&output.stdout), same.stdout);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_table_has_a_row_a_finding() {
    let table = samples()
        .line("check reports/ashmere-press-release.txt --format csv")
        .any_stderr()
        .check()
        .stdout;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let types: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    for kind in ["quotation", "claim", "asked"] {
        assert!(types.contains(&kind), "{kind}");
    }
    assert!(rows.iter().all(|row| row.len() == head.len()));
}

#[test]
fn texts_that_cannot_be_checked_say_why() {
    let folder = with_text("empty.txt", " \n");
    folder.write("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0");
    folder.write("unknown", b"\x7fELF\0\0\0");
    folder.write("broken.pdf", b"%PDF-1.4\nnothing\n");
    folder.write(
        "plain.txt",
        "The sun shines on everybody, and so does the moon.\n",
    );
    folder
        .run(["check", "empty.txt"])
        .fails(&["cannot read `empty.txt`: the file is empty"]);
    folder
        .run(["check", "image.txt"])
        .fails(&["not plain text: it begins like a PNG image"]);
    folder.run(["check", "unknown"]).fails(&[
        "cannot read `unknown`: files without an extension are not supported",
        "hint",
    ]);
    folder
        .run(["check", "broken.pdf"])
        .fails(&["cannot read `broken.pdf`"]);
    folder
        .run(["check", "missing.txt"])
        .fails(&["cannot read `missing.txt`"]);
    folder
        .run(["check", "."])
        .fails(&["`.` is a folder: name a file"]);
    folder
        .run(["check", "plain.txt", "--report", "fenmouth-send"])
        .fails(&["no report `fenmouth-send`", "fenmouth-send-full-2023-06"]);
    folder
        .run(["check", "plain.txt"])
        .status(1)
        .stdout("")
        .stderr_has(&["the text contains no quotation"])
        .check();
}

#[test]
fn a_text_that_is_too_long_is_refused_at_once() {
    let folder = with_text("long.txt", "Fenmouth “quotes. ".repeat(6_000_000));
    folder.run(["check", "long.txt"]).fails(&[
        "too long to check: the limit for a text is 1 MiB",
        "check each part",
    ]);
}

#[test]
fn marks_that_are_never_closed_end_with_their_paragraph() {
    let text = format!(
        "On Fenmouth “Parents and carers feel ignored\n\nThe end. ‘\"“ „ « {}\n",
        "“‘\" ".repeat(2000)
    );
    let folder = with_text("paper.txt", text);
    let records = checked(&folder, "paper.txt", &[]);
    let quotations = of(&records, "quotation");
    assert_eq!(quotations[0]["verdict"], "verbatim");
    assert_eq!(quotations.len(), 1);
}
