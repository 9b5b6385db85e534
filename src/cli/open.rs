//! `findings open`

use std::fs;
use std::io::Write;

use super::args::OpenArgs;
use super::last_search;
use super::output::{ExitStatus, Output, messages};
use super::session::engine;
use super::settings;
use super::settings::Settings;
use crate::answers::corpus::Corpus;
use crate::answers::link::Link;
use crate::answers::report_info::{ReportInfo, ReportText};
use crate::answers::show::{parts, report_text};
use crate::document;
use crate::error::{Error, Result};
use crate::storage::path::path_of_text;

pub(super) fn run(args: &OpenArgs, settings: &Settings) -> Result<ExitStatus> {
    let engine = engine(settings)?;
    let pairs = args.asked.pairs.iter();
    let typed = pairs.map(|(_, id)| id.as_str()).next().unwrap_or_default();
    let (id, number) = parts(&last_search::id_of(typed, settings)?);
    let corpus = Corpus {
        with_files: true,
        ..Corpus::new(&engine)
    };
    let report = report_text(&corpus, &id)?;
    let page = match number {
        Some(number) => page_of(&report, number)?,
        None => None,
    };
    let info = &report.report;
    let file = match Link::to_file(info, page) {
        Some(link) => match state_of(info, &report.facts.sha256) {
            State::Gone => {
                messages::note(&format!("`{}` is gone", info.path()), settings);
                None
            }
            State::Changed => {
                let changed = format!(
                    "`{}` changed since it was indexed: page numbers may differ",
                    info.path()
                );
                messages::note(&changed, settings);
                Some(link)
            }
            State::AsIndexed => Some(link),
        },
        None => None,
    };
    // A link to what is gone still says where it was.
    let link = file
        .clone()
        .or_else(|| Link::to_web(info, page))
        .or_else(|| Link::to_file(info, page));
    let Some(link) = link else {
        return Err(Error::NoSuchPart {
            what: format!("no file or web address is known for `{id}`"),
            hint: format!("`findings show {}` prints its text", typed.trim()),
        });
    };
    let lost = file.is_none() && Link::to_web(info, page).is_none();
    if !args.print && !lost {
        match settings::no_browser() {
            Some(reason) => messages::note(&format!("{reason}: here is the link"), settings),
            None => match webbrowser::open(link.as_str()) {
                Ok(()) => return Ok(ExitStatus::Done),
                Err(_) => messages::note(
                    "no browser could be started (BROWSER names one): here is the link",
                    settings,
                ),
            },
        }
    }
    let mut out = Output::stdout();
    writeln!(out, "{link}").map_err(Error::Output)?;
    out.finish()?;
    Ok(if lost {
        ExitStatus::NothingFound
    } else {
        ExitStatus::Done
    })
}

/// The page on which a passage starts.
fn page_of(report: &ReportText, number: usize) -> Result<Option<u32>> {
    let passages = report.sections.iter().flat_map(|section| &section.passages);
    let passage = number
        .checked_sub(1)
        .and_then(|before| passages.clone().nth(before));
    let passage = passage
        .ok_or_else(|| Error::no_such_passage(&report.report.id, number, report.passages))?;
    Ok(passage.page_start)
}

/// What has become of a file since it was indexed.
enum State {
    AsIndexed,
    Changed,
    Gone,
}

fn state_of(report: &ReportInfo, sha256: &str) -> State {
    let path = path_of_text(report.key());
    // A device or a pipe would be waited for.
    if !path.is_file() {
        return State::Gone;
    }
    match fs::read(&path) {
        Ok(bytes) if document::sha256(&bytes) == sha256 => State::AsIndexed,
        Ok(_) => State::Changed,
        Err(_) => State::Gone,
    }
}
