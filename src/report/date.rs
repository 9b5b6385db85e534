//! Calendar dates in the forms in which reports print them.

/// A calendar date; written as `2023-12-15`.
pub type Date = jiff::civil::Date;
