//! `compare`: areas side by side.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::actions;
use super::area::{self, place};
use super::corpus::{Corpus, Criteria, Holding, QueryPlan};
use super::search::{self, SearchRequest};
use crate::answers::area::{Numbers, Themes};
use crate::answers::hit::Hit;
use crate::answers::report_info::{AreaInfo, ReportInfo};
use crate::answers::search::SearchResponse;
use crate::answers::summary::Summary;
use crate::engine::{Filter, Group};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::query::expansion::ExpansionOptions;
use crate::report::Kind;
use crate::report::facet::{Dimension, FacetPath};

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
        notes.push("--query contains no word to search for".to_owned());
    }
    let everywhere = Filter {
        dimension: Dimension::Area,
        paths: (named.iter())
            .flat_map(|(_, own)| own.paths.clone())
            .collect(),
        exclude: false,
        or_text: None,
        values: Vec::new(),
        label: "these areas".to_owned(),
    };
    let overall = best_of(&asked.with_filter(everywhere), criteria, 0)?;
    let scope = Scope::new(corpus, criteria)?;
    let mut compared = Vec::with_capacity(named.len());
    for (info, filter) in named {
        let mut area = scope.area(info, &filter)?;
        if has_words {
            area.matching = Some(matching(best_of(&asked.with_filter(filter), criteria, 1)?));
        }
        compared.push(area);
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
        [] => "no area",
        [(only, _)] => &only.name,
        _ => return Ok(areas),
    };
    let why = match notes.first() {
        Some(twice) => format!(": {twice}"),
        None => String::new(),
    };
    Err(Error::Usage {
        message: format!("nothing to compare with {only}{why}"),
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

/// What of each area is looked at, whether it matches the query or not. The latest outcome does not
/// depend on what else a report speaks of.
struct Scope<'c> {
    /// Everything in reports that pass the filters on reports.
    reports: QueryPlan<'c>,
    /// Of it what passes the filters on passages, those on themes that are wanted aside.
    counted: QueryPlan<'c>,
    /// Of it what has a wanted theme.
    about: QueryPlan<'c>,
    /// Themes that are wanted; none: all.
    themes: Vec<FacetPath>,
}

impl<'c> Scope<'c> {
    fn new(corpus: &'c Corpus<'c>, criteria: &Criteria) -> Result<Self> {
        let everything = |of: &dyn Fn(&Filter) -> bool, boilerplate| -> Result<QueryPlan<'c>> {
            let mut filters = corpus.filters(&criteria.facets)?;
            filters.retain(|filter| of(filter));
            let (query, options) = (Query::everything(), ExpansionOptions::default());
            let mut plan = corpus.plan_query(query, filters, options, Holding::All)?;
            plan.passages.include_boilerplate |= boilerplate;
            Ok(plan)
        };
        let boilerplate = criteria.include_boilerplate;
        let is_wanted = |filter: &Filter| filter.dimension == Dimension::Theme && !filter.exclude;
        let about = everything(&|_| true, boilerplate)?;
        let themes = about
            .passages
            .filters
            .iter()
            .filter(|filter| is_wanted(filter));
        Ok(Scope {
            reports: everything(&|filter| filter.dimension.is_of_report(), true)?,
            counted: everything(&|filter| !is_wanted(filter), boilerplate)?,
            themes: themes.flat_map(|filter| filter.paths.clone()).collect(),
            about,
        })
    }

    /// An area, without what of it matches a query.
    fn area(&self, area: AreaInfo, filter: &Filter) -> Result<ComparedArea> {
        let [reports, counted, about] = [&self.reports, &self.counted, &self.about]
            .map(|plan| plan.with_filter(filter.clone()));
        let corpus = reports.corpus;
        let ids = corpus.searcher.crosstab(&reports.passages, &[])?.reports;
        let mut latest: BTreeMap<String, ReportInfo> = BTreeMap::new();
        for id in &ids {
            let report = corpus.report_info(id)?;
            let known = latest.get(&report.kind);
            if known.is_none_or(|known| is_later(&report, known)) {
                latest.insert(report.kind.clone(), report);
            }
        }
        let tally = corpus
            .searcher
            .crosstab(&counted.passages, &[Dimension::Theme])?;
        let mut themes = Themes::new();
        for (values, totals) in &tally.cells {
            for theme in values.iter().filter(|theme| self.wants(theme)) {
                themes.insert(theme.label(Dimension::Theme), totals.passages);
            }
        }
        let mut actions = Numbers::new();
        let asking = reports.with_filter(actions::sections());
        let wanted = about.with_filter(actions::sections());
        for action in actions::collect(&asking, Some(&wanted))?.0 {
            *actions.entry(action.kind).or_default() += 1;
        }
        let share = |number| crate::answers::count::share(number, tally.passages);
        Ok(ComparedArea {
            area,
            reports: ids.len() as u64,
            passages: tally.passages,
            latest: (Kind::ALL.iter())
                .filter_map(|kind| latest.remove(kind.name()))
                .collect(),
            actions,
            themes: (themes.into_iter())
                .map(|(theme, passages)| ThemeShare {
                    theme,
                    passages,
                    share: share(passages),
                })
                .collect(),
            matching: None,
        })
    }

    fn wants(&self, theme: &FacetPath) -> bool {
        let mut paths = self.themes.iter();
        self.themes.is_empty() || paths.any(|path| theme.0.starts_with(&path.0))
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
