//! Tables: cells side by side, put together to rows.
//!
//! Readers yield the cells of a row as lines of one height. Cells of the same row may be set at
//! the top or in the middle, so rows are found from the first column: a new row begins where its
//! text begins anew after a gap, and the other cells go to the row they stand nearest to.

use super::metrics::Metrics;
use super::running::RunningLine;
use crate::document::block::Cells;

/// A table of two or more columns.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Left edges of the columns.
    pub columns: Vec<f32>,
    pub rows: Vec<Row>,
    /// Number of lines it takes.
    pub lines: usize,
}

/// A row: the lines of each cell.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub cells: Vec<Vec<RunningLine>>,
}

impl Table {
    /// The words of each cell, line by line.
    pub(super) fn cells(&self) -> Vec<Cells<'_>> {
        fn words(cell: &[RunningLine]) -> Vec<&str> {
            cell.iter().map(|line| line.text.as_str()).collect()
        }
        self.rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| words(cell)).collect())
            .collect()
    }
}

impl Row {
    /// The page on which it begins.
    pub(super) fn page(&self) -> Option<u32> {
        self.cells
            .iter()
            .flatten()
            .next()
            .and_then(|line| line.page)
    }

    /// The words of a cell.
    pub(super) fn text(&self, cell: usize) -> String {
        self.cells
            .get(cell)
            .map(|lines| {
                lines
                    .iter()
                    .map(|line| line.text.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .unwrap_or_default()
    }
}

/// The table that starts at the first of the lines, if one does. `ends` tells of a line (by its
/// position) that it cannot belong to a table, such as the heading of the next section.
/// `columns` are the left edges of a table that runs on from the page before.
pub(super) fn at(
    lines: &[RunningLine],
    metrics: &Metrics,
    columns: Option<&[f32]>,
    ends: impl Fn(usize) -> bool,
) -> Option<Table> {
    let first = lines.first()?;
    let starts = match columns {
        Some(columns) if column_of(first, columns).is_some_and(|column| column > 0) => {
            columns.to_vec()
        }
        _ => {
            let second = lines.get(1).filter(|second| first.is_beside(second))?;
            let mut starts = vec![first.left, second.left];
            for line in lines
                .iter()
                .skip(2)
                .take_while(|line| line.is_beside(second))
            {
                starts.push(line.left);
            }
            starts.sort_by(f32::total_cmp);
            starts.dedup_by(|a, b| (*a - *b).abs() < 12.0);
            starts
        }
    };
    if starts.len() < 2 {
        return None;
    }
    let end = extent(lines, metrics, &starts, ends);
    // A single cell is a table only where it runs on.
    (end > 1 || columns.is_some() && end > 0).then(|| Table {
        rows: rows(&lines[..end], metrics, &starts),
        columns: starts,
        lines: end,
    })
}

/// How many lines belong to the table.
fn extent(
    lines: &[RunningLine],
    metrics: &Metrics,
    starts: &[f32],
    ends: impl Fn(usize) -> bool,
) -> usize {
    let mut end = 0;
    for (k, line) in lines.iter().enumerate() {
        if line.sheet != lines[0].sheet || line.note {
            break;
        }
        let Some(column) = column_of(line, starts) else {
            break;
        };
        let beside = |other: Option<&RunningLine>| other.is_some_and(|other| other.is_beside(line));
        let paired = beside(lines.get(k + 1)) || k > 0 && beside(lines.get(k - 1));
        if k > 1 && ends(k) {
            break;
        }
        let gap = if end == 0 {
            0.0
        } else {
            line.below(&lines[end - 1]).unwrap_or(0.0)
        };
        if gap > metrics.leading * 6.0 {
            break;
        }
        if paired || column > 0 || gap <= metrics.leading * 1.15 && end == k {
            end = k + 1;
        }
    }
    end
}

/// The column a line stands in; `None` if it runs over into the next one.
fn column_of(line: &RunningLine, starts: &[f32]) -> Option<usize> {
    let column = starts
        .iter()
        .rposition(|start| line.left >= start - 8.0)
        .unwrap_or(0);
    let fits = starts
        .get(column + 1)
        .is_none_or(|next| line.right <= next + 4.0);
    fits.then_some(column)
}

fn rows(lines: &[RunningLine], metrics: &Metrics, starts: &[f32]) -> Vec<Row> {
    let mut columns: Vec<Vec<RunningLine>> = vec![Vec::new(); starts.len()];
    for line in lines {
        let column = column_of(line, starts).unwrap_or(0);
        columns[column].push(line.clone());
    }
    let labels = groups(&columns[0], metrics);
    let empty = || Row {
        cells: vec![Vec::new(); starts.len()],
    };
    if labels.is_empty() {
        let mut row = empty();
        row.cells = columns;
        return vec![row];
    }
    let middle = |group: &[RunningLine]| {
        let top = group.first().map_or(0.0, |line| line.baseline);
        let bottom = group.last().map_or(0.0, |line| line.baseline);
        f32::midpoint(top, bottom)
    };
    let level = |group: &[RunningLine]| {
        let top = group.first().map_or(0.0, |line| line.baseline);
        columns[1..]
            .iter()
            .flatten()
            .any(|line| (line.baseline - top).abs() < 3.0)
    };
    let from_top = labels.iter().all(|group| level(group));
    let mut rows: Vec<Row> = Vec::new();
    // Cells above the first label belong to a row begun on the page before.
    let top = labels[0].first().map_or(0.0, |line| line.baseline);
    let mut orphans = empty();
    for group in &labels {
        let mut row = empty();
        row.cells[0] = group.clone();
        rows.push(row);
    }
    for (column, cells) in columns.iter().enumerate().skip(1) {
        for line in cells {
            if from_top && line.baseline < top - 3.0 {
                orphans.cells[column].push(line.clone());
                continue;
            }
            let nearest = if from_top {
                labels
                    .iter()
                    .rposition(|group| {
                        group
                            .first()
                            .is_some_and(|first| first.baseline <= line.baseline + 3.0)
                    })
                    .unwrap_or(0)
            } else {
                let distance = |group: &[RunningLine]| (middle(group) - line.baseline).abs();
                (0..labels.len())
                    .min_by(|a, b| distance(&labels[*a]).total_cmp(&distance(&labels[*b])))
                    .unwrap_or(0)
            };
            rows[nearest].cells[column].push(line.clone());
        }
    }
    if orphans.cells.iter().any(|cell| !cell.is_empty()) {
        rows.insert(0, orphans);
    }
    rows
}

/// The lines of the first column, cut where a gap stands between them.
fn groups(lines: &[RunningLine], metrics: &Metrics) -> Vec<Vec<RunningLine>> {
    let mut groups: Vec<Vec<RunningLine>> = Vec::new();
    for line in lines {
        let joins = groups
            .last()
            .and_then(|group| group.last())
            .and_then(|last| line.below(last).map(|gap| (last, gap)))
            .is_some_and(|(last, gap)| {
                gap <= metrics.leading.max(line.size * 1.2) * 1.12 && last.bold == line.bold
            });
        match groups.last_mut() {
            Some(group) if joins => group.push(line.clone()),
            _ => groups.push(vec![line.clone()]),
        }
    }
    groups
}
