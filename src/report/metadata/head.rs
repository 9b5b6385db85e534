//! The head of a report: its kind, its title and the words that name the area.
//!
//! A title counts only where it is alone on its lines and stands near the top, so that a document
//! which quotes another's title is not taken for it.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use super::area_names::{in_title, known_in, most_frequent};
use super::text::{Block, Pattern, Text, patterns, without_marks};
use crate::report::area::Area;
use crate::report::kinds::{ILACS_TABLE, Kind, Title};

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

patterns! {
    SALUTATION = r"^ dear\b";
    SUBJECT_END = r"^ (?: between\s | this\s | ofsted\s | the\s (?:inspection|joint) | following\s | introduction | we\s | in\s(?:january|february|march|april|may|june|july|august|september|october|november|december) | from\s | during\s | on\s\d )";
    GRADE_TABLE = r"^ judgements? (?:\s\|)? (?:\sgrades?)? $";
    AUTHORITY_IN_TEXT = r"\b (?:in|of|by|at)\s (?:the\s)? (?P<area> [^,.;:()]{2,60}? ) \s (?:local\sauthority|county\scouncil|city\scouncil|borough\scouncil|council) \b";
    VISIT = r"summaris\w+\sthe\sfindings\sof\s (?:a|an|the|our)\s [^.]{0,40}? (?P<title> (?P<sort>focused|monitoring|assurance)\svisit\s (?:to|of|in|at)\s (?:the\s)? (?P<area> (?:st\.|[^.]){2,80}? ) (?:\slocal\sauthority)? (?:\schildren's\s (?:social\scare\s)? services | \son\s | \sbetween\s) )";
    REVISITED = r"care\squality\scommission\s (?:\(cqc\))? ,?\s (?P<title> revisited\sthe\s (?:local\s)? area\sof\s (?P<area> (?:st\.|[^.,]){2,60}? ) ) ,? \sto\s (?:decide|determine|judge)";
    INSPECTED = r"(?P<title> (?:conducted|carried\sout|undertook)\sa\sjoint\sinspection\sof\sthe\s (?:local\s)? area\sof\s (?P<area> (?:st\.|[^.,]){2,60}? ) ) ,? \sto\s (?:judge|evaluate|assess)";
    LETTER = r"^ (?: dear\s .* | yours\s (?:sincerely|faithfully) ,? ) $";
    LETTER_BODY = r"\bthis\sletter\b | \bheadline\sfindings\b | \byours\s(?:sincerely|faithfully)\b";
    INSPECTION = r"\b inspect(?:ion|ions|ors|ed)\b";
    QUOTED_PERSON = r"\b said\s?:| \b said\b .{0,20} [\x22'] | [\x22'] \s said\b | \b (?:added|commented|says)\s?:";
    REPORT_HEADING = r"^ (?: inspection\soutcome | main\sfindings | headline\sfindings | what\sneeds\sto\simprove\?? | what\sdoes\sthe\sarea\spartnership\sneed\sto\sdo\sbetter\? | judgement | key\sstrengths ) $";
}

static GRADES_PROOF: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(ILACS_TABLE));

/// The titles of all kinds, in the order in which they are tried.
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let titles = Kind::ALL
        .into_iter()
        .flat_map(|kind| kind.row().titles.iter().map(move |title| (kind, title)));
    let mut rules: Vec<Rule> = titles
        .map(|(kind, title)| Rule {
            kind,
            title,
            pattern: OnceLock::new(),
            proof: OnceLock::new(),
        })
        .collect();
    rules.sort_by_key(|rule| rule.title.rank);
    rules
});

/// A title of a kind, its patterns compiled on first use.
struct Rule {
    kind: Kind,
    title: &'static Title,
    pattern: OnceLock<Pattern>,
    proof: OnceLock<Pattern>,
}

/// Titles wrap over two or three lines, subjects of letters over up to six.
const MOST_TITLE_LINES: usize = 6;
/// Every title stands in so many bytes.
const OPENING: usize = 5000;
/// Running text is searched for an area only here.
const AREA_WINDOW: usize = 3000;
/// Press releases are shorter than this, in bytes (some 3,000 words).
const PRESS_RELEASE: usize = 20_000;
/// A headline longer than this is a paragraph, and is cut.
const HEADLINE: usize = 160;

/// Reads the head of a document.
pub(super) fn recognise(text: &Text) -> Head {
    let opening = text.first(OPENING).to_lowercase();
    RULES
        .iter()
        .filter(|rule| opening.contains(rule.title.key))
        .find_map(|rule| rule.apply(text))
        .or_else(|| letter_without_subject(text))
        .or_else(|| untitled_ilacs(text))
        .unwrap_or_else(|| without_title(text))
}

impl Rule {
    fn pattern(&self) -> &Pattern {
        self.pattern
            .get_or_init(|| Pattern::new(self.title.pattern))
    }

    fn apply(&self, text: &Text) -> Option<Head> {
        let block = if self.title.subject {
            self.subject(text)?
        } else {
            text.block(self.pattern(), self.title.window, MOST_TITLE_LINES)?
        };
        if let Some((words, within)) = self.title.proof
            && !self
                .proof
                .get_or_init(|| Pattern::new(words))
                .is_match(text.from(block.at.start, within))
        {
            return None;
        }
        let printed = without_marks(text.part(block.at.clone()));
        let named = self.pattern().group(&printed, "area").unwrap_or_default();
        let council = Some(block.lines.clone()).filter(|_| named.is_empty());
        let council = council.and_then(|title| council_beside(text, title, self.kind));
        let (areas, area_words) = self.areas(text, named, council.as_deref());
        let title = match &council {
            Some(council) => format!("{council} {printed}"),
            None => printed.clone(),
        };
        Some(Head {
            kind: self.kind,
            title: title.trim_end_matches('.').to_owned(),
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
            .take_while(|line| line.at.start < self.title.window)
            .count();
        (0..starting).find_map(|first| {
            let block = self.whole_subject(text, first)?;
            let above = first.saturating_sub(6)..first;
            let saluted = above
                .into_iter()
                .any(|line| SALUTATION.is_match(text.line(line)));
            // A press release may have the same words for its headline.
            let letter = || block.at.start < 900 && LETTER_BODY.is_match(&text.joined);
            (saluted || letter()).then_some(block)
        })
    }

    /// From `first` to the line before the letter's first sentence.
    fn whole_subject(&self, text: &Text, first: usize) -> Option<Block> {
        let shortest = text.block_at(self.pattern(), first, MOST_TITLE_LINES)?;
        let start = shortest.at.start;
        let mut end = shortest.lines.end;
        while end < text.lines.len()
            && end - first < MOST_TITLE_LINES
            && !SUBJECT_END.is_match(text.line(end))
            && text.continues(end)
        {
            end += 1;
        }
        let at = start..text.lines.get(end - 1)?.at.end;
        let whole = self.pattern().is_match(text.part(at.clone()));
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

/// The council's name as a line of its own: above the title (SIF, most ILACS reports of 2018-20), or
/// below it (2013 and before).
fn council_beside(text: &Text, title: Range<usize>, kind: Kind) -> Option<String> {
    if kind.row().council_below {
        let below = (title.end..title.end + 2).find(|&line| is_council(text.line(line)));
        return below.map(|line| text.line(line).to_owned());
    }
    let page = text.lines.get(title.start)?.page;
    let mut above = (title.start.saturating_sub(4)..title.start).rev();
    let last = above.find(|&line| {
        let wrapped = || {
            line > 0 && wraps(text, line - 1, line) && !known_in(&two_lines(text, line)).is_empty()
        };
        let here = text.lines.get(line).is_some_and(|found| found.page == page);
        here && (is_council(text.line(line)) || wrapped())
    })?;
    // A long name wraps: `Bournemouth, Christchurch and` / `Poole Council`.
    let mut first = last;
    while first > 0 && title.start - first < 4 && wraps(text, first - 1, first) {
        first -= 1;
    }
    let at = text.lines.get(first)?.at.start..text.lines.get(last)?.at.end;
    Some(text.part(at).to_owned())
}

/// A line and the one above it.
fn two_lines(text: &Text, last: usize) -> String {
    format!("{} {}", text.line(last.saturating_sub(1)), text.line(last))
}

/// Whether a line names a council or one of the areas, and little else.
fn is_council(line: &str) -> bool {
    if line.len() > 90 || line.contains("Ofsted") || line.ends_with('.') {
        return false;
    }
    let sort = ["council", "borough", "authority", "corporation"];
    let lower = line.to_lowercase();
    sort.iter().any(|word| lower.contains(word)) || !known_in(line).is_empty()
}

/// Whether two lines are one title in the same print.
fn wraps(text: &Text, first: usize, second: usize) -> bool {
    let line = text.line(first);
    let open = line.ends_with([',', '-', '&'])
        || line.ends_with(" and")
        || line.ends_with(" of")
        || line.ends_with(" upon");
    let page = |line: usize| text.lines.get(line).map(|line| line.page);
    open && text.same_size(second) && page(first) == page(second)
}

/// Last resort: `in Westmarch local authority`, else the area named most often near the top.
fn areas_in_text(text: &Text) -> (Vec<Area>, String) {
    let top = text.first(AREA_WINDOW);
    let authority = AUTHORITY_IN_TEXT.group(top, "area");
    if let Some(words) = authority {
        let areas = known_in(words);
        if !areas.is_empty() {
            return (areas, words.to_owned());
        }
    }
    let found = most_frequent(top);
    // An authority that is not on the list, where no area of the list is named at all.
    if let (None, Some(words)) = (&found, authority)
        && words.split(' ').count() <= 4
    {
        return (in_title(words), words.to_owned());
    }
    let words = found
        .as_ref()
        .map(|area| area.name.clone())
        .unwrap_or_default();
    (found.into_iter().collect(), words)
}

/// A letter whose subject line was not read: its first sentence says what it is about.
fn letter_without_subject(text: &Text) -> Option<Head> {
    (0..text.lines.len()).find(|&line| LETTER.is_match(text.line(line)))?;
    let top = text.first(AREA_WINDOW);
    let sentences = [
        (&VISIT, Kind::IlacsFocusedVisit),
        (&REVISITED, Kind::SendRevisit),
        (&INSPECTED, Kind::SendOutcomeLetter),
    ];
    let (found, kind) = sentences
        .into_iter()
        .find_map(|(pattern, kind)| Some((pattern.captures(top)?, kind)))?;
    let words = |name: &str| {
        found
            .name(name)
            .map(|part| part.as_str())
            .unwrap_or_default()
    };
    let monitoring = words("sort").eq_ignore_ascii_case("monitoring");
    let named = words("area");
    let (areas, area_words) = match in_title(named) {
        areas if areas.is_empty() => areas_in_text(text),
        areas => (areas, named.to_owned()),
    };
    Some(Head {
        kind: if monitoring {
            Kind::IlacsMonitoringVisit
        } else {
            kind
        },
        title: words("title")
            .trim_end_matches(" on ")
            .trim_end_matches(" between ")
            .to_owned(),
        areas,
        area_words,
        kind_words: found
            .get(0)
            .map(|words| words.as_str().to_owned())
            .unwrap_or_default(),
        after: 0,
    })
}

/// An ILACS report whose title was not read: the grade table alone is proof enough.
fn untitled_ilacs(text: &Text) -> Option<Head> {
    let top = text.first(2500);
    let proof = GRADES_PROOF.find(top)?;
    // A list of other people's judgements in running text has no line `Judgement`.
    let line = text
        .lines
        .iter()
        .position(|line| line.at.start == proof.start())?;
    GRADE_TABLE.find(text.line(line))?;
    let (areas, area_words) = areas_in_text(text);
    Some(Head {
        kind: Kind::Ilacs,
        title: headline(text),
        areas,
        area_words,
        kind_words: text.line(line).to_owned(),
        after: line,
    })
}

fn without_title(text: &Text) -> Head {
    let quoted = QUOTED_PERSON.find(&text.joined);
    // A strategy may quote parents and mention an inspection; a press release is short and comes to
    // the point.
    let top = text.first(AREA_WINDOW);
    let short = text.joined.len() < PRESS_RELEASE;
    let about_inspection = short && top.contains("Ofsted") && INSPECTION.is_match(top);
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
    // A line that is short, or shorter than the next, is a headline of its own; a full one wraps.
    let full = |line: usize| {
        let (here, next) = (text.line(line).len(), text.line(line + 1).len());
        here > 45 && next * 5 <= here * 6 && text.same_size(line + 1)
    };
    while end - first < 4 && end < text.lines.len() && full(end - 1) && text.continues(end) {
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
    for word in sentence.split(' ') {
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
