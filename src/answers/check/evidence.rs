//! What passages near a claim mean for it.

use super::claims::share;
use crate::api::{Hit, NearPassage, ReportInfo};
use crate::report::{Role, Scale};

/// Share of a claim's words that a passage must have to be near it.
const NEAR: f64 = 0.25;

/// Share of a claim's words that a passage beside strengths must have.
const CONTRAST: f64 = 0.2;

/// Passages given for a claim, one for contrast aside.
const MOST: usize = 2;

/// The passages to give for a claim, of hits in order of relevance: those that share most of its
/// words; where the best stands among strengths and none of them says what is to be better, the
/// nearest that does as well.
pub fn nearest(stems: &[String], hits: Vec<Hit>) -> Vec<NearPassage> {
    let mut near: Vec<NearPassage> = hits
        .into_iter()
        .map(|hit| NearPassage {
            shared: rounded(share(stems, &hit.text)),
            hit,
            contrast: false,
        })
        .filter(|near| near.shared >= CONTRAST)
        .collect();
    // The sort is stable: of those that share as much the most relevant comes first.
    near.sort_by(|a, b| b.shared.total_cmp(&a.shared));
    let far = near.iter().position(|near| near.shared < NEAR);
    let rest = near.split_off(far.unwrap_or(near.len()).min(MOST));
    let praised = near
        .first()
        .is_some_and(|near| is(&near.hit, &[Role::Strengths]));
    let critical = |near: &NearPassage| is(&near.hit, &CRITICAL);
    if praised && !near.iter().any(critical) {
        let contrast = rest.into_iter().find(critical);
        near.extend(contrast.map(|near| NearPassage {
            contrast: true,
            ..near
        }));
    }
    near
}

/// Roles of sections that say what is not good.
const CRITICAL: [Role; 3] = [Role::Weaknesses, Role::PriorityActions, Role::Improvements];

fn is(hit: &Hit, roles: &[Role]) -> bool {
    roles.iter().any(|role| role.name() == hit.section.role)
}

fn rounded(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

/// What to mind about a claim, for people: that nothing is near it, or that what is near it are the
/// strengths of a report with a poor outcome.
pub fn notes(near: &[NearPassage]) -> Vec<String> {
    let Some(best) = near.first() else {
        return vec!["no passage of these reports is near it".to_owned()];
    };
    let mut notes = Vec::new();
    let outcome = standing(&best.hit.report);
    if is(&best.hit, &[Role::Strengths]) {
        match outcome {
            Some((place, of)) if place == of => notes.push(format!(
                "from the strengths of a report whose outcome is the lowest of its scale ({})",
                best.hit.report.outcome
            )),
            Some((place, of)) if place > 1 => notes.push(format!(
                "from the strengths of a report whose outcome is not the best of its scale: {}, {} of {of}",
                best.hit.report.outcome,
                ordinal(place),
            )),
            _ => {}
        }
    }
    if near.iter().any(|near| near.contrast) {
        notes.push("the last passage says what is to be better there".to_owned());
    }
    notes
}

/// Where an outcome stands on its scale: place from the best, 1-based, and number of outcomes.
fn standing(report: &ReportInfo) -> Option<(usize, usize)> {
    let scale = Scale::ALL
        .into_iter()
        .find(|scale| scale.name() == report.outcome_scale)?;
    if scale == Scale::None {
        return None;
    }
    let judged = || {
        scale
            .values()
            .iter()
            .filter(|value| **value != "not-judged")
    };
    let place = judged().position(|value| *value == report.outcome)?;
    Some((place + 1, judged().count()))
}

fn ordinal(number: usize) -> &'static str {
    match number {
        1 => "first",
        2 => "second",
        3 => "third",
        4 => "fourth",
        _ => "fifth",
    }
}

/// Whether a report's outcome is the lowest of its scale.
pub fn is_lowest(report: &ReportInfo) -> bool {
    standing(report).is_some_and(|(place, of)| place == of)
}
