//! The question for an area's history, and its answer.

use serde::{Deserialize, Serialize};

use super::{Collector, named};
use crate::answers::area::AreaHistory;
use crate::answers::corpus::{Corpus, Criteria, FacetFilters};
use crate::answers::report_info::AreaInfo;
use crate::answers::show::{entries, indexed_report};
use crate::engine::Filter;
use crate::error::{Error, Result};
use crate::report::facet::Dimension;

/// A question for the history of an area.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AreaRequest {
    /// The area: a name, another name, or an unambiguous part of one.
    pub name: String,
    /// Facet values that reports must or must not have.
    #[serde(flatten)]
    pub facets: FacetFilters,
}

/// Tells the history of an area.
///
/// # Errors
/// The area or a facet value is unknown, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &AreaRequest) -> Result<AreaHistory> {
    let (info, filter) = resolve(corpus, &request.name)?;
    let criteria = Criteria {
        facets: request.facets.clone(),
        // Reports that hold nothing else are reports of the area as well.
        include_boilerplate: true,
        ..Criteria::default()
    };
    let plan = corpus.plan(&criteria, criteria.holding())?;
    let labels = plan.passages.filters.iter();
    let filters = labels.map(|filter| filter.label.clone()).collect();
    let plan = plan.with_filter(filter);
    let mut collector = Collector::default();
    let totals = plan.each_passage(&[], &mut |passage| collector.take(&passage))?;
    let reports = collector.ids().map(|id| indexed_report(corpus, id));
    let reports = entries(corpus, &reports.collect::<Result<Vec<_>>>()?)?;
    Ok(AreaHistory {
        filters,
        ..collector.finish(info, reports, plan.summary(totals)?)
    })
}

/// An area as people name it, and the filter on it.
///
/// # Errors
/// The area is unknown or ambiguous, or the index cannot be read.
pub(crate) fn resolve(corpus: &Corpus<'_>, name: &str) -> Result<(AreaInfo, Filter)> {
    let mut facets = FacetFilters::default();
    facets
        .filters
        .insert(Dimension::Area, vec![name.to_owned()]);
    let filter = corpus.filters(&facets)?.pop();
    // A name that stands for no area at all is an error by now.
    let filter = filter.filter(|filter| !filter.paths.is_empty());
    let filter = filter.ok_or_else(|| Error::Engine(format!("no area `{name}`")))?;
    Ok((named(&filter.paths[0]), filter))
}
