//! Full-text search over inspection reports.

pub mod analysis;
pub mod api;
pub mod cli;
pub mod engine;
pub mod error;
pub mod facet;
pub mod highlight;
pub mod indexing;
pub mod ledger;
pub mod matching;
pub mod page;
pub mod query;
pub mod ranking;
pub mod render;
pub mod report;
pub mod samples;
pub mod snippet;
pub mod source;
pub mod spelling;
pub mod themes;
