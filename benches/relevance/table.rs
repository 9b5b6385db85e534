//! Tables of figures.

use std::collections::BTreeSet;
use std::fmt::Write;

use findings::render::safe;

use crate::bootstrap::{Difference, difference};
use crate::judgements::Judgements;
use crate::measures::{COLUMNS, Figures};
use crate::run::Run;

/// Characters of a query that a line shows.
const QUERY: usize = 18;

/// The runs, overall and by category, and on request query by query.
pub(crate) fn runs(runs: &[&Run], judgements: &Judgements, per_query: bool) -> String {
    let mut out = format!("{:<26}{:>4} ", "", "n");
    out += &COLUMNS.map(|name| format!("{name:>9}")).join(" ");
    out.push('\n');
    let categories: BTreeSet<&str> = judgements
        .asked
        .iter()
        .map(|asked| asked.category.as_str())
        .collect();
    for run in runs {
        line(&mut out, &run.name, &run.figures);
        for category in &categories {
            let of: Vec<Figures> = judgements
                .asked
                .iter()
                .zip(&run.figures)
                .filter(|(asked, _)| asked.category == *category)
                .map(|(_, figures)| *figures)
                .collect();
            line(&mut out, &format!("  {category}"), &of);
        }
        if per_query {
            for (asked, figures) in judgements.asked.iter().zip(&run.figures) {
                let name = format!("    {} {}", asked.qid, begin(&asked.text, QUERY));
                line(&mut out, &name, &[*figures]);
            }
        }
    }
    out
}

fn line(out: &mut String, name: &str, figures: &[Figures]) {
    let mean = Figures::mean(figures);
    let _ = write!(out, "{:<26}{:>4}", safe(name), figures.len());
    for (column, value) in COLUMNS.iter().zip(mean.columns()) {
        let places = if *column == "words" { 1 } else { 3 };
        let _ = write!(out, " {value:>9.places$}");
    }
    out.push('\n');
}

/// By how much `run` differs from `base`, with its interval.
pub(crate) fn comparison(base: &Run, run: &Run, judgements: &Judgements) -> String {
    let by = difference(&base.ndcg(), &run.ndcg(), &judgements.needs());
    format!(
        "nDCG@10 {} - {}: {}  p={:.4}  wins {} losses {} of {}\n",
        safe(&run.name),
        safe(&base.name),
        interval(by),
        by.p,
        by.wins,
        by.losses,
        judgements.asked.len()
    )
}

fn interval(by: Difference) -> String {
    let (low, high) = by.interval;
    format!("{:+.3}  95% CI [{low:+.3}, {high:+.3}]", by.mean)
}

/// The default beside its variants.
pub(crate) fn variants(base: &Run, variants: &[Run], judgements: &Judgements) -> String {
    let names = ["nDCG@10", "P@5", "MRR", "S@1"].map(|name| format!("{name:>8}"));
    let mut out = format!("{:<26}{}\n", "", names.concat());
    for run in std::iter::once(base).chain(variants) {
        let mean = Figures::mean(&run.figures);
        let figures = [mean.ndcg, mean.precision, mean.reciprocal, mean.success];
        let _ = write!(out, "{:<26}", run.name);
        for figure in figures {
            let _ = write!(out, "{figure:>8.3}");
        }
        if !std::ptr::eq(run, base) {
            let by = difference(&base.ndcg(), &run.ndcg(), &judgements.needs());
            let _ = write!(
                out,
                "  {}  wins {} losses {}",
                interval(by),
                by.wins,
                by.losses
            );
        }
        out.push('\n');
    }
    out
}

/// The first characters of a text, made harmless for terminals; `…` for the rest.
pub(crate) fn begin(text: &str, characters: usize) -> String {
    let text = safe(text);
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}
