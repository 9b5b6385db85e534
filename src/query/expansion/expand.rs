//! Expands the query tree to a condition.

use super::correction::{Term, correct};
use super::other_names::OtherNames;
use super::{
    Added, Condition, Expansion, ExpansionOptions, Lexicon, Origin, TermGroup, TokenMatch, Variant,
};
use crate::error::Result;
use crate::query::synonyms::Synonyms;
use crate::query::typed::TypedWord;
use crate::query::{Node, Query};
use crate::report::facet::Vocabulary;
use crate::text::{self, Compound, is_function_word};

/// Phrases with many compounds have many spellings; past this they are taken as printed.
const MOST_VARIANTS: usize = 16;

/// Expands a query: gives each word the variants that count as it.
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
        found: Expansion::default(),
    };
    if let Some(root) = &query.root {
        builder.found.condition = builder.node(root, Stance::Wanted)?;
    }
    let mut found = builder.found;
    require_words(&mut found.condition, options.function_words_optional);
    Ok(found)
}

/// Whether passages with a node are wanted or excluded. What is excluded is not expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stance {
    Wanted,
    Excluded,
}

struct Builder<'a> {
    query: &'a Query,
    options: &'a ExpansionOptions,
    lexicon: &'a dyn Lexicon,
    synonyms: &'a Synonyms,
    vocabulary: &'a Vocabulary,
    /// Words of the query so far.
    position: u32,
    /// Names of several words so far.
    names: u32,
    found: Expansion,
}

impl Builder<'_> {
    fn node(&mut self, node: &Node, stance: Stance) -> Result<Condition> {
        Ok(match node {
            Node::And(children) => Condition::All(self.all(children, stance)?),
            Node::Or(children) => {
                let start = self.position;
                let mut any = Vec::with_capacity(children.len());
                for child in children {
                    // Alternatives have the same position.
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

    /// Expands nodes; words beside each other are expanded together.
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
        let mut terms: Vec<Term> = texts.iter().map(|text| Term::new(text)).collect();
        if self.options.corrections && stance == Stance::Wanted {
            for term in &mut terms {
                correct(term, self.lexicon, self.synonyms, &mut self.found);
            }
        }
        let mut groups: Vec<TermGroup> = terms.iter().map(|term| self.word(term)).collect();
        if self.options.spellings {
            self.join_neighbours(&terms, &mut groups);
        }
        if self.options.synonyms && stance == Stance::Wanted {
            self.add_other_names(&terms, &mut groups);
        }
        groups
    }

    fn word(&mut self, term: &Term) -> TermGroup {
        TermGroup {
            optional: is_function(term),
            ..self.group(&term.label, self.spellings(&term.parts), term.parts.len())
        }
    }

    /// A group of typed variants that takes up the next `words` places of the query.
    fn group(&mut self, label: &str, variants: Vec<Vec<TokenMatch>>, words: usize) -> TermGroup {
        let position = self.position;
        self.position = position.saturating_add(u32::try_from(words).unwrap_or(u32::MAX));
        TermGroup {
            label: label.to_owned(),
            variants: variants.into_iter().map(typed_variant).collect(),
            slop: 0,
            quoted: false,
            optional: false,
            position,
            name: None,
        }
    }

    /// Adds other names of the words: the full name of an acronym, the acronym of a full name, words
    /// that mean the same. A name of several words counts as each of them.
    fn add_other_names(&mut self, terms: &[Term], groups: &mut [TermGroup]) {
        let mut row: Vec<TypedWord> = Vec::new();
        let mut group_of: Vec<usize> = Vec::new();
        for (index, term) in terms.iter().enumerate() {
            row.extend_from_slice(&term.parts);
            group_of.resize(row.len(), index);
        }
        let mut finder = OtherNames {
            lexicon: self.lexicon,
            synonyms: self.synonyms,
            ambiguous: std::mem::take(&mut self.found.ambiguous),
        };
        let found = finder.find(&row);
        self.found.ambiguous = finder.ambiguous;
        for (place, names) in found {
            let (first, last) = (group_of[place.start], group_of[place.end - 1]);
            let named = &mut groups[first..=last];
            if named.len() > 1 {
                self.names += 1;
                for group in &mut *named {
                    group.name = Some(self.names);
                }
            }
            // Part of a hyphenated word is not the word.
            let split_first = place.start > 0 && group_of[place.start - 1] == first;
            let split_last = group_of.get(place.end) == Some(&last);
            let whole = usize::from(split_first)..named.len() - usize::from(split_last);
            let whole = named.get_mut(whole).unwrap_or_default();
            let mut also = Vec::new();
            for name in names {
                let words: Vec<&str> = name.words.iter().map(String::as_str).collect();
                let variant = Variant {
                    tokens: self.tokens(&words),
                    origin: name.origin,
                };
                let new = self.occurs(&variant) && add_variant(whole, &variant);
                if new && !also.contains(&name.printed) {
                    also.push(name.printed);
                }
            }
            if !also.is_empty() {
                let words = row[place].iter().map(|word| word.printed.as_str());
                let added = Added {
                    word: words.collect::<Vec<_>>().join(" "),
                    also,
                };
                if !self.found.added.contains(&added) {
                    self.found.added.push(added);
                }
            }
        }
    }

    /// Whether passages hold all stems of a variant.
    fn occurs(&self, variant: &Variant) -> bool {
        variant.tokens.iter().all(|token| match token {
            TokenMatch::Stem(stem) => self.lexicon.has_stem(stem),
            TokenMatch::Word(_) | TokenMatch::Prefix(_) => true,
        })
    }

    /// The words as a variant: by their stems, or exactly if so asked.
    fn tokens(&self, words: &[&str]) -> Vec<TokenMatch> {
        let token = |word: &&str| {
            if self.options.stemming {
                TokenMatch::Stem(text::stem(word))
            } else {
                TokenMatch::Word((*word).to_owned())
            }
        };
        words.iter().map(token).collect()
    }

    fn prefix(&mut self, text: &str) -> TermGroup {
        let parts = TypedWord::split(text);
        let words: Vec<&str> = parts.iter().map(|part| part.word.as_str()).collect();
        let mut variants = vec![ending_in_prefix(&words)];
        let linked = words.len() > 1 && parts.iter().skip(1).all(|part| part.linked);
        if linked && self.options.spellings {
            variants.push(vec![TokenMatch::Prefix(words.concat())]);
        }
        self.group(&format!("{text}*"), variants, words.len())
    }

    /// A phrase of one word means exactly that word; longer ones are stemmed like words.
    fn phrase(&mut self, text: &str, slop: u32) -> TermGroup {
        let parts = TypedWord::split(text);
        let words: Vec<&str> = parts.iter().map(|part| part.word.as_str()).collect();
        let variants = if text.trim_end().ends_with('*') {
            vec![ending_in_prefix(&words)]
        } else if let [word] = words[..] {
            vec![vec![TokenMatch::Word(word.to_owned())]]
        } else {
            self.spelled(&parts)
        };
        TermGroup {
            slop,
            quoted: true,
            ..self.group(&format!("\"{}\"", text.trim()), variants, words.len())
        }
    }

    /// The spellings of a word: as typed, with its hyphens closed, or open.
    fn spellings(&self, parts: &[TypedWord]) -> Vec<Vec<TokenMatch>> {
        let words: Vec<&str> = parts.iter().map(|part| part.word.as_str()).collect();
        let mut spellings = vec![self.tokens(&words)];
        if !self.options.spellings {
        } else if let [word] = words[..] {
            for open in self.lexicon.open_forms(word) {
                spellings.push(self.tokens(&open.split(' ').collect::<Vec<_>>()));
            }
        } else if parts.iter().skip(1).all(|part| part.linked) {
            spellings.push(self.tokens(&[words.concat().as_str()]));
        }
        spellings
    }

    /// All spellings of a phrase: each of its compounds open or closed.
    fn spelled(&self, parts: &[TypedWord]) -> Vec<Vec<TokenMatch>> {
        let mut variants: Vec<Vec<TokenMatch>> = vec![Vec::new()];
        for word in parts.chunk_by(|_, next| next.linked) {
            let mut spellings = self.spellings(word);
            if variants.len() * spellings.len() > MOST_VARIANTS {
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
    fn join_neighbours(&self, terms: &[Term], groups: &mut [TermGroup]) {
        for index in 1..terms.len() {
            let ([left], [right]) = (&terms[index - 1].parts[..], &terms[index].parts[..]) else {
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
            let closed = typed_variant(self.tokens(&[compound.closed.as_str()]));
            add_variant(&mut groups[index - 1..=index], &closed);
        }
    }
}

/// Adds a variant to the groups that lack it; tells whether any did.
fn add_variant(groups: &mut [TermGroup], variant: &Variant) -> bool {
    let mut added = false;
    for group in groups {
        let known = |other: &Variant| other.tokens == variant.tokens;
        if !group.variants.iter().any(known) {
            group.variants.push(variant.clone());
            added = true;
        }
    }
    added
}

/// Whether a word of the query is a function word; in capitals it is a name (`IT`).
fn is_function(term: &Term) -> bool {
    let [part] = &term.parts[..] else {
        // What is left of a contraction: `don't`.
        return term.parts.iter().all(|part| is_function_word(&part.word));
    };
    let name = part.printed.chars().count() > 1 && part.printed.chars().all(char::is_uppercase);
    is_function_word(&part.word) && !name
}

fn plain_word(node: &Node) -> Option<&str> {
    match node {
        Node::Word { text, .. } => Some(text),
        _ => None,
    }
}

fn typed_variant(tokens: Vec<TokenMatch>) -> Variant {
    Variant {
        tokens,
        origin: Origin::Typed,
    }
}

fn ending_in_prefix(words: &[&str]) -> Vec<TokenMatch> {
    let word = |word: &&str| TokenMatch::Word((*word).to_owned());
    let mut tokens: Vec<TokenMatch> = words.iter().map(word).collect();
    if let Some(TokenMatch::Word(last)) = tokens.pop() {
        tokens.push(TokenMatch::Prefix(last));
    }
    tokens
}

/// Makes words required. Function words stay optional, if `optional` allows it, beside words that say
/// more; alone they are what is asked for.
fn require_words(condition: &mut Condition, optional: bool) {
    match condition {
        Condition::All(children) => {
            let says_more =
                |child: &Condition| !child.is_optional() && !child.positive_groups().is_empty();
            let accompanied = optional && children.iter().any(says_more);
            for child in children {
                if !(accompanied && child.is_optional()) {
                    require_words(child, optional);
                }
            }
        }
        Condition::Any(children) => {
            for child in children {
                require_words(child, optional);
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
