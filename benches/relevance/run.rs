//! Runs: what an engine returned for each query, and what that is worth.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::judgements::{Judgements, json_lines, report_name};
use crate::measures::{Figures, Worth, worths};
use crate::shingles::{Shingles, words};

/// Ranks that are graded.
const DEPTH: usize = 100;

/// A returned passage, as a file of a run has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Returned {
    /// The query.
    pub(crate) qid: String,
    /// Its place among the passages of the query; the least is the best.
    pub(crate) rank: f64,
    /// The passage.
    pub(crate) text: String,
    /// The report's file, with or without folder and ending.
    pub(crate) report: String,
}

/// What an engine returned, graded.
#[derive(Debug)]
pub(crate) struct Run {
    /// How the run is called in tables.
    pub(crate) name: String,
    /// The passages of each query, best first; queries in the order of the judgements.
    pub(crate) returned: Vec<Vec<Returned>>,
    /// What each passage is worth.
    pub(crate) worths: Vec<Vec<Worth>>,
    /// The figures of each query.
    pub(crate) figures: Vec<Figures>,
}

impl Run {
    /// Grades what was returned, given query by query in the order of the judgements.
    pub(crate) fn of(name: &str, judgements: &Judgements, returned: Vec<Vec<Returned>>) -> Self {
        let mut run = Run {
            name: name.to_owned(),
            returned,
            worths: Vec::new(),
            figures: Vec::new(),
        };
        for (asked, returned) in judgements.asked.iter().zip(&run.returned) {
            let passages: Vec<(String, Shingles)> = returned
                .iter()
                .take(DEPTH)
                .map(|passage| (report_name(&passage.report), Shingles::of(&passage.text)))
                .collect();
            let lengths: Vec<usize> = returned
                .iter()
                .map(|passage| words(&passage.text).len())
                .collect();
            let pairs = passages
                .iter()
                .map(|(report, shingles)| (report.as_str(), shingles));
            let worths = worths(pairs, &asked.judged);
            run.figures
                .push(Figures::of(&worths, &lengths, &asked.ideal()));
            run.worths.push(worths);
        }
        run
    }

    /// Reads a run of any engine. `filtered` leaves out passages of reports that the query's
    /// filters do not admit, for engines that know no filters.
    pub(crate) fn read(
        file: &Path,
        judgements: &Judgements,
        filtered: bool,
    ) -> Result<Self, String> {
        let mut returned = vec![Vec::new(); judgements.asked.len()];
        for line in json_lines::<Returned>(file)? {
            let Some(at) = judgements.position(&line.qid) else {
                continue;
            };
            let wanted = &judgements.asked[at].filters;
            let admitted = || {
                let report = judgements.reports.get(&report_name(&line.report));
                report.is_some_and(|report| wanted.admits(report))
            };
            if !filtered || wanted.is_none() || admitted() {
                returned[at].push(line);
            }
        }
        for passages in &mut returned {
            passages.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        }
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        Ok(Run::of(&name, judgements, returned))
    }

    /// Writes what was returned, a passage a line.
    pub(crate) fn write(&self, file: &Path) -> Result<(), String> {
        let mut out = String::new();
        for passage in self.returned.iter().flatten() {
            let line = serde_json::json!({
                "qid": passage.qid,
                "rank": passage.rank as u64,
                "text": passage.text,
                "report": passage.report,
            });
            let _ = writeln!(out, "{line}");
        }
        std::fs::write(file, out).map_err(|error| format!("{}: {error}", file.display()))
    }

    /// nDCG@10 of each query.
    pub(crate) fn ndcg(&self) -> Vec<f64> {
        self.figures.iter().map(|figures| figures.ndcg).collect()
    }

    /// Reports that the judgements do not know, if they know any.
    pub(crate) fn unknown_reports(&self, judgements: &Judgements) -> BTreeSet<String> {
        if judgements.reports.is_empty() {
            return BTreeSet::new();
        }
        let named = self.returned.iter().flatten();
        named
            .map(|passage| report_name(&passage.report))
            .filter(|name| !judgements.reports.contains_key(name))
            .collect()
    }
}
