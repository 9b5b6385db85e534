//! `findings similar`

use super::Ending;
use super::args::{FormatArg, SimilarArgs};
use super::output::{Output, messages};
use super::passage;
use super::settings::{self, Settings};
use crate::api::SimilarRequest;
use crate::error::{Error, Result};
use crate::render::{self, Look};

pub(super) fn run(args: &SimilarArgs, settings: &Settings) -> Result<Ending> {
    let engine = settings.engine()?;
    let filters = settings::filters(&args.filters, &engine)?;
    let (report, number) = passage::of_passage(&args.id)?;
    let request = SimilarRequest {
        report,
        number,
        filters,
        include_boilerplate: args.include_boilerplate,
        limit: args.limit as usize,
    };
    let answer = engine.similar(&request)?;
    if answer.hits.is_empty() {
        let labels: Vec<&str> = request
            .filters
            .iter()
            .map(|filter| filter.label.as_str())
            .collect();
        let under = if labels.is_empty() {
            String::new()
        } else {
            format!(" under {}", labels.join(" "))
        };
        messages::plain(
            &format!("no passage like `{}`{under}", answer.passage.id),
            settings,
        );
        return Ok(Ending::NothingFound);
    }
    if args.format == FormatArg::Csv
        && let Some(line) = render::same_words(&answer.passage)
    {
        messages::note(&line, settings);
    }
    let look = Look {
        full: args.full,
        ..settings.look(args.full)
    };
    let mut out = Output::stdout();
    render::similar(&mut out, &answer, args.format.into(), look).map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}
