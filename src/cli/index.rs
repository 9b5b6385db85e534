//! `findings index`

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Ending;
use super::args::{IndexArgs, SummaryFormat};
use super::output::{Output, messages};
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::indexing::{self, IndexOptions, IndexOutcome, LeftOut, Progress};
use crate::render::{self, count, thousands};
use crate::source::worker::{Limits, WorkerCommand};
use crate::themes::Taxonomy;

pub(super) fn run(args: &IndexArgs, settings: &Settings) -> Result<Ending> {
    let options = IndexOptions {
        paths: args.paths.clone(),
        rebuild: args.rebuild,
        checksum: args.checksum,
        threads: args.threads.map_or_else(cores, usize::from),
        largest: args.largest << 20,
        worker: worker_command(),
        limits: Limits {
            memory_bytes: args.pdf_memory << 20,
            seconds: args.pdf_seconds,
        },
    };
    let taxonomy = Taxonomy::embedded().map_err(Error::Engine)?;
    let stop = stop_on_interrupt();
    let bar = progress_bar(settings);
    let outcome = indexing::index(
        &settings.place(),
        &options,
        &taxonomy,
        &stop,
        &mut |progress| show(&bar, progress),
    );
    bar.finish_and_clear();
    let outcome = outcome?;
    report(&outcome, settings);
    if args.format == SummaryFormat::Json {
        let mut out = Output::stdout();
        render::json_document(&mut out, &outcome).map_err(Error::Output)?;
        out.finish()?;
    }
    Ok(if outcome.skipped.is_empty() || args.allow_skips {
        Ending::Done
    } else {
        Ending::Skipped
    })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// This program as a reader of PDFs; where it cannot find itself, PDFs are read in process.
fn worker_command() -> Option<WorkerCommand> {
    let program = std::env::current_exe().ok()?;
    Some(WorkerCommand {
        program,
        args: vec!["read-pdf".to_owned()],
    })
}

/// Ctrl-C ends the run in an orderly way; a second one ends it at once, which does the index no
/// harm either.
fn stop_on_interrupt() -> Arc<AtomicBool> {
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

fn progress_bar(settings: &Settings) -> ProgressBar {
    if settings.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new_spinner();
    bar.set_message("looking for files");
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

fn show(bar: &ProgressBar, progress: Progress<'_>) {
    match progress {
        Progress::Planned { files } => {
            bar.set_length(files as u64);
            bar.set_message("");
            let template = "reading {bar:24} {pos}/{len} files, {per_sec}, {eta} left  {wide_msg}";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("━╸─"));
            }
        }
        Progress::Read { path } => {
            bar.inc(1);
            bar.set_message(render::safe(path).into_owned());
        }
        Progress::Committing => {
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
                bar.set_style(style);
            }
            bar.set_message("writing the index");
        }
    }
}

/// The closing summary, on stderr.
fn report(outcome: &IndexOutcome, settings: &Settings) {
    for skip in &outcome.skipped {
        messages::warning(
            &format!("skipped `{}`: {}", skip.path, skip.reason),
            settings,
        );
    }
    for (path, reason) in &outcome.left_out.unreachable {
        messages::warning(&format!("cannot look into `{path}`: {reason}"), settings);
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
