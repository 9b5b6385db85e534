//! findings: its bulk load and its search, as the command line uses them.

use std::path::Path;

use findings::answers::corpus::Corpus;
use findings::answers::hit::Hit;
use findings::answers::search::{self, SearchRequest};
use findings::engine::Engine;
use findings::report::facet::Dimension;
use findings::storage::IndexDir;

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
        let mut request = SearchRequest::new(query);
        request.limit = HITS;
        if asked.filtered() {
            let [_, outcome] = FILTER;
            let filters = &mut request.criteria.facets.filters;
            filters.insert(Dimension::Outcome, vec![outcome.to_owned()]);
        }
        if asked.counted() {
            request.facets = Dimension::ALL.to_vec();
        }
        let found = search::answer(&Corpus::new(&self.0), &request)?;
        let bytes = |hit: &Hit| match asked.highlighted() {
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
