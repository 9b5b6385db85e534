//! From pages of positioned lines to blocks: furniture, notes, columns, hyphens, paragraphs,
//! bullets, tables and contents are settled here, and positions end here.
//!
//! What is a heading is not: many headings look like any bold line, and are known by their words,
//! which differ by kind of document. So the reader walks the lines once and asks an [`Outline`]
//! wherever a part may begin.

mod builder;
mod furniture;
mod metrics;
mod paragraphs;
mod running;
mod tables;

use super::block::{Block, BlockKind, Outline, Part, Place, PrintedLine, Run, Span, TableReading};
use super::page::{Line, Page};
use crate::text::dates::MONTHS;
use crate::text::word_count;
pub(super) use builder::without_private;
use builder::{Builder, Vocabulary};
pub(super) use furniture::is_furniture;
use metrics::Metrics;
pub(super) use paragraphs::paragraphs;
use running::{RunningLine, Start, running_text, start_of};
pub(super) use running::{ends_sentence, starts_lower, without_mark};
use tables::Table;

/// A line this far right of the run's left edge stands in a cell of its own, in points.
const CELL: f32 = 100.0;
/// Lines of one row differ in height by fractions of this, in points.
const ROW: f32 = 3.0;

/// The lines of pages as printed, in reading order.
pub(super) fn printed(pages: &[Page]) -> Vec<PrintedLine<'_>> {
    let pages = pages.iter().enumerate();
    pages
        .flat_map(|(page, printed)| of_page(page, printed.lines.iter()))
        .collect()
}

/// The same lines, those of a page sorted by row and then from left to right.
pub(super) fn printed_in_rows(pages: &[Page]) -> Vec<PrintedLine<'_>> {
    let row = |line: &Line| (line.baseline / ROW).round() as i64;
    let pages = pages.iter().enumerate();
    pages
        .flat_map(|(page, printed)| {
            let mut lines: Vec<&Line> = printed.lines.iter().collect();
            lines.sort_by(|a, b| row(a).cmp(&row(b)).then(a.left.total_cmp(&b.left)));
            of_page(page, lines.into_iter())
        })
        .collect()
}

fn of_page<'p>(page: usize, lines: impl Iterator<Item = &'p Line>) -> Vec<PrintedLine<'p>> {
    let mut before: Option<&Line> = None;
    lines
        .map(|line| {
            let above = before.replace(line);
            PrintedLine {
                text: &line.text,
                page,
                continues: above.is_some_and(|above| line.continues(above)),
                same_size: above.is_some_and(|above| (above.size - line.size).abs() < 0.5),
            }
        })
        .collect()
}

/// The blocks of pages, divided into parts by `outline`: what opens each part (nothing opens the
/// first) and its blocks.
///
/// Every word that is not running furniture stands in one opening or one block, except that printed
/// paragraph numbers and the heads of labelled tables are dropped.
pub(super) fn parts<O: Outline>(
    pages: &[Page],
    outline: &mut O,
) -> Vec<(Option<O::Opening>, Vec<Block>)> {
    let (lines, metrics) = running_text(pages);
    let words = Vocabulary::new(&lines);
    let mut reader = Reader {
        edges: right_edges(&lines, &metrics),
        lines: &lines,
        metrics,
        words: &words,
        builder: Builder::new(metrics, &words),
        outline,
        done: Vec::new(),
        opening: None,
        running: None,
    };
    let mut at = 0;
    while at < lines.len() {
        at += reader.step(at).max(1);
    }
    reader.close();
    reader.done
}

/// Right edge of the text on each page, by position of the page. Titles may be wider.
fn right_edges(lines: &[RunningLine], metrics: &Metrics) -> Vec<f32> {
    let mut edges = vec![0.0f32; lines.last().map_or(0, |line| line.sheet + 1)];
    for line in lines.iter().filter(|line| line.size <= metrics.body + 0.6) {
        edges[line.sheet] = edges[line.sheet].max(line.right);
    }
    edges
}

/// Walks the lines once and files them under openings.
struct Reader<'a, O: Outline> {
    lines: &'a [RunningLine],
    metrics: Metrics,
    words: &'a Vocabulary,
    builder: Builder<'a>,
    outline: &'a mut O,
    done: Vec<(Option<O::Opening>, Vec<Block>)>,
    opening: Option<O::Opening>,
    edges: Vec<f32>,
    /// Columns of the table at the end of the page, if it may run on, and that page's position.
    running: Option<(Vec<f32>, usize)>,
}

impl<O: Outline> Reader<'_, O> {
    /// Reads what starts at line `at`; returns how many lines it takes.
    fn step(&mut self, at: usize) -> usize {
        let lines = self.lines;
        let rest = &lines[at..];
        let line = &rest[0];
        if line.note {
            self.builder.push(line, self.edges[line.sheet]);
            return 1;
        }
        if let Some(part) = self.part_at(at)
            && let Some(taken) = self.take_part(part, rest)
        {
            return taken;
        }
        let columns = self
            .running
            .take()
            .filter(|(_, sheet)| line.sheet == sheet + 1 && self.begins_page(at))
            .map(|(columns, _)| columns);
        let ends = |k: usize| {
            rest[k].is_heavy(&self.metrics)
                && self
                    .part_at(at + k)
                    .is_some_and(|part| part.lines > 0 && part.row.is_none())
        };
        if let Some(table) = tables::at(rest, &self.metrics, columns.as_deref(), ends) {
            let taken = table.lines;
            let last = &rest[taken - 1];
            if rest.get(taken).is_none_or(|next| next.sheet != last.sheet) {
                self.running = Some((table.columns.clone(), last.sheet));
            }
            self.take_table(&table, columns.is_some());
            return taken;
        }
        self.builder.label = None;
        let mut blocks = self.builder.blocks();
        let opening = self.outline.prose_at(&line.text, &mut blocks);
        drop(blocks);
        if let Some(opening) = opening {
            self.open(opening);
        }
        self.builder.push(line, self.edges[line.sheet]);
        1
    }

    fn begins_page(&self, at: usize) -> bool {
        at == 0 || self.lines[at - 1].sheet != self.lines[at].sheet
    }

    /// What the outline says of the lines from `at` on.
    fn part_at(&self, at: usize) -> Option<Part<O::Opening>> {
        let line = &self.lines[at];
        let after = |before: &RunningLine| {
            ends_sentence(&before.text)
                || line
                    .below(before)
                    .is_some_and(|gap| gap > self.metrics.leading * 1.22)
        };
        let possible = !self.metrics.looks || line.is_heavy(&self.metrics);
        self.outline.part_at(&Place {
            text: &line.text,
            fresh: self.begins_page(at) || after(&self.lines[at - 1]),
            empty: self.builder.is_empty(),
            run: possible.then(|| run(&self.lines[at..], &self.metrics)),
        })
    }

    /// Begins a part; returns how many lines its heading takes, nothing if it has none.
    fn take_part(&mut self, part: Part<O::Opening>, rest: &[RunningLine]) -> Option<usize> {
        if let Some(opening) = part.opening {
            self.open(opening);
        }
        let mut taken = part.lines;
        if let Some(row) = part.row {
            self.add(BlockKind::Row, &row, rest[0].page);
        }
        if part.contents {
            let entries = contents_entries(&rest[taken..]);
            for line in &rest[taken..taken + entries] {
                self.add(BlockKind::Paragraph, &line.text, line.page);
            }
            taken += entries;
        }
        (taken > 0).then_some(taken)
    }

    fn open(&mut self, opening: O::Opening) {
        self.close();
        self.outline.begun(&opening);
        self.opening = Some(opening);
    }

    fn close(&mut self) {
        let blocks = self.builder.take();
        self.builder.label = None;
        let opening = self.opening.take();
        if !blocks.is_empty() || opening.is_some() {
            self.done.push((opening, blocks));
        }
    }

    fn add(&mut self, kind: BlockKind, text: &str, page: Option<u32>) {
        self.builder.add(Block::new(kind, text, page));
    }

    fn take_table(&mut self, table: &Table, runs_on: bool) {
        match self.outline.table_at(&table.cells()) {
            TableReading::Part(opening) => {
                self.open(opening);
                self.take_rows(&table.rows[1..]);
            }
            TableReading::Rows => self.take_rows(&table.rows),
            TableReading::Columns => self.take_columns(table),
            TableReading::Labelled { heads } => self.take_labelled(table, &heads, runs_on),
        }
    }

    fn take_rows(&mut self, rows: &[tables::Row]) {
        for row in rows {
            let cells: Vec<String> = (0..row.cells.len()).map(|cell| row.text(cell)).collect();
            self.add(BlockKind::Row, &row_text(&cells), row.page());
        }
    }

    /// Contacts and lists of people read column by column.
    fn take_columns(&mut self, table: &Table) {
        for column in 0..table.columns.len() {
            let mut span = Span::default();
            for line in table.rows.iter().flat_map(|row| &row.cells[column]) {
                self.words.push_line(&mut span, &line.text, line.page);
            }
            self.builder.add(Block {
                kind: BlockKind::Paragraph,
                span,
                label: None,
            });
        }
    }

    /// Reads the first column as the label of what stands beside it.
    fn take_labelled(&mut self, table: &Table, heads: &[bool], runs_on: bool) {
        let carried = self.builder.label.clone();
        for (at, row) in table.rows.iter().enumerate() {
            if heads.get(at) == Some(&true) {
                continue;
            }
            let label = row.text(0);
            let lines: Vec<&RunningLine> = row.cells[1..].iter().flatten().collect();
            let goes_on = runs_on && at == 0 && self.builder.is_unfinished();
            self.builder.label = match (label.is_empty(), &carried) {
                (true, Some(carried)) if runs_on && at == 0 => Some(carried.clone()),
                (true, _) => None,
                // The label runs over the page break, as what stands beside it does.
                (false, Some(carried)) if goes_on => Some(format!("{carried} {label}")),
                (false, _) => Some(label.clone()),
            };
            if goes_on {
                self.builder.relabel();
            }
            if lines.is_empty() {
                self.builder.label = None;
                let page = row.cells[0].first().and_then(|line| line.page);
                self.add(BlockKind::Paragraph, &label, page);
                continue;
            }
            let edge = lines.iter().map(|line| line.right).fold(0.0, f32::max);
            for line in lines {
                self.builder.push(line, edge);
            }
        }
    }
}

/// A table row as one text: `label: cell | cell`.
pub(super) fn row_text(cells: &[String]) -> String {
    let filled: Vec<&str> = cells
        .iter()
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
        .collect();
    match filled.split_first() {
        Some((label, rest)) if !rest.is_empty() => {
            format!("{}: {}", label.trim_end_matches(':'), rest.join(" | "))
        }
        _ => filled.concat(),
    }
}

/// The lines from the first that look alike and follow one another without a gap.
fn run<'a>(lines: &'a [RunningLine], metrics: &Metrics) -> Run<'a> {
    const LONGEST: usize = 8;
    let mut run: Vec<&RunningLine> = Vec::new();
    for line in lines.iter().take(LONGEST) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            let near = -line.size * 0.9..=line.size.max(last.size) * 1.36;
            let close = line.below(last).is_some_and(|gap| near.contains(&gap));
            let alike =
                !metrics.looks || line.is_heavy(metrics) && (line.size - first.size).abs() < 1.1;
            if !close || !alike || start_of(&line.text).0 != Start::Plain {
                break;
            }
        }
        run.push(line);
    }
    let edge = run
        .iter()
        .map(|line| line.left)
        .fold(f32::INFINITY, f32::min);
    Run {
        lines: run
            .iter()
            .map(|line| (line.text.as_str(), line.left >= edge + CELL))
            .collect(),
        styled: metrics.looks,
        row: false,
    }
}

/// How many of the lines after the heading `Contents` are its entries: they repeat every heading
/// with a page number.
fn contents_entries(lines: &[RunningLine]) -> usize {
    let mut end = 0;
    let mut at = 0;
    while at < lines.len() {
        // A long entry runs over up to three lines before its page number.
        let reach =
            (at..lines.len().min(at + 4)).find(|last| ends_contents_entry(&lines[*last].text));
        let Some(last) = reach else { break };
        let sheet = lines[last].sheet;
        if lines[at..=last].iter().any(|line| line.sheet != sheet) {
            break;
        }
        end = last + 1;
        at = end;
    }
    end
}

/// Whether a line ends an entry of a table of contents: it is a page number, or words followed by
/// one.
pub(super) fn ends_contents_entry(line: &str) -> bool {
    let text = line.trim_end();
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    if !(1..=3).contains(&(text.len() - before.len())) {
        return false;
    }
    let spaced = before.is_empty() || before.ends_with([' ', '.', '\u{2026}']);
    // `3 to 7 June 24` is a date.
    let words = before.trim_end();
    let dated = MONTHS.iter().any(|month| words.ends_with(month));
    spaced && !dated && word_count(before) <= 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_ends_no_entry_of_contents() {
        assert!(ends_contents_entry("What needs to improve 12"));
        assert!(!ends_contents_entry("The inspection ended on 7 June 24"));
    }
}
