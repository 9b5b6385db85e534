//! Themes against the labelled passages: the plain rule of the field's cue lists beside ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use findings::report::themes::Taxonomy;
use regex::Regex;
use serde::Deserialize;

use crate::Measured;

#[derive(Deserialize)]
struct Labelled {
    text: String,
    themes: BTreeSet<String>,
}

#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "the keys of the file")]
struct Cues {
    cues: Vec<String>,
    weak: Vec<String>,
    anti: Vec<String>,
}

/// Right, wrong and missing labels.
#[derive(Default, Clone, Copy)]
struct Count {
    right: u32,
    wrong: u32,
    missing: u32,
}

impl Count {
    fn add(&mut self, got: bool, want: bool) {
        self.right += u32::from(got && want);
        self.wrong += u32::from(got && !want);
        self.missing += u32::from(!got && want);
    }

    /// Harmonic mean of precision and recall.
    fn f1(self) -> f64 {
        let wrong = f64::from(self.wrong + self.missing);
        2.0 * f64::from(self.right) / (2.0 * f64::from(self.right) + wrong).max(1.0)
    }

    fn line(self) -> String {
        let share = |part: u32, rest: u32| f64::from(part) / f64::from((part + rest).max(1));
        let (p, r) = (
            share(self.right, self.wrong),
            share(self.right, self.missing),
        );
        format!(
            "P {p:.2} R {r:.2} F1 {:.3} ({} right, {} wrong, {} missing)",
            2.0 * p * r / (p + r).max(1e-9),
            self.right,
            self.wrong,
            self.missing
        )
    }
}

/// Compares both rules over every labelled passage.
pub(crate) fn compare(truth: &Path) -> Measured {
    let mut out = String::new();
    let passages: Vec<Labelled> = std::fs::read_to_string(truth)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let taxonomy = match Taxonomy::embedded() {
        Ok(taxonomy) => taxonomy,
        Err(message) => {
            return Measured {
                text: message,
                figures: Vec::new(),
            };
        }
    };
    let ours = |text: &str| taxonomy.assign(text).into_iter().collect::<BTreeSet<_>>();
    let mut per: BTreeMap<&str, Count> = BTreeMap::new();
    let mut all = Count::default();
    let mut plain_f1 = 0.0;
    for passage in &passages {
        let got = ours(&passage.text);
        for (path, _) in taxonomy.themes() {
            let (got, want) = (got.contains(path), passage.themes.contains(path));
            per.entry(path).or_default().add(got, want);
            all.add(got, want);
        }
    }
    for (path, count) in per {
        let _ = writeln!(out, "{path:36} {}", count.line());
    }
    if let Some(plain) = plain_rule(&truth.with_file_name("themes.toml")) {
        let mut count = Count::default();
        for passage in &passages {
            let got = plain(&passage.text);
            for (path, _) in taxonomy.themes() {
                count.add(got.contains(path), passage.themes.contains(path));
            }
        }
        plain_f1 = count.f1();
        let _ = writeln!(out, "plain rule: {}", count.line());
    }
    let _ = writeln!(out, "ours:       {}", all.line());
    let bytes: usize = passages.iter().map(|passage| passage.text.len()).sum();
    let start = Instant::now();
    let rounds = 50;
    for _ in 0..rounds {
        for passage in &passages {
            std::hint::black_box(taxonomy.assign(&passage.text));
        }
    }
    let _ = writeln!(
        out,
        "speed: {:.1} MB/s",
        (bytes * rounds) as f64 / 1e6 / start.elapsed().as_secs_f64()
    );
    Measured {
        text: out,
        figures: vec![
            ("themes", all.f1()),
            ("themes above plain rule", all.f1() - plain_f1),
        ],
    }
}

/// One cue, or two different weak ones, after the anti-cues are blanked.
fn plain_rule(file: &Path) -> Option<impl Fn(&str) -> BTreeSet<String>> {
    let tables: BTreeMap<String, Cues> =
        toml::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    let patterns = |cues: &[String]| -> Vec<Regex> {
        cues.iter()
            .filter_map(|cue| Regex::new(&pattern(cue)).ok())
            .collect()
    };
    let rules: Vec<(String, [Vec<Regex>; 3])> = tables
        .into_iter()
        .map(|(path, cues)| {
            (
                path,
                [
                    patterns(&cues.cues),
                    patterns(&cues.weak),
                    patterns(&cues.anti),
                ],
            )
        })
        .collect();
    Some(move |text: &str| {
        let text = text.replace('\u{2019}', "'");
        let mut got = BTreeSet::new();
        for (path, [cues, weak, anti]) in &rules {
            let blanked = anti.iter().fold(text.clone(), |text, anti| {
                anti.replace_all(&text, "####").into_owned()
            });
            let hits = |list: &[Regex]| list.iter().filter(|cue| cue.is_match(&blanked)).count();
            if hits(cues) >= 1 || hits(weak) >= 2 {
                got.insert(path.clone());
            }
        }
        got
    })
}

fn pattern(cue: &str) -> String {
    let cue = cue.replace('\u{2019}', "'");
    let case = if cue.chars().filter(|c| c.is_uppercase()).count() >= 2 {
        ""
    } else {
        "(?i)"
    };
    format!(
        r"{case}\b{}(?:'s|s'|s)?\b",
        regex::escape(&cue).replace(' ', r"[\s-]+")
    )
}
