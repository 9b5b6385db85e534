//! The least program on tantivy: stored text with English stemming and positions, facets, a date.
//!
//! Facets have one level, so that one collector counts all values of a field.

use std::path::Path;

use findings::engine::Resources;
use findings::report::facet::FacetPath;
use findings::report::{Date, Report};
use tantivy::collector::{FacetCollector, MultiCollector, TopDocs};
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, QueryParser, TermQuery};
use tantivy::schema::{
    DateOptions, Facet, FacetOptions, Field, IndexRecordOption, STORED, Schema, TantivyDocument,
    TextFieldIndexing, TextOptions, Value,
};
use tantivy::snippet::SnippetGenerator;
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
                    .set_tokenizer("en_stem")
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
