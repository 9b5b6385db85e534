//! Whether a report says what a quotation says it does.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::align::{Alignment, Step, align};
use super::pattern::Pattern;
use super::words::{Word, words};
use crate::api::{DifferenceKind, DifferencePart, FoundPassage, QuotedSource, Verdict};

/// What comparing a quotation with reports gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Whether a report says so.
    pub verdict: Verdict,
    /// Where; `None` if none does.
    pub source: Option<QuotedSource>,
    /// How they differ, if they nearly agree.
    pub difference: Vec<DifferencePart>,
}

/// Tenths of a quotation's words that a report must have to be near it.
const NEAR: usize = 7;

/// Fewest words that what is near has in common with a quotation: all but one of six. Fewer may be
/// anybody's.
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
    let verdict = if found.cost == 0 {
        Verdict::Verbatim
    } else {
        Verdict::Near
    };
    let also_in = match verdict {
        Verdict::Verbatim => verbatim.len().saturating_sub(1) as u64,
        Verdict::Near | Verdict::NotFound => 0,
    };
    Compared {
        verdict,
        difference: if found.cost == 0 {
            Vec::new()
        } else {
            difference(quotation, &pattern, &printed, &found)
        },
        source: printed.source(&found, also_in),
    }
}

/// Words that differ, then whether the report is a preferred one.
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
    fn before(&self, word: usize, few: usize) -> Vec<Word> {
        let within = (1..=word).rev().take_while(|&at| !self.parted(at - 1, at));
        let within = within.take(few + EDGE + 1).count();
        let many = if within > few + EDGE { few } else { within };
        if few == 0 {
            return Vec::new();
        }
        self.words[word - many.min(word)..word].to_vec()
    }

    /// The words behind one, likewise.
    fn behind(&self, word: usize, few: usize) -> Vec<Word> {
        let next = (word + 1..self.words.len()).take_while(|&at| !self.parted(at - 1, at));
        let within = next.take(few + EDGE + 1).count();
        let many = if within > few + EDGE { few } else { within };
        if few == 0 {
            return Vec::new();
        }
        self.words[word + 1..word + 1 + many].to_vec()
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
            parts.push(DifferencePart {
                kind,
                text: of[first.start..last.end].to_owned(),
            });
        }
    };
    let mut steps = found.steps.as_slice();
    while !steps.is_empty() {
        let shared = |step: &Step| matches!(step, Step::Same { .. });
        let length = steps.iter().take_while(|step| shared(step)).count();
        let (same, rest) = steps.split_at(length);
        let of_text = same.iter().filter_map(|step| match step {
            Step::Same { quoted, .. } => Some(*quoted),
            Step::Quoted(_) | Step::Printed(_) => None,
        });
        push(
            DifferenceKind::Both,
            &chosen(&pattern.words, of_text),
            quotation,
        );
        let length = rest.iter().take_while(|step| !shared(step)).count();
        let (differing, after) = rest.split_at(length);
        let of_text = differing.iter().filter_map(|step| match step {
            Step::Quoted(at) => Some(*at),
            Step::Same { .. } | Step::Printed(_) => None,
        });
        let of_text = chosen(&pattern.words, of_text);
        push(DifferenceKind::Text, &of_text, quotation);
        let of_report = differing.iter().filter_map(|step| match step {
            Step::Printed(at) => Some(*at),
            Step::Same { .. } | Step::Quoted(_) => None,
        });
        let mut of_report = chosen(&printed.words, of_report);
        if let (true, Some((first, last))) = (of_report.is_empty(), found.span()) {
            let few = of_text.len();
            // At its edges a quotation is laid on no words of the report.
            if rest.len() == found.steps.len() {
                of_report = printed.before(first, few);
            } else if after.is_empty() {
                of_report = printed.behind(last, few);
            }
        }
        push(DifferenceKind::Report, &of_report, &printed.text);
        steps = after;
    }
    parts
}

fn chosen(words: &[Word], places: impl Iterator<Item = usize>) -> Vec<Word> {
    places.map(|at| words[at].clone()).collect()
}
