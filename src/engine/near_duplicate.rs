//! Passages that say the same in the same words: stock sentences, and findings carried over from one
//! report to the next.

use crate::text;

/// Fewest words that must remain for a passage to be like another: `What needs to improve` under
/// every report is no repetition of a finding.
const FEWEST_WORDS: usize = 4;

/// A number that passages have in common if they are the same but for names, dates, numbers,
/// punctuation and the forms of their words. 0 for a passage that is too short to be compared.
///
/// Names are words with a capital letter. The number is FNV-1a (64 bits) over the stems of the
/// other words, and stays the same for as long as the analysis does.
pub fn signature(text: &str) -> u64 {
    let mut signature = Signature::default();
    for token in text::tokens(text) {
        text::with_stem(&token.word, |stem| {
            signature.add(&text[token.start..], stem);
        });
    }
    signature.number()
}

/// The bucket of a signature: passages alike are in one, with few others.
pub(crate) fn bucket(signature: u64) -> u64 {
    const BITS: u32 = 14;
    signature >> (u64::BITS - BITS)
}

/// A signature in the making.
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
    /// The next word of the text, `printed` from where it stands, and its stem.
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
