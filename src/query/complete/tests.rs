use proptest::prelude::*;

use super::*;
use crate::query::parse;

/// What is being typed, as text: the tails with a bar between them, or facet and value.
fn read(text: &str) -> String {
    match typing(text) {
        None => String::new(),
        Some(Typing::Value(value)) => {
            let head = &text[..value.start];
            format!("{head}[{}={}]", value.dimension, value.typed)
        }
        Some(Typing::Words(words)) => {
            let tails: Vec<&str> = words.tails.iter().map(|tail| &*tail.needle).collect();
            tails.join("|")
        }
    }
}

/// The text with the words of the tail that has `words` of them completed.
fn completed(text: &str, words: usize, completion: &str) -> String {
    match typing(text) {
        Some(Typing::Words(all)) => {
            let tail = all.tails.iter().find(|tail| tail.words == words);
            with_words(text, &all, tail.expect("so many words"), completion)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_last_words_are_read_longest_first() {
    assert_eq!(
        read("Waiting in Milton K"),
        "waiting in milton k|in milton k|milton k|k"
    );
    assert_eq!(read("a OR speech and l"), "speech and l|and l|l");
    assert_eq!(read("(waiting spe"), "waiting spe|spe");
    assert_eq!(read("\"county lines\" exp"), "exp");
    assert_eq!(read("\"county lines\"~3 exp"), "exp");
    assert_eq!(read("area:kent wai"), "wai");
    assert_eq!(read("plan -web"), "web");
    assert_eq!(read("see note:spe"), "spe");
    assert_eq!(read("education, health and c").split('|').count(), 4);
}

#[test]
fn behind_a_space_the_words_are_whole() {
    assert_eq!(read("speech and "), "speech and |and ");
    assert_eq!(read("speech, "), "speech ");
    assert_eq!(read("co-"), "co ");
}

#[test]
fn what_is_finished_is_not_completed() {
    for text in [
        "",
        " ",
        "\t\n",
        "\"\"",
        "\"county lines\"",
        "wait*",
        "waiting.",
        "(",
        "-",
        "...",
        "()",
        "heading:",
        "a OR ",
        "\u{1}",
        "'",
        "\"",
    ] {
        assert_eq!(read(text), "", "{text:?}");
    }
}

#[test]
fn hyphens_begin_no_name() {
    assert_eq!(read("the co-prod"), "the co prod|co prod");
    let Some(Typing::Words(words)) = typing("the co-prod") else {
        panic!("words");
    };
    let last = words.last.expect("a word");
    assert_eq!((&*last.word.needle, last.word.start), ("prod", 7));
    assert_eq!((&*last.linked.needle, last.linked.start), ("co prod", 4));
}

#[test]
fn values_of_fields_are_told_from_words() {
    assert_eq!(read("area:glou"), "area:[area=glou]");
    assert_eq!(read("CAMHS -AREA:glou"), "CAMHS -AREA:[area=glou]");
    assert_eq!(read("theme:"), "theme:[theme=]");
    assert_eq!(read("area:\"milton k"), "area:[area=milton k]");
    assert_eq!(read("area:(kent mil"), "area:(kent [area=mil]");
    assert_eq!(read("area:(kent "), "area:(kent [area=]");
    assert_eq!(read("area:(kent \"mil"), "area:(kent [area=mil]");
    assert_eq!(read("year:2019..20"), "year:2019..[year=20]");
    assert_eq!(read("area: glou"), "glou");
    assert_eq!(read("area:(kent) mil"), "mil");
}

#[test]
fn a_value_may_go_on_behind_a_space() {
    let value = |text: &str| match typing(text) {
        Some(Typing::Words(words)) => words.value.map(|value| value.typed),
        other => panic!("{other:?}"),
    };
    assert_eq!(value("area:milton k").as_deref(), Some("milton k"));
    assert_eq!(value("area:milton ").as_deref(), Some("milton "));
    assert_eq!(value("area:\"milton\" k"), None);
    assert_eq!(value("area:milton -k"), None);
    assert_eq!(value("milton k"), None);
}

#[test]
fn names_are_quoted_where_the_language_asks_for_it() {
    let name = "Milton Keynes";
    assert_eq!(completed("in milton k", 2, name), "in Milton Keynes");
    assert_eq!(completed("-mil", 1, name), "-\"Milton Keynes\"");
    assert_eq!(completed("a OR mil", 1, name), "a OR \"Milton Keynes\"");
    assert_eq!(completed("a OR b mil", 1, name), "a OR b Milton Keynes");
    assert_eq!(completed("\"in mil", 1, name), "\"in Milton Keynes\"");
    assert_eq!(
        completed("heading:mil", 1, name),
        "heading:\"Milton Keynes\""
    );
    assert_eq!(completed("-mil", 1, "milk"), "-milk");
    let area = |text, start, value| with_value(text, start, Dimension::Area, value, true);
    assert_eq!(area("area:ke", 5, "Kent"), "area:Kent");
    assert_eq!(area("area:\"mil", 5, name), "area:\"Milton Keynes\"");
    let theme = with_value("a camh", 2, Dimension::Theme, "health/camhs", false);
    assert_eq!(theme, "a theme:health/camhs");
}

fn one(text: &str, kind: SuggestionKind, words: usize, fit: Fit, passages: u64) -> Candidate {
    Candidate {
        suggestion: Suggestion {
            text: text.to_owned(),
            completion: text.to_owned(),
            kind,
            meaning: None,
            passages,
        },
        words,
        fit,
    }
}

#[test]
fn the_order_of_completions() {
    use SuggestionKind::{Acronym, Facet, Name, Word};
    let (area, theme) = (Facet(Dimension::Area), Facet(Dimension::Theme));
    let all = vec![
        one("once", Word, 1, Fit::Start, 1),
        one("rare", Word, 1, Fit::Start, 2),
        one("South Town", area, 1, Fit::Inside, 90),
        one("frequent", Word, 1, Fit::Start, 50),
        one("theme:x/y", theme, 1, Fit::Start, 120),
        one("typed", Word, 1, Fit::Whole, 1),
        one("TYP", Acronym, 1, Fit::Whole, 3),
        one("longer name", Name, 2, Fit::Start, 1),
        one("Frequent", Name, 1, Fit::Start, 70),
        one("once", Word, 1, Fit::Start, 1),
    ];
    let texts = |limit| -> Vec<String> {
        let best = ranked(all.clone(), limit).into_iter();
        best.map(|one| one.text).collect()
    };
    let order = [
        "longer name",
        "TYP",
        "typed",
        "Frequent",
        "frequent",
        "theme:x/y",
        "rare",
        "South Town",
        "once",
    ];
    assert_eq!(texts(100), order);
    assert_eq!(texts(3), order[..3]);
}

#[test]
fn a_hundred_thousand_bytes_are_read() {
    for part in [
        "a", "a ", "\"", "(", "area:", "-", "é ", "OR ", "\"a\" ", ":", "x:y ", "\u{1}",
    ] {
        let text = part.repeat(100_000 / part.len());
        typing(&text);
        typing(&format!("{text} wai"));
    }
    let long = format!("{}milton k", "word ".repeat(20_000));
    assert!(read(&long).ends_with("|milton k|k"));
    assert_eq!(read(&long).split('|').count(), MOST_WORDS);
}

/// Text in which the marks of the language are as frequent as words.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => "[a-zé]{1,6}",
        1 => "[A-Za-z0-9'’-]{1,8}",
        1 => Just("\"".to_owned()),
        1 => Just("(".to_owned()),
        1 => Just(")".to_owned()),
        1 => Just(" -".to_owned()),
        1 => Just(" OR ".to_owned()),
        1 => Just(" NOT ".to_owned()),
        1 => Just(":".to_owned()),
        1 => Just("heading:".to_owned()),
        1 => Just("area:".to_owned()),
        1 => Just("theme:(".to_owned()),
        1 => Just("year:2023..".to_owned()),
        3 => Just(" ".to_owned()),
        1 => "\\PC{1,3}",
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read(text in prop_oneof![texts(), any::<String>()]) {
        match typing(&text) {
            None => {}
            Some(Typing::Value(value)) => {
                prop_assert!(text.is_char_boundary(value.start));
                prop_assert!(text.ends_with(&value.typed));
                let whole = with_value(&text, value.start, value.dimension, "zz top", true);
                prop_assert!(whole.starts_with(&text[..value.start]));
                let found = parse(&whole).to_string();
                prop_assert!(found.contains("\"zz top\""), "{} reads {}", whole, found);
            }
            Some(Typing::Words(words)) => {
                for tail in &words.tails {
                    prop_assert!(text.is_char_boundary(tail.start));
                    prop_assert!(!tail.needle.is_empty() && tail.words <= MOST_WORDS);
                    let whole = with_words(&text, &words, tail, "zz top");
                    let found = parse(&whole).to_string();
                    // An operand that is an empty pair of brackets is not told from one that is there.
                    let all = found.contains("zz") && found.contains("top");
                    prop_assert!(all, "{} reads {}", whole, found);
                }
                let lengths: Vec<usize> = words.tails.iter().map(|tail| tail.words).collect();
                prop_assert!(lengths.is_sorted_by(|a, b| a > b), "{:?}", lengths);
            }
        }
    }
}
