//! What to read: the files that are there against those that are known.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::Serialize;

use super::{Changes, IndexOptions};
use crate::engine::Mark;
use crate::error::{Error, Result};
use crate::ledger::{SourceRecord, SourceState, path_of_text, path_text};
use crate::overrides::Overrides;
use crate::source::Format;
use crate::source::walk::walk;

/// A file to read.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// See [`path_text`].
    pub(super) key: String,
    pub(super) format: Format,
    /// Bytes.
    pub(super) size: u64,
    /// See [`SourceRecord::modified`].
    pub(super) modified: i128,
    /// See [`SourceRecord::given`].
    pub(super) given: String,
    /// SHA-256 of its content, where size and time of change say that it is what it was.
    pub(super) sha256: Option<String>,
    /// What was known of it.
    pub(super) known: Option<SourceRecord>,
}

/// What a run has to do.
#[derive(Debug)]
pub(super) struct Plan {
    /// Files to read, by key.
    pub(super) files: Vec<File>,
    /// Known files that are gone, by key.
    pub(super) gone: Vec<SourceRecord>,
    pub(super) unchanged: usize,
    pub(super) left_out: LeftOut,
}

/// What was found in folders and not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LeftOut {
    /// Hidden files and folders.
    pub hidden: usize,
    /// Files of unknown types, by extension (empty for none).
    pub unknown: BTreeMap<String, usize>,
    /// Links that lead back to a folder above them.
    pub loops: usize,
    /// Folders and files that could not be looked into, with the reason.
    pub unreachable: Vec<(String, String)>,
}

/// Which folders a run looks through, and which the index remembers afterwards.
#[derive(Debug)]
pub(super) struct Roots {
    pub(super) walked: Vec<PathBuf>,
    pub(super) remembered: Vec<String>,
}

/// The roots of a run: those named, else those remembered. An update adds to what is remembered, a
/// rebuild with paths replaces it.
pub(super) fn roots(
    paths: &[PathBuf],
    mark: Option<&Mark>,
    rebuild: bool,
    themes: &str,
) -> Result<Roots> {
    let known: Vec<String> = mark
        .map(|mark| mark.remembered.roots.clone())
        .unwrap_or_default();
    if paths.is_empty() {
        if known.is_empty() {
            return Err(Error::NothingToIndex);
        }
        let walked: Vec<PathBuf> = known.iter().map(|root| path_of_text(root)).collect();
        for root in &walked {
            reachable(root, true)?;
        }
        return Ok(Roots {
            walked,
            remembered: known,
        });
    }
    let mut walked = Vec::with_capacity(paths.len());
    for path in paths {
        reachable(path, false)?;
        let whole = std::path::absolute(path).map_err(|error| Error::io("find", path, error))?;
        walked.push(tidy(&whole));
    }
    let mut remembered: BTreeSet<PathBuf> = walked.iter().cloned().collect();
    if !rebuild {
        remembered.extend(known.iter().map(|root| path_of_text(root)));
    }
    // A folder within another is looked through with it.
    let remembered = remembered
        .iter()
        .filter(|root| {
            !remembered
                .iter()
                .any(|other| other != *root && root.starts_with(other))
        })
        .map(|root| path_text(root))
        .collect::<Vec<_>>();
    // Other themes must be given to every passage, not only to those of the paths named.
    if !rebuild && mark.is_some_and(|mark| mark.remembered.themes != themes) {
        walked = remembered.iter().map(|root| path_of_text(root)).collect();
        walked.iter().try_for_each(|root| reachable(root, true))?;
    }
    Ok(Roots { walked, remembered })
}

/// A root that has vanished (an unmounted disk, a typing error) must not empty the index.
fn reachable(path: &Path, remembered: bool) -> Result<()> {
    std::fs::metadata(path)
        .map(|_| ())
        .map_err(|error| Error::Unreachable {
            path: path.to_owned(),
            forget: remembered,
            detail: match error.kind() {
                std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
                _ => error.to_string(),
            },
        })
}

/// `a/./b/../c` as `a/c`, without asking the disk (`std::path::absolute` keeps `..` on Unix).
fn tidy(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut tidied = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            // Through a link `..` may lead elsewhere; then only asking the disk is right.
            Component::ParentDir if tidied.is_symlink() => {
                return std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
            }
            Component::ParentDir => {
                tidied.pop();
            }
            other => tidied.push(other),
        }
    }
    tidied
}

/// Compares the files below `roots` with what is `known`. Where all is indexed `afresh`, that tells
/// no more than what content the files have.
pub(super) fn plan(
    roots: &[PathBuf],
    known: Vec<SourceRecord>,
    afresh: bool,
    options: &IndexOptions,
    overrides: &Overrides,
) -> Plan {
    let (found, left_out) = find(roots);
    let mut known: BTreeMap<String, SourceRecord> = known
        .into_iter()
        .map(|record| (record.key.clone(), record))
        .collect();
    let mut plan = Plan {
        files: Vec::new(),
        gone: Vec::new(),
        unchanged: 0,
        left_out,
    };
    let mut unchanged = Vec::new();
    for mut file in found.into_values() {
        let record = known.remove(&file.key);
        overrides
            .fingerprint(&file.path)
            .clone_into(&mut file.given);
        let untouched = record
            .as_ref()
            .filter(|record| !options.checksum && is_untouched(&file, record));
        file.sha256 = untouched.map(|record| record.sha256.clone());
        let same = untouched.is_some_and(|record| record.given == file.given);
        file.known = record.filter(|_| !afresh);
        if same && !afresh {
            unchanged.push(file);
        } else {
            plan.files.push(file);
        }
    }
    if afresh {
        known.clear();
    }
    for (key, record) in known {
        let path = path_of_text(&key);
        if roots.iter().any(|root| path.starts_with(root)) {
            plan.gone.push(record);
        }
    }
    // Where the file of a report goes or changes, its duplicates must be looked at again: one of
    // them may have to take its place.
    let lost: BTreeSet<String> = plan
        .gone
        .iter()
        .chain(plan.files.iter().filter_map(|file| file.known.as_ref()))
        .filter_map(|record| match &record.state {
            SourceState::Indexed { report } => Some(report.clone()),
            SourceState::Duplicate { .. } | SourceState::Skipped { .. } => None,
        })
        .collect();
    let is_orphan = |file: &File| match file.known.as_ref().map(|known| &known.state) {
        Some(SourceState::Duplicate { report }) => lost.contains(report),
        _ => false,
    };
    let (orphans, unchanged): (Vec<File>, Vec<File>) = unchanged.into_iter().partition(is_orphan);
    plan.unchanged = unchanged.len();
    plan.files.extend(orphans);
    for file in &mut plan.files {
        if is_orphan(file) {
            // Read as if new: that its content is the same says nothing about its place.
            file.known = None;
        }
    }
    plan.files.sort_by(|a, b| a.key.cmp(&b.key));
    plan
}

/// Whether size and time of change say that a file is what it was.
fn is_untouched(file: &File, known: &SourceRecord) -> bool {
    file.modified != 0 && file.modified == known.modified && file.size == known.size
}

/// Files below the roots, each once, and what was left out.
fn find(roots: &[PathBuf]) -> (BTreeMap<String, File>, LeftOut) {
    let mut files = BTreeMap::new();
    let mut left_out = LeftOut::default();
    for root in roots {
        let walk = walk(root);
        left_out.hidden += walk.hidden;
        left_out.loops += walk.loops;
        for (extension, count) in walk.unknown {
            *left_out.unknown.entry(extension).or_default() += count;
        }
        for place in walk.unreached {
            let path = place.path.to_string_lossy().into_owned();
            left_out.unreachable.push((path, place.reason));
        }
        for found in walk.files {
            let key = path_text(&found.path);
            let modified = found
                .modified
                .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
                .and_then(|time| i128::try_from(time.as_nanos()).ok())
                .unwrap_or(0);
            files.insert(
                key.clone(),
                File {
                    path: found.path,
                    key,
                    format: found.format,
                    size: found.size,
                    modified,
                    given: String::new(),
                    sha256: None,
                    known: None,
                },
            );
        }
    }
    (files, left_out)
}

/// See [`super::changes`].
pub(super) fn changes(roots: &[String], known: Vec<SourceRecord>) -> Changes {
    let mut changes = Changes::default();
    let mut walked = Vec::new();
    for root in roots {
        let root = path_of_text(root);
        if root.exists() {
            walked.push(root);
        } else {
            changes.unreachable += 1;
        }
    }
    let (found, _) = find(&walked);
    let mut known: BTreeMap<String, SourceRecord> = known
        .into_iter()
        .map(|record| (record.key.clone(), record))
        .collect();
    for file in found.into_values() {
        match known.remove(&file.key) {
            None => changes.new += 1,
            Some(record) => changes.changed += usize::from(!is_untouched(&file, &record)),
        }
    }
    changes.gone = known
        .keys()
        .map(|key| path_of_text(key))
        .filter(|path| walked.iter().any(|root| path.starts_with(root)))
        .count();
    changes
}
