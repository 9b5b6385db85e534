//! `findings index`

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::{IndexArgs, SummaryFormat, WorkArgs};
use super::output::{ExitStatus, Output, messages};
use super::progress;
use super::settings::{Settings, now};
use crate::document::worker::{self, Limits, WorkerCommand};
use crate::error::{Error, Result};
use crate::indexing::{self, IndexOptions, IndexOutcome, LeftOut, SettingFile};
use crate::render::{self, count, thousands};
use crate::storage::path::STDIN;

pub(super) fn run(args: &IndexArgs, settings: &Settings) -> Result<ExitStatus> {
    let settings = &settings.building(&args.paths);
    let file = |named: &Option<PathBuf>, forget: bool| match named {
        Some(file) => SettingFile::Named(file.clone()),
        None if forget => SettingFile::None,
        None => SettingFile::AsBefore,
    };
    let options = IndexOptions {
        paths: args.paths.clone(),
        rebuild: args.rebuild,
        themes: file(&args.themes, args.no_themes),
        metadata: file(&args.metadata, args.no_metadata),
        checksum: args.checksum,
        ..options(&args.work)?
    };
    let stop = stop_on_interrupt();
    let outcome = update(&options, &stop, settings)?;
    if args.paths.iter().any(|path| path.as_os_str() == STDIN) {
        let message = "stdin cannot be read again: its reports stay until the next \
                       `findings index -` or `findings index --rebuild`";
        messages::note(message, settings);
    }
    report(&outcome, settings);
    if stop.load(Ordering::Relaxed) {
        messages::note(
            "everything was read: what was in hand is committed",
            settings,
        );
    }
    if args.format == SummaryFormat::Json {
        let mut out = Output::stdout();
        render::json_document(&mut out, &outcome).map_err(Error::Output)?;
        out.finish()?;
    }
    Ok(if outcome.skipped.is_empty() || args.allow_skips {
        ExitStatus::Done
    } else {
        ExitStatus::Skipped
    })
}

/// How to bring an index up to date.
pub(super) fn options(work: &WorkArgs) -> Result<IndexOptions> {
    let usual = IndexOptions::default();
    Ok(IndexOptions {
        cache: !work.no_cache,
        threads: work.threads.map_or(usual.threads, usize::from),
        memory: usize::try_from(work.memory << 20).unwrap_or(usize::MAX),
        largest: work.largest << 20,
        stdin: || Box::new(std::io::stdin()),
        worker: worker_command(),
        limits: limits(work.pdf_memory, work.pdf_seconds),
        now: now()?,
        ..usual
    })
}

/// Runs an update with its progress on the terminal.
pub(super) fn update(
    options: &IndexOptions,
    stop: &AtomicBool,
    settings: &Settings,
) -> Result<IndexOutcome> {
    let bar = progress::spinner("looking for files", settings);
    let outcome = indexing::index(&settings.index_dir(), options, stop, &mut |progress| {
        progress::show(&bar, progress);
    });
    bar.finish_and_clear();
    let outcome = outcome?;
    if outcome.state.needs_rebuild()
        && let Some(reason) = outcome.state.reason()
    {
        messages::note(
            &format!("{reason}: everything was indexed afresh"),
            settings,
        );
    }
    Ok(outcome)
}

/// What reading one PDF may take.
pub(super) fn limits(mebibytes: u64, seconds: u64) -> Limits {
    Limits {
        memory_bytes: mebibytes << 20,
        seconds,
    }
}

/// This program as a reader of PDFs; where it cannot find itself, PDFs are read in process.
pub(super) fn worker_command() -> Option<WorkerCommand> {
    let program = std::env::current_exe().ok()?;
    Some(WorkerCommand {
        program,
        args: vec![worker::COMMAND.to_owned()],
    })
}

/// Ctrl-C ends the run in an orderly way; a second one ends it at once, which does the index no
/// harm either.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    // Without a handler Ctrl-C ends the process at once.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "a second Ctrl-C means now")]
            std::process::exit(i32::from(super::EXIT_INTERRUPTED));
        }
    });
    stop
}

/// The closing summary, on stderr.
pub(super) fn report(outcome: &IndexOutcome, settings: &Settings) {
    for skip in &outcome.skipped {
        messages::warning(
            &format!("skipped `{}`: {}", skip.path, skip.reason),
            settings,
        );
    }
    for (path, reason) in &outcome.left_out.unreachable {
        messages::warning(&format!("cannot look into `{path}`: {reason}"), settings);
    }
    for path in &outcome.unmatched {
        let message = format!("the metadata table has a row for `{path}`, which is not indexed");
        messages::warning(&message, settings);
    }
    if outcome.dropped > 0 {
        let reports = count(outcome.dropped as u64, "report");
        let message = format!(
            "{reports} from stdin are gone, for everything was indexed afresh; \
             `findings index -` takes them in again"
        );
        messages::warning(&message, settings);
    }
    if let Some(reason) = &outcome.not_kept {
        let message = format!("reports are not kept in parsed form ({reason})");
        messages::note(&message, settings);
    }
    let mut line = format!(
        "indexed {} ({}) in {:.1} s",
        count(outcome.reports, "report"),
        count(outcome.passages, "passage"),
        outcome.seconds
    );
    let read = format!(
        ": {} read ({:.1} MB)",
        count(outcome.read as u64, "file"),
        outcome.bytes as f64 / 1e6
    );
    line += &read;
    let duplicates = outcome.duplicates.len();
    let parts = [
        (outcome.kept, "parsed before"),
        (outcome.reparsed, "parsed again"),
        (outcome.unchanged, "unchanged"),
        (outcome.gone, "gone"),
        (
            duplicates,
            if duplicates == 1 {
                "duplicate"
            } else {
                "duplicates"
            },
        ),
        (outcome.skipped.len(), "skipped"),
    ];
    for (number, what) in parts {
        if number > 0 {
            line += &format!(", {} {what}", thousands(number as u64));
        }
    }
    messages::plain(&line, settings);
    if !outcome.outcomes.is_empty() {
        let outcomes: Vec<String> = outcome
            .outcomes
            .iter()
            .map(|(value, number)| format!("{} {value}", thousands(*number)))
            .collect();
        messages::plain(&format!("outcomes: {}", outcomes.join(", ")), settings);
    }
    for duplicate in &outcome.duplicates {
        messages::plain(
            &format!(
                "duplicate: `{}` is the same inspection as {}",
                duplicate.path, duplicate.report
            ),
            settings,
        );
    }
    left_out(&outcome.left_out, settings);
    if outcome.reports == 0 {
        messages::warning("the index is empty: no readable report was found", settings);
    }
}

fn left_out(left_out: &LeftOut, settings: &Settings) {
    let mut parts = Vec::new();
    if left_out.hidden > 0 {
        parts.push(count(left_out.hidden as u64, "hidden file"));
    }
    for (extension, number) in &left_out.unknown {
        let kind = if extension.is_empty() {
            "file without extension".to_owned()
        } else {
            format!(".{extension} file")
        };
        parts.push(if *number == 1 || !extension.is_empty() {
            count(*number as u64, &kind)
        } else {
            format!("{} files without extension", thousands(*number as u64))
        });
    }
    if left_out.loops > 0 {
        parts.push(count(left_out.loops as u64, "link loop"));
    }
    if !parts.is_empty() {
        messages::plain(&format!("left out: {}", parts.join(", ")), settings);
    }
}
