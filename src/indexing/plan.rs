//! The plan of a run: the files below the roots against those in the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::collection::Collection;
use super::options::{IndexOptions, Progress};
use super::source_file::{File, is_untouched};
use crate::document::walk::{Met, Reason, walk};
use crate::error::{Error, Result};
use crate::indexing::overrides::Overrides;
use crate::storage::Manifest;
use crate::storage::ledger::{Ledger, SourceRecord, SourceState};
use crate::storage::path::{STDIN, file_and_line, line_key, path_of_text, path_text};

/// Beyond the last line of any collection.
const LAST_LINE: u64 = 1_000_000_000_000 - 1;

/// The plan of a run.
#[derive(Debug)]
pub(super) struct Plan {
    /// Files to read, by key.
    pub(super) files: Vec<File>,
    /// Collections to read, by key.
    pub(super) collections: Vec<Collection>,
    /// Known files and lines that are gone or, of lines, are others now; by key.
    pub(super) gone: Vec<SourceRecord>,
    /// How many of these are gone.
    pub(super) vanished: usize,
    pub(super) unchanged: usize,
    pub(super) left_out: LeftOut,
}

impl Plan {
    /// Whether a known file is gone.
    pub(super) fn is_gone(&self, key: &str) -> bool {
        let gone = &self.gone;
        gone.binary_search_by(|source| source.key.as_str().cmp(key))
            .is_ok()
    }
}

/// What was found in folders and passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LeftOut {
    /// Hidden files and folders.
    pub hidden: usize,
    /// Files of unknown types, by extension (empty for none).
    pub unknown: BTreeMap<String, usize>,
    /// Links that lead back to a folder above them.
    pub loops: usize,
    /// Folders on other file systems than the root above them.
    pub other_file_systems: Vec<String>,
    /// Folders and files that could not be looked into, with the reason.
    pub unreachable: Vec<(String, String)>,
}

impl LeftOut {
    fn count(&mut self, path: &Path, reason: Reason) {
        let path = || path.to_string_lossy().into_owned();
        match reason {
            Reason::Hidden => self.hidden += 1,
            Reason::UnknownType(extension) => *self.unknown.entry(extension).or_default() += 1,
            Reason::LinkLoop => self.loops += 1,
            Reason::OtherFileSystem => self.other_file_systems.push(path()),
            Reason::Unreachable(reason) => self.unreachable.push((path(), reason)),
        }
    }
}

/// The roots of a run, and of the index after it.
#[derive(Debug)]
pub(super) struct Roots {
    pub(super) walked: Vec<PathBuf>,
    pub(super) indexed: Vec<String>,
    /// Whether a collection comes from stdin. It cannot be read again, so it is no root.
    pub(super) stdin: bool,
}

/// The roots of a run: the `paths` named, else those `known` from the run before. An update adds to
/// them, a `rebuild` with paths replaces them. Where `all` must be read, so must the roots not named.
pub(super) fn roots(
    paths: &[PathBuf],
    known: &[String],
    rebuild: bool,
    all: bool,
) -> Result<Roots> {
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
            indexed: known.to_vec(),
            stdin: false,
        });
    }
    let mut walked = Vec::with_capacity(paths.len());
    let is_stdin = |path: &PathBuf| path.as_os_str() == STDIN;
    for path in paths.iter().filter(|path| !is_stdin(path)) {
        reachable(path, false)?;
        let whole = std::path::absolute(path).map_err(|error| Error::io("find", path, error))?;
        walked.push(tidy(&whole));
    }
    let mut indexed: BTreeSet<PathBuf> = walked.iter().cloned().collect();
    if !rebuild {
        indexed.extend(known.iter().map(|root| path_of_text(root)));
    }
    // A folder within another is looked through with it.
    let indexed = indexed
        .iter()
        .filter(|root| {
            !indexed
                .iter()
                .any(|other| other != *root && root.starts_with(other))
        })
        .map(|root| path_text(root))
        .collect::<Vec<_>>();
    if !rebuild && all {
        walked = indexed.iter().map(|root| path_of_text(root)).collect();
        walked.iter().try_for_each(|root| reachable(root, true))?;
    }
    Ok(Roots {
        walked,
        indexed,
        stdin: paths.iter().any(is_stdin),
    })
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
pub(super) fn tidy(path: &Path) -> PathBuf {
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

/// Compares the files below the roots with what is `known`. If all is indexed `afresh`, the ledger only
/// tells what content the files have.
///
/// # Errors
/// The run was stopped.
pub(super) fn plan(
    roots: &Roots,
    known: Ledger,
    afresh: bool,
    options: &IndexOptions,
    overrides: &Overrides,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Plan> {
    let (found, left_out) = look(&roots.walked, stop, progress)?;
    let mut known = known.into_sources();
    let mut plan = Plan {
        files: Vec::new(),
        collections: Vec::new(),
        gone: Vec::new(),
        vanished: 0,
        unchanged: 0,
        left_out,
    };
    let mut unchanged = Vec::new();
    let mut collections = Vec::new();
    if roots.stdin {
        collections.push(Collection::stdin(lines_of(STDIN, &mut known)));
    }
    for mut file in found.into_values() {
        let record = known.remove(&file.key);
        if file.format.is_none() {
            let members = lines_of(&file.key, &mut known);
            let record = record.filter(|_| !afresh);
            let members = if afresh { BTreeMap::new() } else { members };
            collections.push(Collection::new(file, record, members, options));
            continue;
        }
        overrides
            .fingerprint(&file.path)
            .clone_into(&mut file.corrections);
        let untouched = record
            .as_ref()
            .filter(|record| !options.checksum && is_untouched(&file, record));
        file.sha256 = untouched.map(|record| record.sha256.clone());
        let same = untouched.is_some_and(|record| record.corrections == file.corrections);
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
        let path = path_of_text(file_and_line(&key).0);
        if roots.walked.iter().any(|root| path.starts_with(root)) {
            plan.vanished += usize::from(record.state != SourceState::Collection);
            plan.gone.push(record);
        }
    }
    for collection in &mut collections {
        plan.vanished += collection.vanished;
        plan.gone.append(&mut collection.gone);
    }
    plan.gone.sort_by(|a, b| a.key.cmp(&b.key));
    // If the file of a report goes or changes, its duplicates must be read again: one of them may
    // have to take its place.
    let lost: BTreeSet<String> = plan
        .gone
        .iter()
        .chain(plan.files.iter().filter_map(|file| file.known.as_ref()))
        .filter_map(|record| match &record.state {
            SourceState::Indexed { report, .. } => Some(report.clone()),
            _ => None,
        })
        .collect();
    let is_lost = |record: &SourceRecord| match &record.state {
        SourceState::Duplicate { report } => lost.contains(report),
        _ => false,
    };
    let is_orphan = |file: &File| file.known.as_ref().is_some_and(is_lost);
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
    for mut collection in collections {
        collection.unchanged = collection
            .members
            .iter()
            .filter(|(_, member)| !is_lost(member))
            .map(|(&number, _)| number)
            .collect();
        plan.unchanged += collection.unchanged.len();
        let orphaned = collection.unchanged.len() < collection.members.len();
        collection.members.clear();
        if orphaned || !collection.untouched {
            plan.collections.push(collection);
        }
    }
    Ok(plan)
}

/// Looks for the files below the roots.
///
/// # Errors
/// The run was stopped.
fn look(
    roots: &[PathBuf],
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(BTreeMap<String, File>, LeftOut)> {
    let mut left_out = LeftOut::default();
    let mut files = 0;
    let found = find(roots, &mut |met| {
        match met {
            Met::LeftOut(path, reason) => left_out.count(path, reason.clone()),
            Met::File(_) => files += 1,
            Met::Folder(folder) => progress(Progress::Looking { folder, files }),
        }
        if stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    if stop.load(Ordering::Relaxed) {
        return Err(Error::Interrupted);
    }
    Ok((found, left_out))
}

/// Takes the lines of a collection out of `known`, by their numbers.
fn lines_of(
    collection: &str,
    known: &mut BTreeMap<String, SourceRecord>,
) -> BTreeMap<u64, SourceRecord> {
    let mut lines = known.split_off(&line_key(collection, 0));
    let mut rest = lines.split_off(&line_key(collection, LAST_LINE));
    known.append(&mut rest);
    lines
        .into_values()
        .filter_map(|record| Some((file_and_line(&record.key).1?, record)))
        .collect()
}

/// Files below the roots, each once, by key. `look` is told of everything that is met, and may end the
/// walk.
fn find(
    roots: &[PathBuf],
    look: &mut dyn FnMut(&Met) -> ControlFlow<()>,
) -> BTreeMap<String, File> {
    let mut files = BTreeMap::new();
    for root in roots {
        let walked = walk(root, &mut |met| {
            look(&met)?;
            if let Met::File(found) = met {
                let file = File::new(found);
                files.insert(file.key.clone(), file);
            }
            ControlFlow::Continue(())
        });
        if walked.is_break() {
            break;
        }
    }
    files
}

/// How the files of an index differ from what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Changes {
    /// Files that are new.
    pub new: usize,
    /// Files whose size or time of change differ.
    pub changed: usize,
    /// Files that are gone.
    pub gone: usize,
    /// Indexed files or folders that cannot be reached.
    pub unreachable: usize,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_none(self) -> bool {
        self == Changes::default()
    }
}

/// Compares an index with its files, by name, size and time of change alone; also lists the files and
/// folders below its roots that are left out, with the reason.
pub fn changes(manifest: &Manifest, ledger: &Ledger) -> (Changes, Vec<(PathBuf, Reason)>) {
    let mut left_out = Vec::new();
    let mut changes = Changes::default();
    let mut walked = Vec::new();
    for root in &manifest.settings.roots {
        let root = path_of_text(root);
        if root.exists() {
            walked.push(root);
        } else {
            changes.unreachable += 1;
        }
    }
    let found = find(&walked, &mut |met| {
        if let Met::LeftOut(path, reason) = met {
            left_out.push((path.clone(), reason.clone()));
        }
        ControlFlow::Continue(())
    });
    let mut known = ledger.clone().into_sources();
    for file in found.into_values() {
        match known.remove(&file.key) {
            None => changes.new += 1,
            Some(record) => changes.changed += usize::from(!is_untouched(&file, &record)),
        }
    }
    changes.gone = known
        .keys()
        .filter(|key| file_and_line(key).1.is_none())
        .map(|key| path_of_text(key))
        .filter(|path| walked.iter().any(|root| path.starts_with(root)))
        .count();
    (changes, left_out)
}
