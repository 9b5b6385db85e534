//! Text analysis: how text becomes words, the same for indexing, querying and highlighting.
//!
//! Words are runs of letters and digits (Unicode segmentation where a run is not plain ASCII),
//! folded to lower case without accents. A possessive `'s` belongs to its word and is dropped from
//! it; a soft hyphen is nothing. Hyphens, dashes and apostrophes inside a word split it into parts
//! that remember that they are linked, so that open (`co production`), hyphenated (`co-production`)
//! and closed (`coproduction`) spellings can be matched with each other. A number keeps its decimal
//! point and drops its thousands separators: `1,000` is `1000`, `3.5` is one word.
//!
//! Stems unite the forms of a word: endings by Porter's English rules, irregular forms (`children`,
//! `felt`) and spellings (`organization`, `judgment`) by the tables in `forms`.

mod compounds;
pub mod dates;
pub mod durations;
mod forms;
mod function_words;
pub mod near_duplicate;
pub mod numbers;
mod passage;
pub mod sentences;
pub mod spelling;
mod stem;
mod tokens;

pub use compounds::{Compound, compounds};
pub(crate) use function_words::is_function_word;
pub use passage::{Analysed, SAME_PLACE, SENTENCE_END, STEM_MARK, WORD_END, stems_of_text};
pub use stem::{initial_of_stem, is_own_stem, stem, with_stem};
pub use tokens::{
    LONGEST_WORD, SENTENCE_GAP, Token, Tokens, fold, is_apostrophe, is_hyphen, tokens,
};

/// Byte offsets into a text: first byte, and byte after the last.
pub type Range = (usize, usize);

#[cfg(test)]
mod tests;
