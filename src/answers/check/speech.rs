//! Whose words a quotation is given as.

use std::sync::LazyLock;

use regex::Regex;

use super::quotations::Quoted;
use crate::report::Paragraph;

const VERBS: &str = "said|says|say|added|adds|commented|comments|told|explained|explains|writes|wrote|continued|welcomed|responded|concluded";

/// What reports and those who write them are called: their words are the report's.
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

/// The person whose words the text says a quotation is; `None` if it names none, or inspectors.
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

/// Whether a sentence does nothing but introduce what somebody says.
pub fn introduces(sentence: &str) -> bool {
    let said = |pattern: &Regex| pattern.is_match(sentence);
    sentence.ends_with(':') && BEFORE.as_ref().is_some_and(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::check::quotations;

    fn speakers(texts: &[&str]) -> Vec<Option<String>> {
        let paragraphs: Vec<Paragraph> = texts
            .iter()
            .map(|text| Paragraph {
                text: (*text).to_owned(),
                page: None,
                heading: false,
                set_in: false,
            })
            .collect();
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
