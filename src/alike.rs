//! Passages that say the same in the same words: stock sentences, and findings carried over from one
//! report to the next.

use crate::analysis;

/// Fewest words that must remain for a passage to be like another: `What needs to improve` under
/// every report is no repetition of a finding.
const FEWEST_WORDS: usize = 4;

/// A number that passages have in common if they are the same but for names, dates, numbers,
/// punctuation and the forms of their words. 0 for a passage that is too short to be compared.
///
/// Names are words with a capital letter. The number is FNV-1a (64 bits) over the stems of the
/// other words, and stays the same for as long as the analysis does.
pub fn signature(text: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash = OFFSET;
    let mut words = 0;
    for token in analysis::tokens(text) {
        let name = text[token.start..].starts_with(char::is_uppercase);
        let number = token.word.starts_with(|c: char| c.is_ascii_digit());
        if name || number {
            continue;
        }
        words += 1;
        analysis::with_stem(&token.word, |stem| {
            for byte in stem.bytes().chain([b' ']) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
            }
        });
    }
    if words < FEWEST_WORDS { 0 } else { hash.max(1) }
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
