//! Which durations are figures on waiting or timeliness, and what each says; the words that decide it
//! are in `waits.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use crate::text::durations::{Duration, Unit, durations};
use crate::text::{Range, phrases};

named_enum! {
    /// Whether a time was taken or is a limit.
    FigureKind {
        /// A time that was taken.
        Wait = "wait",
        /// A time set for something, kept or not.
        Target = "target",
    }
}

named_enum! {
    /// Whose time a figure is.
    FigureOf {
        /// The area's that the report is about.
        Area = "area",
        /// That of others it is compared with: of England, of similar authorities.
        Elsewhere = "elsewhere",
    }
}

named_enum! {
    /// How a number is meant.
    Bound {
        /// No longer than this.
        UpTo = "up-to",
        /// On average.
        Average = "average",
        /// Longer than this.
        Over = "over",
        /// In less time than this, or by its end.
        Within = "within",
        /// No shorter than this.
        AtLeast = "at-least",
        /// About this long.
        About = "about",
        /// From one number to another.
        Range = "range",
        /// Just this long.
        Exactly = "exactly",
    }
}

/// A figure in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SentenceFigure {
    pub(super) length: Duration,
    pub(super) bound: Bound,
    pub(super) kind: FigureKind,
    pub(super) of: FigureOf,
}

/// How far before a number its cues may stand, in bytes.
const BEFORE: usize = 110;

/// How far after its unit they may stand, in bytes.
const BEHIND: usize = 45;

/// How far before a number words for a limit may stand, in bytes.
const NEAR: usize = 42;

/// Finds the figures of a sentence, in order. `before` are those of the previous sentence, which this
/// one may continue.
pub(super) fn figures(sentence: &str, before: &[SentenceFigure]) -> Vec<SentenceFigure> {
    let found = durations(sentence);
    if found.is_empty() {
        return Vec::new();
    }
    // Only letters' case changes, byte for byte.
    let lower = sentence.to_ascii_lowercase();
    let plain = lower.replace('’', "'");
    let table = table();
    if table
        .rejected
        .sentence
        .iter()
        .any(|words| plain.contains(words.as_str()))
    {
        return Vec::new();
    }
    let mut starts = table.goes_on.starts.iter();
    let goes_on = starts.any(|start| phrases::starts_with(&lower, start));
    let mut compared: Vec<Unit> = Vec::new();
    if goes_on {
        compared.extend(before.iter().map(|figure| figure.length.unit));
    }
    let mut figures = Vec::new();
    for (index, length) in found.iter().enumerate() {
        let from = index.checked_sub(1).map_or(0, |before| found[before].at.1);
        let to = found.get(index + 1).map_or(lower.len(), |next| next.at.0);
        let around = Around::of(&lower, length, from, to);
        // A figure of the same unit is compared with the one before it.
        if let Some(figure) = around.figure(length, compared.contains(&length.unit)) {
            compared.push(length.unit);
            figures.push(figure);
        }
    }
    figures
}

/// The words around a duration, in lower case.
struct Around<'a> {
    /// Before the number and its bound, to the beginning of the clause.
    before: &'a str,
    /// Before it in the whole sentence.
    lead: &'a str,
    /// Behind the unit, to the end of the clause or the next length.
    behind: &'a str,
    bound: Option<(Bound, &'a str)>,
    /// `the 20-week limit`: no space before the unit, which is singular.
    adjective: bool,
}

impl<'a> Around<'a> {
    fn of(sentence: &'a str, length: &Duration, from: usize, to: usize) -> Self {
        let (start, end) = length.at;
        let printed = &sentence[start..end];
        let mut lead = sentence[..start].trim_end();
        let mut bound: Option<(Bound, &str)> = None;
        // `up to an average of` says two things: the first found, next to the number, counts.
        while let Some((phrase, means)) = bound_at_end(lead) {
            lead = lead[..lead.len() - phrase.len()].trim_end();
            let better = bound.is_none_or(|(known, _)| known == Bound::About);
            if better {
                bound = Some((means, phrase));
            }
        }
        let floor = from.min(lead.len());
        let clause = lead[floor..].rfind(';').map_or(floor, |at| floor + at + 1);
        let nearest = sentence.floor_char_boundary(lead.len().saturating_sub(BEFORE));
        let behind = &sentence[end..to.max(end)];
        let behind = behind.split(';').next().unwrap_or_default();
        Around {
            before: &lead[clause.max(nearest).min(lead.len())..],
            lead,
            behind,
            bound,
            adjective: !printed.ends_with('s') && !printed.contains(' '),
        }
    }

    fn figure(&self, length: &Duration, compared: bool) -> Option<SentenceFigure> {
        let cues = &table().cues;
        let behind = self
            .behind
            .trim_start_matches([' ', ')', '’', '\'', '-', '–']);
        let done = self.bound.is_some_and(|(_, phrase)| {
            cues.done
                .iter()
                .any(|done| phrases::starts_with(phrase, done))
        });
        let clause = self.behind.split([',', ':']).next().unwrap_or_default();
        let ends = [" said ", " but ", " who "].into_iter();
        let end = ends.filter_map(|word| clause.find(word)).min();
        let clause = &clause[..end.unwrap_or(clause.len())];
        let soon = &clause[..clause.floor_char_boundary(BEHIND)];
        let waits = holds(self.before, &cues.wait) || holds(soon, &cues.wait);
        let near = self
            .before
            .floor_char_boundary(self.before.len().saturating_sub(NEAR));
        let near = &self.before[near..];
        let limit = self.limited(behind, near);
        let averaged = matches!(self.bound, Some((Bound::Average, _)));
        if self.is_rejected(behind, done, limit || averaged, waits, length) {
            return None;
        }
        let takes = averaged
            || holds(self.before, &cues.taken)
            || holds(self.lead, &cues.taken_anywhere)
            || holds(near, &cues.limit);
        if !(done || waits || takes || limit || compared) {
            return None;
        }
        if length.article && self.bound.is_none() && !waits && !takes {
            return None;
        }
        let average = || soon.contains("on average") || near.contains("average");
        let bound = match self.bound {
            Some((Bound::About, _)) if average() => Bound::Average,
            Some((bound, _)) => bound,
            None if length.number_to.is_some() => Bound::Range,
            None if average() => Bound::Average,
            None => Bound::Exactly,
        };
        let kind = if done || limit {
            FigureKind::Target
        } else {
            FigureKind::Wait
        };
        Some(SentenceFigure {
            length: length.clone(),
            bound,
            kind,
            // A target may be set for all of England and bind the area.
            of: match kind {
                FigureKind::Wait => self.whose(behind),
                FigureKind::Target => FigureOf::Area,
            },
        })
    }

    /// Whose figure it is: that of whoever is named right before the number or right behind it, or at
    /// the beginning of the sentence (`Nationally, families wait …`).
    fn whose(&self, behind: &str) -> FigureOf {
        let elsewhere = &table().elsewhere;
        let mut before = self.lead;
        while let Some(shorter) = without_end(before, &elsewhere.between) {
            before = shorter;
        }
        let mut after = behind;
        while let Some(shorter) = without_start(after, &elsewhere.joins) {
            after = shorter;
        }
        let ends = |list: &[String]| list.iter().any(|name| phrases::ends_with(before, name));
        let begins = |text: &str| {
            let mut names = elsewhere.names.iter();
            names.any(|name| phrases::starts_with(text, name))
        };
        let opening = self.lead.split_once(',').map_or("", |(opening, _)| opening);
        let opening = without_start(opening, &elsewhere.joins).unwrap_or(opening);
        let opens = elsewhere.names.iter().any(|name| opening == name);
        // `20 weeks for national funding` is about funding.
        let named = begins(after) && !after.starts_with("national ")
            || after.starts_with("national average");
        if opens || named || (ends(&elsewhere.names) && !ends(&elsewhere.except)) {
            FigureOf::Elsewhere
        } else {
            FigureOf::Area
        }
    }

    /// Whether the number is a limit by the words right beside it.
    fn limited(&self, behind: &str, near: &str) -> bool {
        let cues = &table().cues;
        let begins = |text: &str| {
            cues.limit
                .iter()
                .any(|limit| phrases::starts_with(text, limit))
        };
        // `20-week target`, `20 weeks statutory timescale`
        let second = behind.split_once(' ').map_or("", |(_, rest)| rest);
        if begins(behind) || (self.adjective && begins(second)) {
            return true;
        }
        let joined = cues.joins.iter().find_map(|join| {
            let rest = self.lead.strip_suffix(join.as_str())?;
            rest.ends_with(' ').then(|| rest.trim_end())
        });
        let noun = joined.unwrap_or(self.lead);
        // What exceeds a limit *at* so many weeks is none.
        let is = joined.is_none_or(|_| !self.lead.ends_with(" at") && !self.lead.ends_with(" to"));
        is && cues
            .limit
            .iter()
            .any(|limit| phrases::ends_with(noun, limit))
            || holds(near, &cues.required)
    }

    /// Whether the words beside the number say that it is an age, a period, the length of a plan.
    fn is_rejected(
        &self,
        behind: &str,
        done: bool,
        limit: bool,
        waits: bool,
        length: &Duration,
    ) -> bool {
        let rejected = &table().rejected;
        let ends = |list: &[String]| {
            list.iter()
                .any(|words| phrases::ends_with(self.lead, words))
        };
        let before = if limit || waits && self.adjective {
            rejected.before.iter().any(|words| {
                phrases::ends_with(self.lead, words)
                    && !rejected.before_unless_limit.contains(words)
            })
        } else {
            ends(&rejected.before)
        };
        let after = |list: &[String]| list.iter().any(|words| phrases::starts_with(behind, words));
        // `Within three months:` is when an action is due.
        let due = self.lead.trim().is_empty() && self.behind.starts_with(':');
        let compound = self.behind.starts_with(['-', '–']);
        let near = self
            .before
            .floor_char_boundary(self.before.len().saturating_sub(NEAR));
        before
            || holds(&self.before[near..], &rejected.near)
            || (!waits && ends(&rejected.before_unless_waiting))
            || due
            || after(&rejected.after)
            || (!done && !waits && !limit && after(&rejected.after_unless_done))
            || (compound || self.adjective && length.number != 1.0) && !limit && !waits
            || length.number == 0.0
    }
}

/// The bound that a text ends with.
fn bound_at_end(text: &str) -> Option<(&str, Bound)> {
    bounds().iter().find_map(|&(phrase, bound)| {
        phrases::ends_with(text, phrase).then(|| (&text[text.len() - phrase.len()..], bound))
    })
}

/// A text without the longest of these words that it ends with, and without what stands before them
/// but letters; `None` if it ends with none.
fn without_end<'a>(text: &'a str, words: &[String]) -> Option<&'a str> {
    let text = text.trim_end_matches([' ', '(']);
    let ending = words.iter().filter(|word| phrases::ends_with(text, word));
    let longest = ending.max_by_key(|word| word.len())?;
    let rest = text[..text.len() - longest.len()].trim_end();
    // A comma parts all but `, which is`.
    let rest = if longest.starts_with("which") {
        rest.trim_end_matches(',')
    } else {
        rest
    };
    Some(rest.trim_end_matches([' ', '(']))
}

/// A text without the first of these words that it begins with.
fn without_start<'a>(text: &'a str, words: &[String]) -> Option<&'a str> {
    let text = text.trim_start();
    let word = words.iter().find(|word| phrases::starts_with(text, word))?;
    Some(text[word.len()..].trim_start())
}

/// Whether one of these phrases stands in a text as whole words.
fn holds(text: &str, list: &[String]) -> bool {
    list.iter().any(|phrase| phrases::contains(text, phrase))
}

/// The words of a figure's range within its sentence.
pub(super) fn printed(sentence: &str, at: Range) -> &str {
    sentence.get(at.0..at.1).unwrap_or_default()
}

const EMBEDDED: &str = include_str!("waits.toml");

/// What `waits.toml` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Table {
    /// Words right before a number, by what they say of it.
    pub(super) bounds: BTreeMap<Bound, Vec<String>>,
    pub(super) cues: Cues,
    pub(super) rejected: Rejected,
    pub(super) elsewhere: Elsewhere,
    pub(super) goes_on: GoesOn,
    pub(super) service: Vec<Service>,
}

/// Words that make a duration a figure.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Cues {
    pub(super) wait: Vec<String>,
    pub(super) taken: Vec<String>,
    pub(super) taken_anywhere: Vec<String>,
    pub(super) limit: Vec<String>,
    pub(super) required: Vec<String>,
    pub(super) joins: Vec<String>,
    pub(super) done: Vec<String>,
}

/// Words that attribute a figure to others than the area.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Elsewhere {
    pub(super) names: Vec<String>,
    pub(super) except: Vec<String>,
    pub(super) between: Vec<String>,
    pub(super) joins: Vec<String>,
}

/// Beginnings of sentences that continue the figure of the previous sentence.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoesOn {
    pub(super) starts: Vec<String>,
}

/// Words that rule a duration out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Rejected {
    pub(super) before: Vec<String>,
    pub(super) before_unless_waiting: Vec<String>,
    pub(super) before_unless_limit: Vec<String>,
    pub(super) near: Vec<String>,
    pub(super) after: Vec<String>,
    pub(super) after_unless_done: Vec<String>,
    pub(super) sentence: Vec<String>,
}

/// A service that people wait for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) theme: String,
    pub(super) cues: Vec<String>,
}

/// Every phrase for a bound with its meaning, longest first.
pub(super) fn bounds() -> &'static [(&'static str, Bound)] {
    static PHRASES: LazyLock<Vec<(&str, Bound)>> = LazyLock::new(|| {
        let lists = table().bounds.iter();
        let mut phrases: Vec<(&str, Bound)> = lists
            .flat_map(|(&bound, list)| list.iter().map(move |phrase| (phrase.as_str(), bound)))
            .collect();
        phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        phrases
    });
    &PHRASES
}

/// Finds cues; without any, no duration of a text is a figure.
pub(super) fn cues() -> Option<&'static AhoCorasick> {
    static CUES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let cues = &table().cues;
        let lists = [
            &cues.wait,
            &cues.taken,
            &cues.taken_anywhere,
            &cues.limit,
            &cues.done,
        ];
        let words = lists.into_iter().flatten().chain(&cues.required);
        let words = words.chain(table().bounds.get(&Bound::Average).into_iter().flatten());
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(words)
            .ok()
    });
    CUES.as_ref()
}

/// The table, read once. A test reads it as well, so that it is never empty.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(EMBEDDED).unwrap_or_default());
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::themes::Taxonomy;

    #[test]
    fn the_table_is_valid() {
        let table: Table = toml::from_str(EMBEDDED).expect("TOML");
        let themes: Vec<&str> = Taxonomy::embedded_paths().collect();
        for service in &table.service {
            assert!(
                themes.contains(&service.theme.as_str()),
                "{}",
                service.theme
            );
        }
        for phrase in table.bounds.values().flatten() {
            assert_eq!(*phrase, phrase.to_lowercase());
        }
    }
}
