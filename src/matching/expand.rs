//! From the query tree to a condition: every word with the forms that count as it.

use std::collections::BTreeMap;

use super::function_words::is_function_word;
use super::{Condition, Correction, Element, Form, Leaf, Lexicon, Origin};
use crate::analysis::{self, Compound};
use crate::api::{Added, Ambiguous, Corrected, Reading, Suggested};
use crate::error::{Error, Result};
use crate::facet::Vocabulary;
use crate::query::{Node, Query};
use crate::synonyms::{self, Found, Relation, Synonyms};

/// Phrases with many compounds have many spellings; past this they are taken as printed.
const MOST_FORMS: usize = 16;

/// Longest row of words, in words, that is looked up as the full name of a learnt acronym.
const LONGEST_NAME: usize = 10;

/// A query, understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Understanding {
    /// What passages must hold.
    pub condition: Condition,
    /// What is searched as well.
    pub added: Vec<Added>,
    /// Words that were read as others.
    pub corrected: Vec<Corrected>,
    /// Words that may be meant to be others.
    pub suggested: Vec<Suggested>,
    /// Acronyms that were taken as they stand, since they mean several things.
    pub ambiguous: Vec<Ambiguous>,
}

/// Turns a query into a condition, as `reading` says.
///
/// # Errors
/// A facet value in the query that is unknown or ambiguous.
pub fn understand(
    query: &Query,
    reading: &Reading,
    lexicon: &dyn Lexicon,
    synonyms: &Synonyms,
    vocabulary: &Vocabulary,
) -> Result<Understanding> {
    let mut builder = Builder {
        query,
        reading,
        lexicon,
        synonyms,
        vocabulary,
        position: 0,
        names: 0,
        found: Understanding {
            condition: Condition::Everything,
            added: Vec::new(),
            corrected: Vec::new(),
            suggested: Vec::new(),
            ambiguous: Vec::new(),
        },
    };
    if let Some(root) = &query.root {
        builder.found.condition = builder.node(root, Stance::Wanted)?;
    }
    let mut found = builder.found;
    if reading.function_words_optional {
        keep_function_words_required(&mut found.condition);
    } else {
        require_all(&mut found.condition);
    }
    Ok(found)
}

/// Whether a node is wanted or excluded: what is excluded is exactly what is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stance {
    Wanted,
    Excluded,
}

struct Builder<'a> {
    query: &'a Query,
    reading: &'a Reading,
    lexicon: &'a dyn Lexicon,
    synonyms: &'a Synonyms,
    vocabulary: &'a Vocabulary,
    /// Words of the query so far.
    position: u32,
    /// Names of several words so far.
    names: u32,
    found: Understanding,
}

/// A plain word of the query.
struct Typed {
    label: String,
    parts: Vec<Part>,
}

/// A word between hyphens, apostrophes and spaces.
struct Part {
    /// As typed (or corrected).
    printed: String,
    /// Folded.
    word: String,
    linked: bool,
}

impl Builder<'_> {
    fn node(&mut self, node: &Node, stance: Stance) -> Result<Condition> {
        Ok(match node {
            Node::And(children) => Condition::All(self.all(children, stance)?),
            Node::Or(children) => {
                let start = self.position;
                let mut any = Vec::with_capacity(children.len());
                for child in children {
                    // Alternatives stand in one place.
                    self.position = start;
                    any.push(self.node(child, stance)?);
                }
                Condition::Any(any)
            }
            Node::Not(inner) => {
                let start = self.position;
                let inner = self.node(inner, Stance::Excluded)?;
                self.position = start;
                Condition::Not(Box::new(inner))
            }
            Node::Heading(inner) => match self.node(inner, stance)? {
                Condition::Text(leaf) => Condition::Heading(leaf),
                other => other,
            },
            Node::Word { text, .. } => {
                let leaf = self.words(&[text.as_str()], stance).pop();
                leaf.map_or(Condition::Everything, Condition::Text)
            }
            Node::Prefix { text, .. } => Condition::Text(self.prefix(text)),
            Node::Phrase { text, slop, .. } => Condition::Text(self.phrase(text, *slop)),
            Node::Facet {
                dimension,
                value,
                span,
            } => {
                let resolved = self
                    .vocabulary
                    .resolve(*dimension, value)
                    .map_err(|value| Error::UnknownValue {
                        value,
                        place: Some((self.query.text.clone(), *span)),
                    })?;
                Condition::Facet(*dimension, resolved.paths)
            }
        })
    }

    /// Words beside each other are read together.
    fn all(&mut self, nodes: &[Node], stance: Stance) -> Result<Vec<Condition>> {
        let mut all = Vec::with_capacity(nodes.len());
        let mut rest = nodes;
        while let Some(node) = rest.first() {
            let run: Vec<&str> = rest.iter().map_while(plain_word).collect();
            if run.is_empty() {
                all.push(self.node(node, stance)?);
                rest = &rest[1..];
            } else {
                all.extend(self.words(&run, stance).into_iter().map(Condition::Text));
                rest = &rest[run.len()..];
            }
        }
        Ok(all)
    }

    fn words(&mut self, texts: &[&str], stance: Stance) -> Vec<Leaf> {
        let mut typed: Vec<Typed> = texts
            .iter()
            .map(|text| Typed {
                label: (*text).to_owned(),
                parts: parts(text),
            })
            .collect();
        if self.reading.corrections && stance == Stance::Wanted {
            for word in &mut typed {
                self.correct(word);
            }
        }
        let mut leaves: Vec<Leaf> = typed.iter().map(|word| self.word(word)).collect();
        if self.reading.spellings {
            self.join_neighbours(&typed, &mut leaves);
        }
        if self.reading.synonyms && stance == Stance::Wanted {
            self.add_synonyms(&typed, &mut leaves);
        }
        leaves
    }

    /// Replaces parts that occur nowhere by what was clearly meant.
    fn correct(&mut self, typed: &mut Typed) {
        // Parts of a name (`O'Brien`) are no words.
        if typed.label.contains(analysis::is_apostrophe)
            || self.found.corrected.len() >= MOST_CORRECTED
        {
            return;
        }
        let mut corrected = Vec::new();
        for (index, part) in typed.parts.iter().enumerate() {
            let short = !part.word.chars().all(char::is_alphabetic)
                || part.word.chars().count() < SHORTEST_CORRECTED;
            if short || self.is_known(&part.word) {
                continue;
            }
            match self.lexicon.correction(&part.word) {
                Correction::Clear(word) => corrected.push((index, word)),
                Correction::Open(words) if words.is_empty() => {}
                Correction::Open(words) => {
                    let word = part.printed.clone();
                    self.found.suggested.push(Suggested { word, near: words });
                }
            }
        }
        if corrected.is_empty() {
            return;
        }
        let from = typed.label.clone();
        for (index, word) in corrected.into_iter().rev() {
            let linked = typed.parts[index].linked;
            let replacement = word.split(' ').enumerate().map(|(place, word)| Part {
                printed: word.to_owned(),
                word: word.to_owned(),
                linked: linked && place == 0,
            });
            typed.parts.splice(index..=index, replacement);
        }
        typed.label = typed
            .parts
            .iter()
            .enumerate()
            .map(|(index, part)| {
                let before = match (index, part.linked) {
                    (0, _) => "",
                    (_, true) => "-",
                    (_, false) => " ",
                };
                format!("{before}{}", part.printed)
            })
            .collect();
        self.found.corrected.push(Corrected {
            from,
            to: typed.label.clone(),
        });
    }

    /// Whether a word can find something as it stands: it occurs, or it is closed elsewhere, or it
    /// is an acronym whose full name is known.
    fn is_known(&self, word: &str) -> bool {
        self.lexicon.has_stem(&analysis::stem(word))
            || !self.lexicon.open_forms(word).is_empty()
            || !self.lexicon.long_forms(word).is_empty()
            || self.synonyms.knows(word)
    }

    fn word(&mut self, typed: &Typed) -> Leaf {
        let words: Vec<&str> = typed.parts.iter().map(|part| part.word.as_str()).collect();
        let mut forms = vec![self.elements(&words)];
        if self.reading.spellings {
            if let [word] = words[..] {
                for open in self.lexicon.open_forms(word) {
                    forms.push(self.elements(&open.split(' ').collect::<Vec<_>>()));
                }
            } else if typed.parts[1..].iter().all(|part| part.linked) {
                forms.push(self.elements(&[words.concat().as_str()]));
            }
        }
        let position = self.advance(words.len());
        Leaf {
            label: typed.label.clone(),
            forms: forms.into_iter().map(own).collect(),
            slop: 0,
            quoted: false,
            optional: is_function(typed),
            position,
            name: None,
        }
    }

    /// The words as a form: by their stems, or exactly if so asked.
    fn elements(&self, words: &[&str]) -> Vec<Element> {
        let element = |word: &&str| {
            if self.reading.stemming {
                Element::Stem(analysis::stem(word))
            } else {
                Element::Word((*word).to_owned())
            }
        };
        words.iter().map(element).collect()
    }

    fn advance(&mut self, words: usize) -> u32 {
        let here = self.position;
        self.position = here.saturating_add(u32::try_from(words).unwrap_or(u32::MAX));
        here
    }

    fn prefix(&mut self, text: &str) -> Leaf {
        let parts = parts(text);
        let words: Vec<&str> = parts.iter().map(|part| part.word.as_str()).collect();
        let mut forms = vec![ending_in_prefix(&words)];
        let linked = words.len() > 1 && parts[1..].iter().all(|part| part.linked);
        if linked && self.reading.spellings {
            forms.push(vec![Element::Prefix(words.concat())]);
        }
        Leaf {
            label: format!("{text}*"),
            forms: forms.into_iter().map(own).collect(),
            slop: 0,
            quoted: false,
            optional: false,
            position: self.advance(words.len()),
            name: None,
        }
    }

    /// A phrase of one word means exactly that word; longer ones are stemmed like words.
    fn phrase(&mut self, text: &str, slop: u32) -> Leaf {
        let parts = parts(text);
        let words: Vec<&str> = parts.iter().map(|part| part.word.as_str()).collect();
        let forms = if text.trim_end().ends_with('*') {
            vec![ending_in_prefix(&words)]
        } else if words.len() == 1 {
            vec![vec![Element::Word(words[0].to_owned())]]
        } else {
            self.spelled(&parts)
        };
        Leaf {
            label: format!("\"{}\"", text.trim()),
            forms: forms.into_iter().map(own).collect(),
            slop,
            quoted: true,
            optional: false,
            position: self.advance(words.len()),
            name: None,
        }
    }

    /// All spellings of a phrase: each of its compounds open or closed.
    fn spelled(&self, parts: &[Part]) -> Vec<Vec<Element>> {
        let mut forms: Vec<Vec<Element>> = vec![Vec::new()];
        let mut rest = parts;
        while let Some(first) = rest.first() {
            let chain = 1 + rest[1..].iter().take_while(|part| part.linked).count();
            let words: Vec<&str> = rest[..chain]
                .iter()
                .map(|part| part.word.as_str())
                .collect();
            rest = &rest[chain..];
            let mut spellings = vec![self.elements(&words)];
            if !self.reading.spellings {
            } else if chain > 1 {
                spellings.push(self.elements(&[words.concat().as_str()]));
            } else {
                for open in self.lexicon.open_forms(&first.word) {
                    spellings.push(self.elements(&open.split(' ').collect::<Vec<_>>()));
                }
            }
            if forms.len() * spellings.len() > MOST_FORMS {
                spellings.truncate(1);
            }
            forms = forms
                .iter()
                .flat_map(|form| {
                    spellings
                        .iter()
                        .map(|spelling| [form.as_slice(), spelling].concat())
                })
                .collect();
        }
        forms
    }

    /// Two words side by side that are one word elsewhere (`part time`, `parttime`; `health care`,
    /// `healthcare`): the closed form counts as both of them.
    fn join_neighbours(&self, typed: &[Typed], leaves: &mut [Leaf]) {
        for index in 1..typed.len() {
            let ([left], [right]) = (&typed[index - 1].parts[..], &typed[index].parts[..]) else {
                continue;
            };
            let compound = Compound {
                closed: format!("{}{}", left.word, right.word),
                open: format!("{} {}", left.word, right.word),
            };
            let words = [&left.word, &right.word];
            let alphabetic = |word: &&String| word.chars().all(char::is_alphabetic);
            let whole = words.iter().all(alphabetic)
                && !words.iter().any(|word| is_function_word(word))
                && self.lexicon.has_stem(&analysis::stem(&compound.closed));
            if !whole && !self.lexicon.is_compound(&compound) {
                continue;
            }
            let closed = own(self.elements(&[compound.closed.as_str()]));
            for leaf in &mut leaves[index - 1..=index] {
                if !leaf.forms.contains(&closed) {
                    leaf.forms.push(closed.clone());
                }
            }
        }
    }

    /// Adds other names of the words: the full name of an acronym, the acronym of a full name, words
    /// that mean the same. A name of several words counts as each of them.
    fn add_synonyms(&mut self, typed: &[Typed], leaves: &mut [Leaf]) {
        let mut row: Vec<synonyms::Typed> = Vec::new();
        let mut leaf_of: Vec<usize> = Vec::new();
        for (index, word) in typed.iter().enumerate() {
            for part in &word.parts {
                row.push(synonyms::Typed {
                    printed: part.printed.clone(),
                    stem: analysis::stem(&part.word),
                    word: part.word.clone(),
                });
                leaf_of.push(index);
            }
        }
        let mut at = 0;
        while at < row.len() {
            let Some((length, names)) = self.names_at(&row[at..]) else {
                at += 1;
                continue;
            };
            let end = at + length;
            if leaf_of[at] < leaf_of[end - 1] {
                self.names += 1;
                for leaf in &mut leaves[leaf_of[at]..=leaf_of[end - 1]] {
                    leaf.name = Some(self.names);
                }
            }
            let mut also = Vec::new();
            for name in names {
                let form = Form {
                    elements: self
                        .elements(&name.words.iter().map(String::as_str).collect::<Vec<_>>()),
                    origin: name.origin,
                };
                let occurs = form.elements.iter().all(|element| match element {
                    Element::Stem(stem) => self.lexicon.has_stem(stem),
                    Element::Word(_) | Element::Prefix(_) => true,
                });
                if !occurs {
                    continue;
                }
                let mut new = false;
                // Part of a hyphenated word is not the word.
                let before = at.checked_sub(1).map(|place| leaf_of[place]);
                let after = leaf_of.get(end).copied();
                let span = leaf_of[at]..=leaf_of[end - 1];
                for (index, leaf) in span.clone().zip(&mut leaves[span]) {
                    let whole = before != Some(index) && after != Some(index);
                    let known = |other: &Form| other.elements == form.elements;
                    if whole && !leaf.forms.iter().any(known) {
                        leaf.forms.push(form.clone());
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
                let meanings = meanings.iter().map(|form| form.text.clone()).collect();
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
        let meanings = meanings(self.lexicon.long_forms(&analysis::fold(short)));
        let all: u32 = meanings.iter().map(|(_, count)| count).sum();
        meanings.first().is_some_and(|(long, count)| {
            stems_of(long) == stems && f64::from(*count) >= AGREEMENT * f64::from(all)
        })
    }
}

/// Share of the definitions of an acronym that must agree for it to have one meaning.
const AGREEMENT: f64 = 0.75;

/// Share of the passages with an acronym that define it, below which the same letters are a word.
const DEFINED: f64 = 0.05;

/// Fewest letters of a word that is corrected: among shorter ones everything is near everything.
const SHORTEST_CORRECTED: usize = 4;

/// Most words of a query that are corrected: each is looked for among all words of the texts.
const MOST_CORRECTED: usize = 16;

/// Another name for words of the query.
struct Name {
    printed: String,
    words: Vec<String>,
    origin: Origin,
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
    let stems: Vec<String> = analysis::tokens(text)
        .map(|token| analysis::stem(&token.word))
        .collect();
    stems.join(" ")
}

fn plain_word(node: &Node) -> Option<&str> {
    match node {
        Node::Word { text, .. } => Some(text),
        _ => None,
    }
}

fn own(elements: Vec<Element>) -> Form {
    Form {
        elements,
        origin: Origin::Typed,
    }
}

fn parts(text: &str) -> Vec<Part> {
    analysis::tokens(text)
        .map(|token| Part {
            printed: text[token.start..token.end].to_owned(),
            word: token.word.into_owned(),
            linked: token.linked,
        })
        .collect()
}

/// Whether a word of the query is a function word; in capitals it is a name (`IT`).
fn is_function(typed: &Typed) -> bool {
    let [part] = &typed.parts[..] else {
        // What is left of a contraction: `don't`.
        return typed.parts.iter().all(|part| is_function_word(&part.word));
    };
    let name = part.printed.chars().count() > 1 && part.printed.chars().all(char::is_uppercase);
    is_function_word(&part.word) && !name
}

fn ending_in_prefix(words: &[&str]) -> Vec<Element> {
    let last = words.len().saturating_sub(1);
    words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            if index == last {
                Element::Prefix((*word).to_owned())
            } else {
                Element::Word((*word).to_owned())
            }
        })
        .collect()
}

/// Every word must occur.
fn require_all(condition: &mut Condition) {
    match condition {
        Condition::All(children) | Condition::Any(children) => {
            children.iter_mut().for_each(require_all);
        }
        Condition::Text(leaf) => leaf.optional = false,
        Condition::Everything
        | Condition::Not(_)
        | Condition::Heading(_)
        | Condition::Facet(..) => {}
    }
}

/// Function words need not occur beside other words. Where there is nothing else they are what is
/// asked for.
fn keep_function_words_required(condition: &mut Condition) {
    match condition {
        Condition::All(children) => {
            let says_more =
                |child: &Condition| !child.is_optional() && !child.positive_leaves().is_empty();
            let alone = !children.iter().any(says_more);
            for child in children {
                if !alone && child.is_optional() {
                    continue;
                }
                keep_function_words_required(child);
            }
        }
        Condition::Any(children) => {
            for child in children {
                keep_function_words_required(child);
            }
        }
        Condition::Text(leaf) => leaf.optional = false,
        Condition::Everything
        | Condition::Not(_)
        | Condition::Heading(_)
        | Condition::Facet(..) => {}
    }
}
