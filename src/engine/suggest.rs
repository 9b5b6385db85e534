//! Completions of what is being typed: words, acronyms, full names, areas and themes of the index.
//!
//! A box asks at every key, so that the work is bounded: the terms that begin so are read once, side
//! by side over all segments, and only the most frequent are kept; whole passages are looked for for
//! a handful of full names alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;
use std::time::Instant;

use tantivy::collector::Count;
use tantivy::query::PhraseQuery;
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy::{InvertedIndexReader, Searcher, Term};

use super::dictionary::is_alive_anywhere;
use super::engine_error;
use super::reader::Engine;
use super::schema::SEPARATOR;
use crate::analysis;
use crate::api::{SCHEMA, SuggestRequest, Suggestion, SuggestionKind, Suggestions};
use crate::error::Result;
use crate::facet::{Dimension, FacetPath, YearRange};
use crate::matching::{is_function_word, stems_of};
use crate::query::is_quote;
use crate::spelling::simplify;
use crate::suggest::{
    Candidate, Fit, Last, Tail, Typing, Value, Words, ranked, typing, with_value, with_words,
};
use crate::synonyms::{Group, Synonyms};
use crate::themes::Taxonomy;

/// Forms of one word among the most frequent words, at most: so many more words are kept than asked
/// for, that enough are left when each has lost its other forms.
const FORMS: usize = 8;

/// Fewest letters of a word that is offered.
const SHORTEST_WORD: usize = 3;

/// Fewest letters by which the further words of a name are found.
const SHORTEST_INSIDE: usize = 2;

/// Most full names whose passages are counted, which means looking for the words in a row.
const MOST_NAMES: usize = 6;

/// Passages that may be looked at for that; the first name is counted however many it takes.
const MOST_PASSAGES: u64 = 60_000;

/// The acronyms and full names that the texts of an index define, and those of the list that comes
/// with the program.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By the folded short form.
    acronyms: BTreeMap<String, Acronym>,
    /// By the folded words of the full name.
    full: BTreeMap<String, FullName>,
}

#[derive(Debug, Default)]
struct Acronym {
    printed: String,
    meanings: Vec<String>,
    /// Passages that define it; 0 if it is known from the list alone.
    defined: u64,
    /// Whether texts hold it as an ordinary word as well (`fit`), so that the number of passages
    /// with these letters says nothing.
    ordinary: bool,
}

#[derive(Debug)]
struct FullName {
    printed: String,
    short: String,
    /// Passages that define it; 0 if it is known from the list alone.
    defined: u64,
}

impl Engine {
    /// Completions of what is being typed at the end of a text; none where nothing is.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn suggest(&self, request: &SuggestRequest) -> Result<Suggestions> {
        let started = Instant::now();
        let candidates = match typing(&request.text) {
            Some(Typing::Value(value)) => self.values(&request.text, &value)?,
            Some(Typing::Words(words)) => self.words(&request.text, &words, request.limit)?,
            None => Vec::new(),
        };
        Ok(Suggestions {
            schema: SCHEMA,
            text: request.text.clone(),
            suggestions: ranked(candidates, request.limit),
            elapsed_ms: started.elapsed().as_secs_f64() * 1000.0,
        })
    }

    /// The values of a facet that begin like what is typed, or one of whose words does.
    fn values(&self, text: &str, value: &Value) -> Result<Vec<Candidate>> {
        let dimension = value.dimension;
        let needle = simplify(&value.typed);
        let alias = (dimension == Dimension::Area)
            .then(|| area_called(&needle))
            .flatten();
        let mut all = Vec::new();
        for path in self.vocabulary()?.present(dimension) {
            let label = path.label(dimension);
            let fit = if needle.is_empty() {
                Some(Fit::Start)
            } else if alias.as_deref() == Some(path.leaf()) {
                Some(Fit::Whole)
            } else {
                value_fit(dimension, path, &needle)
            };
            if let Some(fit) = fit
                && is_writable(&label)
            {
                let text = with_value(text, value.start, dimension, &label, true);
                // No range ends before it begins.
                let range = text.rsplit([':', '(', ' ']).next().unwrap_or_default();
                if dimension == Dimension::Year && YearRange::parse(range).is_none() {
                    continue;
                }
                all.push(Candidate {
                    suggestion: self.facet(dimension, path, text)?,
                    words: 1,
                    fit,
                });
            }
        }
        Ok(all)
    }

    fn facet(&self, dimension: Dimension, path: &FacetPath, text: String) -> Result<Suggestion> {
        let term = self.fields.facet_term(dimension, path);
        let passages = self.searcher.doc_freq(&term).map_err(engine_error)?;
        let meaning = match dimension {
            Dimension::Theme => self.theme_definition(path),
            // The region of an area, the scale of an outcome.
            _ => (path.0.len() > 1).then(|| path.top().leaf().to_owned()),
        };
        Ok(Suggestion {
            text,
            completion: path.label(dimension),
            kind: dimension.into(),
            meaning,
            passages,
        })
    }

    /// What a theme is about, if it is one of those that come with the program.
    fn theme_definition(&self, path: &FacetPath) -> Option<String> {
        let own = self
            .mark()
            .is_some_and(|mark| mark.remembered.themes_file.is_some());
        let path = path.label(Dimension::Theme);
        Taxonomy::embedded_definitions()
            .find(|(known, _)| *known == path && !own)
            .map(|(_, definition)| definition.to_owned())
    }

    fn words(&self, text: &str, words: &Words, limit: usize) -> Result<Vec<Candidate>> {
        let names = self.names()?;
        let mut all = Vec::new();
        if let Some(value) = &words.value {
            for mut one in self.values(text, value)? {
                one.words = words.tails.first().map_or(1, |tail| tail.words + 1);
                all.push(one);
            }
        }
        // Everything but single words needs more room than a bare `heading:` has.
        let phrases = !words.heading || words.quoted;
        for tail in &words.tails {
            if phrases {
                self.add_areas(&mut all, text, words, tail)?;
                self.add_themes(&mut all, text, words, tail)?;
            }
        }
        if phrases {
            self.add_names(&mut all, names, text, words)?;
        }
        if let Some(last) = &words.last {
            let read = self.read_words(names, last, limit)?;
            for (found, tail) in [(read.words, &last.word), (read.compounds, &last.linked)] {
                all.extend(found.into_iter().map(|(word, fit, passages)| {
                    let kind = SuggestionKind::Word;
                    candidate(text, words, tail, word, kind, None, passages).fitting(fit)
                }));
            }
            all.extend(read.acronyms.into_iter().map(|(acronym, fit, passages)| {
                let meaning = (!acronym.meanings.is_empty()).then(|| acronym.meanings.join(" or "));
                let (printed, kind) = (acronym.printed.clone(), SuggestionKind::Acronym);
                candidate(text, words, &last.word, printed, kind, meaning, passages).fitting(fit)
            }));
            // An area is no word beside.
            let areas: BTreeSet<String> = all
                .iter()
                .filter(|one| one.suggestion.kind == SuggestionKind::Area)
                .map(|one| one.suggestion.completion.to_lowercase())
                .collect();
            all.retain(|one| {
                one.suggestion.kind != SuggestionKind::Word
                    || !areas.contains(&one.suggestion.completion)
            });
        }
        Ok(all)
    }

    fn add_areas(
        &self,
        all: &mut Vec<Candidate>,
        text: &str,
        words: &Words,
        tail: &Tail,
    ) -> Result<()> {
        let alias = area_called(&tail.needle);
        for path in self.vocabulary()?.present(Dimension::Area) {
            let label = path.label(Dimension::Area);
            let fit = if alias.as_deref() == Some(&label) {
                Some(Fit::Whole)
            } else {
                name_fit(&simplify(&label), &tail.needle)
            };
            if let Some(fit) = fit
                && is_writable(&label)
            {
                let text = with_words(text, words, tail, &label);
                all.push(Candidate {
                    suggestion: self.facet(Dimension::Area, path, text)?,
                    words: tail.words,
                    fit,
                });
            }
        }
        Ok(())
    }

    /// Themes are offered as filters, which cannot stand in a phrase or a heading. A whole domain is
    /// offered only where a theme is asked for.
    fn add_themes(
        &self,
        all: &mut Vec<Candidate>,
        text: &str,
        words: &Words,
        tail: &Tail,
    ) -> Result<()> {
        if words.quoted || words.heading || tail.needle.len() < SHORTEST_INSIDE {
            return Ok(());
        }
        for path in self.vocabulary()?.present(Dimension::Theme) {
            let label = path.label(Dimension::Theme);
            if let Some(fit) = value_fit(Dimension::Theme, path, &tail.needle)
                && path.0.len() > 1
                && is_writable(&label)
            {
                let text = with_value(text, tail.start, Dimension::Theme, &label, false);
                all.push(Candidate {
                    suggestion: self.facet(Dimension::Theme, path, text)?,
                    words: tail.words,
                    fit,
                });
            }
        }
        Ok(())
    }

    /// Full names of acronyms that begin with one of the tails.
    fn add_names(
        &self,
        all: &mut Vec<Candidate>,
        names: &Names,
        text: &str,
        words: &Words,
    ) -> Result<()> {
        let mut left = MOST_PASSAGES;
        let mut counted = 0;
        for tail in &words.tails {
            let mut found: Vec<(&String, &FullName)> = names
                .full
                .range(tail.needle.clone()..)
                .take_while(|(name, _)| name.starts_with(&tail.needle))
                .collect();
            found.sort_by_key(|(name, full)| (**name != tail.needle, Reverse(full.defined), *name));
            for (name, full) in found.into_iter().take(MOST_NAMES) {
                let row: Vec<Term> = name
                    .split(' ')
                    .map(|word| Term::from_field_text(self.fields.words, word))
                    .collect();
                let mut cost = u64::MAX;
                for term in &row {
                    cost = cost.min(self.searcher.doc_freq(term).map_err(engine_error)?);
                }
                if cost == 0 || counted >= MOST_NAMES || (cost > left && counted > 0) {
                    continue;
                }
                left = left.saturating_sub(cost);
                counted += 1;
                let passages = self.count_row(row)?;
                if passages > 0 {
                    let (printed, kind) = (full.printed.clone(), SuggestionKind::Name);
                    let short = Some(full.short.clone());
                    let one = candidate(text, words, tail, printed, kind, short, passages);
                    all.push(one.fitting(fit_of(name, &tail.needle)));
                }
            }
        }
        Ok(())
    }

    /// Number of passages with these words in a row.
    fn count_row(&self, row: Vec<Term>) -> Result<u64> {
        if let [word] = &row[..] {
            return self.searcher.doc_freq(word).map_err(engine_error);
        }
        let query = PhraseQuery::new(row);
        let found = self.searcher.search(&query, &Count).map_err(engine_error)?;
        Ok(found as u64)
    }

    /// Words and acronyms that begin like the word being typed.
    fn read_words<'a>(&self, names: &'a Names, last: &Last, limit: usize) -> Result<Read<'a>> {
        let start = &last.word.needle;
        let mut acronyms: BTreeMap<&str, (&Acronym, u64)> = names
            .acronyms
            .range(start.clone()..)
            .take_while(|(short, _)| short.starts_with(start))
            .map(|(short, acronym)| (short.as_str(), (acronym, 0)))
            .collect();
        let mut kept = Frequent::new(limit);
        let mut whole = None;
        let field = self.fields.words;
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
                || is_function_word(term)
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
                    stems.insert(analysis::stem(short));
                }
            }
        }
        // The word typed so far does not stand for its other forms: most want to type on.
        let mut words = Vec::new();
        words.extend(whole.map(|passages| (start.clone(), Fit::Whole, passages)));
        for (word, passages) in kept.best_first() {
            if self.is_alive(&word)? && stems.insert(analysis::stem(&word)) {
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
            if stems.insert(analysis::stem(&open.replace(' ', ""))) {
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
        let term = Term::from_field_text(self.fields.words, word);
        is_alive_anywhere(&self.searcher, &term)
    }

    fn names(&self) -> Result<&Names> {
        if let Some(known) = self.names.get() {
            return Ok(known);
        }
        let read = self.read_names()?;
        Ok(self.names.get_or_init(|| read))
    }

    fn read_names(&self) -> Result<Names> {
        // Each short form with its printed forms, each full name with its short forms.
        let mut printed: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        let mut meanings: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        let mut full: BTreeMap<String, FullName> = BTreeMap::new();
        each_term(&self.searcher, self.fields.acronym, "", |term, passages| {
            let mut parts = term.splitn(3, SEPARATOR);
            let (Some(folded), Some(short), Some(long)) =
                (parts.next(), parts.next(), parts.next())
            else {
                return;
            };
            let count = |all: &mut BTreeMap<String, BTreeMap<String, u64>>, text: &str| {
                let one = all.entry(folded.to_owned()).or_default();
                *one.entry(text.to_owned()).or_default() += passages;
            };
            count(&mut printed, short);
            count(&mut meanings, long);
            add_full(&mut full, long, short, passages);
        })?;
        let mut acronyms: BTreeMap<String, Acronym> = BTreeMap::new();
        for (folded, meanings) in meanings {
            let Some(short) = printed.get(&folded).and_then(most) else {
                continue;
            };
            let acronym = Acronym {
                printed: short.to_owned(),
                meanings: most(&meanings).map(str::to_owned).into_iter().collect(),
                defined: meanings.values().sum(),
                ordinary: is_function_word(&folded),
            };
            acronyms.insert(folded, acronym);
        }
        let listed = Synonyms::built_in();
        for group in listed.groups() {
            add_listed(group, listed, &mut acronyms, &mut full);
        }
        Ok(Names { acronyms, full })
    }
}

/// What the word dictionary holds that begins like a word being typed.
struct Read<'a> {
    words: Vec<(String, Fit, u64)>,
    compounds: Vec<(String, Fit, u64)>,
    acronyms: Vec<(&'a Acronym, Fit, u64)>,
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
fn each_term(
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

fn candidate(
    text: &str,
    words: &Words,
    tail: &Tail,
    completion: String,
    kind: SuggestionKind,
    meaning: Option<String>,
    passages: u64,
) -> Candidate {
    Candidate {
        suggestion: Suggestion {
            text: with_words(text, words, tail, &completion),
            completion,
            kind,
            meaning,
            passages,
        },
        words: tail.words,
        fit: Fit::Start,
    }
}

impl Candidate {
    fn fitting(self, fit: Fit) -> Self {
        Candidate { fit, ..self }
    }
}

/// How well a name that begins with `needle` fits it.
fn fit_of(name: &str, needle: &str) -> Fit {
    if name == needle {
        Fit::Whole
    } else {
        Fit::Start
    }
}

/// How well a simplified name fits what is typed, if it does.
fn name_fit(name: &str, needle: &str) -> Option<Fit> {
    if name.starts_with(needle) {
        return Some(fit_of(name, needle));
    }
    let inside = needle.len() >= SHORTEST_INSIDE
        && !needle.ends_with(' ')
        && name
            .match_indices(' ')
            .any(|(at, _)| name[at + 1..].starts_with(needle));
    inside.then_some(Fit::Inside)
}

/// How well a facet's value fits what is typed, by its last level or as a whole.
fn value_fit(dimension: Dimension, path: &FacetPath, needle: &str) -> Option<Fit> {
    let leaf = name_fit(&simplify(path.leaf()), needle);
    let label = name_fit(&simplify(&path.label(dimension)), needle);
    leaf.into_iter().chain(label).min()
}

/// Name of the official area that goes by what is typed (`glos`), codes aside.
fn area_called(needle: &str) -> Option<String> {
    let is_name = needle.ends_with(char::is_alphabetic) && crate::report::may_be_area(needle);
    let area = is_name.then(|| crate::report::resolve(needle)).flatten()?;
    Some(area.name)
}

/// Whether a name can stand in a query: quotation marks and control characters cannot.
fn is_writable(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| is_quote(c) || c.is_control())
}

/// The most frequent text; of those as frequent, the first.
fn most(counts: &BTreeMap<String, u64>) -> Option<&str> {
    counts
        .iter()
        .min_by_key(|(text, count)| (Reverse(**count), *text))
        .map(|(text, _)| text.as_str())
}

fn add_full(full: &mut BTreeMap<String, FullName>, long: &str, short: &str, passages: u64) {
    if !is_writable(long) {
        return;
    }
    let words: Vec<_> = analysis::tokens(long).map(|token| token.word).collect();
    if words.is_empty() {
        return;
    }
    match full.entry(words.join(" ")) {
        std::collections::btree_map::Entry::Vacant(entry) => {
            entry.insert(FullName {
                printed: long.to_owned(),
                short: short.to_owned(),
                defined: passages,
            });
        }
        std::collections::btree_map::Entry::Occupied(mut entry) => {
            let known = entry.get_mut();
            // What a sentence begins with is printed with a capital: the list knows better.
            if passages == 0 {
                known.printed = long.to_owned();
            } else if passages > known.defined {
                known.printed = long.to_owned();
                known.short = short.to_owned();
            }
            known.defined += passages;
        }
    }
}

/// Adds what the list that comes with the program says of short forms, where the texts do not say
/// it themselves.
fn add_listed(
    group: &Group,
    listed: &Synonyms,
    acronyms: &mut BTreeMap<String, Acronym>,
    full: &mut BTreeMap<String, FullName>,
) {
    if matches!(group, Group::OneWay(_)) {
        return;
    }
    let longs: Vec<&str> = group
        .forms()
        .iter()
        .filter(|form| !form.short)
        .map(|form| form.text.as_str())
        .collect();
    let mut shorts = group.forms().iter().filter(|form| form.short);
    for short in shorts.clone() {
        let Some(word) = short.words.first() else {
            continue;
        };
        let ordinary = !listed.knows(word);
        match acronyms.get_mut(word) {
            Some(known) => {
                known.ordinary |= ordinary;
                if matches!(group, Group::Ambiguous(_)) {
                    known.meanings = longs.iter().map(|&long| long.to_owned()).collect();
                    continue;
                }
                // Of several ways to say the same, the list has the best.
                let said = known.meanings.first().map(|said| stems_of(said));
                if let Some(best) = longs.first()
                    && longs
                        .iter()
                        .any(|long| said.as_ref() == Some(&stems_of(long)))
                {
                    known.meanings = vec![(*best).to_owned()];
                }
            }
            None if !ordinary && !longs.is_empty() => {
                // All meanings of a short form that has several, else the first way to say it.
                let several = matches!(group, Group::Ambiguous(_));
                let said = if several { &longs[..] } else { &longs[..1] };
                let acronym = Acronym {
                    printed: short.text.clone(),
                    meanings: said.iter().map(|&long| long.to_owned()).collect(),
                    ..Acronym::default()
                };
                acronyms.insert(word.clone(), acronym);
            }
            None => {}
        }
    }
    if let Some(short) = shorts.next() {
        for long in longs {
            add_full(full, long, &short.text, 0);
        }
    }
}
