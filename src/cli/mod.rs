//! The command line: arguments, terminal, exit codes. Nothing below this module knows of them.

mod args;
mod ask;
mod batch;
mod check;
mod clean;
mod export;
mod index;
mod inspect;
mod man;
mod open;
mod optimize;
mod output;
mod progress;
mod session;
mod settings;
mod status;
mod watch;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::answers::{actions, area, compare, count, quotation, show, similar, trend, waits};
use crate::error::{Error, Result};
use args::{Args, Command, GlobalArgs};
use ask::Ask;
use output::{ExitStatus, Output, messages};
use settings::Settings;

const EXIT_NOTHING_FOUND: u8 = 1;
const EXIT_ERROR: u8 = 2;
/// The code of a process stopped by Ctrl-C: 128 and the number of the signal.
const EXIT_INTERRUPTED: u8 = 130;

/// Runs the program with `args` (the first is its own name). `limit_memory` limits what the process
/// may allocate, in bytes; only worker processes call it.
pub fn main(args: impl Iterator<Item = OsString>, limit_memory: &dyn Fn(u64)) -> ExitCode {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are answers, on stdout; the rest are errors, on stderr.
            let failed = error.use_stderr();
            return match error.print().map_err(Error::Output) {
                _ if failed => EXIT_ERROR.into(),
                Err(error) if !error.is_closed_pipe() => {
                    messages::error(&error, &Settings::new(&GlobalArgs::default()));
                    EXIT_ERROR.into()
                }
                _ => ExitCode::SUCCESS,
            };
        }
    };
    if let Command::ReadPdf = args.command {
        return serve_worker(limit_memory);
    }
    let settings = Settings::new(&args.global);
    match run(args.command, &settings) {
        Ok(ExitStatus::Done) => ExitCode::SUCCESS,
        Ok(ExitStatus::NothingFound) => EXIT_NOTHING_FOUND.into(),
        Ok(ExitStatus::Skipped) => EXIT_ERROR.into(),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            messages::error(&error, &settings);
            match error {
                Error::Interrupted => EXIT_INTERRUPTED.into(),
                _ => EXIT_ERROR.into(),
            }
        }
    }
}

fn run(command: Command, settings: &Settings) -> Result<ExitStatus> {
    match command {
        Command::Index(args) => index::run(&args, settings),
        Command::Watch(args) => watch::run(&args, settings),
        Command::Search(asked) => ask::search(&Ask::new(&asked, settings)?),
        Command::Facets(asked) => ask::facets(&Ask::new(&asked, settings)?),
        Command::Actions(asked) => ask::ask(&asked, settings, actions::answer),
        Command::Waits(asked) => ask::ask(&asked, settings, waits::answer),
        Command::Count(asked) => ask::ask(&asked, settings, count::answer),
        Command::Trend(asked) => ask::ask(&asked, settings, trend::answer),
        Command::Area(asked) => ask::ask(&asked, settings, area::answer),
        Command::Compare(asked) => ask::ask(&asked, settings, compare::answer),
        Command::Check(args) => check::run(&args, settings),
        Command::Batch(args) => batch::run(&args, settings),
        Command::Show(asked) => ask::ask(&asked, settings, show::show),
        Command::Similar(asked) => ask::ask(&asked, settings, similar::answer),
        Command::Quote(asked) => ask::ask(&asked, settings, quotation::answer),
        Command::Open(args) => open::run(&args, settings),
        Command::Reports(asked) => ask::reports(&Ask::new(&asked, settings)?),
        Command::Export(args) => export::run(&args, settings),
        Command::Inspect(args) => inspect::run(&args, settings),
        Command::Clean(args) => clean::run(&args, settings),
        Command::Status(args) => status::run(&args, settings),
        Command::Optimize(args) => optimize::run(&args, settings),
        Command::Suggest(asked) => ask::suggest(&Ask::new(&asked, settings)?),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "findings", &mut script);
            write_all(&script)
        }
        Command::Man { command } => write_all(&man::page(command.as_deref())?),
        Command::ReadPdf => Ok(ExitStatus::Done),
    }
}

fn write_all(bytes: &[u8]) -> Result<ExitStatus> {
    let mut out = Output::stdout();
    out.write_all(bytes).map_err(Error::Output)?;
    out.finish()?;
    Ok(ExitStatus::Done)
}

/// The other end of [`crate::document::worker::Worker`]: reads PDFs given on stdin until it closes.
fn serve_worker(limit_memory: &dyn Fn(u64)) -> ExitCode {
    // Started by hand it would wait for ever for something nobody types.
    if io::stdin().is_terminal() {
        return EXIT_ERROR.into();
    }
    let served =
        crate::document::worker::serve(io::stdin().lock(), io::stdout().lock(), limit_memory);
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if error.kind() == io::ErrorKind::OutOfMemory {
                // The words of an allocation that fails for good, which the other end knows.
                let _ = writeln!(io::stderr(), "memory allocation of a request failed");
            }
            EXIT_ERROR.into()
        }
    }
}
