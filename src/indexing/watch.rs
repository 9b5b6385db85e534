//! Watching folders: what to look at again, and when.
//!
//! Events only say where to look; what changed is decided by comparing files with the ledger, as in
//! every update. So nothing is lost when events are, and a burst of them costs one update.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::{Error, Result};
use crate::storage::IndexDir;
use crate::storage::path::path_of_text;

/// How long files must be left alone before they are read: programs write them piece by piece.
const QUIET: Duration = Duration::from_millis(700);

/// How long changes wait at most while more of them come.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// How often a wait looks whether it is to end, and whether roots came back.
const TICK: Duration = Duration::from_millis(200);

/// How often everything is looked through where the system does not tell of changes.
const POLL: Duration = Duration::from_secs(10);

/// Folders and files under watch.
pub struct Watch {
    roots: Vec<Root>,
    /// Below this nothing is looked at: the index itself.
    left_out: PathBuf,
    events: Receiver<notify::Result<Event>>,
    /// [`None`] where the system cannot watch.
    watcher: Option<RecommendedWatcher>,
    /// Why something is looked through from time to time instead.
    complaint: Option<String>,
    looked: Instant,
}

#[derive(Debug)]
struct Root {
    path: PathBuf,
    watched: bool,
}

impl Watch {
    /// Watches the roots of an index.
    ///
    /// # Errors
    /// There is no index that this program can read.
    pub fn new(index_dir: &IndexDir) -> Result<Self> {
        let folder = index_dir.folder();
        let left_out =
            std::path::absolute(folder).map_err(|error| Error::io("find", folder, error))?;
        let roots = index_dir.readable_manifest()?.settings.roots;
        let roots = roots.iter().map(|root| path_of_text(root)).collect();
        Ok(Self::of(roots, left_out))
    }

    /// Watches `roots`, absolute paths, but nothing below `left_out`.
    fn of(roots: Vec<PathBuf>, left_out: PathBuf) -> Self {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more once the watch ends.
            let _ = sender.send(event);
        });
        let (watcher, complaint) = match watcher {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(error.to_string())),
        };
        let roots = roots.into_iter().map(|path| Root {
            path,
            watched: false,
        });
        let mut watch = Watch {
            roots: roots.collect(),
            left_out,
            events,
            watcher,
            complaint,
            looked: Instant::now(),
        };
        watch.watch_roots();
        watch
    }

    /// Why the system cannot tell of all changes, said once; then everything is looked through every
    /// ten seconds.
    pub fn complaint(&mut self) -> Option<String> {
        self.complaint.take()
    }

    /// Waits until something is due, and gives what is to be looked through: folders and files, none
    /// within another; empty for everything below the roots. [`None`] once `stop` is set.
    pub fn next(&mut self, stop: &AtomicBool) -> Option<BTreeSet<PathBuf>> {
        let mut touched: BTreeSet<PathBuf> = BTreeSet::new();
        let mut first: Option<Instant> = None;
        let mut last = Instant::now();
        while !stop.load(Ordering::Relaxed) {
            match self.events.recv_timeout(TICK) {
                Ok(Ok(event)) if event.need_rescan() => return Some(self.everything()),
                Ok(Ok(event)) => {
                    let paths = self.concerning(event);
                    if !paths.is_empty() {
                        last = Instant::now();
                        first.get_or_insert(last);
                        touched.extend(paths);
                    }
                }
                // Something was missed; a look at everything finds it.
                Ok(Err(_)) => return Some(self.everything()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(TICK),
            }
            if self.watch_roots() || (self.is_blind() && self.looked.elapsed() >= POLL) {
                return Some(self.everything());
            }
            let waited = first.is_some_and(|first| first.elapsed() >= LONGEST_WAIT);
            if waited || (first.is_some() && last.elapsed() >= QUIET) {
                return Some(due(
                    &touched,
                    self.roots.iter().map(|root| root.path.as_path()),
                ));
            }
        }
        None
    }

    fn everything(&mut self) -> BTreeSet<PathBuf> {
        self.looked = Instant::now();
        BTreeSet::new()
    }

    /// Whether a root that is there cannot be watched.
    fn is_blind(&self) -> bool {
        self.roots
            .iter()
            .any(|root| !root.watched && root.path.exists())
    }

    /// Begins to watch roots that are there and were not; whether there were any.
    fn watch_roots(&mut self) -> bool {
        let mut came = false;
        for root in &mut self.roots {
            if root.watched {
                // A root that was removed or renamed takes its watch with it.
                root.watched = root.path.exists();
                continue;
            }
            let Some(watcher) = &mut self.watcher else {
                continue;
            };
            if !root.path.exists() {
                continue;
            }
            // A file that is replaced is another file: its folder says that it came.
            let place = if root.path.is_dir() {
                root.path.as_path()
            } else {
                root.path.parent().unwrap_or(&root.path)
            };
            let mode = if root.path.is_dir() {
                RecursiveMode::Recursive
            } else {
                RecursiveMode::NonRecursive
            };
            match watcher.watch(place, mode) {
                Ok(()) => {
                    root.watched = true;
                    came = true;
                }
                Err(error) => {
                    if self.complaint.is_none() && self.looked.elapsed() < POLL {
                        self.complaint = Some(error.to_string());
                    }
                }
            }
        }
        came
    }

    /// Paths that an event tells something new of.
    fn concerning(&self, event: Event) -> Vec<PathBuf> {
        let change = match event.kind {
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Any | EventKind::Other => true,
            // Reading files, as an update does, changes nothing.
            EventKind::Access(_) => false,
            EventKind::Modify(kind) => !matches!(kind, ModifyKind::Other),
        };
        if !change {
            return Vec::new();
        }
        let mut paths = event.paths;
        paths.retain(|path| {
            !path.starts_with(&self.left_out)
                && self.roots.iter().any(|root| path.starts_with(&root.path))
        });
        paths
    }
}

/// What to look through where `touched` is new, changed or gone: the nearest that is there, within
/// the roots; empty for everything.
fn due<'a>(
    touched: &BTreeSet<PathBuf>,
    roots: impl Iterator<Item = &'a Path> + Clone,
) -> BTreeSet<PathBuf> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for path in touched {
        let Some(root) = roots.clone().find(|root| path.starts_with(root)) else {
            continue;
        };
        // What is gone is found missing in the folder that held it.
        let there = path
            .ancestors()
            .take_while(|ancestor| ancestor.starts_with(root))
            .find(|ancestor| ancestor.exists());
        match there {
            Some(there) => folders.insert(there.to_owned()),
            None => return BTreeSet::new(),
        };
    }
    let all = folders.clone();
    folders.retain(|folder| {
        let mut above = folder.ancestors().skip(1);
        !above.any(|ancestor| all.contains(ancestor))
    });
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_that_is_there_is_looked_through() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("reports");
        std::fs::create_dir_all(root.join("a/b")).expect("made");
        std::fs::write(root.join("a/new.txt"), "text").expect("written");
        let due_of = |paths: &[&str]| {
            let touched = paths.iter().map(|path| root.join(path)).collect();
            due(&touched, [root.as_path()].into_iter())
        };
        let folders =
            |paths: &[&str]| -> BTreeSet<_> { paths.iter().map(|path| root.join(path)).collect() };
        assert_eq!(due_of(&["a/new.txt"]), folders(&["a/new.txt"]));
        assert_eq!(due_of(&["a/gone.txt"]), folders(&["a"]));
        assert_eq!(
            due_of(&["a/b/gone/deep.txt", "a/new.txt"]),
            folders(&["a/b", "a/new.txt"])
        );
        assert_eq!(due_of(&["a/gone.txt", "a/new.txt", "a/b"]), folders(&["a"]));
        std::fs::remove_dir_all(&root).expect("removed");
        assert_eq!(
            due_of(&["a/new.txt"]),
            folders(&[]),
            "the root itself is gone"
        );
    }

    #[test]
    fn a_change_is_told_once_it_is_over_and_the_index_is_no_change() {
        let folder = tempfile::tempdir().expect("a folder");
        // Temporary folders may lie behind a link; events name the real place.
        let root = folder.path().canonicalize().expect("it is there");
        std::fs::create_dir(root.join("index")).expect("made");
        let stop = AtomicBool::new(false);
        let mut watch = Watch::of(vec![root.clone()], root.join("index"));
        std::fs::write(root.join("index/manifest"), "x").expect("written");
        std::fs::write(root.join("one.txt"), "x").expect("written");
        std::fs::write(root.join("two.txt"), "x").expect("written");
        let expected = ["one.txt", "two.txt"].map(|name| root.join(name));
        assert_eq!(watch.next(&stop), Some(expected.into()));
        stop.store(true, Ordering::Relaxed);
        assert_eq!(watch.next(&stop), None);
    }
}
