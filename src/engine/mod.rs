//! The search engine: the only place that knows tantivy.

mod absence;
mod best_of;
mod bm25;
mod collect;
mod compile;
mod correction;
mod dictionary;
mod evidence;
mod fold;
mod guard;
mod partial;
mod place;
mod reader;
mod schema;
mod search;
mod stream;
mod suggest;
mod tally;
mod worth;
mod writer;

pub use place::{Lock, Mark, Place, Remembered};
pub use reader::Engine;
pub(crate) use schema::ReportRecord;
pub use writer::{Generation, ReportWriter};

use crate::error::Error;

/// Our words for a failure of tantivy's.
fn engine_error(error: impl Into<tantivy::TantivyError>) -> Error {
    let error = error.into();
    match error {
        tantivy::TantivyError::IoError(source) => {
            let copy = std::io::Error::new(source.kind(), source.to_string());
            Error::io("use", "the index", copy)
        }
        other => Error::Engine(other.to_string()),
    }
}
