//! `findings actions`

use std::collections::BTreeMap;

use super::Ending;
use super::args::{ActionsArgs, FormatArg};
use super::output::{Output, messages};
use super::question::Question;
use super::settings::Settings;
use crate::answers::actions;
use crate::api::{Action, Actions};
use crate::error::{Error, Result, list};
use crate::query;
use crate::render::{self, count};

/// How many bodies are named to somebody whose own was not found.
const BODIES_SHOWN: usize = 8;

pub(super) fn run(args: &ActionsArgs, settings: &Settings) -> Result<Ending> {
    if args.body.iter().any(|body| body.trim().is_empty()) {
        return Err(Error::Usage {
            message: "the name after `--body` is empty".to_owned(),
            hint: Some("give a part of a name, or an acronym: `--body icb`".to_owned()),
        });
    }
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
    found.retain(|action| args.only.is_empty() || args.only.contains(&action.kind));
    let named = bodies(&found);
    let of_any_body = found.len() as u64;
    found.retain(|action| {
        args.body.is_empty() || args.body.iter().any(|body| actions::is_asked(action, body))
    });
    if found.is_empty() {
        if response.summary.passages == 0 {
            question.request.query = asked;
            question.explain_absence(&response, settings);
        } else if of_any_body > 0 {
            let asked: Vec<String> = args.body.iter().map(|body| format!("`{body}`")).collect();
            let of = count(of_any_body, "action");
            let line = format!("none of {of} names {} as who is to act", asked.join(" or "));
            messages::plain(&line, settings);
            messages::plain(&who_is_named(&named), settings);
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

/// The bodies that actions name, those of the most actions first.
fn bodies(actions: &[Action]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for body in actions.iter().flat_map(|action| &action.bodies) {
        *counts.entry(&body.name).or_default() += 1;
    }
    let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
    names.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// A line that says who is named instead.
fn who_is_named(bodies: &[String]) -> String {
    let shown: Vec<&str> = bodies
        .iter()
        .take(BODIES_SHOWN)
        .map(String::as_str)
        .collect();
    let more = bodies.len() - shown.len();
    match (shown.len(), more) {
        (0, _) => "  they name nobody".to_owned(),
        (_, 0) => format!("  they name {}", list(&shown)),
        _ => format!(
            "  they name {}, and {more} more: leave `--body` out to see them all",
            shown.join(", ")
        ),
    }
}
