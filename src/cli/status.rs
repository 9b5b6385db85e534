//! `findings status`

use std::io::Write;

use serde::Serialize;

use super::Ending;
use super::args::{StatusArgs, SummaryFormat};
use super::output::Output;
use super::settings::Settings;
use crate::answers::corpus::Corpus;
use crate::answers::show;
use crate::engine::{Engine, Searcher};
use crate::error::{Error, Result};
use crate::indexing::{Changes, Duplicate, Skipped, changes};
use crate::render::{self, count, safe, thousands};
use crate::storage::cache::{CacheSize, ParseCache};
use crate::storage::ledger::{SourceRecord, SourceState};
use crate::storage::path::{file_and_line, shown_path};
use crate::storage::{BuildSettings, IndexDir};

/// What the index holds and how it is.
#[derive(Debug, Serialize)]
struct Status {
    index: String,
    format: u32,
    version: String,
    themes: String,
    themes_file: Option<String>,
    metadata_file: Option<String>,
    bytes: u64,
    kept: CacheSize,
    reports: u64,
    passages: u64,
    files: usize,
    roots: Vec<String>,
    skipped: Vec<Skipped>,
    duplicates: Vec<Duplicate>,
    warnings: Vec<Warning>,
    changes: Changes,
}

#[derive(Debug, Serialize)]
struct Warning {
    report: String,
    path: String,
    message: String,
}

pub(super) fn run(args: &StatusArgs, settings: &Settings) -> Result<Ending> {
    let engine = Engine::open(&settings.place())?;
    let status = gather(&engine, &settings.place())?;
    let mut out = Output::stdout();
    match args.format {
        SummaryFormat::Json => render::json_document(&mut out, &status),
        SummaryFormat::Text => write(&mut out, &status),
    }
    .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}

fn gather(engine: &Engine, place: &IndexDir) -> Result<Status> {
    let index = place.folder();
    let manifest = engine.manifest();
    let mut skipped = Vec::new();
    let mut duplicates = Vec::new();
    let ledger = engine.ledger()?;
    let is_file = |source: &&SourceRecord| file_and_line(&source.key).1.is_none();
    let files = ledger.sources().filter(is_file).count();
    for source in ledger.sources() {
        let path = || shown_path(&source.key);
        match &source.state {
            SourceState::Indexed { .. } | SourceState::Collection => {}
            SourceState::Duplicate { report } => duplicates.push(Duplicate {
                path: path(),
                report: report.clone(),
            }),
            SourceState::Skipped { reason } => skipped.push(Skipped {
                path: path(),
                reason: reason.clone(),
            }),
        }
    }
    let mut warnings = Vec::new();
    for entry in show::reports(&Corpus::new(engine), &show::ReportsRequest::default())?.reports {
        for warning in entry.facts.warnings {
            warnings.push(Warning {
                report: entry.report.id.clone(),
                path: entry.report.path.clone(),
                message: warning,
            });
        }
    }
    let file = |which: fn(&BuildSettings) -> Option<&String>| {
        manifest
            .and_then(|manifest| which(&manifest.settings))
            .map(|path| shown_path(path))
    };
    Ok(Status {
        index: index.display().to_string(),
        format: manifest.map_or(0, |manifest| manifest.format),
        version: manifest
            .map(|manifest| manifest.version.clone())
            .unwrap_or_default(),
        themes: manifest
            .map(|manifest| manifest.settings.themes.clone())
            .unwrap_or_default(),
        themes_file: file(|remembered| remembered.themes_file.as_ref()),
        metadata_file: file(|remembered| remembered.metadata_file.as_ref()),
        bytes: place.bytes(),
        kept: ParseCache::at(place.parsed()).size(),
        reports: engine.totals()?.reports,
        passages: engine.totals()?.passages,
        files,
        roots: manifest
            .map(|manifest| {
                manifest
                    .settings
                    .roots
                    .iter()
                    .map(|root| shown_path(root))
                    .collect()
            })
            .unwrap_or_default(),
        skipped,
        duplicates,
        warnings,
        changes: changes(engine)?,
    })
}

fn write(out: &mut dyn Write, status: &Status) -> std::io::Result<()> {
    let mib = status.bytes as f64 / f64::from(1 << 20);
    writeln!(out, "index       {} ({mib:.1} MiB)", safe(&status.index))?;
    writeln!(
        out,
        "format      {}, written by findings {}",
        status.format, status.version
    )?;
    let themes = status.themes_file.as_deref().unwrap_or("built in");
    writeln!(out, "themes      {} ({})", safe(themes), status.themes)?;
    if let Some(metadata) = &status.metadata_file {
        writeln!(out, "metadata    {}", safe(metadata))?;
    }
    writeln!(
        out,
        "holds       {}, {}, from {}",
        count(status.reports, "report"),
        count(status.passages, "passage"),
        count(status.files as u64, "file")
    )?;
    let kept = count(status.kept.reports, "report");
    let mib = status.kept.bytes as f64 / f64::from(1 << 20);
    writeln!(out, "kept        {kept} in parsed form ({mib:.1} MiB)")?;
    for root in &status.roots {
        writeln!(out, "indexed     {}", safe(root))?;
    }
    writeln!(out, "changes     {}", changed(status.changes))?;
    list(out, "skipped", &status.skipped, |skip| {
        format!("{}: {}", safe(&skip.path), safe(&skip.reason))
    })?;
    if !status.skipped.is_empty() {
        writeln!(out, "  (`findings index --checksum` tries them again)")?;
    }
    list(out, "duplicates", &status.duplicates, |duplicate| {
        format!(
            "{} (same inspection as {})",
            safe(&duplicate.path),
            safe(&duplicate.report)
        )
    })?;
    list(out, "warnings", &status.warnings, |warning| {
        format!("{}: {}", safe(&warning.report), safe(&warning.message))
    })
}

fn list<T>(
    out: &mut dyn Write,
    name: &str,
    items: &[T],
    line: impl Fn(&T) -> String,
) -> std::io::Result<()> {
    writeln!(out, "{name:<11} {}", thousands(items.len() as u64))?;
    for item in items {
        writeln!(out, "  {}", line(item))?;
    }
    Ok(())
}

fn changed(changes: Changes) -> String {
    if changes.is_none() {
        return "none since indexing".to_owned();
    }
    let mut parts = Vec::new();
    let kinds = [
        (changes.new, "new"),
        (changes.changed, "changed or touched"),
        (changes.gone, "gone"),
    ];
    for (number, what) in kinds {
        if number > 0 {
            parts.push(format!("{} {what}", count(number as u64, "file")));
        }
    }
    if changes.unreachable > 0 {
        let roots = count(changes.unreachable as u64, "indexed place");
        parts.push(format!("{roots} cannot be reached"));
        return parts.join(", ");
    }
    format!(
        "{}; `findings index` brings it up to date",
        parts.join(", ")
    )
}
