//! Passages as quotations.

use serde_json::Value;

use crate::fixtures::{OF_ITS_OWN, head};
use crate::support::{Folder, samples, text_of};

const ID: &str = "thornleigh-send-full-2025-05:10";

/// A report with a passage that means something in every format, and an address.
fn hostile() -> Folder {
    let folder = Folder::new();
    let mut text = head("Quillmere", "3 to 7 June 2024");
    text += "■ Costs {of 50% & $3_000} ~ ^up^ \\input{passwd} #1 \u{1b}]8;;http://e\u{7} <b>*x*</b> [a](b) `c`\u{202e} \
             ER  - end. ";
    text += OF_ITS_OWN;
    text += "\n\n";
    text += "You may copy all of this report for lessons, if you say where it comes from. It ends here.\n\n";
    folder.write("reports/{odd} #1.txt", text);
    folder.write(
        "known.csv",
        "path,url\n\"reports/{odd} #1.txt\",https://reports.example/r(1)?q={a}\n",
    );
    folder.index(&["reports", "--metadata", "known.csv"]);
    folder
}

fn hostile_id(folder: &Folder) -> String {
    let (hits, _) = folder.hits(&["costs"]);
    text_of(&hits[0], "id")
}

#[test]
fn a_quotation_says_who_where_when_and_on_what_terms() {
    let printed = samples().run(["quote", ID]).check().stdout;
    let (quoted, cited) = printed.split_once("\n\n").expect("two parts");
    let passage = samples().run(["show", ID, "--format", "json"]).check();
    let passage: Value = serde_json::from_str(&passage.stdout).expect("JSON");
    let text = text_of(&passage["sections"][0]["passages"][0], "text");
    assert_eq!(quoted, format!("“{text}”"), "it is whole and as printed");
    assert_eq!(
        cited,
        format!(
            "Area SEND inspection of Thornleigh Local Area Partnership, Ofsted and Care Quality \
             Commission, inspected 28 April to 2 May 2025, section “What is it like to be a child \
             or young person with SEND in this area?”, page 1\n\
             reports/thornleigh-send-full.txt#page=1\n\
             Licence: not stated in the file; Ofsted publishes its reports under the Open \
             Government Licence v3.0 unless they say otherwise, \
             https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/\n\
             {ID}\n"
        )
    );
}

#[test]
fn inspectorates_are_those_that_inspected() {
    let inspectorates = |id: &str| {
        let printed = samples().run(["quote", id, "--format", "json"]).check();
        let quotations: Vec<Value> = serde_json::from_str(&printed.stdout).expect("JSON");
        let names = quotations[0]["inspectorates"].as_array().expect("a list");
        let names = names.iter().filter_map(Value::as_str);
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(inspectorates("lindenshaw-ilacs-2022-11:5"), ["Ofsted"]);
    assert_eq!(
        inspectorates("ashmere-jtai-2024-05:9"),
        [
            "Ofsted",
            "Care Quality Commission",
            "HM Inspectorate of Constabulary and Fire & Rescue Services",
            "HM Inspectorate of Probation",
        ]
    );
    assert!(
        inspectorates("ashmere-press-release-2023-10:4").is_empty(),
        "a press release is not by those it quotes"
    );
}

#[test]
fn a_press_release_is_under_no_licence_by_itself() {
    let id = "ashmere-press-release-2023-10:4";
    let printed = samples().run(["quote", id]).check().stdout;
    assert!(
        printed.contains("Licence: not stated in the file; a press release is its publisher's")
    );
    assert!(!printed.contains("Open Government"), "{printed}");
    assert!(
        printed.contains("\nreports/ashmere-press-release.txt\n"),
        "no page"
    );
    for format in ["bibtex", "ris"] {
        let printed = samples()
            .run(["quote", id, "--format", format])
            .check()
            .stdout;
        assert!(!printed.contains("Open Government"), "{printed}");
        assert!(
            !printed.contains("author") && !printed.contains("AU  - "),
            "{printed}"
        );
        assert!(
            printed.contains("@misc") || printed.contains("TY  - GEN"),
            "{printed}"
        );
    }
}

#[test]
fn the_licence_is_the_one_that_the_file_states() {
    let folder = Folder::new();
    let mut text = head("Quillmere", "3 to 7 June 2024");
    text += &format!("■ The pond is deep and cold. {OF_ITS_OWN}\n\n");
    text +=
        "You may reuse this text free of charge under the terms of the Open Government Licence.\n";
    folder.write("reports/a.txt", text);
    folder.index(&["reports"]);
    let (hits, _) = folder.hits(&["pond"]);
    let id = text_of(&hits[0], "id");
    let printed = folder.run(["quote", &id]).check().stdout;
    assert!(
        printed.contains("\nLicence: Open Government Licence v3.0, https://www.nationalarchives."),
        "{printed}"
    );
    let printed = folder.run(["quote", &id, "--format", "md"]).check().stdout;
    assert!(
        printed.contains("> Licence: [Open Government Licence v3.0](https://"),
        "{printed}"
    );
    let other = hostile();
    let printed = other.run(["quote", &hostile_id(&other)]).check().stdout;
    assert!(
        printed.contains(
            "\nLicence: terms of the report: “You may copy all of this report for lessons, if you \
             say where it comes from.”\n"
        ),
        "{printed}"
    );
}

#[test]
fn built_in_samples_are_nobodys_reports() {
    let printed = Folder::new().run(["quote", ID]).any_stderr().check().stdout;
    assert!(
        printed.contains("Licence: none: a built-in sample report"),
        "{printed}"
    );
    assert!(!printed.contains("Ofsted and"), "{printed}");
}

/// The fields of the only entry of a BibTeX file, read by its rules: a value ends where its braces
/// are even.
fn bibtex_fields(text: &str) -> Vec<(String, String)> {
    let (head, mut rest) = text.split_once(",\n").expect("a head");
    assert!(
        head.starts_with('@') && head.matches('{').count() == 1,
        "{head}"
    );
    let mut fields = Vec::new();
    while let Some((name, after)) = rest.trim_start().split_once(" = {") {
        let mut depth = 1;
        let end = after
            .find(|c| {
                depth += match c {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                depth == 0
            })
            .expect("even braces");
        fields.push((name.to_owned(), after[..end].to_owned()));
        rest = after[end + 1..].trim_start_matches(',');
    }
    assert_eq!(rest.trim(), "}", "the entry ends");
    fields
}

#[test]
fn bibtex_is_read_as_one_entry_whatever_the_text() {
    let folder = hostile();
    let id = hostile_id(&folder);
    let printed = folder
        .run(["quote", &id, "--format", "bibtex"])
        .check()
        .stdout;
    let fields = bibtex_fields(&printed);
    let of = |name: &str| {
        let mut values = fields.iter().filter(|(own, _)| own == name);
        values.next().map(|(_, value)| value.as_str())
    };
    assert_eq!(of("author"), Some("{Ofsted} and {Care Quality Commission}"));
    assert_eq!(of("year"), Some("2024"));
    assert_eq!(of("eventdate"), Some("2024-06-03/2024-06-07"));
    assert_eq!(
        of("url"),
        Some("https://reports.example/r%281%29?q=%7Ba%7D")
    );
    assert_eq!(of("file"), None, "its path would end the field");
    let text = of("annote").expect("the quotation");
    assert!(
        text.starts_with(
            "“Costs \\textbraceleft{}of 50\\% \\& \\$3\\_000\\textbraceright{} \
             \\textasciitilde{} \\textasciicircum{}up\\textasciicircum{} \
             \\textbackslash{}input\\textbraceleft{}passwd\\textbraceright{} \\#1"
        ),
        "{text}"
    );
    assert!(of("note").is_some_and(|note| note.contains("the year is that of the inspection")));
    let sample = samples()
        .run(["quote", ID, "--format", "bibtex"])
        .check()
        .stdout;
    let attached = bibtex_fields(&sample)
        .into_iter()
        .find(|(name, _)| name == "file");
    let path = samples().join("reports/thornleigh-send-full.txt");
    assert_eq!(
        attached.map(|(_, value)| value),
        Some(format!(":{}:TXT", path.display()))
    );
}

#[test]
fn ris_is_a_tag_a_line_and_nothing_else() {
    let folder = hostile();
    let id = hostile_id(&folder);
    let printed = folder.run(["quote", &id, ID_OF_NONE, "--format", "ris"]);
    printed.fails(&["error: no report"]);
    let printed = folder
        .run(["quote", &id, &id, "--format", "ris"])
        .check()
        .stdout;
    let tag = regex::Regex::new("^[A-Z][A-Z0-9]  - [^\\p{Cc}]*$").expect("a pattern");
    let entries: Vec<&str> = printed
        .split("\r\n\r\n")
        .filter(|entry| !entry.is_empty())
        .collect();
    assert_eq!(entries.len(), 2);
    for entry in entries {
        let lines: Vec<&str> = entry.split("\r\n").collect();
        assert!(lines.iter().all(|line| tag.is_match(line)), "{lines:?}");
        assert_eq!(lines.first(), Some(&"TY  - RPRT"));
        assert_eq!(lines.last(), Some(&"ER  - "));
        let ends = lines.iter().filter(|line| line.starts_with("ER")).count();
        assert_eq!(ends, 1, "the text ends no entry");
        assert!(lines.contains(&"AU  - Care Quality Commission"));
        assert!(lines.contains(&"PY  - 2024"));
        assert!(lines.contains(&"UR  - https://reports.example/r%281%29?q=%7Ba%7D"));
        let file = lines
            .iter()
            .find(|line| line.starts_with("L1  - file:///"))
            .expect("a file");
        assert!(file.ends_with("reports/%7Bodd%7D%20%231.txt"), "{file}");
    }
}

const ID_OF_NONE: &str = "nowhere-send-full-2020-01:1";

#[test]
fn no_format_prints_what_a_terminal_or_a_page_may_obey() {
    let folder = hostile();
    let id = hostile_id(&folder);
    for format in ["text", "md", "json", "bibtex", "ris"] {
        let printed = folder
            .run(["quote", &id, "--format", format])
            .check()
            .stdout;
        let unsafe_ones = printed
            .chars()
            .filter(|&c| c.is_control() || c == '\u{202e}');
        let ours = |c: &char| *c == '\n' || (format == "ris" && *c == '\r');
        assert_eq!(
            unsafe_ones.filter(|c| !ours(c)).count(),
            0,
            "{format}: {printed}"
        );
        if format == "md" {
            assert!(
                !printed.contains("<b>") && !printed.contains("[a](b)"),
                "{printed}"
            );
        }
    }
}

#[test]
fn ids_that_are_none_are_errors() {
    let no_number = "is not the id of a passage";
    for id in [
        "thornleigh-send-full-2025-05",
        "",
        ":",
        "x:y",
        "a:-1",
        "a:1.5",
        "\u{1b}[31m",
    ] {
        let answer = samples().run(["quote", id]).fails(&[no_number]);
        assert!(!answer.stderr.contains('\u{1b}'), "{id:?}");
    }
    samples()
        .run(["quote", "thornleigh-send-full-2025-05:99"])
        .fails(&["error: no passage 99 in", "its passages are 1 to 37"]);
    samples()
        .run(["quote", "thornleigh-send-full-2025-05:0"])
        .fails(&["error: no passage 0 in"]);
    let answer = samples()
        .run(["quote", "no\u{1b}[31mwhere\u{202e}:1"])
        .fails(&["error: no report"]);
    assert!(!answer.stderr.contains(['\u{1b}', '\u{202e}']));
    samples().line("quote").fails(&["<PASSAGE-ID>..."]);
    // Capitals and white space around are forgiven, as by `show`.
    samples()
        .run(["quote", " Thornleigh-SEND-full-2025-05:10 "])
        .check();
}

#[test]
fn several_are_told_apart() {
    let other = "ashmere-jtai-2024-05:9";
    let both = samples()
        .run(["quote", ID, other, "--format", "bibtex"])
        .check()
        .stdout;
    let heads: Vec<&str> = both.lines().filter(|line| line.starts_with('@')).collect();
    assert_eq!(
        heads,
        [
            "@techreport{thornleigh-send-full-2025-05-10,",
            "@techreport{ashmere-jtai-2024-05-9,"
        ]
    );
    let both = samples()
        .run(["quote", ID, other, "--format", "json"])
        .check()
        .stdout;
    let both: Vec<Value> = serde_json::from_str(&both).expect("JSON");
    assert_eq!([&both[0]["id"], &both[1]["id"]], [ID, other]);
    assert_eq!(both[1]["report"]["published"], "2024-06-27");
    assert!(text_of(&both[1], "citation").contains("published 27 June 2024"));
}
