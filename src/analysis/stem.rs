//! Stems, which unite the forms of a word.

use std::cell::RefCell;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::forms;

/// English (Porter 2) stem of a folded word.
///
/// Reports hold millions of words but few different ones, so that stems are kept per thread.
pub fn stem(word: &str) -> String {
    with_stem(word, str::to_owned)
}

/// Calls `take` with the stem of a folded word, without allocating where the stem is known.
pub fn with_stem<T>(word: &str, take: impl FnOnce(&str) -> T) -> T {
    /// Entries kept per thread; past that the memory is worth more than the time saved.
    const MOST: usize = 200_000;
    type Stems = FxHashMap<Box<str>, Box<str>>;
    thread_local! {
        static STEMS: RefCell<(Stems, Stemmer)> =
            RefCell::new((FxHashMap::default(), Stemmer::new(Algorithm::English)));
    }
    STEMS.with_borrow_mut(|(stems, stemmer)| {
        if let Some(stem) = stems.get(word) {
            return take(stem);
        }
        // Digits carry no endings; the stemmer is for ASCII words after folding.
        let stem: Box<str> = if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            stemmer.stem(&forms::regular(word)).into()
        } else {
            word.into()
        };
        if stems.len() >= MOST {
            stems.clear();
        }
        let taken = take(&stem);
        stems.insert(word.into(), stem);
        taken
    })
}
