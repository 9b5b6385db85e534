//! Other names of the words of a query: from the list of synonyms, and what the texts say of
//! themselves.

use std::collections::BTreeMap;

use super::expand::Builder;
use super::typed::{Typed, parts};
use super::{Added, Ambiguous};
use super::{Origin, TermGroup, TokenMatch, Variant};
use crate::query::synonyms::{self, Found, Relation};
use crate::text;
use crate::text::is_function_word;

/// Longest row of words, in words, that is looked up as the full name of a learnt acronym.
const LONGEST_NAME: usize = 10;

/// Share of the definitions of an acronym that must agree for it to have one meaning.
const AGREEMENT: f64 = 0.75;

/// Share of the passages with an acronym that define it, below which the same letters are a word.
const DEFINED: f64 = 0.05;

/// Another name for words of the query.
struct Name {
    printed: String,
    words: Vec<String>,
    origin: Origin,
}

impl Builder<'_> {
    /// Adds other names of the words: the full name of an acronym, the acronym of a full name, words
    /// that mean the same. A name of several words counts as each of them.
    pub(super) fn add_synonyms(&mut self, typed: &[Typed], groups: &mut [TermGroup]) {
        let mut row: Vec<synonyms::Typed> = Vec::new();
        let mut group_of: Vec<usize> = Vec::new();
        for (index, word) in typed.iter().enumerate() {
            for part in &word.parts {
                row.push(synonyms::Typed {
                    printed: part.printed.clone(),
                    stem: text::stem(&part.word),
                    word: part.word.clone(),
                });
                group_of.push(index);
            }
        }
        let mut at = 0;
        while at < row.len() {
            let Some((length, names)) = self.names_at(&row[at..]) else {
                at += 1;
                continue;
            };
            let end = at + length;
            if group_of[at] < group_of[end - 1] {
                self.names += 1;
                for group in &mut groups[group_of[at]..=group_of[end - 1]] {
                    group.name = Some(self.names);
                }
            }
            let mut also = Vec::new();
            for name in names {
                let variant = Variant {
                    tokens: self.tokens(&name.words.iter().map(String::as_str).collect::<Vec<_>>()),
                    origin: name.origin,
                };
                let occurs = variant.tokens.iter().all(|token| match token {
                    TokenMatch::Stem(stem) => self.lexicon.has_stem(stem),
                    TokenMatch::Word(_) | TokenMatch::Prefix(_) => true,
                });
                if !occurs {
                    continue;
                }
                let mut new = false;
                // Part of a hyphenated word is not the word.
                let before = at.checked_sub(1).map(|place| group_of[place]);
                let after = group_of.get(end).copied();
                let span = group_of[at]..=group_of[end - 1];
                for (index, group) in span.clone().zip(&mut groups[span]) {
                    let whole = before != Some(index) && after != Some(index);
                    let known = |other: &Variant| other.tokens == variant.tokens;
                    if whole && !group.variants.iter().any(known) {
                        group.variants.push(variant.clone());
                        new = true;
                    }
                }
                if new && !also.contains(&name.printed) {
                    also.push(name.printed);
                }
            }
            if !also.is_empty() {
                let printed: Vec<&str> = row[at..end]
                    .iter()
                    .map(|word| word.printed.as_str())
                    .collect();
                let added = Added {
                    word: printed.join(" "),
                    also,
                };
                if !self.found.added.contains(&added) {
                    self.found.added.push(added);
                }
            }
            at = end;
        }
    }

    /// Other names of the longest known name that begins a row of words, and how many words it has.
    /// The list of synonyms is asked first, then what the texts say of themselves.
    fn names_at(&mut self, row: &[synonyms::Typed]) -> Option<(usize, Vec<Name>)> {
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
                self.found.ambiguous.push(Ambiguous {
                    word: row[0].printed.clone(),
                    meanings,
                });
                None
            }
            None => self.learnt_long_form(&row[0]).map(|name| (1, vec![name])),
        }
    }

    /// What the texts say that an acronym stands for, if they agree.
    fn learnt_long_form(&mut self, short: &synonyms::Typed) -> Option<Name> {
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
            self.found.ambiguous.push(Ambiguous {
                word: short.printed.clone(),
                meanings: meanings.into_iter().map(|(long, _)| long).take(4).collect(),
            });
            return None;
        }
        Some(Name {
            printed: most.clone(),
            words: parts(most).into_iter().map(|part| part.word).collect(),
            origin: Origin::Acronym,
        })
    }

    /// Acronyms that the texts give for a row of more than `listed` words, the longest such row.
    fn learnt_short_forms(
        &self,
        row: &[synonyms::Typed],
        listed: usize,
    ) -> Option<(usize, Vec<Name>)> {
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
                .map(|short| Name {
                    words: parts(&short).into_iter().map(|part| part.word).collect(),
                    printed: short,
                    origin: Origin::Acronym,
                })
                .collect();
            if !names.is_empty() {
                return Some((length, names));
            }
        }
        None
    }

    /// Whether an acronym means words with these stems, and little else.
    fn stands_for(&self, short: &str, stems: &str) -> bool {
        let listed = synonyms::Typed::words(short);
        let listed = self.synonyms.longest_at(&listed).map(|found| found.found);
        if matches!(listed, Some(Found::Ambiguous(_))) {
            return false;
        }
        let meanings = meanings(self.lexicon.long_forms(&text::fold(short)));
        let all: u32 = meanings.iter().map(|(_, count)| count).sum();
        meanings.first().is_some_and(|(long, count)| {
            stems_of(long) == stems && f64::from(*count) >= AGREEMENT * f64::from(all)
        })
    }
}

/// Long variants with the same stems as one, the most frequent first, each as it is printed most often.
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
