//! findings: its bulk load and its search, as the command line uses them.

use std::path::Path;

use findings::api::{Filter, SearchRequest};
use findings::engine::Engine;
use findings::storage::IndexDir;
use findings::report::facet::{Dimension, FacetPath};
use findings::query;

use super::{Answer, FILTER, HITS, Opened};
use crate::Result;
use crate::corpus::index::{self, Owned};
use crate::packed::Reports;
use crate::question::Asked;

pub(super) fn load(corpus: &Path, folder: &Path) -> Result<()> {
    let reports = Reports::open(corpus)?.map(Owned);
    Ok(index::load(&IndexDir::new(folder), reports)?)
}

/// An open index.
#[derive(Debug)]
pub(super) struct Ours(Engine);

impl Ours {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        Ok(Ours(Engine::open(&IndexDir::new(folder))?))
    }
}

impl Opened for Ours {
    fn ask(&self, query: &str, asked: Asked) -> Result<Answer> {
        let mut request = SearchRequest::new(query::parse(query));
        request.limit = HITS;
        if asked.filtered() {
            request.filters.push(Filter {
                dimension: Dimension::Outcome,
                paths: vec![FacetPath::new(FILTER)],
                exclude: false,
                label: "--outcome inconsistent".to_owned(),
            });
        }
        if asked.counted() {
            request.facets = Dimension::ALL.to_vec();
        }
        let found = self.0.search(&request)?;
        let bytes = |hit: &findings::api::Hit| match asked.highlighted() {
            true => hit.snippet.text.len(),
            false => hit.text.len(),
        };
        Ok(Answer {
            hits: found.hits.len(),
            bytes: found.hits.iter().map(bytes).sum(),
            values: found.summary.facets.values().map(Vec::len).sum(),
        })
    }
}
