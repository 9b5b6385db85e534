//! `findings index`

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::{IndexArgs, WorkArgs};
use super::output::{ExitStatus, messages, print_summary};
use super::progress;
use super::settings::{Settings, now};
use crate::document::worker::{self, Limits, WorkerCommand};
use crate::error::Result;
use crate::indexing::{self, IndexOptions, IndexOutcome, MetadataTables, SettingFile};
use crate::render::count;
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
        metadata: match args.metadata.is_empty() {
            _ if args.no_metadata => MetadataTables::None,
            true => MetadataTables::AsBefore,
            false => MetadataTables::Added(args.metadata.clone()),
        },
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
    warn(&outcome, settings);
    print_summary(&outcome, args.format, settings)?;
    if stop.load(Ordering::Relaxed) {
        messages::note(
            "everything was read: what was in hand is committed",
            settings,
        );
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
        messages::note(&format!("{reason}: everything was indexed again"), settings);
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

/// Names what went wrong.
pub(super) fn warn(outcome: &IndexOutcome, settings: &Settings) {
    for skip in &outcome.skipped {
        messages::warning(
            &format!("skipped `{}`: {}", skip.path, skip.reason),
            settings,
        );
    }
    for (path, reason) in &outcome.left_out.unreachable {
        messages::warning(&format!("cannot read `{path}`: {reason}"), settings);
    }
    for path in &outcome.left_out.other_file_systems {
        let message = format!("left out `{path}`: on another file system; name it to index it");
        messages::note(&message, settings);
    }
    for sentence in &outcome.overridden {
        messages::note(sentence, settings);
    }
    for path in &outcome.unmatched {
        let message = format!("a metadata table has a row for `{path}`, which is not indexed");
        messages::warning(&message, settings);
    }
    if outcome.dropped > 0 {
        let reports = count(outcome.dropped as u64, "report");
        let message = format!(
            "{reports} from stdin were removed because everything was indexed again; `findings index -` adds them again"
        );
        messages::warning(&message, settings);
    }
    if let Some(reason) = &outcome.not_kept {
        let message = format!("reports are not written to the parse cache ({reason})");
        messages::note(&message, settings);
    }
    if outcome.reports == 0 {
        messages::warning("the index is empty: no readable report was found", settings);
    }
}
