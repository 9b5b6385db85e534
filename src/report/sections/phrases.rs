//! The closed lists of headings, by kind of report, with the role of the section each one opens.
//!
//! The phrases are those printed in the reports of each kind (counted over 551 reports; those of
//! outcome letters and visits are from public guidance); the roles are the field's.

use crate::report::{Kind, Role};

/// How a phrase is compared with a printed heading (both folded, closing punctuation gone).
#[derive(Debug, Clone, Copy)]
pub(super) enum Phrase {
    /// The whole heading.
    Whole(&'static str),
    /// How the heading begins; grades and names follow.
    Begins(&'static str),
    /// How a heading begins that counts only before every other section: titles and the sentence
    /// that gives the overall judgement.
    Opens(&'static str),
}

use Phrase::{Begins, Opens, Whole};

const SEND: &[(Phrase, Role)] = &[
    (Whole("inspection outcome"), Role::Outcome),
    (Whole("monitoring inspection outcome"), Role::Outcome),
    (
        Begins("information about the local area partnership"),
        Role::Context,
    ),
    (
        Begins("what is it like to be a child or young person"),
        Role::Experience,
    ),
    (
        Whole("what is the area partnership doing that is effective"),
        Role::Strengths,
    ),
    (
        Whole("what is the local area partnership doing that is effective"),
        Role::Strengths,
    ),
    (
        Whole("what does the area partnership need to do better"),
        Role::Weaknesses,
    ),
    (
        Whole("what does the local area partnership need to do better"),
        Role::Weaknesses,
    ),
    (Whole("areas for priority action"), Role::PriorityActions),
    (Whole("area for priority action"), Role::PriorityActions),
    (Whole("areas for improvement"), Role::Improvements),
    (Whole("area for improvement"), Role::Improvements),
    (Whole("local area partnership details"), Role::Details),
    (Whole("information about this inspection"), Role::Details),
    (Whole("inspection team"), Role::Details),
    (Whole("main findings"), Role::Findings),
    (Whole("next steps"), Role::NextSteps),
];

const SEND_LETTER: &[(Phrase, Role)] = &[
    (Opens("joint area send"), Role::Outcome),
    (Opens("joint local area send"), Role::Outcome),
    (Whole("main findings"), Role::Findings),
    (
        Begins("the effectiveness of the local area in"),
        Role::Findings,
    ),
    (
        Begins("the inspection raises significant concerns"),
        Role::Weaknesses,
    ),
    (Whole("strengths"), Role::Strengths),
    (Whole("areas for development"), Role::Weaknesses),
    (Whole("areas for improvement"), Role::Improvements),
    (Whole("next steps"), Role::NextSteps),
];

const JTAI: &[(Phrase, Role)] = &[
    (Opens("joint targeted area inspection of"), Role::Context),
    (Whole("headline findings"), Role::Summary),
    (Whole("context"), Role::Context),
    (Begins("what needs to improve"), Role::Improvements),
    (Whole("key strengths"), Role::Strengths),
    (Whole("strengths"), Role::Strengths),
    (Whole("multi-agency strengths"), Role::Strengths),
    (Whole("early help strengths"), Role::Strengths),
    (Whole("main findings"), Role::Findings),
    (Whole("areas for improvement"), Role::Weaknesses),
    (Whole("area for improvement"), Role::Weaknesses),
    (Whole("areas for priority action"), Role::PriorityActions),
    (Whole("areas for priority actions"), Role::PriorityActions),
    (Whole("area for priority action"), Role::PriorityActions),
    (Begins("case study"), Role::CaseStudy),
    (Begins("practice study"), Role::CaseStudy),
    (Begins("places and spaces"), Role::CaseStudy),
    (Whole("next steps"), Role::NextSteps),
];

const ILACS: &[(Phrase, Role)] = &[
    (Whole("judgement grade"), Role::Outcome),
    (Begins("what needs to improve"), Role::Improvements),
    (Begins("the experiences and progress of"), Role::Findings),
    (Begins("the experience and progress of"), Role::Findings),
    (Begins("the impact of leaders on"), Role::Findings),
    (Whole("areas for priority action"), Role::PriorityActions),
    (Whole("area for priority action"), Role::PriorityActions),
    (Whole("headline findings"), Role::Summary),
    (Whole("overview"), Role::Summary),
    (Whole("main findings"), Role::Findings),
    (Begins("areas covered by the visit"), Role::Context),
    (Whole("findings and evaluation of progress"), Role::Findings),
    (Whole("summary of findings"), Role::Summary),
    (Whole("next steps"), Role::NextSteps),
];

const SIF: &[(Phrase, Role)] = &[
    (Opens("the overall judgement is"), Role::Outcome),
    (Opens("children's services in"), Role::Outcome),
    (Whole("executive summary"), Role::Summary),
    (Whole("summary"), Role::Summary),
    (Whole("summary of key findings"), Role::Summary),
    (Whole("summary of findings"), Role::Summary),
    (
        Whole("summary for children and young people"),
        Role::Summary,
    ),
    (Whole("contents"), Role::Boilerplate),
    (
        Begins("information about this local authority area"),
        Role::Context,
    ),
    (
        Begins("information about the local authority area"),
        Role::Context,
    ),
    (Whole("children living in this area"), Role::Context),
    (Whole("child protection in this area"), Role::Context),
    (Whole("children looked after in this area"), Role::Context),
    (Whole("previous ofsted inspections"), Role::Context),
    (Whole("other ofsted inspections"), Role::Context),
    (Whole("other information about this area"), Role::Context),
    (Whole("local leadership"), Role::Context),
    (Whole("the casework model used in this area"), Role::Context),
    (Whole("recommendations"), Role::Improvements),
    (
        Begins("what does the local authority need to improve"),
        Role::Improvements,
    ),
    (
        Begins("what does the lscb need to improve"),
        Role::Improvements,
    ),
    (
        Begins("what does the local safeguarding children board need to"),
        Role::Improvements,
    ),
    (Whole("areas for improvement"), Role::Improvements),
    (Whole("area for improvement"), Role::Improvements),
    (
        Whole("priority and immediate action"),
        Role::PriorityActions,
    ),
    (
        Whole("priority and immediate actions"),
        Role::PriorityActions,
    ),
    (Whole("the local authority's strengths"), Role::Strengths),
    (
        Whole("the local authority has the following strengths"),
        Role::Strengths,
    ),
    (Whole("the lscb's strengths"), Role::Strengths),
    (
        Whole("the lscb has the following strengths"),
        Role::Strengths,
    ),
    (Begins("the experiences and progress of"), Role::Findings),
    (Begins("the experience and progress of"), Role::Findings),
    (
        Begins("leadership, management and governance"),
        Role::Findings,
    ),
    (Begins("inspection findings"), Role::Findings),
    (Begins("progress since the last inspection"), Role::Findings),
    (Begins("the graded judgement"), Role::Findings),
    (Begins("the graded judgment"), Role::Findings),
    (Begins("inspection judgement about"), Role::Findings),
    (Begins("inspection judgements about"), Role::Findings),
    (Begins("inspection judgment about"), Role::Findings),
    (Begins("inspection judgments about"), Role::Findings),
    (
        Begins("key strengths and weaknesses of the"),
        Role::Findings,
    ),
    (Whole("the local authority"), Role::Findings),
    (
        Whole("the local safeguarding children board"),
        Role::Findings,
    ),
    (
        Whole("the local safeguarding children board (lscb)"),
        Role::Findings,
    ),
    (Whole("section 1: the local authority"), Role::Findings),
    (Begins("section 2: the"), Role::Findings),
    (
        Begins("the local safeguarding children board is"),
        Role::Outcome,
    ),
    (
        Begins("the local safeguarding children board requires"),
        Role::Outcome,
    ),
    (Begins("the effectiveness of the lscb"), Role::Outcome),
    (
        Begins("the effectiveness of the local safeguarding children board"),
        Role::Outcome,
    ),
    (Begins("the lscb is"), Role::Outcome),
    (Begins("the lscb requires"), Role::Outcome),
    (
        Begins("what the inspection judgements mean"),
        Role::Boilerplate,
    ),
    (
        Begins("what the inspection judgments mean"),
        Role::Boilerplate,
    ),
    (Whole("information about this inspection"), Role::Details),
    (Whole("the inspection team"), Role::Details),
    (Whole("inspection team"), Role::Details),
];

const LAC_2013: &[(Phrase, Role)] = &[
    (Whole("contents"), Role::Boilerplate),
    (Whole("about this inspection"), Role::Details),
    (
        Begins("the inspection judgements and what they mean"),
        Role::Boilerplate,
    ),
    (Whole("service information"), Role::Context),
    (Begins("overall effectiveness"), Role::Findings),
    (Whole("capacity to improve"), Role::Findings),
    (Begins("outcomes for"), Role::Findings),
    (Whole("quality of provision"), Role::Findings),
    (Whole("leadership and management"), Role::Findings),
    (Begins("areas for improvement"), Role::Improvements),
    (Begins("record of main findings"), Role::Outcome),
];

const ANY: &[(Phrase, Role)] = &[
    (Whole("contents"), Role::Boilerplate),
    (Whole("introduction"), Role::Context),
    (Whole("context"), Role::Context),
    (Whole("background"), Role::Context),
    (Whole("summary"), Role::Summary),
    (Whole("executive summary"), Role::Summary),
    (Whole("inspection outcome"), Role::Outcome),
    (Whole("main findings"), Role::Findings),
    (Whole("findings"), Role::Findings),
    (Whole("strengths"), Role::Strengths),
    (Whole("areas for improvement"), Role::Improvements),
    (Whole("areas for development"), Role::Weaknesses),
    (Whole("areas for priority action"), Role::PriorityActions),
    (Whole("recommendations"), Role::Improvements),
    (Whole("what needs to improve"), Role::Improvements),
    (Whole("next steps"), Role::NextSteps),
    (Whole("conclusion"), Role::Findings),
    (Whole("notes to editors"), Role::Boilerplate),
];

/// The phrases of a kind.
pub(super) fn phrases(kind: Kind) -> &'static [(Phrase, Role)] {
    match kind {
        Kind::SendFull | Kind::SendMonitoring => SEND,
        Kind::SendRevisit | Kind::SendOutcomeLetter => SEND_LETTER,
        Kind::Jtai => JTAI,
        Kind::Ilacs | Kind::IlacsFocusedVisit | Kind::IlacsMonitoringVisit => ILACS,
        Kind::Sif | Kind::SifReinspection | Kind::LscbReview => SIF,
        Kind::Lac2013 => LAC_2013,
        Kind::SafeguardingProgress | Kind::PressRelease | Kind::Other => ANY,
    }
}
