//! `findings compare`

use super::Ending;
use super::args::{CompareArgs, FormatArg};
use super::output::{Output, messages};
use super::question::Question;
use super::settings::{self, Settings};
use crate::answers::compare::{Collector, Scope};
use crate::api::{
    AreaInfo, ComparedArea, Comparison, Filter, Group, Matching, Mode, SearchRequest,
    SearchResponse,
};
use crate::error::{Error, Result};
use crate::query;
use crate::render;
use crate::report::facet::Dimension;

/// An area with the filter on it.
type Named = (AreaInfo, Filter);

pub(super) fn run(args: &CompareArgs, settings: &Settings) -> Result<Ending> {
    let mut question = Question::new(&args.question(), settings)?;
    let named = areas(&args.areas, &question, settings)?;
    let everywhere = Filter {
        dimension: Dimension::Area,
        paths: named
            .iter()
            .flat_map(|(_, own)| own.paths.clone())
            .collect(),
        exclude: false,
        label: "these areas".to_owned(),
    };
    let asked = asked(args, &question.request);
    if args.query.is_some() && asked.query.root.is_none() {
        messages::note("--query holds no word to search for", settings);
    }
    let overall = answer(&question, &asked, &everywhere, 0)?;
    let mut matching = Vec::with_capacity(named.len());
    for (_, filter) in &named {
        matching.push(match asked.query.root {
            Some(_) => Some(best(answer(&question, &asked, filter, 1)?)),
            None => None,
        });
    }
    // Everything else is told of all reports, whether they match or not.
    question.request.query = query::parse("");
    let scope = Scope::taken_from(&mut question.request.filters, args.include_boilerplate);
    question.request.include_boilerplate = true;
    let mut compared = Vec::with_capacity(named.len());
    for ((info, filter), matching) in named.into_iter().zip(matching) {
        let mut collector = Collector::new(&scope);
        question.request.filters.push(filter);
        question.each_passage(&[], settings, |passage| collector.take(&passage))?;
        question.request.filters.pop();
        compared.push(collector.finish(info, matching));
    }
    if compared.iter().all(|area| area.reports == 0) {
        let indexed = question.engine.report_count()?;
        let line = format!("no report on these areas passes the filters ({indexed} are indexed)");
        messages::plain(&line, settings);
        return Ok(Ending::NothingFound);
    }
    say_what_is_missing(&compared, settings);
    if args.format == FormatArg::Csv {
        super::search::notes(&overall.summary, settings);
    }
    let comparison = Comparison {
        areas: compared,
        summary: overall.summary,
    };
    let mut out = Output::stdout();
    render::comparison(
        &mut out,
        &comparison,
        args.format.into(),
        settings.look(false),
    )
    .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}

/// The areas in the order in which they are named, each once.
fn areas(names: &[String], question: &Question, settings: &Settings) -> Result<Vec<Named>> {
    let mut areas: Vec<Named> = Vec::with_capacity(names.len());
    for name in names {
        let (info, filter) = settings::area(name, &question.engine)?;
        if areas.iter().any(|(known, _)| known.name == info.name) {
            messages::note(&format!("{} is named twice", info.name), settings);
        } else {
            areas.push((info, filter));
        }
    }
    match &areas[..] {
        [(only, _)] => Err(Error::Usage {
            message: format!("there is nothing to compare {} with", only.name),
            hint: Some("name two areas or more".to_owned()),
        }),
        _ => Ok(areas),
    }
}

/// What is asked of each area's passages: as `search` does, so that there is a best one even where
/// none holds all the words.
fn asked(args: &CompareArgs, request: &SearchRequest) -> SearchRequest {
    SearchRequest {
        mode: if args.any { Mode::Any } else { Mode::Most },
        group: Group::None,
        ..request.clone()
    }
}

fn answer(
    question: &Question,
    asked: &SearchRequest,
    area: &Filter,
    limit: usize,
) -> Result<SearchResponse> {
    let mut request = asked.clone();
    request.filters.push(area.clone());
    request.limit = limit;
    question.engine.search_with(&request, &question.synonyms)
}

fn best(response: SearchResponse) -> Matching {
    Matching {
        passages: response.summary.passages,
        reports: response.summary.reports,
        best: response.hits.into_iter().next(),
    }
}

fn say_what_is_missing(areas: &[ComparedArea], settings: &Settings) {
    for area in areas.iter().filter(|area| area.reports == 0) {
        let name = &area.area.name;
        messages::note(&format!("no report on {name} passes the filters"), settings);
    }
}
