//! A question as answers beyond a list of hits take it: words and filters, the same as `search`'s.

use std::borrow::Cow;

use super::args::QuestionArgs;
use super::output::messages;
use super::progress::Counter;
use super::settings::{self, Settings};
use crate::api::{FoundPassage, Mode, SearchRequest, SearchResponse};
use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::query::synonyms::Synonyms;

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
            expansion: reading,
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
        let counter = Counter::new("passages", None, settings);
        let response =
            self.engine
                .each_passage(&self.request, &self.synonyms, holding, &mut |passage| {
                    counter.step();
                    take(passage);
                });
        counter.finish();
        response
    }

    /// Says why no passage matches.
    pub(super) fn explain_absence(&self, response: &SearchResponse, settings: &Settings) {
        super::search::explain_absence(response, &self.request, settings);
    }
}
