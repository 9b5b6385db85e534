//! The running text as paragraphs, whatever kind of document it is.

use super::builder::{Builder, Vocabulary};
use super::metrics::Metrics;
use super::running::{RunningLine, running_text};
use crate::document::block::{BlockKind, Paragraph};
use crate::document::page::Page;

/// Fewest points by which a block quotation stands right of the text around it.
const SET_IN: f32 = 16.0;

/// The paragraphs of a document in reading order, running furniture left out. What is marked with
/// `>` at the start of its lines counts as set in.
pub(crate) fn paragraphs(pages: &[Page]) -> Vec<Paragraph> {
    let (mut lines, metrics) = running_text(pages);
    let margin = margin(&lines, &metrics);
    for line in &mut lines {
        unmark(line, margin);
    }
    let words = Vocabulary::new(&lines);
    let mut builder = Builder::new(metrics, &words);
    // Left edge of each block, in the order in which they begin.
    let mut edges: Vec<f32> = Vec::new();
    for line in lines.iter().filter(|line| !line.note) {
        builder.push(line, line.right);
        if builder.count() > edges.len() {
            edges.push(line.left);
        } else if let Some(edge) = edges.last_mut() {
            // The first line of a paragraph may be indented.
            *edge = edge.min(line.left);
        }
    }
    let blocks = builder.take();
    let paged = pages.iter().any(|page| page.number.is_some());
    let mut before = String::new();
    let mut paragraphs = Vec::with_capacity(blocks.len());
    for (block, edge) in blocks.into_iter().zip(edges) {
        // On a printed page much stands right of the margin; there a quotation is announced.
        let announced = before.ends_with(':');
        let set_in =
            block.kind == BlockKind::Paragraph && edge >= margin + SET_IN && (!paged || announced);
        let page = block.span.marks.first().and_then(|(_, page)| *page);
        before.clone_from(&block.span.text);
        paragraphs.push(Paragraph {
            heading: block.kind == BlockKind::Heading,
            text: block.span.text,
            page,
            set_in,
        });
    }
    paragraphs
}

/// Left edge of most of the body text.
fn margin(lines: &[RunningLine], metrics: &Metrics) -> f32 {
    let mut edges: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    for line in lines.iter().filter(|line| !line.is_heavy(metrics)) {
        *edges.entry(line.left.round() as i32).or_default() += line.text.len();
    }
    let most = edges
        .iter()
        .max_by_key(|(left, letters)| (**letters, std::cmp::Reverse(**left)));
    most.map_or(0.0, |(left, _)| *left as f32)
}

/// Takes the mark of a quoted line away and sets the line in instead.
fn unmark(line: &mut RunningLine, margin: f32) {
    let bare = line.text.trim_start_matches(['>', ' ']);
    if line.text.starts_with('>') && !bare.is_empty() {
        line.text = bare.to_owned();
        line.left = line.left.max(margin + 2.0 * SET_IN);
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Format, read};

    fn of(format: Format, text: &str) -> Vec<(String, bool)> {
        let document = read(format, text.as_bytes()).expect("readable");
        document
            .paragraphs()
            .into_iter()
            .map(|paragraph| (paragraph.text, paragraph.set_in))
            .collect()
    }

    fn pair(text: &str, set_in: bool) -> (String, bool) {
        (text.to_owned(), set_in)
    }

    #[test]
    fn lines_are_joined_and_block_quotations_told() {
        let text = "The report says of the waits\nthat they are long:\n\n    Children wait for \
                    too long, and\n    families are not told why.\n\nThe council agrees with that.\n";
        assert_eq!(
            of(Format::Text, text),
            [
                pair("The report says of the waits that they are long:", false),
                pair(
                    "Children wait for too long, and families are not told why.",
                    true
                ),
                pair("The council agrees with that.", false),
            ]
        );
    }

    #[test]
    fn an_indented_first_line_is_no_quotation() {
        let text = "Children wait for help for longer than they did before this\nyear, and few are told why.\n\n    The council knows of the waits, and it has employed more of\nthe staff that are needed.\n";
        let set_in: Vec<bool> = of(Format::Text, text)
            .into_iter()
            .map(|found| found.1)
            .collect();
        assert_eq!(set_in, [false, false]);
    }

    #[test]
    fn marks_of_quoted_lines_go() {
        let text = "It says of waits, and of much else beside them:\n\n> Children wait for too\n> long in this area.\n\nThe council agrees.\n";
        let set_in = pair("Children wait for too long in this area.", true);
        assert_eq!(of(Format::Text, text)[1], set_in);
        assert_eq!(of(Format::Markdown, text)[1], set_in);
        let html = "<p>It says of waits, and of much else:</p><blockquote><p>Children wait for too long in this area.</p></blockquote><p>The council agrees.</p>";
        assert_eq!(of(Format::Html, html)[1], set_in);
    }
}
