//! The index that questions are put to.

use super::output::messages;
use super::settings::{IndexPlace, Settings};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::samples;
use crate::storage::{IndexState, Manifest};

/// The index; where none was built at the default place, the samples, and a word about it.
pub(super) fn engine(settings: &Settings) -> Result<Engine> {
    let engine = match Engine::open(&settings.index_dir()) {
        Err(Error::NoIndex { .. } | Error::NotOurFolder { .. })
            if settings.answers_from_samples() =>
        {
            messages::warning(
                &format!(
                    "no index at `{}` yet: answering from {} built-in sample reports about \
                     invented areas; index your own with `findings index FOLDER`",
                    settings.index.display(),
                    samples::COUNT
                ),
                settings,
            );
            return samples::engine();
        }
        engine => engine?,
    };
    if settings.place == IndexPlace::User {
        let message = format!(
            "answering from your index at `{}`",
            settings.index.display()
        );
        messages::note(&message, settings);
    }
    let manifest = engine.manifest();
    if manifest.is_some_and(Manifest::has_older_parser)
        && let Some(reason) = IndexState::OlderParser.reason()
    {
        let message = format!("{reason}; `findings index` brings it up to date");
        messages::note(&message, settings);
    }
    Ok(engine)
}
