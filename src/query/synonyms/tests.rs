use super::*;
use crate::text;
use proptest::prelude::*;
use std::borrow::Cow;

const SMALL: &str = "\u{feff}# comment
CAMHS = child and adolescent mental health services = CAMH # another
kids > children > young people

PA ? personal adviser ? personal assistant
only in capitals: “FIT”, MAP
FIT = family intervention team
EHE = elective home education
SEN = special educational needs
SEND = special educational needs and/or disabilities
SGO = special guardianship order
multi-agency working = joint working
parent carer forum = parent and carer forum = PCF
";

fn small() -> Synonyms {
    Synonyms::parse(SMALL).expect("a list")
}

/// The words taken up and the alternatives or, after a `?`, the meanings.
fn found(synonyms: &Synonyms, query: &str) -> Option<(usize, String)> {
    let words = TypedWord::split(query);
    let found = synonyms.longest_at(&words)?;
    let texts = match &found.found {
        Found::Alternatives(all) => {
            let texts: Vec<&str> = all.iter().map(|one| one.form.text.as_str()).collect();
            texts.join(" | ")
        }
        Found::Ambiguous(all) => {
            let texts: Vec<&str> = all.iter().map(|one| one.text.as_str()).collect();
            format!("? {}", texts.join(" | "))
        }
    };
    Some((found.words, texts))
}

fn given(words: usize, texts: &str) -> Option<(usize, String)> {
    Some((words, texts.to_owned()))
}

#[test]
fn short_and_long_forms_find_each_other() {
    let list = small();
    let long = "child and adolescent mental health services";
    assert_eq!(
        found(&list, "camhs waiting"),
        given(1, long),
        "`CAMH` has the same stem"
    );
    assert_eq!(
        found(&list, "Child and Adolescent Mental Health Service waits"),
        given(6, "CAMHS | CAMH")
    );
    for query in [
        "child & adolescent mental health services",
        "child adolescent mental-health services",
    ] {
        let texts = format!("CAMHS | {long} | CAMH");
        assert_eq!(found(&list, query), given(5, &texts), "{query}");
    }
    assert_eq!(found(&list, "electively home educated"), given(3, "EHE"));
    assert_eq!(found(&list, "child and adolescent"), None);
    assert_eq!(found(&list, ""), None);
}

#[test]
fn the_longest_form_wins() {
    let list = small();
    let (words, texts) = found(&list, "special educational needs and/or disabilities").expect("it");
    assert_eq!((words, texts.as_str()), (6, "SEND"));
    assert_eq!(
        found(&list, "special educational needs and dyslexia"),
        given(3, "SEN")
    );
}

#[test]
fn one_way_is_one_way() {
    let list = small();
    assert_eq!(found(&list, "kid"), given(1, "children | young people"));
    assert_eq!(found(&list, "children"), None);
    let words = TypedWord::split("kids");
    let found = list.longest_at(&words).expect("known");
    let Found::Alternatives(all) = found.found else {
        panic!("not ambiguous");
    };
    assert!(all.iter().all(|one| one.relation == Relation::Related));
}

#[test]
fn an_ambiguous_short_form_is_not_expanded_in_either_direction() {
    let list = small();
    let meanings = "? personal adviser | personal assistant";
    assert_eq!(found(&list, "PA"), given(1, meanings));
    assert_eq!(found(&list, "PAs"), given(1, meanings));
    assert_eq!(found(&list, "personal adviser"), None);
}

#[test]
fn short_forms_that_are_words_are_meant_only_in_capitals() {
    let list = small();
    assert_eq!(found(&list, "FIT"), given(1, "family intervention team"));
    assert_eq!(found(&list, "FITs"), given(1, "family intervention team"));
    for query in ["fit", "Fit", "fits", "FITS", "fitting"] {
        assert_eq!(found(&list, query), None, "{query}");
    }
    assert_eq!(
        found(&list, "family intervention team"),
        None,
        "it would find every `fit`"
    );
}

#[test]
fn short_forms_are_compared_letter_by_letter_but_for_a_plural() {
    let list = small();
    assert_eq!(found(&list, "SGOs"), given(1, "special guardianship order"));
    assert_eq!(
        found(&list, "the SEND".trim_start_matches("the ")),
        given(1, "special educational needs and/or disabilities")
    );
    assert_eq!(found(&list, "sending"), None);
    let words = TypedWord::split("special guardianship orders");
    let known = list.longest_at(&words).expect("known");
    let Found::Alternatives(all) = &known.found else {
        panic!("not ambiguous");
    };
    assert_eq!(all[0].relation, Relation::Acronym);
    assert_eq!(all[0].form.spellings(), [["sgo"], ["sgos"]]);
    assert_eq!(known.form.spellings().len(), 1);
}

#[test]
fn hyphens_may_be_open_or_closed() {
    let list = small();
    for query in [
        "multi-agency working",
        "multiagency working",
        "multi agency working",
    ] {
        let (_, texts) = found(&list, query).expect(query);
        assert_eq!(texts, "joint working");
    }
}

#[test]
fn forms_that_differ_by_an_and_find_each_other() {
    let list = small();
    assert_eq!(
        found(&list, "parent carer forum"),
        given(3, "parent and carer forum | PCF")
    );
    assert_eq!(
        found(&list, "parent and carer forum"),
        given(4, "parent carer forum | PCF")
    );
}

#[test]
fn possessives_belong_to_their_word() {
    let words = TypedWord::split("PRU’s children's services");
    let printed: Vec<&str> = words.iter().map(|word| word.printed.as_str()).collect();
    assert_eq!(printed, ["PRU", "children", "services"]);
}

#[test]
fn what_a_user_says_of_a_short_form_wins() {
    let own = Synonyms::parse(
        "PA = personal assistant\nCAMH = camp hill\nkids > pupils\nSEN ? senate ? sentinel",
    )
    .expect("a list");
    let both = small().with(own);
    assert_eq!(found(&both, "PA"), given(1, "personal assistant"));
    assert_eq!(found(&both, "CAMH"), given(1, "camp hill"));
    assert_eq!(
        found(&both, "CAMHS"),
        given(1, "child and adolescent mental health services")
    );
    assert_eq!(
        found(&both, "kids"),
        given(1, "children | young people | pupils")
    );
    assert_eq!(found(&both, "SEN"), given(1, "? senate | sentinel"));
    assert_eq!(found(&both, "special educational needs"), None);
    assert_eq!(found(&both, "fit"), None);
    assert_eq!(
        found(&small(), "PA"),
        given(1, "? personal adviser | personal assistant")
    );
}

#[test]
fn the_built_in_list_is_well_formed() {
    let list = Synonyms::parse(include_str!("synonyms.txt")).expect("the built-in list");
    assert_eq!(Synonyms::built_in().groups, list.groups);
    assert!(list.groups.len() > 250, "{}", list.groups.len());
    for group in &list.groups {
        assert!(group.forms().len() > 1, "{group}");
        for form in group.forms() {
            assert!(form.text.is_ascii(), "{group}");
        }
    }
    for word in &list.only_in_capitals {
        let mut forms = list.groups.iter().flat_map(Group::forms);
        assert!(
            forms.any(|form| form.short && form.is_word(word)),
            "{word} is in no group"
        );
    }
}

/// The rows of words by which a query can name a form: a short one as it is, others by their stems
/// but `and`.
fn rows(form: &Form) -> BTreeSet<Vec<String>> {
    if form.short {
        return BTreeSet::from([form.words().map(Cow::into_owned).collect()]);
    }
    let stems = |words: Vec<Cow<'_, str>>| -> Vec<String> {
        let stems = words.iter().map(|word| text::stem(word));
        stems.filter(|stem| stem != "and").collect()
    };
    BTreeSet::from([
        stems(form.words().collect()),
        stems(form.closed().collect()),
    ])
}

/// Two groups that can be found by the same words would become one for them.
#[test]
fn no_two_built_in_groups_share_a_form() {
    let list = Synonyms::built_in();
    let mut seen: FxHashMap<(bool, bool, Vec<String>), usize> = FxHashMap::default();
    let mut shared = Vec::new();
    for (at, group) in list.groups.iter().enumerate() {
        let one_way = matches!(group, Group::OneWay(_));
        for form in group.ways_in() {
            for key in rows(form) {
                let other = seen.insert((one_way, form.short, key), at).unwrap_or(at);
                if other != at {
                    shared.push(format!("{group} and {}", list.groups[other]));
                }
            }
        }
    }
    assert!(shared.is_empty(), "{shared:#?}");
}

/// A form that finds nothing has the stem of the others, so that the line is of no use.
#[test]
fn every_built_in_form_is_found_as_written() {
    let list = Synonyms::built_in();
    let mut lost = Vec::new();
    for group in &list.groups {
        for form in group.ways_in() {
            let words = TypedWord::split(&form.text);
            let gives_a_plain_word = group
                .forms()
                .iter()
                .all(|other| other == form || list.is_only_in_capitals(other));
            let taken_up = list.longest_at(&words).map(|found| found.words);
            if taken_up != Some(words.len()) && !gives_a_plain_word {
                lost.push(format!("{}: {group}", form.text));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn the_built_in_list_answers_what_people_type() {
    let list = Synonyms::built_in();
    for (query, wanted) in [
        ("SaLT", "speech and language therapy"),
        ("HMI", "Her Majesty's Inspector"),
        ("EHCPs", "education, health and care plan"),
        ("foster parents", "foster carer"),
        ("kids", "children"),
        ("teenagers", "adolescent"),
        ("home schooled", "EHE"),
        ("wellbeing", ""),
        ("health and wellbeing board", "HWB"),
        ("PAs", "personal assistant"),
        ("met", ""),
        ("universal", ""),
        ("extremely", ""),
        ("adopted", ""),
        ("send", "special educational needs and/or disabilities"),
    ] {
        let (_, texts) = found(list, query).unwrap_or_default();
        assert_eq!(texts.is_empty(), wanted.is_empty(), "{query}: {texts}");
        assert!(texts.contains(wanted), "{query}: {texts}");
    }
}

proptest! {
    #[test]
    fn lookups_never_panic(query in "\\PC{0,60}") {
        let words = TypedWord::split(&query);
        for at in 0..=words.len() {
            let _ = Synonyms::built_in().longest_at(&words[at..]);
        }
    }
}
