//! Every passage of many reports, as one table.

use std::io::{self, Write};

use super::csv;
use super::views::flat_records;
use crate::answers::report_info::ReportText;

/// Writes the passages of reports as one CSV table: a row a passage, with the facets of its report.
pub struct PassageTable<'a> {
    out: &'a mut dyn Write,
    started: bool,
}

impl<'a> PassageTable<'a> {
    /// An empty table. With a byte order mark, Excel reads it as UTF-8.
    ///
    /// # Errors
    /// Writing fails.
    pub fn new(out: &'a mut dyn Write, byte_order_mark: bool) -> io::Result<Self> {
        if byte_order_mark {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let started = false;
        Ok(PassageTable { out, started })
    }

    /// Writes the passages of a report, before the first the names of the columns.
    ///
    /// # Errors
    /// Writing fails.
    pub fn write(&mut self, report: &ReportText) -> io::Result<()> {
        let table = flat_records(report);
        if !self.started {
            self.started = true;
            csv::head(self.out, &table)?;
        }
        csv::rows(self.out, &table)
    }
}
