//! The search engine: the only place that knows tantivy.

mod analyser;
mod batch;
mod bm25;
mod collect;
mod columns;
mod compact;
mod compile;
mod completion;
mod crosstab;
mod dictionary;
mod dis_max;
mod document;
mod export;
mod facet_counts;
mod facet_labels;
mod facet_values;
mod fold;
mod form_query;
mod memory_budget;
mod printed;
mod reader;
mod record;
mod rerank;
mod schema;
mod search;
mod section_query;
mod seek_only;
mod term_bitset;
mod term_statistics;
mod writer;

pub use compact::{Compaction, compact};
pub use export::Exported;
pub use reader::Engine;
pub use writer::{Committed, Generation, ReportWriter, Resources, read_ledger};

use crate::error::Error;

/// Our words for a failure of tantivy's.
fn engine_error(error: impl Into<tantivy::TantivyError>) -> Error {
    let error = error.into();
    match error {
        tantivy::TantivyError::IoError(source) => {
            let copy = std::io::Error::new(source.kind(), source.to_string());
            Error::io("use", "the index", copy)
        }
        // Why a thread that writes ended is not told; there is but one reason for it.
        tantivy::TantivyError::ErrorInThread(_) => Error::Engine(
            "a file of the index could not be written: the disk may be full".to_owned(),
        ),
        other => Error::Engine(other.to_string()),
    }
}
