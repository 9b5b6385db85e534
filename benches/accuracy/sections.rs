//! Headings and roles, in order, against the sections that were read by eye.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use findings::report::{Role, Section, sections};

use crate::Measured;

/// A section as the truth file has it.
struct Expected {
    heading: String,
    role: String,
    first_words: String,
}

/// Compares every document of the truth file; lists what differs.
pub(crate) fn compare(pages: &Path, truth: &Path) -> Measured {
    let mut out = String::new();
    let (mut right, mut worded, mut with_words, mut total, mut extra) = (0, 0, 0, 0, 0);
    for (file, expected) in read(truth) {
        let Some(document) = crate::load(&pages.join(&file)) else {
            let _ = writeln!(out, "no pages for {file}");
            continue;
        };
        let (found, _) = sections(&document, crate::kind_of(&document));
        // Titles before the first section are nobody's section in the truth.
        let found: Vec<&Section> = found
            .iter()
            .enumerate()
            .filter(|(at, section)| {
                !(*at == 0 && section.heading.is_empty() && section.role == Role::Boilerplate)
            })
            .map(|(_, section)| section)
            .collect();
        let matched = aligned(&expected, &found);
        total += i32::try_from(expected.len()).unwrap_or(i32::MAX);
        extra += found.len() - matched.iter().flatten().count();
        for (want, at) in expected.iter().zip(&matched) {
            let Some(at) = at else {
                let _ = writeln!(out, "missed  {file}: {} [{}]", want.heading, want.role);
                continue;
            };
            right += 1;
            if want.first_words.is_empty() {
                continue;
            }
            with_words += 1;
            let begins = found[*at]
                .passages
                .iter()
                .take(3)
                .any(|passage| key(&passage.text).contains(&key(&want.first_words)));
            if begins {
                worded += 1;
            } else {
                let first = found[*at]
                    .passages
                    .first()
                    .map_or("", |passage| passage.text.as_str());
                let _ = writeln!(
                    out,
                    "begins  {file}: {} | {} | {}",
                    want.heading,
                    want.first_words,
                    first.chars().take(80).collect::<String>()
                );
            }
        }
        for (at, section) in found.iter().enumerate() {
            if !matched.contains(&Some(at)) {
                let _ = writeln!(
                    out,
                    "extra   {file}: {} [{}]",
                    section.heading,
                    section.role.name()
                );
            }
        }
    }
    let share = |part: i32, whole: i32| 100.0 * f64::from(part) / f64::from(whole.max(1));
    let _ = writeln!(
        out,
        "sections: {right} of {total} right ({:.1} %), {extra} extra; beginnings {worded} of {with_words} ({:.1} %)",
        share(right, total),
        share(worded, with_words)
    );
    Measured {
        text: out,
        figures: vec![("sections", share(right, total))],
    }
}

fn read(truth: &Path) -> BTreeMap<String, Vec<Expected>> {
    let mut files: BTreeMap<String, Vec<Expected>> = BTreeMap::new();
    let Ok(mut reader) = csv::Reader::from_path(truth) else {
        return files;
    };
    for row in reader.records().flatten() {
        let cell = |at: usize| row.get(at).unwrap_or_default().to_string();
        files.entry(cell(0)).or_default().push(Expected {
            heading: cell(3),
            role: cell(4),
            first_words: cell(5),
        });
    }
    files
}

/// Longest common sequence of (heading, role); for each expected section the one found.
fn aligned(expected: &[Expected], found: &[&Section]) -> Vec<Option<usize>> {
    let same = |want: &Expected, section: &Section| {
        key(&want.heading) == key(&section.heading) && want.role == section.role.name()
    };
    let (n, m) = (expected.len(), found.len());
    let mut best = vec![vec![0usize; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            best[i][j] = if same(&expected[i], found[j]) {
                best[i + 1][j + 1] + 1
            } else {
                best[i + 1][j].max(best[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = vec![None; n];
    while i < n && j < m {
        if same(&expected[i], found[j]) {
            out[i] = Some(j);
            i += 1;
            j += 1;
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// Letters and figures only, lower-cased: quotes and spacing do not count.
fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
