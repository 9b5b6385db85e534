//! Full-text search over published inspection reports: files in, ranked and highlighted passages
//! with facets and page citations out.
//!
//! ```text
//! files ── document ──▶ blocks ── report ──▶ report, sections, passages ── themes, facet ──▶ facets
//!                                                                                           │
//!          indexing drives this, on all cores (kept: what need not be made again)           ▼
//!                                                                        engine::writer ─▶ index
//! words ── query ──▶ tree ── matching ──▶ forms ── engine::compile (ranking) ──▶ engine::search
//!                                                                                  │
//!                                          hits (api) ◀── highlight, snippet ◀─────┘
//!                                            │
//!  answers: actions, waits, counts, … ──────▶│
//!                                            ▼
//!                                          render ─▶ text, JSON, CSV, Markdown ── cli
//! ```
//!
//! The words of the field, as they are used throughout:
//!
//! - *report*: one inspection's published report, letter or press release, whatever files hold it;
//! - *section*: the part of a report under one heading; its *role* says what it is for;
//! - *passage*: a paragraph, bullet or table row: the unit that is found and cited;
//! - *facet*: a way to divide passages (area, outcome, year, theme, kind, section) and its values;
//! - *hit*: a passage that matches, with its *highlights* (byte ranges) and *snippet*;
//! - *root*: a file or folder that was indexed; *source*: one file below it, or one line of a
//!   *collection*, a file of reports in parsed form.

pub mod answers;
pub mod cli;
pub mod document;
pub mod engine;
pub mod error;
pub mod indexing;
pub mod query;
pub mod render;
pub mod report;
pub mod samples;
pub mod storage;
pub mod text;
