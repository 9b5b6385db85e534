//! From the query tree to a condition: every word with the variants that count as it.

use super::typed::{Part, Typed, is_function, parts};
use super::{Added, Ambiguous, Corrected, ExpansionOptions, Suggested};
use super::{Condition, Lexicon, Origin, TermGroup, TokenMatch, Variant};
use crate::error::Result;
use crate::query::synonyms::Synonyms;
use crate::query::{Node, Query};
use crate::report::facet::Vocabulary;
use crate::text::is_function_word;
use crate::text::{self, Compound};

/// Phrases with many compounds have many spellings; past this they are taken as printed.
const MOST_FORMS: usize = 16;

/// A query, expanded.
#[derive(Debug, Clone, PartialEq)]
pub struct Expansion {
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

/// Turns a query into a condition, as `options` says.
///
/// # Errors
/// A facet value in the query that is unknown or ambiguous.
pub fn expand(
    query: &Query,
    options: &ExpansionOptions,
    lexicon: &dyn Lexicon,
    synonyms: &Synonyms,
    vocabulary: &Vocabulary,
) -> Result<Expansion> {
    let mut builder = Builder {
        query,
        options,
        lexicon,
        synonyms,
        vocabulary,
        position: 0,
        names: 0,
        found: Expansion {
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
    if options.function_words_optional {
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

pub(super) struct Builder<'a> {
    query: &'a Query,
    pub(super) options: &'a ExpansionOptions,
    pub(super) lexicon: &'a dyn Lexicon,
    pub(super) synonyms: &'a Synonyms,
    vocabulary: &'a Vocabulary,
    /// Words of the query so far.
    position: u32,
    /// Names of several words so far.
    pub(super) names: u32,
    pub(super) found: Expansion,
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
                Condition::Text(group) => Condition::Heading(group),
                other => other,
            },
            Node::Word { text, .. } => {
                let group = self.words(&[text.as_str()], stance).pop();
                group.map_or(Condition::Everything, Condition::Text)
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
                    .map_err(|unknown| unknown.in_query(&self.query.text, span.start..span.end))?;
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

    fn words(&mut self, texts: &[&str], stance: Stance) -> Vec<TermGroup> {
        let mut typed: Vec<Typed> = texts
            .iter()
            .map(|text| Typed {
                label: (*text).to_owned(),
                parts: parts(text),
            })
            .collect();
        if self.options.corrections && stance == Stance::Wanted {
            for word in &mut typed {
                self.correct(word);
            }
        }
        let mut groups: Vec<TermGroup> = typed.iter().map(|word| self.word(word)).collect();
        if self.options.spellings {
            self.join_neighbours(&typed, &mut groups);
        }
        if self.options.synonyms && stance == Stance::Wanted {
            self.add_synonyms(&typed, &mut groups);
        }
        groups
    }

    fn word(&mut self, typed: &Typed) -> TermGroup {
        let words: Vec<&str> = typed.parts.iter().map(|part| part.word.as_str()).collect();
        let mut variants = vec![self.tokens(&words)];
        if self.options.spellings {
            if let [word] = words[..] {
                for open in self.lexicon.open_forms(word) {
                    variants.push(self.tokens(&open.split(' ').collect::<Vec<_>>()));
                }
            } else if typed.parts.iter().skip(1).all(|part| part.linked) {
                variants.push(self.tokens(&[words.concat().as_str()]));
            }
        }
        let position = self.advance(words.len());
        TermGroup {
            label: typed.label.clone(),
            variants: variants.into_iter().map(own).collect(),
            slop: 0,
            quoted: false,
            optional: is_function(typed),
            position,
            name: None,
        }
    }

    /// The words as a variant: by their stems, or exactly if so asked.
    pub(super) fn tokens(&self, words: &[&str]) -> Vec<TokenMatch> {
        let token = |word: &&str| {
            if self.options.stemming {
                TokenMatch::Stem(text::stem(word))
            } else {
                TokenMatch::Word((*word).to_owned())
            }
        };
        words.iter().map(token).collect()
    }

    fn advance(&mut self, words: usize) -> u32 {
        let here = self.position;
        self.position = here.saturating_add(u32::try_from(words).unwrap_or(u32::MAX));
        here
    }

    fn prefix(&mut self, text: &str) -> TermGroup {
        let parts = parts(text);
        let words: Vec<&str> = parts.iter().map(|part| part.word.as_str()).collect();
        let mut variants = vec![ending_in_prefix(&words)];
        let linked = words.len() > 1 && parts.iter().skip(1).all(|part| part.linked);
        if linked && self.options.spellings {
            variants.push(vec![TokenMatch::Prefix(words.concat())]);
        }
        TermGroup {
            label: format!("{text}*"),
            variants: variants.into_iter().map(own).collect(),
            slop: 0,
            quoted: false,
            optional: false,
            position: self.advance(words.len()),
            name: None,
        }
    }

    /// A phrase of one word means exactly that word; longer ones are stemmed like words.
    fn phrase(&mut self, text: &str, slop: u32) -> TermGroup {
        let parts = parts(text);
        let words: Vec<&str> = parts.iter().map(|part| part.word.as_str()).collect();
        let variants = if text.trim_end().ends_with('*') {
            vec![ending_in_prefix(&words)]
        } else if words.len() == 1 {
            vec![vec![TokenMatch::Word(words[0].to_owned())]]
        } else {
            self.spelled(&parts)
        };
        TermGroup {
            label: format!("\"{}\"", text.trim()),
            variants: variants.into_iter().map(own).collect(),
            slop,
            quoted: true,
            optional: false,
            position: self.advance(words.len()),
            name: None,
        }
    }

    /// All spellings of a phrase: each of its compounds open or closed.
    fn spelled(&self, parts: &[Part]) -> Vec<Vec<TokenMatch>> {
        let mut variants: Vec<Vec<TokenMatch>> = vec![Vec::new()];
        let mut rest = parts;
        while let Some(first) = rest.first() {
            let chain = 1 + rest[1..].iter().take_while(|part| part.linked).count();
            let words: Vec<&str> = rest[..chain]
                .iter()
                .map(|part| part.word.as_str())
                .collect();
            rest = &rest[chain..];
            let mut spellings = vec![self.tokens(&words)];
            if !self.options.spellings {
            } else if chain > 1 {
                spellings.push(self.tokens(&[words.concat().as_str()]));
            } else {
                for open in self.lexicon.open_forms(&first.word) {
                    spellings.push(self.tokens(&open.split(' ').collect::<Vec<_>>()));
                }
            }
            if variants.len() * spellings.len() > MOST_FORMS {
                spellings.truncate(1);
            }
            if let [only] = &spellings[..] {
                for variant in &mut variants {
                    variant.extend_from_slice(only);
                }
                continue;
            }
            variants = variants
                .iter()
                .flat_map(|variant| {
                    spellings
                        .iter()
                        .map(|spelling| [variant.as_slice(), spelling].concat())
                })
                .collect();
        }
        variants
    }

    /// Two words side by side that are one word elsewhere (`part time`, `parttime`; `health care`,
    /// `healthcare`): the closed variant counts as both of them.
    fn join_neighbours(&self, typed: &[Typed], groups: &mut [TermGroup]) {
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
                && self.lexicon.has_stem(&text::stem(&compound.closed));
            if !whole && !self.lexicon.is_compound(&compound) {
                continue;
            }
            let closed = own(self.tokens(&[compound.closed.as_str()]));
            for group in &mut groups[index - 1..=index] {
                if !group.variants.contains(&closed) {
                    group.variants.push(closed.clone());
                }
            }
        }
    }
}

fn plain_word(node: &Node) -> Option<&str> {
    match node {
        Node::Word { text, .. } => Some(text),
        _ => None,
    }
}

fn own(tokens: Vec<TokenMatch>) -> Variant {
    Variant {
        tokens,
        origin: Origin::Typed,
    }
}

fn ending_in_prefix(words: &[&str]) -> Vec<TokenMatch> {
    let last = words.len().saturating_sub(1);
    words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            if index == last {
                TokenMatch::Prefix((*word).to_owned())
            } else {
                TokenMatch::Word((*word).to_owned())
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
        Condition::Text(group) => group.optional = false,
        Condition::Everything
        | Condition::Not(_)
        | Condition::Heading(_)
        | Condition::Facet(..)
        | Condition::Report(_) => {}
    }
}

/// Function words need not occur beside other words. Where there is nothing else they are what is
/// asked for.
fn keep_function_words_required(condition: &mut Condition) {
    match condition {
        Condition::All(children) => {
            let says_more =
                |child: &Condition| !child.is_optional() && !child.positive_groups().is_empty();
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
        Condition::Text(group) => group.optional = false,
        Condition::Everything
        | Condition::Not(_)
        | Condition::Heading(_)
        | Condition::Facet(..)
        | Condition::Report(_) => {}
    }
}
