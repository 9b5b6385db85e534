//! `findings status`, `findings why`, `findings clean` and `findings optimize`

use super::args::{CleanArgs, OptimizeArgs, StatusArgs, WhyArgs};
use super::output::{ExitStatus, print, print_summary};
use super::progress;
use super::settings::Settings;
use crate::answers::corpus::Corpus;
use crate::answers::status::{self, StatusRequest};
use crate::engine::Engine;
use crate::error::Result;
use crate::indexing::{self, Fate, maintenance};

pub(super) fn status(args: &StatusArgs, settings: &Settings) -> Result<ExitStatus> {
    let index_dir = settings.index_dir();
    let engine = Engine::open(&index_dir)?;
    let corpus = Corpus {
        with_files: true,
        ..Corpus::new(&engine)
    };
    let status = status::answer(&corpus, &index_dir, &StatusRequest::default())?;
    print(&status, args.format, false, settings)?;
    Ok(ExitStatus::Done)
}

pub(super) fn why(args: &WhyArgs, settings: &Settings) -> Result<ExitStatus> {
    let engine = Engine::open(&settings.index_dir())?;
    let story = indexing::story(&engine, &args.file)?;
    print(&story, args.format, false, settings)?;
    let found = matches!(story.fate, Fate::Indexed { .. } | Fate::Collection);
    Ok(if found {
        ExitStatus::Done
    } else {
        ExitStatus::NothingFound
    })
}

pub(super) fn clean(args: &CleanArgs, settings: &Settings) -> Result<ExitStatus> {
    let cleaned = maintenance::clean(&settings.index_dir())?;
    print_summary(&cleaned, args.format, settings)?;
    Ok(ExitStatus::Done)
}

pub(super) fn optimize(args: &OptimizeArgs, settings: &Settings) -> Result<ExitStatus> {
    let bar = progress::spinner("merging segments", settings);
    let optimized = maintenance::optimize(&settings.index_dir());
    bar.finish_and_clear();
    print_summary(&optimized?, args.format, settings)?;
    Ok(ExitStatus::Done)
}
