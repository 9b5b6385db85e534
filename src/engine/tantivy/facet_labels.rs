//! What the ordinals of a facet stand for in one segment.

use tantivy::columnar::StrColumn;

use super::schema::facet_path;
use crate::report::facet::{Dimension, FacetPath};

/// The values of a facet in one segment, each once, as they are counted.
#[derive(Default)]
pub(super) struct FacetLabels {
    pub(super) labels: Vec<FacetPath>,
    /// Place in `labels` by ordinal: ordinals that are counted together have one, some have none.
    slots: Vec<Option<u32>>,
}

impl FacetLabels {
    /// Reads the values in the column of `dimension`.
    pub(super) fn read(column: &StrColumn, dimension: Dimension) -> tantivy::Result<Self> {
        let mut slots = Vec::with_capacity(column.num_terms());
        let mut labels: Vec<FacetPath> = Vec::new();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            let path = facet_path(&String::from_utf8_lossy(stream.key()));
            let label = if dimension.stored_as() == dimension {
                path
            } else if path.0.len() > 1 {
                path.top()
            } else {
                // An area under no region has one level, and no region to count.
                slots.push(None);
                continue;
            };
            // The dictionary is sorted, so that values with one label are neighbours.
            if labels.last() != Some(&label) {
                labels.push(label);
            }
            slots.push(u32::try_from(labels.len() - 1).ok());
        }
        Ok(FacetLabels { labels, slots })
    }

    /// Place in `labels` of what an ordinal stands for, if it is counted.
    pub(super) fn slot(&self, ordinal: u64) -> Option<u32> {
        *self.slots.get(usize::try_from(ordinal).ok()?)?
    }
}
