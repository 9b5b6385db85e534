//! Stems, which unite the forms of a word.

use std::cell::RefCell;
use std::hash::{BuildHasher, BuildHasherDefault};

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHasher;

use super::forms;
use super::function_words::is_function_word;

/// English (Porter 2) stem of a folded word. A function word is its own stem and that of no other
/// word: `willing` is no form of `will`.
pub fn stem(word: &str) -> String {
    with_stem(word, str::to_owned)
}

/// The first character of the stem of a folded word, for which no stem need be made: but for
/// irregular forms (`went`) it is that of the word.
pub fn initial_of_stem(word: &str) -> Option<char> {
    if forms::is_irregular(word) {
        with_stem(word, |stem| stem.chars().next())
    } else {
        word.chars().next()
    }
}

/// Calls `take` with the stem of a folded word, without allocating where the stem is known.
pub fn with_stem<T>(word: &str, take: impl FnOnce(&str) -> T) -> T {
    looked_up(word, |stem, _| take(stem))
}

/// Whether a stem is that of one word alone, and that word is the stem itself: a function word, or
/// anything that is not all letters of the alphabet.
pub fn is_own_stem(stem: &str) -> bool {
    !is_alphabetic(stem) || is_function_word(stem)
}

/// Digits carry no endings; the stemmer is for ASCII words after folding.
fn is_alphabetic(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Calls `take` with the stem of a word and with [`is_own_stem`] of it.
pub(super) fn looked_up<T>(word: &str, take: impl FnOnce(&str, bool) -> T) -> T {
    thread_local! {
        static STEMS: RefCell<Stems> = RefCell::new(Stems::new());
    }
    if !is_alphabetic(word) {
        return take(word, true);
    }
    STEMS.with_borrow_mut(|stems| stems.look_up(word, take))
}

/// The stemmer, and the stems of the words it saw last.
///
/// Reports hold millions of words but few different ones. A word has one place where its stem can
/// be kept, so that looking it up touches one line of memory, and all fits a processor's cache:
/// finding the stem of a rare word again is quicker than keeping all of them.
struct Stems {
    stemmer: Stemmer,
    kept: Vec<Kept>,
    /// Places, as a power of two.
    places: u32,
    /// Stems that were made so far.
    made: usize,
}

/// Length of the word, length of the stem, [`OWN`] and [`BEGINNING`] where they hold, the word, the
/// stem if it is no beginning of the word. A length of 0 is an empty place.
type Kept = [u8; 48];

/// Bytes before the word.
const HEAD: usize = 3;

/// Marks a word that is its own stem alone.
const OWN: u8 = 1;

/// Marks a word that begins with its stem, as most do.
const BEGINNING: u8 = 2;

/// Places to begin with, which are enough for a query, and once there are texts to look at; as
/// powers of two.
const PLACES: (u32, u32) = (9, 14);

impl Stems {
    fn new() -> Self {
        Stems {
            stemmer: Stemmer::new(Algorithm::English),
            kept: vec![[0; 48]; 1 << PLACES.0],
            places: PLACES.0,
            made: 0,
        }
    }

    fn look_up<T>(&mut self, word: &str, take: impl FnOnce(&str, bool) -> T) -> T {
        if self.places < PLACES.1 && self.made >> PLACES.0 > 1 {
            self.places = PLACES.1;
            self.kept = vec![[0; 48]; 1 << self.places];
        }
        let hash = BuildHasherDefault::<FxHasher>::default().hash_one(word);
        let place = (hash >> (u64::BITS - self.places)) as usize;
        let kept = &mut self.kept[place];
        let stem_at = HEAD + word.len();
        if usize::from(kept[0]) == word.len() && kept.get(HEAD..stem_at) == Some(word.as_bytes()) {
            let (length, marks) = (usize::from(kept[1]), kept[2]);
            let stem = if marks & BEGINNING > 0 {
                word.get(..length)
            } else {
                let stem = kept.get(stem_at..stem_at + length);
                stem.and_then(|stem| std::str::from_utf8(stem).ok())
            };
            if let Some(stem) = stem {
                return take(stem, marks & OWN > 0);
            }
        }
        self.made += 1;
        let own = is_function_word(word);
        let stem = if own {
            word.into()
        } else {
            let stem = self.stemmer.stem(&forms::regular(word)).into_owned();
            if is_own_stem(&stem) {
                word.into()
            } else {
                stem
            }
        };
        let beginning = word.starts_with(&stem);
        let beside = if beginning { "" } else { &stem };
        if let Some(place) = kept.get_mut(HEAD..stem_at + beside.len()) {
            let (kept_word, kept_stem) = place.split_at_mut(word.len());
            kept_word.copy_from_slice(word.as_bytes());
            kept_stem.copy_from_slice(beside.as_bytes());
            // The whole is shorter than 48 bytes.
            kept[0] = word.len() as u8;
            kept[1] = stem.len() as u8;
            kept[2] = if own { OWN } else { 0 } | if beginning { BEGINNING } else { 0 };
        }
        take(&stem, own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn function_words_have_no_other_forms() {
        for (word, expected) in [
            ("will", "will"),
            ("willing", "willing"),
            ("being", "being"),
            ("its", "its"),
            ("2019", "2019"),
            ("waits", "wait"),
        ] {
            assert_eq!(stem(word), expected);
        }
        assert!(is_own_stem("will"));
        assert!(is_own_stem("3.5"));
        assert!(!is_own_stem("willing"));
        assert!(!is_own_stem("wait"));
    }

    #[test]
    fn words_of_any_length_have_stems() {
        let long = "a".repeat(60);
        assert_eq!(stem(&format!("{long}ed")), long);
        assert_eq!(stem(""), "");
    }

    #[test]
    fn an_irregular_form_begins_like_its_stem() {
        assert_eq!(initial_of_stem("went"), Some('g'));
        assert_eq!(initial_of_stem("children"), Some('c'));
        assert_eq!(initial_of_stem(""), None);
    }

    proptest! {
        #[test]
        fn a_stem_begins_with_its_initial(
            word in "[a-z]{1,3}(ying|ies|enrol|ization|fully|[a-z]{0,6})|[0-9é]{1,3}",
        ) {
            prop_assert_eq!(initial_of_stem(&word), stem(&word).chars().next());
        }

        /// Few letters, so that words meet at the same place and replace each other.
        #[test]
        fn a_stem_is_the_same_however_often_it_is_asked_for(
            words in proptest::collection::vec("[a-e]{0,3}(ing|ed|s|ation)?", 1..60),
        ) {
            let alone = |word: &String| std::thread::scope(|scope| {
                scope.spawn(|| looked_up(word, |stem, own| (stem.to_owned(), own))).join()
            });
            for word in words.iter().chain(&words) {
                let (stem, own) = alone(word).expect("a stem is found");
                let own_stem = is_own_stem(&stem);
                prop_assert_eq!(own, own_stem, "{}", &stem);
                prop_assert_eq!(looked_up(word, |stem, own| (stem.to_owned(), own)), (stem, own));
            }
        }
    }
}
