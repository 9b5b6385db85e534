//! Completions of what is being typed, and the question for them.

use serde::{Deserialize, Serialize};

use crate::report::facet::Dimension;

/// A question for completions of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestRequest {
    /// All that stands in the search box.
    pub text: String,
    /// Most completions to give.
    pub limit: usize,
}

/// Completions of what is being typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestions {
    /// [`SCHEMA`](super::SCHEMA).
    pub schema: u32,
    /// The text as given.
    pub text: String,
    /// The completions, best first.
    pub suggestions: Vec<Suggestion>,
    /// Time the engine took, in milliseconds.
    pub elapsed_ms: f64,
}

/// A completion of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The whole text with the completion in it, as a query that means just that.
    pub text: String,
    /// What was being typed, completed.
    pub completion: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// What it stands for: the full name of an acronym, the acronym of a full name, the region of an
    /// area, the definition of a theme.
    pub meaning: Option<String>,
    /// Passages that hold it; for a facet's value, passages that have it. Passages of reports that
    /// were replaced or removed may be counted until the index is tidied.
    pub passages: u64,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestionKind {
    /// An acronym as printed.
    Acronym,
    /// An area, or the area of a filter.
    Area,
    /// The full name of an acronym.
    Name,
    /// A word of the texts.
    Word,
    /// A theme, as a filter.
    Theme,
    /// The region of a filter.
    Region,
    /// The outcome of a filter.
    Outcome,
    /// The year of a filter.
    Year,
    /// The kind of report of a filter.
    Kind,
    /// The section role of a filter.
    Section,
}

impl SuggestionKind {
    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            SuggestionKind::Acronym => "acronym",
            SuggestionKind::Name => "name",
            SuggestionKind::Word => "word",
            SuggestionKind::Area => Dimension::Area.name(),
            SuggestionKind::Theme => Dimension::Theme.name(),
            SuggestionKind::Region => Dimension::Region.name(),
            SuggestionKind::Outcome => Dimension::Outcome.name(),
            SuggestionKind::Year => Dimension::Year.name(),
            SuggestionKind::Kind => Dimension::Kind.name(),
            SuggestionKind::Section => Dimension::Section.name(),
        }
    }
}

impl From<Dimension> for SuggestionKind {
    fn from(dimension: Dimension) -> Self {
        match dimension {
            Dimension::Area => SuggestionKind::Area,
            Dimension::Region => SuggestionKind::Region,
            Dimension::Outcome => SuggestionKind::Outcome,
            Dimension::Year => SuggestionKind::Year,
            Dimension::Theme => SuggestionKind::Theme,
            Dimension::Kind => SuggestionKind::Kind,
            Dimension::Section => SuggestionKind::Section,
        }
    }
}
