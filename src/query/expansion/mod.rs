//! Query expansion: each word of the query tree with all variants that count as it in a text.
//! Search, ranking and highlighting use the same expansion, so that they agree.

mod correction;
mod expand;
mod lexicon;
mod occurrences;
mod other_names;

pub use expand::expand;
pub use lexicon::Lexicon;
pub use occurrences::{Occurrence, occurrences};
pub use other_names::stems_of;

use serde::{Deserialize, Serialize};

use crate::report::facet::{Dimension, FacetPath};

#[cfg(test)]
mod tests;

/// How one word of a variant is matched with the words of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TokenMatch {
    /// A word with this stem.
    Stem(String),
    /// Exactly this folded word.
    Word(String),
    /// A word that begins like this.
    Prefix(String),
}

impl TokenMatch {
    /// Whether it matches a folded word with this stem.
    pub fn matches(&self, word: &str, stem: &str) -> bool {
        match self {
            TokenMatch::Stem(wanted) => wanted == stem,
            TokenMatch::Word(wanted) => wanted == word,
            TokenMatch::Prefix(start) => word.starts_with(start.as_str()),
        }
    }
}

/// Where a variant comes from, which decides what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// The user's own word, or another spelling of it.
    Typed,
    /// The full name of an acronym, or the reverse.
    Acronym,
    /// Another word for it.
    Synonym,
    /// A word for something narrower or broader that is meant as well.
    Related,
}

/// Words in a row that count as a word of the query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Variant {
    /// The words; never empty.
    pub tokens: Vec<TokenMatch>,
    /// Where the variant comes from.
    pub origin: Origin,
}

/// A word, phrase or prefix of the query with all variants that count as it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermGroup {
    /// As the user wrote it (or as it was corrected).
    pub label: String,
    /// The variants, one of which must occur in the text; never empty, the typed one first.
    pub variants: Vec<Variant>,
    /// Moves allowed in variants of several words.
    pub slop: u32,
    /// Whether the user put it in quotes: a phrase is highlighted as a whole.
    pub quoted: bool,
    /// Whether it is a function word (`the`, `they`, `to`) beside words that say more: it need not
    /// occur, and its occurring says nothing.
    pub optional: bool,
    /// Where it begins in the query, counted in words from 0.
    pub position: u32,
    /// Words with the same number here are one name (`speech and language therapy`), which says no
    /// more than one word does.
    pub name: Option<u32>,
}

/// A condition on passages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Condition {
    /// Every passage.
    #[default]
    Everything,
    /// All must hold.
    All(Vec<Condition>),
    /// One must hold.
    Any(Vec<Condition>),
    /// Must not hold.
    Not(Box<Condition>),
    /// The passage's text holds it.
    Text(TermGroup),
    /// The section's heading holds it.
    Heading(TermGroup),
    /// The passage has one of these facet values.
    Facet(Dimension, Vec<FacetPath>),
    /// The passage stands in the report with this id.
    Report(String),
}

impl Condition {
    /// The term groups that a passage's text may match: those not under a `Not`.
    pub fn positive_groups(&self) -> Vec<&TermGroup> {
        match self {
            Condition::All(children) | Condition::Any(children) => children
                .iter()
                .flat_map(Condition::positive_groups)
                .collect(),
            Condition::Text(group) => vec![group],
            Condition::Everything
            | Condition::Not(_)
            | Condition::Heading(_)
            | Condition::Facet(..)
            | Condition::Report(_) => Vec::new(),
        }
    }

    /// Splits into conditions on words, one part a word (or phrase, or group of
    /// alternatives), and the rest: exclusions, headings and facets.
    pub fn split(self) -> (Vec<Condition>, Vec<Condition>) {
        let parts = match self {
            Condition::All(children) => children,
            Condition::Everything => Vec::new(),
            other => vec![other],
        };
        parts
            .into_iter()
            .partition(|part| !part.positive_groups().is_empty())
    }

    /// Whether it is a function word that need not occur.
    pub fn is_optional(&self) -> bool {
        matches!(self, Condition::Text(group) if group.optional)
    }

    /// How messages name it.
    pub fn label(&self) -> String {
        match self {
            Condition::Text(group) | Condition::Heading(group) => group.label.clone(),
            Condition::Any(children) => {
                let labels: Vec<String> = children.iter().map(Condition::label).collect();
                labels.join(" OR ")
            }
            Condition::All(children) => {
                let labels: Vec<String> = children.iter().map(Condition::label).collect();
                labels.join(" ")
            }
            Condition::Not(inner) => format!("-{}", inner.label()),
            Condition::Facet(dimension, paths) => {
                let labels: Vec<String> = paths.iter().map(|path| path.label(*dimension)).collect();
                format!("{dimension}:{}", labels.join(","))
            }
            Condition::Report(id) => id.clone(),
            Condition::Everything => String::new(),
        }
    }
}

/// A query, expanded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Expansion {
    /// What passages must match.
    pub condition: Condition,
    /// Other names of the words that are searched as well.
    pub added: Vec<Added>,
    /// Words that are searched in another spelling.
    pub corrected: Vec<Corrected>,
    /// Words that occur nowhere, with similar words that do.
    pub suggested: Vec<Suggested>,
    /// Acronyms that are searched as typed, since they have several meanings.
    pub ambiguous: Vec<Ambiguous>,
}

/// How the words of a query are expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExpansionOptions {
    /// Whether other forms of a word count as it (`waits` for `waiting`).
    pub stemming: bool,
    /// Whether open, hyphenated and closed spellings count as each other.
    pub spellings: bool,
    /// Whether acronyms, full names and synonyms count as each other.
    pub synonyms: bool,
    /// Whether a word that occurs nowhere is corrected.
    pub corrections: bool,
    /// Whether words such as `the` and `they` may be missing.
    pub function_words_optional: bool,
    /// Whether words such as `keep` and `getting` are the first that may be missing where no passage
    /// holds all.
    pub light_words_first: bool,
    /// Whether areas, years and other facets that the words name are read as such.
    pub facets_in_words: bool,
}

impl Default for ExpansionOptions {
    fn default() -> Self {
        ExpansionOptions {
            stemming: true,
            spellings: true,
            synonyms: true,
            corrections: true,
            function_words_optional: true,
            light_words_first: true,
            facets_in_words: true,
        }
    }
}

impl ExpansionOptions {
    /// Exactly the words as typed.
    pub const EXACT: ExpansionOptions = ExpansionOptions {
        stemming: false,
        spellings: false,
        synonyms: false,
        corrections: false,
        function_words_optional: false,
        light_words_first: false,
        facets_in_words: false,
    };
}

/// Other names of a word that are searched as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    /// The word, or words, of the query.
    pub word: String,
    /// The other names, as printed in reports.
    pub also: Vec<String>,
}

/// A word that is searched in another spelling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// As typed.
    pub from: String,
    /// As searched.
    pub to: String,
}

/// A word that occurs nowhere, with similar words that do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggested {
    /// As typed.
    pub word: String,
    /// Similar words, best first.
    pub near: Vec<String>,
}

/// An acronym with several meanings, which is searched as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ambiguous {
    /// As typed.
    pub word: String,
    /// Its meanings.
    pub meanings: Vec<String>,
}
