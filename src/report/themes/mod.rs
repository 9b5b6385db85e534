//! Themes of passages: a taxonomy that people can edit, and the rule that assigns its themes.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::text::fold::Folded;
use crate::text::phrases::Phrases;
use crate::text::sentences;

/// The taxonomy that is used unless another one is given.
const EMBEDDED: &str = include_str!("themes.toml");

/// What a cue counts in the first sentence, where a passage says what it is about.
const CUE_FIRST: f32 = 1.4;

/// What a cue counts elsewhere: one mention in passing is not enough.
const CUE: f32 = 0.8;

/// What a weak cue counts.
const WEAK: f32 = 0.3;

/// What each further mention of a cue counts, up to two.
const AGAIN: f32 = 0.2;

/// A theme is given from this sum on. The sums and this bound were chosen on passages labelled by
/// hand, checked by cross-validation (see the accuracy bench).
const ENOUGH: f32 = 1.0;

/// A list of themes, each with the words that point to it.
#[derive(Debug)]
pub struct Taxonomy {
    themes: Vec<(String, String)>,
    cues: Vec<Cue>,
    finder: Phrases,
    fingerprint: String,
}

/// What a phrase says: the theme it speaks for or against.
#[derive(Debug)]
struct Cue {
    theme: usize,
    force: Force,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Force {
    Strong,
    Weak,
    Anti,
}

/// One table of a taxonomy file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    definition: String,
    cues: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
    #[serde(default)]
    anti: Vec<String>,
}

/// What a passage says for one theme.
#[derive(Debug, Default, Clone)]
struct Evidence {
    /// Hits as (cue, start, end).
    hits: Vec<(usize, usize, usize)>,
    /// Stretches of text that do not count.
    blanked: Vec<(usize, usize)>,
}

impl Taxonomy {
    /// The taxonomy that comes with the program.
    ///
    /// # Errors
    ///
    /// Never in practice: a test reads it.
    pub fn embedded() -> Result<Taxonomy, String> {
        Taxonomy::from_toml(EMBEDDED)
    }

    /// The theme paths of the taxonomy that comes with the program, without building it.
    pub fn embedded_paths() -> impl Iterator<Item = &'static str> {
        EMBEDDED.lines().filter_map(|line| {
            let table = line.trim().strip_prefix("[\"")?;
            table.strip_suffix("\"]")
        })
    }

    /// The themes of the taxonomy that comes with the program as (path, definition), without building
    /// it.
    pub fn embedded_definitions() -> impl Iterator<Item = (&'static str, &'static str)> {
        let definitions = EMBEDDED.lines().filter_map(|line| {
            let text = line.strip_prefix("definition = \"")?;
            text.strip_suffix('"')
        });
        Taxonomy::embedded_paths().zip(definitions)
    }

    /// Reads a taxonomy: one table per theme path, with `definition`, `cues`, `weak` and `anti`.
    ///
    /// # Errors
    ///
    /// A message for people that names the line, where the text is no TOML, a table has an unknown
    /// or missing key, a path is not of the form `domain/theme`, or a theme has no cue.
    pub fn from_toml(source: &str) -> Result<Taxonomy, String> {
        let tables: BTreeMap<String, Entry> =
            toml::from_str(source).map_err(|error| located(source, &error))?;
        let mut themes = Vec::new();
        let mut cues = Vec::new();
        let mut phrases: Vec<(String, usize)> = Vec::new();
        for (path, entry) in tables {
            let line = line_of(source, &path);
            if !is_path(&path) {
                return Err(format!(
                    "line {line}: theme path \"{path}\" must be two lower-case words such as health/camhs"
                ));
            }
            if entry.cues.iter().all(|cue| cue.trim().is_empty()) {
                return Err(format!("line {line}: theme \"{path}\" has no cues"));
            }
            let theme = themes.len();
            themes.push((path, entry.definition));
            for (texts, force) in [
                (entry.cues, Force::Strong),
                (entry.weak, Force::Weak),
                (entry.anti, Force::Anti),
            ] {
                for text in texts {
                    phrases.push((text, cues.len()));
                    cues.push(Cue { theme, force });
                }
            }
        }
        let finder = Phrases::new(phrases)
            .map_err(|error| format!("the cues make too large an automaton: {error}"))?;
        let mut fingerprint = String::with_capacity(16);
        for byte in Sha256::digest(source.as_bytes()).iter().take(8) {
            let _ = write!(fingerprint, "{byte:02x}");
        }
        Ok(Taxonomy {
            themes,
            cues,
            finder,
            fingerprint,
        })
    }

    /// Every theme as (path, definition), sorted by path.
    pub fn themes(&self) -> &[(String, String)] {
        &self.themes
    }

    /// Sixteen hexadecimal digits that change whenever the taxonomy's source changes.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The themes of a passage, sorted.
    pub fn assign(&self, text: &str) -> Vec<String> {
        let text = Folded::new(text);
        let first = end_of_first_sentence(text.text());
        let mut evidence: BTreeMap<usize, Evidence> = BTreeMap::new();
        for found in self.finder.find_all(&text) {
            let (start, end) = found.at;
            let Some(cue) = self.cues.get(found.entry) else {
                continue;
            };
            let theme = evidence.entry(cue.theme).or_default();
            if cue.force == Force::Anti {
                theme.blanked.push((start, end));
            } else {
                theme.hits.push((found.entry, start, end));
            }
        }
        evidence
            .into_iter()
            .filter(|(_, evidence)| self.weight(evidence, first) >= ENOUGH - 1e-4)
            .map(|(theme, _)| self.themes[theme].0.clone())
            .collect()
    }

    /// What the hits for one theme sum up to.
    fn weight(&self, evidence: &Evidence, first: usize) -> f32 {
        let mut cues: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
        for (cue, from, to) in &evidence.hits {
            let blanked = evidence
                .blanked
                .iter()
                .any(|(start, end)| from < end && start < to);
            if !blanked {
                let seen = cues.entry(*cue).or_default();
                seen.0 += 1;
                seen.1 |= *from < first;
            }
        }
        cues.iter()
            .map(|(cue, (times, leads))| {
                let base = match (self.cues[*cue].force, leads) {
                    (Force::Strong, true) => CUE_FIRST,
                    (Force::Strong, false) => CUE,
                    _ => WEAK,
                };
                base + AGAIN * (times.saturating_sub(1).min(2)) as f32
            })
            .sum()
    }
}

/// Where the first sentence ends. One that ends inside quotation marks or brackets goes on.
fn end_of_first_sentence(text: &str) -> usize {
    sentences::starts(text)
        .skip(1)
        .find(|&start| text[..start].trim_end().ends_with(['.', '!', '?']))
        .unwrap_or(text.len())
}

/// An error of the TOML reader, with its line.
fn located(source: &str, error: &toml::de::Error) -> String {
    match error.span() {
        Some(span) => {
            let before = source.get(..span.start).unwrap_or(source);
            let line = before.matches('\n').count() + 1;
            format!("line {line}: {}", error.message())
        }
        None => error.message().to_string(),
    }
}

/// The line on which a theme's table begins, 1-based.
fn line_of(source: &str, path: &str) -> usize {
    source
        .lines()
        .position(|line| line.trim_start().starts_with('[') && line.contains(path))
        .map_or(1, |at| at + 1)
}

fn is_path(path: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    path.split_once('/')
        .is_some_and(|(domain, theme)| word(domain) && word(theme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const SMALL: &str = r#"
["health/camhs"]
definition = "Mental health services."
cues = ["CAMHS", "mental health support"]
weak = ["counselling", "therapeutic support"]
anti = ["adult mental health support"]

["education/alternative-provision"]
definition = "Alternative provision."
cues = ["AP", "alternative provision"]
"#;

    fn small() -> Taxonomy {
        Taxonomy::from_toml(SMALL).unwrap()
    }

    #[test]
    fn the_embedded_taxonomy_is_valid() {
        let taxonomy = Taxonomy::embedded().unwrap();
        assert_eq!(taxonomy.themes().len(), 33);
        assert_eq!(taxonomy.fingerprint().len(), 16);
        assert!(taxonomy.themes().is_sorted());
    }

    #[test]
    fn a_cue_decides_with_hyphen_plural_and_case_but_not_inside_words() {
        let taxonomy = small();
        assert_eq!(
            taxonomy.assign("Mental-health  supports are offered."),
            ["health/camhs"]
        );
        assert_eq!(
            taxonomy.assign("CAMHS\u{2019}s waiting list is long."),
            ["health/camhs"]
        );
        assert!(
            taxonomy
                .assign("The map shows camhs and apples.")
                .is_empty()
        );
        assert_eq!(
            taxonomy.assign("The AP offer grew."),
            ["education/alternative-provision"]
        );
    }

    #[test]
    fn anti_cues_blank_and_weak_cues_need_company() {
        let taxonomy = small();
        assert!(
            taxonomy
                .assign("Adult mental health support is offered.")
                .is_empty()
        );
        assert!(taxonomy.assign("Counselling is offered.").is_empty());
    }

    #[test]
    fn a_passing_mention_does_not_decide() {
        let taxonomy = small();
        assert!(
            taxonomy
                .assign("Teams meet weekly. Police and CAMHS attend.")
                .is_empty()
        );
        let twice = "Teams meet weekly. CAMHS attends. CAMHS also trains staff.";
        assert_eq!(taxonomy.assign(twice), ["health/camhs"]);
    }

    #[test]
    fn the_paths_are_those_of_the_themes() {
        let taxonomy = Taxonomy::embedded().unwrap();
        let built: BTreeSet<&str> = taxonomy
            .themes()
            .iter()
            .map(|(path, _)| path.as_str())
            .collect();
        assert_eq!(Taxonomy::embedded_paths().collect::<BTreeSet<_>>(), built);
        assert!(built.contains("health/camhs"));
        let mut defined: Vec<(&str, &str)> = Taxonomy::embedded_definitions().collect();
        defined.sort_unstable();
        let themes = taxonomy.themes().iter();
        assert!(
            themes
                .map(|(path, text)| (path.as_str(), text.as_str()))
                .eq(defined)
        );
    }

    #[test]
    fn errors_name_the_line() {
        let unknown = "[\"a/b\"]\ndefinition = \"x\"\ncues = [\"y\"]\ncolour = 1\n";
        assert!(
            Taxonomy::from_toml(unknown)
                .unwrap_err()
                .starts_with("line 4")
        );
        let path = "\n[\"Health\"]\ndefinition = \"x\"\ncues = [\"y\"]\n";
        assert!(Taxonomy::from_toml(path).unwrap_err().starts_with("line 2"));
        assert!(
            Taxonomy::from_toml("[\"a/b\"\n")
                .unwrap_err()
                .starts_with("line 1")
        );
    }

    #[test]
    fn the_fingerprint_follows_the_source() {
        let other = SMALL.replace("CAMHS", "CAHMS");
        assert_ne!(
            small().fingerprint(),
            Taxonomy::from_toml(&other).unwrap().fingerprint()
        );
    }
}
