//! Words that never run out: names of places, schools and projects, and terms.
//!
//! The n-th name is as frequent as makes the number of different words in N grow like N to the
//! power 0.6, as it does in real reports (Heaps' law). Terms are the words between those that
//! everybody uses and names: the thousandth to ten thousandth of real reports.

use super::random::Random;

/// Exponent of the growth of the vocabulary.
const HEAPS: f64 = 0.6;

/// Names that are about equally frequent before the tail begins.
const COMMON_NAMES: f64 = 200.0;

/// Exponent with which terms get rarer, and those that are about equally frequent before they do.
const TERMS: f64 = 2.2;
const COMMON_TERMS: f64 = 700.0;

const BEGIN: [&str; 24] = [
    "Al", "Bram", "Car", "Dun", "El", "Fen", "Gar", "Hol", "Is", "Kel", "Lan", "Mar", "Nor", "Os",
    "Pen", "Quar", "Ros", "Sel", "Tor", "Ul", "Ven", "Wen", "Yar", "Bel",
];

/// Ends of names.
const PLACES: [&str; 24] = [
    "ton", "ham", "ley", "ford", "wick", "by", "dale", "worth", "stead", "field", "bourne", "mere",
    "thorpe", "combe", "hurst", "gate", "well", "more", "cliffe", "shaw", "den", "ster", "holme",
    "port",
];

/// Ends of terms; a stemmer has work with most of them.
const ENDINGS: [&str; 16] = [
    "ing", "ed", "ment", "ation", "ness", "able", "ally", "ive", "ers", "ity", "ance", "ful",
    "ical", "ions", "ous", "ism",
];

/// Adds a name to `text`.
pub(super) fn name(random: &mut Random, text: &mut String) {
    let mut rest = rank(random, 1.0 / HEAPS, COMMON_NAMES);
    // Neighbouring ranks should not look alike.
    let begin = take(&mut rest, BEGIN.len());
    let end = take(&mut rest, PLACES.len());
    root(begin, rest, text);
    text.push_str(PLACES[end]);
}

/// Adds a term to `text`; two terms each have one root.
pub(super) fn term(random: &mut Random, text: &mut String) {
    let mut rest = rank(random, TERMS, COMMON_TERMS);
    let form = take(&mut rest, 2);
    let end = (rest % ENDINGS.len() as u64) as usize;
    let start = text.len();
    let begin = take(&mut rest, BEGIN.len());
    root(begin, rest, text);
    text[start..].make_ascii_lowercase();
    text.push_str(ENDINGS[(end + form * 8) % ENDINGS.len()]);
}

/// A rank from 0, where the r-th is used in proportion to `1 / (common + r)^exponent`.
fn rank(random: &mut Random, exponent: f64, common: f64) -> u64 {
    // A share `u` of all uses is of ranks behind `common * u^(-1 / (exponent - 1)) - common`.
    let u = random.unit().max(1e-9);
    (common * u.powf(-1.0 / (exponent - 1.0)) - common).min(1e15) as u64
}

/// Adds one root for one pair of numbers, in letters that can be said.
fn root(begin: usize, mut rest: u64, text: &mut String) {
    const MIDDLE: [&str; 16] = [
        "da", "be", "ri", "lo", "mu", "ne", "sti", "go", "fa", "the", "vi", "ko", "ra", "ple",
        "di", "cho",
    ];
    text.push_str(BEGIN[begin]);
    while rest > 0 {
        rest -= 1;
        text.push_str(MIDDLE[take(&mut rest, MIDDLE.len())]);
    }
}

fn take(rest: &mut u64, base: usize) -> usize {
    let digit = *rest % base as u64;
    *rest /= base as u64;
    digit as usize
}
