//! Near spellings, for suggestions and forgiving filters.

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

/// Lower case letters and digits with single spaces between words; `&` reads as `and`.
pub fn simplify(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let spelled = text.replace('&', " and ");
    for token in crate::analysis::tokens(&spelled) {
        words.push(token.word.into_owned());
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

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
