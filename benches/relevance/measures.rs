//! What is measured of one answer, and the mean of many. Everything here is a function of grades.
//!
//! A grade says how well a passage answers: 3 answers it, 2 clearly about it, 1 passing mention,
//! 0 not. A returned passage that nobody has graded counts as 0 and is reported as unjudged.

use std::collections::HashSet;

use crate::judgements::Judged;
use crate::shingles::Shingles;

/// The grade from which a passage counts as relevant where only yes or no counts.
const RELEVANT: u8 = 2;

/// Ranks that nDCG and the share of unjudged passages look at.
const TOP: usize = 10;

/// Ranks that precision looks at.
const PRECISION: usize = 5;

/// What a returned passage is worth.
#[derive(Debug, Clone, Default)]
pub(crate) struct Worth {
    /// The grade that counts; `None` if nobody has judged the passage.
    pub(crate) grade: Option<u8>,
    /// The judged passages it is the same as, by place in the list of the query's judgements.
    pub(crate) judged: Vec<usize>,
}

/// Grades the passages of one answer, best first, given as report and shingles.
///
/// A passage has the best grade of the judged passages of its report that it is the same as and
/// that no passage above it was the same as: every judged passage pays once, and a passage whose
/// like was all returned before is worth 0.
pub(crate) fn worths<'a>(
    passages: impl IntoIterator<Item = (&'a str, &'a Shingles)>,
    judged: &[Judged],
) -> Vec<Worth> {
    let mut paid = HashSet::new();
    let grade = |(report, shingles): (&str, &Shingles)| {
        let same: Vec<usize> = (0..judged.len())
            .filter(|&at| judged[at].report == report)
            .filter(|&at| judged[at].shingles.same_passage(shingles))
            .collect();
        if same.is_empty() {
            return Worth::default();
        }
        let fresh = same.iter().filter(|&at| !paid.contains(at));
        let grade = fresh.map(|&at| judged[at].grade).max();
        if grade.is_some() {
            paid.extend(same.iter().copied());
        }
        Worth {
            grade: Some(grade.unwrap_or(0)),
            judged: same,
        }
    };
    passages.into_iter().map(grade).collect()
}

/// Normalised discounted cumulative gain of the first ten:
/// Σ (2^grade − 1) / log₂(rank + 1), divided by the same sum over the ten best of `ideal`.
pub(crate) fn ndcg(grades: &[u8], ideal: &[u8]) -> f64 {
    let gain = |grades: &[u8]| -> f64 {
        let ranked = grades.iter().take(TOP).enumerate();
        ranked
            .map(|(at, &grade)| (f64::from(grade).exp2() - 1.0) / (at as f64 + 2.0).log2())
            .fold(0.0, |sum, gain| sum + gain)
    };
    let mut best = ideal.to_vec();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let most = gain(&best);
    if most > 0.0 { gain(grades) / most } else { 0.0 }
}

/// The figures of one answer, or their mean over several.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Figures {
    /// [`ndcg`] with unjudged passages as 0.
    pub(crate) ndcg: f64,
    /// [`ndcg`] with unjudged passages taken out, so that those below move up.
    pub(crate) condensed: f64,
    /// Share of relevant ones among the first five places.
    pub(crate) precision: f64,
    /// 1 / rank of the first relevant passage; 0 if there is none.
    pub(crate) reciprocal: f64,
    /// 1 if the first passage is relevant, else 0.
    pub(crate) success: f64,
    /// Share of unjudged passages among the first ten.
    pub(crate) unjudged: f64,
    /// Mean number of words of the first ten.
    pub(crate) words: f64,
}

/// The names of the figures as they head a table, in the order of [`Figures::columns`].
pub(crate) const COLUMNS: [&str; 7] = [
    "nDCG@10", "nDCG'@10", "P@5", "MRR", "S@1", "unjudged", "words",
];

impl Figures {
    /// The figures of one answer.
    ///
    /// `lengths` are the numbers of words of the passages, best first; `ideal` the grades of
    /// everything that was judged for the query.
    pub(crate) fn of(worths: &[Worth], lengths: &[usize], ideal: &[u8]) -> Self {
        let judged: Vec<u8> = worths.iter().filter_map(|worth| worth.grade).collect();
        let grades: Vec<u8> = worths
            .iter()
            .map(|worth| worth.grade.unwrap_or(0))
            .collect();
        let relevant: Vec<bool> = grades.iter().map(|grade| *grade >= RELEVANT).collect();
        let first = relevant.iter().position(|is| *is);
        let top = worths.len().min(TOP);
        let share = |part: usize| part as f64 / top.max(1) as f64;
        let unjudged = worths[..top].iter().filter(|worth| worth.grade.is_none());
        Figures {
            ndcg: ndcg(&grades, ideal),
            condensed: ndcg(&judged, ideal),
            precision: relevant.iter().take(PRECISION).filter(|is| **is).count() as f64
                / PRECISION as f64,
            reciprocal: first.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)),
            success: f64::from(u8::from(first == Some(0))),
            unjudged: share(unjudged.count()),
            words: share(lengths[..top].iter().sum()),
        }
    }

    /// The figures in the order of [`COLUMNS`].
    pub(crate) fn columns(&self) -> [f64; 7] {
        [
            self.ndcg,
            self.condensed,
            self.precision,
            self.reciprocal,
            self.success,
            self.unjudged,
            self.words,
        ]
    }

    /// The mean of each figure; zeros if there are none.
    pub(crate) fn mean<'a>(of: impl IntoIterator<Item = &'a Figures>) -> Self {
        let mut sums = [0.0; 7];
        let mut number = 0.0;
        for figures in of {
            number += 1.0;
            for (sum, figure) in sums.iter_mut().zip(figures.columns()) {
                *sum += figure;
            }
        }
        let [
            ndcg,
            condensed,
            precision,
            reciprocal,
            success,
            unjudged,
            words,
        ] = sums.map(|sum| sum / f64::max(number, 1.0));
        Figures {
            ndcg,
            condensed,
            precision,
            reciprocal,
            success,
            unjudged,
            words,
        }
    }
}
