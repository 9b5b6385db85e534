//! What became of one file, and why.

use std::ops::ControlFlow;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::plan::tidy;
use super::source_file::{File, is_untouched};
use crate::document::walk::{Met, walk};
use crate::engine::{Engine, Searcher};
use crate::error::{Error, Result};
use crate::storage::ledger::{SourceRecord, SourceState};
use crate::storage::path::{path_of_text, path_text, shown_path};

/// What became of a file. Paths are as people are shown them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStory {
    /// The file.
    pub path: String,
    /// The indexed file or folder that it is or lies in; `null` if there is none.
    pub root: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub fate: Fate,
    /// What has happened to it since it was indexed.
    pub since: Since,
    /// Time of the first run that read this content.
    pub first_seen: Option<Timestamp>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "fate")]
pub enum Fate {
    /// It is a report of the index.
    Indexed {
        /// Report id.
        report: String,
    },
    /// It holds the same inspection as another file, from which the report was indexed.
    Duplicate {
        /// Report id.
        report: String,
        /// The other file.
        of: Option<String>,
    },
    /// It could not be read.
    Skipped {
        /// Why, as a clause.
        reason: String,
    },
    /// It is a collection of reports.
    Collection,
    /// It lies in an indexed folder and is left out.
    LeftOut {
        /// Why, as a clause.
        reason: String,
    },
    /// It lies in an indexed folder and came after the last run.
    New,
    /// It lies in no indexed folder.
    Elsewhere,
    /// There is no such file, and none is known.
    Missing,
}

/// What has happened to a file since it was indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// Nothing, by its size and time of change; or it was never indexed.
    Nothing,
    /// Its size or time of change differ.
    Changed,
    /// It is gone.
    Gone,
}

/// Tells what became of the file at `path`.
///
/// # Errors
/// It is a folder, or the index cannot be read.
pub fn story(engine: &Engine, path: &Path) -> Result<FileStory> {
    if path.is_dir() {
        return Err(Error::Usage {
            message: format!("`{}` is a folder: name a file", path.display()),
            hint: Some("`findings status` lists all files that are left out".to_owned()),
        });
    }
    let whole = std::path::absolute(path).map_err(|error| Error::io("find", path, error))?;
    let path = tidy(&whole);
    let manifest = engine.manifest();
    let roots = manifest.map_or(&[][..], |manifest| manifest.settings.roots.as_slice());
    let mut roots = roots.iter().map(|root| path_of_text(root));
    let root = roots.find(|root| path.starts_with(root));
    let ledger = engine.ledger()?;
    let record = ledger.get(&path_text(&path));
    let met = root.as_deref().and_then(|root| meet(root, &path));
    let fate = match record {
        Some(record) => match &record.state {
            SourceState::Indexed { report, .. } => Fate::Indexed {
                report: report.clone(),
            },
            SourceState::Duplicate { report } => {
                let other = ledger.sources().find(|other| is_report(other, report));
                Fate::Duplicate {
                    report: report.clone(),
                    of: other.map(|other| shown_path(&other.key)),
                }
            }
            SourceState::Skipped { reason } => Fate::Skipped {
                reason: reason.clone(),
            },
            SourceState::Collection => Fate::Collection,
        },
        None => match &met {
            Some(Met::LeftOut(_, reason)) => Fate::LeftOut {
                reason: reason.to_string(),
            },
            Some(_) => Fate::New,
            None if root.is_none() && path.exists() => Fate::Elsewhere,
            None => Fate::Missing,
        },
    };
    let since = match (record, met) {
        (Some(record), Some(Met::File(found)))
            if !is_untouched(&File::new(found.clone()), record) =>
        {
            Since::Changed
        }
        (Some(_), None) => Since::Gone,
        _ => Since::Nothing,
    };
    Ok(FileStory {
        path: shown_path(&path_text(&path)),
        root: root.map(|root| shown_path(&path_text(&root))),
        fate,
        since,
        first_seen: record.and_then(|record| record.first_seen),
    })
}

fn is_report(source: &SourceRecord, id: &str) -> bool {
    matches!(&source.state, SourceState::Indexed { report, .. } if report == id)
}

/// What a walk over `root` meets at `path`: the file, or the folder above it that is left out; `None` if
/// there is nothing.
fn meet(root: &Path, path: &Path) -> Option<Met> {
    let mut found = None;
    let _ = walk(root, &mut |met| {
        let it = match &met {
            Met::File(file) => file.path == path,
            Met::LeftOut(left_out, _) => path.starts_with(left_out),
            Met::Folder(_) => false,
        };
        if !it {
            return ControlFlow::Continue(());
        }
        found = Some(met);
        ControlFlow::Break(())
    });
    found
}
