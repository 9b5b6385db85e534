//! Blocks of formats that mark them and have no pages: HTML and Markdown.

use serde::{Deserialize, Serialize};

use super::block::{
    Block, BlockKind, Outline, Paragraph, Place, PrintedLine, Run, Span, TableReading,
};
use super::characters;
use super::layout;

/// Distance by which each level of a list is indented, in points.
const INDENT: f32 = 18.0;
/// A line of preformatted text of so many characters is full, and its sentence goes on below.
const FULL: usize = 60;

/// A block as marked in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Marked {
    pub kind: Kind,
    /// The text; for a row, that of each cell.
    pub texts: Vec<String>,
    /// Whether most of its letters are bold.
    pub bold: bool,
    /// Whether it stands in a block quotation.
    pub quoted: bool,
}

/// How a block is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    Heading,
    Paragraph,
    /// A list item; how deep its list is nested, 1 for a list in none.
    Item(u8),
    Row,
}

impl Marked {
    fn is_heading(&self) -> bool {
        self.kind == Kind::Heading || self.kind == Kind::Paragraph && self.bold
    }

    fn is_furniture(&self) -> bool {
        matches!(self.kind, Kind::Paragraph | Kind::Row) && layout::is_furniture(&self.texts)
    }

    /// Whether it goes on in the middle of a sentence, as where a page of the original ended.
    fn continues(&self, before: &Block) -> bool {
        let prose = matches!(before.kind, BlockKind::Paragraph | BlockKind::Item { .. });
        self.kind == Kind::Paragraph
            && !self.bold
            && prose
            && !layout::ends_sentence(&before.span.text)
            && self.texts.iter().all(|text| layout::starts_lower(text))
    }

    fn text(&self) -> String {
        self.texts.join(" ")
    }

    /// The block with its bullet or number taken away.
    fn block(&self) -> Block {
        if self.kind == Kind::Row {
            return Block::new(BlockKind::Row, layout::row_text(&self.texts), None);
        }
        let text = self.text();
        let (begins_item, bare) = layout::without_mark(&text);
        let bare = match self.kind {
            // The number of an item belongs to it.
            Kind::Item(_) if !begins_item => text.as_str(),
            _ => bare,
        };
        let kind = match self.kind {
            Kind::Item(depth) => BlockKind::Item {
                indent: f32::from(depth) * INDENT,
            },
            _ if begins_item => BlockKind::Item { indent: 0.0 },
            _ if self.is_heading() => BlockKind::Heading,
            _ => BlockKind::Paragraph,
        };
        Block::new(kind, bare, None)
    }
}

/// The texts of the blocks.
pub(super) fn printed(blocks: &[Marked]) -> Vec<PrintedLine<'_>> {
    let texts = blocks.iter().flat_map(|block| &block.texts);
    let line = |text| PrintedLine {
        text,
        page: 0,
        continues: false,
        same_size: false,
    };
    texts
        .filter(|text| !text.is_empty())
        .map(|text| line(text.as_str()))
        .collect()
}

/// The blocks divided into parts by `outline`; see [`layout::parts`].
pub(super) fn parts<O: Outline>(
    blocks: &[Marked],
    outline: &mut O,
) -> Vec<(Option<O::Opening>, Vec<Block>)> {
    // Where nothing is marked as a heading, any paragraph may be one.
    let styled = blocks.iter().any(Marked::is_heading);
    let mut done: Vec<(Option<O::Opening>, Vec<Block>)> = vec![(None, Vec::new())];
    let mut in_contents = false;
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        at += 1;
        let text = block.text();
        if block.is_furniture() {
            continue;
        }
        let unfinished = done.last_mut().and_then(|(_, blocks)| blocks.last_mut());
        if let Some(before) = unfinished.filter(|before| block.continues(before)) {
            before.span.push_span(" ", &Span::new(text, None));
            continue;
        }
        in_contents &= layout::ends_contents_entry(&text);
        let here = done.last().map_or(&[][..], |(_, blocks)| blocks);
        let may_open = !in_contents && (block.is_heading() || block.bold || !styled);
        let cells = block.texts.iter().filter(|text| !text.is_empty()).zip(0..);
        let cells: Vec<(&str, bool)> = cells.map(|(text, at)| (text.as_str(), at > 0)).collect();
        let count = cells.len();
        let part = outline.part_at(&Place {
            text: &text,
            fresh: true,
            empty: here.is_empty(),
            run: may_open.then(|| Run {
                lines: cells,
                styled,
                row: block.kind == Kind::Row,
            }),
        });
        let mut taken = false;
        if let Some(part) = part.filter(|part| part.lines == 0 || part.lines == count) {
            taken = part.lines > 0;
            in_contents = part.contents;
            let row = part.row.map(|row| Block::new(BlockKind::Row, row, None));
            if let Some(opening) = part.opening {
                outline.begun(&opening);
                done.push((Some(opening), Vec::new()));
            }
            push(&mut done, row);
        }
        if taken {
            continue;
        }
        if block.kind == Kind::Row {
            let rows = blocks[at - 1..].iter();
            let rows = rows.take_while(|row| row.kind == Kind::Row).count();
            take_table(&blocks[at - 1..at - 1 + rows], outline, &mut done);
            at += rows - 1;
            continue;
        }
        let here = done.last().map_or(&[][..], |(_, blocks)| blocks);
        if let Some(opening) = outline.prose_at(&text, &mut here.iter()) {
            outline.begun(&opening);
            done.push((Some(opening), Vec::new()));
        }
        push(&mut done, [block.block()]);
    }
    done.retain(|(opening, blocks)| opening.is_some() || !blocks.is_empty());
    done
}

type Done<T> = Vec<(Option<T>, Vec<Block>)>;

fn push<T>(done: &mut Done<T>, more: impl IntoIterator<Item = Block>) {
    let filled = |block: &Block| !block.span.text.is_empty();
    if let Some((_, blocks)) = done.last_mut() {
        blocks.extend(more.into_iter().filter(filled));
    }
}

fn take_table<O: Outline>(rows: &[Marked], outline: &mut O, done: &mut Done<O::Opening>) {
    let cells: Vec<Vec<Vec<&str>>> = rows
        .iter()
        .map(|row| row.texts.iter().map(|cell| vec![cell.as_str()]).collect())
        .collect();
    match outline.table_at(&cells) {
        TableReading::Rows => push(done, rows.iter().map(Marked::block)),
        TableReading::Part(opening) => {
            outline.begun(&opening);
            done.push((Some(opening), Vec::new()));
            push(done, rows[1..].iter().map(Marked::block));
        }
        TableReading::Columns => {
            let columns = rows.iter().map(|row| row.texts.len()).max().unwrap_or(0);
            for column in 0..columns {
                let mut span = Span::default();
                for cell in rows.iter().filter_map(|row| row.texts.get(column)) {
                    span.push_span(" ", &Span::new(cell.as_str(), None));
                }
                push(done, [Block::new(BlockKind::Paragraph, span.text, None)]);
            }
        }
        TableReading::Labelled { heads } => {
            for (row, head) in rows.iter().zip(heads) {
                let (Some((label, rest)), false) = (row.texts.split_first(), head) else {
                    continue;
                };
                let mut blocks = rest.iter().map(|cell| {
                    let (item, bare) = layout::without_mark(cell);
                    let kind = if item {
                        BlockKind::Item { indent: 0.0 }
                    } else {
                        BlockKind::Paragraph
                    };
                    let label = Some(label.clone()).filter(|label| !label.is_empty());
                    Block {
                        label,
                        ..Block::new(kind, bare, None)
                    }
                });
                if rest.iter().all(String::is_empty) {
                    push(
                        done,
                        [Block::new(BlockKind::Paragraph, label.as_str(), None)],
                    );
                } else {
                    push(done, &mut blocks);
                }
            }
        }
    }
}

/// The blocks as paragraphs; quoted ones are set in.
pub(super) fn paragraphs(blocks: &[Marked]) -> Vec<Paragraph> {
    let shown = blocks.iter().filter(|block| !block.is_furniture());
    let paragraph = |block: &Marked| {
        let Block { kind, span, .. } = block.block();
        Paragraph {
            text: if kind == BlockKind::Row {
                block.text()
            } else {
                span.text
            },
            page: None,
            heading: kind == BlockKind::Heading,
            set_in: kind == BlockKind::Paragraph && block.quoted,
        }
    };
    shown
        .map(paragraph)
        .filter(|paragraph| !paragraph.text.is_empty())
        .collect()
}

/// What the marks of a file enclose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Heading,
    /// A list, which may stand in an item of another.
    List,
    Item,
    Row,
    Cell,
    HeaderCell,
    Bold,
    Quote,
    /// Any other block.
    Block,
}

/// Collects blocks while a reader walks the marks of a file.
#[derive(Debug, Default)]
pub(super) struct Collector {
    blocks: Vec<Marked>,
    text: String,
    letters: usize,
    bold_letters: usize,
    bold_depth: usize,
    heading: bool,
    list_depth: u8,
    quote_depth: usize,
    /// Whether the next text begins a list item.
    item: bool,
    /// The cells of the table row in progress.
    row: Option<Vec<String>>,
    /// Characters of the line before a line break; none where a block has ended.
    broken: Option<usize>,
}

impl Collector {
    /// Adds text to the current block.
    pub(super) fn text(&mut self, text: &str) {
        let before = self.text.len();
        characters::append(&mut self.text, text);
        let letters = self.text[before..]
            .chars()
            .filter(|character| character.is_alphanumeric())
            .count();
        self.letters += letters;
        if self.bold_depth > 0 {
            self.bold_letters += letters;
        }
    }

    /// Ends what has been collected of the current block.
    fn flush(&mut self) {
        let text = characters::finish(std::mem::take(&mut self.text), "");
        let text = layout::without_private(&text);
        let bold = self.bold_letters * 2 > self.letters;
        if let Some(cells) = &mut self.row {
            cells.push(text);
            return;
        }
        (self.letters, self.bold_letters) = (0, 0);
        if text.is_empty() {
            return;
        }
        if let (Some(length), Some(last)) = (self.broken.take(), self.blocks.last_mut())
            && let Some(before) = last.texts.last_mut()
            && !layout::ends_sentence(before)
            && (length >= FULL || layout::starts_lower(&text))
        {
            self.broken = Some(text.chars().count());
            before.push(' ');
            before.push_str(&text);
            return;
        }
        self.broken = Some(text.chars().count());
        let kind = if self.heading {
            Kind::Heading
        } else if std::mem::take(&mut self.item) {
            Kind::Item(self.list_depth)
        } else {
            Kind::Paragraph
        };
        self.blocks.push(Marked {
            kind,
            texts: vec![text],
            bold,
            quoted: self.quote_depth > 0,
        });
    }

    /// A line break within a block; in a heading or a cell, only a space.
    pub(super) fn line_break(&mut self) {
        if self.row.is_some() || self.heading {
            self.text(" ");
        } else {
            self.flush();
        }
    }

    /// Ends the current block. Blocks within a cell stay one cell.
    pub(super) fn end_block(&mut self) {
        if self.row.is_some() {
            self.text(" ");
        } else {
            self.flush();
            self.broken = None;
        }
    }

    /// Begins a marked part of the file.
    pub(super) fn start(&mut self, mark: Mark) {
        match mark {
            Mark::Bold | Mark::HeaderCell => self.bold_depth += 1,
            Mark::Cell => {}
            Mark::Row => self.end_row(),
            _ => self.end_block(),
        }
        match mark {
            Mark::Heading => self.heading = true,
            Mark::Quote => self.quote_depth += 1,
            Mark::List => self.list_depth = self.list_depth.saturating_add(1),
            Mark::Item if self.row.is_some() => self.text("• "),
            Mark::Item => self.item = true,
            Mark::Row => {
                self.end_block();
                self.row = Some(Vec::new());
            }
            Mark::Bold | Mark::HeaderCell | Mark::Cell | Mark::Block => {}
        }
    }

    /// Ends a marked part of the file.
    pub(super) fn end(&mut self, mark: Mark) {
        if matches!(mark, Mark::Bold | Mark::HeaderCell) {
            self.bold_depth = self.bold_depth.saturating_sub(1);
        }
        match mark {
            Mark::Bold => {}
            Mark::Row => self.end_row(),
            Mark::Cell | Mark::HeaderCell => self.end_cell(),
            _ => self.end_block(),
        }
        match mark {
            Mark::Heading => self.heading = false,
            Mark::Quote => self.quote_depth = self.quote_depth.saturating_sub(1),
            Mark::List => {
                self.list_depth = self.list_depth.saturating_sub(1);
                self.item = false;
            }
            Mark::Item => self.item = false,
            _ => {}
        }
    }

    /// Ends the row.
    fn end_row(&mut self) {
        if !self.text.trim().is_empty() {
            self.end_cell();
        }
        let bold = self.bold_letters * 2 > self.letters;
        if let Some(texts) = self.row.take()
            && texts.iter().any(|text| !text.is_empty())
        {
            self.blocks.push(Marked {
                kind: Kind::Row,
                texts,
                bold,
                quoted: self.quote_depth > 0,
            });
        }
        (self.letters, self.bold_letters) = (0, 0);
        self.broken = None;
    }

    /// Ends the cell, which may be empty.
    fn end_cell(&mut self) {
        if self.row.is_some() {
            self.flush();
        }
    }

    /// The blocks.
    pub(super) fn finish(mut self) -> Vec<Marked> {
        self.end_row();
        self.end_block();
        self.blocks
    }
}
