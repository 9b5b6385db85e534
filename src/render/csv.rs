//! Answers for spreadsheets: one table, no cell a formula.

use std::io::{self, Write};

use super::view::{Cell, Table};
use super::{Answer, OutputStyle, safe};

pub(super) fn write(
    out: &mut dyn Write,
    answer: &dyn Answer,
    _: &OutputStyle<'_>,
) -> io::Result<()> {
    let table = answer.records();
    head(out, &table)?;
    rows(out, &table)
}

/// Writes the names of the columns.
pub(super) fn head(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    let names = table.columns.iter().map(|column| column.name.clone());
    records(out, [names])
}

/// Writes the rows.
pub(super) fn rows(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    let rows = table.rows().map(|row| {
        row.iter().map(|cell| match cell {
            Cell::Text(text) | Cell::Id(text) | Cell::Number(text) => text.clone(),
            Cell::Count(number) => number.to_string(),
            Cell::Share(share) => share.map_or_else(String::new, |share| share.to_string()),
        })
    });
    records(out, rows)
}

fn records(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = impl Iterator<Item = String>>,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    for record in records {
        let written = writer.write_record(record.map(|cell| text(&cell)));
        written.map_err(into_io)?;
    }
    writer.flush()
}

/// A cell that no spreadsheet runs: one that begins like a formula gets an apostrophe before it (OWASP,
/// CSV injection).
fn text(text: &str) -> String {
    let text = safe(text);
    let formula = text.trim_start().starts_with([
        '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]);
    if formula {
        format!("'{text}")
    } else {
        text.into_owned()
    }
}

/// The csv crate wraps errors of the writer; what callers look for (a closed pipe) is inside.
fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        assert_eq!(text("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(text(" +1"), "' +1");
        assert_eq!(text("\t@x"), "' @x");
        assert_eq!(text("1 + 1"), "1 + 1");
    }
}
