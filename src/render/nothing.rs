//! Why an answer holds nothing, in lines for people.

use super::notes::{also_searched, doubts};
use super::words::count;
use crate::answers::actions::Actions;
use crate::answers::area::AreaHistory;
use crate::answers::compare::Comparison;
use crate::answers::count::Count;
use crate::answers::search::SearchResponse;
use crate::answers::show::ReportList;
use crate::answers::similar::Similar;
use crate::answers::suggest::Suggestions;
use crate::answers::summary::{NoHits, Summary};
use crate::answers::waits::Waits;
use crate::error::{alternatives, list};
use crate::query::expansion::Suggested;

/// How many bodies are named to somebody whose own was not found.
const BODIES_SHOWN: usize = 8;

/// Fewest letters of a word that near ones are named for: everything is near a shorter one.
const SHORTEST_WITH_NEAR: usize = 4;

/// Longest part of a text that a message repeats, in characters.
const LONGEST_SHOWN: usize = 60;

/// Why a search has no hits on the page asked for.
pub(super) fn search(answer: &SearchResponse) -> Vec<String> {
    let summary = &answer.summary;
    match &answer.absence {
        Some(absence) if summary.passages == 0 => no_hits(summary, absence),
        _ => vec![beyond(summary.passages, "passage")],
    }
}

/// Why no passage matches: a word that occurs nowhere, a filter that lets nothing through, or words
/// that never meet; and what was searched.
pub(super) fn no_hits(summary: &Summary, absence: &NoHits) -> Vec<String> {
    let query = summary.query.trim();
    if absence.no_words {
        return vec![format!(
            "nothing found: `{query}` holds no word to search for"
        )];
    }
    let mut lines = vec![if query.is_empty() {
        "nothing found".to_owned()
    } else {
        format!("nothing found for `{query}`")
    }];
    let doubts = doubts(summary, false).into_iter();
    let about = doubts.chain(also_searched(summary));
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

/// Why a page beyond the last holds nothing.
fn beyond(total: u64, what: &str) -> String {
    format!(
        "nothing on this page: there are {} in all",
        count(total, what)
    )
}

/// Why there is no action.
pub(super) fn actions(answer: &Actions) -> Vec<String> {
    if let Some(absence) = &answer.absence {
        return no_hits(&answer.summary, absence);
    }
    if answer.total > 0 {
        return vec![beyond(answer.total, "action")];
    }
    let Some(others) = &answer.by_others else {
        return vec!["no action found in the passages that match".to_owned()];
    };
    let asked: Vec<String> = others
        .asked
        .iter()
        .map(|body| format!("`{body}`"))
        .collect();
    let of = count(others.actions, "action");
    let shown: Vec<&str> = (others.named.iter())
        .take(BODIES_SHOWN)
        .map(String::as_str)
        .collect();
    let more = others.named.len() - shown.len();
    let named = match (shown.len(), more) {
        (0, _) => "  they name nobody".to_owned(),
        (_, 0) => format!("  they name {}", list(&shown)),
        _ => format!(
            "  they name {}, and {more} more: leave `--body` out to see them all",
            shown.join(", ")
        ),
    };
    vec![
        format!("none of {of} names {} as who is to act", asked.join(" or ")),
        named,
    ]
}

/// Why there is no figure.
pub(super) fn waits(answer: &Waits) -> Vec<String> {
    if let Some(absence) = &answer.absence {
        return no_hits(&answer.summary, absence);
    }
    if answer.total > 0 {
        return vec![beyond(answer.total, "figure")];
    }
    let mut lines = vec!["no such figure in the passages that match".to_owned()];
    lines.extend(answer.without.iter().map(|without| {
        let figures = count(without.found, "figure");
        format!("  without `{}`: {figures}", without.filter)
    }));
    lines
}

/// Why there is no table, or no report that does not match.
pub(super) fn count_tables(answer: &Count) -> Vec<String> {
    match &answer.absence {
        Some(absence) => no_hits(&answer.summary, absence),
        None => vec!["every report that passes the filters mentions it".to_owned()],
    }
}

/// Why an area has no history.
pub(super) fn area(answer: &AreaHistory) -> Vec<String> {
    let area = &answer.area;
    let passes = match answer.filters[..] {
        [] => "",
        _ => " passes the filters",
    };
    let indexed = answer.summary.indexed_reports;
    let mut lines = vec![format!(
        "no report on {}{passes} ({indexed} are indexed)",
        area.name
    )];
    if !area.successors.is_empty() {
        lines.push(format!(
            "  it was followed by {}",
            area.successors.join(" and ")
        ));
    }
    if !answer.predecessors.is_empty() {
        lines.push(format!(
            "  it followed {}",
            answer.predecessors.join(" and ")
        ));
    }
    lines
}

/// Why there is nothing to compare.
pub(super) fn compare(answer: &Comparison) -> Vec<String> {
    let indexed = answer.summary.indexed_reports;
    vec![format!(
        "no report on these areas passes the filters ({indexed} are indexed)"
    )]
}

/// Why no report is listed.
pub(super) fn reports(answer: &ReportList) -> Vec<String> {
    if answer.total > 0 {
        return vec![beyond(answer.total as u64, "report")];
    }
    let indexed = answer.indexed_reports;
    vec![format!(
        "no report passes the filters ({indexed} are indexed)"
    )]
}

/// Why nothing is similar.
pub(super) fn similar(answer: &Similar) -> Vec<String> {
    let under = match &answer.filters[..] {
        [] => String::new(),
        filters => format!(" under {}", filters.join(" ")),
    };
    vec![format!("no passage like `{}`{under}", answer.passage.id)]
}

/// Why there is no completion.
pub(super) fn suggest(answer: &Suggestions) -> Vec<String> {
    let text = answer.text.trim();
    if text.is_empty() {
        return vec!["nothing to complete: type the beginning of a word".to_owned()];
    }
    let mut end: String = text.chars().rev().take(LONGEST_SHOWN).collect();
    end = end.chars().rev().collect();
    let cut = if end.len() < text.len() { "…" } else { "" };
    vec![format!("nothing in the index goes on from `{cut}{end}`")]
}
