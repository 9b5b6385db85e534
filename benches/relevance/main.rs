//! How well queries with judged passages are answered.
//!
//! ```text
//! cargo bench --bench relevance -- --reports DIR --relevance DIR
//! cargo bench --bench relevance -- --index DIR --show q01    # an index that is kept; one query
//! cargo bench --bench relevance -- --against other.jsonl     # paired bootstrap
//! cargo bench --bench relevance -- --ablate                  # what the defaults are worth
//! ```
//! `FINDINGS_REPORTS` and `FINDINGS_RELEVANCE` name the folders as well; without them there is
//! nothing to measure. `judgements.rs` says what the second holds, `measures.rs` what is measured,
//! `--help` what else can be asked for.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a table to read is what this is for"
)]

mod answers;
mod bootstrap;
mod details;
mod judgements;
mod measures;
mod needs;
mod options;
#[path = "../corpus/random.rs"]
#[allow(dead_code, reason = "generated reports need more of it")]
mod random;
mod run;
mod shingles;
mod table;
mod times;
mod unjudged;
mod variants;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use findings::engine::{Engine, Searcher, Totals};
use findings::storage::IndexDir;

use answers::Question;
use judgements::Judgements;
use measures::Figures;
use options::Options;
use run::Run;

/// What nDCG@10 must reach under `--check`. Passages that nobody has judged count as irrelevant, so
/// that it lies below what is measured once they are.
const FLOOR: f64 = 0.70;

fn main() -> ExitCode {
    let options = Options::parse();
    let Some(relevance) = &options.relevance else {
        return nothing();
    };
    if options.reports.is_none() && options.index.is_none() {
        return nothing();
    }
    match measure(&options, relevance) {
        Ok(reached) if options.check && !reached => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("relevance: {message}");
            ExitCode::FAILURE
        }
    }
}

fn nothing() -> ExitCode {
    eprintln!("nothing to measure: set FINDINGS_REPORTS and FINDINGS_RELEVANCE");
    ExitCode::SUCCESS
}

/// Does what the options ask for; tells whether every floor is reached.
fn measure(options: &Options, relevance: &Path) -> Result<bool, String> {
    let judgements = Judgements::read(relevance, &options.extra, options.half.as_deref())?;
    let temporary = tempfile::tempdir().map_err(|error| error.to_string())?;
    let folder = options.index.as_deref().unwrap_or(temporary.path());
    let engine = answers::engine(&IndexDir::new(folder), options.reports.as_deref())?;
    let set = |question: &mut Question<'_>| {
        let weights = &mut question.corpus.weights;
        options
            .set
            .iter()
            .try_for_each(|setting| variants::set(weights, &setting.name, setting.value))
    };
    let (run, hits) = answers::run("findings", &engine, &judgements, &set)?;
    let ndcg = Figures::mean(&run.figures).ndcg;
    if !options.show.is_empty() {
        for qid in &options.show {
            println!("{}", details::show(qid, &run, &judgements, &engine, &set)?);
        }
        return Ok(true);
    }
    let own = needs::measure(&engine, &set)?;
    let others = options
        .against
        .iter()
        .map(|file| Run::read(file, &judgements, options.apply_filters))
        .collect::<Result<Vec<_>, _>>()?;
    let variants = if options.ablate {
        ablated(&engine, &judgements, &set)?
    } else {
        Vec::new()
    };
    let measured: Vec<&Run> = std::iter::once(&run).chain(&others).collect();
    size(&engine)?;
    for run in &measured {
        warn_of_unknown(run, &judgements);
    }
    println!("{}", table::runs(&measured, &judgements, options.per_query));
    for other in &others {
        println!("{}", table::comparison(other, &run, &judgements));
    }
    if options.ablate {
        println!("{}", table::variants(&run, &variants, &judgements));
    }
    let worst = details::worst(options.worst, &run, &hits, &judgements, &engine, &set)?;
    println!("{worst}");
    if options.times {
        println!("{}", times::measure(&engine, &judgements, &set)?);
    }
    if let Some(file) = &options.write {
        run.write(file)?;
    }
    if let Some(file) = &options.unjudged {
        let runs: Vec<&Run> = measured.iter().copied().chain(&variants).collect();
        let number = unjudged::write(file, &runs, &judgements)?;
        println!("{number} unjudged passages in {}\n", file.display());
    }
    let verdict = if ndcg < FLOOR {
        "NOT REACHED"
    } else {
        "reached"
    };
    println!("nDCG@10: {ndcg:.3} (at least {FLOOR}: {verdict})");
    println!("\nneeds of our own\n{}", own.table());
    if options.ablate {
        for (name, change) in variants::variants() {
            let both = |question: &mut Question<'_>| {
                set(question)?;
                change(question);
                Ok(())
            };
            let own = needs::measure(&engine, &both)?;
            println!("{name}\n{}", own.table());
        }
    }
    Ok(ndcg >= FLOOR && own.reached())
}

/// The run of every variant, on top of what was set.
fn ablated(
    engine: &Engine,
    judgements: &Judgements,
    set: answers::Change<'_>,
) -> Result<Vec<Run>, String> {
    let run = |(name, change): (&str, variants::Variant)| {
        let both = |question: &mut Question<'_>| {
            set(question)?;
            change(question);
            Ok(())
        };
        answers::run(name, engine, judgements, &both).map(|(run, _)| run)
    };
    variants::variants().into_iter().map(run).collect()
}

fn size(engine: &Engine) -> Result<(), String> {
    let Totals { passages, reports } = engine.totals().map_err(|error| error.to_string())?;
    println!("{reports} reports, {passages} passages\n");
    Ok(())
}

/// Judgements are for certain files: passages of others cannot have been graded.
fn warn_of_unknown(run: &Run, judgements: &Judgements) {
    let unknown = run.unknown_reports(judgements);
    if let Some(first) = unknown.first() {
        eprintln!(
            "{}: {} of its reports are unknown to the judgements, such as {first}",
            run.name,
            unknown.len()
        );
    }
}
