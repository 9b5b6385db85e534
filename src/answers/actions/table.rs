//! The table of bodies and of words in lists: `actions.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// What `actions.toml` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) body: Vec<Entry>,
    pub(super) items: Words,
}

/// Words by which items of a list begin and go on.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) verbs: Vec<String>,
    pub(super) continuations: Vec<String>,
    pub(super) modals: Vec<String>,
    pub(super) due: Vec<String>,
    pub(super) introductions: Vec<String>,
    pub(super) none: Vec<String>,
}

pub(super) const EMBEDDED: &str = include_str!("actions.toml");

/// The table, read once. A test reads it as well, so that it is never empty.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(EMBEDDED).unwrap_or_default());
    &TABLE
}

/// A sort of body, as the table has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) cues: Vec<String>,
}
