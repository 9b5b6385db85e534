//! Requests into answers.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use tantivy::collector::Count;
use tantivy::query::{EnableScoring, Occur, Query};
use tantivy::{DocSet, TERMINATED};

use super::collect::Candidate;
use super::collect::{Collected, PassageCollector, PassagePrior};
use super::compile::{Compiler, excluded};
use super::dictionary::IndexedWords;
use super::facet_counts::ordered;
use super::reader::Engine;
use super::rerank::{self, QueryWord, ScoredPassage};
use super::{engine_error, fold};
use crate::answers::highlight::Highlighter;
use crate::api::{
    FacetCount, Filter, Group, Mode, SCHEMA, SearchRequest, SearchResponse, Sort, Summary,
};
use crate::engine::ranking;
use crate::error::Result;
use crate::query::expansion::{Condition, Expansion, TermGroup, expand};
use crate::query::synonyms::Synonyms;
use crate::query::{Node, Query as UserQuery};
use crate::report::Role;
use crate::report::facet::{Dimension, FacetPath, Vocabulary};

pub(super) type Boxed = Box<dyn Query>;
pub(super) type Clauses = Vec<(Occur, Boxed)>;

impl Engine {
    /// Answers a request, with the list of synonyms that comes with the program.
    ///
    /// # Errors
    /// The query names an unknown facet value, or the index cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        self.search_with(request, Synonyms::built_in())
    }

    /// Answers a request, with these synonyms.
    ///
    /// # Errors
    /// The query names an unknown facet value, or the index cannot be read.
    pub fn search_with(
        &self,
        request: &SearchRequest,
        synonyms: &Synonyms,
    ) -> Result<SearchResponse> {
        let started = Instant::now();
        self.understood(request, synonyms, |search| {
            let mut response = search.run()?;
            response.summary.elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
            Ok(response)
        })
    }

    /// Understands a request and lets `answer` make what it wants of it.
    pub(super) fn understood<T>(
        &self,
        request: &SearchRequest,
        synonyms: &Synonyms,
        answer: impl FnOnce(&Search<'_>) -> Result<T>,
    ) -> Result<T> {
        let (query, mut filters) = self.lift_filters(&request.query)?;
        filters.extend(request.filters.iter().cloned());
        let mut known = HashSet::new();
        filters.retain(|filter| {
            known.insert((filter.dimension, filter.paths.clone(), filter.exclude))
        });
        let lexicon = IndexedWords {
            searcher: &self.searcher,
            fields: &self.fields,
        };
        let mut reading = request.expansion;
        // Who asks for all words means all.
        reading.function_words_optional &= request.mode != Mode::All;
        // Reading it takes as long as a search.
        let vocabulary = match &query.root {
            Some(node) if node.asks_for_facets() => self.vocabulary()?,
            _ => &Vocabulary::default(),
        };
        let understood = expand(&query, &reading, &lexicon, synonyms, vocabulary)?;
        let leaves = understood.condition.positive_groups().into_iter();
        let mut marked = HashSet::new();
        let leaves: Vec<&TermGroup> = leaves
            .filter(|leaf| !leaf.optional && marked.insert((&leaf.variants, leaf.slop)))
            .collect();
        let highlighter = Highlighter::new(&leaves);
        let (mut words, rest) = understood.condition.clone().split();
        let mut known = HashSet::new();
        words.retain(|word| match word {
            Condition::Text(leaf) => {
                !leaf.optional && known.insert((leaf.variants.clone(), leaf.slop))
            }
            _ => true,
        });
        let rest = without_repetitions(rest);
        let compiler = Compiler::new(
            &self.fields,
            &self.searcher,
            &request.weights,
            self.passage_count()?,
        )?;
        let headings = rest
            .iter()
            .filter(|condition| matches!(condition, Condition::Heading(_)));
        let weighed = QueryWord::all(words.iter().chain(headings), &compiler)?;
        let search = Search {
            engine: self,
            weighed,
            compiler,
            request,
            filters,
            words,
            rest,
            prior: Arc::new(PassagePrior::new(&request.weights)),
            highlighter,
            understood: &understood,
        };
        answer(&search)
    }

    /// Facet conditions that stand beside the words of a query are filters like those of the
    /// command line, so that counts treat them alike.
    fn lift_filters(&self, query: &UserQuery) -> Result<(UserQuery, Vec<Filter>)> {
        let mut filters = Vec::new();
        let mut kept = Vec::new();
        let nodes = match query.root.clone() {
            Some(Node::And(nodes)) => nodes,
            Some(node) => vec![node],
            None => Vec::new(),
        };
        for node in nodes {
            let (inner, exclude) = match &node {
                Node::Not(inner) => (inner.as_ref(), true),
                other => (other, false),
            };
            if let Node::Facet {
                dimension,
                value,
                span,
            } = inner
            {
                let resolved = self
                    .vocabulary()?
                    .resolve(*dimension, value)
                    .map_err(|unknown| unknown.in_query(&query.text, span.start..span.end))?;
                filters.push(Filter {
                    dimension: *dimension,
                    paths: resolved.paths,
                    exclude,
                    label: node.to_string(),
                });
            } else {
                kept.push(node);
            }
        }
        let root = if kept.len() > 1 {
            Some(Node::And(kept))
        } else {
            kept.pop()
        };
        let query = UserQuery {
            root,
            ..query.clone()
        };
        Ok((query, filters))
    }
}

/// One request under way.
pub(super) struct Search<'a> {
    pub(super) engine: &'a Engine,
    pub(super) compiler: Compiler<'a>,
    pub(super) request: &'a SearchRequest,
    pub(super) filters: Vec<Filter>,
    /// What must hold of the passage's words, a part a word.
    pub(super) words: Vec<Condition>,
    /// Exclusions, headings, facets inside brackets.
    pub(super) rest: Vec<Condition>,
    /// The words, then headings that are asked for, weighed for ranking.
    pub(super) weighed: Vec<QueryWord>,
    prior: Arc<PassagePrior>,
    pub(super) highlighter: Highlighter<'a>,
    understood: &'a Expansion,
}

impl Search<'_> {
    fn run(&self) -> Result<SearchResponse> {
        let request = self.request;
        let wanted = request.limit.saturating_mul(request.page.max(1));
        let mut unfiltered: Vec<Dimension> = request.facets.clone();
        unfiltered.retain(|&dimension| !self.is_filtered(dimension));
        unfiltered.sort_unstable();
        unfiltered.dedup();
        let full = self.full_query(&self.filters)?;
        let (collected, seen) = self.ranked(full.as_ref(), wanted, &unfiltered)?;
        let mut facets: BTreeMap<Dimension, Vec<FacetCount>> = unfiltered
            .iter()
            .zip(&collected.facets)
            .map(|(&dimension, counts)| (dimension, ordered(dimension, counts)))
            .collect();
        for &dimension in &request.facets {
            if self.is_filtered(dimension) {
                facets.insert(dimension, self.counts_without_own_filter(dimension)?);
            }
        }
        let skip = request.limit.saturating_mul(request.page.max(1) - 1);
        let mut hits = Vec::new();
        let shown = &seen[skip.min(seen.len())..wanted.min(seen.len())];
        for (rank, seen) in (skip + 1..).zip(shown) {
            hits.push(self.hit(seen, rank)?);
        }
        self.note_alike(&mut hits, shown, full.as_ref())?;
        let room = request.limit.saturating_sub(hits.len());
        if request.mode == Mode::Most && room > 0 && self.words.len() > 1 {
            // The full matches are exhausted: what follows goes on where the page before ended.
            let passed = skip.saturating_sub(seen.len());
            hits.extend(self.partial_hits(full.as_ref(), &seen, passed, room)?);
        }
        let absence = match (hits.is_empty(), collected.passages) {
            (true, _) => Some(self.absence()?),
            (false, 0) => Some(self.unknown_words()?),
            (false, _) => None,
        };
        let mut summary = self.summary(collected.passages, collected.reports)?;
        summary.facets = facets;
        Ok(SearchResponse {
            hits,
            summary,
            absence,
        })
    }

    /// Totals, and how the query was read.
    pub(super) fn summary(&self, passages: u64, reports: u64) -> Result<Summary> {
        let notes = self.request.query.notes.iter();
        Ok(Summary {
            schema: SCHEMA,
            query: self.request.query.text.clone(),
            notes: notes.map(|note| note.message.clone()).collect(),
            also_searched: self.understood.added.clone(),
            corrected: self.understood.corrected.clone(),
            did_you_mean: self.understood.suggested.clone(),
            ambiguous: self.understood.ambiguous.clone(),
            passages,
            reports,
            indexed_reports: self.engine.report_count()?,
            elapsed_ms: 0.0,
            facets: BTreeMap::new(),
        })
    }

    fn is_filtered(&self, dimension: Dimension) -> bool {
        self.filters
            .iter()
            .any(|filter| same_facet(filter.dimension, dimension))
    }

    /// The role whose passages are left out: boilerplate, unless it is asked for, by the request or
    /// by a filter on roles.
    pub(super) fn without(&self) -> Option<Role> {
        let asked = |filter: &Filter| filter.dimension == Dimension::Section && !filter.exclude;
        let included = self.request.include_boilerplate || self.filters.iter().any(asked);
        (!included).then_some(Role::Boilerplate)
    }

    /// Passages that match in full, under `filters`; those of [`Search::without`] among them.
    pub(super) fn full_query(&self, filters: &[Filter]) -> Result<Boxed> {
        let mut clauses = self.fixed_clauses(filters)?;
        let words_alone = clauses.is_empty() && !self.words.is_empty();
        let all = self.words.len();
        let least = match self.request.mode {
            Mode::Any => 1,
            Mode::All | Mode::Most => all,
        };
        match self.request.mode {
            Mode::Any if self.words.len() > 1 => {
                let any = Condition::Any(self.words.clone());
                clauses.push((Occur::Must, self.compiler.condition(&any)?));
            }
            Mode::Any | Mode::All | Mode::Most => {
                for word in &self.words {
                    clauses.push((Occur::Must, self.compiler.condition(word)?));
                }
            }
        }
        let full = self.compiler.join(clauses);
        if words_alone {
            return self.compiler.words(&self.words, (least, all), full);
        }
        Ok(full)
    }

    /// Passages that match in full, without those of [`Search::without`].
    pub(super) fn matching_query(&self) -> Result<Boxed> {
        let mut clauses = vec![(Occur::Must, self.full_query(&self.filters)?)];
        clauses.extend(self.left_out()?);
        Ok(self.compiler.join(clauses))
    }

    /// Passages that pass the filters, whatever their words.
    pub(super) fn filter_query(&self) -> Result<Boxed> {
        let mut clauses = self.compiler.filters(self.filters.iter())?;
        clauses.extend(self.left_out()?);
        Ok(self.compiler.join(clauses))
    }

    /// What holds whatever words are found: exclusions, headings and filters.
    pub(super) fn fixed_clauses(&self, filters: &[Filter]) -> Result<Clauses> {
        let mut clauses = Vec::new();
        for condition in &self.rest {
            clauses.push(self.compiler.clause(condition)?);
        }
        clauses.extend(self.compiler.filters(filters.iter())?);
        Ok(clauses)
    }

    /// Leaves out passages of [`Search::without`]. Collecting looks at roles anyway, and needs no
    /// such clause.
    fn left_out(&self) -> Result<Option<(Occur, Boxed)>> {
        let Some(role) = self.without() else {
            return Ok(None);
        };
        let path = FacetPath::new([role.name()]);
        let left_out = Condition::Facet(Dimension::Section, vec![path]);
        Ok(Some(excluded(self.compiler.condition(&left_out)?)))
    }

    /// The first passages of a query in their order, and all else that is collected on the way. At
    /// least `wanted`, if there are so many.
    fn ranked(
        &self,
        query: &dyn Query,
        wanted: usize,
        dimensions: &[Dimension],
    ) -> Result<(Collected, Vec<ScoredPassage>)> {
        let mut keep = match self.request.sort {
            _ if wanted == 0 => 0,
            Sort::Relevance => wanted.next_multiple_of(ranking::POOL),
            Sort::Date | Sort::Area => wanted,
        };
        let mut collected = self.collect(query, keep, dimensions)?;
        loop {
            let first = std::mem::take(&mut collected.first);
            let exhausted = first.len() < keep;
            let seen = self.put_in_order(query, first, wanted)?;
            if exhausted || seen.len() >= wanted {
                return Ok((collected, seen));
            }
            // Much of what came first was folded into other hits.
            keep *= 8;
            collected.first = self.collect(query, keep, &[])?.first;
        }
    }

    /// Looks closely at candidates, pool by pool, and folds those that are alike, until `wanted` are
    /// left.
    fn put_in_order(
        &self,
        query: &dyn Query,
        candidates: Vec<Candidate>,
        wanted: usize,
    ) -> Result<Vec<ScoredPassage>> {
        let best = self.best_of_groups(query)?;
        let folds = self.request.group == Group::Alike;
        let mut seen: Vec<ScoredPassage> = Vec::with_capacity(candidates.len().min(wanted));
        for pool in candidates.chunks(ranking::POOL) {
            let mut pool = pool.to_vec();
            if folds {
                // What is like a hit before needs no closer look.
                fold::drop_known(&mut pool, &seen);
            }
            let mut looked = rerank::rerank(&self.weighed, &self.compiler, pool)?;
            for seen in &mut looked {
                if let Some(better) = best.get(self.group_of(&seen.candidate))
                    && better.candidate.score > seen.candidate.score
                {
                    let more = seen.candidate.more;
                    *seen = better.clone();
                    seen.candidate.more = more;
                }
            }
            looked.sort_by(|a, b| a.candidate.compare(&b.candidate, self.request.sort));
            if folds {
                fold::keep_firsts(&mut looked, &[]);
            }
            seen.extend(looked);
            if seen.len() >= wanted {
                break;
            }
        }
        Ok(seen)
    }

    /// The report or area that a candidate is drawn together with others by; empty if by none.
    fn group_of<'c>(&self, candidate: &'c Candidate) -> &'c str {
        match self.request.group {
            Group::Report => candidate.report(),
            Group::Area => candidate.area(),
            Group::Alike | Group::None => "",
        }
    }

    /// The best passage of each report or area among the first passages, looked at closely: which
    /// it is shows only then.
    fn best_of_groups(&self, query: &dyn Query) -> Result<HashMap<String, ScoredPassage>> {
        let grouped = matches!(self.request.group, Group::Report | Group::Area);
        if !grouped || self.request.sort != Sort::Relevance {
            return Ok(HashMap::new());
        }
        let first = self.collect_by(query, ranking::POOL, &[], Sort::Relevance, Group::None)?;
        let mut best: HashMap<String, ScoredPassage> = HashMap::new();
        for seen in rerank::rerank(&self.weighed, &self.compiler, first.first)? {
            let group = self.group_of(&seen.candidate);
            let better = best.get(group).is_none_or(|known| {
                let order = seen.candidate.compare(&known.candidate, Sort::Relevance);
                order == Ordering::Less
            });
            if better {
                best.insert(group.to_owned(), seen);
            }
        }
        Ok(best)
    }

    fn collect(
        &self,
        query: &dyn Query,
        keep: usize,
        dimensions: &[Dimension],
    ) -> Result<Collected> {
        self.collect_by(
            query,
            keep,
            dimensions,
            self.request.sort,
            self.request.group,
        )
    }

    pub(super) fn collect_by(
        &self,
        query: &dyn Query,
        keep: usize,
        dimensions: &[Dimension],
        sort: Sort,
        group: Group,
    ) -> Result<Collected> {
        let collector = PassageCollector {
            fields: &self.engine.fields,
            columns: &self.engine.columns,
            sort,
            group,
            keep,
            dimensions,
            prior: (keep > 0).then(|| Arc::clone(&self.prior)),
            without: self.without(),
        };
        self.engine
            .searcher
            .search(query, &collector)
            .map_err(engine_error)
    }

    /// Passages that a query finds, without those of [`Search::without`].
    pub(super) fn count(&self, query: &dyn Query) -> Result<u64> {
        let collected = self.collect_by(query, 0, &[], Sort::Date, Group::None)?;
        Ok(collected.passages)
    }

    /// Whether a query finds a passage, whatever its role.
    pub(super) fn finds_any(&self, query: &dyn Query) -> Result<bool> {
        let searcher = &self.engine.searcher;
        let weight = query
            .weight(EnableScoring::disabled_from_searcher(searcher))
            .map_err(engine_error)?;
        for segment in searcher.segment_readers() {
            let mut scorer = weight.scorer(segment, 1.0).map_err(engine_error)?;
            while scorer.doc() != TERMINATED {
                if !segment.is_deleted(scorer.doc()) {
                    return Ok(true);
                }
                scorer.advance();
            }
        }
        Ok(false)
    }

    /// Passages that a query finds, whatever their role.
    pub(super) fn count_all(&self, query: &dyn Query) -> Result<u64> {
        let count = self.engine.searcher.search(query, &Count);
        Ok(count.map_err(engine_error)? as u64)
    }

    /// Counts of a facet that is being filtered, as they would be without its own filter, so that
    /// its other values stay in sight.
    fn counts_without_own_filter(&self, dimension: Dimension) -> Result<Vec<FacetCount>> {
        let others: Vec<Filter> = self
            .filters
            .iter()
            .filter(|filter| !same_facet(filter.dimension, dimension))
            .cloned()
            .collect();
        let query = self.full_query(&others)?;
        let collected = self.collect(query.as_ref(), 0, &[dimension])?;
        let counts = collected.facets.first();
        Ok(counts.map_or_else(Vec::new, |counts| ordered(dimension, counts)))
    }
}

/// Each condition once, in order; where words stand in the query makes no difference to an exclusion.
fn without_repetitions(conditions: Vec<Condition>) -> Vec<Condition> {
    let mut known = HashSet::new();
    let mut kept = Vec::with_capacity(conditions.len());
    for condition in conditions {
        if known.insert(condition.label()) {
            kept.push(condition);
        }
    }
    kept
}

/// A region filter is a filter on areas, and the reverse.
fn same_facet(a: Dimension, b: Dimension) -> bool {
    let own = |dimension| match dimension {
        Dimension::Region => Dimension::Area,
        other => other,
    };
    own(a) == own(b)
}
