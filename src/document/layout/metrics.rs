//! Typical measures of a document.

use std::collections::HashMap;

use crate::document::page::{Line, Page};

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

impl Metrics {
    /// Measures the lines of a document.
    pub(super) fn of(pages: &[Page]) -> Self {
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
