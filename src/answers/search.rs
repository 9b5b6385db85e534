//! `search`: ranked passages with highlights and facet counts.

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, Criteria, Holding, QueryPlan};
use super::snippet;
use crate::answers::hit::{Alike, Context, Hit, ScorePart, SectionInfo};
use crate::answers::report_info::{PassageInfo, passage_id};
use crate::answers::summary::{NoHits, Summary};
use crate::engine::{
    Filter, Group, IndexedPassage, NearDuplicates, RankedPassage, Ranking, Sort, Totals,
};
use crate::error::{Error, Result};
use crate::query::understanding::{NamedFacet, Understood};
use crate::report::facet::Dimension;

/// A question for passages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchRequest {
    /// Words and filters.
    #[serde(flatten)]
    pub criteria: Criteria,
    /// Whether only passages with all the words are given, and nothing below them.
    pub all: bool,
    /// Whether passages with most of the words may follow those with all: yes, unless told otherwise.
    pub partial: Option<bool>,
    /// Order of the hits.
    pub sort: Sort,
    /// Which hits are drawn together.
    pub group: Group,
    /// Hits a page.
    pub limit: usize,
    /// Page of hits, 1-based.
    pub page: usize,
    /// Neighbouring passages to give before and after each hit.
    pub context: usize,
    /// Facets to count.
    pub facets: Vec<Dimension>,
    /// Whether to say how each score came about.
    pub explain: bool,
}

impl Default for SearchRequest {
    fn default() -> Self {
        SearchRequest {
            criteria: Criteria::default(),
            all: false,
            partial: None,
            sort: Sort::Relevance,
            group: Group::NearDuplicate,
            limit: 10,
            page: 1,
            context: 0,
            facets: Vec::new(),
            explain: false,
        }
    }
}

impl SearchRequest {
    /// A request for a query, with defaults for all else.
    pub fn new(query: &str) -> Self {
        SearchRequest {
            criteria: Criteria {
                query: query.to_owned(),
                ..Criteria::default()
            },
            ..SearchRequest::default()
        }
    }

    fn holding(&self) -> Holding {
        match (self.criteria.any, self.all) {
            (true, _) => Holding::Any,
            (false, true) => Holding::All,
            (false, false) => Holding::Most,
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchResponse {
    /// The page of hits asked for: full matches first, then partial ones.
    pub hits: Vec<Hit>,
    /// Totals.
    pub summary: Summary,
    /// Why nothing was found, if nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<NoHits>,
}

/// Answers a search.
///
/// # Errors
/// It asks for nothing, names an unknown facet value, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &SearchRequest) -> Result<SearchResponse> {
    if request.criteria.query.trim().is_empty() && request.criteria.facets.is_empty() {
        return Err(Error::Usage {
            message: "nothing to search for".to_owned(),
            hint: Some("name some words: `findings search CAMHS waiting`, or a filter".to_owned()),
        });
    }
    let plan = corpus.plan_or_text(&request.criteria, request.holding())?;
    if plan.query.root.is_none() && plan.passages.filters.is_empty() {
        // What holds no word is not a question for every passage.
        return Ok(SearchResponse {
            hits: Vec::new(),
            summary: plan.summary(Totals::default())?,
            absence: Some(plan.no_hits()?),
        });
    }
    search(&plan, request)
}

/// Searches for what was read, in the order and on the page that are asked for.
pub(crate) fn search(plan: &QueryPlan<'_>, request: &SearchRequest) -> Result<SearchResponse> {
    let unfiltered = plan.unfiltered(&request.facets);
    let by_values = plan.passages.by_values();
    let by_text = |filter: &Filter| filter.or_text.is_some();
    let some_by_text = plan.passages.filters.iter().any(by_text);
    let (then, or_else) = match request.holding() {
        Holding::Most if request.partial != Some(false) => plan.with_fewer_words(&by_values),
        Holding::Most | Holding::All | Holding::Any => (Vec::new(), Vec::new()),
    };
    let ranking = Ranking {
        sort: request.sort,
        group: request.group,
        skip: request.limit.saturating_mul(request.page.max(1) - 1),
        limit: request.limit,
        first: some_by_text.then_some(by_values),
        then,
        or_else,
        facets: &unfiltered,
        explain: request.explain,
        weights: &plan.corpus.weights,
    };
    let found = plan.corpus.searcher.search(&plan.passages, &ranking)?;
    let nothing = request.partial != Some(false)
        && request.holding() != Holding::All
        && found.passages.is_empty()
        && found.totals.passages == 0
        && request.page == 1;
    if nothing && let Some(mut wider) = elsewhere(plan, request)? {
        wider.summary.understood = plan.summary(Totals::default())?.understood;
        return Ok(wider);
    }
    let facets = plan.facets(&request.facets, found.facets)?;
    let totals = found.totals;
    let hits = hits(plan, request, found.passages)?;
    let absence = match (hits.first(), totals.passages) {
        (None, _) => Some(plan.no_hits()?),
        (Some(first), 0) => Some(NoHits {
            shown_for: plan.shown_for(&first.missing),
            ..plan.unknown_words()?
        }),
        (Some(_), _) => None,
    };
    let mut summary = plan.summary(totals)?;
    summary.facets = facets;
    Ok(SearchResponse {
        hits,
        summary,
        absence,
    })
}

/// Where nothing has the facets that the query names: what there is elsewhere, if there is anything.
fn elsewhere(plan: &QueryPlan<'_>, request: &SearchRequest) -> Result<Option<SearchResponse>> {
    let Some(wider) = plan.without_named() else {
        return Ok(None);
    };
    let mut answer = search(&wider, request)?;
    if answer.hits.is_empty() {
        return Ok(None);
    }
    for hit in &mut answer.hits {
        let dropped = plan.named.iter().filter(|one| !wider.named.contains(one));
        let dropped = dropped.map(|one| one.understood.text.clone());
        hit.missing.splice(0..0, dropped);
    }
    answer.summary.passages = 0;
    answer.summary.reports = 0;
    answer.absence = Some(NoHits {
        shown_for: plan.shown_for(&answer.hits[0].missing),
        ..plan.unknown_words()?
    });
    Ok(Some(answer))
}

/// The passages of a page as they are shown.
fn hits(
    plan: &QueryPlan<'_>,
    request: &SearchRequest,
    passages: Vec<RankedPassage>,
) -> Result<Vec<Hit>> {
    let searcher = plan.corpus.searcher;
    let mut duplicates = vec![None; passages.len()];
    if request.group == Group::NearDuplicate {
        // Those beside a partial match are partial matches too.
        let full = passages.partition_point(|found| found.missing.is_empty());
        let (of_all, of_some) = passages.split_at(full);
        let found = |passages: &[RankedPassage], query| {
            let passages: Vec<&IndexedPassage> =
                passages.iter().map(|found| &found.passage).collect();
            if passages.is_empty() {
                return Ok(Vec::new());
            }
            searcher.near_duplicates(query, &passages)
        };
        duplicates = found(of_all, &plan.passages)?;
        let words = plan.passages.words.len();
        let mut partial = plan.passages.clone();
        partial.holding = words.min(1)..=words.saturating_sub(1);
        duplicates.extend(found(of_some, &partial)?);
    }
    let highlighter = plan.highlighter();
    let mut hits = Vec::with_capacity(passages.len());
    for (found, duplicates) in passages.into_iter().zip(duplicates) {
        let mut hit = hit(plan.corpus, found.passage)?;
        hit.highlights = highlighter.highlights(&hit.text);
        hit.snippet = snippet::cut(&hit.text, &hit.highlights);
        hit.rank = found.rank;
        hit.score = found.score;
        hit.missing = found.missing;
        hit.alike = duplicates.map(alike);
        hit.more_in_report = (request.group == Group::Report).then_some(found.more);
        hit.more_in_area = (request.group == Group::Area).then_some(found.more);
        let parts = found.parts.into_iter();
        hit.explanation = parts
            .map(|(part, score)| ScorePart { part, score })
            .collect();
        if request.explain {
            hit.explanation.extend(named_parts(plan, &hit));
        }
        if request.context > 0 {
            hit.context = Some(context(plan.corpus, &hit.id, request.context)?);
        }
        hits.push(hit);
    }
    Ok(hits)
}

/// How a hit has the facets that the query names: they choose passages and add nothing to scores.
fn named_parts(plan: &QueryPlan<'_>, hit: &Hit) -> Vec<ScorePart> {
    let report = &hit.report;
    let part = |named: &NamedFacet| {
        let Understood { text, facet, .. } = &named.understood;
        let own = match facet {
            Dimension::Area => report.area.clone(),
            Dimension::Region => report.region.clone(),
            Dimension::Year => report.year.map(|year| year.to_string()),
            Dimension::Outcome => Some(report.outcome.clone()),
            Dimension::Kind => Some(report.kind.clone()),
            Dimension::Theme | Dimension::Section => None,
        };
        let has = own.is_some_and(|own| named.understood.values.contains(&own));
        let by = if has { "of the report" } else { "in the text" };
        ScorePart {
            part: format!("`{text}`: {facet} {by}"),
            score: 0.0,
        }
    };
    plan.named.iter().map(part).collect()
}

/// A passage with its report, nothing marked in it.
pub(crate) fn hit(corpus: &Corpus<'_>, found: IndexedPassage) -> Result<Hit> {
    let report = corpus.report_info(&found.report)?;
    Ok(Hit {
        rank: 0,
        score: 0.0,
        id: passage_id(&found.report, found.number),
        report,
        section: SectionInfo {
            heading: found.heading,
            role: found.role.name().to_owned(),
        },
        page_start: found.passage.page_start,
        page_end: found.passage.page_end,
        themes: found.passage.themes,
        snippet: snippet::cut(&found.passage.text, &[]),
        text: found.passage.text,
        highlights: Vec::new(),
        missing: Vec::new(),
        alike: None,
        more_in_report: None,
        more_in_area: None,
        context: None,
        explanation: Vec::new(),
    })
}

pub(crate) fn alike(duplicates: NearDuplicates) -> Alike {
    let ids = duplicates.first.iter();
    Alike {
        passages: duplicates.passages,
        reports: duplicates.reports,
        ids: ids
            .map(|(report, number)| passage_id(report, *number))
            .collect(),
    }
}

/// So many passages before and after one.
fn context(corpus: &Corpus<'_>, id: &str, around: usize) -> Result<Context> {
    let (report, number) = super::show::passage_of(id)?;
    let first = number.saturating_sub(around).max(1);
    let found = corpus
        .searcher
        .passages(&report, first..=number.saturating_add(around))?;
    let mut context = Context::default();
    for found in found {
        let side = match found.number.cmp(&number) {
            std::cmp::Ordering::Less => &mut context.before,
            std::cmp::Ordering::Equal => continue,
            std::cmp::Ordering::Greater => &mut context.after,
        };
        side.push(PassageInfo::of(&found.report, found.number, found.passage));
    }
    Ok(context)
}
