//! `findings optimize`

use std::time::Instant;

use serde::Serialize;

use super::Ending;
use super::args::{OptimizeArgs, SummaryFormat};
use super::output::{Output, messages};
use super::progress;
use super::settings::Settings;
use crate::engine::{Engine, compact};
use crate::error::{Error, Result};
use crate::render::{self, count};

/// What was done.
#[derive(Debug, Serialize)]
struct Optimized {
    segments_before: usize,
    segments: usize,
    removed_documents: u64,
    bytes_before: u64,
    bytes: u64,
    seconds: f64,
}

pub(super) fn run(args: &OptimizeArgs, settings: &Settings) -> Result<Ending> {
    let started = Instant::now();
    let place = settings.place();
    // Where there is no index, none is made.
    place.readable_manifest()?;
    let lock = place.lock()?;
    let bytes_before = place.bytes();
    let bar = progress::spinner("merging segments", settings);
    let compaction = compact(&lock);
    bar.finish_and_clear();
    let compaction = compaction?;
    let done = Optimized {
        segments_before: compaction.segments,
        segments: Engine::open(&place)?.segments(),
        removed_documents: compaction.removed,
        bytes_before,
        bytes: place.bytes(),
        seconds: started.elapsed().as_secs_f64(),
    };
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    let line = if compaction.was_needed() {
        format!(
            "merged {} into {}: {} instead of {}, in {:.1} s",
            count(done.segments_before as u64, "segment"),
            done.segments,
            megabytes(done.bytes),
            megabytes(done.bytes_before),
            done.seconds
        )
    } else {
        format!(
            "nothing to do: the index is in one piece ({})",
            megabytes(done.bytes)
        )
    };
    messages::plain(&line, settings);
    if args.format == SummaryFormat::Json {
        let mut out = Output::stdout();
        render::json_document(&mut out, &done).map_err(Error::Output)?;
        out.finish()?;
    }
    Ok(Ending::Done)
}
