//! Lines put together to paragraphs, list items, headings and table rows.

use std::collections::HashSet;

use super::metrics::Metrics;
use super::running::{RunningLine, Start, ends_sentence, start_of, starts_lower};
use crate::document::block::{Block, BlockKind, Span};
use crate::document::characters::is_private;

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
    last: RunningLine,
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
    pub(super) fn push(&mut self, line: &RunningLine, right: f32) {
        if line.note {
            self.push_note(line);
            return;
        }
        let (start, rest) = start_of(&line.text);
        let heavy = line.is_heavy(&self.metrics);
        if let Some(open) = &mut self.open {
            open.right = open.right.max(right);
            if open.block.label == self.label && open.takes(line, start, heavy, &self.metrics) {
                open.extend(self.words, line);
                return;
            }
        }
        self.close();
        let kind = match start {
            Start::Plain if heavy => BlockKind::Heading,
            Start::Bullet | Start::Dash => BlockKind::Item { indent: line.left },
            Start::Number | Start::Plain => BlockKind::Paragraph,
        };
        let mut span = Span::default();
        self.words
            .push_line(&mut span, &without_private(rest), line.page);
        self.open = Some(Open {
            block: Block {
                kind,
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

    fn push_note(&mut self, line: &RunningLine) {
        let marked = |c: char| c.is_ascii_digit() || c == '*';
        let begins = line.raised || line.text.starts_with(marked);
        let text = without_private(&line.text);
        match self.notes.last_mut() {
            Some(note) if !begins => self.words.push_line(&mut note.span, &text, line.page),
            _ => {
                let mut span = Span::default();
                self.words.push_line(&mut span, &text, line.page);
                self.notes.push(Block {
                    kind: BlockKind::Note,
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
            .is_some_and(|open| !ends_sentence(&open.block.span.text))
    }

    /// Gives the block in progress the label that is now known in full.
    pub(super) fn relabel(&mut self) {
        if let Some(open) = &mut self.open {
            open.block.label = self.label.clone();
        }
    }

    /// The blocks so far, the one in progress included, notes aside.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &Block> {
        let open = self.open.as_ref().map(|open| &open.block);
        self.blocks.iter().chain(open)
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
    fn extend(&mut self, words: &Vocabulary, line: &RunningLine) {
        let text = without_private(&line.text);
        words.push_line(&mut self.block.span, &text, line.page);
        if let Some(gap) = line.below(&self.last).filter(|gap| *gap > 2.0) {
            self.leading.get_or_insert(gap);
        }
        // Facing pages may have different margins.
        if self.hang.is_none() || line.sheet != self.last.sheet {
            self.hang = Some(line.left);
        }
        self.right = self.right.max(line.right);
        self.last = line.clone();
    }

    /// Whether a line belongs to the block.
    fn takes(&self, line: &RunningLine, start: Start, heavy: bool, metrics: &Metrics) -> bool {
        let finished = ends_sentence(&self.block.span.text);
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
            // A dash or a number inside prose stands where the prose stands, with no gap above. Below
            // a numbered paragraph it is the next number, unless the line before is full.
            let inside = self.start != Start::Number || self.is_full();
            return close && aligned && !finished && self.hang.is_some() && inside;
        }
        if gap < 2.0 {
            return !heavy;
        }
        if !close {
            let paged = line.page.is_some();
            let near = gap <= leading * 1.7 && self.is_full();
            return flows && !heavy && (!paged || near);
        }
        // Below the mark of an item of one line that is not full begins another paragraph.
        let below_mark = self.hang.is_none() && (line.left - self.first).abs() < 2.0;
        if finished && (!aligned || below_mark && !self.is_full()) {
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
    fn takes_over_page(&self, line: &RunningLine, start: Start, heavy: bool) -> bool {
        if heavy || start != Start::Plain {
            return false;
        }
        if !ends_sentence(&self.block.span.text) {
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
    fn would_fit(&self, line: &RunningLine) -> bool {
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
pub(crate) fn without_private(text: &str) -> String {
    if !text.chars().any(is_private) {
        return text.to_string();
    }
    let kept: String = text.chars().filter(|c| !is_private(*c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words a document writes, lower-cased, hyphened compounds as one word: joins lines by the
/// reports' rule for hyphens at a line end.
///
/// Of 2,859 hyphens at line ends counted in the field, 18 split a word; the rest belong to it
/// (`multi-/agency`). So the hyphen stays and no space follows, unless the document itself writes
/// the joined form elsewhere and never the hyphened one.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashSet<String>,
}

impl Vocabulary {
    /// Collects the words of the lines.
    pub(super) fn new(lines: &[RunningLine]) -> Vocabulary {
        let words = lines.iter().flat_map(|line| line.text.split_whitespace());
        Vocabulary {
            words: words.map(bare).collect(),
        }
    }

    /// Appends a printed line on `page` to a span.
    pub(super) fn push_line(&self, span: &mut Span, text: &str, page: Option<u32>) {
        if text.is_empty() {
            return;
        }
        self.append(&mut span.text, text);
        span.mark(span.text.len() - text.len(), page);
    }

    /// Appends a line to the text before it.
    fn append(&self, text: &mut String, next: &str) {
        if text.is_empty() {
            text.push_str(next);
            return;
        }
        let last = text.rsplit(' ').next().unwrap_or_default().to_string();
        let first = next.split(' ').next().unwrap_or_default();
        match last.chars().next_back() {
            Some('-') if last.chars().count() > 1 && !is_suspended(first) => {
                let stem = last.trim_end_matches('-');
                let (closed, open) = (
                    bare(&format!("{stem}{first}")),
                    bare(&format!("{last}{first}")),
                );
                let split = stem.chars().all(char::is_alphabetic)
                    && first.starts_with(char::is_lowercase)
                    && self.words.contains(&closed)
                    && !self.words.contains(&open);
                if split {
                    text.pop();
                }
            }
            // `and/` + `or`, and web addresses broken after a slash.
            Some('/') if last.chars().count() > 1 => {}
            Some('\u{2013}')
                if last
                    .trim_end_matches('\u{2013}')
                    .ends_with(|c: char| c.is_ascii_digit())
                    && first.starts_with(|c: char| c.is_ascii_digit()) => {}
            _ => text.push(' '),
        }
        text.push_str(next);
    }
}

/// `short- and long-term`: the hyphen waits for the second word, a space follows.
fn is_suspended(first: &str) -> bool {
    matches!(first, "and" | "or" | "to" | "nor" | "&")
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
        .replace('\u{2019}', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(known: &[&str], first: &str, second: &str) -> String {
        let words = Vocabulary {
            words: known.iter().map(|word| (*word).to_string()).collect(),
        };
        let mut text = first.to_string();
        words.append(&mut text, second);
        text
    }

    #[test]
    fn a_hyphen_stays_unless_the_document_writes_the_joined_word() {
        assert_eq!(
            joined(&[], "through multi-", "agency work"),
            "through multi-agency work"
        );
        assert_eq!(
            joined(&["services"], "their ser-", "vices grew"),
            "their services grew"
        );
        let both = ["wellbeing", "well-being"];
        assert_eq!(joined(&both, "their well-", "being"), "their well-being");
    }

    #[test]
    fn a_suspended_hyphen_and_a_dash_keep_their_space() {
        assert_eq!(
            joined(&[], "in short-", "and long-term care"),
            "in short- and long-term care"
        );
        assert_eq!(joined(&[], "late -", "and poor"), "late - and poor");
        assert_eq!(
            joined(&[], "needs and/", "or disabilities"),
            "needs and/or disabilities"
        );
        assert_eq!(joined(&[], "in 2017\u{2013}", "18"), "in 2017\u{2013}18");
    }
}
