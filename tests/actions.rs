//! What reports ask for, as records.

use serde_json::Value;

use crate::fixtures::head;
use crate::support::{Folder, samples, text_of};

/// The actions of an answer, and its summary.
fn actions(folder: &Folder, args: &[&str]) -> (Vec<Value>, Value) {
    let fixed = ["actions", "--quiet", "--format", "jsonl"];
    let answer = folder.run(fixed.iter().chain(args).copied()).check();
    let mut objects: Vec<Value> = answer
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let summary = objects.pop().expect("a summary");
    assert_eq!(summary["type"], "summary");
    assert!(objects.iter().all(|object| object["type"] == "action"));
    (objects, summary)
}

fn texts(actions: &[Value]) -> Vec<String> {
    actions
        .iter()
        .map(|action| text_of(action, "text"))
        .collect()
}

/// Names of the bodies of an action.
fn bodies(action: &Value) -> Vec<&str> {
    let bodies = action["bodies"].as_array().expect("bodies");
    bodies
        .iter()
        .filter_map(|body| body["name"].as_str())
        .collect()
}

#[test]
fn every_item_is_a_record_with_its_place() {
    let (found, summary) = actions(samples(), &["--area", "lindenshaw"]);
    assert_eq!(
        texts(&found),
        [
            "The consistency with which homeless 16- and 17-year-olds are informed of their rights and entitlements.",
            "The provision of full health histories to care leavers.",
            "The involvement of fathers and other male carers in assessments and plans.",
        ],
        "short items share a passage and are records of their own"
    );
    assert_eq!(summary["total"], 3);
    assert_eq!(found[1]["id"], found[2]["id"]);
    assert_eq!(
        (&found[1]["part"], &found[2]["part"]),
        (&1.into(), &2.into())
    );
    for action in &found {
        assert_eq!(action["kind"], "improvement");
        assert_eq!(action["page_start"], 1);
        assert_eq!(action["section"]["role"], "improvements");
        assert_eq!(action["report"]["area"], "Lindenshaw");
        assert!(bodies(action).is_empty(), "the report names none");
    }
}

#[test]
fn bodies_come_from_the_sentence_with_acronyms_spelled_out() {
    let (found, _) = actions(samples(), &["joint commissioning arrangements"]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["kind"], "priority-action");
    assert_eq!(
        bodies(&found[0]),
        [
            "NHS Saltmarsh Integrated Care Board",
            "Fenmouth County Council"
        ]
    );
    assert_eq!(found[0]["bodies"][0]["printed"], "NHS Saltmarsh ICB");
    assert_eq!(found[0]["bodies"][0]["kind"], "integrated-care-board");
    let (of_icb, _) = actions(samples(), &["--body", "icb"]);
    let (of_board, _) = actions(samples(), &["--body", "integrated care board"]);
    assert_eq!(of_icb, of_board);
    assert_eq!(of_icb.len(), 3, "{:?}", texts(&of_icb));
    let (of_high_moor, _) = actions(samples(), &["--body", "high moor"]);
    assert_eq!(of_high_moor.len(), 1);
}

#[test]
fn bodies_come_from_the_cell_of_a_table_and_from_the_item_before() {
    let folder = Folder::new();
    let mut text = head("Quillmere", "3 to 7 June 2024");
    text += "Areas for priority action\n\n\
        Responsible body                          Areas for priority action\n\n\
        Quillmere Council and NHS                 Leaders should act with urgency to see that every\n\
        Weir and Fell Integrated Care             child who has waited for a therapist is seen, and\n\
        Board (ICB)                               that nobody is lost on the way to a clinic.\n\n\
        Areas for improvement\n\n\
        ■ Leaders in the ICB and the LA should agree who pays for therapies, which has\n  \
        been a matter of dispute between them for as long as anybody can remember.\n\n\
        ■ This includes the therapies that schools have bought themselves in recent years,\n  \
        and those that families have had to find because nothing else was there.\n\n";
    folder.write("reports/quillmere.txt", text);
    folder.index(&["reports"]);
    let (found, _) = actions(&folder, &[]);
    assert_eq!(found.len(), 3, "{:?}", texts(&found));
    assert_eq!(
        bodies(&found[0]),
        [
            "Quillmere Council",
            "NHS Weir and Fell Integrated Care Board"
        ]
    );
    assert!(!text_of(&found[0], "text").contains("Responsible body"));
    assert_eq!(
        bodies(&found[1]),
        ["integrated care board", "local authority"]
    );
    assert_eq!(
        bodies(&found[2]),
        bodies(&found[1]),
        "it goes on about them"
    );
    // Nor does a query take away who was asked before.
    let (by_word, _) = actions(&folder, &["schools bought"]);
    assert_eq!(by_word, found[2..]);
}

#[test]
fn a_list_ends_where_the_report_turns_to_somebody() {
    let folder = Folder::new();
    let text = "Joint targeted area inspection of Quillmere\n\n\
        Inspection dates: 3 to 7 June 2024\n\n\
        What needs to improve?\n\n\
        ■ The recording of decisions that are made at meetings about children who go missing\n  \
        from home or from care.\n\n\
        ■ The training of clinic staff, who seldom know whom to tell when they worry about a\n  \
        child.\n\n\
        1 since 1 May 2023 the clinics have belonged to another trust, under another name\n\n\
        Quillmere Safeguarding Partnership (QSP): Partners know the town and its children very\n\
        well. Mature friendships between them let each say what the others have missed.\n\n\
        The QSP meets each month, and its chair asks searching questions of all who come.\n";
    folder.write("reports/quillmere.txt", text);
    folder.index(&["reports"]);
    let (found, _) = actions(&folder, &[]);
    let starts: Vec<String> = texts(&found)
        .iter()
        .map(|text| text.chars().take(16).collect())
        .collect();
    assert_eq!(starts, ["The recording of", "The training of "]);
}

#[test]
fn of_weaknesses_only_those_for_a_written_statement_are_actions() {
    let (found, _) = actions(samples(), &["--kind", "send-outcome-letter"]);
    let statements: Vec<&Value> = found
        .iter()
        .filter(|action| action["kind"] == "statement-of-action")
        .collect();
    assert_eq!(statements.len(), 5);
    assert_eq!(
        statements[0]["text"],
        "the length of time that children and young people wait for assessment and diagnosis of autism"
    );
    assert_eq!(bodies(statements[0]), ["local area partnership"]);
    let (others, _) = actions(samples(), &["--kind", "send-full"]);
    assert!(
        others
            .iter()
            .all(|action| action["section"]["role"] != "weaknesses"),
        "what must become better is no action by itself"
    );
}

#[test]
fn filters_and_sorts_narrow() {
    let (all, summary) = actions(samples(), &[]);
    assert_eq!(summary["total"], all.len());
    let (urgent, _) = actions(samples(), &["--only", "priority-action"]);
    let (by_section, _) = actions(samples(), &["--section", "priority-actions"]);
    assert_eq!(urgent, by_section);
    assert!(!urgent.is_empty() && urgent.len() < all.len());
    let (first, summary) = actions(samples(), &["-n", "2"]);
    assert_eq!(first, all[..2]);
    assert_eq!(summary["total"], all.len());
    samples()
        .line("actions --only recomendation")
        .fails(&["`recommendation`"]);
}

#[test]
fn of_a_shared_passage_only_what_matches() {
    let (found, _) = actions(samples(), &["fathers"]);
    assert_eq!(
        texts(&found),
        ["The involvement of fathers and other male carers in assessments and plans."]
    );
}

#[test]
fn nothing_asked_for_says_why() {
    samples()
        .line("actions zeppelin")
        .status(1)
        .stdout("")
        .stderr_has(&["nothing found for `zeppelin`"])
        .check();
    samples()
        .line("actions CAMHS --body constabulary")
        .status(1)
        .stdout("")
        .stderr_has(&["names `constabulary` as responsible"])
        .check();
}

#[test]
fn a_body_that_nobody_names_is_said_with_those_that_are() {
    samples()
        .line("actions --body zeppelin --area fenmouth --only priority-action")
        .status(1)
        .stdout("")
        .stderr_has(&["names `zeppelin`", "`Fenmouth County Council`"])
        .check();
    for empty in ["", " "] {
        samples()
            .run(["actions", "--body", empty])
            .fails(&["`--body` is empty", "`--body icb`"]);
    }
}
