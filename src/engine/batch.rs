//! The documents of a report: first its own, then those of its passages in printed order. They are
//! added as one batch, and so stay together in one segment.

use std::sync::Arc;

use tantivy::schema::Field;

use super::document::{FieldValue, IndexDocument, Shared};
use super::record::{PassageRecordRef, ReportRecord, encode};
use super::schema::{DocumentType, Fields, SEPARATOR, UNDATED, days, facet_text, path_text};
use crate::acronyms;
use crate::alike;
use crate::analysis::{self, Analysed};
use crate::error::Result;
use crate::facet::{self, Dimension, FacetPath};
use crate::matching::stems_of;
use crate::report::{Report, Role};

/// What the index holds of the words of a report. Making it is most of the work of indexing, and any
/// thread can do it.
#[derive(Debug, Clone)]
pub struct ReportAnalysis {
    sections: Vec<SectionAnalysis>,
}

#[derive(Debug, Clone)]
struct SectionAnalysis {
    /// The stems of the heading.
    heading: String,
    passages: Vec<PassageAnalysis>,
}

#[derive(Debug, Clone)]
struct PassageAnalysis {
    words: Analysed,
    acronyms: Vec<Acronym>,
}

/// An acronym that a passage defines, as the index holds it.
#[derive(Debug, Clone)]
struct Acronym {
    /// See [`Fields::acronym`].
    meaning: String,
    /// See [`Fields::long_form`].
    long_form: String,
}

impl PassageAnalysis {
    /// Values that a passage has of its own at most, its themes not counted.
    fn values(&self) -> usize {
        7 + self.words.compounds.len() + 2 * self.acronyms.len()
    }
}

impl ReportAnalysis {
    /// Analyses the headings and passages of a report.
    pub fn of(report: &Report) -> Self {
        let sections = report.sections.iter().map(|section| SectionAnalysis {
            heading: analysis::stems_of_text(&section.heading),
            passages: section
                .passages
                .iter()
                .map(|passage| PassageAnalysis {
                    words: Analysed::of(&passage.text),
                    acronyms: defined(&passage.text),
                })
                .collect(),
        });
        ReportAnalysis {
            sections: sections.collect(),
        }
    }
}

fn defined(text: &str) -> Vec<Acronym> {
    // Nearly all passages define none, and none does without a bracket.
    if !text.contains('(') {
        return Vec::new();
    }
    let definitions = acronyms::definitions(text).into_iter();
    definitions
        .map(|defined| {
            let folded = analysis::fold(&defined.short);
            let stems = stems_of(&defined.long);
            let (short, long) = (&defined.short, &defined.long);
            Acronym {
                meaning: format!("{folded}{SEPARATOR}{short}{SEPARATOR}{long}"),
                long_form: format!("{stems}{SEPARATOR}{short}"),
            }
        })
        .collect()
}

impl Fields {
    /// The documents of one report, ready to be added as one batch. `analysis` is of the same report.
    pub(super) fn documents(
        &self,
        record: &ReportRecord,
        report: &Report,
        analysis: ReportAnalysis,
    ) -> Result<Vec<IndexDocument>> {
        let mut documents = Vec::with_capacity(1 + record.sections.iter().sum::<usize>());
        documents.push(self.report_document(record)?);
        let of_report = self.of_report(report);
        let mut number = 0u32;
        for (section, analysed) in report.sections.iter().zip(analysis.sections) {
            let start = number + 1;
            let of_section = self.of_section(section.role, start);
            let mut heading = Some(analysed.heading);
            for (passage, analysed) in section.passages.iter().zip(analysed.passages) {
                number += 1;
                let record = PassageRecordRef {
                    report: &report.id,
                    number,
                    heading: &section.heading,
                    role: section.role,
                    passage,
                };
                let mut own = Vec::with_capacity(analysed.values() + passage.themes.len());
                if let Some(heading) = heading.take() {
                    own.push((self.heading, FieldValue::Text(heading)));
                }
                own.push((self.number, FieldValue::U64(u64::from(number))));
                own.push((self.record, FieldValue::Bytes(record.encode()?)));
                own.push((self.printed, FieldValue::Text(passage.text.clone())));
                for theme in &passage.themes {
                    let value = facet_text(facet::levels_of_theme(theme));
                    own.push((self.facet(Dimension::Theme), FieldValue::Text(value)));
                }
                self.add_words(&mut own, analysed);
                documents.push(IndexDocument {
                    shared: [Some(Arc::clone(&of_report)), Some(Arc::clone(&of_section))],
                    own,
                    room: None,
                });
            }
        }
        Ok(documents)
    }

    fn add_words(&self, own: &mut Vec<(Field, FieldValue)>, analysed: PassageAnalysis) {
        let PassageAnalysis { words, acronyms } = analysed;
        own.push((self.text, FieldValue::Text(words.words)));
        for compound in words.compounds {
            let forms = format!("{}{SEPARATOR}{}", compound.closed, compound.open);
            own.push((self.compound, FieldValue::Text(forms)));
        }
        own.push((self.alike, FieldValue::U64(words.signature)));
        if words.signature > 0 {
            let bucket = alike::bucket(words.signature);
            own.push((self.alike_bucket, FieldValue::U64(bucket)));
        }
        for acronym in acronyms {
            own.push((self.acronym, FieldValue::Text(acronym.meaning)));
            own.push((self.long_form, FieldValue::Text(acronym.long_form)));
        }
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
        let (dimension, path) = facet::of_section(role);
        Arc::new([
            (self.section_start, FieldValue::U64(u64::from(start))),
            (self.role, FieldValue::U64(role.place())),
            self.facet_value(dimension, &path),
        ])
    }

    fn report_document(&self, record: &ReportRecord) -> Result<IndexDocument> {
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
