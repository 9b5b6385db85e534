//! How reports of each kind are built: sections, tones, numbers and lengths of passages.

use findings::report::{Kind, Role};

use super::grammar::Tone;
use super::random::Random;

/// Words at the 5th, 25th, 50th, 75th, 90th, 95th, 99th percentile, and the most.
type Lengths = [usize; 8];

const PERCENTILES: [f64; 9] = [0.0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0];

const SEND_BULLET: Lengths = [21, 46, 62, 80, 105, 120, 159, 180];
const SEND_PARAGRAPH: Lengths = [26, 46, 68, 90, 119, 144, 170, 180];
const SEND_ACTION: Lengths = [14, 24, 38, 52, 70, 90, 115, 150];
const JTAI_BULLET: Lengths = [15, 37, 62, 94, 124, 146, 175, 180];
const JTAI_PARAGRAPH: Lengths = [28, 52, 77, 108, 143, 169, 178, 180];
const ILACS_PARAGRAPH: Lengths = [32, 52, 70, 92, 116, 131, 166, 180];
const ILACS_BULLET: Lengths = [12, 13, 15, 20, 26, 30, 42, 67];
const SIF_PARAGRAPH: Lengths = [23, 50, 78, 108, 137, 155, 178, 180];
const SIF_BULLET: Lengths = [12, 14, 19, 31, 52, 70, 114, 180];

/// A section in the making.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) heading: &'static str,
    pub(super) role: Role,
    pub(super) tone: Tone,
    /// Fewest and most passages.
    pub(super) passages: (usize, usize),
    lengths: Lengths,
}

impl Outline {
    /// Words that a passage is to have.
    pub(super) fn words(&self, random: &mut Random) -> usize {
        let at = random.unit();
        let upper = PERCENTILES.iter().position(|&p| p > at).unwrap_or(8);
        let (low, high) = (PERCENTILES[upper - 1], PERCENTILES[upper]);
        let from = if upper == 1 {
            12
        } else {
            self.lengths[upper - 2]
        };
        let to = self.lengths[upper - 1];
        let share = (at - low) / (high - low);
        (from as f64 + share * (to as f64 - from as f64)) as usize
    }
}

fn part(
    heading: &'static str,
    role: Role,
    tone: Tone,
    passages: (usize, usize),
    lengths: Lengths,
) -> Outline {
    Outline {
        heading,
        role,
        tone,
        passages,
        lengths,
    }
}

/// Kinds of inspections of a year, the frequent ones first.
pub(super) fn kinds(year: i16) -> &'static [Kind] {
    match year {
        2023.. => &[
            Kind::SendFull,
            Kind::Ilacs,
            Kind::SendFull,
            Kind::Jtai,
            Kind::IlacsFocusedVisit,
            Kind::SendMonitoring,
            Kind::PressRelease,
        ],
        2018.. => &[
            Kind::Ilacs,
            Kind::SendOutcomeLetter,
            Kind::SendRevisit,
            Kind::IlacsMonitoringVisit,
            Kind::Jtai,
        ],
        _ => &[
            Kind::Sif,
            Kind::SendOutcomeLetter,
            Kind::Jtai,
            Kind::SifReinspection,
        ],
    }
}

/// The sections of a kind after the one with the outcome; urgent failings get their own.
#[expect(clippy::too_many_lines, reason = "it is a table")]
pub(super) fn sections(kind: Kind, failing: bool) -> Vec<Outline> {
    use Tone::{Action, Fact, Good, Mixed, Poor};
    match kind {
        Kind::SendFull | Kind::SendMonitoring => send(failing),
        Kind::Ilacs => vec![
            part(
                "What needs to improve?",
                Role::Improvements,
                Action,
                (4, 7),
                ILACS_BULLET,
            ),
            part(
                "The experiences and progress of children who need help and protection",
                Role::Findings,
                Mixed,
                (16, 24),
                ILACS_PARAGRAPH,
            ),
            part(
                "The experiences and progress of children in care",
                Role::Findings,
                Mixed,
                (12, 20),
                ILACS_PARAGRAPH,
            ),
            part(
                "The experiences and progress of care leavers",
                Role::Findings,
                Good,
                (7, 12),
                ILACS_PARAGRAPH,
            ),
            part(
                "The impact of leaders on social work practice with children and families",
                Role::Findings,
                Mixed,
                (12, 18),
                ILACS_PARAGRAPH,
            ),
        ],
        Kind::Jtai => vec![
            part(
                "Headline findings",
                Role::Summary,
                Mixed,
                (3, 6),
                JTAI_PARAGRAPH,
            ),
            part(
                "What needs to improve?",
                Role::Improvements,
                Action,
                (6, 10),
                JTAI_BULLET,
            ),
            part("Strengths", Role::Strengths, Good, (14, 22), JTAI_BULLET),
            part(
                "Main findings",
                Role::Findings,
                Mixed,
                (16, 26),
                JTAI_PARAGRAPH,
            ),
            part("Next steps", Role::NextSteps, Fact, (1, 2), JTAI_PARAGRAPH),
        ],
        Kind::Sif | Kind::SifReinspection => vec![
            part(
                "Executive summary",
                Role::Summary,
                Mixed,
                (8, 14),
                SIF_PARAGRAPH,
            ),
            part(
                "Recommendations",
                Role::Improvements,
                Action,
                (10, 18),
                SIF_BULLET,
            ),
            part(
                "Information about the local authority area",
                Role::Context,
                Fact,
                (8, 16),
                SIF_BULLET,
            ),
            part(
                "The experiences and progress of children who need help and protection",
                Role::Findings,
                Mixed,
                (14, 22),
                SIF_PARAGRAPH,
            ),
            part(
                "The experiences and progress of children looked after and achieving permanence",
                Role::Findings,
                Mixed,
                (15, 24),
                SIF_PARAGRAPH,
            ),
            part(
                "Leadership, management and governance",
                Role::Findings,
                Poor,
                (9, 15),
                SIF_PARAGRAPH,
            ),
        ],
        _ => vec![
            part("Main findings", Role::Findings, Mixed, (8, 14), SEND_BULLET),
            part("Strengths", Role::Strengths, Good, (8, 14), SEND_BULLET),
            part(
                "Areas for improvement",
                Role::Improvements,
                Poor,
                (8, 14),
                SEND_BULLET,
            ),
        ],
    }
}

fn send(failing: bool) -> Vec<Outline> {
    use Tone::{Action, Fact, Good, Mixed, Poor};
    let mut outline = vec![
        part(
            "Information about the local area partnership",
            Role::Context,
            Fact,
            (2, 5),
            SEND_ACTION,
        ),
        part(
            "What is it like to be a child or young person with SEND in this area?",
            Role::Experience,
            Mixed,
            (10, 16),
            SEND_PARAGRAPH,
        ),
        part(
            "What is the area partnership doing that is effective?",
            Role::Strengths,
            Good,
            (11, 17),
            SEND_BULLET,
        ),
        part(
            "What does the area partnership need to do better?",
            Role::Weaknesses,
            Poor,
            (11, 17),
            SEND_BULLET,
        ),
    ];
    if failing {
        outline.push(part(
            "Areas for priority action",
            Role::PriorityActions,
            Action,
            (2, 5),
            SEND_ACTION,
        ));
    }
    outline.push(part(
        "Areas for improvement",
        Role::Improvements,
        Action,
        (4, 7),
        SEND_ACTION,
    ));
    outline
}

/// The standard wording of an outcome.
pub(super) fn outcome_paragraphs(value: &str) -> &'static [&'static str] {
    match value {
        "send-positive" => &[
            "The local area partnership’s special educational needs and/or disabilities (SEND) arrangements typically lead to positive experiences and outcomes for children and young people with SEND. The local area partnership is taking action where improvements are needed.",
            "The next full area SEND inspection will be within approximately five years.",
        ],
        "send-inconsistent" => &[
            "The local area partnership’s arrangements lead to inconsistent experiences and outcomes for children and young people with special educational needs and/or disabilities (SEND). The local area partnership must work jointly to make improvements.",
            "The next full area SEND inspection will be within approximately three years.",
        ],
        "send-widespread-failings" => &[
            "There are widespread and/or systemic failings leading to significant concerns about the experiences and outcomes of children and young people with special educational needs and/or disabilities (SEND), which the local area partnership must address urgently.",
            "A monitoring inspection will be carried out within approximately 18 months. The next full reinspection will be within approximately three years.",
        ],
        _ => &[
            "The findings of the inspection are set out in this report, with what must happen next.",
        ],
    }
}
