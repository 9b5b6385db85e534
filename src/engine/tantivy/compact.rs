//! Compaction: the index as one segment, without what was removed, which is fastest to search.

use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter};

use super::document::IndexDocument;
use super::{analyser, engine_error};
use crate::error::Result;
use crate::storage::Lock;

/// What a compaction found and left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compaction {
    /// Segments before.
    pub segments: usize,
    /// Documents of reports that were removed or replaced and still took up room.
    pub removed: u64,
}

impl Compaction {
    /// Whether there was anything to do.
    pub fn was_needed(self) -> bool {
        self.segments > 1 || self.removed > 0
    }
}

/// Merges the segments of the index at a locked folder into one. Whoever searches meanwhile is
/// answered from the old ones; a run that is stopped leaves them as they were.
///
/// # Errors
/// There is no index, it has another format, or the disk refuses.
pub fn compact(lock: &Lock) -> Result<Compaction> {
    let index_dir = lock.index_dir();
    let folder = index_dir.generation(index_dir.readable_manifest()?.generation);
    let index = Index::open_in_dir(folder).map_err(engine_error)?;
    analyser::register(&index);
    let metas = index.searchable_segment_metas().map_err(engine_error)?;
    let compaction = Compaction {
        segments: metas.len(),
        removed: metas
            .iter()
            .map(|meta| u64::from(meta.num_deleted_docs()))
            .sum(),
    };
    if !compaction.was_needed() {
        return Ok(compaction);
    }
    // Nothing is added; this is the least that tantivy takes.
    let mut writer: IndexWriter<IndexDocument> = index
        .writer_with_num_threads(1, 16 << 20)
        .map_err(engine_error)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let segments: Vec<_> = metas.iter().map(tantivy::SegmentMeta::id).collect();
    // As long as they are named here, their files would be kept.
    drop(metas);
    writer.merge(&segments).wait().map_err(engine_error)?;
    writer
        .garbage_collect_files()
        .wait()
        .map_err(engine_error)?;
    writer.wait_merging_threads().map_err(engine_error)?;
    Ok(compaction)
}
