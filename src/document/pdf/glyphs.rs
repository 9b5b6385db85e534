//! Lines from glyphs: the layout work for formats that only say where each character stands.
//!
//! Glyphs are taken in the order the page prints them, which in reports is the reading order, and
//! never sorted. A glyph stays on the line of the one before it when its baseline is about the
//! same; a gap too wide for a space starts a new cell on the same baseline.

use rustc_hash::FxHashMap;

use crate::document::characters::{self, Fate};
use crate::document::page::Line;

/// A gap wider than this share of the font size is a space.
const SPACE_GAP: f32 = 0.15;
/// A gap wider than this with no space printed in it separates cells.
const CELL_GAP: f32 = 1.2;
/// The same where a new piece of marked content begins: a new cell or a tab.
const CELL_GAP_AT_MARK: f32 = 0.6;
/// A gap wider than this separates cells although spaces are printed in it. Justified text
/// stretches its spaces, so this is wider.
const CELL_GAP_WITH_SPACES: f32 = 2.5;
/// The same where a new piece of marked content begins.
const CELL_GAP_WITH_SPACES_AT_MARK: f32 = 1.1;
/// A bullet or paragraph number keeps its text up to this gap.
const LABEL_GAP: f32 = 6.0;
/// A glyph printed again within this share of the size is the same glyph (imitated bold, shadows).
const REPRINT: f32 = 0.2;
/// Side of the squares in which printed glyphs are remembered, in points.
const SQUARE: f32 = 4.0;

/// The way a line of text runs, to the nearest quarter turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Left to right, as nearly all text does.
    Right,
    /// Top to bottom.
    Down,
    /// Upside down.
    Left,
    /// Bottom to top.
    Up,
}

/// One glyph's place, size and face.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Start of the glyph on its baseline: points from the left of the page.
    pub x: f32,
    /// Points from the top of the page, growing downwards.
    pub y: f32,
    /// How far the next glyph starts along the line, in points.
    pub advance: f32,
    /// Font size in points.
    pub size: f32,
    /// Whether the face is bold.
    pub bold: bool,
    /// The way the text runs.
    pub turn: Turn,
}

/// A line or cell under construction. `left` and `right` are distances along the line's way,
/// `baseline` across it.
#[derive(Debug)]
struct Cell {
    text: String,
    turn: Turn,
    left: f32,
    right: f32,
    baseline: f32,
    spaces: u32,
    /// Characters by size in tenths of a point; lines have one or two sizes.
    sizes: Vec<(i32, u32)>,
    letters: u32,
    bold_letters: u32,
}

/// Puts glyphs together to lines.
#[derive(Debug, Default)]
pub(super) struct LineBuilder {
    lines: Vec<Line>,
    cell: Option<Cell>,
    /// Largest size on the row, whose baseline is the row's.
    row_size: f32,
    /// Whether marked content began or ended since the last glyph.
    at_mark: bool,
    /// Where the last glyph, kept or not, ended, and whether it was left out as a reprint.
    pen: Option<(Turn, f32, f32, bool)>,
    printed: FxHashMap<(char, i32, i32), (f32, f32)>,
    characters: usize,
}

impl LineBuilder {
    /// Tells that a piece of marked content begins or ends here.
    pub(super) fn mark_boundary(&mut self) {
        self.at_mark = true;
    }

    /// Number of printed characters taken so far.
    pub(super) fn characters(&self) -> usize {
        self.characters
    }

    /// Takes the next glyph. `text` is what it stands for, mostly one character.
    pub(super) fn push(&mut self, mark: Mark, text: &str) {
        let Some(first) = text
            .chars()
            .find(|&character| !matches!(characters::fate(character), Fate::Space | Fate::Nothing))
        else {
            self.push_space(mark, text);
            return;
        };
        let (along, across) = frame(mark);
        if self.is_reprint(first, mark, along, across) {
            return;
        }
        self.place(mark, along, across);
        self.at_mark = false;
        if let Some(cell) = &mut self.cell {
            cell.take(mark, along, text);
            self.characters += 1;
        }
    }

    /// The lines so far, in the order they were printed; the builder is empty again.
    pub(super) fn finish(&mut self) -> Vec<Line> {
        self.end_cell();
        self.printed.clear();
        self.pen = None;
        self.at_mark = false;
        self.row_size = 0.0;
        self.characters = 0;
        std::mem::take(&mut self.lines)
    }

    fn push_space(&mut self, mark: Mark, text: &str) {
        if !text
            .chars()
            .any(|character| characters::fate(character) == Fate::Space)
        {
            return;
        }
        let (along, across) = frame(mark);
        if let Some((_, _, _, true)) = self.pen {
            self.pen = Some((mark.turn, along + mark.advance, across, true));
            return;
        }
        let row_size = self.row_size;
        if let Some(cell) = &mut self.cell
            && cell.turn == mark.turn
            && (across - cell.baseline).abs() <= 0.5 * row_size.max(mark.size)
            && along >= cell.right - 0.5 * mark.size
        {
            cell.spaces += 1;
            if !cell.text.ends_with(' ') {
                cell.text.push(' ');
            }
        }
        self.pen = Some((mark.turn, along + mark.advance, across, false));
    }

    /// Whether the same character was already printed in this place. Only looked up when the glyph
    /// does not simply continue the line, which is nearly always.
    fn is_reprint(&mut self, character: char, mark: Mark, along: f32, across: f32) -> bool {
        let continues = self.pen.is_some_and(|(turn, end, baseline, dropped)| {
            !dropped
                && turn == mark.turn
                && (across - baseline).abs() < 0.1 * mark.size
                && along - end > -0.1 * mark.size
        });
        let column = (mark.x / SQUARE).floor() as i32;
        let row = (mark.y / SQUARE).floor() as i32;
        let reprint = !continues && {
            let near = REPRINT * mark.size;
            (column.saturating_sub(1)..=column.saturating_add(1)).any(|column| {
                (row.saturating_sub(1)..=row.saturating_add(1)).any(|row| {
                    self.printed
                        .get(&(character, column, row))
                        .is_some_and(|&(x, y)| {
                            (x - mark.x).abs() <= near && (y - mark.y).abs() <= near
                        })
                })
            })
        };
        if !reprint {
            self.printed
                .insert((character, column, row), (mark.x, mark.y));
        }
        self.pen = Some((mark.turn, along + mark.advance, across, reprint));
        reprint
    }

    /// Makes `self.cell` the cell the glyph belongs to.
    fn place(&mut self, mark: Mark, along: f32, across: f32) {
        let Some(cell) = &mut self.cell else {
            self.row_size = mark.size;
            self.cell = Some(Cell::new(mark, along, across));
            return;
        };
        let gap = along - cell.right;
        if cell.turn != mark.turn || !on_row(cell, self.row_size, mark.size, gap, across) {
            self.end_cell();
            self.row_size = mark.size;
            self.cell = Some(Cell::new(mark, along, across));
            return;
        }
        // A line that begins with a raised footnote mark takes the baseline of what follows.
        let baseline = if mark.size > self.row_size * 1.05 {
            self.row_size = mark.size;
            cell.baseline = across;
            across
        } else {
            cell.baseline
        };
        if splits_cell(cell, self.at_mark, mark.size.max(0.8 * self.row_size), gap) {
            self.end_cell();
            self.cell = Some(Cell::new(mark, along, baseline));
        } else if gap > SPACE_GAP * mark.size && !cell.text.ends_with(' ') {
            cell.text.push(' ');
        }
    }

    fn end_cell(&mut self) {
        if let Some(cell) = self.cell.take()
            && let Some(line) = cell.into_line()
        {
            self.lines.push(line);
        }
    }
}

/// Whether a glyph at `across` continues the cell's row.
fn on_row(cell: &Cell, row_size: f32, size: f32, gap: f32, across: f32) -> bool {
    let rise = (across - cell.baseline).abs();
    let larger = row_size.max(size);
    if rise <= 0.25 * row_size.min(size) {
        return true;
    }
    // Raised or lowered marks and bullets of another size stand right beside their neighbours.
    let beside = if is_label(&cell.text) { LABEL_GAP } else { 1.0 };
    let limit = if (row_size - size).abs() > 0.1 * larger {
        0.6
    } else {
        0.4
    };
    rise <= limit * larger && gap >= -0.3 * larger && gap <= beside * larger
}

/// Whether a gap before the next glyph on the same row begins a new cell.
fn splits_cell(cell: &Cell, at_mark: bool, size: f32, gap: f32) -> bool {
    if gap < -0.5 * size {
        return true;
    }
    if gap <= CELL_GAP_AT_MARK * size {
        return false;
    }
    let limit = if is_label(&cell.text) {
        LABEL_GAP
    } else {
        match (cell.spaces > 0, at_mark) {
            (false, false) => CELL_GAP,
            (false, true) => CELL_GAP_AT_MARK,
            (true, false) => CELL_GAP_WITH_SPACES,
            (true, true) => CELL_GAP_WITH_SPACES_AT_MARK,
        }
    };
    gap > limit * size
}

/// Whether the text is a bullet or a paragraph number: `▪`, `12.`, `3.1`, `a)`.
fn is_label(text: &str) -> bool {
    let text = text.trim_end();
    let mut characters = text.chars();
    let (Some(first), second) = (characters.next(), characters.next()) else {
        return false;
    };
    if second.is_none() {
        return characters::is_bullet(first)
            || characters::is_dash(first)
            || first.is_ascii_digit()
            || first == 'o';
    }
    let body = text.trim_end_matches(['.', ')']);
    let closed = body.len() < text.len();
    let number = body.len() <= 5
        && body.starts_with(|first: char| first.is_ascii_digit())
        && body
            .chars()
            .all(|character| character.is_ascii_digit() || character == '.')
        && (closed || body.len() <= 3 || body.contains('.'));
    let letter = closed && body.len() <= 3 && body.chars().all(|c| c.is_ascii_lowercase());
    number || letter
}

/// Distances along and across the way the text runs.
fn frame(mark: Mark) -> (f32, f32) {
    match mark.turn {
        Turn::Right => (mark.x, mark.y),
        Turn::Down => (mark.y, -mark.x),
        Turn::Left => (-mark.x, -mark.y),
        Turn::Up => (-mark.y, mark.x),
    }
}

impl Cell {
    fn new(mark: Mark, along: f32, across: f32) -> Self {
        Self {
            text: String::new(),
            turn: mark.turn,
            left: along,
            right: along,
            baseline: across,
            spaces: 0,
            sizes: Vec::new(),
            letters: 0,
            bold_letters: 0,
        }
    }

    fn take(&mut self, mark: Mark, along: f32, text: &str) {
        characters::append(&mut self.text, text);
        self.left = self.left.min(along);
        self.right = self.right.max(along + mark.advance);
        self.spaces = 0;
        let tenths = (mark.size * 10.0).round() as i32;
        match self.sizes.iter_mut().find(|(size, _)| *size == tenths) {
            Some((_, count)) => *count += 1,
            None => self.sizes.push((tenths, 1)),
        }
        if text.chars().any(char::is_alphanumeric) {
            self.letters += 1;
            self.bold_letters += u32::from(mark.bold);
        }
    }

    fn into_line(self) -> Option<Line> {
        // A printed soft hyphen is a hyphen to the reader.
        let text = characters::finish(self.text, "-");
        if text.is_empty() {
            return None;
        }
        let size = self
            .sizes
            .iter()
            .max_by_key(|(tenths, count)| (*count, *tenths))
            .map_or(0.0, |(tenths, _)| *tenths as f32 / 10.0);
        let (left, right, baseline) = match self.turn {
            Turn::Right => (self.left, self.right, self.baseline),
            Turn::Down => (-self.baseline, -self.baseline + size, self.left),
            Turn::Left => (-self.right, -self.left, -self.baseline),
            Turn::Up => (self.baseline - size, self.baseline, -self.left),
        };
        Some(Line {
            text,
            left: hundredths(left),
            right: hundredths(right),
            baseline: hundredths(baseline),
            size,
            bold: self.bold_letters * 2 > self.letters,
        })
    }
}

/// Rounded so that equal places compare equal whatever sums led to them.
fn hundredths(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}
