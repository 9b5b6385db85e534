//! Quotations of a text, between quotation marks or set in from the margin, and who says them.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::Paragraph;
use crate::text::{Range, tokens};

/// A quotation in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The words, without the marks; paragraphs with a space between them.
    pub text: String,
    /// What marks it.
    pub marks: Marks,
    /// Its parts: index of the paragraph and byte range in it, marks included.
    pub parts: Vec<(usize, Range)>,
}

/// What marks a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// Double quotation marks, curly or straight.
    Double,
    /// Single ones.
    Single,
    /// Indentation.
    Block,
}

/// Fewest words of a block quotation; less is an address or a signature.
const SHORTEST_BLOCK: usize = 6;

/// Finds the quotations of a text, in order. One in double marks continues in the next paragraph if
/// that begins with a mark; one that is never closed ends with its paragraph. Context distinguishes
/// single marks from apostrophes.
pub fn quotations(paragraphs: &[Paragraph]) -> Vec<Quoted> {
    let mut finder = Finder {
        paragraphs,
        found: Vec::new(),
        open: Vec::new(),
    };
    for (place, paragraph) in paragraphs.iter().enumerate() {
        finder.doubles(place, &paragraph.text);
    }
    finder.close();
    let mut found = finder.found;
    for (place, paragraph) in paragraphs.iter().enumerate() {
        for range in singles(&paragraph.text) {
            let text = inner(&paragraph.text, range);
            found.extend(quoted(text.to_owned(), Marks::Single, vec![(place, range)]));
        }
    }
    found.extend(blocks(paragraphs, &found));
    found.sort_by_key(|quoted| {
        quoted
            .parts
            .first()
            .map(|&(place, (start, _))| (place, start))
    });
    found
}

/// A quotation, unless it has no words.
fn quoted(text: String, marks: Marks, parts: Vec<(usize, Range)>) -> Option<Quoted> {
    let text = text.trim().to_owned();
    tokens(&text).next()?;
    Some(Quoted { text, marks, parts })
}

fn is_opening(character: char) -> bool {
    matches!(character, '“' | '„' | '‟' | '«')
}

fn is_closing(character: char) -> bool {
    matches!(character, '”' | '»')
}

/// Finds quotations in double marks.
struct Finder<'a> {
    paragraphs: &'a [Paragraph],
    found: Vec<Quoted>,
    /// Parts of the quotation that is open, marks included.
    open: Vec<(usize, Range)>,
}

impl Finder<'_> {
    fn doubles(&mut self, place: usize, text: &str) {
        let mut begun: Option<usize> = None;
        if !self.open.is_empty() {
            let goes_on = |c| is_opening(c) || c == '"';
            if text.starts_with(goes_on) {
                begun = Some(0);
            } else {
                self.close();
            }
        }
        for (at, character) in text.char_indices() {
            let end = at + character.len_utf8();
            if begun == Some(at) {
                continue;
            }
            let straight = character == '"';
            let low = begun.is_some_and(|start| text[start..].starts_with('„'));
            let closes = begun.is_some()
                && (is_closing(character)
                    || low && character == '“'
                    || straight && !opens_here(text, at, end));
            let opens = !closes && (is_opening(character) || straight && opens_here(text, at, end));
            if closes || opens {
                if let Some(start) = begun.take() {
                    // A mark that opens while another is open: that one was never closed.
                    let to = if closes { end } else { at };
                    self.open.push((place, (start, to)));
                    self.close();
                }
                begun = opens.then_some(at);
            }
        }
        if let Some(start) = begun {
            self.open.push((place, (start, text.len())));
        }
    }

    fn close(&mut self) {
        let parts = std::mem::take(&mut self.open);
        let texts: Vec<&str> = parts
            .iter()
            .map(|&(place, range)| inner(&self.paragraphs[place].text, range).trim())
            .collect();
        self.found
            .extend(quoted(texts.join(" "), Marks::Double, parts));
    }
}

/// A range without the marks at its ends.
fn inner(text: &str, (start, end): Range) -> &str {
    let marks = |c| is_opening(c) || is_closing(c) || matches!(c, '"' | '\'' | '‘' | '’');
    let text = &text[start..end];
    let text = text.strip_prefix(marks).unwrap_or(text);
    text.strip_suffix(marks).unwrap_or(text)
}

/// Whether a straight mark opens a quotation.
fn opens_here(text: &str, at: usize, end: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[end..].chars().next();
    let outside = before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '[' | '-' | '–' | '—' | '/' | '“' | '‘' | '"' | '\''
            )
    });
    outside && after.is_some_and(|c| !c.is_whitespace())
}

/// Finds quotations in single marks.
fn singles(text: &str) -> Vec<Range> {
    let is_mark = |c: char| matches!(c, '‘' | '’' | '\'' | '‛');
    let marks: Vec<(usize, usize)> = text
        .char_indices()
        .filter(|&(_, c)| is_mark(c))
        .map(|(at, c)| (at, at + c.len_utf8()))
        .collect();
    let opens: Vec<bool> = marks
        .iter()
        .map(|&(at, end)| {
            let word = text[end..]
                .trim_start_matches(['“', '"', '[', '…', '.'])
                .starts_with(char::is_alphabetic);
            opens_here(text, at, end) && word && !text[at..].starts_with('’')
        })
        .collect();
    let mut found = Vec::new();
    let mut place = 0;
    while place < marks.len() {
        let from = place;
        place += 1;
        if !opens[from] {
            continue;
        }
        let others = (place..marks.len()).take_while(|&other| !opens[other]);
        let ends: Vec<usize> = others
            .filter(|&other| closes_here(text, marks[other]))
            .collect();
        // After an s it may as well be an apostrophe: `the parents’ views`.
        let clear = |&&other: &&usize| !text[..marks[other].0].ends_with(['s', 'S']);
        let Some(&end) = ends.iter().find(clear).or(ends.first()) else {
            continue;
        };
        found.push((marks[from].0, marks[end].1));
        place = end + 1;
    }
    found
}

/// Whether a single mark may close a quotation.
fn closes_here(text: &str, (at, end): (usize, usize)) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[end..].chars().next();
    !text[at..].starts_with(['‘', '‛'])
        && before.is_some_and(|c| !c.is_whitespace())
        && after.is_none_or(|c| !c.is_alphanumeric())
}

/// Finds block quotations: runs of indented paragraphs without quotation marks.
fn blocks(paragraphs: &[Paragraph], marked: &[Quoted]) -> Vec<Quoted> {
    let mut set_in: Vec<bool> = paragraphs.iter().map(|one| one.set_in).collect();
    for quoted in marked.iter().filter(|quoted| quoted.marks == Marks::Double) {
        for &(place, _) in &quoted.parts {
            set_in[place] = false;
        }
    }
    let mut found = Vec::new();
    let mut place = 0;
    while place < paragraphs.len() {
        let length = set_in[place..].iter().take_while(|&&set_in| set_in).count();
        let block = &paragraphs[place..place + length];
        let texts: Vec<&str> = block
            .iter()
            .map(|paragraph| paragraph.text.as_str())
            .collect();
        let text = texts.join(" ");
        let parts = block.iter().enumerate();
        let parts = parts.map(|(at, paragraph)| (place + at, (0, paragraph.text.len())));
        if tokens(&text).take(SHORTEST_BLOCK).count() == SHORTEST_BLOCK {
            found.extend(quoted(text, Marks::Block, parts.collect()));
        }
        place += length.max(1);
    }
    found
}

const VERBS: &str = "said|says|say|added|adds|commented|comments|told|explained|explains|writes|wrote|continued|welcomed|responded|concluded";

/// Matches inspectors and their reports, which are sources rather than speakers.
static INSPECTORS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:inspect\w*|ofsted|cqc|care quality commission|hmi\w*|reports?|letter|it|they)\b",
    )
    .ok()
});

/// A clause before a quotation: `Councillor A, Cabinet Member, said:`.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:^|[.!?:”’]\s+)([^.!?:”“]{{2,200}}?),?\s+(?:{VERBS})(?:\s+[^.!?:”“]{{1,60}})?\s*[:,]?\s*$"
    ))
    .ok()
});

/// A clause behind it: `said Councillor A, Cabinet Member.`, `he said.`
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^\s*,?\s*(?:(?:{VERBS})\s+([^.!?“”]{{2,160}})|([\w’'. -]{{2,60}}?)\s+(?:{VERBS})\b)"
    ))
    .ok()
});

/// Finds the speaker of a quotation; `None` if the text names nobody, or inspectors.
pub fn speaker(quoted: &Quoted, paragraphs: &[Paragraph]) -> Option<String> {
    let &(first, (start, _)) = quoted.parts.first()?;
    let &(last, (_, end)) = quoted.parts.last()?;
    let before = tail(paragraphs[first].text[..start].trim());
    let ahead = if before.is_empty() {
        let earlier = first.checked_sub(1)?;
        Some(tail(&paragraphs[earlier].text)).filter(|text| text.ends_with(':'))
    } else {
        Some(before)
    };
    let behind = &paragraphs[last].text[end..];
    let name = |pattern: &LazyLock<Option<Regex>>, text: &str| -> Option<String> {
        let found = pattern.as_ref()?.captures(text)?;
        let name = found.get(1).or_else(|| found.get(2))?.as_str();
        let name = name.trim_matches([',', ' ', ':', '“', '”', '"', '‘', '’']);
        (!name.is_empty()).then(|| name.to_owned())
    };
    let name = ahead
        .and_then(|text| name(&BEFORE, text))
        .or_else(|| name(&AFTER, behind))?;
    // The subject stands at the beginning: `the report`, `inspectors from Ofsted`.
    let subject: Vec<&str> = name.split_whitespace().take(3).collect();
    let inspectors = INSPECTORS.as_ref()?.is_match(&subject.join(" "));
    (!inspectors).then_some(name)
}

/// Bytes before a quotation in which its speaker is named.
const REACH: usize = 320;

/// The end of a text.
fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// Whether a sentence only introduces a quotation.
pub(super) fn introduces(sentence: &str) -> bool {
    let said = |pattern: &Regex| pattern.is_match(sentence);
    sentence.ends_with(':') && BEFORE.as_ref().is_some_and(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paragraph(text: &str) -> Paragraph {
        Paragraph {
            text: text.to_owned(),
            page: None,
            heading: false,
            set_in: false,
        }
    }

    fn found(texts: &[&str]) -> Vec<String> {
        let paragraphs: Vec<Paragraph> = texts.iter().map(|text| paragraph(text)).collect();
        let found = quotations(&paragraphs).into_iter();
        found.map(|quoted| quoted.text).collect()
    }

    #[test]
    fn curly_and_straight_marks() {
        assert_eq!(
            found(&["It says “children wait” and \"families are tired\", a 5\" rule (\"so\")."]),
            ["children wait", "families are tired", "so"]
        );
        assert_eq!(found(&["„Kinder“ and «enfants»"]), ["Kinder", "enfants"]);
    }

    #[test]
    fn single_marks_are_told_from_apostrophes() {
        assert_eq!(
            found(&[
                "The children’s ‘accurate view’ of parents’ needs, 'quite good' she didn't say"
            ]),
            ["accurate view", "quite good"]
        );
        assert_eq!(
            found(&["They ‘value the parents’ views highly’, as the ’90s did"]),
            ["value the parents’ views highly"]
        );
        assert_eq!(
            found(&["parents’ and children’s views, ’tis said"]),
            [""; 0]
        );
    }

    #[test]
    fn single_marks_stand_inside_double_ones() {
        assert_eq!(
            found(&["“It says ‘too slow’ twice.”"]),
            ["It says ‘too slow’ twice.", "too slow"]
        );
    }

    #[test]
    fn a_quotation_goes_on_in_paragraphs_that_begin_with_a_mark() {
        assert_eq!(
            found(&[
                "She said:",
                "“We wait.",
                "“We hope.”",
                "That is all. “Really?”"
            ]),
            ["We wait. We hope.", "Really?"]
        );
        assert_eq!(
            found(&["He said “we never close", "and went on “until here”"]),
            ["we never close", "until here"]
        );
    }

    #[test]
    fn blocks_are_quotations() {
        let mut block = paragraph("Children wait for too long in this area.");
        block.set_in = true;
        let mut address = paragraph("1 High Street");
        address.set_in = true;
        let paragraphs = [
            paragraph("The report says:"),
            block,
            paragraph("So it is. Write to:"),
            address,
        ];
        let found = quotations(&paragraphs);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].marks, found[0].parts[0].0), (Marks::Block, 1));
    }

    proptest! {
        #[test]
        fn any_text_has_quotations_in_order_inside_it(
            texts in prop::collection::vec("[a-s ’‘'\"“”„«».…\\[\\]]{0,40}", 0..6),
        ) {
            let paragraphs: Vec<Paragraph> = texts.iter().map(|text| paragraph(text)).collect();
            let mut last = (0, 0);
            for quoted in quotations(&paragraphs) {
                prop_assert!(tokens(&quoted.text).next().is_some());
                for &(place, (start, end)) in &quoted.parts {
                    prop_assert!(texts[place].get(start..end).is_some());
                }
                let first = quoted.parts[0];
                prop_assert!(last <= (first.0, first.1.0));
                last = (first.0, first.1.0);
            }
        }

        #[test]
        fn what_is_quoted_is_found(words in "[a-z]{1,8}( [a-z]{1,8}){0,5}", straight: bool) {
            let (open, close) = if straight { ("\"", "\"") } else { ("“", "”") };
            let text = format!("Somebody wrote {open}{words}{close} once.");
            prop_assert_eq!(found(&[&text]), [words]);
        }
    }

    fn speakers(texts: &[&str]) -> Vec<Option<String>> {
        let paragraphs: Vec<Paragraph> = texts.iter().map(|text| paragraph(text)).collect();
        let found = quotations(&paragraphs);
        found.iter().map(|one| speaker(one, &paragraphs)).collect()
    }

    fn of(name: &str) -> Option<String> {
        Some(name.to_owned())
    }

    #[test]
    fn people_speak_before_and_behind() {
        let farrant = "Councillor Imogen Farrant, Cabinet Member for Children";
        assert_eq!(
            speakers(&[&format!("{farrant}, said:"), "“I am proud of us.”"]),
            [of(farrant)]
        );
        assert_eq!(
            speakers(&["That is all. “I am proud of us,” said Leah Osgood, who chairs it."]),
            [of("Leah Osgood, who chairs it")]
        );
        assert_eq!(
            speakers(&[
                "It was late. She said: “Families are tired.”",
                "“So are we,” he said."
            ]),
            [of("She"), of("he")]
        );
    }

    #[test]
    fn reports_are_no_persons() {
        assert_eq!(
            speakers(&[
                "The report said: “Children wait.”",
                "Inspectors from Ofsted said “it is slow”.",
                "They praised the ‘accurate view’ of leaders."
            ]),
            [None, None, None]
        );
    }
}
