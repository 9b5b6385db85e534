//! Lengths of passages, words lost, and passages that begin or carry what they should not.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::Path;

use findings::document::Document;
use findings::report::{Role, Section, sections};

use crate::Measured;

/// Measures every document under the folder.
pub(crate) fn measure(folder: &Path) -> Measured {
    let mut out = String::new();
    let mut lengths: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    let (mut passages, mut furniture, mut broken) = (0u32, 0u32, 0u32);
    let (mut words, mut kept) = (0usize, 0usize);
    for file in crate::documents(folder) {
        let Some(document) = crate::load(&folder.join(&file)) else {
            continue;
        };
        let kind = crate::kind_of(&document);
        let (found, warnings) = sections(&document, kind);
        for warning in warnings {
            let _ = writeln!(out, "{}: {warning}", file.display());
        }
        let (all, there) = recall(&document, &found);
        words += all;
        kept += there;
        if (there as f64) < all as f64 * 0.985 {
            let _ = writeln!(out, "words kept {there} of {all}: {}", file.display());
        }
        for section in found.iter().filter(|section| is_content(section.role)) {
            for passage in &section.passages {
                passages += 1;
                lengths
                    .entry(kind.name())
                    .or_default()
                    .push(passage.text.split_whitespace().count());
                let carries = has_furniture(&passage.text);
                let mid = passage.text.starts_with(char::is_lowercase);
                furniture += u32::from(carries);
                broken += u32::from(mid);
                if carries || mid {
                    let _ = writeln!(
                        out,
                        "{} {}: {}",
                        if carries { "furniture" } else { "broken" },
                        file.display(),
                        passage.text.chars().take(100).collect::<String>()
                    );
                }
            }
        }
    }
    let share = |part: f64, whole: f64| 100.0 * part / whole.max(1.0);
    for (kind, mut counts) in lengths {
        counts.sort_unstable();
        let at = |share: usize| counts[(counts.len() - 1) * share / 100];
        let short = counts.iter().filter(|count| **count < 12).count();
        let _ = writeln!(
            out,
            "{kind}: {} passages, words {}/{}/{}/{}/{}/{}/{} max {}, under 12: {:.1} %",
            counts.len(),
            at(5),
            at(25),
            at(50),
            at(75),
            at(90),
            at(95),
            at(99),
            at(100),
            share(short as f64, counts.len() as f64)
        );
    }
    let _ = writeln!(
        out,
        "passages {passages}; with furniture {:.2} %; beginning in mid-sentence {:.2} %; words kept {:.2} %",
        share(f64::from(furniture), f64::from(passages)),
        share(f64::from(broken), f64::from(passages)),
        share(kept as f64, words as f64)
    );
    let bad = f64::from(furniture + broken);
    Measured {
        text: out,
        figures: vec![
            (
                "passages with furniture or cut",
                share(bad, f64::from(passages)),
            ),
            ("words kept", share(kept as f64, words as f64)),
        ],
    }
}

fn is_content(role: Role) -> bool {
    !matches!(role, Role::Boilerplate | Role::Details | Role::Outcome)
}

fn has_furniture(text: &str) -> bool {
    let lower = text.to_lowercase().replace('\u{2019}', "'");
    lower.contains("inspection report:")
        || lower.contains("local authority children's services 1")
        || lower.starts_with("inspection of ")
}

/// Words of the document, and how many of them the sections hold.
fn recall(document: &Document, sections: &[Section]) -> (usize, usize) {
    let mut have: HashMap<String, i64> = HashMap::new();
    for section in sections {
        for text in std::iter::once(&section.heading)
            .chain(section.passages.iter().map(|passage| &passage.text))
        {
            for word in split(text) {
                *have.entry(word).or_default() += 1;
            }
        }
    }
    let (mut all, mut there) = (0, 0);
    for word in document.lines().iter().flat_map(|line| split(line.text)) {
        all += 1;
        if let Some(count) = have.get_mut(&word).filter(|count| **count > 0) {
            *count -= 1;
            there += 1;
        }
    }
    (all, there)
}

fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.chars().all(|c| c.is_ascii_digit()))
        .map(str::to_lowercase)
        .collect()
}
