//! The folder an index lives in: its manifest, its generations, its lock.
//!
//! ```text
//! index/
//!   findings.json      the manifest: format, generation in force, what was indexed
//!   CACHEDIR.TAG       tells backup programs that this can be made again
//!   write.lock         held by the process that writes
//!   generation-7/      the search index itself
//!   parsed/            reports in parsed form, from which it can be made again
//! ```
//! A rebuild writes `generation-8/` beside and then replaces `findings.json` in one step; whoever
//! reads sees the one or the other, whole. Files with other names are never touched.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Number of the index format. History:
/// 1: first.
/// 2: numbers keep their separators, irregular forms are stemmed; acronyms, signatures of passages.
/// 3: roles as a column; source files in a ledger beside the documents.
/// 4: stems and words in one field.
/// 5: headings with the first passage of a section; facets without a root; texts beside their records.
pub(crate) const FORMAT: u32 = 5;

const MANIFEST: &str = "findings.json";
const LOCK: &str = "write.lock";
const CACHE_TAG: &str = "CACHEDIR.TAG";
const GENERATION: &str = "generation-";
const PARSED: &str = "parsed";
/// The standard's signature; see the Cache Directory Tagging Specification.
const CACHE_TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds a search index made by `findings index`.\n";

/// What the manifest says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `findings index`; what makes the folder ours.
    pub what: String,
    /// Format of the index.
    pub format: u32,
    /// Number of the generation in force.
    pub generation: u64,
    /// Version of the program that built it.
    pub version: String,
    /// What a run needs to know of the runs before it.
    #[serde(flatten)]
    pub settings: BuildSettings,
}

/// What an index remembers of how it was made. Paths are as [`crate::storage::path::path_text`] makes
/// them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BuildSettings {
    /// Files and folders that were indexed.
    #[serde(default)]
    pub roots: Vec<String>,
    /// Fingerprint of the theme vocabulary that passages were given their themes by.
    #[serde(default)]
    pub themes: String,
    /// The file of that vocabulary; none for the built-in one.
    #[serde(default)]
    pub themes_file: Option<String>,
    /// The table of metadata that wins over what is recognised.
    #[serde(default)]
    pub metadata_file: Option<String>,
}

const WHAT: &str = "findings index";

/// A folder that is, or may become, an index.
#[derive(Debug, Clone)]
pub struct IndexDir {
    folder: PathBuf,
}

impl IndexDir {
    /// The place at `folder`, whether or not anything is there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        IndexDir {
            folder: folder.into(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The manifest, if the folder holds an index of ours, of whatever format.
    ///
    /// # Errors
    /// The manifest cannot be read.
    pub fn manifest(&self) -> Result<Option<Manifest>> {
        let path = self.folder.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                return Err(Error::NotOurFolder {
                    place: self.folder.clone(),
                });
            }
            Err(error) => return Err(Error::io("read", path, error)),
        };
        let manifest: Manifest = serde_json::from_str(&text).map_err(|error| Error::Damaged {
            place: Some(self.folder.clone()),
            detail: format!("{MANIFEST} cannot be read: {error}"),
        })?;
        if manifest.what == WHAT {
            Ok(Some(manifest))
        } else {
            Err(Error::NotOurFolder {
                place: self.folder.clone(),
            })
        }
    }

    /// The manifest of an index that this version can read.
    ///
    /// # Errors
    /// There is none, or its format is another.
    pub fn readable_manifest(&self) -> Result<Manifest> {
        let manifest = self.manifest()?.ok_or_else(|| Error::NoIndex {
            place: self.folder.clone(),
        })?;
        if manifest.format == FORMAT {
            Ok(manifest)
        } else {
            Err(Error::Incompatible {
                place: self.folder.clone(),
                found: manifest.format,
                expected: FORMAT,
            })
        }
    }

    /// The folder of a generation.
    pub fn generation(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{GENERATION}{number}"))
    }

    /// Bytes of all files in the folder.
    pub fn bytes(&self) -> u64 {
        walkdir::WalkDir::new(&self.folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.metadata().ok())
            .filter(fs::Metadata::is_file)
            .map(|metadata| metadata.len())
            .sum()
    }

    /// The folder of reports in parsed form; see [`crate::storage::cache`].
    pub fn parsed(&self) -> PathBuf {
        self.folder.join(PARSED)
    }

    /// Takes the right to write, creating the folder if need be, and clears what dead runs left.
    ///
    /// # Errors
    /// The folder holds something that is not ours, another process writes, or the disk refuses.
    pub fn lock(&self) -> Result<Lock> {
        self.claim()?;
        let path = self.folder.join(LOCK);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| Error::io("write", &path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Busy {
                    place: self.folder.clone(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(Error::io("lock", path, error)),
        }
        let lock = Lock {
            place: self.clone(),
            _file: file,
        };
        lock.clear_strays()?;
        Ok(lock)
    }

    /// Makes sure that the folder is ours or empty, before anything is written to it.
    fn claim(&self) -> Result<()> {
        match fs::read_dir(&self.folder) {
            Ok(entries) => {
                let mut ours = false;
                let mut foreign = false;
                for entry in entries {
                    let entry = entry.map_err(|error| Error::io("read", &self.folder, error))?;
                    let name = entry.file_name();
                    let name = name.to_string_lossy();
                    ours |= name == MANIFEST;
                    foreign |= !is_harmless(&name);
                }
                if foreign && !ours {
                    return Err(Error::NotOurFolder {
                        place: self.folder.clone(),
                    });
                }
                match self.manifest() {
                    // A damaged manifest among nothing but our own files is still ours to rebuild.
                    Err(Error::Damaged { .. }) if !foreign => Ok(()),
                    other => other.map(|_| ()),
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                fs::create_dir_all(&self.folder)
                    .map_err(|error| Error::io("create", &self.folder, error))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                Err(Error::NotOurFolder {
                    place: self.folder.clone(),
                })
            }
            Err(error) => Err(Error::io("read", &self.folder, error)),
        }
    }
}

/// Files that may stand in a folder before it becomes an index: ours, and what version control
/// needs to keep an empty folder.
fn is_harmless(name: &str) -> bool {
    matches!(
        name,
        MANIFEST | LOCK | CACHE_TAG | PARSED | ".gitignore" | ".gitkeep" | ".DS_Store"
    ) || is_generation(name)
        || is_half_written(name)
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix(GENERATION)
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// A file that was being written when its process died.
fn is_half_written(name: &str) -> bool {
    name.starts_with(".findings-") && name.ends_with(".part")
}

/// The right to write to a place, held until dropped (or until the process dies).
#[derive(Debug)]
pub struct Lock {
    place: IndexDir,
    _file: File,
}

impl Lock {
    /// The place.
    pub fn place(&self) -> &IndexDir {
        &self.place
    }

    /// Puts `manifest` in force, in one step.
    ///
    /// # Errors
    /// The disk refuses; the old manifest is then still in force.
    pub fn put(&self, generation: u64, settings: &BuildSettings) -> Result<()> {
        let manifest = Manifest {
            what: WHAT.to_owned(),
            format: FORMAT,
            generation,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            settings: settings.clone(),
        };
        let folder = &self.place.folder;
        let path = folder.join(MANIFEST);
        let failed = |error| Error::io("write", &path, error);
        let tag = folder.join(CACHE_TAG);
        if !tag.exists() {
            fs::write(&tag, CACHE_TAG_TEXT).map_err(|error| Error::io("write", tag, error))?;
        }
        let mut text = serde_json::to_string_pretty(&manifest)
            .map_err(|error| Error::Bug(format!("the manifest cannot be written: {error}")))?;
        text.push('\n');
        let mut file = tempfile::Builder::new()
            .prefix(".findings-")
            .suffix(".part")
            .tempfile_in(folder)
            .map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path)
            .map_err(|error| Error::io("write", &path, error.error))?;
        sync_folder(folder);
        Ok(())
    }

    /// Removes generations that are not in force and half-written files: a dead run left them, or
    /// a rebuild has just replaced them. Where a reader still holds one (Windows), the next run
    /// removes it.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn clear_strays(&self) -> Result<()> {
        let in_force = match self.place.manifest() {
            Ok(manifest) => manifest.map(|manifest| self.place.generation(manifest.generation)),
            // Which generation is in force cannot be told: none is removed.
            Err(Error::Damaged { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        let folder = &self.place.folder;
        let entries = fs::read_dir(folder).map_err(|error| Error::io("read", folder, error))?;
        let parsed = fs::read_dir(self.place.parsed()).into_iter().flatten();
        for entry in entries.chain(parsed).flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if is_generation(&name) && Some(entry.path()) != in_force {
                let _ = fs::remove_dir_all(entry.path());
            } else if is_half_written(&name) {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}

/// Makes a rename durable where the system has a way to say so.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(file) = File::open(folder) {
        let _ = file.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}
