//! The acronyms and full names that texts define, and those of the list that comes with the program,
//! as far as they begin like what is being typed.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::beginnings::each_term;
use super::reader::Engine;
use super::schema::SEPARATOR;
use super::suggest::is_writable;
use crate::error::Result;
use crate::query::complete::Words;
use crate::query::expansion::stems_of;
use crate::query::synonyms::{Group, Synonyms};
use crate::text;
use crate::text::is_function_word;

/// The acronyms and full names that the texts of an index define, and those of the list that comes
/// with the program.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By the folded short form.
    pub(super) acronyms: BTreeMap<String, Acronym>,
    /// By the folded words of the full name.
    pub(super) full: BTreeMap<String, FullName>,
}

#[derive(Debug, Default)]
pub(super) struct Acronym {
    pub(super) printed: String,
    pub(super) meanings: Vec<String>,
    /// Passages that define it; 0 if it is known from the list alone.
    pub(super) defined: u64,
    /// Whether texts hold it as an ordinary word as well (`fit`), so that the number of passages
    /// with these letters says nothing.
    pub(super) ordinary: bool,
}

#[derive(Debug)]
pub(super) struct FullName {
    pub(super) printed: String,
    pub(super) short: String,
    /// Passages that define it; 0 if it is known from the list alone.
    pub(super) defined: u64,
}

/// What names must begin with to be read: the first letters of what is typed. Taking a name apart
/// takes longer than reading it.
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

    /// Whether a name may begin like what is typed. Only of plain letters is it known how they fold.
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
    /// The names that may begin like one of the last words of a query: all of them, and others.
    pub(super) fn names(&self, words: &Words) -> Result<Names> {
        let initials = Initials::of(words);
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
            if initials.may_begin(long) {
                add_full(&mut full, long, short, passages);
            }
            if !initials.may_begin(short) {
                return;
            }
            let count = |all: &mut BTreeMap<String, BTreeMap<String, u64>>, text: &str| {
                let one = all.entry(folded.to_owned()).or_default();
                *one.entry(text.to_owned()).or_default() += passages;
            };
            count(&mut printed, short);
            count(&mut meanings, long);
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
            if !group.written_forms().any(|form| initials.may_begin(form)) {
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
