//! The least program on tantivy: stored text with English stemming and positions, facets, a date.
//!
//! Facets have one level, so that one collector counts all values of a field.

use std::path::Path;

use findings::engine::Resources;
use findings::report::facet::FacetPath;
use findings::report::{Date, Report};
use frostem::{Algorithm, Stemmer};
use tantivy::collector::{FacetCollector, MultiCollector, TopDocs};
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, QueryParser, TermQuery};
use tantivy::schema::{
    DateOptions, Facet, FacetOptions, Field, IndexRecordOption, STORED, Schema, TantivyDocument,
    TextFieldIndexing, TextOptions, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream,
    Tokenizer,
};
use tantivy::{DateTime, Index, ReloadPolicy, Searcher, Term};

use super::{Answer, FACETS, FILTER, HITS, Opened, passages};
use crate::Result;
use crate::corpus::index::threads;
use crate::packed::Reports;
use crate::question::Asked;

/// Memory of the writer in bytes, over all threads: as much as findings gives it.
const MEMORY: usize = Resources::MEMORY / 2;

/// Characters of a snippet: as many as findings shows.
const SNIPPET: usize = 240;

/// Name of the tokenizer: tantivy's `en_stem`, made here because the feature that brings it would
/// build all of findings a second time.
const STEMS: &str = "stems";

#[derive(Debug, Clone)]
struct Fields {
    text: Field,
    date: Field,
    facets: Vec<Field>,
}

impl Fields {
    fn build() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let text = TextOptions::default()
            .set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(STEMS)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions),
            )
            .set_stored();
        let fields = Fields {
            text: schema.add_text_field("text", text),
            date: schema.add_date_field("date", DateOptions::default().set_fast() | STORED),
            facets: FACETS
                .iter()
                .map(|facet| schema.add_facet_field(facet.name(), FacetOptions::default()))
                .collect(),
        };
        (schema.build(), fields)
    }

    fn documents(&self, report: &Report) -> Vec<TantivyDocument> {
        let date = report.inspection_end.map(date_of);
        passages(report)
            .map(|(passage, values)| {
                let mut document = TantivyDocument::default();
                document.add_text(self.text, &passage.text);
                if let Some(date) = date {
                    document.add_date(self.date, date);
                }
                for (place, path) in values {
                    document.add_facet(self.facets[place], facet(&path));
                }
                document
            })
            .collect()
    }
}

/// Registers the tokenizer with an index.
fn register(index: &Index) {
    let stems = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(Stems);
    index.tokenizers().register(STEMS, stems.build());
}

/// Replaces English words by their stems.
struct Stems;

impl TokenFilter for Stems {
    type Tokenizer<T: Tokenizer> = Stemmed<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Stemmed<T> {
        Stemmed(tokenizer)
    }
}

#[derive(Clone)]
struct Stemmed<T>(T);

impl<T: Tokenizer> Tokenizer for Stemmed<T> {
    type TokenStream<'a> = StemStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        StemStream {
            words: self.0.token_stream(text),
            stemmer: Stemmer::new(Algorithm::English),
        }
    }
}

struct StemStream<S> {
    words: S,
    stemmer: Stemmer,
}

impl<S: TokenStream> TokenStream for StemStream<S> {
    fn advance(&mut self) -> bool {
        if !self.words.advance() {
            return false;
        }
        let token = self.words.token_mut();
        let stem = self.stemmer.stem(&token.text);
        if *stem != *token.text {
            token.text = stem.into_owned();
        }
        true
    }

    fn token(&self) -> &Token {
        self.words.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.words.token_mut()
    }
}

fn date_of(date: Date) -> DateTime {
    let days = date.duration_since(jiff::civil::date(1970, 1, 1)).as_secs();
    DateTime::from_timestamp_secs(days)
}

fn facet(path: &FacetPath) -> Facet {
    Facet::from_path([path.0.join("/")])
}

pub(super) fn load(corpus: &Path, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let (schema, fields) = Fields::build();
    let index = Index::create_in_dir(folder, schema)?;
    register(&index);
    let mut writer = index.writer_with_num_threads(threads(), MEMORY)?;
    for report in Reports::open(corpus)? {
        for document in fields.documents(&report) {
            writer.add_document(document)?;
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// An open index.
pub(super) struct Bare {
    fields: Fields,
    searcher: Searcher,
    parser: QueryParser,
}

impl Bare {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let index = Index::open_in_dir(folder)?;
        register(&index);
        let (_, fields) = Fields::build();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let mut parser = QueryParser::for_index(&index, vec![fields.text]);
        parser.set_conjunction_by_default();
        Ok(Bare {
            searcher: reader.searcher(),
            fields,
            parser,
        })
    }

    fn query(&self, query: &str, filtered: bool) -> Result<Box<dyn Query>> {
        let words = self.parser.parse_query(query)?;
        if !filtered {
            return Ok(words);
        }
        let outcome = facet(&FacetPath::new(FILTER));
        let filter = TermQuery::new(
            Term::from_facet(self.fields.facets[1], &outcome),
            IndexRecordOption::Basic,
        );
        let filter = ConstScoreQuery::new(Box::new(filter), 0.0);
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Must, words),
            (Occur::Must, Box::new(filter)),
        ])))
    }
}

impl Opened for Bare {
    fn ask(&self, query: &str, asked: Asked) -> Result<Answer> {
        let query = self.query(query, asked.filtered())?;
        let mut answer = Answer::default();
        let top = TopDocs::with_limit(HITS).order_by_score();
        let first = if asked.counted() {
            let mut collectors = MultiCollector::new();
            let top = collectors.add_collector(top);
            let counts: Vec<_> = FACETS
                .iter()
                .map(|dimension| {
                    let mut counter = FacetCollector::for_field(dimension.name());
                    counter.add_facet("/");
                    collectors.add_collector(counter)
                })
                .collect();
            let mut found = self.searcher.search(query.as_ref(), &collectors)?;
            for counts in counts {
                answer.values += counts.extract(&mut found).get("/").count();
            }
            top.extract(&mut found)
        } else {
            self.searcher.search(query.as_ref(), &top)?
        };
        let snippets = match asked.highlighted() {
            true => {
                let mut made =
                    SnippetGenerator::create(&self.searcher, query.as_ref(), self.fields.text)?;
                made.set_max_num_chars(SNIPPET);
                Some(made)
            }
            false => None,
        };
        for (_, address) in first {
            let document: TantivyDocument = self.searcher.doc(address)?;
            let stored = document.get_first(self.fields.text);
            let text = stored
                .as_ref()
                .and_then(|value| value.as_str())
                .unwrap_or("");
            answer.hits += 1;
            answer.bytes += match &snippets {
                Some(snippets) => snippets.snippet(text).to_html().len(),
                None => text.len(),
            };
        }
        Ok(answer)
    }
}
