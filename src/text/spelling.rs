//! Near spellings, for corrections, suggestions and forgiving filters.

use std::collections::BTreeMap;

use crate::text::is_function_word;

/// Least likeness (Damerau–Levenshtein, 1 for equal, 0 for nothing in common) at which two words
/// are taken for spellings of one: one error in four or five letters.
const LEAST_LIKENESS: f64 = 0.74;

/// The candidates most like `word`, best first, at most `most`; equal ones in the order given.
pub fn near<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let folded = simplify(word);
    let mut ranked: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (likeness(&folded, &simplify(candidate)), candidate))
        .filter(|&(score, _)| score >= LEAST_LIKENESS)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.truncate(most);
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The one candidate that is clearly nearest, if there is one.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = simplify(word);
    let best = near(word, candidates, 2);
    match best[..] {
        [only] => Some(only),
        [first, second] => {
            let gap = likeness(&folded, &simplify(first)) - likeness(&folded, &simplify(second));
            (gap > f64::EPSILON).then_some(first)
        }
        _ => None,
    }
}

fn likeness(a: &str, b: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(a, b)
}

/// What a word that no text holds may have been meant to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// One candidate is clearly the best. It may be two words (`socialworker`).
    Clear(String),
    /// Several are as good, best first; none if nothing is near.
    Open(Vec<String>),
}

/// A word of the texts that is spelled like one that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The word, folded; or two words.
    pub text: String,
    /// Its stem: forms of one word are one candidate.
    pub stem: String,
    /// Letters to change, drop, add or swap with their neighbour.
    pub errors: usize,
    /// Passages that hold it.
    pub passages: u64,
}

/// How many times more frequent a word must be to make up for one more error: people err once in a
/// word far more often than twice.
const TIMES_PER_ERROR: f64 = 50.0;

/// The same for an error in the first letter, which is rare.
const TIMES_FIRST_LETTER: f64 = 20.0;

/// How many times less likely a function word is meant: nobody looks for one.
const TIMES_FUNCTION_WORD: f64 = 1000.0;

/// How many times likelier than the next a candidate must be to be taken unasked.
const CLEARLY: f64 = 4.0;

/// Most candidates that are offered.
const OFFERED: usize = 3;

/// What `word` was meant to be: the clearly likeliest of `near` by number of errors and frequency,
/// or else the likeliest few.
pub fn choose(word: &str, near: Vec<Near>) -> Correction {
    let mut by_stem: BTreeMap<String, Near> = BTreeMap::new();
    for candidate in near {
        match by_stem.get_mut(&candidate.stem) {
            None => {
                by_stem.insert(candidate.stem.clone(), candidate);
            }
            Some(known) => {
                let passages = known.passages + candidate.passages;
                let rank = |near: &Near| (near.errors, std::cmp::Reverse(near.passages));
                if rank(&candidate) < rank(known) {
                    *known = candidate;
                }
                known.passages = passages;
            }
        }
    }
    let mut ranked: Vec<(f64, String)> = by_stem
        .into_values()
        .map(|near| (likelihood(word, &near), near.text))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let clear = match &ranked[..] {
        [] => false,
        [_] => true,
        [first, second, ..] => first.0 - second.0 >= CLEARLY.ln(),
    };
    let mut texts = ranked.into_iter().map(|(_, text)| text);
    match texts.next() {
        Some(best) if clear => Correction::Clear(best),
        best => Correction::Open(best.into_iter().chain(texts).take(OFFERED).collect()),
    }
}

/// Logarithm of how likely a candidate is what was meant, up to a constant.
fn likelihood(word: &str, near: &Near) -> f64 {
    let first = word.chars().next() == near.text.chars().next();
    let start = if first { 0.0 } else { TIMES_FIRST_LETTER.ln() };
    let function = if is_function_word(&near.text) {
        TIMES_FUNCTION_WORD.ln()
    } else {
        0.0
    };
    (near.passages as f64).ln() - near.errors as f64 * TIMES_PER_ERROR.ln() - start - function
}

/// Lower case letters and digits with single spaces between words; `&` reads as `and`.
pub fn simplify(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let spelled = text.replace('&', " and ");
    for token in crate::text::tokens(&spelled) {
        words.push(token.word.into_owned());
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near_word(text: &str, errors: usize, passages: u64) -> Near {
        Near {
            text: text.to_owned(),
            stem: crate::text::stem(text),
            errors,
            passages,
        }
    }

    #[test]
    fn the_clearly_likeliest_word_is_taken() {
        let near = vec![near_word("autism", 1, 40), near_word("autistic", 2, 400)];
        assert_eq!(
            choose("autisim", near),
            Correction::Clear("autism".to_owned())
        );
        let forms = vec![
            near_word("assessment", 1, 9),
            near_word("assessments", 2, 9),
        ];
        assert_eq!(
            choose("assesment", forms),
            Correction::Clear("assessment".to_owned())
        );
        // Nobody looks for a function word, however frequent.
        let near = vec![
            near_word("therapy", 1, 300),
            near_word("thereby", 1, 40),
            near_word("there", 2, 9_000),
        ];
        assert_eq!(
            choose("therepy", near),
            Correction::Clear("therapy".to_owned())
        );
        assert_eq!(choose("xyzzy", Vec::new()), Correction::Open(Vec::new()));
    }

    #[test]
    fn words_as_likely_as_each_other_are_offered() {
        let near = vec![near_word("card", 1, 30), near_word("care", 1, 60)];
        let offered = ["care", "card"].map(str::to_owned).to_vec();
        assert_eq!(choose("cara", near), Correction::Open(offered));
    }

    #[test]
    fn the_clearly_nearest_wins() {
        assert_eq!(
            nearest("gloucestershir", ["Gloucestershire", "Leicestershire"]),
            Some("Gloucestershire")
        );
        assert_eq!(nearest("kent", ["Surrey", "Essex"]), None);
        assert_eq!(
            nearest("abcd1", ["abcd2", "abcd3"]),
            None,
            "a tie is no answer"
        );
    }
}
