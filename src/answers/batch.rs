//! A table of queries, a query a row.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::WINDOWS_1252;

use crate::error::{Error, Result, list};
use crate::spelling;

/// Columns that are options of a search and take values.
pub const VALUES: [&str; 18] = [
    "area",
    "region",
    "outcome",
    "year",
    "theme",
    "kind",
    "section",
    "not-area",
    "not-region",
    "not-outcome",
    "not-year",
    "not-theme",
    "not-kind",
    "not-section",
    "limit",
    "page",
    "sort",
    "group",
];

/// Columns that are options of a search without a value: `yes` or `no`.
pub const FLAGS: [&str; 4] = ["all", "any", "exact", "include-boilerplate"];

/// Columns that are passed through.
pub const LABELS: [&str; 2] = ["id", "name"];

/// Column of the words to look for.
const QUERY: &str = "query";

/// Parts the values of a cell.
const PARTS: char = ';';

/// Bytes that a row may have; more is a quotation mark that nobody closed.
const MOST_BYTES: u64 = 1 << 20;

/// A query of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueryRow {
    /// As a spreadsheet numbers it: the head is row 1.
    pub number: u64,
    /// Cells of [`LABELS`]; `None` where the table has no such column.
    pub labels: [Option<String>; LABELS.len()],
    /// The words to look for.
    pub query: String,
    /// Options with their values, one of [`VALUES`] each.
    pub values: Vec<(&'static str, String)>,
    /// Options without a value that are set, of [`FLAGS`].
    pub flags: Vec<&'static str>,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// As a spreadsheet numbers it.
    pub number: u64,
    /// Why, as a clause for people.
    pub reason: String,
}

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Query,
    Label(usize),
    Value(&'static str),
    Flag(&'static str),
}

/// A table of queries that is being read.
pub struct QueryTable<R> {
    reader: Reader<Bounded<R>>,
    read: Rc<Cell<u64>>,
    columns: Vec<Column>,
    record: ByteRecord,
    number: u64,
    /// Reading failed: behind that nothing is to be trusted.
    failed: bool,
}

impl<R> std::fmt::Debug for QueryTable<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QueryTable")
            .field("columns", &self.columns)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl<R: Read> QueryTable<R> {
    /// Reads the head of a table in UTF-8 or Windows-1252.
    ///
    /// # Errors
    /// There is none, a column is unknown or there twice, or none is called `query`.
    pub fn new(input: R) -> Result<Self> {
        let read = Rc::new(Cell::new(0));
        let bounded = Bounded {
            input,
            read: Rc::clone(&read),
        };
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bounded);
        let mut head = ByteRecord::new();
        let any = reader.read_byte_record(&mut head).map_err(|error| {
            unusable(format!("its first row cannot be read: {}", reason(&error)))
        })?;
        if !any {
            return Err(unusable("it is empty".to_owned()));
        }
        if head.iter().any(|cell| cell.contains(&0)) {
            return Err(unusable("it is no text".to_owned()));
        }
        let names: Vec<String> = head.iter().map(decoded).collect();
        let columns = columns(&names)?;
        Ok(QueryTable {
            reader,
            read,
            columns,
            record: ByteRecord::new(),
            number: 1,
            failed: false,
        })
    }

    /// Whether the table has a column of [`LABELS`], in their order.
    pub fn labels(&self) -> [bool; LABELS.len()] {
        std::array::from_fn(|label| self.columns.contains(&Column::Label(label)))
    }

    /// The next row; empty ones are passed over.
    fn next_row(&mut self) -> Option<std::result::Result<QueryRow, BadRow>> {
        loop {
            self.read.set(0);
            let any = self.reader.read_byte_record(&mut self.record);
            self.number += 1;
            let number = self.number;
            match any {
                Ok(false) => return None,
                Ok(true) => {}
                Err(error) => {
                    self.failed = true;
                    let reason = reason(&error);
                    return Some(Err(BadRow { number, reason }));
                }
            }
            let cells: Vec<String> = self.record.iter().map(decoded).collect();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                let row = row(number, &self.columns, &cells);
                return Some(row.map_err(|reason| BadRow { number, reason }));
            }
        }
    }
}

impl<R: Read> Iterator for QueryTable<R> {
    type Item = std::result::Result<QueryRow, BadRow>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed { None } else { self.next_row() }
    }
}

fn unusable(what: String) -> Error {
    Error::Usage {
        message: format!("the table of queries cannot be used: {what}"),
        hint: Some("its first row names the columns: `query,area,year`".to_owned()),
    }
}

fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(source) => source.to_string(),
        _ => error.to_string(),
    }
}

/// A cell as text; spreadsheets write UTF-8 or Windows-1252.
fn decoded(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => WINDOWS_1252
            .decode_without_bom_handling(cell)
            .0
            .into_owned(),
    }
}

/// What the columns mean, by their names.
fn columns(names: &[String]) -> Result<Vec<Column>> {
    let mut columns = Vec::with_capacity(names.len());
    let mut unknown = Vec::new();
    for name in names {
        let simple = name.trim().to_lowercase().replace(['_', ' '], "-");
        let known = |list: &[&'static str]| list.iter().copied().find(|known| *known == simple);
        let column = if simple == QUERY {
            Column::Query
        } else if let Some(label) = LABELS.iter().position(|label| *label == simple) {
            Column::Label(label)
        } else if let Some(value) = known(&VALUES) {
            Column::Value(value)
        } else if let Some(flag) = known(&FLAGS) {
            Column::Flag(flag)
        } else {
            unknown.push(name.trim());
            continue;
        };
        if columns.contains(&column) {
            return Err(unusable(format!("two columns are called `{simple}`")));
        }
        columns.push(column);
    }
    if let Some(first) = unknown.first() {
        let all = || [QUERY].into_iter().chain(LABELS).chain(VALUES).chain(FLAGS);
        let near = spelling::nearest(first, all());
        let near = near.map(|near| format!("did you mean `{near}`? "));
        let plural = if unknown.len() == 1 { "" } else { "s" };
        return Err(Error::Usage {
            message: format!("unknown column{plural} {}", list(&unknown)),
            hint: Some(format!(
                "{}the columns are {}",
                near.unwrap_or_default(),
                list(&all().collect::<Vec<_>>())
            )),
        });
    }
    if !columns.contains(&Column::Query) {
        return Err(unusable("no column is called `query`".to_owned()));
    }
    Ok(columns)
}

fn row(number: u64, columns: &[Column], cells: &[String]) -> std::result::Result<QueryRow, String> {
    let beyond = cells.iter().skip(columns.len());
    if beyond.filter(|cell| !cell.trim().is_empty()).count() > 0 {
        return Err(format!(
            "it has {} cells for {} columns; a cell with a comma needs quotation marks",
            cells.len(),
            columns.len()
        ));
    }
    let mut row = QueryRow {
        number,
        ..QueryRow::default()
    };
    for (place, column) in columns.iter().enumerate() {
        let cell = cells.get(place).map_or("", |cell| cell.trim());
        match *column {
            Column::Query => row.query = cell.to_owned(),
            Column::Label(label) => row.labels[label] = Some(cell.to_owned()),
            Column::Value(name) => {
                let values = cell.split(PARTS).map(str::trim);
                let values = values.filter(|value| !value.is_empty());
                row.values
                    .extend(values.map(|value| (name, value.to_owned())));
            }
            Column::Flag(name) => match cell.to_lowercase().as_str() {
                "" | "no" | "n" | "false" | "0" => {}
                "yes" | "y" | "true" | "1" | "x" => row.flags.push(name),
                _ => return Err(format!("`{name}` is `yes` or `no`, not `{cell}`")),
            },
        }
    }
    Ok(row)
}

/// Reads so much between two rows and no more: one row is held in memory.
struct Bounded<R> {
    input: R,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read.get() > MOST_BYTES {
            return Err(io::Error::other(format!(
                "it is longer than {} MiB: is a quotation mark not closed?",
                MOST_BYTES >> 20
            )));
        }
        let count = self.input.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<std::result::Result<QueryRow, BadRow>> {
        QueryTable::new(text.as_bytes()).expect("a table").collect()
    }

    fn refused(text: &str) -> String {
        let error = QueryTable::new(text.as_bytes()).expect_err("an error");
        format!("{error}; {}", error.hint().unwrap_or_default())
    }

    #[test]
    fn cells_are_options() {
        let text = "\u{feff}Name,Query,AREA,not_kind,limit,any\r\nw,\"a, b\",kent; surrey,,5,yes\r\n,,,,,\r\n,c\r\n";
        let rows = rows(text);
        let first = rows[0].as_ref().expect("a row");
        assert_eq!((first.number, first.query.as_str()), (2, "a, b"));
        assert_eq!(first.labels, [None, Some("w".to_owned())]);
        let values = [("area", "kent"), ("area", "surrey"), ("limit", "5")];
        assert_eq!(
            first.values,
            values.map(|(name, value)| (name, value.to_owned()))
        );
        assert_eq!(first.flags, ["any"]);
        let last = rows[1].as_ref().expect("a row");
        assert_eq!((last.number, last.query.as_str(), rows.len()), (4, "c", 2));
    }

    #[test]
    fn unusable_tables_say_why() {
        assert!(refused("").contains("it is empty"));
        assert!(refused("a\0b\n").contains("it is no text"));
        let unknown = refused("query,outcom,zebra\nx\n");
        for part in [
            "unknown columns `outcom` and `zebra`",
            "did you mean `outcome`?",
            "`limit`",
        ] {
            assert!(unknown.contains(part), "{unknown}");
        }
        assert!(refused("area\nx\n").contains("no column is called `query`"));
        assert!(refused("query,Query\nx\n").contains("two columns are called `query`"));
    }

    #[test]
    fn bad_rows_leave_the_rest() {
        let rows = rows("query,all\na,maybe\nb,c,d\ncaf\u{e9},no\n");
        let reason = |row: usize| rows[row].as_ref().expect_err("a bad row").reason.clone();
        assert_eq!(reason(0), "`all` is `yes` or `no`, not `maybe`");
        assert!(reason(1).starts_with("it has 3 cells for 2 columns"));
        assert_eq!(rows[2].as_ref().expect("a row").number, 4);
    }

    #[test]
    fn a_mark_that_is_never_closed_ends_the_table() {
        let text = format!("query\ngood\n\"{}", "x".repeat(3 << 20));
        let rows = rows(&text);
        assert_eq!(rows.len(), 2);
        let bad = rows[1].as_ref().expect_err("a bad row");
        assert!(bad.reason.contains("not closed"), "{}", bad.reason);
        assert_eq!(bad.number, 3);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_table_or_an_error(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = b"query,area,limit\n".to_vec();
            bytes.extend(body);
            let mut last = 1;
            for row in QueryTable::new(bytes.as_slice()).expect("a table") {
                let number = match row {
                    Ok(row) => row.number,
                    Err(bad) => bad.number,
                };
                prop_assert!(number > last);
                last = number;
            }
        }
    }
}
