//! The manual pages, made from the definition of the arguments.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use clap::CommandFactory;

use super::args::Args;
use super::output::ExitStatus;
use super::settings::Settings;
use super::{help, pager};
use crate::error::{Error, Result};

/// Shows the page on a terminal, and writes roff elsewhere.
pub(super) fn run(command: Option<&str>, settings: &Settings) -> Result<ExitStatus> {
    let page = page(command)?;
    let text = if !io::stdout().is_terminal() {
        page
    } else if shown(&page).is_none() {
        help::text(command, settings.colours_stdout())?.into_bytes()
    } else {
        return Ok(ExitStatus::Done);
    };
    pager::write(&text, settings.pager.as_ref()).map_err(Error::Output)?;
    Ok(ExitStatus::Done)
}

/// Shows a page with the system's `man`; `None` if that fails.
fn shown(page: &[u8]) -> Option<()> {
    let mut file = tempfile::Builder::new().suffix(".1").tempfile().ok()?;
    file.write_all(page).ok()?;
    // A path with a slash is a file to every `man`.
    let status = Command::new("man")
        .arg(file.path())
        .stderr(Stdio::null())
        .status();
    status.ok()?.success().then_some(())
}

/// The page of the program, or of one of its commands, in roff.
pub(super) fn page(command: Option<&str>) -> Result<Vec<u8>> {
    let mut root = Args::command();
    root.build();
    let shown = match command {
        None => root,
        Some(name) => {
            let found = root
                .get_subcommands()
                .find(|sub| sub.get_name() == name && !sub.is_hide_set())
                .cloned();
            let names: Vec<String> = root
                .get_subcommands()
                .filter(|sub| !sub.is_hide_set())
                .map(|sub| sub.get_name().to_owned())
                .collect();
            let full = format!("findings-{name}");
            found
                .ok_or_else(|| Error::Usage {
                    message: format!("no command `{name}`"),
                    hint: Some(format!("the commands are {}", crate::error::list(&names))),
                })?
                .name(full.clone())
                .display_name(full)
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(shown)
        .render(&mut page)
        .map_err(Error::Output)?;
    Ok(page)
}
