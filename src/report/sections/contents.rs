//! Tables of contents: they repeat every heading with a page number and open no section.

use crate::report::sections::layout::TextLine;
use crate::report::sections::wording::words;
use crate::text::dates::MONTHS;

/// How many of the lines after the heading `Contents` are its entries.
pub(super) fn entries(lines: &[TextLine]) -> usize {
    let mut end = 0;
    let mut k = 0;
    while k < lines.len() {
        // A long entry runs over up to three lines before its page number.
        let reach = (k..lines.len().min(k + 4)).find(|at| is_entry(lines, *at));
        let Some(at) = reach else { break };
        let whole = lines[k..=at]
            .iter()
            .all(|line| line.sheet == lines[at].sheet);
        if !whole {
            break;
        }
        end = at + 1;
        k = end;
    }
    end
}

/// Whether a line ends an entry: it is a page number, or words followed by one.
fn is_entry(lines: &[TextLine], at: usize) -> bool {
    let text = lines[at].text.trim_end();
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let figures = text.len() - before.len();
    if !(1..=3).contains(&figures) {
        return false;
    }
    let spaced = before.is_empty() || before.ends_with([' ', '.', '\u{2026}']);
    let dated = MONTHS
        .iter()
        .any(|month| before.trim_end().ends_with(month));
    spaced && !dated && words(before) <= 20
}
