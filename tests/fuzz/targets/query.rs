//! Any text is a query: parsing never fails, its places lie in the text, its work and its tree are
//! bounded, and what is printed parses to the same.
#![no_main]

use findings::query::{Node, Query, Span, parse};
use libfuzzer_sys::fuzz_target;

/// Deepest tree: forty brackets, with an exclusion and a list at each.
const DEEPEST: usize = 130;

fuzz_target!(|text: &str| {
    let query = parse(text);
    assert_eq!(query.text, text);
    let mut seen = Seen::default();
    if let Some(root) = &query.root {
        seen.look(root, text, 0);
    }
    for note in &query.notes {
        within(note.span, text);
        assert!(!note.message.is_empty());
    }
    let places: Vec<usize> = query.notes.iter().map(|note| note.span.start).collect();
    assert!(places.is_sorted(), "notes in order");
    assert!(
        seen.nodes <= 2 * text.len() + 1 && query.notes.len() <= 2 * text.len(),
        "{} nodes and {} notes for {} bytes",
        seen.nodes,
        query.notes.len(),
        text.len()
    );

    let printed = query.to_string();
    // Printing puts brackets where there were none; the parser leaves out what is nested too deeply.
    if printed.matches('(').count() > 40 {
        return;
    }
    let again = parse(&printed);
    assert_eq!(
        shape(&again),
        shape(&query),
        "{text:?} printed as {printed:?}"
    );
    assert_eq!(again.to_string(), printed);
});

fn within(span: Span, text: &str) {
    assert!(span.start < span.end, "{span:?} is empty");
    assert!(text.get(span.start..span.end).is_some(), "{span:?}");
}

#[derive(Default)]
struct Seen {
    nodes: usize,
    /// Where the leaf before ends.
    end: usize,
}

impl Seen {
    /// Checks that a tree is tidy and that its leaves stand in order.
    fn look(&mut self, node: &Node, text: &str, depth: usize) {
        self.nodes += 1;
        assert!(depth < DEEPEST, "deeper than {DEEPEST}");
        match node {
            Node::And(children) | Node::Or(children) => {
                assert!(children.len() > 1);
                for child in children {
                    let same = std::mem::discriminant(child) == std::mem::discriminant(node);
                    assert!(!same, "a list in a list of its kind");
                    self.look(child, text, depth + 1);
                }
            }
            Node::Not(inner) => {
                assert!(!matches!(**inner, Node::Not(_)));
                self.look(inner, text, depth + 1);
            }
            Node::Heading(inner) => {
                let leaf = matches!(
                    **inner,
                    Node::Word { .. } | Node::Phrase { .. } | Node::Prefix { .. }
                );
                assert!(leaf, "a heading holds a word, phrase or prefix");
                self.look(inner, text, depth + 1);
            }
            Node::Word { text: word, span }
            | Node::Prefix { text: word, span }
            | Node::Phrase {
                text: word, span, ..
            }
            | Node::Facet {
                value: word, span, ..
            } => {
                assert!(!word.is_empty());
                within(*span, text);
                assert!(self.end <= span.start, "leaves in order");
                self.end = span.end;
            }
        }
    }
}

/// A tree as text without its places.
fn shape(query: &Query) -> String {
    let mut out = String::new();
    if let Some(root) = &query.root {
        draw(root, &mut out);
    }
    out
}

fn draw(node: &Node, out: &mut String) {
    let mut list = |name: &str, children: &[Node]| {
        out.push_str(name);
        out.push('[');
        for child in children {
            draw(child, out);
            out.push(' ');
        }
        out.push(']');
    };
    match node {
        Node::And(children) => list("and", children),
        Node::Or(children) => list("or", children),
        Node::Not(inner) => list("not", std::slice::from_ref(inner)),
        Node::Heading(inner) => list("heading", std::slice::from_ref(inner)),
        Node::Word { text, .. } => out.push_str(&format!("<{text}>")),
        Node::Prefix { text, .. } => out.push_str(&format!("<{text}*>")),
        Node::Phrase { text, slop, .. } => out.push_str(&format!("<{text:?}~{slop}>")),
        Node::Facet {
            dimension, value, ..
        } => out.push_str(&format!("<{dimension}:{value}>")),
    }
}
