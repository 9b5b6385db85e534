//! Markdown: its blocks, without the marks of emphasis and links.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::flow::{Collector, Mark};
use super::text::decode;
use super::{Document, Format, Unreadable};

/// Reads Markdown, with tables and strikethrough as on GitHub.
///
/// # Errors
///
/// [`Unreadable::NotWhatItsNameSays`] for binary content and for PDFs.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let text = decode(Format::Markdown, bytes, None)?;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut blocks = Collector::default();
    // Depth inside what is not the report's text: code, metadata.
    let mut hidden = 0_usize;
    for event in Parser::new_ext(&text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => {
                blocks.end_block();
                hidden += 1;
            }
            Event::End(TagEnd::MetadataBlock(_)) => hidden = hidden.saturating_sub(1),
            Event::Start(tag) => {
                if let Some(mark) = mark(tag.to_end()) {
                    blocks.start(mark);
                }
            }
            Event::End(tag) => {
                if let Some(mark) = mark(tag) {
                    blocks.end(mark);
                }
            }
            Event::Text(text) | Event::Code(text) if hidden == 0 => blocks.text(&text),
            Event::SoftBreak => blocks.text(" "),
            Event::HardBreak => blocks.line_break(),
            Event::Rule => blocks.end_block(),
            _ => {}
        }
    }
    Ok(Document::of_blocks(blocks.finish()))
}

/// What a tag encloses, if that makes a difference to the blocks.
fn mark(tag: TagEnd) -> Option<Mark> {
    Some(match tag {
        TagEnd::Heading(_) => Mark::Heading,
        TagEnd::List(_) => Mark::List,
        TagEnd::Item => Mark::Item,
        TagEnd::Strong => Mark::Bold,
        TagEnd::TableHead | TagEnd::TableRow => Mark::Row,
        TagEnd::TableCell => Mark::Cell,
        TagEnd::BlockQuote(_) => Mark::Quote,
        TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Table => Mark::Block,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::flow::Kind;

    fn blocks(text: &str) -> Vec<(Kind, String)> {
        let document = read(text.as_bytes()).expect("readable");
        let blocks = document.marked().iter();
        blocks
            .map(|block| (block.kind, block.texts.join(" | ")))
            .collect()
    }

    #[test]
    fn blocks_keep_their_kind() {
        let found = blocks(
            "---\ntitle: x\n---\n# Report\n\nA *short*\nparagraph [here](http://x).\n\n\
             - one\n- **two**\n  - three\n\n<b>html</b>\n",
        );
        let expected = [
            (Kind::Heading, "Report"),
            (Kind::Paragraph, "A short paragraph here."),
            (Kind::Item(1), "one"),
            (Kind::Item(1), "two"),
            (Kind::Item(2), "three"),
            (Kind::Paragraph, "html"),
        ];
        assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn tables_become_rows() {
        let found = blocks("| Body | Action |\n|---|---|\n| Council | Plan |\n| | Act |\n");
        let expected = ["Body | Action", "Council | Plan", " | Act"];
        assert_eq!(found, expected.map(|text| (Kind::Row, text.to_owned())));
    }
}
