//! Tables in plain text. Where there is no room for all columns, cells are wrapped, and then the
//! columns are divided among several tables, one below the other.

use std::io::{self, Write};
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::style::{AREA, HEADING, ID, paint};
use super::view::{Cell, Column, Table};
use super::words::{bar, percent, shortened, thousands, widest_word, wrap, wrapped};
use super::{OutputStyle, safe};

/// Narrowest column that cells are wrapped to.
const NARROWEST: usize = 16;

/// Narrowest first column.
const LABELS: usize = 20;

/// Columns between cells.
const GAP: usize = 2;

/// Columns of the longest bar, and of the shortest that tells anything.
const BARS: Range<usize> = 8..24;

/// Writes a table. The column `share` is drawn as bars too where there is a terminal: programs that
/// read lines want columns.
pub(super) fn write(out: &mut dyn Write, table: &Table, style: &OutputStyle<'_>) -> io::Result<()> {
    if let Some(caption) = &table.caption {
        writeln!(out, "{}", wrapped(&safe(caption), style.width))?;
    }
    let heads = |longest: usize| -> Vec<String> {
        let title = |(at, column): (usize, &Column)| {
            let longest = if table.is_number(at) {
                longest
            } else {
                usize::MAX
            };
            shortened(&safe(&column.title), longest)
        };
        table.columns.iter().enumerate().map(title).collect()
    };
    let shown: Vec<Vec<String>> = table
        .rows()
        .map(|row| row.iter().map(cell).collect())
        .collect();
    let titles = table.blocks.iter().filter_map(|block| block.title.as_ref());
    let titles: Vec<_> = titles.map(|title| safe(title)).collect();
    let widest = |heads: &[String], width: fn(&str) -> usize| -> Vec<usize> {
        let column = |column: usize| {
            let cells = shown.iter().map(|row| row[column].as_str());
            let head = (!table.headless).then_some(heads[column].as_str());
            let titles = titles.iter().filter(|_| column == 0);
            let texts = cells.chain(head).chain(titles.map(AsRef::as_ref));
            texts.map(width).max().unwrap_or(0)
        };
        (0..heads.len()).map(column).collect()
    };
    let (mut heads, shorter) = (heads(usize::MAX), heads(NARROWEST));
    let mut widths = widest(&heads, UnicodeWidthStr::width);
    let whole: usize = widths.iter().map(|width| width + GAP).sum();
    // A long name above a narrow number takes room from the others.
    if style.width.is_some_and(|width| whole > width + GAP) {
        widths = widest(&shorter, UnicodeWidthStr::width);
        heads = shorter;
    }
    let words = widest(&heads, widest_word);
    let groups = fit(&mut widths, &words, style.width);
    let used: usize = widths.iter().map(|width| width + GAP).sum();
    let room = style
        .width
        .map(|width| width.saturating_sub(used).min(BARS.end));
    let room = room.filter(|room| *room >= BARS.start && groups.len() == 1);
    let shares = table.column("share");
    let layout = Layout {
        table,
        widths: &widths,
        style,
    };
    for (at, columns) in groups.iter().enumerate() {
        let mut rows = shown.iter().zip(table.rows());
        for (number, block) in table.blocks.iter().enumerate() {
            if at + number > 0 {
                writeln!(out)?;
            }
            if !table.headless {
                let mut heads = heads.clone();
                if let (Some(first), Some(title)) = (heads.first_mut(), &block.title) {
                    *first = safe(title).into_owned();
                }
                for line in layout.lines(&heads, columns) {
                    writeln!(out, "{}", paint(&line, HEADING, style.colour))?;
                }
            }
            for (texts, cells) in rows.by_ref().take(block.rows.len()) {
                let bar = match (room, shares.and_then(|column| cells.get(column))) {
                    (Some(room), Some(Cell::Share(Some(share)))) => bar(*share, room),
                    _ => String::new(),
                };
                let id = match cells.first() {
                    Some(Cell::Id(_)) => texts[0].as_str(),
                    _ => "",
                };
                for (at, line) in layout.lines(texts, columns).iter().enumerate() {
                    let (id, rest) = match line.strip_prefix(id) {
                        Some(rest) if at == 0 => (id, rest),
                        _ => ("", line.as_str()),
                    };
                    let bar = if at == 0 {
                        paint(&bar, AREA, style.colour)
                    } else {
                        String::new()
                    };
                    let gap = if bar.is_empty() { "" } else { "  " };
                    writeln!(out, "{}{rest}{gap}{bar}", paint(id, ID, style.colour))?;
                }
            }
        }
    }
    Ok(())
}

/// A cell as people read it.
fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Id(text) | Cell::Number(text) => safe(text).into_owned(),
        Cell::Count(number) => thousands(*number),
        Cell::Share(share) => percent(*share),
    }
}

/// Makes columns as narrow as they must be for all of them to fit, the widest first, but wide enough
/// for their widest words (`words`), and divides those that do not fit among tables. The first column
/// stands in each of them.
fn fit(widths: &mut [usize], words: &[usize], width: Option<usize>) -> Vec<Range<usize>> {
    let (Some(width), Some((first, rest))) = (width, widths.split_first_mut()) else {
        return std::iter::once(1..widths.len()).collect();
    };
    let sum = |widths: &[usize]| -> usize { widths.iter().map(|own| own + GAP).sum() };
    let floors = rest.iter().zip(&words[1..]);
    let floors: Vec<usize> = floors
        .map(|(own, word)| *own.min(word.max(&NARROWEST)))
        .collect();
    if *first + sum(rest) > width {
        let labels = LABELS.max(words[0]);
        *first = (*first).min((width / 3).max(labels));
        // Rather narrow labels than two tables.
        let left = width.saturating_sub(sum(&floors));
        if left >= labels {
            *first = (*first).min(left);
        }
    }
    let room = width.saturating_sub(*first);
    while sum(rest) > room {
        let wide = rest.iter_mut().zip(&floors);
        let wide = wide.filter(|(own, floor)| **own > **floor);
        match wide.map(|(own, _)| own).max() {
            Some(widest) => *widest -= 1,
            None => break,
        }
    }
    let mut groups = Vec::new();
    let (mut from, mut used) = (1, 0);
    for (at, width) in rest.iter().enumerate().map(|(at, width)| (at + 1, width)) {
        used += width + GAP;
        if used > room && at > from {
            groups.push(from..at);
            (from, used) = (at, width + GAP);
        }
    }
    groups.push(from..widths.len());
    groups
}

struct Layout<'a> {
    table: &'a Table,
    widths: &'a [usize],
    style: &'a OutputStyle<'a>,
}

impl Layout<'_> {
    /// The lines of a row: its first cell and those of `columns`, wrapped.
    fn lines(&self, row: &[String], columns: &Range<usize>) -> Vec<String> {
        let shown: Vec<usize> = [0]
            .into_iter()
            .chain(columns.clone())
            .filter(|at| *at < row.len())
            .collect();
        let cells: Vec<Vec<&str>> = shown
            .iter()
            .map(|&at| {
                let (text, width) = (row[at].as_str(), self.widths[at]);
                if text.width() <= width || self.style.width.is_none() {
                    return vec![text];
                }
                wrap(text, Some(width))
                    .into_iter()
                    .map(|line| &text[line])
                    .collect()
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        (0..height)
            .map(|line| {
                let parts = shown.iter().zip(&cells).map(|(&at, cell)| {
                    let text = cell.get(line).copied().unwrap_or_default();
                    let gap = " ".repeat(self.widths[at].saturating_sub(text.width()));
                    if self.table.is_number(at) {
                        format!("{gap}{text}")
                    } else {
                        format!("{text}{gap}")
                    }
                });
                let line = parts.collect::<Vec<_>>().join("  ");
                line.trim_end().to_owned()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(heads: &[&str], rows: &[&[&str]], width: Option<usize>) -> String {
        let mut table = Table::new(["outcome"].iter().chain(heads).copied());
        let rows = rows.iter();
        let rows = rows.map(|row| row.iter().map(|&text| text.into()).collect());
        table.block(None, rows.collect());
        let style = OutputStyle {
            width,
            ..OutputStyle::default()
        };
        let mut out = Vec::new();
        write(&mut out, &table, &style).expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    const ROWS: [&[&str]; 1] = [&["inspection", "widespread failings, 2023", "–"]];

    #[test]
    fn columns_are_as_wide_as_their_cells() {
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
    fn ids_are_not_broken() {
        let id = "thornleigh-and-fenmouth-send-full-2025-05:10";
        let rows: [&[&str]; 1] = [&["a long label that is wrapped", id, "12,345,678"]];
        let text = written(&["id", "number"], &rows, Some(70));
        assert!(text.contains(id) && text.contains("12,345,678"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 70), "{text}");
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
    fn a_table_may_have_one_column() {
        assert_eq!(written(&[], &[&["x"]], Some(40)), "outcome\nx\n");
    }

    #[test]
    fn shares_are_drawn_where_there_is_room() {
        let mut table = Table::new(["year", "share"]);
        table.block(None, vec![vec!["2024".into(), Cell::Share(Some(0.5))]]);
        let style = OutputStyle {
            width: Some(40),
            ..OutputStyle::default()
        };
        let mut out = Vec::new();
        write(&mut out, &table, &style).expect("written");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text, "year  share\n2024    50%  ████████████\n");
    }
}
