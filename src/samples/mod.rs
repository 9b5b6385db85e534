//! Built-in sample reports about invented areas: what the program answers from until there is an
//! index. They have the forms of published reports and none of their sentences.

use crate::document::{self, Format};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::report::themes::Taxonomy;
use crate::report::{self, Report};

/// The samples by file name.
pub const SAMPLES: [(&str, &str); COUNT] = [
    ("ashmere-jtai.txt", include_str!("ashmere-jtai.txt")),
    (
        "ashmere-press-release.txt",
        include_str!("ashmere-press-release.txt"),
    ),
    (
        "ashmere-send-full.txt",
        include_str!("ashmere-send-full.txt"),
    ),
    (
        "fenmouth-send-full.txt",
        include_str!("fenmouth-send-full.txt"),
    ),
    (
        "fenmouth-send-monitoring.txt",
        include_str!("fenmouth-send-monitoring.txt"),
    ),
    ("lindenshaw-ilacs.txt", include_str!("lindenshaw-ilacs.txt")),
    (
        "ravensholt-send-outcome-letter.txt",
        include_str!("ravensholt-send-outcome-letter.txt"),
    ),
    (
        "ravensholt-send-revisit.txt",
        include_str!("ravensholt-send-revisit.txt"),
    ),
    ("thornleigh-ilacs.txt", include_str!("thornleigh-ilacs.txt")),
    (
        "thornleigh-send-full.txt",
        include_str!("thornleigh-send-full.txt"),
    ),
    (
        "westmarch-send-full.txt",
        include_str!("westmarch-send-full.txt"),
    ),
];

/// Number of samples.
pub const COUNT: usize = 11;

/// The samples, parsed.
///
/// # Errors
/// The samples cannot be read, which would be a fault of this program.
pub fn reports() -> Result<Vec<Report>> {
    let taxonomy = Taxonomy::embedded().map_err(Error::Bug)?;
    let reports = SAMPLES.iter().map(|(name, text)| {
        let document = document::read(Format::Text, text.as_bytes())
            .map_err(|reason| Error::Bug(format!("the sample {name}: {reason}")))?;
        let mut report = report::parse(&document, &taxonomy);
        // That the areas are invented is known, and no cause for doubt.
        report.warnings.clear();
        Ok(report)
    });
    reports.collect()
}

/// An index of the samples, in memory.
///
/// # Errors
/// As for [`reports`].
pub fn engine() -> Result<Engine> {
    let names = SAMPLES.iter().map(|(name, _)| format!("sample:{name}"));
    let reports: Vec<(Report, String, String)> = reports()?
        .into_iter()
        .zip(names)
        .map(|(report, name)| (report, name, String::new()))
        .collect();
    Engine::in_memory(&reports)
}
