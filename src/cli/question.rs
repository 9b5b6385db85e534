//! A question as answers beyond a list of hits take it: words and filters, the same as `search`'s.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::QuestionArgs;
use super::output::messages;
use super::settings::{self, Settings};
use crate::api::{FoundPassage, Mode, SearchRequest, SearchResponse};
use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::synonyms::Synonyms;

/// A question to an index.
pub(super) struct Question {
    pub(super) engine: Engine,
    pub(super) request: SearchRequest,
    pub(super) synonyms: Cow<'static, Synonyms>,
}

impl Question {
    /// The question that the arguments ask; says what of it means nothing.
    pub(super) fn new(args: &QuestionArgs, settings: &Settings) -> Result<Self> {
        let engine = settings.engine()?;
        let filters = settings::filters(&args.filters, &engine)?;
        let query = query::parse(&args.query.join(" "));
        let (reading, synonyms) = settings::reading(&args.reading)?;
        for note in &query.notes {
            messages::note(&note.message, settings);
        }
        let request = SearchRequest {
            filters,
            mode: if args.any { Mode::Any } else { Mode::All },
            reading,
            include_boilerplate: args.include_boilerplate,
            limit: 0,
            ..SearchRequest::new(query)
        };
        Ok(Question {
            engine,
            request,
            synonyms,
        })
    }

    /// Gives `take` every passage that matches and holds one of the words, if there are any; shows
    /// how far it is where that takes long.
    pub(super) fn each_passage(
        &self,
        holding: &[&str],
        settings: &Settings,
        mut take: impl FnMut(FoundPassage),
    ) -> Result<SearchResponse> {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let shown = !settings.quiet && std::io::stderr().is_terminal();
        let started = Instant::now();
        let mut passages: u64 = 0;
        let response =
            self.engine
                .each_passage(&self.request, &self.synonyms, holding, &mut |passage| {
                    passages += 1;
                    bar.set_position(passages);
                    if shown && bar.is_hidden() && started.elapsed() > AT_ONCE {
                        show(&bar);
                    }
                    take(passage);
                });
        bar.finish_and_clear();
        response
    }

    /// Says why no passage matches.
    pub(super) fn explain_absence(&self, response: &SearchResponse, settings: &Settings) {
        super::search::explain_absence(response, &self.request, settings);
    }
}

/// An answer that comes within this time needs no progress.
const AT_ONCE: Duration = Duration::from_millis(700);

fn show(bar: &ProgressBar) {
    if let Ok(style) = ProgressStyle::with_template("{spinner} reading passages: {human_pos}") {
        bar.set_style(style);
    }
    bar.set_draw_target(ProgressDrawTarget::stderr());
}
