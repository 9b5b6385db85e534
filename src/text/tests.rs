use super::*;
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
    let gap = SENTENCE_GAP;
    let second = 2 + gap;
    let third = second + 8 + gap;
    assert_eq!(
        places,
        [
            0,
            1,
            second,
            second + 1,
            second + 2,
            second + 3,
            second + 4,
            second + 5,
            second + 6,
            second + 7,
            third,
            third + 1
        ]
    );
}

#[test]
fn numbers_are_whole() {
    assert_eq!(
        words("1,000 of 12,345,678 in 3.5 weeks, 1,2 and 12,3456; 12.03.2019, 2019.5 1.2.3 5."),
        [
            "1000", "of", "12345678", "in", "3.5", "weeks", "1", "2", "and", "12", "3456", "12",
            "03", "2019", "2019", "5", "1", "2", "3", "5"
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

    #[test]
    fn folding_is_stable(word in "\\PC{1,12}") {
        let once = fold(&word);
        prop_assert_eq!(fold(&once), once);
    }
}
