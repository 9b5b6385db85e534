//! Markdown: blocks become lines, marks of emphasis and links go.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::blocks::Blocks;
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
    let mut blocks = Blocks::default();
    // Depth inside what is not the report's text: code, metadata.
    let mut hidden = 0_usize;
    for event in Parser::new_ext(&text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => {
                blocks.end_block();
                hidden += 1;
            }
            Event::End(TagEnd::MetadataBlock(_)) => hidden = hidden.saturating_sub(1),
            Event::Start(tag) => start(&mut blocks, &tag),
            Event::End(tag) => end(&mut blocks, tag),
            Event::Text(text) | Event::Code(text) if hidden == 0 => blocks.text(&text),
            Event::SoftBreak => blocks.text(" "),
            Event::HardBreak => blocks.line_break(),
            Event::Rule => blocks.end_block(),
            _ => {}
        }
    }
    Ok(Document {
        pages: vec![blocks.into_page()],
        warnings: Vec::new(),
    })
}

fn start(blocks: &mut Blocks, tag: &Tag<'_>) {
    match tag {
        Tag::Heading { level, .. } => blocks.start_heading(rank(*level)),
        Tag::Item => blocks.start_item(),
        Tag::Strong => blocks.start_bold(),
        Tag::TableHead | Tag::TableRow => blocks.start_row(),
        Tag::TableCell => blocks.start_cell(),
        Tag::BlockQuote(_) => blocks.start_quote(),
        Tag::Paragraph | Tag::CodeBlock(_) | Tag::Table(_) => blocks.end_block(),
        Tag::List(_) => blocks.start_list(),
        _ => {}
    }
}

fn end(blocks: &mut Blocks, tag: TagEnd) {
    match tag {
        TagEnd::Heading(_) => blocks.end_heading(),
        TagEnd::Strong => blocks.end_bold(),
        TagEnd::TableHead | TagEnd::TableRow => blocks.end_row(),
        TagEnd::TableCell => blocks.end_cell(),
        TagEnd::List(_) => blocks.end_list(),
        TagEnd::Item => blocks.end_item(),
        TagEnd::BlockQuote(_) => blocks.end_quote(),
        TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Table => blocks.end_block(),
        _ => {}
    }
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::page::Line;

    fn lines(text: &str) -> Vec<Line> {
        let mut document = read(text.as_bytes()).expect("readable");
        document.pages.remove(0).lines
    }

    #[test]
    fn blocks_become_lines() {
        let lines = lines(
            "---\ntitle: x\n---\n# Report\n\nA *short*\nparagraph [here](http://x).\n\n\
             - one\n- **two**\n\n<b>html</b>\n",
        );
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Report",
                "A short paragraph here.",
                "• one",
                "• two",
                "html"
            ]
        );
        assert_eq!(lines[0].size, 20.0);
        assert!(lines[0].bold && !lines[1].bold && lines[3].bold);
        let gap = |at: usize| lines[at].baseline - lines[at - 1].baseline;
        assert!(gap(2) > gap(3), "items stand closer than paragraphs");
    }

    #[test]
    fn tables_become_cells() {
        let lines = lines("| Body | Action |\n|---|---|\n| Council | Plan |\n");
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["Body", "Action", "Council", "Plan"]);
        assert_eq!(lines[2].baseline, lines[3].baseline);
        assert_eq!(lines[1].left, lines[3].left);
        assert!(lines[3].left > lines[2].left);
    }
}
