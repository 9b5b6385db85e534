//! How answers look: for people, for machines, for spreadsheets and for notes. Everything writes to
//! any [`Write`] it is given and knows nothing of terminals but what [`Look`] says.

mod actions;
mod area;
mod bars;
mod batch;
mod bibliography;
mod chart;
mod check;
mod check_data;
mod citation;
mod comparison;
mod count_table;
mod csv;
mod history;
mod hyperlink;
mod inspection;
mod json;
mod markdown;
mod notes;
pub mod nothing;
mod quotation;
mod safe;
mod side_by_side;
mod similar;
mod style;
mod suggestions;
mod text;
mod trend;
mod waits;
mod words;

use std::io::{self, Write};

use crate::answers::facets::Facets;
use crate::api::{
    Actions, AreaHistory, Check, Comparison, Count, Quotation, ReportEntry, ReportText,
    SearchResponse, Similar, Suggestions, Trend, Waits,
};

pub use batch::BatchWriter;
pub use citation::{citation, dates, pages};
pub use nothing::about_query;
pub use safe::safe;
pub use similar::same_words;
pub use words::{count, thousands};

/// How to write an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A table for spreadsheets.
    Csv,
    /// Markdown.
    Markdown,
}

/// How to write an answer that can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartFormat {
    /// As data or words.
    Data(Format),
    /// As a chart, in SVG.
    Svg,
}

/// How to write a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotationFormat {
    /// For people.
    Text,
    /// Markdown.
    Markdown,
    /// For reference managers that read BibTeX.
    Bibtex,
    /// For those that read RIS.
    Ris,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A table.
    Csv,
}

/// What the place that is written to can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour.
    pub colour: bool,
    /// Columns to wrap at; `None` to leave lines long, as programs that read them prefer.
    pub width: Option<usize>,
    /// Show whole passages rather than the sentences that matched.
    pub full: bool,
    /// The name of this machine, if pages are to be linked (OSC 8).
    pub links: Option<&'static str>,
}

/// Writes the hits of a search, with facets and totals.
///
/// # Errors
/// Writing fails.
pub fn search(
    out: &mut dyn Write,
    response: &SearchResponse,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => text::search(out, response, look),
        Format::Json => json::search(out, response),
        Format::Jsonl => json::search_lines(out, response),
        Format::Csv => csv::search(out, response),
        Format::Markdown => markdown::search(out, response, look),
    }
}

/// Writes facet counts, in the order of `dimensions`.
///
/// # Errors
/// Writing fails.
pub fn facets(out: &mut dyn Write, answer: &Facets, format: Format, look: Look) -> io::Result<()> {
    let (summary, dimensions) = (&answer.summary, &answer.by[..]);
    match format {
        Format::Text => text::facets(out, summary, dimensions, look),
        Format::Json => json::facets(out, answer),
        Format::Jsonl => json::facet_lines(out, summary, dimensions),
        Format::Csv => csv::facets(out, summary, dimensions),
        Format::Markdown => markdown::facets(out, summary, dimensions),
    }
}

/// Writes a list of reports.
///
/// # Errors
/// Writing fails.
pub fn reports(
    out: &mut dyn Write,
    reports: &[ReportEntry],
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => text::reports(out, reports, look),
        Format::Json => json::document(out, &reports),
        Format::Jsonl => reports
            .iter()
            .try_for_each(|report| json::line(out, report)),
        Format::Csv => csv::reports(out, reports),
        Format::Markdown => markdown::reports(out, reports),
    }
}

/// Writes a report, or the parts of it that are left in `report`.
///
/// # Errors
/// Writing fails.
pub fn report(
    out: &mut dyn Write,
    report: &ReportText,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => text::report(out, report, look),
        Format::Json => json::document(out, report),
        Format::Jsonl => json::passage_lines(out, report),
        Format::Csv => csv::passages(out, report),
        Format::Markdown => markdown::report(out, report),
    }
}

/// Writes what the parser made of a file: each field with the words that decided it, warnings, and
/// sections with their passages counted, or printed.
///
/// # Errors
/// Writing fails.
pub fn inspection(
    out: &mut dyn Write,
    report: &ReportText,
    passages: bool,
    look: Look,
) -> io::Result<()> {
    inspection::write(out, report, passages, look)
}

/// Writes completions, best first.
///
/// # Errors
/// Writing fails.
pub fn suggestions(
    out: &mut dyn Write,
    answer: &Suggestions,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => suggestions::text(out, answer, look),
        Format::Json => json::document(out, answer),
        Format::Jsonl => suggestions::lines(out, answer),
        Format::Csv => suggestions::csv(out, answer),
        Format::Markdown => suggestions::markdown(out, answer),
    }
}

/// Writes actions as records.
///
/// # Errors
/// Writing fails.
pub fn actions(
    out: &mut dyn Write,
    answer: &Actions,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => actions::text(out, answer, look),
        Format::Json => json::document(out, answer),
        Format::Jsonl => actions::lines(out, answer),
        Format::Csv => actions::csv(out, answer),
        Format::Markdown => actions::markdown(out, answer),
    }
}

/// Writes passages as quotations with their citations.
///
/// # Errors
/// Writing fails.
pub fn quotations(
    out: &mut dyn Write,
    quotations: &[Quotation],
    format: QuotationFormat,
    look: Look,
) -> io::Result<()> {
    match format {
        QuotationFormat::Text => quotation::text(out, quotations, look),
        QuotationFormat::Markdown => quotation::markdown(out, quotations),
        QuotationFormat::Bibtex => bibliography::bibtex(out, quotations),
        QuotationFormat::Ris => bibliography::ris(out, quotations),
        QuotationFormat::Json => quotation::json(out, quotations),
        QuotationFormat::Jsonl => quotation::lines(out, quotations),
        QuotationFormat::Csv => quotation::csv(out, quotations),
    }
}

/// Writes passages that are like one.
///
/// # Errors
/// Writing fails.
pub fn similar(
    out: &mut dyn Write,
    answer: &Similar,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => similar::text(out, answer, look),
        Format::Json => json::document(out, answer),
        Format::Jsonl => similar::lines(out, answer),
        Format::Csv => similar::csv(out, answer),
        Format::Markdown => similar::markdown(out, answer, look),
    }
}

/// Writes figures on waiting and timeliness.
///
/// # Errors
/// Writing fails.
pub fn waits(out: &mut dyn Write, answer: &Waits, format: Format, look: Look) -> io::Result<()> {
    match format {
        Format::Text => waits::text(out, answer, look),
        Format::Json => json::document(out, answer),
        Format::Jsonl => waits::lines(out, answer),
        Format::Csv => waits::csv(out, answer),
        Format::Markdown => waits::markdown(out, answer),
    }
}

/// Writes a text held against reports.
///
/// # Errors
/// Writing fails.
pub fn check(out: &mut dyn Write, answer: &Check, format: Format, look: Look) -> io::Result<()> {
    match format {
        Format::Text => check::text(out, answer, look),
        Format::Json => json::document(out, answer),
        Format::Jsonl => check_data::lines(out, answer),
        Format::Csv => check_data::csv(out, answer),
        Format::Markdown => check::markdown(out, answer),
    }
}

/// Writes tables of counts, and the reports without a match if they were asked for.
///
/// # Errors
/// Writing fails.
pub fn count_table(
    out: &mut dyn Write,
    answer: &Count,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => count_table::text(out, answer, look),
        Format::Json => json::document(out, answer),
        Format::Jsonl => count_table::lines(out, answer),
        Format::Csv => count_table::csv(out, answer),
        Format::Markdown => count_table::markdown(out, answer),
    }
}

/// Writes the share of reports a year.
///
/// # Errors
/// Writing fails.
pub fn trend(
    out: &mut dyn Write,
    answer: &Trend,
    format: ChartFormat,
    look: Look,
) -> io::Result<()> {
    match format {
        ChartFormat::Svg => chart::svg(out, answer),
        ChartFormat::Data(Format::Text) => trend::text(out, answer, look),
        ChartFormat::Data(Format::Json) => json::document(out, answer),
        ChartFormat::Data(Format::Jsonl) => trend::lines(out, answer),
        ChartFormat::Data(Format::Csv) => trend::csv(out, answer),
        ChartFormat::Data(Format::Markdown) => trend::markdown(out, answer),
    }
}

/// Writes the history of an area.
///
/// # Errors
/// Writing fails.
pub fn area(
    out: &mut dyn Write,
    answer: &AreaHistory,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => area::text(out, answer, look),
        Format::Json => json::document(out, answer),
        Format::Jsonl => area::lines(out, answer),
        Format::Csv => area::csv(out, answer),
        Format::Markdown => area::markdown(out, answer),
    }
}

/// Writes areas side by side.
///
/// # Errors
/// Writing fails.
pub fn comparison(
    out: &mut dyn Write,
    answer: &Comparison,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => comparison::text(out, answer, look),
        Format::Json => json::document(out, answer),
        Format::Jsonl => comparison::lines(out, answer),
        Format::Csv => comparison::csv(out, answer),
        Format::Markdown => comparison::markdown(out, answer),
    }
}

/// Writes any value as one JSON document.
///
/// # Errors
/// Writing fails.
pub fn json_document(out: &mut dyn Write, value: &impl serde::Serialize) -> io::Result<()> {
    json::document(out, value)
}
