//! `similar`: passages like one passage, found by its most telling words, then compared whole.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, FacetFilters, Holding};
use super::search::{alike, hit};
use super::show::{indexed_report, passage_of};
use super::snippet;
use crate::answers::hit::Hit;
use crate::engine::ranking::idf;
use crate::engine::similarity::{self, Mention, Profile};
use crate::engine::{IndexedPassage, IndexedReport, PassageQuery, Ranking, Sort};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::query::expansion::{Condition, ExpansionOptions};
use crate::report::Date;
use crate::report::facet::{self, Dimension};
use crate::text::{Range, near_duplicate};

/// What `findings similar` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    /// The passage itself; `alike` says where else the same is said in the same words.
    pub passage: Hit,
    /// Passages like it, those of other areas first, the most alike first among both. `score` is
    /// the likeness, from 0 to 1; `highlights` are the telling words in common.
    pub hits: Vec<SimilarHit>,
    /// The filters, as options of the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
}

/// A passage that is like another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimilarHit {
    /// Whether its report is about an area of the other's, or the same report.
    pub same_area: bool,
    /// The passage.
    #[serde(flatten)]
    pub hit: Hit,
}

/// Words that candidates are found by: further ones are so common in the passage's own company that
/// they find nothing new.
const WORDS: usize = 25;

/// Candidates that are compared, of other areas and of its own: a comparison takes some 20 µs, and
/// what comes later by single words is never among the most similar.
const POOL: usize = 200;

/// A question for passages like one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SimilarRequest {
    /// Id of the passage (`report:number`).
    pub id: String,
    /// Facet values that passages must or must not have.
    #[serde(flatten)]
    pub facets: FacetFilters,
    /// Whether addresses, complaints, licences and contents lists are looked at as well.
    pub include_boilerplate: bool,
    /// Passages of other areas to give, and as many of its own.
    pub limit: usize,
}

impl Default for SimilarRequest {
    fn default() -> Self {
        SimilarRequest {
            id: String::new(),
            facets: FacetFilters::default(),
            include_boilerplate: false,
            limit: 5,
        }
    }
}

/// Finds passages like one, those of other areas first.
///
/// # Errors
/// There is no such passage, a filter names an unknown value, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &SimilarRequest) -> Result<Similar> {
    let filters = corpus.filters(&request.facets)?;
    let (id, number) = passage_of(&request.id)?;
    let report = indexed_report(corpus, &id)?;
    let passage = corpus.searcher.passages(&id, number..=number)?.pop();
    let passage = passage.ok_or_else(|| Error::no_such_passage(&id, number, report.passages()))?;
    let nothing = Query::everything();
    let plan = corpus.plan_query(nothing, filters, ExpansionOptions::default(), Holding::All)?;
    let mut everywhere = plan.passages.clone();
    everywhere.include_boilerplate |= request.include_boilerplate;
    let comparison = Comparison::new(corpus, &everywhere, &report, &passage)?;
    comparison.run(request.limit)
}

/// One passage, to be compared with others.
struct Comparison<'c> {
    corpus: &'c Corpus<'c>,
    /// Passages that may be found.
    everywhere: &'c PassageQuery,
    passage: &'c IndexedPassage,
    /// Passages of the same areas and of the same report.
    own: Condition,
    /// Stems of the names of the areas.
    names: BTreeSet<String>,
    mentions: Vec<Mention>,
    profile: Profile,
}

/// A passage with its similarity and the telling words in common.
struct Compared {
    passage: IndexedPassage,
    signature: u64,
    similarity: f32,
    shared: Vec<Range>,
    date: Option<Date>,
}

impl<'c> Comparison<'c> {
    fn new(
        corpus: &'c Corpus<'c>,
        everywhere: &'c PassageQuery,
        report: &IndexedReport,
        passage: &'c IndexedPassage,
    ) -> Result<Self> {
        let mut own: Vec<Condition> = facet::of_report(&report.report)
            .into_iter()
            .filter(|(dimension, _)| *dimension == Dimension::Area)
            .map(|(dimension, path)| Condition::Facet(dimension, vec![path]))
            .collect();
        // A report can be of no area.
        own.push(Condition::Report(report.report.id.clone()));
        let areas = report.report.areas.iter();
        let names = similarity::stems_of_names(areas.map(|area| area.name.as_str()));
        let mentions = similarity::mentions(&passage.passage.text, &names);
        let profile = profile(corpus, &mentions, passage)?;
        Ok(Comparison {
            corpus,
            everywhere,
            passage,
            own: Condition::Any(own),
            names,
            mentions,
            profile,
        })
    }

    fn run(&self, limit: usize) -> Result<Similar> {
        let mut passage = hit(self.corpus, self.passage.clone())?;
        passage.score = 1.0;
        passage.alike = self.near_duplicates(&[self.passage])?.pop().flatten();
        let mut hits: Vec<SimilarHit> = Vec::new();
        let mut known = BTreeSet::from([near_duplicate::signature(&self.passage.passage.text)]);
        for same_area in [false, true] {
            let mut query = self.everywhere.clone();
            query.stems = self.stems()?;
            query.rest.push(if same_area {
                self.own.clone()
            } else {
                Condition::Not(Box::new(self.own.clone()))
            });
            let found = self.most_similar(&query, &mut known, limit)?;
            let passages: Vec<&IndexedPassage> = found.iter().map(|one| &one.passage).collect();
            let duplicates = self.near_duplicates(&passages)?;
            for (one, duplicates) in found.into_iter().zip(duplicates) {
                let mut hit = hit(self.corpus, one.passage)?;
                hit.rank = hits.len() + 1;
                hit.score = one.similarity;
                hit.snippet = snippet::cut(&hit.text, &one.shared);
                hit.highlights = one.shared;
                hit.alike = duplicates;
                hits.push(SimilarHit { same_area, hit });
            }
        }
        let filters = self.everywhere.filters.iter();
        Ok(Similar {
            passage,
            hits,
            filters: filters.map(|filter| filter.label.clone()).collect(),
        })
    }

    fn near_duplicates(
        &self,
        passages: &[&IndexedPassage],
    ) -> Result<Vec<Option<crate::answers::hit::Alike>>> {
        let query = self.everywhere.filters_only();
        let found = self.corpus.searcher.near_duplicates(&query, passages)?;
        let found = found.into_iter();
        Ok(found.map(|duplicates| duplicates.map(alike)).collect())
    }

    /// The most telling stems with their weights; of a name, those of its words too.
    fn stems(&self) -> Result<Vec<(String, f32)>> {
        let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
        for mention in &self.mentions {
            let whole = self.profile.weight(&mention.name);
            weights.insert(&mention.name, whole);
            for stem in mention.forms.iter().flatten() {
                let own = idf_of(self.corpus, stem)?.min(whole);
                let known = weights.entry(stem).or_default();
                *known = known.max(own);
            }
        }
        let mut stems: Vec<(String, f32)> = weights
            .into_iter()
            .map(|(stem, weight)| (stem.to_owned(), weight))
            .collect();
        stems.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        stems.truncate(WORDS);
        Ok(stems)
    }

    /// The `limit` passages of a query that are most similar to it, none in the same words as another
    /// or as one with a `known` signature.
    fn most_similar(
        &self,
        query: &PassageQuery,
        known: &mut BTreeSet<u64>,
        limit: usize,
    ) -> Result<Vec<Compared>> {
        let ranking = Ranking {
            sort: Sort::Relevance,
            limit: POOL.max(limit.saturating_mul(4)),
            ..Ranking::totals(&[], &self.corpus.weights)
        };
        let found = self.corpus.searcher.search(query, &ranking)?;
        let mut compared = Vec::new();
        let mut reports: BTreeMap<String, (BTreeSet<String>, Option<Date>)> = BTreeMap::new();
        for candidate in found.passages {
            let passage = candidate.passage;
            if passage.report == self.passage.report && passage.number == self.passage.number {
                continue;
            }
            let (names, date) = match reports.entry(passage.report.clone()) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let report = indexed_report(self.corpus, &passage.report)?.report;
                    let areas = report.areas.iter().map(|area| area.name.as_str());
                    let names = similarity::stems_of_names(areas);
                    let names = names.union(&self.names).cloned().collect();
                    new.insert((names, report.inspection_end.or(report.published)))
                }
            };
            let mentions = similarity::mentions(&passage.passage.text, names);
            let profile = profile(self.corpus, &mentions, &passage)?;
            let similarity = self.profile.similarity(&profile);
            if similarity >= similarity::LEAST {
                compared.push(Compared {
                    shared: similarity::shared(&mentions, &profile, &self.profile),
                    similarity: similarity.min(1.0),
                    signature: near_duplicate::signature(&passage.passage.text),
                    date: *date,
                    passage,
                });
            }
        }
        compared.sort_by(|a, b| {
            let place = |one: &Compared| (Reverse(one.date), one.passage.report.clone());
            let by_similarity = b.similarity.total_cmp(&a.similarity);
            by_similarity
                .then_with(|| place(a).cmp(&place(b)))
                .then_with(|| a.passage.number.cmp(&b.passage.number))
        });
        compared.retain(|one| one.signature == 0 || known.insert(one.signature));
        compared.truncate(limit);
        Ok(compared)
    }
}

fn profile(corpus: &Corpus<'_>, mentions: &[Mention], passage: &IndexedPassage) -> Result<Profile> {
    Profile::new(
        mentions,
        &passage.passage.themes,
        passage.role,
        &mut |word| idf_of(corpus, word),
    )
}

/// Inverse document frequency of a stem.
fn idf_of(corpus: &Corpus<'_>, stem: &str) -> Result<f32> {
    let passages = corpus.searcher.totals()?.passages;
    Ok(idf(corpus.searcher.holding(stem) as f32, passages as f32))
}
