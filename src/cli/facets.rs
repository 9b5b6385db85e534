//! `findings facets`

use super::Ending;
use super::args::{FacetsArgs, FormatArg};
use super::output::Output;
use super::question::Question;
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::render;

pub(super) fn run(args: &FacetsArgs, settings: &Settings) -> Result<Ending> {
    let Question {
        engine,
        mut request,
        synonyms,
    } = Question::new(&args.question, settings)?;
    let mut dimensions = args.by.clone();
    let mut seen = Vec::new();
    dimensions.retain(|dimension| {
        let new = !seen.contains(dimension);
        seen.push(*dimension);
        new
    });
    request.facets.clone_from(&dimensions);
    let response = engine.search_with(&request, &synonyms)?;
    if response.summary.passages == 0 {
        super::search::explain_absence(&response, &request, settings);
        return Ok(Ending::NothingFound);
    }
    if args.format == FormatArg::Csv {
        super::search::notes(&response.summary, settings);
    }
    let mut out = Output::stdout();
    render::facets(
        &mut out,
        &response.summary,
        &dimensions,
        args.format.into(),
        settings.look(false),
    )
    .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}
