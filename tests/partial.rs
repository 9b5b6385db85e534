//! Passages with only some of the words: below a line, named, and not counted.

use std::collections::BTreeSet;

use crate::support::samples;

#[test]
fn partial_matches_follow_full_ones_and_are_not_counted() {
    let query = "CAMHS waiting crisis";
    let full = samples().ids(&[query]);
    assert!(!full.is_empty() && full.len() < 10, "{}", full.len());
    let (hits, summary) = samples().hits(&["-n", "10", query]);
    assert_eq!(hits.len(), 10, "the page is filled");
    assert_eq!(summary["passages"], full.len());
    let (_, strict) = samples().hits(&["--all", query]);
    assert_eq!(summary["reports"], strict["reports"]);
    for (index, hit) in hits.iter().enumerate() {
        assert_eq!(hit["rank"], index + 1);
        let id = hit["id"].as_str().expect("an id").to_owned();
        if index < full.len() {
            assert_eq!(id, full[index]);
            assert!(hit.get("missing").is_none(), "{hit}");
        } else {
            assert!(!full.contains(&id));
            let missing: BTreeSet<&str> = hit["missing"]
                .as_array()
                .expect("a list")
                .iter()
                .filter_map(|w| w.as_str())
                .collect();
            assert_eq!(missing.len(), 1, "most of three words is two: {missing:?}");
            let text = hit["text"].as_str().expect("a text").to_lowercase();
            for (word, stem) in [("CAMHS", "camhs"), ("waiting", "wait"), ("crisis", "cris")] {
                let full_name = word == "CAMHS" && text.contains("child and adolescent mental");
                assert_eq!(
                    !text.contains(stem) && !full_name,
                    missing.contains(word),
                    "{word} in {text}"
                );
            }
        }
    }
}

#[test]
fn people_see_partial_matches_below_a_line_with_what_each_lacks() {
    let text = samples()
        .run(["search", "CAMHS waiting crisis"])
        .check()
        .stdout;
    let lines: Vec<&str> = text.lines().collect();
    let full = samples().ids(&["CAMHS waiting crisis"]).len();
    let divider = lines
        .iter()
        .position(|line| *line == "── Partial matches (missing words shown) ──")
        .expect("a dividing line");
    let ranks = |lines: &[&str]| {
        lines
            .iter()
            .filter(|line| {
                line.get(..4)
                    .is_some_and(|rank| rank.trim().parse::<u32>().is_ok())
            })
            .count()
    };
    assert_eq!(ranks(&lines[..divider]), full);
    assert_eq!(ranks(&lines[divider..]), 10 - full);
    let without = lines
        .iter()
        .filter(|line| line.starts_with("    missing: `"))
        .count();
    assert_eq!(without, 10 - full, "each says what it lacks");
    let head = format!("{full} passage");
    assert!(lines[0].starts_with(&head), "{}", lines[0]);
}

#[test]
fn all_leaves_them_out() {
    let text = samples()
        .run(["search", "--all", "CAMHS waiting crisis"])
        .check()
        .stdout;
    assert!(!text.contains("Partial matches"));
    let full = samples().ids(&["CAMHS waiting crisis"]).len();
    let (hits, _) = samples().hits(&["--all", "-n", "10", "CAMHS waiting crisis"]);
    assert_eq!(hits.len(), full);
}

#[test]
fn any_asks_for_them_from_the_start() {
    let any: BTreeSet<String> = samples()
        .hits(&["--any", "CAMHS crisis"])
        .0
        .iter()
        .map(|hit| hit["id"].to_string())
        .collect();
    let either: BTreeSet<String> = samples()
        .hits(&["--all", "CAMHS OR crisis"])
        .0
        .iter()
        .map(|hit| hit["id"].to_string())
        .collect();
    assert!(!any.is_empty());
    assert_eq!(any, either);
    let (hits, summary) = samples().hits(&["--any", "CAMHS crisis"]);
    assert_eq!(summary["passages"], hits.len(), "and then they count");
    assert!(hits.iter().all(|hit| hit.get("missing").is_none()));
    samples()
        .run(["search", "--any", "--all", "x"])
        .fails(&["cannot be used with"]);
}

#[test]
fn a_word_that_occurs_nowhere_still_leaves_the_others() {
    let answer = samples()
        .run(["search", "camhs", "zeppelin", "-n", "3"])
        .check();
    let head = "No passage contains all of these words; showing passages about `camhs` (searched 11 reports)\n\
                `zeppelin` occurs nowhere\n";
    assert!(answer.stdout.starts_with(head), "{}", answer.stdout);
    assert!(answer.stdout.contains("missing: `zeppelin`"));
    samples()
        .run(["search", "--all", "camhs", "zeppelin"])
        .status(1)
        .stdout("")
        .stderr_has(&[
            "`zeppelin` occurs nowhere",
            "with any of the words (--any): ",
        ])
        .check();
}

#[test]
fn exclusions_hold_for_partial_matches() {
    let (hits, _) = samples().hits(&["-n", "50", "--", "camhs zeppelin -therapy"]);
    assert!(!hits.is_empty());
    for hit in &hits {
        let text = hit["text"].as_str().expect("a text").to_lowercase();
        assert!(!text.contains("therapy"), "{text}");
    }
}

#[test]
fn one_word_has_no_partial_matches() {
    let (hits, summary) = samples().hits(&["-n", "100", "gangs"]);
    assert_eq!(summary["passages"], hits.len());
}
