//! `findings index`

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Ending;
use super::args::{IndexArgs, SummaryFormat, WorkArgs};
use super::output::{Output, messages};
use super::progress;
use super::settings::Settings;
use crate::document::worker::{Limits, WorkerCommand};
use crate::error::{Error, Result};
use crate::indexing::{self, IndexOptions, IndexOutcome, LeftOut};
use crate::render::{self, count, thousands};
use crate::report::themes::Taxonomy;
use crate::storage::BuildSettings;
use crate::storage::path::{STDIN, path_of_text};

pub(super) fn run(args: &IndexArgs, settings: &Settings) -> Result<Ending> {
    let remembered = remembered(settings);
    let file = |named: &Option<PathBuf>, forget: bool, known: Option<&String>| match named {
        Some(file) => Some(file.clone()),
        None if forget => None,
        None => known.map(|known| path_of_text(known)),
    };
    let given = Given {
        themes_file: file(
            &args.themes,
            args.no_themes,
            remembered.themes_file.as_ref(),
        ),
        metadata: file(
            &args.metadata,
            args.no_metadata,
            remembered.metadata_file.as_ref(),
        ),
    };
    let taxonomy = given.taxonomy(&remembered, settings)?;
    let options = IndexOptions {
        paths: args.paths.clone(),
        rebuild: args.rebuild,
        checksum: args.checksum,
        ..options(&args.work, given)
    };
    let stop = stop_on_interrupt();
    let outcome = update(&options, &taxonomy, &stop, settings)?;
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
        Ending::Done
    } else {
        Ending::Skipped
    })
}

/// What the index remembers of how it was made.
pub(super) fn remembered(settings: &Settings) -> BuildSettings {
    match settings.place().manifest() {
        Ok(Some(manifest)) => manifest.settings,
        // What is wrong with the place is said when it is opened.
        Ok(None) | Err(_) => BuildSettings::default(),
    }
}

/// Files that change what is made of reports.
pub(super) struct Given {
    pub(super) themes_file: Option<PathBuf>,
    pub(super) metadata: Option<PathBuf>,
}

impl Given {
    /// Those that the index remembers.
    pub(super) fn of(remembered: &BuildSettings) -> Self {
        let path = |known: &Option<String>| known.as_deref().map(path_of_text);
        Given {
            themes_file: path(&remembered.themes_file),
            metadata: path(&remembered.metadata_file),
        }
    }

    /// The themes, with a note if the index was made with others.
    pub(super) fn taxonomy(
        &self,
        remembered: &BuildSettings,
        settings: &Settings,
    ) -> Result<Taxonomy> {
        let taxonomy = taxonomy(self.themes_file.as_deref())?;
        if !remembered.themes.is_empty() && remembered.themes != taxonomy.fingerprint() {
            messages::note("the themes changed: everything is indexed afresh", settings);
        }
        Ok(taxonomy)
    }
}

/// How to bring what was indexed before up to date.
pub(super) fn options(work: &WorkArgs, given: Given) -> IndexOptions {
    IndexOptions {
        paths: Vec::new(),
        rebuild: false,
        metadata: given.metadata,
        themes_file: given.themes_file,
        checksum: false,
        keep: !work.no_cache,
        threads: work.threads.map_or_else(cores, usize::from),
        memory: usize::try_from(work.memory << 20).unwrap_or(usize::MAX),
        largest: work.largest << 20,
        stdin: || Box::new(std::io::stdin()),
        worker: worker_command(),
        limits: limits(work.pdf_memory, work.pdf_seconds),
    }
}

/// Runs an update with its progress on the terminal.
pub(super) fn update(
    options: &IndexOptions,
    taxonomy: &Taxonomy,
    stop: &AtomicBool,
    settings: &Settings,
) -> Result<IndexOutcome> {
    let bar = progress::spinner("looking for files", settings);
    let outcome = indexing::index(
        &settings.place(),
        options,
        taxonomy,
        stop,
        &mut |progress| progress::show(&bar, progress),
    );
    bar.finish_and_clear();
    outcome
}

/// The theme vocabulary of a file, or the built-in one.
pub(super) fn taxonomy(file: Option<&Path>) -> Result<Taxonomy> {
    let Some(file) = file else {
        return Taxonomy::embedded().map_err(Error::Bug);
    };
    let text = std::fs::read_to_string(file).map_err(|error| Error::io("read", file, error))?;
    Taxonomy::from_toml(&text).map_err(|message| Error::Usage {
        message: format!("{}: {message}", file.display()),
        hint: Some(
            "a theme is a table [\"domain/theme\"] with definition, cues, weak and anti".to_owned(),
        ),
    })
}

/// What reading one PDF may take.
pub(super) fn limits(mebibytes: u64, seconds: u64) -> Limits {
    Limits {
        memory_bytes: mebibytes << 20,
        seconds,
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// This program as a reader of PDFs; where it cannot find itself, PDFs are read in process.
pub(super) fn worker_command() -> Option<WorkerCommand> {
    let program = std::env::current_exe().ok()?;
    Some(WorkerCommand {
        program,
        args: vec!["read-pdf".to_owned()],
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
