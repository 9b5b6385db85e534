//! Passages that are like one passage.

use serde::{Deserialize, Serialize};

use super::hit::Hit;

/// What `findings similar` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    /// The passage itself; `alike` says where else the same is said in the same words.
    pub passage: Hit,
    /// Passages like it, those of other areas first, the most alike first among both. `score` is
    /// the likeness, from 0 to 1; `highlights` are the telling words in common.
    pub hits: Vec<SimilarHit>,
    /// The filters, as options of the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
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
