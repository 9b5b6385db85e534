//! The search engine: the only place that knows tantivy.

mod absence;
mod analyser;
mod batch;
mod beginnings;
mod best_of;
mod bm25;
mod candidate;
mod collect;
mod columns;
mod compact;
mod compile;
mod correction;
mod dictionary;
mod document;
mod evidence;
mod export;
mod facet_counts;
mod facet_labels;
mod facet_values;
mod fold;
mod form_query;
mod guard;
mod headed;
mod hit;
mod names;
mod partial;
mod printed;
mod quoted;
mod reader;
mod record;
mod room;
mod schema;
mod search;
mod segment;
mod similar;
mod stream;
mod suggest;
mod tally;
mod terms;
mod windows;
mod worth;
mod writer;

pub use compact::{Compaction, compact};
pub use export::Exported;
pub use reader::Engine;
pub use writer::{Committed, Generation, ReportWriter, Resources};

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
