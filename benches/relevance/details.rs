//! What came first for a query, and what should have.

use std::fmt::Write;

use findings::answers::hit::Hit;
use findings::engine::Engine;
use findings::render::{pages, safe};

use crate::answers::{Change, Question};
use crate::judgements::{Asked, Judged, Judgements, report_name};
use crate::measures::{Worth, worths};
use crate::run::Run;
use crate::shingles::Shingles;
use crate::table::begin;

/// The grade of a passage that answers.
const BEST: u8 = 3;

/// Ranks among which a passage that was missed is looked for.
const DEEP: usize = 200;

/// How much of an answer to show.
struct Detail {
    hits: usize,
    characters: usize,
    missed: usize,
    whole: bool,
}

/// The queries with the lowest nDCG: the first three hits of each, and two passages that answer
/// and were not among the first ten.
pub(crate) fn worst(
    number: usize,
    run: &Run,
    found: &[Vec<Hit>],
    judgements: &Judgements,
    engine: &Engine,
    change: Change<'_>,
) -> Result<String, String> {
    let mut order: Vec<usize> = (0..run.figures.len()).collect();
    order.sort_by(|&a, &b| run.figures[a].ndcg.total_cmp(&run.figures[b].ndcg));
    let detail = Detail {
        hits: 3,
        characters: 90,
        missed: 2,
        whole: false,
    };
    let mut out = String::new();
    for at in order.into_iter().take(number) {
        let asked = &judgements.asked[at];
        let question = Question::changed(asked, engine, change)?;
        head(&mut out, asked, run, at);
        list(&mut out, &found[at], &run.worths[at], &detail);
        missed(&mut out, asked, &run.worths[at], question, &detail)?;
    }
    Ok(out)
}

/// The whole answer to one query, with the parts of each score.
pub(crate) fn show(
    qid: &str,
    run: &Run,
    judgements: &Judgements,
    engine: &Engine,
    change: Change<'_>,
) -> Result<String, String> {
    let at = judgements
        .position(qid)
        .ok_or_else(|| format!("no judged query `{qid}`"))?;
    let asked = &judgements.asked[at];
    let mut question = Question::changed(asked, engine, change)?;
    question.request.explain = true;
    let detail = Detail {
        hits: usize::MAX,
        characters: 160,
        missed: usize::MAX,
        whole: true,
    };
    let mut out = String::new();
    head(&mut out, asked, run, at);
    list(&mut out, &question.hits()?, &run.worths[at], &detail);
    missed(&mut out, asked, &run.worths[at], question, &detail)?;
    Ok(out)
}

fn head(out: &mut String, asked: &Asked, run: &Run, at: usize) {
    let figures = &run.figures[at];
    let _ = writeln!(
        out,
        "{} {} [{}] nDCG@10 {:.3} P@5 {:.3} unjudged {:.1}",
        asked.qid,
        safe(&asked.text),
        asked.category,
        figures.ndcg,
        figures.precision,
        figures.unjudged
    );
}

/// The hits: rank, grade, report, role, page, text, and what the passage lacks of the query.
fn list(out: &mut String, hits: &[Hit], worths: &[Worth], detail: &Detail) {
    for (hit, worth) in hits.iter().zip(worths).take(detail.hits) {
        let grade = worth
            .grade
            .map_or("?".to_owned(), |grade| grade.to_string());
        let page = pages(hit.page_start, hit.page_end).unwrap_or_default();
        let lacks = if hit.missing.is_empty() {
            String::new()
        } else {
            format!(" (lacks {})", hit.missing.join(", "))
        };
        let shown = if detail.whole {
            &hit.text
        } else {
            &hit.snippet.text
        };
        let _ = writeln!(
            out,
            "  {:>2} [{grade}] {} {} {page}{}: {}",
            hit.rank,
            safe(&hit.report.id),
            hit.section.role,
            safe(&lacks),
            begin(shown, detail.characters)
        );
        if !hit.explanation.is_empty() {
            let parts: Vec<String> = hit
                .explanation
                .iter()
                .map(|part| format!("{} {:.2}", safe(&part.part), part.score))
                .collect();
            let _ = writeln!(out, "         {:.2} = {}", hit.score, parts.join(" + "));
        }
    }
}

/// Passages that answer and are not among the first ten, with the rank at which they do come.
fn missed(
    out: &mut String,
    asked: &Asked,
    top: &[Worth],
    mut question: Question<'_>,
    detail: &Detail,
) -> Result<(), String> {
    let seen = |at: &usize| top.iter().any(|worth| worth.judged.contains(at));
    let missed: Vec<usize> = (0..asked.judged.len())
        .filter(|&at| asked.judged[at].grade == BEST)
        .filter(|at| !seen(at))
        .collect();
    if missed.is_empty() {
        return Ok(());
    }
    question.request.limit = DEEP;
    question.request.explain = false;
    let ranks = ranks(&question.hits()?, &asked.judged);
    let mut missed: Vec<(usize, &Judged)> = missed
        .into_iter()
        .map(|at| (ranks[at], &asked.judged[at]))
        .collect();
    missed.sort_by_key(|(rank, _)| *rank);
    let number = missed.len();
    for (rank, judged) in missed.into_iter().take(detail.missed) {
        let place = if rank > DEEP {
            format!("after {DEEP}")
        } else {
            format!("at {rank}")
        };
        let _ = writeln!(
            out,
            "   missed [{}] {place}, {}: {}",
            judged.grade,
            begin(&judged.report, 50),
            begin(&judged.text, detail.characters)
        );
    }
    if number > detail.missed {
        let _ = writeln!(out, "   and {} more", number - detail.missed);
    }
    Ok(())
}

/// The rank of each judged passage among `hits`; beyond the last for one that is not there.
fn ranks(hits: &[Hit], judged: &[Judged]) -> Vec<usize> {
    let passages: Vec<(String, Shingles)> = hits
        .iter()
        .map(|hit| (report_name(hit.report.path()), Shingles::of(&hit.text)))
        .collect();
    let pairs = passages
        .iter()
        .map(|(report, shingles)| (report.as_str(), shingles));
    let worths = worths(pairs, judged);
    (0..judged.len())
        .map(|at| {
            let first = worths.iter().position(|worth| worth.judged.contains(&at));
            first.map_or(DEEP + 1, |first| first + 1)
        })
        .collect()
}
