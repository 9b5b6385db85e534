//! Whether a difference between two runs is more than chance.

use crate::random::Random;

/// Draws.
const ROUNDS: usize = 10_000;

/// The same draws every time.
const SEED: u64 = 7;

/// A smaller difference on one query is neither won nor lost.
const TIE: f64 = 1e-9;

/// How much better one run is than another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Difference {
    /// Mean over the queries.
    pub(crate) mean: f64,
    /// Its interval of 95 %: the 2.5th and the 97.5th percentile of the draws.
    pub(crate) interval: (f64, f64),
    /// Two-sided probability of such a difference by chance.
    pub(crate) p: f64,
    /// Queries on which it is better.
    pub(crate) wins: usize,
    /// Queries on which it is worse.
    pub(crate) losses: usize,
}

/// `other` minus `base`, query by query: a paired bootstrap that draws needs, so that queries with
/// the same need move together.
///
/// Each round draws as many needs as there are, with replacement, and takes the mean difference of
/// all queries drawn.
pub(crate) fn difference(base: &[f64], other: &[f64], needs: &[&str]) -> Difference {
    let differences: Vec<f64> = other.iter().zip(base).map(|(o, b)| o - b).collect();
    let groups = by_need(&differences, needs);
    let mut random = Random::new(SEED, 0);
    let mut drawn: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let (mut sum, mut number) = (0.0, 0);
            for _ in &groups {
                let (of, queries) = groups[random.below(groups.len())];
                sum += of;
                number += queries;
            }
            sum / number as f64
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    let at = |share: f64| drawn[(share * ROUNDS as f64) as usize];
    let down = drawn.iter().filter(|drawn| **drawn <= 0.0).count();
    let up = drawn.iter().filter(|drawn| **drawn >= 0.0).count();
    let p = 2.0 * (down.min(up) + 1) as f64 / (ROUNDS + 1) as f64;
    Difference {
        mean: differences.iter().sum::<f64>() / differences.len() as f64,
        interval: (at(0.025), at(0.975)),
        p: p.min(1.0),
        wins: differences.iter().filter(|by| **by > TIE).count(),
        losses: differences.iter().filter(|by| **by < -TIE).count(),
    }
}

/// Sum and number of the differences of each need, in the order in which needs appear.
fn by_need(differences: &[f64], needs: &[&str]) -> Vec<(f64, usize)> {
    let mut groups: Vec<(&str, f64, usize)> = Vec::new();
    for (need, by) in needs.iter().zip(differences) {
        match groups.iter_mut().find(|(of, ..)| of == need) {
            Some((_, sum, number)) => {
                *sum += by;
                *number += 1;
            }
            None => groups.push((need, *by, 1)),
        }
    }
    groups
        .into_iter()
        .map(|(_, sum, number)| (sum, number))
        .collect()
}
