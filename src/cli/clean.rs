//! `findings clean`

use serde::Serialize;

use super::Ending;
use super::args::{CleanArgs, SummaryFormat};
use super::output::{Output, messages};
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::render::{self, count};
use crate::storage::cache::{CacheSize, ParseCache};

/// What was removed.
#[derive(Debug, Serialize)]
struct Cleaned {
    index: String,
    /// Reports in parsed form.
    reports: u64,
    /// Bytes of all that was removed.
    bytes: u64,
}

pub(super) fn run(args: &CleanArgs, settings: &Settings) -> Result<Ending> {
    let place = settings.place();
    // Taking the lock makes the folder, which is not what who cleans up wants.
    if !place.folder().exists() {
        return Err(Error::NoIndex {
            place: place.folder().to_owned(),
        });
    }
    let before = place.bytes();
    // Clears what dead runs left.
    let _lock = place.lock()?;
    let folder = place.parsed();
    let kept = ParseCache::at(folder.clone());
    let kept_size = kept.size();
    kept.clear()
        .map_err(|error| Error::io("remove", folder, error))?;
    let cleaned = Cleaned {
        index: place.folder().display().to_string(),
        reports: kept_size.reports,
        bytes: before.saturating_sub(place.bytes()),
    };
    match args.format {
        SummaryFormat::Text => messages::plain(&words(&cleaned, kept_size), settings),
        SummaryFormat::Json => {
            let mut out = Output::stdout();
            render::json_document(&mut out, &cleaned).map_err(Error::Output)?;
            out.finish()?;
        }
    }
    Ok(Ending::Done)
}

fn words(cleaned: &Cleaned, kept: CacheSize) -> String {
    if cleaned.bytes == 0 {
        return format!("nothing to remove from `{}`", cleaned.index);
    }
    let mib = cleaned.bytes as f64 / f64::from(1 << 20);
    let mut what = Vec::new();
    if kept.bytes > 0 {
        what.push(format!("{} in parsed form", count(kept.reports, "report")));
    }
    if cleaned.bytes > kept.bytes {
        what.push("what dead runs left".to_owned());
    }
    format!("removed {mib:.1} MiB: {}", what.join(" and "))
}
