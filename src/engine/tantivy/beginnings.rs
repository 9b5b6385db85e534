//! Terms of the index that begin like a word being typed, side by side over all segments; only the
//! most frequent are kept.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy::{InvertedIndexReader, Searcher, Term};

use super::dictionary::is_alive_anywhere;
use super::engine_error;
use super::names::{Acronym, Names};
use super::reader::Engine;
use super::schema::SEPARATOR;
use super::suggest::fit_of;
use crate::error::Result;
use crate::query::complete::{Fit, Last};
use crate::text;

/// Forms of one word among the most frequent words, at most: so many more words are kept than asked
/// for, that enough are left when each has lost its other forms.
const FORMS: usize = 8;

/// Fewest letters of a word that is offered.
const SHORTEST_WORD: usize = 3;

/// What the word dictionary holds that begins like a word being typed.
pub(super) struct Read<'a> {
    pub(super) words: Vec<(String, Fit, u64)>,
    pub(super) compounds: Vec<(String, Fit, u64)>,
    pub(super) acronyms: Vec<(&'a Acronym, Fit, u64)>,
}

impl Engine {
    /// Words and acronyms that begin like the word being typed.
    pub(super) fn read_words<'a>(
        &self,
        names: &'a Names,
        last: &Last,
        limit: usize,
    ) -> Result<Read<'a>> {
        let start = &last.word.needle;
        let mut acronyms: BTreeMap<&str, (&Acronym, u64)> = names
            .acronyms
            .range(start.clone()..)
            .take_while(|(short, _)| short.starts_with(start))
            .map(|(short, acronym)| (short.as_str(), (acronym, 0)))
            .collect();
        let mut kept = Frequent::new(limit);
        let mut whole = None;
        let field = self.fields.text;
        each_term(&self.searcher, field, start, |term, passages| {
            match acronyms.get_mut(term) {
                Some((acronym, count)) if acronym.ordinary => *count = acronym.defined,
                Some((_, count)) => {
                    *count = passages;
                    return;
                }
                None => {}
            }
            if term.len() < SHORTEST_WORD
                || !term.chars().all(char::is_alphabetic)
                || text::is_function_word(term)
            {
                return;
            }
            if term == start {
                whole = Some(passages);
            } else {
                kept.offer(term, passages);
            }
        })?;
        let mut found: Vec<(&Acronym, Fit, u64)> = Vec::new();
        let mut stems: BTreeSet<String> = BTreeSet::new();
        for (short, (acronym, passages)) in acronyms {
            if passages > 0 && self.is_alive(short)? {
                found.push((acronym, fit_of(short, start), passages));
                if !acronym.ordinary {
                    stems.insert(text::stem(short));
                }
            }
        }
        // The word typed so far does not stand for its other forms: most want to type on.
        let mut words = Vec::new();
        words.extend(whole.map(|passages| (start.clone(), Fit::Whole, passages)));
        for (word, passages) in kept.best_first() {
            if self.is_alive(&word)? && stems.insert(text::stem(&word)) {
                words.push((word, Fit::Start, passages));
            }
        }
        let compounds = self.read_compounds(last, limit)?;
        // `co-prod` is no beginning of `production` alone, where `co-production` is known.
        if last.linked != last.word && !compounds.is_empty() {
            words.clear();
            found.clear();
        }
        Ok(Read {
            words,
            compounds,
            acronyms: found,
        })
    }

    /// Words printed with a hyphen that begin like what is being typed, with or without it.
    fn read_compounds(&self, last: &Last, limit: usize) -> Result<Vec<(String, Fit, u64)>> {
        let start = &last.linked.needle;
        let has_hyphen = last.linked != last.word;
        let mut kept = Frequent::new(limit);
        let field = self.fields.compound;
        each_term(
            &self.searcher,
            field,
            &start.replace(' ', ""),
            |term, passages| {
                let Some((_, open)) = term.split_once(SEPARATOR) else {
                    return;
                };
                let mut parts = open.split(' ');
                // `don't`, `we'll`, `O'Brien`: what links these is no hyphen.
                let hyphenated = parts.clone().all(|part| part.len() > 1)
                    && parts
                        .next_back()
                        .is_some_and(|part| part.len() >= SHORTEST_WORD);
                if hyphenated && (!has_hyphen || open.starts_with(start)) {
                    kept.offer(open, passages);
                }
            },
        )?;
        let mut stems = BTreeSet::new();
        let mut found = Vec::new();
        for (open, passages) in kept.best_first() {
            if stems.insert(text::stem(&open.replace(' ', ""))) {
                let fit = fit_of(&open, start);
                found.push((open.replace(' ', "-"), fit, passages));
            }
        }
        Ok(found)
    }

    /// Whether a word that is in the index stands in a passage that is still there.
    fn is_alive(&self, word: &str) -> Result<bool> {
        let mut segments = self.searcher.segment_readers().iter();
        if segments.all(|segment| !segment.has_deletes()) {
            return Ok(true);
        }
        let term = Term::from_field_text(self.fields.text, word);
        is_alive_anywhere(&self.searcher, &term)
    }
}

/// The most frequent of the terms it is offered.
struct Frequent {
    most: usize,
    /// The least frequent first; of those as frequent, the last in the alphabet.
    kept: BinaryHeap<Reverse<(u64, Reverse<String>)>>,
}

impl Frequent {
    /// Keeps enough terms for `limit` different words.
    fn new(limit: usize) -> Self {
        Frequent {
            most: limit.saturating_mul(FORMS).saturating_add(FORMS),
            kept: BinaryHeap::new(),
        }
    }

    /// Terms must come in the order of the alphabet.
    fn offer(&mut self, term: &str, passages: u64) {
        if self.kept.len() >= self.most {
            let least = self.kept.peek().map_or(0, |Reverse((least, _))| *least);
            if passages <= least {
                return;
            }
            self.kept.pop();
        }
        self.kept
            .push(Reverse((passages, Reverse(term.to_owned()))));
    }

    fn best_first(self) -> impl Iterator<Item = (String, u64)> {
        let sorted = self.kept.into_sorted_vec().into_iter();
        sorted.map(|Reverse((passages, Reverse(term)))| (term, passages))
    }
}

/// Calls `take` with each term of `field` that begins with `start`, in order, and the number of
/// documents that hold it (deleted ones included until they are merged away).
pub(super) fn each_term(
    searcher: &Searcher,
    field: Field,
    start: &str,
    mut take: impl FnMut(&str, u64),
) -> Result<()> {
    let inverted: Vec<Arc<InvertedIndexReader>> = searcher
        .segment_readers()
        .iter()
        .map(|segment| segment.inverted_index(field).map_err(engine_error))
        .collect::<Result<_>>()?;
    let mut streams = Vec::with_capacity(inverted.len());
    for segment in &inverted {
        let range = segment.terms().range().ge(start.as_bytes());
        let mut stream = range.into_stream().map_err(engine_error)?;
        if stream.advance() {
            streams.push(stream);
        }
    }
    let mut term: Vec<u8> = Vec::new();
    while let Some(least) = streams.iter().map(TermStreamer::key).min() {
        if !least.starts_with(start.as_bytes()) {
            break;
        }
        term.clear();
        term.extend_from_slice(least);
        let mut documents = 0;
        streams.retain_mut(|stream| {
            if stream.key() != term {
                return true;
            }
            documents += u64::from(stream.value().doc_freq);
            stream.advance()
        });
        if let Ok(text) = std::str::from_utf8(&term) {
            take(text, documents);
        }
    }
    Ok(())
}
