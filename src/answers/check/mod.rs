//! The parts of a fact check: quotations and claims of a text, compared with reports.
//!
//! ```text
//! paragraphs ─▶ quotations ─▶ runs of words ─▶ (engine) ─▶ compare ─▶ verbatim, near, not found
//!            └▶ sentences ─▶ claims ─▶ (engine) ─▶ nearest passages ─▶ notes
//! ```

mod claims;
mod compare;
mod fact_check;
mod outcome;
mod quotations;
mod record;
mod stretches;
mod subject;

pub use claims::{
    Sentence, Vocabulary, all_sentences, asked, content, content_words, foreign, is_fragment,
    nearest, notes, share,
};
pub use compare::{Compared, compare, is_short, runs};
pub use fact_check::{CheckRequest, answer};
pub use outcome::{misstated, states_outcome};
pub use quotations::{Marks, Quoted, introduces, quotations, speaker};
pub use record::{
    Asked, Check, CheckSummary, CheckedQuotation, Claim, DifferenceKind, DifferencePart,
    NearPassage, QuotedSource, Verdict,
};
pub use subject::{
    About, AreaNames, Family, NamedTime, Subject, is_evidence, is_on, is_same,
    speaks_of_inspection, times,
};
