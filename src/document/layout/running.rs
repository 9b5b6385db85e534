//! The running text of a document: its lines in order, furniture gone, with their measures, and
//! how they begin and end.

use super::furniture;
use super::metrics::Metrics;
use crate::document::characters::{SOFT_HYPHEN, is_bullet, is_dash};
use crate::document::page::{Line, Page};

/// A line of running text.
#[derive(Debug, Clone)]
pub(super) struct RunningLine {
    pub text: String,
    pub page: Option<u32>,
    /// Position of the page in the document, 0-based; tells pages without numbers apart.
    pub sheet: usize,
    pub left: f32,
    pub right: f32,
    pub baseline: f32,
    pub size: f32,
    pub bold: bool,
    /// Part of a note at the foot of the page.
    pub note: bool,
    /// Its note figure was printed raised, as a line of its own, and is gone.
    pub raised: bool,
}

impl RunningLine {
    /// Bold, or at least 1.5 points larger than the body: how headings look in every report seen.
    pub(super) fn is_heavy(&self, metrics: &Metrics) -> bool {
        metrics.looks && (self.bold || self.size >= metrics.body + 1.4)
    }

    /// Distance to a line above on the same page; `None` across pages.
    pub(super) fn below(&self, above: &RunningLine) -> Option<f32> {
        (self.sheet == above.sheet).then_some(self.baseline - above.baseline)
    }

    /// Whether two lines stand side by side: nearly one height, no common width.
    pub(super) fn is_beside(&self, other: &RunningLine) -> bool {
        self.sheet == other.sheet
            && (self.baseline - other.baseline).abs() < self.size.min(other.size) * 0.75
            && (self.right < other.left - 3.0 || other.right < self.left - 3.0)
    }
}

/// The running text of the pages and the document's measures.
pub(super) fn running_text(pages: &[Page]) -> (Vec<RunningLine>, Metrics) {
    let metrics = Metrics::of(pages);
    let marks = furniture::marks(pages, &metrics);
    let mut lines: Vec<RunningLine> = Vec::new();
    for (sheet, (page, flags)) in pages.iter().zip(marks).enumerate() {
        let first = lines.len();
        let mut figure: Option<&Line> = None;
        for (line, flag) in page.lines.iter().zip(flags) {
            if flag {
                if line.size <= metrics.body * 0.8 {
                    figure = Some(line);
                }
                continue;
            }
            let text = line.text.replace(SOFT_HYPHEN, "");
            if text.is_empty() {
                continue;
            }
            // A bullet or a paragraph number that stands in a cell of its own.
            if let Some(last) = lines.last_mut()
                && last.sheet == sheet
                && (last.baseline - line.baseline).abs() < line.size.max(1.0) * 0.4
                && last.right <= line.left + 1.0
                && is_lone_mark(&last.text)
            {
                last.text = format!("{} {text}", last.text);
                (last.right, last.size, last.bold) = (line.right, line.size, line.bold);
                continue;
            }
            let raised = figure
                .take()
                .is_some_and(|figure| (figure.baseline - line.baseline).abs() < line.size * 0.8);
            let small = metrics.looks && line.size <= metrics.body - 1.4;
            let inside = lines
                .last()
                .is_some_and(|last| last.note && last.sheet == sheet);
            let note = small && (raised || inside || begins_note(&text));
            lines.push(RunningLine {
                text,
                page: page.number,
                sheet,
                left: line.left,
                right: line.right,
                baseline: line.baseline,
                size: line.size,
                bold: line.bold,
                note,
                raised,
            });
        }
        by_rows(&mut lines[first..]);
    }
    (lines, metrics)
}

/// Puts cells that were read one cell after the other into row order: a line that stands higher
/// than the one before, and right of everything since its own height, begins such a cell.
fn by_rows(lines: &mut [RunningLine]) {
    for jump in 1..lines.len() {
        let top = lines[jump].baseline;
        if top > lines[jump - 1].baseline - 2.0 {
            continue;
        }
        let above = lines[..jump].iter().rev();
        let start = jump
            - above
                .take_while(|line| line.baseline >= top - line.size * 0.75)
                .count();
        let cell = &lines[start..jump];
        let right = cell
            .iter()
            .map(|line| line.right)
            .fold(f32::NEG_INFINITY, f32::max);
        let bottom = cell
            .iter()
            .map(|line| line.baseline)
            .fold(f32::NEG_INFINITY, f32::max);
        let size = lines[jump].size;
        let end = jump
            + lines[jump..]
                .iter()
                .take_while(|line| line.left > right && line.baseline <= bottom + size * 0.75)
                .count();
        if start == jump || end == jump {
            continue;
        }
        sort_rows(&mut lines[start..end]);
    }
}

/// Orders lines by row, then from left to right.
fn sort_rows(lines: &mut [RunningLine]) {
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut from = 0;
    while from < lines.len() {
        let row = lines[from].baseline;
        let height = lines[from..]
            .iter()
            .take_while(|line| line.baseline - row <= 2.5)
            .count();
        let to = from + height.max(1);
        lines[from..to].sort_by(|a, b| a.left.total_cmp(&b.left));
        from = to;
    }
}

/// A note's figure, then its first word: `1 Ofsted ...`.
fn begins_note(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let figures = text.len() - rest.len();
    (1..=2).contains(&figures) && rest.trim_start().starts_with(char::is_uppercase)
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A bullet glyph that occurs nowhere else.
    Bullet,
    /// A dash, an `o` or an asterisk: a bullet only where a new line of a list may begin.
    Dash,
    /// A printed paragraph number (`12.`).
    Number,
    /// Prose.
    Plain,
}

/// Splits off what begins the line; returns the kind of start and the rest of the text.
pub(super) fn start_of(text: &str) -> (Start, &str) {
    let Some(first) = text.chars().next() else {
        return (Start::Plain, text);
    };
    let rest = &text[first.len_utf8()..];
    if is_bullet(first) {
        return (Start::Bullet, rest.trim_start());
    }
    if (is_dash(first) || first == 'o') && rest.starts_with(' ') {
        return (Start::Dash, rest.trim_start());
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        let after = &text[digits..];
        if let Some(after) = after.strip_prefix('.').or_else(|| after.strip_prefix(')'))
            && after.starts_with(' ')
            && after.trim_start().starts_with(|c: char| !c.is_lowercase())
        {
            return (Start::Number, after.trim_start());
        }
    }
    (Start::Plain, text)
}

/// Whether a line is nothing but a bullet or a paragraph number.
fn is_lone_mark(text: &str) -> bool {
    // What begins a list item is a mark as soon as words follow it.
    text.chars().count() <= 4 && start_of(&format!("{text} A")).1 == "A"
}

/// Whether a text begins a list item, and the text without its bullet or paragraph number.
pub(crate) fn without_mark(text: &str) -> (bool, &str) {
    let (start, rest) = start_of(text);
    (matches!(start, Start::Bullet | Start::Dash), rest)
}

/// Whether a sentence, a heading with a colon or a question can end with this text.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        matches!(c, '\'' | '"' | '\u{2019}' | '\u{201d}' | ')' | ']') || c.is_ascii_digit()
    });
    bare.ends_with(['.', '!', '?', ':', ';'])
}

/// Whether a text goes on from the line before: it starts with a lower-case letter.
pub(crate) fn starts_lower(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_punctuation_perhaps_in_quotes() {
        assert!(ends_sentence("They said \u{2018}yes.\u{2019}"));
        assert!(ends_sentence("so that:"));
        assert!(!ends_sentence("at 31 March 2013"));
        assert!(starts_lower("\u{2018}and so on"));
        assert!(!starts_lower("3 children"));
    }
}
