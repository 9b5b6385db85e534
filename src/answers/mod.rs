//! Answers beyond a list of hits: what reports say, as records and counts.
//!
//! ```text
//! engine ── passages ──▶ actions, waits, area, compare, check
//!        ── tally ─────▶ count, trend
//!        ── report ────▶ quotation
//! ```
//!
//! Everything here is a pure function of passages and counts; nothing knows the search library or
//! the terminal. What decides is data: the tables (`*.toml`) beside the code that reads them.

pub mod actions;
pub mod area;
pub mod batch;
pub mod check;
pub mod citation;
pub mod compare;
pub mod corpus;
pub mod count;
pub mod facets;
pub mod fact_check;
pub mod highlight;
pub mod link;
mod names;
pub mod parameters;
pub mod quotation;
pub mod search;
pub mod show;
pub mod similar;
pub mod snippet;
pub mod status;
pub mod suggest;
pub mod trend;
pub mod waits;

/// A page of a list: `page` is 1-based; all of it without a limit.
pub(crate) fn page_of<T>(list: Vec<T>, page: Option<usize>, limit: Option<usize>) -> Vec<T> {
    let limit = limit.unwrap_or(usize::MAX);
    let skip = limit.saturating_mul(page.unwrap_or(1).max(1) - 1);
    list.into_iter().skip(skip).take(limit).collect()
}
