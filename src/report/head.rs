//! The head of a report: its kind, its title and the words that name the area.
//!
//! A title counts only where it is alone on its lines and stands near the top, so that a document
//! which quotes another's title is not taken for it. The windows (in bytes of joined text) and the
//! wordings were measured over 551 reports of 2009 to 2025; letters of the 2016 framework and
//! visits follow published guidance.

use std::ops::Range;
use std::sync::LazyLock;

use super::area::{Area, in_title, known_in, most_frequent};
use super::kind::Kind;
use super::text::{Block, Pattern, Text, patterns};

/// What the head of a document says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    /// The kind of report.
    pub kind: Kind,
    /// The title as printed, with the council's name where that stands above it.
    pub title: String,
    /// The areas inspected.
    pub areas: Vec<Area>,
    /// The words that named them.
    pub area_words: String,
    /// The words that decided the kind.
    pub kind_words: String,
    /// Index of the first line after the title.
    pub after: usize,
}

/// How a kind announces itself.
struct Rule {
    kind: Kind,
    /// The whole title, anchored at both ends; `area` names the part with the area.
    title: &'static LazyLock<Pattern>,
    /// The title starts within so many bytes of the top.
    window: usize,
    /// What else the document must hold, in so many bytes from the title, to be of this kind.
    proof: Option<(&'static LazyLock<Pattern>, usize)>,
    /// Whether the title is the subject line of a letter, below its salutation.
    letter: bool,
}

patterns! {
    SEND_FULL = r"^ (?:the\s)? area\ssend\s (?:full\s)? inspection\sof\s (?:the\s)? (?P<area>.{2,90}?) \s local\sarea\spartnership $";
    SEND_MONITORING = r"^ (?:the\s)? (?:joint\s)? (?:local\s)? area\ssend\smonitoring\s (?:inspection|visit) \s (?:of|in|to)\s (?:the\s)? (?P<area>.{2,90}?) (?:\slocal\sarea (?:\spartnership)? )? $";
    SEND_REVISIT = r"^ (?:subject:\s|re:\s)? joint\s (?:local\s)? area\s (?:send|special\seducational\sneeds\sand(?:/or)?\sdisabilit(?:y|ies)(?:\s\(send\))?) \s re-?\s?(?:visit|inspection) \s (?:in|of|to)\s (?:the\s)? (?P<area>[^.]{2,90}) $";
    SEND_OUTCOME = r"^ (?:subject:\s|re:\s)? joint\s (?:local\s)? area\s (?:send|special\seducational\sneeds\sand(?:/or)?\sdisabilit(?:y|ies)(?:\s\(send\))?) \s inspection \s (?:in|of)\s (?:the\s)? (?P<area>[^.]{2,90}) $";
    JTAI = r"^ joint\stargeted\sarea\sinspections?\s (?:of|in|into)\s (?P<area>.{2,300}) $";
    PROGRESS = r"^ inspection\sof\sprogress\smade\sin\sthe\sprovision\sof\ssafeguarding\sservices (?: \s (?:in|of)\s (?:the\s)? (?P<area>[^.]{2,90}) )? $";
    LAC = r"^ inspection\sof\slooked\safter\schildren\sservices (?: \s (?:in|of)\s (?P<area>[^.]{2,90}) )? $";
    LSCB = r"^ (?P<area>.{2,90}?) \s (?:local\s)? safeguarding\schildren\sboard\d? \s review\sof\sthe\seffectiveness\sof\sthe\slocal\ssafeguarding\schildren\sboard\d? $";
    SIF_AGAIN = r"^ (?: (?P<area>.{2,90}?) \s )? re-?\s?inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection\b .{0,80} $";
    SIF = r"^ (?: (?P<area>.{2,90}?) \s )? inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection,?\schildren\slooked\safter\sand\scare\sleavers\d? $";
    ILACS_NAMED = r"^ (?:re-?)?inspection\sof\s (?P<area>.{2,90}?) \s (?:local\sauthority\s)? children's\s (?:social\scare\s)? services\d? $";
    ILACS_BARE = r"^ inspection\sof\s (?:local\sauthority\s)? children's\s (?:social\scare\s)? services\d? $";
    FOCUSED = r"^ (?:ofsted\s)? (?:ilacs:?\s)? (?:focused|assurance|focused\sassurance|covid-19\sassurance) \s visit \s (?:to|of|in)\s (?P<area>[^.]{2,90}?) (?:\slocal\sauthority)? (?:\schildren's\s(?:social\scare\s)?services)? $";
    MONITORING = r"^ (?:ofsted\s)? monitoring\svisit \s (?:to|of|in)\s (?P<area>[^.]{2,90}?) (?:\slocal\sauthority)? (?:\schildren's\s(?:social\scare\s)?services)? $";

    SEND_PROOF = r"inspection\sdates?\s?:|inspection\soutcome";
    LETTER_PROOF = r"dear\s|between\s|this\sletter|yours\s(?:sincerely|faithfully)|summaris|revisit";
    SEND_LETTER_PROOF = r"care\squality\scommission|\bcqc\b";
    JTAI_PROOF = r"this\sletter|this\sinspection|ofsted|headline\sfindings|key\sstrengths";
    GRADES_PROOF = r"judgement\sgrade .* the\simpact\sof\sleaders\son\ssocial\swork";
    SIF_PROOF = r"inspection\sdates?\s?:|report\spublished|overall\sjudge?ment|children's\sservices\sin";

    SALUTATION = r"^ dear\b";
    SUBJECT_END = r"^ (?: between\s | this\s | ofsted\s | the\s (?:inspection|joint) | following\s | introduction | we\s | in\s(?:january|february|march|april|may|june|july|august|september|october|november|december) | from\s | during\s | on\s\d )";
    GRADE_TABLE = r"judgement\sgrade";
    AUTHORITY_IN_TEXT = r"\b (?:in|of|by|at)\s (?:the\s)? (?P<area> [^,.;:()]{2,60}? ) \s (?:local\sauthority|county\scouncil|city\scouncil|borough\scouncil|council) \b";
    INSPECTION = r"\b inspect(?:ion|ions|ors|ed)\b";
    QUOTED_PERSON = r"\b said\s?:| \b said\b .{0,20} [\x22'] | [\x22'] \s said\b | \b (?:added|commented|says)\s?:";
    REPORT_HEADING = r"^ (?: inspection\soutcome | main\sfindings | headline\sfindings | what\sneeds\sto\simprove\?? | what\sdoes\sthe\sarea\spartnership\sneed\sto\sdo\sbetter\? | judgement | key\sstrengths ) $";
}

/// In this order; the first hit wins. A re-inspection's title also contains the plain title.
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |kind, title, window, proof, letter| Rule {
        kind,
        title,
        window,
        proof,
        letter,
    };
    vec![
        rule(
            Kind::SendMonitoring,
            &SEND_MONITORING,
            4000,
            Some((&SEND_LETTER_PROOF, 4000)),
            false,
        ),
        rule(
            Kind::SendFull,
            &SEND_FULL,
            4000,
            Some((&SEND_PROOF, 1500)),
            false,
        ),
        rule(
            Kind::SendRevisit,
            &SEND_REVISIT,
            4000,
            Some((&SEND_LETTER_PROOF, 4000)),
            true,
        ),
        rule(
            Kind::SendOutcomeLetter,
            &SEND_OUTCOME,
            4000,
            Some((&SEND_LETTER_PROOF, 4000)),
            true,
        ),
        rule(Kind::Jtai, &JTAI, 4000, Some((&JTAI_PROOF, 3000)), true),
        rule(Kind::SafeguardingProgress, &PROGRESS, 500, None, false),
        rule(Kind::Lac2013, &LAC, 500, None, false),
        rule(Kind::LscbReview, &LSCB, 400, None, false),
        rule(
            Kind::SifReinspection,
            &SIF_AGAIN,
            1500,
            Some((&SIF_PROOF, 3000)),
            false,
        ),
        rule(Kind::Sif, &SIF, 1500, Some((&SIF_PROOF, 3000)), false),
        rule(
            Kind::Ilacs,
            &ILACS_BARE,
            2500,
            Some((&GRADES_PROOF, 4000)),
            false,
        ),
        rule(
            Kind::Ilacs,
            &ILACS_NAMED,
            2500,
            Some((&GRADES_PROOF, 4000)),
            false,
        ),
        rule(
            Kind::IlacsFocusedVisit,
            &FOCUSED,
            3000,
            Some((&LETTER_PROOF, 3000)),
            false,
        ),
        rule(
            Kind::IlacsMonitoringVisit,
            &MONITORING,
            3000,
            Some((&LETTER_PROOF, 3000)),
            false,
        ),
    ]
});

/// Titles wrap over two or three lines, subjects of letters over up to six.
const MOST_TITLE_LINES: usize = 6;
/// Running text is searched for an area only here.
const AREA_WINDOW: usize = 3000;
/// A headline longer than this is a paragraph, and is cut.
const HEADLINE: usize = 160;

/// Reads the head of a document.
pub(super) fn recognise(text: &Text) -> Head {
    RULES
        .iter()
        .find_map(|rule| rule.apply(text))
        .or_else(|| untitled_ilacs(text))
        .unwrap_or_else(|| without_title(text))
}

impl Rule {
    fn apply(&self, text: &Text) -> Option<Head> {
        let block = if self.letter {
            self.subject(text)?
        } else {
            text.block(self.title, self.window, MOST_TITLE_LINES)?
        };
        if let Some((proof, within)) = self.proof
            && !proof.is_match(text.from(block.at.start, within))
        {
            return None;
        }
        let printed = text.part(block.at.clone()).to_owned();
        let named = self
            .title
            .group(&printed, "area")
            .unwrap_or_default()
            .to_owned();
        let council = if named.is_empty() {
            council_above(text, block.lines.start)
        } else {
            None
        };
        let (areas, area_words) = self.areas(text, &named, council.as_deref());
        Some(Head {
            kind: self.kind,
            title: council.map_or(printed.clone(), |council| format!("{council} {printed}")),
            areas,
            area_words,
            kind_words: printed,
            after: block.lines.end,
        })
    }

    /// The subject line of a letter: it follows the salutation, and no sentence does before it.
    /// Versions without the letter's head have it at the top instead.
    fn subject(&self, text: &Text) -> Option<Block> {
        let starting = text
            .lines
            .iter()
            .take_while(|line| line.at.start < self.window)
            .count();
        (0..starting).find_map(|first| {
            let block = self.whole_subject(text, first)?;
            let above = first.saturating_sub(6)..first;
            let saluted = above
                .into_iter()
                .any(|line| SALUTATION.is_match(text.line(line)));
            (saluted || block.at.start < 900).then_some(block)
        })
    }

    /// From `first` to the line before the letter's first sentence.
    fn whole_subject(&self, text: &Text, first: usize) -> Option<Block> {
        let shortest = text.block_at(self.title, first, MOST_TITLE_LINES)?;
        let start = shortest.at.start;
        let mut end = shortest.lines.end;
        while end < text.lines.len()
            && end - first < MOST_TITLE_LINES
            && !SUBJECT_END.is_match(text.line(end))
            && text.same_paragraph(end - 1, end)
        {
            end += 1;
        }
        let at = start..text.lines.get(end - 1)?.at.end;
        let whole = self.title.is_match(text.part(at.clone()));
        Some(if whole {
            Block {
                lines: first..end,
                at,
            }
        } else {
            shortest
        })
    }

    fn areas(&self, text: &Text, named: &str, council: Option<&str>) -> (Vec<Area>, String) {
        let known = |words: &str| Some(known_in(words)).filter(|areas| !areas.is_empty());
        if self.kind == Kind::Jtai {
            // The subject may be all theme: `the multi-agency response to ... in Westmarch`.
            let place = named
                .rfind(" in ")
                .and_then(|at| named.get(at + 4..))
                .unwrap_or(named);
            if let Some(areas) = known(place).or_else(|| known(named)) {
                return (areas, named.to_owned());
            }
            let areas = in_title(place);
            if !areas.is_empty() && place.split(' ').count() <= 6 {
                return (areas, place.to_owned());
            }
            return areas_in_text(text);
        }
        for words in [Some(named), council].into_iter().flatten() {
            let areas = in_title(words);
            if !areas.is_empty() {
                return (areas, words.to_owned());
            }
        }
        areas_in_text(text)
    }
}

/// The council's name as a line of its own above the title (SIF, most ILACS reports of 2018-20).
fn council_above(text: &Text, title: usize) -> Option<String> {
    let page = text.lines.get(title)?.page;
    let above = (title.saturating_sub(4)..title).rev();
    let candidates =
        above.filter(|&line| text.lines.get(line).is_some_and(|line| line.page == page));
    let mut found: Option<Range<usize>> = None;
    for line in candidates {
        let words = text.line(line);
        if words.len() > 90 || words.contains("Ofsted") || words.ends_with('.') {
            continue;
        }
        if !known_in(words).is_empty() {
            return Some(words.to_owned());
        }
        let looks_like_one = ["ouncil", "orough", "uthority", "OUNCIL"]
            .iter()
            .any(|part| words.contains(part));
        if looks_like_one && found.is_none() {
            found = text.lines.get(line).map(|line| line.at.clone());
        }
    }
    // A long name wraps: `Bournemouth, Christchurch and` / `Poole Council`.
    let two = title
        .checked_sub(2)
        .and_then(|first| Some(text.lines.get(first)?.at.start..text.lines.get(title - 1)?.at.end));
    let wrapped = two.filter(|at| !known_in(text.part(at.clone())).is_empty());
    wrapped.or(found).map(|at| text.part(at).to_owned())
}

/// Last resort: `in Westmarch local authority`, else the area named most often near the top.
fn areas_in_text(text: &Text) -> (Vec<Area>, String) {
    let top = text.first(AREA_WINDOW);
    if let Some(words) = AUTHORITY_IN_TEXT.group(top, "area") {
        let areas = known_in(words);
        if !areas.is_empty() {
            return (areas, words.to_owned());
        }
    }
    let found = most_frequent(top);
    let words = found
        .as_ref()
        .map(|area| area.name.clone())
        .unwrap_or_default();
    (found.into_iter().collect(), words)
}

/// An ILACS report whose title was not read: the grade table alone is proof enough.
fn untitled_ilacs(text: &Text) -> Option<Head> {
    let top = text.first(2500);
    let at = GRADES_PROOF.find(top)?;
    let table = GRADE_TABLE.find(top)?.range();
    // A list of other people's judgements in running text has no line `Judgement`.
    let line = text
        .lines
        .iter()
        .position(|line| line.at.start == table.start)?;
    let (areas, area_words) = areas_in_text(text);
    Some(Head {
        kind: Kind::Ilacs,
        title: headline(text),
        areas,
        area_words,
        kind_words: at.as_str().get(..15).unwrap_or_default().to_owned(),
        after: line,
    })
}

fn without_title(text: &Text) -> Head {
    let quoted = QUOTED_PERSON.find(&text.joined);
    let about_inspection = text.joined.contains("Ofsted") && INSPECTION.is_match(&text.joined);
    let headings = (0..text.lines.len()).any(|line| REPORT_HEADING.is_match(text.line(line)));
    let kind = if quoted.is_some() && about_inspection && !headings {
        Kind::PressRelease
    } else {
        Kind::Other
    };
    let (areas, area_words) = areas_in_text(text);
    let evidence = quoted.filter(|_| kind == Kind::PressRelease);
    Head {
        kind,
        title: headline(text),
        areas,
        area_words,
        kind_words: evidence
            .map(|found| text.sentence(found.range()).to_owned())
            .unwrap_or_default(),
        after: 0,
    }
}

/// The first line, or the first words of the first sentence where a paragraph comes first.
fn headline(text: &Text) -> String {
    let first = text
        .lines
        .iter()
        .position(|line| text.part(line.at.clone()).chars().any(char::is_alphabetic));
    let Some(first) = first else {
        return String::new();
    };
    let mut end = first + 1;
    while end - first < 4 && end < text.lines.len() && text.same_paragraph(end - 1, end) {
        end += 1;
    }
    let (Some(from), Some(to)) = (text.lines.get(first), text.lines.get(end - 1)) else {
        return String::new();
    };
    let words = text.part(from.at.start..to.at.end);
    let sentence = words
        .find(". ")
        .and_then(|stop| words.get(..stop))
        .unwrap_or(words);
    if sentence.len() <= HEADLINE {
        return sentence.to_owned();
    }
    let mut short = String::new();
    for word in sentence.split(' ').take_while(|_| true) {
        if short.len() + word.len() >= HEADLINE {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    format!("{short} \u{2026}")
}
