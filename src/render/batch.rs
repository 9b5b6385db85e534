//! Answers to many queries, as one stream.

use std::io::{self, Write};

use serde::Serialize;

use super::view::{Cell, Table};
use super::views::{hit_records, matched};
use super::words::count;
use super::{JsonLines, csv, notes, nothing};
use crate::answers::batch::{RowAnswer, RowLabels};
use crate::answers::hit::Hit;
use crate::answers::search::SearchResponse;
use crate::error::list;

/// Writes answer after answer.
pub struct BatchWriter<'a> {
    out: &'a mut dyn Write,
    /// Whether ids and names of queries are columns; `None` for JSON Lines.
    columns: Option<[bool; 2]>,
}

impl<'a> BatchWriter<'a> {
    /// A table for spreadsheets with its head; `labels` says whether it has ids and names of
    /// queries.
    ///
    /// # Errors
    /// Writing fails.
    pub fn csv(out: &'a mut dyn Write, labels: [bool; 2]) -> io::Result<Self> {
        let mut table = records(&[]);
        let names = ["query_id", "query_name"].into_iter().zip(labels);
        let names = names.filter(|(_, has)| *has).map(|(name, _)| name);
        let own = ["row"].into_iter().chain(names);
        let own = own.chain(["query", "passages", "reports", "filters", "notes"]);
        let own = Table::new(own).columns;
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
    pub fn write(&mut self, answer: &RowAnswer) -> io::Result<()> {
        match self.columns {
            Some(labels) => self.write_rows(labels, answer),
            None => self.write_lines(answer),
        }
    }

    fn write_rows(&mut self, has: [bool; 2], answer: &RowAnswer) -> io::Result<()> {
        let labels = &answer.labels;
        let summary = &answer.response.summary;
        let mut own: Vec<Cell> = vec![labels.row.into()];
        let names = [&labels.query_id, &labels.query_name].into_iter().zip(has);
        own.extend(
            names
                .filter(|(_, has)| *has)
                .map(|(name, _)| name.as_ref().into()),
        );
        own.extend([
            (&summary.query).into(),
            summary.passages.into(),
            summary.reports.into(),
            notes::filters(summary).into(),
            remarks(&answer.response).join("; ").into(),
        ]);
        let mut table = records(&answer.response.hits);
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

    fn write_lines(&mut self, answer: &RowAnswer) -> io::Result<()> {
        #[derive(Serialize)]
        struct Labelled<'a, T> {
            #[serde(flatten)]
            labels: &'a RowLabels,
            #[serde(flatten)]
            rest: &'a T,
        }
        let (labels, response) = (&answer.labels, &answer.response);
        let mut lines = JsonLines { out: self.out };
        for rest in &response.hits {
            lines.object("hit", &Labelled { labels, rest })?;
        }
        let rest = &response.summary;
        lines.object("summary", &Labelled { labels, rest })
    }
}

/// What was read differently from how it was typed, and what could not be found, a clause each.
pub fn remarks(response: &SearchResponse) -> Vec<String> {
    let summary = &response.summary;
    let corrected = summary.corrected.iter();
    let mut remarks: Vec<String> = corrected
        .map(|one| format!("`{}` was read as `{}`", one.from, one.to))
        .collect();
    let unknown = response.absence.iter();
    let unknown = unknown.flat_map(|absence| &absence.unknown_words);
    let asked = &summary.did_you_mean;
    let unknown = unknown.filter(|one| asked.iter().all(|asked| asked.word != one.word));
    remarks.extend(asked.iter().chain(unknown).map(|one| match &one.near[..] {
        [] => format!("`{}` occurs nowhere", one.word),
        near => format!("`{}` occurs nowhere; near are {}", one.word, list(near)),
    }));
    let absence = response.absence.iter();
    let absence = absence.filter(|_| response.hits.is_empty());
    for absence in absence {
        remarks.extend(absence.not_indexed.iter().map(nothing::not_indexed));
        let emptied_by = absence.emptied_by.iter();
        remarks.extend(emptied_by.map(|without| {
            let passages = count(without.found, "passage");
            format!("without `{}`: {passages}", without.filter)
        }));
    }
    remarks
}

/// Hits as records, with the words that they lack.
fn records(hits: &[Hit]) -> Table {
    let records = hit_records(hits);
    records
        .column("match", matched)
        .column("missing", |hit| hit.missing.join("; "))
        .table()
}
