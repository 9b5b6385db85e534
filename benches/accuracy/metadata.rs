//! Kind, area, outcome and dates of reports against a table filled in by hand.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use findings::report::Report;
use serde::Deserialize;

/// One row of the truth table. `judgements` is `row=grade; row=grade`; dates are `2023-12-15`;
/// empty cells say that the report prints no such thing.
#[derive(Debug, Deserialize)]
struct Truth {
    file: String,
    kind: String,
    area: String,
    region: String,
    outcome: String,
    judgements: String,
    inspection_start: String,
    inspection_end: String,
    year: String,
    published_printed: String,
}

/// Right answers of one field.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Score {
    /// Rows in which the field was read as the table has it.
    pub(crate) right: usize,
    /// Rows compared.
    pub(crate) total: usize,
}

/// A field of a report that was read otherwise than the table has it.
#[derive(Debug)]
pub(crate) struct Miss {
    /// File, as in the table.
    pub(crate) file: String,
    /// Column.
    pub(crate) field: &'static str,
    /// What the program read.
    pub(crate) read: String,
    /// What the table says.
    pub(crate) expected: String,
}

/// Scores by field, in the order of the table's columns, and every miss.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Field and score.
    pub(crate) scores: Vec<(&'static str, Score)>,
    /// Every difference.
    pub(crate) misses: Vec<Miss>,
    /// Rows of the table whose file is not there.
    pub(crate) absent: usize,
}

/// Compares what `read` makes of each file of the truth table with the table. `read` gets the path
/// as the table has it and answers `None` where the file is not there.
pub(crate) fn compare(
    reports_truth_csv: &Path,
    read: impl Fn(&str) -> Option<Report>,
) -> Result<Table, csv::Error> {
    let mut table = Table::default();
    for row in csv::Reader::from_path(reports_truth_csv)?.into_deserialize() {
        let truth: Truth = row?;
        match read(&truth.file) {
            Some(metadata) => table.add(&truth, &metadata),
            None => table.absent += 1,
        }
    }
    Ok(table)
}

impl Table {
    /// The least share of rows that any field has right, in per cent.
    pub(crate) fn least(&self) -> f64 {
        self.scores
            .iter()
            .map(|(_, score)| 100.0 * score.right as f64 / score.total.max(1) as f64)
            .fold(100.0, f64::min)
    }

    fn add(&mut self, truth: &Truth, metadata: &Report) {
        let areas: Vec<&str> = metadata
            .areas
            .iter()
            .map(|area| area.name.as_str())
            .collect();
        let regions: Vec<&str> = metadata
            .areas
            .iter()
            .filter_map(|area| area.region.as_deref())
            .collect();
        let fields = [
            ("kind", metadata.kind.name().to_owned(), truth.kind.clone()),
            ("area", areas.join("; "), truth.area.clone()),
            ("region", regions.join("; "), truth.region.clone()),
            (
                "outcome",
                metadata.outcome.value.clone(),
                truth.outcome.clone(),
            ),
            (
                "judgements",
                sorted(metadata.judgements.clone()),
                sorted(pairs(&truth.judgements)),
            ),
            (
                "inspection_start",
                shown(metadata.inspection_start),
                truth.inspection_start.clone(),
            ),
            (
                "inspection_end",
                shown(metadata.inspection_end),
                truth.inspection_end.clone(),
            ),
            ("year", shown(metadata.year), truth.year.clone()),
            (
                "published",
                shown(metadata.published),
                truth.published_printed.clone(),
            ),
        ];
        for (field, read, expected) in fields {
            let right = read == expected;
            self.score(field).total += 1;
            self.score(field).right += usize::from(right);
            if !right {
                self.misses.push(Miss {
                    file: truth.file.clone(),
                    field,
                    read,
                    expected,
                });
            }
        }
    }

    fn score(&mut self, field: &'static str) -> &mut Score {
        let index = match self.scores.iter().position(|(name, _)| *name == field) {
            Some(index) => index,
            None => {
                self.scores.push((field, Score::default()));
                self.scores.len() - 1
            }
        };
        &mut self.scores[index].1
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (field, score) in &self.scores {
            writeln!(f, "{field:<18} {:>4} / {}", score.right, score.total)?;
        }
        writeln!(f, "rows without a file: {}", self.absent)?;
        for miss in &self.misses {
            let Miss {
                file,
                field,
                read,
                expected,
            } = miss;
            writeln!(
                f,
                "MISS {file}\n     {field}: read {read:?}, expected {expected:?}"
            )?;
        }
        Ok(())
    }
}

/// An absent value is an empty cell.
fn shown<T: fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn pairs(cell: &str) -> Vec<(String, String)> {
    let cells = cell
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='));
    cells
        .map(|(row, grade)| (row.to_owned(), grade.to_owned()))
        .collect()
}

/// Judgements in one order, since the order of printing is not part of the truth.
fn sorted(pairs: Vec<(String, String)>) -> String {
    let sorted: BTreeMap<String, String> = pairs.into_iter().collect();
    let shown: Vec<String> = sorted
        .iter()
        .map(|(row, grade)| format!("{row}={grade}"))
        .collect();
    shown.join("; ")
}
