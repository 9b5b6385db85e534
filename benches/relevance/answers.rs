//! The project's own answers to the queries, as a person gets them.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use findings::api::{Filter, Hit, SearchRequest};
use findings::document::worker::{Limits, WorkerCommand};
use findings::engine::Engine;
use findings::indexing::{self, IndexOptions, LARGEST};
use findings::query;
use findings::report::facet::{Dimension, FacetPath, Vocabulary};
use findings::report::themes::Taxonomy;
use findings::storage::IndexDir;

use crate::judgements::{Asked, Judgements, Wanted, report_name};
use crate::run::{Returned, Run};

/// Opens the index at a place; where there is none, indexes a folder of reports into it first.
pub(crate) fn engine(place: &IndexDir, reports: Option<&Path>) -> Result<Engine, String> {
    let absent = place
        .manifest()
        .map_err(|error| error.to_string())?
        .is_none();
    if absent && let Some(reports) = reports {
        index(place, reports)?;
    }
    Engine::open(place).map_err(|error| error.to_string())
}

/// Indexes a folder with the defaults of the command line.
fn index(place: &IndexDir, reports: &Path) -> Result<(), String> {
    let options = IndexOptions {
        paths: vec![reports.to_owned()],
        rebuild: false,
        metadata: None,
        themes_file: None,
        checksum: false,
        keep: false,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        memory: findings::engine::Resources::MEMORY,
        largest: LARGEST,
        stdin: || Box::new(std::io::empty()),
        worker: Some(WorkerCommand {
            program: env!("CARGO_BIN_EXE_findings").into(),
            args: vec!["read-pdf".to_owned()],
        }),
        limits: Limits {
            memory_bytes: 1 << 30,
            seconds: 60,
        },
    };
    let taxonomy = Taxonomy::embedded()?;
    let stop = AtomicBool::new(false);
    indexing::index(place, &options, &taxonomy, &stop, &mut |_| {})
        .map(|_| ())
        .map_err(|error| error.to_string())
}

/// The request that a person makes with a query and its filters.
pub(crate) fn request(asked: &Asked, engine: &Engine) -> Result<SearchRequest, String> {
    let vocabulary = engine.vocabulary().map_err(|error| error.to_string())?;
    let mut request = SearchRequest::new(query::parse(&asked.text));
    request.filters = filters(&asked.filters, vocabulary)
        .map_err(|message| format!("{}: {message}", asked.qid))?;
    Ok(request)
}

fn filters(wanted: &Wanted, vocabulary: &Vocabulary) -> Result<Vec<Filter>, String> {
    let kinds = wanted.kind.as_deref().map(kinds);
    let outcome = wanted.outcome.as_deref().map(|outcome| match outcome {
        "widespread_failings" => "send-widespread-failings",
        other => other,
    });
    let years = match (wanted.year_from, wanted.year_to) {
        (None, None) => None,
        (from, to) => {
            let year = |year: Option<i16>| year.map_or(String::new(), |year| year.to_string());
            Some(format!("{}..{}", year(from), year(to)))
        }
    };
    let one = |value: Option<&str>| value.map(|value| vec![value.to_owned()]);
    let values = [
        (Dimension::Kind, kinds),
        (Dimension::Area, one(wanted.area.as_deref())),
        (Dimension::Outcome, one(outcome)),
        (Dimension::Year, one(years.as_deref())),
    ];
    let mut filters = Vec::new();
    for (dimension, values) in values {
        let Some(values) = values else { continue };
        let mut paths: Vec<FacetPath> = Vec::new();
        for value in &values {
            let resolved = vocabulary
                .resolve(dimension, value)
                .map_err(|unknown| format!("unknown {dimension} `{}`", unknown.value))?;
            paths.extend(resolved.paths);
        }
        filters.push(Filter {
            dimension,
            paths,
            exclude: false,
            label: format!("--{dimension} {}", values.join(",")),
        });
    }
    Ok(filters)
}

/// The kinds that a kind of the judgements stands for.
fn kinds(wanted: &str) -> Vec<String> {
    let names: &[&str] = match wanted {
        "send" => &["send-full", "send-revisit", "send-monitoring"],
        "ilacs" => &[
            "ilacs",
            "sif",
            "sif-reinspection",
            "lac-2013",
            "lscb-review",
        ],
        other => &[other],
    };
    names.iter().map(|&name| name.to_owned()).collect()
}

/// A change to the requests of a run.
pub(crate) type Change<'a> = &'a dyn Fn(&mut SearchRequest) -> Result<(), String>;

/// Answers every query, each request changed by `change`.
pub(crate) fn run(
    name: &str,
    engine: &Engine,
    judgements: &Judgements,
    change: Change<'_>,
) -> Result<(Run, Vec<Vec<Hit>>), String> {
    let mut all = Vec::new();
    for asked in &judgements.asked {
        let mut request = request(asked, engine)?;
        change(&mut request)?;
        all.push(hits(engine, &request)?);
    }
    let returned = judgements
        .asked
        .iter()
        .zip(&all)
        .map(|(asked, hits)| hits.iter().map(|hit| returned(asked, hit)).collect())
        .collect();
    Ok((Run::of(name, judgements, returned), all))
}

/// The hits of a request.
pub(crate) fn hits(engine: &Engine, request: &SearchRequest) -> Result<Vec<Hit>, String> {
    let response = engine
        .search(request)
        .map_err(|error| format!("`{}`: {error}", request.query.text))?;
    Ok(response.hits)
}

/// A hit as a line of a run: the whole passage, and the report by the name of its file.
fn returned(asked: &Asked, hit: &Hit) -> Returned {
    Returned {
        qid: asked.qid.clone(),
        rank: hit.rank as f64,
        text: hit.text.clone(),
        report: report_name(&hit.report.path),
    }
}
