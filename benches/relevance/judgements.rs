//! Queries with judged passages, as they lie in a folder:
//!
//! - `queries.tsv`: qid, query, filters (JSON), category, half, need, under a line of these names;
//! - `qrels.jsonl` and every `qrels_extra*.jsonl`: qid, grade, report, text, a passage a line;
//! - `reports.jsonl`, if it is there: area, year, kind and outcome of each report.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::shingles::Shingles;

/// A query with what was judged for it.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Its id.
    pub(crate) qid: String,
    /// The query as typed.
    pub(crate) text: String,
    /// What the reports must be.
    pub(crate) filters: Wanted,
    /// The kind of difficulty it stands for.
    pub(crate) category: String,
    /// What the asker wants to know; several queries may ask for the same.
    pub(crate) need: String,
    /// Every judged passage.
    pub(crate) judged: Vec<Judged>,
}

impl Asked {
    /// The grades of all that was judged.
    pub(crate) fn ideal(&self) -> Vec<u8> {
        self.judged.iter().map(|judged| judged.grade).collect()
    }
}

/// A judged passage.
#[derive(Debug)]
pub(crate) struct Judged {
    /// 0 to 3.
    pub(crate) grade: u8,
    /// The report's [`report_name`].
    pub(crate) report: String,
    /// The passage.
    pub(crate) text: String,
    /// Its runs of words.
    pub(crate) shingles: Shingles,
}

/// The filters of a query, in the words of the judgements.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// `send`, `jtai` or `ilacs`; the last stands for all of children's services.
    pub(crate) kind: Option<String>,
    /// An area, its words joined by hyphens.
    pub(crate) area: Option<String>,
    /// A judgement, its words joined by underscores.
    pub(crate) outcome: Option<String>,
    /// First year.
    pub(crate) year_from: Option<i16>,
    /// Last year.
    pub(crate) year_to: Option<i16>,
}

impl Wanted {
    /// Whether any report will do.
    pub(crate) fn is_none(&self) -> bool {
        let Wanted {
            kind,
            area,
            outcome,
            year_from,
            year_to,
        } = self;
        kind.is_none()
            && area.is_none()
            && outcome.is_none()
            && year_from.is_none()
            && year_to.is_none()
    }

    /// Whether a report is among those that were wanted.
    pub(crate) fn admits(&self, report: &KnownReport) -> bool {
        let same = |wanted: &Option<String>, is: &Option<String>| {
            wanted.is_none() || wanted.as_deref() == is.as_deref()
        };
        let years = self.year_from.unwrap_or(0)..=self.year_to.unwrap_or(9999);
        same(&self.kind, &report.kind)
            && same(&self.area, &report.area)
            && same(&self.outcome, &report.outcome)
            && years.contains(&report.year.unwrap_or(0))
    }
}

/// What the judgements say of a report.
#[derive(Debug, Deserialize)]
pub(crate) struct KnownReport {
    report: String,
    area: Option<String>,
    year: Option<i16>,
    kind: Option<String>,
    outcome: Option<String>,
}

/// A line of `qrels.jsonl`.
#[derive(Deserialize)]
struct Line {
    qid: String,
    grade: u8,
    report: String,
    text: String,
}

/// Everything that was asked and judged.
#[derive(Debug)]
pub(crate) struct Judgements {
    /// The queries for which something was judged, in the order of the file.
    pub(crate) asked: Vec<Asked>,
    /// The reports by [`report_name`]; empty if nothing is known of them.
    pub(crate) reports: HashMap<String, KnownReport>,
}

impl Judgements {
    /// Reads the folder, and further files of judgements; of the queries, those of `half` alone if
    /// one is named.
    pub(crate) fn read(
        folder: &Path,
        extra: &[PathBuf],
        half: Option<&str>,
    ) -> Result<Self, String> {
        let mut judged: HashMap<String, Vec<Judged>> = HashMap::new();
        for file in judgement_files(folder)?.iter().chain(extra) {
            for line in json_lines::<Line>(file)? {
                judged.entry(line.qid).or_default().push(Judged {
                    grade: line.grade,
                    report: report_name(&line.report),
                    shingles: Shingles::of(&line.text),
                    text: line.text,
                });
            }
        }
        let mut asked = queries(&folder.join("queries.tsv"), half)?;
        asked.retain_mut(|asked| {
            asked.judged = judged.remove(&asked.qid).unwrap_or_default();
            !asked.judged.is_empty()
        });
        if asked.is_empty() {
            return Err(format!("{}: no query has judgements", folder.display()));
        }
        let table = folder.join("reports.jsonl");
        let known: Vec<KnownReport> = if table.exists() {
            json_lines(&table)?
        } else {
            Vec::new()
        };
        let reports = known
            .into_iter()
            .map(|report| (report_name(&report.report), report))
            .collect();
        Ok(Judgements { asked, reports })
    }

    /// The query with an id.
    pub(crate) fn position(&self, qid: &str) -> Option<usize> {
        self.asked.iter().position(|asked| asked.qid == qid)
    }

    /// The needs of the queries, in their order.
    pub(crate) fn needs(&self) -> Vec<&str> {
        self.asked.iter().map(|asked| asked.need.as_str()).collect()
    }
}

/// A report as judgements name it: its file's name in lower case, without folder and ending.
pub(crate) fn report_name(path: &str) -> String {
    const ENDINGS: [&str; 8] = [
        ".txt", ".md", ".pdf", ".htm", ".html", ".json", ".doc", ".docx",
    ];
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    stem.map_or(name.clone(), str::to_owned)
}

/// `qrels.jsonl`, then the further rounds by name.
fn judgement_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |error| format!("{}: {error}", folder.display());
    let mut further: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(failed)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("qrels_extra") && name.ends_with(".jsonl")
        })
        .collect();
    further.sort();
    let mut files = vec![folder.join("qrels.jsonl")];
    files.append(&mut further);
    Ok(files)
}

fn queries(file: &Path, half: Option<&str>) -> Result<Vec<Asked>, String> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let cells: HashMap<&str, &str> = names.iter().copied().zip(line.split('\t')).collect();
        let cell = |name: &str| cells.get(name).copied().unwrap_or_default();
        let qid = cell("qid");
        if !seen.insert(qid) {
            return Err(format!("{}: {qid} stands there twice", file.display()));
        }
        if half.is_some_and(|half| half != cell("half")) {
            continue;
        }
        let filters = match cell("filters") {
            "" => Wanted::default(),
            json => serde_json::from_str(json)
                .map_err(|error| format!("{}: {qid}: {error}", file.display()))?,
        };
        all.push(Asked {
            qid: qid.to_owned(),
            text: cell("query").to_owned(),
            filters,
            category: cell("category").to_owned(),
            need: cell("need").to_owned(),
            judged: Vec::new(),
        });
    }
    Ok(all)
}

/// The values of a file with one JSON object a line.
pub(crate) fn json_lines<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, String> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line)
                .map_err(|error| format!("{}, line {}: {error}", file.display(), at + 1))
        })
        .collect()
}
