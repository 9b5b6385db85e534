use proptest::prelude::*;

use super::*;
use crate::document::page::{Line, Page};
use crate::report::kinds::Kind;
use crate::report::outcome::{Outcome, Scale};

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

fn areas(metadata: &Report) -> Vec<&str> {
    metadata
        .areas
        .iter()
        .map(|area| area.name.as_str())
        .collect()
}

fn dates(metadata: &Report) -> Option<(String, String)> {
    Some((
        metadata.inspection_start?.to_string(),
        metadata.inspection_end?.to_string(),
    ))
}

fn between(first: &str, last: &str) -> Option<(String, String)> {
    Some((first.to_owned(), last.to_owned()))
}

fn judgements(metadata: &Report) -> Vec<String> {
    metadata
        .judgements
        .iter()
        .map(|(row, grade)| format!("{row}={grade}"))
        .collect()
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
    let metadata = read(SEND_FULL);
    assert_eq!(metadata.kind, Kind::SendFull);
    assert_eq!(
        metadata.title,
        "Area SEND inspection of the Westmarch and Oldmere Local Area Partnership"
    );
    assert_eq!(areas(&metadata), ["Westmarch", "Oldmere"]);
    assert_eq!(metadata.outcome.value, "send-inconsistent");
    let words = metadata.outcome_text.as_deref().unwrap_or_default();
    assert!(
        words.starts_with("The arrangements") && words.ends_with("SEND."),
        "{words}"
    );
    assert_eq!(dates(&metadata), between("2024-04-29", "2024-05-03"));
    assert_eq!(
        metadata.previous_inspection.as_deref(),
        Some("4 to 8 July 2016")
    );
    assert_eq!(metadata.year, Some(2024));
    assert_eq!(metadata.published, None);
    assert_eq!(
        metadata.evidence.get("inspection_end").map(String::as_str),
        Some("29 April to 3 May 2024")
    );
}

#[test]
fn an_outcome_is_never_guessed() {
    let silent = SEND_FULL.replace("lead to inconsistent experiences", "vary");
    let metadata = read(&silent);
    assert_eq!(metadata.outcome.value, "unknown");
    assert_eq!(metadata.outcome_text, None);
    assert!(
        metadata
            .warnings
            .iter()
            .any(|warning| warning.contains("none of the three"))
    );
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
    let metadata = read(
        "The report Area SEND inspection of Westmarch Local Area Partnership came out.
Ofsted made the inspection between 4 and 8 March 2024 in Westmarch.

Ann Ash, who leads the council, said:
\"We are glad.\"",
    );
    assert_eq!(metadata.kind, Kind::PressRelease);
    assert_eq!(metadata.outcome, Outcome::none());
    assert_eq!(dates(&metadata), between("2024-03-04", "2024-03-08"));
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
        let metadata = read(&format!(
            "{headline}\nOfsted and the Care Quality Commission (CQC) ended their inspection between spring and summer.
Ann Ash said: \"We are glad of it.\""
        ));
        assert_eq!(metadata.kind, Kind::PressRelease, "{headline}");
        assert_eq!(metadata.title, headline);
    }
}

#[test]
fn a_monitoring_inspection() {
    let metadata = read(
        "Area SEND monitoring inspection of Kent Local Area Partnership
Inspection dates: 4 and 5 November 2025
Ofsted and the Care Quality Commission (CQC) looked at the priority actions.",
    );
    assert_eq!(metadata.kind, Kind::SendMonitoring);
    assert_eq!(metadata.outcome, Outcome::none());
    assert_eq!(areas(&metadata), ["Kent"]);
    assert_eq!(dates(&metadata), between("2025-11-04", "2025-11-05"));
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
    let metadata = read(OUTCOME_LETTER);
    assert_eq!(metadata.kind, Kind::SendOutcomeLetter);
    assert_eq!(
        metadata.title,
        "Joint local area SEND inspection in Westmarch"
    );
    assert_eq!(
        metadata.outcome,
        Outcome::new(Scale::Send2016, "wsoa-required")
    );
    assert_eq!(dates(&metadata), between("2017-06-12", "2017-06-16"));
    assert_eq!(
        metadata.published.map(|day| day.to_string()).as_deref(),
        Some("2017-08-01")
    );
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
            &["sufficient=2", "weaknesses=5", "insufficient=3"][..],
        ),
        (
            "The local area has made sufficient progress in addressing all four of the weaknesses identified.",
            "revisit-sufficient",
            &["sufficient=4", "weaknesses=4", "insufficient=0"],
        ),
        (
            "The area has made sufficient progress in addressing the 3 areas of significant weakness.",
            "revisit-sufficient",
            &["sufficient=3", "weaknesses=3", "insufficient=0"],
        ),
        (
            "The area has not made sufficient progress in addressing any of the six weaknesses.",
            "revisit-insufficient",
            &["sufficient=0", "weaknesses=6", "insufficient=6"],
        ),
        (
            "The area has made sufficient progress in addressing all of the significant weaknesses.",
            "revisit-sufficient",
            &[],
        ),
        (
            "The area has made sufficient progress to improve this area of weakness.\nThe area has not made sufficient progress to improve this area of weakness.",
            "revisit-mixed",
            &["sufficient=1", "weaknesses=2", "insufficient=1"],
        ),
        ("Leaders work hard.", "unknown", &[]),
    ] {
        let metadata = revisit(sentences);
        assert_eq!(metadata.kind, Kind::SendRevisit);
        assert_eq!(metadata.outcome.value, value, "{sentences}");
        assert_eq!(judgements(&metadata), counts, "{sentences}");
        assert_eq!(areas(&metadata), ["St Helens"]);
        assert_eq!(dates(&metadata), between("2021-02-01", "2021-02-03"));
    }
}

#[test]
fn a_revisit_tells_the_first_inspection() {
    let metadata = revisit("The first inspection in November 2018 was worse.");
    assert_eq!(
        metadata.previous_inspection.as_deref(),
        Some("November 2018")
    );
}

#[test]
fn a_revisit_that_contradicts_itself_is_warned_of() {
    let metadata = revisit(
        "The area has made sufficient progress in addressing both of the weaknesses.
The area has not made sufficient progress to improve this area of weakness.",
    );
    assert!(
        metadata
            .warnings
            .iter()
            .any(|warning| warning.contains("counts 2 of 2")),
        "{:?}",
        metadata.warnings
    );
}

#[test]
fn joint_targeted_inspections() {
    let metadata = read(
        "9 June 2016\n\nTo: the partners\n\nDear local partnership\n
Joint targeted area inspection of the multi-agency response to\nneglect in the London Borough of Brent\n
Between 25 April and 29 April, Ofsted looked at Brent.\nA written statement of action is required because of this.",
    );
    assert_eq!(metadata.kind, Kind::Jtai);
    assert_eq!(metadata.outcome, Outcome::none());
    assert_eq!(areas(&metadata), ["Brent"]);
    assert_eq!(dates(&metadata), between("2016-04-25", "2016-04-29"));
    let nameless = read(
        "9 June 2018\nDear local partnership\nJoint targeted area inspection of the multi-agency response to neglect\n
Between 23 and 27 April 2018, Ofsted and others came.\nThis is about the work in Greenwich local authority.",
    );
    assert_eq!(areas(&nameless), ["Greenwich"]);
    let later = read(
        "Dear Westmarch Local Safeguarding Partnership\nJoint targeted area inspection of Westmarch\n
This inspection took place from 13 November 2023 to 17 November 2023. Ofsted led it.",
    );
    assert_eq!((later.kind, areas(&later)), (Kind::Jtai, vec!["Westmarch"]));
    assert_eq!(dates(&later), between("2023-11-13", "2023-11-17"));
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
    let metadata = read(ILACS);
    assert_eq!(metadata.kind, Kind::Ilacs);
    assert_eq!(
        metadata.title,
        "Westmarch County Council Inspection of children's social care services"
    );
    assert_eq!(areas(&metadata), ["Westmarch"]);
    assert_eq!(
        metadata.outcome,
        Outcome::new(Scale::FourGrades, "requires-improvement")
    );
    let expected = [
        "leaders=good",
        "help-protection=requires-improvement",
        "in-care-and-care-leavers=outstanding",
        "overall=requires-improvement",
    ];
    assert_eq!(judgements(&metadata), expected);
    assert_eq!(dates(&metadata), between("2018-11-26", "2018-12-07"));
}

#[test]
fn rows_without_a_grade_are_not_paired() {
    let metadata = read(&ILACS.replace("| Outstanding", ""));
    assert_eq!(metadata.outcome.value, "unknown");
    assert!(metadata.judgements.is_empty());
    assert!(!metadata.warnings.is_empty());
}

#[test]
fn five_rows_by_label_in_any_order() {
    let metadata = read(
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
    assert_eq!(areas(&metadata), ["Bournemouth, Christchurch and Poole"]);
    let expected = [
        "in-care=good",
        "care-leavers=inadequate",
        "leaders=outstanding",
        "help-protection=good",
        "overall=requires-improvement",
    ];
    assert_eq!(judgements(&metadata), expected);
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
    let metadata = read(content);
    assert_eq!(metadata.kind, Kind::Sif);
    assert_eq!(areas(&metadata), ["Kensington and Chelsea"]);
    assert_eq!(metadata.outcome.value, "requires-improvement");
    let expected = [
        "help-protection=requires-improvement",
        "looked-after=good",
        "adoption=outstanding",
        "care-leavers=not-judged",
        "leadership=inadequate",
        "lscb=good",
    ];
    assert_eq!(judgements(&metadata), expected);
    assert_eq!(dates(&metadata), between("2016-09-12", "2016-10-06"));
    assert_eq!(
        metadata.published.map(|day| day.to_string()).as_deref(),
        Some("2016-11-28")
    );
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
        (board.kind, areas(&board)),
        (Kind::LscbReview, vec!["Westmarch"])
    );
    assert_eq!(judgements(&board), ["lscb=inadequate"]);
    let looked_after = read(
        "Inspection of looked after children\nservices\nMedway Council\nInspection dates: | 8 – 12 July 2013\nPublished: | 16 August 2013
Record of main findings | 22\nThe town council of Westmarch is far.\nRecord of main findings
Overall effectiveness | Adequate\n | Good\nCapacity to improve\nOutcomes for looked after children and | Inadequate\nyoung people
Quality of provision | Adequate\nLeadership and management | Good",
    );
    assert_eq!(
        (looked_after.kind, areas(&looked_after)),
        (Kind::Lac2013, vec!["Medway"])
    );
    assert_eq!(looked_after.outcome.value, "adequate");
    assert_eq!(
        judgements(&looked_after)[1..],
        [
            "capacity=good",
            "outcomes=inadequate",
            "quality=adequate",
            "leadership=good"
        ]
    );
    let progress = read(
        "Inspection of progress made in the provision of\nsafeguarding services in the London Borough of Brent\nPublished: 3 July 2009",
    );
    assert_eq!(
        (progress.kind, areas(&progress), progress.year),
        (Kind::SafeguardingProgress, vec!["Brent"], Some(2009))
    );
}

#[test]
fn visits() {
    let focused = read(
        "7 March 2019\nMs Dale\nDear Ms Dale\nFocused visit to Westmarch County Council children's services
This letter summarises the findings of a focused visit to Westmarch children's services on 5 and 6 February 2019.",
    );
    assert_eq!(
        (focused.kind, areas(&focused)),
        (Kind::IlacsFocusedVisit, vec!["Westmarch"])
    );
    assert_eq!(dates(&focused), between("2019-02-05", "2019-02-06"));
    let monitoring = read(
        "7 March 2022\nDear Mr Elm\nMonitoring visit to Slough children's services
This letter summarises the findings of the monitoring visit to Slough children's services on 1 and 2 February 2022.",
    );
    assert_eq!(
        (monitoring.kind, areas(&monitoring)),
        (Kind::IlacsMonitoringVisit, vec!["Slough"])
    );
    assert_eq!(monitoring.outcome, Outcome::none());
}

#[test]
fn letters_whose_subject_is_lost() {
    let focused = read(
        "Dear Ms Dale\nThis letter summarises the findings of a focused visit to Westmarch children's services on 5 and 6
February 2019. The last inspection was on 3 May 2017.\nYours sincerely",
    );
    assert_eq!(
        (focused.kind, areas(&focused)),
        (Kind::IlacsFocusedVisit, vec!["Westmarch"])
    );
    assert_eq!(dates(&focused), between("2019-02-05", "2019-02-06"));
    let revisit = read(
        "Dear Ms Dale\nBetween 3 and 5 June 2019, Ofsted and the Care Quality Commission (CQC) revisited the area of Kent
to decide whether sufficient progress has been made.\nYours sincerely",
    );
    assert_eq!(
        (revisit.kind, areas(&revisit)),
        (Kind::SendRevisit, vec!["Kent"])
    );
    assert_eq!(revisit.outcome.value, "unknown");
    assert_eq!(dates(&revisit), between("2019-06-03", "2019-06-05"));
}

#[test]
fn other_dates_are_not_taken_for_the_inspection() {
    let undated = SEND_FULL.replace("Inspection dates: 29 April to 3 May 2024\nDates of previous inspection: 4 to 8 July 2016\n", "")
        .replace("Leaders must act", "On 1 July 2022, NHS Westmarch began. Leaders must act");
    let metadata = read(&undated);
    assert_eq!((metadata.kind, dates(&metadata)), (Kind::SendFull, None));
    assert!(
        metadata
            .warnings
            .iter()
            .any(|warning| warning.contains("no inspection date"))
    );
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
fn other_documents() {
    let metadata = read("Minutes of the forum\nParents met in Kent on 4 May 2023.");
    assert_eq!(
        (metadata.kind, metadata.title.as_str()),
        (Kind::Other, "Minutes of the forum")
    );
    assert_eq!((dates(&metadata), metadata.warnings.len()), (None, 0));
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
