//! The contract of a search engine: everything that questions ask of an index, and nothing else.
//! Expansion, highlights, snippets, explanations and extraction of records stand above it and are
//! the same for every engine.

use std::ops::RangeInclusive;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::engine::ranking::Weights;
use crate::error::Result;
use crate::query::complete::{Completion, Words};
use crate::query::expansion::{Condition, Lexicon};
use crate::report::facet::{Dimension, FacetPath, Vocabulary};
use crate::report::{Passage, Report, Role, Section};
use crate::storage::ledger::Ledger;

/// An index of passages that answers queries.
pub trait Searcher: Lexicon {
    /// Number of reports and passages in the index.
    ///
    /// # Errors
    /// The index cannot be read; so for every method.
    fn totals(&self) -> Result<Totals>;

    /// The facet values that passages have.
    fn vocabulary(&self) -> Result<&Vocabulary>;

    /// The first passages that match, in order, with totals and facet counts of all that match.
    fn search(&self, query: &PassageQuery, ranking: &Ranking<'_>) -> Result<Ranked>;

    /// For each of some passages the others among those that match which say the same in the same
    /// words; `None` where there are none.
    fn near_duplicates(
        &self,
        query: &PassageQuery,
        passages: &[&IndexedPassage],
    ) -> Result<Vec<Option<NearDuplicates>>>;

    /// Gives `take` every passage that matches: latest inspection first, then by report id, in
    /// printed order within a report.
    fn each_passage(
        &self,
        query: &PassageQuery,
        take: &mut dyn FnMut(IndexedPassage) -> Result<()>,
    ) -> Result<()>;

    /// Where every passage that matches stands, in the order of [`Searcher::each_passage`].
    fn locate(&self, query: &PassageQuery) -> Result<Vec<PassageKey>>;

    /// Counts what matches by the values of several facets, in each combination that occurs.
    fn crosstab(&self, query: &PassageQuery, by: &[Dimension]) -> Result<Crosstab>;

    /// Passages of a report by number (1-based), in printed order; numbers beyond its last are
    /// passed over, and an unknown report has none.
    fn passages(&self, report: &str, numbers: RangeInclusive<usize>)
    -> Result<Vec<IndexedPassage>>;

    /// A report without its passages; `None` for an unknown id.
    fn report(&self, id: &str) -> Result<Option<IndexedReport>>;

    /// Every report without its passages, by id.
    fn reports(&self) -> Result<Vec<IndexedReport>>;

    /// Number of passages that have a facet's value. Passages of reports that were replaced or
    /// removed may be counted until the index is tidied.
    fn having(&self, dimension: Dimension, path: &FacetPath) -> Result<u64>;

    /// The most frequent words, acronyms and full names that begin like what is being typed.
    fn completions(&self, typed: &Words, limit: usize) -> Result<Vec<Completion>>;

    /// Whether the themes of passages are those that come with the program.
    fn has_built_in_themes(&self) -> bool;

    /// What is known of every source file; nothing where an index has no files.
    fn ledger(&self) -> Result<Ledger>;

    /// A value that changes with every commit to the index; `None` for an index in memory.
    fn revision(&self) -> Option<String>;
}

/// Number of passages and of the reports they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Passages.
    pub passages: u64,
    /// Reports with such passages.
    pub reports: u64,
}

/// Conditions on passages: all of `rest` and `filters` must hold, and of `words` so many as
/// `holding` says.
#[derive(Debug, Clone)]
pub struct PassageQuery {
    /// What the text must hold, a part a word; these words rank.
    pub words: Vec<Condition>,
    /// How many of `words` must hold: least and most. Where none must, they rank alone.
    pub holding: RangeInclusive<usize>,
    /// Where not empty, the text must hold one of these stems, and BM25 over them, each with its
    /// weight, ranks.
    pub stems: Vec<(String, f32)>,
    /// Exclusions, headings, reports, and facets inside brackets.
    pub rest: Vec<Condition>,
    /// Facet values that passages must or must not have.
    pub filters: Vec<Filter>,
    /// Whether passages of the role [`Role::Boilerplate`] match too.
    pub include_boilerplate: bool,
}

impl PassageQuery {
    /// Every passage.
    pub fn everything() -> Self {
        PassageQuery {
            words: Vec::new(),
            holding: 0..=0,
            stems: Vec::new(),
            rest: Vec::new(),
            filters: Vec::new(),
            include_boilerplate: true,
        }
    }

    /// The same query for passages that hold all of the words.
    #[must_use]
    pub fn all(self) -> Self {
        let all = self.words.len();
        PassageQuery {
            holding: all..=all,
            ..self
        }
    }

    /// The same query with other filters.
    #[must_use]
    pub fn with_filters(&self, filters: Vec<Filter>) -> Self {
        PassageQuery {
            filters,
            ..self.clone()
        }
    }

    /// The same query for passages that have the values of its filters, whatever their text says.
    #[must_use]
    pub fn by_values(&self) -> Self {
        let mut query = self.clone();
        for filter in &mut query.filters {
            filter.or_text = None;
        }
        query
    }

    /// What passes the filters, whatever its words.
    #[must_use]
    pub fn filters_only(&self) -> Self {
        PassageQuery {
            filters: self.filters.clone(),
            include_boilerplate: self.include_boilerplate,
            ..PassageQuery::everything()
        }
    }
}

/// A filter on one facet: within it the values are alternatives, across filters all must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Which facet.
    pub dimension: Dimension,
    /// The values, of which a passage must have one (or, if `exclude`, none).
    pub paths: Vec<FacetPath>,
    /// Whether passages with these values are left out.
    pub exclude: bool,
    /// What a passage may hold instead of having a value; `None` if it must have one.
    pub or_text: Option<Condition>,
    /// The values as they are shown, those that no passage has included; none for a filter that nobody
    /// asked for.
    pub values: Vec<String>,
    /// The filter as messages name it: `--outcome inconsistent`.
    pub label: String,
}

/// Which matching passages to give, and in which order.
#[derive(Debug, Clone)]
pub struct Ranking<'r> {
    /// The order.
    pub sort: Sort,
    /// Which passages are drawn together.
    pub group: Group,
    /// Passages to leave out before the first.
    pub skip: usize,
    /// Most passages to give.
    pub limit: usize,
    /// Which of the matching passages come before the others. Ignored where they are not ordered by
    /// relevance.
    pub first: Option<PassageQuery>,
    /// Where matching passages do not fill the page: what follows them, one after the other, each
    /// ranked by the same score and without what stands before it.
    pub then: Vec<PassageQuery>,
    /// The same where nothing matches.
    pub or_else: Vec<PassageQuery>,
    /// Facets to count, each once.
    pub facets: &'r [Dimension],
    /// Whether to name the parts of each score.
    pub explain: bool,
    /// What decides the order by relevance.
    pub weights: &'r Weights,
}

impl<'r> Ranking<'r> {
    /// No passages, only totals, and counts of these facets.
    pub fn totals(facets: &'r [Dimension], weights: &'r Weights) -> Self {
        Ranking {
            sort: Sort::Date,
            group: Group::None,
            skip: 0,
            limit: 0,
            first: None,
            then: Vec::new(),
            or_else: Vec::new(),
            facets,
            explain: false,
            weights,
        }
    }
}

/// Order of passages. Equal ones are ordered by date (latest first), report and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest inspection first.
    Date,
    /// By name of the first area.
    Area,
}

/// Which passages are drawn together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Passages that say the same in the same words.
    #[default]
    #[serde(rename = "alike")]
    NearDuplicate,
    /// None: every passage stands for itself.
    None,
    /// Passages of one report: the best, with the number of further ones.
    Report,
    /// Passages of one area: the best, with the number of further ones.
    Area,
}

/// What a search gives.
#[derive(Debug, Clone, Default)]
pub struct Ranked {
    /// All that match.
    pub totals: Totals,
    /// Passages and reports by value, in the order of the facets asked for.
    pub facets: Vec<Vec<(FacetPath, Totals)>>,
    /// The passages of the page, in order, with their ranks.
    pub passages: Vec<RankedPassage>,
}

/// A passage in its place.
#[derive(Debug, Clone)]
pub struct RankedPassage {
    /// Place in the whole list, 1-based.
    pub rank: usize,
    /// Relevance; comparable within one answer only.
    pub score: f32,
    /// The passage.
    pub passage: IndexedPassage,
    /// Words of the query that it lacks.
    pub missing: Vec<String>,
    /// Further matching passages of its group.
    pub more: u64,
    /// Parts of the score by name, if asked for.
    pub parts: Vec<(String, f32)>,
}

/// A passage with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedPassage {
    /// Id of the report.
    pub report: String,
    /// Number in the report, 1-based.
    pub number: usize,
    /// Heading of the section.
    pub heading: String,
    /// Role of the section.
    pub role: Role,
    /// The passage itself.
    pub passage: Passage,
}

/// A report with what the index knows of its source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexedReport {
    /// The report [without its passages](Report::without_passages).
    pub report: Report,
    /// How many passages each section has, in order.
    pub sections: Vec<usize>,
    /// The source file, from [`crate::storage::path::path_text`].
    pub path: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

impl IndexedReport {
    /// A report that was read from `path`.
    pub fn new(report: &Report, path: String, sha256: String) -> Self {
        let sections = report.sections.iter();
        IndexedReport {
            report: report.without_passages(),
            sections: sections.map(|section| section.passages.len()).collect(),
            path,
            sha256,
        }
    }

    /// Number of passages.
    pub fn passages(&self) -> usize {
        self.sections.iter().sum()
    }

    /// The heading, role and verdict of each section with the numbers of its passages (1-based).
    pub fn numbered(&self) -> impl Iterator<Item = (&Section, RangeInclusive<usize>)> {
        let mut next = 1;
        self.report
            .sections
            .iter()
            .zip(&self.sections)
            .map(move |(section, count)| {
                let first = next;
                next += count;
                (section, first..=next - 1)
            })
    }
}

/// Where a passage stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PassageKey {
    /// Id of the report.
    pub report: Rc<str>,
    /// Number in the report, 1-based.
    pub number: usize,
}

/// Other passages that say the same in the same words, but for names and numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearDuplicates {
    /// How many.
    pub passages: u64,
    /// In how many other reports.
    pub reports: u64,
    /// The first of them, latest inspection first.
    pub first: Vec<(String, usize)>,
}

/// Passages that match, counted by the values of facets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crosstab {
    /// Passages.
    pub passages: u64,
    /// Ids of the reports they stand in, latest inspection first, then by id.
    pub reports: Vec<String>,
    /// Totals by the values of the facets, in the order asked for.
    pub cells: Vec<(Vec<FacetPath>, Totals)>,
}
