//! What a query can match: the query tree with every word turned into the forms it may take in a
//! text. Searching and highlighting both work on this, so that they agree.

use crate::analysis::{self, Compound};
use crate::error::{Error, Result};
use crate::facet::{Dimension, FacetPath, Vocabulary};
use crate::query::{Node, Query};

/// One place in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// A word with this stem.
    Stem(String),
    /// Exactly this folded word.
    Word(String),
    /// A word that begins like this.
    Prefix(String),
}

impl Element {
    /// Whether a text's word, given with its stem, stands here.
    pub fn matches(&self, word: &str, stem: &str) -> bool {
        match self {
            Element::Stem(wanted) => wanted == stem,
            Element::Word(wanted) => wanted == word,
            Element::Prefix(start) => word.starts_with(start.as_str()),
        }
    }
}

/// Words in a row.
pub type Form = Vec<Element>;

/// A word, phrase or prefix of the query with all forms that count as it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// As the user wrote it.
    pub label: String,
    /// The forms, of which one must stand in the text; never empty.
    pub forms: Vec<Form>,
    /// Moves allowed in forms of several words.
    pub slop: u32,
    /// Whether the user put it in quotes: a phrase is highlighted as a whole.
    pub quoted: bool,
}

/// A condition on passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Every passage.
    Everything,
    /// All must hold.
    All(Vec<Condition>),
    /// One must hold.
    Any(Vec<Condition>),
    /// Must not hold.
    Not(Box<Condition>),
    /// The passage's text holds it.
    Text(Leaf),
    /// The section's heading holds it.
    Heading(Leaf),
    /// The passage has one of these facet values.
    Facet(Dimension, Vec<FacetPath>),
}

/// What an index knows of open and closed spellings.
pub trait Spellings {
    /// Open forms (`co production`) that the indexed texts print with a hyphen or apostrophe and
    /// that are `closed` when joined.
    fn open_forms(&self, closed: &str) -> Vec<String>;

    /// Whether the indexed texts print this compound with a hyphen or apostrophe.
    fn is_compound(&self, compound: &Compound) -> bool;
}

/// Phrases with many compounds have many spellings; past this they are taken as printed.
const MOST_FORMS: usize = 16;

/// Turns a query into a condition.
///
/// # Errors
/// A facet value in the query that is unknown or ambiguous.
pub fn condition(
    query: &Query,
    spellings: &dyn Spellings,
    vocabulary: &Vocabulary,
) -> Result<Condition> {
    let builder = Builder {
        query,
        spellings,
        vocabulary,
    };
    match &query.root {
        Some(root) => builder.node(root),
        None => Ok(Condition::Everything),
    }
}

struct Builder<'a> {
    query: &'a Query,
    spellings: &'a dyn Spellings,
    vocabulary: &'a Vocabulary,
}

impl Builder<'_> {
    fn node(&self, node: &Node) -> Result<Condition> {
        Ok(match node {
            Node::And(children) => {
                let mut all = Vec::with_capacity(children.len());
                for child in children {
                    all.push(self.node(child)?);
                }
                self.join_neighbours(children, &mut all);
                Condition::All(all)
            }
            Node::Or(children) => {
                let any = children.iter().map(|child| self.node(child));
                Condition::Any(any.collect::<Result<_>>()?)
            }
            Node::Not(inner) => Condition::Not(Box::new(self.node(inner)?)),
            Node::Heading(inner) => match self.node(inner)? {
                Condition::Text(leaf) => Condition::Heading(leaf),
                other => other,
            },
            Node::Word { text, .. } => Condition::Text(self.word(text)),
            Node::Prefix { text, .. } => Condition::Text(Self::prefix(text)),
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

    fn word(&self, text: &str) -> Leaf {
        let parts = parts(text);
        let words: Vec<&str> = parts.iter().map(|part| part.word.as_str()).collect();
        let mut forms = vec![stems(&words)];
        if let [word] = words[..] {
            for open in self.spellings.open_forms(word) {
                forms.push(stems(&open.split(' ').collect::<Vec<_>>()));
            }
        } else if parts[1..].iter().all(|part| part.linked) {
            forms.push(vec![Element::Stem(analysis::stem(&words.concat()))]);
        }
        Leaf {
            label: text.to_owned(),
            forms,
            slop: 0,
            quoted: false,
        }
    }

    fn prefix(text: &str) -> Leaf {
        let parts = parts(text);
        let words: Vec<&str> = parts.iter().map(|part| part.word.as_str()).collect();
        let mut forms = vec![ending_in_prefix(&words)];
        if words.len() > 1 && parts[1..].iter().all(|part| part.linked) {
            forms.push(vec![Element::Prefix(words.concat())]);
        }
        Leaf {
            label: format!("{text}*"),
            forms,
            slop: 0,
            quoted: false,
        }
    }

    /// A phrase of one word means exactly that word; longer ones are stemmed like words.
    fn phrase(&self, text: &str, slop: u32) -> Leaf {
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
            forms,
            slop,
            quoted: true,
        }
    }

    /// All spellings of a phrase: each of its compounds open or closed.
    fn spelled(&self, parts: &[Part]) -> Vec<Form> {
        let mut forms: Vec<Form> = vec![Vec::new()];
        let mut rest = parts;
        while let Some(first) = rest.first() {
            let chain = 1 + rest[1..].iter().take_while(|part| part.linked).count();
            let words: Vec<&str> = rest[..chain]
                .iter()
                .map(|part| part.word.as_str())
                .collect();
            rest = &rest[chain..];
            let mut spellings = vec![stems(&words)];
            if chain > 1 {
                spellings.push(vec![Element::Stem(analysis::stem(&words.concat()))]);
            } else {
                for open in self.spellings.open_forms(&first.word) {
                    spellings.push(stems(&open.split(' ').collect::<Vec<_>>()));
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

    /// Two plain words side by side that are one word elsewhere (`part time`, `parttime`): the
    /// closed form counts as both of them.
    fn join_neighbours(&self, nodes: &[Node], conditions: &mut [Condition]) {
        for index in 1..nodes.len() {
            let (Node::Word { text: left, .. }, Node::Word { text: right, .. }) =
                (&nodes[index - 1], &nodes[index])
            else {
                continue;
            };
            let (left, right) = (parts(left), parts(right));
            let ([left], [right]) = (&left[..], &right[..]) else {
                continue;
            };
            let compound = Compound {
                closed: format!("{}{}", left.word, right.word),
                open: format!("{} {}", left.word, right.word),
            };
            if !self.spellings.is_compound(&compound) {
                continue;
            }
            let closed = vec![Element::Stem(analysis::stem(&compound.closed))];
            for condition in &mut conditions[index - 1..=index] {
                if let Condition::Text(leaf) = condition
                    && !leaf.forms.contains(&closed)
                {
                    leaf.forms.push(closed.clone());
                }
            }
        }
    }
}

struct Part {
    word: String,
    linked: bool,
}

fn parts(text: &str) -> Vec<Part> {
    analysis::tokens(text)
        .map(|token| Part {
            word: token.word.into_owned(),
            linked: token.linked,
        })
        .collect()
}

fn stems(words: &[&str]) -> Form {
    words
        .iter()
        .map(|word| Element::Stem(analysis::stem(word)))
        .collect()
}

fn ending_in_prefix(words: &[&str]) -> Form {
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

impl Condition {
    /// The leaves that a passage's text may match: those not under a `Not`.
    pub fn positive_leaves(&self) -> Vec<&Leaf> {
        match self {
            Condition::All(children) | Condition::Any(children) => children
                .iter()
                .flat_map(Condition::positive_leaves)
                .collect(),
            Condition::Text(leaf) => vec![leaf],
            Condition::Everything
            | Condition::Not(_)
            | Condition::Heading(_)
            | Condition::Facet(..) => Vec::new(),
        }
    }

    /// Splits into what must hold of the words, one part a word (or phrase, or group of
    /// alternatives), and the rest: exclusions, headings and facets.
    pub fn split(self) -> (Vec<Condition>, Vec<Condition>) {
        let parts = match self {
            Condition::All(children) => children,
            Condition::Everything => Vec::new(),
            other => vec![other],
        };
        parts
            .into_iter()
            .partition(|part| !part.positive_leaves().is_empty())
    }

    /// How messages name it.
    pub fn label(&self) -> String {
        match self {
            Condition::Text(leaf) | Condition::Heading(leaf) => leaf.label.clone(),
            Condition::Any(children) => {
                let labels: Vec<String> = children.iter().map(Condition::label).collect();
                labels.join(" OR ")
            }
            Condition::All(children) => {
                let labels: Vec<String> = children.iter().map(Condition::label).collect();
                labels.join(" ")
            }
            Condition::Not(inner) => format!("-{}", inner.label()),
            Condition::Facet(dimension, paths) => {
                let labels: Vec<String> = paths.iter().map(|path| path.label(*dimension)).collect();
                format!("{dimension}:{}", labels.join(","))
            }
            Condition::Everything => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    /// Texts that print `co-production`.
    struct Printed;

    impl Spellings for Printed {
        fn open_forms(&self, closed: &str) -> Vec<String> {
            if closed == "coproduction" {
                vec!["co production".to_owned()]
            } else {
                Vec::new()
            }
        }

        fn is_compound(&self, compound: &Compound) -> bool {
            compound.closed == "coproduction"
        }
    }

    fn compiled(text: &str) -> Condition {
        condition(&parse(text), &Printed, &Vocabulary::default()).expect("no facets in it")
    }

    /// The forms of the only leaf, words with a space between.
    fn forms(text: &str) -> Vec<String> {
        let condition = compiled(text);
        let leaves = condition.positive_leaves();
        let [leaf] = &leaves[..] else {
            panic!("one leaf: {leaves:?}");
        };
        leaf.forms.iter().map(spelled).collect()
    }

    fn spelled(form: &Form) -> String {
        let words: Vec<String> = form
            .iter()
            .map(|element| match element {
                Element::Stem(stem) => format!("{stem}~"),
                Element::Word(word) => word.clone(),
                Element::Prefix(start) => format!("{start}*"),
            })
            .collect();
        words.join(" ")
    }

    #[test]
    fn closed_and_open_spellings_are_forms_of_each_other() {
        assert_eq!(forms("co-production"), ["co~ product~", "coproduct~"]);
        assert_eq!(forms("coproduction"), ["coproduct~", "co~ product~"]);
        assert_eq!(
            forms("\"co-production charter\""),
            ["co~ product~ charter~", "coproduct~ charter~"]
        );
    }

    #[test]
    fn neighbours_that_are_one_word_elsewhere_count_as_it() {
        let condition = compiled("co production");
        let leaves = condition.positive_leaves();
        assert_eq!(leaves.len(), 2);
        for leaf in leaves {
            assert!(
                leaf.forms.iter().any(|form| spelled(form) == "coproduct~"),
                "{leaf:?}"
            );
        }
        let condition = compiled("production co");
        for leaf in condition.positive_leaves() {
            assert_eq!(leaf.forms.len(), 1, "order matters: {leaf:?}");
        }
    }

    #[test]
    fn one_word_in_quotes_is_exact_and_prefixes_are_unstemmed() {
        assert_eq!(forms("\"waiting\""), ["waiting"]);
        assert_eq!(forms("waiting"), ["wait~"]);
        assert_eq!(forms("waiting*"), ["waiting*"]);
        assert_eq!(forms("\"long wait*\""), ["long wait*"]);
    }

    #[test]
    fn what_is_excluded_is_no_positive_leaf() {
        let condition = compiled("a -b (c OR d) heading:e");
        let labels: Vec<&str> = condition
            .positive_leaves()
            .iter()
            .map(|leaf| leaf.label.as_str())
            .collect();
        assert_eq!(labels, ["a", "c", "d"]);
        let (words, rest) = condition.split();
        let labels =
            |parts: &[Condition]| -> Vec<String> { parts.iter().map(Condition::label).collect() };
        assert_eq!(labels(&words), ["a", "c OR d"]);
        assert_eq!(labels(&rest), ["-b", "e"]);
    }

    #[test]
    fn many_compounds_do_not_multiply_for_ever() {
        let phrase = ["co-production"; 12].join(" ");
        let found = forms(&format!("\"{phrase}\""));
        assert!(found.len() <= MOST_FORMS, "{}", found.len());
        assert!(!found.is_empty());
    }
}
