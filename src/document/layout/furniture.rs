//! What is printed on every page and belongs to none: running headers, footers, page numbers.
//!
//! Most report PDFs mark such lines as artifacts and the reader has already dropped them. About one
//! file in fifty marks nothing, and plain texts made from PDFs carry them too, so lines are also
//! recognised by wording (the closed list of footers in the field) and by repetition at the same
//! height of many pages.

use std::collections::HashMap;

use super::metrics::Metrics;
use crate::document::page::{Line, Page};
use crate::text::{folded, patterns};

/// Share of the page height, from the top and from the bottom, in which furniture is looked for.
const ZONE: f32 = 0.15;

/// A line repeated at one height on this share of the pages (and on three at least) is furniture.
const REPEATED_SHARE: f32 = 0.3;

patterns! {
    /// Running lines as worded in the field: SEND footers and captions, children's services footers,
    /// the running header of 2013.
    RUNNING = r"^(?:(?:area send )?inspection report: .*|local area partnership report|inspection of .*children's (?:social care )?services(?: \d{1,3})?|.* inspection of (?:safeguarding and )?looked after children(?: services)?(?: \d{1,3})?)$";
    /// A date range on its own, perhaps with the page number after it.
    DATES = r"^\d{1,2}(?:st|nd|rd|th)?(?: [a-z]+)?(?: \d{4})? ?(?:to|-|–|—|and) ?\d{1,2}(?:st|nd|rd|th)? [a-z]+ \d{4}(?: +\d{1,3})?$";
    /// A page number on its own.
    PAGE_NUMBER = r"^(?:page )?[-–]? ?\d{1,3}(?: of \d{1,3})? ?[-–]?$";
}

/// Whether a paragraph or table row of a document without pages is furniture left over from a paged
/// original: a running header or footer, perhaps with dates beside it, or a page number.
pub(crate) fn is_furniture(cells: &[String]) -> bool {
    let cells: Vec<String> = cells.iter().map(|cell| folded(cell)).collect();
    let runs = |cell: &String| RUNNING.is_match(cell);
    let number = |cell: &String| PAGE_NUMBER.is_match(cell);
    match &cells[..] {
        [cell] => runs(cell) || number(cell),
        cells => {
            cells.iter().any(runs)
                && cells
                    .iter()
                    .all(|cell| runs(cell) || number(cell) || DATES.is_match(cell))
        }
    }
}

/// Marks furniture: for every page, one flag per line.
pub(super) fn marks(pages: &[Page], metrics: &Metrics) -> Vec<Vec<bool>> {
    let repeated = repeated_lines(pages);
    pages
        .iter()
        .map(|page| page_marks(page, metrics, &repeated))
        .collect()
}

fn page_marks(page: &Page, metrics: &Metrics, repeated: &HashMap<(String, i32), u32>) -> Vec<bool> {
    let mut flags: Vec<bool> = page
        .lines
        .iter()
        .map(|line| {
            let text = folded(&line.text);
            let zoned = page.number.is_none() || in_zone(page, line);
            (zoned && line.size <= metrics.body + 0.6 && RUNNING.is_match(&text))
                || (in_zone(page, line) && repeated.contains_key(&key(line)))
        })
        .collect();

    // Whatever stands at or under a footer line belongs to the footer: the dates, the page number,
    // the second half of a long area name.
    let footer = page
        .lines
        .iter()
        .zip(&flags)
        .filter(|(line, flag)| **flag && bottom(page, line))
        .map(|(line, _)| line.baseline)
        .fold(f32::INFINITY, f32::min);
    for (line, flag) in page.lines.iter().zip(flags.iter_mut()) {
        let below = page.number.is_some() && line.baseline >= footer - 1.0;
        // Of a text without pages only the dates beside the footer.
        let beside = (line.baseline - footer).abs() < 20.0 && DATES.is_match(&folded(&line.text));
        if below && bottom(page, line) || beside {
            *flag = true;
        }
    }
    mark_page_numbers(page, metrics, &mut flags);
    mark_notes(page, metrics, &mut flags);
    flags
}

/// A lone number at the edge of a page, or alone between blank lines of a text without pages.
fn mark_page_numbers(page: &Page, metrics: &Metrics, flags: &mut [bool]) {
    for i in 0..page.lines.len() {
        let line = &page.lines[i];
        if flags[i] || !PAGE_NUMBER.is_match(&folded(&line.text)) {
            continue;
        }
        let shares_row = |other: &Line| (other.baseline - line.baseline).abs() < 3.0;
        let alone = page
            .lines
            .iter()
            .enumerate()
            .all(|(j, other)| j == i || flags[j] || !shares_row(other));
        let placed = if page.number.is_some() {
            in_zone(page, line)
        } else {
            let above = i
                .checked_sub(1)
                .map_or(f32::INFINITY, |j| line.baseline - page.lines[j].baseline);
            let below = page
                .lines
                .get(i + 1)
                .map_or(f32::INFINITY, |next| next.baseline - line.baseline);
            above > metrics.leading * 1.4 && below > metrics.leading * 1.4
        };
        if alone && placed {
            flags[i] = true;
        }
    }
}

/// A raised footnote figure that the reader gave a line of its own.
fn mark_notes(page: &Page, metrics: &Metrics, flags: &mut [bool]) {
    for (line, flag) in page.lines.iter().zip(flags.iter_mut()) {
        let figure = line.text.len() <= 2 && line.text.chars().all(|c| c.is_ascii_digit());
        if figure && line.size <= metrics.body * 0.8 {
            *flag = true;
        }
    }
}

/// Lines (figures ignored) that stand at the same height of many pages.
fn repeated_lines(pages: &[Page]) -> HashMap<(String, i32), u32> {
    let mut seen: HashMap<(String, i32), u32> = HashMap::new();
    let numbered = pages.iter().filter(|page| page.number.is_some());
    let mut count = 0u32;
    for page in numbered {
        count += 1;
        let mut here: Vec<(String, i32)> = page
            .lines
            .iter()
            .filter(|line| in_zone(page, line))
            .map(key)
            .collect();
        here.sort();
        here.dedup();
        for key in here {
            *seen.entry(key).or_default() += 1;
        }
    }
    let least = (count as f32 * REPEATED_SHARE).ceil().max(3.0) as u32;
    seen.retain(|_, times| *times >= least);
    seen
}

fn key(line: &Line) -> (String, i32) {
    let text = folded(&line.text)
        .chars()
        .map(|c| if c.is_ascii_digit() { '#' } else { c })
        .collect();
    (text, (line.baseline / 8.0).round() as i32)
}

fn in_zone(page: &Page, line: &Line) -> bool {
    page.number.is_some() && (line.baseline < page.height * ZONE || bottom(page, line))
}

fn bottom(page: &Page, line: &Line) -> bool {
    line.baseline > page.height * (1.0 - ZONE)
}
