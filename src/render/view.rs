//! The view of an answer: a few kinds of piece that every format can lay out.
//!
//! Texts are as the reports print them: each format escapes them for itself.

use std::fmt;

use crate::answers::link::Link;
use crate::answers::quotation::Quotation;
use crate::answers::report_info::ReportInfo;
use crate::report::Date;
use crate::text::Range;

/// An answer for readers: pieces from top to bottom.
pub type View = Vec<Piece>;

/// A part of an answer.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Opens a part.
    Heading {
        /// Its level.
        level: Level,
        /// The heading.
        text: String,
        /// A remark beside it, in plain text alone.
        aside: Option<String>,
    },
    /// Number of matches. Plain text leaves the query out: it stands above, on the command line.
    Totals {
        /// The query; empty if there is none.
        query: String,
        /// Number of matches, in words.
        text: String,
    },
    /// A sentence about the answer or the part.
    Note(Line),
    /// A passage.
    Passage(Layout, Passage),
    /// A claim, figure or verdict, with its passages.
    Entry(Entry),
    /// A passage in quotation marks, with its citation.
    Quotation(Box<Quoted>),
    /// Values by name.
    Facts(Vec<(String, Line)>),
    /// A table.
    Table(Table),
    /// Shares as bars.
    Chart(Chart),
}

impl Piece {
    /// A heading without a remark.
    pub fn heading(level: Level, text: impl Into<String>) -> Self {
        let (text, aside) = (text.into(), None);
        Piece::Heading { level, text, aside }
    }
}

/// Level of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The whole answer.
    Title,
    /// A section.
    Section,
    /// The items of one report or area.
    Group,
    /// The rest of a list, which differs from the items above it.
    Divider,
}

/// How a passage is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A hit: citation, place and text.
    Hit,
    /// An item of a list.
    Item,
    /// A paragraph of a document.
    Paragraph,
}

/// A passage with its place.
#[derive(Debug, Clone, Default)]
pub struct Passage {
    /// Rank in the list, 1-based.
    pub rank: Option<usize>,
    /// The report; empty where a heading names it.
    pub cited: Line,
    /// Place in the report, and the id.
    pub place: Line,
    /// Remarks to read before the text.
    pub above: Vec<Line>,
    /// Passages before it.
    pub before: Vec<String>,
    /// The text, with what matched marked.
    pub text: Line,
    /// Passages after it.
    pub after: Vec<String>,
    /// Remarks to read after the text.
    pub below: Vec<Line>,
    /// Parts of the score with their names.
    pub explanation: Vec<(String, String)>,
}

/// A claim, figure or verdict, with its passages.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Place in the list, 1-based.
    pub number: Option<usize>,
    /// The claim, figure or verdict.
    pub title: Line,
    /// The words that a verdict is on; else empty.
    pub text: Line,
    /// Warnings about it.
    pub warnings: Vec<String>,
    /// The passages.
    pub passages: Vec<Passage>,
}

/// A passage with its citation.
#[derive(Debug, Clone)]
pub struct Quoted {
    /// The passage, and what is known of its report.
    pub quotation: Quotation,
    /// Where it can be looked up: an address, or the path of the file.
    pub place: Line,
}

/// A chart of shares.
#[derive(Debug, Clone)]
pub struct Chart {
    /// The title.
    pub title: String,
    /// The reports that were counted, in words.
    pub source: String,
    /// The shares.
    pub bars: Vec<Bar>,
    /// The numbers, for formats that draw nothing.
    pub table: Table,
}

/// A share of a chart.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is the share of.
    pub label: String,
    /// Number of reports.
    pub reports: u64,
    /// The reports that they are counted among.
    pub of: u64,
    /// The share, from 0 to 1; `None` of nothing.
    pub share: Option<f64>,
}

/// A line of text in several styles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Span>);

/// A piece of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Its style.
    pub style: Style,
    /// Its link.
    pub link: Option<Link>,
}

/// Style of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text.
    Plain,
    /// Bold text.
    Strong,
    /// Text of less weight.
    Quiet,
    /// The heading of a section.
    Heading,
    /// An id, to be copied.
    Id,
    /// Text that matched the query.
    Match,
    /// A subject: bold on a terminal, unmarked in documents.
    Subject,
    /// A word of the query.
    Code,
}

impl Line {
    /// A line in one style.
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        Line::default().and(style, text)
    }

    /// The line, continued in `style`.
    pub fn and(mut self, style: Style, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            let link = None;
            self.0.push(Span { text, style, link });
        }
        self
    }

    /// The line with a link on all of it.
    pub fn linked(mut self, link: Option<&Link>) -> Self {
        for span in &mut self.0 {
            span.link = link.cloned();
        }
        self
    }

    /// Parts that are not empty, with dots between them.
    pub fn joined(parts: impl IntoIterator<Item = Line>) -> Self {
        let mut line = Line::default();
        for part in parts {
            let (Some(last), Some(first)) = (line.0.last(), part.0.first()) else {
                line.0.extend(part.0);
                continue;
            };
            let quiet = |span: &Span| matches!(span.style, Style::Quiet | Style::Heading);
            let style = if quiet(last) && quiet(first) {
                Style::Quiet
            } else {
                Style::Plain
            };
            line = line.and(style, " · ");
            line.0.extend(part.0);
        }
        line
    }

    /// A text with `ranges` (byte offsets, in order) marked as matches.
    pub fn marked(text: &str, ranges: &[Range]) -> Self {
        let mut line = Line::default();
        let mut from = 0;
        for &(start, end) in ranges {
            let (Some(before), Some(matched)) = (text.get(from..start), text.get(start..end))
            else {
                continue;
            };
            line = line.and(Style::Plain, before).and(Style::Match, matched);
            from = end;
        }
        line.and(Style::Plain, &text[from..])
    }

    /// A message, with words between backticks as words of the query.
    pub fn message(text: &str) -> Self {
        let parts = text.split('`').enumerate();
        parts.fold(Line::default(), |line, (at, part)| {
            let style = [Style::Plain, Style::Code][at % 2];
            line.and(style, part)
        })
    }

    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The text without its styles; words of the query are between backticks.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| match span.style {
            Style::Code => write!(f, "`{}`", span.text),
            _ => f.write_str(&span.text),
        })
    }
}

impl<T: Into<String>> From<T> for Line {
    fn from(text: T) -> Self {
        Line::new(Style::Plain, text)
    }
}

/// A table: one block of rows, or several with a title each and the same columns.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Meaning of the cells, if the columns do not give it.
    pub caption: Option<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// Whether plain text leaves the names of the columns out.
    pub headless: bool,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Name for programs.
    pub name: String,
    /// Name for readers.
    pub title: String,
}

impl Column {
    fn new(name: &str) -> Self {
        Column {
            name: name.to_owned(),
            title: name.to_owned(),
        }
    }
}

/// Rows under one head.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Title of the first column, if it is not the column's own.
    pub title: Option<String>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// The id of a report or passage.
    Id(String),
    /// A number as it is printed.
    Number(String),
    /// A number of things.
    Count(u64),
    /// A share from 0 to 1; `None` of nothing.
    Share(Option<f64>),
}

impl Table {
    /// A table without rows.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Table {
            columns: names.into_iter().map(Column::new).collect(),
            ..Table::default()
        }
    }

    /// A table of records, of which columns can be made; see [`Records`].
    pub fn of<'a, T>(records: impl IntoIterator<Item = &'a T>) -> Records<'a, T> {
        let records: Vec<&T> = records.into_iter().collect();
        let block = Block {
            title: None,
            rows: vec![Vec::new(); records.len()],
        };
        Records {
            records,
            table: Table {
                blocks: vec![block],
                ..Table::default()
            },
        }
    }

    /// Adds a block of rows.
    pub fn block(&mut self, title: Option<String>, rows: Vec<Vec<Cell>>) {
        self.blocks.push(Block { title, rows });
    }

    /// The table without a column.
    pub fn without(mut self, name: &str) -> Self {
        if let Some(at) = self.column(name) {
            self.columns.remove(at);
            for row in self.blocks.iter_mut().flat_map(|block| &mut block.rows) {
                row.remove(at);
            }
        }
        self
    }

    /// The table with another title for a column.
    pub fn titled(mut self, name: &str, title: &str) -> Self {
        if let Some(at) = self.column(name) {
            title.clone_into(&mut self.columns[at].title);
        }
        self
    }

    /// Index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Whether a column holds numbers, which are aligned to the right. The first one holds labels.
    pub fn is_number(&self, column: usize) -> bool {
        let number = |cell: &Cell| !matches!(cell, Cell::Text(_) | Cell::Id(_));
        column > 0 && self.rows().any(|row| row.get(column).is_some_and(number))
    }

    /// The rows of all blocks.
    pub fn rows(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.blocks.iter().flat_map(|block| &block.rows)
    }
}

/// A table in the making: a row for each record, a column for each call.
pub struct Records<'a, T> {
    records: Vec<&'a T>,
    table: Table,
}

impl<'a, T> Records<'a, T> {
    /// Adds a column.
    pub fn column<C: Into<Cell>>(mut self, name: &str, cell: impl Fn(&'a T) -> C) -> Self {
        self.table.columns.push(Column::new(name));
        let rows = self.table.blocks.iter_mut();
        let rows = rows.flat_map(|block| &mut block.rows);
        for (row, record) in rows.zip(&self.records) {
            row.push(cell(record).into());
        }
        self
    }

    /// Adds a column if `present`.
    pub fn column_if<C: Into<Cell>>(
        self,
        present: bool,
        name: &str,
        cell: impl Fn(&'a T) -> C,
    ) -> Self {
        if present {
            self.column(name, cell)
        } else {
            self
        }
    }

    /// Adds what is known of a report. Where the records are not reports themselves, `id` is named
    /// `report`.
    pub fn report<'b>(self, id: &str, report: impl Fn(&'a T) -> Option<&'b ReportInfo>) -> Self {
        let text = |of: fn(&ReportInfo) -> String| {
            let report = &report;
            move |record: &'a T| report(record).map(of)
        };
        self.column(id, text(|report| report.id.clone()))
            .column("title", text(|report| report.title.clone()))
            .column("kind", text(|report| report.kind.clone()))
            .column(
                "area",
                text(|report| report.area.clone().unwrap_or_default()),
            )
            .column(
                "region",
                text(|report| report.region.clone().unwrap_or_default()),
            )
            .column("outcome", text(|report| report.outcome.clone()))
            .column("outcome_scale", text(|report| report.outcome_scale.clone()))
            .column("year", |record| report(record)?.year)
            .column("inspection_start", |record| {
                report(record)?.inspection_start
            })
            .column("inspection_end", |record| report(record)?.inspection_end)
            .column("published", |record| report(record)?.published)
            .column("sample", |record| Some(report(record)?.sample))
    }

    /// The table.
    pub fn table(self) -> Table {
        self.table
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Cell::Count(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Cell::Text(String::new()), Into::into)
    }
}

/// Values that are printed as they are.
macro_rules! printed {
    ($cell:ident: $($kind:ty),*) => {$(
        impl From<$kind> for Cell {
            fn from(value: $kind) -> Self {
                Cell::$cell(value.to_string())
            }
        }
    )*};
}

printed!(Text: &str, &String, bool, Date);
printed!(Number: usize, u32, i16, f32, f64);
