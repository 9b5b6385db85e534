//! How long the queries take with all that a page of results needs: ten hits with highlights and
//! snippets, and four facets counted.

use std::time::Instant;

use findings::engine::Engine;
use findings::report::facet::Dimension;

use crate::answers::{Change, Question};
use crate::judgements::Judgements;

/// Measured runs of each query, after one that is not measured.
const RUNS: usize = 5;

/// What is counted beside the hits.
const FACETS: [Dimension; 4] = [
    Dimension::Outcome,
    Dimension::Year,
    Dimension::Theme,
    Dimension::Area,
];

/// The median over the queries of the median time of each, for all and for those of two words.
pub(crate) fn measure(
    engine: &Engine,
    judgements: &Judgements,
    change: Change<'_>,
) -> Result<String, String> {
    let mut all = Vec::new();
    let mut two_words = Vec::new();
    for asked in &judgements.asked {
        let mut question = Question::changed(asked, engine, change)?;
        question.request.facets = FACETS.to_vec();
        let time = time(&question)?;
        all.push(time);
        if asked.text.split_whitespace().count() == 2 {
            two_words.push(time);
        }
    }
    let most = all.iter().copied().fold(0.0, f64::max);
    Ok(format!(
        "time with highlights and {} facets, median: {:.2} ms over {} queries (longest {most:.2}), \
         {:.2} ms over {} of two words\n",
        FACETS.len(),
        median(&mut all),
        judgements.asked.len(),
        median(&mut two_words),
        two_words.len()
    ))
}

/// Median milliseconds of one question.
fn time(question: &Question<'_>) -> Result<f64, String> {
    question.hits()?;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        let found = question.hits()?;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        drop(std::hint::black_box(found));
    }
    Ok(median(&mut times))
}

/// The middle of the values (of two, their mean); 0 if there are none.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => values[odd / 2],
        even => f64::midpoint(values[even / 2 - 1], values[even / 2]),
    }
}
