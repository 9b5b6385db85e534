//! Passages that are like one passage: found by its most telling words, then compared whole.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::query::{Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::bm25::Bm25Query;
use super::collect::Candidate;
use super::compile::{excluded, silent, union};
use super::fold;
use super::reader::Engine;
use super::record::{PassageRecord, ReportRecord};
use super::rerank::ScoredPassage;
use super::search::{Boxed, Search};
use crate::answers::snippet;
use crate::api::{Group, Hit, SearchRequest, Similar, SimilarHit, SimilarRequest, Sort};
use crate::engine::ranking::{Score, idf};
use crate::engine::similarity::{self, Mention, Profile};
use crate::error::Result;
use crate::query;
use crate::query::synonyms::Synonyms;
use crate::report::facet::{self, Dimension};

/// Words that candidates are found by: further ones are so common in the passage's own company that
/// they find nothing new.
const WORDS: usize = 25;

/// Candidates that are compared, of other areas and of its own: a comparison takes some 20 µs, and
/// what comes later by single words is never among the most alike.
const POOL: usize = 200;

impl Engine {
    /// Passages like one passage, those of other areas first.
    ///
    /// # Errors
    /// There is no such passage, or the index cannot be read.
    pub fn similar(&self, request: &SimilarRequest) -> Result<Similar> {
        let (address, passage, report) = self.passage_record(&request.report, request.number)?;
        let search = SearchRequest {
            filters: request.filters.clone(),
            include_boilerplate: request.include_boilerplate,
            group: Group::Alike,
            limit: request.limit,
            ..SearchRequest::new(query::parse(""))
        };
        self.understood(&search, Synonyms::built_in(), |search| {
            let comparison = Comparison::new(search, &report, &passage)?;
            comparison.run(address, request.limit)
        })
    }
}

/// One passage, to be compared with others.
struct Comparison<'s, 'a> {
    search: &'s Search<'a>,
    /// Passages of the same area, or of the same report where that is of no area.
    own: Boxed,
    /// Stems of the names of the areas.
    names: BTreeSet<String>,
    mentions: Vec<Mention>,
    profile: Profile,
}

/// A passage with its similarity.
struct Compared {
    seen: ScoredPassage,
    hit: Hit,
}

impl<'s, 'a> Comparison<'s, 'a> {
    fn new(search: &'s Search<'a>, report: &ReportRecord, passage: &PassageRecord) -> Result<Self> {
        let fields = &search.engine.fields;
        let term = |term: Term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Boxed;
        let mut areas: Vec<Boxed> = facet::of_report(&report.report)
            .iter()
            .filter(|(dimension, _)| *dimension == Dimension::Area)
            .map(|(dimension, path)| term(fields.facet_term(*dimension, path)))
            .collect();
        // A report can be of no area.
        areas.push(term(Term::from_field_text(
            fields.report,
            &report.report.id,
        )));
        let areas_of = report.report.areas.iter();
        let names = similarity::stems_of_names(areas_of.map(|area| area.name.as_str()));
        let mentions = similarity::mentions(&passage.passage.text, &names);
        let profile = profile(search, &mentions, passage)?;
        Ok(Comparison {
            search,
            own: silent(union(areas)),
            names,
            mentions,
            profile,
        })
    }

    fn run(&self, address: DocAddress, limit: usize) -> Result<Similar> {
        let source = self.source(address)?;
        let words = self.words()?;
        let mut passage = vec![self.search.hit(&source, 0)?];
        let everywhere = self.search.filter_query()?;
        self.search.note_alike(
            &mut passage,
            std::slice::from_ref(&source),
            everywhere.as_ref(),
        )?;
        let mut hits: Vec<SimilarHit> = Vec::new();
        let mut known = vec![source];
        for same_area in [false, true] {
            let area = if same_area {
                (Occur::Must, self.own.box_clone())
            } else {
                excluded(self.own.box_clone())
            };
            let mut clauses = self.search.fixed_clauses(&self.search.filters)?;
            clauses.extend([area, (Occur::Must, words.box_clone())]);
            let found = self.search.compiler.join(clauses);
            let compared = self.most_alike(found.as_ref(), &known, limit)?;
            let (seen, mut found): (Vec<ScoredPassage>, Vec<Hit>) =
                compared.into_iter().map(|one| (one.seen, one.hit)).unzip();
            self.search
                .note_alike(&mut found, &seen, everywhere.as_ref())?;
            for hit in found {
                let rank = hits.len() + 1;
                let hit = Hit { rank, ..hit };
                hits.push(SimilarHit { same_area, hit });
            }
            known.extend(seen);
        }
        let passage = passage.swap_remove(0);
        Ok(Similar {
            passage: Hit {
                score: 1.0,
                ..passage
            },
            hits,
        })
    }

    /// The passage itself as a candidate.
    fn source(&self, address: DocAddress) -> Result<ScoredPassage> {
        let engine = self.search.engine;
        let segment = engine.searcher.segment_reader(address.segment_ord);
        let columns = engine
            .columns
            .of(address.segment_ord, segment, &engine.fields)
            .map_err(super::engine_error)?;
        Ok(seen(Candidate::new(&columns, address.doc_id, 1.0, 0)))
    }

    /// Passages with any of the most telling words; of a name, with any of its words too.
    fn words(&self) -> Result<Boxed> {
        let mut boosts: BTreeMap<&str, f32> = BTreeMap::new();
        for mention in &self.mentions {
            let whole = self.profile.weight(&mention.name);
            boosts.insert(&mention.name, whole);
            for stem in mention.forms.iter().flatten() {
                let own = idf_of(self.search, stem)?.min(whole);
                let known = boosts.entry(stem).or_default();
                *known = known.max(own);
            }
        }
        let mut boosts: Vec<(&str, f32)> = boosts.into_iter().collect();
        boosts.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        boosts.truncate(WORDS);
        let fields = &self.search.engine.fields;
        let words = boosts.into_iter().map(|(stem, boost)| {
            let word = Bm25Query {
                term: fields.stem_term(stem),
                boost,
                tf: std::sync::Arc::clone(&self.search.compiler.tf),
            };
            Box::new(word) as Boxed
        });
        Ok(union(words.collect()))
    }

    /// The `limit` passages of a query that are most like it, none in the same words as another or
    /// as one that is `known`.
    fn most_alike(
        &self,
        query: &dyn Query,
        known: &[ScoredPassage],
        limit: usize,
    ) -> Result<Vec<Compared>> {
        let pool = POOL.max(limit.saturating_mul(4));
        let found = self
            .search
            .collect_by(query, pool, &[], Sort::Relevance, Group::None)?;
        let mut compared = Vec::new();
        for mut candidate in found.first {
            if known
                .iter()
                .any(|known| known.candidate.address == candidate.address)
            {
                continue;
            }
            let record: PassageRecord = self.search.engine.record(candidate.address)?;
            let names = similarity::stems_of_names(std::iter::once(candidate.area()));
            let names: BTreeSet<String> = names.union(&self.names).cloned().collect();
            let mentions = similarity::mentions(&record.passage.text, &names);
            let profile = profile(self.search, &mentions, &record)?;
            let similarity = self.profile.similarity(&profile);
            if similarity >= similarity::LEAST {
                let shared = similarity::shared(&mentions, &profile, &self.profile);
                candidate.score = similarity.min(1.0);
                compared.push((seen(candidate), shared));
            }
        }
        compared.sort_by(|(a, _), (b, _)| a.candidate.compare(&b.candidate, Sort::Relevance));
        let mut first: Vec<ScoredPassage> = compared.iter().map(|(seen, _)| seen.clone()).collect();
        fold::keep_firsts(&mut first, known);
        first.truncate(limit);
        let kept: BTreeSet<DocAddress> = first.iter().map(|seen| seen.candidate.address).collect();
        compared.retain(|(seen, _)| kept.contains(&seen.candidate.address));
        let hits = compared.into_iter().map(|(seen, highlights)| {
            let hit = self.search.hit(&seen, 0)?;
            Ok(Compared {
                hit: Hit {
                    snippet: snippet::cut(&hit.text, &highlights),
                    highlights,
                    ..hit
                },
                seen,
            })
        });
        hits.collect()
    }
}

fn seen(candidate: Candidate) -> ScoredPassage {
    ScoredPassage {
        candidate,
        score: Score::default(),
        holds: Vec::new(),
    }
}

fn profile(search: &Search<'_>, mentions: &[Mention], passage: &PassageRecord) -> Result<Profile> {
    Profile::new(
        mentions,
        &passage.passage.themes,
        passage.role,
        &mut |word| idf_of(search, word),
    )
}

/// Idf of a stem.
fn idf_of(search: &Search<'_>, stem: &str) -> Result<f32> {
    let terms = &search.compiler.terms;
    let term = search.engine.fields.stem_term(stem);
    let holding = terms.doc_freq(&term)?;
    Ok(idf(holding as f32, terms.passages as f32))
}
