//! Fields of the tantivy index.

use tantivy::Term;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, SchemaBuilder, TantivyDocument, TextFieldIndexing,
    TextOptions, Value,
};

use super::analysis::{LEVELS, SEPARATOR, STEM_MARK, WORDS};
use super::record::Record;
use crate::error::{Error, Result};
use crate::query::expansion::TokenMatch;
use crate::report::facet::{Dimension, FacetPath};
use crate::text::is_own_stem;

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
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) document_type: Field,
    /// Words of a passage and, marked, their stems: see [`super::analysis::AnalysedText`].
    pub(super) text: Field,
    /// The stems of the section's heading as one term: see [`super::heading`].
    pub(super) heading: Field,
    /// Attested compounds: `coproduction\0co production`.
    pub(super) compound: Field,
    /// Acronyms that the passage defines: `sdq\0SDQ\0strengths and difficulties questionnaire`.
    pub(super) acronym: Field,
    /// The same by the stems of the long form: `strength and difficulti questionnair\0SDQ`.
    pub(super) long_form: Field,
    /// [`crate::text::near_duplicate::signature`].
    pub(super) signature: Field,
    /// [`crate::text::near_duplicate::bucket`] of the signature, where that is not 0, for looking it
    /// up: there are nearly as many signatures as passages.
    pub(super) signature_bucket: Field,
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
    /// [`crate::engine::IndexedReport`].
    pub(super) record: Field,
    /// The passage as printed, beside its record: tantivy reads stored bytes one by one, and texts
    /// whole.
    pub(super) printed: Field,
    /// Levels of a value with [`SEPARATOR`] between them, found by the first and by all.
    facets: [Field; Dimension::ALL.len()],
}

/// Sorts behind every date.
pub(super) const UNDATED: i64 = i64::MIN / 2;

/// Adds a field for every facet with values of its own; by dimension, the field it is read from.
fn facet_fields(
    schema: &mut SchemaBuilder,
    options: &TextOptions,
) -> [Field; Dimension::ALL.len()] {
    let mut added: Vec<(Dimension, Field)> = Vec::new();
    Dimension::ALL.map(|dimension| {
        let stored = dimension.stored_as();
        if let Some((_, field)) = added.iter().find(|(known, _)| *known == stored) {
            return *field;
        }
        let field = schema.add_text_field(stored.name(), options.clone());
        added.push((stored, field));
        field
    })
}

impl Fields {
    /// The schema and its fields.
    pub(super) fn build() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let text = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(WORDS)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions)
                .set_fieldnorms(true),
        );
        let set_of = |tokenizer: &str| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(IndexRecordOption::Basic)
                    .set_fieldnorms(false),
            )
        };
        let key = || set_of("raw");
        let facet = || set_of(LEVELS).set_fast("raw");
        let fields = Fields {
            document_type: schema.add_text_field("type", key()),
            text: schema.add_text_field("text", text),
            heading: schema.add_text_field("heading", key().set_fast("raw")),
            compound: schema.add_text_field("compound", key()),
            acronym: schema.add_text_field("acronym", key()),
            long_form: schema.add_text_field("long_form", key()),
            signature: schema.add_u64_field("signature", tantivy::schema::FAST),
            signature_bucket: schema.add_u64_field("signature_bucket", tantivy::schema::INDEXED),
            report: schema.add_text_field("report", key().set_fast("raw")),
            number: schema.add_u64_field("number", tantivy::schema::FAST),
            role: schema.add_u64_field("role", tantivy::schema::FAST),
            date: schema.add_i64_field("date", tantivy::schema::FAST),
            record: schema.add_bytes_field("record", STORED),
            printed: schema.add_text_field("printed", STORED),
            facets: facet_fields(&mut schema, &facet()),
        };
        (schema.build(), fields)
    }

    /// The facet field of a dimension; a region is the first level of an area.
    pub(super) fn facet(&self, dimension: Dimension) -> Field {
        self.facets[dimension as usize]
    }

    /// Name of the facet field of a dimension.
    pub(super) fn facet_name(dimension: Dimension) -> &'static str {
        dimension.stored_as().name()
    }

    /// The term of a token in the text; of a prefix, the term equal to it.
    pub(super) fn term(&self, token: &TokenMatch) -> Term {
        match token {
            TokenMatch::Stem(stem) => self.stem_term(stem),
            TokenMatch::Word(word) | TokenMatch::Prefix(word) => self.word_term(word),
        }
    }

    /// The term of the text for a word as it stands.
    pub(super) fn word_term(&self, word: &str) -> Term {
        Term::from_field_text(self.text, word)
    }

    /// The term of the text for the words with a stem.
    pub(super) fn stem_term(&self, stem: &str) -> Term {
        if is_own_stem(stem) {
            self.word_term(stem)
        } else {
            self.word_term(&format!("{STEM_MARK}{stem}"))
        }
    }

    /// The term that every document of a kind holds.
    pub(super) fn type_term(&self, document_type: DocumentType) -> Term {
        Term::from_field_text(self.document_type, document_type.name())
    }

    /// The term of a facet value.
    pub(super) fn facet_term(&self, dimension: Dimension, path: &FacetPath) -> Term {
        Term::from_field_text(self.facet(dimension), &path_text(path))
    }

    /// Reads the record of a stored document.
    pub(super) fn record<R: Record>(&self, document: &TantivyDocument) -> Result<R> {
        let record = document.get_first(self.record);
        let bytes = record
            .as_ref()
            .and_then(Value::as_bytes)
            .ok_or_else(|| Error::damaged("a document has no record"))?;
        let printed = document.get_first(self.printed);
        let printed = printed.as_ref().and_then(Value::as_str);
        R::decode(bytes, printed.unwrap_or_default())
    }
}

/// A facet value as the index holds it.
pub(super) fn path_text(path: &FacetPath) -> String {
    facet_text(path.0.iter().map(String::as_str))
}

/// A facet value of these levels as the index holds it.
pub(super) fn facet_text<'l>(levels: impl Iterator<Item = &'l str>) -> String {
    let mut text = String::with_capacity(40);
    for (place, level) in levels.enumerate() {
        if place > 0 {
            text.push(SEPARATOR);
        }
        if level.contains(SEPARATOR) {
            // A name never contains the separator.
            text.push_str(&level.replace(SEPARATOR, " "));
        } else {
            text.push_str(level);
        }
    }
    text
}

/// Reads a facet value as the index holds it.
pub(super) fn facet_path(text: &str) -> FacetPath {
    FacetPath::new(text.split(SEPARATOR))
}

pub(super) fn days(date: crate::report::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.duration_since(epoch).as_secs() / 86_400
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_facet_value_is_read_as_it_was(levels in proptest::collection::vec("\\PC{1,8}", 1..4)) {
            let path = FacetPath::new(levels);
            prop_assert_eq!(facet_path(&path_text(&path)), path);
        }
    }

    #[test]
    fn what_ends_a_level_stands_in_none() {
        let path = FacetPath::new(["South\0West", "Ashmere"]);
        let read = facet_path(&path_text(&path));
        assert_eq!(read, FacetPath::new(["South West", "Ashmere"]));
    }
}
