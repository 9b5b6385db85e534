//! What answers have in common: totals, how the query was read, and why nothing was found.

use crate::query::expansion::{Added, Ambiguous, Corrected, Suggested};
use crate::query::understanding::Understood;
use crate::report::facet::Dimension;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the machine output. Fields are only ever added; a change of meaning raises it.
pub const SCHEMA: u32 = 1;

/// Totals of an answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The query as given.
    pub query: String,
    /// Whether the built-in samples answer, about invented areas.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// Values of the filters in force, by facet (`theme`; `not_theme` for those that are left out), as
    /// they were resolved: `health/camhs` for `--theme camhs`.
    #[serde(default)]
    pub filters: BTreeMap<String, Vec<String>>,
    /// What was ignored or read differently, for people.
    pub notes: Vec<String>,
    /// Facets that the query names in words, in its order. Passages need a value of each, or its
    /// name in their text; a theme may stand for the words that name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub understood: Vec<Understood>,
    /// Other names of the query's words that were searched as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_searched: Vec<Added>,
    /// Words that occur nowhere and were read as others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
    /// Words that occur nowhere, with near ones that do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub did_you_mean: Vec<Suggested>,
    /// Acronyms that were taken as they stand, since they mean several things.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ambiguous: Vec<Ambiguous>,
    /// Passages that match in full.
    pub passages: u64,
    /// Reports with such passages.
    pub reports: u64,
    /// Reports in the index.
    pub indexed_reports: u64,
    /// A value that changes with every commit to the index; left out for an index in memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// Time taken, in milliseconds, where somebody measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<f64>,
    /// Counts by facet, if asked for.
    pub facets: BTreeMap<Dimension, Vec<FacetCount>>,
}

/// How often a facet's value occurs among the matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The value as filters take it.
    pub value: String,
    /// The whole path, such as `/send-2023/send-inconsistent`.
    pub path: String,
    /// Matching passages.
    pub passages: u64,
    /// Reports with matching passages.
    pub reports: u64,
}

impl FacetCount {
    /// The first level of the path: the scale of an outcome.
    pub fn scale(&self) -> Option<&str> {
        self.path.split('/').nth(1)
    }
}

/// Why a search found nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NoHits {
    /// Whether the query contains no word to search for, and there is no filter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_words: bool,
    /// Words (or phrases) of the query that occur in no passage at all, with near spellings that do.
    pub unknown_words: Vec<Suggested>,
    /// Filters that no indexed passage can pass, whatever the query.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_indexed: Vec<NotIndexed>,
    /// Filters without each of which something would be found, with the number of passages.
    pub emptied_by: Vec<WithoutFilter>,
    /// Words by which the passages are chosen that are shown where none matches, in the query's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_for: Vec<String>,
    /// Passages that match in sections of boilerplate, which were not searched.
    pub in_boilerplate: u64,
    /// Passages that hold at least one of the words, filters kept.
    pub any_word: u64,
    /// Reports in the index.
    pub indexed_reports: u64,
    /// First and last year of the indexed reports.
    pub years: Option<(String, String)>,
    /// Kinds of the indexed reports, with their numbers.
    pub kinds: BTreeMap<String, u64>,
}

/// Values of a facet that no indexed passage has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotIndexed {
    /// The facet.
    pub facet: Dimension,
    /// The values asked for.
    pub values: Vec<String>,
}

/// What would be found without a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutFilter {
    /// The filter, as an option of the command line.
    pub filter: String,
    /// What would be found.
    pub found: u64,
}
