//! Any text is a passage of which answers are made, and a paper that is checked against it: what is
//! found lies in the text, and a text says of itself what it says word for word.
#![no_main]

use std::collections::BTreeSet;
use std::rc::Rc;

use findings::answers::check::Verdict;
use findings::answers::hit::{FoundPassage, SectionInfo};
use findings::answers::report_info::ReportInfo;
use findings::answers::{actions, check, waits};
use findings::report::Paragraph;
use libfuzzer_sys::fuzz_target;

/// Longest text, in bytes: comparing takes its square.
const LONGEST: usize = 4_000;

fuzz_target!(|text: &str| {
    if text.len() > LONGEST {
        return;
    }
    let passage = passage(text);
    for figure in waits::figures(&passage) {
        let (start, end) = figure.highlight;
        assert_eq!(
            figure.sentence.get(start..end),
            Some(figure.printed.as_str())
        );
        assert!(text.contains(&figure.sentence) && figure.days >= 0.0);
    }
    let mut collector = actions::Collector::default();
    collector.take(&passage, true);
    for action in collector.finish() {
        assert!(!action.text.is_empty());
        assert_eq!(action.id, passage.id);
    }
    checked(text, passage);
});

fn passage(text: &str) -> FoundPassage {
    let report = ReportInfo {
        id: "quillmere-send-full-2024-06".to_owned(),
        title: "Quillmere".to_owned(),
        kind: "send-full".to_owned(),
        area: Some("Quillmere".to_owned()),
        region: None,
        outcome: "send-inconsistent".to_owned(),
        outcome_scale: "send-2023".to_owned(),
        year: Some(2024),
        inspection_start: None,
        inspection_end: None,
        published: None,
        sample: false,
        file: None,
        url: None,
    };
    FoundPassage {
        id: "quillmere-send-full-2024-06:1".to_owned(),
        report: Rc::new(report),
        section: SectionInfo {
            heading: "Areas for improvement".to_owned(),
            role: "improvements".to_owned(),
        },
        page_start: Some(1),
        page_end: Some(1),
        text: text.to_owned(),
        themes: Vec::new(),
        highlights: Vec::new(),
    }
}

/// The paragraphs of a text, as a paper that somebody wrote.
fn checked(text: &str, passage: FoundPassage) {
    let paragraphs: Vec<Paragraph> = text
        .lines()
        .map(|line| Paragraph {
            text: line.trim().to_owned(),
            page: None,
            heading: false,
            set_in: line.starts_with("    "),
        })
        .collect();
    let quotations = check::quotations(&paragraphs);
    let stretches = [vec![passage]];
    for quoted in &quotations {
        assert!(!quoted.text.is_empty());
        for &(place, (start, end)) in &quoted.parts {
            assert!(paragraphs[place].text.get(start..end).is_some());
        }
        check::speaker(quoted, &paragraphs);
        assert!(check::runs(&quoted.text).iter().all(|run| !run.is_empty()));
        let compared = check::compare(&quoted.text, &stretches, &BTreeSet::new());
        let found = compared.verdict != Verdict::NotFound;
        assert_eq!(compared.source.is_some(), found, "{:?}", quoted.text);
        assert_eq!(
            compared.difference.is_empty(),
            compared.verdict != Verdict::Near
        );
        if let Some(source) = compared.source {
            let (start, end) = source.highlight;
            assert!(source.text.get(start..end).is_some());
        }
    }
    for sentence in check::all_sentences(&paragraphs, &quotations) {
        assert!(paragraphs[sentence.paragraph].text.contains(&sentence.text));
        let names = check::AreaNames::default();
        let stems = check::content(&sentence.text, &names);
        let share = check::share(&stems, &sentence.text);
        assert!(stems.is_empty() || (share - 1.0).abs() < 1e-9);
        let own = check::folded_words(&sentence.text).collect();
        assert!(check::foreign(&sentence.text, &own).is_empty());
    }
}
