//! `findings trend`

use super::Ending;
use super::args::{ChartFormatArg, TrendArgs};
use super::output::{Output, messages};
use super::question::Question;
use super::settings::Settings;
use crate::answers::trend;
use crate::api::{SearchResponse, Trend};
use crate::error::{Error, Result};
use crate::render::{self, count};
use crate::report::facet::Dimension;

pub(super) fn run(args: &TrendArgs, settings: &Settings) -> Result<Ending> {
    if args
        .question
        .query
        .iter()
        .all(|part| part.trim().is_empty())
    {
        return Err(Error::Usage {
            message: "a trend of what?".to_owned(),
            hint: Some("name some words: `findings trend CAMHS waiting`".to_owned()),
        });
    }
    let question = Question::new(&args.question, settings)?;
    let by = [Dimension::Year];
    let tally = question
        .engine
        .tally(&question.request, &question.synonyms, &by, false)?;
    let absence = tally.absence.clone();
    let filters = question.request.filters.iter();
    let answer = Trend {
        filters: filters.map(|filter| filter.label.clone()).collect(),
        ..trend::years(tally)
    };
    if answer.summary.passages == 0 {
        let response = SearchResponse {
            hits: Vec::new(),
            summary: answer.summary,
            absence,
        };
        question.explain_absence(&response, settings);
        return Ok(Ending::NothingFound);
    }
    if matches!(args.format, ChartFormatArg::Csv | ChartFormatArg::Svg) {
        super::search::notes(&answer.summary, settings);
        if answer.undated > 0 {
            let undated = count(answer.undated, "report");
            messages::note(&format!("left out without a year: {undated}"), settings);
        }
    }
    let mut out = Output::stdout();
    render::trend(&mut out, &answer, args.format.into(), settings.look(false))
        .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}
