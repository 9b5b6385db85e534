//! A search, fully spelled out: what to look for, how to understand it, and which hits to give in
//! which order.

use crate::engine::ranking::Weights;
use crate::query::Query;
use crate::query::expansion::ExpansionOptions;
use crate::report::facet::{Dimension, FacetPath};

/// A search, fully spelled out.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// What to look for.
    pub query: Query,
    /// Facet values that passages must or must not have.
    pub filters: Vec<Filter>,
    /// How many of the query's words a passage must hold.
    pub mode: Mode,
    /// How the words are expanded.
    pub expansion: ExpansionOptions,
    /// What decides the order by relevance.
    pub weights: Weights,
    /// Whether addresses, complaints, licences and contents lists are searched as well. A filter
    /// on that section role asks for them too.
    pub include_boilerplate: bool,
    /// Order of the hits.
    pub sort: Sort,
    /// Whether hits of one report are drawn together.
    pub group: Group,
    /// Hits a page.
    pub limit: usize,
    /// Page of hits, 1-based.
    pub page: usize,
    /// Neighbouring passages to give before and after each hit.
    pub context: usize,
    /// Facets to count.
    pub facets: Vec<Dimension>,
    /// Whether to say how each score came about.
    pub explain: bool,
}

impl SearchRequest {
    /// A request with the defaults of the command line: 10 hits by relevance.
    pub fn new(query: Query) -> Self {
        SearchRequest {
            query,
            filters: Vec::new(),
            mode: Mode::Most,
            expansion: ExpansionOptions::default(),
            weights: Weights::default(),
            include_boilerplate: false,
            sort: Sort::Relevance,
            group: Group::Alike,
            limit: 10,
            page: 1,
            context: 0,
            facets: Vec::new(),
            explain: false,
        }
    }
}

/// A filter on one dimension: within it the values are alternatives, across filters all must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Which facet.
    pub dimension: Dimension,
    /// The values, of which a passage must have one (or, if `exclude`, none).
    pub paths: Vec<FacetPath>,
    /// Whether passages with these values are left out.
    pub exclude: bool,
    /// The filter as messages name it: `--outcome inconsistent`.
    pub label: String,
}

/// How many of the query's words a passage must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// All; where these do not fill the first page, those with most of them follow, marked.
    #[default]
    Most,
    /// All, and nothing else.
    All,
    /// At least one.
    Any,
}

/// Order of the hits. Equal ones are ordered by date (latest first), report and passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest inspection first.
    Date,
    /// By name of the area.
    Area,
}

/// How hits are drawn together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// Passages that say the same in the same words are one hit.
    #[default]
    Alike,
    /// Every passage stands for itself.
    None,
    /// The best passage of each report, with the number of further ones.
    Report,
    /// The best passage of each area, with the number of further ones.
    Area,
}
