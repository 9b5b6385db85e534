//! Numbers in figures and in words.

use std::sync::LazyLock;

/// Words of the numbers from zero to nineteen.
const BELOW_TWENTY: &str = "zero one two three four five six seven eight nine ten eleven twelve \
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen";

/// Words of the tens from twenty to a hundred.
const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety hundred";

/// Number words with their values. `a` and `half a` are numbers only before a unit.
fn words() -> impl Iterator<Item = (&'static str, f64)> {
    let units = BELOW_TWENTY.split(' ').zip((0..).map(f64::from));
    units.chain(TENS.split(' ').zip((2..).map(|tens| f64::from(10 * tens))))
}

/// A regular expression for the numbers above zero that [`value`] reads.
pub(super) static PATTERN: LazyLock<String> = LazyLock::new(|| {
    let words: Vec<&str> = words().skip(1).map(|(word, _)| word).collect();
    let word = format!("(?i-u:{})", words.join("|"));
    format!(
        r"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}}(?:\.[0-9]+)?|(?i-u:half an?)|{word}(?:[- ]{word})?|(?i-u:an?))(?: and a half)?"
    )
});

/// The value of a number: figures (`1,095`, `3.5`), words (`twenty-four`, `two hundred`), an article
/// (`a` is 1), `half a`, and any of them with `and a half`. `None` for anything else.
pub fn value(printed: &str) -> Option<f64> {
    let lower = printed.to_lowercase();
    let (whole, half) = match lower.strip_suffix(" and a half") {
        Some(whole) => (whole, 0.5),
        None => (lower.as_str(), 0.0),
    };
    if whole.starts_with(|c: char| c.is_ascii_digit()) {
        return whole.replace(',', "").parse::<f64>().ok().map(|n| n + half);
    }
    match whole {
        "half a" | "half an" => return Some(0.5),
        "a" | "an" => return Some(1.0 + half),
        _ => {}
    }
    let mut sum: Option<f64> = None;
    for word in whole.split([' ', '-']).filter(|word| !word.is_empty()) {
        let value = of_word(word)?;
        sum = Some(match sum {
            None => value,
            // `two hundred` is a product, `twenty four` a sum; `six eight` is no number.
            Some(sum) if value == 100.0 => sum * value,
            Some(sum) if sum >= 20.0 && value < 10.0 => sum + value,
            Some(_) => return None,
        });
    }
    Some(sum? + half)
}

/// A whole number in figures or as one word.
pub fn count(word: &str) -> Option<usize> {
    match of_word(&word.to_ascii_lowercase()) {
        Some(value) => Some(value as usize),
        None => word.parse().ok(),
    }
}

fn of_word(word: &str) -> Option<f64> {
    let found = words().find(|(known, _)| *known == word);
    found.map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_and_words_have_values() {
        for (printed, expected) in [
            ("1,095", 1095.0),
            ("58.9", 58.9),
            ("Twenty-four", 24.0),
            ("two hundred", 200.0),
            ("hundred", 100.0),
            ("a", 1.0),
            ("half a", 0.5),
            ("two and a half", 2.5),
            ("3 and a half", 3.5),
        ] {
            assert_eq!(value(printed), Some(expected), "{printed}");
        }
        for printed in ["", "six eight", "ten five", "many", "one two three"] {
            assert_eq!(value(printed), None, "{printed}");
        }
    }

    #[test]
    fn counts_are_whole_numbers_of_one_word() {
        assert_eq!(count("Nine"), Some(9));
        assert_eq!(count("12"), Some(12));
        assert_eq!(count("zero"), Some(0));
        assert_eq!(count("a"), None);
        assert_eq!(count("3.5"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,20}|([0-9]{1,9}|[,. -]|two|hundred|and a half){0,6}") {
            prop_assert!(value(&text).is_none_or(|value| value >= 0.0));
            let _ = count(&text);
        }

        #[test]
        fn figures_are_their_number(number in 0_u32..999_999) {
            prop_assert_eq!(value(&number.to_string()), Some(f64::from(number)));
            prop_assert_eq!(count(&number.to_string()), Some(number as usize));
        }
    }
}
