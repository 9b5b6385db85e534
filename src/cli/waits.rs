//! `findings waits`

use std::collections::BTreeMap;

use super::Ending;
use super::args::{FigureArg, FigureOfArg, FormatArg, WaitsArgs};
use super::output::{Output, messages};
use super::question::Question;
use super::settings::Settings;
use crate::answers::waits;
use crate::api::{Figure, FigureKind, FigureOf, Waits};
use crate::error::{Error, Result, list};
use crate::render::{self, count};

pub(super) fn run(args: &WaitsArgs, settings: &Settings) -> Result<Ending> {
    let services = services(&args.service)?;
    let mut question = Question::new(&args.question, settings)?;
    let kind = args.only.map(|only| match only {
        FigureArg::Wait => FigureKind::Wait,
        FigureArg::Target => FigureKind::Target,
    });
    let of = args.of.map(|of| match of {
        FigureOfArg::Area => FigureOf::Area,
        FigureOfArg::Elsewhere => FigureOf::Elsewhere,
    });
    let wanted = Wanted { services, kind, of };
    let mut found = Vec::new();
    let mut missed: BTreeMap<String, u64> = BTreeMap::new();
    let response = question.each_passage(&waits::UNITS, settings, |passage| {
        for figure in waits::figures(&passage) {
            match &wanted.refused_by(&figure)[..] {
                [] => found.push(figure),
                [option] => *missed.entry(option.clone()).or_default() += 1,
                _ => {}
            }
        }
    })?;
    if found.is_empty() {
        if response.summary.passages == 0 {
            question.explain_absence(&response, settings);
        } else {
            messages::plain("no such figure in the passages that match", settings);
            for (filter, figures) in without_a_filter(&mut question, &wanted, settings)? {
                missed.insert(filter, figures);
            }
            for (option, figures) in missed {
                let line = format!("  without `{option}`: {}", count(figures, "figure"));
                messages::plain(&line, settings);
            }
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

/// Which figures are wanted.
struct Wanted {
    /// Those on one of these services; none: on whatever it is.
    services: Vec<&'static str>,
    kind: Option<FigureKind>,
    of: Option<FigureOf>,
}

impl Wanted {
    /// The options by which a figure is not.
    fn refused_by(&self, figure: &Figure) -> Vec<String> {
        let service = figure.service.as_deref();
        let on = service.is_some_and(|own| self.services.contains(&own));
        let mut options = Vec::new();
        if !self.services.is_empty() && !on {
            options.push("--service".to_owned());
        }
        if self.kind.is_some_and(|kind| figure.kind != kind) {
            options.push("--only".to_owned());
        }
        if self.of.is_some_and(|of| figure.of != of) {
            options.push("--of".to_owned());
        }
        options
    }
}

/// How many wanted figures there would be without each filter of reports and passages, if any.
fn without_a_filter(
    question: &mut Question,
    wanted: &Wanted,
    settings: &Settings,
) -> Result<Vec<(String, u64)>> {
    let filters = question.request.filters.clone();
    let mut counts = Vec::new();
    for index in 0..filters.len() {
        question.request.filters = filters.clone();
        let filter = question.request.filters.remove(index);
        let mut figures = 0;
        question.each_passage(&waits::UNITS, settings, |passage| {
            let own = waits::figures(&passage);
            figures += own
                .iter()
                .filter(|figure| wanted.refused_by(figure).is_empty())
                .count() as u64;
        })?;
        if figures > 0 {
            counts.push((filter.label, figures));
        }
    }
    question.request.filters = filters;
    Ok(counts)
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
