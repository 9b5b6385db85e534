//! A search engine for inspection reports: files in, ranked and highlighted passages with facets and
//! page citations out.
//!
//! ```text
//! files ── document ──▶ blocks ── report ──▶ sections, passages, facets
//!                                                                  │ indexing (storage)
//!                                                                  ▼
//! query ── query ──▶ tree, variants of words ── engine ──▶ passages ◀── index
//!                                                 │
//!                                       answers ◀─┘
//!                                          │
//!                                          ▼
//!                                       render ──▶ text, JSON, CSV, Markdown ── cli
//! ```
//!
//! Rooms, each of which uses only those above it:
//!
//! - [`error`]: what went wrong, with a hint;
//! - [`text`]: English text: words, stems, sentences, numbers, dates, durations;
//! - [`document`]: files of each format, read into blocks;
//! - [`report`]: blocks parsed into a report with its metadata, sections, passages and themes;
//! - [`query`]: the query language and query expansion;
//! - [`storage`]: the index folder: manifest, ledger of sources, parse cache;
//! - [`engine`]: `Searcher`, all that can be asked of an engine, and the built-in one on tantivy;
//! - [`indexing`]: brings an index up to date with its files;
//! - [`answers`]: a request, an answer and a function for each question;
//! - [`samples`]: built-in reports about invented areas;
//! - [`render`]: answers in every output format;
//! - [`cli`]: arguments, terminal, progress, exit codes.
//!
//! Terms:
//!
//! - *report*: an inspection's published report, letter or press release;
//! - *section*: the part of a report under one heading; its *role* tells its purpose;
//! - *passage*: a paragraph, list item or table row: the unit that is found and cited;
//! - *facet*: a property to filter and count by (area, outcome, year, theme, kind, section);
//! - *hit*: a passage that matches, with its *highlights* (byte ranges) and *snippet*;
//! - *root*: an indexed file or folder; *source*: a file below it, or a line of a *collection*, a file of
//!   parsed reports.
//!
//! `CONTRIBUTING.md` follows a file and a query through the source.

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

/// The example of the documentation, which the tests compile and run.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct LibraryPage;
