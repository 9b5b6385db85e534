//! `findings actions`

use std::collections::BTreeMap;

use super::Ending;
use super::args::{ActionsArgs, FormatArg};
use super::output::{Output, messages};
use super::question::Question;
use super::settings::Settings;
use crate::answers::actions;
use crate::api::Actions;
use crate::error::{Error, Result};
use crate::query;
use crate::render;

pub(super) fn run(args: &ActionsArgs, settings: &Settings) -> Result<Ending> {
    let mut question = Question::new(&args.question, settings)?;
    question.request.filters.push(actions::sections());
    let asked = question.request.query.clone();
    let mut collector = actions::Collector::default();
    let response = if asked.root.is_none() {
        question.each_passage(&[], settings, |passage| collector.take(&passage, true))?
    } else {
        let mut matching = BTreeMap::new();
        let response = question.each_passage(&[], settings, |passage| {
            matching.insert(passage.id, passage.highlights);
        })?;
        // Who is asked may stand in a passage before the one that matches.
        question.request.query = query::parse("");
        question.each_passage(&[], settings, |mut passage| {
            let highlights = matching.remove(&passage.id);
            let wanted = highlights.is_some();
            passage.highlights = highlights.unwrap_or_default();
            collector.take(&passage, wanted);
        })?;
        response
    };
    let mut found = collector.finish();
    found.retain(|action| {
        (args.only.is_empty() || args.only.contains(&action.kind))
            && (args.body.is_empty()
                || args.body.iter().any(|body| actions::is_asked(action, body)))
    });
    if found.is_empty() {
        if response.summary.passages == 0 {
            question.request.query = asked;
            question.explain_absence(&response, settings);
        } else {
            messages::plain("no action found in the passages that match", settings);
        }
        return Ok(Ending::NothingFound);
    }
    if args.format == FormatArg::Csv {
        super::search::notes(&response.summary, settings);
    }
    let total = found.len() as u64;
    found.truncate(args.limit.map_or(usize::MAX, |limit| limit as usize));
    let answer = Actions {
        actions: found,
        total,
        summary: response.summary,
    };
    let mut out = Output::stdout();
    render::actions(&mut out, &answer, args.format.into(), settings.look(true))
        .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}
