//! `findings area`

use super::Ending;
use super::args::AreaArgs;
use super::output::{Output, messages};
use super::question::Question;
use super::settings::{self, Settings};
use crate::answers::area;
use crate::api::AreaInfo;
use crate::error::{Error, Result};
use crate::render;

pub(super) fn run(args: &AreaArgs, settings: &Settings) -> Result<Ending> {
    let mut question = Question::new(&args.question(), settings)?;
    let (info, filter) = settings::area(&args.name.join(" "), &question.engine)?;
    let filtered = !question.request.filters.is_empty();
    question.request.filters.push(filter);
    let mut collector = area::Collector::default();
    let response = question.each_passage(&[], settings, |passage| collector.take(&passage))?;
    let entries = question.engine.entries(collector.ids())?;
    if entries.is_empty() {
        nothing(&info, filtered, response.summary.indexed_reports, settings);
        return Ok(Ending::NothingFound);
    }
    let answer = collector.finish(info, entries, response.summary);
    let mut out = Output::stdout();
    render::area(&mut out, &answer, args.format.into(), settings.look(true))
        .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}

/// Says that there is no report, and where there may be one.
fn nothing(area: &AreaInfo, filtered: bool, indexed: u64, settings: &Settings) {
    let passes = if filtered { " passes the filters" } else { "" };
    let line = format!("no report on {}{passes} ({indexed} are indexed)", area.name);
    messages::plain(&line, settings);
    if !area.successors.is_empty() {
        let line = format!("  it was followed by {}", area.successors.join(" and "));
        messages::plain(&line, settings);
    }
    let former = area::predecessors(area);
    if !former.is_empty() {
        messages::plain(&format!("  it followed {}", former.join(" and ")), settings);
    }
}
