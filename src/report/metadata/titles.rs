//! How each kind of report announces itself.
//!
//! The windows (in bytes of joined text) and the wordings were measured over 551 reports of 2009 to
//! 2025; letters of the 2016 framework and visits follow published guidance.

use std::sync::LazyLock;

use super::text::{Pattern, patterns};
use crate::report::kind::Kind;

/// The title of a kind of report, and what must come with it.
pub(super) struct Rule {
    /// The kind it announces.
    pub kind: Kind,
    /// Words of the title in lower case: without them in the opening the rule need not be tried.
    pub key: &'static str,
    /// The whole title, anchored at both ends; the group `area` is the part with the area.
    pub title: &'static LazyLock<Pattern>,
    /// The title starts within so many bytes of the top.
    pub window: usize,
    /// What else the document must hold.
    pub proof: Option<Proof>,
    /// Whether the title is the subject line of a letter, below its salutation.
    pub letter: bool,
}

/// Words that tell a report from a page that only carries its title, such as a list of links.
pub(super) struct Proof {
    /// The words.
    pub words: &'static LazyLock<Pattern>,
    /// They stand within so many bytes from the title.
    pub within: usize,
}

patterns! {
    SEND_FULL = r"^ (?:the\s)? area\ssend\s (?:full\s)? inspection\sof\s (?:the\s)? (?P<area>.{2,90}?) \s local\sarea\spartnership $";
    SEND_MONITORING = r"^ (?:the\s)? (?:joint\s)? (?:local\s)? area\ssend\smonitoring\s (?:inspection|visit) \s (?:of|in|to)\s (?:the\s)? (?P<area>.{2,90}?) (?:\slocal\sarea (?:\spartnership)? )? \.? $";
    SEND_REVISIT = r"^ (?:subject:\s|re:\s)? joint\s (?:local\s)? area\s (?:send|special\seducational\sneeds\sand(?:/or)?\sdisabilit(?:y|ies)(?:\s\(send\))?) \s re-?\s?(?:visit|inspection) \s (?:in|of|to)\s (?:the\s)? (?P<area>(?:st\.|[^.]){2,90}) \.? $";
    SEND_OUTCOME = r"^ (?:subject:\s|re:\s)? joint\s (?:local\s)? area\s (?:send|special\seducational\sneeds\sand(?:/or)?\sdisabilit(?:y|ies)(?:\s\(send\))?) \s inspection \s (?:in|of)\s (?:the\s)? (?P<area>(?:st\.|[^.]){2,90}) \.? $";
    JTAI = r"^ joint\stargeted\sarea\sinspections?\s (?:of|in|into)\s (?P<area>.{2,300}) $";
    PROGRESS = r"^ inspection\sof\sprogress\smade\sin\sthe\sprovision\sof\ssafeguarding\sservices (?: \s (?:in|of)\s (?:the\s)? (?P<area>(?:st\.|[^.]){2,90}) )? $";
    LAC = r"^ inspection\sof\slooked\safter\schildren\sservices (?: \s (?:in|of)\s (?P<area>(?:st\.|[^.]){2,90}) )? $";
    LSCB = r"^ (?P<area>.{2,90}?) \s (?:local\s)? safeguarding\schildren\sboard\d? \s review\sof\sthe\seffectiveness\sof\sthe\slocal\ssafeguarding\schildren\sboard\d? $";
    SIF_AGAIN = r"^ re-?\s?inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection,?\schildren\slooked\safter\sand\scare\sleavers\d? $";
    SIF_AGAIN_NAMED = r"^ (?: (?P<area>.{2,90}?) [\s:,\x{2013}-]+ )? re-?\s?inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection (?: ,?\schildren\slooked\safter\sand\scare\sleavers )? \d? $";
    SIF = r"^ inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection,?\schildren\slooked\safter\sand\scare\sleavers\d? $";
    SIF_NAMED = r"^ (?P<area>.{2,90}?) [\s:,\x{2013}-]+ inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection,?\schildren\slooked\safter\sand\scare\sleavers\d? $";
    ILACS_NAMED = r"^ (?:re-?)?inspection\sof\s (?P<area>.{2,90}?) \s (?:local\sauthority\s)? children's\s (?:social\scare\s)? services\d? $";
    ILACS_BARE = r"^ inspection\sof\s (?:local\sauthority\s)? children's\s (?:social\scare\s)? services\d? $";
    FOCUSED = r"^ (?:ofsted\s)? (?:ilacs:?\s)? (?:focused|assurance|focused\sassurance|covid-19\sassurance) \s visit \s (?:to|of|in)\s (?P<area>(?:st\.|[^.]){2,90}?) (?:\slocal\sauthority)? (?:\schildren's\s(?:social\scare\s)?services)? \.? $";
    MONITORING = r"^ (?:ofsted\s)? monitoring\svisit \s (?:to|of|in)\s (?P<area>(?:st\.|[^.]){2,90}?) (?:\slocal\sauthority)? (?:\schildren's\s(?:social\scare\s)?services)? \.? $";
    SEND_PROOF = r"inspection\sdates?\s?:|(?-i:Inspection\soutcome\s[A-Z])";
    LETTER_PROOF = r"\bdear\s | \bthis\sletter\b | \byours\s(?:sincerely|faithfully) | summaris\w+\sthe\sfindings";
    MONITORING_PROOF = r"inspection\sdates?\s?: | \bdear\s | \bthis\sletter\b | \byours\s(?:sincerely|faithfully)";
    SEND_LETTER_PROOF = r"care\squality\scommission|\bcqc\b";
    JTAI_PROOF = r"this\sletter|this\sinspection|ofsted|headline\sfindings|key\sstrengths";
    SIF_PROOF = r"inspection\sdates?\s?:|report\spublished|overall\sjudge?ment|children's\sservices\sin";
}

/// The head of the table of an ILACS report and the row that no other report has.
pub(super) static GRADES_PROOF: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"judgements?\s (?:\|\s)? (?:
            the\simpact\sof\sleaders\son\ssocial\swork
            | (?:grades?|the\sexperiences)\s .* impact\sof\sleaders\son\ssocial\swork )",
    )
});

type Words = (&'static LazyLock<Pattern>, usize);

/// In this order; the first hit wins. A re-inspection's title also contains the plain title.
pub(super) static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |kind, key, title, window, proof: &Option<Words>, letter| Rule {
        kind,
        key,
        title,
        window,
        proof: proof.map(|(words, within)| Proof { words, within }),
        letter,
    };
    let send = Some((&SEND_PROOF, 1500));
    let monitoring = Some((&MONITORING_PROOF, 3000));
    let letter = Some((&SEND_LETTER_PROOF, 4000));
    let jtai = Some((&JTAI_PROOF, 3000));
    let grades = Some((&GRADES_PROOF, 4000));
    let sif = Some((&SIF_PROOF, 3000));
    let visit = Some((&LETTER_PROOF, 3000));
    vec![
        rule(
            Kind::SendMonitoring,
            "monitoring",
            &SEND_MONITORING,
            4000,
            &monitoring,
            false,
        ),
        rule(Kind::SendFull, "area send", &SEND_FULL, 4000, &send, false),
        rule(
            Kind::SendRevisit,
            "joint",
            &SEND_REVISIT,
            4000,
            &letter,
            true,
        ),
        rule(
            Kind::SendOutcomeLetter,
            "joint",
            &SEND_OUTCOME,
            4000,
            &letter,
            true,
        ),
        rule(Kind::Jtai, "joint targeted", &JTAI, 4000, &jtai, true),
        rule(
            Kind::SafeguardingProgress,
            "inspection of progress",
            &PROGRESS,
            500,
            &None,
            false,
        ),
        rule(
            Kind::Lac2013,
            "looked after children services",
            &LAC,
            500,
            &None,
            false,
        ),
        rule(
            Kind::LscbReview,
            "review of the effectiveness",
            &LSCB,
            400,
            &None,
            false,
        ),
        rule(
            Kind::SifReinspection,
            "children in need of help",
            &SIF_AGAIN,
            1500,
            &sif,
            false,
        ),
        rule(
            Kind::SifReinspection,
            "children in need of help",
            &SIF_AGAIN_NAMED,
            1500,
            &sif,
            false,
        ),
        rule(
            Kind::Sif,
            "children in need of help",
            &SIF,
            1500,
            &sif,
            false,
        ),
        rule(
            Kind::Sif,
            "children in need of help",
            &SIF_NAMED,
            1500,
            &sif,
            false,
        ),
        // The bare title first: `local authority` would pass for an area's name.
        rule(
            Kind::Ilacs,
            "inspection of",
            &ILACS_BARE,
            2500,
            &grades,
            false,
        ),
        rule(
            Kind::Ilacs,
            "inspection of",
            &ILACS_NAMED,
            2500,
            &grades,
            false,
        ),
        rule(
            Kind::IlacsFocusedVisit,
            "visit",
            &FOCUSED,
            3000,
            &visit,
            false,
        ),
        rule(
            Kind::IlacsMonitoringVisit,
            "monitoring visit",
            &MONITORING,
            3000,
            &visit,
            false,
        ),
    ]
});
