//! Parses query text into a tree of words, phrases, prefixes and fields, each with its place in the
//! text, so that messages can point at it; expands queries and completes them.

pub mod acronyms;
pub mod complete;
pub mod expansion;
mod lex;
mod parse;
pub mod synonyms;
pub mod typed;
pub mod understanding;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use parse::parse;

use crate::report::facet::Dimension;

/// A part of the query text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The text as the user gave it.
    pub text: String,
    /// The tree; `None` if nothing in the text can be searched for.
    pub root: Option<Node>,
    /// What was ignored or read differently from how it may have been meant.
    pub notes: Vec<Note>,
}

/// A note on a part of the query that was ignored or read in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where.
    pub span: Span,
    /// What, as a clause for people: `ignored the lone "("`.
    pub message: String,
}

/// A node of the query tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// A word, phrase or prefix that must occur in the section's heading.
    Heading(Box<Node>),
}

impl Node {
    /// Whether it holds a facet's value.
    pub fn asks_for_facets(&self) -> bool {
        match self {
            Node::Facet { .. } => true,
            Node::And(children) | Node::Or(children) => children.iter().any(Node::asks_for_facets),
            Node::Not(inner) | Node::Heading(inner) => inner.asks_for_facets(),
            Node::Word { .. } | Node::Phrase { .. } | Node::Prefix { .. } => false,
        }
    }
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

impl Query {
    /// The text with words replaced: `replace` is called for each word outside quotes that is not
    /// excluded.
    pub fn with_words(&self, replace: &dyn Fn(&str) -> Option<String>) -> String {
        let mut found = Vec::new();
        if let Some(root) = &self.root {
            root.replacements(replace, &mut found);
        }
        found.sort_by_key(|(span, _)| span.start);
        let mut out = String::with_capacity(self.text.len());
        let mut from = 0;
        for (span, replacement) in found {
            out.push_str(self.text.get(from..span.start).unwrap_or_default());
            out.push_str(&replacement);
            from = span.end;
        }
        out.push_str(self.text.get(from..).unwrap_or_default());
        out
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
    fn replacements(
        &self,
        replace: &dyn Fn(&str) -> Option<String>,
        found: &mut Vec<(Span, String)>,
    ) {
        match self {
            Node::And(children) | Node::Or(children) => {
                for child in children {
                    child.replacements(replace, found);
                }
            }
            Node::Heading(inner) => inner.replacements(replace, found),
            Node::Word { text, span } => {
                found.extend(replace(text).map(|replacement| (*span, replacement)));
            }
            Node::Not(_) | Node::Phrase { .. } | Node::Prefix { .. } | Node::Facet { .. } => {}
        }
    }

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
            // Punctuation beside it kept this from being an operator.
            Node::Word { text, .. } if matches!(text.as_str(), "OR" | "AND" | "NOT") => {
                write!(f, "{text}.")
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
                    && value.contains(char::is_alphanumeric)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;
    use proptest::prelude::*;

    /// A tree as text without its places.
    fn shape(node: &Node) -> String {
        let all = |name: &str, children: &[Node]| {
            let inner: Vec<String> = children.iter().map(shape).collect();
            format!("{name}[{}]", inner.join(" "))
        };
        match node {
            Node::And(children) => all("and", children),
            Node::Or(children) => all("or", children),
            Node::Not(inner) => format!("not[{}]", shape(inner)),
            Node::Heading(inner) => format!("heading[{}]", shape(inner)),
            Node::Word { text, .. } => format!("<{text}>"),
            Node::Prefix { text, .. } => format!("<{text}*>"),
            Node::Phrase { text, slop, .. } => format!("<\"{text}\"~{slop}>"),
            Node::Facet {
                dimension, value, ..
            } => format!("<{dimension}:{value}>"),
        }
    }

    fn parsed(text: &str) -> String {
        parse(text).root.as_ref().map(shape).unwrap_or_default()
    }

    fn spans(node: &Node, found: &mut Vec<Span>) {
        match node {
            Node::And(children) | Node::Or(children) => {
                for child in children {
                    spans(child, found);
                }
            }
            Node::Not(inner) | Node::Heading(inner) => spans(inner, found),
            Node::Word { span, .. }
            | Node::Prefix { span, .. }
            | Node::Phrase { span, .. }
            | Node::Facet { span, .. } => found.push(*span),
        }
    }

    /// Whether the rules of the tree hold: joined nodes have several children of another kind, and
    /// every leaf holds a word.
    fn is_tidy(node: &Node) -> bool {
        match node {
            Node::And(children) => {
                children.len() > 1
                    && children
                        .iter()
                        .all(|child| !matches!(child, Node::And(_)) && is_tidy(child))
            }
            Node::Or(children) => {
                children.len() > 1
                    && children
                        .iter()
                        .all(|child| !matches!(child, Node::Or(_)) && is_tidy(child))
            }
            Node::Not(inner) => !matches!(**inner, Node::Not(_)) && is_tidy(inner),
            Node::Heading(inner) => matches!(
                **inner,
                Node::Word { .. } | Node::Phrase { .. } | Node::Prefix { .. }
            ),
            Node::Word { text, .. } | Node::Prefix { text, .. } | Node::Phrase { text, .. } => {
                tokens(text).next().is_some()
            }
            Node::Facet { value, .. } => !value.is_empty(),
        }
    }

    #[test]
    fn operators_bind_as_documented() {
        assert_eq!(parsed("a b OR c d"), "and[<a> or[<b> <c>] <d>]");
        assert_eq!(parsed("(a b) OR c"), "or[and[<a> <b>] <c>]");
        assert_eq!(parsed("a -b NOT c"), "and[<a> not[<b>] not[<c>]]");
        assert_eq!(parsed("a -(b OR c)"), "and[<a> not[or[<b> <c>]]]");
        assert_eq!(parsed("NOT NOT a"), "<a>");
        assert_eq!(
            parsed("heading:(a OR \"b c\")"),
            "or[heading[<a>] heading[<\"b c\"~0>]]"
        );
        assert_eq!(parsed("year:(2023 2024)"), "or[<year:2023> <year:2024>]");
        assert_eq!(parsed("\"a b\"~3 wait*"), "and[<\"a b\"~3> <wait*>]");
    }

    #[test]
    fn names_of_operators_in_small_letters_are_words() {
        assert_eq!(
            parsed("black and white or not"),
            "and[<black> <and> <white> <or> <not>]"
        );
    }

    #[test]
    fn ten_thousand_brackets_do_no_harm() {
        let deep = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
        let query = parse(&deep);
        assert_eq!(query.root.as_ref().map(shape).as_deref(), Some("<a>"));
        assert!(!query.notes.is_empty(), "what was left out is said");
        parse(&"(".repeat(100_000));
        parse(&")".repeat(100_000));
        parse(&"-(".repeat(50_000));
        parse(&"heading:(".repeat(10_000));
        parse(&"\"".repeat(100_001));
        parse(&"NOT ".repeat(25_000));
    }

    #[test]
    fn a_hundred_thousand_bytes_are_parsed() {
        let long = "word ".repeat(20_000);
        match parse(&long).root {
            Some(Node::And(words)) => assert_eq!(words.len(), 20_000),
            other => panic!("{other:?}"),
        }
        let one = "x".repeat(100_000);
        parse(&one);
        parse(&format!("\"{one}\""));
        parse(&"a:".repeat(50_000));
        parse(&"a OR ".repeat(20_000));
    }

    #[test]
    fn every_leaf_holds_a_word() {
        // Without the invisible character after it, the `'s` is the ending of a word that is none.
        assert_eq!(parsed("\u{93e}'s\u{200b} a"), "<a>");
        assert_eq!(parsed("-\u{93e}'s\u{200b} a"), "<a>");
        assert_eq!(parsed("\u{93e}'s a"), "<a>");
    }

    #[test]
    fn values_end_in_neither_space_nor_comma() {
        assert_eq!(parsed("area:\" ; south  west ,;\""), "<area:south west>");
        assert_eq!(parsed("area:\" ;\""), "");
    }

    #[test]
    fn what_is_nested_deeply_is_printed_so_that_it_parses() {
        // Printing may put brackets where there were none, but no more than two for one.
        for level in ["a b OR (", "a OR -(b ", "a -(b OR (", "-("] {
            let brackets = level.matches('(').count();
            let text = format!("{}a b", level.repeat(20 / brackets));
            let query = parse(&text);
            let printed = query.to_string();
            let again = parse(&printed);
            assert_eq!(again.to_string(), printed);
            assert_eq!(
                again.root.as_ref().map(shape),
                query.root.as_ref().map(shape)
            );
        }
    }

    #[test]
    fn values_of_punctuation_alone_are_printed_in_quotes() {
        let query = parse("theme:\".\" a");
        assert_eq!(query.to_string(), "theme:\".\" a");
        assert_eq!(parsed(&query.to_string()), "and[<theme:.> <a>]");
    }

    /// Nodes of a tree, and bytes of the words in them.
    fn size(node: &Node) -> (usize, usize) {
        match node {
            Node::And(children) | Node::Or(children) => children
                .iter()
                .map(size)
                .fold((1, 0), |a, b| (a.0 + b.0, a.1 + b.1)),
            Node::Not(inner) | Node::Heading(inner) => {
                let inner = size(inner);
                (1 + inner.0, inner.1)
            }
            Node::Word { text, .. }
            | Node::Prefix { text, .. }
            | Node::Phrase { text, .. }
            | Node::Facet { value: text, .. } => (1, text.len()),
        }
    }

    #[test]
    fn what_is_made_of_hostile_text_grows_with_it() {
        let families = [
            "(",
            ")",
            "()",
            "((a) ",
            "\"",
            "\" ",
            "\u{201c}a",
            "\"a\"~",
            "-",
            "-(",
            "-(a ",
            "a -",
            "NOT ",
            "OR ",
            "a OR ",
            "(a b) OR ",
            "-a OR ",
            "(a OR b) OR ",
            "AND ",
            "a:",
            "a:b ",
            "a::",
            "year:",
            "year:(",
            "year:2023 OR ",
            "area:\"",
            "heading:",
            "heading:(",
            "heading:(a ",
            "heading:-(",
            "heading:(a OR ",
            "*",
            "a* ",
            "~",
            "'s ",
            "\u{93e} ",
        ];
        // Whatever one repetition adds, it adds no more when there are many (brackets nested too
        // deeply add a longer note than the first ones do).
        for family in families {
            let made = |times: usize| {
                let query = parse(&family.repeat(times));
                let (nodes, bytes) = query.root.as_ref().map(size).unwrap_or_default();
                let said: usize = query.notes.iter().map(|note| note.message.len()).sum();
                [
                    nodes,
                    bytes,
                    query.notes.len(),
                    said,
                    query.to_string().len(),
                ]
            };
            let (few, many) = (made(1_000), made(20_000));
            for (few, many) in few.into_iter().zip(many) {
                assert!(many <= 20 * (few + 2_000), "{family:?}: {few} and {many}");
            }
            let bytes = 1_000 * family.len();
            assert!(
                few[0] <= 2 * bytes && few[2] <= bytes,
                "{family:?}: {few:?}"
            );
        }
    }

    /// Text in which the marks of the language are as frequent as words.
    fn queries() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            3 => "[a-zé]{1,6}",
            1 => "[A-Za-z0-9'’-]{1,8}",
            1 => Just("\"".to_owned()),
            1 => Just("“one two”".to_owned()),
            1 => Just("\"one two\"~2".to_owned()),
            1 => Just("(".to_owned()),
            1 => Just(")".to_owned()),
            1 => Just(" -".to_owned()),
            1 => Just(" OR ".to_owned()),
            1 => Just(" NOT ".to_owned()),
            1 => Just(" AND ".to_owned()),
            1 => Just("'OR'".to_owned()),
            1 => Just("* ".to_owned()),
            1 => Just("~3 ".to_owned()),
            1 => Just(":".to_owned()),
            1 => Just("heading:".to_owned()),
            1 => Just("year:2023..2025".to_owned()),
            1 => Just("area:\"south west\"".to_owned()),
            1 => Just("theme:(".to_owned()),
            3 => Just(" ".to_owned()),
            1 => "\\PC{1,3}",
        ];
        proptest::collection::vec(part, 0..16).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn any_text_is_a_query(text in prop_oneof![queries(), any::<String>()]) {
            let query = parse(&text);
            prop_assert_eq!(&query.text, &text);
            let mut found: Vec<Span> = query.notes.iter().map(|note| note.span).collect();
            if let Some(root) = &query.root {
                prop_assert!(is_tidy(root), "{}", shape(root));
                spans(root, &mut found);
            }
            for span in found {
                prop_assert!(span.start <= span.end);
                prop_assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
            }
        }

        #[test]
        fn queries_travel_as_json(text in prop_oneof![queries(), any::<String>()]) {
            let query = parse(&text);
            let json = serde_json::to_string(&query).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Query>(&json).expect("a query"), query);
        }

        #[test]
        fn what_is_printed_parses_to_the_same(text in queries()) {
            let query = parse(&text);
            let printed = query.to_string();
            let again = parse(&printed);
            prop_assert_eq!(
                again.root.as_ref().map(shape),
                query.root.as_ref().map(shape),
                "{} printed as {}", text, printed
            );
            prop_assert_eq!(again.to_string(), printed);
        }
    }
}
