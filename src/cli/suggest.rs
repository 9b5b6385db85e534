//! `findings suggest`

use super::Ending;
use super::args::SuggestArgs;
use super::output::{Output, messages};
use super::settings::Settings;
use crate::api::SuggestRequest;
use crate::error::{Error, Result};
use crate::render;

/// Longest part of a text that a message repeats, in characters.
const LONGEST_SHOWN: usize = 60;

pub(super) fn run(args: &SuggestArgs, settings: &Settings) -> Result<Ending> {
    let engine = settings.engine()?;
    let request = SuggestRequest {
        text: args.text.join(" "),
        limit: args.limit as usize,
    };
    let answer = engine.suggest(&request)?;
    if answer.suggestions.is_empty() {
        messages::plain(&nothing(request.text.trim()), settings);
        return Ok(Ending::NothingFound);
    }
    let mut out = Output::stdout();
    render::suggestions(&mut out, &answer, args.format.into(), settings.look(false))
        .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}

/// Why there is no completion of `text`.
fn nothing(text: &str) -> String {
    if text.is_empty() {
        return "nothing to complete: type the beginning of a word".to_owned();
    }
    let mut end: String = text.chars().rev().take(LONGEST_SHOWN).collect();
    end = end.chars().rev().collect();
    let cut = if end.len() < text.len() { "…" } else { "" };
    format!("nothing in the index goes on from `{cut}{end}`")
}
