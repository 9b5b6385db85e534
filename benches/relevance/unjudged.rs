//! Returned passages that nobody has graded, for somebody to grade.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::judgements::{Asked, Judgements, report_name};
use crate::random::Random;
use crate::run::{Returned, Run};
use crate::shingles::words;

/// Ranks that are looked at.
const TOP: usize = 10;

/// The same order every time.
const SEED: u64 = 3;

/// A passage to grade, as a line of the file.
#[derive(Serialize)]
struct Row<'a> {
    need: &'a str,
    qid: &'a str,
    query: &'a str,
    report: &'a str,
    text: &'a str,
    /// To be filled in.
    grade: Option<u8>,
}

/// Writes the unjudged passages of all `runs`, each once a need, shuffled within the need so that
/// neither rank nor engine shows. Gives their number.
pub(crate) fn write(file: &Path, runs: &[&Run], judgements: &Judgements) -> Result<usize, String> {
    let mut open: BTreeMap<(&str, String, String), (&Asked, &Returned)> = BTreeMap::new();
    for run in runs {
        for (at, asked) in judgements.asked.iter().enumerate() {
            for (passage, worth) in run.returned[at].iter().zip(&run.worths[at]).take(TOP) {
                if worth.grade.is_none() {
                    let report = report_name(&passage.report);
                    let text = words(&passage.text).join(" ");
                    open.insert((&asked.need, report, text), (asked, passage));
                }
            }
        }
    }
    let mut rows: Vec<(&Asked, &Returned)> = open.into_values().collect();
    let mut random = Random::new(SEED, 0);
    for last in (1..rows.len()).rev() {
        rows.swap(last, random.below(last + 1));
    }
    rows.sort_by(|(a, _), (b, _)| a.need.cmp(&b.need));
    let mut out = String::new();
    for (asked, passage) in &rows {
        let row = Row {
            need: &asked.need,
            qid: &asked.qid,
            query: &asked.text,
            report: &passage.report,
            text: &passage.text,
            grade: None,
        };
        let row = serde_json::to_string(&row).map_err(|error| error.to_string())?;
        out += &row;
        out.push('\n');
    }
    std::fs::write(file, out).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(rows.len())
}
