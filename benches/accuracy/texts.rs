//! Reports that are there both as a PDF and as clean text: how much of the text stands in the
//! passages of the PDF, in its order.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

use findings::report::recognise;
use findings::report::sections;

use crate::Measured;

/// Word pairs of every text that occur in the passages of the PDF of the same inspection.
pub(crate) fn compare(folder: &Path) -> Measured {
    let mut out = String::new();
    let mut pdfs: HashMap<String, HashMap<(String, String), usize>> = HashMap::new();
    let mut texts = Vec::new();
    for file in crate::documents(folder) {
        let Some(document) = crate::load(&folder.join(&file)) else {
            continue;
        };
        let metadata = recognise(&document);
        let Some(end) = metadata.inspection_end else {
            continue;
        };
        let same = format!("{:?} {:?} {end}", metadata.kind, metadata.areas);
        if file.extension().is_some_and(|extension| extension == "pdf") {
            let (found, _) = sections(&document, metadata.kind);
            let words: Vec<String> = found
                .iter()
                .flat_map(|section| {
                    let heading = std::iter::once(section.heading.as_str());
                    heading.chain(section.passages.iter().map(|passage| passage.text.as_str()))
                })
                .flat_map(words)
                .collect();
            let mut pairs = HashMap::new();
            for pair in words.windows(2) {
                *pairs.entry((pair[0].clone(), pair[1].clone())).or_default() += 1;
            }
            pdfs.insert(same, pairs);
        } else {
            let lines = document.lines().into_iter();
            let words: Vec<String> = lines.flat_map(|line| words(line.text)).collect();
            texts.push((file, same, words));
        }
    }
    let mut least = None;
    for (file, same, words) in texts {
        let Some(pairs) = pdfs.get_mut(&same) else {
            continue;
        };
        let all = words.len().saturating_sub(1);
        let mut found = 0;
        for pair in words.windows(2) {
            if let Some(left @ 1..) = pairs.get_mut(&(pair[0].clone(), pair[1].clone())) {
                *left -= 1;
                found += 1;
            }
        }
        let share = 100.0 * f64::from(found) / all.max(1) as f64;
        least = Some(least.map_or(share, |least: f64| least.min(share)));
        let _ = writeln!(
            out,
            "word pairs of {}: {share:.2} % in the PDF",
            file.display()
        );
    }
    Measured {
        text: out,
        figures: least
            .map(|least| ("word pairs of texts", least))
            .into_iter()
            .collect(),
    }
}

/// Words in lower case, hyphens and apostrophes apart.
fn words(text: &str) -> Vec<String> {
    findings::text::tokens(text)
        .map(|token| token.word.into_owned())
        .collect()
}
