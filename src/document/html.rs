//! Web pages: the words of the article, without menus, scripts and what is hidden.
//!
//! The tree is walked by its links, never by recursion, and pages nested absurdly deep are refused
//! before the tree is built, since building it takes time in the square of the depth.

use encoding_rs::Encoding;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::flow::{Collector, Mark, Marked};
use super::text::decode;
use super::{Document, Format, Unreadable};

/// Elements open at once beyond which a page is refused. Real pages stay below 100, but the count
/// is rough: elements that should be closed and are not add up.
const DEEPEST: usize = 20_000;
/// How far into a page its encoding may be declared, in bytes.
const DECLARED_WITHIN: usize = 4096;

/// Reads a web page.
///
/// # Errors
///
/// [`Unreadable::NotWhatItsNameSays`] for binary content and for PDFs, [`Unreadable::Corrupt`] for
/// pages nested beyond reason.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let text = decode(Format::Html, bytes, declared_encoding(bytes))?;
    if rough_depth(&text) > DEEPEST {
        return Err(Unreadable::Corrupt {
            detail: "its elements are nested too deeply".to_owned(),
        });
    }
    let html = Html::parse_document(&text);
    let blocks = [Root::Main, Root::Article, Root::Body]
        .into_iter()
        .map(|root| blocks_of(&html, root))
        .find(|blocks| !blocks.is_empty())
        .unwrap_or_default();
    Ok(Document::of_blocks(blocks))
}

/// The encoding named in a `meta` element or an XML declaration.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head
        .split_once("charset=")
        .or_else(|| head.split_once("encoding="))?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|character| character.is_ascii_alphanumeric() || "-_:.".contains(*character))
        .collect();
    Encoding::for_label(label.as_bytes())
}

/// The most elements that seem open at once. Elements that need no end tag are not counted: they
/// nest only within others that do.
fn rough_depth(text: &str) -> usize {
    const UNCOUNTED: [&str; 24] = [
        "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
        "img", "input", "li", "link", "meta", "option", "p", "tbody", "td", "th", "tr", "wbr",
    ];
    let (mut depth, mut deepest) = (0_usize, 0);
    for after in text.split('<').skip(1) {
        let (ends, after) = match after.strip_prefix('/') {
            Some(after) => (true, after),
            None => (false, after),
        };
        let length = after.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = &after[..length];
        if length == 0 || UNCOUNTED.iter().any(|tag| name.eq_ignore_ascii_case(tag)) {
            continue;
        }
        depth = if ends {
            depth.saturating_sub(1)
        } else {
            depth + 1
        };
        deepest = deepest.max(depth);
    }
    deepest
}

/// The elements a page's words are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Root {
    Main,
    Article,
    Body,
}

impl Root {
    fn is(self, element: &Element) -> bool {
        match self {
            Self::Main => element.name() == "main" || element.attr("role") == Some("main"),
            Self::Article => element.name() == "article",
            Self::Body => element.name() == "body",
        }
    }
}

/// What to do with an element's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Not part of what the page says.
    Skipped,
    Break,
    Marked(Mark),
    Inline,
}

fn role(element: &Element, root: Root, within_table: bool) -> Role {
    if is_hidden(element) {
        return Role::Skipped;
    }
    match element.name() {
        // The header of a site holds its menu, that of an article its title.
        "header" if root == Root::Body => Role::Skipped,
        "script" | "style" | "nav" | "footer" | "form" | "noscript" | "aside" | "head"
        | "title" | "template" | "svg" | "math" | "iframe" | "button" | "select" | "textarea"
        | "object" | "canvas" | "audio" | "video" => Role::Skipped,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Marked(Mark::Heading),
        "ul" | "ol" | "menu" => Role::Marked(Mark::List),
        "li" => Role::Marked(Mark::Item),
        "tr" if within_table => Role::Marked(Mark::Row),
        "td" if within_table => Role::Marked(Mark::Cell),
        "th" if within_table => Role::Marked(Mark::HeaderCell),
        "b" | "strong" => Role::Marked(Mark::Bold),
        "br" => Role::Break,
        "blockquote" => Role::Marked(Mark::Quote),
        "address" | "article" | "body" | "caption" | "center" | "dd" | "details" | "dialog"
        | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "header" | "hgroup"
        | "hr" | "html" | "legend" | "main" | "p" | "pre" | "section" | "summary" | "table"
        | "tbody" | "tfoot" | "thead" | "tr" | "td" | "th" => Role::Marked(Mark::Block),
        _ => Role::Inline,
    }
}

fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some() || element.attr("aria-hidden") == Some("true") {
        return true;
    }
    element.attr("style").is_some_and(|style| {
        let style: String = style
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

/// The blocks of the elements `root` stands for.
fn blocks_of(html: &Html, root: Root) -> Vec<Marked> {
    let mut blocks = Collector::default();
    // Tables that hold headings or other tables lay out a page and are no tables to a reader.
    let mut tables: Vec<bool> = Vec::new();
    let mut roots = 0_usize;
    let mut preformatted = 0_usize;
    let top = html.tree.root();
    let mut node = top;
    loop {
        let mut skipped = false;
        match node.value() {
            Node::Element(element) => {
                roots += usize::from(root.is(element));
                preformatted += usize::from(element.name() == "pre");
                if element.name() == "table" {
                    tables.push(ElementRef::wrap(node).is_some_and(|table| !lays_out(table)));
                }
                let role = role(element, root, tables.last() == Some(&true));
                // Around the roots nothing is said, but a root may stand in anything.
                if roots > 0 {
                    match role {
                        Role::Skipped => skipped = true,
                        Role::Break => blocks.line_break(),
                        Role::Marked(mark) => blocks.start(mark),
                        Role::Inline => {}
                    }
                }
            }
            Node::Text(text) if roots > 0 && preformatted > 0 => {
                for (index, line) in text.split('\n').enumerate() {
                    if index > 0 {
                        blocks.line_break();
                    }
                    blocks.text(line);
                }
            }
            Node::Text(text) if roots > 0 => blocks.text(text),
            _ => {}
        }
        if !skipped && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        // Up until there is something to the right.
        loop {
            if let Node::Element(element) = node.value() {
                let role = role(element, root, tables.last() == Some(&true));
                if let (Role::Marked(mark), 1..) = (role, roots) {
                    blocks.end(mark);
                }
                if element.name() == "table" {
                    tables.pop();
                }
                roots = roots.saturating_sub(usize::from(root.is(element)));
                preformatted = preformatted.saturating_sub(usize::from(element.name() == "pre"));
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) if parent.id() != top.id() => node = parent,
                _ => return blocks.finish(),
            }
        }
    }
}

/// Whether a table holds a heading or another table, or says itself that it is for looks.
fn lays_out(table: ElementRef<'_>) -> bool {
    matches!(table.attr("role"), Some("presentation" | "none"))
        || table.descendants().skip(1).any(|node| {
            node.value().as_element().is_some_and(|element| {
                matches!(
                    element.name(),
                    "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
                )
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::flow::Kind;

    fn texts(html: &str) -> Vec<String> {
        let document = read(html.as_bytes()).expect("readable");
        let blocks = document.marked().iter();
        blocks.map(|block| block.texts.join(" | ")).collect()
    }

    fn kinds(html: &str) -> Vec<Kind> {
        let document = read(html.as_bytes()).expect("readable");
        document.marked().iter().map(|block| block.kind).collect()
    }

    #[test]
    fn the_article_without_its_surroundings() {
        let html = "<html><head><title>T</title></head><body><header>Menu</header><nav>Home</nav>
            <main><header><h1>Report <b>one</b></h1></header><script>x()</script>
            <p>Some <em>words</em><br>Below<br>and on</p><ul><li>first<li><p>second</p></ul>
            <p hidden>no</p><p style='display: none'>no</p><footer>Foot</footer></main></body>";
        assert_eq!(
            texts(html),
            [
                "Report one",
                "Some words",
                "Below and on",
                "first",
                "second"
            ]
        );
        let (item, paragraph) = (Kind::Item(1), Kind::Paragraph);
        assert_eq!(
            kinds(html),
            [Kind::Heading, paragraph, paragraph, item, item]
        );
    }

    #[test]
    fn tables_are_rows_unless_they_lay_out_the_page() {
        let table = "<table><tr><th>Body<th>Action<tr><td>Council<td><p>Plan</p><p>now</p>
            <tr><td><td>Act</table>";
        assert_eq!(
            texts(table),
            ["Body | Action", "Council | Plan now", " | Act"]
        );
        assert_eq!(kinds(table), [Kind::Row; 3]);
        let layout = "<table><tr><td><h2>Title</h2><p>One</p><p>Two</p></table>";
        assert_eq!(texts(layout), ["Title", "One", "Two"]);
    }

    #[test]
    fn encodings() {
        assert_eq!(texts("<p>child\u{2019}s"), ["child’s"]);
        let first = |bytes: &[u8]| read(bytes).expect("readable").marked()[0].texts.concat();
        assert_eq!(first(b"<p>child\x92s"), "child’s");
        assert_eq!(first(b"<meta charset='iso-8859-2'><p>\xB9"), "š");
    }

    #[test]
    fn preformatted_lines_are_joined_where_a_sentence_goes_on() {
        assert_eq!(texts("<pre>One\ntwo.\nThree</pre>"), ["One two.", "Three"]);
    }

    #[test]
    fn absurd_nesting_is_refused() {
        let html = format!("{}words", "<div>".repeat(100_000));
        let error = read(html.as_bytes()).expect_err("too deep");
        assert_eq!(
            error.to_string(),
            "damaged: its elements are nested too deeply"
        );
        let html = format!("{}words", "<div>".repeat(5_000));
        assert_eq!(texts(&html), ["words"]);
        let html = "<p>One<br>two<li>three".repeat(20_000);
        assert_eq!(texts(&html).len(), 40_000);
    }
}
