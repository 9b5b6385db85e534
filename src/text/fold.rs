//! Folding: printed text as it is compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a word: compatibility decomposition, accents and invisible characters dropped, lower case.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    without_accents(word)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The characters of a text in compatibility decomposition, accents dropped.
pub fn without_accents(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkd().filter(|&c| !is_combining_mark(c))
}

/// Plain typography: straight quotation marks and apostrophes, runs of white space as one space, no
/// ligatures and no invisible characters. Case is kept.
pub fn plain(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        push_plain(&mut folded, c);
    }
    folded
}

/// [`plain`] text in lower case, without white space at its ends.
pub fn folded(text: &str) -> String {
    plain(text.trim()).to_lowercase()
}

/// Number of words between white space.
pub fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// [`plain`] text in which hyphens and dashes are spaces, with the way back to the printed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// Where the distance to the printed text changes: byte offsets in `text` and in the printed text.
    shifts: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds a printed text.
    pub fn new(printed: &str) -> Folded {
        let mut text = String::with_capacity(printed.len());
        let mut shifts: Vec<(usize, usize)> = Vec::new();
        let mut distance = 0;
        for (at, c) in printed.char_indices() {
            let before = text.len();
            if at - before != distance {
                distance = at - before;
                shifts.push((before, at));
            }
            push_plain(&mut text, if is_hyphen(c) { ' ' } else { c });
        }
        shifts.push((text.len(), printed.len()));
        Folded { text, shifts }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte offset in the printed text of one in the folded text.
    pub fn printed_at(&self, at: usize) -> usize {
        let after = self.shifts.partition_point(|&(folded, _)| folded <= at);
        match after.checked_sub(1).and_then(|last| self.shifts.get(last)) {
            Some((folded, printed)) => printed + (at - folded),
            None => at,
        }
    }
}

fn push_plain(folded: &mut String, c: char) {
    match c {
        c if is_apostrophe(c) || c == '\u{2032}' => folded.push('\''),
        '\u{201c}' | '\u{201d}' => folded.push('"'),
        '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
        '\u{fb01}' => folded.push_str("fi"),
        '\u{fb02}' => folded.push_str("fl"),
        c if c.is_whitespace() => {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        c => folded.push(c),
    }
}

/// Hyphens and the dashes that stand for one.
pub fn is_hyphen(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// Straight and typographic apostrophes (single quotation marks look the same).
pub fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{ff07}' | '`' | '\u{b4}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn typography_is_plain() {
        assert_eq!(plain("‘One’s’\u{a0} “ﬁnd\u{ad}ing”"), "'One's' \"finding\"");
        assert_eq!(
            Folded::new("Co-production – now").text(),
            "Co production now"
        );
    }

    #[test]
    fn folded_offsets_lead_back() {
        let printed = "The ‘Child’s’  co\u{ad}–production plan";
        let folded = Folded::new(printed);
        let at = folded.text().find("production").expect("folded");
        assert_eq!(&printed[folded.printed_at(at)..][..10], "production");
    }

    proptest! {
        #[test]
        fn folding_is_stable(word in "\\PC{1,12}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
            let once = plain(&word);
            prop_assert_eq!(plain(&once), once);
        }

        #[test]
        fn every_offset_is_one_of_the_printed_text(text in "([a-z’“ﬁ\u{ad} –\n-]|\\PC){0,30}") {
            let folded = Folded::new(&text);
            let mut last = 0;
            for (at, c) in folded.text().char_indices() {
                let printed = folded.printed_at(at);
                prop_assert!(printed >= last && printed <= text.len());
                if c.is_alphanumeric() && !matches!(c, 'f' | 'i' | 'l') {
                    prop_assert!(text[printed..].starts_with(c));
                }
                last = printed;
            }
        }
    }
}
