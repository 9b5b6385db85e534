//! Answers to many queries, as one stream.

use std::io::{self, Write};

use serde::Serialize;

use super::view::{Cell, Table};
use super::views::hit_records;
use super::{JsonLines, csv};
use crate::answers::batch::{LABELS, QueryRow};
use crate::answers::hit::Hit;
use crate::answers::search::SearchResponse;

/// Writes answer after answer.
pub struct BatchWriter<'a> {
    out: &'a mut dyn Write,
    /// Which of [`LABELS`] are columns; `None` for JSON Lines.
    columns: Option<[bool; LABELS.len()]>,
}

impl<'a> BatchWriter<'a> {
    /// A table for spreadsheets with its head; `labels` says which of the labels it has.
    ///
    /// # Errors
    /// Writing fails.
    pub fn csv(out: &'a mut dyn Write, labels: [bool; LABELS.len()]) -> io::Result<Self> {
        let mut table = records(&[]);
        let own = LABELS.iter().zip(labels).filter(|(_, has)| *has);
        let own = own.map(|(label, _)| format!("query_{label}"));
        let own = ["row".to_owned()].into_iter().chain(own);
        let own: Vec<String> = own
            .chain(["query", "passages", "reports"].map(str::to_owned))
            .collect();
        let own = Table::new(own.iter().map(String::as_str)).columns;
        table.columns.splice(0..0, own);
        csv::head(out, &table)?;
        Ok(BatchWriter {
            out,
            columns: Some(labels),
        })
    }

    /// JSON Lines.
    pub fn lines(out: &'a mut dyn Write) -> Self {
        BatchWriter { out, columns: None }
    }

    /// The answer to a query. Without hits it is one row that says so.
    ///
    /// # Errors
    /// Writing fails.
    pub fn write(&mut self, row: &QueryRow, response: &SearchResponse) -> io::Result<()> {
        match self.columns {
            Some(labels) => self.write_rows(labels, row, response),
            None => self.write_lines(row, response),
        }
    }

    fn write_rows(
        &mut self,
        labels: [bool; LABELS.len()],
        row: &QueryRow,
        response: &SearchResponse,
    ) -> io::Result<()> {
        let summary = &response.summary;
        let mut own: Vec<Cell> = vec![row.number.into()];
        let names = row.labels.iter().zip(labels).filter(|(_, has)| *has);
        own.extend(names.map(|(name, _)| name.as_ref().into()));
        own.extend([
            (&row.request.criteria.query).into(),
            summary.passages.into(),
            summary.reports.into(),
        ]);
        let mut table = records(&response.hits);
        let empty = vec![Cell::from(""); table.columns.len()];
        for block in &mut table.blocks {
            if block.rows.is_empty() {
                block.rows.push(empty.clone());
            }
            for cells in &mut block.rows {
                cells.splice(0..0, own.iter().cloned());
            }
        }
        csv::rows(self.out, &table)
    }

    fn write_lines(&mut self, row: &QueryRow, response: &SearchResponse) -> io::Result<()> {
        #[derive(Serialize)]
        struct Answered<'a, T> {
            row: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            query_id: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            query_name: Option<&'a str>,
            #[serde(flatten)]
            rest: &'a T,
        }
        fn answered<'a, T>(row: &'a QueryRow, rest: &'a T) -> Answered<'a, T> {
            let [id, name] = &row.labels;
            Answered {
                row: row.number,
                query_id: id.as_deref(),
                query_name: name.as_deref(),
                rest,
            }
        }
        let mut lines = JsonLines { out: self.out };
        for hit in &response.hits {
            lines.object("hit", &answered(row, hit))?;
        }
        lines.object("summary", &answered(row, &response.summary))
    }
}

/// Hits as records, with the words that they lack.
fn records(hits: &[Hit]) -> Table {
    let records = hit_records(hits);
    records
        .column("missing", |hit| hit.missing.join("; "))
        .table()
}
