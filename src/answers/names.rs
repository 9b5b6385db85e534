//! Finding the names of a table in a text: of bodies, of services.

use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

use crate::api::Range;
use crate::query::synonyms::{Group, Synonyms};

/// Names, each of some entry of a table.
///
/// Letters match in either case, except that a word with a capital must be printed so. A space
/// matches a hyphen, an apostrophe either of its forms; a plural or possessive s may follow; a name
/// never matches inside a word. Of names that begin at the same place the longest is found.
#[derive(Debug)]
pub(super) struct Names {
    pattern: Regex,
    /// Entry by name, made comparable.
    entries: HashMap<String, usize>,
}

/// A name that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    /// Where it stands.
    pub(super) at: Range,
    /// Index of the entry that it names.
    pub(super) entry: usize,
}

impl Names {
    /// Of the names given for each entry, and of the other names that the built-in list of synonyms
    /// has for them. A name of two entries is the first one's.
    ///
    /// # Errors
    /// The names make too large a pattern.
    pub(super) fn new<'a>(
        entries: impl IntoIterator<Item = &'a Vec<String>>,
    ) -> Result<Names, regex::Error> {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut names: Vec<String> = Vec::new();
        for (entry, own) in entries.into_iter().enumerate() {
            let others = own.iter().flat_map(|name| other_names(name));
            for name in own.iter().cloned().chain(others) {
                let key = comparable(&name);
                if !key.is_empty() && !known.contains_key(&key) {
                    known.insert(key, entry);
                    names.push(name);
                }
            }
        }
        names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        let alternatives: Vec<String> = names.iter().map(|name| pattern(name)).collect();
        let pattern = format!(
            r"(?-u:\b)(?:{})(?:s['’]|['’]s|s)?(?-u:\b)",
            alternatives.join("|")
        );
        let pattern = RegexBuilder::new(&pattern).size_limit(1 << 24).build()?;
        Ok(Names {
            pattern,
            entries: known,
        })
    }

    /// The names in a text, in order.
    pub(super) fn find(&self, text: &str) -> Vec<Named> {
        let found = self.pattern.find_iter(text);
        found
            .filter_map(|found| {
                Some(Named {
                    at: (found.start(), found.end()),
                    entry: self.entry(found.as_str())?,
                })
            })
            .collect()
    }

    /// The entry of a name, if it is one.
    pub(super) fn entry(&self, name: &str) -> Option<usize> {
        let key = comparable(name);
        let singular = ["'s", "s'", "s"]
            .iter()
            .filter_map(|ending| key.strip_suffix(ending));
        std::iter::once(key.as_str())
            .chain(singular)
            .find_map(|key| self.entries.get(key).copied())
    }
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

/// Lower case, straight apostrophes, hyphens and white space as single spaces.
fn comparable(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '’' => out.push('\''),
            '-' | '‑' | '–' => out.push(' '),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// A pattern for one name.
fn pattern(name: &str) -> String {
    let words: Vec<String> = name
        .split([' ', '-'])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let escaped = regex::escape(word);
            let parts = escaped.split('\'').map(|part| {
                if part.is_empty() || word.contains(char::is_uppercase) {
                    part.to_owned()
                } else {
                    // Letters of English fold byte by byte.
                    format!("(?i-u:{part})")
                }
            });
            parts.collect::<Vec<_>>().join("['’]")
        })
        .collect();
    words.join("[ ‑–-]+")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let table = [
            vec!["CAMHS".to_owned()],
            vec!["children's trust".to_owned(), "trust".to_owned()],
        ];
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
    fn the_longest_name_is_found_whole() {
        assert_eq!(
            found("The Children’s Trust trusts trusted trustees; trust’s"),
            [("Children’s Trust", 1), ("trusts", 1), ("trust’s", 1)]
        );
    }
}
