//! `findings waits`

use super::Ending;
use super::args::{FigureArg, FormatArg, WaitsArgs};
use super::output::{Output, messages};
use super::question::Question;
use super::settings::Settings;
use crate::answers::waits;
use crate::api::{FigureKind, Waits};
use crate::error::{Error, Result, list};
use crate::render;

pub(super) fn run(args: &WaitsArgs, settings: &Settings) -> Result<Ending> {
    let services = services(&args.service)?;
    let question = Question::new(&args.question, settings)?;
    let kind = args.only.map(|only| match only {
        FigureArg::Wait => FigureKind::Wait,
        FigureArg::Target => FigureKind::Target,
    });
    let mut found = Vec::new();
    let response = question.each_passage(&waits::UNITS, settings, |passage| {
        found.extend(waits::figures(&passage).into_iter().filter(|figure| {
            let service = figure.service.as_deref();
            (services.is_empty() || service.is_some_and(|own| services.contains(&own)))
                && kind.is_none_or(|kind| figure.kind == kind)
        }));
    })?;
    if found.is_empty() {
        if response.summary.passages == 0 {
            question.explain_absence(&response, settings);
        } else {
            messages::plain("no such figure in the passages that match", settings);
        }
        return Ok(Ending::NothingFound);
    }
    if args.format == FormatArg::Csv {
        super::search::notes(&response.summary, settings);
    }
    waits::sort(&mut found);
    let total = found.len() as u64;
    found.truncate(args.limit.map_or(usize::MAX, |limit| limit as usize));
    let answer = Waits {
        waits: found,
        total,
        summary: response.summary,
    };
    let mut out = Output::stdout();
    render::waits(&mut out, &answer, args.format.into(), settings.look(true))
        .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}

/// The services that are meant; one that is none is an error that lists them.
fn services(typed: &[String]) -> Result<Vec<&'static str>> {
    let mut services = Vec::new();
    for typed in typed {
        let meant = waits::resolve_service(typed);
        if meant.is_empty() {
            return Err(Error::Usage {
                message: format!("unknown service `{typed}`"),
                hint: Some(format!("the services are {}", list(&waits::services()))),
            });
        }
        services.extend(meant);
    }
    Ok(services)
}
