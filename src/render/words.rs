//! Numbers in words, percentages, bars, and lines of a width.

use std::ops::Range;

use textwrap::{WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

/// `1 report`, `2 reports`, `1,234 reports`.
pub fn count(number: u64, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", thousands(number))
}

/// The reports that something is counted among: `183 reports`, or `24 reports that pass the filters
/// (of 183)`.
pub(super) fn among(passing: u64, indexed: u64) -> String {
    let reports = count(passing, "report");
    if passing == indexed {
        return reports;
    }
    let pass = if passing == 1 { "passes" } else { "pass" };
    format!(
        "{reports} that {pass} the filters (of {})",
        thousands(indexed)
    )
}

/// `1.5 MiB`.
pub(super) fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}

/// `1.5 MB`.
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// `1,234,567`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A bar for a share from 0 to 1, `width` columns for the whole. What is more than nothing is seen.
pub(super) fn bar(share: f64, width: usize) -> String {
    const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
    let eighths = (share.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize;
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    let mut bar = "█".repeat(eighths / 8);
    if let Some(rest) = (eighths % 8).checked_sub(1) {
        bar.push(EIGHTHS[rest]);
    }
    bar
}

/// A share as a percentage: `33%`; `–` for a share of nothing. What is not all is not `100%`, and
/// what is something is not `0%`.
pub(super) fn percent(share: Option<f64>) -> String {
    let Some(share) = share else {
        return "–".to_owned();
    };
    let rounded = (share * 100.0).round();
    if share > 0.0 && rounded < 1.0 {
        "<1%".to_owned()
    } else if share < 1.0 && rounded > 99.0 {
        ">99%".to_owned()
    } else {
        format!("{rounded}%")
    }
}

/// At most `most` characters, the rest as an ellipsis: whole words, if they fill half of the room.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start = |length: usize| -> &str {
        let end = text.char_indices().nth(length);
        end.map_or(text, |(end, _)| &text[..end])
    };
    let words = start(most).rfind(' ').map(|end| &text[..end]);
    let words = words.filter(|words| words.chars().count() >= most / 2);
    let cut = words.unwrap_or_else(|| start(most.saturating_sub(1)));
    format!("{}…", cut.trim_end())
}

/// Width of the widest word of a text.
pub(super) fn widest_word(text: &str) -> usize {
    text.split(' ')
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or(0)
}

/// The lines of a text in `room` columns, as byte ranges. A word, id or number is never broken: one
/// that is wider than the room stands in a line of its own.
pub(super) fn wrap(text: &str, room: Option<usize>) -> Vec<Range<usize>> {
    let Some(room) = room else {
        return std::iter::once(0..text.len()).collect();
    };
    let options = textwrap::Options::new(room)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    let mut at = 0;
    let lines = textwrap::wrap(text, options).into_iter();
    lines
        .map(|line| {
            // Lines are slices of the text, in order, with only spaces between them.
            let line = line.trim_end();
            let start = text[at..].find(line).map_or(at, |found| at + found);
            at = start + line.len();
            start..at
        })
        .collect()
}

/// A text in `room` columns; further lines are indented like the first.
pub fn wrapped(text: &str, room: Option<usize>) -> String {
    let indent = &text[..text.len() - text.trim_start_matches(' ').len()];
    let text = &text[indent.len()..];
    let room = room.map(|room| room.saturating_sub(indent.len()));
    let lines = wrap(text, room).into_iter();
    let lines = lines.map(|line| format!("{indent}{}", &text[line]));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_english() {
        assert_eq!(count(1, "report"), "1 report");
        assert_eq!(count(0, "passage"), "0 passages");
        assert_eq!(count(12_345, "passage"), "12,345 passages");
        assert_eq!(thousands(100), "100");
        assert_eq!(thousands(1_000_000), "1,000,000");
    }

    #[test]
    fn texts_are_shortened_to_whole_words() {
        assert_eq!(shortened("one two", 7), "one two");
        assert_eq!(shortened("one two three", 8), "one two…");
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("unabridged", 5), "unab…");
        assert_eq!(shortened("a unabridged", 8), "a unabr…");
    }

    #[test]
    fn further_lines_are_indented_like_the_first() {
        assert_eq!(wrapped("  one two", Some(6)), "  one\n  two");
        assert_eq!(wrapped("one two", None), "one two");
    }

    #[test]
    fn bars_are_as_long_as_their_share() {
        assert_eq!(bar(0.0, 8), "");
        assert_eq!(bar(0.5, 8), "████");
        assert_eq!(bar(1.0, 3), "███");
        assert_eq!(bar(0.05, 10), "▌");
        assert_eq!(bar(0.0001, 10), "▏");
    }

    #[test]
    fn percentages_do_not_overstate() {
        assert_eq!(percent(Some(1.0 / 3.0)), "33%");
        assert_eq!(percent(Some(0.001)), "<1%");
        assert_eq!(percent(Some(0.999)), ">99%");
        assert_eq!(percent(Some(1.0)), "100%");
        assert_eq!(percent(Some(0.0)), "0%");
        assert_eq!(percent(None), "–");
    }
}
