//! Forms of words that rules for endings do not unite: irregular plurals and verbs, and spellings.

use std::borrow::Cow;

/// Irregular forms with the form they belong to, sorted. Left out are those that are another word as
/// often: `left`, `saw`, `lives`, `found`, `sent`.
const IRREGULAR: [(&str, &str); 56] = [
    ("began", "begin"),
    ("begun", "begin"),
    ("bought", "buy"),
    ("brought", "bring"),
    ("built", "build"),
    ("caught", "catch"),
    ("children", "child"),
    ("childrens", "child"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("crises", "crisis"),
    ("criteria", "criterion"),
    ("dealt", "deal"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("fallen", "fall"),
    ("fell", "fall"),
    ("felt", "feel"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("gave", "give"),
    ("given", "give"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hidden", "hide"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("led", "lead"),
    ("lost", "lose"),
    ("made", "make"),
    ("meant", "mean"),
    ("men", "man"),
    ("paid", "pay"),
    ("people", "person"),
    ("said", "say"),
    ("shown", "show"),
    ("sought", "seek"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stood", "stand"),
    ("taken", "take"),
    ("taught", "teach"),
    ("thought", "think"),
    ("told", "tell"),
    ("took", "take"),
    ("understood", "understand"),
    ("went", "go"),
    ("women", "woman"),
    ("written", "write"),
    ("wrote", "write"),
];

/// Spellings with the one they are read as; a short ending may follow (`advisors`, `enrolment`).
const SPELLINGS: [(&str, &str); 8] = [
    ("acknowledgment", "acknowledgement"),
    ("advisor", "adviser"),
    ("behavior", "behaviour"),
    ("counsel", "counsell"),
    ("enrol", "enroll"),
    ("fulfil", "fulfill"),
    ("judgment", "judgement"),
    ("programme", "program"),
];

/// Longest ending after a spelling, in bytes.
const LONGEST_ENDING: usize = 4;

/// Words as far as their `iz` in which it is no ending that British spelling writes `is`.
const WITH_Z: [&str; 5] = ["assiz", "capsiz", "downsiz", "oversiz", "resiz"];

/// Whether a word has a regular form in the table, which may begin with any letter.
pub(super) fn is_irregular(word: &str) -> bool {
    IRREGULAR
        .binary_search_by_key(&word, |&(form, _)| form)
        .is_ok()
}

/// The regular word to take endings off: `children` gives `child`, `organization` `organisation`,
/// `judgments` `judgements`. `word` is folded and ASCII.
pub(super) fn regular(word: &str) -> Cow<'_, str> {
    if let Ok(at) = IRREGULAR.binary_search_by_key(&word, |&(form, _)| form) {
        return Cow::Borrowed(IRREGULAR[at].1);
    }
    for (spelling, usual) in SPELLINGS {
        if let Some(ending) = word.strip_prefix(spelling)
            // What already goes on like the usual spelling (`counselling`) is it.
            && !ending.starts_with(&usual[usual.len() - 1..])
            && ending.len() <= LONGEST_ENDING
        {
            return Cow::Owned(format!("{usual}{ending}"));
        }
    }
    british(word)
}

/// `organize` as `organise`, with all its endings.
fn british(word: &str) -> Cow<'_, str> {
    const ENDINGS: [&str; 8] = [
        "ize", "izes", "ized", "izing", "izer", "izers", "ization", "izations",
    ];
    // Shorter beginnings are no words with an ending: `size`, `prize`, `seize`.
    const SHORTEST: usize = 3;
    match word.rfind("iz") {
        Some(at)
            if at >= SHORTEST
                && ENDINGS.contains(&&word[at..])
                && !WITH_Z.contains(&&word[..at + 2]) =>
        {
            Cow::Owned(format!("{}is{}", &word[..at], &word[at + 2..]))
        }
        _ => Cow::Borrowed(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_for_searching() {
        assert!(IRREGULAR.is_sorted());
    }

    #[test]
    fn endings_follow_spellings() {
        assert_eq!(regular("judgments"), "judgements");
        assert_eq!(regular("enrolment"), "enrollment");
        assert_eq!(regular("counselling"), "counselling");
        assert_eq!(regular("programmes"), "programs");
        assert_eq!(regular("prioritizing"), "prioritising");
        assert_eq!(regular("resized"), "resized");
        assert_eq!(regular("horizon"), "horizon");
    }
}
