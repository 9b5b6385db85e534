//! `findings clean`

use super::args::{CleanArgs, SummaryFormat};
use super::output::{ExitStatus, Output, messages};
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::indexing::maintenance::{Cleaned, clean};
use crate::render::{self, count};

pub(super) fn run(args: &CleanArgs, settings: &Settings) -> Result<ExitStatus> {
    let cleaned = clean(&settings.index_dir())?;
    match args.format {
        SummaryFormat::Text => messages::plain(&summary(&cleaned), settings),
        SummaryFormat::Json => {
            let mut out = Output::stdout();
            render::json_document(&mut out, &cleaned).map_err(Error::Output)?;
            out.finish()?;
        }
    }
    Ok(ExitStatus::Done)
}

fn summary(cleaned: &Cleaned) -> String {
    if cleaned.bytes == 0 {
        return format!("nothing to remove from `{}`", cleaned.index);
    }
    let mib = cleaned.bytes as f64 / f64::from(1 << 20);
    let mut what = Vec::new();
    if cleaned.cache_bytes > 0 {
        let reports = count(cleaned.reports, "report");
        what.push(format!("{reports} in parsed form"));
    }
    if cleaned.bytes > cleaned.cache_bytes {
        what.push("what dead runs left".to_owned());
    }
    format!("removed {mib:.1} MiB: {}", what.join(" and "))
}
