//! The command line: arguments, terminal, exit codes. Nothing below this module knows of them.

mod args;
mod ask;
mod batch;
mod check;
mod clipboard;
mod complete;
mod correct;
mod export;
mod help;
mod index;
mod inspect;
mod last_search;
mod maintenance;
mod man;
mod open;
mod output;
mod pager;
mod progress;
mod session;
mod settings;
mod usage;
mod watch;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::answers::search::SearchRequest;
use crate::answers::{
    actions, area, compare, count, facets, quotation, search, show, similar, suggest, trend, waits,
};
use crate::document::worker;
use crate::error::{Error, Result};
use crate::render::{Holds, Listing};
use args::{Args, Command, GlobalArgs};
use ask::ask;
use output::{ExitStatus, messages};
use settings::Settings;

const EXIT_NOTHING_FOUND: u8 = 1;
const EXIT_ERROR: u8 = 2;
/// The code of a process stopped by Ctrl-C: 128 and the number of the signal.
const EXIT_INTERRUPTED: u8 = 130;

/// Runs the program with `args` (the first is its own name). `limit_memory` limits what the process
/// may allocate, in bytes; only worker processes call it.
pub fn main(args: impl Iterator<Item = OsString>, limit_memory: &dyn Fn(u64)) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    if args
        .get(1)
        .is_some_and(|command| command == worker::COMMAND)
    {
        return serve_worker(limit_memory);
    }
    let json = usage::asks_for_json(&args);
    let parsed = match complete::answer(args.clone()) {
        Ok(true) => return ExitCode::SUCCESS,
        Ok(false) => Args::try_parse_from(args),
        Err(error) => Err(error),
    };
    let args = match parsed {
        Ok(args) => args,
        Err(error) => return not_run(error, json),
    };
    let settings = Settings::new(&args.global);
    match run(args.command, &settings) {
        Ok(ExitStatus::Done) => ExitCode::SUCCESS,
        Ok(ExitStatus::NothingFound) => EXIT_NOTHING_FOUND.into(),
        Ok(ExitStatus::Skipped) => EXIT_ERROR.into(),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            if json {
                messages::json_error(error.code(), &error.to_string(), error.hint());
            } else {
                messages::error(&error, &settings);
            }
            match error {
                Error::Interrupted => EXIT_INTERRUPTED.into(),
                _ => EXIT_ERROR.into(),
            }
        }
    }
}

/// Help and version, which are answers, and errors of usage.
fn not_run(error: clap::Error, json: bool) -> ExitCode {
    if !error.use_stderr() {
        let text = error.render();
        let settings = Settings::new(&GlobalArgs::default());
        let page = if settings.colours_stdout() {
            text.ansi().to_string()
        } else {
            text.to_string()
        };
        let printed = pager::write(page.as_bytes(), settings.pager.as_ref()).map_err(Error::Output);
        return match printed {
            Err(error) if !error.is_closed_pipe() => {
                messages::error(&error, &settings);
                EXIT_ERROR.into()
            }
            _ => ExitCode::SUCCESS,
        };
    }
    if json {
        messages::json_error("usage", &usage::message(&error), None);
    } else {
        let _ = usage::with_near_names(error).print();
    }
    EXIT_ERROR.into()
}

fn run(command: Command, settings: &Settings) -> Result<ExitStatus> {
    match command {
        Command::Index(args) => index::run(&args, settings),
        Command::Watch(args) => watch::run(&args, settings),
        Command::Search(asked) => {
            ask::check_columns(&asked)?;
            ask(&asked, settings, |corpus, request: &SearchRequest| {
                let mut request = request.clone();
                if asked.format.holds == Holds::Records {
                    // Rows of a table are all of one kind, unless partial matches are asked for.
                    request.partial = request.partial.or(Some(false));
                }
                let answer = search::answer(corpus, &request)?;
                last_search::remember(&answer);
                Ok(answer)
            })
        }
        Command::Facets(asked) => ask(&asked, settings, facets::answer),
        Command::Actions(asked) => ask(&asked, settings, actions::answer),
        Command::Waits(asked) => ask(&asked, settings, waits::answer),
        Command::Count(asked) => ask(&asked, settings, count::answer),
        Command::Trend(asked) => ask(&asked, settings, trend::answer),
        Command::Area(asked) => ask(&asked, settings, area::answer),
        Command::Compare(asked) => ask(&asked, settings, compare::answer),
        Command::Check(args) => check::run(&args, settings),
        Command::Batch(args) => batch::run(&args, settings),
        Command::Show(asked) => ask(&asked, settings, show::show),
        Command::Similar(asked) => ask(&asked, settings, similar::answer),
        Command::Quote(asked) => ask(&asked, settings, quotation::answer),
        Command::Open(args) => open::run(&args, settings),
        Command::Reports(asked) => ask(&asked, settings, |corpus, request| {
            show::reports(corpus, request).map(Listing)
        }),
        Command::Export(args) => export::run(&args, settings),
        Command::Inspect(args) => inspect::run(&args, settings),
        Command::Clean(args) => maintenance::clean(&args, settings),
        Command::Correct(args) => correct::run(&args, settings),
        Command::Status(args) => maintenance::status(&args, settings),
        Command::Why(args) => maintenance::why(&args, settings),
        Command::Optimize(args) => maintenance::optimize(&args, settings),
        Command::Suggest(asked) => ask(&asked, settings, suggest::answer),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            complete::script(shell, &mut script)?;
            show(&script, settings)
        }
        Command::Help { topic } => {
            let text = help::text(topic.as_deref(), settings.colours_stdout())?;
            show(text.as_bytes(), settings)
        }
        Command::Man { command } => man::run(command.as_deref(), settings),
    }
}

fn show(text: &[u8], settings: &Settings) -> Result<ExitStatus> {
    pager::write(text, settings.pager.as_ref()).map_err(Error::Output)?;
    Ok(ExitStatus::Done)
}

/// The other end of [`crate::document::worker::Worker`]: reads PDFs given on stdin until it closes.
fn serve_worker(limit_memory: &dyn Fn(u64)) -> ExitCode {
    // Started by hand it would wait for ever for something nobody types.
    if io::stdin().is_terminal() {
        return EXIT_ERROR.into();
    }
    let served = worker::serve(io::stdin().lock(), io::stdout().lock(), limit_memory);
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
