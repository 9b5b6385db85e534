//! Recognising the headings of a report: closed lists of phrases per kind, and the look of the
//! lines.

use crate::report::sections::layout::{Metrics, TextLine};
use crate::report::sections::phrases::{Phrase, phrases};
use crate::report::sections::wording::{folded, heading_key, words};
use crate::report::{Kind, Role};

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
    if key.is_empty() || words(&key) > LONGEST || key.ends_with("because") {
        return None;
    }
    phrases(kind)
        .iter()
        .find(|(phrase, _)| match phrase {
            Phrase::Whole(whole) => key == *whole,
            Phrase::Begins(begin) => key.starts_with(begin),
            Phrase::Opens(begin) => opening && key.starts_with(begin),
        })
        .map(|(_, role)| *role)
}

/// The heading that starts at the first of the lines, if one does.
pub(super) fn at(
    lines: &[TextLine],
    metrics: &Metrics,
    kind: Kind,
    opening: bool,
) -> Option<Heading> {
    let first = lines.first()?;
    if metrics.looks && !first.is_heavy(metrics) {
        return None;
    }
    let run = run_of(lines, metrics);
    let (left, right) = cells(&run);
    if left.is_empty() {
        return None;
    }
    // Only a whole run may have cells beside it; the lines of a shorter heading are consecutive.
    let longest = if metrics.looks {
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
        if !metrics.looks && !stands_alone(&text) {
            continue;
        }
        return Some(Heading {
            text: tidy(&text),
            role,
            beside: joined(&right),
            lines: count + if whole { right.len() } else { 0 },
        });
    }
    if is_free(kind) {
        by_look(&run, metrics)
    } else {
        None
    }
}

/// A heading told by its look alone, in documents of no fixed form: a short run of bold or large
/// lines that is no sentence.
fn by_look(run: &[&TextLine], metrics: &Metrics) -> Option<Heading> {
    let text = joined(run);
    let short = words(&text) <= 16 && !text.ends_with(['.', ',', ';', ':']);
    let worded = text.chars().any(char::is_alphabetic);
    (metrics.looks && short && worded).then(|| Heading {
        text: tidy(&text),
        role: Role::Findings,
        beside: String::new(),
        lines: run.len(),
    })
}

/// Whether documents of a kind have headings of their own making.
fn is_free(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PressRelease | Kind::Other | Kind::SafeguardingProgress
    )
}

/// Lines from the first that look alike and follow one another without a gap.
fn run_of<'a>(lines: &'a [TextLine], metrics: &Metrics) -> Vec<&'a TextLine> {
    let mut run: Vec<&TextLine> = Vec::new();
    for line in lines.iter().take(8) {
        let Some(last) = run.last() else {
            run.push(line);
            continue;
        };
        let close = line
            .below(last)
            .is_some_and(|gap| gap > -line.size * 0.9 && gap <= line.size.max(last.size) * 1.36);
        let alike = if metrics.looks {
            line.is_heavy(metrics) && (line.size - run[0].size).abs() < 1.1
        } else {
            true
        };
        let bulleted = !matches!(
            crate::report::sections::bullets::start(&line.text).0,
            crate::report::sections::bullets::Start::Plain
        );
        if !close || !alike || bulleted {
            break;
        }
        run.push(line);
    }
    run
}

/// Title lines and the grade cells right of them.
fn cells<'a>(run: &[&'a TextLine]) -> (Vec<&'a TextLine>, Vec<&'a TextLine>) {
    let edge = run
        .iter()
        .map(|line| line.left)
        .fold(f32::INFINITY, f32::min);
    run.iter()
        .copied()
        .partition(|line| line.left < edge + 100.0 || !is_grade(&line.text))
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
    phrases(kind)
        .iter()
        .any(|(phrase, _)| matches!(phrase, Phrase::Whole(whole) if key == *whole))
        || text.trim_end().ends_with(['?', '.'])
}

/// In text without looks a heading is short and no sentence.
fn stands_alone(text: &str) -> bool {
    words(text) <= 32 && !(text.ends_with('.') && words(text) > 16) && !text.ends_with(',')
}

fn joined(lines: &[&TextLine]) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() && !out.ends_with('-') {
            out.push(' ');
        }
        out.push_str(&line.text);
    }
    out
}

fn tidy(text: &str) -> String {
    crate::report::sections::wording::without_note(text)
        .trim_start_matches(['#', ' '])
        .to_string()
}
