//! What a query finds: the language, and everyday text that is not meant as one.

use std::collections::BTreeSet;

use crate::support::{language, samples};

/// Markers (see `fixtures::TRAPS`) of the passages that a query finds in the language report.
fn markers(query: &str) -> BTreeSet<String> {
    language()
        .texts(&["--area", "quillmere", "--section", "strengths", "--", query])
        .iter()
        .map(|text| text.split(' ').next().unwrap_or("").to_owned())
        .collect()
}

#[track_caller]
fn finds(query: &str, expected: &[&str]) {
    let expected: BTreeSet<String> = expected.iter().map(|&marker| marker.to_owned()).collect();
    assert_eq!(markers(query), expected, "{query}");
}

#[test]
fn all_words_must_be_there_in_any_form_and_order() {
    finds("waiting", &["INFLECTED", "INFLECTION"]);
    finds("families wait", &["INFLECTED", "INFLECTION"]);
    finds("WAITED FAMILY", &["INFLECTED", "INFLECTION"]);
    finds("therapy weekly", &["NEXTTO"]);
    finds("therapy zebra", &[]);
}

#[test]
fn a_word_in_quotes_is_meant_exactly() {
    finds("\"waits\"", &["INFLECTION"]);
    finds("\"waited\"", &["INFLECTED"]);
}

#[test]
fn phrases_stand_in_a_row() {
    finds("\"speech therapy\"", &["NEXTTO"]);
    finds("\"therapy for speech\"", &["REVERSED"]);
    finds("\"speech therapies\"", &["NEXTTO"]);
    finds("\"therapy speech\"", &[]);
}

#[test]
fn slop_allows_moves() {
    finds("\"speech therapy\"~1", &["NEXTTO", "ONEAPART"]);
    finds("\"speech therapy\"~3", &["NEXTTO", "ONEAPART", "REVERSED"]);
    finds(
        "\"speech therapy\"~12",
        &["NEXTTO", "ONEAPART", "REVERSED", "FARAPART"],
    );
}

#[test]
fn alternatives_exclusions_and_brackets() {
    finds("weekly OR winter", &["NEXTTO", "BARE"]);
    finds("weekly | winter", &["NEXTTO", "BARE"]);
    finds("speech -therapy", &[]);
    finds("therapy -weekly", &["ONEAPART", "REVERSED", "FARAPART"]);
    finds("therapy NOT weekly", &["ONEAPART", "REVERSED", "FARAPART"]);
    finds(
        "therapy -\"speech therapy\"",
        &["ONEAPART", "REVERSED", "FARAPART"],
    );
    finds("therapy -(weekly OR rare)", &["ONEAPART", "FARAPART"]);
    finds("speech (weekly OR rare)", &["NEXTTO", "REVERSED"]);
    // OR binds what stands beside it.
    finds("speech weekly OR rare", &["NEXTTO", "REVERSED"]);
    finds("(speech weekly) OR winter", &["NEXTTO", "BARE"]);
    finds("speech AND weekly", &["NEXTTO"]);
}

#[test]
fn an_exclusion_alone_finds_the_rest() {
    let folder = samples();
    let all = folder.ids(&["--kind", "jtai"]);
    let with = folder.ids(&["--kind", "jtai", "county"]);
    let without = folder.ids(&["--kind", "jtai", "--", "-county"]);
    assert!(!with.is_empty() && !without.is_empty());
    assert_eq!(with.len() + without.len(), all.len());
    assert!(with.iter().all(|id| !without.contains(id)));
}

#[test]
fn prefixes_match_the_beginnings_of_words() {
    finds("trans*", &["PREFIXED"]);
    finds("transi*", &["PREFIXED"]);
    finds("senc*", &["SHORTENED"]);
    finds("wait*", &["INFLECTED", "INFLECTION"]);
    // Not of stems: a prefix is what is printed.
    finds("waiti*", &["INFLECTED"]);
    finds("ransi*", &[]);
}

#[test]
fn hyphened_open_and_closed_forms_find_each_other() {
    for query in [
        "co-production",
        "coproduction",
        "co production",
        "co–production",
        "CO-PRODUCTIONS",
    ] {
        finds(query, &["HYPHENED", "CLOSED", "OPENED"]);
    }
    for query in ["\"co-production\"", "\"co production\""] {
        let found = markers(query);
        assert!(
            found.contains("HYPHENED") && found.contains("OPENED"),
            "{query}: {found:?}"
        );
    }
    for query in ["part-time", "part time", "part‑time", "parttime"] {
        finds(query, &["NONBREAKING", "ENDASHED"]);
    }
}

#[test]
fn apostrophes_do_not_matter() {
    let children = ["TYPOGRAPHIC", "STRAIGHT", "UNMARKED", "PLAIN"];
    for query in [
        "children's",
        "children’s",
        "childrens",
        "children",
        "Children´s",
    ] {
        finds(query, &children);
    }
    for query in ["O'Brien", "O’Brien", "OBrien", "o'brien’s"] {
        finds(query, &["IRISHED", "IRISHCLOSED"]);
    }
}

#[test]
fn a_word_with_accents_is_not_corrected() {
    for (query, corrected) in [("caf\u{e9} \u{fc}ber", false), ("therepy", true)] {
        let (_, summary) = samples().hits(&[query]);
        assert_eq!(summary.get("corrected").is_some(), corrected, "{query}");
    }
}

#[test]
fn accents_case_and_ligatures_do_not_matter() {
    for query in ["cafe", "café", "CAFÉ", "cafe\u{301}"] {
        finds(query, &["ACCENTED", "BARE"]);
    }
    for query in ["finding", "ﬁnding", "findings"] {
        finds(query, &["LIGATURED"]);
    }
}

#[test]
fn typographic_quotes_make_phrases() {
    for query in [
        "“speech therapy”",
        "„speech therapy“",
        "«speech therapy»",
        "＂speech therapy＂",
    ] {
        finds(query, &["NEXTTO"]);
    }
    finds("–weekly therapy", &["ONEAPART", "REVERSED", "FARAPART"]);
}

#[test]
fn fields_filter_like_flags() {
    let folder = samples();
    for (field, flag) in [
        ("outcome:inconsistent", ["--outcome", "inconsistent"]),
        ("year:2023..2024", ["--year", "2023..2024"]),
        ("theme:camhs", ["--theme", "camhs"]),
        ("section:strengths", ["--section", "strengths"]),
        ("kind:jtai", ["--kind", "jtai"]),
        ("area:ashmere", ["--area", "ashmere"]),
        ("-area:ashmere", ["--not-area", "ashmere"]),
        ("theme:\"waiting times\"", ["--theme", "waiting-times"]),
        ("AREA:Ashmere", ["--area", "ashmere"]),
    ] {
        let query = format!("children {field}");
        let found = folder.ids(&["--", &query]);
        assert!(!found.is_empty(), "{query}");
        assert_eq!(
            found,
            folder.ids(&["children", flag[0], flag[1]]),
            "{query}"
        );
    }
    let either = folder.ids(&["children area:(ashmere OR westmarch)"]);
    assert_eq!(
        either,
        folder.ids(&["children", "--area", "ashmere", "--area", "westmarch"])
    );
    let region = language().ids(&["letters region:\"south east\""]);
    assert_eq!(region.len(), 2, "Kent and Surrey: {region:?}");
}

#[test]
fn heading_looks_at_headings_alone() {
    let folder = samples();
    let (hits, _) = folder.hits(&["heading:strengths", "--all"]);
    assert!(hits.len() > 3);
    for hit in &hits {
        let heading = hit["section"]["heading"].as_str().expect("a heading");
        assert!(heading.to_lowercase().contains("strength"), "{heading}");
        assert_eq!(
            hit["highlights"],
            serde_json::json!([]),
            "the text is not what matched"
        );
    }
    let all = folder.ids(&["violence"]);
    let under = folder.ids(&["violence heading:strengths"]);
    let rest = folder.ids(&["violence -heading:strengths"]);
    assert!(!under.is_empty() && !rest.is_empty());
    assert_eq!(under.len() + rest.len(), all.len());
}

#[test]
fn an_unknown_value_in_a_query_is_pointed_at() {
    samples()
        .run(["search", "children outcome:splendid waiting"])
        .fails(&[
            "error: unknown outcome `splendid` in the query\n",
            "  children outcome:splendid waiting\n",
            "\n                   ^^^^^^^^\n",
            "`inadequate`",
        ]);
}

#[test]
fn words_may_come_as_one_argument_or_several() {
    let folder = samples();
    assert_eq!(
        folder.ids(&["CAMHS", "waiting"]),
        folder.ids(&["CAMHS waiting"])
    );
}

/// Things people paste: none is an error, whatever it finds.
const ODD: [&str; 48] = [
    "don't",
    "what's it like to be a child?",
    "children's services: findings",
    "waiting times (CAMHS",
    "waiting times) CAMHS",
    "CAMHS -",
    "CAMHS - waiting",
    "– CAMHS",
    "CAMHS —",
    "\"county lines",
    "county lines\"",
    "“county lines",
    "county ‘lines’",
    "()",
    "( )",
    "\"\"",
    "\"  \" CAMHS",
    "OR",
    "OR CAMHS",
    "CAMHS OR",
    "CAMHS OR OR waiting",
    "AND CAMHS AND",
    "NOT",
    "CAMHS NOT",
    "-",
    "*",
    "~",
    "\"county lines\"~",
    "\"county lines\"~99999999999999",
    "CAMHS^2",
    "+CAMHS +waiting",
    "a && b || c",
    "CAMHS: waiting",
    "https://www.example.org/send?x=1&y=[2]",
    "14:30",
    "section 20(1)(a)",
    "Dr. O'Neill-Smith, 3rd",
    "50% of £3.2m",
    "[brackets] {braces} <angles>",
    "C:\\reports\\x.pdf",
    "foo/bar AND/OR baz",
    "title:CAMHS",
    "area:",
    "heading:",
    "'CAMHS'",
    "CAMHS\twaiting\n times",
    "😀 CAMHS 日本語 ñandú",
    "((((((((((CAMHS))))))))))",
];

#[test]
fn everyday_text_is_never_an_error() {
    for query in ODD {
        // stderr may hold notes; `either_status` insists on exit 0 or 1.
        let answer = samples()
            .run(["search", "-n", "1", "--", query])
            .either_status();
        assert!(
            !answer.stderr.contains("error:"),
            "{query}: {}",
            answer.stderr
        );
        samples().run(["facets", "--", query]).either_status();
    }
}

#[test]
fn what_is_ignored_is_said_and_the_rest_is_searched() {
    let plain = samples().ids(&["camhs"]);
    for (query, note) in [
        ("(camhs", "note: ignored a `(` that is never closed\n"),
        ("camhs)", "note: ignored a `)` that was never opened\n"),
        (
            "\"camhs",
            "note: ignored a quotation mark that is never closed\n",
        ),
        (
            "camhs OR",
            "note: ignored an `OR` without a word on each side\n",
        ),
        ("camhs NOT", "note: ignored a `-` or `NOT` without a word\n"),
        ("camhs ()", "note: ignored an empty pair of brackets\n"),
        ("camhs \"\"", "note: ignored an empty phrase\n"),
        ("camhs -", "note: ignored the lone `-`\n"),
    ] {
        samples()
            .run(["search", "--all", "-n", "1", "--", query])
            .stderr(note)
            .check();
        assert_eq!(samples().ids(&["--", query]), plain, "{query}");
        let (_, summary) = samples().hits(&["--", query]);
        let said = summary["notes"].as_array().expect("notes");
        assert_eq!(said.len(), 1, "{query}: {said:?}");
    }
    samples()
        .run(["facets", "outcom:zeppelin"])
        .status(1)
        .stdout("")
        .stderr_has(&[
            "note: `outcom:` is not a field; searched for as a word (did you mean `outcome:`?)\n",
        ])
        .check();
}

#[test]
fn ordinary_punctuation_needs_no_remark() {
    for query in [
        "CAMHS & waiting",
        "children's services",
        "mental-health support",
        "waiting, times.",
    ] {
        samples().run(["search", "-n", "1", "--", query]).check();
    }
}

#[test]
fn a_query_without_a_word_finds_nothing() {
    for query in ["...", "()", "–"] {
        samples()
            .run(["search", "--", query])
            .status(1)
            .stdout("")
            .stderr_has(&["contains no word to search for"])
            .check();
    }
    samples()
        .run(["search"])
        .fails(&["error: nothing to search for\n", "hint: name some words"]);
    samples()
        .run(["search", ""])
        .fails(&["error: nothing to search for\n"]);
}

#[test]
fn a_filter_alone_lists_everything_it_lets_through() {
    let found = samples().ids(&["--kind", "jtai", "--include-boilerplate"]);
    let report = &samples().reports()["ashmere-jtai-2024-05"];
    assert_eq!(
        found.len() as u64,
        report["passages"].as_u64().expect("a number")
    );
}

#[test]
fn boilerplate_is_left_out_unless_asked_for() {
    let folder = samples();
    let plain = folder.ids(&["ofsted"]);
    let all = folder.ids(&["ofsted", "--include-boilerplate"]);
    let only = folder.ids(&["ofsted", "--section", "boilerplate"]);
    assert!(!plain.is_empty() && !only.is_empty());
    assert!(plain.iter().all(|id| !only.contains(id)));
    assert_eq!(plain.len() + only.len(), all.len());
}

#[test]
fn a_query_of_a_hundred_thousand_bytes_is_answered() {
    let long = "camhs ".repeat(17_000);
    samples()
        .run(["search", "-n", "1", "--quiet", &long])
        .check();
    let deep = format!("{}camhs{}", "(".repeat(10_000), ")".repeat(10_000));
    samples()
        .run(["search", "-n", "1", "--quiet", &deep])
        .either_status();
}

#[test]
fn a_phrase_may_end_in_a_prefix() {
    for query in [
        "\"speech and langu*\"",
        "\"speech langu*\"~2",
        "\"the l*\"",
        "heading:\"need to d*\"",
    ] {
        let answer = samples().run(["search", query, "--all", "-n", "3"]).check();
        assert!(!answer.stdout.is_empty(), "{query}");
    }
    let hits = samples()
        .run([
            "search",
            "\"speech and langu*\"",
            "--all",
            "--format",
            "jsonl",
        ])
        .check();
    assert!(
        hits.stdout.contains("speech and language") || hits.stdout.contains("Speech and language")
    );
}
