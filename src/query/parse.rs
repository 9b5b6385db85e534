//! Parses tokens into a tree. Never fails: what cannot be used is left out, with a note.

use super::lex::{HEADING, Token, TokenKind, tokens};
use super::{Node, Note, Query, Span};
use crate::report::facet::Dimension;
use crate::text;

/// Brackets nested deeper than this are left out, so that no input exhausts the stack.
const DEEPEST: usize = 40;

/// A name that is longer or shorter than a field's by more letters is no misspelling of it.
const MOST_LETTERS_APART: usize = 2;

/// Parses query text: words (all must match), `"phrases"`, `"phrases"~3`, `OR`, `-word`, `NOT`,
/// parentheses, `prefix*` and `field:value`. Takes time linear in the length of the text.
pub fn parse(text: &str) -> Query {
    let (tokens, notes) = tokens(text);
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
        notes,
    };
    let mut parts = Vec::new();
    loop {
        parts.extend(parser.alternatives());
        match parser.next() {
            Some(token) => parser.note(token.span, "ignored a `)` that was never opened"),
            None => break,
        }
    }
    let root = join(parts, Node::And);
    let mut notes = parser.notes;
    notes.sort_by_key(|note| note.span.start);
    Query {
        text: text.to_owned(),
        root,
        notes,
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    notes: Vec<Note>,
}

impl Parser {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn note(&mut self, span: Span, message: impl Into<String>) {
        self.notes.push(Note {
            span,
            message: message.into(),
        });
    }

    /// `a b OR c d`: `OR` binds what stands directly beside it, so that this reads as
    /// `a (b OR c) d`, as in most search boxes.
    fn alternatives(&mut self) -> Option<Node> {
        let mut all = Vec::new();
        let mut pending_or: Option<Span> = None;
        loop {
            match self.peek() {
                None | Some(TokenKind::Close) => break,
                Some(TokenKind::Or) => {
                    let span = self.tokens[self.at].span;
                    self.at += 1;
                    if all.is_empty() || pending_or.is_some() {
                        self.note(span, "ignored an `OR` without a word on each side");
                    } else {
                        pending_or = Some(span);
                    }
                }
                Some(TokenKind::And) => {
                    self.at += 1;
                }
                Some(_) => {
                    let Some(node) = self.operand() else {
                        continue;
                    };
                    match all.last_mut() {
                        Some(before) if pending_or.take().is_some() => add(before, node),
                        _ => all.push(node),
                    }
                }
            }
        }
        if let Some(span) = pending_or {
            self.note(span, "ignored an `OR` without a word on each side");
        }
        join(all, Node::And)
    }

    fn operand(&mut self) -> Option<Node> {
        let token = self.next()?;
        match token.kind {
            TokenKind::Word(word) => word_node(&word, token.span),
            TokenKind::Prefix(word) => prefix_node(&word, token.span),
            TokenKind::Phrase(words, slop) => self.phrase(words, slop, token.span),
            TokenKind::Field(name) => self.field(&name, token.span),
            TokenKind::Open => self.group(token.span),
            TokenKind::Not => self.negation(token.span),
            TokenKind::Or | TokenKind::And | TokenKind::Close | TokenKind::OpenPhrase => None,
        }
    }

    fn phrase(&mut self, words: String, slop: u32, span: Span) -> Option<Node> {
        if text::tokens(&words).next().is_none() {
            self.note(span, "ignored an empty phrase");
            return None;
        }
        Some(Node::Phrase {
            text: words,
            slop,
            span,
        })
    }

    fn group(&mut self, open: Span) -> Option<Node> {
        if self.depth >= DEEPEST {
            self.note(open, "ignored a bracket nested too deeply");
            return None;
        }
        self.depth += 1;
        let inner = self.alternatives();
        self.depth -= 1;
        match self.next() {
            Some(token) if inner.is_none() => {
                let span = Span {
                    start: open.start,
                    end: token.span.end,
                };
                self.note(span, "ignored an empty pair of brackets");
            }
            Some(_) => {}
            None => self.note(open, "ignored a `(` that is never closed"),
        }
        inner
    }

    fn negation(&mut self, span: Span) -> Option<Node> {
        // `- -word` and `NOT NOT word` repeat the token; an even number cancels out.
        let mut negated = true;
        while self.peek() == Some(&TokenKind::Not) {
            self.at += 1;
            negated = !negated;
        }
        let operand = match self.peek() {
            None | Some(TokenKind::Close | TokenKind::Or | TokenKind::And) => None,
            Some(_) => self.operand(),
        };
        match operand {
            None => {
                self.note(span, "ignored a `-` or `NOT` without a word");
                None
            }
            Some(node) if !negated => Some(node),
            Some(Node::Not(inner)) => Some(*inner),
            Some(node) => Some(Node::Not(Box::new(node))),
        }
    }

    fn field(&mut self, name: &str, span: Span) -> Option<Node> {
        if name == HEADING {
            return match self.heading_operand() {
                Some(node) => Some(node),
                None => {
                    self.note(span, "ignored `heading:` without a word");
                    None
                }
            };
        }
        let Some(dimension) = Dimension::from_name(name) else {
            let known: Vec<&str> = Dimension::ALL
                .iter()
                .map(|dimension| dimension.name())
                .chain([HEADING])
                .collect();
            // Something like a time or a web address; its words are searched for.
            let alike = |known: &&str| known.len().abs_diff(name.len()) <= MOST_LETTERS_APART;
            let nearest = crate::text::spelling::nearest(name, known.iter().copied().filter(alike));
            let hint = match nearest {
                Some(near) => format!(" (did you mean `{near}:`?)"),
                None => format!(" (fields: {})", known.join(", ")),
            };
            self.note(
                span,
                format!("`{name}:` is not a field; searched for as a word{hint}"),
            );
            return word_node(
                name,
                Span {
                    start: span.start,
                    end: span.end - 1,
                },
            );
        };
        self.facet_values(dimension, span)
    }

    fn heading_operand(&mut self) -> Option<Node> {
        match self.peek()? {
            TokenKind::Word(_) | TokenKind::Prefix(_) | TokenKind::Phrase(..) | TokenKind::Open => {
                let node = self.operand()?;
                Some(within_heading(node))
            }
            _ => None,
        }
    }

    /// One value, or several in brackets of which one must match.
    fn facet_values(&mut self, dimension: Dimension, span: Span) -> Option<Node> {
        let mut values = Vec::new();
        let token = self.next()?;
        match token.kind {
            TokenKind::Open => {
                while let Some(token) = self.next() {
                    match token.kind {
                        TokenKind::Close => break,
                        kind => values.extend(facet_node(dimension, kind, token.span)),
                    }
                }
            }
            kind => values.extend(facet_node(dimension, kind, token.span)),
        }
        if values.is_empty() {
            self.note(
                span,
                format!("ignored `{}:` without a value", dimension.name()),
            );
        }
        join(values, Node::Or)
    }
}

fn facet_node(dimension: Dimension, kind: TokenKind, span: Span) -> Option<Node> {
    let value = match kind {
        TokenKind::Word(value) | TokenKind::Prefix(value) | TokenKind::Phrase(value, _) => value,
        // `area:kent:` and the like: the name of an inner field is taken as the value.
        TokenKind::Field(value) => value,
        _ => return None,
    };
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let value = value
        .trim_matches(|c: char| c == ',' || c == ';' || c.is_whitespace())
        .to_owned();
    (!value.is_empty()).then_some(Node::Facet {
        dimension,
        value,
        span,
    })
}

/// Moves a heading field inward to the words it governs.
fn within_heading(node: Node) -> Node {
    match node {
        Node::And(children) => Node::And(children.into_iter().map(within_heading).collect()),
        Node::Or(children) => Node::Or(children.into_iter().map(within_heading).collect()),
        Node::Not(inner) => Node::Not(Box::new(within_heading(*inner))),
        leaf @ (Node::Word { .. } | Node::Phrase { .. } | Node::Prefix { .. }) => {
            Node::Heading(Box::new(leaf))
        }
        other @ (Node::Facet { .. } | Node::Heading(_)) => other,
    }
}

fn word_node(word: &str, span: Span) -> Option<Node> {
    let text = trimmed(word)?;
    Some(Node::Word { text, span })
}

fn prefix_node(word: &str, span: Span) -> Option<Node> {
    let text = trimmed(word)?;
    Some(Node::Prefix { text, span })
}

/// The word without punctuation around it, if there is a word in what is left: an invisible
/// character at the end may have kept a lone `'s` from being the ending of nothing.
fn trimmed(word: &str) -> Option<String> {
    let text = word.trim_matches(|c: char| !c.is_alphanumeric());
    text::tokens(text).next()?;
    Some(text.to_owned())
}

/// Makes `node` an alternative of `before`. What is one of many is moved once, not with every
/// `OR` that follows.
fn add(before: &mut Node, node: Node) {
    let mut children = match std::mem::replace(before, Node::Or(Vec::new())) {
        Node::Or(children) => children,
        one => vec![one],
    };
    match node {
        Node::Or(more) => children.extend(more),
        other => children.push(other),
    }
    *before = Node::Or(children);
}

/// Joins nodes under one parent, flattening children of the same kind.
fn join(nodes: Vec<Node>, parent: fn(Vec<Node>) -> Node) -> Option<Node> {
    let is_and = matches!(parent(Vec::new()), Node::And(_));
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::And(children) if is_and => flat.extend(children),
            Node::Or(children) if !is_and => flat.extend(children),
            other => flat.push(other),
        }
    }
    if flat.len() > 1 {
        Some(parent(flat))
    } else {
        flat.pop()
    }
}
