//! Finds other names of the words of a query: in the list of synonyms, and in the definitions that
//! the indexed texts give.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Ambiguous, Lexicon, Origin};
use crate::query::synonyms::{Found, Relation, Synonyms};
use crate::query::typed::TypedWord;
use crate::text::{self, fold, is_function_word};

/// Longest row of words, in words, that is looked up as the full name of a learnt acronym.
const LONGEST_NAME: usize = 10;

/// Share of the definitions of an acronym that must agree for it to have one meaning.
const AGREEMENT: f64 = 0.75;

/// Share of the passages with an acronym that define it, below which the same letters are a word.
const DEFINED: f64 = 0.05;

/// Another name for words of the query.
pub(super) struct Name {
    pub(super) printed: String,
    pub(super) words: Vec<String>,
    pub(super) origin: Origin,
}

impl Name {
    fn acronym(printed: String) -> Self {
        let words = text::tokens(&printed).map(|token| token.word.into_owned());
        Name {
            words: words.collect(),
            printed,
            origin: Origin::Acronym,
        }
    }
}

/// Words of the query that have other names: which, and the names.
pub(super) type Named = (Range<usize>, Vec<Name>);

/// Finds other names of words.
pub(super) struct OtherNames<'a> {
    pub(super) lexicon: &'a dyn Lexicon,
    pub(super) synonyms: &'a Synonyms,
    /// Acronyms that were found to have several meanings.
    pub(super) ambiguous: Vec<Ambiguous>,
}

impl OtherNames<'_> {
    /// The words of a row that have other names, in order; the longest known name wins.
    pub(super) fn find(&mut self, row: &[TypedWord]) -> Vec<Named> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < row.len() {
            match self.names_at(&row[at..]) {
                Some((length, names)) => {
                    found.push((at..at + length, names));
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Other names of the longest known name that begins a row of words, and how many words it has.
    /// The list of synonyms is asked first, then what the texts say of themselves.
    fn names_at(&mut self, row: &[TypedWord]) -> Option<(usize, Vec<Name>)> {
        let synonyms = self.synonyms;
        let listed = synonyms.longest_at(row);
        let length = listed.as_ref().map_or(0, |found| found.words);
        if let Some((longer, names)) = self.learnt_short_forms(row, length) {
            return Some((longer, names));
        }
        match listed.map(|found| found.found) {
            Some(Found::Alternatives(alternatives)) => {
                let origin = |relation| match relation {
                    Relation::Acronym => Origin::Acronym,
                    Relation::Synonym => Origin::Synonym,
                    Relation::Related => Origin::Related,
                };
                let names = alternatives.iter().flat_map(|alternative| {
                    let spellings = alternative.form.spellings().into_iter();
                    spellings.map(|words| Name {
                        printed: alternative.form.text.clone(),
                        words,
                        origin: origin(alternative.relation),
                    })
                });
                Some((length, names.collect()))
            }
            Some(Found::Ambiguous(meanings)) => {
                let meanings = meanings
                    .iter()
                    .map(|variant| variant.text.clone())
                    .collect();
                self.ambiguous.push(Ambiguous {
                    word: row[0].printed.clone(),
                    meanings,
                });
                None
            }
            None => self.learnt_long_form(&row[0]).map(|name| (1, vec![name])),
        }
    }

    /// What the texts say that an acronym stands for, if they agree.
    fn learnt_long_form(&mut self, short: &TypedWord) -> Option<Name> {
        if is_function_word(&short.word) {
            return None;
        }
        let meanings = meanings(self.lexicon.long_forms(&short.word));
        let all: u32 = meanings.iter().map(|(_, count)| count).sum();
        let (most, count) = meanings.first()?;
        // In small letters it may be an ordinary word (`place`, `safe`).
        let holding = self.lexicon.holding(&short.stem);
        if !short.in_capitals() && f64::from(all) < DEFINED * holding as f64 {
            return None;
        }
        if f64::from(*count) < AGREEMENT * f64::from(all) {
            self.ambiguous.push(Ambiguous {
                word: short.printed.clone(),
                meanings: meanings.into_iter().map(|(long, _)| long).take(4).collect(),
            });
            return None;
        }
        Some(Name::acronym(most.clone()))
    }

    /// Acronyms that the texts give for a row of more than `listed` words, the longest such row.
    fn learnt_short_forms(&self, row: &[TypedWord], listed: usize) -> Option<(usize, Vec<Name>)> {
        let longest = row.len().min(LONGEST_NAME);
        for length in (listed.max(1) + 1..=longest).rev() {
            let stems: Vec<&str> = row[..length]
                .iter()
                .map(|word| word.stem.as_str())
                .collect();
            let stems = stems.join(" ");
            let shorts = self.lexicon.short_forms(&stems);
            let names: Vec<Name> = shorts
                .into_iter()
                .map(|(short, _)| short)
                .filter(|short| self.stands_for(short, &stems))
                .map(Name::acronym)
                .collect();
            if !names.is_empty() {
                return Some((length, names));
            }
        }
        None
    }

    /// Whether an acronym means words with these stems, and little else.
    fn stands_for(&self, short: &str, stems: &str) -> bool {
        let listed = TypedWord::split(short);
        let listed = self.synonyms.longest_at(&listed).map(|found| found.found);
        if matches!(listed, Some(Found::Ambiguous(_))) {
            return false;
        }
        let meanings = meanings(self.lexicon.long_forms(&fold(short)));
        let all: u32 = meanings.iter().map(|(_, count)| count).sum();
        meanings.first().is_some_and(|(long, count)| {
            stems_of(long) == stems && f64::from(*count) >= AGREEMENT * f64::from(all)
        })
    }
}

/// Long forms with the same stems as one, the most frequent first, each as it is printed most often.
fn meanings(long_forms: Vec<(String, u32)>) -> Vec<(String, u32)> {
    let mut by_stems: BTreeMap<String, (String, u32, u32)> = BTreeMap::new();
    for (long, count) in long_forms {
        let entry = by_stems
            .entry(stems_of(&long))
            .or_insert_with(|| (long.clone(), count, 0));
        if count > entry.1 {
            (entry.0, entry.1) = (long, count);
        }
        entry.2 += count;
    }
    let mut meanings: Vec<(String, u32)> = by_stems
        .into_values()
        .map(|(long, _, count)| (long, count))
        .collect();
    meanings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    meanings
}

/// The stems of a text's words, a space between.
pub fn stems_of(text: &str) -> String {
    let stems: Vec<String> = text::tokens(text)
        .map(|token| text::stem(&token.word))
        .collect();
    stems.join(" ")
}
