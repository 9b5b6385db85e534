//! Built-in sample reports about invented areas: what the program answers from until there is an
//! index. They have the forms of published reports and none of their sentences.

use crate::document::{self, Format};
use crate::engine::{Engine, ReportWriter};
use crate::error::{Error, Result};
use crate::report;
use crate::report::themes::Taxonomy;

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

/// An index of the samples, in memory.
///
/// # Errors
/// The samples cannot be read, which would be a fault of this program.
pub fn engine() -> Result<Engine> {
    let taxonomy = Taxonomy::embedded().map_err(Error::Bug)?;
    let mut reports = Vec::with_capacity(COUNT);
    for (name, text) in SAMPLES {
        let document = document::read(Format::Text, text.as_bytes())
            .map_err(|reason| Error::Bug(format!("the sample {name}: {reason}")))?;
        let mut report = report::parse(&document, &taxonomy);
        // That the areas are invented is known, and no cause for doubt.
        report.warnings.clear();
        reports.push((report, format!("sample:{name}"), String::new()));
    }
    ReportWriter::in_memory(&reports)
}
