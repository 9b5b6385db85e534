//! Answers for people, in plain text: wrapped and coloured where the terminal allows.

use std::io::{self, Write};
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::style::{AREA, HEADING, ID, MATCH, QUIET, paint};
use super::view::{Chart, Entry, Layout, Level, Line, Passage, Piece, Quoted, Style};
use super::words::{shortened, wrap};
use super::{Answer, OutputStyle, safe, table};
use crate::answers::link::Link;

const INDENT: &str = "    ";

/// Narrowest room that text is wrapped to.
const NARROWEST: usize = 20;

/// Longest heading of a section in the place of a passage, in characters, and the shortest that it is
/// cut to so that the place fits into a line.
const HEADING_LENGTH: usize = 72;
const SHORTEST_HEADING: usize = 16;

/// Keeps two words in one line; printed as a space.
pub(super) const GLUE: char = '\u{a0}';

pub(super) fn write(
    out: &mut dyn Write,
    answer: &dyn Answer,
    style: &OutputStyle<'_>,
) -> io::Result<()> {
    let view = answer.view(style);
    let labels = view.iter().filter_map(|piece| match piece {
        Piece::Facts(facts) => facts.iter().map(|(label, _)| safe(label).width()).max(),
        _ => None,
    });
    let label_width = labels.max().unwrap_or(0);
    let mut text = Text { out, style };
    let mut last: Option<&Piece> = None;
    for piece in &view {
        // Notes stand together, and facts below what they are about.
        let joined = match (last, piece) {
            (None, _) => true,
            (Some(Piece::Totals { .. } | Piece::Note(_)), Piece::Note(_)) => true,
            (Some(Piece::Heading { level, .. }), Piece::Totals { .. } | Piece::Note(_)) => {
                *level == Level::Title
            }
            (Some(Piece::Heading { .. } | Piece::Facts(_)), Piece::Facts(_)) => true,
            _ => false,
        };
        if !joined {
            writeln!(text.out)?;
        }
        match piece {
            Piece::Heading {
                level,
                text: heading,
                aside,
            } => {
                text.heading(*level, heading, aside.as_deref())?;
            }
            Piece::Totals { text: totals, .. } => text.line("", &totals.as_str().into())?,
            Piece::Note(line) => text.line("", line)?,
            Piece::Passage(layout, passage) => text.passage(*layout, passage)?,
            Piece::Entry(entry) => text.entry(entry)?,
            Piece::Quotation(quoted) => text.quotation(quoted)?,
            Piece::Facts(facts) => {
                let indent = match last {
                    Some(Piece::Heading { .. }) => INDENT,
                    _ => "",
                };
                for (label, line) in facts {
                    let label = safe(label);
                    let gap = " ".repeat(label_width.saturating_sub(label.width()) + 2);
                    let label = Line::from(indent).and(Style::Quiet, format!("{label}{gap}"));
                    let rest = Line::from(" ".repeat(indent.len() + label_width + 2));
                    text.wrapped(&label, &rest, line)?;
                }
            }
            Piece::Table(table) | Piece::Chart(Chart { table, .. }) => {
                table::write(text.out, table, style)?;
            }
        }
        last = Some(piece);
    }
    Ok(())
}

struct Text<'a, 'b> {
    out: &'a mut dyn Write,
    style: &'a OutputStyle<'b>,
}

impl Text<'_, '_> {
    fn heading(&mut self, level: Level, text: &str, aside: Option<&str>) -> io::Result<()> {
        let text = if text.is_empty() {
            "(no heading)"
        } else {
            text
        };
        let (style, text) = match level {
            Level::Title | Level::Group => (AREA, text.to_owned()),
            Level::Section => (HEADING, text.to_owned()),
            Level::Divider => (QUIET, format!("── {text} ──")),
        };
        let end = safe(&text).len();
        let aside = aside.map_or_else(String::new, |aside| format!(" {}", safe(aside)));
        let whole = format!("{}{aside}", safe(&text));
        for line in wrap(&whole, self.style.width) {
            let (heading, aside) =
                whole[line.clone()].split_at(end.clamp(line.start, line.end) - line.start);
            for (part, style) in [(heading, style), (aside, QUIET)] {
                if !part.is_empty() {
                    write!(self.out, "{}", paint(part, style, self.style.colour))?;
                }
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn passage(&mut self, layout: Layout, passage: &Passage) -> io::Result<()> {
        if layout == Layout::Hit {
            let rank = passage.rank.map(|rank| format!("{rank:>2}  "));
            self.line(&rank.unwrap_or_default(), &passage.cited)?;
            return self.placed(&passage.place, passage);
        }
        let place = [passage.cited.clone(), passage.place.clone()];
        self.placed(&Line::joined(place), passage)
    }

    /// Writes a passage below its place.
    fn placed(&mut self, place: &Line, passage: &Passage) -> io::Result<()> {
        if !place.is_empty() {
            self.line(INDENT, place)?;
        }
        for remark in &passage.above {
            self.line(INDENT, remark)?;
        }
        let bar = Line::from(INDENT).and(Style::Quiet, "│ ");
        let context = |text: &String| Line::new(Style::Quiet, text);
        for text in &passage.before {
            self.wrapped(&bar, &bar, &context(text))?;
        }
        self.line(INDENT, &passage.text)?;
        for text in &passage.after {
            self.wrapped(&bar, &bar, &context(text))?;
        }
        for remark in &passage.below {
            self.line(INDENT, remark)?;
        }
        for (score, part) in &passage.explanation {
            self.line(&format!("{INDENT}{score:>8}  "), &part.as_str().into())?;
        }
        Ok(())
    }

    fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        let number = entry.number.map(|number| format!("{number:>2}  "));
        self.line(&number.unwrap_or_default(), &entry.title)?;
        if !entry.text.is_empty() {
            self.line(INDENT, &entry.text)?;
        }
        for warning in &entry.warnings {
            let warning = Line::new(Style::Match, format!("▸ {warning}"));
            self.line(INDENT, &warning)?;
        }
        entry
            .passages
            .iter()
            .try_for_each(|passage| self.passage(Layout::Item, passage))
    }

    fn quotation(&mut self, quoted: &Quoted) -> io::Result<()> {
        self.line("", &format!("“{}”", quoted.quotation.text).into())?;
        writeln!(self.out)?;
        self.line("", &quoted.quotation.citation.as_str().into())?;
        self.line("", &quoted.place)?;
        let licence = format!("Licence: {}", quoted.quotation.licence.statement);
        self.line("", &Line::new(Style::Quiet, licence))?;
        self.line("", &Line::new(Style::Id, &quoted.quotation.id))
    }

    /// Writes a line behind `lead`; wrapped lines are indented as far.
    fn line(&mut self, lead: &str, line: &Line) -> io::Result<()> {
        let rest = " ".repeat(lead.width());
        self.wrapped(&lead.into(), &rest.into(), line)
    }

    /// Writes a line, wrapped, behind `first`, and its further lines behind `rest`.
    fn wrapped(&mut self, first: &Line, rest: &Line, line: &Line) -> io::Result<()> {
        let colour = self.style.colour;
        let lead: usize = Runs::of(first, None).text.width();
        let room = self.style.width;
        let room = room.map(|width| width.saturating_sub(lead).max(NARROWEST));
        let plain = Runs::of(line, room);
        for (at, part) in wrap(&plain.text, room).into_iter().enumerate() {
            let lead = Runs::of(if at == 0 { first } else { rest }, None);
            let lead = lead.painted(0..lead.text.len(), colour);
            writeln!(self.out, "{lead}{}", plain.painted(part, colour))?;
        }
        Ok(())
    }
}

/// A line as one text without control characters, and what stands where in it.
struct Runs<'a> {
    text: String,
    runs: Vec<(Range<usize>, anstyle::Style, Option<&'a str>)>,
}

impl<'a> Runs<'a> {
    /// Headings are shortened so that the line fits into `room`, if that leaves something of them.
    fn of(line: &'a Line, room: Option<usize>) -> Self {
        let others = line.0.iter().filter(|span| span.style != Style::Heading);
        let others: usize = others.map(|span| safe(&span.text).width()).sum();
        let left = room.map(|room| room.saturating_sub(others));
        let left = left.filter(|left| *left >= SHORTEST_HEADING);
        let longest = left.unwrap_or(HEADING_LENGTH).min(HEADING_LENGTH);
        let mut text = String::new();
        let mut runs: Vec<(Range<usize>, anstyle::Style, Option<&str>)> = Vec::new();
        for span in &line.0 {
            let from = text.len();
            let shown = safe(&span.text);
            match span.style {
                Style::Heading => text.push_str(&shortened(&shown, longest)),
                Style::Code => text.extend(["`", &shown, "`"]),
                _ => text.push_str(&shown),
            }
            let style = match span.style {
                Style::Plain | Style::Code => anstyle::Style::new(),
                Style::Strong | Style::Subject => AREA,
                Style::Quiet | Style::Heading => QUIET,
                Style::Id => ID,
                Style::Match => MATCH,
            };
            let link = span.link.as_ref().map(Link::as_str);
            match runs.last_mut() {
                Some((range, last, to)) if *last == style && *to == link => range.end = text.len(),
                _ => runs.push((from..text.len(), style, link)),
            }
        }
        Runs { text, runs }
    }

    /// A part of the text with its colours and links (OSC 8). A [`Link`]
    /// is printable ASCII: nothing in it can end the sequence.
    fn painted(&self, part: Range<usize>, colour: bool) -> String {
        let mut out = String::new();
        for (range, style, link) in &self.runs {
            let (start, end) = (range.start.max(part.start), range.end.min(part.end));
            if start >= end {
                continue;
            }
            let shown = self.text[start..end].replace(GLUE, " ");
            let plain = *style == anstyle::Style::new();
            let shown = paint(&shown, *style, colour && !plain);
            match link {
                Some(link) => {
                    out += &format!("\u{1b}]8;;{link}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\");
                }
                None => out += &shown,
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, room: usize) -> Vec<&str> {
        let lines = wrap(text, Some(room)).into_iter();
        lines.map(|line| &text[line]).collect()
    }

    #[test]
    fn names_are_not_broken() {
        assert_eq!(
            wrapped(
                "leadership/multi-agency-working 3, care/early-help 2, good",
                28
            ),
            [
                "leadership/multi-agency-working",
                "3, care/early-help 2, good"
            ],
            "even one that is longer than a line"
        );
        assert_eq!(
            wrapped(
                "health/camhs\u{a0}12, leadership/multi-agency-working\u{a0}3",
                44
            ),
            [
                "health/camhs\u{a0}12,",
                "leadership/multi-agency-working\u{a0}3"
            ],
            "and a number stays with its name"
        );
    }

    #[test]
    fn a_heading_is_shortened_so_that_its_line_fits() {
        let line = Line::new(Style::Heading, "What it is like here").and(Style::Id, " · kent:1");
        let shown = |room| Runs::of(&line, room).text;
        assert_eq!(shown(None), "What it is like here · kent:1");
        assert_eq!(shown(Some(26)), "What it is like… · kent:1");
        assert_eq!(shown(Some(20)), "What it is like here · kent:1");
    }

    #[test]
    fn styles_hold_over_the_end_of_a_line() {
        let line = Line::from("a b ").and(Style::Match, "c d");
        let runs = Runs::of(&line, None);
        assert_eq!(runs.text, "a b c d");
        assert_eq!(
            runs.painted(0..5, true),
            "a b \u{1b}[1m\u{1b}[33mc\u{1b}[0m"
        );
        assert_eq!(runs.painted(6..7, true), "\u{1b}[1m\u{1b}[33md\u{1b}[0m");
    }
}
