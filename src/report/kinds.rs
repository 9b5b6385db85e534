//! The table of kinds of report. The readers of metadata and sections take what differs between kinds
//! from its rows.
//!
//! Titles, windows and headings were counted over 551 reports of 2009 to 2025; letters of the 2016
//! framework and visits follow published guidance.

use super::inspectorate::{self, Inspectorate};
use super::outcome::Scale;
use super::role::Role;

/// What is known of a kind of report. What a row leaves out is as in [`ROW`].
#[derive(Debug)]
pub(super) struct Row {
    /// The name used in ids, facets and machine output.
    pub name: &'static str,
    /// The name as a reader would say it.
    pub label: &'static str,
    /// Whether it is an inspectorate's own report, rather than something written about one.
    pub report: bool,
    /// The scale of its judgement.
    pub scale: Scale,
    /// Who inspects.
    pub inspectorates: &'static [Inspectorate],
    /// Whether further inspectorates may take part, as the text tells.
    pub joint: bool,
    /// How its title reads.
    pub titles: &'static [Title],
    /// Whether the council's name stands below the title, rather than above it.
    pub council_below: bool,
    /// How its judgement is read.
    pub judged_by: JudgedBy,
    /// How the days of the inspection are read.
    pub dates: DateRule,
    /// Whether a line of its head is nothing but its date.
    pub letter_head: bool,
    /// Its headings.
    pub headings: Headings,
    /// Whether it has headings of its own making besides, told by their look.
    pub own_headings: bool,
    /// Whether it ends with a signature, after which nothing is a heading.
    pub signed: bool,
    /// Whether it begins with what was looked at, under no heading.
    pub unheaded: bool,
    /// Whether it goes through the weaknesses that an earlier inspection found.
    pub revisit: bool,
    /// Its variants.
    pub variants: Variants,
}

const ROW: Row = Row {
    name: "",
    label: "",
    report: true,
    scale: Scale::None,
    inspectorates: &[Inspectorate::Ofsted],
    joint: false,
    titles: &[],
    council_below: false,
    judged_by: JudgedBy::Nothing,
    dates: DateRule::LabelledOrSpan,
    letter_head: false,
    headings: &[],
    own_headings: false,
    signed: false,
    unheaded: false,
    revisit: false,
    variants: Variants::None,
};

/// A title of a kind of report, and what must come with it.
#[derive(Debug)]
pub(super) struct Title {
    /// Titles of a lower rank are tried first; the first hit wins. The title of a re-inspection also
    /// holds the plain title.
    pub rank: u8,
    /// Words of the title in lower case: without them in the opening the title need not be tried.
    pub key: &'static str,
    /// The whole title, anchored at both ends; the group `area` is the part with the area.
    pub pattern: &'static str,
    /// The title starts within so many bytes of the top.
    pub window: usize,
    /// Words that tell a report from a page that only carries its title, such as a list of links,
    /// and within how many bytes from the title they stand.
    pub proof: Option<(&'static str, usize)>,
    /// Whether it is the subject line of a letter, below its salutation.
    pub subject: bool,
}

const TITLE: Title = Title {
    rank: 0,
    key: "",
    pattern: "",
    window: 0,
    proof: None,
    subject: false,
};

/// Headings in comparable form by the role of the section they open. `*` at the end: the heading
/// begins so, and grades and names follow. `^` at the start: it counts only before every other
/// section, as titles do and the sentence that gives the overall judgement.
pub(super) type Headings = &'static [(Role, &'static [&'static str])];

/// Makes a list of headings for each framework.
macro_rules! headings {
    ($($(#[$doc:meta])* $name:ident { $($role:ident: $($phrase:literal),+;)+ })*) => {
        $($(#[$doc])* const $name: Headings = &[$((Role::$role, &[$($phrase),+])),+];)*
    };
}

/// How a judgement is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JudgedBy {
    /// No judgement is given.
    Nothing,
    /// By one of three phrases in the outcome section.
    OutcomeSection,
    /// By whether a written statement of action is required.
    StatementOfAction,
    /// By how many weaknesses have seen sufficient progress.
    Progress,
    /// By the table of grades of an ILACS report.
    IlacsTable,
    /// By the table of grades of 2013.
    LacTable,
    /// By the sentence on the overall grade, with a table below it.
    Sentence,
    /// By the sentence on the grade of the safeguarding board.
    BoardSentence,
}

/// How the days of an inspection are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateRule {
    /// After a label.
    Labelled,
    /// After a label, else as a span of days near the top: single days are those of other events.
    LabelledOrSpan,
    /// In the first sentences of a letter, else after a label.
    Told,
    /// Anywhere in a sentence about the inspection, as a span of days.
    Sentence,
    /// Only a publication date is printed, and the text is full of other dates.
    PublicationOnly,
}

/// How a kind of report divides into variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variants {
    /// It does not.
    None,
    /// `short` or `standard`, by the days of fieldwork.
    ByLength,
    /// `letter-2016` or `letter-2022`: the programme paused in 2020 and began again in 2022 with
    /// another form of letter.
    ByGeneration,
}

impl Kind {
    /// Who wrote a report of this kind with these passages, in printed order.
    ///
    /// The kind determines the inspectorates, except for joint targeted inspections: their letters
    /// name three or four at the beginning and below the end. The text of a press release or of an
    /// unknown document does not determine them.
    pub fn inspectorates<'a>(self, passages: impl Iterator<Item = &'a str>) -> Vec<Inspectorate> {
        let row = self.row();
        let mut found = row.inspectorates.to_vec();
        if row.joint {
            inspectorate::add_joint(&mut found, passages);
        }
        found
    }

    /// The scale on which reports of this kind are judged.
    pub fn scale(self) -> Scale {
        self.row().scale
    }

    /// The name as a reader would say it, such as `area SEND inspection`.
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// Whether it is an inspectorate's own report, rather than a press release or an unknown
    /// document.
    pub fn is_report(self) -> bool {
        self.row().report
    }
}

const SEND_INSPECTORATES: &[Inspectorate] = &[Inspectorate::Ofsted, Inspectorate::Cqc];

const SEND_PROOF: &str = r"inspection\sdates?\s?:|(?-i:Inspection\soutcome\s[A-Z])";
const LETTER_PROOF: &str =
    r"\bdear\s | \bthis\sletter\b | \byours\s(?:sincerely|faithfully) | summaris\w+\sthe\sfindings";
const MONITORING_PROOF: &str =
    r"inspection\sdates?\s?: | \bdear\s | \bthis\sletter\b | \byours\s(?:sincerely|faithfully)";
const SEND_LETTER_PROOF: &str = r"care\squality\scommission|\bcqc\b";
const JTAI_PROOF: &str = r"this\sletter|this\sinspection|ofsted|headline\sfindings|key\sstrengths";
const SIF_PROOF: &str =
    r"inspection\sdates?\s?:|report\spublished|overall\sjudge?ment|children's\sservices\sin";
/// The head of the table of an ILACS report and the row that no other report has.
pub(super) const ILACS_TABLE: &str = r"judgements?\s (?:\|\s)? (?:
    the\simpact\sof\sleaders\son\ssocial\swork
    | (?:grades?|the\sexperiences)\s .* impact\sof\sleaders\son\ssocial\swork )";

closed_list! {
    /// What kind of report a document is. The names are those of the field's closed list.
    Kind {
        /// Area SEND full inspection, 2023 framework.
        SendFull = "send-full" {
            label: "area SEND inspection",
            scale: Scale::Send2023,
            inspectorates: SEND_INSPECTORATES,
            judged_by: JudgedBy::OutcomeSection,
            headings: SEND,
            titles: &[
                Title { rank: 2, key: "area send", window: 4000, proof: Some((SEND_PROOF, 1500)),
                    pattern: r"^ (?:the\s)? area\ssend\s (?:full\s)? inspection\sof\s (?:the\s)? (?P<area>.{2,90}?) \s local\sarea\spartnership $", ..TITLE },
            ],
        }
        /// Area SEND monitoring inspection, 2023 framework.
        SendMonitoring = "send-monitoring" {
            label: "area SEND monitoring inspection",
            inspectorates: SEND_INSPECTORATES,
            letter_head: true,
            signed: true,
            headings: SEND,
            titles: &[
                Title { rank: 1, key: "monitoring", window: 4000, proof: Some((MONITORING_PROOF, 3000)),
                    pattern: r"^ (?:the\s)? (?:joint\s)? (?:local\s)? area\ssend\smonitoring\s (?:inspection|visit) \s (?:of|in|to)\s (?:the\s)? (?P<area>.{2,90}?) (?:\slocal\sarea (?:\spartnership)? )? \.? $", ..TITLE },
            ],
        }
        /// Area SEND inspection outcome letter, 2016 framework.
        SendOutcomeLetter = "send-outcome-letter" {
            label: "area SEND outcome letter (2016 framework)",
            scale: Scale::Send2016,
            inspectorates: SEND_INSPECTORATES,
            judged_by: JudgedBy::StatementOfAction,
            dates: DateRule::Told,
            letter_head: true,
            signed: true,
            headings: SEND_LETTER,
            titles: &[
                Title { rank: 4, key: "joint", window: 4000, proof: Some((SEND_LETTER_PROOF, 4000)), subject: true,
                    pattern: r"^ (?:subject:\s|re:\s)? joint\s (?:local\s)? area\s (?:send|special\seducational\sneeds\sand(?:/or)?\sdisabilit(?:y|ies)(?:\s\(send\))?) \s inspection \s (?:in|of)\s (?:the\s)? (?P<area>(?:st\.|[^.]){2,90}) \.? $", },
            ],
        }
        /// Area SEND revisit letter, 2016 framework.
        SendRevisit = "send-revisit" {
            label: "area SEND revisit",
            scale: Scale::SendRevisit,
            inspectorates: SEND_INSPECTORATES,
            judged_by: JudgedBy::Progress,
            dates: DateRule::Told,
            letter_head: true,
            signed: true,
            revisit: true,
            headings: SEND_LETTER,
            titles: &[
                Title { rank: 3, key: "joint", window: 4000, proof: Some((SEND_LETTER_PROOF, 4000)), subject: true,
                    pattern: r"^ (?:subject:\s|re:\s)? joint\s (?:local\s)? area\s (?:send|special\seducational\sneeds\sand(?:/or)?\sdisabilit(?:y|ies)(?:\s\(send\))?) \s re-?\s?(?:visit|inspection) \s (?:in|of|to)\s (?:the\s)? (?P<area>(?:st\.|[^.]){2,90}) \.? $", },
            ],
        }
        /// Inspection of local authority children's services (from 2018), standard or short.
        Ilacs = "ilacs" {
            label: "children's services inspection",
            scale: Scale::FourGrades,
            judged_by: JudgedBy::IlacsTable,
            signed: true,
            variants: Variants::ByLength,
            headings: ILACS,
            titles: &[
                // The bare title first: `local authority` would pass for an area's name.
                Title { rank: 11, key: "inspection of", window: 2500, proof: Some((ILACS_TABLE, 4000)),
                    pattern: r"^ inspection\sof\s (?:local\sauthority\s)? children's\s (?:social\scare\s)? services\d? $", ..TITLE },
                Title { rank: 11, key: "inspection of", window: 2500, proof: Some((ILACS_TABLE, 4000)),
                    pattern: r"^ (?:re-?)?inspection\sof\s (?P<area>.{2,90}?) \s (?:local\sauthority\s)? children's\s (?:social\scare\s)? services\d? $", ..TITLE },
            ],
        }
        /// ILACS focused visit letter.
        IlacsFocusedVisit = "ilacs-focused-visit" {
            label: "children's services focused visit",
            dates: DateRule::Told,
            letter_head: true,
            signed: true,
            unheaded: true,
            headings: ILACS,
            titles: &[
                Title { rank: 12, key: "visit", window: 3000, proof: Some((LETTER_PROOF, 3000)),
                    pattern: r"^ (?:ofsted\s)? (?:ilacs:?\s)? (?:focused|assurance|focused\sassurance|covid-19\sassurance) \s visit \s (?:to|of|in)\s (?P<area>(?:st\.|[^.]){2,90}?) (?:\slocal\sauthority)? (?:\schildren's\s(?:social\scare\s)?services)? \.? $", ..TITLE },
            ],
        }
        /// ILACS monitoring visit letter.
        IlacsMonitoringVisit = "ilacs-monitoring-visit" {
            label: "children's services monitoring visit",
            dates: DateRule::Told,
            letter_head: true,
            signed: true,
            unheaded: true,
            headings: ILACS,
            titles: &[
                Title { rank: 13, key: "monitoring visit", window: 3000, proof: Some((LETTER_PROOF, 3000)),
                    pattern: r"^ (?:ofsted\s)? monitoring\svisit \s (?:to|of|in)\s (?P<area>(?:st\.|[^.]){2,90}?) (?:\slocal\sauthority)? (?:\schildren's\s(?:social\scare\s)?services)? \.? $", ..TITLE },
            ],
        }
        /// Single inspection framework (2013 to 2017).
        Sif = "sif" {
            label: "children's services inspection (2013 framework)",
            scale: Scale::FourGrades,
            judged_by: JudgedBy::Sentence,
            headings: SIF,
            titles: &[
                Title { rank: 10, key: "children in need of help", window: 1500, proof: Some((SIF_PROOF, 3000)),
                    pattern: r"^ inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection,?\schildren\slooked\safter\sand\scare\sleavers\d? $", ..TITLE },
                Title { rank: 10, key: "children in need of help", window: 1500, proof: Some((SIF_PROOF, 3000)),
                    pattern: r"^ (?P<area>.{2,90}?) [\s:,\x{2013}-]+ inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection,?\schildren\slooked\safter\sand\scare\sleavers\d? $", ..TITLE },
            ],
        }
        /// Re-inspection under the single inspection framework.
        SifReinspection = "sif-reinspection" {
            label: "children's services re-inspection (2013 framework)",
            scale: Scale::FourGrades,
            judged_by: JudgedBy::Sentence,
            headings: SIF,
            titles: &[
                Title { rank: 9, key: "children in need of help", window: 1500, proof: Some((SIF_PROOF, 3000)),
                    pattern: r"^ re-?\s?inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection,?\schildren\slooked\safter\sand\scare\sleavers\d? $", ..TITLE },
                Title { rank: 9, key: "children in need of help", window: 1500, proof: Some((SIF_PROOF, 3000)),
                    pattern: r"^ (?: (?P<area>.{2,90}?) [\s:,\x{2013}-]+ )? re-?\s?inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection (?: ,?\schildren\slooked\safter\sand\scare\sleavers )? \d? $", ..TITLE },
            ],
        }
        /// Review of the effectiveness of a Local Safeguarding Children Board, on its own.
        LscbReview = "lscb-review" {
            label: "safeguarding children board review",
            scale: Scale::FourGrades,
            judged_by: JudgedBy::BoardSentence,
            signed: true,
            headings: SIF,
            titles: &[
                Title { rank: 8, key: "review of the effectiveness", window: 400,
                    pattern: r"^ (?P<area>.{2,90}?) \s (?:local\s)? safeguarding\schildren\sboard\d? \s review\sof\sthe\seffectiveness\sof\sthe\slocal\ssafeguarding\schildren\sboard\d? $", ..TITLE },
            ],
        }
        /// Inspection of looked after children services (2013).
        Lac2013 = "lac-2013" {
            label: "looked after children inspection",
            scale: Scale::FourGrades,
            judged_by: JudgedBy::LacTable,
            signed: true,
            council_below: true,
            headings: LAC_2013,
            titles: &[
                Title { rank: 7, key: "looked after children services", window: 500,
                    pattern: r"^ inspection\sof\slooked\safter\schildren\sservices (?: \s (?:in|of)\s (?P<area>(?:st\.|[^.]){2,90}) )? $", ..TITLE },
            ],
        }
        /// Inspection of progress made in the provision of safeguarding services (2009).
        SafeguardingProgress = "safeguarding-progress" {
            label: "safeguarding progress inspection",
            dates: DateRule::PublicationOnly,
            letter_head: true,
            signed: true,
            own_headings: true,
            council_below: true,
            headings: ANY,
            titles: &[
                Title { rank: 6, key: "inspection of progress", window: 500,
                    pattern: r"^ inspection\sof\sprogress\smade\sin\sthe\sprovision\sof\ssafeguarding\sservices (?: \s (?:in|of)\s (?:the\s)? (?P<area>(?:st\.|[^.]){2,90}) )? $", ..TITLE },
            ],
        }
        /// Joint targeted area inspection letter, both generations.
        Jtai = "jtai" {
            label: "joint targeted area inspection",
            inspectorates: SEND_INSPECTORATES,
            joint: true,
            dates: DateRule::Told,
            letter_head: true,
            signed: true,
            variants: Variants::ByGeneration,
            headings: JTAI,
            titles: &[
                Title { rank: 5, key: "joint targeted", window: 4000, proof: Some((JTAI_PROOF, 3000)), subject: true,
                    pattern: r"^ joint\stargeted\sarea\sinspections?\s (?:of|in|into)\s (?P<area>.{2,300}) $", },
            ],
        }
        /// A council's or partner's press release about an inspection.
        PressRelease = "press-release" {
            label: "press release",
            inspectorates: &[],
            report: false,
            dates: DateRule::Sentence,
            letter_head: true,
            own_headings: true,
            headings: ANY,
        }
        /// None of the above.
        Other = "other" {
            label: "other document",
            inspectorates: &[],
            report: false,
            dates: DateRule::Labelled,
            signed: true,
            own_headings: true,
            headings: ANY,
        }
    }
}

headings! {
    /// Area SEND inspections of the 2023 framework.
    SEND {
        Outcome: "inspection outcome", "monitoring inspection outcome";
        Context: "information about the local area partnership*";
        Experience: "what is it like to be a child or young person*";
        Strengths: "what is the area partnership doing that is effective",
            "what is the local area partnership doing that is effective";
        Weaknesses: "what does the area partnership need to do better",
            "what does the local area partnership need to do better";
        PriorityActions: "areas for priority action", "area for priority action";
        Improvements: "areas for improvement", "area for improvement";
        Details: "local area partnership details", "information about this inspection",
            "inspection team";
        Findings: "main findings";
        NextSteps: "next steps";
    }
    /// Letters of the area SEND framework of 2016.
    SEND_LETTER {
        Outcome: "^joint area send*", "^joint local area send*";
        Findings: "main findings", "the effectiveness of the local area in*";
        Weaknesses: "the inspection raises significant concerns*", "areas for development";
        Strengths: "strengths";
        Improvements: "areas for improvement";
        NextSteps: "next steps";
    }
    /// Letters on joint targeted area inspections.
    JTAI {
        Context: "^joint targeted area inspection of*", "context";
        Summary: "headline findings";
        Improvements: "what needs to improve*";
        Strengths: "key strengths", "strengths", "multi-agency strengths", "early help strengths";
        Findings: "main findings";
        Weaknesses: "areas for improvement", "area for improvement";
        PriorityActions: "areas for priority action", "areas for priority actions",
            "area for priority action";
        CaseStudy: "case study*", "practice study*", "places and spaces*";
        NextSteps: "next steps";
    }
    /// Children's services inspections and visits from 2018.
    ILACS {
        Outcome: "judgement grade";
        Improvements: "what needs to improve*";
        Findings: "the experiences and progress of*", "the experience and progress of*",
            "the impact of leaders on*", "main findings", "findings and evaluation of progress";
        PriorityActions: "areas for priority action", "area for priority action";
        Summary: "headline findings", "overview", "summary of findings";
        Context: "areas covered by the visit*";
        NextSteps: "next steps";
    }
    /// The single inspection framework of 2013.
    SIF {
        Outcome: "^the overall judgement is*", "^children's services in*",
            "the local safeguarding children board is*",
            "the local safeguarding children board requires*", "the effectiveness of the lscb*",
            "the effectiveness of the local safeguarding children board*", "the lscb is*",
            "the lscb requires*";
        Summary: "executive summary", "summary", "summary of key findings", "summary of findings",
            "summary for children and young people";
        Boilerplate: "contents", "what the inspection judgements mean*",
            "what the inspection judgments mean*";
        Context: "information about this local authority area*",
            "information about the local authority area*", "children living in this area",
            "child protection in this area", "children looked after in this area",
            "previous ofsted inspections", "other ofsted inspections",
            "other information about this area", "local leadership",
            "the casework model used in this area";
        Improvements: "recommendations", "what does the local authority need to improve*",
            "what does the lscb need to improve*",
            "what does the local safeguarding children board need to*", "areas for improvement",
            "area for improvement";
        PriorityActions: "priority and immediate action", "priority and immediate actions";
        Strengths: "the local authority's strengths",
            "the local authority has the following strengths", "the lscb's strengths",
            "the lscb has the following strengths";
        Findings: "the experiences and progress of*", "the experience and progress of*",
            "leadership, management and governance*", "inspection findings*",
            "progress since the last inspection*", "the graded judgement*", "the graded judgment*",
            "inspection judgement about*", "inspection judgements about*",
            "inspection judgment about*", "inspection judgments about*",
            "key strengths and weaknesses of the*", "the local authority",
            "the local safeguarding children board", "the local safeguarding children board (lscb)",
            "section 1: the local authority", "section 2: the*";
        Details: "information about this inspection", "the inspection team", "inspection team";
    }
    /// Inspections of looked after children services.
    LAC_2013 {
        Boilerplate: "contents", "the inspection judgements and what they mean*";
        Details: "about this inspection";
        Context: "service information";
        Findings: "overall effectiveness*", "capacity to improve", "outcomes for*",
            "quality of provision", "leadership and management";
        Improvements: "areas for improvement*";
        Outcome: "record of main findings*";
    }
    /// Documents of no fixed form.
    ANY {
        Boilerplate: "contents", "notes to editors";
        Context: "introduction", "context", "background";
        Summary: "summary", "executive summary";
        Outcome: "inspection outcome";
        Findings: "main findings", "findings", "conclusion";
        Strengths: "strengths";
        Improvements: "areas for improvement", "recommendations", "what needs to improve";
        Weaknesses: "areas for development";
        PriorityActions: "areas for priority action";
        NextSteps: "next steps";
    }
}
