//! The table of bodies and of words that begin an action.

use std::sync::LazyLock;

use serde::Deserialize;

use super::bodies::Entry;

const EMBEDDED: &str = include_str!("actions.toml");

/// What `actions.toml` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) body: Vec<Entry>,
    pub(super) items: Items,
}

/// How items begin and go on.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Items {
    pub(super) verbs: Vec<String>,
    pub(super) continuations: Vec<String>,
    pub(super) modals: Vec<String>,
    pub(super) due: Vec<String>,
    pub(super) introductions: Vec<String>,
    pub(super) none: Vec<String>,
}

/// The table, read once. A test reads it as well, so that it is never empty.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(EMBEDDED).unwrap_or_default());
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_valid() {
        let table: Table = toml::from_str(EMBEDDED).expect("TOML");
        assert!(table.body.len() > 10);
        let lower = |words: &[String]| words.iter().all(|word| *word == word.to_lowercase());
        assert!(lower(&table.items.verbs) && lower(&table.items.continuations));
    }
}
