//! Recognising the headings of a report: closed lists of phrases per kind, and the look of the
//! lines.

use crate::document::block::Run;
use crate::report::{Kind, Role};
use crate::text::{folded, word_count};

/// Longest heading in words; the longest printed one has 31.
const LONGEST: usize = 40;

/// A heading found in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heading {
    /// As printed, white space collapsed, footnote figure gone.
    pub text: String,
    pub role: Role,
    /// Grade printed beside the heading in a table cell of its own; empty if there is none.
    pub beside: String,
    /// Number of lines it takes.
    pub lines: usize,
}

/// The role of a printed heading, if it is on the list of the kind. `opening` is whether no section
/// has been opened yet.
pub(super) fn role_of(kind: Kind, text: &str, opening: bool) -> Option<Role> {
    let key = heading_key(text);
    if key.is_empty() || word_count(&key) > LONGEST || key.ends_with("because") {
        return None;
    }
    let is = |phrase: &&str| match (phrase.strip_prefix('^'), phrase.strip_suffix('*')) {
        (Some(begin), _) => opening && key.starts_with(begin.trim_end_matches('*')),
        (None, Some(begin)) => key.starts_with(begin),
        (None, None) => key == *phrase,
    };
    let mut headings = kind.row().headings.iter();
    headings
        .find(|(_, phrases)| phrases.iter().any(&is))
        .map(|(role, _)| *role)
}

/// The heading that starts at the first of the lines, if one does.
pub(super) fn at(run: &Run<'_>, kind: Kind, opening: bool) -> Option<Heading> {
    let (left, right) = cells(run);
    if left.is_empty() {
        return None;
    }
    // Only a whole run may have cells beside it; the lines of a shorter heading are consecutive.
    let longest = if run.styled {
        left.len()
    } else {
        left.len().min(3)
    };
    for count in (1..=longest).rev() {
        let whole = count == left.len();
        if !whole && !right.is_empty() {
            continue;
        }
        let text = joined(&left[..count]);
        let Some(role) = role_of(kind, &text, opening) else {
            continue;
        };
        if !whole && !is_complete(kind, &text) {
            continue;
        }
        if !run.styled && !stands_alone(&text) {
            continue;
        }
        return Some(Heading {
            text: tidy(&text),
            role,
            beside: joined(&right),
            lines: count + if whole { right.len() } else { 0 },
        });
    }
    if kind.row().own_headings {
        by_look(run)
    } else {
        None
    }
}

/// A heading told by its look alone, in documents of no fixed form: a short run of bold or large
/// lines that is no sentence.
fn by_look(run: &Run<'_>) -> Option<Heading> {
    let lines: Vec<&str> = run.lines.iter().map(|(text, _)| *text).collect();
    let text = joined(&lines);
    let short = word_count(&text) <= 16 && !text.ends_with(['.', ',', ';', ':']);
    let worded = text.chars().any(char::is_alphabetic);
    (run.styled && !run.row && short && worded).then(|| Heading {
        text: tidy(&text),
        role: Role::Findings,
        beside: String::new(),
        lines: lines.len(),
    })
}

/// Title lines and the grade cells right of them.
fn cells<'a>(run: &Run<'a>) -> (Vec<&'a str>, Vec<&'a str>) {
    let beside = |(text, right): &(&str, bool)| *right && is_grade(text);
    let words = |beside_too: bool| {
        run.lines
            .iter()
            .filter(move |line| beside(line) == beside_too)
            .map(|(text, _)| *text)
            .collect()
    };
    (words(false), words(true))
}

/// Whether a cell holds nothing but words of a grade.
fn is_grade(text: &str) -> bool {
    folded(text).split(' ').all(|word| {
        matches!(
            word,
            "outstanding"
                | "good"
                | "adequate"
                | "inadequate"
                | "requires"
                | "require"
                | "improvement"
                | "to"
                | "be"
                | "not"
                | "judged"
        )
    })
}

/// Whether a heading cut off before the end of its run is a whole one: in a list of phrases that
/// begin a heading, the rest of the run may belong to it.
fn is_complete(kind: Kind, text: &str) -> bool {
    let key = heading_key(text);
    let mut phrases = kind.row().headings.iter().flat_map(|(_, phrases)| *phrases);
    phrases.any(|phrase| key == *phrase) || text.trim_end().ends_with(['?', '.'])
}

/// In text without looks a heading is short and no sentence.
fn stands_alone(text: &str) -> bool {
    word_count(text) <= 32
        && !(text.ends_with('.') && word_count(text) > 16)
        && !text.ends_with(',')
}

fn joined(lines: &[&str]) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() && !out.ends_with('-') {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

fn tidy(text: &str) -> String {
    without_note(text)
        .trim_start_matches(['#', ' '])
        .to_string()
}

/// A heading as it is compared: folded, without a footnote figure or closing punctuation.
pub(super) fn heading_key(text: &str) -> String {
    let folded = folded(text);
    let bare = without_note(&folded);
    bare.trim_end_matches([':', '.', '?', ' ', '*'])
        .trim_start_matches(['#', ' '])
        .to_string()
}

/// Strips a footnote figure glued to the last word (`improve?1`, `area2`), or, where a reader took
/// the raised figure for the start of the line, to the first.
pub(super) fn without_note(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let raised = (1..=2).contains(&(text.len() - rest.len()));
    let text = if raised && rest.starts_with(char::is_alphabetic) {
        rest
    } else {
        text
    };
    let trimmed = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let figures = text.len() - trimmed.len();
    let glued = trimmed
        .chars()
        .next_back()
        .is_some_and(|c| c.is_lowercase() || matches!(c, '.' | '?' | ')' | ':'));
    if (1..=2).contains(&figures) && glued {
        trimmed
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_compare_without_quotes_case_and_notes() {
        assert_eq!(
            heading_key("What needs  to improve?1"),
            "what needs to improve"
        );
        assert_eq!(
            heading_key("The LSCB\u{2019}s strengths:"),
            "the lscb's strengths"
        );
        assert_eq!(
            heading_key("1Information about this area2"),
            "information about this area"
        );
        assert_eq!(heading_key("Years 2 to 11"), "years 2 to 11");
    }
}
