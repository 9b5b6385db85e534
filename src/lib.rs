//! Full-text search over inspection reports.

pub mod analysis;
pub mod api;
pub mod engine;
pub mod error;
pub mod facet;
pub mod highlight;
pub mod ledger;
pub mod matching;
pub mod page;
pub mod query;
pub mod ranking;
pub mod report;
pub mod snippet;
pub mod spelling;
