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
pub mod compare;
pub mod count;
pub mod fact_check;
pub mod highlight;
pub mod link;
mod names;
pub mod quotation;
pub mod snippet;
pub mod trend;
pub mod waits;
