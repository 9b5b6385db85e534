use super::*;
use crate::query::parse;
use crate::text::Compound;
use crate::text::spelling::Correction;
use proptest::prelude::*;

/// An index in which `reading` is a frequent word and no other is.
struct Words;

impl Lexicon for Words {
    fn open_forms(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn is_compound(&self, _: &Compound) -> bool {
        false
    }

    fn holding(&self, stem: &str) -> u64 {
        self.printing(stem)
    }

    fn printing(&self, word: &str) -> u64 {
        if matches!(word, "reading" | "forest") {
            5_000
        } else {
            1
        }
    }

    fn long_forms(&self, _: &str) -> Vec<(String, u32)> {
        Vec::new()
    }

    fn short_forms(&self, _: &str) -> Vec<(String, u32)> {
        Vec::new()
    }

    fn correction(&self, _: &str) -> Correction {
        Correction::Open(Vec::new())
    }
}

const PASSAGES: u64 = 20_000;

fn vocabulary() -> Vocabulary {
    let mut present: Vec<(Dimension, FacetPath)> = Vec::new();
    for area in [
        "Bath and North East Somerset",
        "Brighton and Hove",
        "Bristol",
        "Bury",
        "Bromley",
        "Derby",
        "Gloucestershire",
        "Kent",
        "Kingston upon Hull",
        "North Yorkshire",
        "Nottingham",
        "Nottinghamshire",
        "Plymouth",
        "Reading",
        "South Gloucestershire",
        "St Helens",
        "Stoke-on-Trent",
        "West Northamptonshire",
        "Wokingham",
    ] {
        let listed = crate::report::areas().iter().find(|one| one.name == area);
        let region = &listed.expect(area).region;
        present.push((Dimension::Area, FacetPath::new([region.as_str(), area])));
    }
    for area in ["Thornleigh", "Forest"] {
        present.push((Dimension::Area, FacetPath::new([area])));
    }
    for year in 2013..=2025 {
        present.push((Dimension::Year, FacetPath::new([year.to_string()])));
    }
    for (scale, values) in [
        (
            "four-grades",
            &["outstanding", "good", "requires-improvement", "inadequate"][..],
        ),
        (
            "send-2023",
            &["send-inconsistent", "send-widespread-failings"],
        ),
    ] {
        for value in values {
            present.push((Dimension::Outcome, FacetPath::new([scale, value])));
        }
    }
    for kind in [
        "send-full",
        "send-revisit",
        "jtai",
        "ilacs",
        "press-release",
    ] {
        present.push((Dimension::Kind, FacetPath::new([kind])));
    }
    for theme in [
        "care/short-breaks",
        "health/camhs",
        "safeguarding/abuse-and-neglect",
    ] {
        present.push((Dimension::Theme, FacetPath::new(theme.split('/'))));
    }
    Vocabulary::new(present)
}

fn reading(text: &str) -> Reading {
    read(&parse(text), &vocabulary(), &Words, PASSAGES)
}

/// What a query names, and the words that are left: `area:Kent | waiting`.
fn understood(text: &str) -> String {
    let reading = reading(text);
    let named = reading.named.iter().map(|one| {
        let values = one.understood.values.join(",");
        format!("{}:{values}", one.understood.facet)
    });
    let named: Vec<String> = named.collect();
    format!("{} | {}", named.join(" "), reading.query)
}

#[track_caller]
fn reads(text: &str, expected: &str) {
    assert_eq!(understood(text), expected, "{text}");
}

#[test]
fn areas_go_by_all_their_names() {
    reads(
        "Kent speech and language waiting",
        "area:Kent | speech and language waiting",
    );
    reads("waiting in kent", "area:Kent | waiting");
    reads("Wokingham's care leavers", "area:Wokingham | care leavers");
    reads("Hull neglect", "area:Kingston upon Hull | neglect");
    reads("St. Helen's neglect", "area:St Helens | neglect");
    reads("stoke-on-trent neglect", "area:Stoke-on-Trent | neglect");
    reads(
        "Brighton & Hove adoption",
        "area:Brighton and Hove | adoption",
    );
    reads(
        "adoption Brighton Hove",
        "area:Brighton and Hove | adoption",
    );
    reads("London Borough of Bromley help", "area:Bromley | help");
    reads("Kent county council help", "area:Kent | help");
    reads("Nottingham City Council help", "area:Nottingham | help");
    reads("Northamptonshire help", "area:West Northamptonshire | help");
    reads("Thornleigh waits", "area:Thornleigh | waits");
}

#[test]
fn the_longest_name_wins() {
    reads(
        "South Gloucestershire CAMHS",
        "area:South Gloucestershire | CAMHS",
    );
    reads("Gloucestershire CAMHS", "area:Gloucestershire | CAMHS");
    reads("North Yorkshire CAMHS", "area:North Yorkshire | CAMHS");
    reads("Yorkshire CAMHS", "region:Yorkshire and the Humber | CAMHS");
    reads("West Yorkshire CAMHS", " | West Yorkshire CAMHS");
    let named = reading("Gloucestershire CAMHS").named;
    let longer: Vec<&str> = named[0]
        .longer
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(longer, ["south gloucestershire"]);
}

#[test]
fn several_places_are_alternatives() {
    reads(
        "neglect in Bristol and Plymouth",
        "area:Bristol area:Plymouth | neglect",
    );
    reads(
        "Bristol, Plymouth neglect",
        "area:Bristol area:Plymouth | neglect",
    );
}

#[test]
fn regions_have_plain_names() {
    reads(
        "exclusions in the North East",
        " | exclusions in the North East",
    );
    reads("exclusions south west", "region:South West | exclusions");
    reads("exclusions London", "region:London | exclusions");
    reads("south west facing garden", " | south west facing garden");
}

#[test]
fn years_and_spans() {
    let years = |first: i32, last: i32| {
        let years: Vec<String> = (first..=last).map(|year| year.to_string()).collect();
        format!("year:{} | waits", years.join(","))
    };
    for (text, first, last) in [
        ("waits 2023", 2023, 2023),
        ("waits in 2023", 2023, 2023),
        ("2023 waits", 2023, 2023),
        ("waits since 2018", 2018, 2025),
        ("waits from 2018 onwards", 2018, 2025),
        ("waits 2018 onwards", 2018, 2025),
        ("waits after 2020", 2021, 2025),
        ("waits before 2015", 2013, 2014),
        ("waits until 2015", 2013, 2015),
        ("waits up to 2015", 2013, 2015),
        ("2019 to 2021 waits", 2019, 2021),
        ("waits from 2019 to 2021", 2019, 2021),
        ("waits between 2019 and 2021", 2019, 2021),
        ("waits 2019-2021", 2019, 2021),
        ("waits 2019–2021", 2019, 2021),
        ("waits 2019/20", 2019, 2020),
    ] {
        reads(text, &years(first, last));
    }
}

#[test]
fn numbers_that_are_no_years() {
    for text in [
        "1200 hours",
        "Children Act 1989",
        "Children and Families Act 2014",
        "Working Together 2018",
        "over 2020 referrals",
        "2 year olds",
        "waits 1999",
        "2035 plan",
        "26 weeks",
    ] {
        reads(text, &format!(" | {}", parse(text)));
    }
}

#[test]
fn outcomes_as_people_say_them() {
    for text in [
        "inadequate areas",
        "neglect in inadequate areas",
        "inadequate local authorities",
        "areas rated inadequate",
        "areas that are inadequate",
        "areas judged to be inadequate",
        "councils with an inadequate rating",
        "rated inadequate",
        "inadequate-rated councils",
        "inadequate children's services",
    ] {
        let read = understood(text);
        assert!(read.starts_with("outcome:inadequate |"), "{text}: {read}");
    }
    for text in [
        "areas that require improvement",
        "areas requiring improvement",
        "requires improvement",
        "councils rated requires improvement",
    ] {
        let read = understood(text);
        assert!(
            read.starts_with("outcome:requires-improvement |"),
            "{text}: {read}"
        );
    }
    for text in [
        "widespread failings",
        "areas with widespread failings",
        "widespread and/or systemic failings",
    ] {
        let read = understood(text);
        assert!(
            read.starts_with("outcome:send-widespread-failings |"),
            "{text}: {read}"
        );
    }
    reads(
        "adoption in outstanding councils",
        "outcome:outstanding | adoption",
    );
    reads("good authorities caseloads", "outcome:good | caseloads");
}

#[test]
fn kinds_by_their_usual_names() {
    reads("JTAI exploitation", "kind:jtai | exploitation");
    reads("jtais exploitation", "kind:jtai | exploitation");
    reads("joint targeted inspection neglect", "kind:jtai | neglect");
    reads(
        "joint targeted area inspections of neglect",
        "kind:jtai | of neglect",
    );
    reads(
        "SEND inspection therapies",
        "kind:send-full,send-revisit | therapies",
    );
    reads(
        "therapies in area SEND inspections",
        "kind:send-full,send-revisit | therapies",
    );
    reads("press release", "kind:press-release | ");
    reads(
        "neglect in Kent SEND inspection reports since 2024",
        "area:Kent kind:send-full,send-revisit year:2024,2025 | neglect",
    );
}

#[test]
fn themes_keep_their_words() {
    let reading = reading("short breaks waits");
    assert_eq!(reading.query.to_string(), "short breaks waits");
    assert!(reading.named.is_empty());
    assert_eq!(reading.themes[0].understood.values, ["care/short-breaks"]);
    assert_eq!(reading.themes[0].understood.text, "short breaks");
}

const LOOK_ALIKES: [&str; 24] = [
    "reading difficulties",
    "Reading difficulties",
    "progress in reading",
    "bath time",
    "slough off",
    "bury the hatchet",
    "good practice",
    "good outcomes for children",
    "good judgement",
    "good council tax support",
    "good areas of practice",
    "inadequate housing",
    "inadequate supervision",
    "outstanding debts",
    "outstanding actions",
    "improvement plan",
    "areas for improvement",
    "practice requires improvement",
    "what requires improvement",
    "reports send to parents",
    "outside Kent",
    "READING DIFFICULTIES",
    "forest school",
    "Kent-based team",
];

#[test]
fn look_alikes_stay_words() {
    for text in LOOK_ALIKES {
        reads(text, &format!(" | {}", parse(text)));
    }
}

#[test]
fn ordinary_words_are_places_where_something_says_so() {
    reads("waits in Bath", " | waits in Bath");
    reads("waits in Bury", "area:Bury | waits");
    reads("waits in bury", "area:Bury | waits");
    reads("waits in Reading", "area:Reading | waits");
    reads("Reading 2023 waits", "area:Reading year:2023 | waits");
    reads("Reading CAMHS", "area:Reading | CAMHS");
    reads("Bury fostering", "area:Bury | fostering");
    reads("bury fostering", " | bury fostering");
    reads("reading council waits", "area:Reading | waits");
    reads("Derby", "area:Derby | ");
}

#[test]
fn what_the_language_marks_is_left_alone() {
    for text in [
        "\"Kent\" waits",
        "waits -Kent",
        "waits (Kent OR Medway)",
        "heading:Kent waits",
        "area:kent waits",
        "Kent* waits",
    ] {
        reads(text, &format!(" | {}", parse(text)));
    }
}

/// Words of which some name facets, in any order.
fn queries() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Kent"),
        Just("South"),
        Just("Gloucestershire"),
        Just("Reading"),
        Just("council"),
        Just("2019"),
        Just("2021"),
        Just("since"),
        Just("to"),
        Just("inadequate"),
        Just("areas"),
        Just("good"),
        Just("rated"),
        Just("JTAI"),
        Just("SEND"),
        Just("inspection"),
        Just("in"),
        Just("and"),
        Just("London"),
        Just("waits"),
        Just("Brighton"),
        Just("Hove"),
        Just("&"),
        Just("North"),
        Just("Yorkshire"),
        Just("2019-2021,"),
        Just("Kent's"),
        Just("\"Kent\""),
        Just("-Kent"),
        Just("short"),
        Just("breaks"),
        Just("OR"),
        Just("é"),
        Just("require"),
        Just("improvement"),
        Just("widespread"),
        Just("failings"),
    ];
    proptest::collection::vec(word, 0..10).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn spans_stand_in_order_and_never_overlap(text in prop_oneof![queries(), any::<String>()]) {
        let reading = reading(&text);
        let mut end = 0;
        for one in &reading.named {
            let Understood { text: typed, span, .. } = &one.understood;
            prop_assert!(end <= span.start && span.start < span.end);
            let there = text[span.start..span.end].split_whitespace().collect::<Vec<_>>();
            prop_assert_eq!(there.join(" "), typed.as_str());
            prop_assert!(!one.paths.is_empty());
            end = span.end;
        }
    }

    #[test]
    fn the_way_back_leads_to_the_words(text in queries()) {
        let named: Vec<Understood> = (reading(&text).named.into_iter())
            .map(|one| one.understood)
            .collect();
        let back = reading(&as_words(&text, &named));
        prop_assert!(back.named.is_empty(), "{text}: {:?}", back.named);
    }

    #[test]
    fn a_reading_travels_as_json(text in queries()) {
        for one in reading(&text).named {
            let json = serde_json::to_string(&one.understood).expect("JSON");
            let back: Understood = serde_json::from_str(&json).expect("what it was");
            prop_assert_eq!(back, one.understood);
        }
    }

    #[test]
    fn look_alikes_stay_words_beside_others(at in 0..LOOK_ALIKES.len(), word in "[a-z]{4,8}") {
        // A first capital counts for nothing only at the beginning.
        let text = format!("{} {word}", LOOK_ALIKES[at]);
        let named = reading(&text).named;
        prop_assert!(named.is_empty(), "{text}: {named:?}");
    }
}
