//! The search engine: the only place that knows tantivy.

mod analysis;
mod bm25;
mod collect;
mod columns;
mod compile;
mod completion;
mod crosstab;
mod dictionary;
mod dis_max;
mod document;
mod export;
mod facets;
mod fold;
mod heading;
mod memory_budget;
mod reader;
mod record;
mod rerank;
mod schema;
mod search;
mod term_bitset;
mod term_statistics;
mod variant_query;
mod writer;

pub use export::Exported;
pub use reader::Engine;
pub use writer::{
    Committed, Compaction, Generation, ReportWriter, Resources, compact, read_ledger,
};

use crate::error::{Error, Result};
use crate::report::Report;

impl Engine {
    /// An engine over an index in memory of a few reports, each with its path and content hash.
    ///
    /// # Errors
    /// The reports cannot be indexed.
    pub fn in_memory(reports: &[(Report, String, String)]) -> Result<Engine> {
        Engine::of(&writer::index_in_memory(reports)?, None, None)
    }
}

/// The error of a failure of tantivy.
fn engine_error(error: impl Into<tantivy::TantivyError>) -> Error {
    let error = error.into();
    match error {
        tantivy::TantivyError::IoError(source) => {
            let copy = std::io::Error::new(source.kind(), source.to_string());
            Error::io("use", "the index", copy)
        }
        // tantivy does not say why a writing thread ended; a full disk is the only known reason.
        tantivy::TantivyError::ErrorInThread(_) => Error::Engine(
            "a file of the index could not be written: the disk may be full".to_owned(),
        ),
        other => Error::Engine(other.to_string()),
    }
}
