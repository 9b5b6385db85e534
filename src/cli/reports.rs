//! `findings reports`

use super::Ending;
use super::args::ReportsArgs;
use super::output::{Output, messages};
use super::settings::{self, Settings};
use crate::api::{Filter, ReportInfo};
use crate::error::{Error, Result};
use crate::render;
use crate::report::facet::{Dimension, FacetPath};

pub(super) fn run(args: &ReportsArgs, settings: &Settings) -> Result<Ending> {
    let engine = settings.engine()?;
    let filters = settings::report_filters(&args.filters, &engine)?;
    let mut reports = engine.reports()?;
    reports.retain(|report| filters.iter().all(|filter| passes(&report.report, filter)));
    if reports.is_empty() {
        let all = engine.report_count()?;
        messages::plain(
            &format!("no report passes the filters ({all} are indexed)"),
            settings,
        );
        return Ok(Ending::NothingFound);
    }
    let mut out = Output::stdout();
    render::reports(&mut out, &reports, args.format.into(), settings.look(false))
        .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}

/// Whether a report passes a filter on reports.
pub(super) fn passes(report: &ReportInfo, filter: &Filter) -> bool {
    let holds = |path: &FacetPath| match filter.dimension {
        Dimension::Area => report.area.as_deref().is_some_and(|names| {
            names
                .split(" and ")
                .chain([names])
                .any(|name| name == path.leaf())
        }),
        Dimension::Region => report.region.as_deref() == Some(path.leaf()),
        Dimension::Outcome => {
            path.0.first() == Some(&report.outcome_scale)
                && path.0.get(1).is_none_or(|value| *value == report.outcome)
        }
        Dimension::Year => report
            .year
            .is_some_and(|year| year.to_string() == path.leaf()),
        Dimension::Kind => report.kind == path.leaf(),
        Dimension::Theme | Dimension::Section => false,
    };
    filter.paths.iter().any(holds) != filter.exclude
}
