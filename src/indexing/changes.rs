//! How files differ from what an index holds.

use serde::Serialize;

use super::plan;
use crate::engine::{Engine, Searcher};
use crate::error::Result;

/// How the files of an index differ from what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Files that are new.
    pub new: usize,
    /// Files whose size or time of change differ.
    pub changed: usize,
    /// Files that are gone.
    pub gone: usize,
    /// Indexed files or folders that cannot be reached.
    pub unreachable: usize,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_none(self) -> bool {
        self == Changes::default()
    }
}

/// Compares an index with its files, by name, size and time of change alone.
///
/// # Errors
/// The index cannot be read.
pub fn changes(engine: &Engine) -> Result<Changes> {
    let roots = engine
        .manifest()
        .map_or(&[][..], |manifest| manifest.settings.roots.as_slice());
    Ok(plan::changes(roots, engine.ledger()?))
}
