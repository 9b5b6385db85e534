//! Words that hold a sentence together and say nothing of what it is about.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Articles, pronouns, prepositions, conjunctions, auxiliary verbs, question words, and what is left
/// of contractions; folded. Words that negate are none of them: who types `not listened to` does not
/// mean `listened to`.
const WORDS: &str = "
    a about after again all also am an and any are as at be because been before being both but by
    can could d did do does doing done during each either else ever every for from further had has
    have having he her here hers herself him himself his how however i if in into is it its itself
    just ll m many may me might more most much must my myself of off on once only onto or other our
    ours ourselves out over own per quite rather re really s same shall she should since so some
    such t than that the their theirs them themselves then there these they this those though
    through to too toward towards under until up upon us ve very via was we were what when where
    whether which while who whom whose why will with would yet you your yours yourself";

/// Whether a folded word is a function word.
pub(crate) fn is_function_word(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());
    SET.contains(word)
}

#[cfg(test)]
mod tests {
    use super::is_function_word;

    #[test]
    fn what_a_query_is_about_is_none() {
        for word in ["they", "to", "the", "are", "who"] {
            assert!(is_function_word(word), "{word}");
        }
        for word in ["not", "feel", "new", "keep", "send", "back", "without"] {
            assert!(!is_function_word(word), "{word}");
        }
    }
}
