//! Completion of shells. The script that a shell loads calls the program, which offers commands,
//! options and the values that the index holds.

use std::ffi::{OsStr, OsString};
use std::io::Write;

use clap::CommandFactory;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{EnvCompleter, Shells};
use clap_complete::{CompleteEnv, Shell};

use super::args::{Args, GlobalArgs};
use super::settings::Settings;
use crate::engine::{Engine, Searcher};
use crate::error::{Error, Result};
use crate::render::safe;
use crate::report::facet::Dimension;
use crate::report::slug;
use crate::samples;

/// Environment variable by which the script of a shell asks for completions.
const VARIABLE: &str = "FINDINGS_COMPLETE";

/// Most values that are offered: more do not fit on a screen.
const MOST_VALUES: usize = 200;

/// Answers the script of a shell, if that is what started the program.
pub(super) fn answer(args: Vec<OsString>) -> clap::error::Result<bool> {
    let folder = std::env::current_dir().ok();
    CompleteEnv::with_factory(Args::command)
        .var(VARIABLE)
        .try_complete(args, folder.as_deref())
}

/// Writes the script that `shell` loads.
pub(super) fn script(shell: Shell, out: &mut dyn Write) -> Result<()> {
    let shells = Shells::builtins();
    let completer: Option<&dyn EnvCompleter> = shells.completer(&shell.to_string());
    let completer = completer.ok_or_else(|| Error::Bug(format!("no script for {shell}")))?;
    completer
        .write_registration(VARIABLE, "findings", "findings", "findings", out)
        .map_err(Error::Output)
}

/// Offers the values of a facet that the index holds. Names of areas and regions are written with
/// hyphens, which need no quotes in a shell.
pub(super) fn values_of(facet: Dimension) -> ArgValueCompleter {
    offers(move |engine| {
        let vocabulary = engine.vocabulary()?;
        let named = matches!(facet, Dimension::Area | Dimension::Region);
        let values = vocabulary.present(facet).map(|path| {
            let label = path.label(facet);
            if named {
                (slug(&label), Some(label))
            } else {
                (label, None)
            }
        });
        let mut values: Vec<_> = values.collect();
        values.dedup();
        Ok(values)
    })
}

/// Offers the ids of reports, each with its title.
pub(super) fn reports() -> ArgValueCompleter {
    offers(|engine| {
        let reports = engine.reports()?.into_iter();
        let reports = reports.map(|found| (found.report.id, Some(found.report.title)));
        Ok(reports.collect())
    })
}

/// Offers those of some values, each with a description, that begin with what is typed, or if none
/// does, those that contain it.
fn offers(
    values: impl Fn(&Engine) -> Result<Vec<(String, Option<String>)>> + Send + Sync + 'static,
) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy().to_lowercase();
        // A shell has no place for what went wrong.
        let values = open()
            .and_then(|engine| values(&engine))
            .unwrap_or_default();
        let that = |holds: fn(&str, &str) -> bool| -> Vec<_> {
            let values = values.iter();
            let values = values.filter(|(value, _)| holds(&value.to_lowercase(), &typed));
            values.take(MOST_VALUES).collect()
        };
        let mut offered = that(|value, typed| value.starts_with(typed));
        if offered.is_empty() {
            offered = that(|value, typed| value.contains(typed));
        }
        let candidates = offered.into_iter().map(|(value, about)| {
            let about = about.as_ref().map(|about| safe(about).into_owned().into());
            CompletionCandidate::new(safe(value).into_owned()).help(about)
        });
        candidates.collect()
    })
}

/// The index that the command being typed would use.
fn open() -> Result<Engine> {
    let args: Vec<OsString> = std::env::args_os().collect();
    let named = args.iter().enumerate().find_map(|(at, arg)| {
        let arg = arg.to_string_lossy();
        match arg.strip_prefix("--index=") {
            Some(folder) => Some(folder.into()),
            None if arg == "--index" => args.get(at + 1).map(Into::into),
            None => None,
        }
    });
    let settings = Settings::new(&GlobalArgs {
        index: named,
        quiet: true,
        ..GlobalArgs::default()
    });
    match Engine::open(&settings.index_dir()) {
        Err(Error::NoIndex { .. }) if settings.answers_from_samples() => samples::engine(),
        engine => engine,
    }
}
