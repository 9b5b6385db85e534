//! What most questions share: words and filters, and how they become a query to an index.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::answers::highlight::Highlighter;
use crate::answers::hit::{FoundPassage, SectionInfo};
use crate::answers::report_info::{FileInfo, ReportInfo, passage_id};
use crate::answers::summary::{FacetCount, NoHits, NotIndexed, SCHEMA, Summary, WithoutFilter};
use crate::engine::ranking::Weights;
use crate::engine::{
    Filter, IndexedPassage, IndexedReport, PassageQuery, Ranking, Searcher, Totals,
};
use crate::error::{Error, Result};
use crate::query::expansion::{
    Condition, Expansion, ExpansionOptions, Origin, Suggested, TermGroup, TokenMatch, Variant,
    expand,
};
use crate::query::synonyms::Synonyms;
use crate::query::understanding::{self, NamedFacet, Understood};
use crate::query::{self, Node, Query};
use crate::report::facet::{Dimension, FacetPath, Vocabulary};
use crate::report::{Role, Scale};
use crate::text::is_light_word;
use crate::text::spelling::Correction;

/// An index with all that questions are answered by.
#[derive(Clone)]
pub struct Corpus<'c> {
    /// The index.
    pub searcher: &'c dyn Searcher,
    /// Words that stand for each other.
    pub synonyms: Cow<'c, Synonyms>,
    /// How words are expanded, unless a question asks for exactly the words typed.
    pub expansion: ExpansionOptions,
    /// What decides the order by relevance.
    pub weights: Weights,
    /// Whether answers name the files that reports were read from. A server leaves this off.
    pub with_files: bool,
    /// Whether its reports are the built-in samples, which answers then say.
    pub samples: bool,
    /// Called for every passage or sentence that an answer looks at, where that takes long.
    pub progress: &'c dyn Fn(),
}

impl<'c> Corpus<'c> {
    /// An index with the synonyms and weights that come with the program.
    pub fn new(searcher: &'c dyn Searcher) -> Self {
        Corpus {
            searcher,
            synonyms: Cow::Borrowed(Synonyms::built_in()),
            expansion: ExpansionOptions::default(),
            weights: Weights::default(),
            with_files: false,
            samples: false,
            progress: &|| {},
        }
    }

    /// Filters as the index knows them.
    ///
    /// # Errors
    /// A value is unknown or ambiguous, or the index cannot be read.
    pub fn filters(&self, filters: &FacetFilters) -> Result<Vec<Filter>> {
        let wanted = filters.filters.iter().map(|filter| (filter, false));
        let unwanted = filters.exclude.iter().map(|filter| (filter, true));
        let mut resolved = Vec::new();
        for ((&dimension, values), exclude) in wanted.chain(unwanted) {
            if values.is_empty() {
                continue;
            }
            let mut paths = Vec::new();
            let mut labels = Vec::new();
            for value in values {
                let meant = self.searcher.vocabulary()?.resolve(dimension, value)?;
                paths.extend(meant.paths);
                labels.push(meant.label);
            }
            let not = if exclude { "not-" } else { "" };
            resolved.push(Filter {
                dimension,
                paths,
                exclude,
                or_text: None,
                label: format!("--{not}{dimension} {}", labels.join(", ")),
                values: labels,
            });
        }
        resolved.sort_by_key(|filter| {
            (
                !filter.dimension.is_of_report(),
                filter.exclude,
                filter.dimension,
            )
        });
        Ok(resolved)
    }

    /// Reads a question, so that it can be put to the index. Facets that its words name are filters.
    ///
    /// # Errors
    /// It names an unknown facet value, or the index cannot be read.
    pub fn plan(&self, criteria: &Criteria, holding: Holding) -> Result<QueryPlan<'_>> {
        let mut plan = self.plan_or_text(criteria, holding)?;
        plan.passages = plan.passages.by_values();
        Ok(plan)
    }

    /// As [`Corpus::plan`], where passages match as well whose text names the facet.
    ///
    /// # Errors
    /// It names an unknown facet value, or the index cannot be read.
    pub fn plan_or_text(&self, criteria: &Criteria, holding: Holding) -> Result<QueryPlan<'_>> {
        let mut options = if criteria.exact {
            ExpansionOptions::EXACT
        } else {
            self.expansion
        };
        // Who asks for all words means all.
        options.function_words_optional &= holding != Holding::All;
        let filters = self.filters(&criteria.facets)?;
        let query = query::parse(&criteria.query);
        if !options.facets_in_words || query.root.is_none() {
            let mut plan = self.plan_query(query, filters, options, holding)?;
            plan.passages.include_boilerplate |= criteria.include_boilerplate;
            return Ok(plan);
        }
        let searcher = self.searcher;
        let passages = searcher.totals()?.passages;
        let reading = understanding::read(&query, searcher.vocabulary()?, searcher, passages);
        let mut plan = self.plan_query(reading.query, filters, options, holding)?;
        plan.passages.include_boilerplate |= criteria.include_boilerplate;
        // What is named twice is meant once.
        let mut named: Vec<NamedFacet> = Vec::new();
        for one in reading.named {
            let same = |other: &NamedFacet| {
                other.understood.facet == one.understood.facet && other.paths == one.paths
            };
            if !named.iter().any(same) {
                named.push(one);
            }
        }
        plan.named = named;
        let named = named_filters(&plan.named);
        if plan.passages.words.is_empty() {
            // Passages that say the name themselves come first.
            let texts = named.iter().filter_map(|filter| filter.or_text.clone());
            plan.passages.words = texts.collect();
            plan.passages.holding = 0..=plan.passages.words.len();
        }
        plan.passages.filters.extend(named);
        plan.themes = reading.themes;
        Ok(plan)
    }

    /// As [`Corpus::plan`], for a query that was parsed and filters that were resolved.
    ///
    /// # Errors
    /// The query names an unknown facet value, or the index cannot be read.
    pub(crate) fn plan_query(
        &self,
        query: Query,
        own: Vec<Filter>,
        options: ExpansionOptions,
        holding: Holding,
    ) -> Result<QueryPlan<'_>> {
        let (lifted, mut filters) = self.lift_filters(&query)?;
        filters.extend(own);
        let mut known = HashSet::new();
        filters.retain(|filter| {
            known.insert((filter.dimension, filter.paths.clone(), filter.exclude))
        });
        // Reading the vocabulary takes as long as a search.
        let vocabulary = match &lifted.root {
            Some(node) if node.asks_for_facets() => self.searcher.vocabulary()?,
            _ => &Vocabulary::default(),
        };
        let lexicon = self.searcher;
        let synonyms = self.synonyms.as_ref();
        let expansion = expand(&lifted, &options, lexicon, synonyms, vocabulary)?;
        let (mut words, rest) = expansion.condition.clone().split();
        let mut known = HashSet::new();
        words.retain(|word| match word {
            Condition::Text(leaf) => {
                !leaf.optional && known.insert((leaf.variants.clone(), leaf.slop))
            }
            _ => true,
        });
        // A filter on roles asks for those it names.
        let asked = |filter: &Filter| filter.dimension == Dimension::Section && !filter.exclude;
        let include_boilerplate = filters.iter().any(asked);
        let passages = PassageQuery {
            holding: holding.of(words.len()),
            words,
            stems: Vec::new(),
            rest: without_repetitions(rest),
            filters,
            include_boilerplate,
        };
        Ok(QueryPlan {
            corpus: self,
            query,
            expansion,
            named: Vec::new(),
            themes: Vec::new(),
            light_words_first: options.light_words_first,
            passages,
        })
    }

    /// Facet conditions that stand beside the words of a query are filters like those given apart,
    /// so that counts treat them alike.
    fn lift_filters(&self, query: &Query) -> Result<(Query, Vec<Filter>)> {
        let mut filters = Vec::new();
        let mut left = Vec::new();
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
                let resolved = self.searcher.vocabulary()?.resolve(*dimension, value);
                let resolved =
                    resolved.map_err(|value| value.in_query(&query.text, span.start..span.end))?;
                filters.push(Filter {
                    dimension: *dimension,
                    paths: resolved.paths,
                    exclude,
                    or_text: None,
                    values: vec![resolved.label],
                    label: node.to_string(),
                });
            } else {
                left.push(node);
            }
        }
        let root = if left.len() > 1 {
            Some(Node::And(left))
        } else {
            left.pop()
        };
        let query = Query {
            root,
            ..query.clone()
        };
        Ok((query, filters))
    }

    /// A report as hits name it.
    ///
    /// # Errors
    /// The index cannot be read, or there is no such report.
    pub fn report_info(&self, id: &str) -> Result<ReportInfo> {
        let report = self.searcher.report(id)?;
        let report =
            report.ok_or_else(|| Error::Engine(format!("the report `{id}` is missing")))?;
        Ok(self.info(&report))
    }

    /// An indexed report as hits name it.
    pub(crate) fn info(&self, found: &IndexedReport) -> ReportInfo {
        let file = self.with_files.then(|| FileInfo::of(&found.path));
        ReportInfo {
            sample: self.samples,
            ..ReportInfo::of(&found.report, file)
        }
    }

    /// Number of passages that match.
    fn count(&self, query: &PassageQuery) -> Result<u64> {
        let ranking = Ranking::totals(&[], &self.weights);
        Ok(self.searcher.search(query, &ranking)?.totals.passages)
    }

    /// Whether no indexed passage has a value that a filter asks for.
    pub(crate) fn lets_nothing_through(&self, filter: &Filter) -> Result<bool> {
        let alone = PassageQuery::everything().with_filters(vec![filter.clone()]);
        Ok(!filter.exclude && !filter.values.is_empty() && self.count(&alone)? == 0)
    }

    /// Number of reports by value of a facet, in the order of the values.
    pub(crate) fn reports_by(&self, dimension: Dimension) -> Result<Vec<(String, u64)>> {
        let facets = [dimension];
        let ranking = Ranking::totals(&facets, &self.weights);
        let found = self
            .searcher
            .search(&PassageQuery::everything(), &ranking)?;
        let counts = found.facets.into_iter().flatten();
        Ok(counts
            .map(|(path, totals)| (path.label(dimension), totals.reports))
            .collect())
    }
}

/// Words and filters of a criteria.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Criteria {
    /// What to look for, in the query language; empty for everything.
    pub query: String,
    /// Facet values that passages must or must not have.
    #[serde(flatten)]
    pub facets: FacetFilters,
    /// Whether one of the words is enough.
    pub any: bool,
    /// Whether to search for exactly the words typed.
    pub exact: bool,
    /// Whether addresses, complaints, licences and contents lists are searched as well. A filter on
    /// that section role asks for them too.
    pub include_boilerplate: bool,
}

impl Criteria {
    /// How many words passages must hold for answers that count or list all that match.
    pub fn holding(&self) -> Holding {
        if self.any { Holding::Any } else { Holding::All }
    }
}

/// Facet values as people type them: those of one facet are alternatives, across facets all must
/// hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FacetFilters {
    /// Values of which a passage must have one, by facet.
    pub filters: BTreeMap<Dimension, Vec<String>>,
    /// Values of which a passage must have none, by facet.
    pub exclude: BTreeMap<Dimension, Vec<String>>,
}

impl FacetFilters {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        let mut all = self.filters.values().chain(self.exclude.values());
        all.all(Vec::is_empty)
    }
}

/// How many of the query's words a passage must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Holding {
    /// All; where these do not fill the first page, those with most of them follow, marked.
    #[default]
    Most,
    /// All, and nothing else.
    All,
    /// At least one.
    Any,
}

impl Holding {
    /// Least and most of so many words.
    fn of(self, words: usize) -> std::ops::RangeInclusive<usize> {
        match self {
            Holding::Any => words.min(1)..=words,
            Holding::All | Holding::Most => words..=words,
        }
    }
}

/// A question as it is put to an index.
#[derive(Clone)]
pub struct QueryPlan<'c> {
    /// The index.
    pub corpus: &'c Corpus<'c>,
    /// The query as it was typed.
    pub query: Query,
    /// What its words stand for.
    pub expansion: Expansion,
    /// Facets that the query names in words; filters like those given apart.
    pub named: Vec<NamedFacet>,
    /// Themes that it names.
    pub themes: Vec<NamedFacet>,
    /// Whether words that say little are the first that may be missing.
    light_words_first: bool,
    /// What passages must hold.
    pub passages: PassageQuery,
}

impl QueryPlan<'_> {
    /// The same question with one more filter.
    #[must_use]
    pub fn with_filter(&self, filter: Filter) -> Self {
        let mut plan = self.clone();
        plan.passages.filters.push(filter);
        plan
    }

    /// The same question without some of the facets that its words name: all but places, or if it names
    /// nothing else, places too. [`None`] if they name none, or nothing else is asked for.
    pub(crate) fn without_named(&self) -> Option<Self> {
        if self.named.is_empty() || self.query.root.is_none() {
            return None;
        }
        let place =
            |one: &NamedFacet| one.understood.facet.stored_as() == Dimension::Area.stored_as();
        let mut plan = self.clone();
        plan.named.retain(place);
        if plan.named.len() == self.named.len() {
            plan.named.clear();
        }
        let dropped = self.named.iter().filter(|one| !plan.named.contains(one));
        let dropped: Vec<NamedFacet> = dropped.cloned().collect();
        let dropped = named_filters(&dropped);
        let is_dropped = |filter: &Filter| dropped.iter().any(|one| one.label == filter.label);
        plan.passages.filters.retain(|filter| !is_dropped(filter));
        Some(plan)
    }

    /// The words of the query that are not missing, those of one name together; words that say
    /// little only where there are no others.
    pub(crate) fn shown_for(&self, missing: &[String]) -> Vec<String> {
        let name = |word: &Condition| match word {
            Condition::Text(group) => group.name,
            _ => None,
        };
        let same_name = |a: &Condition, b: &Condition| name(a).is_some() && name(a) == name(b);
        let words = self.passages.words.chunk_by(same_name);
        let held = words.map(|words| {
            let labels: Vec<String> = words.iter().map(Condition::label).collect();
            (labels.join(" "), words.iter().all(is_light))
        });
        let held: Vec<(String, bool)> =
            held.filter(|(label, _)| !missing.contains(label)).collect();
        let telling = held.iter().any(|(_, light)| !light);
        let shown = held.into_iter().filter(|(_, light)| !(telling && *light));
        shown.map(|(label, _)| label).collect()
    }

    /// What follows passages with all words, and what is shown where there are none: passages that
    /// lack words which say little, those that have a theme instead of the words that name it, then
    /// those with most of the words, or with any.
    pub(crate) fn with_fewer_words(
        &self,
        passages: &PassageQuery,
    ) -> (Vec<PassageQuery>, Vec<PassageQuery>) {
        let words = &passages.words;
        if words.len() < 2 || *passages.holding.start() == 0 {
            return (Vec::new(), Vec::new());
        }
        let with = |words: Vec<Condition>| PassageQuery {
            holding: words.len()..=words.len(),
            words,
            ..passages.clone()
        };
        let mut telling = words.clone();
        if self.light_words_first {
            telling.retain(|word| !is_light(word));
        }
        if telling.is_empty() {
            telling.clone_from(words);
        }
        let mut then = Vec::new();
        if telling.len() < words.len() {
            then.push(with(telling.clone()));
        }
        for theme in &self.themes {
            let name = theme.understood.text.to_lowercase();
            let mut others = telling.clone();
            others.retain(|word| {
                !name
                    .split(' ')
                    .any(|part| part == word.label().to_lowercase())
            });
            if !others.is_empty() && others.len() < telling.len() {
                let mut query = with(others);
                query.filters.push(Filter {
                    dimension: Dimension::Theme,
                    paths: theme.paths.clone(),
                    exclude: false,
                    or_text: None,
                    values: Vec::new(),
                    label: theme.understood.text.clone(),
                });
                then.push(query);
            }
        }
        let some = |least: usize| PassageQuery {
            holding: least..=words.len() - 1,
            ..passages.clone()
        };
        let mut or_else = then.clone();
        or_else.push(PassageQuery {
            holding: 1..=telling.len(),
            words: telling,
            ..passages.clone()
        });
        then.push(some(words.len().div_ceil(2)));
        (then, or_else)
    }

    /// Marks what matches in texts.
    pub fn highlighter(&self) -> Highlighter<'_> {
        let filters = self.passages.filters.iter();
        let names = filters.filter_map(|filter| filter.or_text.as_ref());
        let leaves = self.expansion.condition.positive_groups().into_iter();
        let leaves = leaves.chain(names.flat_map(Condition::positive_groups));
        let mut marked = HashSet::new();
        let leaves: Vec<&TermGroup> = leaves
            .filter(|leaf| !leaf.optional && marked.insert((&leaf.variants, leaf.slop)))
            .collect();
        Highlighter::new(&leaves)
    }

    /// What the query names in words, in its order.
    fn understood(&self) -> Vec<Understood> {
        let named = self.named.iter().chain(&self.themes);
        let mut named: Vec<Understood> = named.map(|one| one.understood.clone()).collect();
        named.sort_by_key(|one| one.span.start);
        named
    }

    /// Totals, and how the query was read.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn summary(&self, totals: Totals) -> Result<Summary> {
        let notes = self.query.notes.iter();
        Ok(Summary {
            schema: SCHEMA,
            query: self.query.text.clone(),
            sample: self.corpus.samples,
            filters: filters_in_force(&self.passages.filters),
            notes: notes.map(|note| note.message.clone()).collect(),
            understood: self.understood(),
            also_searched: self.expansion.added.clone(),
            corrected: self.expansion.corrected.clone(),
            did_you_mean: self.expansion.suggested.clone(),
            ambiguous: self.expansion.ambiguous.clone(),
            passages: totals.passages,
            reports: totals.reports,
            indexed_reports: self.corpus.searcher.totals()?.reports,
            revision: self.corpus.searcher.revision(),
            elapsed_ms: None,
            facets: BTreeMap::new(),
        })
    }

    /// Gives `take` every passage that matches and, where `holding` is not empty, holds one of these
    /// words (lower case, as printed): latest inspection first, in printed order within a report.
    /// The answer has the totals of what was given.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn each_passage(
        &self,
        holding: &[&str],
        take: &mut dyn FnMut(FoundPassage),
    ) -> Result<Totals> {
        let mut query = self.passages.clone();
        if !holding.is_empty() {
            query.rest.push(any_of(holding));
        }
        let highlighter = self.highlighter();
        let mut totals = Totals::default();
        let mut current: Option<Rc<ReportInfo>> = None;
        let corpus = self.corpus;
        corpus.searcher.each_passage(&query, &mut |found| {
            let report = match &current {
                Some(report) if report.id == found.report => Rc::clone(report),
                _ => {
                    totals.reports += 1;
                    Rc::new(corpus.report_info(&found.report)?)
                }
            };
            current = Some(Rc::clone(&report));
            totals.passages += 1;
            (corpus.progress)();
            let mut passage = found_passage(found, report);
            if !self.passages.words.is_empty() {
                passage.highlights = highlighter.highlights(&passage.text);
            }
            take(passage);
            Ok(())
        })?;
        Ok(totals)
    }

    /// Totals of what matches, with its counts by facet.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn totals(
        &self,
        by: &[Dimension],
    ) -> Result<(Totals, BTreeMap<Dimension, Vec<FacetCount>>)> {
        let unfiltered = self.unfiltered(by);
        let ranking = Ranking::totals(&unfiltered, &self.corpus.weights);
        let found = self.corpus.searcher.search(&self.passages, &ranking)?;
        Ok((found.totals, self.facets(by, found.facets)?))
    }

    /// Those of some facets that no filter is on, each once: a search counts them as it goes.
    pub(crate) fn unfiltered(&self, by: &[Dimension]) -> Vec<Dimension> {
        let mut unfiltered = by.to_vec();
        unfiltered.retain(|&dimension| {
            let mut filters = self.passages.filters.iter();
            !filters.any(|filter| is_same_facet(filter.dimension, dimension))
        });
        unfiltered.sort_unstable();
        unfiltered.dedup();
        unfiltered
    }

    /// Counts of facets among what matches, of which those of the [unfiltered](Self::unfiltered) are
    /// `counted`. A filter on the facet itself is left aside, so that its other values stay in sight.
    pub(crate) fn facets(
        &self,
        by: &[Dimension],
        counted: Vec<Vec<(FacetPath, Totals)>>,
    ) -> Result<BTreeMap<Dimension, Vec<FacetCount>>> {
        let counted = self.unfiltered(by).into_iter().zip(counted);
        let mut facets: BTreeMap<_, _> = counted
            .map(|(dimension, counts)| (dimension, ordered_counts(dimension, counts)))
            .collect();
        for &dimension in by {
            if facets.contains_key(&dimension) {
                continue;
            }
            let others = self.passages.filters.iter();
            let others = others.filter(|filter| !is_same_facet(filter.dimension, dimension));
            let query = self.passages.with_filters(others.cloned().collect());
            let ranking = Ranking::totals(std::slice::from_ref(&dimension), &self.corpus.weights);
            let counts = self.corpus.searcher.search(&query, &ranking)?.facets.pop();
            facets.insert(
                dimension,
                ordered_counts(dimension, counts.unwrap_or_default()),
            );
        }
        Ok(facets)
    }

    /// Why nothing was found, if nothing was.
    pub(crate) fn absence(&self, totals: Totals) -> Result<Option<NoHits>> {
        let none = totals.passages == 0;
        none.then(|| self.no_hits()).transpose()
    }

    /// Why nothing was found: words that occur nowhere, filters that let nothing through, words that
    /// never meet; and what was searched.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn no_hits(&self) -> Result<NoHits> {
        let mut absence = self.unknown_words()?;
        absence.no_words = self.query.root.is_none()
            && self.passages.filters.is_empty()
            && !self.query.text.trim().is_empty();
        absence.indexed_reports = self.corpus.searcher.totals()?.reports;
        let query = &self.passages;
        for (index, filter) in query.filters.iter().enumerate() {
            if self.corpus.lets_nothing_through(filter)? {
                absence.not_indexed.push(NotIndexed {
                    facet: filter.dimension,
                    values: filter.values.clone(),
                });
                continue;
            }
            let mut others = query.filters.clone();
            others.remove(index);
            let without = self.count(&query.with_filters(others))?;
            if without > 0 {
                absence.emptied_by.push(WithoutFilter {
                    filter: filter.label.clone(),
                    found: without,
                });
            }
        }
        if !query.include_boilerplate {
            let mut boilerplate = query.clone().all();
            boilerplate.include_boilerplate = true;
            boilerplate.filters.push(Filter {
                dimension: Dimension::Section,
                paths: vec![FacetPath::new([Role::Boilerplate.name()])],
                exclude: false,
                or_text: None,
                values: Vec::new(),
                label: String::new(),
            });
            absence.in_boilerplate = self.count(&boilerplate)?;
        }
        if query.words.len() > 1 {
            let any = PassageQuery {
                holding: Holding::Any.of(query.words.len()),
                ..query.clone()
            };
            absence.any_word = self.count(&any)?;
        }
        let kinds = self.corpus.reports_by(Dimension::Kind)?;
        absence.kinds = kinds.into_iter().collect();
        let years = self.corpus.reports_by(Dimension::Year)?;
        let year = |of: Option<&(String, u64)>| of.map(|(year, _)| year.clone());
        absence.years = year(years.first()).zip(year(years.last()));
        Ok(absence)
    }

    /// Words that occur in no passage at all, whatever the filters, with near spellings that do.
    pub(crate) fn unknown_words(&self) -> Result<NoHits> {
        let mut absence = NoHits::default();
        let words = self.passages.words.iter();
        for leaf in words.flat_map(Condition::positive_groups) {
            let mut anywhere = PassageQuery::everything();
            anywhere.rest.push(Condition::Text(leaf.clone()));
            if self.count(&anywhere)? > 0 {
                continue;
            }
            let single = leaf.variants.iter().find(|form| form.tokens.len() == 1);
            let near = match single {
                Some(_) if !leaf.quoted => {
                    let word = crate::text::spelling::simplify(&leaf.label);
                    match self.corpus.searcher.correction(&word) {
                        Correction::Clear(near) => vec![near],
                        Correction::Open(near) => near,
                    }
                }
                _ => Vec::new(),
            };
            absence.unknown_words.push(Suggested {
                word: leaf.label.clone(),
                near,
            });
        }
        Ok(absence)
    }

    fn count(&self, query: &PassageQuery) -> Result<u64> {
        self.corpus.count(query)
    }
}

/// Whether a condition is on a word that says little.
fn is_light(word: &Condition) -> bool {
    matches!(word, Condition::Text(group)
        if !group.quoted && group.name.is_none() && is_light_word(&crate::text::fold(&group.label)))
}

/// Facets that a query names as filters, one a facet: its values are alternatives.
fn named_filters(named: &[NamedFacet]) -> Vec<Filter> {
    let mut filters: Vec<Filter> = Vec::new();
    for one in named {
        let facet = one.understood.facet;
        let label = one.understood.text.clone();
        let stored = |filter: &&mut Filter| filter.dimension.stored_as() == facet.stored_as();
        match filters.iter_mut().find(stored) {
            Some(filter) => {
                filter.paths.extend(one.paths.iter().cloned());
                filter.label = format!("{}, {label}", filter.label);
                // One level, however many are named: conditions are walked by recursion.
                let texts = match filter.or_text.take() {
                    Some(Condition::Any(texts)) => texts,
                    text => text.into_iter().collect(),
                };
                filter.or_text = either(texts.into_iter().chain(said(one)).collect());
            }
            None => filters.push(Filter {
                dimension: facet,
                paths: one.paths.clone(),
                exclude: false,
                or_text: said(one),
                // What was understood is told as that.
                values: Vec::new(),
                label,
            }),
        }
    }
    filters
}

/// The condition that a text names a facet itself, and not only as part of a longer name.
fn said(named: &NamedFacet) -> Option<Condition> {
    let row = |name: &str| {
        let words = crate::text::tokens(name).map(|token| token.word.into_owned());
        row_of(&words.collect::<Vec<_>>())
    };
    let said = either(named.phrases.iter().map(|phrase| row(phrase)).collect())?;
    if named.longer.is_empty() {
        return Some(said);
    }
    let longer = named.longer.iter().flat_map(|(name, path)| {
        let area = Condition::Facet(Dimension::Area, vec![path.clone()]);
        [row(name), area]
    });
    let not = longer.map(|condition| Condition::Not(Box::new(condition)));
    Some(Condition::All(std::iter::once(said).chain(not).collect()))
}

/// The condition that one of several holds.
fn either(mut conditions: Vec<Condition>) -> Option<Condition> {
    if conditions.len() > 1 {
        return Some(Condition::Any(conditions));
    }
    conditions.pop()
}

/// The filters that were asked for, by facet: `theme`, or `not_theme` for values to leave out.
fn filters_in_force(filters: &[Filter]) -> BTreeMap<String, Vec<String>> {
    let mut in_force: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for filter in filters.iter().filter(|filter| !filter.values.is_empty()) {
        let not = if filter.exclude { "not_" } else { "" };
        let values = in_force.entry(format!("{not}{}", filter.dimension));
        let values = values.or_default();
        for value in &filter.values {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
    }
    in_force
}

/// Years in their order, other values by number of passages, then by name.
fn ordered_counts(dimension: Dimension, counts: Vec<(FacetPath, Totals)>) -> Vec<FacetCount> {
    let counts = counts.into_iter();
    let mut ordered: Vec<FacetCount> = counts
        .map(|(path, totals)| FacetCount {
            value: path.label(dimension),
            path: path.to_string(),
            passages: totals.passages,
            reports: totals.reports,
        })
        .collect();
    if !dimension.is_ordered() {
        ordered.sort_by(|a, b| {
            // Values of one scale of outcomes stand together.
            let by_scale = scale_place(dimension, a).cmp(&scale_place(dimension, b));
            let by_number = by_scale.then_with(|| b.passages.cmp(&a.passages));
            by_number.then_with(|| a.value.cmp(&b.value))
        });
    }
    ordered
}

/// The place of the scale of an outcome among the scales; the same for all values of other facets.
fn scale_place(dimension: Dimension, count: &FacetCount) -> Option<usize> {
    let scale = count.scale().filter(|_| dimension == Dimension::Outcome)?;
    Scale::ALL.iter().position(|known| known.name() == scale)
}

/// A passage of an index as answers take it, without highlights.
pub(crate) fn found_passage(found: IndexedPassage, report: Rc<ReportInfo>) -> FoundPassage {
    FoundPassage {
        id: passage_id(&found.report, found.number),
        report,
        section: SectionInfo {
            heading: found.heading,
            role: found.role.name().to_owned(),
        },
        page_start: found.passage.page_start,
        page_end: found.passage.page_end,
        text: found.passage.text,
        themes: found.passage.themes,
        highlights: Vec::new(),
    }
}

/// The condition that a text holds these words (lower case, as printed) in a row.
pub(crate) fn row_of(words: &[String]) -> Condition {
    Condition::Text(TermGroup {
        label: words.join(" "),
        variants: vec![Variant {
            tokens: words.iter().cloned().map(TokenMatch::Word).collect(),
            origin: Origin::Typed,
        }],
        slop: 0,
        quoted: true,
        optional: false,
        position: 0,
        name: None,
    })
}

/// The condition that a text holds one of these words.
fn any_of(words: &[&str]) -> Condition {
    let rows = words.iter().map(|word| row_of(&[(*word).to_owned()]));
    Condition::Any(rows.collect())
}

/// Each condition once, in order; where words stand in the query makes no difference to an exclusion.
fn without_repetitions(mut conditions: Vec<Condition>) -> Vec<Condition> {
    let mut known = HashSet::new();
    conditions.retain(|condition| known.insert(condition.label()));
    conditions
}

/// A region filter is a filter on areas, and the reverse.
fn is_same_facet(a: Dimension, b: Dimension) -> bool {
    a.stored_as() == b.stored_as()
}
