//! What is asked: a small tree of words, phrases, prefixes and fields, each with its place in the
//! query, so that messages can point at the spot.

mod lex;
mod parse;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use parse::parse;

use crate::facet::Dimension;

/// A part of the query text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The text as the user gave it.
    pub text: String,
    /// The tree; `None` if nothing in the text can be searched for.
    pub root: Option<Node>,
    /// What was ignored or read differently from how it may have been meant.
    pub notes: Vec<Note>,
}

/// A remark on a part of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub span: Span,
    /// What, as a clause for people: `ignored the lone "("`.
    pub message: String,
}

/// A node of the query tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// All must match. At least two children, none of them an `And`.
    And(Vec<Node>),
    /// One must match. At least two children, none of them an `Or`.
    Or(Vec<Node>),
    /// Must not match.
    Not(Box<Node>),
    /// A word, stemmed; hyphenated words match their open and closed spellings.
    Word {
        /// As printed.
        text: String,
        /// Where.
        span: Span,
    },
    /// Words in order, next to each other or with at most `slop` moves.
    Phrase {
        /// As printed between the quotes.
        text: String,
        /// How many positions the words may be moved in all; 0 for an exact sequence.
        slop: u32,
        /// Where, quotes included.
        span: Span,
    },
    /// The beginning of a word, unstemmed.
    Prefix {
        /// Without the star.
        text: String,
        /// Where, star included.
        span: Span,
    },
    /// A facet's value: `year:2023..2025`, `outcome:inconsistent`.
    Facet {
        /// Which facet.
        dimension: Dimension,
        /// The value as typed.
        value: String,
        /// Where the value stands.
        span: Span,
    },
    /// A word, phrase or prefix that must stand in the section's heading.
    Heading(Box<Node>),
}

impl Query {
    /// A query that matches every passage.
    pub fn everything() -> Self {
        Query {
            text: String::new(),
            root: None,
            notes: Vec::new(),
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.root {
            Some(root) => root.write(f, Place::Top),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, Place::Top)
    }
}

/// Where a node is printed, which decides whether it needs parentheses.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Top,
    InAnd,
    InOr,
    Single,
}

impl Node {
    fn write(&self, f: &mut fmt::Formatter<'_>, place: Place) -> fmt::Result {
        match self {
            Node::And(children) => {
                let bracket = place != Place::Top;
                write_list(f, children, " ", bracket, Place::InAnd)
            }
            Node::Or(children) => {
                let bracket = place != Place::Top;
                write_list(f, children, " OR ", bracket, Place::InOr)
            }
            Node::Not(inner) => {
                f.write_str("-")?;
                inner.write(f, Place::Single)
            }
            Node::Word { text, .. } => f.write_str(text),
            Node::Phrase { text, slop, .. } => {
                write!(f, "\"{text}\"")?;
                if *slop > 0 {
                    write!(f, "~{slop}")?;
                }
                Ok(())
            }
            Node::Prefix { text, .. } => write!(f, "{text}*"),
            Node::Facet {
                dimension, value, ..
            } => {
                let plain = value.starts_with(|c: char| c.is_alphanumeric() || c == '.')
                    && !matches!(value.as_str(), "OR" | "AND" | "NOT")
                    && value
                        .chars()
                        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '_'));
                if plain {
                    write!(f, "{}:{value}", dimension.name())
                } else {
                    write!(f, "{}:\"{value}\"", dimension.name())
                }
            }
            Node::Heading(inner) => {
                f.write_str("heading:")?;
                inner.write(f, Place::Single)
            }
        }
    }
}

fn write_list(
    f: &mut fmt::Formatter<'_>,
    children: &[Node],
    between: &str,
    bracket: bool,
    place: Place,
) -> fmt::Result {
    if bracket {
        f.write_str("(")?;
    }
    for (index, child) in children.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        child.write(f, place)?;
    }
    if bracket {
        f.write_str(")")?;
    }
    Ok(())
}
