//! Requests into answers.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Instant;

use tantivy::collector::Count;
use tantivy::query::{Occur, Query};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::collect::{Candidate, Collected, PassageCollector, Substance};
use super::compile::{Compiler, excluded};
use super::dictionary::IndexedWords;
use super::evidence::{self, QueryWord, Seen};
use super::reader::Engine;
use super::schema::{DocumentType, PassageRecord, ReportRecord};
use super::{engine_error, fold};
use crate::api::{
    Context, FacetCount, Filter, Group, Hit, Mode, PassageInfo, ReportInfo, SCHEMA, ScorePart,
    SearchRequest, SearchResponse, SectionInfo, Sort, Summary, passage_id,
};
use crate::error::Result;
use crate::facet::{Dimension, FacetPath};
use crate::highlight::Highlighter;
use crate::ledger::shown_path;
use crate::matching::{Condition, Leaf, Understanding, understand};
use crate::query::{Node, Query as UserQuery};
use crate::ranking::{self, Score};
use crate::report::Role;
use crate::snippet;
use crate::synonyms::Synonyms;

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
        let mut reading = request.reading;
        // Who asks for all words means all.
        reading.function_words_optional &= request.mode != Mode::All;
        let understood = understand(&query, &reading, &lexicon, synonyms, self.vocabulary()?)?;
        let leaves = understood.condition.positive_leaves().into_iter();
        let mut marked = HashSet::new();
        let leaves: Vec<&Leaf> = leaves
            .filter(|leaf| !leaf.optional && marked.insert((&leaf.forms, leaf.slop)))
            .collect();
        let highlighter = Highlighter::new(&leaves);
        let (mut words, rest) = understood.condition.clone().split();
        let mut known = HashSet::new();
        words.retain(|word| match word {
            Condition::Text(leaf) => {
                !leaf.optional && known.insert((leaf.forms.clone(), leaf.slop))
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
                    .map_err(|value| crate::error::Error::UnknownValue {
                        value,
                        place: Some((query.text.clone(), *span)),
                    })?;
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
    pub(super) highlighter: Highlighter<'a>,
    understood: &'a Understanding,
}

impl Search<'_> {
    fn run(&self) -> Result<SearchResponse> {
        let request = self.request;
        let wanted = request.limit.saturating_mul(request.page.max(1));
        let unfiltered: Vec<Dimension> = request
            .facets
            .iter()
            .copied()
            .filter(|&dimension| !self.is_filtered(dimension))
            .collect();
        let full = self.full_query(&self.filters)?;
        let (collected, seen) = self.ranked(full.as_ref(), wanted, &unfiltered)?;
        let mut facets: BTreeMap<Dimension, Vec<FacetCount>> = unfiltered
            .iter()
            .zip(&collected.facets)
            .map(|(&dimension, counts)| (dimension, ordered_counts(dimension, counts)))
            .collect();
        for &dimension in &request.facets {
            if self.is_filtered(dimension) {
                facets.insert(dimension, self.counts_without_own_filter(dimension)?);
            }
        }
        let skip = request.limit.saturating_mul(request.page.max(1) - 1);
        let mut hits = Vec::new();
        for (index, seen) in seen.iter().enumerate().take(wanted).skip(skip) {
            let mut hit = self.hit(seen, index + 1)?;
            hit.alike = self.alike(&seen.candidate, full.as_ref())?;
            hits.push(hit);
        }
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

    /// Boilerplate is left out unless it is asked for, by the request or by a filter on roles.
    pub(super) fn leaves_out_boilerplate(&self) -> bool {
        let asked = |filter: &Filter| filter.dimension == Dimension::Section && !filter.exclude;
        !self.request.include_boilerplate && !self.filters.iter().any(asked)
    }

    /// Passages that match in full, under `filters`.
    pub(super) fn full_query(&self, filters: &[Filter]) -> Result<Boxed> {
        let mut clauses = self.fixed_clauses(filters)?;
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
        Ok(self.compiler.join(clauses))
    }

    /// Passages that pass the filters, whatever their words.
    pub(super) fn filter_query(&self) -> Result<Boxed> {
        let mut clauses = self.compiler.filters(self.filters.iter())?;
        clauses.extend(self.without_boilerplate()?);
        Ok(self.compiler.join(clauses))
    }

    /// What holds whatever words are found: exclusions, headings and filters.
    pub(super) fn fixed_clauses(&self, filters: &[Filter]) -> Result<Clauses> {
        let mut clauses = Vec::new();
        for condition in &self.rest {
            clauses.push(self.compiler.clause(condition)?);
        }
        clauses.extend(self.compiler.filters(filters.iter())?);
        clauses.extend(self.without_boilerplate()?);
        Ok(clauses)
    }

    /// Leaves out boilerplate, if it is to be left out.
    fn without_boilerplate(&self) -> Result<Option<(Occur, Boxed)>> {
        if !self.leaves_out_boilerplate() {
            return Ok(None);
        }
        let path = FacetPath::new([Role::Boilerplate.name()]);
        let boilerplate = Condition::Facet(Dimension::Section, vec![path]);
        Ok(Some(excluded(self.compiler.condition(&boilerplate)?)))
    }

    /// The first passages of a query in their order, and all else that is collected on the way. At
    /// least `wanted`, if there are so many.
    fn ranked(
        &self,
        query: &dyn Query,
        wanted: usize,
        dimensions: &[Dimension],
    ) -> Result<(Collected, Vec<Seen>)> {
        let mut keep = match self.request.sort {
            _ if wanted == 0 => 0,
            Sort::Relevance => wanted.next_multiple_of(ranking::POOL),
            Sort::Date | Sort::Area => wanted,
        };
        let mut collected = self.collect(query, keep, dimensions)?;
        loop {
            let first = std::mem::take(&mut collected.first);
            let exhausted = first.len() < keep;
            let seen = self.put_in_order(query, first)?;
            if exhausted || seen.len() >= wanted {
                return Ok((collected, seen));
            }
            // Much of what came first was folded into other hits.
            keep *= 4;
            collected.first = self.collect(query, keep, &[])?.first;
        }
    }

    /// Looks closely at candidates, pool by pool, and folds those that are alike.
    fn put_in_order(&self, query: &dyn Query, candidates: Vec<Candidate>) -> Result<Vec<Seen>> {
        let best = self.best_of_groups(query)?;
        let mut seen = Vec::with_capacity(candidates.len());
        for pool in candidates.chunks(ranking::POOL) {
            let mut looked = evidence::look(&self.weighed, &self.compiler, pool.to_vec())?;
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
            seen.extend(looked);
        }
        if self.request.group == Group::Alike {
            fold::keep_firsts(&mut seen, &[]);
        }
        Ok(seen)
    }

    /// The report or area that a candidate is drawn together with others by; empty if by none.
    fn group_of<'c>(&self, candidate: &'c Candidate) -> &'c str {
        match self.request.group {
            Group::Report => &candidate.report,
            Group::Area => &candidate.area,
            Group::Alike | Group::None => "",
        }
    }

    /// The best passage of each report or area among the first passages, looked at closely: which
    /// it is shows only then.
    fn best_of_groups(&self, query: &dyn Query) -> Result<HashMap<String, Seen>> {
        let grouped = matches!(self.request.group, Group::Report | Group::Area);
        if !grouped || self.request.sort != Sort::Relevance {
            return Ok(HashMap::new());
        }
        let first = self.collect_by(query, ranking::POOL, &[], Sort::Relevance, Group::None)?;
        let mut best: HashMap<String, Seen> = HashMap::new();
        for seen in evidence::look(&self.weighed, &self.compiler, first.first)? {
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
            sort,
            group,
            keep,
            dimensions: dimensions.to_vec(),
            substance: (keep > 0).then(|| Substance {
                weights: self.request.weights.clone(),
                lengths: self.engine.fields.text,
            }),
            labels: &self.engine.labels,
            report_start: self.engine.fields.type_term(DocumentType::Report),
        };
        self.engine
            .searcher
            .search(query, &collector)
            .map_err(engine_error)
    }

    pub(super) fn count(&self, query: &dyn Query) -> Result<u64> {
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
        Ok(counts.map_or_else(Vec::new, |counts| ordered_counts(dimension, counts)))
    }

    pub(super) fn hit(&self, seen: &Seen, rank: usize) -> Result<Hit> {
        let candidate = &seen.candidate;
        let record: PassageRecord = self.engine.record(candidate.address)?;
        let report: Option<ReportRecord> = self.engine.report_record(&record.report)?;
        let report = report.ok_or_else(|| {
            crate::error::Error::Engine(format!("the report `{}` is missing", record.report))
        })?;
        let highlights = self.highlighter.highlights(&record.passage.text);
        let context = match self.request.context {
            0 => None,
            around => Some(self.context(candidate.address, around)?),
        };
        Ok(Hit {
            rank,
            score: candidate.score,
            id: passage_id(&record.report, record.number as usize),
            report: ReportInfo::of(&report.report, shown_path(&report.path)),
            section: SectionInfo {
                heading: record.heading,
                role: record.role.name().to_owned(),
            },
            page_start: record.passage.page_start,
            page_end: record.passage.page_end,
            themes: record.passage.themes,
            snippet: snippet::cut(&record.passage.text, &highlights),
            text: record.passage.text,
            highlights,
            missing: Vec::new(),
            alike: None,
            more_in_report: (self.request.group == Group::Report).then_some(candidate.more),
            more_in_area: (self.request.group == Group::Area).then_some(candidate.more),
            context,
            explanation: if self.request.explain {
                self.explain(&seen.score)
            } else {
                Vec::new()
            },
        })
    }

    /// Passages before and after: the documents of one report are neighbours, in printed order.
    fn context(&self, address: DocAddress, around: usize) -> Result<Context> {
        let segment = self.engine.searcher.segment_reader(address.segment_ord);
        let around = DocId::try_from(around).unwrap_or(DocId::MAX);
        let here: PassageRecord = self.engine.record(address)?;
        let first = address.doc_id.saturating_sub(around.min(here.number - 1));
        let last = address
            .doc_id
            .saturating_add(around)
            .min(segment.max_doc() - 1);
        Ok(Context {
            before: self.neighbour_passages(segment, address, &here, first..address.doc_id)?,
            after: self.neighbour_passages(
                segment,
                address,
                &here,
                address.doc_id + 1..last + 1,
            )?,
        })
    }

    fn neighbour_passages(
        &self,
        segment: &SegmentReader,
        address: DocAddress,
        here: &PassageRecord,
        documents: std::ops::Range<DocId>,
    ) -> Result<Vec<PassageInfo>> {
        let report = segment.fast_fields().str("report").map_err(engine_error)?;
        let number = segment.fast_fields().u64("number").map_err(engine_error)?;
        let same = |document: DocId| {
            report.as_ref().is_some_and(|column| {
                column.ords().first(document) == column.ords().first(address.doc_id)
            })
        };
        let mut passages = Vec::new();
        for document in documents {
            if segment.is_deleted(document)
                || !same(document)
                || number.first(document).unwrap_or(0) == 0
            {
                continue;
            }
            let record: PassageRecord = self
                .engine
                .record(DocAddress::new(address.segment_ord, document))?;
            passages.push(PassageInfo {
                id: passage_id(&here.report, record.number as usize),
                page_start: record.passage.page_start,
                page_end: record.passage.page_end,
                text: record.passage.text,
                themes: record.passage.themes,
            });
        }
        Ok(passages)
    }

    /// The parts of a passage's score, by name.
    fn explain(&self, score: &Score) -> Vec<ScorePart> {
        let labels = self.weighed.iter().flat_map(QueryWord::labels);
        let words = labels.zip(score.words.iter().copied());
        let others = [
            ("words close together", score.closeness),
            ("words at the beginning", score.lead),
            ("words in the heading", score.heading),
            ("role of the section", score.role),
            ("brevity", score.brevity),
            ("missing words", score.missing),
        ];
        let others = others.map(|(name, score)| (name.to_owned(), score));
        words
            .chain(others)
            .filter(|(_, score)| *score != 0.0)
            .map(|(part, score)| ScorePart { part, score })
            .collect()
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

/// Years in their order, other values by number of passages, then by name.
fn ordered_counts(
    dimension: Dimension,
    counts: &BTreeMap<FacetPath, (u64, u64)>,
) -> Vec<FacetCount> {
    let mut ordered: Vec<FacetCount> = counts
        .iter()
        .map(|(path, &(passages, reports))| FacetCount {
            value: path.label(dimension),
            path: path.to_string(),
            passages,
            reports,
        })
        .collect();
    if dimension != Dimension::Year {
        ordered.sort_by(|a, b| {
            b.passages
                .cmp(&a.passages)
                .then_with(|| a.value.cmp(&b.value))
        });
    }
    ordered
}
