//! Requests into answers.

use std::collections::BTreeMap;
use std::time::Instant;

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::collect::{Candidate, Collected, PassageCollector};
use super::compile::Compiler;
use super::dictionary::IndexedSpellings;
use super::engine_error;
use super::reader::Engine;
use super::schema::{PassageRecord, ReportRecord};
use crate::api::{
    Context, FacetCount, Filter, Group, Hit, Mode, PassageInfo, ReportInfo, SCHEMA, ScorePart,
    SearchRequest, SearchResponse, SectionInfo, Sort, Summary, passage_id,
};
use crate::error::Result;
use crate::facet::{Dimension, FacetPath};
use crate::highlight::Words;
use crate::ledger::shown_path;
use crate::matching::{Condition, Leaf, condition};
use crate::query::{Node, Query as UserQuery};
use crate::report::Role;
use crate::snippet;

pub(super) type Boxed = Box<dyn Query>;
pub(super) type Clauses = Vec<(Occur, Boxed)>;

impl Engine {
    /// Answers a request.
    ///
    /// # Errors
    /// The query names an unknown facet value, or the index cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        let started = Instant::now();
        let (query, mut filters) = self.lift_filters(&request.query)?;
        filters.extend(request.filters.iter().cloned());
        let spellings = IndexedSpellings {
            searcher: &self.searcher,
            fields: &self.fields,
        };
        let condition = condition(&query, &spellings, self.vocabulary()?)?;
        let leaves: Vec<Leaf> = condition.positive_leaves().into_iter().cloned().collect();
        let (words, rest) = condition.split();
        let search = Search {
            engine: self,
            compiler: Compiler {
                fields: &self.fields,
                searcher: &self.searcher,
            },
            request,
            filters,
            words,
            rest,
            leaves,
        };
        let mut response = search.run()?;
        response.summary.elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
        Ok(response)
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
    leaves: Vec<Leaf>,
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
        let scored = self.with_extras(full.box_clone())?;
        let collected = self.collect(scored.as_ref(), wanted, &unfiltered)?;
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
        for (index, candidate) in collected.first.iter().enumerate().skip(skip) {
            let mut hit = self.hit(candidate, index + 1)?;
            if request.explain {
                hit.explanation = self.explain(candidate.address)?;
                if request.sort != Sort::Relevance {
                    // Other orders do without scores; who asks for the parts wants the sum too.
                    hit.score = hit.explanation.iter().map(|part| part.score).sum();
                }
            }
            hits.push(hit);
        }
        let room = request.limit.saturating_sub(hits.len());
        let partial_wanted = request.mode == Mode::Most
            && request.page.max(1) == 1
            && room > 0
            && self.words.len() > 1;
        if partial_wanted {
            let shown: Vec<Candidate> = collected.first.clone();
            hits.extend(self.partial_hits(full.as_ref(), &shown, room, collected.first.len())?);
        }
        let absence = match (hits.is_empty(), collected.passages) {
            (true, _) => Some(self.absence()?),
            (false, 0) => Some(self.unknown_words()?),
            (false, _) => None,
        };
        let notes = request
            .query
            .notes
            .iter()
            .map(|note| note.message.clone())
            .collect();
        Ok(SearchResponse {
            hits,
            summary: Summary {
                schema: SCHEMA,
                query: request.query.text.clone(),
                notes,
                passages: collected.passages,
                reports: collected.reports,
                indexed_reports: self.engine.report_count()?,
                elapsed_ms: 0.0,
                facets,
            },
            absence,
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

    /// What holds whatever words are found: exclusions, headings and filters.
    pub(super) fn fixed_clauses(&self, filters: &[Filter]) -> Result<Clauses> {
        let mut clauses = Vec::new();
        for condition in &self.rest {
            clauses.push(match condition {
                Condition::Not(inner) => (Occur::MustNot, self.compiler.condition(inner)?),
                other => (Occur::Must, self.compiler.condition(other)?),
            });
        }
        clauses.extend(self.compiler.filters(filters.iter())?);
        if self.leaves_out_boilerplate() {
            let path = FacetPath::new([Role::Boilerplate.name()]);
            let boilerplate = Condition::Facet(Dimension::Section, vec![path]);
            clauses.push((Occur::MustNot, self.compiler.condition(&boilerplate)?));
        }
        Ok(clauses)
    }

    /// Words that stand beside each other in the query, for what adds to the score.
    fn neighbours(&self) -> Vec<&Leaf> {
        self.words
            .iter()
            .filter_map(|word| match word {
                Condition::Text(leaf) => Some(leaf),
                _ => None,
            })
            .collect()
    }

    fn with_extras(&self, full: Boxed) -> Result<Boxed> {
        let mut clauses = vec![(Occur::Must, full)];
        for (_, extra) in self.compiler.extras(&self.neighbours())? {
            clauses.push((Occur::Should, extra));
        }
        Ok(match clauses.len() {
            1 => clauses.swap_remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        })
    }

    fn collect(
        &self,
        query: &dyn Query,
        keep: usize,
        dimensions: &[Dimension],
    ) -> Result<Collected> {
        let collector = PassageCollector {
            sort: self.request.sort,
            group: self.request.group,
            keep,
            dimensions: dimensions.to_vec(),
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

    pub(super) fn hit(&self, candidate: &Candidate, rank: usize) -> Result<Hit> {
        let record: PassageRecord = self.engine.record(candidate.address)?;
        let report: Option<ReportRecord> = self.engine.report_record(&record.report)?;
        let report = report.ok_or_else(|| {
            crate::error::Error::Engine(format!("the report `{}` is missing", record.report))
        })?;
        let leaves: Vec<&Leaf> = self.leaves.iter().collect();
        let highlights = if leaves.is_empty() {
            Vec::new()
        } else {
            Words::of(&record.passage.text).highlights(&leaves)
        };
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
            more_in_report: (self.request.group == Group::Report).then_some(candidate.more),
            context,
            explanation: Vec::new(),
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
            if segment.is_deleted(document) || !same(document) || number.first(document).is_none() {
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
    fn explain(&self, address: DocAddress) -> Result<Vec<ScorePart>> {
        let mut parts = Vec::new();
        let mut named: Vec<(String, Boxed)> = Vec::new();
        for word in &self.words {
            named.push((word.label(), self.compiler.condition(word)?));
        }
        for condition in &self.rest {
            if let Condition::Heading(leaf) = condition {
                let name = format!("heading:{}", leaf.label);
                named.push((name, self.compiler.condition(condition)?));
            }
        }
        named.extend(self.compiler.extras(&self.neighbours())?);
        let segment = self.engine.searcher.segment_reader(address.segment_ord);
        for (part, query) in named {
            let scoring = EnableScoring::enabled_from_searcher(&self.engine.searcher);
            let weight = query.weight(scoring).map_err(engine_error)?;
            let mut scorer = weight.scorer(segment, 1.0).map_err(engine_error)?;
            // A scorer must not be sent back: one that begins past the passage does not match it.
            let matches =
                scorer.doc() <= address.doc_id && scorer.seek(address.doc_id) == address.doc_id;
            if matches && scorer.score() > 0.0 {
                let score = scorer.score();
                parts.push(ScorePart { part, score });
            }
        }
        Ok(parts)
    }
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
