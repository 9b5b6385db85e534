//! What reports ask for, and whether a text speaks of it.

use std::collections::{HashMap, HashSet};

use super::claims::{Sentence, content};
use super::subject::AreaNames;
use crate::api::{Asked, ReportText};
use crate::report::Role;
use crate::text::{stem, tokens};

/// Share of the weight of a sentence's words, or of the passage's if they weigh less, that must be
/// common to both.
const NEAR: f64 = 0.2;

/// Words in common that say enough; fewer must be rare.
const ENOUGH: usize = 3;

/// Weight that two rare words have together.
const RARE: f64 = 5.0;

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
    let mut known = HashSet::new();
    let said: Vec<(&Sentence, Vec<String>)> = sentences
        .iter()
        .filter(|sentence| known.insert(sentence.text.as_str()))
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
            let common = |stems: &[String]| -> Option<f64> {
                let common = stems.iter().filter(|stem| wanted.contains(stem));
                let common: Vec<String> = common.cloned().collect();
                let weight = sum(&common);
                // A short sentence may name one of several things asked.
                let least = sum(stems).min(sum(&wanted));
                let says = common.len() >= ENOUGH || common.len() == 2 && weight >= RARE;
                (says && weight >= least * NEAR).then_some(weight)
            };
            let nearest = said
                .iter()
                .filter_map(|(sentence, stems)| Some((common(stems)?, sentence)))
                // The first of those that have as much in common.
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
