//! Stretches of reports that hold rows of words: where a quotation may come from.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::answers::corpus::{Corpus, found_passage, row_of};
use crate::answers::hit::FoundPassage;
use crate::engine::{PassageKey, PassageQuery};
use crate::error::Result;

/// Rows that are looked for: those with the rarest words say most.
const MOST_RUNS: usize = 24;

/// Passages with most of the rows that are given.
const MOST_PASSAGES: usize = 24;

/// Passages of one report that are so near each other are given as one stretch.
const NEAR: usize = 4;

/// Passages of a stretch, those on either side aside.
const LONGEST: usize = 8;

/// Stretches of reports that hold most of some rows of words, each word folded as printed: the
/// passages and one on either side, in printed order. Those with most of the rows come first, of
/// equals those of `preferred` reports, then the latest inspections. Reports of `without` are left
/// out.
pub(super) fn stretches_with(
    corpus: &Corpus<'_>,
    runs: &[Vec<String>],
    preferred: &BTreeSet<String>,
    without: &BTreeSet<String>,
) -> Result<Vec<Vec<FoundPassage>>> {
    // Keys come latest inspection first: the first place of a report tells its age.
    let mut rows: BTreeMap<PassageKey, usize> = BTreeMap::new();
    for run in rarest(corpus, runs) {
        let mut query = PassageQuery::everything();
        query.rest.push(row_of(run));
        for key in corpus.searcher.locate(&query)? {
            if !without.contains(key.report.as_ref()) {
                *rows.entry(key).or_default() += 1;
            }
        }
    }
    let mut dates = HashMap::new();
    let mut ranked = Vec::with_capacity(rows.len());
    for (key, count) in rows {
        let date = match dates.get(&key.report) {
            Some(date) => *date,
            None => {
                let report = corpus.searcher.report(&key.report)?;
                let date = report.and_then(|found| {
                    let report = found.report;
                    report.inspection_end.or(report.published)
                });
                dates.insert(Rc::clone(&key.report), date);
                date
            }
        };
        let others = !preferred.contains(key.report.as_ref());
        ranked.push((Reverse(count), others, Reverse(date), key));
    }
    ranked.sort_unstable();
    ranked.truncate(MOST_PASSAGES);
    stretches(corpus, ranked.into_iter().map(|(.., key)| key))
}

/// The rows whose rarest word is rarest, each once.
fn rarest<'r>(corpus: &Corpus<'_>, runs: &'r [Vec<String>]) -> Vec<&'r [String]> {
    let mut known: HashMap<&str, u64> = HashMap::new();
    let mut ranked = Vec::with_capacity(runs.len());
    for run in runs {
        let frequencies = run.iter().map(|word| {
            let known = known.entry(word);
            *known.or_insert_with(|| corpus.searcher.printing(word))
        });
        let least = frequencies.min().unwrap_or(0);
        // A word that no passage has is in no row of one.
        if least > 0 {
            ranked.push((least, run.as_slice()));
        }
    }
    ranked.sort_unstable();
    ranked.dedup();
    ranked.truncate(MOST_RUNS);
    ranked.into_iter().map(|(_, run)| run).collect()
}

/// Passages with their neighbours; those near each other in one stretch, which stands where the
/// better of them stood.
fn stretches(
    corpus: &Corpus<'_>,
    best: impl Iterator<Item = PassageKey>,
) -> Result<Vec<Vec<FoundPassage>>> {
    let mut ranges: Vec<(Rc<str>, usize, usize)> = Vec::new();
    for PassageKey { report, number } in best {
        let near = ranges.iter_mut().find(|(own, first, last)| {
            *own == report
                && number + NEAR >= *first
                && number <= *last + NEAR
                && number.max(*last) - number.min(*first) < LONGEST
        });
        match near {
            Some((_, first, last)) => {
                *first = number.min(*first);
                *last = number.max(*last);
            }
            None => ranges.push((report, number, number)),
        }
    }
    let mut stretches = Vec::with_capacity(ranges.len());
    let mut reports = HashMap::new();
    for (id, first, last) in ranges {
        let report = match reports.get(&id) {
            Some(report) => Rc::clone(report),
            None => {
                let report = Rc::new(corpus.report_info(&id)?);
                reports.insert(Rc::clone(&id), Rc::clone(&report));
                report
            }
        };
        let numbers = first.saturating_sub(1).max(1)..=last.saturating_add(1);
        let passages = corpus.searcher.passages(&id, numbers)?.into_iter();
        stretches.push(
            passages
                .map(|found| found_passage(found, Rc::clone(&report)))
                .collect(),
        );
    }
    Ok(stretches)
}
