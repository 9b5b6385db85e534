//! A signature that near-duplicate passages share: stock sentences, and findings repeated from one
//! report to the next.

use super::stem::with_stem;
use super::tokens::tokens;

/// Fewest words that a signature is made of: `What needs to improve`, which stands in every report,
/// repeats no finding.
const FEWEST_WORDS: usize = 4;

/// The signature of a passage. Passages that differ only in names, dates, numbers, punctuation and
/// inflections have the same; 0 marks a passage too short to be compared.
///
/// A name is a word that begins with a capital. The signature is the 64-bit FNV-1a hash of the stems
/// of the other words, and is stable as long as tokens and stems are.
pub fn signature(text: &str) -> u64 {
    let mut signature = Signature::default();
    for token in tokens(text) {
        with_stem(&token.word, |stem| {
            signature.add(&text[token.start..], stem);
        });
    }
    signature.number()
}

/// The bucket of a signature: its first bits, which few other signatures share.
pub(crate) fn bucket(signature: u64) -> u64 {
    const BITS: u32 = 14;
    signature >> (u64::BITS - BITS)
}

/// Computes a signature word by word.
#[derive(Debug)]
pub(crate) struct Signature {
    hash: u64,
    words: usize,
}

impl Default for Signature {
    fn default() -> Self {
        const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
        Signature {
            hash: OFFSET,
            words: 0,
        }
    }
}

impl Signature {
    /// Adds the next word: the text from where the word begins, and its stem.
    pub(crate) fn add(&mut self, printed: &str, stem: &str) {
        const PRIME: u64 = 0x0100_0000_01b3;
        let name = printed.starts_with(char::is_uppercase);
        let number = stem.starts_with(|c: char| c.is_ascii_digit());
        if name || number {
            return;
        }
        self.words += 1;
        for byte in stem.bytes().chain([b' ']) {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(PRIME);
        }
    }

    /// See [`signature`].
    pub(crate) fn number(&self) -> u64 {
        if self.words < FEWEST_WORDS {
            0
        } else {
            self.hash.max(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn names_and_numbers_make_no_difference() {
        let one = "In Ashmere, 14 children waited for more than 20 weeks.";
        let other = "In Fenmouth 3 children waited for more than 18 weeks";
        assert_eq!(signature(one), signature(other));
        assert_ne!(
            signature(one),
            signature("In Ashmere, adults waited for more than 20 weeks.")
        );
    }

    #[test]
    fn what_is_too_short_is_like_nothing() {
        assert_eq!(signature("Areas for improvement"), 0);
        assert_eq!(signature(""), 0);
    }
}
