//! What can be asked of an index of passages, and the engine that is built in.

pub mod ranking;
pub mod similarity;
mod tantivy;

pub use self::tantivy::{
    Committed, Compaction, Engine, Exported, Generation, ReportWriter, Resources, compact,
};
