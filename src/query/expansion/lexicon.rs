//! What an index knows of words, for the expansion of queries.

use crate::text::Compound;
use crate::text::spelling::Correction;

/// The words of an index.
pub trait Lexicon {
    /// Open compounds (`co production`) that the indexed texts print with a hyphen or apostrophe and
    /// that are `closed` when joined.
    fn open_forms(&self, closed: &str) -> Vec<String>;

    /// Whether the indexed texts print this compound with a hyphen or apostrophe.
    fn is_compound(&self, compound: &Compound) -> bool;

    /// Number of passages that hold a word with this stem.
    fn holding(&self, stem: &str) -> u64;

    /// Whether a passage holds a word with this stem.
    fn has_stem(&self, stem: &str) -> bool {
        self.holding(stem) > 0
    }

    /// Number of passages that print this word (folded) in this form.
    fn printing(&self, word: &str) -> u64;

    /// Full names that the indexed texts themselves give for an acronym (folded), as printed, with
    /// the number of passages that do.
    fn long_forms(&self, short: &str) -> Vec<(String, u32)>;

    /// Acronyms that the indexed texts themselves give for words with these stems (a space between),
    /// as printed, with the number of passages that do.
    fn short_forms(&self, stems: &str) -> Vec<(String, u32)>;

    /// What a folded word that no passage holds may have been meant to be.
    fn correction(&self, word: &str) -> Correction;
}
