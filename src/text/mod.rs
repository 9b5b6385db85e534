//! What is known of English text, each thing once; nothing here knows reports, queries or engines.
//!
//! - [`fold`](mod@fold): printed characters as they are compared;
//! - [`tokens`]: words with their positions, and the compounds they form;
//! - [`stem`]: what unites the forms of a word; function words;
//! - [`sentences`], [`phrases`]: where sentences begin; lists of phrases found as whole words;
//! - [`numbers`], [`dates`], [`durations`]: values in figures and words;
//! - [`spelling`], [`near_duplicate`]: words and passages that are nearly the same;
//!
//! Words are runs of letters and digits (Unicode segmentation where a run is not plain ASCII),
//! folded to lower case without accents. A possessive `'s` belongs to its word and is dropped from
//! it; a soft hyphen is nothing. Hyphens, dashes and apostrophes inside a word split it into parts
//! that remember that they are linked, so that open (`co production`), hyphenated (`co-production`)
//! and closed (`coproduction`) spellings can be matched with each other. A number keeps its decimal
//! point and drops its thousands separators: `1,000` is `1000`, `3.5` is one word.

use regex::Regex;

/// Declares regular expressions, `NAME = "source";` each, that are compiled on first use. A test
/// compiles them all.
macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $source:expr;)*) => {
        $($(#[$doc])*
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| $crate::text::regex(&$source));)*

        #[cfg(test)]
        #[test]
        fn patterns_compile() {
            $(let _ = $name.as_str();)*
        }
    };
}
pub(crate) use patterns;

pub mod dates;
pub mod durations;
pub mod fold;
pub mod near_duplicate;
pub mod numbers;
pub mod phrases;
pub mod sentences;
pub mod spelling;
mod stem;
mod tokens;

pub use fold::{fold, folded, is_apostrophe, is_hyphen, word_count};
pub(crate) use stem::looked_up;
pub use stem::{initial_of_stem, is_own_stem, stem, with_stem};
pub(crate) use stem::{is_function_word, is_light_word};
pub(crate) use tokens::Compounds;
pub use tokens::{Compound, LONGEST_WORD, SENTENCE_GAP, Token, Tokens, compounds, tokens};

/// A regular expression of this program, which a test must compile.
pub(crate) fn regex(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern")
}

/// Byte offsets into a text: first byte, and byte after the last.
pub type Range = (usize, usize);
