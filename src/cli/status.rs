//! `findings status`

use std::io::Write;

use super::args::{StatusArgs, SummaryFormat};
use super::output::{ExitStatus, Output};
use super::settings::Settings;
use crate::answers::status::{self, Status};
use crate::error::{Error, Result};
use crate::indexing::Changes;
use crate::render::{self, count, safe, thousands};
use crate::storage::IndexState;

pub(super) fn run(args: &StatusArgs, settings: &Settings) -> Result<ExitStatus> {
    let status = status::status(&settings.index_dir())?;
    let mut out = Output::stdout();
    match args.format {
        SummaryFormat::Json => render::json_document(&mut out, &status),
        SummaryFormat::Text => write(&mut out, &status),
    }
    .map_err(Error::Output)?;
    out.finish()?;
    Ok(ExitStatus::Done)
}

fn write(out: &mut dyn Write, status: &Status) -> std::io::Result<()> {
    let mib = status.bytes as f64 / f64::from(1 << 20);
    writeln!(out, "index       {} ({mib:.1} MiB)", safe(&status.index))?;
    write!(out, "state       {}", status.state.name())?;
    match status.state {
        IndexState::OlderParser | IndexState::OtherThemes => {
            writeln!(out, "; `findings index` brings it up to date")?;
        }
        _ => writeln!(out)?,
    }
    writeln!(
        out,
        "format      {}, written by findings {}",
        status.format, status.version
    )?;
    writeln!(out, "revision    {}", safe(&status.revision))?;
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
