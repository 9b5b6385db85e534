//! The folded text of a document, for patterns, with the ranges of its lines.

use std::ops::Range;

use regex::Regex;

use crate::document::Document;
use crate::document::block::PrintedLine;
use crate::text::fold::plain;
use crate::text::regex;
use crate::text::sentences::sentence_around;

/// Marks of Markdown around a line, and white space.
const MARKDOWN: [char; 4] = ['#', '*', '_', ' '];

/// The whole document: folded lines, and the same lines joined.
///
/// Titles and sentences wrap, so nearly every rule reads [`Text::joined`]; what must be a heading
/// of its own is checked against [`Text::lines`].
#[derive(Debug)]
pub(super) struct Text {
    /// Lines in reading order.
    pub lines: Vec<TextLine>,
    /// All lines with one space between them; none after a hyphen at a line's end
    /// (`Stoke-on-` / `Trent`).
    pub joined: String,
}

/// One folded line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    /// Where it stands in [`Text::joined`].
    pub at: Range<usize>,
    /// Position of its page.
    pub page: usize,
    /// Whether it continues the paragraph of the line before.
    pub continues: bool,
    /// Whether it is set in the size of the line before.
    pub same_size: bool,
}

/// A run of lines that a pattern matches as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Indices of its lines.
    pub lines: Range<usize>,
    /// Where it stands in [`Text::joined`].
    pub at: Range<usize>,
}

impl Text {
    /// The lines of a document in reading order.
    pub(super) fn new(document: &Document) -> Text {
        Text::of(document.lines())
    }

    /// The lines of a document row by row.
    pub(super) fn in_rows(document: &Document) -> Text {
        Text::of(document.lines_in_rows())
    }

    fn of(lines: Vec<PrintedLine<'_>>) -> Text {
        let mut text = Text {
            lines: Vec::new(),
            joined: String::new(),
        };
        for line in lines {
            let folded = plain(line.text);
            let folded = folded.trim_matches(MARKDOWN);
            if folded.is_empty() {
                continue;
            }
            let glued = text.joined.ends_with('-') && !text.joined.ends_with(" -");
            if !text.joined.is_empty() && !glued {
                text.joined.push(' ');
            }
            let start = text.joined.len();
            text.joined.push_str(folded);
            text.lines.push(TextLine {
                at: start..text.joined.len(),
                page: line.page,
                continues: line.continues,
                same_size: line.same_size,
            });
        }
        text
    }

    /// The folded words of a line.
    pub(super) fn line(&self, index: usize) -> &str {
        self.lines
            .get(index)
            .and_then(|line| self.joined.get(line.at.clone()))
            .unwrap_or_default()
    }

    /// A part of the joined text; empty where the range is not one.
    pub(super) fn part(&self, at: Range<usize>) -> &str {
        self.joined.get(at).unwrap_or_default()
    }

    /// About the first `length` bytes of the joined text, never cut inside a character.
    pub(super) fn first(&self, length: usize) -> &str {
        self.part(0..floor(&self.joined, length))
    }

    /// About `length` bytes of the joined text from `start`.
    pub(super) fn from(&self, start: usize, length: usize) -> &str {
        self.part(start..floor(&self.joined, start.saturating_add(length)))
    }

    /// The first run of up to `most` lines that `pattern` (anchored at both ends) matches whole,
    /// starting within the first `window` bytes. This is what tells a title, alone on its lines,
    /// from a sentence that quotes it.
    pub(super) fn block(&self, pattern: &Regex, window: usize, most: usize) -> Option<Block> {
        self.starts_within(window)
            .find_map(|first| self.block_at(pattern, first, most))
    }

    /// Indices of the lines that start within the first `window` bytes.
    pub(super) fn starts_within(&self, window: usize) -> Range<usize> {
        0..self.lines.partition_point(|line| line.at.start < window)
    }

    /// The shortest run of lines from `first` that `pattern` matches whole.
    pub(super) fn block_at(&self, pattern: &Regex, first: usize, most: usize) -> Option<Block> {
        let start = self.lines.get(first)?.at.start;
        (first..self.lines.len().min(first + most)).find_map(|last| {
            let at = start..self.lines.get(last)?.at.end;
            let words = self.part(at.clone());
            let found = pattern.is_match(words)
                || words.contains(|c: char| c.is_ascii_digit())
                    && pattern.is_match(&without_marks(words));
            found.then(|| Block {
                lines: first..last + 1,
                at,
            })
        })
    }

    /// Whether a line continues the paragraph of the line before.
    pub(super) fn continues(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|line| line.continues)
    }

    /// Whether a line is set in the size of the line before.
    pub(super) fn same_size(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|line| line.same_size)
    }

    /// The sentence around a place in the joined text.
    pub(super) fn sentence(&self, at: Range<usize>) -> &str {
        self.sentence_within(at, 0..self.joined.len())
    }

    /// The sentence around a place, not reaching out of `limits` (a section).
    pub(super) fn sentence_within(&self, at: Range<usize>, limits: Range<usize>) -> &str {
        let part = self.part(limits.clone());
        let (start, end) = sentence_around(part, (at.start - limits.start, at.end - limits.start));
        part.get(start..end).unwrap_or_default()
    }
}

/// A title without the marks of footnotes: digits glued to a word (`Board1`) or alone in the middle.
pub(super) fn without_marks(title: &str) -> String {
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words: Vec<&str> = Vec::new();
    for word in title.split(' ') {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let glued = bare.ends_with(|c: char| c.is_lowercase()) && word.len() - bare.len() <= 2;
        if !(is_number(word) && word.len() <= 2) {
            words.push(if glued { bare } else { word });
        }
    }
    words.join(" ")
}

/// A pattern that ignores case and the white space in its source (write `\s`).
pub(super) fn rule(source: &str) -> Regex {
    regex(&format!("(?ix){source}"))
}

/// Declares patterns as [`rule`] compiles them: `NAME = r"...";` each.
macro_rules! rules {
    ($($name:ident = $source:expr;)*) => {
        $crate::text::patterns! { $($name = format!("(?ix){}", $source);)* }
    };
}
pub(super) use rules;

/// The words that a named group of a pattern matches.
pub(super) fn group<'t>(pattern: &Regex, text: &'t str, name: &str) -> Option<&'t str> {
    pattern
        .captures(text)?
        .name(name)
        .map(|found| found.as_str())
}

/// The last place where `text` can be cut at or before `index`.
fn floor(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnote_marks_vanish_from_titles() {
        assert_eq!(
            without_marks("help and 1 protection of the Board1"),
            "help and protection of the Board"
        );
        let title = rule(
            r"^ inspection\sof\sservices\sfor\schildren\sin\sneed\sof\shelp\sand\sprotection,?\schildren\slooked\safter\sand\scare\sleavers\d? $",
        );
        assert!(title.is_match(&without_marks("Inspection of services for children in need of help and 1 protection, children looked after and Care Leavers")));
    }
}
