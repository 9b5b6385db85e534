//! The contract between those who ask (the command line, later a page or a remote client) and the
//! engine that answers: plain data, no terminal, no search library.
//!
//! ```text
//! request ──▶ answer ── hits ── report          text ── suggest ──▶ completions
//! ```
//!
//! The serialised forms of [`Hit`] and [`Summary`] are what `--format json` and `jsonl` print.
//! Fields are only ever added; a change of meaning raises [`SCHEMA`].

mod action;
mod answer;
mod area;
mod check;
mod comparison;
mod count;
mod hit;
mod passage;
mod quotation;
mod report;
mod similar;
mod suggest;
mod trend;
mod wait;

pub use crate::query::complete::{Suggestion, SuggestionKind};
pub use crate::query::expansion::{Added, Ambiguous, Corrected, ExpansionOptions, Suggested};
pub use action::{Action, ActionKind, Actions, Body, OtherBodies};
pub use answer::{Absence, FacetCount, SearchResponse, Summary, WithoutFilter};
pub use area::{
    AreaHistory, AreaReport, Change, Direction, Due, DueKind, Numbers, Shift, ThemeShift, Themes,
};
pub use check::{
    Asked, Check, CheckSummary, CheckedQuotation, Claim, DifferenceKind, DifferencePart,
    NearPassage, QuotedSource, Verdict,
};
pub use comparison::{ComparedArea, Comparison, Matching, ThemeShare};
pub(crate) use count::share;
pub use count::{Count, CountCell, CountTable};
pub use hit::{
    Alike, Context, Hit, PassageInfo, Range, ScorePart, SectionInfo, Snippet, passage_id,
};
pub use passage::FoundPassage;
pub use quotation::{Licence, Quotation};
pub use report::{
    AreaInfo, Judgement, ReportEntry, ReportFacts, ReportInfo, ReportSources, ReportText,
    SectionText, area_names, section_texts,
};
pub use similar::{Similar, SimilarHit};
pub use suggest::{SuggestRequest, Suggestions};
pub use trend::{Trend, TrendYear};
pub use wait::{Bound, Figure, FigureKind, FigureOf, Unit, Waits};

/// Version of the machine output.
pub const SCHEMA: u32 = 1;
