//! Answers to many queries, as one stream.

use std::io::{self, Write};

use serde::Serialize;

use super::{csv, json};
use crate::answers::batch::{LABELS, QueryRow};
use crate::api::{Hit, SearchResponse, Summary};

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
        let mut head = vec!["row".to_owned()];
        let own = LABELS.iter().zip(labels).filter(|(_, has)| *has);
        head.extend(own.map(|(label, _)| format!("query_{label}")));
        head.extend(["query", "passages", "reports"].map(str::to_owned));
        head.extend(csv::HITS.map(str::to_owned));
        head.extend(["path", "missing"].map(str::to_owned));
        csv::write(out, &[head])?;
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
        let mut own = vec![row.number.to_string()];
        let names = row.labels.iter().zip(labels).filter(|(_, has)| *has);
        own.extend(names.map(|(name, _)| name.clone().unwrap_or_default()));
        own.push(row.request.criteria.query.clone());
        own.extend([summary.passages.to_string(), summary.reports.to_string()]);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for hit in &response.hits {
            let mut cells = own.clone();
            cells.extend(csv::hit_cells(hit));
            cells.extend([hit.report.path.clone(), hit.missing.join("; ")]);
            rows.push(cells);
        }
        if rows.is_empty() {
            let width = own.len() + csv::HITS.len() + 2;
            own.resize(width, String::new());
            rows.push(own);
        }
        csv::write(self.out, &rows)
    }

    fn write_lines(&mut self, row: &QueryRow, response: &SearchResponse) -> io::Result<()> {
        #[derive(Serialize)]
        struct Line<'a, T> {
            #[serde(rename = "type")]
            kind: &'static str,
            row: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            query_id: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            query_name: Option<&'a str>,
            #[serde(flatten)]
            rest: &'a T,
        }
        fn line<'a, T>(kind: &'static str, row: &'a QueryRow, rest: &'a T) -> Line<'a, T> {
            let [id, name] = &row.labels;
            Line {
                kind,
                row: row.number,
                query_id: id.as_deref(),
                query_name: name.as_deref(),
                rest,
            }
        }
        for hit in &response.hits {
            json::line(self.out, &line::<Hit>("hit", row, hit))?;
        }
        json::line(
            self.out,
            &line::<Summary>("summary", row, &response.summary),
        )
    }
}
