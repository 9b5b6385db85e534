//! `findings optimize`

use super::args::{OptimizeArgs, SummaryFormat};
use super::output::{ExitStatus, Output, messages};
use super::progress;
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::indexing::maintenance::{Optimized, optimize};
use crate::render::{self, count};

pub(super) fn run(args: &OptimizeArgs, settings: &Settings) -> Result<ExitStatus> {
    let bar = progress::spinner("merging segments", settings);
    let optimized = optimize(&settings.index_dir());
    bar.finish_and_clear();
    let optimized = optimized?;
    messages::plain(&summary(&optimized), settings);
    if args.format == SummaryFormat::Json {
        let mut out = Output::stdout();
        render::json_document(&mut out, &optimized).map_err(Error::Output)?;
        out.finish()?;
    }
    Ok(ExitStatus::Done)
}

fn summary(optimized: &Optimized) -> String {
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    if !optimized.was_needed() {
        let size = megabytes(optimized.bytes);
        return format!("nothing to do: the index is in one piece ({size})");
    }
    format!(
        "merged {} into {}: {} instead of {}, in {:.1} s",
        count(optimized.segments_before as u64, "segment"),
        optimized.segments,
        megabytes(optimized.bytes),
        megabytes(optimized.bytes_before),
        optimized.seconds
    )
}
