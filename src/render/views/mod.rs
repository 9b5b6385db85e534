//! What each answer shows, its records and its stream of objects: one file a question.

mod actions;
mod area;
mod check;
mod compare;
mod count;
mod history;
mod maintenance;
mod quote;
mod report;
mod search;
mod similar;
mod suggest;
mod trend;
mod waits;

pub(super) use report::flat_records;
pub use report::{Inspection, Listing};
pub(super) use search::{hit_records, matched};

use crate::answers::hit::SectionInfo;
use crate::answers::report_info::ReportInfo;
use crate::answers::summary::Summary;

use super::view::{Line, Piece, Records, Style, View};
use super::words::{count, thousands};
use super::{OutputStyle, notes, pages};

/// First and last page, 1-based.
type Pages = (Option<u32>, Option<u32>);

/// The totals, and how the query was read.
fn head(totals: String, summary: &Summary) -> View {
    let query = summary.query.trim().to_owned();
    let filters = notes::filters(summary).into_iter();
    let text = [totals].into_iter().chain(filters);
    let text = text.collect::<Vec<_>>().join(" · ");
    let doubts = notes::doubts(summary, true).into_iter();
    let doubts = doubts.map(|line| Line::message(&line));
    let also = notes::also_searched(summary).map(|line| {
        let line = format!("{line} (--exact: only what you typed)");
        Line::new(Style::Quiet, line)
    });
    let notes = doubts.chain(also).map(Piece::Note);
    [Piece::Totals { query, text }]
        .into_iter()
        .chain(notes)
        .collect()
}

/// `12 of 340 actions; searched 183 reports`.
fn listed(shown: usize, total: u64, one: &str, summary: &Summary) -> String {
    let shown = shown as u64;
    let of = if shown < total {
        format!("{} of ", thousands(shown))
    } else {
        String::new()
    };
    let indexed = count(summary.indexed_reports, "report");
    format!("{of}{}; searched {indexed}", count(total, one))
}

/// The pages of a passage, leading to the first of them.
fn page_line(report: &ReportInfo, (start, end): Pages, style: &OutputStyle<'_>) -> Line {
    let pages = pages(start, end).unwrap_or_default();
    Line::new(Style::Quiet, pages).linked(style.page(report, start).as_ref())
}

/// The id of a passage, leading to its page.
fn id_line(id: &str, report: &ReportInfo, page: Option<u32>, style: &OutputStyle<'_>) -> Line {
    Line::new(Style::Id, id).linked(style.page(report, page).as_ref())
}

/// Several values in one cell.
fn cell<'a>(values: impl IntoIterator<Item = &'a String>) -> String {
    let values: Vec<&str> = values.into_iter().map(String::as_str).collect();
    values.join("; ")
}

impl<'a, T> Records<'a, T> {
    /// Adds the place of a passage in its report.
    fn place<'b>(self, place: impl Fn(&'a T) -> (&'b SectionInfo, Pages)) -> Self {
        self.column("section", |record| &place(record).0.role)
            .column("heading", |record| &place(record).0.heading)
            .column("page_start", |record| place(record).1.0)
            .column("page_end", |record| place(record).1.1)
    }
}
