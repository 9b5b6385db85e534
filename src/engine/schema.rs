//! Fields of the tantivy index, and how reports become documents and documents records.
//!
//! One report is one batch of documents that always stays together in one segment: first the
//! report's own document, then its passages in printed order. A third kind of document remembers
//! each source file, so that text, facets and bookkeeping are committed in one step.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tantivy::schema::{
    FacetOptions, Field, IndexRecordOption, Schema, TantivyDocument, TextFieldIndexing,
    TextOptions, Value,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, Term};

use crate::acronyms;
use crate::alike;
use crate::analysis;
use crate::error::{Error, Result};
use crate::facet::{self, Dimension, FacetPath};
use crate::ledger::SourceRecord;
use crate::matching::{Element, Form, stems_of};
use crate::report::{Passage, Report, Role};

/// Number of the index format. History:
/// 1: first.
/// 2: numbers keep their separators, irregular forms are stemmed; acronyms, signatures of passages.
pub(crate) const FORMAT: u32 = 2;

/// Kinds of documents, as values of the field `type`.
#[derive(Debug, Clone, Copy)]
pub(super) enum DocumentType {
    Passage,
    Report,
    Source,
}

impl DocumentType {
    fn name(self) -> &'static str {
        match self {
            DocumentType::Passage => "passage",
            DocumentType::Report => "report",
            DocumentType::Source => "source",
        }
    }
}

/// The fields of the index.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub(super) document_type: Field,
    /// Stemmed text of a passage.
    pub(super) text: Field,
    /// The same unstemmed, for exact words and prefixes.
    pub(super) words: Field,
    /// Stemmed heading of the passage's section.
    pub(super) heading: Field,
    /// Attested compounds: `coproduction\0co production`.
    pub(super) compound: Field,
    /// Acronyms that the passage defines: `sdq\0SDQ\0strengths and difficulties questionnaire`.
    pub(super) acronym: Field,
    /// The same by the stems of the long form: `strength and difficulti questionnair\0SDQ`.
    pub(super) long_form: Field,
    /// [`alike::signature`], where it is not 0.
    pub(super) alike: Field,
    /// Report id, on passages and on the report's own document.
    pub(super) report: Field,
    /// Source files: their key.
    pub(super) source: Field,
    /// Source files: the report they went into.
    pub(super) source_of: Field,
    /// Number of the passage in its report, 1-based; 0 on what is no passage.
    pub(super) number: Field,
    /// Place of the section's role in [`Role::ALL`].
    pub(super) role: Field,
    /// Last day of the inspection (else the day of publication), in days since 1970-01-01;
    /// [`UNDATED`] where neither is known.
    pub(super) date: Field,
    /// A serialised record: [`PassageRecord`], [`ReportRecord`] or [`SourceRecord`].
    pub(super) record: Field,
    facets: [Field; 6],
}

/// Sorts behind every date.
pub(super) const UNDATED: i64 = i64::MIN / 2;

/// Between the parts of a compound, and of an acronym.
pub(super) const SEPARATOR: char = '\0';

const STEMMED: &str = "findings_stem";
const FOLDED: &str = "findings_word";

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
        let text = |tokenizer: &str, norms: bool| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
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
            text: schema.add_text_field("text", text(STEMMED, true)),
            words: schema.add_text_field("words", text(FOLDED, false)),
            heading: schema.add_text_field("heading", text(STEMMED, true)),
            compound: schema.add_text_field("compound", key()),
            acronym: schema.add_text_field("acronym", key()),
            long_form: schema.add_text_field("long_form", key()),
            alike: schema.add_u64_field("alike", tantivy::schema::FAST | tantivy::schema::INDEXED),
            report: schema.add_text_field("report", key().set_fast("raw")),
            source: schema.add_text_field("source", key()),
            source_of: schema.add_text_field("source_of", key()),
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

    /// The field that a form is looked for in: stems in the text, exact words and prefixes in the
    /// words.
    pub(super) fn field_of(&self, form: &Form) -> Field {
        let stemmed = |element: &Element| matches!(element, Element::Stem(_));
        if form.elements.iter().all(stemmed) {
            self.text
        } else {
            self.words
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

    /// The documents of one report, ready to be added as one batch.
    pub(super) fn documents(
        &self,
        record: &ReportRecord,
        report: &Report,
    ) -> Result<Vec<TantivyDocument>> {
        let mut documents = Vec::with_capacity(1 + record.sections.len() * 8);
        documents.push(self.report_document(record)?);
        let date = report
            .inspection_end
            .or(report.published)
            .map_or(UNDATED, days);
        let mut number = 0u32;
        for section in &report.sections {
            for passage in &section.passages {
                number += 1;
                let mut document = TantivyDocument::default();
                document.add_text(self.document_type, DocumentType::Passage.name());
                document.add_text(self.text, &passage.text);
                document.add_text(self.words, &passage.text);
                document.add_text(self.heading, &section.heading);
                for compound in analysis::compounds(&passage.text) {
                    let forms = format!("{}{SEPARATOR}{}", compound.closed, compound.open);
                    document.add_text(self.compound, forms);
                }
                self.add_acronyms(&mut document, &passage.text);
                match alike::signature(&passage.text) {
                    0 => {}
                    signature => document.add_u64(self.alike, signature),
                }
                document.add_text(self.report, &report.id);
                document.add_u64(self.number, u64::from(number));
                document.add_i64(self.date, date);
                document.add_u64(self.role, section.role.place());
                for (dimension, path) in facet::values(report, section.role, passage) {
                    document.add_facet(self.facet(dimension), facet_of(&path));
                }
                let record = PassageRecord {
                    report: report.id.clone(),
                    number,
                    heading: section.heading.clone(),
                    role: section.role,
                    passage: passage.clone(),
                };
                document.add_bytes(self.record, &encode(&record)?);
                documents.push(document);
            }
        }
        Ok(documents)
    }

    fn add_acronyms(&self, document: &mut TantivyDocument, text: &str) {
        // Nearly all passages define none, and none does without a bracket.
        if !text.contains('(') {
            return;
        }
        for defined in acronyms::definitions(text) {
            let folded = analysis::fold(&defined.short);
            let stems = stems_of(&defined.long);
            let (short, long) = (&defined.short, &defined.long);
            let meaning = format!("{folded}{SEPARATOR}{short}{SEPARATOR}{long}");
            document.add_text(self.acronym, meaning);
            document.add_text(self.long_form, format!("{stems}{SEPARATOR}{short}"));
        }
    }

    /// Values of the columns for documents that are no passages: a column that has a value for every
    /// document is read much faster.
    fn fill_columns(&self, document: &mut TantivyDocument) {
        document.add_u64(self.number, 0);
        document.add_u64(self.role, Role::Boilerplate.place());
        document.add_i64(self.date, UNDATED);
    }

    fn report_document(&self, record: &ReportRecord) -> Result<TantivyDocument> {
        let mut document = TantivyDocument::default();
        document.add_text(self.document_type, DocumentType::Report.name());
        document.add_text(self.report, &record.report.id);
        self.fill_columns(&mut document);
        document.add_bytes(self.record, &encode(record)?);
        Ok(document)
    }

    /// The document of a source file.
    pub(super) fn source_document(&self, record: &SourceRecord) -> Result<TantivyDocument> {
        let mut document = TantivyDocument::default();
        document.add_text(self.document_type, DocumentType::Source.name());
        document.add_text(self.source, &record.key);
        if let Some(report) = record.state.report() {
            document.add_text(self.source_of, report);
        }
        self.fill_columns(&mut document);
        document.add_bytes(self.record, &encode(record)?);
        Ok(document)
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

/// A passage as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PassageRecord {
    pub(super) report: String,
    /// 1-based.
    pub(super) number: u32,
    pub(super) heading: String,
    pub(super) role: Role,
    pub(super) passage: Passage,
}

/// A report as stored: everything but its passages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReportRecord {
    /// The report, its sections empty.
    pub(crate) report: Report,
    /// How many passages each section has, in order.
    pub(crate) sections: Vec<usize>,
    /// The source file, from [`crate::ledger::path_text`].
    pub(crate) path: String,
    /// SHA-256 of the file, in hexadecimal.
    pub(crate) sha256: String,
}

impl ReportRecord {
    /// The record of a report read from `path`.
    pub(crate) fn new(report: &Report, path: String, sha256: String) -> Self {
        let mut bare = report.clone();
        let mut sections = Vec::with_capacity(bare.sections.len());
        for section in &mut bare.sections {
            sections.push(section.passages.len());
            section.passages.clear();
        }
        ReportRecord {
            report: bare,
            sections,
            path,
            sha256,
        }
    }
}

fn encode<R: Serialize>(record: &R) -> Result<Vec<u8>> {
    postcard::to_stdvec(record)
        .map_err(|error| Error::Engine(format!("a record cannot be written: {error}")))
}

fn facet_of(path: &FacetPath) -> tantivy::schema::Facet {
    // A NUL ends a level in tantivy's encoding and never stands in a name.
    tantivy::schema::Facet::from_path(path.0.iter().map(|level| level.replace('\0', " ")))
}

/// Reads a facet value from its encoded form in a column.
pub(super) fn facet_path(encoded: &str) -> FacetPath {
    FacetPath::new(encoded.split('\0'))
}

fn days(date: crate::report::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.duration_since(epoch).as_secs() / 86_400
}

/// Registers our analysers with an index. What they do is decided in [`crate::analysis`] alone.
pub(super) fn register_analysers(index: &Index) {
    let manager: &TokenizerManager = index.tokenizers();
    manager.register(
        STEMMED,
        TextAnalyzer::builder(Analyser { stemmed: true }).build(),
    );
    manager.register(
        FOLDED,
        TextAnalyzer::builder(Analyser { stemmed: false }).build(),
    );
}

/// [`analysis::tokens`] as tantivy takes it.
#[derive(Clone)]
struct Analyser {
    stemmed: bool,
}

impl Tokenizer for Analyser {
    type TokenStream<'a> = AnalysedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalysedStream<'a> {
        AnalysedStream {
            tokens: analysis::tokens(text),
            stemmed: self.stemmed,
            token: Token::default(),
        }
    }
}

struct AnalysedStream<'a> {
    tokens: analysis::Tokens<'a>,
    stemmed: bool,
    token: Token,
}

impl TokenStream for AnalysedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(token) = self.tokens.next() else {
            return false;
        };
        self.token.text.clear();
        if self.stemmed {
            analysis::with_stem(&token.word, |stem| self.token.text.push_str(stem));
        } else {
            self.token.text.push_str(&token.word);
        }
        self.token.offset_from = token.start;
        self.token.offset_to = token.end;
        self.token.position = token.position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
