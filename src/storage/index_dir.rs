//! The folder an index lives in: its manifest, its generations, its lock.
//!
//! ```text
//! index/
//!   findings.json      the manifest: format, versions, generation in force, build settings
//!   CACHEDIR.TAG       tells backup programs that the folder can be made again
//!   write.lock         held by the process that writes
//!   generation-7/      the search index with its ledger
//!   parsed/            the parse cache
//! ```
//! A rebuild writes `generation-8/` beside and then replaces `findings.json` in one step; a reader
//! sees the one or the other, whole. Files with other names are never touched.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize};

use super::atomic::{AtomicFile, is_partial};
use crate::document::READER_VERSION;
use crate::error::{Error, Result};
use crate::report::PARSER_VERSION;

/// Number of the index format. History:
/// 1: first.
/// 2: numbers keep their separators, irregular forms are stemmed; acronyms, signatures of passages.
/// 3: roles as a column; source files in a ledger beside the documents.
/// 4: stems and words in one field.
/// 5: headings with the first passage of a section; facets without a root; texts beside their records.
/// 6: the ledger says when a report was first seen; a heading is one term of each of its passages.
pub(crate) const FORMAT: u32 = 6;

const MANIFEST: &str = "findings.json";
const LOCK: &str = "write.lock";
const CACHE_TAG: &str = "CACHEDIR.TAG";
const GENERATION: &str = "generation-";
const PARSED: &str = "parsed";
/// The standard's signature; see the Cache Directory Tagging Specification.
const CACHE_TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds a search index made by `findings index`.\n";
/// What makes a folder ours.
const WHAT: &str = "findings index";

/// What `findings.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `findings index`.
    pub what: String,
    /// Format of the index.
    pub format: u32,
    /// [`READER_VERSION`] of the program that wrote it; 0 before format 6.
    #[serde(default)]
    pub reader: u32,
    /// [`PARSER_VERSION`] of the program that wrote it; 0 before format 6.
    #[serde(default)]
    pub parser: u32,
    /// Number of the generation in force.
    pub generation: u64,
    /// Version of the program that wrote it.
    pub version: String,
    /// The settings it was built with.
    #[serde(flatten)]
    pub settings: BuildSettings,
}

impl Manifest {
    /// The manifest that this program writes.
    pub fn new(generation: u64, settings: BuildSettings) -> Self {
        Manifest {
            what: WHAT.to_owned(),
            format: FORMAT,
            reader: READER_VERSION,
            parser: PARSER_VERSION,
            generation,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            settings,
        }
    }

    /// State of the index where `themes` is the fingerprint of the vocabulary to use; without a look
    /// at its files.
    pub fn state(&self, themes: &str) -> IndexState {
        if self.format != FORMAT {
            IndexState::OtherFormat
        } else if self.has_older_parser() {
            IndexState::OlderParser
        } else if self.settings.themes != themes {
            IndexState::OtherThemes
        } else {
            IndexState::Current
        }
    }

    /// Whether this program may read more from the files than the index holds.
    pub fn has_older_parser(&self) -> bool {
        self.reader < READER_VERSION || self.parser < PARSER_VERSION
    }
}

/// State of an index; of several that apply, the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IndexState {
    /// There is none.
    #[default]
    Missing,
    /// Its manifest cannot be read.
    Damaged,
    /// This program cannot read its format.
    OtherFormat,
    /// Its reports were read by an older version of the reader or the parser.
    OlderParser,
    /// Its passages have themes of another vocabulary.
    OtherThemes,
    /// Files are new, changed or gone.
    FilesChanged,
    /// It holds what its files say.
    Current,
}

impl IndexState {
    /// Its name as people read it.
    pub fn name(self) -> &'static str {
        match self {
            IndexState::Missing => "missing",
            IndexState::Damaged => "damaged",
            IndexState::OtherFormat => "other format",
            IndexState::OlderParser => "older parser",
            IndexState::OtherThemes => "other themes",
            IndexState::FilesChanged => "files changed",
            IndexState::Current => "current",
        }
    }

    /// What is wrong with the index, as a clause; `None` if it is missing or current.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            IndexState::Missing | IndexState::Current => None,
            IndexState::Damaged => Some("the index was damaged"),
            IndexState::OtherFormat => Some("the index has another format"),
            IndexState::OlderParser => Some("the index was made by an older parser"),
            IndexState::OtherThemes => Some("the themes changed"),
            IndexState::FilesChanged => Some("files changed"),
        }
    }

    /// Whether the index can only be brought up to date as a whole.
    pub fn needs_rebuild(self) -> bool {
        !matches!(self, IndexState::FilesChanged | IndexState::Current)
    }
}

/// Identifies a commit: it differs after every update and every rebuild. Printed as `3.12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Revision {
    /// Generation of the index.
    pub generation: u64,
    /// Commit within the generation.
    pub commit: u64,
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.generation, self.commit)
    }
}

/// The settings of an index, which later runs use again. Paths are in the form of
/// [`path_text`](super::path::path_text).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BuildSettings {
    /// Files and folders that are indexed.
    #[serde(default)]
    pub roots: Vec<String>,
    /// Fingerprint of the theme vocabulary that passages were given their themes by.
    #[serde(default)]
    pub themes: String,
    /// The file of that vocabulary; none for the built-in one.
    #[serde(default)]
    pub themes_file: Option<String>,
    /// The metadata tables, in the order in which they were given.
    #[serde(default, alias = "metadata_file", deserialize_with = "some_or_several")]
    pub metadata_files: Vec<String>,
}

fn some_or_several<'de, D: Deserializer<'de>>(
    value: D,
) -> std::result::Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Files {
        Several(Vec<String>),
        One(Option<String>),
    }
    Ok(match Files::deserialize(value)? {
        Files::Several(files) => files,
        Files::One(file) => file.into_iter().collect(),
    })
}

/// A folder that is, or may become, an index.
#[derive(Debug, Clone)]
pub struct IndexDir {
    folder: PathBuf,
}

impl IndexDir {
    /// The index in `folder`, whether or not anything is there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        IndexDir {
            folder: folder.into(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The manifest of whatever format; `None` if there is no index.
    ///
    /// # Errors
    /// The manifest cannot be read, or belongs to something else.
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

    /// The manifest of an index that this program can read.
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
            Err(self.incompatible(&manifest))
        }
    }

    /// Refuses an index whose format is newer than this program: it is replaced only on demand.
    ///
    /// # Errors
    /// It is newer, or its manifest cannot be read.
    pub fn refuse_newer(&self) -> Result<()> {
        match self.manifest()? {
            Some(manifest) if manifest.format > FORMAT => Err(self.incompatible(&manifest)),
            _ => Ok(()),
        }
    }

    fn incompatible(&self, manifest: &Manifest) -> Error {
        Error::Incompatible {
            place: self.folder.clone(),
            found: manifest.format,
            expected: FORMAT,
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

    /// The folder of the parse cache.
    pub fn parsed(&self) -> PathBuf {
        self.folder.join(PARSED)
    }

    /// Locks the index for writing, creates the folder if need be, and clears what killed runs left.
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
            index_dir: self.clone(),
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
        || is_partial(name)
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix(GENERATION)
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The right to write to an index, held until dropped (or until the process dies).
#[derive(Debug)]
pub struct Lock {
    index_dir: IndexDir,
    _file: File,
}

impl Lock {
    /// The locked index.
    pub fn index_dir(&self) -> &IndexDir {
        &self.index_dir
    }

    /// Puts a generation in force, in one step.
    ///
    /// # Errors
    /// The disk refuses; the old manifest is then still in force.
    pub fn write_manifest(&self, generation: u64, settings: &BuildSettings) -> Result<()> {
        let folder = &self.index_dir.folder;
        let tag = folder.join(CACHE_TAG);
        if !tag.exists() {
            fs::write(&tag, CACHE_TAG_TEXT).map_err(|error| Error::io("write", tag, error))?;
        }
        let path = folder.join(MANIFEST);
        let write = || {
            let mut file = AtomicFile::create_in(folder)?;
            let manifest = Manifest::new(generation, settings.clone());
            serde_json::to_writer_pretty(&mut file, &manifest)?;
            file.write_all(b"\n")?;
            file.persist_durably(&path)
        };
        write().map_err(|error| Error::io("write", &path, error))
    }

    /// Removes generations that are not in force and partial files: a killed run left them, or a
    /// rebuild has just replaced them. Where a reader still holds one (Windows), the next run
    /// removes it.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn clear_strays(&self) -> Result<()> {
        let in_force = match self.index_dir.manifest() {
            Ok(manifest) => manifest.map(|manifest| self.index_dir.generation(manifest.generation)),
            // Which generation is in force cannot be told: none is removed.
            Err(Error::Damaged { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        let folder = &self.index_dir.folder;
        let entries = fs::read_dir(folder).map_err(|error| Error::io("read", folder, error))?;
        let parsed = fs::read_dir(self.index_dir.parsed()).into_iter().flatten();
        for entry in entries.chain(parsed).flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if is_generation(&name) && Some(entry.path()) != in_force {
                let _ = fs::remove_dir_all(entry.path());
            } else if is_partial(&name) {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}
