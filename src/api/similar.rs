//! Passages that are like one passage.

use serde::{Deserialize, Serialize};

use super::hit::Hit;
use super::request::Filter;

/// What to look for.
#[derive(Debug, Clone)]
pub struct SimilarRequest {
    /// Id of the report.
    pub report: String,
    /// Number of the passage in it, 1-based.
    pub number: usize,
    /// Facet values that passages must or must not have.
    pub filters: Vec<Filter>,
    /// Whether addresses, complaints, licences and contents lists are looked at as well.
    pub include_boilerplate: bool,
    /// Passages of other areas to give, and as many of its own.
    pub limit: usize,
}

/// What `findings similar` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    /// The passage itself; `alike` says where else the same is said in the same words.
    pub passage: Hit,
    /// Passages like it, those of other areas first, the most alike first among both. `score` is
    /// the likeness, from 0 to 1; `highlights` are the telling words in common.
    pub hits: Vec<SimilarHit>,
}

/// A passage that is like another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimilarHit {
    /// Whether its report is about an area of the other's, or the same report.
    pub same_area: bool,
    /// The passage.
    #[serde(flatten)]
    pub hit: Hit,
}
