//! The question for waits, and its answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{UNITS, figures, resolve_service, services, sort};
use crate::answers::corpus::{Corpus, Criteria, QueryPlan};
use crate::answers::page_of;
use crate::answers::summary::WithoutFilter;
use crate::answers::waits::{Figure, FigureKind, FigureOf, Waits};
use crate::error::{Error, Result, list};

/// A question for figures on waiting and timeliness.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WaitsRequest {
    /// Words and filters.
    #[serde(flatten)]
    pub criteria: Criteria,
    /// Only waits for these services: a name, an acronym or a theme; all if empty.
    pub service: Vec<String>,
    /// Only waits, or only targets.
    pub only: Option<FigureKind>,
    /// Only figures of the area itself, or only those it is compared with.
    pub of: Option<FigureOf>,
    /// Page of the list, 1-based.
    pub page: Option<usize>,
    /// Figures a page; all if not given.
    pub limit: Option<usize>,
}

/// Lists figures, longest first.
///
/// # Errors
/// A service or a facet value is unknown, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &WaitsRequest) -> Result<Waits> {
    let wanted = Wanted {
        services: meant(&request.service)?,
        kind: request.only,
        of: request.of,
    };
    let plan = corpus.plan(&request.criteria, request.criteria.holding())?;
    let mut found = Vec::new();
    let mut missed: BTreeMap<&str, u64> = BTreeMap::new();
    let totals = plan.each_passage(&UNITS, &mut |passage| {
        for figure in figures(&passage) {
            match wanted.refused_by(&figure)[..] {
                [] => found.push(figure),
                [option] => *missed.entry(option).or_default() += 1,
                _ => {}
            }
        }
    })?;
    let mut without = Vec::new();
    if found.is_empty() && totals.passages > 0 {
        let options = missed.into_iter();
        without.extend(options.map(|(option, found)| WithoutFilter {
            filter: option.to_owned(),
            found,
        }));
        without.extend(without_a_filter(&plan, &wanted)?);
        without.sort_by(|a, b| a.filter.cmp(&b.filter));
    }
    sort(&mut found);
    let total = found.len() as u64;
    Ok(Waits {
        waits: page_of(found, request.page, request.limit),
        total,
        summary: plan.summary(totals)?,
        absence: match totals.passages {
            0 => Some(plan.no_hits()?),
            _ => None,
        },
        without,
    })
}

/// Which figures are wanted.
struct Wanted {
    /// Those on one of these services; none: on whatever it is.
    services: Vec<&'static str>,
    kind: Option<FigureKind>,
    of: Option<FigureOf>,
}

impl Wanted {
    /// The options by which a figure is not.
    fn refused_by(&self, figure: &Figure) -> Vec<&'static str> {
        let service = figure.service.as_deref();
        let on = service.is_some_and(|own| self.services.contains(&own));
        let mut options = Vec::new();
        if !self.services.is_empty() && !on {
            options.push("--service");
        }
        if self.kind.is_some_and(|kind| figure.kind != kind) {
            options.push("--only");
        }
        if self.of.is_some_and(|of| figure.of != of) {
            options.push("--of");
        }
        options
    }
}

/// How many wanted figures there would be without each filter of reports and passages, if any.
fn without_a_filter(plan: &QueryPlan<'_>, wanted: &Wanted) -> Result<Vec<WithoutFilter>> {
    let mut counts = Vec::new();
    for (index, filter) in plan.passages.filters.iter().enumerate() {
        let mut others = plan.clone();
        others.passages.filters.remove(index);
        let mut found = 0;
        others.each_passage(&UNITS, &mut |passage| {
            let own = figures(&passage).into_iter();
            found += own
                .filter(|figure| wanted.refused_by(figure).is_empty())
                .count() as u64;
        })?;
        if found > 0 {
            counts.push(WithoutFilter {
                filter: filter.label.clone(),
                found,
            });
        }
    }
    Ok(counts)
}

/// The services that are meant; one that is none is an error that lists them.
fn meant(typed: &[String]) -> Result<Vec<&'static str>> {
    let mut meant = Vec::new();
    for typed in typed {
        let own = resolve_service(typed);
        if own.is_empty() {
            return Err(Error::Usage {
                message: format!("unknown service `{typed}`"),
                hint: Some(format!("the services are {}", list(&services()))),
            });
        }
        meant.extend(own);
    }
    Ok(meant)
}
