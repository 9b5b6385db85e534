//! Fields of the tantivy index.

use serde::de::DeserializeOwned;
use tantivy::Term;
use tantivy::schema::{
    FacetOptions, Field, IndexRecordOption, Schema, TantivyDocument, TextFieldIndexing,
    TextOptions, Value,
};

use super::analyser::ANALYSED;
use crate::analysis::{STEM_MARK, is_own_stem};
use crate::error::{Error, Result};
use crate::facet::{Dimension, FacetPath};
use crate::matching::Element;

/// Number of the index format. History:
/// 1: first.
/// 2: numbers keep their separators, irregular forms are stemmed; acronyms, signatures of passages.
/// 3: roles as a column; source files in a ledger beside the documents.
/// 4: stems and words in one field.
pub(crate) const FORMAT: u32 = 4;

/// Kinds of documents, as values of the field `type`.
#[derive(Debug, Clone, Copy)]
pub(super) enum DocumentType {
    Passage,
    Report,
}

impl DocumentType {
    pub(super) fn name(self) -> &'static str {
        match self {
            DocumentType::Passage => "passage",
            DocumentType::Report => "report",
        }
    }
}

/// The fields of the index.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub(super) document_type: Field,
    /// Words of a passage, for exact words and beginnings, and their stems, marked: see
    /// [`crate::analysis::Analysed::words`].
    pub(super) text: Field,
    /// Stemmed heading of the passage's section.
    pub(super) heading: Field,
    /// Attested compounds: `coproduction\0co production`.
    pub(super) compound: Field,
    /// Acronyms that the passage defines: `sdq\0SDQ\0strengths and difficulties questionnaire`.
    pub(super) acronym: Field,
    /// The same by the stems of the long form: `strength and difficulti questionnair\0SDQ`.
    pub(super) long_form: Field,
    /// [`crate::alike::signature`].
    pub(super) alike: Field,
    /// [`crate::alike::bucket`] of the signature, where that is not 0: what is looked up. Signatures
    /// themselves would be as many words as there are passages.
    pub(super) alike_bucket: Field,
    /// Report id, on passages and on the report's own document.
    pub(super) report: Field,
    /// Number of the passage in its report, 1-based; 0 on what is no passage.
    pub(super) number: Field,
    /// Place of the section's role in [`crate::report::Role::ALL`].
    pub(super) role: Field,
    /// Last day of the inspection (else the day of publication), in days since 1970-01-01;
    /// [`UNDATED`] where neither is known.
    pub(super) date: Field,
    /// A serialised record: [`super::record::PassageRecord`] or
    /// [`super::record::ReportRecord`].
    pub(super) record: Field,
    facets: [Field; 6],
}

/// Sorts behind every date.
pub(super) const UNDATED: i64 = i64::MIN / 2;

/// Between the parts of a compound, and of an acronym.
pub(super) const SEPARATOR: char = '\0';

/// Dimensions with a field of their own, in the order of [`Fields::facets`].
const FACET_FIELDS: [Dimension; 6] = [
    Dimension::Area,
    Dimension::Outcome,
    Dimension::Year,
    Dimension::Theme,
    Dimension::Kind,
    Dimension::Section,
];

impl Fields {
    /// The schema and its fields.
    pub(super) fn build() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let text = |norms: bool| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(ANALYSED)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions)
                    .set_fieldnorms(norms),
            )
        };
        let key = || {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer("raw")
                    .set_index_option(IndexRecordOption::Basic)
                    .set_fieldnorms(false),
            )
        };
        let fields = Fields {
            document_type: schema.add_text_field("type", key()),
            text: schema.add_text_field("text", text(true)),
            heading: schema.add_text_field("heading", text(true)),
            compound: schema.add_text_field("compound", key()),
            acronym: schema.add_text_field("acronym", key()),
            long_form: schema.add_text_field("long_form", key()),
            alike: schema.add_u64_field("alike", tantivy::schema::FAST),
            alike_bucket: schema.add_u64_field("alike_bucket", tantivy::schema::INDEXED),
            report: schema.add_text_field("report", key().set_fast("raw")),
            number: schema.add_u64_field("number", tantivy::schema::FAST),
            role: schema.add_u64_field("role", tantivy::schema::FAST),
            date: schema.add_i64_field("date", tantivy::schema::FAST),
            record: schema.add_bytes_field("record", tantivy::schema::STORED),
            facets: FACET_FIELDS
                .map(|dimension| schema.add_facet_field(dimension.name(), FacetOptions::default())),
        };
        (schema.build(), fields)
    }

    /// The facet field of a dimension; a region is the first level of an area.
    pub(super) fn facet(&self, dimension: Dimension) -> Field {
        let own = match dimension {
            Dimension::Region => Dimension::Area,
            other => other,
        };
        let index = FACET_FIELDS.iter().position(|&field| field == own);
        self.facets[index.unwrap_or_default()]
    }

    /// Name of the facet field of a dimension.
    pub(super) fn facet_name(dimension: Dimension) -> &'static str {
        match dimension {
            Dimension::Region => Dimension::Area.name(),
            other => other.name(),
        }
    }

    /// The term of a word of a form in the text or in headings, which hold nothing but stems; for a
    /// beginning, the term that is just that.
    pub(super) fn term(&self, field: Field, element: &Element) -> Term {
        match element {
            Element::Stem(stem) if field == self.text => self.stem_term(stem),
            Element::Stem(word) | Element::Word(word) | Element::Prefix(word) => {
                Term::from_field_text(field, word)
            }
        }
    }

    /// The term of the text for the words with a stem.
    pub(super) fn stem_term(&self, stem: &str) -> Term {
        if is_own_stem(stem) {
            Term::from_field_text(self.text, stem)
        } else {
            Term::from_field_text(self.text, &format!("{STEM_MARK}{stem}"))
        }
    }

    /// The term that every document of a kind holds.
    pub(super) fn type_term(&self, document_type: DocumentType) -> Term {
        Term::from_field_text(self.document_type, document_type.name())
    }

    /// The term of a facet value.
    pub(super) fn facet_term(&self, dimension: Dimension, path: &FacetPath) -> Term {
        Term::from_facet(self.facet(dimension), &facet_of(path))
    }

    /// Reads the record of a stored document.
    pub(super) fn record<R: DeserializeOwned>(&self, document: &TantivyDocument) -> Result<R> {
        let bytes = document
            .get_first(self.record)
            .and_then(|value| value.as_bytes())
            .ok_or_else(|| Error::Engine("a document has no record".to_owned()))?;
        postcard::from_bytes(bytes)
            .map_err(|error| Error::Engine(format!("a record cannot be read: {error}")))
    }
}

pub(super) fn facet_of(path: &FacetPath) -> tantivy::schema::Facet {
    // A NUL ends a level in tantivy's encoding and never stands in a name.
    tantivy::schema::Facet::from_path(path.0.iter().map(|level| level.replace('\0', " ")))
}

/// Reads a facet value from its encoded form in a column.
pub(super) fn facet_path(encoded: &str) -> FacetPath {
    FacetPath::new(encoded.split('\0'))
}

pub(super) fn days(date: crate::report::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.duration_since(epoch).as_secs() / 86_400
}
