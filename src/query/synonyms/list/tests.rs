use super::*;
use crate::query::typed::TypedWord;
use proptest::prelude::*;

#[test]
fn what_is_wrong_is_said_with_line_and_way_out() {
    let long = format!("x = {}", "very ".repeat(17));
    for (text, message) in [
        ("\nCAMHS", "line 2: `CAMHS` stands alone"),
        ("a1 = b1 > c1", "line 1: `=` and `>` on one line"),
        ("CAMHS =", "line 1: a side of `=` is empty"),
        ("b1 > > c1", "line 1: a side of `>` is empty"),
        ("CAMHS = ...", "line 1: `...` has no letter or digit"),
        ("IT = it", "line 1: `it` means nothing alone"),
        ("they > pupils", "line 1: `they` means nothing alone"),
        ("not = never", "line 1: `not` means nothing alone"),
        ("and the = plus", "line 1: `and the` means nothing alone"),
        (
            "co-production = Co production",
            "line 1: `Co production` stands twice on the line",
        ),
        ("pa ? b1 ? c1", "line 1: `pa` is not an acronym"),
        ("PA ? b1", "line 1: `PA` has only one meaning"),
        (
            "only in capitals:",
            "line 1: `only in capitals:` names nothing",
        ),
        (
            "Only in capitals: FIT map",
            "line 1: `map` is not an acronym",
        ),
        (
            "kids = children\nteens = kids",
            "line 2: `kids` already stands on line 1",
        ),
        (
            "PA ? b1 ? c1\nPA = b1",
            "line 2: `PA` already stands on line 1",
        ),
        (
            "PA = b1\nPA ? b1 ? c1",
            "line 2: `PA` already stands on line 1",
        ),
        ("b1 > c1\nb1 > d1", "line 2: `b1` already stands on line 1"),
    ] {
        let problem = Synonyms::parse(text).expect_err(text);
        assert_eq!(problem.to_string(), message);
        assert!(!problem.hint.is_empty());
    }
    let problem = Synonyms::parse(&long).expect_err("too long");
    assert!(problem.to_string().ends_with("is longer than 16 words"));
    assert!(Synonyms::parse("b1 > c1\nb1 = d1").is_ok());
}

#[test]
fn a_file_is_read_and_its_errors_name_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.txt");
    std::fs::write(&file, "kids > children\nfoo\n").expect("written");
    let error = Synonyms::read(&file).expect_err("a bad line");
    assert!(
        error
            .to_string()
            .ends_with("own.txt: line 2: `foo` stands alone")
    );
    assert!(error.hint().is_some_and(|hint| hint.contains("`=`")));
    assert!(Synonyms::read(&folder.path().join("none.txt")).is_err());
    fs::write(&file, b"a = b\nc = \xff\n").expect("written");
    let error = Synonyms::read(&file).expect_err("no UTF-8");
    assert!(error.to_string().ends_with("line 2: not UTF-8"), "{error}");
    fs::write(&file, "x y ".repeat(1 << 18)).expect("written");
    let error = Synonyms::read(&file).expect_err("one long line");
    assert!(
        error
            .to_string()
            .ends_with("line 1: longer than 4000 bytes")
    );
    fs::write(&file, "\n".repeat(5 << 20)).expect("written");
    let error = Synonyms::read(&file).expect_err("too large");
    assert!(
        error.to_string().ends_with(": larger than 4 MiB"),
        "{error}"
    );
}

#[test]
fn groups_are_printed_as_they_are_written() {
    let list = "kids >  children > young people\nPA ? personal adviser ? personal assistant #\n";
    let list = Synonyms::parse(list).expect("a list");
    let texts: Vec<String> = list.groups().iter().map(Group::to_string).collect();
    assert_eq!(texts[0], "kids > children > young people");
    assert_eq!(texts[1], "PA ? personal adviser ? personal assistant");
}

proptest! {
    #[test]
    fn any_text_is_a_list_or_has_a_problem_on_one_of_its_lines(text in "(\\PC|\n){0,120}") {
        if let Err(problem) = Synonyms::parse(&text) {
            prop_assert!((1..=text.lines().count()).contains(&problem.line));
        }
    }

    #[test]
    fn lists_are_read_as_they_are_printed(
        lines in prop::collection::vec("[A-Zab]{1,4}( and [a-c]{2,4})? [=>?] [a-c -]{1,8}( [=>?] [a-cé']{2,6})?", 0..6),
        query in "([A-Ca-c]{1,4}s?('s)?( and)?[ -]){0,6}",
    ) {
        if let Ok(list) = Synonyms::parse(&lines.join("\n")) {
            let printed: String = list.groups.iter().map(|group| format!("{group}\n")).collect();
            let again = Synonyms::parse(&printed).expect("printed by us");
            prop_assert_eq!(&again.groups, &list.groups);
            let words = TypedWord::split(&query);
            for at in 0..=words.len() {
                if let Some(found) = list.longest_at(&words[at..]) {
                    prop_assert!((1..=words.len() - at).contains(&found.words));
                }
            }
        }
    }
}
