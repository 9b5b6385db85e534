//! Text as words in order.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::fold::{fold, is_apostrophe, is_hyphen};
use super::sentences::is_abbreviation;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// The word, folded: lower case, no accents, no possessive.
    pub word: Cow<'a, str>,
    /// First byte of the word as printed.
    pub start: usize,
    /// Byte after the word as printed, a possessive ending included.
    pub end: usize,
    /// Whether only a hyphen, dash or apostrophe stands between this word and the one before.
    pub linked: bool,
    /// Place among the words of the text, from 0; [`SENTENCE_GAP`] places are left free between
    /// sentences, so that what stands in two of them is never close, nor one phrase.
    pub position: u32,
}

/// Free places between two sentences.
pub const SENTENCE_GAP: u32 = 16;

/// Longest word that is kept, in bytes: anything longer is noise from a broken font or an encoded
/// blob, and the index refuses terms above 65,530 bytes.
pub const LONGEST_WORD: usize = 255;

/// The words of `text` in order.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        at: 0,
        last_end: None,
        before: 0..0,
        position: None,
        pending: Vec::new(),
    }
}

/// Iterator over the words of a text; made by [`tokens`].
#[derive(Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// End of the word before, if it ended in a way that a link may follow.
    last_end: Option<usize>,
    /// The word before, as printed.
    before: std::ops::Range<usize>,
    /// Position of the word before.
    position: Option<u32>,
    /// Words of a run that had to be segmented, last first.
    pending: Vec<Token<'a>>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if let Some(mut token) = self.pending.pop() {
                token.position = self.place(&token);
                return Some(token);
            }
            let run = self.next_run()?;
            let linked = self
                .last_end
                .is_some_and(|end| is_link(&self.text[end..run.start]));
            let end = run.end + possessive(self.text, run.end);
            self.last_end = (end == run.end).then_some(end);
            self.at = end;
            if run.classes & WIDE == 0 {
                if run.end - run.start > LONGEST_WORD {
                    continue;
                }
                let mut token = Token {
                    word: lower(&self.text[run.start..run.end], run.classes),
                    start: run.start,
                    end,
                    linked,
                    position: 0,
                };
                token.position = self.place(&token);
                return Some(token);
            }
            self.segment(&run, end, linked);
        }
    }
}

/// Bytes that may stand in one word.
struct Run {
    start: usize,
    end: usize,
    /// The classes of its bytes together.
    classes: u8,
}

/// Small ASCII letters.
const SMALL: u8 = 1;
/// ASCII capitals.
const CAPITAL: u8 = 2;
/// ASCII digits.
const DIGIT: u8 = 4;
/// Bytes of all other characters but ASCII.
const WIDE: u8 = 8;

/// The class of each byte; 0 for ASCII that is no part of a word.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        // An index of 256 places is a byte.
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

impl Tokens<'_> {
    /// Position of the next word.
    fn place(&mut self, token: &Token<'_>) -> u32 {
        let position = match self.position {
            None => 0,
            Some(last) if self.begins_sentence(token.start) => last + 1 + SENTENCE_GAP,
            Some(last) => last + 1,
        };
        self.position = Some(position);
        self.before = token.start..token.end;
        position
    }

    /// Whether a sentence begins with the word at `start`: a full stop, question or exclamation mark
    /// stands before it, and it begins with a capital letter or a digit. Abbreviations end none.
    fn begins_sentence(&self, start: usize) -> bool {
        // A mark and white space are two characters; nearly always there is but a space.
        if start < self.before.end + 2 {
            return false;
        }
        let between = &self.text[self.before.end..start];
        let Some(mark) = between.find(['.', '!', '?']) else {
            return false;
        };
        if !between[mark..].contains(char::is_whitespace) {
            return false;
        }
        let capital = self.text[start..].starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let before = &self.text[self.before.clone()];
        let abbreviation =
            between.starts_with('.') && (before.chars().count() == 1 || is_abbreviation(before));
        capital && !abbreviation
    }

    fn next_run(&self) -> Option<Run> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        loop {
            match class(*bytes.get(start)?) {
                0 => {
                    start += 1;
                    continue;
                }
                WIDE => {}
                _ => break,
            }
            let character = self.text[start..].chars().next()?;
            if character.is_alphanumeric() {
                break;
            }
            start += character.len_utf8();
        }
        let mut end = start;
        let mut classes = 0;
        while let Some(&byte) = bytes.get(end) {
            match class(byte) {
                0 => break,
                WIDE => {
                    let character = self.text[end..].chars().next();
                    let Some(character) = character.filter(|&inside| is_inside_word(inside)) else {
                        break;
                    };
                    classes |= WIDE;
                    end += character.len_utf8();
                }
                class => {
                    classes |= class;
                    end += 1;
                }
            }
        }
        if classes == DIGIT {
            end = number_end(bytes, start, end);
        }
        Some(Run {
            start,
            end,
            classes,
        })
    }

    fn segment(&mut self, run: &Run, end: usize, linked: bool) {
        let printed = &self.text[run.start..run.end];
        let mut first = true;
        for (offset, word) in printed.unicode_word_indices() {
            let folded = fold(word);
            if folded.is_empty() || folded.len() > LONGEST_WORD {
                continue;
            }
            let start = run.start + offset;
            self.pending.push(Token {
                word: Cow::Owned(folded),
                start,
                end: start + word.len(),
                linked: linked && first,
                position: 0,
            });
            first = false;
        }
        if let Some(last) = self.pending.last_mut()
            && last.end == run.end
        {
            last.end = end;
        }
        self.pending.reverse();
    }
}

/// Where a number ends whose first digits are `bytes[start..end]`: groups of three after a comma and
/// one decimal point belong to it. Dates (`12.03.2019`), numbered headings (`1.2.3`) and a footnote
/// mark after a year (`2019.5`) are several numbers.
fn number_end(bytes: &[u8], start: usize, end: usize) -> usize {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let follows = |at: usize, mark: u8| bytes.get(at) == Some(&mark);
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let (mut whole, mut at) = (end - start, end);
    if whole > 3 {
        return end;
    }
    while follows(at, b',') && digits(at + 1) == 3 && !is_letter(at + 4) {
        at += 4;
        whole += 3;
    }
    let decimals = if follows(at, b'.') { digits(at + 1) } else { 0 };
    let after = at + 1 + decimals;
    let more = follows(after, b'.') && digits(after + 1) > 0;
    let preceded = start > 1 && bytes[start - 1] == b'.' && bytes[start - 2].is_ascii_digit();
    if (1..=2).contains(&decimals) && whole <= 9 && !more && !preceded && !is_letter(after) {
        at = after;
    }
    at
}

fn is_inside_word(character: char) -> bool {
    character.is_alphanumeric()
        || is_combining_mark(character)
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// Whether `between` is exactly one hyphen, dash or apostrophe.
fn is_link(between: &str) -> bool {
    // Nearly always.
    if between == " " {
        return false;
    }
    let mut characters = between.chars();
    let Some(character) = characters.next() else {
        return false;
    };
    characters.next().is_none() && (is_hyphen(character) || is_apostrophe(character))
}

/// Length in bytes of a possessive ending (`'s`) at `at`, 0 if there is none.
fn possessive(text: &str, at: usize) -> usize {
    // Nearly always.
    if text.as_bytes().get(at) == Some(&b' ') {
        return 0;
    }
    let mut characters = text[at..].chars();
    let Some(apostrophe) = characters.next().filter(|&c| is_apostrophe(c)) else {
        return 0;
    };
    if !matches!(characters.next(), Some('s' | 'S')) {
        return 0;
    }
    if characters.next().is_some_and(is_inside_word) {
        return 0;
    }
    apostrophe.len_utf8() + 1
}

/// A word of ASCII alone in small letters, without the commas of a number.
fn lower(word: &str, classes: u8) -> Cow<'_, str> {
    if classes & CAPITAL > 0 {
        Cow::Owned(word.to_ascii_lowercase())
    } else if classes == DIGIT && word.contains(',') {
        Cow::Owned(word.replace(',', ""))
    } else {
        Cow::Borrowed(word)
    }
}

/// Spellings of one word attested in a text: the closed form and the parts it was printed as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compound {
    /// The parts joined: `coproduction`.
    pub closed: String,
    /// The parts with a space between: `co production`.
    pub open: String,
}

/// Words printed with inner hyphens or apostrophes (`co-production`, `O'Brien`), for learning which
/// closed and open forms belong together. Chains of more than four parts are not words.
pub fn compounds(text: &str) -> Vec<Compound> {
    let mut compounds = Compounds::default();
    for token in tokens(text) {
        compounds.push(token);
    }
    compounds.finish()
}

/// Finds compounds among the words of a text, given one by one.
#[derive(Debug, Default)]
pub(crate) struct Compounds<'a> {
    found: Vec<Compound>,
    /// The word before, while nothing is linked to it.
    single: Option<Token<'a>>,
    /// Words that are linked with each other: none or at least two.
    parts: Vec<Token<'a>>,
}

impl<'a> Compounds<'a> {
    /// The next word of the text.
    pub(crate) fn push(&mut self, token: Token<'a>) {
        if token.linked {
            self.parts.extend(self.single.take());
            self.parts.push(token);
        } else {
            self.end();
            self.single = Some(token);
        }
    }

    /// What was found.
    pub(crate) fn finish(mut self) -> Vec<Compound> {
        self.end();
        self.found
    }

    fn end(&mut self) {
        let letters = |part: &Token<'_>| part.word.chars().all(char::is_alphabetic);
        if (2..=4).contains(&self.parts.len()) && self.parts.iter().all(letters) {
            let words: Vec<&str> = self.parts.iter().map(|part| part.word.as_ref()).collect();
            self.found.push(Compound {
                closed: words.concat(),
                open: words.join(" "),
            });
        }
        self.parts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::stem;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).map(|token| token.word.into_owned()).collect()
    }

    #[test]
    fn possessives_belong_to_their_word() {
        let text = "Children’s services, parents' views, the SENCo's plan";
        assert_eq!(
            words(text),
            [
                "children", "services", "parents", "views", "the", "senco", "plan"
            ]
        );
        let first = tokens(text).next().expect("a word");
        assert_eq!(&text[first.start..first.end], "Children’s");
    }

    #[test]
    fn hyphens_and_apostrophes_link_parts() {
        let linked: Vec<(String, bool)> = tokens("co-production – multi‑agency don't 18-month")
            .map(|token| (token.word.into_owned(), token.linked))
            .collect();
        let expected = [
            ("co", false),
            ("production", true),
            ("multi", false),
            ("agency", true),
            ("don", false),
            ("t", true),
            ("18", false),
            ("month", true),
        ];
        assert_eq!(linked, expected.map(|(word, link)| (word.to_owned(), link)));
    }

    #[test]
    fn accents_case_and_soft_hyphens_fold() {
        assert_eq!(
            words("Café CAMHS in\u{ad}clusion ﬁnding"),
            ["cafe", "camhs", "inclusion", "finding"]
        );
    }

    #[test]
    fn stems_unite_inflections_and_leave_numbers() {
        assert_eq!(stem("waiting"), stem("waits"));
        assert_eq!(stem("childrens"), stem("children"));
        assert_eq!(stem("2023"), "2023");
    }

    #[test]
    fn sentences_stand_apart() {
        let places: Vec<u32> = tokens("Waits grew. Dr. Shaw’s plan, e.g. for 3.5 weeks? 12 came")
            .map(|token| token.position)
            .collect();
        let (second, third) = (2 + SENTENCE_GAP, 10 + 2 * SENTENCE_GAP);
        let expected = [0..2, second..second + 8, third..third + 2];
        assert_eq!(places, expected.into_iter().flatten().collect::<Vec<u32>>());
    }

    #[test]
    fn numbers_are_whole() {
        assert_eq!(
            words("1,000 of 12,345,678 in 3.5 weeks, 1,2 and 12,3456; 12.03.2019, 2019.5 1.2.3 5."),
            [
                "1000", "of", "12345678", "in", "3.5", "weeks", "1", "2", "and", "12", "3456",
                "12", "03", "2019", "2019", "5", "1", "2", "3", "5"
            ]
        );
        assert_eq!(
            words("18-month 26 weeks £1,500pm"),
            ["18", "month", "26", "weeks", "1", "500pm"]
        );
    }

    #[test]
    fn irregular_forms_and_spellings_share_a_stem() {
        for (left, right) in [
            ("children", "child"),
            ("people", "person"),
            ("felt", "feels"),
            ("kept", "keep"),
            ("organisation", "organization"),
            ("recognised", "recognize"),
            ("judgment", "judgements"),
            ("advisor", "advisers"),
            ("programmes", "program"),
        ] {
            assert_eq!(stem(left), stem(right), "{left} {right}");
        }
        assert_ne!(stem("size"), stem("sise"), "no spelling of one word");
        assert_ne!(stem("left"), stem("leave"), "left is also a direction");
    }

    #[test]
    fn compounds_are_learnt_with_both_forms() {
        let found = compounds("Co-production and O’Brien's 20-week, a-b-c-d-e");
        let forms: Vec<(&str, &str)> = found
            .iter()
            .map(|c| (c.closed.as_str(), c.open.as_str()))
            .collect();
        assert_eq!(
            forms,
            [("coproduction", "co production"), ("obrien", "o brien")]
        );
    }

    proptest! {
        #[test]
        fn tokens_lie_on_character_boundaries_in_order(text in "\\PC{0,80}") {
            let mut last = 0;
            for token in tokens(&text) {
                prop_assert!(token.start >= last && token.end > token.start);
                prop_assert!(text.get(token.start..token.end).is_some());
                prop_assert!(!token.word.is_empty());
                last = token.end;
            }
        }
    }
}
