//! Areas side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::actions;
use super::area::{Asked, place};
use crate::api::{
    AreaInfo, ComparedArea, Filter, FoundPassage, Matching, ReportInfo, ThemeShare, Themes,
};
use crate::report::facet::{Dimension, FacetPath};
use crate::report::{Kind, Role};

/// Which passages of the areas' reports are counted. Their reports are looked at in any case: the
/// latest outcome does not hang on what else a report speaks of.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Filters on passages, those on themes that are wanted aside.
    filters: Vec<Filter>,
    /// Themes that are wanted; none: all.
    themes: Vec<FacetPath>,
    /// Whether boilerplate is counted as well.
    boilerplate: bool,
}

impl Scope {
    /// Takes the filters on passages out of those of a request, so that those on reports are left.
    pub fn taken_from(filters: &mut Vec<Filter>, boilerplate: bool) -> Self {
        let (of_reports, of_passages): (Vec<Filter>, Vec<Filter>) = filters
            .drain(..)
            .partition(|filter| filter.dimension.is_of_report());
        *filters = of_reports;
        let (themes, filters): (Vec<Filter>, Vec<Filter>) = of_passages
            .into_iter()
            .partition(|filter| filter.dimension == Dimension::Theme && !filter.exclude);
        let asked = |filter: &Filter| filter.dimension == Dimension::Section && !filter.exclude;
        Scope {
            boilerplate: boilerplate || filters.iter().any(asked),
            filters,
            themes: themes.into_iter().flat_map(|filter| filter.paths).collect(),
        }
    }

    /// Whether a passage is one that shares are of.
    fn holds(&self, passage: &FoundPassage) -> bool {
        let role = passage.section.role.as_str();
        let passes = |filter: &Filter| {
            let has = |path: &FacetPath| match filter.dimension {
                Dimension::Section => path.leaf() == role,
                _ => passage.themes.iter().any(|theme| is_below(theme, path)),
            };
            filter.paths.iter().any(has) != filter.exclude
        };
        (self.boilerplate || role != Role::Boilerplate.name()) && self.filters.iter().all(passes)
    }

    fn wants(&self, theme: &str) -> bool {
        self.themes.is_empty() || self.themes.iter().any(|path| is_below(theme, path))
    }

    /// Whether a passage has a theme that is wanted.
    fn is_about(&self, passage: &FoundPassage) -> bool {
        self.themes.is_empty() || passage.themes.iter().any(|theme| self.wants(theme))
    }
}

/// Whether a theme is the one of a path, or one of its domain.
fn is_below(theme: &str, path: &FacetPath) -> bool {
    let mut levels = theme.split('/');
    path.0
        .iter()
        .all(|level| levels.next() == Some(level.as_str()))
}

/// Reads the passages of one area, which come report by report, in printed order.
#[derive(Debug)]
pub struct Collector<'a> {
    scope: &'a Scope,
    reports: BTreeSet<String>,
    passages: u64,
    latest: BTreeMap<String, ReportInfo>,
    themes: Themes,
    actions: actions::Collector,
}

impl<'a> Collector<'a> {
    /// A collector of the passages in `scope`.
    pub fn new(scope: &'a Scope) -> Self {
        Collector {
            scope,
            reports: BTreeSet::new(),
            passages: 0,
            latest: BTreeMap::new(),
            themes: Themes::new(),
            actions: actions::Collector::default(),
        }
    }

    /// Takes what a passage adds.
    pub fn take(&mut self, passage: &FoundPassage) {
        let report = passage.report.as_ref();
        if !self.reports.contains(&report.id) {
            self.reports.insert(report.id.clone());
            let known = self.latest.get(&report.kind);
            if known.is_none_or(|known| is_later(report, known)) {
                self.latest.insert(report.kind.clone(), report.clone());
            }
        }
        let counted = self.scope.holds(passage);
        if counted {
            self.passages += 1;
            let themes = passage.themes.iter();
            for theme in themes.filter(|theme| self.scope.wants(theme)) {
                *self.themes.entry(theme.clone()).or_default() += 1;
            }
        }
        if actions::may_ask(passage) {
            let wanted = counted && self.scope.is_about(passage);
            self.actions.take(passage, wanted);
        }
    }

    /// The area, with what of it matches a query.
    pub fn finish(self, area: AreaInfo, matching: Option<Matching>) -> ComparedArea {
        let mut latest = self.latest;
        let in_order = Kind::ALL.iter();
        let passages = self.passages;
        ComparedArea {
            area,
            reports: self.reports.len() as u64,
            passages,
            latest: in_order
                .filter_map(|kind| latest.remove(kind.name()))
                .collect(),
            actions: Asked::of(self.actions).numbers(),
            themes: (self.themes.into_iter())
                .map(|(theme, number)| ThemeShare {
                    theme,
                    passages: number,
                    share: crate::api::share(number, passages),
                })
                .collect(),
            matching,
        }
    }
}

/// Whether a report is later than another; of two undated ones neither is known to be.
fn is_later(report: &ReportInfo, other: &ReportInfo) -> bool {
    let dated = |report: &ReportInfo| report.year.is_some();
    match (dated(report), dated(other)) {
        (true, false) => true,
        (false, _) => false,
        (true, true) => place(report) > place(other),
    }
}
