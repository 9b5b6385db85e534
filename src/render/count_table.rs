//! Tables of counts, one-way and two-way.

use std::io::{self, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::bars::{bar, percent};
use super::style::{AREA, HEADING, ID, paint};
use super::text::{shortened, write_notes};
use super::words::among;
use super::{Look, citation, count, csv, json, markdown, safe, thousands};
use crate::api::{Count, CountCell, CountTable, ReportInfo, Summary};
use crate::report::facet::{Dimension, FacetPath};

/// Columns of the longest bar.
const BAR: usize = 24;
/// A bar of fewer columns tells nothing.
const SHORTEST_BAR: usize = 8;

/// Longest label, in characters.
const LABEL: usize = 34;

/// Longest label of a column.
const COLUMN: usize = 16;

/// `34 passages in 24 of 120 reports that pass the filters (183 indexed)`.
fn totals(answer: &Count) -> String {
    let summary = &answer.summary;
    let passing = answer.passing_reports;
    let share = (passing > 0).then(|| summary.reports as f64 / passing as f64);
    format!(
        "{} in {} of {}: {}",
        count(summary.passages, "passage"),
        thousands(summary.reports),
        among(passing, summary.indexed_reports),
        percent(share)
    )
}

/// The reports that do not match.
fn without(answer: &Count, absent: &[ReportInfo]) -> String {
    let number = count(absent.len() as u64, "report");
    let (verb, pass) = if absent.len() == 1 {
        ("does", "passes")
    } else {
        ("do", "pass")
    };
    let passing = thousands(answer.passing_reports);
    format!("{number} of the {passing} that {pass} the filters {verb} not mention it")
}

/// A value as a cell of a table: within its scale, an outcome goes by its own name.
fn label(value: &FacetPath, dimension: Dimension) -> String {
    let label = match dimension {
        Dimension::Outcome => value.leaf().to_owned(),
        _ => value.label(dimension),
    };
    safe(&label).into_owned()
}

/// What the rows are, with the scale of outcomes.
fn title(answer: &Count, table: &CountTable) -> String {
    let names: Vec<String> = answer
        .by
        .iter()
        .map(|&by| match (&table.scale, by) {
            (Some(scale), Dimension::Outcome) => format!("{by} ({scale})"),
            _ => by.to_string(),
        })
        .collect();
    names.join(" by ")
}

pub(super) fn text(out: &mut dyn Write, answer: &Count, look: Look) -> io::Result<()> {
    writeln!(out, "{}", totals(answer))?;
    write_notes(out, &answer.summary, look)?;
    if let Some(absent) = &answer.absent {
        return absent_reports(out, answer, absent, look);
    }
    if let [dimension] = answer.by[..] {
        return write_one_way(out, answer, dimension, look);
    }
    for table in &answer.tables {
        writeln!(out)?;
        two_way(out, answer, table, look)?;
    }
    Ok(())
}

fn absent_reports(
    out: &mut dyn Write,
    answer: &Count,
    absent: &[ReportInfo],
    look: Look,
) -> io::Result<()> {
    writeln!(out, "{}\n", without(answer, absent))?;
    let width = absent
        .iter()
        .map(|report| report.id.width())
        .max()
        .unwrap_or(0)
        .min(60);
    for report in absent {
        let id = safe(&report.id);
        let gap = " ".repeat(width.saturating_sub(id.width()));
        let cited = citation(report);
        writeln!(
            out,
            "{}{gap}  {}",
            paint(&id, ID, look.colour),
            safe(&cited)
        )?;
    }
    Ok(())
}

/// The lines of tables with one dimension, without bars: the head of each and its rows. The columns
/// of all stand below each other.
fn one_way(answer: &Count, dimension: Dimension) -> Vec<(String, Vec<String>)> {
    let labels: Vec<Vec<String>> = answer
        .tables
        .iter()
        .map(|table| {
            let labels = table.rows.iter().map(|row| label(row, dimension));
            labels.map(|label| shortened(&label, LABEL)).collect()
        })
        .collect();
    let titles: Vec<String> = answer
        .tables
        .iter()
        .map(|table| title(answer, table))
        .collect();
    let all = labels.iter().flatten().chain(&titles);
    let width = all.map(|label| label.width()).max().unwrap_or(0);
    let tables = answer.tables.iter().zip(titles).zip(labels);
    tables
        .map(|((table, title), labels)| {
            let head = format!(
                "{title:<width$}  {:>8}  {:>7}  {:>7}  share",
                "passages", "reports", "of"
            );
            let rows = labels.iter().zip(&table.cells).map(|(label, cell)| {
                let gap = " ".repeat(width.saturating_sub(label.width()));
                format!(
                    "{label}{gap}  {:>8}  {:>7}  {:>7}  {:>5}",
                    thousands(cell.passages),
                    thousands(cell.reports),
                    thousands(cell.of),
                    percent(cell.share)
                )
            });
            (head, rows.collect())
        })
        .collect()
}

fn write_one_way(
    out: &mut dyn Write,
    answer: &Count,
    dimension: Dimension,
    look: Look,
) -> io::Result<()> {
    let tables = one_way(answer, dimension);
    let rows = tables.iter().flat_map(|(_, rows)| rows);
    let widest = rows.map(|row| row.width()).max().unwrap_or(0);
    // Bars are for eyes: what reads this by lines wants columns. One share is as long in all tables.
    let room = look
        .width
        .map(|room| room.saturating_sub(widest + 2).min(BAR))
        .filter(|&room| room >= SHORTEST_BAR);
    for (table, (head, rows)) in answer.tables.iter().zip(&tables) {
        writeln!(out)?;
        writeln!(out, "{}", paint(head, HEADING, look.colour))?;
        for (line, cell) in rows.iter().zip(&table.cells) {
            let bar = room.map(|room| bar(cell.share.unwrap_or(0.0), room));
            let bar = bar.filter(|bar| !bar.is_empty());
            match bar {
                Some(bar) => writeln!(out, "{line}  {}", paint(&bar, AREA, look.colour))?,
                None => writeln!(out, "{line}")?,
            }
        }
    }
    Ok(())
}

fn two_way(out: &mut dyn Write, answer: &Count, table: &CountTable, look: Look) -> io::Result<()> {
    let [rows, columns] = answer.by[..] else {
        return Ok(());
    };
    let title = title(answer, table);
    let row_labels: Vec<String> = table
        .rows
        .iter()
        .map(|row| shortened(&label(row, rows), LABEL))
        .collect();
    let heads: Vec<String> = table
        .columns
        .iter()
        .map(|column| shortened(&label(column, columns), COLUMN))
        .collect();
    let cell = |row: usize, column: usize| -> String {
        let cell = table.cells.get(row * table.columns.len() + column);
        cell.map(of).unwrap_or_default()
    };
    let widths: Vec<usize> = (0..heads.len())
        .map(|column| {
            let cells = (0..row_labels.len()).map(|row| cell(row, column).width());
            cells.chain([heads[column].width()]).max().unwrap_or(0)
        })
        .collect();
    let first = row_labels
        .iter()
        .map(|label| label.width())
        .chain([rows.name().len()])
        .max();
    let first = first.unwrap_or(0);
    writeln!(out, "{title}: reports that mention it / reports")?;
    let mut from = 0;
    while from < heads.len() {
        let to = fitting(
            &widths,
            from,
            look.width.map(|width| width.saturating_sub(first)),
        );
        let mut line = format!("{:<first$}", rows.name());
        for column in from..to {
            line += &aligned(&heads[column], widths[column]);
        }
        writeln!(out, "{}", paint(&line, HEADING, look.colour))?;
        for (row, label) in row_labels.iter().enumerate() {
            let mut line = format!("{label}{}", " ".repeat(first.saturating_sub(label.width())));
            for (column, &width) in widths.iter().enumerate().take(to).skip(from) {
                line += &aligned(&cell(row, column), width);
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        from = to;
        if from < heads.len() {
            writeln!(out)?;
        }
    }
    Ok(())
}

/// `3/9`; `·` where there are no reports.
fn of(cell: &CountCell) -> String {
    if cell.of == 0 {
        "·".to_owned()
    } else {
        format!("{}/{}", thousands(cell.reports), thousands(cell.of))
    }
}

/// A cell behind a gap, to the right.
fn aligned(text: &str, width: usize) -> String {
    format!("  {}{text}", " ".repeat(width.saturating_sub(text.width())))
}

/// The end of the columns from `from` on that fit into a line; at least one.
fn fitting(widths: &[usize], from: usize, room: Option<usize>) -> usize {
    let Some(room) = room else {
        return widths.len();
    };
    let mut used = 0;
    let fit = widths[from..].iter().take_while(|&&width| {
        used += width + 2;
        used <= room
    });
    from + fit.count().max(1)
}

pub(super) fn lines(out: &mut dyn Write, answer: &Count) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Cell {
            by: &'a [Dimension],
            #[serde(skip_serializing_if = "Option::is_none")]
            scale: Option<&'a str>,
            #[serde(flatten)]
            cell: &'a CountCell,
        },
        Absent(&'a ReportInfo),
        Summary {
            passing_reports: u64,
            #[serde(flatten)]
            summary: &'a Summary,
        },
    }
    if let Some(absent) = &answer.absent {
        for report in absent {
            json::line(out, &Line::Absent(report))?;
        }
    } else {
        for table in &answer.tables {
            for cell in &table.cells {
                let cell = Line::Cell {
                    by: &answer.by,
                    scale: table.scale.as_deref(),
                    cell,
                };
                json::line(out, &cell)?;
            }
        }
    }
    let summary = Line::Summary {
        passing_reports: answer.passing_reports,
        summary: &answer.summary,
    };
    json::line(out, &summary)
}

pub(super) fn csv(out: &mut dyn Write, answer: &Count) -> io::Result<()> {
    if let Some(absent) = &answer.absent {
        let mut rows = vec![csv::head(&[], &["path"])];
        for report in absent {
            let mut row = csv::report_cells(report).to_vec();
            row.push(report.path.clone());
            rows.push(row);
        }
        return csv::write(out, &rows);
    }
    let mut head: Vec<String> = Vec::new();
    for &by in &answer.by {
        if by == Dimension::Outcome {
            head.push("outcome_scale".to_owned());
        }
        head.push(by.to_string());
    }
    head.extend(["passages", "reports", "of", "share"].map(str::to_owned));
    let mut rows = vec![head];
    for table in &answer.tables {
        for cell in &table.cells {
            let mut row = Vec::new();
            for (value, &by) in cell.values.iter().zip(&answer.by) {
                if by == Dimension::Outcome {
                    row.push(value.top().leaf().to_owned());
                }
                row.push(label(value, by));
            }
            row.extend([
                cell.passages.to_string(),
                cell.reports.to_string(),
                cell.of.to_string(),
                csv::optional(cell.share),
            ]);
            rows.push(row);
        }
    }
    csv::write(out, &rows)
}

pub(super) fn markdown(out: &mut dyn Write, answer: &Count) -> io::Result<()> {
    let escaped = markdown::escaped;
    writeln!(out, "{}\n", escaped(&totals(answer)))?;
    markdown::write_notes(out, &answer.summary)?;
    if let Some(absent) = &answer.absent {
        writeln!(out, "{}:\n", without(answer, absent))?;
        for report in absent {
            let cited = escaped(&citation(report));
            writeln!(out, "- {cited} (`{}`)", safe(&report.id))?;
        }
        return Ok(());
    }
    for table in &answer.tables {
        let title = title(answer, table);
        let Some((&rows, columns)) = answer.by.split_first() else {
            continue;
        };
        match columns.first() {
            None => {
                writeln!(
                    out,
                    "| {title} | passages | reports | of | share |\n| --- | ---: | ---: | ---: | ---: |"
                )?;
                for (row, cell) in table.rows.iter().zip(&table.cells) {
                    let name = escaped(&label(row, rows));
                    let share = escaped(&percent(cell.share));
                    let (passages, reports, of) = (cell.passages, cell.reports, cell.of);
                    writeln!(out, "| {name} | {passages} | {reports} | {of} | {share} |")?;
                }
            }
            Some(&columns) => {
                let heads = table
                    .columns
                    .iter()
                    .map(|column| escaped(&label(column, columns)));
                let heads: Vec<String> = heads.collect();
                writeln!(out, "| {title} | {} |", heads.join(" | "))?;
                writeln!(out, "| --- |{}", " ---: |".repeat(heads.len()))?;
                let cells = table.cells.chunks(table.columns.len().max(1));
                for (row, cells) in table.rows.iter().zip(cells) {
                    let cells: Vec<String> = cells.iter().map(of).collect();
                    writeln!(
                        out,
                        "| {} | {} |",
                        escaped(&label(row, rows)),
                        cells.join(" | ")
                    )?;
                }
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
