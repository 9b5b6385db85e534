//! The history of an area: its reports in order of date, what changed between them, and what they
//! say of inspections to come.

mod answer;
mod changes;
mod due;
mod history;

pub use history::{
    AreaHistory, AreaReport, Change, Direction, Due, DueKind, Numbers, Shift, ThemeShift, Themes,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use answer::resolve;
pub use answer::{AreaRequest, answer};

use crate::answers::actions;
use crate::answers::hit::FoundPassage;
use crate::answers::report_info::{AreaInfo, ReportEntry, ReportInfo};
use crate::answers::summary::Summary;
use crate::report::facet::FacetPath;
use crate::report::{Area, Date, Kind, Role, areas};

/// Reads passages that come report by report, in printed order.
#[derive(Debug, Default)]
pub struct Collector {
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
    pub fn take(&mut self, passage: &FoundPassage) {
        if !self.reports.contains_key(&passage.report.id) {
            let id = passage.report.id.clone();
            self.reports.insert(id, Read::default());
        }
        let Some(report) = self.reports.get_mut(&passage.report.id) else {
            return;
        };
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

    /// Ids of the reports that were read.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.reports.keys().map(String::as_str)
    }

    /// The history; `entries` are those of the reports that were read.
    pub fn finish(
        mut self,
        area: AreaInfo,
        entries: Vec<ReportEntry>,
        summary: Summary,
    ) -> AreaHistory {
        let mut asked = Asked::of(std::mem::take(&mut self.actions));
        let mut reports: Vec<AreaReport> = entries
            .into_iter()
            .map(|entry| {
                let read = self.reports.remove(&entry.report.id).unwrap_or_default();
                let (actions, themes) = asked.take(&entry.report.id);
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

/// What reports ask for.
#[derive(Debug, Default)]
pub(super) struct Asked(BTreeMap<String, (Numbers, Themes)>);

impl Asked {
    pub(super) fn of(actions: actions::Collector) -> Self {
        let mut asked: BTreeMap<String, (Numbers, Themes)> = BTreeMap::new();
        let mut passages = BTreeSet::new();
        for action in actions.finish() {
            let (numbers, themes) = asked.entry(action.report.id).or_default();
            *numbers.entry(action.kind).or_default() += 1;
            // Short items of a list share a passage.
            if passages.insert(action.id) {
                for theme in action.themes {
                    *themes.entry(theme).or_default() += 1;
                }
            }
        }
        Asked(asked)
    }

    /// Numbers and themes of a report.
    fn take(&mut self, report: &str) -> (Numbers, Themes) {
        self.0.remove(report).unwrap_or_default()
    }

    /// Numbers of all reports together.
    pub(super) fn numbers(self) -> Numbers {
        let mut sum = Numbers::new();
        for (kind, number) in self.0.into_values().flat_map(|(numbers, _)| numbers) {
            *sum.entry(kind).or_default() += number;
        }
        sum
    }
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
pub fn named(path: &FacetPath) -> AreaInfo {
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
pub fn predecessors(area: &AreaInfo) -> Vec<String> {
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
