//! `findings facets`

use super::Ending;
use super::args::{FacetsArgs, FormatArg};
use super::output::{Output, messages};
use super::settings::{self, Settings};
use crate::api::{Mode, SearchRequest};
use crate::error::{Error, Result};
use crate::query;
use crate::render;

pub(super) fn run(args: &FacetsArgs, settings: &Settings) -> Result<Ending> {
    let engine = settings.engine()?;
    let filters = settings::filters(&args.filters, &engine)?;
    let query = query::parse(&args.query.join(" "));
    let (reading, synonyms) = settings::reading(&args.reading)?;
    for note in &query.notes {
        messages::note(&note.message, settings);
    }
    let mut dimensions = args.by.clone();
    let mut seen = Vec::new();
    dimensions.retain(|dimension| {
        let new = !seen.contains(dimension);
        seen.push(*dimension);
        new
    });
    let request = SearchRequest {
        filters,
        mode: if args.any { Mode::Any } else { Mode::All },
        reading,
        include_boilerplate: args.include_boilerplate,
        limit: 0,
        facets: dimensions.clone(),
        ..SearchRequest::new(query)
    };
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
