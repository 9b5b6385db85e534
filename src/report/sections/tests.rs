//! Tests of reading sections, on invented pages in the forms of real ones.

use std::collections::HashMap;

use proptest::prelude::*;

use crate::document::page::{Line, Page};
use crate::document::{self, Document, Format};
use crate::report::{Kind, Role, Section};

fn sections(pages: &[Page], kind: Kind) -> (Vec<Section>, Vec<String>) {
    super::sections(&Document::of_pages(pages.to_vec(), Vec::new()), kind)
}

/// A page in the making: lines are added from the top down.
struct Sheet {
    lines: Vec<Line>,
    at: f32,
}

impl Sheet {
    fn new() -> Sheet {
        Sheet {
            lines: Vec::new(),
            at: 100.0,
        }
    }

    fn put(mut self, gap: f32, left: f32, right: f32, size: f32, bold: bool, text: &str) -> Sheet {
        self.at += gap;
        self.lines.push(Line {
            text: text.to_string(),
            left,
            right,
            baseline: self.at,
            size,
            bold,
        });
        self
    }

    fn head(self, text: &str) -> Sheet {
        self.put(29.0, 57.0, 300.0, 12.0, true, text)
    }

    fn para(self, text: &str) -> Sheet {
        self.put(29.0, 57.0, 520.0, 12.0, false, text)
    }

    fn more(self, text: &str) -> Sheet {
        self.put(14.5, 57.0, 520.0, 12.0, false, text)
    }

    fn bullet(self, text: &str) -> Sheet {
        self.put(20.5, 75.0, 520.0, 12.0, false, text)
    }

    fn hang(self, text: &str) -> Sheet {
        self.put(14.5, 92.0, 500.0, 12.0, false, text)
    }

    fn cell(self, gap: f32, left: f32, right: f32, text: &str) -> Sheet {
        self.put(gap, left, right, 12.0, false, text)
    }

    fn foot(mut self, number: u32, text: &str) -> Sheet {
        for (left, text) in [(60.0, text.to_string()), (520.0, number.to_string())] {
            self.lines.push(Line {
                text,
                left,
                right: left + 15.0,
                baseline: 815.0,
                size: 10.0,
                bold: false,
            });
        }
        self
    }

    fn page(self, number: u32) -> Page {
        Page {
            number: Some(number),
            width: 595.0,
            height: 842.0,
            lines: self.lines,
        }
    }
}

fn roles(sections: &[Section]) -> Vec<(&str, Role)> {
    sections
        .iter()
        .map(|section| (section.heading.as_str(), section.role))
        .collect()
}

fn send_pages() -> Vec<Page> {
    let footer = "Area SEND inspection report: Wexhampton Local Area Partnership";
    vec![
        Sheet::new()
            .put(0.0, 57.0, 500.0, 26.0, false, "Area SEND inspection of Wexhampton Local Area Partnership")
            .head("Inspection outcome")
            .para("The arrangements in Wexhampton lead to mixed outcomes for those who rely upon")
            .more("them most, and there is a good deal still to do before this changes for all.")
            .head("What is it like to be a child or young person with special educational needs")
            .put(14.5, 57.0, 300.0, 12.0, true, "and/or disabilities (SEND) in this area?")
            .para("Families in Wexhampton speak warmly of the people who help them, and of the")
            .more("hub where they meet, although the journey there is a long one for those who")
            .foot(1, footer)
            .page(1),
        Sheet::new()
            .put(0.0, 57.0, 300.0, 12.0, false, "live by the coast.")
            .head("What is the area partnership doing that is effective?")
            .bullet("\u{25fc} The new early help hub brings health and multi-")
            .hang("agency teams together, and families there are seen without waiting for long.")
            .bullet("\u{25fc} Nurses in the hub train school staff every term so that they can help children.")
            .foot(2, footer)
            .page(2),
        Sheet::new()
            .put(0.0, 57.0, 200.0, 12.0, true, "Areas for priority action")
            .put(29.0, 62.0, 172.0, 12.0, true, "Responsible body")
            .put(0.0, 224.0, 370.0, 12.0, true, "Areas for priority action")
            .cell(15.0, 62.0, 180.0, "Wexhampton Council")
            .cell(0.0, 224.0, 500.0, "Leaders should act at once so that no child waits more than a term to be seen by")
            .cell(14.5, 62.0, 120.0, "and the ICB")
            .cell(0.0, 224.0, 400.0, "a therapist, wherever in the area the family lives.")
            .foot(3, footer)
            .page(3),
    ]
}

#[test]
fn send_report_has_its_sections_in_order() {
    let (found, warnings) = sections(&send_pages(), Kind::SendFull);
    assert!(warnings.is_empty());
    let found = roles(&found);
    assert_eq!(found[0], ("", Role::Boilerplate));
    assert_eq!(found[1], ("Inspection outcome", Role::Outcome));
    assert_eq!(
        found[2],
        (
            "What is it like to be a child or young person with special educational needs and/or disabilities (SEND) in this area?",
            Role::Experience
        )
    );
    assert_eq!(found[3].1, Role::Strengths);
    assert_eq!(
        found[4],
        ("Areas for priority action", Role::PriorityActions)
    );
    assert_eq!(found.len(), 5);
}

#[test]
fn a_paragraph_runs_over_the_page_break_without_the_footer() {
    let (found, _) = sections(&send_pages(), Kind::SendFull);
    let passage = &found[2].passages[0];
    assert_eq!((passage.page_start, passage.page_end), (Some(1), Some(2)));
    assert!(passage.text.ends_with("for those who live by the coast."));
}

#[test]
fn bullets_are_passages_and_hyphens_stay() {
    let (found, _) = sections(&send_pages(), Kind::SendFull);
    let texts: Vec<&str> = found[3]
        .passages
        .iter()
        .map(|passage| passage.text.as_str())
        .collect();
    assert_eq!(texts.len(), 2);
    assert!(texts[0].starts_with("The new early help hub brings health and multi-agency teams"));
}

#[test]
fn an_action_names_the_body_responsible() {
    let (found, _) = sections(&send_pages(), Kind::SendFull);
    let [passage] = found[4].passages.as_slice() else {
        panic!("one action")
    };
    assert!(passage.text.starts_with("Leaders should act at once"));
    assert!(
        passage
            .text
            .ends_with("(Responsible body: Wexhampton Council and the ICB)")
    );
}

#[test]
fn judgements_are_rows_and_the_summary_follows() {
    let page = Sheet::new()
        .put(
            0.0,
            71.0,
            480.0,
            26.0,
            false,
            "Inspection of Wexhampton local authority children\u{2019}s services",
        )
        .put(60.0, 77.0, 147.0, 12.0, true, "Judgement")
        .put(0.0, 303.0, 342.0, 12.0, true, "Grade")
        .cell(33.0, 77.0, 275.0, "The impact of leaders on social work")
        .cell(0.0, 303.0, 334.0, "Good")
        .cell(14.5, 77.0, 260.0, "practice with children and families")
        .cell(27.0, 77.0, 190.0, "Overall effectiveness")
        .cell(0.0, 303.0, 334.0, "Good")
        .put(
            33.0,
            71.0,
            510.0,
            12.0,
            false,
            "Children in Wexhampton now have better lives than they had when inspectors last",
        )
        .put(
            14.5,
            71.0,
            300.0,
            12.0,
            false,
            "came, because staff stay longer in their posts.",
        )
        .put(29.0, 71.0, 246.0, 14.0, true, "What needs to improve?1")
        .put(
            27.0,
            71.0,
            500.0,
            12.0,
            false,
            "\u{25fc} The time that older children wait before someone plans their next move.",
        )
        .page(1);
    let (found, _) = sections(&[page], Kind::Ilacs);
    assert_eq!(
        roles(&found)[1..],
        [
            ("Judgement Grade", Role::Outcome),
            ("", Role::Summary),
            ("What needs to improve?", Role::Improvements)
        ]
    );
    assert_eq!(
        found[1].passages[0].text,
        "The impact of leaders on social work practice with children and families: Good; Overall effectiveness: Good"
    );
}

#[test]
fn chapter_titles_beside_their_grade_are_headings_and_contents_are_not() {
    let title = |sheet: Sheet| {
        sheet
            .put(
                29.0,
                78.0,
                310.0,
                14.0,
                true,
                "The experiences and progress of",
            )
            .put(8.0, 359.0, 480.0, 14.0, true, "Requires improvement")
            .put(
                8.0,
                78.0,
                290.0,
                14.0,
                true,
                "children who need help and protection",
            )
    };
    let contents = Sheet::new()
        .put(0.0, 71.0, 180.0, 26.0, false, "Contents")
        .put(33.0, 83.0, 290.0, 14.0, false, "Executive summary")
        .put(0.0, 516.0, 524.0, 14.0, false, "2")
        .put(23.0, 83.0, 290.0, 14.0, false, "Recommendations")
        .put(0.0, 516.0, 524.0, 14.0, false, "3")
        .page(1);
    let chapter = title(Sheet::new())
        .para("1. Staff know the children they work with well and visit them as often as they")
        .more("need, and this has become more reliable over the last year in every team.")
        .page(2);
    let (found, _) = sections(&[contents, chapter], Kind::Sif);
    assert_eq!(
        roles(&found),
        [
            ("Contents", Role::Boilerplate),
            (
                "The experiences and progress of children who need help and protection",
                Role::Findings
            )
        ]
    );
    assert_eq!(
        found[1].passages[0].text,
        "The experiences and progress of children who need help and protection: Requires improvement"
    );
    assert!(
        found[1].passages[1]
            .text
            .starts_with("Staff know the children")
    );
}

#[test]
fn a_revisit_has_a_section_for_each_weakness() {
    let lines = [
        "Joint area SEND revisit in Wexhampton",
        "Main findings",
        "- The initial inspection found that:",
        "Plans were late.",
        "Plans are now written on time in nearly every case that inspectors looked at.",
        "The area has made sufficient progress to improve this area of weakness.",
        "- The initial inspection found that:",
        "Parents were not heard.",
        "Parents are still not asked early enough what would help their children most.",
        "The area has not made sufficient progress to improve this area of weakness.",
        "Yours sincerely",
        "Jo Inspector",
    ];
    let (found, _) = sections(&[plain(&lines)], Kind::SendRevisit);
    assert_eq!(
        roles(&found),
        [
            ("Joint area SEND revisit in Wexhampton", Role::Outcome),
            ("Main findings", Role::Findings),
            ("Plans were late.", Role::Findings),
            ("Parents were not heard.", Role::Findings),
            ("", Role::Boilerplate)
        ]
    );
}

#[test]
fn a_press_release_is_one_section() {
    let (found, warnings) = sections(
        &[plain(&[
            "Services are getting better, a report says today, but there is still work to do.",
        ])],
        Kind::PressRelease,
    );
    assert!(warnings.is_empty());
    assert_eq!(roles(&found), [("", Role::Findings)]);
}

#[test]
fn a_free_document_keeps_its_own_headings() {
    let page = Sheet::new()
        .put(0.0, 0.0, 200.0, 18.0, true, "Better services for families")
        .para("The council said that it welcomes what inspectors wrote about the work of its")
        .more("teams, and that there is more to come.")
        .put(29.0, 0.0, 100.0, 14.0, true, "What happens now")
        .para("A plan will follow before the summer, written with families and with schools.")
        .page(1);
    let (found, _) = sections(&[page], Kind::Other);
    assert_eq!(
        roles(&found),
        [
            ("Better services for families", Role::Findings),
            ("What happens now", Role::Findings)
        ]
    );
}

#[test]
fn long_paragraphs_are_cut_at_a_sentence_end() {
    let sentence = "Leaders in the town know well what families need and plan for it. ";
    let (found, _) = sections(&[plain(&[&sentence.repeat(20)])], Kind::Other);
    assert_eq!(found[0].passages.len(), 2);
    assert!(
        found[0]
            .passages
            .iter()
            .all(|passage| passage.text.ends_with("plan for it."))
    );
}

/// A plain text: one line to a paragraph, blank lines between.
fn plain(lines: &[&str]) -> Page {
    let lines = lines
        .iter()
        .enumerate()
        .map(|(at, text)| Line {
            text: (*text).trim().to_string(),
            left: 0.0,
            right: text.len() as f32 * 6.0,
            baseline: 28.0 * (at + 1) as f32,
            size: 12.0,
            bold: false,
        })
        .collect();
    Page {
        number: None,
        width: 600.0,
        height: 800.0,
        lines,
    }
}

/// The text of every passage, in order.
fn passages(pages: &[Page], kind: Kind) -> Vec<String> {
    let (sections, _) = sections(pages, kind);
    let passages = sections.into_iter().flat_map(|section| section.passages);
    passages.map(|passage| passage.text).collect()
}

#[test]
fn dates_beside_the_footer_of_an_unpaged_text_are_no_passage() {
    let told = "Families know the people who help them, and trust them to help in time.\n";
    let text = format!(
        "Inspection outcome\n{}Area SEND inspection report: Wexhampton Local Area Partnership\n\
         10 to 14 June 2024\n",
        told.repeat(12)
    );
    let document = document::read(Format::Text, text.as_bytes()).expect("readable");
    let (sections, _) = super::sections(&document, Kind::SendFull);
    let mut passages = sections.iter().flat_map(|section| &section.passages);
    assert!(passages.all(|passage| !passage.text.contains("June")));
}

#[test]
fn a_mark_in_a_cell_of_its_own_begins_the_item() {
    let mut sheet = Sheet::new()
        .para("The council should make sure that each of these is done within the year:");
    for item in [
        "Plans are made with the families who are to live by them, and are kept up to date",
        "Visits to children who live far from home are made as often as the plan says it",
    ] {
        sheet = sheet
            .put(20.5, 57.0, 63.0, 12.0, false, "▪")
            .put(0.0, 175.0, 520.0, 12.0, false, item);
    }
    let found = passages(&[sheet.page(1)], Kind::Ilacs);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("year: Plans are made") && !found[0].contains('▪'),
        "{found:?}"
    );
}

#[test]
fn numbers_without_an_indent_begin_paragraphs() {
    let found = passages(
        &[plain(&[
            "Recommendations",
            "1. Write down each plan as soon as it has been agreed with the family and make sure that",
            "all of those who work with the child are given it",
            "2. Tell each family in good time who is going to visit them and when, and what the visit",
            "is going to be about and how long it may take",
        ])],
        Kind::Other,
    );
    assert!(
        found
            .iter()
            .any(|text| text.starts_with("Tell each family")),
        "{found:?}"
    );
}

#[test]
fn notes_with_an_asterisk_are_apart() {
    let mut sheet = Sheet::new().head("Key findings");
    sheet =
        sheet.para("Families in Wexhampton speak warmly of the people who help them, and of the");
    sheet =
        sheet.more("hub where they meet, although the journey there is a long one for those who");
    sheet =
        sheet.more("live in the hills and have no car of their own to go there with each week.");
    let note = "The numbers of children are those of the council for the whole of the year in which we came.";
    sheet = sheet.put(400.0, 57.0, 520.0, 8.0, false, &format!("1 {note}"));
    sheet = sheet.put(10.0, 57.0, 520.0, 8.0, false, &format!("* {note}"));
    let found = passages(&[sheet.page(1)], Kind::Ilacs);
    assert_eq!(
        found.iter().filter(|text| text.ends_with(note)).count(),
        2,
        "{found:?}"
    );
}

#[test]
fn items_run_over_facing_pages_with_other_margins() {
    let left = Sheet::new()
        .para("Leaders know what has to be done, and these are the things they have agreed on:")
        .bullet("▪ A new team is to help families in the evenings, so that nobody who")
        .hang("works in the day has to choose between a job and the help that the")
        .page(1);
    let mut right = Sheet::new()
        .put(0.0, 132.0, 540.0, 12.0, false, "children need from them.")
        .put(
            14.5,
            132.0,
            540.0,
            12.0,
            false,
            "It starts in May, when all of the staff are to be in post and trained.",
        );
    right = right.put(
        29.0,
        97.0,
        560.0,
        12.0,
        false,
        "Those who work in the schools of the area have been told about the new team too.",
    );
    let found = passages(&[left, right.page(2)], Kind::Ilacs);
    assert!(
        found
            .iter()
            .any(|text| text.contains("from them. It starts in May")),
        "{found:?}"
    );
}

fn any_line() -> impl Strategy<Value = Line> {
    let words = prop::collection::vec(
        prop::sample::select(vec![
            "children",
            "The",
            "multi-",
            "agency",
            "\u{25fc}",
            "12.",
            "good.",
            "Good",
            "Contents",
            "that:",
            "Areas for improvement",
            "Inspection outcome",
            "What needs to improve?",
            "Judgement",
            "Grade",
            "Yours sincerely",
            "and/",
            "or",
            "3",
            "\u{f06e}",
            "-",
            "found that:",
            "\u{fb01}nd",
            "\u{e9}t\u{e9}",
        ]),
        1..12,
    );
    (
        words,
        0.0f32..400.0,
        10.0f32..300.0,
        -20.0f32..900.0,
        0usize..3,
        any::<bool>(),
    )
        .prop_map(|(words, left, width, baseline, size, bold)| Line {
            text: words.join(" "),
            left,
            right: left + width,
            baseline,
            size: [9.0, 12.0, 14.0][size],
            bold,
        })
}

fn any_pages() -> impl Strategy<Value = Vec<Page>> {
    let sheets = prop::collection::vec(prop::collection::vec(any_line(), 0..25), 0..4);
    (sheets, any::<bool>()).prop_map(|(sheets, numbered)| {
        sheets
            .into_iter()
            .zip(1..)
            .map(|(lines, number)| Page {
                number: numbered.then_some(number),
                width: 595.0,
                height: 842.0,
                lines,
            })
            .collect()
    })
}

fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> HashMap<String, i32> {
    let mut counts = HashMap::new();
    for text in texts {
        for word in text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
        {
            if !word.chars().all(|c| c.is_ascii_digit()) {
                *counts.entry(word.to_lowercase()).or_default() += 1;
            }
        }
    }
    counts
}

proptest! {
    #[test]
    fn arbitrary_pages_give_whole_passages(pages in any_pages(), kind in prop::sample::select(Kind::ALL.to_vec())) {
        let (found, _) = sections(&pages, kind);
        for passage in found.iter().flat_map(|section| &section.passages) {
            prop_assert!(!passage.text.trim().is_empty());
            prop_assert!(passage.page_start <= passage.page_end);
        }
    }

    #[test]
    fn no_word_is_lost_or_doubled(
        paragraphs in prop::collection::vec(prop::collection::vec("[a-z]{2,9}", 3..40), 1..12),
    ) {
        let texts: Vec<String> = paragraphs
            .iter()
            .map(|words| format!("Then {}.", words.join(" ")))
            .collect();
        let lines: Vec<&str> = texts.iter().map(String::as_str).collect();
        let page = plain(&lines);
        let (found, _) = sections(std::slice::from_ref(&page), Kind::PressRelease);
        let printed = counted(page.lines.iter().map(|line| line.text.as_str()));
        let kept = counted(found.iter().flat_map(|section| {
            std::iter::once(section.heading.as_str())
                .chain(section.passages.iter().map(|passage| passage.text.as_str()))
        }));
        prop_assert_eq!(printed, kept);
    }
}
