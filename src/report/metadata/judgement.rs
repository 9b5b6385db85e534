//! What a report decided: its outcome, the words that say so, and the judgements below it.
//!
//! Every kind is read by its own rule, on its own scale. Where the judgement of a judged kind is
//! not found, or two contradict each other, the value is `unknown`: nothing is ever guessed.

use std::sync::LazyLock;

use super::grades;
use super::head::Head;
use super::text::{Pattern, Text, patterns};
use crate::report::kind::Kind;
use crate::report::outcome::{Outcome, Scale, UNKNOWN};
use crate::text::numbers;

/// A report's judgements.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    /// The judgement that stands for the whole report.
    pub outcome: Outcome,
    /// The words of the report that decided it.
    pub words: Option<String>,
    /// Judgements below it as (row, grade), or counts as (what, number), in printed order.
    pub judgements: Vec<(String, String)>,
    /// What was not clear.
    pub warnings: Vec<String>,
}

impl Judged {
    /// `value` on the scale of `kind`.
    pub(super) fn new(kind: Kind, value: &str, words: &str) -> Judged {
        Judged {
            outcome: Outcome::new(kind.scale(), value),
            words: Some(words.to_owned()).filter(|words| !words.is_empty()),
            judgements: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// A judgement that should be there and was not recognised.
    pub(super) fn unknown(kind: Kind, why: &str) -> Judged {
        let mut judged = Judged::new(kind, UNKNOWN, "");
        judged.warnings.push(why.to_owned());
        judged
    }
}

patterns! {
    OUTCOME_HEADING = r"^ inspection\soutcome $";
    OUTCOME_END = r"^ (?: information\sabout\sthe\slocal\sarea\spartnership | what\sis\sit\slike\sto\sbe\b .* | what\sis\sthe\sarea\spartnership\sdoing .* ) $";
    POSITIVE = r"\b typically\slead\sto\spositive\sexperiences\sand\soutcomes";
    INCONSISTENT = r"\b lead\sto\sinconsistent\sexperiences\sand\soutcomes";
    FAILINGS = r"\b widespread\s and\s?/?\s?(?:or)?\s? systemic\sfailings";

    STATEMENT_REQUIRED = r"written\sstatement\sof\saction\s (?:\(wsoa\)\s)? (?:is|are)\srequired | (?:require[sd]?|requiring) \s [^.]{0,60} to\s (?:produce|submit|prepare|develop) \s a\swritten\sstatement\sof\saction";
    STATEMENT_NOT_REQUIRED = r"written\sstatement\sof\saction\s (?:\(wsoa\)\s)? is\snot\srequired | not\srequired\sto\s (?:produce|submit|prepare) \s a\swritten\sstatement";
    LETTER_BODY = r"main\sfindings | yours\s(?:sincerely|faithfully)";

    SUFFICIENT = r"has\s (?:now\s)? made\ssufficient\sprogress\s (?:in|at|to|with|on|against) \s (?:addressing|improving|address|improve|tackling|resolving)? \s? (?P<count> [a-z0-9]+ ) (?: \s (?:out\s)? of )? (?: \s (?:the|its|these) )? (?: \s (?P<total> [a-z0-9]+ ) )? [^.]{0,60}? \b (?P<noun> weakness(?:es)? )";
    INSUFFICIENT = r"has\snot\s (?:yet\s)? made\ssufficient\sprogress\s (?:in|at|to|with|on|against) \s (?:addressing|improving|address|improve|tackling|resolving)? \s? (?P<count> [a-z0-9]+ ) (?: \s (?:out\s)? of )? (?: \s (?:the|its|these) )? (?: \s (?P<total> [a-z0-9]+ ) )? [^.]{0,60}? \b (?P<noun> weakness(?:es)? )";
    BLOCK_SUFFICIENT = r"has\s (?:now\s)? made\ssufficient\sprogress\s (?:in|to|with|on|at) \s (?:improve|improving|address|addressing|tackle|tackling|resolve|resolving) \s this\s (?:significant\s|area\sof\s|serious\s)* weakness";
    BLOCK_INSUFFICIENT = r"has\snot\s (?:yet\s)? made\ssufficient\sprogress\s (?:in|to|with|on|at) \s (?:improve|improving|address|addressing|tackle|tackling|resolve|resolving) \s this\s (?:significant\s|area\sof\s|serious\s)* weakness";
}

/// The outcome section is short; further down the phrases may be quoted.
const OUTCOME_LENGTH: usize = 4000;
/// A letter states its decision before its findings.
const LETTER_TOP: usize = 6000;

/// Reads the judgements of a report.
pub(super) fn recognise(text: &Text, head: &Head) -> Judged {
    match head.kind {
        Kind::SendFull => send_full(text, head),
        Kind::SendOutcomeLetter => send_outcome_letter(text),
        Kind::SendRevisit => send_revisit(text),
        Kind::Ilacs | Kind::Sif | Kind::SifReinspection | Kind::LscbReview | Kind::Lac2013 => {
            let judged = grades::recognise(text, head);
            if judged.warnings.is_empty() {
                return judged;
            }
            // Perhaps the cells of the table were read column by column.
            let in_rows = grades::recognise(
                &text.in_rows(),
                &Head {
                    after: 0,
                    ..head.clone()
                },
            );
            if in_rows.warnings.is_empty() {
                in_rows
            } else {
                judged
            }
        }
        kind => {
            debug_assert!(kind.scale() == Scale::None);
            Judged::new(kind, &Outcome::none().value, "")
        }
    }
}

/// Exactly one of three phrases, in the outcome section only.
fn send_full(text: &Text, head: &Head) -> Judged {
    let kind = Kind::SendFull;
    let count = text.lines.len();
    let heading = (head.after..count).find(|&line| OUTCOME_HEADING.is_match(text.line(line)));
    let first = heading.map_or(head.after, |line| line + 1);
    let end = (first..count)
        .find(|&line| OUTCOME_END.is_match(text.line(line)))
        .unwrap_or(count);
    let Some(start) = text.lines.get(first).map(|line| line.at.start) else {
        return Judged::unknown(kind, "the report has no inspection outcome section");
    };
    let stop = text
        .lines
        .get(end)
        .map_or(text.joined.len(), |line| line.at.start);
    let section = text.from(start, OUTCOME_LENGTH.min(stop.saturating_sub(start)));
    let phrases = [
        ("send-positive", POSITIVE.find(section)),
        ("send-inconsistent", INCONSISTENT.find(section)),
        ("send-widespread-failings", FAILINGS.find(section)),
    ];
    let mut found = phrases
        .into_iter()
        .filter_map(|(value, words)| Some((value, words?)));
    match (found.next(), found.next()) {
        (Some((value, words)), None) => {
            let at = start + words.start()..start + words.end();
            let sentence = text.sentence_within(at, start..stop);
            Judged::new(kind, value, sentence)
        }
        (Some(_), Some(_)) => Judged::unknown(
            kind,
            "the outcome section holds more than one of the three outcomes",
        ),
        _ => Judged::unknown(
            kind,
            "none of the three outcomes was found in the outcome section",
        ),
    }
}

/// Letters of 2016 to 2022 give no grade: either a statement of action is required or none is.
fn send_outcome_letter(text: &Text) -> Judged {
    let kind = Kind::SendOutcomeLetter;
    let top = text.first(LETTER_TOP);
    if let Some(words) = STATEMENT_NOT_REQUIRED.find(top) {
        return Judged::new(kind, "wsoa-not-required", text.sentence(words.range()));
    }
    if let Some(words) = STATEMENT_REQUIRED.find(&text.joined) {
        return Judged::new(kind, "wsoa-required", text.sentence(words.range()));
    }
    // Silence means something only in a whole letter.
    if LETTER_BODY.is_match(&text.joined) {
        Judged::new(kind, "wsoa-not-required", "")
    } else {
        Judged::unknown(
            kind,
            "the letter is not whole, so a missing demand for a written statement of action means nothing",
        )
    }
}

/// Two sentences count the weaknesses with and without sufficient progress; one may be missing. The
/// closing sentences of the blocks must agree.
fn send_revisit(text: &Text) -> Judged {
    let kind = Kind::SendRevisit;
    let blocks = Tally {
        sufficient: Some(BLOCK_SUFFICIENT.count(&text.joined)),
        insufficient: Some(BLOCK_INSUFFICIENT.count(&text.joined)),
        total: None,
    };
    let by_block = blocks.completed().filter(|&(_, _, total)| total > 0);
    let (stated, words) = Tally::stated(text);
    let mut warnings = Vec::new();
    let mut counts = stated
        .completed()
        .filter(|&(sufficient, insufficient, total)| sufficient + insufficient == total);
    if let (Some(stated), Some(by_block)) = (counts, by_block)
        && stated != by_block
    {
        warnings.push(format!(
            "the letter counts {} of {} weaknesses with sufficient progress, its findings {} of {}",
            stated.0, stated.2, by_block.0, by_block.2
        ));
    }
    counts = counts.or(by_block);
    let value = match (counts, stated.signs()) {
        (Some((0, _, _)), _) | (None, (false, true)) => "revisit-insufficient",
        (Some((_, 0, _)), _) | (None, (true, false)) => "revisit-sufficient",
        (Some(_), _) | (None, (true, true)) => "revisit-mixed",
        (None, (false, false)) => {
            return Judged::unknown(kind, "no sentence says whether progress is sufficient");
        }
    };
    let mut judged = Judged::new(kind, value, &words);
    judged.warnings = warnings;
    if let Some((sufficient, insufficient, total)) = counts {
        let count = |name: &str, number: usize| (name.to_owned(), number.to_string());
        judged.judgements = vec![
            count("sufficient", sufficient),
            count("weaknesses", total),
            count("insufficient", insufficient),
        ];
    }
    judged
}

/// How many weaknesses a revisit found improved; parts may be unstated.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    sufficient: Option<usize>,
    insufficient: Option<usize>,
    total: Option<usize>,
}

impl Tally {
    /// What the letter's own sentences say, and those sentences.
    fn stated(text: &Text) -> (Tally, String) {
        let mut tally = Tally::default();
        let mut words: Vec<&str> = Vec::new();
        for (pattern, sufficient) in [(&SUFFICIENT, true), (&INSUFFICIENT, false)] {
            let Some((count, found)) = counted(pattern, &text.joined) else {
                continue;
            };
            tally.total = tally.total.or(count.total);
            if sufficient {
                tally.sufficient = Some(count.number);
            } else {
                tally.insufficient = Some(count.number);
            }
            let sentence = text.sentence(found);
            if !words.contains(&sentence) {
                words.push(sentence);
            }
        }
        // `all` and `any` stand for the whole: known once the total is.
        let all = [&mut tally.sufficient, &mut tally.insufficient];
        for number in all.into_iter().flatten() {
            if *number == ALL {
                *number = tally.total.unwrap_or(ALL);
            }
        }
        (tally, words.join(" "))
    }

    /// Sufficient, insufficient and total, if enough of them is known.
    fn completed(self) -> Option<(usize, usize, usize)> {
        let known = |number: Option<usize>| number.filter(|&number| number != ALL);
        match (known(self.sufficient), known(self.insufficient), self.total) {
            (Some(yes), Some(no), total) => Some((yes, no, total.unwrap_or(yes + no))),
            (Some(yes), None, Some(total)) if self.insufficient.is_none() => {
                Some((yes, total.checked_sub(yes)?, total))
            }
            (None, Some(no), Some(total)) if self.sufficient.is_none() => {
                Some((total.checked_sub(no)?, no, total))
            }
            _ => None,
        }
    }

    /// Whether some progress is sufficient, and some is not.
    fn signs(self) -> (bool, bool) {
        let some = |number: Option<usize>| number.is_some_and(|number| number > 0);
        (some(self.sufficient), some(self.insufficient))
    }
}

/// Stands for `all` where the total is not known.
const ALL: usize = usize::MAX;

struct Count {
    number: usize,
    total: Option<usize>,
}

/// The count in the first sentence that has one.
fn counted(pattern: &Pattern, text: &str) -> Option<(Count, std::ops::Range<usize>)> {
    let mut from = 0;
    while let Some(found) = pattern.captures(text.get(from..)?) {
        let whole = found.get(0)?.range();
        let at = from + whole.start..from + whole.end;
        let word = |name: &str| found.name(name).map(|word| word.as_str().to_lowercase());
        let total = word("total").as_deref().and_then(number);
        let plural = found
            .name("noun")
            .is_some_and(|noun| noun.as_str().len() > "weakness".len())
            || found
                .get(0)
                .is_some_and(|whole| whole.as_str().contains("areas"));
        let count = match word("count")?.as_str() {
            "all" | "each" | "every" | "any" | "both" | "the" | "either" => {
                let both = matches!(word("count").as_deref(), Some("both" | "either"));
                let total = total
                    .or(both.then_some(2))
                    .or((!plural && word("count").as_deref() == Some("the")).then_some(1));
                Some(Count {
                    number: total.unwrap_or(ALL),
                    total,
                })
            }
            "none" => Some(Count { number: 0, total }),
            "this" | "these" => None,
            word => number(word).map(|number| Count { number, total }),
        };
        if let Some(count) = count {
            return Some((count, at));
        }
        from = at.end;
    }
    None
}

/// A number of weaknesses, in figures or words.
fn number(word: &str) -> Option<usize> {
    numbers::count(word).filter(|&number| number < 100)
}
