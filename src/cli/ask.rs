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
use crate::answers::{facets, search, show, suggest};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::query::synonyms::Synonyms;
use crate::render::{Answer, Holds, OutputStyle, nothing};

/// A question under way.
pub(super) struct Ask<'a, const Q: usize> {
    asked: &'a Asked<Q>,
    settings: &'a Settings,
    engine: Engine,
}

impl<'a, const Q: usize> Ask<'a, Q> {
    pub(super) fn new(asked: &'a Asked<Q>, settings: &'a Settings) -> Result<Self> {
        Ok(Ask {
            asked,
            settings,
            engine: engine(settings)?,
        })
    }

    /// Answers the question.
    fn answer<R: DeserializeOwned, A>(
        &self,
        answer: impl FnOnce(&Corpus<'_>, &R) -> Result<A>,
    ) -> Result<A> {
        let pairs = self.asked.pairs.iter().map(|(name, value)| {
            Ok(match *name {
                "id" | "ids" => (*name, last_search::id_of(value, self.settings)?),
                _ => (*name, value.clone()),
            })
        });
        let pairs: Vec<(&str, String)> = pairs.collect::<Result<_>>()?;
        let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
        let request = Question::ALL[Q].request(pairs)?;
        let exact = self.asked.pairs.iter().any(|(name, _)| *name == "exact");
        let synonyms = if exact {
            Cow::Borrowed(Synonyms::built_in())
        } else {
            settings::synonyms(self.asked.synonyms.as_deref())?
        };
        let counter = Counter::new("passages", None, self.settings);
        let step = || counter.step();
        let corpus = Corpus {
            synonyms,
            progress: &step,
            ..Corpus::new(&self.engine)
        };
        let answer = answer(&corpus, &request);
        counter.finish();
        answer
    }

    /// Prints an answer, or says why there is nothing.
    fn print(&self, answer: &dyn Answer, nothing: Option<Vec<String>>) -> Result<ExitStatus> {
        let Asked { format, full, .. } = *self.asked;
        if self.asked.copy {
            let mut text = Vec::new();
            let plain = OutputStyle::default();
            format
                .write(&mut text, answer, &plain)
                .map_err(Error::Output)?;
            clipboard::copy(&String::from_utf8_lossy(&text))?;
            messages::note("the answer is on the clipboard", self.settings);
        }
        for note in answer.summary().iter().flat_map(|summary| &summary.notes) {
            messages::note(note, self.settings);
        }
        if nothing.is_none() || format.holds == Holds::Everything {
            print(answer, format, full, self.settings)?;
        }
        let Some(lines) = nothing else {
            return Ok(ExitStatus::Done);
        };
        for line in lines {
            messages::plain(&line, self.settings);
        }
        Ok(ExitStatus::NothingFound)
    }
}

/// Answers a question and prints the answer.
pub(super) fn ask<R: DeserializeOwned, A: Answer, const Q: usize>(
    asked: &Asked<Q>,
    settings: &Settings,
    answer: fn(&Corpus<'_>, &R) -> Result<A>,
) -> Result<ExitStatus> {
    let ask = Ask::new(asked, settings)?;
    let answer = ask.answer(answer)?;
    ask.print(&answer, answer.nothing())
}

/// Time since, in milliseconds.
fn elapsed(since: Instant) -> Option<f64> {
    Some(since.elapsed().as_secs_f64() * 1000.0)
}

pub(super) fn search<const Q: usize>(ask: &Ask<'_, Q>) -> Result<ExitStatus> {
    let asked = |name: &str| ask.asked.pairs.iter().any(|(own, _)| *own == name);
    let table = ask.asked.format.holds == Holds::Records;
    if table && ["facets", "context", "explain"].into_iter().any(asked) {
        return Err(Error::Usage {
            message: "a CSV table has no room for --facets, --context or --explain".to_owned(),
            hint: Some("use --format json, or `findings facets --format csv`".to_owned()),
        });
    }
    let started = Instant::now();
    let mut shown = search::SearchRequest::default();
    let mut answer = ask.answer(|corpus, request: &search::SearchRequest| {
        shown = request.clone();
        search::answer(corpus, request)
    })?;
    answer.summary.elapsed_ms = elapsed(started);
    last_search::remember(&answer);
    let nothing = answer.hits.is_empty();
    if !nothing {
        for line in nothing::unknown_words(&answer) {
            messages::plain(&line, ask.settings);
        }
    }
    let nothing = nothing.then(|| nothing::search(&answer, &shown));
    ask.print(&answer, nothing)
}

pub(super) fn facets<const Q: usize>(ask: &Ask<'_, Q>) -> Result<ExitStatus> {
    let started = Instant::now();
    let mut answer = ask.answer(facets::answer)?;
    answer.summary.elapsed_ms = elapsed(started);
    ask.print(&answer, answer.nothing())
}

pub(super) fn reports<const Q: usize>(ask: &Ask<'_, Q>) -> Result<ExitStatus> {
    let answer = ask.answer(show::reports)?;
    let nothing = answer.reports.is_empty();
    let nothing = nothing.then(|| nothing::reports(&answer));
    ask.print(&answer.reports, nothing)
}

pub(super) fn suggest<const Q: usize>(ask: &Ask<'_, Q>) -> Result<ExitStatus> {
    let started = Instant::now();
    let mut answer = ask.answer(suggest::answer)?;
    answer.elapsed_ms = elapsed(started);
    ask.print(&answer, answer.nothing())
}
