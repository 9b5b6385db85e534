//! The values of a facet in one segment, in rows that are quick to count.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::facet_labels::FacetLabels;
use super::schema::Fields;
use crate::report::facet::{Dimension, FacetPath};

/// Documents whose values are read at a time.
const BLOCK: usize = 4_096;

/// What the documents asked for have of a facet: each document's labels, by their index.
pub(super) struct FacetValues {
    pub(super) labels: Vec<Arc<FacetPath>>,
    /// Where the labels of each document begin in `slots`, and where the last ones end.
    starts: Vec<u32>,
    slots: Vec<u32>,
}

impl FacetValues {
    /// Reads the values of documents, which ascend. One that does not exist has none.
    pub(super) fn read(
        segment: &SegmentReader,
        dimension: Dimension,
        mut documents: impl Iterator<Item = DocId>,
    ) -> tantivy::Result<Self> {
        let name = Fields::facet_name(dimension);
        let mut values = FacetValues {
            labels: Vec::new(),
            starts: vec![0],
            slots: Vec::new(),
        };
        let Some(column) = segment.fast_fields().str(name)? else {
            values.starts.extend(documents.map(|_| 0));
            return Ok(values);
        };
        let ordinals = FacetLabels::read(&column, dimension)?;
        let mut block = Vec::with_capacity(BLOCK);
        let mut reader = BlockReader::default();
        loop {
            block.clear();
            block.extend(documents.by_ref().take(BLOCK));
            if block.is_empty() {
                values.labels = ordinals.labels.into_iter().map(Arc::new).collect();
                return Ok(values);
            }
            let exists = block.partition_point(|&document| document < segment.max_doc());
            reader.read(column.ords(), &block[..exists]);
            let mut read = reader.values().peekable();
            for document in &block {
                let first = values.slots.len();
                while let Some((_, ordinal)) = read.next_if(|(of, _)| of == document) {
                    // Values with one label count once.
                    ordinals
                        .slot(ordinal)
                        .filter(|slot| !values.slots[first..].contains(slot))
                        .into_iter()
                        .for_each(|slot| values.slots.push(slot));
                }
                let end = u32::try_from(values.slots.len()).unwrap_or(u32::MAX);
                values.starts.push(end);
            }
        }
    }

    /// Label indices of the `row`th document.
    pub(super) fn of(&self, row: usize) -> &[u32] {
        match self.starts.get(row..row + 2) {
            Some(&[start, end]) => &self.slots[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// Reads the values of many documents at once.
#[derive(Default)]
struct BlockReader {
    documents: Vec<DocId>,
    rows: Vec<u32>,
    values: Vec<u64>,
}

impl BlockReader {
    fn read(&mut self, column: &Column<u64>, documents: &[DocId]) {
        self.documents.clear();
        self.rows.clear();
        column.row_ids_for_docs(documents, &mut self.documents, &mut self.rows);
        self.values.clear();
        self.values.resize(self.rows.len(), 0);
        column.values.get_vals(&self.rows, &mut self.values);
    }

    /// Documents with their values, in order.
    fn values(&self) -> impl Iterator<Item = (DocId, u64)> {
        let documents = self.documents.iter().copied();
        documents.zip(self.values.iter().copied())
    }
}
