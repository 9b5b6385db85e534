//! The hits of the last search in a terminal, so that `findings quote 1` names the first of them.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::output::messages;
use super::settings::{self, Settings};
use crate::answers::search::SearchResponse;
use crate::error::{Error, Result};

/// Searches of terminals that were closed are forgotten after this time.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(7 * 24);

/// The hits of a search.
#[derive(Debug, Serialize, Deserialize)]
struct LastSearch {
    /// The query as typed.
    query: String,
    /// Ranks (1-based) and passage ids.
    hits: Vec<(usize, String)>,
}

/// Remembers the hits of a search that a person made in a terminal. Where they cannot be written,
/// ranks stay unknown, and nothing else is lost.
pub(super) fn remember(answer: &SearchResponse) {
    let person = io::stdout().is_terminal() || io::stderr().is_terminal();
    let Some(file) = file().filter(|_| person && !answer.hits.is_empty()) else {
        return;
    };
    let hits = answer.hits.iter();
    let search = LastSearch {
        query: answer.summary.query.clone(),
        hits: hits.map(|hit| (hit.rank, hit.id.clone())).collect(),
    };
    if let (Some(folder), Ok(text)) = (file.parent(), serde_json::to_vec(&search)) {
        let _ = fs::create_dir_all(folder);
        forget_old(folder);
        let _ = fs::write(&file, text);
    }
}

/// The id of the passage that `typed` names: itself, or that of the hit with this rank.
///
/// # Errors
/// It is a rank and no search was made in this terminal, or the search has no such hit.
pub(super) fn id_of(typed: &str, settings: &Settings) -> Result<String> {
    let Ok(rank) = typed.trim().parse::<usize>() else {
        return Ok(typed.to_owned());
    };
    let last = file().and_then(|file| fs::read(file).ok());
    let last = last.and_then(|text| serde_json::from_slice::<LastSearch>(&text).ok());
    let Some(last) = last else {
        return Err(Error::Usage {
            message: format!(
                "`{typed}` is the rank of a hit, but this terminal has no last search"
            ),
            hint: Some("run `findings search` first, or give the id of a passage".to_owned()),
        });
    };
    let mut hits = last.hits.iter();
    match hits.find(|(hit, _)| *hit == rank) {
        Some((_, id)) => {
            let message = format!("{rank} is {id}, found by `{}`", last.query);
            messages::note(&message, settings);
            Ok(id.clone())
        }
        None => {
            let ranks = last.hits.first().zip(last.hits.last());
            let ranks = ranks.map(|((first, _), (last, _))| format!("{first} to {last}"));
            Err(Error::Usage {
                message: format!("the last search (`{}`) has no hit {rank}", last.query),
                hint: ranks.map(|ranks| format!("it has hits {ranks}")),
            })
        }
    }
}

/// The file of this terminal: that of the shell that started the program.
fn file() -> Option<PathBuf> {
    #[cfg(unix)]
    let shell = std::os::unix::process::parent_id().to_string();
    #[cfg(not(unix))]
    let shell = "last";
    let folder = settings::state_folder()?.join("searches");
    Some(folder.join(format!("{shell}.json")))
}

fn forget_old(folder: &Path) {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    for file in files {
        let changed = file.metadata().and_then(|data| data.modified()).ok();
        let age = changed.and_then(|changed| changed.elapsed().ok());
        if age.is_some_and(|age| age > FORGOTTEN_AFTER) {
            let _ = fs::remove_file(file.path());
        }
    }
}
