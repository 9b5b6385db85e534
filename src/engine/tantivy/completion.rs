//! The terms of the index that begin like what is being typed: words, compounds, acronyms and the
//! full names of acronyms.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::PhraseQuery;

use super::analysis::SEPARATOR;
use super::dictionary::{each_term, is_alive};
use super::engine_error;
use super::reader::Engine;
use crate::error::Result;
use crate::query::complete::{Completion, Fit, Last, SuggestionKind, Tail, Words, is_writable};
use crate::query::expansion::stems_of;
use crate::query::synonyms::{Group, Synonyms};
use crate::text::{self, is_function_word};

/// Most forms of one word among the most frequent words. So many times more words are collected
/// than asked for: one form of each is offered.
const FORMS: usize = 8;

/// Fewest letters of a word that is offered.
const SHORTEST_WORD: usize = 3;

/// Most full names whose passages are counted, which means looking for the words in a row.
const MOST_NAMES: usize = 6;

/// Passages that may be looked at for that; the first name is counted however many it takes.
const MOST_PASSAGES: u64 = 60_000;

impl Engine {
    /// The terms that begin like what is being typed. A box asks at every key, so that the work is
    /// bounded: the terms are read once, side by side over all segments, and only the most frequent
    /// are taken; whole passages are looked for for a handful of full names alone.
    pub(super) fn beginnings(&self, words: &Words, limit: usize) -> Result<Vec<Completion>> {
        let names = self.names(words)?;
        let mut all = Vec::new();
        // A full name needs more room than a bare `heading:` has.
        if !words.heading || words.quoted {
            self.add_names(&mut all, &names, words)?;
        }
        if let Some(last) = &words.last {
            self.add_words(&mut all, &names, last, limit)?;
        }
        Ok(all)
    }

    /// Full names of acronyms that begin with one of the tails.
    fn add_names(&self, all: &mut Vec<Completion>, names: &Names, words: &Words) -> Result<()> {
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
                    .map(|word| self.fields.word_term(word))
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
                    all.push(Completion {
                        text: full.printed.clone(),
                        kind: SuggestionKind::Name,
                        meaning: Some(full.short.clone()),
                        passages,
                        fit: Fit::of(name, &tail.needle),
                        tail: tail.clone(),
                    });
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

    /// Words, compounds and acronyms that begin like the word being typed.
    fn add_words(
        &self,
        all: &mut Vec<Completion>,
        names: &Names,
        last: &Last,
        limit: usize,
    ) -> Result<()> {
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
            let known = acronyms.get_mut(term).map(|(acronym, count)| {
                *count = if acronym.ordinary {
                    acronym.defined
                } else {
                    passages
                };
                acronym.ordinary
            });
            let is_word = known != Some(false)
                && term.len() >= SHORTEST_WORD
                && term.chars().all(char::is_alphabetic)
                && !is_function_word(term);
            if is_word && term == start {
                whole = Some(passages);
            } else if is_word {
                kept.offer(term, passages);
            }
            Ok(())
        })?;
        let mut found = Vec::new();
        let mut stems: BTreeSet<String> = BTreeSet::new();
        for (short, (acronym, passages)) in acronyms {
            if passages == 0 || !self.is_alive(short)? {
                continue;
            }
            if !acronym.ordinary {
                stems.insert(text::stem(short));
            }
            found.push(Completion {
                text: acronym.printed.clone(),
                kind: SuggestionKind::Acronym,
                meaning: (!acronym.meanings.is_empty()).then(|| acronym.meanings.join(" or ")),
                passages,
                fit: Fit::of(short, start),
                tail: last.word.clone(),
            });
        }
        let compounds = self.compounds(last, limit)?;
        // `co-prod` is no beginning of `production` alone, where `co-production` is known.
        if last.linked != last.word && !compounds.is_empty() {
            all.extend(compounds);
            return Ok(());
        }
        // The typed prefix, where it is a word, is offered beside its longer forms: most people
        // type on.
        let word = |text, fit, passages| word_completion(text, fit, passages, &last.word);
        all.extend(whole.map(|passages| word(start.clone(), Fit::Whole, passages)));
        for (text, passages) in kept.best_first() {
            if self.is_alive(&text)? && stems.insert(text::stem(&text)) {
                all.push(word(text, Fit::Start, passages));
            }
        }
        all.extend(compounds);
        all.extend(found);
        Ok(())
    }

    /// Words printed with a hyphen that begin like what is being typed, with or without it.
    fn compounds(&self, last: &Last, limit: usize) -> Result<Vec<Completion>> {
        let start = &last.linked.needle;
        let has_hyphen = last.linked != last.word;
        let mut kept = Frequent::new(limit);
        let (field, closed) = (self.fields.compound, start.replace(' ', ""));
        each_term(&self.searcher, field, &closed, |term, passages| {
            let Some((_, open)) = term.split_once(SEPARATOR) else {
                return Ok(());
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
            Ok(())
        })?;
        let mut stems = BTreeSet::new();
        let mut found = Vec::new();
        for (open, passages) in kept.best_first() {
            if stems.insert(text::stem(&open.replace(' ', ""))) {
                let (text, fit) = (open.replace(' ', "-"), Fit::of(&open, start));
                found.push(word_completion(text, fit, passages, &last.linked));
            }
        }
        Ok(found)
    }

    /// Whether a passage that is not deleted holds a word of the index.
    fn is_alive(&self, word: &str) -> Result<bool> {
        let mut segments = self.searcher.segment_readers().iter();
        if segments.all(|segment| !segment.has_deletes()) {
            return Ok(true);
        }
        let term = self.fields.word_term(word);
        is_alive(&self.searcher, &term)
    }
}

fn word_completion(text: String, fit: Fit, passages: u64, tail: &Tail) -> Completion {
    Completion {
        text,
        kind: SuggestionKind::Word,
        meaning: None,
        passages,
        fit,
        tail: tail.clone(),
    }
}

/// Collects the most frequent terms. Collecting all and sorting them takes 1.4 × as long (p50).
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

/// The acronyms and full names that the texts of an index define, and those of the list that comes
/// with the program.
#[derive(Debug, Default)]
struct Names {
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

/// The first letters of what is typed: other names are skipped before they are tokenised. Without
/// it suggestions take 6 × as long (p50).
struct Initials(Vec<char>);

impl Initials {
    fn of(words: &Words) -> Self {
        let last = words.last.iter().map(|last| &last.word);
        let tails = words.tails.iter().chain(last);
        let mut initials: Vec<char> = tails.filter_map(|tail| initial(&tail.needle)).collect();
        initials.sort_unstable();
        initials.dedup();
        Initials(initials)
    }

    /// Whether a name may begin like what is typed; names that do not begin with ASCII always may.
    fn may_begin(&self, name: &str) -> bool {
        initial(name).is_none_or(|first| !first.is_ascii() || self.0.contains(&first))
    }
}

fn initial(text: &str) -> Option<char> {
    let first = text
        .chars()
        .find(|c| c.is_alphanumeric() || !c.is_ascii())?;
    Some(first.to_ascii_lowercase())
}

impl Engine {
    /// A superset of the names that begin like one of the last words of a query.
    fn names(&self, words: &Words) -> Result<Names> {
        let initials = Initials::of(words);
        // Each folded short form with its printed forms and its meanings.
        let mut defined: BTreeMap<String, [BTreeMap<String, u64>; 2]> = BTreeMap::new();
        let mut full: BTreeMap<String, FullName> = BTreeMap::new();
        each_term(&self.searcher, self.fields.acronym, "", |term, passages| {
            let mut parts = term.splitn(3, SEPARATOR);
            let (Some(folded), Some(short), Some(long)) =
                (parts.next(), parts.next(), parts.next())
            else {
                return Ok(());
            };
            if initials.may_begin(long) {
                add_full(&mut full, long, short, passages);
            }
            if !initials.may_begin(short) {
                return Ok(());
            }
            let counts = defined.entry(folded.to_owned()).or_default();
            for (counts, text) in counts.iter_mut().zip([short, long]) {
                *counts.entry(text.to_owned()).or_default() += passages;
            }
            Ok(())
        })?;
        let mut acronyms: BTreeMap<String, Acronym> = BTreeMap::new();
        for (folded, [printed, meanings]) in defined {
            let short = most(&printed).unwrap_or_default();
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
            if !group
                .forms()
                .iter()
                .any(|form| initials.may_begin(&form.text))
            {
                continue;
            }
            add_listed(group, listed, &mut acronyms, &mut full);
        }
        Ok(Names { acronyms, full })
    }
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
    let words: Vec<_> = text::tokens(long).map(|token| token.word).collect();
    if words.is_empty() {
        return;
    }
    match full.entry(words.join(" ")) {
        Entry::Vacant(entry) => {
            entry.insert(FullName {
                printed: long.to_owned(),
                short: short.to_owned(),
                defined: passages,
            });
        }
        Entry::Occupied(mut entry) => {
            let known = entry.get_mut();
            // At the beginning of a sentence a name has a capital: the list has the right case.
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
        let Some(word) = short.words().next() else {
            continue;
        };
        let ordinary = !listed.knows(&word);
        match acronyms.get_mut(word.as_ref()) {
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
                acronyms.insert(word.into_owned(), acronym);
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
