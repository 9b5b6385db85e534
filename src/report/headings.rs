//! Recognising the headings of a report: closed lists of phrases per kind, and the look of the
//! lines.
//!
//! The phrases are those printed in the reports of each kind; the role of each is the field's.

use crate::report::layout::{Metrics, TextLine};
use crate::report::wording::{folded, heading_key, words};
use crate::report::{Kind, Role};

/// How a phrase is compared with a printed heading (both folded, closing punctuation gone).
#[derive(Debug, Clone, Copy)]
enum Phrase {
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

/// Longest heading in words; the longest printed one has 31.
const LONGEST: usize = 40;

/// A heading found in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heading {
    /// As printed, white space collapsed, footnote figure gone.
    pub text: String,
    pub role: Role,
    /// Grade printed beside the heading in a table cell of its own; empty if there is none.
    pub beside: String,
    /// Number of lines it takes.
    pub lines: usize,
}

/// The phrases of a kind.
fn phrases(kind: Kind) -> &'static [(Phrase, Role)] {
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

/// The role of a printed heading, if it is on the list of the kind. `opening` is whether no section
/// has been opened yet.
pub(super) fn role_of(kind: Kind, text: &str, opening: bool) -> Option<Role> {
    let key = heading_key(text);
    if key.is_empty() || words(&key) > LONGEST || key.ends_with("because") {
        return None;
    }
    phrases(kind)
        .iter()
        .find(|(phrase, _)| match phrase {
            Whole(whole) => key == *whole,
            Begins(begin) => key.starts_with(begin),
            Opens(begin) => opening && key.starts_with(begin),
        })
        .map(|(_, role)| *role)
}

/// The heading that starts at the first of the lines, if one does.
pub(super) fn at(
    lines: &[TextLine],
    metrics: &Metrics,
    kind: Kind,
    opening: bool,
) -> Option<Heading> {
    let first = lines.first()?;
    if metrics.looks && !first.is_heavy(metrics) {
        return None;
    }
    let run = run_of(lines, metrics);
    let (left, right) = cells(&run);
    if left.is_empty() {
        return None;
    }
    // Only a whole run may have cells beside it; the lines of a shorter heading are consecutive.
    let longest = if metrics.looks {
        left.len()
    } else {
        left.len().min(3)
    };
    for count in (1..=longest).rev() {
        let whole = count == left.len();
        if !whole && !right.is_empty() {
            continue;
        }
        let text = joined(&left[..count]);
        let Some(role) = role_of(kind, &text, opening) else {
            continue;
        };
        if !whole && !is_complete(kind, &text) {
            continue;
        }
        if !metrics.looks && !stands_alone(&text) {
            continue;
        }
        return Some(Heading {
            text: tidy(&text),
            role,
            beside: joined(&right),
            lines: count + if whole { right.len() } else { 0 },
        });
    }
    if is_free(kind) {
        by_look(&run, metrics)
    } else {
        None
    }
}

/// A heading told by its look alone, in documents of no fixed form: a short run of bold or large
/// lines that is no sentence.
fn by_look(run: &[&TextLine], metrics: &Metrics) -> Option<Heading> {
    let text = joined(run);
    let short = words(&text) <= 16 && !text.ends_with(['.', ',', ';', ':']);
    let worded = text.chars().any(char::is_alphabetic);
    (metrics.looks && short && worded).then(|| Heading {
        text: tidy(&text),
        role: Role::Findings,
        beside: String::new(),
        lines: run.len(),
    })
}

/// Whether documents of a kind have headings of their own making.
fn is_free(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PressRelease | Kind::Other | Kind::SafeguardingProgress
    )
}

/// Lines from the first that look alike and follow one another without a gap.
fn run_of<'a>(lines: &'a [TextLine], metrics: &Metrics) -> Vec<&'a TextLine> {
    let mut run: Vec<&TextLine> = Vec::new();
    for line in lines.iter().take(8) {
        let Some(last) = run.last() else {
            run.push(line);
            continue;
        };
        let close = line
            .below(last)
            .is_some_and(|gap| gap > -line.size * 0.9 && gap <= line.size.max(last.size) * 1.36);
        let alike = if metrics.looks {
            line.is_heavy(metrics) && (line.size - run[0].size).abs() < 1.1
        } else {
            true
        };
        let bulleted = !matches!(
            crate::report::bullets::start(&line.text).0,
            crate::report::bullets::Start::Plain
        );
        if !close || !alike || bulleted {
            break;
        }
        run.push(line);
    }
    run
}

/// Title lines and the grade cells right of them.
fn cells<'a>(run: &[&'a TextLine]) -> (Vec<&'a TextLine>, Vec<&'a TextLine>) {
    let edge = run
        .iter()
        .map(|line| line.left)
        .fold(f32::INFINITY, f32::min);
    run.iter()
        .copied()
        .partition(|line| line.left < edge + 100.0 || !is_grade(&line.text))
}

/// Whether a cell holds nothing but words of a grade.
fn is_grade(text: &str) -> bool {
    folded(text).split(' ').all(|word| {
        matches!(
            word,
            "outstanding"
                | "good"
                | "adequate"
                | "inadequate"
                | "requires"
                | "require"
                | "improvement"
                | "to"
                | "be"
                | "not"
                | "judged"
        )
    })
}

/// Whether a heading cut off before the end of its run is a whole one: in a list of phrases that
/// begin a heading, the rest of the run may belong to it.
fn is_complete(kind: Kind, text: &str) -> bool {
    let key = heading_key(text);
    phrases(kind)
        .iter()
        .any(|(phrase, _)| matches!(phrase, Whole(whole) if key == *whole))
        || text.trim_end().ends_with(['?', '.'])
}

/// In text without looks a heading is short and no sentence.
fn stands_alone(text: &str) -> bool {
    words(text) <= 32 && !(text.ends_with('.') && words(text) > 16) && !text.ends_with(',')
}

fn joined(lines: &[&TextLine]) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() && !out.ends_with('-') {
            out.push(' ');
        }
        out.push_str(&line.text);
    }
    out
}

fn tidy(text: &str) -> String {
    crate::report::wording::without_note(text)
        .trim_start_matches(['#', ' '])
        .to_string()
}
