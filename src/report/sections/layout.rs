//! The running text of a report: its lines in order, furniture gone, with their measures.

use std::collections::HashMap;

use crate::document::page::{Line, Page};
use crate::report::sections::bullets;
use crate::report::sections::furniture;

/// Typical measures of a document, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Metrics {
    /// Font size of most characters.
    pub body: f32,
    /// Usual distance between two lines of a paragraph.
    pub leading: f32,
    /// Whether headings can be told by their look: some lines are bold or larger than the body.
    pub looks: bool,
}

/// A line of running text.
#[derive(Debug, Clone)]
pub(super) struct TextLine {
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

impl TextLine {
    /// Bold, or at least 1.5 points larger than the body: how headings look in every report seen.
    pub(super) fn is_heavy(&self, metrics: &Metrics) -> bool {
        metrics.looks && (self.bold || self.size >= metrics.body + 1.4)
    }

    /// Distance to a line above on the same page; `None` across pages.
    pub(super) fn below(&self, above: &TextLine) -> Option<f32> {
        (self.sheet == above.sheet).then_some(self.baseline - above.baseline)
    }

    /// Whether two lines stand side by side: nearly one height, no common width.
    pub(super) fn is_beside(&self, other: &TextLine) -> bool {
        self.sheet == other.sheet
            && (self.baseline - other.baseline).abs() < self.size.min(other.size) * 0.75
            && (self.right < other.left - 3.0 || other.right < self.left - 3.0)
    }
}

/// The running text of the pages and the document's measures.
pub(super) fn running_text(pages: &[Page]) -> (Vec<TextLine>, Metrics) {
    let metrics = measure(pages);
    let marks = furniture::marks(pages, &metrics);
    let mut lines: Vec<TextLine> = Vec::new();
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
            let text = clean(&line.text);
            if text.is_empty() {
                continue;
            }
            // A bullet or a paragraph number that the reader took for a cell of its own.
            if let Some(last) = lines.last_mut()
                && last.sheet == sheet
                && (last.baseline - line.baseline).abs() < line.size.max(1.0) * 0.4
                && last.right <= line.left + 1.0
                && bullets::is_lone_mark(&last.text)
            {
                last.text.push(' ');
                last.text.push_str(&text);
                last.right = line.right;
                last.bold = line.bold;
                last.size = line.size;
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
            lines.push(TextLine {
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
fn by_rows(lines: &mut [TextLine]) {
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
fn sort_rows(lines: &mut [TextLine]) {
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

/// Expands ligatures, drops soft hyphens and invisible characters, collapses white space.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\u{2011}' => out.push('-'),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() && c != '\u{83}' => {}
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn measure(pages: &[Page]) -> Metrics {
    let lines = || pages.iter().flat_map(|page| page.lines.iter());
    let mut sizes: HashMap<i32, usize> = HashMap::new();
    for line in lines() {
        *sizes.entry((line.size * 2.0).round() as i32).or_default() += line.text.len();
    }
    let body = commonest(&sizes).map_or(12.0, |half| half as f32 / 2.0);

    let mut gaps: HashMap<i32, usize> = HashMap::new();
    for page in pages {
        for pair in page.lines.windows(2) {
            let gap = pair[1].baseline - pair[0].baseline;
            if is_body(&pair[0], body) && gap > body * 0.9 && gap < body * 1.45 {
                *gaps.entry((gap * 2.0).round() as i32).or_default() += 1;
            }
        }
    }
    let leading = commonest(&gaps).map_or(body * 1.2, |half| half as f32 / 2.0);
    let heavy = lines()
        .filter(|line| line.bold || line.size >= body + 1.4)
        .count();
    let all = lines().count();
    Metrics {
        body,
        leading,
        looks: heavy >= 1 && heavy * 2 < all.max(1),
    }
}

fn is_body(line: &Line, body: f32) -> bool {
    (line.size - body).abs() < 0.6
}

/// The key counted most; the larger one where two are equal, so that the answer is stable.
fn commonest(counts: &HashMap<i32, usize>) -> Option<i32> {
    counts
        .iter()
        .max_by_key(|(key, count)| (**count, **key))
        .map(|(key, _)| *key)
}
