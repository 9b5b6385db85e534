//! What a query can match: the query tree with every word turned into the forms it may take in a
//! text. Searching, ranking and highlighting all work on this, so that they agree.

mod expand;
mod lexicon;
mod occurrences;
mod other_names;
mod typed;

pub use expand::{Understanding, understand};
pub use lexicon::{Correction, Lexicon};
pub use occurrences::{Occurrence, occurrences};
pub use other_names::stems_of;

use crate::report::facet::{Dimension, FacetPath};

#[cfg(test)]
mod tests;

/// One place in a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Element {
    /// A word with this stem.
    Stem(String),
    /// Exactly this folded word.
    Word(String),
    /// A word that begins like this.
    Prefix(String),
}

impl Element {
    /// Whether a text's word, given with its stem, stands here.
    pub fn matches(&self, word: &str, stem: &str) -> bool {
        match self {
            Element::Stem(wanted) => wanted == stem,
            Element::Word(wanted) => wanted == word,
            Element::Prefix(start) => word.starts_with(start.as_str()),
        }
    }
}

/// Where a form comes from, which decides what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// Words in a row that count as the word of the query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Form {
    /// The words; never empty.
    pub elements: Vec<Element>,
    /// Where the form comes from.
    pub origin: Origin,
}

/// A word, phrase or prefix of the query with all forms that count as it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// As the user wrote it (or as it was corrected).
    pub label: String,
    /// The forms, of which one must stand in the text; never empty, the typed one first.
    pub forms: Vec<Form>,
    /// Moves allowed in forms of several words.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Every passage.
    Everything,
    /// All must hold.
    All(Vec<Condition>),
    /// One must hold.
    Any(Vec<Condition>),
    /// Must not hold.
    Not(Box<Condition>),
    /// The passage's text holds it.
    Text(Leaf),
    /// The section's heading holds it.
    Heading(Leaf),
    /// The passage has one of these facet values.
    Facet(Dimension, Vec<FacetPath>),
}

impl Condition {
    /// The leaves that a passage's text may match: those not under a `Not`.
    pub fn positive_leaves(&self) -> Vec<&Leaf> {
        match self {
            Condition::All(children) | Condition::Any(children) => children
                .iter()
                .flat_map(Condition::positive_leaves)
                .collect(),
            Condition::Text(leaf) => vec![leaf],
            Condition::Everything
            | Condition::Not(_)
            | Condition::Heading(_)
            | Condition::Facet(..) => Vec::new(),
        }
    }

    /// Splits into what must hold of the words, one part a word (or phrase, or group of
    /// alternatives), and the rest: exclusions, headings and facets.
    pub fn split(self) -> (Vec<Condition>, Vec<Condition>) {
        let parts = match self {
            Condition::All(children) => children,
            Condition::Everything => Vec::new(),
            other => vec![other],
        };
        parts
            .into_iter()
            .partition(|part| !part.positive_leaves().is_empty())
    }

    /// Whether it is a function word that need not occur.
    pub fn is_optional(&self) -> bool {
        matches!(self, Condition::Text(leaf) if leaf.optional)
    }

    /// How messages name it.
    pub fn label(&self) -> String {
        match self {
            Condition::Text(leaf) | Condition::Heading(leaf) => leaf.label.clone(),
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
            Condition::Everything => String::new(),
        }
    }
}
