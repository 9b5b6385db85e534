//! Figures on waiting and timeliness.

use serde_json::Value;

use crate::fixtures::head;
use crate::support::{Folder, samples, text_of};

fn waits(folder: &Folder, args: &[&str]) -> Vec<Value> {
    let fixed = ["waits", "--quiet", "--format", "jsonl"];
    let answer = folder.run(fixed.iter().chain(args).copied()).check();
    let mut objects: Vec<Value> = answer
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let summary = objects.pop().expect("a summary");
    assert_eq!(summary["type"], "summary");
    objects
}

/// Figures as `printed bound kind service`.
fn shown(figures: &[Value]) -> Vec<String> {
    let shown = |figure: &Value| {
        let service = figure["service"].as_str().unwrap_or("-").to_owned();
        format!(
            "{} {} {} {service}",
            text_of(figure, "printed"),
            text_of(figure, "bound"),
            text_of(figure, "kind")
        )
    };
    figures.iter().map(shown).collect()
}

/// A report whose experience section has these sentences, each a paragraph.
fn saying(sentences: &[&str]) -> Folder {
    let folder = Folder::new();
    let mut text = head("Quillmere", "3 to 7 June 2024");
    text += "What is it like to be a child or young person with SEND in this area?\n\n";
    for sentence in sentences {
        text += sentence;
        text += "\n\n";
    }
    folder.write("reports/quillmere.txt", text);
    folder.index(&["reports"]);
    folder
}

#[test]
fn numbers_units_and_bounds_in_words_and_digits() {
    let folder = saying(&[
        "Children wait up to 18 months for an autism assessment, which their families told inspectors is far too long.",
        "Families wait an average of eighteen weeks for speech and language therapy, and they are told little meanwhile.",
        "Some young people have waited for more than two years for CAMHS treatment, and a few of them have given up.",
        "Children wait 12 to 14 months to see a paediatrician, whichever part of the town their family may live in.",
        "There is an 18-week target for occupational therapy, which the trust has not met in any month for a long time.",
        "New EHC plans are issued within 20 weeks for most children, and for nearly all of those who are in care.",
        "For a wheelchair, families wait for at least a year, and children have outgrown it by the time that it arrives.",
    ]);
    assert_eq!(
        shown(&waits(&folder, &[])),
        [
            "two years over wait CAMHS",
            "18 months up-to wait autism and ADHD assessment",
            "12 to 14 months range wait paediatrics",
            "a year at-least wait wheelchairs and equipment",
            "20 weeks within target EHC plans",
            "eighteen weeks average wait speech and language therapy",
            "18-week exactly target occupational therapy",
        ],
        "longest first, in comparable units"
    );
    let range = &waits(&folder, &["--service", "paediatrics"])[0];
    assert_eq!(
        (&range["number"], &range["number_to"]),
        (&12.0.into(), &14.0.into())
    );
    assert_eq!(
        (&range["unit"], &range["days"]),
        (&"months".into(), &425.8.into())
    );
}

#[test]
fn ages_dates_percentages_and_plans_are_no_figures() {
    let folder = saying(&[
        "Children aged 16 to 18 years wait for places, and pupils who are under five years old are served well by nurseries.",
        "Over the last 12 months leaders have put in place a three-year strategy, and waiting has become a matter of concern.",
        "In 2023, 45% of those who were waiting were seen, and the partnership reviews its 10-year plan every six months.",
        "The course takes place once a week, and a 12-week programme for parents begins again in the autumn of each year.",
        "A parent who has lived in the town for over ten years said that waiting is simply what one does in this area.",
    ]);
    folder
        .line("waits")
        .status(1)
        .stdout("")
        .any_stderr()
        .check();
}

#[test]
fn what_an_area_is_compared_with_is_not_its_own() {
    let folder = saying(&[
        "Children wait an average of 611 days for adoption, longer than the national average of 502 days and the average for statistical neighbours of 487 days.",
        "Families wait 44 weeks for an autism assessment, compared with 31 weeks for similar authorities and 29 weeks nationally.",
        "Nationally, young people wait an average of 17 weeks for CAMHS, which is no comfort to those who live here.",
        "Waiting times for physiotherapy are better than in England, at 9 weeks, which families told inspectors they value.",
        "The wait for a wheelchair is 13 days, which is 70 days faster than the England average and 12 days sooner than was promised.",
        "Good leadership has led to staff remaining with the town for an average of six years, which is why nobody waits.",
    ]);
    let of = |whose: &str| shown(&waits(&folder, &["--of", whose]));
    assert_eq!(
        of("area"),
        [
            "611 days average wait adoption",
            "44 weeks exactly wait autism and ADHD assessment",
            "9 weeks exactly wait physiotherapy",
            "13 days exactly wait wheelchairs and equipment",
        ]
    );
    assert_eq!(
        of("elsewhere"),
        [
            "502 days average wait adoption",
            "487 days average wait adoption",
            "31 weeks exactly wait autism and ADHD assessment",
            "29 weeks exactly wait autism and ADHD assessment",
            "17 weeks average wait CAMHS",
        ]
    );
    let all = waits(&folder, &[]);
    assert_eq!(all.len(), 9, "nothing is hidden unasked");
    let text = folder.line("waits -q").check().stdout;
    assert!(
        text.contains("average 502 days · adoption · elsewhere"),
        "{text}"
    );
}

#[test]
fn the_sentence_holds_the_figure() {
    for figure in waits(samples(), &[]) {
        let sentence = text_of(&figure, "sentence");
        let end = |at: usize| figure["highlight"][at].as_u64().expect("an offset") as usize;
        assert_eq!(&sentence[end(0)..end(1)], text_of(&figure, "printed"));
        let id = text_of(&figure, "id");
        let passage = samples()
            .line(&format!("show {id} --format csv"))
            .check()
            .stdout;
        assert!(
            passage.replace("\"\"", "\"").contains(&sentence),
            "{id} holds {sentence}"
        );
        let paged = figure["report"]["kind"] != "press-release";
        assert_eq!(figure["page_start"].is_u64(), paged, "{id}");
    }
    let days: Vec<f64> = waits(samples(), &[])
        .iter()
        .filter_map(|figure| figure["days"].as_f64())
        .collect();
    assert!(
        days.len() > 10 && days.is_sorted_by(|a, b| a >= b),
        "{days:?}"
    );
}

#[test]
fn a_service_goes_by_acronym_full_name_and_theme() {
    let camhs = waits(samples(), &["--service", "camhs"]);
    assert!(camhs.len() > 2 && camhs.iter().all(|figure| figure["service"] == "CAMHS"));
    for name in [
        "CAMHS",
        "child and adolescent mental health services",
        "health/camhs",
    ] {
        assert_eq!(waits(samples(), &["--service", name]), camhs, "{name}");
    }
    let targets = waits(samples(), &["--only", "target"]);
    let times = waits(samples(), &["--only", "wait"]);
    assert_eq!(targets.len() + times.len(), waits(samples(), &[]).len());
    samples()
        .line("waits --service zeppelins")
        .fails(&["unknown service `zeppelins`", "`CAMHS`"]);
}

#[test]
fn an_answer_without_figures_says_what_is_in_the_way() {
    samples()
        .line("waits --service physiotherapy --area thornleigh --only wait")
        .status(1)
        .stdout("")
        .stderr_has(&["no such figure", "without `--service`: "])
        .check();
    let folder = saying(&["Families wait 44 weeks for an autism assessment in this area."]);
    folder
        .line("waits --service autism --only target --year 2024")
        .status(1)
        .stdout("")
        .stderr("the matching passages contain no such figure\n  without `--only`: 1 figure\n")
        .check();
}

#[test]
fn filters_are_those_of_search() {
    let figures = waits(
        samples(),
        &["--area", "thornleigh", "--kind", "send-full", "autism"],
    );
    assert!(
        figures
            .iter()
            .all(|figure| figure["report"]["area"] == "Thornleigh")
    );
    samples()
        .line("waits --area atlantis")
        .fails(&["unknown area `atlantis`"]);
    samples()
        .line("waits zeppelin")
        .status(1)
        .stdout("")
        .stderr_has(&["nothing found for `zeppelin`"])
        .check();
}
