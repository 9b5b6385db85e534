//! Answers in every format.
//!
//! ```text
//! answer ──▶ view (pieces, for readers) ──▶ text, Markdown, SVG, BibTeX, RIS
//!        ──▶ records (one table)        ──▶ CSV
//!        ──▶ itself                     ──▶ JSON, JSON Lines
//! ```
//!
//! What an answer shows is decided once, in its file of `views`; a format is a file that lays out
//! pieces or a table, and a row of [`FORMATS`]. Formats write to any [`Write`] and escape what their
//! readers would take for markup or commands.

mod batch;
mod bibliography;
mod csv;
mod json;
mod markdown;
mod notes;
mod nothing;
mod passages;
mod safe;
mod style;
mod svg;
mod table;
mod text;
pub mod view;
mod views;
mod words;

use std::io::{self, Write};

use crate::answers::link::Link;
use crate::answers::report_info::ReportInfo;
use crate::answers::summary::Summary;

pub use crate::answers::citation::{citation, pages};
pub use batch::{BatchWriter, remarks};
pub use json::{JsonLines, ToJson};
pub use passages::PassageTable;
pub use safe::safe;
pub use views::{Inspection, Listing};
pub use words::{count, thousands, wrapped};

use view::{Piece, Table, View};

/// An answer that can be written in every format.
pub trait Answer: ToJson {
    /// How the query was read, if the question has one.
    fn summary(&self) -> Option<&Summary> {
        None
    }

    /// Where the time that it took is noted, if the answer tells that.
    fn elapsed_ms(&mut self) -> Option<&mut Option<f64>> {
        None
    }

    /// Notes for formats that hold records alone, a line each: the filters in force, and the notes at
    /// the head of the view.
    fn notes(&self) -> Vec<String> {
        let view = self.view(&OutputStyle::default()).into_iter();
        let head = view.map_while(|piece| match piece {
            Piece::Totals { .. } => Some(None),
            Piece::Note(line) => Some(Some(line.to_string())),
            _ => None,
        });
        let filters = self.summary().and_then(notes::filters);
        let filters = filters.map(|filters| format!("filters: {filters}"));
        filters.into_iter().chain(head.flatten()).collect()
    }

    /// Why there is nothing to show, a line each; `None` if there is something.
    fn nothing(&self) -> Option<Vec<String>> {
        None
    }

    /// Whether readers are shown the answer where there is [nothing](Answer::nothing) too: a table of
    /// zeros.
    fn has_zeros(&self) -> bool {
        false
    }

    /// The answer for readers.
    fn view(&self, style: &OutputStyle<'_>) -> View;

    /// The answer as one table, a row a record; a row a field where there are no records.
    fn records(&self) -> Table {
        json::fields(&self.to_value())
    }

    /// The answer as a stream of objects, the totals last; one object where there are no records.
    ///
    /// # Errors
    /// Writing fails.
    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.plain(&self.to_value())
    }
}

/// What of an answer a format holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Records, without [notes](Answer::notes).
    Records,
    /// Records and notes.
    Notes,
    /// The answer itself, even one without records.
    Everything,
}

/// An output format.
#[derive(Debug, Clone, Copy)]
pub struct OutputFormat {
    /// The name on the command line.
    pub name: &'static str,
    /// Description for the help.
    pub about: &'static str,
    /// What of an answer it holds.
    pub holds: Holds,
    /// Writes an answer.
    write: Writer,
}

/// Plain text.
pub const TEXT: OutputFormat = format("text", "For people", Holds::Notes, text::write);

/// The formats that every answer can be written in.
pub static FORMATS: [OutputFormat; 5] = [
    TEXT,
    format(
        "json",
        "One JSON document",
        Holds::Everything,
        json::document,
    ),
    format(
        "jsonl",
        "One JSON object a line",
        Holds::Everything,
        json::lines,
    ),
    format(
        "csv",
        "A table for spreadsheets",
        Holds::Records,
        csv::write,
    ),
    format("md", "Markdown", Holds::Notes, markdown::write),
];

/// The format of answers with a [chart](view::Piece::Chart).
pub const SVG: OutputFormat = format("svg", "A chart", Holds::Records, svg::write);

/// The formats of answers with [quotations](view::Piece::Quotation).
pub const BIBLIOGRAPHY: [OutputFormat; 2] = [
    format(
        "bibtex",
        "For LaTeX, JabRef, Zotero and others",
        Holds::Notes,
        bibliography::bibtex,
    ),
    format(
        "ris",
        "For EndNote, Mendeley, Zotero and others",
        Holds::Notes,
        bibliography::ris,
    ),
];

type Writer = fn(&mut dyn Write, &dyn Answer, &OutputStyle<'_>) -> io::Result<()>;

const fn format(
    name: &'static str,
    about: &'static str,
    holds: Holds,
    write: Writer,
) -> OutputFormat {
    OutputFormat {
        name,
        about,
        holds,
        write,
    }
}

impl Default for OutputFormat {
    fn default() -> Self {
        TEXT
    }
}

impl OutputFormat {
    /// Writes an answer.
    ///
    /// # Errors
    /// Writing fails.
    pub fn write(
        &self,
        out: &mut dyn Write,
        answer: &dyn Answer,
        style: &OutputStyle<'_>,
    ) -> io::Result<()> {
        (self.write)(out, answer, style)
    }
}

/// Makes the link to a page (1-based) of a report, if there is one.
pub type PageLink<'a> = dyn Fn(&ReportInfo, Option<u32>) -> Option<Link> + 'a;

/// Style of text output.
#[derive(Clone, Copy, Default)]
pub struct OutputStyle<'a> {
    /// Whether to colour.
    pub colour: bool,
    /// Columns to wrap at; `None` to leave lines long, as programs that read them prefer.
    pub width: Option<usize>,
    /// Whether to show whole passages rather than the sentences that matched.
    pub full: bool,
    /// Links to pages, if they are to be shown.
    pub link: Option<&'a PageLink<'a>>,
}

impl OutputStyle<'_> {
    /// The link to a page, if it is to be shown.
    pub fn page(&self, report: &ReportInfo, page: Option<u32>) -> Option<Link> {
        self.link.and_then(|link| link(report, page))
    }
}
