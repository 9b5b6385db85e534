//! What an answer says of itself beside its totals, in words for people: what was read differently
//! from how it was typed, and what was searched as well.
//!
//! Names and words may come from files: formats escape these lines as all others.

use std::collections::BTreeMap;

use super::words::{count, shortened};
use crate::answers::hit::{Alike, Hit};
use crate::answers::summary::Summary;
use crate::error::alternatives;
use crate::query;
use crate::query::expansion::Added;
use crate::query::understanding::as_words;
use crate::report::facet::Dimension;

/// Other names of a word that are printed.
const NAMES: usize = 3;

/// Words whose other names are printed.
const WORDS: usize = 5;

/// Longest name that is printed whole, in characters.
const LONGEST: usize = 72;

/// The filters in force with their values as they were resolved: `theme health/camhs · not area Kent`.
pub(super) fn filters(summary: &Summary) -> Option<String> {
    let filters = summary.filters.iter().map(|(facet, values)| {
        let facet = facet.replace("not_", "not ");
        format!("{facet} {}", values.join(" or "))
    });
    let filters: Vec<String> = filters.collect();
    (!filters.is_empty()).then(|| filters.join(" · "))
}

/// The same of filters that are known as options of the command line alone.
pub(super) fn options(filters: &[String]) -> Option<String> {
    (!filters.is_empty()).then(|| format!("filters: {}", filters.join(" ")))
}

/// What a person may want to put right, a line each: corrections, words that may be meant to be
/// others, acronyms with several meanings. `found` says whether hits stand below.
pub(super) fn doubts(summary: &Summary, found: bool) -> Vec<String> {
    let understood = facets_in_words(summary).into_iter();
    let mut lines: Vec<String> = understood.chain(correction(summary, found)).collect();
    lines.extend(summary.did_you_mean.iter().map(|suggested| {
        format!(
            "`{}` occurs nowhere; did you mean {}?",
            suggested.word,
            alternatives(&suggested.near)
        )
    }));
    lines.extend(summary.ambiguous.iter().map(|ambiguous| {
        format!(
            "`{}` can mean {}: search for the one you mean",
            ambiguous.word,
            alternatives(&ambiguous.meanings)
        )
    }));
    lines
}

/// What the query names in words, and what to type to search for the words themselves.
fn facets_in_words(summary: &Summary) -> Option<String> {
    let mut named = summary.understood.clone();
    named.retain(|one| one.facet != Dimension::Theme);
    if named.is_empty() {
        return None;
    }
    let read = named.iter().map(|one| {
        let (text, facet) = (&one.text, one.facet);
        match &one.values[..] {
            [value] if value.eq_ignore_ascii_case(text) => format!("`{text}` as {facet}"),
            [value] => format!("`{text}` as {facet} `{value}`"),
            [first, .., last] if facet.is_ordered() => {
                format!("`{text}` as {facet}s {first} to {last}")
            }
            [some @ .., _, _] if some.len() > 2 => {
                format!(
                    "`{text}` as {} of {facet}",
                    count(one.values.len() as u64, "value")
                )
            }
            values => format!("`{text}` as {facet} {}", alternatives(values)),
        }
    });
    let read: Vec<String> = read.collect();
    let as_words = as_words(&summary.query, &named);
    Some(format!(
        "read {}; for the words instead search {}, or with --exact",
        read.join(", "),
        in_a_shell(as_words.trim())
    ))
}

/// The query as it was read, and what to type to have it as it stands.
fn correction(summary: &Summary, found: bool) -> Option<String> {
    if summary.corrected.is_empty() {
        return None;
    }
    let read: BTreeMap<&str, &str> = summary
        .corrected
        .iter()
        .map(|corrected| (corrected.from.as_str(), corrected.to.as_str()))
        .collect();
    let query = query::parse(&summary.query);
    let as_read = query.with_words(&|word| read.get(word).map(|&to| to.to_owned()));
    let as_read = as_read.trim();
    if !found {
        // The words as typed, which occur nowhere, would find no more.
        return Some(format!("read as `{as_read}`"));
    }
    let as_typed = query.with_words(&|word| read.get(word).map(|_| format!("\"{word}\"")));
    Some(format!(
        "showing results for `{as_read}`; search instead for {}",
        in_a_shell(as_typed.trim())
    ))
}

/// A query with double quotes as it can be pasted after `findings search`.
fn in_a_shell(query: &str) -> String {
    format!("'{}'", query.replace('\'', "'\\''"))
}

/// `also searched: CAMHS → child and adolescent mental health services`, long lists shortened.
pub(super) fn also_searched(summary: &Summary) -> Option<String> {
    let added = &summary.also_searched;
    if added.is_empty() {
        return None;
    }
    let mut parts: Vec<String> = added.iter().take(WORDS).map(names).collect();
    if added.len() > WORDS {
        parts.push(format!("and for {} more words", added.len() - WORDS));
    }
    Some(format!("also searched: {}", parts.join("; ")))
}

fn names(added: &Added) -> String {
    let mut names: Vec<String> = added
        .also
        .iter()
        .take(NAMES)
        .map(|name| shortened(name, LONGEST))
        .collect();
    if added.also.len() > NAMES {
        names.push(format!("{} more", added.also.len() - NAMES));
    }
    format!("{} → {}", shortened(&added.word, LONGEST), names.join(", "))
}

/// What else there is of a hit that stands for several passages: `and in 13 other reports`.
pub(super) fn more(hit: &Hit) -> Option<String> {
    let passages = |number: u64| super::count(number, "more passage");
    if let Some(alike) = &hit.alike {
        return repetitions(alike, &hit.report.id);
    }
    if let Some(number @ 1..) = hit.more_in_report {
        return Some(format!("and {} in this report", passages(number)));
    }
    match (hit.more_in_area, &hit.report.area) {
        (None | Some(0), _) => None,
        (Some(number), Some(_)) => Some(format!("and {} in this area", passages(number))),
        (Some(number), None) => Some(format!(
            "and {} in reports without an area",
            passages(number)
        )),
    }
}

fn repetitions(alike: &Alike, report: &str) -> Option<String> {
    let in_report = |id: &&String| {
        id.strip_prefix(report)
            .is_some_and(|rest| rest.starts_with(':'))
    };
    // Where not all are named, those in the hit's own report may be among the others.
    let all_named = alike.ids.len() as u64 == alike.passages;
    let here = alike.ids.iter().filter(in_report).count() as u64;
    let elsewhere = super::count(alike.reports, "other report");
    Some(match (alike.reports, here) {
        (0, _) if alike.passages == 0 => return None,
        (0, _) => format!(
            "and {} more in this report",
            super::thousands(alike.passages)
        ),
        (_, _) if !all_named && alike.passages > alike.reports => format!(
            "and {} more in this and {elsewhere}",
            super::thousands(alike.passages)
        ),
        (_, 0) => format!("and in {elsewhere}"),
        (_, _) => format!("and in {elsewhere}, and {here} more in this report"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::expansion::{Ambiguous, Corrected, Suggested};

    fn summary(query: &str) -> Summary {
        Summary {
            query: query.to_owned(),
            ..Summary::default()
        }
    }

    fn corrected(query: &str, words: &[(&str, &str)]) -> String {
        let words = words.iter().map(|&(from, to)| Corrected {
            from: from.to_owned(),
            to: to.to_owned(),
        });
        let mut summary = summary(query);
        summary.corrected = words.collect();
        doubts(&summary, true).remove(0)
    }

    #[test]
    fn a_correction_shows_both_queries_whole() {
        assert_eq!(
            corrected(
                "autisim (waits OR wiats) -autisim \"autisim\" heading:autisim year:2023",
                &[("autisim", "autism"), ("wiats", "waits")]
            ),
            "showing results for `autism (waits OR waits) -autisim \"autisim\" heading:autism \
             year:2023`; search instead for '\"autisim\" (waits OR \"wiats\") -autisim \"autisim\" \
             heading:\"autisim\" year:2023'"
        );
    }

    #[test]
    fn where_nothing_was_found_there_is_nothing_to_search_instead() {
        let mut summary = summary("autisim");
        summary.corrected.push(Corrected {
            from: "autisim".to_owned(),
            to: "autism".to_owned(),
        });
        assert_eq!(doubts(&summary, false), ["read as `autism`"]);
    }

    #[test]
    fn what_is_to_be_pasted_survives_a_shell() {
        assert!(
            corrected("children's autisim", &[("autisim", "autism")])
                .ends_with("instead for 'children'\\''s \"autisim\"'")
        );
    }

    #[test]
    fn words_in_doubt_are_named() {
        let mut summary = summary("PA cabb");
        summary.did_you_mean.push(Suggested {
            word: "cabb".to_owned(),
            near: vec!["cab".to_owned(), "cabs".to_owned()],
        });
        summary.ambiguous.push(Ambiguous {
            word: "PA".to_owned(),
            meanings: vec![
                "personal adviser".to_owned(),
                "personal assistant".to_owned(),
            ],
        });
        assert_eq!(
            doubts(&summary, true),
            [
                "`cabb` occurs nowhere; did you mean `cab` or `cabs`?",
                "`PA` can mean `personal adviser` or `personal assistant`: search for the one you mean",
            ]
        );
    }

    #[test]
    fn long_lists_are_shortened() {
        let mut summary = summary("x");
        let names = |number: usize| (1..=number).map(|n| format!("name {n}")).collect();
        summary.also_searched = (1..=7)
            .map(|number| Added {
                word: format!("W{number}"),
                also: names(number),
            })
            .collect();
        assert_eq!(
            also_searched(&summary).as_deref(),
            Some(
                "also searched: W1 → name 1; W2 → name 1, name 2; W3 → name 1, name 2, name 3; \
                 W4 → name 1, name 2, name 3, 1 more; W5 → name 1, name 2, name 3, 2 more; \
                 and for 2 more words"
            )
        );
    }

    #[test]
    fn repetitions_say_where_they_are() {
        let said = |passages, reports, ids: &[&str]| {
            let alike = Alike {
                passages,
                reports,
                ids: ids.iter().map(|&id| id.to_owned()).collect(),
            };
            repetitions(&alike, "a").unwrap_or_default()
        };
        assert_eq!(said(1, 1, &["b:1"]), "and in 1 other report");
        assert_eq!(
            said(3, 2, &["ab:1", "ab:2", "c:1"]),
            "and in 2 other reports"
        );
        assert_eq!(said(2, 0, &["a:1", "a:2"]), "and 2 more in this report");
        assert_eq!(
            said(3, 2, &["a:1", "b:1", "c:1"]),
            "and in 2 other reports, and 1 more in this report"
        );
        assert_eq!(
            said(1200, 900, &["b:1"]),
            "and 1,200 more in this and 900 other reports"
        );
        assert_eq!(said(900, 900, &["b:1"]), "and in 900 other reports");
        assert_eq!(said(0, 0, &[]), "");
    }
}
