//! Keeping an index small and fast: cleaning and compaction.

use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::engine::{Engine, compact};
use crate::error::{Error, Result};
use crate::storage::IndexDir;
use crate::storage::cache::ParseCache;

/// What [`clean`] removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleaned {
    /// Folder of the index.
    pub index: String,
    /// Reports in the parse cache.
    pub reports: u64,
    /// Bytes of all that was removed.
    pub bytes: u64,
    /// Of those, bytes of the parse cache.
    #[serde(skip)]
    pub cache_bytes: u64,
}

/// Removes the parse cache and what killed runs left.
///
/// # Errors
/// There is no index, another process writes to it, or the disk refuses.
pub fn clean(index_dir: &IndexDir) -> Result<Cleaned> {
    // Taking the lock would make the folder.
    if !index_dir.folder().exists() {
        return Err(Error::NoIndex {
            place: index_dir.folder().to_owned(),
        });
    }
    let before = index_dir.bytes();
    // Clears what killed runs left.
    let _lock = index_dir.lock()?;
    let folder = index_dir.parsed();
    let cache = ParseCache::at(folder.clone());
    let size = cache.size();
    cache
        .clear()
        .map_err(|error| Error::io("remove", folder, error))?;
    Ok(Cleaned {
        index: index_dir.folder().display().to_string(),
        reports: size.reports,
        bytes: before.saturating_sub(index_dir.bytes()),
        cache_bytes: size.bytes,
    })
}

/// What [`optimize`] did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Optimized {
    /// Segments before.
    pub segments_before: usize,
    /// Segments now.
    pub segments: usize,
    /// Documents of removed reports that still took up room.
    pub removed_documents: u64,
    /// Bytes of the folder before.
    pub bytes_before: u64,
    /// Bytes of the folder now.
    pub bytes: u64,
    /// Seconds it took.
    pub seconds: f64,
}

impl Optimized {
    /// Whether there was anything to do.
    pub fn was_needed(&self) -> bool {
        self.segments_before > 1 || self.removed_documents > 0
    }
}

/// Merges the segments of an index into one, without the documents of removed reports.
///
/// # Errors
/// There is no index that this program can read, another process writes to it, or the disk refuses.
pub fn optimize(index_dir: &IndexDir) -> Result<Optimized> {
    let started = Instant::now();
    // Taking the lock would make the folder.
    index_dir.readable_manifest()?;
    let lock = index_dir.lock()?;
    let bytes_before = index_dir.bytes();
    let compaction = compact(&lock)?;
    Ok(Optimized {
        segments_before: compaction.segments,
        segments: Engine::open(index_dir)?.segments(),
        removed_documents: compaction.removed,
        bytes_before,
        bytes: index_dir.bytes(),
        seconds: started.elapsed().as_secs_f64(),
    })
}
