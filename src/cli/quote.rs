//! `findings quote`

use super::Ending;
use super::args::QuoteArgs;
use super::output::Output;
use super::passage;
use super::settings::Settings;
use crate::answers::quotation::quotation;
use crate::error::{Error, Result};
use crate::render;

pub(super) fn run(args: &QuoteArgs, settings: &Settings) -> Result<Ending> {
    let engine = settings.engine()?;
    let mut quotations = Vec::with_capacity(args.ids.len());
    for id in &args.ids {
        let (report, number) = passage::of_passage(id)?;
        let report = engine.report_text(&report)?;
        let quoted = quotation(&report, number)
            .ok_or_else(|| Error::no_such_passage(&report.report.id, number, report.passages))?;
        quotations.push(quoted);
    }
    let mut out = Output::stdout();
    render::quotations(
        &mut out,
        &quotations,
        args.format.into(),
        settings.look(true),
    )
    .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}
