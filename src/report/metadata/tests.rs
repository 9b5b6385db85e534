use proptest::prelude::*;

use super::*;
use crate::document::page::{Line, Page};
use crate::report::kinds::Kind;
use crate::report::outcome::Scale;

/// A page as the reader of plain text makes them: 14 points a line, an empty line a larger gap.
fn page(content: &str) -> Page {
    let mut lines = Vec::new();
    for (row, printed) in (1_u16..).zip(content.lines()) {
        // Cells of one row are lines with one baseline.
        for (column, cell) in (0_u16..).zip(printed.split('|')) {
            let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                let left = 300.0 * f32::from(column);
                let baseline = 14.0 * f32::from(row);
                lines.push(Line {
                    text,
                    left,
                    right: left + 200.0,
                    baseline,
                    size: 12.0,
                    bold: false,
                });
            }
        }
    }
    Page {
        number: None,
        width: 600.0,
        height: 800.0,
        lines,
    }
}

fn read(content: &str) -> Report {
    recognise(&Document::of_pages(vec![page(content)], Vec::new()))
}

/// Kind, areas, days of the inspection and outcome in one line; `-` for a date that is not known.
fn facts(report: &Report) -> String {
    let areas: Vec<&str> = report.areas.iter().map(|area| area.name.as_str()).collect();
    let day = |day: Option<Date>| day.map_or("-".to_owned(), |day| day.to_string());
    let (kind, outcome) = (report.kind.name(), &report.outcome.value);
    let (start, end) = (day(report.inspection_start), day(report.inspection_end));
    format!(
        "{kind} | {} | {start} to {end} | {outcome}",
        areas.join("; ")
    )
}

fn judgements(report: &Report) -> String {
    let rows = report.judgements.iter();
    let rows: Vec<String> = rows.map(|(row, grade)| format!("{row}={grade}")).collect();
    rows.join(" ")
}

fn warns(report: &Report, words: &str) -> bool {
    report
        .warnings
        .iter()
        .any(|warning| warning.contains(words))
}

const SEND_FULL: &str = "Area SEND inspection of the Westmarch and Oldmere
Local Area Partnership

Inspection dates: 29 April to 3 May 2024
Dates of previous inspection: 4 to 8 July 2016

Inspection outcome
The arrangements in Westmarch lead to inconsistent experiences and outcomes for pupils with SEND.
Leaders must act together.

Information about the local area partnership
Elsewhere arrangements typically lead to positive experiences and outcomes.";

#[test]
fn a_full_inspection() {
    let report = read(SEND_FULL);
    assert_eq!(
        facts(&report),
        "send-full | Westmarch; Oldmere | 2024-04-29 to 2024-05-03 | send-inconsistent"
    );
    assert_eq!(
        report.title,
        "Area SEND inspection of the Westmarch and Oldmere Local Area Partnership"
    );
    let words = report.outcome_text.as_deref().unwrap_or_default();
    assert!(
        words.starts_with("The arrangements") && words.ends_with("SEND."),
        "{words}"
    );
    assert_eq!(
        report.previous_inspection.as_deref(),
        Some("4 to 8 July 2016")
    );
    assert_eq!((report.year, report.published), (Some(2024), None));
    assert_eq!(report.evidence["inspection_end"], "29 April to 3 May 2024");
}

#[test]
fn an_outcome_is_never_guessed() {
    let silent = read(&SEND_FULL.replace("lead to inconsistent experiences", "vary"));
    assert_eq!(
        (silent.outcome.value.as_str(), &silent.outcome_text),
        ("unknown", &None)
    );
    assert!(warns(&silent, "none of the three"));
    let both = SEND_FULL.replace(
        "Leaders must act",
        "There are widespread and/or systemic failings. Leaders must act",
    );
    assert_eq!(read(&both).outcome.value, "unknown");
}

#[test]
fn every_send_outcome() {
    for (words, value) in [
        ("typically lead to positive experiences", "send-positive"),
        ("lead to inconsistent experiences", "send-inconsistent"),
        (
            "show widespread and systemic failings. They spoil experiences",
            "send-widespread-failings",
        ),
    ] {
        let metadata = read(&SEND_FULL.replace("lead to inconsistent experiences", words));
        assert_eq!(metadata.outcome.value, value, "{words}");
    }
}

#[test]
fn a_quoted_title_is_no_title() {
    let quoting = read(
        "The report Area SEND inspection of Westmarch Local Area Partnership came out.
Ofsted made the inspection between 4 and 8 March 2024 in Westmarch.

Ann Ash, who leads the council, said:
\"We are glad.\"",
    );
    assert_eq!(
        facts(&quoting),
        "press-release |  | 2024-03-04 to 2024-03-08 | none"
    );
    let links = read(
        "News\nArea SEND inspection of Westmarch Local Area Partnership\nBins are emptied on Mondays",
    );
    assert_eq!(links.kind, Kind::Other);
}

#[test]
fn headlines_are_no_titles() {
    for headline in [
        "Joint targeted area inspection of Westmarch praises staff",
        "Area SEND monitoring inspection of Westmarch finds much to like",
        "Joint area SEND revisit in Westmarch finds progress",
        "Focused visit to Westmarch children's services",
    ] {
        let report = read(&format!(
            "{headline}\nOfsted and the Care Quality Commission (CQC) ended their inspection between spring and summer.
Ann Ash said: \"We are glad of it.\""
        ));
        assert_eq!(
            (report.kind, report.title.as_str()),
            (Kind::PressRelease, headline)
        );
    }
}

#[test]
fn kinds_areas_and_days() {
    for (text, expected) in [
        (
            "Area SEND monitoring inspection of Kent Local Area Partnership
Inspection dates: 4 and 5 November 2025
Ofsted and the Care Quality Commission (CQC) looked at the priority actions.",
            "send-monitoring | Kent | 2025-11-04 to 2025-11-05 | none",
        ),
        (
            "9 June 2016\n\nTo: the partners\n\nDear local partnership\n
Joint targeted area inspection of the multi-agency response to\nneglect in the London Borough of Brent\n
Between 25 April and 29 April, Ofsted looked at Brent.\nA written statement of action is required because of this.",
            "jtai | Brent | 2016-04-25 to 2016-04-29 | none",
        ),
        (
            "9 June 2018\nDear local partnership\nJoint targeted area inspection of the multi-agency response to neglect\n
Between 23 and 27 April 2018, Ofsted and others came.\nThis is about the work in Greenwich local authority.",
            "jtai | Greenwich | 2018-04-23 to 2018-04-27 | none",
        ),
        (
            "Dear Westmarch Local Safeguarding Partnership\nJoint targeted area inspection of Westmarch\n
This inspection took place from 13 November 2023 to 17 November 2023. Ofsted led it.",
            "jtai | Westmarch | 2023-11-13 to 2023-11-17 | none",
        ),
        (
            "Inspection of progress made in the provision of\nsafeguarding services in the London Borough of Brent\nPublished: 3 July 2009",
            "safeguarding-progress | Brent | - to - | none",
        ),
        (
            "7 March 2019\nMs Dale\nDear Ms Dale\nFocused visit to Westmarch County Council children's services
This letter summarises the findings of a focused visit to Westmarch children's services on 5 and 6 February 2019.",
            "ilacs-focused-visit | Westmarch | 2019-02-05 to 2019-02-06 | none",
        ),
        (
            "7 March 2022\nDear Mr Elm\nMonitoring visit to Slough children's services
This letter summarises the findings of the monitoring visit to Slough children's services on 1 and 2 February 2022.",
            "ilacs-monitoring-visit | Slough | 2022-02-01 to 2022-02-02 | none",
        ),
        // Letters whose subject line is lost.
        (
            "Dear Ms Dale\nThis letter summarises the findings of a focused visit to Westmarch children's services on 5 and 6
February 2019. The last inspection was on 3 May 2017.\nYours sincerely",
            "ilacs-focused-visit | Westmarch | 2019-02-05 to 2019-02-06 | none",
        ),
        (
            "Dear Ms Dale\nBetween 3 and 5 June 2019, Ofsted and the Care Quality Commission (CQC) revisited the area of Kent
to decide whether sufficient progress has been made.\nYours sincerely",
            "send-revisit | Kent | 2019-06-03 to 2019-06-05 | unknown",
        ),
        (
            "Minutes of the forum\nParents met in Kent on 4 May 2023.",
            "other | Kent | - to - | none",
        ),
    ] {
        assert_eq!(facts(&read(text)), expected);
    }
}

const OUTCOME_LETTER: &str = "1 August 2017

Mr B Birch
Director of People, Westmarch

Dear Mr Birch

Joint local area SEND inspection in Westmarch

Between 12 June and 16 June 2017, Ofsted and the Care Quality Commission (CQC) came to Westmarch.

As a result HMCI has determined that a Written Statement of Action is required because of weak practice.

Main findings
Leaders know their schools.
Yours sincerely";

#[test]
fn an_outcome_letter() {
    let letter = read(OUTCOME_LETTER);
    assert_eq!(
        facts(&letter),
        "send-outcome-letter | Westmarch | 2017-06-12 to 2017-06-16 | wsoa-required"
    );
    assert_eq!(letter.outcome.scale, Scale::Send2016);
    assert_eq!(
        letter.title,
        "Joint local area SEND inspection in Westmarch"
    );
    assert_eq!(letter.published, Date::new(2017, 8, 1).ok());
    let without: String = OUTCOME_LETTER
        .lines()
        .filter(|line| !line.contains("HMCI"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(read(&without).outcome.value, "wsoa-not-required");
    let cut = without.split("Main findings").next().unwrap_or_default();
    assert_eq!(read(cut).outcome.value, "unknown");
}

fn revisit(sentences: &str) -> Report {
    read(&format!(
        "5 March 2021\nDear Ms Cedar\nJoint area SEND revisit in St. Helens\n
Between Monday 1st and Wednesday 3rd February, Ofsted and the Care Quality Commission (CQC) revisited the area to
decide whether sufficient progress has been made in addressing each of the significant weaknesses in the statement
of action of 4 May 2018.\n\n{sentences}\n\nMain findings\nIt is so.\nYours sincerely"
    ))
}

#[test]
fn revisits_count_weaknesses() {
    for (sentences, value, counts) in [
        (
            "The area has made sufficient progress in addressing two of the five significant weaknesses. The area has not made sufficient progress in addressing three significant weaknesses.",
            "revisit-mixed",
            "sufficient=2 weaknesses=5 insufficient=3",
        ),
        (
            "The local area has made sufficient progress in addressing all four of the weaknesses identified.",
            "revisit-sufficient",
            "sufficient=4 weaknesses=4 insufficient=0",
        ),
        (
            "The area has made sufficient progress in addressing the 3 areas of significant weakness.",
            "revisit-sufficient",
            "sufficient=3 weaknesses=3 insufficient=0",
        ),
        (
            "The area has not made sufficient progress in addressing any of the six weaknesses.",
            "revisit-insufficient",
            "sufficient=0 weaknesses=6 insufficient=6",
        ),
        (
            "The area has made sufficient progress in addressing all of the significant weaknesses.",
            "revisit-sufficient",
            "",
        ),
        (
            "The area has made sufficient progress in addressing two, but has not made sufficient progress in addressing three weaknesses.",
            "revisit-mixed",
            "sufficient=2 weaknesses=5 insufficient=3",
        ),
        (
            "The area has made sufficient progress to improve this area of weakness.\nThe area has not made sufficient progress to improve this area of weakness.",
            "revisit-mixed",
            "sufficient=1 weaknesses=2 insufficient=1",
        ),
        ("Leaders work hard.", "unknown", ""),
    ] {
        let report = revisit(sentences);
        assert_eq!(
            facts(&report),
            format!("send-revisit | St Helens | 2021-02-01 to 2021-02-03 | {value}")
        );
        assert_eq!(judgements(&report), counts, "{sentences}");
    }
}

#[test]
fn a_revisit_tells_the_first_inspection() {
    let report = revisit("The first inspection in November 2018 was worse.");
    assert_eq!(report.previous_inspection.as_deref(), Some("November 2018"));
}

#[test]
fn a_revisit_that_contradicts_itself_is_warned_of() {
    let report = revisit(
        "The area has made sufficient progress in addressing both of the weaknesses.
The area has not made sufficient progress to improve this area of weakness.",
    );
    assert!(warns(&report, "counts 2 of 2"), "{:?}", report.warnings);
}

const ILACS: &str = "Westmarch County Council
Inspection of children's social care services
Inspection dates: 26 November 2018 to 7 December 2018
Judgement | Grade
The impact of leaders on social work practice with | Good
children and families
The experiences and progress of children who need help | Requires improvement
and protection
 | to be good
The experiences and progress of children in care and | Outstanding
care leavers
 | Requires improvement
Overall effectiveness
 | to be good
Services are better than before. Much is good";

#[test]
fn children_s_services() {
    let report = read(ILACS);
    assert_eq!(
        facts(&report),
        "ilacs | Westmarch | 2018-11-26 to 2018-12-07 | requires-improvement"
    );
    assert_eq!(
        report.title,
        "Westmarch County Council Inspection of children's social care services"
    );
    assert_eq!(
        judgements(&report),
        "leaders=good help-protection=requires-improvement in-care-and-care-leavers=outstanding \
         overall=requires-improvement"
    );
}

#[test]
fn rows_without_a_grade_are_not_paired() {
    let report = read(&ILACS.replace("| Outstanding", ""));
    assert_eq!(report.outcome.value, "unknown");
    assert!(report.judgements.is_empty() && !report.warnings.is_empty());
}

#[test]
fn five_rows_by_label_in_any_order() {
    let report = read(
        "Inspection of Bournemouth, Christchurch and Poole local authority
children's services
Inspection dates: 2 to 13 December 2024
Judgement Grade
The experiences and progress of children in care Good
The experiences and progress of care leavers Inadequate
The impact of leaders on social work practice with children and families Outstanding
The experiences and progress of children who need help and protection Good
Overall effectiveness Requires improvement to be good
Children wait too long",
    );
    assert_eq!(report.areas[0].name, "Bournemouth, Christchurch and Poole");
    assert_eq!(
        judgements(&report),
        "in-care=good care-leavers=inadequate leaders=outstanding help-protection=good \
         overall=requires-improvement"
    );
}

#[test]
fn single_framework_with_a_board() {
    let content = "Royal Borough of Kensington and
Chelsea
Inspection of services for children in need of help and
1
protection, children looked after and Care Leavers
and
Review of the effectiveness of the Local Safeguarding Children Board2
Inspection date: 12/09/2016 to 06/10/2016
Report published: Monday 28 November 2016
Children's services in the Royal Borough of Kensington and Chelsea require improvement
to be good
 | Requires
1. Children who need help and protection | improvement to be
 | good
2. Children looked after and achieving | Good
permanence
2.1 Adoption performance | Outstanding
2.2 Experiences and progress of care leavers | Not judged
3. Leadership, management and governance | Inadequate
Executive summary
The last inspection of the board was good.

The Local Safeguarding Children Board is good";
    let report = read(content);
    assert_eq!(
        facts(&report),
        "sif | Kensington and Chelsea | 2016-09-12 to 2016-10-06 | requires-improvement"
    );
    assert_eq!(
        judgements(&report),
        "help-protection=requires-improvement looked-after=good adoption=outstanding \
         care-leavers=not-judged leadership=inadequate lscb=good"
    );
    assert_eq!(report.published, Date::new(2016, 11, 28).ok());
    let again = read(&content.replace("Inspection of services", "Re-inspection of services"));
    assert_eq!(again.kind, Kind::SifReinspection);
}

#[test]
fn older_kinds() {
    let board = read(
        "Westmarch Safeguarding Children Board\nReview of the effectiveness of the Local Safeguarding Children Board1
Inspection date: 1 June 2015 – 3 June 2015\nReport published: 3 August 2015\nThe Local Safeguarding Children Board is inadequate",
    );
    assert_eq!(
        facts(&board),
        "lscb-review | Westmarch | 2015-06-01 to 2015-06-03 | inadequate"
    );
    assert_eq!(judgements(&board), "lscb=inadequate");
    let looked_after = read(
        "Inspection of looked after children\nservices\nMedway Council\nInspection dates: | 8 – 12 July 2013\nPublished: | 16 August 2013
Record of main findings | 22\nThe town council of Westmarch is far.\nRecord of main findings
Overall effectiveness | Adequate\n | Good\nCapacity to improve\nOutcomes for looked after children and | Inadequate\nyoung people
Quality of provision | Adequate\nLeadership and management | Good",
    );
    assert_eq!(
        facts(&looked_after),
        "lac-2013 | Medway | 2013-07-08 to 2013-07-12 | adequate"
    );
    assert_eq!(
        judgements(&looked_after),
        "overall=adequate capacity=good outcomes=inadequate quality=adequate leadership=good"
    );
}

#[test]
fn other_dates_are_not_taken_for_the_inspection() {
    let undated = SEND_FULL.replace("Inspection dates: 29 April to 3 May 2024\nDates of previous inspection: 4 to 8 July 2016\n", "")
        .replace("Leaders must act", "On 1 July 2022, NHS Westmarch began. Leaders must act");
    let report = read(&undated);
    assert_eq!(
        facts(&report),
        "send-full | Westmarch; Oldmere | - to - | send-inconsistent"
    );
    assert!(warns(&report, "no inspection date"));
}

#[test]
fn a_table_in_plain_marks() {
    let rows = ILACS.lines().map(|line| {
        if line.contains('|') {
            format!("¦{line}¦").replace('|', "¦")
        } else {
            line.to_owned()
        }
    });
    let content = rows.collect::<Vec<_>>().join("\n");
    let mut page = page(&content);
    for line in &mut page.lines {
        line.text = line.text.replace('¦', " | ").trim().to_owned();
    }
    let metadata = recognise(&Document::of_pages(vec![page], Vec::new()));
    assert_eq!(
        (metadata.kind, metadata.outcome.value.as_str()),
        (Kind::Ilacs, "requires-improvement")
    );
    assert_eq!(metadata.judgements.len(), 4);
}

#[test]
fn facts_in_other_places() {
    for (text, expected) in [
        // Dates above the title.
        (
            "Inspection dates: 4 to 8 March 2024\nArea SEND inspection of Kent Local Area Partnership
Inspection outcome\nThe arrangements lead to inconsistent experiences and outcomes for children.\nOfsted led it.",
            "send-full | Kent | 2024-03-04 to 2024-03-08 | send-inconsistent",
        ),
        // Dates in a sentence, without a label; one day alone is another event.
        (
            "Area SEND inspection of Kent Local Area Partnership\nOn 1 July 2022, NHS Westmarch began.
Inspectors of Ofsted carried out the inspection from 4 to 8 March 2024.
Inspection outcome\nThe arrangements lead to inconsistent experiences and outcomes for children.",
            "send-full | Kent | 2024-03-04 to 2024-03-08 | send-inconsistent",
        ),
        // The letter follows the subject without a gap.
        (
            "9 June 2016\nDear local partnership\nJoint local area SEND inspection in Westmarch
Between 25 April and 29 April Ofsted and others came\n\nThe Care Quality Commission (CQC) came too.\nMain findings",
            "send-outcome-letter | Westmarch | 2016-04-25 to 2016-04-29 | wsoa-not-required",
        ),
        // The area stands before the theme, or only in the text.
        (
            "9 June 2018\nDear local partnership\nJoint targeted area inspection of Slough: abuse in the family
Between 23 and 27 April 2018, Ofsted and others came.",
            "jtai | Slough | 2018-04-23 to 2018-04-27 | none",
        ),
        (
            "9 June 2018\nDear local partnership
Joint targeted area inspection of the work in Early Help and what it does for all the families

Between 23 and 27 April 2018, Ofsted and others came.\nThis is about the work in Greenwich local authority.",
            "jtai | Greenwich | 2018-04-23 to 2018-04-27 | none",
        ),
        // An address and a sentence above the title name no council.
        (
            &ILACS.replace("Westmarch County Council", "Westmarch County Council\nOfsted, Bristol")[..],
            "ilacs | Westmarch | 2018-11-26 to 2018-12-07 | requires-improvement",
        ),
        // A report without its title is no press release, though it quotes people.
        (
            "Ofsted made this inspection in Kent.\nInspection outcome\nOne parent said: \"We wait.\"",
            "other | Kent | - to - | none",
        ),
    ] {
        assert_eq!(facts(&read(text)), expected, "{text}");
    }
}

#[test]
fn a_council_on_the_cover_is_not_beside_the_title() {
    let (cover, report) = (
        page("Kent County Council"),
        page(ILACS.split_once('\n').expect("a title").1),
    );
    let report = recognise(&Document::of_pages(vec![cover, report], Vec::new()));
    assert_eq!(
        report.title,
        "Inspection of children's social care services"
    );
}

#[test]
fn a_date_below_the_salutation_is_not_that_of_the_letter() {
    let report = read(
        "Dear Ms Dale\nFocused visit to Slough children's services\n6 February 2019
This letter summarises the findings of a focused visit to Slough children's services on 6 February 2019.",
    );
    assert_eq!(report.published, None);
}

#[test]
fn previous_dates_without_a_heading_below_them() {
    let long = "Families are well known to those who help them. ".repeat(8);
    let text = SEND_FULL.replace("Inspection outcome", &long);
    let report = read(&text);
    assert_eq!(
        report.previous_inspection.as_deref(),
        Some("4 to 8 July 2016")
    );
}

#[test]
fn a_headline_ends_where_the_size_changes() {
    let mut page = page(
        "Services for the children of Kent are much better now\nNews of the council in brief, May",
    );
    page.lines[0].size = 18.0;
    let report = recognise(&Document::of_pages(vec![page], Vec::new()));
    assert_eq!(
        report.title,
        "Services for the children of Kent are much better now"
    );
}

/// The labels and grades of [`ILACS`], in one of the ways in which tables become lines.
const LABELS: [&str; 4] = [
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care and care leavers",
    "Overall effectiveness",
];
const GRADES: [&str; 4] = [
    "Good",
    "Requires improvement to be good",
    "Outstanding",
    "Good",
];

#[test]
fn tables_of_children_s_services_in_other_orders() {
    let head = "Inspection of Westmarch children's services\nInspection dates: 3 to 7 June 2024\n";
    let rows =
        "leaders=good help-protection=requires-improvement in-care-and-care-leavers=outstanding";
    let overall_last = format!("{rows} overall=good");
    let row = |at: usize| format!("{} {}\n", LABELS[at], GRADES[at]);
    let by_row: String = (0..4).map(row).collect();
    let overall_first: String = [3, 0, 1, 2].map(row).concat();
    let marked = LABELS
        .iter()
        .zip(GRADES)
        .map(|(label, grade)| format!("| {label} | {grade} |\n"));
    for (table, expected) in [
        (
            format!(
                "Judgement\n{}\nGrade\n{}",
                LABELS.join("\n"),
                GRADES.join("\n")
            ),
            &overall_last,
        ),
        (
            format!(
                "| Judgement | Grade |\n| --- | --- |\n{}",
                marked.collect::<String>()
            ),
            &overall_last,
        ),
        (
            format!("Judgement Grade\n{overall_first}"),
            &format!("overall=good {rows}"),
        ),
        // A list of contents names the table first.
        (
            format!(
                "Judgements\nThe impact of leaders on social work Good\nSummary\nJudgement Grade\n{by_row}"
            ),
            &overall_last,
        ),
    ] {
        let report = read(&format!("{head}{table}\nMuch is better than it was."));
        assert_eq!(judgements(&report), *expected, "{table}");
    }
    // Without its title.
    let report = read(&format!(
        "Services in Slough local authority\nJudgement Grade\n{by_row}Much is better."
    ));
    assert_eq!(facts(&report), "ilacs | Slough | - to - | good");
    assert_eq!(judgements(&report), overall_last);
}

#[test]
fn cells_read_out_of_order_are_put_in_rows() {
    let line = |text: &str, left: f32, baseline: f32| Line {
        text: text.to_owned(),
        left,
        right: left + 6.0 * text.len() as f32,
        baseline,
        size: 12.0,
        bold: false,
    };
    let rows = |at: usize| {
        if at == 0 {
            140.0
        } else {
            160.0 + 20.0 * at as f32
        }
    };
    let mut lines = vec![line(
        "Inspection of Westmarch children's services",
        60.0,
        100.0,
    )];
    // The right column comes first, with the dates of the inspection and the grades.
    for (at, text) in ["3 to 7 June 2024"].iter().chain(&GRADES).enumerate() {
        lines.push(line(text, 500.0, rows(at)));
    }
    lines.push(line("Inspection dates:", 60.0, rows(0)));
    lines.push(line("Judgement", 60.0, 160.0));
    for (at, text) in LABELS.iter().enumerate() {
        lines.push(line(text, 60.0, rows(at + 1)));
    }
    let page = Page {
        number: Some(1),
        width: 800.0,
        height: 842.0,
        lines,
    };
    let report = recognise(&Document::of_pages(vec![page], Vec::new()));
    assert_eq!(
        facts(&report),
        "ilacs | Westmarch | 2024-06-03 to 2024-06-07 | good"
    );
}

#[test]
fn grades_of_2013_below_headings() {
    let report = read(
        "Inspection of looked after children services\nMedway Council\nInspection dates: 8 to 12 July 2013
Overall effectiveness\nGrade 3 (Adequate)\nThe council knows its children.
Capacity to improve\nGrade 2 (Good)\nThere is a plan.",
    );
    assert_eq!(
        facts(&report),
        "lac-2013 | Medway | 2013-07-08 to 2013-07-12 | adequate"
    );
    assert_eq!(judgements(&report), "overall=adequate capacity=good");
}

#[test]
fn other_documents() {
    let minutes = read("Minutes of the forum\nParents met in Kent on 4 May 2023.");
    assert_eq!(minutes.title, "Minutes of the forum");
    assert_eq!(minutes.warnings, Vec::<String>::new());
    assert_eq!(
        recognise(&Document::of_pages(Vec::new(), Vec::new())).kind,
        Kind::Other
    );
}

proptest! {
    #[test]
    fn any_pages_are_survived(content in "(\\PC{0,60}\n){0,12}") {
        let _ = read(&content);
    }

    #[test]
    fn shuffled_reports_are_survived(seed in proptest::collection::vec(0_usize..17, 0..30)) {
        let lines: Vec<&str> = ILACS.lines().chain(SEND_FULL.lines()).collect();
        let shuffled: Vec<&str> = seed.iter().filter_map(|&line| lines.get(line).copied()).collect();
        let _ = read(&shuffled.join("\n"));
    }
}
