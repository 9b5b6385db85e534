//! The documents of a report: first its own, then those of its passages in printed order. They are
//! added as one batch, and so stay together in one segment.

use std::sync::Arc;

use tantivy::schema::Field;

use super::document::{FieldValue, IndexDocument, Shared};
use super::printed::PrintedPassage;
use super::record::{PassageRecord, encode};
use super::schema::{DocumentType, Fields, UNDATED, days, path_text};
use crate::engine::IndexedReport;
use crate::error::Result;
use crate::report::facet::{self, Dimension, FacetPath};
use crate::report::{Report, Role};
use crate::text;

impl Fields {
    /// The documents of one report, ready to be added as one batch.
    pub(super) fn documents(
        &self,
        record: &IndexedReport,
        report: &Report,
    ) -> Result<Vec<IndexDocument>> {
        let mut documents = Vec::with_capacity(1 + record.sections.iter().sum::<usize>());
        documents.push(self.report_document(record)?);
        let of_report = self.of_report(report);
        let mut number = 0u32;
        for section in &report.sections {
            let start = number + 1;
            let of_section = self.of_section(section.role, start);
            for passage in &section.passages {
                number += 1;
                let record = PassageRecord {
                    report: &report.id,
                    number,
                    heading: &section.heading,
                    role: section.role,
                    passage,
                };
                let mut own = Vec::with_capacity(3 + passage.themes.len());
                if number == start {
                    let heading = text::stems_of_text(&section.heading);
                    own.push((self.heading, FieldValue::Text(heading)));
                }
                own.push((self.number, FieldValue::U64(u64::from(number))));
                own.push((self.record, FieldValue::Bytes(record.encode()?)));
                for (dimension, path) in facet::of_passage(passage) {
                    own.push(self.facet_value(dimension, &path));
                }
                documents.push(IndexDocument {
                    shared: [Some(Arc::clone(&of_report)), Some(Arc::clone(&of_section))],
                    own,
                    passage: Some(PrintedPassage::new(passage.text.clone(), self)),
                    room: None,
                });
            }
        }
        Ok(documents)
    }

    /// What all passages of a report share.
    fn of_report(&self, report: &Report) -> Shared {
        let date = report.inspection_end.or(report.published);
        let mut values = vec![
            self.type_value(DocumentType::Passage),
            (self.report, FieldValue::Text(report.id.clone())),
            (self.date, FieldValue::I64(date.map_or(UNDATED, days))),
        ];
        for (dimension, path) in facet::of_report(report) {
            values.push(self.facet_value(dimension, &path));
        }
        values.into()
    }

    /// What all passages of a section share.
    fn of_section(&self, role: Role, start: u32) -> Shared {
        let mut values = vec![
            (self.section_start, FieldValue::U64(u64::from(start))),
            (self.role, FieldValue::U64(role.place())),
        ];
        for (dimension, path) in facet::of_section(role) {
            values.push(self.facet_value(dimension, &path));
        }
        values.into()
    }

    fn report_document(&self, record: &IndexedReport) -> Result<IndexDocument> {
        let mut own = vec![
            self.type_value(DocumentType::Report),
            (self.report, FieldValue::Text(record.report.id.clone())),
            (self.record, FieldValue::Bytes(encode(record)?)),
        ];
        // A column that has a value for every document is read much faster.
        own.push((self.number, FieldValue::U64(0)));
        own.push((self.section_start, FieldValue::U64(0)));
        own.push((self.alike, FieldValue::U64(0)));
        own.push((self.role, FieldValue::U64(Role::Boilerplate.place())));
        own.push((self.date, FieldValue::I64(UNDATED)));
        Ok(IndexDocument {
            own,
            ..IndexDocument::default()
        })
    }

    fn type_value(&self, document_type: DocumentType) -> (Field, FieldValue) {
        let name = document_type.name().to_owned();
        (self.document_type, FieldValue::Text(name))
    }

    fn facet_value(&self, dimension: Dimension, path: &FacetPath) -> (Field, FieldValue) {
        (self.facet(dimension), FieldValue::Text(path_text(path)))
    }
}
