//! What can be asked of an index of passages, and the engine that is built in.

pub mod ranking;
mod searcher;
pub mod similarity;
mod tantivy;

pub use self::tantivy::{
    Committed, Compaction, Engine, Exported, Generation, ReportWriter, Resources, compact,
    read_ledger,
};
pub use searcher::{
    Crosstab, Filter, Group, IndexedPassage, IndexedReport, NearDuplicates, PassageKey,
    PassageQuery, Ranked, RankedPassage, Ranking, Searcher, Sort, Totals,
};
