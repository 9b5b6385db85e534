//! Why an answer holds nothing, in lines for people.

use super::notes::{also_searched, doubts};
use super::words::count;
use crate::answers::search::SearchResponse;
use crate::answers::summary::{NoHits, NotIndexed, Summary};
use crate::error::{alternatives, list};
use crate::query::expansion::Suggested;
use crate::report::facet::Dimension;

/// Fewest letters of a word that near ones are named for: everything is near a shorter one.
const SHORTEST_WITH_NEAR: usize = 4;

/// Why a search has no hits on the page asked for.
pub(super) fn search(answer: &SearchResponse) -> Vec<String> {
    let summary = &answer.summary;
    match &answer.absence {
        Some(absence) if summary.passages == 0 => no_hits(summary, absence),
        _ => beyond(summary.passages, "passage").unwrap_or_default(),
    }
}

/// Why no passage matches: a word that occurs nowhere, a filter that lets nothing through, or words
/// that never meet; and what was searched.
pub(super) fn no_hits(summary: &Summary, absence: &NoHits) -> Vec<String> {
    let query = summary.query.trim();
    if absence.no_words {
        return vec![format!(
            "nothing found: `{query}` contains no word to search for"
        )];
    }
    let mut lines = vec![if query.is_empty() {
        "nothing found".to_owned()
    } else {
        format!("nothing found for `{query}`")
    }];
    let doubts = doubts(summary, false).into_iter();
    let not_indexed = absence.not_indexed.iter().map(not_indexed);
    let about = not_indexed.chain(doubts).chain(also_searched(summary));
    let about = about.chain(words_nowhere(summary, &absence.unknown_words));
    lines.extend(about.map(|line| format!("  {line}")));
    for without in &absence.emptied_by {
        let passages = count(without.found, "passage");
        lines.push(format!("  without `{}`: {passages}", without.filter));
    }
    if absence.in_boilerplate > 0 {
        lines.push(format!(
            "  in addresses, licences and the like (--include-boilerplate): {}",
            count(absence.in_boilerplate, "passage")
        ));
    }
    if absence.any_word > 0 {
        lines.push(format!(
            "  with any of the words (--any): {}",
            count(absence.any_word, "passage")
        ));
    }
    lines.push(coverage(absence));
    lines
}

/// `no report of Kent is indexed`.
pub(super) fn not_indexed(filter: &NotIndexed) -> String {
    let values = filter.values.join(" or ");
    match filter.facet {
        Dimension::Area | Dimension::Year => format!("no report of {values} is indexed"),
        Dimension::Theme | Dimension::Section => {
            format!("no indexed passage has the {} {values}", filter.facet)
        }
        facet => format!("no report of the {facet} {values} is indexed"),
    }
}

/// What was searched.
fn coverage(absence: &NoHits) -> String {
    let mut coverage = format!("  searched {}", count(absence.indexed_reports, "report"));
    if let Some((first, last)) = &absence.years {
        coverage += &if first == last {
            format!(" of {first}")
        } else {
            format!(" of {first} to {last}")
        };
    }
    if !absence.kinds.is_empty() {
        let kinds = absence.kinds.iter();
        let kinds: Vec<String> = kinds
            .map(|(kind, number)| format!("{number} {kind}"))
            .collect();
        coverage += &format!(": {}", kinds.join(", "));
    }
    coverage
}

/// Words of a search with partial matches alone that occur nowhere.
pub(super) fn unknown_words(answer: &SearchResponse) -> Vec<String> {
    match &answer.absence {
        Some(absence) if answer.summary.passages == 0 => {
            words_nowhere(&answer.summary, &absence.unknown_words)
        }
        _ => Vec::new(),
    }
}

/// The words that occur nowhere, but for those that the answer itself asks about.
fn words_nowhere(summary: &Summary, unknown: &[Suggested]) -> Vec<String> {
    let asked = |word: &str| summary.did_you_mean.iter().any(|asked| asked.word == word);
    let (with_near, lost): (Vec<_>, Vec<_>) = unknown
        .iter()
        .filter(|unknown| !asked(&unknown.word))
        .partition(|unknown| {
            !unknown.near.is_empty() && unknown.word.chars().count() >= SHORTEST_WITH_NEAR
        });
    let mut lines = Vec::new();
    if !lost.is_empty() {
        let verb = if lost.len() == 1 { "occurs" } else { "occur" };
        let lost: Vec<&str> = lost.iter().map(|unknown| unknown.word.as_str()).collect();
        lines.push(format!("{} {verb} nowhere", list(&lost)));
    }
    lines.extend(with_near.into_iter().map(|unknown| {
        let near = alternatives(&unknown.near);
        format!("`{}` occurs nowhere; did you mean {near}?", unknown.word)
    }));
    lines
}

/// Why a page after the last holds nothing; `None` if there is nothing at all.
pub(super) fn beyond(total: u64, what: &str) -> Option<Vec<String>> {
    let all = count(total, what);
    (total > 0).then(|| vec![format!("nothing on this page: there are {all} in total")])
}
