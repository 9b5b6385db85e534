//! The ranking formula with all its weights.
//!
//! Passages are scored twice. While matching, by the parts that need no positions: BM25 and
//! the passage's prior ([`Roles::of`], [`Weights::fullness`]). The best [`POOL`] are then scored again with the positions of their
//! words, which gives the final order.
//!
//! The weights were chosen by measurement with `cargo bench --bench relevance`, which also prints
//! what each part adds (`--ablate`) and takes other values (`--set name=value`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::query::expansion::Origin;
use crate::report::Role;

/// Passages that are scored again. Reading the positions of one costs about a microsecond a word,
/// and a passage beyond the first hundred by BM25 hardly ever ends among the first ten.
pub const POOL: usize = 128;

/// Following words of the query whose proximity to a word counts: further ones count for next to
/// nothing (see [`Weights::apart`]), and a query may have thousands.
const NEIGHBOURS: usize = 8;

/// Words of the passage, in a row, that are taken for a sentence.
pub const WINDOW: u32 = 24;

/// Forms of one prefix that are scored as words of their own; rarer ones match without a score.
pub const PREFIX_FORMS: usize = 128;

/// The weights of the formula.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// How soon further occurrences of a word stop counting (BM25's k1).
    pub saturation: f32,
    /// Length normalisation (BM25's b, 0 to 1). Passages are paragraphs: the usual 0.75 fills the
    /// first page with headings and bullets.
    pub length: f32,
    /// What an acronym counts for its full name, or the reverse, relative to the word as typed.
    pub acronym: f32,
    /// What a synonym counts, relative to the word as typed.
    pub synonym: f32,
    /// What a word for something narrower or broader counts, relative to the word as typed.
    pub related: f32,
    /// Factor for a name whose words are scattered over a passage.
    pub scattered: f32,
    /// What two words of the query side by side add, relative to the lower idf of the two.
    pub proximity: f32,
    /// Power by which proximity falls with distance.
    pub distance: f32,
    /// Factor of proximity where the words are in the other order.
    pub reverse: f32,
    /// Factor of proximity for each word between the two in the query.
    pub apart: f32,
    /// What the query's words add that stand together within [`WINDOW`] words at the beginning of the
    /// passage, relative to their idf: there a passage says what it is about.
    pub lead: f32,
    /// Words after which the beginning counts half.
    pub lead_words: f32,
    /// Power of the share of the query's words that stand together.
    pub lead_power: f32,
    /// What a word adds by standing in the section's heading, relative to its idf.
    pub heading: f32,
    /// Power of the share of the query's weight that a passage holds; it multiplies passages with
    /// only some of the words.
    pub coverage: f32,
    /// Length at which the length factor is one half: headings and bare bullets name a thing,
    /// findings say something about it. In tokens: one for a function word, two for any other.
    pub brevity: f32,
    /// What a passage counts by the role of its section.
    pub roles: Roles,
}

/// Factors by role of the section: findings before summaries, before what is asked or announced,
/// before administration. A role without a factor counts 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Roles(BTreeMap<Role, f32>);

impl Default for Weights {
    fn default() -> Self {
        Weights {
            saturation: 1.2,
            length: 0.3,
            acronym: 0.9,
            synonym: 0.5,
            related: 0.6,
            scattered: 0.3,
            proximity: 0.5,
            distance: 1.0,
            reverse: 0.7,
            apart: 0.6,
            lead: 0.4,
            lead_words: 20.0,
            lead_power: 2.0,
            heading: 0.2,
            coverage: 1.5,
            brevity: 13.0,
            roles: Roles::default(),
        }
    }
}

impl Default for Roles {
    fn default() -> Self {
        Roles(BTreeMap::from([
            (Role::Outcome, 0.8),
            (Role::Summary, 0.9),
            (Role::Context, 0.8),
            (Role::Experience, 1.0),
            (Role::Strengths, 1.0),
            (Role::Weaknesses, 1.0),
            (Role::PriorityActions, 0.8),
            (Role::Improvements, 0.8),
            (Role::Findings, 1.0),
            (Role::CaseStudy, 0.9),
            (Role::NextSteps, 0.6),
            (Role::Details, 0.5),
            (Role::Boilerplate, 0.3),
        ]))
    }
}

impl Roles {
    /// All alike.
    pub const EQUAL: Roles = Roles(BTreeMap::new());

    /// The factor of a role.
    pub fn of(&self, role: Role) -> f32 {
        self.0.get(&role).copied().unwrap_or(1.0)
    }
}

impl Weights {
    /// BM25's term frequency part for `tf` occurrences of a word in a passage of `length` tokens,
    /// where passages have `mean` tokens on average.
    pub fn tf(&self, tf: f32, length: f32, mean: f32) -> f32 {
        let norm = 1.0 - self.length + self.length * length / mean.max(1.0);
        tf * (self.saturation + 1.0) / (tf + self.saturation * norm)
    }

    /// What a variant counts by where it comes from.
    pub fn of_origin(&self, origin: Origin) -> f32 {
        match origin {
            Origin::Typed => 1.0,
            Origin::Acronym => self.acronym,
            Origin::Synonym => self.synonym,
            Origin::Related => self.related,
        }
    }

    /// The factor of a passage's score by its length in tokens, between 0 and 1. With
    /// [`Roles::of`] it is the passage's prior, which does not depend on the query.
    pub fn fullness(&self, length: f32) -> f32 {
        length / (length + self.brevity)
    }
}

/// Inverse document frequency as in BM25: of a word that `holding` of `all` passages hold.
pub fn idf(holding: f32, all: f32) -> f32 {
    (1.0 + (all - holding).max(0.0) / (holding + 0.5)).ln()
}

/// An occurrence in a passage, in word positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Position of the first word, from 0.
    pub at: u32,
    /// Number of words.
    pub words: u32,
}

/// One way in which a word of the query occurs in a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantEvidence {
    /// The most it can add: idf times the factor of its origin.
    pub boost: f32,
    /// Where the variant comes from.
    pub origin: Origin,
    /// Where, in order.
    pub places: Vec<Place>,
}

/// How a passage holds one word (or phrase) of the query.
#[derive(Debug, Clone, PartialEq)]
pub struct WordEvidence {
    /// [`idf`] of the word.
    pub idf: f32,
    /// Where the word stands in the query, counted in words.
    pub position: u32,
    /// The variants that occur.
    pub variants: Vec<VariantEvidence>,
    /// Whether the section's heading holds it.
    pub in_heading: bool,
}

/// What is known of a passage under a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The query's words in order.
    pub words: Vec<WordEvidence>,
    /// Role of the section.
    pub role: Role,
    /// Words of the passage.
    pub length: f32,
    /// Share of the query's weight that the passage holds, 1 for all words.
    pub coverage: f32,
}

/// A score by its parts, which add up to it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Score {
    /// What each word adds, in the order of the query.
    pub words: Vec<f32>,
    /// What words close to each other add.
    pub proximity: f32,
    /// What words at the beginning add.
    pub lead: f32,
    /// What words in the heading add.
    pub heading: f32,
    /// What is lost by the role of the section (or gained).
    pub role: f32,
    /// What is lost by brevity.
    pub brevity: f32,
    /// What is lost by words that are missing.
    pub missing: f32,
}

impl Score {
    /// The sum.
    pub fn total(&self) -> f32 {
        let words: f32 = self.words.iter().sum();
        words + self.proximity + self.lead + self.heading + self.role + self.brevity + self.missing
    }

    /// The parts that are not 0 by name; `words` names those of the words.
    pub fn parts(&self, words: impl Iterator<Item = String>) -> Vec<(String, f32)> {
        let words = words.zip(self.words.iter().copied());
        let others = [
            ("words close together", self.proximity),
            ("words at the beginning", self.lead),
            ("words in the heading", self.heading),
            ("role of the section", self.role),
            ("brevity", self.brevity),
            ("missing words", self.missing),
        ];
        let others = others.map(|(name, score)| (name.to_owned(), score));
        words
            .chain(others)
            .filter(|(_, score)| *score != 0.0)
            .collect()
    }
}

/// The score of a passage, where passages have `mean` words.
pub fn score(evidence: &Evidence, mean: f32, weights: &Weights) -> Score {
    let words: Vec<f32> = evidence
        .words
        .iter()
        .map(|word| {
            let variants = word.variants.iter().map(|variant| {
                variant.boost * weights.tf(variant.places.len() as f32, evidence.length, mean)
            });
            variants.fold(0.0, f32::max)
        })
        .collect();
    let mut proximity = 0.0;
    for (index, left) in evidence.words.iter().enumerate() {
        for right in evidence.words[index + 1..].iter().take(NEIGHBOURS) {
            let Some((distance, in_order)) = nearest(left, right) else {
                continue;
            };
            let idf = left.idf.min(right.idf);
            let apart = right.position.saturating_sub(left.position).max(1);
            let order = if in_order { 1.0 } else { weights.reverse };
            let kept = weights.apart.powi(apart.cast_signed() - 1);
            let near = (distance as f32).powf(-weights.distance);
            proximity += weights.proximity * idf * order * kept * near;
        }
    }
    let heading = evidence
        .words
        .iter()
        .filter(|word| word.in_heading)
        .map(|word| word.idf * weights.heading)
        .sum();
    let lead = lead(&evidence.words, weights);
    let said = words.iter().sum::<f32>() + proximity + lead + heading;
    let placed = said * weights.roles.of(evidence.role);
    let full = placed * weights.fullness(evidence.length);
    let covered = full * evidence.coverage.powf(weights.coverage);
    Score {
        words,
        proximity,
        lead,
        heading,
        role: placed - said,
        brevity: full - placed,
        missing: covered - full,
    }
}

/// The score of words that stand together early in the passage: that of the best window, by the
/// words in it and by how early it begins.
fn lead(words: &[WordEvidence], weights: &Weights) -> f32 {
    let mut places: Vec<(u32, usize)> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let all = word.variants.iter().flat_map(|variant| &variant.places);
        places.extend(all.map(|place| (place.at, index)));
    }
    places.sort_unstable();
    let all: f32 = words.iter().map(|word| word.idf).sum();
    let mut inside = vec![0u32; words.len()];
    let (mut first, mut sum, mut best) = (0, 0.0f32, 0.0f32);
    for &(at, word) in &places {
        if inside[word] == 0 {
            sum += words[word].idf;
        }
        inside[word] += 1;
        while at - places[first].0 >= WINDOW {
            let left = places[first].1;
            inside[left] -= 1;
            if inside[left] == 0 {
                sum -= words[left].idf;
            }
            first += 1;
        }
        let share = (sum / all.max(f32::MIN_POSITIVE)).max(0.0);
        let early = weights.lead_words / (weights.lead_words + places[first].0 as f32);
        best = best.max(share.powf(weights.lead_power) * early);
    }
    weights.lead * all * best
}

/// Least distance between occurrences of two words (1: side by side, or one in the other), and
/// whether they then stand in the order of the query; in order if both ways are equally near.
fn nearest(left: &WordEvidence, right: &WordEvidence) -> Option<(u32, bool)> {
    let mut best: Option<(u32, bool)> = None;
    for a in left.variants.iter().flat_map(|variant| &variant.places) {
        for b in right.variants.iter().flat_map(|variant| &variant.places) {
            let found = if b.at >= a.at + a.words {
                (b.at - (a.at + a.words) + 1, true)
            } else if a.at >= b.at + b.words {
                (a.at - (b.at + b.words) + 1, false)
            } else {
                (1, true)
            };
            let nearer = best.is_none_or(|best| (found.0, !found.1) < (best.0, !best.1));
            if nearer {
                best = Some(found);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(position: u32, places: &[u32]) -> WordEvidence {
        let places: Vec<Place> = places.iter().map(|&at| Place { at, words: 1 }).collect();
        let variant = VariantEvidence {
            boost: 3.0,
            origin: Origin::Typed,
            places,
        };
        WordEvidence {
            idf: 3.0,
            position,
            variants: if variant.places.is_empty() {
                Vec::new()
            } else {
                vec![variant]
            },
            in_heading: false,
        }
    }

    fn evidence(words: Vec<WordEvidence>) -> Evidence {
        Evidence {
            words,
            role: Role::Findings,
            length: 60.0,
            coverage: 1.0,
        }
    }

    fn total(evidence: &Evidence) -> f32 {
        score(evidence, 60.0, &Weights::default()).total()
    }

    #[test]
    fn closer_words_in_order_score_more() {
        let side_by_side = total(&evidence(vec![word(0, &[5]), word(1, &[6])]));
        let reversed = total(&evidence(vec![word(0, &[6]), word(1, &[5])]));
        let apart = total(&evidence(vec![word(0, &[5]), word(1, &[30])]));
        assert!(
            side_by_side > reversed && reversed > apart,
            "{side_by_side} {reversed} {apart}"
        );
    }

    #[test]
    fn more_mentions_and_headings_score_more_and_missing_words_less() {
        let once = evidence(vec![word(0, &[5])]);
        let twice = evidence(vec![word(0, &[5, 40])]);
        assert!(total(&twice) > total(&once));
        let mut headed = once.clone();
        headed.words[0].in_heading = true;
        assert!(total(&headed) > total(&once));
        let mut lacking = once.clone();
        lacking.coverage = 0.5;
        assert!(total(&lacking) < total(&once));
    }

    #[test]
    fn substance_outranks_administration() {
        let mut passage = evidence(vec![word(0, &[5])]);
        let finding = total(&passage);
        passage.role = Role::Details;
        assert!(total(&passage) < finding);
    }

    #[test]
    fn rarer_words_say_more() {
        assert!(idf(1.0, 1000.0) > idf(10.0, 1000.0));
        assert!(idf(1000.0, 1000.0) >= 0.0);
        assert!(
            idf(2000.0, 1000.0) >= 0.0,
            "deleted passages are still counted"
        );
    }
}
