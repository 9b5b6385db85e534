//! The documents of a report: first its own, then those of its passages in printed order. They are
//! added as one batch, and so stay together in one segment.

use std::sync::{Arc, OnceLock};

use tantivy::TantivyDocument;
use tantivy::schema::{Document, Field};

use super::analysis::{AnalysedText, SEPARATOR, stems_of_text};
use super::memory_budget::Permit;
use super::record::{PassageRecord, encode};
use super::schema::{DocumentType, Fields, UNDATED, days, path_text};
use crate::engine::IndexedReport;
use crate::error::Result;
use crate::query::acronyms;
use crate::query::expansion::stems_of;
use crate::report::facet;
use crate::report::{Passage, Report, Role};
use crate::text::{self, near_duplicate};

/// A report on its way into the index.
#[derive(Debug)]
struct Batch {
    fields: Fields,
    report: Report,
    /// The stored record of the report.
    record: Vec<u8>,
    /// The stems of each section's heading.
    headings: Vec<String>,
    /// Facet values of all passages.
    facets: Vec<(Field, String)>,
    /// Returned when all documents of the batch are written.
    _permit: Permit,
}

/// A document on its way into the index. Its values are made when they are first asked for: by the
/// thread that writes the segment, so that texts, most of the work, are analysed on all cores.
#[derive(Debug)]
pub(super) struct IndexDocument {
    batch: Arc<Batch>,
    part: Part,
    values: OnceLock<TantivyDocument>,
}

/// What of a report a document holds.
#[derive(Debug)]
enum Part {
    Report,
    Passage {
        section: usize,
        /// Place in the section, and in the report; both from 0.
        in_section: usize,
        in_report: u32,
        record: Vec<u8>,
    },
}

/// Bytes that a report takes while it waits, roughly: its texts.
pub(super) fn size(report: &Report) -> usize {
    let passages = report.sections.iter().flat_map(|section| &section.passages);
    passages.map(|passage| passage.text.len() + 200).sum()
}

/// The documents of a report, to be added as one batch.
///
/// # Errors
/// A record cannot be written.
pub(super) fn documents(
    fields: Fields,
    report: &Report,
    record: &IndexedReport,
    permit: Permit,
) -> Result<Vec<IndexDocument>> {
    let mut parts = vec![Part::Report];
    let mut in_report = 0;
    for (place, section) in report.sections.iter().enumerate() {
        for (in_section, passage) in section.passages.iter().enumerate() {
            let record = PassageRecord {
                report: &report.id,
                number: in_report + 1,
                heading: &section.heading,
                role: section.role,
                page_start: passage.page_start,
                page_end: passage.page_end,
                themes: passage.themes.iter().map(String::as_str).collect(),
            };
            parts.push(Part::Passage {
                section: place,
                in_section,
                in_report,
                record: encode(&record)?,
            });
            in_report += 1;
        }
    }
    let headings = report.sections.iter();
    let headings = headings.map(|section| stems_of_text(&section.heading));
    let facets = facet::of_report(report).into_iter();
    let batch = Arc::new(Batch {
        headings: headings.collect(),
        facets: facets
            .map(|(dimension, path)| (fields.facet(dimension), path_text(&path)))
            .collect(),
        fields,
        report: report.clone(),
        record: encode(record)?,
        _permit: permit,
    });
    let documents = parts.into_iter().map(|part| IndexDocument {
        batch: Arc::clone(&batch),
        part,
        values: OnceLock::new(),
    });
    Ok(documents.collect())
}

impl Document for IndexDocument {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        let values = self.values.get_or_init(|| match &self.part {
            Part::Report => self.batch.report_values(),
            Part::Passage {
                section,
                in_section,
                in_report,
                record,
            } => {
                let heading = &self.batch.headings[*section];
                let section = &self.batch.report.sections[*section];
                let mut values = self.batch.passage_values(&section.passages[*in_section]);
                let fields = &self.batch.fields;
                for (dimension, path) in facet::of_section(section.role) {
                    values.add_text(fields.facet(dimension), path_text(&path));
                }
                values.add_u64(fields.role, section.role.place());
                values.add_text(fields.heading, heading);
                values.add_u64(fields.number, u64::from(in_report + 1));
                values.add_bytes(fields.record, record);
                values
            }
        });
        values.iter_fields_and_values()
    }
}

impl Batch {
    fn report_values(&self) -> TantivyDocument {
        let fields = &self.fields;
        let mut values = TantivyDocument::with_capacity(self.record.len() + 100);
        values.add_text(fields.document_type, DocumentType::Report.name());
        values.add_text(fields.report, &self.report.id);
        values.add_bytes(fields.record, &self.record);
        // A column that has a value for every document is read much faster.
        values.add_u64(fields.number, 0);
        values.add_u64(fields.signature, 0);
        values.add_u64(fields.role, Role::Boilerplate.place());
        values.add_text(fields.heading, "");
        values.add_i64(fields.date, UNDATED);
        values
    }

    /// What a passage has of its own and of its report.
    fn passage_values(&self, passage: &Passage) -> TantivyDocument {
        let (fields, report) = (&self.fields, &self.report);
        let analysed = AnalysedText::new(&passage.text);
        let size = passage.text.len() + analysed.words.len();
        let mut values = TantivyDocument::with_capacity(size + 400);
        values.add_text(fields.document_type, DocumentType::Passage.name());
        values.add_text(fields.report, &report.id);
        let date = report.inspection_end.or(report.published);
        values.add_i64(fields.date, date.map_or(UNDATED, days));
        for (field, value) in &self.facets {
            values.add_text(*field, value);
        }
        for (dimension, path) in facet::of_passage(passage) {
            values.add_text(fields.facet(dimension), path_text(&path));
        }
        values.add_text(fields.printed, &passage.text);
        values.add_text(fields.text, &analysed.words);
        for compound in &analysed.compounds {
            let forms = format!("{}{SEPARATOR}{}", compound.closed, compound.open);
            values.add_text(fields.compound, forms);
        }
        values.add_u64(fields.signature, analysed.signature);
        if analysed.signature > 0 {
            let bucket = near_duplicate::bucket(analysed.signature);
            values.add_u64(fields.signature_bucket, bucket);
        }
        for defined in acronyms::definitions(&passage.text) {
            let (short, long) = (&defined.short, &defined.long);
            let folded = text::fold(short);
            let meaning = format!("{folded}{SEPARATOR}{short}{SEPARATOR}{long}");
            values.add_text(fields.acronym, meaning);
            let stems = stems_of(long);
            values.add_text(fields.long_form, format!("{stems}{SEPARATOR}{short}"));
        }
        values
    }
}
