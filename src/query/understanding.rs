//! Facets that a query names in words: areas, regions, years, outcomes, kinds of report and themes.
//!
//! Reports hardly ever name their own area or year in a passage, so that `Kent` in a query nearly
//! always means the reports on Kent, not the word. What is read as a facet:
//!
//! - the names of areas that the index holds, official, short or with `council` behind them, and of
//!   regions; the longest name wins, so that `South Gloucestershire` is not Gloucestershire;
//! - years that the index holds, and spans of them (`since 2018`, `2019 to 2021`);
//! - grades together with who has them (`inadequate areas`, `councils that require improvement`,
//!   `rated good`), and outcomes that are a phrase of their own (`widespread failings`);
//! - kinds of report by their usual names (`JTAI`, `SEND inspections`);
//! - themes by their names (`short breaks`).
//!
//! What stays a word:
//!
//! - whatever stands in quotation marks, brackets or a field, or is excluded;
//! - values that no report of the index has;
//! - names that are ordinary words too (`Reading`, `Bury`), unless capitals, a neighbour or a preposition
//!   tell that the place is meant;
//! - grades beside anything else than those who are graded (`good practice`);
//! - numbers that are part of a name (`Children Act 2014`) or count something (`over 2020 pupils`);
//! - what is set apart (`outside London`).

use serde::{Deserialize, Serialize};

use super::{Node, Query, Span};
use crate::query::expansion::Lexicon;
use crate::report;
use crate::report::facet::{Dimension, FacetPath, Vocabulary};
use crate::text::dates::month_number;
use crate::text::{is_function_word, stem};

/// Words of a query that are read as a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understood {
    /// As typed.
    pub text: String,
    /// The facet that they name.
    pub facet: Dimension,
    /// Its values, as filters take them; one of them is enough.
    pub values: Vec<String>,
    /// Where they stand in the query.
    pub span: Span,
}

/// A facet that a query names, with what is searched for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFacet {
    /// What is told of it.
    pub understood: Understood,
    /// The values, of which a passage must have one.
    pub paths: Vec<FacetPath>,
    /// Phrases by which the text of a passage names it; none for a span of years.
    pub phrases: Vec<String>,
    /// Longer names of other areas that hold its own, with these areas.
    pub longer: Vec<(String, FacetPath)>,
}

/// How a query was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The query without the words that name facets; themes stay, since passages are ranked by them.
    pub query: Query,
    /// Facets that passages must have, in order.
    pub named: Vec<NamedFacet>,
    /// Themes that passages may have instead of the words that name them, in order.
    pub themes: Vec<NamedFacet>,
}

impl Reading {
    /// The query as it stands.
    fn plain(query: &Query) -> Self {
        Reading {
            query: query.clone(),
            named: Vec::new(),
            themes: Vec::new(),
        }
    }
}

/// Names of areas that are ordinary words as well.
const ORDINARY: [&str; 5] = ["barking", "bath", "bury", "reading", "slough"];

/// Passages that hold an ordinary word which the texts hardly use: one in so many at most.
const RARE: u64 = 500;

/// Passages that may hold the name of an area that is on no list: one in so many. What is more
/// frequent is a word like others.
const FREQUENT: u64 = 25;

/// Words before a facet that only lead to it.
const LEADING: &[&str] = &[
    "in",
    "at",
    "for",
    "from",
    "of",
    "across",
    "within",
    "around",
    "throughout",
    "during",
    "by",
    "under",
    "near",
    "the",
    "on",
];

/// Words that make a place of the ordinary word after them.
const PLACING: &[&str] = &["in", "at", "across", "around", "near", "from", "throughout"];

/// Words before a year that open a span.
const OPEN: &[&str] = &[
    "since", "after", "before", "from", "until", "till", "between", "by", "post", "pre",
];

/// Words that set apart what follows.
const APART: &[&str] = &[
    "outside",
    "except",
    "excluding",
    "without",
    "beyond",
    "not",
    "than",
    "but",
    "previously",
    "formerly",
];

/// Words beside a facet that name what every passage stands in.
const REPORTS: &[&str] = &["report", "reports"];

/// Who is graded.
const GRADED: &[&str] = &[
    "areas",
    "authorities",
    "local authorities",
    "local areas",
    "councils",
    "boroughs",
    "counties",
    "partnerships",
    "local area partnerships",
    "las",
    "children's services",
    "places",
];

/// The same in the singular, which ends the words that name an outcome.
const GRADED_ONE: &[&str] = &[
    "area",
    "authority",
    "local authority",
    "local area",
    "council",
    "borough",
    "county",
    "partnership",
    "local area partnership",
    "la",
];

/// What is given with a grade.
const RATINGS: &[&str] = &[
    "rating",
    "ratings",
    "judgement",
    "judgements",
    "judgment",
    "judgments",
];

/// How a grade is given.
const GIVEN: &[&str] = &["rated", "judged", "graded", "deemed"];

/// Grades as people say them, with their values.
const GRADES: &[(&str, &[&str])] = &[
    ("outstanding", &["outstanding"]),
    ("good", &["good"]),
    ("adequate", &["adequate"]),
    ("require improvement", &["requires-improvement"]),
    ("requires improvement", &["requires-improvement"]),
    ("requiring improvement", &["requires-improvement"]),
    ("need improvement", &["requires-improvement"]),
    ("needing improvement", &["requires-improvement"]),
    ("inadequate", &["inadequate"]),
    ("failing", &["inadequate", "send-widespread-failings"]),
];

/// Outcomes that are told by a phrase alone.
const OUTCOMES: &[(&str, &[&str])] = &[
    ("requires improvement to be good", &["requires-improvement"]),
    ("requires improvement", &["requires-improvement"]),
    (
        "widespread and or systemic failings",
        &["send-widespread-failings"],
    ),
    (
        "widespread and systemic failings",
        &["send-widespread-failings"],
    ),
    (
        "widespread or systemic failings",
        &["send-widespread-failings"],
    ),
    ("widespread failings", &["send-widespread-failings"]),
    ("widespread failing", &["send-widespread-failings"]),
    ("systemic failings", &["send-widespread-failings"]),
    (
        "inconsistent experiences and outcomes",
        &["send-inconsistent"],
    ),
    ("inconsistent experiences", &["send-inconsistent"]),
    ("inconsistent outcomes", &["send-inconsistent"]),
    ("inconsistent areas", &["send-inconsistent"]),
    (
        "typically positive experiences and outcomes",
        &["send-positive"],
    ),
    ("typically positive experiences", &["send-positive"]),
    ("positive experiences and outcomes", &["send-positive"]),
];

const SEND: &[&str] = &[
    "send-full",
    "send-monitoring",
    "send-outcome-letter",
    "send-revisit",
];
const SERVICES: &[&str] = &[
    "ilacs",
    "sif",
    "sif-reinspection",
    "lac-2013",
    "lscb-review",
];

/// Kinds of report as people call them, in the singular, with their names.
const KINDS: &[(&str, &[&str])] = &[
    ("joint targeted area inspection", &["jtai"]),
    ("joint targeted inspection", &["jtai"]),
    ("jtai inspection", &["jtai"]),
    ("jtai", &["jtai"]),
    ("local area send inspection", SEND),
    ("area send inspection", SEND),
    ("send area inspection", SEND),
    ("send inspection", SEND),
    ("area send revisit", &["send-revisit"]),
    ("send revisit", &["send-revisit"]),
    ("area send monitoring inspection", &["send-monitoring"]),
    ("send monitoring inspection", &["send-monitoring"]),
    (
        "inspection of local authority children's services",
        SERVICES,
    ),
    ("local authority children's services inspection", SERVICES),
    ("children's services inspection", SERVICES),
    ("ilacs inspection", &["ilacs"]),
    ("ilacs", &["ilacs"]),
    ("single inspection framework", &["sif", "sif-reinspection"]),
    ("sif inspection", &["sif", "sif-reinspection"]),
    ("sif", &["sif", "sif-reinspection"]),
    ("focused visit", &["ilacs-focused-visit"]),
    ("monitoring visit", &["ilacs-monitoring-visit"]),
    ("press release", &["press-release"]),
    ("news release", &["press-release"]),
];

/// What people call regions beside their official names.
const REGIONS: &[(&str, &[&str])] = &[
    ("yorkshire and humber", &["Yorkshire and the Humber"]),
    ("yorkshire", &["Yorkshire and the Humber"]),
    ("humberside", &["Yorkshire and the Humber"]),
    ("northeast", &["North East"]),
    ("northwest", &["North West"]),
    ("southeast", &["South East"]),
    ("southwest", &["South West"]),
    ("greater london", &["London"]),
    ("eastern england", &["East of England"]),
    ("east anglia", &["East of England"]),
    ("midlands", &["East Midlands", "West Midlands"]),
];

/// Words after which a number is part of a name.
const NUMBERED: &[&str] = &[
    "act",
    "acts",
    "regulations",
    "regulation",
    "order",
    "code",
    "guidance",
    "framework",
    "together",
    "version",
    "paper",
    "section",
    "practice",
    "rules",
    "strategy",
    "bill",
];

/// Words after which a number counts what follows.
const COUNTING: &[&str] = &[
    "over",
    "nearly",
    "approximately",
    "than",
    "almost",
    "around",
    "about",
    "some",
    "only",
    "roughly",
    "least",
    "most",
    "exactly",
    "of",
];

/// Reads which facets a query names, by the values that an index holds.
pub fn read(
    query: &Query,
    vocabulary: &Vocabulary,
    lexicon: &dyn Lexicon,
    passages: u64,
) -> Reading {
    let nodes: Vec<&Node> = match &query.root {
        Some(Node::And(nodes)) => nodes.iter().collect(),
        Some(node) => vec![node],
        None => Vec::new(),
    };
    let mut reader = Reader {
        query,
        vocabulary,
        lexicon,
        passages,
        words: Vec::new(),
        followed: false,
        alone: nodes.len() == 1,
    };
    let mut gone = vec![false; nodes.len()];
    let (mut named, mut themes) = (Vec::new(), Vec::new());
    let mut from = 0;
    while from < nodes.len() {
        let run = nodes[from..]
            .iter()
            .take_while(|node| is_word(node))
            .count();
        if run > 0 {
            reader.words = words(query, &nodes[from..from + run], from);
            reader.followed = from + run < nodes.len();
            reader.run(&mut gone, &mut named, &mut themes);
        }
        from += run.max(1);
    }
    if named.is_empty() && themes.is_empty() {
        return Reading::plain(query);
    }
    let mut left: Vec<Node> = (nodes.into_iter().zip(&gone))
        .filter(|(_, gone)| !**gone)
        .map(|(node, _)| node.clone())
        .collect();
    let root = if left.len() > 1 {
        Some(Node::And(left))
    } else {
        left.pop()
    };
    Reading {
        query: Query {
            root,
            ..query.clone()
        },
        named,
        themes,
    }
}

/// The query with what was read as facets in quotation marks, so that it is searched for as words.
pub fn as_words(query: &str, understood: &[Understood]) -> String {
    let mut text = String::with_capacity(query.len() + 2 * understood.len());
    let mut from = 0;
    for one in understood
        .iter()
        .filter(|one| one.facet != Dimension::Theme)
    {
        text.push_str(query.get(from..one.span.start).unwrap_or_default());
        text.push('"');
        text.push_str(query.get(one.span.start..one.span.end).unwrap_or_default());
        text.push('"');
        from = one.span.end;
    }
    text.push_str(query.get(from..).unwrap_or_default());
    text
}

/// Plain names of values that an index holds, as a query may name them: of years, regions, kinds and
/// outcomes, each with its value.
pub fn plain_names(vocabulary: &Vocabulary) -> Vec<(String, Dimension, FacetPath)> {
    let mut names = Vec::new();
    for dimension in [Dimension::Year, Dimension::Region] {
        let values = vocabulary.present(dimension);
        names.extend(values.map(|path| (path.leaf().to_owned(), dimension, path.clone())));
    }
    let leaf = |dimension, value: &str| {
        let mut values = vocabulary.present(dimension);
        values.find(|path| path.leaf() == value).cloned()
    };
    let usual = |name: &&str| !name.contains("local") && !name.contains("send area");
    for (name, kinds) in KINDS.iter().filter(|(name, _)| usual(name)) {
        let kind = kinds.iter().find_map(|kind| leaf(Dimension::Kind, kind));
        names.extend(kind.map(|path| (cased(name), Dimension::Kind, path)));
    }
    for (name, values) in OUTCOMES {
        let value = values
            .iter()
            .find_map(|value| leaf(Dimension::Outcome, value));
        names.extend(value.map(|path| ((*name).to_owned(), Dimension::Outcome, path)));
    }
    for (grade, values) in GRADES {
        // `areas that require improvement` are offered by the phrase alone.
        let value = (!grade.contains(' ')).then(|| leaf(Dimension::Outcome, values[0]));
        let name = format!("{grade} areas");
        names.extend(value.flatten().map(|path| (name, Dimension::Outcome, path)));
    }
    names
}

/// A name of the table of kinds with its short forms in capitals.
fn cased(name: &str) -> String {
    let words = name.split(' ').map(|word| match word {
        "jtai" | "send" | "ilacs" | "sif" => word.to_uppercase(),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn is_word(node: &Node) -> bool {
    matches!(node, Node::Word { .. })
}

/// A word of a query, between spaces, hyphens and slashes.
#[derive(Debug)]
struct Word {
    /// In the form in which names are compared.
    key: String,
    /// The same without a possessive ending, if it has one.
    owner: Option<String>,
    /// Place of its node among those of the query.
    node: usize,
    /// Whether it begins, and ends, its node.
    begins: bool,
    ends: bool,
    span: Span,
}

impl Word {
    fn is(&self, key: &str) -> bool {
        self.key == key || self.owner.as_deref() == Some(key)
    }

    fn is_one_of(&self, keys: &[&str]) -> bool {
        keys.contains(&self.key.as_str())
    }
}

/// The words of some nodes, of which the first has the place `first` among those of the query.
fn words(query: &Query, nodes: &[&Node], first: usize) -> Vec<Word> {
    let mut words = Vec::new();
    for (node, place) in nodes.iter().zip(first..) {
        let Node::Word { text, span } = node else {
            continue;
        };
        // The word without the punctuation around it.
        let typed = query.text.get(span.start..span.end).unwrap_or_default();
        let start = span.start + typed.find(text.as_str()).unwrap_or(0);
        let parts = report::name_words(text);
        let last = parts.len().saturating_sub(1);
        for (at, (key, range)) in parts.into_iter().enumerate() {
            let printed = &text[range.clone()];
            let owner = printed
                .strip_suffix(['s', 'S'])
                .and_then(|rest| rest.strip_suffix(crate::text::is_apostrophe))
                .map(|_| key[..key.len() - 1].to_owned());
            words.push(Word {
                key,
                owner,
                node: place,
                begins: at == 0,
                ends: at == last,
                span: Span {
                    start: start + range.start,
                    end: start + range.end,
                },
            });
        }
    }
    words
}

/// A reading of some of the words: how many, and what they name.
struct Found {
    words: usize,
    facet: Dimension,
    paths: Vec<FacetPath>,
    /// Names by which a text may name it, beside what was typed; [`None`] if no text names it.
    phrases: Option<Vec<String>>,
}

struct Reader<'a> {
    query: &'a Query,
    vocabulary: &'a Vocabulary,
    lexicon: &'a dyn Lexicon,
    passages: u64,
    /// The words of the run that is being read.
    words: Vec<Word>,
    /// Whether something else follows them.
    followed: bool,
    /// Whether the query holds nothing but one word.
    alone: bool,
}

impl Reader<'_> {
    /// Reads a run of words. Marks the nodes that are searched for no longer.
    fn run(&self, gone: &mut [bool], named: &mut Vec<NamedFacet>, themes: &mut Vec<NamedFacet>) {
        let mut at = 0;
        // The last word of the facet before, and which it is of.
        let mut before: Option<(usize, Dimension)> = None;
        while at < self.words.len() {
            let Some(found) = self.longest(at) else {
                at += 1;
                continue;
            };
            let words = at..at + found.words;
            let facet = found.facet;
            let named_facet = self.named(words.clone(), found);
            if facet == Dimension::Theme {
                themes.push(named_facet);
                at = words.end;
                continue;
            }
            named.push(named_facet);
            for word in &self.words[words.clone()] {
                gone[word.node] = true;
            }
            let mut first = words.start;
            while first > 0 && self.words[first - 1].is_one_of(LEADING) {
                first -= 1;
                gone[self.words[first].node] = true;
            }
            // `Bristol and Plymouth`: what joins the two says nothing more.
            if let Some((end, of)) = before
                && first == end + 1
                && of.stored_as() == facet.stored_as()
                && self.words[end].is_one_of(&["and", "or"])
            {
                gone[self.words[end].node] = true;
            }
            before = Some((words.end, facet));
            at = words.end;
        }
        self.drop_reports(gone);
    }

    /// Leaves out `reports` beside a facet, where other words remain.
    fn drop_reports(&self, gone: &mut [bool]) {
        let says_more = |word: &Word, gone: &[bool]| {
            !gone[word.node] && !word.is_one_of(REPORTS) && !is_function_word(&word.key)
        };
        if !self.words.iter().any(|word| says_more(word, gone)) {
            return;
        }
        for at in 0..self.words.len() {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let mut beside = beside.filter_map(|at| self.words.get(at));
            if self.words[at].is_one_of(REPORTS) && beside.any(|word| gone[word.node]) {
                gone[self.words[at].node] = true;
            }
        }
    }

    fn named(&self, words: std::ops::Range<usize>, found: Found) -> NamedFacet {
        let span = Span {
            start: self.words[words.start].span.start,
            end: self.words[words.end - 1].span.end,
        };
        let text = self
            .query
            .text
            .get(span.start..span.end)
            .unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let labels = found.paths.iter().map(|path| path.label(found.facet));
        let values = labels.collect();
        let phrases = match found.phrases {
            None => Vec::new(),
            Some(names) => {
                let keys = self.words[words].iter();
                let keys: Vec<&str> = keys
                    .map(|word| word.owner.as_deref().unwrap_or(&word.key))
                    .collect();
                let mut phrases = vec![keys.join(" ")];
                for name in names {
                    let name = name.to_lowercase();
                    if !phrases.contains(&name) {
                        phrases.push(name);
                    }
                }
                phrases
            }
        };
        let longer = match found.facet {
            Dimension::Area => self.longer_names(&phrases, &found.paths),
            _ => Vec::new(),
        };
        NamedFacet {
            understood: Understood {
                text,
                facet: found.facet,
                values,
                span,
            },
            paths: found.paths,
            phrases,
            longer,
        }
    }

    /// Names of other areas that hold one of these.
    fn longer_names(&self, phrases: &[String], own: &[FacetPath]) -> Vec<(String, FacetPath)> {
        let areas = self.vocabulary.present(Dimension::Area);
        let others = areas.filter(|path| !own.contains(path));
        let named = others.map(|path| (path.leaf().to_lowercase(), path));
        named
            .filter(|(name, _)| {
                let name = format!(" {name} ");
                phrases
                    .iter()
                    .any(|phrase| name.contains(&format!(" {phrase} ")))
            })
            .map(|(name, path)| (name, path.clone()))
            .collect()
    }

    /// The reading that takes most words from `at` on.
    fn longest(&self, at: usize) -> Option<Found> {
        // `not in London` sets London apart as `not London` does.
        let before = self.words[..at].iter().rev();
        let mut before = before.skip_while(|word| word.is_one_of(LEADING));
        if !self.words[at].begins || before.next().is_some_and(|word| word.is_one_of(APART)) {
            return None;
        }
        let readings = [
            self.area(at),
            self.region(at),
            self.years(at),
            self.outcome(at),
            self.kind(at),
        ];
        let whole = |found: &Found| self.words[at + found.words - 1].ends;
        let mut best: Option<Found> = None;
        for found in readings.into_iter().flatten().filter(whole) {
            if best.as_ref().is_none_or(|best| best.words < found.words) {
                best = Some(found);
            }
        }
        best.or_else(|| self.theme(at).filter(whole))
    }

    /// Whether a name may stand at `at`, told by its first letter: most names need no closer look.
    fn may_begin(&self, at: usize, name: &str) -> bool {
        let first = |text: &str| text.as_bytes().first().map(u8::to_ascii_lowercase);
        let word = self.words.get(at);
        word.is_some_and(|word| first(&word.key) == first(name))
    }

    /// Words from `at` on that are those of `name`; how many.
    fn reads(&self, at: usize, name: &str) -> Option<usize> {
        if !self.may_begin(at, name) {
            return None;
        }
        let mut end = at;
        for wanted in name.split(' ') {
            let wanted: String = wanted.chars().filter(|c| c.is_alphanumeric()).collect();
            if self.words.get(end)?.key != wanted {
                return None;
            }
            end += 1;
        }
        (end > at).then_some(end - at)
    }

    /// The longest of several names that stands at `at`; how many words it has.
    fn reads_one(&self, at: usize, names: &[&str]) -> Option<usize> {
        names.iter().filter_map(|name| self.reads(at, name)).max()
    }

    /// The first entry of a table, which has longer names first, that stands at `at`.
    fn reads_entry<'t>(
        &self,
        at: usize,
        table: &'t [(&str, &'t [&'t str])],
    ) -> Option<(usize, &'t [&'t str])> {
        let read = |(name, values): &(&str, &'t [&'t str])| Some((self.reads(at, name)?, *values));
        table.iter().find_map(read)
    }

    /// Those of some values that the index holds.
    fn present(&self, facet: Dimension, values: &[&str]) -> Vec<FacetPath> {
        let present = self.vocabulary.present(facet);
        let wanted = present.filter(|path| values.contains(&path.leaf()));
        wanted.cloned().collect()
    }

    fn area(&self, at: usize) -> Option<Found> {
        let keys: Vec<&str> = (self.words[at..].iter().take(report::LONGEST_AREA_NAME))
            .map(|word| word.owner.as_deref().unwrap_or(&word.key))
            .collect();
        let plain: Vec<&str> = self.words[at..]
            .iter()
            .map(|word| word.key.as_str())
            .collect();
        let listed = report::longest_name(&plain).or_else(|| report::longest_name(&keys));
        if let Some((area, words)) = listed {
            let mut paths = self.area_paths(&area.name);
            if paths.is_empty() {
                // An abolished area whose successors were inspected.
                let successors = area.successors.iter();
                paths = successors.flat_map(|name| self.area_paths(name)).collect();
            }
            let ordinary = words == 1 && ORDINARY.iter().any(|name| self.words[at].is(name));
            if !paths.is_empty() && (!ordinary || self.is_place(at)) {
                let words = words + self.authority(at + words);
                return Some(Found {
                    words,
                    facet: Dimension::Area,
                    paths,
                    phrases: Some(vec![area.name.clone()]),
                });
            }
            return None;
        }
        // Areas that are on no list have no region.
        let unlisted = self.vocabulary.present(Dimension::Area);
        let unlisted = unlisted.filter(|path| path.0.len() == 1 && self.may_begin(at, path.leaf()));
        let (path, words) = unlisted
            .filter_map(|path| {
                let name = report::name_words(path.leaf());
                let name: Vec<&str> = name.iter().map(|(key, _)| key.as_str()).collect();
                let same = !name.is_empty()
                    && self.words[at..].len() >= name.len()
                    && self.words[at..]
                        .iter()
                        .zip(&name)
                        .all(|(word, key)| word.is(key));
                same.then_some((path, name.len()))
            })
            .max_by_key(|(_, words)| *words)?;
        let frequent = words == 1
            && self.lexicon.printing(&self.words[at].key) > (self.passages / FREQUENT).max(50)
            && !self.is_place(at);
        (!frequent).then(|| Found {
            words: words + self.authority(at + words),
            facet: Dimension::Area,
            paths: vec![path.clone()],
            phrases: Some(vec![path.leaf().to_owned()]),
        })
    }

    fn area_paths(&self, name: &str) -> Vec<FacetPath> {
        self.present(Dimension::Area, &[name])
    }

    /// Words after the name of an area that say that it is one.
    fn authority(&self, at: usize) -> usize {
        const NAMES: &[&str] = &[
            "council",
            "county council",
            "city council",
            "borough council",
            "local authority",
            "local area partnership",
            "la",
        ];
        self.reads_one(at, NAMES).unwrap_or(0)
    }

    /// Whether the name of an area at `at` is that of the place, though it is a word like others.
    fn is_place(&self, at: usize) -> bool {
        let word = &self.words[at];
        let printed = |word: &Word| &self.query.text[word.span.start..word.span.end];
        let in_capitals = |word: &Word| !printed(word).contains(char::is_lowercase);
        let capital =
            |word: &Word| printed(word).starts_with(char::is_uppercase) && !in_capitals(word);
        let rare = self.lexicon.printing(&word.key) < (self.passages / RARE).max(1);
        let before = at.checked_sub(1).map(|before| &self.words[before]);
        let next = self.words.get(at + 1);
        let ends = self.is_end(at + 1)
            || next.is_some_and(|next| next.is_one_of(PLACING))
            || self.years(at + 1).is_some()
            || self.kind(at + 1).is_some();
        // In a title all words have capitals.
        let mut others = self
            .words
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at);
        let telling = self.alone || others.any(|(_, other)| !capital(other));
        if capital(word) && telling {
            // At the beginning a sentence may begin.
            return before.is_some() || ends || rare || next.is_some_and(in_capitals);
        }
        let placed = before.is_some_and(|before| before.is_one_of(PLACING));
        placed && ends && rare
    }

    /// Whether nothing more stands in the query from `at` on.
    fn is_end(&self, at: usize) -> bool {
        at == self.words.len() && !self.followed
    }

    fn region(&self, at: usize) -> Option<Found> {
        const POINTS: &[&str] = &["north", "south", "east", "west"];
        let official = report::regions().iter();
        let official = official.filter(|name| self.may_begin(at, name));
        let official = official.filter_map(|name| {
            let words = self.reads(at, &name.to_lowercase())?;
            Some((words, vec![name.as_str()]))
        });
        let called = self.reads_entry(at, REGIONS);
        let called = called.map(|(words, names)| (words, names.to_vec()));
        let (words, names) = official.chain(called).max_by_key(|(words, _)| *words)?;
        let before = at.checked_sub(1).map(|before| &self.words[before]);
        let next = self.words.get(at + words);
        // `West Yorkshire` is less than the region, `south east facing` and `south west of` nothing
        // of the kind.
        if before.is_some_and(|before| before.is_one_of(POINTS))
            || next.is_some_and(|next| next.is_one_of(&["of", "facing", "side", "corner"]))
        {
            return None;
        }
        let paths = self.present(Dimension::Region, &names);
        (!paths.is_empty()).then(|| Found {
            words,
            facet: Dimension::Region,
            phrases: Some(names.iter().map(|&name| name.to_owned()).collect()),
            paths,
        })
    }

    /// The year at `at`.
    fn year(&self, at: usize) -> Option<i16> {
        let key = &self.words.get(at)?.key;
        let year = key.len() == 4 && key.bytes().all(|byte| byte.is_ascii_digit());
        let year: i16 = year.then(|| key.parse().ok()).flatten()?;
        (1980..2100).contains(&year).then_some(year)
    }

    fn years(&self, at: usize) -> Option<Found> {
        let is = |at: usize, words: &[&str]| {
            self.words.get(at).is_some_and(|word| word.is_one_of(words))
        };
        let last = i16::MAX;
        let both = |from: usize, joins: &[&str]| {
            let first = self.year(from)?;
            let joined = self.words.get(from + 1)?;
            // `2019-2021` and `2019/20` are one word.
            if !joined.begins {
                let second = self.year(from + 1).or_else(|| {
                    let short: i16 = joined.key.parse().ok()?;
                    (joined.key.len() == 2).then_some(first - first % 100 + short)
                })?;
                return (second > first).then_some((2, first..=second));
            }
            let second = is(from + 1, joins).then(|| self.year(from + 2))??;
            let range = first.min(second)..=first.max(second);
            self.words[from + 2].ends.then_some((3, range))
        };
        // `March 2023` is its year.
        let month = |at: usize| {
            let key = self.words.get(at).map(|word| word.key.as_str());
            usize::from(key.is_some_and(|key| month_number(key).is_some()))
        };
        let (words, range) = if is(at, &["between"]) {
            both(at + 1, &["and", "to"]).map(|(words, range)| (words + 1, range))?
        } else if is(at, OPEN) {
            let word = self.words[at].key.as_str();
            match both(at + 1, &["to", "until", "till", "through"]) {
                Some((words, range)) if word == "from" => (words + 1, range),
                _ => {
                    let month = month(at + 1);
                    let year = self.year(at + 1 + month)?;
                    let more = usize::from(is(at + 2 + month, &["on", "onwards", "onward"]));
                    let (more, range) = match word {
                        "since" | "from" => (more, year..=last),
                        "after" | "post" if month == 0 => (0, year + 1..=last),
                        "after" | "post" => (0, year..=last),
                        "before" | "pre" if month == 0 => (0, 0..=year - 1),
                        _ => (0, 0..=year),
                    };
                    (2 + month + more, range)
                }
            }
        } else if self.reads(at, "up to").is_some() {
            (3, 0..=self.year(at + 2)?)
        } else if let Some(found) = both(at, &["to", "until", "till", "through"]) {
            found
        } else if month(at) == 1 && at > 0 && self.words[at - 1].is_one_of(OPEN) {
            return None;
        } else if month(at) == 1 {
            let year = self.year(at + 1)?;
            (2, year..=year)
        } else {
            let year = self.year(at)?;
            // `before 2013`, of which the index has nothing, is not 2013.
            if at > 0 && self.words[at - 1].is_one_of(OPEN) {
                return None;
            }
            if is(at + 1, &["onwards", "onward"]) {
                (2, year..=last)
            } else if self.reads(at + 1, "and later").is_some()
                || self.reads(at + 1, "or later").is_some()
            {
                (3, year..=last)
            } else if at > 0 && self.is_no_year(at) {
                return None;
            } else {
                (1, year..=year)
            }
        };
        let present = self.vocabulary.present(Dimension::Year);
        let within = |path: &&FacetPath| {
            let year: Option<i16> = path.leaf().parse().ok();
            year.is_some_and(|year| range.contains(&year))
        };
        let paths: Vec<FacetPath> = present.filter(within).cloned().collect();
        (!paths.is_empty()).then(|| Found {
            words,
            facet: Dimension::Year,
            paths,
            phrases: (words == 1).then(Vec::new),
        })
    }

    /// Whether the number at `at` is part of a name or counts what follows.
    fn is_no_year(&self, at: usize) -> bool {
        let before = &self.words[at - 1];
        before.is_one_of(NUMBERED) || (before.is_one_of(COUNTING) && at + 1 < self.words.len())
    }

    fn outcome(&self, at: usize) -> Option<Found> {
        // `good or outstanding councils`: the first grade is that of councils too.
        let (mut last, mut values) = (at, Vec::new());
        while let Some((words, more)) = self.reads_entry(last, GRADES)
            && let Some(joined) = self.words.get(last + words)
            && joined.is_one_of(&["or", "and"])
            && self.reads_entry(last + words + 1, GRADES).is_some()
        {
            values.extend(more);
            last += words + 1;
        }
        let joined = self.grade(last).map(|(words, more)| {
            values.extend(more);
            (last - at + words, values)
        });
        let (words, values) = match joined {
            Some(joined) => joined,
            None => self
                .grade(at)
                .map(|(words, values)| (words, values.to_vec()))?,
        };
        let paths = self.present(Dimension::Outcome, &values);
        (!paths.is_empty()).then(|| Found {
            words,
            facet: Dimension::Outcome,
            paths,
            phrases: Some(Vec::new()),
        })
    }

    /// A grade with who has it, or an outcome that is a phrase of its own: number of words, values.
    fn grade(&self, at: usize) -> Option<(usize, &'static [&'static str])> {
        let graded = |at: usize| {
            let many = self.reads_one(at, GRADED).filter(|words| {
                // `good areas of practice`
                let next = self.words.get(at + words);
                !next.is_some_and(|next| next.is("of"))
            });
            let one = self.reads_one(at, GRADED_ONE).filter(|words| {
                let next = self.words.get(at + words);
                self.is_end(at + words) || next.is_some_and(|next| next.is_one_of(LEADING))
            });
            many.max(one)
        };
        if let Some((words, values)) = self.reads_entry(at, GRADES) {
            let rated = usize::from(
                self.words
                    .get(at + words)
                    .is_some_and(|word| word.is("rated")),
            );
            if let Some(who) = graded(at + words + rated) {
                return Some((words + rated + who, values));
            }
            // `good judgement` is none.
            let told = self.reads(at, "good").is_none() || self.reads(at, "good rating").is_some();
            if let Some(rating) = self.reads_one(at + words, RATINGS).filter(|_| told) {
                return Some((words + rating, values));
            }
        }
        if let Some((words, values)) = self.reads_entry(at, OUTCOMES) {
            let who = graded(at + words).unwrap_or(0);
            let asked = at > 0 && self.words[at - 1].is_one_of(&["what", "which", "practice"]);
            if !asked {
                return Some((words + who, values));
            }
        }
        // `areas that are rated inadequate`, `rated inadequate`.
        let who = self.reads_one(at, GRADED).unwrap_or(0);
        let mut end = at + who;
        if who > 0 {
            let skip = |end: &mut usize, words: &[&str]| {
                let skipped = self
                    .words
                    .get(*end)
                    .is_some_and(|word| word.is_one_of(words));
                *end += usize::from(skipped);
            };
            skip(&mut end, &["that", "which", "where"]);
            skip(
                &mut end,
                &["are", "were", "is", "was", "with", "have", "had"],
            );
            skip(&mut end, &["an", "a", "been"]);
        }
        let given = self
            .words
            .get(end)
            .is_some_and(|word| word.is_one_of(GIVEN));
        end += usize::from(given);
        if given && self.reads(end, "as").is_some() {
            end += 1;
        }
        if given && self.reads(end, "to be").is_some() {
            end += 2;
        }
        // `schools rated good` grades the schools.
        if who == 0 && (!given || self.follows_things(at)) {
            return None;
        }
        let (words, values) = self
            .reads_entry(end, GRADES)
            .or_else(|| self.reads_entry(end, OUTCOMES))?;
        let rating = self.reads_one(end + words, RATINGS).unwrap_or(0);
        // `councils good practice` lacks what makes it a grade.
        let told = given || end > at + who || words > 1;
        told.then_some((end + words + rating - at, values))
    }

    /// Whether a plural that is no area stands before `at`.
    fn follows_things(&self, at: usize) -> bool {
        let area = |words: &usize| {
            let found = at.checked_sub(*words).and_then(|first| self.area(first));
            found.is_some_and(|found| found.words == *words)
        };
        let plural = at > 0 && self.words[at - 1].key.ends_with('s');
        plural && !(1..=5).any(|words| area(&words))
    }

    fn kind(&self, at: usize) -> Option<Found> {
        let read = |name: &str| {
            if !self.may_begin(at, name) {
                return None;
            }
            let mut end = at;
            for wanted in name.split(' ') {
                let wanted: String = wanted.chars().filter(|c| c.is_alphanumeric()).collect();
                let word = self.words.get(end)?;
                let plural = word.key.strip_suffix('s');
                if word.key != wanted && plural != Some(wanted.as_str()) {
                    return None;
                }
                end += 1;
            }
            Some(end - at)
        };
        let kinds = KINDS.iter();
        let found = kinds.filter_map(|(name, kinds)| Some((read(name)?, *kinds)));
        let (words, kinds) = found.max_by_key(|(words, _)| *words)?;
        let paths = self.present(Dimension::Kind, kinds);
        (!paths.is_empty()).then(|| Found {
            words,
            facet: Dimension::Kind,
            paths,
            phrases: Some(Vec::new()),
        })
    }

    fn theme(&self, at: usize) -> Option<Found> {
        let themes = self.vocabulary.present(Dimension::Theme);
        let themes = themes.filter(|path| path.0.len() > 1);
        let read = |path: &FacetPath| {
            if !self.may_begin(at, path.leaf()) {
                return None;
            }
            let mut words = 0;
            for wanted in path.leaf().split('-').filter(|word| *word != "and") {
                while words > 0
                    && self
                        .words
                        .get(at + words)
                        .is_some_and(|word| word.is("and"))
                {
                    words += 1;
                }
                if stem(&self.words.get(at + words)?.key) != stem(wanted) {
                    return None;
                }
                words += 1;
            }
            Some(words)
        };
        let found = themes.filter_map(|path| Some((read(path)?, path)));
        let (words, path) = found.max_by_key(|(words, _)| *words)?;
        Some(Found {
            words,
            facet: Dimension::Theme,
            paths: vec![path.clone()],
            phrases: None,
        })
    }
}

#[cfg(test)]
mod tests;
