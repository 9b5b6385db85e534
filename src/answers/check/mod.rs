//! A text held against reports: its quotations word by word, its claims against the nearest
//! passages, and what the reports ask for that it does not speak of.
//!
//! ```text
//! paragraphs ─▶ quotations ─▶ runs of words ─▶ (engine) ─▶ compare ─▶ verbatim, near, not found
//!            └▶ sentences ─▶ claims ─▶ (engine) ─▶ nearest passages ─▶ notes
//! ```

mod align;
mod asked;
mod claims;
mod compare;
mod dated;
mod evidence;
mod outcome;
mod pattern;
mod quotations;
mod speech;
mod subject;
mod words;

pub use asked::asked;
pub use claims::{
    Sentence, all_sentences, content, content_words, is_fragment, share, speaks_of_inspection,
};
pub use compare::{Compared, compare};
pub use dated::{NamedTime, times};
pub use evidence::{Vocabulary, foreign, nearest, notes};
pub use outcome::{misstated, states_outcome};
pub use quotations::{Marks, Quoted, quotations};
pub use speech::{introduces, speaker};
pub use subject::{About, AreaNames, Family, Subject, is_evidence, is_on, is_same};

use crate::text::tokens;
use pattern::Pattern;

/// Words of a run that is looked for: enough that it stands in few passages.
const RUN: usize = 3;

/// Words of a quotation that may stand anywhere: names, and words held at arm's length.
const SHORT: usize = 2;

/// Whether a quotation has so few words that a report which has them proves little.
pub fn is_short(quotation: &str) -> bool {
    Pattern::of(quotation).words.len() <= SHORT
}

/// Runs of words by which passages that may hold a quotation are found: each some words in a row, in
/// the form in which the index has them, without sentence ends and gaps between them.
pub fn runs(quotation: &str) -> Vec<Vec<String>> {
    let pattern = Pattern::of(quotation);
    let mut runs = Vec::new();
    for range in pattern.runs() {
        let words = &pattern.words[range];
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            continue;
        };
        // A bracket before the first letter of a word is no part of the word in the report.
        let part = quotation[first.start..last.end].replace(['[', ']'], "");
        let mut row: Vec<String> = Vec::new();
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut next = 0;
        for token in tokens(&part) {
            if token.position != next {
                rows.push(std::mem::take(&mut row));
            }
            next = token.position + 1;
            row.push(token.word.into_owned());
        }
        rows.push(row);
        for row in rows.iter().filter(|row| !row.is_empty()) {
            let length = RUN.min(row.len());
            runs.extend(row.windows(length).map(<[String]>::to_vec));
        }
    }
    runs
}
