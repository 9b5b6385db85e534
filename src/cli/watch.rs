//! `findings watch`

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::args::WatchArgs;
use super::index::{options, stop_on_interrupt, update, warn};
use super::output::{ExitStatus, messages, print_summary};
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::indexing::watch::Watch;
use crate::indexing::{IndexOptions, IndexOutcome};
use crate::render::TEXT;

/// How long to wait for another writer to finish.
const BUSY: Duration = Duration::from_secs(2);

pub(super) fn run(args: &WatchArgs, settings: &Settings) -> Result<ExitStatus> {
    let settings = &settings.building(&args.paths);
    let stop = stop_on_interrupt();
    // What is wrong with the paths or the index is an error as with `index`; later troubles pass.
    let first = bring_up(args.paths.clone(), args, &stop, settings)?;
    warn(&first, settings);
    print_summary(&first, TEXT, settings)?;
    let mut watch = Watch::new(&settings.index_dir())?;
    messages::plain("watching; press Ctrl-C to stop", settings);
    let mut told: BTreeSet<String> = skipped(&first);
    // The first look misses what changed while it went on.
    let mut due = Some(BTreeSet::new());
    while let Some(what) = due {
        if let Some(complaint) = watch.complaint() {
            let message = format!(
                "the system cannot report all changes ({complaint}): checking every ten seconds"
            );
            messages::warning(&message, settings);
        }
        due = look(what, args, &stop, settings, &mut told).or_else(|| watch.next(&stop));
    }
    messages::plain(
        "stopped watching; the index is as of the last update",
        settings,
    );
    Ok(ExitStatus::Done)
}

/// Brings up to date what is due; gives back what must be looked at again.
fn look(
    paths: BTreeSet<PathBuf>,
    args: &WatchArgs,
    stop: &AtomicBool,
    settings: &Settings,
    told: &mut BTreeSet<String>,
) -> Option<BTreeSet<PathBuf>> {
    match bring_up(paths.iter().cloned().collect(), args, stop, settings) {
        Ok(outcome) => {
            tell(&outcome, told, settings);
            None
        }
        Err(Error::Interrupted) => None,
        Err(error @ Error::Busy { .. }) => {
            messages::warning(&format!("{error}; trying again"), settings);
            std::thread::sleep(BUSY);
            Some(paths)
        }
        // What was to be looked at may be gone by now, or the disk be full: nothing is lost, for
        // the next change brings another look, and every look compares with what is indexed.
        Err(error) => {
            messages::warning(&error.to_string(), settings);
            None
        }
    }
}

fn bring_up(
    paths: Vec<PathBuf>,
    args: &WatchArgs,
    stop: &AtomicBool,
    settings: &Settings,
) -> Result<IndexOutcome> {
    if stop.load(Ordering::Relaxed) {
        return Err(Error::Interrupted);
    }
    let options = IndexOptions {
        paths,
        ..options(&args.work)?
    };
    update(&options, stop, settings)
}

fn skipped(outcome: &IndexOutcome) -> BTreeSet<String> {
    let skipped = outcome.skipped.iter();
    skipped
        .map(|skip| format!("skipped `{}`: {}", skip.path, skip.reason))
        .collect()
}

/// Says what an update did, if it did anything.
fn tell(outcome: &IndexOutcome, told: &mut BTreeSet<String>, settings: &Settings) {
    let skipped = skipped(outcome);
    for line in skipped.difference(told) {
        messages::warning(line, settings);
    }
    *told = skipped;
    if outcome.read + outcome.gone > 0 {
        let line = format!(
            "{} read, {} gone: {} with {} in {:.1} s",
            crate::render::count(outcome.read as u64, "file"),
            outcome.gone,
            crate::render::count(outcome.reports, "report"),
            crate::render::count(outcome.passages, "passage"),
            outcome.seconds
        );
        messages::plain(&line, settings);
    }
}
