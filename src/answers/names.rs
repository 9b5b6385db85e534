//! Names of a table (bodies, services) with the other names that synonyms give them.

use std::collections::HashMap;

use aho_corasick::BuildError;

use crate::query::synonyms::{Group, Synonyms};
use crate::text::fold::Folded;
use crate::text::phrases::{FoundPhrase, Phrases};

/// Finds names, each of some entry of a table.
#[derive(Debug)]
pub(super) struct Names {
    phrases: Phrases,
    /// Entry by folded name in lower case.
    entries: HashMap<String, usize>,
}

impl Names {
    /// Of the names given for each entry, and of the other names that the built-in list of synonyms
    /// has for them. A name of two entries is the first one's.
    ///
    /// # Errors
    /// The names make too large an automaton.
    pub(super) fn new<'a>(
        entries: impl IntoIterator<Item = &'a Vec<String>>,
    ) -> Result<Names, BuildError> {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut names: Vec<(String, usize)> = Vec::new();
        for (entry, own) in entries.into_iter().enumerate() {
            let others = own.iter().flat_map(|name| other_names(name));
            for name in own.iter().cloned().chain(others) {
                let key = key(&name);
                if !key.is_empty() && !known.contains_key(&key) {
                    known.insert(key, entry);
                    names.push((name, entry));
                }
            }
        }
        Ok(Names {
            phrases: Phrases::new(names)?,
            entries: known,
        })
    }

    /// The names in a text, in order and not overlapping.
    pub(super) fn find(&self, text: &str) -> Vec<FoundPhrase> {
        self.phrases.find(text)
    }

    /// The entry of a name in either case, if it is one.
    pub(super) fn entry(&self, name: &str) -> Option<usize> {
        let key = key(name);
        let singular = ["'s", "s'", "s"]
            .iter()
            .filter_map(|ending| key.strip_suffix(ending));
        std::iter::once(key.as_str())
            .chain(singular)
            .find_map(|key| self.entries.get(key).copied())
    }
}

fn key(name: &str) -> String {
    Folded::new(name).text().to_lowercase()
}

/// What the built-in list has for the whole of a name.
fn other_names(name: &str) -> Vec<String> {
    let same = |other: &str| other == name;
    let groups = Synonyms::built_in().groups().iter();
    let forms = groups
        .filter(|group| group.forms().iter().any(|form| same(&form.text)))
        .flat_map(Group::forms);
    forms
        .filter(|form| !same(&form.text))
        .map(|form| form.text.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let table = [vec!["CAMHS".to_owned()], vec!["trust".to_owned()]];
        Names::new(&table).expect("names")
    }

    fn found(text: &str) -> Vec<(&str, usize)> {
        let found = names().find(text).into_iter();
        found
            .map(|named| (&text[named.at.0..named.at.1], named.entry))
            .collect()
    }

    #[test]
    fn acronyms_and_full_names_are_one() {
        assert_eq!(
            found("CAMHS, child and adolescent mental-health services; not camhs"),
            [
                ("CAMHS", 0),
                ("child and adolescent mental-health services", 0)
            ]
        );
    }

    #[test]
    fn a_name_is_known_in_either_case_and_number() {
        assert_eq!(names().entry("camhs"), Some(0));
        assert_eq!(names().entry("Trusts"), Some(1));
        assert_eq!(names().entry("trustee"), None);
    }
}
