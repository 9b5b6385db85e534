//! The manual pages, made from the definition of the arguments.

use clap::CommandFactory;

use super::args::Args;
use crate::error::{Error, Result};

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
