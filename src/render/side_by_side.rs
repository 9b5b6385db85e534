//! Tables whose columns are what is compared. Where there is no room for all columns, cells are
//! wrapped, and then the columns are divided among several tables, one below the other.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::Look;
use super::style::{HEADING, paint};

/// Narrowest column that cells are wrapped to.
const NARROWEST: usize = 16;

/// Narrowest column of labels.
const LABELS: usize = 20;

/// Columns between cells.
const GAP: usize = 2;

/// A part of the table under a title of its own.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// A row: what it is, and a cell for each column.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) cells: Vec<String>,
}

/// Writes the blocks, each with the heads of the columns. What stands in cells is safe.
pub(super) fn write(
    out: &mut dyn Write,
    heads: &[String],
    blocks: &[Block],
    look: Look,
) -> io::Result<()> {
    let rows = || blocks.iter().flat_map(|block| &block.rows);
    let labels = rows().map(|row| row.label.width());
    let labels = labels.chain(blocks.iter().map(|block| block.title.width()));
    let mut first = labels.max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..heads.len())
        .map(|column| {
            let cells = rows().filter_map(|row| Some(row.cells.get(column)?.width()));
            cells.chain([heads[column].width()]).max().unwrap_or(0)
        })
        .collect();
    let mut room = usize::MAX;
    if let Some(width) = look.width {
        let sum = |most: usize| widths.iter().map(|own| own.min(&most) + GAP).sum::<usize>();
        if first + sum(usize::MAX) > width {
            first = first.min((width / 3).max(LABELS));
            // Rather narrow labels than two tables.
            let left = width.saturating_sub(sum(NARROWEST));
            first = if left >= LABELS {
                first.min(left)
            } else {
                first
            };
        }
        room = width.saturating_sub(first);
        narrow(&mut widths, room);
    }
    for (at, columns) in groups(&widths, room).into_iter().enumerate() {
        for (number, block) in blocks.iter().enumerate() {
            if at + number > 0 {
                writeln!(out)?;
            }
            let of = |cells: &[String]| cells[columns.clone()].to_vec();
            let widths = &widths[columns.clone()];
            for line in lines(&block.title, &of(heads), first, widths) {
                writeln!(out, "{}", paint(&line, HEADING, look.colour))?;
            }
            for row in &block.rows {
                for line in lines(&row.label, &of(&row.cells), first, widths) {
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
    Ok(())
}

/// Makes columns as narrow as they must be for all of them to fit, if that is not too narrow: the
/// widest first.
fn narrow(widths: &mut [usize], room: usize) {
    while widths.iter().map(|own| own + GAP).sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => return,
        }
    }
}

/// The columns that stand together in one table.
fn groups(widths: &[usize], room: usize) -> Vec<std::ops::Range<usize>> {
    let mut groups = Vec::new();
    let (mut from, mut used) = (0, 0);
    for (at, width) in widths.iter().enumerate() {
        used += width + GAP;
        if used > room && at > from {
            groups.push(from..at);
            (from, used) = (at, width + GAP);
        }
    }
    groups.push(from..widths.len());
    groups
}

/// The lines of a row, its cells wrapped.
fn lines(label: &str, cells: &[String], first: usize, widths: &[usize]) -> Vec<String> {
    let column = |text: &str, width: usize| -> Vec<String> {
        if text.width() <= width {
            return vec![text.to_owned()];
        }
        let wrapped = textwrap::wrap(text, width.max(1)).into_iter();
        wrapped.map(std::borrow::Cow::into_owned).collect()
    };
    let widths: Vec<usize> = [first].iter().chain(widths).copied().collect();
    let cells = [label].into_iter().chain(cells.iter().map(String::as_str));
    let columns: Vec<Vec<String>> = cells
        .zip(&widths)
        .map(|(cell, &width)| column(cell, width))
        .collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let gap = " ".repeat(GAP);
    (0..height)
        .map(|at| {
            let parts = columns.iter().zip(&widths).map(|(column, &width)| {
                let part = column.get(at).map_or("", String::as_str);
                format!("{part}{}", " ".repeat(width.saturating_sub(part.width())))
            });
            let line = parts.collect::<Vec<_>>().join(&gap);
            line.trim_end().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(heads: &[&str], rows: &[(&str, &[&str])], width: Option<usize>) -> String {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let rows = rows.iter().map(|(label, cells)| Row {
            label: (*label).to_owned(),
            cells: texts(cells),
        });
        let block = Block {
            title: "outcome".to_owned(),
            rows: rows.collect(),
        };
        let heads: Vec<String> = texts(heads);
        let look = Look {
            colour: false,
            width,
            full: false,
            links: None,
        };
        let mut out = Vec::new();
        write(&mut out, &heads, &[block], look).expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    const ROWS: [(&str, &[&str]); 1] = [("inspection", &["widespread failings, 2023", "–"])];

    #[test]
    fn columns_are_as_wide_as_what_stands_in_them() {
        assert_eq!(
            written(&["Ashmere", "Fenmouth"], &ROWS, None),
            "outcome     Ashmere                    Fenmouth\n\
             inspection  widespread failings, 2023  –\n"
        );
    }

    #[test]
    fn where_room_is_scarce_cells_are_wrapped() {
        assert_eq!(
            written(&["Ashmere", "Fenmouth"], &ROWS, Some(44)),
            "outcome     Ashmere                 Fenmouth\n\
             inspection  widespread failings,    –\n\
             \u{20}           2023\n"
        );
    }

    #[test]
    fn where_there_is_none_tables_stand_below_each_other() {
        let stacked = written(&["Ashmere", "Thornleigh and Fenmouth"], &ROWS, Some(40));
        assert_eq!(stacked.matches("outcome").count(), 2, "{stacked}");
        assert!(stacked.lines().all(|line| line.width() <= 40), "{stacked}");
        let first = stacked.split("\n\n").next().expect("a table");
        assert!(first.contains("Ashmere") && !first.contains("Thornleigh"));
    }

    #[test]
    fn no_columns_make_no_trouble() {
        assert_eq!(written(&[], &[("x", &[])], Some(40)), "outcome\nx\n");
    }
}
