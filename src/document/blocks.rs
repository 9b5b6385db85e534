//! Lines for formats that have blocks but no page: headings, paragraphs, list items, table rows.

use super::characters;
use super::text::{self, COLUMN, LEADING, SIZE};
use crate::document::page::{Line, Page};

/// Sizes of headings by rank, in points; lower ranks share the last.
const HEADING_SIZES: [f32; 4] = [20.0, 18.0, 16.0, 14.0];
/// Distance between the left edges of neighbouring cells, in points.
const CELL_WIDTH: f32 = 240.0;
/// Distance by which each level of a list is indented, in points.
const INDENT: f32 = 18.0;
/// Distance by which a block quotation is set in, in points.
const QUOTE_INDENT: f32 = 36.0;
/// Levels of lists that are told apart; deeper ones share the last.
const DEEPEST: usize = 6;

/// Collects blocks into the lines of one page without a number. One paragraph is one line.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    lines: Vec<Line>,
    text: String,
    letters: usize,
    bold_letters: usize,
    bold_depth: usize,
    heading: Option<u8>,
    list_depth: usize,
    quote_depth: usize,
    /// Whether the next text begins a list item.
    item: bool,
    /// Whether the current list has an item: neighbouring items stand close together.
    list_has_items: bool,
    /// The cell of the table row under construction.
    cell: Option<usize>,
    in_row: bool,
    row_has_lines: bool,
    baseline: f32,
    /// Whether a gap belongs before the next line.
    gap: bool,
}

impl Blocks {
    /// Adds text to the current line.
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

    /// Ends the current line; the next one follows closely.
    pub(super) fn end_line(&mut self) {
        let text = characters::finish(std::mem::take(&mut self.text), "");
        let (letters, bold_letters) = (self.letters, self.bold_letters);
        (self.letters, self.bold_letters) = (0, 0);
        if text.is_empty() {
            return;
        }
        let size = self.heading.map_or(SIZE, |rank| {
            HEADING_SIZES[usize::from(rank.max(1) - 1).min(HEADING_SIZES.len() - 1)]
        });
        if !self.in_row || !self.row_has_lines {
            self.baseline += LEADING * size / SIZE;
            if self.gap {
                self.baseline += LEADING;
            }
        }
        self.gap = false;
        self.row_has_lines = self.in_row;
        let indent = self.list_depth.saturating_sub(1).min(DEEPEST) as f32 * INDENT;
        let quoted = self.quote_depth.min(DEEPEST) as f32 * QUOTE_INDENT;
        let left = indent + quoted + self.cell.unwrap_or(0).min(64) as f32 * CELL_WIDTH;
        let text = if std::mem::take(&mut self.item) {
            if text.starts_with(characters::is_bullet) {
                text
            } else {
                format!("• {text}")
            }
        } else {
            text
        };
        self.lines.push(Line {
            left,
            right: left + text.chars().count() as f32 * COLUMN,
            baseline: self.baseline,
            size,
            bold: self.heading.is_some() || bold_letters * 2 > letters,
            text,
        });
    }

    /// A line break within a block; in a cell, only a space.
    pub(super) fn line_break(&mut self) {
        if self.in_row {
            self.text(" ");
        } else {
            self.end_line();
        }
    }

    /// Ends the current line and leaves a gap before the next.
    pub(super) fn end_block(&mut self) {
        if self.in_row {
            // Blocks within a cell stay one cell.
            self.text(" ");
            return;
        }
        self.end_line();
        // The first block of an item belongs to its bullet.
        self.gap = !self.item;
    }

    /// Begins a heading of rank 1 (highest) to 6.
    pub(super) fn start_heading(&mut self, rank: u8) {
        self.end_block();
        self.heading = Some(rank);
    }

    /// Ends the heading.
    pub(super) fn end_heading(&mut self) {
        self.end_block();
        self.heading = None;
    }

    /// Begins a block quotation.
    pub(super) fn start_quote(&mut self) {
        self.end_block();
        self.quote_depth += 1;
    }

    /// Ends the innermost block quotation.
    pub(super) fn end_quote(&mut self) {
        self.end_block();
        self.quote_depth = self.quote_depth.saturating_sub(1);
    }

    /// Begins a list, which may stand in an item of another.
    pub(super) fn start_list(&mut self) {
        if self.list_depth == 0 {
            self.end_block();
        } else if !self.in_row {
            self.end_line();
            self.gap = false;
        }
        self.list_depth += 1;
        self.list_has_items = false;
    }

    /// Ends the innermost list.
    pub(super) fn end_list(&mut self) {
        if !self.in_row {
            self.end_line();
        }
        self.list_depth = self.list_depth.saturating_sub(1);
        self.list_has_items = true;
        self.item = false;
        if self.list_depth == 0 {
            self.end_block();
        }
    }

    /// Begins an item of the innermost list.
    pub(super) fn start_item(&mut self) {
        if self.in_row {
            self.text(" • ");
            return;
        }
        self.end_line();
        self.gap &= !self.list_has_items;
        self.list_has_items = true;
        self.item = true;
    }

    /// Ends the item.
    pub(super) fn end_item(&mut self) {
        self.line_break();
        self.item = false;
    }

    /// Begins text set in bold.
    pub(super) fn start_bold(&mut self) {
        self.bold_depth += 1;
    }

    /// Ends text set in bold.
    pub(super) fn end_bold(&mut self) {
        self.bold_depth = self.bold_depth.saturating_sub(1);
    }

    /// Begins a row of a table.
    pub(super) fn start_row(&mut self) {
        self.end_row();
        self.in_row = true;
        self.row_has_lines = false;
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) {
        self.end_line();
        self.in_row = false;
        self.row_has_lines = false;
        self.cell = None;
    }

    /// Begins the row's next cell.
    pub(super) fn start_cell(&mut self) {
        self.end_line();
        if self.in_row {
            self.cell = Some(self.cell.map_or(0, |cell| cell + 1));
        }
    }

    /// Ends the cell.
    pub(super) fn end_cell(&mut self) {
        self.end_line();
    }

    /// The page.
    pub(super) fn into_page(mut self) -> Page {
        self.end_row();
        text::page(None, self.lines)
    }
}
