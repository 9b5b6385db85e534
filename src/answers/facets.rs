//! `facets`: matching passages and reports by the values of facets.

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, Criteria};
use crate::answers::summary::{NoHits, Summary};
use crate::error::Result;
use crate::report::facet::Dimension;

/// A question for counts by facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FacetsRequest {
    /// Words and filters.
    #[serde(flatten)]
    pub criteria: Criteria,
    /// Facets to count, in the order of the answer; each counts once.
    pub by: Vec<Dimension>,
}

impl Default for FacetsRequest {
    fn default() -> Self {
        FacetsRequest {
            criteria: Criteria::default(),
            by: vec![
                Dimension::Outcome,
                Dimension::Year,
                Dimension::Kind,
                Dimension::Section,
                Dimension::Theme,
            ],
        }
    }
}

/// Counts by facet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facets {
    /// Totals, with the counts.
    pub summary: Summary,
    /// The facets, in the order in which they were asked for.
    #[serde(skip)]
    pub by: Vec<Dimension>,
    /// Why nothing matches, if nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<NoHits>,
}

/// Counts what matches by facet. The counts of a facet that is itself filtered ignore that filter.
///
/// # Errors
/// A facet value is unknown, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &FacetsRequest) -> Result<Facets> {
    let plan = corpus.plan(&request.criteria, request.criteria.holding())?;
    let mut by = Vec::new();
    for &dimension in &request.by {
        if !by.contains(&dimension) {
            by.push(dimension);
        }
    }
    let (totals, facets) = plan.totals(&by)?;
    let mut summary = plan.summary(totals)?;
    summary.facets = facets;
    Ok(Facets {
        summary,
        by,
        absence: plan.absence(totals)?,
    })
}
