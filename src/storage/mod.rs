//! The folder of an index on disk: its manifest, its ledger of source files, its parse cache.

pub mod atomic;
pub mod cache;
mod index_dir;
pub mod ledger;
pub mod path;

pub use index_dir::{BuildSettings, IndexDir, IndexState, Lock, Manifest, Revision};
