//! What reports ask for, and whether a text speaks of it.

use std::collections::HashMap;

use super::claims::{Sentence, content};
use super::subject::AreaNames;
use crate::analysis::{stem, tokens};
use crate::api::{Asked, ReportText};
use crate::report::Role;

/// Share of a sentence's weight, and of the passage's, that must be common to both.
const NEAR: f64 = 0.2;

/// What a report asks for in its priority actions and areas for improvement, with the sentence of
/// the text that is nearest to each. Words weigh more the fewer passages of the report have them.
pub fn asked(report: &ReportText, sentences: &[Sentence], names: &AreaNames) -> Vec<Asked> {
    let passages = || report.sections.iter().flat_map(|section| &section.passages);
    let mut frequency: HashMap<String, usize> = HashMap::new();
    for passage in passages() {
        let mut stems: Vec<String> = tokens(&passage.text).map(|word| stem(&word.word)).collect();
        stems.sort_unstable();
        stems.dedup();
        for stem in stems {
            *frequency.entry(stem).or_default() += 1;
        }
    }
    let all = passages().count() as f64;
    let weight = |stem: &String| {
        // A word that the report has nowhere says nothing of what it asks for.
        let with = frequency.get(stem).map(|&with| with as f64);
        with.map_or(0.0, |with| (1.0 + all / (1.0 + with)).ln())
    };
    let sum = |stems: &[String]| stems.iter().map(weight).sum::<f64>();
    let said: Vec<(&Sentence, Vec<String>)> = sentences
        .iter()
        .map(|sentence| (sentence, content(&sentence.text, names)))
        .collect();
    let mut asked = Vec::new();
    for section in &report.sections {
        let roles = [Role::PriorityActions.name(), Role::Improvements.name()];
        if !roles.contains(&section.role.as_str()) {
            continue;
        }
        for passage in &section.passages {
            let wanted = content(&passage.text, names);
            let nearness = |stems: &[String]| {
                let common: Vec<String> = stems
                    .iter()
                    .filter(|stem| wanted.contains(stem))
                    .cloned()
                    .collect();
                // A short sentence may name one of several things asked.
                let least = sum(stems).min(sum(&wanted)).max(f64::MIN_POSITIVE);
                if common.len() < 2 {
                    0.0
                } else {
                    sum(&common) / least
                }
            };
            let nearest = said
                .iter()
                .map(|(sentence, stems)| (nearness(stems), sentence))
                .filter(|(near, _)| *near >= NEAR)
                // The first of those that are as near.
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            asked.push(Asked {
                id: passage.id.clone(),
                text: passage.text.clone(),
                section: section.role.clone(),
                page_start: passage.page_start,
                page_end: passage.page_end,
                report: report.report.clone(),
                mentioned: nearest.map(|(_, sentence)| sentence.text.clone()),
            });
        }
    }
    asked
}
