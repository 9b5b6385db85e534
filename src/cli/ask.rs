//! Questions of the command line: options into requests, answers onto stdout, and on stderr why
//! nothing was found.

use std::borrow::Cow;
use std::time::Instant;

use serde::de::DeserializeOwned;

use super::args::Asked;
use super::output::{ExitStatus, messages, print};
use super::progress::Counter;
use super::session::engine;
use super::settings::{self, Settings};
use super::{clipboard, last_search};
use crate::answers::corpus::Corpus;
use crate::answers::parameters::Question;
use crate::error::{Error, Result};
use crate::query::synonyms::Synonyms;
use crate::render::{Answer, Holds, OutputStyle};

/// The request that the options make. Ranks of the last search stand for ids.
pub(super) fn request<R: DeserializeOwned, const Q: usize>(
    asked: &Asked<Q>,
    settings: &Settings,
) -> Result<R> {
    let pairs = asked.pairs.iter().map(|(name, value)| match *name {
        "id" | "ids" => Ok((*name, last_search::id_of(value, settings)?)),
        _ => Ok((*name, value.clone())),
    });
    let pairs: Vec<(&str, String)> = pairs.collect::<Result<_>>()?;
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    Question::ALL[Q].request(pairs)
}

/// Answers a question and prints the answer.
pub(super) fn ask<R: DeserializeOwned, A: Answer, const Q: usize>(
    asked: &Asked<Q>,
    settings: &Settings,
    answer: impl FnOnce(&Corpus<'_>, &R) -> Result<A>,
) -> Result<ExitStatus> {
    let engine = engine(settings)?;
    let request = request(asked, settings)?;
    let started = Instant::now();
    let synonyms = if asked.has("exact") {
        Cow::Borrowed(Synonyms::built_in())
    } else {
        settings::synonyms(asked.synonyms.as_deref())?
    };
    let counter = Counter::new("passages", settings);
    let step = || counter.step();
    let corpus = Corpus {
        synonyms,
        with_files: true,
        samples: engine.manifest().is_none(),
        progress: &step,
        ..Corpus::new(&engine)
    };
    let answer = answer(&corpus, &request);
    counter.finish();
    let mut answer = answer?;
    if let Some(elapsed) = answer.elapsed_ms() {
        *elapsed = Some(started.elapsed().as_secs_f64() * 1000.0);
    }
    if asked.copy {
        let mut text = Vec::new();
        let written = asked
            .format
            .write(&mut text, &answer, &OutputStyle::default());
        written.map_err(Error::Output)?;
        clipboard::copy(&String::from_utf8_lossy(&text))?;
        messages::note("the answer is on the clipboard", settings);
    }
    for note in answer.summary().iter().flat_map(|summary| &summary.notes) {
        messages::note(note, settings);
    }
    let nothing = answer.nothing();
    if nothing.is_none() || asked.format.holds != Holds::Notes || answer.has_zeros() {
        print(&answer, asked.format, asked.full, settings)?;
    }
    let Some(lines) = nothing else {
        return Ok(ExitStatus::Done);
    };
    for line in lines {
        messages::plain(&line, settings);
    }
    Ok(ExitStatus::NothingFound)
}

/// Refuses options of a search whose results a table has no columns for.
pub(super) fn check_columns<const Q: usize>(asked: &Asked<Q>) -> Result<()> {
    let others = ["facets", "context", "explain"];
    if asked.format.holds == Holds::Records && others.into_iter().any(|name| asked.has(name)) {
        return Err(Error::Usage {
            message: "CSV output omits --facets, --context and --explain".to_owned(),
            hint: Some("use --format json, or `findings facets --format csv`".to_owned()),
        });
    }
    Ok(())
}
