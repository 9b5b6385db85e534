//! The project's own answers to the queries, as a person gets them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use findings::answers::corpus::Corpus;
use findings::answers::hit::Hit;
use findings::answers::search::{self, SearchRequest};
use findings::document::worker::WorkerCommand;
use findings::engine::Engine;
use findings::indexing::{self, IndexOptions};
use findings::report::facet::Dimension;
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
        cache: false,
        worker: Some(WorkerCommand {
            program: env!("CARGO_BIN_EXE_findings").into(),
            args: vec!["read-pdf".to_owned()],
        }),
        ..IndexOptions::default()
    };
    let stop = AtomicBool::new(false);
    indexing::index(place, &options, &stop, &mut |_| {})
        .map(|_| ())
        .map_err(|error| error.to_string())
}

/// A query as it is put to the index.
#[derive(Clone)]
pub(crate) struct Question<'e> {
    /// The index with weights, synonyms and options of expansion.
    pub(crate) corpus: Corpus<'e>,
    /// The query, its filters and what to give.
    pub(crate) request: SearchRequest,
}

impl<'e> Question<'e> {
    /// A judged query as a person asks it, with the defaults of the command line.
    fn new(asked: &Asked, engine: &'e Engine) -> Self {
        let mut request = SearchRequest::new(&asked.text);
        request.criteria.facets.filters = filters(&asked.filters);
        Question {
            corpus: Corpus {
                with_files: true,
                ..Corpus::new(engine)
            },
            request,
        }
    }

    /// A judged query, changed by `change`.
    pub(crate) fn changed(
        asked: &Asked,
        engine: &'e Engine,
        change: Change<'_>,
    ) -> Result<Self, String> {
        let mut question = Question::new(asked, engine);
        change(&mut question)?;
        Ok(question)
    }

    /// The hits.
    pub(crate) fn hits(&self) -> Result<Vec<Hit>, String> {
        let response = search::answer(&self.corpus, &self.request)
            .map_err(|error| format!("`{}`: {error}", self.request.criteria.query))?;
        Ok(response.hits)
    }
}

/// Filters as a person types their values.
fn filters(wanted: &Wanted) -> BTreeMap<Dimension, Vec<String>> {
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
    let given = values.into_iter();
    given
        .filter_map(|(dimension, values)| Some((dimension, values?)))
        .collect()
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

/// A change to the questions of a run.
pub(crate) type Change<'a> = &'a dyn Fn(&mut Question<'_>) -> Result<(), String>;

/// Answers every query, each question changed by `change`.
pub(crate) fn run(
    name: &str,
    engine: &Engine,
    judgements: &Judgements,
    change: Change<'_>,
) -> Result<(Run, Vec<Vec<Hit>>), String> {
    let mut all = Vec::new();
    for asked in &judgements.asked {
        all.push(Question::changed(asked, engine, change)?.hits()?);
    }
    let returned = judgements
        .asked
        .iter()
        .zip(&all)
        .map(|(asked, hits)| hits.iter().map(|hit| returned(asked, hit)).collect())
        .collect();
    Ok((Run::of(name, judgements, returned), all))
}

/// A hit as a line of a run: the whole passage, and the report by the name of its file.
fn returned(asked: &Asked, hit: &Hit) -> Returned {
    Returned {
        qid: asked.qid.clone(),
        rank: hit.rank as f64,
        text: hit.text.clone(),
        report: report_name(hit.report.path()),
    }
}
