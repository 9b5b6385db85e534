//! Indexes of generated reports.

use findings::engine::{Engine, Generation, ReportWriter, Resources};
use findings::error::Result;
use findings::indexing::{self, IndexOptions, IndexOutcome};
use findings::report::Report;
use findings::storage::ledger::{InspectionKey, Ledger, SourceRecord, SourceState};
use findings::storage::{BuildSettings, IndexDir};

/// Threads that benchmarks use: all cores.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Indexes parsed reports at an empty place, with their source records, as a run over files does.
pub(crate) fn load(
    place: &IndexDir,
    reports: impl IntoIterator<Item: AsRef<Report>>,
) -> Result<()> {
    let lock = place.lock()?;
    let writer = ReportWriter::open(&lock, Generation::Next, Resources::usual())?;
    let mut ledger = Ledger::default();
    for report in reports {
        let report = report.as_ref();
        let key = format!("/reports/{}.pdf", report.id);
        let sha256 = "0".repeat(64);
        writer.add_report(report, &key, &sha256)?;
        ledger.put(SourceRecord {
            key,
            size: 300_000,
            modified: 1_700_000_000_000_000_000,
            sha256,
            corrections: String::new(),
            first_seen: None,
            state: SourceState::Indexed {
                report: report.id.clone(),
                inspection: InspectionKey {
                    kind: report.kind,
                    areas: report.areas.iter().map(|area| area.name.clone()).collect(),
                    last_day: report.inspection_end,
                    paged: report.pages.is_some(),
                    passages: report
                        .sections
                        .iter()
                        .map(|section| section.passages.len())
                        .sum(),
                    content: "0".repeat(64),
                },
            },
        });
    }
    let remembered = BuildSettings {
        roots: vec!["/reports".to_owned()],
        themes: "themes".to_owned(),
        ..BuildSettings::default()
    };
    writer.commit(&lock, &remembered, &ledger)?.settle(&lock)
}

/// [`load`] and open.
pub(crate) fn loaded(place: &IndexDir, reports: &[Report]) -> Engine {
    load(place, reports.iter().map(ByReference)).expect("the index can be written");
    Engine::open(place).expect("the index can be read")
}

/// A report that is looked at where it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByReference<'r>(pub(crate) &'r Report);

impl AsRef<Report> for ByReference<'_> {
    fn as_ref(&self) -> &Report {
        self.0
    }
}

/// A report that is handed over.
#[derive(Debug)]
pub(crate) struct Owned(pub(crate) Report);

impl AsRef<Report> for Owned {
    fn as_ref(&self) -> &Report {
        &self.0
    }
}

/// Brings the index of a folder of text files up to date.
pub(crate) fn run(place: &IndexDir, folder: &std::path::Path) -> IndexOutcome {
    let options = IndexOptions {
        paths: vec![folder.to_owned()],
        cache: false,
        ..IndexOptions::default()
    };
    let stop = std::sync::atomic::AtomicBool::new(false);
    indexing::index(place, &options, &stop, &mut |_| {}).expect("the run succeeds")
}

/// Bytes of all files below a folder.
pub(crate) fn disk(folder: &std::path::Path) -> u64 {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|metadata| metadata.len())
        .sum()
}
