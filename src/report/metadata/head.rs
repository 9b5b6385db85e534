//! The head of a report: its kind, its title and the words that name its areas.
//!
//! A title counts only where it has its lines for itself and stands near the top: other documents quote
//! the titles of reports.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::area_names::{in_title, known_in, most_frequent};
use super::text::{Block, Text, group, rule, rules, without_marks};
use crate::report::area::Area;
use crate::report::kinds::{ILACS_TABLE, Kind, Title};

/// The head of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    /// The kind of report.
    pub kind: Kind,
    /// The title as printed, after the council's name where that stands above it.
    pub title: String,
    /// The areas inspected.
    pub areas: Vec<Area>,
    /// The words that name the areas.
    pub area_words: String,
    /// The words that determine the kind.
    pub kind_words: String,
    /// Index of the first line after the title.
    pub after: usize,
}

rules! {
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
    REPORT_HEADING = r"^ (?: inspection\soutcome | main\sfindings | headline\sfindings | what\sneeds\sto\simprove\?? | what\sdoes\sthe\sarea\spartnership\sneed\sto\sdo\sbetter\? | judgement | key\sstrengths ) $";
    QUOTED_PERSON = r"\b said\s?:| \b said\b .{0,20} [\x22'] | [\x22'] \s said\b | \b (?:added|commented|says)\s?:";
}

/// A title of a kind, its patterns compiled on first use.
struct Rule {
    kind: Kind,
    title: &'static Title,
    pattern: OnceLock<Regex>,
    proof: OnceLock<Regex>,
}

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

/// Most lines of a title; the subjects of letters are the longest.
const MOST_TITLE_LINES: usize = 6;
/// Bytes from the top in which the key of a title stands.
const OPENING: usize = 5000;
/// Bytes from the top in which the table of grades of a report without title stands.
const UNTITLED: usize = 2500;
/// Bytes of running text that are searched for an area.
const AREA_WINDOW: usize = 3000;
/// Most bytes of a press release (some 3,000 words).
const PRESS_RELEASE: usize = 20_000;
/// Most bytes of a headline; a longer one is a paragraph, and is cut.
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
    fn pattern(&self) -> &Regex {
        self.pattern.get_or_init(|| rule(self.title.pattern))
    }

    fn apply(&self, text: &Text) -> Option<Head> {
        let block = if self.title.subject {
            self.subject(text)?
        } else {
            text.block(self.pattern(), self.title.window, MOST_TITLE_LINES)?
        };
        if let Some((words, within)) = self.title.proof {
            let proof = self.proof.get_or_init(|| rule(words));
            proof.find(text.from(block.at.start, within))?;
        }
        let printed = without_marks(text.part(block.at.clone()));
        let named = group(self.pattern(), &printed, "area").unwrap_or_default();
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

    /// The subject line of a letter. It follows the salutation; in versions without the letter's head
    /// it stands at the top.
    fn subject(&self, text: &Text) -> Option<Block> {
        text.starts_within(self.title.window).find_map(|first| {
            let shortest = text.block_at(self.pattern(), first, MOST_TITLE_LINES)?;
            let mut end = shortest.lines.end;
            let goes_on = |line| text.continues(line) && !SUBJECT_END.is_match(text.line(line));
            while end - first < MOST_TITLE_LINES && goes_on(end) {
                end += 1;
            }
            let at = shortest.at.start..text.lines.get(end - 1)?.at.end;
            let block = if self.pattern().is_match(text.part(at.clone())) {
                Block {
                    lines: first..end,
                    at,
                }
            } else {
                shortest
            };
            let mut above = first.saturating_sub(6)..first;
            let saluted = above.any(|line| SALUTATION.is_match(text.line(line)));
            // The headline of a press release may have the same words.
            let letter = || block.at.start < 900 && LETTER_BODY.is_match(&text.joined);
            (saluted || letter()).then_some(block)
        })
    }

    /// The areas that the title names, or else the council's name beside it, or else the text.
    fn areas(&self, text: &Text, named: &str, council: Option<&str>) -> (Vec<Area>, String) {
        let mut named = Some(named);
        if let (Kind::Jtai, Some(words)) = (self.kind, named) {
            // The subject may be all theme: `the multi-agency response to ... in Westmarch`.
            let place = words.rsplit(" in ").next().unwrap_or(words);
            let mut known = [place, words].into_iter().map(known_in);
            if let Some(areas) = known.find(|areas| !areas.is_empty()) {
                return (areas, words.to_owned());
            }
            // More words are no name.
            named = Some(place).filter(|place| place.split(' ').count() <= 6);
        }
        for words in [named, council].into_iter().flatten() {
            let areas = in_title(words);
            if !areas.is_empty() {
                return (areas, words.to_owned());
            }
        }
        areas_in_text(text)
    }
}

/// The council's name on lines of its own: below the title until 2013, above it in later reports.
fn council_beside(text: &Text, title: Range<usize>, kind: Kind) -> Option<String> {
    if kind.row().council_below {
        let below = (title.end..title.end + 2).find(|&line| is_council(text.line(line)));
        return below.map(|line| text.line(line).to_owned());
    }
    // A long name wraps: `Bournemouth, Christchurch and` / `Poole Council`.
    let wraps = |line: usize| line > 0 && is_open(text.line(line - 1));
    let two_lines = |line: usize| format!("{} {}", text.line(line - 1), text.line(line));
    let page = text.lines.get(title.start)?.page;
    let mut above = (title.start.saturating_sub(4)..title.start)
        .rev()
        .filter(|&line| text.lines[line].page == page);
    let last = above.find(|&line| {
        is_council(text.line(line)) || wraps(line) && !known_in(&two_lines(line)).is_empty()
    })?;
    let mut first = last;
    while title.start - first < 4 && wraps(first) {
        first -= 1;
    }
    let at = text.lines.get(first)?.at.start..text.lines.get(last)?.at.end;
    Some(text.part(at).to_owned())
}

/// Whether a line names a council or an area, and little else.
fn is_council(line: &str) -> bool {
    let sort = ["council", "borough", "authority", "corporation"];
    let lower = line.to_lowercase();
    // The address of the inspectorate and sentences name areas too.
    let other = line.len() > 90 || line.contains("Ofsted") || line.ends_with('.');
    !other && (sort.iter().any(|word| lower.contains(word)) || !known_in(line).is_empty())
}

/// Whether a name that ends with this line goes on below it.
fn is_open(line: &str) -> bool {
    line.ends_with([',', '-', '&'])
        || [" and", " of", " upon"]
            .iter()
            .any(|word| line.ends_with(word))
}

/// The areas that the text near the top names: `in Westmarch local authority`, or else the area named
/// most often.
fn areas_in_text(text: &Text) -> (Vec<Area>, String) {
    let top = text.first(AREA_WINDOW);
    let authority = group(&AUTHORITY_IN_TEXT, top, "area");
    if let Some(words) = authority {
        let areas = known_in(words);
        if !areas.is_empty() {
            return (areas, words.to_owned());
        }
    }
    let found = most_frequent(top);
    // An authority that is not on the list counts where the text names no area of the list.
    if let (None, Some(words)) = (&found, authority)
        && words.split(' ').count() <= 4
    {
        return (in_title(words), words.to_owned());
    }
    let words = found.as_ref().map(|area| area.name.clone());
    (found.into_iter().collect(), words.unwrap_or_default())
}

/// The head of a letter whose subject line was not read, from its first sentence.
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
    let words = |name: &str| found.name(name).map_or("", |part| part.as_str());
    let monitoring = words("sort").eq_ignore_ascii_case("monitoring");
    let named = words("area");
    let (areas, area_words) = match in_title(named) {
        areas if areas.is_empty() => areas_in_text(text),
        areas => (areas, named.to_owned()),
    };
    let title = words("title")
        .trim_end_matches(" on ")
        .trim_end_matches(" between ");
    Some(Head {
        kind: if monitoring {
            Kind::IlacsMonitoringVisit
        } else {
            kind
        },
        title: title.to_owned(),
        areas,
        area_words,
        kind_words: found[0].to_owned(),
        after: 0,
    })
}

/// The head of an ILACS report whose title was not read: its table of grades is proof enough.
fn untitled_ilacs(text: &Text) -> Option<Head> {
    static PROOF: LazyLock<Regex> = LazyLock::new(|| rule(ILACS_TABLE));
    let proof = PROOF.find(text.first(UNTITLED))?;
    // The head of the table has its line for itself; a sentence may list other judgements.
    let starts = |line: &usize| text.lines[*line].at.start == proof.start();
    let line = text.starts_within(UNTITLED).find(starts)?;
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

/// The head of a press release, which is short, quotes people, mentions an inspection at the top and
/// lacks the headings of reports, or of any other document.
fn without_title(text: &Text) -> Head {
    let top = text.first(AREA_WINDOW);
    let about_inspection =
        text.joined.len() < PRESS_RELEASE && top.contains("Ofsted") && INSPECTION.is_match(top);
    let headed = || (0..text.lines.len()).any(|line| REPORT_HEADING.is_match(text.line(line)));
    let quoted = QUOTED_PERSON
        .find(&text.joined)
        .filter(|_| about_inspection && !headed());
    let kind_words = quoted.map_or("", |found| text.sentence(found.range()));
    let (areas, area_words) = areas_in_text(text);
    Head {
        kind: if quoted.is_some() {
            Kind::PressRelease
        } else {
            Kind::Other
        },
        title: headline(text),
        areas,
        area_words,
        kind_words: kind_words.to_owned(),
        after: 0,
    }
}

/// The first line with letters and the lines that it wraps to, up to the end of a sentence.
fn headline(text: &Text) -> String {
    let has_letters = |line: &usize| text.line(*line).contains(char::is_alphabetic);
    let Some(first) = (0..text.lines.len()).find(has_letters) else {
        return String::new();
    };
    let mut end = first + 1;
    // A line that is short, or shorter than the next, is a headline of its own; a full one wraps.
    let full = |line: usize| {
        let (here, next) = (text.line(line).len(), text.line(line + 1).len());
        here > 45 && next * 5 <= here * 6 && text.same_size(line + 1)
    };
    while end - first < 4 && full(end - 1) && text.continues(end) {
        end += 1;
    }
    let words = text.part(text.lines[first].at.start..text.lines[end - 1].at.end);
    let sentence = words.split(". ").next().unwrap_or(words);
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
