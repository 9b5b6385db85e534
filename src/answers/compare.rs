//! `compare`: areas side by side.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::actions;
use super::area::{self, Asked, place};
use super::corpus::{Corpus, Criteria, Holding, QueryPlan};
use super::search::{self, SearchRequest};
use crate::answers::area::{Numbers, Themes};
use crate::answers::hit::{FoundPassage, Hit};
use crate::answers::report_info::{AreaInfo, ReportInfo};
use crate::answers::search::SearchResponse;
use crate::answers::summary::Summary;
use crate::engine::{Filter, Group};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::query::expansion::ExpansionOptions;
use crate::report::facet::{Dimension, FacetPath};
use crate::report::{Kind, Role};

/// What `findings compare` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The areas, in the order in which they were named.
    pub areas: Vec<ComparedArea>,
    /// How the query was read, and totals of what matches it and passes the filters.
    pub summary: Summary,
}

/// An area beside others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparedArea {
    /// The area.
    pub area: AreaInfo,
    /// Reports that pass the filters on reports.
    pub reports: u64,
    /// Passages of these that pass the filters, those on themes aside: what shares are of.
    pub passages: u64,
    /// The latest report of each kind, which has the latest outcome on its scale.
    pub latest: Vec<ReportInfo>,
    /// What the reports ask for: actions by sort.
    pub actions: Numbers,
    /// Passages by theme; themes without any are left out.
    pub themes: Vec<ThemeShare>,
    /// What matches the query, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<Matching>,
}

/// How many of an area's passages have a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeShare {
    /// The theme.
    pub theme: String,
    /// Passages with it.
    pub passages: u64,
    /// These as a share of the area's passages, from 0 to 1; `null` where it has none.
    pub share: Option<f64>,
}

/// What of an area matches a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matching {
    /// Passages that hold all of it.
    pub passages: u64,
    /// Reports with such passages.
    pub reports: u64,
    /// The best passage; where none holds all of it, the best of those that hold most.
    pub best: Option<Hit>,
}

/// A question for areas side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CompareRequest {
    /// Two areas or more: names, other names, or unambiguous parts of them.
    pub areas: Vec<String>,
    /// What each area's best passage is shown for, and the filters on what is counted.
    #[serde(flatten)]
    pub criteria: Criteria,
}

/// Sets areas side by side, in the order in which they are named.
///
/// # Errors
/// Fewer than two areas are named, one or a facet value is unknown, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &CompareRequest) -> Result<Comparison> {
    let mut notes = Vec::new();
    let named = areas(corpus, &request.areas, &mut notes)?;
    let criteria = &request.criteria;
    // As `search` does, so that there is a best passage even where none holds all the words.
    let holding = if criteria.any {
        Holding::Any
    } else {
        Holding::Most
    };
    let asked = corpus.plan(criteria, holding)?;
    let has_words = asked.query.root.is_some();
    if !criteria.query.trim().is_empty() && !has_words {
        notes.push("--query holds no word to search for".to_owned());
    }
    let everywhere = Filter {
        dimension: Dimension::Area,
        paths: (named.iter())
            .flat_map(|(_, own)| own.paths.clone())
            .collect(),
        exclude: false,
        label: "these areas".to_owned(),
    };
    let overall = best_of(&asked.with_filter(everywhere), criteria, 0)?;
    // Everything else is told of all reports, whether they match or not.
    let mut filters = corpus.filters(&criteria.facets)?;
    let scope = Scope::taken_from(&mut filters, criteria.include_boilerplate);
    let everything = Query::everything();
    let mut all = corpus.plan_query(
        everything,
        filters,
        ExpansionOptions::default(),
        Holding::All,
    )?;
    all.passages.include_boilerplate = true;
    let mut compared = Vec::with_capacity(named.len());
    for (info, filter) in named {
        let matching = if has_words {
            let own = asked.with_filter(filter.clone());
            Some(matching(best_of(&own, criteria, 1)?))
        } else {
            None
        };
        let mut collector = Collector::new(&scope);
        let own = all.with_filter(filter);
        own.each_passage(&[], &mut |passage| collector.take(&passage))?;
        compared.push(collector.finish(info, matching));
    }
    let mut summary = overall.summary;
    let empty = |area: &&ComparedArea| area.reports == 0;
    let all_empty = compared.iter().all(|area| empty(&area));
    for area in compared.iter().filter(|area| empty(area) && !all_empty) {
        notes.push(format!(
            "no report on {} passes the filters",
            area.area.name
        ));
    }
    summary.notes.extend(notes);
    Ok(Comparison {
        areas: compared,
        summary,
    })
}

/// The areas in the order in which they are named, each once, with the filters on them.
fn areas(
    corpus: &Corpus<'_>,
    names: &[String],
    notes: &mut Vec<String>,
) -> Result<Vec<(AreaInfo, Filter)>> {
    let mut areas: Vec<(AreaInfo, Filter)> = Vec::with_capacity(names.len());
    for name in names {
        let (info, filter) = area::resolve(corpus, name)?;
        if areas.iter().any(|(known, _)| known.name == info.name) {
            notes.push(format!("{} is named twice", info.name));
        } else {
            areas.push((info, filter));
        }
    }
    let only = match &areas[..] {
        [] => "nothing",
        [(only, _)] => &only.name,
        _ => return Ok(areas),
    };
    let why = match notes.first() {
        Some(twice) => format!(": {twice}"),
        None => String::new(),
    };
    Err(Error::Usage {
        message: format!("there is nothing to compare {only} with{why}"),
        hint: Some("name two areas or more".to_owned()),
    })
}

/// Totals of what matches, and so many of the best passages.
fn best_of(plan: &QueryPlan<'_>, criteria: &Criteria, limit: usize) -> Result<SearchResponse> {
    let request = SearchRequest {
        criteria: criteria.clone(),
        group: Group::None,
        limit,
        ..SearchRequest::default()
    };
    search::search(plan, &request)
}

fn matching(response: SearchResponse) -> Matching {
    Matching {
        passages: response.summary.passages,
        reports: response.summary.reports,
        best: response.hits.into_iter().next(),
    }
}

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
                    share: crate::answers::count::share(number, passages),
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
