//! Questions of the command line: options into requests, answers onto stdout, and on stderr why
//! nothing was found.

use std::borrow::Cow;
use std::io;
use std::time::Instant;

use serde::de::DeserializeOwned;

use super::Ending;
use super::args::Asked;
use super::output::{Output, messages};
use super::progress::Counter;
use super::settings::{self, Settings};
use crate::answers::corpus::Corpus;
use crate::answers::parameters::Question;
use crate::answers::{
    actions, area, compare, count, facets, quotation, search, show, similar, suggest, trend, waits,
};
use crate::api::Summary;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::query::synonyms::Synonyms;
use crate::render::nothing;
use crate::render::{self, ChartFormat, Format, Look, QuotationFormat};

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
            engine: settings.engine()?,
        })
    }

    /// Answers the question.
    fn answer<R: DeserializeOwned, A>(
        &self,
        answer: impl FnOnce(&Corpus<'_>, &R) -> Result<A>,
    ) -> Result<A> {
        let pairs = self.asked.pairs.iter();
        let pairs = pairs.map(|(name, value)| (*name, value.as_str()));
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

    fn format(&self) -> Format {
        format(&self.asked.format)
    }

    fn look(&self, full: bool) -> Look {
        self.settings.look(full || self.asked.full)
    }

    /// Says why nothing was found; formats for programs hold the answer as well.
    fn nothing(
        &self,
        lines: Vec<String>,
        print: impl FnOnce(&mut Output) -> io::Result<()>,
    ) -> Result<Ending> {
        if matches!(self.format(), Format::Json | Format::Jsonl) {
            written(print)?;
        }
        for line in lines {
            messages::plain(&line, self.settings);
        }
        Ok(Ending::NothingFound)
    }

    /// Says how the query was read: what is ignored always, the rest where the format has no room.
    fn notes(&self, summary: &Summary) {
        for note in &summary.notes {
            messages::note(note, self.settings);
        }
        if matches!(self.asked.format.as_str(), "csv" | "svg") {
            for line in render::about_query(summary, true) {
                messages::note(&line, self.settings);
            }
        }
    }
}

/// The format of this name.
pub(super) fn format(name: &str) -> Format {
    match name {
        "json" => Format::Json,
        "jsonl" => Format::Jsonl,
        "csv" => Format::Csv,
        "md" => Format::Markdown,
        _ => Format::Text,
    }
}

/// Writes an answer to stdout.
fn written(print: impl FnOnce(&mut Output) -> io::Result<()>) -> Result<Ending> {
    let mut out = Output::stdout();
    print(&mut out).map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}

/// Time since, in milliseconds.
fn elapsed(since: Instant) -> Option<f64> {
    Some(since.elapsed().as_secs_f64() * 1000.0)
}

pub(super) fn search<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let asked = |name: &str| ask.asked.pairs.iter().any(|(own, _)| *own == name);
    if ask.format() == Format::Csv && ["facets", "context", "explain"].into_iter().any(asked) {
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
    ask.notes(&answer.summary);
    let look = ask.look(false);
    let print = |out: &mut Output| render::search(out, &answer, ask.format(), look);
    if answer.hits.is_empty() {
        return ask.nothing(nothing::search(&answer, &shown), print);
    }
    for line in nothing::unknown_words(&answer) {
        messages::plain(&line, ask.settings);
    }
    written(print)
}

pub(super) fn facets<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let started = Instant::now();
    let mut answer = ask.answer(facets::answer)?;
    answer.summary.elapsed_ms = elapsed(started);
    ask.notes(&answer.summary);
    let print = |out: &mut Output| render::facets(out, &answer, ask.format(), ask.look(false));
    match &answer.absence {
        Some(absence) => ask.nothing(nothing::no_hits(&answer.summary, absence), print),
        None => written(print),
    }
}

pub(super) fn actions<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(actions::answer)?;
    ask.notes(&answer.summary);
    let print = |out: &mut Output| render::actions(out, &answer, ask.format(), ask.look(true));
    if answer.actions.is_empty() {
        return ask.nothing(nothing::actions(&answer), print);
    }
    written(print)
}

pub(super) fn waits<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(waits::answer)?;
    ask.notes(&answer.summary);
    let print = |out: &mut Output| render::waits(out, &answer, ask.format(), ask.look(true));
    if answer.waits.is_empty() {
        return ask.nothing(nothing::waits(&answer), print);
    }
    written(print)
}

pub(super) fn count<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(count::answer)?;
    ask.notes(&answer.summary);
    let print = |out: &mut Output| render::count_table(out, &answer, ask.format(), ask.look(false));
    let empty = match answer.absent_reports {
        Some(absent) => absent == 0,
        None => answer.summary.passages == 0,
    };
    if empty {
        return ask.nothing(nothing::count_tables(&answer), print);
    }
    written(print)
}

pub(super) fn trend<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(trend::answer)?;
    ask.notes(&answer.summary);
    let format = match ask.asked.format.as_str() {
        "svg" => ChartFormat::Svg,
        _ => ChartFormat::Data(ask.format()),
    };
    let print = |out: &mut Output| render::trend(out, &answer, format, ask.look(false));
    if let Some(absence) = &answer.absence {
        return ask.nothing(nothing::no_hits(&answer.summary, absence), print);
    }
    if matches!(ask.asked.format.as_str(), "csv" | "svg") && answer.undated > 0 {
        let undated = render::count(answer.undated, "report");
        messages::note(&format!("left out without a year: {undated}"), ask.settings);
    }
    written(print)
}

pub(super) fn area<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(area::answer)?;
    ask.notes(&answer.summary);
    let print = |out: &mut Output| render::area(out, &answer, ask.format(), ask.look(true));
    if answer.reports.is_empty() {
        return ask.nothing(nothing::area(&answer), print);
    }
    written(print)
}

pub(super) fn compare<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(compare::answer)?;
    ask.notes(&answer.summary);
    let print = |out: &mut Output| render::comparison(out, &answer, ask.format(), ask.look(false));
    if answer.areas.iter().all(|area| area.reports == 0) {
        return ask.nothing(nothing::compare(&answer), print);
    }
    written(print)
}

pub(super) fn show<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(show::show)?;
    written(|out| render::report(out, &answer, ask.format(), ask.look(true)))
}

pub(super) fn reports<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(show::reports)?;
    let print =
        |out: &mut Output| render::reports(out, &answer.reports, ask.format(), ask.look(false));
    if answer.reports.is_empty() {
        return ask.nothing(nothing::reports(&answer), print);
    }
    written(print)
}

pub(super) fn similar<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(similar::answer)?;
    let print = |out: &mut Output| render::similar(out, &answer, ask.format(), ask.look(false));
    if answer.hits.is_empty() {
        return ask.nothing(nothing::similar(&answer), print);
    }
    if ask.format() == Format::Csv
        && let Some(line) = render::same_words(&answer.passage)
    {
        messages::note(&line, ask.settings);
    }
    written(print)
}

pub(super) fn quote<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let answer = ask.answer(quotation::answer)?;
    let format = match ask.asked.format.as_str() {
        "md" => QuotationFormat::Markdown,
        "bibtex" => QuotationFormat::Bibtex,
        "ris" => QuotationFormat::Ris,
        "json" => QuotationFormat::Json,
        "jsonl" => QuotationFormat::Jsonl,
        "csv" => QuotationFormat::Csv,
        _ => QuotationFormat::Text,
    };
    written(|out| render::quotations(out, &answer, format, ask.look(true)))
}

pub(super) fn suggest<const Q: usize>(ask: &Ask<'_, Q>) -> Result<Ending> {
    let started = Instant::now();
    let mut answer = ask.answer(suggest::answer)?;
    answer.elapsed_ms = elapsed(started);
    let print = |out: &mut Output| render::suggestions(out, &answer, ask.format(), ask.look(false));
    if answer.suggestions.is_empty() {
        return ask.nothing(nothing::suggest(&answer), print);
    }
    written(print)
}
