//! Whether a report says what a quotation says it does.
//!
//! A quotation becomes a [`Pattern`] of words and gaps (ellipses, words in square brackets). Each
//! stretch of a report is aligned with it word by word; the cheapest alignment gives the verdict, the
//! source and the words that differ.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::answers::hit::{FoundPassage, SectionInfo};
use crate::answers::report_info::ReportInfo;
use crate::text::{self, fold, is_apostrophe, tokens};

named_enum! {
    /// Whether a quotation stands in a report.
    Verdict {
        /// Word for word; ellipses and words in square brackets aside.
        Verbatim = "verbatim",
        /// With some words that differ.
        Near = "near",
        /// Not, in any report that was looked at.
        NotFound = "not-found",
    }
}

named_enum! {
    /// Who has words.
    DifferenceKind {
        /// The text and the report.
        Both = "both",
        /// The text alone.
        Text = "text",
        /// The report alone.
        Report = "report",
    }
}

/// Where quoted words stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuotedSource {
    /// Ids of the passages that the words stand in, in order.
    pub ids: Vec<String>,
    /// The passages' text, one space between them.
    pub text: String,
    /// The quoted words in `text`, as UTF-8 byte offsets.
    pub highlight: text::Range,
    /// The report.
    pub report: ReportInfo,
    /// The section in which they begin.
    pub section: SectionInfo,
    /// Page on which the first passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which the last one ends.
    pub page_end: Option<u32>,
    /// Further reports, of those that were compared, that say the same word for word.
    pub also_in: u64,
}

/// A stretch of words that the text and the report share, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferencePart {
    /// Who has them.
    pub kind: DifferenceKind,
    /// The words, as printed.
    pub text: String,
}

/// The result of comparing a quotation with reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Whether a report contains it.
    pub verdict: Verdict,
    /// Its source; `None` if not found.
    pub source: Option<QuotedSource>,
    /// The words that differ, if it is nearly verbatim.
    pub difference: Vec<DifferencePart>,
}

/// Tenths of a quotation's words that a report must have to be near it.
const NEAR: usize = 7;

/// Fewest words in common with a near quotation: all but one of six. Fewer may be chance.
const FEWEST: usize = 5;

/// Words of a report that a short quotation may leave out without saying so.
const LEFT_OUT: usize = 3;

/// Words that are shown beside those at the edge of a quotation that a report has not, to come to
/// the beginning or end of its sentence.
const EDGE: usize = 4;

/// Compares a quotation with stretches of reports, each some passages of one report in a row. Of
/// those that agree as well, the first is the source; those of `preferred` reports come first.
pub fn compare(
    quotation: &str,
    stretches: &[Vec<FoundPassage>],
    preferred: &BTreeSet<String>,
) -> Compared {
    let pattern = Pattern::of(quotation);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut number = |key: &str| {
        let next = numbers.len() as u32;
        *numbers.entry(key.to_owned()).or_insert(next)
    };
    let quoted: Vec<u32> = pattern.words.iter().map(|word| number(&word.key)).collect();
    let mut best: Option<(Rank, Printed<'_>, Alignment)> = None;
    let mut verbatim: HashSet<&str> = HashSet::new();
    for stretch in stretches {
        let Some(report) = stretch.first().map(|passage| &passage.report.id) else {
            continue;
        };
        let printed = Printed::new(stretch);
        let text: Vec<u32> = printed.words.iter().map(|word| number(&word.key)).collect();
        let found = align(&pattern.elements, &quoted, &text);
        if !is_near(&found, quoted.len()) {
            continue;
        }
        if found.cost == 0 {
            verbatim.insert(report);
        }
        let rank = (found.cost, !preferred.contains(report));
        if best.as_ref().is_none_or(|(known, ..)| rank < *known) {
            best = Some((rank, printed, found));
        }
    }
    let Some((_, printed, found)) = best else {
        return Compared {
            verdict: Verdict::NotFound,
            source: None,
            difference: Vec::new(),
        };
    };
    let exact = found.cost == 0;
    let also_in = if exact { verbatim.len() as u64 - 1 } else { 0 };
    Compared {
        verdict: if exact {
            Verdict::Verbatim
        } else {
            Verdict::Near
        },
        difference: if exact {
            Vec::new()
        } else {
            difference(quotation, &pattern, &printed, &found)
        },
        source: printed.source(&found, also_in),
    }
}

/// Number of words that differ, then whether the report is not a preferred one.
type Rank = (usize, bool);

fn is_near(found: &Alignment, words: usize) -> bool {
    if found.cost == 0 {
        return words > 0;
    }
    found.matched * 10 >= words * NEAR
        && found.matched >= FEWEST
        && found.left_out <= (words / 2).max(LEFT_OUT)
}

/// Passages in a row, as one text.
struct Printed<'a> {
    passages: &'a [FoundPassage],
    text: String,
    /// Where each passage begins in the text.
    starts: Vec<usize>,
    words: Vec<Word>,
}

impl<'a> Printed<'a> {
    fn new(passages: &'a [FoundPassage]) -> Self {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(passages.len());
        for passage in passages {
            if !text.is_empty() {
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(&passage.text);
        }
        Printed {
            passages,
            words: words(&text),
            text,
            starts,
        }
    }

    /// The passage that a byte of the text stands in.
    fn passage_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start <= byte).max(1) - 1
    }

    /// The words of a sentence before one, if they are about as many as `few`; else the last few.
    fn before(&self, word: usize, few: usize) -> &[Word] {
        &self.words[word - self.beside((0..word).rev(), few)..word]
    }

    /// The words after one, likewise.
    fn behind(&self, word: usize, few: usize) -> &[Word] {
        let next = word + 1;
        &self.words[next..next + self.beside(word..self.words.len() - 1, few)]
    }

    /// How many words are shown on one side of another; `places` are those that one follows on, from
    /// there on.
    fn beside(&self, places: impl Iterator<Item = usize>, few: usize) -> usize {
        let within = places.take_while(|&at| !self.parted(at, at + 1));
        match within.take(few + EDGE + 1).count() {
            _ if few == 0 => 0,
            many if many > few + EDGE => few,
            few => few,
        }
    }

    /// Whether a sentence ends between two words.
    fn parted(&self, word: usize, next: usize) -> bool {
        self.text[self.words[word].end..self.words[next].start].contains(['.', '?', '!'])
    }

    fn source(&self, found: &Alignment, also_in: u64) -> Option<QuotedSource> {
        let (first, last) = found.span()?;
        let (start, end) = (self.words[first].start, self.words[last].end);
        let (from, to) = (self.passage_at(start), self.passage_at(end.max(1) - 1));
        let passages = &self.passages[from..=to];
        let text: Vec<&str> = passages.iter().map(|one| one.text.as_str()).collect();
        let begin = self.starts[from];
        let (head, tail) = (passages.first()?, passages.last()?);
        Some(QuotedSource {
            ids: passages.iter().map(|passage| passage.id.clone()).collect(),
            text: text.join(" "),
            highlight: (start - begin, end - begin),
            report: head.report.as_ref().clone(),
            section: head.section.clone(),
            page_start: head.page_start,
            page_end: tail.page_end,
            also_in,
        })
    }
}

/// How a quotation and a report differ: what they share as the quotation prints it; where they
/// differ, first what the text has, then what the report has.
fn difference(
    quotation: &str,
    pattern: &Pattern,
    printed: &Printed<'_>,
    found: &Alignment,
) -> Vec<DifferencePart> {
    let mut parts: Vec<DifferencePart> = Vec::new();
    let mut push = |kind, words: &[Word], of: &str| {
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            let text = of[first.start..last.end].to_owned();
            parts.push(DifferencePart { kind, text });
        }
    };
    let chosen = |words: &[Word], steps: &[Step], place: fn(&Step) -> Option<usize>| {
        let places = steps.iter().filter_map(place);
        places.map(|at| words[at].clone()).collect::<Vec<_>>()
    };
    let mut end = 0;
    for steps in found.steps.chunk_by(|a, b| a.is_shared() == b.is_shared()) {
        end += steps.len();
        let of_text = chosen(&pattern.words, steps, |step| step.quoted);
        if steps.iter().all(Step::is_shared) {
            push(DifferenceKind::Both, &of_text, quotation);
            continue;
        }
        push(DifferenceKind::Text, &of_text, quotation);
        let of_report = chosen(&printed.words, steps, |step| step.printed);
        // At its edges a quotation is laid on no words of the report.
        let beside = match found.span() {
            Some((first, _)) if end == steps.len() => printed.before(first, of_text.len()),
            Some((_, last)) if end == found.steps.len() => printed.behind(last, of_text.len()),
            _ => &[],
        };
        let of_report = if of_report.is_empty() {
            beside
        } else {
            &of_report
        };
        push(DifferenceKind::Report, of_report, &printed.text);
    }
    parts
}

/// Words of a run that is looked for: enough that it stands in few passages.
const RUN: usize = 3;

/// Words of a quotation that may stand anywhere: names, and words held at arm's length.
const SHORT: usize = 2;

/// Whether a quotation has so few words that a report which has them proves little.
pub(super) fn is_short(quotation: &str) -> bool {
    Pattern::of(quotation).words.len() <= SHORT
}

/// Runs of words by which passages that may hold a quotation are found: each some words in a row, in
/// the form in which the index has them, without sentence ends and gaps between them.
pub fn runs(quotation: &str) -> Vec<Vec<String>> {
    let pattern = Pattern::of(quotation);
    let mut runs = Vec::new();
    for range in pattern.runs() {
        let words = &pattern.words[range];
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            continue;
        };
        // A bracket before the first letter of a word is no part of the word in the report.
        let part = quotation[first.start..last.end].replace(['[', ']'], "");
        let mut row: Vec<String> = Vec::new();
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut next = 0;
        for token in tokens(&part) {
            if token.position != next {
                rows.push(std::mem::take(&mut row));
            }
            next = token.position + 1;
            row.push(token.word.into_owned());
        }
        rows.push(row);
        for row in rows.iter().filter(|row| !row.is_empty()) {
            let length = RUN.min(row.len());
            runs.extend(row.windows(length).map(<[String]>::to_vec));
        }
    }
    runs
}

/// A printed word.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// Letters and digits in lower case without accents; what hyphens and apostrophes join is one.
    key: String,
    /// First byte.
    start: usize,
    /// Byte after the last.
    end: usize,
}

/// The words of a text, in order. `multi-agency` is one word, and so is `ser-vices`, broken where a
/// line ended; `2017-18` is two, as is `2017–18`.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for token in tokens(text) {
        let mut key = token.word.into_owned();
        if is_possessive(&text[token.start..token.end]) {
            key.push('s');
        }
        match words.last_mut() {
            Some(last) if token.linked && joins(last, &text[last.end..token.start], &key) => {
                last.key.push_str(&key);
                last.end = token.end;
            }
            _ => words.push(Word {
                key,
                start: token.start,
                end: token.end,
            }),
        }
    }
    words
}

/// Whether a mark between two words joins them into one.
fn joins(word: &Word, between: &str, next: &str) -> bool {
    let mark = between.chars().next();
    let digits = |key: &str| key.bytes().all(|byte| byte.is_ascii_digit());
    match mark {
        Some('-' | '\u{2010}' | '\u{2011}') => !(digits(&word.key) && digits(next)),
        Some(mark) => is_apostrophe(mark),
        None => false,
    }
}

/// Whether a printed word ends in an apostrophe and an s, which the analysis leaves out.
fn is_possessive(printed: &str) -> bool {
    let mut characters = printed.chars().rev();
    matches!(characters.next(), Some('s' | 'S')) && characters.next().is_some_and(is_apostrophe)
}

/// The comparable form of a piece of a word.
fn letters(piece: &str) -> String {
    let folded = fold(piece);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// An element of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Element {
    /// A word, as an index into [`Pattern::words`].
    Word(usize),
    /// Up to this many arbitrary words of the report.
    Gap(usize),
}

/// A quotation as a pattern of words and gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Pattern {
    elements: Vec<Element>,
    /// The words that must be there, without those in square brackets.
    words: Vec<Word>,
}

/// Words of a report that words in square brackets may stand for.
const BRACKET: usize = 12;

/// An ellipsis may stand for any number of words.
const ANY: usize = usize::MAX;

/// Words of a quotation that are compared; what is longer is compared as far as this.
const MOST_WORDS: usize = 500;

/// Ellipses, in brackets or not, and words in square brackets.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \[\s*(?:…|\.\s?\.\s?\.)\s*\] | \(\s*(?:…|\.\s?\.\s?\.)\s*\) | …
             | \.\s?\.\s?\.(?:\s?\.)? | \[ [^\[\]]{0,200} \]",
    )
    .ok()
});

impl Pattern {
    /// Parses a quotation.
    fn of(text: &str) -> Pattern {
        let mut pattern = Pattern::default();
        let mut from = 0;
        // Letters in brackets that begin the next word: `[T]he`.
        let mut lead: Option<(String, usize)> = None;
        let marks = MARKS.as_ref();
        for mark in marks.iter().flat_map(|marks| marks.find_iter(text)) {
            pattern.take(text, from, mark.start(), lead.take());
            from = mark.end();
            let inner = mark.as_str().trim_matches(['[', ']']);
            let bracket = mark.as_str().starts_with('[') && inner.contains(char::is_alphanumeric);
            let after = text[mark.end()..].chars().next();
            let before = text[..mark.start()].chars().next_back();
            if !bracket {
                let ellipsis = inner.contains(['…', '.']);
                pattern.gap(if ellipsis { ANY } else { BRACKET });
            } else if before.is_some_and(char::is_alphanumeric) {
                // `child[ren]`: what the report has in its place is some other form.
                pattern.drop_last();
                pattern.gap(1);
            } else if after.is_some_and(char::is_alphanumeric) && inner.chars().count() == 1 {
                lead = Some((letters(inner), mark.start()));
            } else {
                pattern.gap(BRACKET);
            }
        }
        pattern.take(text, from, text.len(), lead);
        while let Some(Element::Gap(_)) = pattern.elements.last() {
            pattern.elements.pop();
        }
        pattern
    }

    /// The words that stand in a row, as ranges of [`Pattern::words`].
    fn runs(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut open = false;
        for element in &self.elements {
            match (element, runs.last_mut()) {
                (Element::Word(_), Some(run)) if open => run.end += 1,
                (&Element::Word(at), _) => runs.push(at..at + 1),
                (Element::Gap(_), _) => {}
            }
            open = matches!(element, Element::Word(_));
        }
        runs
    }

    fn take(&mut self, text: &str, from: usize, to: usize, mut lead: Option<(String, usize)>) {
        for mut word in words(&text[from..to]) {
            word.start += from;
            word.end += from;
            if let Some((letters, at)) = lead.take()
                && word.start == from
            {
                word.key = letters + &word.key;
                word.start = at;
            }
            if self.words.len() == MOST_WORDS {
                return;
            }
            self.elements.push(Element::Word(self.words.len()));
            self.words.push(word);
        }
    }

    fn gap(&mut self, reach: usize) {
        match self.elements.last_mut() {
            // Where it begins and ends a quotation is free to choose anyway.
            None => {}
            Some(Element::Gap(known)) => *known = reach.max(*known),
            Some(Element::Word(_)) => self.elements.push(Element::Gap(reach)),
        }
    }

    fn drop_last(&mut self) {
        if let Some(Element::Word(_)) = self.elements.last() {
            self.elements.pop();
            self.words.pop();
        }
    }
}

/// An alignment of a quotation with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Alignment {
    /// Number of words that only one side has.
    cost: usize,
    /// Number of words that both have.
    matched: usize,
    /// Words of the text that the quotation leaves out without saying so.
    left_out: usize,
    /// The steps, in order.
    steps: Vec<Step>,
}

/// A step of an alignment: a word of the quotation, of the text, or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    quoted: Option<usize>,
    printed: Option<usize>,
}

impl Step {
    fn is_shared(&self) -> bool {
        self.quoted.is_some() && self.printed.is_some()
    }
}

impl Alignment {
    /// The words of the text from the first shared to the last; `None` if none is.
    fn span(&self) -> Option<(usize, usize)> {
        let mut shared = self.steps.iter().filter(|step| step.is_shared());
        let first = shared.clone().next()?.printed?;
        Some((first, shared.next_back()?.printed?))
    }
}

/// Cost of a word that only the quotation has.
const QUOTED: u32 = 3;

/// Cost of a word that only the text has: less, so that the alignment shares as many words as
/// possible.
const PRINTED: u32 = 2;

/// Finds the cheapest alignment of a quotation with any part of a text (semi-global alignment with
/// free gaps). Words are compared by number; `words` are those of the quotation.
fn align(elements: &[Element], words: &[u32], text: &[u32]) -> Alignment {
    let width = text.len() + 1;
    // Costs, row by row: row `i` is what the first `i` elements cost when they end before a column.
    let mut costs = vec![0_u32; width * (elements.len() + 1)];
    // Where a gap that ends at a column began.
    let mut from = vec![0_u32; width * elements.len()];
    for (row, element) in elements.iter().enumerate() {
        let (before, after) = costs.split_at_mut((row + 1) * width);
        let (before, after) = (&before[row * width..], &mut after[..width]);
        match *element {
            Element::Word(word) => {
                after[0] = before[0] + QUOTED;
                for column in 1..width {
                    let skipped = (before[column] + QUOTED).min(after[column - 1] + PRINTED);
                    after[column] = if text[column - 1] == words[word] {
                        skipped.min(before[column - 1])
                    } else {
                        skipped
                    };
                }
            }
            Element::Gap(reach) => gap(reach, before, after, &mut from[row * width..][..width]),
        }
    }
    let last = &costs[elements.len() * width..];
    let end = (0..width).min_by_key(|&column| last[column]).unwrap_or(0);
    trace(elements, words, text, &costs, &from, end)
}

/// Computes the cheapest beginning of a gap for each end (minimum of a sliding window).
fn gap(reach: usize, before: &[u32], after: &mut [u32], from: &mut [u32]) {
    // Candidates in order, each cheaper than those behind it are not.
    let mut best: VecDeque<usize> = VecDeque::new();
    for column in 0..before.len() {
        while best.back().is_some_and(|&at| before[at] >= before[column]) {
            best.pop_back();
        }
        best.push_back(column);
        while best.front().is_some_and(|&at| column - at > reach) {
            best.pop_front();
        }
        let at = best.front().copied().unwrap_or(column);
        after[column] = before[at];
        from[column] = at as u32;
    }
}

fn trace(
    elements: &[Element],
    words: &[u32],
    text: &[u32],
    costs: &[u32],
    from: &[u32],
    end: usize,
) -> Alignment {
    let width = text.len() + 1;
    let cost = |row: usize, column: usize| costs[row * width + column];
    let (mut row, mut column) = (elements.len(), end);
    let mut steps = Vec::with_capacity(words.len());
    while row > 0 {
        let here = cost(row, column);
        match elements[row - 1] {
            Element::Word(word) => {
                let shared = column > 0
                    && text[column - 1] == words[word]
                    && here == cost(row - 1, column - 1);
                let alone = !shared && here == cost(row - 1, column) + QUOTED;
                if !alone {
                    column -= 1;
                }
                if shared || alone {
                    row -= 1;
                }
                steps.push(Step {
                    quoted: (shared || alone).then_some(word),
                    printed: (!alone).then_some(column),
                });
            }
            Element::Gap(_) => {
                column = from[(row - 1) * width + column] as usize;
                row -= 1;
            }
        }
    }
    steps.reverse();
    let matched = steps.iter().filter(|step| step.is_shared()).count();
    Alignment {
        cost: steps.len() - matched,
        matched,
        left_out: steps.iter().filter(|step| step.quoted.is_none()).count(),
        steps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn typography_is_folded() {
        assert_eq!(
            keys("The Child’s CO-PRODUCTION, ser-vices"),
            keys("the child's co‑production – services")
        );
        assert_ne!(keys("the child's plan"), keys("the child plan"));
        assert_ne!(keys("children don't wait"), keys("children do wait"));
        assert_eq!(keys("in 2017–18, £1,000"), keys("in 2017-18 £1000"));
    }

    proptest! {
        #[test]
        fn words_stand_in_order_inside_the_text(text in "\\PC{0,80}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(!word.key.is_empty());
                prop_assert!(word.start >= last && word.end > word.start);
                prop_assert!(text.get(word.start..word.end).is_some());
                last = word.end;
            }
        }
    }

    fn shape(text: &str) -> String {
        let pattern = Pattern::of(text);
        let shown = pattern.elements.iter().map(|element| match element {
            Element::Word(at) => pattern.words[*at].key.clone(),
            Element::Gap(ANY) => "…".to_owned(),
            Element::Gap(reach) => format!("<{reach}>"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ellipses_and_brackets_are_gaps() {
        assert_eq!(
            shape("…children wait … too long…"),
            "children wait … too long"
        );
        assert_eq!(
            shape("Children [...] wait. . . long"),
            "children … wait … long"
        );
        assert_eq!(
            shape("[T]he children [in care] wait"),
            "the children <12> wait"
        );
        assert_eq!(shape("child[ren] wait"), "wait");
        assert_eq!(shape("a child[ren] wait [sic]"), "a <1> wait");
        assert_eq!(shape("it ends. It begins"), "it ends it begins");
        assert_eq!(shape("[an [odd] one"), "an <12> one");
    }

    proptest! {
        #[test]
        fn any_text_is_a_pattern(text in "([a-z’-]{0,4}|\\[|\\]|…|\\.\\.\\.| ){0,30}") {
            let pattern = Pattern::of(&text);
            let words = pattern.elements.iter().filter(|e| matches!(e, Element::Word(_))).count();
            prop_assert_eq!(words, pattern.words.len());
            let runs: usize = pattern.runs().iter().map(Range::len).sum();
            prop_assert_eq!(runs, words);
            prop_assert!(!matches!(pattern.elements.first(), Some(Element::Gap(_))));
        }
    }

    fn plain(words: &[u32]) -> Vec<Element> {
        (0..words.len()).map(Element::Word).collect()
    }

    #[test]
    fn the_same_words_cost_nothing_wherever_they_stand() {
        let quoted = [3, 4, 5];
        let found = align(&plain(&quoted), &quoted, &[1, 2, 3, 4, 5, 6]);
        assert_eq!((found.cost, found.span()), (0, Some((2, 4))));
    }

    #[test]
    fn a_gap_is_free_as_far_as_it_reaches() {
        let quoted = [3, 9];
        let text = [1, 3, 4, 5, 9];
        let gapped = |reach| [Element::Word(0), Element::Gap(reach), Element::Word(1)];
        assert_eq!(align(&gapped(ANY), &quoted, &text).cost, 0);
        assert_eq!(align(&gapped(2), &quoted, &text).cost, 0);
        assert_eq!(align(&gapped(1), &quoted, &text).cost, 1);
    }

    #[test]
    fn a_word_that_differs_near_the_end_is_one_word() {
        let quoted = [1, 2, 3, 9, 5];
        let found = align(&plain(&quoted), &quoted, &[1, 2, 3, 4, 5, 6]);
        assert_eq!((found.matched, found.cost), (4, 2));
    }

    #[test]
    fn what_differs_is_told_word_by_word() {
        let quoted = [1, 2, 7, 4];
        let found = align(&plain(&quoted), &quoted, &[0, 1, 2, 3, 4, 5]);
        assert_eq!((found.cost, found.matched, found.left_out), (2, 3, 1));
        let shared = found.steps.iter().filter(|step| step.is_shared());
        let places: Vec<_> = shared.map(|step| (step.quoted, step.printed)).collect();
        let both = |quoted, printed| (Some(quoted), Some(printed));
        assert_eq!(places, [both(0, 1), both(1, 2), both(3, 4)]);
    }

    proptest! {
        #[test]
        fn alignments_add_up(
            quoted in prop::collection::vec(0_u32..5, 0..12),
            text in prop::collection::vec(0_u32..5, 0..20),
            gap in prop::option::of((0_usize..12, 0_usize..6)),
        ) {
            let mut elements = plain(&quoted);
            if let Some((at, reach)) = gap {
                elements.insert(at.min(quoted.len()), Element::Gap(reach));
            }
            let found = align(&elements, &quoted, &text);
            for step in found.steps.iter().filter(|step| step.is_shared()) {
                prop_assert_eq!(step.quoted.map(|at| quoted[at]), step.printed.map(|at| text[at]));
            }
            let of_quoted: Vec<usize> = found.steps.iter().filter_map(|step| step.quoted).collect();
            let of_text: Vec<usize> = found.steps.iter().filter_map(|step| step.printed).collect();
            // Every quoted word once, the text's in order, and no more cost than what differs.
            prop_assert_eq!(of_quoted, (0..quoted.len()).collect::<Vec<_>>());
            prop_assert!(of_text.is_sorted_by(|a, b| a < b));
            prop_assert_eq!(found.cost, quoted.len() - found.matched + found.left_out);
            let weight = 3 * (quoted.len() - found.matched) + 2 * found.left_out;
            prop_assert!(weight <= 3 * quoted.len(), "no dearer than nothing in common");
        }

        #[test]
        fn what_is_cut_out_of_a_text_is_found_in_it(
            text in prop::collection::vec(0_u32..50, 1..40),
            cut in (0_usize..40, 1_usize..40),
        ) {
            let from = cut.0 % text.len();
            let quoted = &text[from..(from + cut.1).min(text.len())];
            prop_assert_eq!(align(&plain(quoted), quoted, &text).cost, 0);
        }
    }
}
