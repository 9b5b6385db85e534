//! Lines put together to paragraphs, list items, sub-headings and table rows.

use crate::report::sections::bullets::{self, Start};
use crate::report::sections::hyphens::Vocabulary;
use crate::report::sections::layout::{Metrics, TextLine};
use crate::report::sections::wording::{folded, is_finished, starts_lower};

/// Text with the pages on which it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Span {
    pub text: String,
    /// Where a page begins: byte offset in the text and page number.
    pub marks: Vec<(usize, Option<u32>)>,
}

impl Span {
    /// Appends a printed line.
    pub(super) fn push_line(&mut self, words: &Vocabulary, text: &str, page: Option<u32>) {
        if text.is_empty() {
            return;
        }
        words.append(&mut self.text, text);
        let at = self.text.len() - text.len();
        if self.marks.last().is_none_or(|(_, last)| *last != page) {
            self.marks.push((at, page));
        }
    }

    /// Appends another span after `between`.
    pub(super) fn push_span(&mut self, between: &str, other: &Span) {
        if !self.text.is_empty() {
            self.text.push_str(between);
        }
        let shift = self.text.len();
        self.text.push_str(&other.text);
        for (at, page) in &other.marks {
            if self.marks.last().is_none_or(|(_, last)| last != page) {
                self.marks.push((at + shift, *page));
            }
        }
    }

    /// First and last page of a part of the text.
    pub(super) fn pages(&self, from: usize, to: usize) -> (Option<u32>, Option<u32>) {
        // The page on which the part begins, and those that begin inside it. A note may stand
        // after text of a later page, so first and last are not simply the outer ones.
        let begun = self
            .marks
            .iter()
            .rposition(|(at, _)| *at <= from)
            .unwrap_or(0);
        let touched = || {
            self.marks
                .iter()
                .skip(begun)
                .enumerate()
                .filter(move |(at, (start, _))| *at == 0 || *start < to)
                .map(|(_, (_, page))| *page)
        };
        (touched().min().flatten(), touched().max().flatten())
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    Paragraph,
    /// A list item; the position of its bullet, in points from the left.
    Item(f32),
    /// A sub-heading: not on the list of headings, bold or large.
    SubHeading,
    /// A table without its own prose: judgements, contacts.
    Table,
    /// A note at the foot of a page.
    Note,
}

/// A paragraph, list item, sub-heading or table row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub form: Form,
    pub span: Span,
    /// The left-hand cell of a table row (the body responsible for an action).
    pub label: Option<String>,
}

/// Builds blocks from lines, one after the other.
pub(super) struct Builder<'a> {
    metrics: Metrics,
    words: &'a Vocabulary,
    blocks: Vec<Block>,
    /// Notes at the foot of pages wait for the end of the section, so as not to stand inside the
    /// paragraph that runs over the page break.
    notes: Vec<Block>,
    open: Option<Open>,
    /// Label of the table row in progress.
    pub label: Option<String>,
}

/// The block in progress.
struct Open {
    block: Block,
    start: Start,
    last: TextLine,
    /// Left edge of its first line.
    first: f32,
    /// Left edge of its further lines, once known.
    hang: Option<f32>,
    /// Right edge of the text column.
    right: f32,
    heavy: bool,
    /// Distance between its lines, once known.
    leading: Option<f32>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(metrics: Metrics, words: &'a Vocabulary) -> Builder<'a> {
        Builder {
            metrics,
            words,
            blocks: Vec::new(),
            notes: Vec::new(),
            open: None,
            label: None,
        }
    }

    /// Takes a line of a text column whose right edge is `right`.
    pub(super) fn push(&mut self, line: &TextLine, right: f32) {
        if line.note {
            self.push_note(line);
            return;
        }
        let (start, rest) = bullets::start(&line.text);
        let heavy = line.is_heavy(&self.metrics);
        if let Some(open) = &mut self.open {
            open.right = open.right.max(right);
            if open.block.label == self.label && open.takes(line, start, heavy, &self.metrics) {
                open.extend(self.words, line);
                return;
            }
        }
        self.close();
        let form = match start {
            Start::Plain if heavy => Form::SubHeading,
            Start::Bullet | Start::Dash => Form::Item(line.left),
            Start::Number | Start::Plain => Form::Paragraph,
        };
        let mut span = Span::default();
        span.push_line(self.words, &without_private(rest), line.page);
        self.open = Some(Open {
            block: Block {
                form,
                span,
                label: self.label.clone(),
            },
            start,
            last: line.clone(),
            first: line.left,
            hang: (start == Start::Plain).then_some(line.left),
            right: right.max(line.right),
            heavy,
            leading: None,
        });
    }

    fn push_note(&mut self, line: &TextLine) {
        let begins = line
            .text
            .starts_with(|c: char| c.is_ascii_digit() || c == '*')
            || line.raised;
        let text = without_private(&line.text);
        match self.notes.last_mut() {
            Some(note) if !begins => note.span.push_line(self.words, &text, line.page),
            _ => {
                let mut span = Span::default();
                span.push_line(self.words, &text, line.page);
                self.notes.push(Block {
                    form: Form::Note,
                    span,
                    label: None,
                });
            }
        }
    }

    /// Adds a finished block.
    pub(super) fn add(&mut self, block: Block) {
        self.close();
        if !block.span.text.is_empty() {
            self.blocks.push(block);
        }
    }

    /// Blocks begun since the last [`Builder::take`], notes aside.
    pub(super) fn count(&self) -> usize {
        self.blocks.len() + usize::from(self.open.is_some())
    }

    /// Whether nothing has been taken since the last [`Builder::take`].
    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.open.is_none()
    }

    /// Whether the block in progress stops in the middle of a sentence.
    pub(super) fn is_unfinished(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| !is_finished(&open.block.span.text))
    }

    /// Gives the block in progress the label that is now known in full.
    pub(super) fn relabel(&mut self) {
        if let Some(open) = &mut self.open {
            open.block.label = self.label.clone();
        }
    }

    /// Whether a table of judgements has been read: a table row, or a line for the overall grade.
    pub(super) fn has_judgements(&self) -> bool {
        let overall = |block: &Block| folded(&block.span.text).contains("overall effectiveness");
        self.blocks
            .iter()
            .any(|block| block.form == Form::Table || overall(block))
            || self.open.as_ref().is_some_and(|open| overall(&open.block))
    }

    /// Ends the block in progress.
    pub(super) fn close(&mut self) {
        if let Some(open) = self.open.take()
            && !open.block.span.text.is_empty()
        {
            self.blocks.push(open.block);
        }
    }

    /// The blocks so far; the builder is empty afterwards.
    pub(super) fn take(&mut self) -> Vec<Block> {
        self.close();
        self.blocks.append(&mut self.notes);
        std::mem::take(&mut self.blocks)
    }
}

impl Open {
    fn extend(&mut self, words: &Vocabulary, line: &TextLine) {
        let text = without_private(&line.text);
        self.block.span.push_line(words, &text, line.page);
        match line.below(&self.last) {
            Some(gap) if gap > 2.0 => {
                self.leading.get_or_insert(gap);
            }
            _ => {}
        }
        if self.hang.is_none() || line.sheet != self.last.sheet {
            self.hang = Some(line.left);
        }
        self.right = self.right.max(line.right);
        self.last = line.clone();
    }

    /// Whether a line belongs to the block.
    fn takes(&self, line: &TextLine, start: Start, heavy: bool, metrics: &Metrics) -> bool {
        let finished = is_finished(&self.block.span.text);
        let lower = starts_lower(&line.text);
        let flows = !finished && lower;
        if start == Start::Bullet || (line.size - self.last.size).abs() > 1.2 {
            return false;
        }
        if heavy != self.heavy && (self.heavy || !flows) {
            return false;
        }
        let Some(gap) = line.below(&self.last).filter(|gap| *gap > -2.0) else {
            return self.takes_over_page(line, start, heavy);
        };
        let leading = self.leading.unwrap_or(metrics.leading).max(if self.heavy {
            self.last.size * 1.2
        } else {
            0.0
        });
        let close = gap <= leading * 1.22;
        let aligned = match self.hang {
            Some(hang) => (line.left - hang).abs() <= 4.0,
            None => line.left >= self.first - 4.0,
        };
        if start != Start::Plain {
            // A dash or a number inside prose stands where the prose stands, with no gap above.
            return close
                && aligned
                && !finished
                && self.hang.is_some()
                && self.start != Start::Number
                || close && aligned && !finished && self.hang.is_some() && self.is_full();
        }
        if gap < 2.0 {
            return !heavy;
        }
        if !close {
            let paged = line.page.is_some();
            let near = gap <= leading * 1.7 && self.is_full();
            return flows && !heavy && (!paged || near);
        }
        if flows {
            return true;
        }
        if finished
            && (!aligned
                || self.hang.is_none() && (line.left - self.first).abs() < 2.0 && !self.is_full())
        {
            return false;
        }
        if finished && !lower && self.leading.is_some_and(|usual| gap > usual + 0.4) {
            return false;
        }
        if !lower && self.would_fit(line) {
            let width = (self.right - self.first).max(1.0);
            let short = self.last.right < self.first + width * 0.6;
            return !finished && !short || heavy && self.heavy;
        }
        true
    }

    /// Whether a line on a later page belongs to the block.
    fn takes_over_page(&self, line: &TextLine, start: Start, heavy: bool) -> bool {
        if heavy || start != Start::Plain {
            return false;
        }
        if !is_finished(&self.block.span.text) {
            return starts_lower(&line.text) || self.is_full();
        }
        // The sentence ended with the page; the further lines of a list item stand indented.
        self.hang
            .is_some_and(|hang| hang > self.first + 6.0 && (line.left - hang).abs() < 3.0)
    }

    /// Whether the last line reaches the right edge of its column, nearly.
    fn is_full(&self) -> bool {
        self.last.right > self.right - (self.right - self.first).max(1.0) * 0.22
    }

    /// Whether the first word of the line had fitted on the line before it: then the line break is
    /// the end of a paragraph.
    fn would_fit(&self, line: &TextLine) -> bool {
        let letters = self.last.text.chars().count().max(1) as f32;
        let letter = (self.last.right - self.last.left).max(1.0) / letters;
        let first = line
            .text
            .split(' ')
            .next()
            .map_or(0, |word| word.chars().count());
        self.last.right + letter * (first as f32 + 3.0) < self.right
    }
}

/// Drops symbol-font glyphs; an empty text stays empty.
fn without_private(text: &str) -> String {
    if !text.chars().any(bullets::is_private) {
        return text.to_string();
    }
    let kept: String = text.chars().filter(|c| !bullets::is_private(*c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
