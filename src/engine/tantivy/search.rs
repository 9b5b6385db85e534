//! The built-in engine as a [`Searcher`].

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::rc::Rc;
use std::sync::Arc;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::{DocAddress, DocId};

use super::bm25::Bm25Query;
use super::collect::{Candidate, Collected, PassageCollector};
use super::compile::{Compiler, excluded, union};
use super::reader::Engine;
use super::rerank::{QueryWord, ScoredPassage, rerank};
use super::variant_query::Boxed;
use super::{dictionary, engine_error, fold};
use crate::engine::ranking::{self, Weights};
use crate::engine::{
    Crosstab, Group, IndexedPassage, IndexedReport, NearDuplicates, PassageKey, PassageQuery,
    Ranked, RankedPassage, Ranking, Searcher, Sort, Totals,
};
use crate::error::{Error, Result};
use crate::query::complete::{Completion, Words};
use crate::query::expansion::Condition;
use crate::report::Role;
use crate::report::facet::{Dimension, FacetPath, Vocabulary};
use crate::storage::ledger::Ledger;

impl Searcher for Engine {
    fn totals(&self) -> Result<Totals> {
        self.counts()
    }

    fn vocabulary(&self) -> Result<&Vocabulary> {
        if let Some(known) = self.vocabulary.get() {
            return Ok(known);
        }
        let read = dictionary::vocabulary(&self.searcher, &self.fields)?;
        Ok(self.vocabulary.get_or_init(|| read))
    }

    fn search(&self, query: &PassageQuery, ranking: &Ranking<'_>) -> Result<Ranked> {
        Search::new(self, query, ranking.weights)?.run(ranking)
    }

    fn near_duplicates(
        &self,
        query: &PassageQuery,
        passages: &[&IndexedPassage],
    ) -> Result<Vec<Option<NearDuplicates>>> {
        Search::new(self, query, &Weights::default())?.near_duplicates(passages)
    }

    fn each_passage(
        &self,
        query: &PassageQuery,
        take: &mut dyn FnMut(IndexedPassage) -> Result<()>,
    ) -> Result<()> {
        let weights = Weights::default();
        for (_, addresses) in Search::new(self, query, &weights)?.in_order()? {
            for address in addresses {
                take(self.record(address)?)?;
            }
        }
        Ok(())
    }

    fn locate(&self, query: &PassageQuery) -> Result<Vec<PassageKey>> {
        let weights = Weights::default();
        let mut keys = Vec::new();
        for (report, addresses) in Search::new(self, query, &weights)?.in_order()? {
            let report: Rc<str> = report.into();
            for address in addresses {
                let segment = self.searcher.segment_reader(address.segment_ord);
                let numbers = segment.fast_fields().u64("number").map_err(engine_error)?;
                keys.push(PassageKey {
                    report: Rc::clone(&report),
                    number: numbers.first(address.doc_id).unwrap_or(0) as usize,
                });
            }
        }
        Ok(keys)
    }

    fn crosstab(&self, query: &PassageQuery, by: &[Dimension]) -> Result<Crosstab> {
        let weights = Weights::default();
        let query = Search::new(self, query, &weights)?.without_boilerplate()?;
        self.count_crosswise(query.as_ref(), by)
    }

    fn passages(
        &self,
        report: &str,
        numbers: RangeInclusive<usize>,
    ) -> Result<Vec<IndexedPassage>> {
        let Some(start) = self.report_address(report)? else {
            return Ok(Vec::new());
        };
        let segment = self.searcher.segment_reader(start.segment_ord);
        let column = segment.fast_fields().u64("number").map_err(engine_error)?;
        // The passages of a report stand right behind its own document, in printed order.
        let first = (*numbers.start()).max(1);
        let room = (segment.max_doc() - 1 - start.doc_id) as usize;
        let mut passages = Vec::new();
        for number in first..=(*numbers.end()).min(room) {
            let document = start.doc_id + number as DocId;
            if segment.is_deleted(document) || column.first(document) != Some(number as u64) {
                break;
            }
            passages.push(self.record(DocAddress::new(start.segment_ord, document))?);
        }
        Ok(passages)
    }

    fn report(&self, id: &str) -> Result<Option<IndexedReport>> {
        let address = self.report_address(id)?;
        address.map(|address| self.record(address)).transpose()
    }

    fn reports(&self) -> Result<Vec<IndexedReport>> {
        let mut reports = self.report_records()?;
        reports.sort_by(|a, b| a.report.id.cmp(&b.report.id));
        Ok(reports)
    }

    fn having(&self, dimension: Dimension, path: &FacetPath) -> Result<u64> {
        let term = self.fields.facet_term(dimension, path);
        self.searcher.doc_freq(&term).map_err(engine_error)
    }

    fn completions(&self, typed: &Words, limit: usize) -> Result<Vec<Completion>> {
        self.beginnings(typed, limit)
    }

    fn has_built_in_themes(&self) -> bool {
        let manifest = self.manifest();
        manifest.is_none_or(|manifest| manifest.settings.themes_file.is_none())
    }

    fn ledger(&self) -> Result<Ledger> {
        self.read_ledger()
    }

    fn revision(&self) -> Option<String> {
        self.commit().map(|revision| revision.to_string())
    }
}

/// A query under way.
struct Search<'a> {
    engine: &'a Engine,
    compiler: Compiler<'a>,
    query: &'a PassageQuery,
}

impl<'a> Search<'a> {
    fn new(engine: &'a Engine, query: &'a PassageQuery, weights: &'a Weights) -> Result<Self> {
        let compiler = Compiler::new(
            &engine.fields,
            &engine.searcher,
            weights,
            engine.counts()?.passages,
        )?;
        Ok(Search {
            engine,
            compiler,
            query,
        })
    }

    /// The role whose passages are left out.
    fn without(&self) -> Option<Role> {
        (!self.query.include_boilerplate).then_some(Role::Boilerplate)
    }

    /// Passages that match a query, boilerplate among them.
    fn matching(&self, query: &PassageQuery) -> Result<Boxed> {
        self.holding(query, &query.holding)
    }

    /// Passages that hold so many of a query's words.
    fn holding(&self, query: &PassageQuery, holding: &RangeInclusive<usize>) -> Result<Boxed> {
        let mut clauses = Vec::new();
        for condition in &query.rest {
            clauses.push(self.compiler.clause(condition)?);
        }
        clauses.extend(self.compiler.filters(query.filters.iter())?);
        if !query.stems.is_empty() {
            clauses.push((Occur::Must, self.stems(query)));
        }
        let words_alone = clauses.is_empty() && !query.words.is_empty();
        let all = query.words.len();
        let (least, most) = (*holding.start(), (*holding.end()).min(all));
        if least == 0 && all > 0 {
            let any = Condition::Any(query.words.clone());
            clauses.push((Occur::Should, self.compiler.condition(&any)?));
        } else if least >= all {
            for word in &query.words {
                clauses.push((Occur::Must, self.compiler.condition(word)?));
            }
        } else if least <= 1 && most == all {
            let any = Condition::Any(query.words.clone());
            clauses.push((Occur::Must, self.compiler.condition(&any)?));
        } else {
            let mut some = Vec::with_capacity(all);
            for word in &query.words {
                some.push((Occur::Should, self.compiler.condition(word)?));
            }
            let some = BooleanQuery::with_minimum_required_clauses(some, least);
            clauses.push((Occur::Must, Box::new(some)));
            if most < all {
                clauses.push(excluded(self.holding(query, &(most + 1..=all))?));
            }
        }
        let found = self.compiler.join(clauses);
        if words_alone && least > 0 {
            let holding = (least.min(all), most);
            return self.compiler.words(&query.words, holding, found);
        }
        Ok(found)
    }

    /// Passages with any of the stems.
    fn stems(&self, query: &PassageQuery) -> Boxed {
        let stems = query.stems.iter().map(|(stem, weight)| {
            let word = Bm25Query {
                term: self.engine.fields.stem_term(stem),
                boost: *weight,
                tf: Arc::clone(&self.compiler.tf),
            };
            Box::new(word) as Boxed
        });
        union(stems.collect())
    }

    /// What matches, without what is left out. Collecting looks at roles anyway, and needs no such
    /// clause.
    fn without_boilerplate(&self) -> Result<Boxed> {
        let mut clauses = vec![(Occur::Must, self.matching(self.query)?)];
        if let Some(role) = self.without() {
            let path = FacetPath::new([role.name()]);
            let role = Condition::Facet(Dimension::Section, vec![path]);
            clauses.push(excluded(self.compiler.condition(&role)?));
        }
        Ok(self.compiler.join(clauses))
    }

    fn run(&self, ranking: &Ranking<'_>) -> Result<Ranked> {
        let full = self.matching(self.query)?;
        let wanted = ranking.skip.saturating_add(ranking.limit);
        let wanted = if ranking.limit == 0 { 0 } else { wanted };
        let list = List {
            search: self,
            ranking,
            weighed: if wanted > 0 {
                self.weighed()?
            } else {
                Vec::new()
            },
        };
        let first = ranking.first.as_ref();
        let first = first.filter(|_| wanted > 0 && ranking.sort == Sort::Relevance);
        let (collected, mut seen) = match first {
            None => list.ranked(full.as_ref(), wanted)?,
            Some(first) => {
                let totals =
                    list.collect(full.as_ref(), 0, ranking.facets, Sort::Date, Group::None)?;
                let first = self.matching(first)?;
                let (_, mut seen) = list.ranked(first.as_ref(), wanted)?;
                if seen.len() < wanted {
                    let rest = self.without_those(full.box_clone(), &[first]);
                    list.follow(rest.as_ref(), &mut seen, wanted)?;
                }
                (totals, seen)
            }
        };
        let matching = seen.len();
        let mut before = vec![full];
        let then = if seen.is_empty() {
            &ranking.or_else
        } else {
            &ranking.then
        };
        for next in then {
            if seen.len() >= wanted {
                break;
            }
            let next = self.matching(next)?;
            let rest = self.without_those(next.box_clone(), &before);
            list.follow(rest.as_ref(), &mut seen, wanted)?;
            before.push(next);
        }
        let shown = ranking.skip.min(seen.len())..wanted.min(seen.len());
        let mut passages = Vec::with_capacity(shown.len());
        for place in shown {
            passages.push(list.passage(&seen[place], place + 1, place >= matching)?);
        }
        let facets = collected.facets.iter().map(|counts| {
            let counts = counts.iter();
            let totals = |&(passages, reports): &(u64, u64)| Totals { passages, reports };
            counts
                .map(|(path, counts)| (path.as_ref().clone(), totals(counts)))
                .collect()
        });
        Ok(Ranked {
            totals: Totals {
                passages: collected.passages,
                reports: collected.reports,
            },
            facets: facets.collect(),
            passages,
        })
    }

    /// What a query finds without what others find.
    fn without_those(&self, query: Boxed, others: &[Boxed]) -> Boxed {
        let others = others.iter().map(|other| excluded(other.box_clone()));
        let clauses = std::iter::once((Occur::Must, query)).chain(others);
        self.compiler.join(clauses.collect())
    }

    /// The words, then headings that are asked for, weighed for ranking.
    fn weighed(&self) -> Result<Vec<QueryWord>> {
        let headings = self.query.rest.iter();
        let headings = headings.filter(|condition| matches!(condition, Condition::Heading(_)));
        QueryWord::all(self.query.words.iter().chain(headings), &self.compiler)
    }

    /// The reports with matching passages and the addresses of these: by date (latest first), id and
    /// place in the report.
    fn in_order(&self) -> Result<Vec<(String, Vec<DocAddress>)>> {
        let searcher = &self.engine.searcher;
        let query = self.without_boilerplate()?;
        let found = searcher
            .search(query.as_ref(), &DocSetCollector)
            .map_err(engine_error)?;
        let mut addresses: Vec<DocAddress> = found.into_iter().collect();
        addresses.sort_unstable();
        let mut keyed = Vec::with_capacity(addresses.len());
        for segment in addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let fast = match segment.first() {
                Some(first) => searcher.segment_reader(first.segment_ord).fast_fields(),
                None => continue,
            };
            let dates = fast.i64("date").map_err(engine_error)?;
            let reports = fast.str("report").map_err(engine_error)?;
            let reports =
                reports.ok_or_else(|| Error::Engine("no column of reports".to_owned()))?;
            let ordinal = |address: &DocAddress| reports.ords().first(address.doc_id);
            // Passages of a report are neighbours, in printed order.
            for report in segment.chunk_by(|a, b| ordinal(a) == ordinal(b)) {
                let mut id = String::new();
                if let Some(ordinal) = report.first().and_then(ordinal) {
                    reports.ord_to_str(ordinal, &mut id).map_err(engine_error)?;
                }
                let date = report.first().and_then(|first| dates.first(first.doc_id));
                keyed.push((Reverse(date), id, report.to_vec()));
            }
        }
        keyed.sort_unstable();
        Ok(keyed
            .into_iter()
            .map(|(_, id, addresses)| (id, addresses))
            .collect())
    }

    fn near_duplicates(&self, passages: &[&IndexedPassage]) -> Result<Vec<Option<NearDuplicates>>> {
        let full = self.matching(self.query)?;
        fold::near_duplicates(
            self.engine,
            &self.compiler,
            full.as_ref(),
            self.without(),
            passages,
        )
    }
}

/// A ranked list under way.
struct List<'a> {
    search: &'a Search<'a>,
    ranking: &'a Ranking<'a>,
    weighed: Vec<QueryWord>,
}

impl List<'_> {
    /// The first passages of a query in their order, and all else that is collected on the way. At
    /// least `wanted`, if there are so many.
    fn ranked(&self, query: &dyn Query, wanted: usize) -> Result<(Collected, Vec<ScoredPassage>)> {
        let mut keep = match self.ranking.sort {
            _ if wanted == 0 => 0,
            Sort::Relevance => wanted.next_multiple_of(ranking::POOL),
            Sort::Date | Sort::Area => wanted,
        };
        let (sort, group) = (self.ranking.sort, self.ranking.group);
        let mut collected = self.collect(query, keep, self.ranking.facets, sort, group)?;
        loop {
            let first = std::mem::take(&mut collected.first);
            let exhausted = first.len() < keep;
            let seen = self.put_in_order(query, first, wanted)?;
            if exhausted || seen.len() >= wanted {
                return Ok((collected, seen));
            }
            // Much of what came first was folded into other hits.
            keep *= 8;
            collected.first = self.collect(query, keep, &[], sort, group)?.first;
        }
    }

    /// Looks closely at candidates, pool by pool, and folds near-duplicates, until `wanted` are left.
    fn put_in_order(
        &self,
        query: &dyn Query,
        candidates: Vec<Candidate>,
        wanted: usize,
    ) -> Result<Vec<ScoredPassage>> {
        if !self.search.query.stems.is_empty() {
            return Ok(candidates
                .into_iter()
                .map(ScoredPassage::unscored)
                .collect());
        }
        let best = self.best_of_groups(query)?;
        let folds = self.ranking.group == Group::NearDuplicate;
        let mut seen: Vec<ScoredPassage> = Vec::with_capacity(candidates.len().min(wanted));
        for pool in candidates.chunks(ranking::POOL) {
            let mut pool = pool.to_vec();
            if folds {
                // What is like a hit before needs no closer look.
                fold::drop_known(&mut pool, &seen);
            }
            let mut looked = rerank(&self.weighed, &self.search.compiler, pool)?;
            for seen in &mut looked {
                if let Some(better) = best.get(self.group_of(&seen.candidate))
                    && better.candidate.score > seen.candidate.score
                {
                    let more = seen.candidate.more;
                    *seen = better.clone();
                    seen.candidate.more = more;
                }
            }
            looked.sort_by(|a, b| a.candidate.compare(&b.candidate, self.ranking.sort));
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
        match self.ranking.group {
            Group::Report => candidate.report(),
            Group::Area => candidate.area(),
            Group::NearDuplicate | Group::None => "",
        }
    }

    /// The best passage of each report or area among the first passages, looked at closely: which
    /// it is shows only then.
    fn best_of_groups(&self, query: &dyn Query) -> Result<HashMap<String, ScoredPassage>> {
        let grouped = matches!(self.ranking.group, Group::Report | Group::Area);
        if !grouped || self.ranking.sort != Sort::Relevance {
            return Ok(HashMap::new());
        }
        let first = self.collect(query, ranking::POOL, &[], Sort::Relevance, Group::None)?;
        let mut best: HashMap<String, ScoredPassage> = HashMap::new();
        for seen in rerank(&self.weighed, &self.search.compiler, first.first)? {
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
        sort: Sort,
        group: Group,
    ) -> Result<Collected> {
        let engine = self.search.engine;
        let collector = PassageCollector {
            fields: &engine.fields,
            columns: &engine.columns,
            sort,
            group,
            keep,
            dimensions,
            weights: (keep > 0).then_some(self.ranking.weights),
            without: self.search.without(),
        };
        engine
            .searcher
            .search(query, &collector)
            .map_err(engine_error)
    }

    /// Lists passages of a query behind those that were listed so far, up to `wanted`: by the same
    /// score, in which words that are missing count by their idf.
    fn follow(
        &self,
        query: &dyn Query,
        listed: &mut Vec<ScoredPassage>,
        wanted: usize,
    ) -> Result<()> {
        let group = self.ranking.group;
        let room = wanted.saturating_sub(listed.len());
        let pool = ranking::POOL.max(room);
        let candidates = self.collect(query, pool, &[], Sort::Relevance, group)?;
        let mut seen = rerank(&self.weighed, &self.search.compiler, candidates.first)?;
        seen.sort_by(|a, b| a.candidate.compare(&b.candidate, Sort::Relevance));
        match group {
            Group::NearDuplicate => fold::keep_firsts(&mut seen, listed),
            Group::Report | Group::Area => seen.retain(|seen| {
                let own = self.group_of(&seen.candidate);
                let mut others = listed.iter();
                others.all(|listed| self.group_of(&listed.candidate) != own)
            }),
            Group::None => {}
        }
        seen.truncate(room);
        listed.extend(seen);
        Ok(())
    }

    fn passage(
        &self,
        seen: &ScoredPassage,
        rank: usize,
        lacks_words: bool,
    ) -> Result<RankedPassage> {
        let words = self.weighed.iter().zip(&seen.holds);
        let missing = words.filter(|(_, holds)| lacks_words && !**holds);
        let labels = self.weighed.iter().flat_map(QueryWord::labels);
        Ok(RankedPassage {
            rank,
            score: seen.candidate.score,
            passage: self.search.engine.record(seen.candidate.address)?,
            missing: missing.map(|(word, _)| word.condition.label()).collect(),
            more: seen.candidate.more,
            parts: if self.ranking.explain {
                seen.score.parts(labels)
            } else {
                Vec::new()
            },
        })
    }
}
