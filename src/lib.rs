//! Full-text search over inspection reports.

pub mod page;
pub mod report;
pub mod themes;
