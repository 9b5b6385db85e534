//! Rare words: names of places, schools and projects that never run out.
//!
//! The n-th name is as frequent as makes the number of different words in N grow like N to the
//! power 0.6, as it does in real reports (Heaps' law).

use super::random::Random;

/// Exponent of the growth of the vocabulary.
const HEAPS: f64 = 0.6;

/// Names that are about equally frequent before the tail begins.
const COMMON: f64 = 200.0;

/// Adds a name to `text`.
pub(super) fn name(random: &mut Random, text: &mut String) {
    // A share `u` of all uses is of names behind rank `COMMON * u^(-1 / (1 / HEAPS - 1))`.
    let tail = 1.0 / HEAPS - 1.0;
    let u = random.unit().max(1e-9);
    let rank = (COMMON * u.powf(-1.0 / tail)).min(1e15) as u64 - COMMON as u64;
    spell(rank, text);
}

/// The name of a rank: one word for one rank, in letters that can be said.
fn spell(rank: u64, text: &mut String) {
    const BEGIN: [&str; 24] = [
        "Al", "Bram", "Car", "Dun", "El", "Fen", "Gar", "Hol", "Is", "Kel", "Lan", "Mar", "Nor",
        "Os", "Pen", "Quar", "Ros", "Sel", "Tor", "Ul", "Ven", "Wen", "Yar", "Bel",
    ];
    const MIDDLE: [&str; 16] = [
        "da", "be", "ri", "lo", "mu", "ne", "sti", "go", "fa", "the", "vi", "ko", "ra", "ple",
        "di", "cho",
    ];
    const END: [&str; 24] = [
        "ton", "ham", "ley", "ford", "wick", "by", "dale", "worth", "stead", "field", "bourne",
        "mere", "thorpe", "combe", "hurst", "gate", "well", "more", "cliffe", "shaw", "den",
        "ster", "holme", "port",
    ];
    // Neighbouring ranks should not look alike.
    let mut rest = rank;
    let begin = take(&mut rest, BEGIN.len());
    let end = take(&mut rest, END.len());
    text.push_str(BEGIN[begin]);
    while rest > 0 {
        rest -= 1;
        text.push_str(MIDDLE[take(&mut rest, MIDDLE.len())]);
    }
    text.push_str(END[end]);
}

fn take(rest: &mut u64, base: usize) -> usize {
    let digit = *rest % base as u64;
    *rest /= base as u64;
    digit as usize
}
