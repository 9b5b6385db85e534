//! Who is to act: from the cell of a table, or from the subject of a sentence; with the table of bodies
//! and of words in lists, `actions.toml`.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::answers::names::Names;

/// Who is to act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The sort of body, such as `local-authority` or `integrated-care-board`.
    pub kind: String,
    /// Its name, acronyms spelled out: `NHS Devon integrated care board`.
    pub name: String,
    /// As printed.
    pub printed: String,
}

/// The kind that is named only where no other is.
const UNNAMED: &str = "leaders";

/// The kind of a body in a table cell that the table of bodies does not know.
const OTHER: &str = "other";

/// Words that begin sentences and stand before a body without being part of its name.
const NOT_OF_A_NAME: [&str; 9] = [
    "Leaders",
    "The",
    "Area",
    "Local",
    "Senior",
    "In",
    "Both",
    "All",
    "Commissioners",
];

/// Small words inside a name.
const INSIDE: [&str; 5] = ["and", "of", "upon", "on", "&"];

static NAMES: LazyLock<Option<Names>> =
    LazyLock::new(|| Names::new(table().body.iter().map(|entry| &entry.cues)).ok());

/// The bodies that a stretch of text names, in order, each once.
pub(super) fn named(text: &str) -> Vec<Body> {
    let Some(names) = NAMES.as_ref() else {
        return Vec::new();
    };
    let mut bodies: Vec<Body> = Vec::new();
    let mut from = 0;
    for found in names.find(text) {
        let (cue, end) = found.at;
        // The acronym in brackets behind a name adds nothing.
        if text[..cue].ends_with('(') {
            from = end;
            continue;
        }
        let start = beginning(text, from, cue);
        add(&mut bodies, &text[start..end], cue - start, found.entry);
        from = end;
    }
    without_unnamed(bodies)
}

/// Where the last name of a body ends in a stretch of text, in bytes.
pub(super) fn last_end(text: &str) -> Option<usize> {
    let found = NAMES.as_ref()?.find(text);
    found.last().map(|named| named.at.1)
}

/// The bodies of a table cell: every one that is listed, known or not.
pub(super) fn listed(cell: &str) -> Vec<Body> {
    let Some(names) = NAMES.as_ref() else {
        return Vec::new();
    };
    let found = names.find(cell);
    // A list is parted by commas, and by `and` behind a body; names hold an `and` of their own.
    static ACRONYM: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\s*\([A-Z]{2,}\)").ok());
    let mut cuts = vec![0];
    cuts.extend(cell.match_indices(", ").map(|(at, mark)| at + mark.len()));
    cuts.extend(
        cell.match_indices(" and NHS ")
            .map(|(at, _)| at + " and ".len()),
    );
    for named in &found {
        let acronym = ACRONYM
            .as_ref()
            .and_then(|known| known.find(&cell[named.at.1..]));
        let end = named.at.1 + acronym.map_or(0, |acronym| acronym.end());
        let rest = &cell[end..];
        if rest.starts_with(" and ") {
            cuts.push(end + " and ".len());
        } else if acronym.is_some() && rest.starts_with(' ') {
            cuts.push(end + 1);
        }
    }
    cuts.push(cell.len());
    cuts.sort_unstable();
    cuts.dedup();
    let mut bodies = Vec::new();
    for part in cuts.windows(2) {
        let (start, end) = (part[0], part[1]);
        let printed = cell[start..end].trim_matches(|c: char| " ,.;".contains(c));
        let printed = printed.strip_suffix(" and").unwrap_or(printed).trim();
        let printed = printed.strip_prefix("and ").unwrap_or(printed);
        let printed = printed.strip_prefix("the ").unwrap_or(printed);
        if printed.is_empty() {
            continue;
        }
        // The acronym in brackets behind a name adds nothing.
        let bare = printed.split(" (").next().unwrap_or(printed);
        match names.find(bare).last() {
            Some(named) => add(&mut bodies, bare, named.at.0, named.entry),
            None => push(
                &mut bodies,
                Body {
                    kind: OTHER.to_owned(),
                    name: printed.to_owned(),
                    printed: printed.to_owned(),
                },
            ),
        }
    }
    bodies
}

/// The kind of body that a name or acronym (in either case) stands for.
pub(super) fn kind(name: &str) -> Option<String> {
    let names = NAMES.as_ref()?;
    let entry = table().body.get(names.entry(name)?)?;
    Some(entry.kind.clone())
}

/// Adds the body of an entry; its cue begins at `cue` of its printed name.
fn add(bodies: &mut Vec<Body>, printed: &str, cue: usize, entry: usize) {
    let Some(entry) = table().body.get(entry) else {
        return;
    };
    let own = printed[..cue].trim();
    let words = &printed[cue..];
    let short = words.chars().filter(|c| c.is_uppercase()).count() > 1 && !words.contains(' ');
    let proper = own.chars().next().is_some_and(char::is_uppercase);
    let name = match (proper, short) {
        (false, _) => entry.name.clone(),
        (true, true) => format!("{own} {}", entry.title),
        (true, false) => format!("{own} {words}"),
    };
    push(
        bodies,
        Body {
            kind: entry.kind.clone(),
            name,
            printed: printed.to_owned(),
        },
    );
}

fn push(bodies: &mut Vec<Body>, body: Body) {
    if !bodies.iter().any(|known| known.name == body.name) {
        bodies.push(body);
    }
}

/// Drops the general `leaders` where a body is named.
fn without_unnamed(mut bodies: Vec<Body>) -> Vec<Body> {
    if bodies.iter().any(|body| body.kind != UNNAMED) {
        bodies.retain(|body| body.kind != UNNAMED);
    }
    bodies
}

/// Where the name begins that ends in the words at `cue`: at the first of the words with capitals
/// that stand right before them, and not before `from`.
fn beginning(text: &str, from: usize, cue: usize) -> usize {
    let mut start = cue;
    let mut at = cue;
    loop {
        let before = text[from..at].trim_end();
        if before.len() == at - from {
            break;
        }
        let word_start = before
            .rfind(char::is_whitespace)
            .map_or(0, |space| space + 1);
        let word = &before[word_start..];
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if capital && !NOT_OF_A_NAME.contains(&word) && !word.ends_with([',', ';', ':', '.', ')']) {
            at = from + word_start;
            start = at;
        } else if INSIDE.contains(&word) && start < cue {
            at = from + word_start;
        } else {
            break;
        }
    }
    start
}

/// What `actions.toml` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) body: Vec<Entry>,
    pub(super) items: Words,
}

/// Words by which items of a list begin and go on.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) verbs: Vec<String>,
    pub(super) continuations: Vec<String>,
    pub(super) modals: Vec<String>,
    pub(super) due: Vec<String>,
    pub(super) introductions: Vec<String>,
    pub(super) none: Vec<String>,
}

pub(super) const EMBEDDED: &str = include_str!("actions.toml");

/// The table, read once. A test reads it as well, so that it is never empty.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(EMBEDDED).unwrap_or_default());
    &TABLE
}

/// A sort of body, as the table has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) cues: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bodies: &[Body]) -> Vec<(&str, &str)> {
        bodies
            .iter()
            .map(|body| (body.kind.as_str(), body.name.as_str()))
            .collect()
    }

    #[test]
    fn the_subject_names_bodies_with_their_own_names() {
        assert_eq!(
            names(&named("Leaders in the ICB and the LA")),
            [
                ("integrated-care-board", "integrated care board"),
                ("local-authority", "local authority")
            ]
        );
        assert_eq!(
            names(&named(
                "NHS Saltmarsh and Five Rivers ICB and Fenmouth County Council"
            )),
            [
                (
                    "integrated-care-board",
                    "NHS Saltmarsh and Five Rivers Integrated Care Board"
                ),
                ("local-authority", "Fenmouth County Council")
            ]
        );
        assert_eq!(
            names(&named("Leaders across the partnership")),
            [("local-area-partnership", "local area partnership")]
        );
        assert_eq!(names(&named("Senior leaders")), [("leaders", "leaders")]);
        assert_eq!(names(&named("Plans")), []);
    }

    #[test]
    fn a_cell_lists_bodies_known_or_not() {
        assert_eq!(
            names(&listed(
                "Fenmouth County Council, Fenmouth Learning Alliance and NHS Saltmarsh and Weir ICB (ICB)"
            )),
            [
                ("local-authority", "Fenmouth County Council"),
                ("other", "Fenmouth Learning Alliance"),
                (
                    "integrated-care-board",
                    "NHS Saltmarsh and Weir Integrated Care Board"
                ),
            ]
        );
        let twice = "Ashmere Council and NHS Weir Integrated Care Board (ICB) Ashmere Council";
        assert_eq!(
            names(&listed(twice)),
            [
                ("local-authority", "Ashmere Council"),
                ("integrated-care-board", "NHS Weir Integrated Care Board"),
            ]
        );
    }
}
