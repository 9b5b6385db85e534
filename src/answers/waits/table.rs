//! The table of cues and services.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use crate::api::Bound;

const EMBEDDED: &str = include_str!("waits.toml");

/// What `waits.toml` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Table {
    pub(super) bounds: Bounds,
    pub(super) cues: Cues,
    pub(super) rejected: Rejected,
    pub(super) elsewhere: Elsewhere,
    pub(super) goes_on: GoesOn,
    pub(super) service: Vec<Service>,
}

/// Words right before a number, by what they say of it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Bounds {
    up_to: Vec<String>,
    average: Vec<String>,
    over: Vec<String>,
    within: Vec<String>,
    at_least: Vec<String>,
    about: Vec<String>,
}

impl Bounds {
    /// Every phrase with what it says, longest first.
    fn phrases(&self) -> Vec<(&str, Bound)> {
        let lists = [
            (&self.up_to, Bound::UpTo),
            (&self.average, Bound::Average),
            (&self.over, Bound::Over),
            (&self.within, Bound::Within),
            (&self.at_least, Bound::AtLeast),
            (&self.about, Bound::About),
        ];
        let mut phrases: Vec<(&str, Bound)> = lists
            .into_iter()
            .flat_map(|(list, bound)| list.iter().map(move |phrase| (phrase.as_str(), bound)))
            .collect();
        phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        phrases
    }
}

/// Words that make a length of time a figure.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Cues {
    pub(super) wait: Vec<String>,
    pub(super) taken: Vec<String>,
    pub(super) taken_anywhere: Vec<String>,
    pub(super) limit: Vec<String>,
    pub(super) required: Vec<String>,
    pub(super) joins: Vec<String>,
    pub(super) done: Vec<String>,
}

/// Words that make a figure that of others than the area.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Elsewhere {
    pub(super) names: Vec<String>,
    pub(super) except: Vec<String>,
    pub(super) between: Vec<String>,
    pub(super) joins: Vec<String>,
}

/// How a sentence goes on about the figure of the one before it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoesOn {
    pub(super) starts: Vec<String>,
}

/// Words that make it none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Rejected {
    pub(super) before: Vec<String>,
    pub(super) before_unless_waiting: Vec<String>,
    pub(super) before_unless_limit: Vec<String>,
    pub(super) near: Vec<String>,
    pub(super) after: Vec<String>,
    pub(super) after_unless_done: Vec<String>,
    pub(super) sentence: Vec<String>,
}

/// Something that is waited for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) theme: String,
    pub(super) cues: Vec<String>,
}

/// Every phrase of a bound with what it says, longest first.
pub(super) fn bounds() -> &'static [(&'static str, Bound)] {
    static PHRASES: LazyLock<Vec<(&str, Bound)>> = LazyLock::new(|| table().bounds.phrases());
    &PHRASES
}

/// Finds words without one of which no length of time in a text is a figure.
pub(super) fn cues() -> Option<&'static AhoCorasick> {
    static CUES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let cues = &table().cues;
        let lists = [
            &cues.wait,
            &cues.taken,
            &cues.taken_anywhere,
            &cues.limit,
            &cues.done,
        ];
        let words = lists.into_iter().flatten().chain(&cues.required);
        let words = words.chain(&table().bounds.average);
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(words)
            .ok()
    });
    CUES.as_ref()
}

/// The table, read once. A test reads it as well, so that it is never empty.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(EMBEDDED).unwrap_or_default());
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::themes::Taxonomy;

    #[test]
    fn the_table_is_valid() {
        let table: Table = toml::from_str(EMBEDDED).expect("TOML");
        let themes: Vec<&str> = Taxonomy::embedded_paths().collect();
        for service in &table.service {
            assert!(
                themes.contains(&service.theme.as_str()),
                "{}",
                service.theme
            );
        }
        for (phrase, _) in table.bounds.phrases() {
            assert_eq!(phrase, phrase.to_lowercase());
        }
    }
}
