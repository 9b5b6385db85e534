//! What is highlighted is what matched, as bytes of the text.

use std::collections::BTreeSet;

use findings::text::{stem, tokens};
use serde_json::Value;

use crate::support::{Folder, language, samples};

/// The highlighted parts of `text`, after checking that the ranges are in order, apart, and on
/// character boundaries.
fn marked(object: &Value) -> Vec<String> {
    let text = object["text"].as_str().expect("a text");
    let mut last = 0;
    let mut parts = Vec::new();
    for range in object["highlights"].as_array().expect("ranges") {
        let bound = |index: usize| {
            let number = range[index].as_u64().expect("a number");
            usize::try_from(number).expect("fits")
        };
        let (start, end) = (bound(0), bound(1));
        assert!(
            start < end && (start > last || last == 0),
            "{range} in {text}"
        );
        parts.push(
            text.get(start..end)
                .expect("character boundaries")
                .to_owned(),
        );
        last = end;
    }
    parts
}

/// The highlighted parts of the language report's passages.
fn of_language(query: &str) -> Vec<Vec<String>> {
    let (hits, _) = language().hits(&["--all", "--area", "quillmere", "--", query]);
    let mut parts: Vec<Vec<String>> = hits.iter().map(marked).collect();
    parts.sort();
    parts
}

fn set(parts: &[Vec<String>]) -> BTreeSet<String> {
    parts.iter().flatten().cloned().collect()
}

#[track_caller]
fn marks(query: &str, expected: &[&str]) {
    let expected: BTreeSet<String> = expected.iter().map(|&part| part.to_owned()).collect();
    assert_eq!(set(&of_language(query)), expected, "{query}");
}

#[test]
fn inflected_forms_are_marked_whole() {
    assert_eq!(
        of_language("wait"),
        [vec!["waited", "waiting"], vec!["waits"]]
    );
}

#[test]
fn compounds_are_marked_in_every_form() {
    marks(
        "coproduction",
        &["co-production", "coproduction", "co production"],
    );
    marks("part-time", &["part-time", "part–time"]);
}

#[test]
fn possessives_belong_to_the_word() {
    marks(
        "children",
        &["children’s", "children's", "childrens", "children"],
    );
    marks("SENCo", &["SENCo’s"]);
}

#[test]
fn accents_are_marked_with_the_letter() {
    marks("cafe", &["café", "cafe"]);
    // Ligatures and no-break hyphens are resolved when a file is read.
    marks("ﬁnding", &["finding"]);
}

#[test]
fn phrases_are_marked_as_a_whole_and_sloppy_ones_word_by_word() {
    assert_eq!(of_language("\"speech therapy\""), [vec!["speech therapy"]]);
    assert_eq!(
        of_language("\"therapy for speech\""),
        [vec!["therapy for speech"]]
    );
    let sloppy = of_language("\"speech therapy\"~1");
    assert!(
        sloppy.contains(&vec!["speech".to_owned(), "therapy".to_owned()]),
        "{sloppy:?}"
    );
}

#[test]
fn prefixes_mark_the_whole_word() {
    assert_eq!(
        of_language("trans*"),
        [vec!["transport", "transition", "transfer"]]
    );
}

#[test]
fn an_exact_word_marks_no_other_form() {
    assert_eq!(of_language("family \"waits\""), [vec!["family", "waits"]]);
}

#[test]
fn what_is_excluded_or_filtered_is_not_marked() {
    marks("therapy -weekly", &["therapy"]);
    marks("cafe section:strengths -winter", &["café"]);
}

/// Over every hit of plain words: exactly the words with the query's stems are marked.
#[test]
fn nothing_else_is_marked_and_nothing_is_forgotten() {
    for query in [
        vec!["waiting"],
        vec!["children", "families"],
        vec!["leaders", "plan", "support"],
    ] {
        let stems: BTreeSet<String> = query.iter().map(|word| stem(word)).collect();
        let line = query.join(" ");
        let (hits, _) = samples().hits(&["--any", "--full", &line]);
        assert!(hits.len() > 20);
        for hit in &hits {
            let text = hit["text"].as_str().expect("a text");
            let expected: Vec<&str> = tokens(text)
                .filter(|token| stems.contains(&stem(&token.word)))
                .map(|token| &text[token.start..token.end])
                .collect();
            assert_eq!(marked(hit), expected, "{query:?} in {}", hit["id"]);
        }
    }
}

#[test]
fn snippets_are_parts_of_the_passage_with_the_same_marks() {
    let (hits, _) = samples().hits(&["--any", "children waiting plans schools"]);
    let mut cut = 0;
    for hit in &hits {
        let text = hit["text"].as_str().expect("a text");
        let snippet = hit["snippet"]["text"].as_str().expect("a text");
        let whole = marked(hit);
        let shown = marked(&hit["snippet"]);
        assert!(
            !shown.is_empty(),
            "a snippet shows what matched: {}",
            hit["id"]
        );
        assert!(shown.iter().all(|part| whole.contains(part)));
        for part in snippet
            .split('…')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            assert!(text.contains(part), "{part:?} is not in {}", hit["id"]);
        }
        if snippet == text {
            assert_eq!(shown, whole);
        } else {
            cut += 1;
            assert!(snippet.contains('…') && snippet.len() < text.len());
        }
    }
    assert!(cut > 5, "some passages are long: {cut}");
}

#[test]
fn text_output_cuts_long_passages_unless_full() {
    let folder = samples();
    let long = folder.ids(&["CAMHS queue autism"]);
    assert!(!long.is_empty());
    let cut = folder
        .run(["search", "--all", "-n", "1", "CAMHS queue autism"])
        .check()
        .stdout;
    let full = folder
        .run(["search", "--all", "-n", "1", "--full", "CAMHS queue autism"])
        .check()
        .stdout;
    assert!(
        cut.contains('…') && !full.contains(" …\n") && full.len() > cut.len(),
        "{cut}\n{full}"
    );
    let text = &folder.texts(&["CAMHS queue autism"])[0];
    assert!(full.contains(text.as_str()));
}

#[test]
fn a_highlight_may_be_the_last_word() {
    let folder = Folder::new();
    folder.write(
        "reports/a.txt",
        crate::fixtures::head("Quillmere", "3 to 7 June 2024") + "■ They wait for a café\n",
    );
    folder.index(&["reports"]);
    let (hits, _) = folder.hits(&["cafe"]);
    assert_eq!(marked(&hits[0]), ["café"]);
}
