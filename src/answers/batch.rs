//! `batch`: a table of queries, a query a row. Rows are read and answered one by one, or all at once.

use std::io::{BufRead, BufReader, Read};

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::WINDOWS_1252;
use serde::{Deserialize, Serialize};

use super::corpus::Corpus;
use super::parameters::{Parameter, Question};
use super::search::{self, SearchRequest};
use crate::answers::search::SearchResponse;
use crate::error::{Error, Result, list};
use crate::text::spelling;

/// Parameters of a search that are no columns: there is no place for what they give.
const NO_COLUMNS: [&str; 4] = ["query", "facets", "context", "explain"];

/// The parameters of a search that are columns.
fn parameters() -> impl Iterator<Item = &'static Parameter> {
    let all = Question::Search.parameters();
    all.filter(|parameter| !NO_COLUMNS.contains(&parameter.name))
}

/// Bytes that a query may have; more is a document.
const LONGEST_QUERY: usize = 10_000;

/// Columns that are passed through; see [`RowLabels`].
const LABELS: [&str; 2] = ["id", "name"];

/// Column of the words to look for.
const QUERY: &str = "query";

/// Parts the values of a cell.
const PARTS: char = ';';

/// Bytes that a row may have.
const MOST_BYTES: u64 = 1 << 20;

/// Characters of a column's name that a message repeats, and how many names it does.
const NAME: usize = 40;
const MOST_NAMES: usize = 5;

/// Queries to be answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BatchRequest {
    /// The queries, in the order of the answer.
    pub rows: Vec<QueryRow>,
}

/// The answers to several queries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchAnswer {
    /// The answers, in the order of the queries.
    pub answers: Vec<RowAnswer>,
    /// Queries that have no answer.
    pub failed: Vec<FailedRow>,
}

/// What tells a row from the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowLabels {
    /// Its number as a spreadsheet counts: the head is row 1.
    pub row: u64,
    /// Its cell in the column `id`; `None` where the table has no such column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
    /// Its cell in the column `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_name: Option<String>,
}

/// A query of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryRow {
    /// Which row it is.
    #[serde(flatten)]
    pub labels: RowLabels,
    /// The search that it asks for.
    pub request: SearchRequest,
}

/// The answer to a query of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowAnswer {
    /// Which row it is.
    #[serde(flatten)]
    pub labels: RowLabels,
    /// What the search found.
    #[serde(flatten)]
    pub response: SearchResponse,
}

/// A row that cannot be read or answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedRow {
    /// Its number as a spreadsheet counts.
    pub row: u64,
    /// Why, as a clause for people.
    pub reason: String,
}

/// Answers queries, each by itself: one that fails leaves the others.
pub fn answer(corpus: &Corpus<'_>, request: &BatchRequest) -> BatchAnswer {
    let mut answer = BatchAnswer::default();
    for row in &request.rows {
        match answer_row(corpus, row) {
            Ok(row) => answer.answers.push(row),
            Err(failed) => answer.failed.push(failed),
        }
    }
    answer
}

/// Answers the query of a row.
///
/// # Errors
/// It names an unknown facet value, or the index cannot be read.
pub fn answer_row(
    corpus: &Corpus<'_>,
    row: &QueryRow,
) -> std::result::Result<RowAnswer, FailedRow> {
    let labels = row.labels.clone();
    match search::answer(corpus, &row.request) {
        Ok(response) => Ok(RowAnswer { labels, response }),
        Err(error) => Err(FailedRow {
            row: labels.row,
            reason: reason(error),
        }),
    }
}

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Query,
    Label(usize),
    Parameter(&'static str),
}

/// A table of queries that is being read.
///
/// A row is a line: a query has no line breaks, and so a quotation mark that nobody closes costs one
/// row and not all that follow.
pub struct QueryTable<R> {
    lines: BufReader<R>,
    columns: Vec<Column>,
    line: Vec<u8>,
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
        let mut table = QueryTable {
            lines: BufReader::new(input),
            columns: Vec::new(),
            line: Vec::new(),
            number: 0,
            failed: false,
        };
        let head = match table.next_line() {
            Some(Ok(())) => cells(&table.line),
            Some(Err(reason)) => Err(reason),
            None => return Err(unusable("it is empty".to_owned())),
        };
        let names =
            head.map_err(|reason| unusable(format!("its first row cannot be read: {reason}")))?;
        if names.iter().any(|name| name.contains('\0')) {
            return Err(unusable(
                "it is not text; in a spreadsheet, save it as `CSV UTF-8`".to_owned(),
            ));
        }
        if let [only] = &names[..]
            && only.contains([';', '\t'])
        {
            return Err(unusable("columns must be separated by commas".to_owned()));
        }
        table.columns = columns(&names)?;
        Ok(table)
    }

    /// Whether the table has the columns `id` and `name`.
    pub fn labels(&self) -> [bool; LABELS.len()] {
        std::array::from_fn(|label| self.columns.contains(&Column::Label(label)))
    }

    /// Reads the next line, without its end; why it cannot be used, if it cannot.
    fn next_line(&mut self) -> Option<std::result::Result<(), String>> {
        self.line.clear();
        self.number += 1;
        let read = (&mut self.lines)
            .take(MOST_BYTES + 1)
            .read_until(b'\n', &mut self.line);
        match read {
            Ok(0) => return None,
            Ok(_) => {}
            Err(error) => {
                self.failed = true;
                return Some(Err(error.to_string()));
            }
        }
        if self.line.len() as u64 > MOST_BYTES {
            self.failed = self.lines.skip_until(b'\n').is_err();
            return Some(Err(format!("it is longer than {} MiB", MOST_BYTES >> 20)));
        }
        let end = self.line.trim_ascii_end().len();
        self.line.truncate(end);
        Some(Ok(()))
    }

    /// The next row; empty ones are passed over.
    fn next_row(&mut self) -> Option<std::result::Result<QueryRow, FailedRow>> {
        loop {
            let read = self.next_line()?;
            let number = self.number;
            let row = match read.and_then(|()| cells(&self.line)) {
                Ok(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => continue,
                Ok(cells) => row(number, &self.columns, &cells),
                Err(reason) => Err(reason),
            };
            return Some(row.map_err(|reason| FailedRow {
                row: number,
                reason,
            }));
        }
    }
}

impl<R: Read> Iterator for QueryTable<R> {
    type Item = std::result::Result<QueryRow, FailedRow>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed { None } else { self.next_row() }
    }
}

fn unusable(what: String) -> Error {
    Error::Usage {
        message: format!("the table of queries cannot be used: {what}"),
        hint: Some("the first row must name the columns: `query,area,year`".to_owned()),
    }
}

/// The cells of a line.
fn cells(line: &[u8]) -> std::result::Result<Vec<String>, String> {
    // A cell that is open at the end of the line takes in what follows.
    let text: Vec<u8> = [line, b"\n"].concat();
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_slice());
    let mut record = ByteRecord::new();
    reader
        .read_byte_record(&mut record)
        .map_err(|error| error.to_string())?;
    if record.iter().any(|cell| cell.contains(&b'\n')) {
        return Err("a quotation mark is not closed, or a cell has several lines".to_owned());
    }
    Ok(record.iter().map(decoded).collect())
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
        let mut known = parameters();
        let column = if simple == QUERY {
            Column::Query
        } else if let Some(label) = LABELS.iter().position(|label| *label == simple) {
            Column::Label(label)
        } else if let Some(known) = known.find(|known| known.name == simple) {
            Column::Parameter(known.name)
        } else {
            unknown.push(shortened(name.trim()));
            continue;
        };
        if columns.contains(&column) {
            return Err(unusable(format!("two columns are called `{simple}`")));
        }
        columns.push(column);
    }
    if let Some(first) = unknown.first() {
        let names = || parameters().map(|parameter| parameter.name);
        let all = || [QUERY].into_iter().chain(LABELS).chain(names());
        let near = spelling::nearest(first, all());
        let near = near.map(|near| format!("did you mean `{near}`? "));
        let plural = if unknown.len() == 1 { "" } else { "s" };
        return Err(Error::Usage {
            message: format!(
                "unknown column{plural} {}",
                list(
                    &unknown
                        .iter()
                        .map(String::as_str)
                        .take(MOST_NAMES)
                        .collect::<Vec<_>>()
                )
            ),
            hint: Some(format!(
                "{}the columns are {}",
                near.unwrap_or_default(),
                list(&all().collect::<Vec<_>>())
            )),
        });
    }
    if !columns.contains(&Column::Query) {
        return Err(unusable("there is no column `query`".to_owned()));
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
    let mut labels = <[Option<String>; LABELS.len()]>::default();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let cell = cells.get(place).map_or("", |cell| cell.trim());
        match *column {
            Column::Query if cell.len() > LONGEST_QUERY => {
                return Err(format!("the query is longer than {LONGEST_QUERY} bytes"));
            }
            Column::Query => pairs.push((QUERY, cell)),
            Column::Label(label) => labels[label] = Some(cell.to_owned()),
            Column::Parameter(name) => {
                let values = cell.split(PARTS).map(str::trim);
                let values = values.filter(|value| !value.is_empty());
                pairs.extend(values.map(|value| (name, value)));
            }
        }
    }
    let request: SearchRequest = Question::Search.request(pairs).map_err(reason)?;
    if request.criteria.query.is_empty() && request.criteria.facets.is_empty() {
        return Err("nothing to search for: it has neither words nor a filter".to_owned());
    }
    let [query_id, query_name] = labels;
    Ok(QueryRow {
        labels: RowLabels {
            row: number,
            query_id,
            query_name,
        },
        request,
    })
}

/// An error as a clause, with its hint.
fn reason(error: Error) -> String {
    let clause = match error.hint() {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    };
    clause.replace('\n', " ")
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::facet::Dimension;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<std::result::Result<QueryRow, FailedRow>> {
        QueryTable::new(text.as_bytes()).expect("a table").collect()
    }

    fn query(row: &QueryRow) -> &str {
        &row.request.criteria.query
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
        assert_eq!((first.labels.row, query(first)), (2, "a, b"));
        assert_eq!(first.labels.query_id, None);
        assert_eq!(first.labels.query_name.as_deref(), Some("w"));
        let criteria = &first.request.criteria;
        let areas = ["kent".to_owned(), "surrey".to_owned()];
        assert_eq!(criteria.facets.filters[&Dimension::Area], areas);
        assert!(criteria.facets.exclude.is_empty());
        assert_eq!((first.request.limit, criteria.any), (5, true));
        let last = rows[1].as_ref().expect("a row");
        assert_eq!((last.labels.row, query(last), rows.len()), (4, "c", 2));
    }

    #[test]
    fn unusable_tables_say_why() {
        assert!(refused("").contains("it is empty"));
        assert!(refused("a\0b\n").contains("it is not text"));
        let unknown = refused("query,outcom,zebra\nx\n");
        for part in [
            "unknown columns `outcom` and `zebra`",
            "did you mean `outcome`?",
            "`limit`",
        ] {
            assert!(unknown.contains(part), "{unknown}");
        }
        assert!(refused("area\nx\n").contains("there is no column `query`"));
        assert!(refused("query,Query\nx\n").contains("two columns are called `query`"));
        assert!(refused("query;area\nx;kent\n").contains("must be separated by commas"));
        let long = refused(&format!("query,{}\nx\n", "z".repeat(500)));
        assert!(long.len() < 600, "{long}");
    }

    #[test]
    fn bad_rows_leave_the_rest() {
        let rows = rows("query,all\na,maybe\nb,c,d\ncaf\u{e9},no\n");
        let reason = |row: usize| rows[row].as_ref().expect_err("a bad row").reason.clone();
        assert_eq!(reason(0), "`all` cannot be `maybe`; it is `yes` or `no`");
        assert!(reason(1).starts_with("it has 3 cells for 2 columns"));
        assert_eq!(rows[2].as_ref().expect("a row").labels.row, 4);
    }

    #[test]
    fn a_mark_that_is_never_closed_costs_its_row_alone() {
        let rows =
            rows("query,name\ngood,one\n\"never closed,two\n\"a \"\"b\"\"\",three\nlast,four");
        let bad = rows[1].as_ref().expect_err("a bad row");
        assert!(bad.reason.contains("not closed"), "{}", bad.reason);
        assert_eq!(bad.row, 3);
        let queries: Vec<&str> = [0, 2, 3]
            .map(|row: usize| query(rows[row].as_ref().expect("a row")))
            .into();
        assert_eq!(queries, ["good", "a \"b\"", "last"]);
    }

    #[test]
    fn a_row_without_end_is_left_out() {
        let rows = rows(&format!("query\ngood\n{}\nlast\n", "x".repeat(3 << 20)));
        let bad = rows[1].as_ref().expect_err("a bad row");
        assert!(bad.reason.contains("longer than 1 MiB"), "{}", bad.reason);
        let last = rows[2].as_ref().expect("a row");
        assert_eq!((last.labels.row, query(last), rows.len()), (4, "last", 3));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_table_or_an_error(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = b"query,area,limit\n".to_vec();
            bytes.extend(body);
            let mut last = 1;
            for row in QueryTable::new(bytes.as_slice()).expect("a table") {
                let number = match row {
                    Ok(row) => row.labels.row,
                    Err(bad) => bad.row,
                };
                prop_assert!(number > last);
                last = number;
            }
        }
    }
}
