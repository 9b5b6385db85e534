//! Completions of what is being typed, and the question for them.

use serde::{Deserialize, Serialize};

use crate::query::complete::Suggestion;

/// A question for completions of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SuggestRequest {
    /// All that stands in the search box.
    pub text: String,
    /// Most completions to give.
    pub limit: usize,
}

impl Default for SuggestRequest {
    fn default() -> Self {
        SuggestRequest {
            text: String::new(),
            limit: 10,
        }
    }
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
    /// Time taken, in milliseconds, where somebody measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<f64>,
}
