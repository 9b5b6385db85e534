//! `area`: the history of an area: its reports in order of date, what changed between them, and what they
//! say of inspections to come.

mod changes;
mod due;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::actions::{self, Action};
use super::corpus::{Corpus, Criteria, FacetFilters};
use super::hit::FoundPassage;
use super::report_info::{AreaInfo, ReportEntry, ReportInfo};
use super::show::{entries, indexed_report};
use super::summary::Summary;
use crate::engine::Filter;
use crate::error::{Error, Result};
use crate::report::facet::{Dimension, FacetPath};
use crate::report::{Area, Date, Kind, Role, areas};
pub use changes::{AreaReport, Change, Direction, Numbers, Shift, ThemeShift, Themes};
pub use due::{Due, DueKind};

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

/// What `findings area` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AreaHistory {
    /// The area.
    pub area: AreaInfo,
    /// Areas that it followed, if it is younger than the inspections.
    pub predecessors: Vec<String>,
    /// What the latest reports say of inspections to come that none of the reports is of.
    pub next: Vec<Due>,
    /// Its reports, earliest inspection first.
    pub reports: Vec<AreaReport>,
    /// What changed between inspections of one kind, latest first.
    pub changes: Vec<Change>,
    /// The filters on its reports, as options of the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
    /// Totals of the passages of these reports.
    pub summary: Summary,
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
    // The area itself is the question.
    let plan = plan.with_filter(Filter {
        values: Vec::new(),
        ..filter
    });
    let mut collector = Collector::default();
    let totals = plan.each_passage(&[], &mut |passage| collector.take(&passage))?;
    let reports = collector
        .reports
        .keys()
        .map(|id| indexed_report(corpus, id));
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

/// Reads passages that come report by report, in printed order.
#[derive(Debug, Default)]
struct Collector {
    reports: BTreeMap<String, Read>,
    actions: actions::Collector,
}

/// What was read of a report.
#[derive(Debug, Default)]
struct Read {
    strengths: Option<Themes>,
    weaknesses: Option<Themes>,
    due: Vec<Due>,
}

impl Collector {
    /// Takes what a passage adds.
    fn take(&mut self, passage: &FoundPassage) {
        let report = self.reports.entry(passage.report.id.clone()).or_default();
        let role = passage.section.role.as_str();
        let themes = [
            (Role::Strengths, &mut report.strengths),
            (Role::Weaknesses, &mut report.weaknesses),
        ];
        for (own, themes) in themes {
            if own.name() == role {
                let themes = themes.get_or_insert_default();
                for theme in &passage.themes {
                    *themes.entry(theme.clone()).or_default() += 1;
                }
            }
        }
        report.due.extend(due::due(passage));
        if actions::may_ask(passage) {
            self.actions.take(passage, true);
        }
    }

    /// The history; `entries` are those of the reports that were read.
    fn finish(
        mut self,
        area: AreaInfo,
        entries: Vec<ReportEntry>,
        summary: Summary,
    ) -> AreaHistory {
        let mut asked = asked(std::mem::take(&mut self.actions).finish());
        let mut reports: Vec<AreaReport> = entries
            .into_iter()
            .map(|entry| {
                let read = self.reports.remove(&entry.report.id).unwrap_or_default();
                let (actions, themes) = asked.remove(&entry.report.id).unwrap_or_default();
                AreaReport {
                    entry,
                    strengths: read.strengths,
                    weaknesses: read.weaknesses,
                    actions,
                    asked: themes,
                    due: read.due,
                }
            })
            .collect();
        reports.sort_by_cached_key(|report| place(&report.entry.report));
        follow_up(&mut reports);
        AreaHistory {
            predecessors: predecessors(&area),
            area,
            next: next(&reports),
            changes: changes::changes(&reports),
            filters: Vec::new(),
            reports,
            summary,
        }
    }
}

/// What each report asks for, by its id: actions by sort, and the themes of their passages.
fn asked(actions: Vec<Action>) -> BTreeMap<String, (Numbers, Themes)> {
    let mut asked: BTreeMap<String, (Numbers, Themes)> = BTreeMap::new();
    let mut passages = BTreeSet::new();
    for action in actions {
        let (numbers, themes) = asked.entry(action.report.id).or_default();
        *numbers.entry(action.kind).or_default() += 1;
        // Short items of a list share a passage.
        if passages.insert(action.id) {
            for theme in action.themes {
                *themes.entry(theme).or_default() += 1;
            }
        }
    }
    asked
}

/// Place of a report in order of date; undated ones come last, and a press release after its report.
pub(super) fn place(report: &ReportInfo) -> (i16, Date, Option<usize>, String) {
    let date = report.inspection_end.or(report.published);
    let year = date.map(Date::year).or(report.year);
    let kind = Kind::ALL.iter().position(|kind| kind.name() == report.kind);
    (
        year.unwrap_or(i16::MAX),
        date.unwrap_or(Date::MAX),
        kind,
        report.id.clone(),
    )
}

/// The area that a facet's value stands for.
fn named(path: &FacetPath) -> AreaInfo {
    let region = match &path.0[..] {
        [region, _] => Some(region.clone()),
        _ => None,
    };
    AreaInfo::of(&Area {
        name: path.leaf().to_owned(),
        region,
    })
}

/// Areas that an area followed.
fn predecessors(area: &AreaInfo) -> Vec<String> {
    let followed = areas().iter();
    followed
        .filter(|former| former.successors.contains(&area.name))
        .map(|former| former.name.clone())
        .collect()
}

/// Names the first later report on each inspection that was announced, if it is there.
fn follow_up(reports: &mut [AreaReport]) {
    for at in 1..reports.len() {
        let (earlier, later) = reports.split_at_mut(at);
        let Some(later) = later.first().map(|later| &later.entry.report) else {
            return;
        };
        for report in earlier {
            let own = report.entry.report.kind.clone();
            for due in &mut report.due {
                if due.followed_by.is_none() && is_on(later, due.kind, &own) {
                    due.followed_by = Some(later.id.clone());
                }
            }
        }
    }
}

/// Kinds of reports on area SEND inspections.
const SEND: [Kind; 4] = [
    Kind::SendFull,
    Kind::SendMonitoring,
    Kind::SendOutcomeLetter,
    Kind::SendRevisit,
];

/// Whether a report is on an inspection of this sort, announced by a report of the kind `by`.
fn is_on(report: &ReportInfo, due: DueKind, by: &str) -> bool {
    let send = SEND.iter().any(|kind| kind.name() == by);
    let kinds: &[Kind] = match (due, send) {
        (DueKind::Monitoring, true) => &[Kind::SendMonitoring],
        (DueKind::Monitoring, false) => &[Kind::IlacsMonitoringVisit],
        (DueKind::Revisit, _) => &[Kind::SendRevisit],
        (DueKind::Full, true) => &[Kind::SendFull],
        (DueKind::Full, false) => &[Kind::Ilacs, Kind::SifReinspection],
    };
    kinds.iter().any(|kind| kind.name() == report.kind)
}

/// What is still to come: of each sort what the latest report says of it.
fn next(reports: &[AreaReport]) -> Vec<Due> {
    let mut next: BTreeMap<DueKind, Due> = BTreeMap::new();
    for due in reports.iter().flat_map(|report| &report.due) {
        // A later sentence that gives no time does not take back an earlier one that does.
        let known = next.get(&due.kind);
        if due.until.is_some() || known.is_none_or(|known| known.until.is_none()) {
            next.insert(due.kind, due.clone());
        }
    }
    let mut next: Vec<Due> = next.into_values().collect();
    next.retain(|due| due.followed_by.is_none());
    next.sort_by_key(|due| (due.until.is_none(), due.until, Reverse(due.kind)));
    next
}
