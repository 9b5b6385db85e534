//! Pages of positioned lines: what formats with a layout are read as, before their lines are put
//! together to blocks.

use serde::{Deserialize, Serialize};

/// One page, its lines in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    /// Page number as a reader of the file would count it, 1-based. `None` where the file has no
    /// pages (plain text without form feeds).
    pub number: Option<u32>,
    /// Width in points (1/72 inch); for text without layout, an estimate from the longest line.
    pub width: f32,
    /// Height in points; for text without layout, an estimate from the number of lines.
    pub height: f32,
    /// Lines in reading order. Two cells of one table row are two lines with the same `baseline`.
    pub lines: Vec<Line>,
}

/// One printed line (or one table cell's line), white space collapsed, never empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// The text, trimmed, inner white space collapsed to single spaces; a bullet glyph, if printed,
    /// is the first character, as in the file (private-use code points included).
    pub text: String,
    /// Left edge in points from the left of the page.
    pub left: f32,
    /// Right edge in points from the left of the page.
    pub right: f32,
    /// Distance of the baseline from the top of the page, in points, growing downwards.
    pub baseline: f32,
    /// Font size in points of most of the line's characters.
    pub size: f32,
    /// Whether most of the line's letters are set in a bold face (weight 600 or more).
    pub bold: bool,
}

impl Line {
    /// Whether the line continues the paragraph of the line above on the same page: no gap, no
    /// larger step between baselines than a line and a half of their size.
    pub(super) fn continues(&self, above: &Line) -> bool {
        let step = self.baseline - above.baseline;
        step >= 0.0 && step <= 1.6 * self.size.max(above.size).max(8.0)
    }
}
