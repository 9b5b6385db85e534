//! The terms of the index: by prefix, by edit distance, with their document frequencies.

use std::collections::BTreeMap;

use tantivy::collector::Count;
use tantivy::query::{FuzzyTermQuery, PhraseQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermMerger;
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::analysis::SEPARATOR;
use super::engine_error;
use super::reader::Engine;
use super::schema::{Fields, facet_path};
use crate::error::Result;
use crate::query::expansion::Lexicon;
use crate::report::facet::{Dimension, Vocabulary};
use crate::text::spelling::{Correction, Near, choose};
use crate::text::{self, Compound};

/// Calls `take` with each term of `field` that begins with `prefix`, in byte order, and its document
/// frequency over all segments (deleted documents included until they are merged away).
pub(super) fn each_term(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    mut take: impl FnMut(&str, u64) -> Result<()>,
) -> Result<()> {
    let segments = searcher.segment_readers().iter();
    let indexes: Vec<_> = segments
        .map(|segment| segment.inverted_index(field))
        .collect::<tantivy::Result<_>>()
        .map_err(engine_error)?;
    let mut streams = Vec::with_capacity(indexes.len());
    for index in &indexes {
        let from_prefix = index.terms().range().ge(prefix.as_bytes());
        streams.push(from_prefix.into_stream().map_err(engine_error)?);
    }
    let mut terms = TermMerger::new(streams);
    while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
        if let Ok(term) = std::str::from_utf8(terms.key()) {
            let infos = terms.current_segment_ords_and_term_infos();
            take(term, infos.map(|(_, info)| u64::from(info.doc_freq)).sum())?;
        }
    }
    Ok(())
}

/// The terms of [`each_term`].
pub(super) fn terms_with_prefix(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
) -> Result<Vec<(String, u64)>> {
    let mut all = Vec::new();
    each_term(searcher, field, prefix, |term, documents| {
        all.push((term.to_owned(), documents));
        Ok(())
    })?;
    Ok(all)
}

/// The facet values that passages of the index have.
pub(super) fn vocabulary(searcher: &Searcher, fields: &Fields) -> Result<Vocabulary> {
    let mut present = Vec::new();
    for dimension in Dimension::ALL {
        if dimension.stored_as() != dimension {
            continue;
        }
        for segment in searcher.segment_readers() {
            let name = Fields::facet_name(dimension);
            let Some(values) = segment.fast_fields().str(name).map_err(engine_error)? else {
                continue;
            };
            let mut stream = values.dictionary().stream().map_err(engine_error)?;
            while stream.advance() {
                let Ok(encoded) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                let path = facet_path(encoded);
                if !segment.has_deletes()
                    || is_alive_in(segment, &fields.facet_term(dimension, &path))?
                {
                    present.push((dimension, path));
                }
            }
        }
    }
    Ok(Vocabulary::new(present))
}

/// Whether a document that is not deleted holds the term.
pub(super) fn is_alive(searcher: &Searcher, term: &Term) -> Result<bool> {
    for segment in searcher.segment_readers() {
        if is_alive_in(segment, term)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_alive_in(segment: &SegmentReader, term: &Term) -> Result<bool> {
    let index = segment.inverted_index(term.field()).map_err(engine_error)?;
    let postings = index.read_postings(term, IndexRecordOption::Basic);
    let Some(mut postings) = postings.map_err(engine_error)? else {
        return Ok(false);
    };
    while postings.doc() != TERMINATED && segment.is_deleted(postings.doc()) {
        postings.advance();
    }
    Ok(postings.doc() != TERMINATED)
}

impl Engine {
    // An expansion only widens a search: where the index cannot be read, the search reports it.
    fn doc_freq(&self, term: &Term) -> u64 {
        self.searcher.doc_freq(term).unwrap_or(0)
    }

    /// What follows `first` in terms of several parts, with document frequencies.
    fn parts_after(&self, field: Field, first: &str) -> Vec<(String, u32)> {
        let prefix = format!("{first}{SEPARATOR}");
        let found = terms_with_prefix(&self.searcher, field, &prefix).unwrap_or_default();
        let rest = found.into_iter().map(|(term, documents)| {
            let documents = u32::try_from(documents).unwrap_or(u32::MAX);
            (term[prefix.len()..].to_owned(), documents)
        });
        rest.collect()
    }
}

impl Lexicon for Engine {
    fn open_forms(&self, closed: &str) -> Vec<String> {
        let forms = self.parts_after(self.fields.compound, closed);
        forms.into_iter().map(|(open, _)| open).collect()
    }

    fn is_compound(&self, compound: &Compound) -> bool {
        let forms = format!("{}{SEPARATOR}{}", compound.closed, compound.open);
        self.doc_freq(&Term::from_field_text(self.fields.compound, &forms)) > 0
    }

    fn holding(&self, stem: &str) -> u64 {
        self.doc_freq(&self.fields.stem_term(stem))
    }

    fn printing(&self, word: &str) -> u64 {
        self.doc_freq(&self.fields.word_term(word))
    }

    fn long_forms(&self, short: &str) -> Vec<(String, u32)> {
        self.parts_after(self.fields.acronym, short)
            .into_iter()
            .filter_map(|(printed, count)| {
                let (_, long) = printed.split_once(SEPARATOR)?;
                Some((long.to_owned(), count))
            })
            .collect()
    }

    fn short_forms(&self, stems: &str) -> Vec<(String, u32)> {
        self.parts_after(self.fields.long_form, stems)
    }

    fn correction(&self, word: &str) -> Correction {
        let near = near_words(self, word).and_then(|mut near| {
            near.extend(split_words(self, word)?);
            Ok(choose(word, near))
        });
        near.unwrap_or(Correction::Open(Vec::new()))
    }
}

/// Longest word, in characters, that is corrected: the limit of the Levenshtein automaton.
const LONGEST: usize = 48;

/// Words of at least so many characters may have two errors, shorter ones one.
const TWO_ERRORS_FROM: usize = 6;

/// Fewest letters of each half of a word that is split in two.
const SHORTEST_HALF: usize = 3;

/// Words of the texts within one or two edits of `word`, with their document frequencies.
fn near_words(words: &Engine, word: &str) -> Result<Vec<Near>> {
    let length = word.chars().count();
    if length > LONGEST {
        return Ok(Vec::new());
    }
    let errors = if length < TWO_ERRORS_FROM { 1 } else { 2 };
    let term = words.fields.word_term(word);
    let fuzzy = FuzzyTermQuery::new(term, errors, true);
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for segment in words.searcher.segment_readers() {
        let automaton = fuzzy.automaton().map_err(engine_error)?;
        let index = segment
            .inverted_index(words.fields.text)
            .map_err(engine_error)?;
        let matches = index.terms().search(automaton).into_stream();
        let mut matches = matches.map_err(engine_error)?;
        while matches.advance() {
            if let Ok(found) = std::str::from_utf8(matches.key()) {
                *counts.entry(found.to_owned()).or_default() += u64::from(matches.value().doc_freq);
            }
        }
    }
    let near = counts
        .into_iter()
        .filter(|(found, _)| found != word && found.chars().all(char::is_alphabetic))
        .map(|(text, passages)| Near {
            errors: strsim::osa_distance(word, &text),
            stem: text::stem(&text),
            text,
            passages,
        });
    Ok(near.collect())
}

/// Splits of `word` into two words that stand side by side in the texts: the space is the error.
fn split_words(words: &Engine, word: &str) -> Result<Vec<Near>> {
    let mut near = Vec::new();
    let bounds: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let halves = SHORTEST_HALF..bounds.len().saturating_sub(SHORTEST_HALF - 1);
    for &at in bounds.get(halves).unwrap_or_default() {
        let (left, right) = word.split_at(at);
        if words.printing(left) == 0 || words.printing(right) == 0 {
            continue;
        }
        let phrase = [left, right].map(|word| words.fields.word_term(word));
        let found = words
            .searcher
            .search(&PhraseQuery::new(phrase.to_vec()), &Count)
            .map_err(engine_error)?;
        if found > 0 {
            near.push(Near {
                text: format!("{left} {right}"),
                stem: format!("{} {}", text::stem(left), text::stem(right)),
                errors: 1,
                passages: found as u64,
            });
        }
    }
    Ok(near)
}
