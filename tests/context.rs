//! `--context`: the passages before and after a hit.

use crate::support::{samples, text_of};

#[test]
fn neighbours_stand_in_printed_order_and_stay_in_the_report() {
    let report = samples()
        .run(["show", "ashmere-jtai-2024-05", "--format", "jsonl"])
        .check()
        .stdout;
    let texts: Vec<String> = report
        .lines()
        .map(|line| text_of(&serde_json::from_str(line).expect("JSON"), "text"))
        .collect();
    let last = texts.len();
    let (hits, _) = samples().hits(&[
        "--kind",
        "jtai",
        "--all",
        "-C",
        "2",
        "--include-boilerplate",
    ]);
    assert_eq!(hits.len(), last, "a filter alone lists the whole report");
    for hit in &hits {
        let id = text_of(hit, "id");
        let number: usize = id
            .rsplit(':')
            .next()
            .and_then(|n| n.parse().ok())
            .expect("a number");
        let side = |name: &str| -> Vec<(String, String)> {
            let list = hit["context"][name].as_array().expect("a list");
            list.iter()
                .map(|passage| (text_of(passage, "id"), text_of(passage, "text")))
                .collect()
        };
        let expected = |numbers: std::ops::Range<usize>| -> Vec<(String, String)> {
            numbers
                .map(|n| (format!("ashmere-jtai-2024-05:{n}"), texts[n - 1].clone()))
                .collect()
        };
        assert_eq!(
            side("before"),
            expected(number.saturating_sub(2).max(1)..number),
            "{id}"
        );
        assert_eq!(
            side("after"),
            expected(number + 1..(number + 3).min(last + 1)),
            "{id}"
        );
    }
}

#[test]
fn people_see_it_set_apart() {
    let text = samples()
        .line("search nurse --kind jtai --all -n 1 -C 1")
        .check()
        .stdout;
    let marked: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("    │ "))
        .collect();
    assert_eq!(marked.len(), 2, "{text}");
    let (hits, _) = samples().hits(&["nurse", "--kind", "jtai", "--all", "-n", "1", "-C", "1"]);
    assert_eq!(
        marked[0],
        format!(
            "    │ {}",
            text_of(&hits[0]["context"]["before"][0], "text")
        )
    );
    assert_eq!(
        marked[1],
        format!("    │ {}", text_of(&hits[0]["context"]["after"][0], "text"))
    );
}

#[test]
fn without_the_flag_there_is_none() {
    let (hits, _) = samples().hits(&["nurse"]);
    assert!(hits.iter().all(|hit| hit.get("context").is_none()));
}
