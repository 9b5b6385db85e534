//! How the words of a query are understood: other names, own synonyms, corrections, `--exact`; and
//! that the answer says so.

use std::fs;

use serde_json::{Value, json};

use crate::fixtures::{OF_ITS_OWN, head};
use crate::support::{Folder, samples};

/// A report with these sentences as its passages.
fn report(area: &str, dates: &str, passages: &[&str]) -> String {
    let mut text = head(area, dates);
    for passage in passages {
        text += &format!("■ {passage} {OF_ITS_OWN}\n\n");
    }
    text
}

fn indexed(reports: &[(&str, &str, &[&str])]) -> Folder {
    let folder = Folder::new();
    for (number, (area, dates, passages)) in reports.iter().enumerate() {
        let text = report(area, dates, passages);
        folder.write(format!("reports/{number}.txt"), text);
    }
    folder.index(&["reports"]);
    folder
}

/// One report about lanterns and lamps, which no list of synonyms knows.
fn lanterns() -> Folder {
    indexed(&[(
        "Quillmere",
        "3 to 7 June 2024",
        &[
            "The lantern festival brings everyone together.",
            "A lamp stands in every window.",
            "The toy lending service is open on Mondays.",
            "Lanterns are lit in winter.",
        ],
    )])
}

fn line<'a>(text: &'a str, start: &str) -> &'a str {
    text.lines()
        .find(|line| line.starts_with(start))
        .unwrap_or_else(|| panic!("no line `{start}…` in {text}"))
}

fn rows(table: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_reader(table.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table")
}

#[test]
fn other_names_are_searched_and_named() {
    let name = "child and adolescent mental health services";
    let found = samples().run(["search", "CAMHS", "-n", "1"]).check().stdout;
    let said = line(&found, "also searched: CAMHS → ");
    assert!(said.contains(name), "{said}");
    assert!(said.ends_with("(--exact: only what you typed)"), "{said}");
    let (_, summary) = samples().hits(&["CAMHS"]);
    let also = &summary["also_searched"][0];
    assert_eq!(also["word"], "CAMHS");
    let names = also["also"].as_array().expect("a list");
    assert!(names.contains(&json!(name)), "{names:?}");
    let markdown = samples().line("search CAMHS --format md").check().stdout;
    line(&markdown, "also searched: CAMHS → ");
    let counted = samples().line("facets CAMHS --by year").check().stdout;
    line(&counted, "also searched: CAMHS → ");
    let counted = samples()
        .line("facets CAMHS --by year --format json")
        .check();
    assert!(counted.stdout.contains(r#""also_searched""#));
}

#[test]
fn a_table_holds_hits_alone_and_notes_go_beside_it() {
    for command in ["search CAMHS", "facets CAMHS --by year"] {
        let table = samples()
            .line(&format!("{command} --format csv"))
            .stderr_has(&["note: also searched: CAMHS → "])
            .check()
            .stdout;
        assert!(!table.contains("also searched"), "{table}");
        assert!(!rows(&table).is_empty());
        samples()
            .line(&format!("{command} --format csv --quiet"))
            .stdout(table)
            .check();
    }
    // The other formats say it themselves.
    for format in ["text", "md", "json", "jsonl"] {
        samples()
            .line(&format!("search CAMHS PA --any --format {format}"))
            .check();
    }
}

#[test]
fn exact_finds_only_what_was_typed_and_adds_nothing() {
    let folder = lanterns();
    assert_eq!(folder.ids(&["lanterns"]).len(), 2);
    let exact = folder.texts(&["lanterns", "--exact"]);
    assert!(
        exact.len() == 1 && exact[0].starts_with("Lanterns"),
        "{exact:?}"
    );
    let (_, summary) = samples().hits(&["CAMHS", "--exact"]);
    for member in ["also_searched", "corrected", "did_you_mean", "ambiguous"] {
        assert!(summary.get(member).is_none(), "{summary}");
    }
    for format in ["text", "md", "csv"] {
        let found = samples()
            .line(&format!("search CAMHS --exact --format {format}"))
            .check()
            .stdout;
        assert!(!found.contains("also searched"), "{found}");
    }
    let count = |args: &[&str]| -> Value {
        let fixed = ["facets", "--by", "year", "--format", "json"];
        let answer = samples().run(fixed.iter().chain(args)).check().stdout;
        serde_json::from_str::<Value>(&answer).expect("JSON")["summary"]["passages"].clone()
    };
    assert_eq!(count(&["CAMHS", "--exact"]), summary["passages"]);
    assert_ne!(count(&["CAMHS"]), summary["passages"]);
}

#[test]
fn what_occurs_nowhere_is_corrected_and_the_way_back_is_shown() {
    let query = "autisim -website \"assessment\"";
    let found = samples()
        .run(["search", "-n", "1", "--", query])
        .check()
        .stdout;
    assert_eq!(
        line(&found, "showing results for "),
        "showing results for `autism -website \"assessment\"`; \
         search instead for '\"autisim\" -website \"assessment\"'"
    );
    let (hits, summary) = samples().hits(&["--", query]);
    assert!(!hits.is_empty());
    assert_eq!(
        summary["corrected"],
        json!([{"from": "autisim", "to": "autism"}])
    );
    assert_eq!(summary["query"], query);
    let markdown = samples().line("search autisim --format md").check().stdout;
    line(
        &markdown,
        "showing results for autism; search instead for '\"autisim\"'",
    );
    samples()
        .line("search autisim --format csv")
        .stderr_has(&["note: showing results for `autism`; search instead for '\"autisim\"'\n"])
        .check();
    // Who takes the way back gets what was typed.
    samples()
        .run(["search", "\"autisim\""])
        .status(1)
        .stdout("")
        .stderr_has(&["nothing found for `\"autisim\"`\n"])
        .check();
}

#[test]
fn where_nothing_is_found_the_reading_is_said_as_well() {
    let answer = samples()
        .line("search --all autisim zeppelin")
        .status(1)
        .stdout("")
        .stderr_has(&[
            "nothing found for `autisim zeppelin`\n  read as `autism zeppelin`\n",
            "  `zeppelin` occurs nowhere\n",
        ])
        .check();
    assert!(!answer.stderr.contains("search instead"));
    // Without corrections the near word is offered, once.
    let answer = samples()
        .line("search --exact autisim")
        .status(1)
        .stdout("")
        .any_stderr()
        .check();
    assert_eq!(answer.stderr.matches("did you mean").count(), 1);
}

#[test]
fn words_that_may_be_meant_are_offered_once() {
    // Two words are as near to what was typed.
    let folder = indexed(&[(
        "Quillmere",
        "3 to 7 June 2024",
        &[
            "The lanterd festival brings everyone together.",
            "The lanterg festival brings nobody together.",
        ],
    )]);
    let offer = "`lanterx` occurs nowhere; did you mean `lanterd` or `lanterg`?";
    let answer = folder.line("search lanterx festival").check();
    assert!(answer.stdout.contains(offer), "{}", answer.stdout);
    let (_, summary) = folder.hits(&["lanterx festival"]);
    assert_eq!(
        summary["did_you_mean"],
        json!([{"word": "lanterx", "near": ["lanterd", "lanterg"]}])
    );
    let nothing = folder.line("search lanterx").status(1).stdout("");
    let said = nothing.any_stderr().check().stderr;
    assert_eq!(said.matches("lanterx` occurs nowhere").count(), 1, "{said}");
    assert!(said.contains(offer), "{said}");
    let answer = folder
        .line("search lanterx festival --partial --format csv")
        .any_stderr()
        .check();
    assert_eq!(answer.stderr, format!("note: {offer}\n"));
}

#[test]
fn an_acronym_with_several_meanings_asks_which() {
    let folder = indexed(&[(
        "Quillmere",
        "3 to 7 June 2024",
        &[
            "Every PA is known by name.",
            "A personal adviser calls weekly.",
        ],
    )]);
    let found = folder.line("search PA").check().stdout;
    assert!(found.starts_with("1 passage in 1 of 1 report\n"), "{found}");
    assert_eq!(
        line(&found, "`PA` "),
        "`PA` can mean `personal adviser` or `personal assistant`: search for the one you mean"
    );
    let (hits, summary) = folder.hits(&["PA"]);
    assert_eq!(hits.len(), 1, "neither meaning is searched unasked");
    assert_eq!(
        summary["ambiguous"],
        json!([{"word": "PA", "meanings": ["personal adviser", "personal assistant"]}])
    );
    folder
        .line("search PA --format csv")
        .stderr("note: `PA` can mean `personal adviser` or `personal assistant`: search for the one you mean\n")
        .check();
}

#[test]
fn own_synonyms_are_added_to_the_list() {
    let folder = lanterns();
    folder.write(
        "own.txt",
        "# ours\nTLS = toy lending service\nlantern > lamp\nPA = portable awning\n",
    );
    assert_eq!(folder.ids(&["lantern"]).len(), 2);
    let own = ["--synonyms", "own.txt"];
    assert_eq!(folder.ids(&["lantern", own[0], own[1]]).len(), 3);
    assert_eq!(folder.ids(&["lamp", own[0], own[1]]).len(), 1, "one way");
    let found = folder.line("search TLS --synonyms own.txt").check().stdout;
    assert!(found.starts_with("1 passage "), "{found}");
    assert_eq!(
        line(&found, "also "),
        "also searched: TLS → toy lending service (--exact: only what you typed)"
    );
    let (_, summary) = folder.hits(&["TLS", own[0], own[1]]);
    assert_eq!(
        summary["also_searched"],
        json!([{"word": "TLS", "also": ["toy lending service"]}])
    );
    // The variable does the same; the flag beats it; nothing is remembered.
    let by_variable = folder
        .line("search TLS --all")
        .env("FINDINGS_SYNONYMS", "own.txt");
    by_variable.stdout(found).check();
    folder
        .line("facets TLS --by year --synonyms own.txt")
        .env("FINDINGS_SYNONYMS", "none.txt")
        .check();
    folder
        .line("search lamp --exact")
        .env("FINDINGS_SYNONYMS", "none.txt")
        .check();
    folder
        .line("search lamp")
        .env("FINDINGS_SYNONYMS", "")
        .check();
    folder.line("search TLS").status(1).any_stderr().check();
    // What is said of a short form is all that is said of it.
    let answer = folder.line("search PA --synonyms own.txt").status(1);
    let said = answer.any_stderr().check().stderr;
    assert!(!said.contains("can mean"), "{said}");
    // The built-in list still holds.
    let file = folder.join("own.txt");
    let found = samples().run(["search", "CAMHS", "--synonyms"]).arg(file);
    line(&found.check().stdout, "also searched: CAMHS → ");
}

#[test]
fn the_list_in_the_documentation_is_one() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/searching.md");
    let page = fs::read_to_string(path).expect("docs/searching.md");
    let list = page
        .split("```text\n")
        .filter_map(|block| block.split("```").next())
        .find(|block| block.contains("only in capitals:"))
        .expect("an example");
    let folder = lanterns();
    folder.write("own.txt", list);
    let found = folder.line("search TLS --synonyms own.txt").check().stdout;
    line(&found, "also searched: TLS → toy lending service");
    let (_, summary) = folder.hits(&["PA lamp", "--any", "--synonyms", "own.txt"]);
    assert_eq!(summary["ambiguous"][0]["word"], "PA");
}

#[test]
fn a_list_that_cannot_be_used_is_an_error_that_says_where() {
    let folder = lanterns();
    folder.write("own.txt", "kids > children\n\nlantern\n");
    for command in ["search lamp", "facets lamp"] {
        folder
            .line(&format!("{command} --synonyms own.txt"))
            .fails(&[
                "error: own.txt: line 3: `lantern` stands alone\n",
                "\nhint: put `=` between words that mean the same",
            ]);
        folder
            .line(&format!("{command} --synonyms none.txt"))
            .fails(&["error: cannot read `none.txt`: "]);
    }
    folder
        .line("search lamp")
        .env("FINDINGS_SYNONYMS", "none.txt")
        .fails(&[
            "error: cannot read `none.txt`: ",
            "\nhint: the environment variable FINDINGS_SYNONYMS names this list of synonyms\n",
        ]);
    folder
        .line("search lamp --synonyms reports")
        .fails(&["error: `reports` is a folder: name a file"]);
    folder
        .line("search lamp --exact --synonyms own.txt")
        .fails(&["cannot be used with"]);
}

/// Characters that a terminal may obey or that reorder what is read.
fn is_unsafe(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[test]
fn a_list_of_junk_is_refused_in_few_words() {
    let folder = lanterns();
    let noise: Vec<u8> = (0..1_u32 << 20)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0])
        .collect();
    let long_line = "lantern ".repeat(1 << 17);
    let controls = "\u{1b}[31mred\u{202e} \u{9b}31m\n".repeat(30_000);
    let junk: [(&str, &[u8]); 4] = [
        ("noise", &noise),
        ("long line", long_line.as_bytes()),
        ("controls", controls.as_bytes()),
        ("marks", &b"=>?".repeat(1 << 18)),
    ];
    for (what, bytes) in junk {
        fs::write(folder.join("junk.txt"), bytes).expect("written");
        let said = folder
            .line("search lamp --synonyms junk.txt")
            .fails(&["error: junk.txt: line 1: "])
            .stderr;
        assert!(said.len() < 400, "{what}: {said}");
        assert!(!said.contains(is_unsafe), "{what}: {said:?}");
    }
}

#[test]
fn names_from_files_cannot_control_the_terminal() {
    let folder = indexed(&[(
        "Quillmere",
        "3 to 7 June 2024",
        &[
            "The Toy\u{1b}[31m Lending\u{202e} Service (TLS) is open, and the TLS is kind.",
            "The poison\u{1b}[5med lamp\u{9b}31ms are lit by the Toy \u{200b}Lending\u{7} Service (TLS).",
        ],
    )]);
    folder.write(
        "own.txt",
        "kite = lam\u{1b}[31mp = \u{202e}lending\u{7} service\nQX ? \u{1b}]0;one\u{7} ? \u{9b}two\n",
    );
    for query in [
        "TLS",
        "toy lending service",
        "kite",
        "QX",
        "poisomed",
        "lampz\u{1b}[31m",
    ] {
        for format in ["text", "json", "jsonl", "csv", "md"] {
            let args = ["search", "--synonyms", "own.txt", "--format", format, query];
            let answer = folder.run(args).any_stderr().either_status();
            for said in [&answer.stdout, &answer.stderr] {
                assert!(!said.contains(is_unsafe), "{query}, {format}: {said:?}");
            }
        }
    }
}

/// Three reports with the same finding but for names and numbers; one has it twice.
fn repeated() -> Folder {
    indexed(&[
        (
            "Quillmere",
            "3 to 7 June 2024",
            &["In Quillmere, 14 families borrowed a lantern from the toy library last year."],
        ),
        (
            "Ottermouth",
            "8 to 12 May 2023",
            &[
                "In Ottermouth, 3 families borrowed a lantern from the toy library last year.",
                "A lantern of another kind hangs in the hall.",
            ],
        ),
        (
            "Fernhollow",
            "4 to 8 March 2024",
            &[
                "In Fernhollow, 250 families borrowed a lantern from the toy library last year.",
                "In Upper Fernhollow, 5 families borrowed a lantern from the toy library last year.",
            ],
        ),
    ])
}

#[test]
fn stock_sentences_are_one_hit() {
    let folder = repeated();
    let (hits, summary) = folder.hits(&["lantern library", "--group", "alike"]);
    let full: Vec<&Value> = hits
        .iter()
        .filter(|hit| hit.get("missing").is_none())
        .collect();
    assert_eq!(full.len(), 1, "{full:?}");
    assert_eq!(summary["passages"], 4, "all are counted");
    let alike = &full[0]["alike"];
    assert_eq!(
        (&alike["passages"], &alike["reports"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(alike["ids"].as_array().map(Vec::len), Some(3));
    assert!(
        !alike["ids"]
            .as_array()
            .expect("ids")
            .contains(&full[0]["id"])
    );
    let here = |id: &&Value| {
        let report = full[0]["report"]["id"].as_str().expect("an id");
        id.as_str().expect("an id").starts_with(report)
    };
    let own = alike["ids"]
        .as_array()
        .expect("ids")
        .iter()
        .filter(here)
        .count();
    let said = match own {
        0 => "and in 2 other reports".to_owned(),
        own => format!("and in 2 other reports, and {own} more in this report"),
    };
    let text = folder.line("search --all lantern library").check().stdout;
    assert!(text.starts_with("4 passages in 3 of 3 reports\n"), "{text}");
    assert!(text.contains(&format!("\n    {said}\n")), "{text}");
    let markdown = folder.line("search --all lantern library --format md");
    let markdown = markdown.check().stdout;
    assert!(markdown.contains(&format!(" · {said}\n")), "{markdown}");
    let table = folder.line("search lantern --format csv").check().stdout;
    let rows = rows(&table);
    assert_eq!(rows.len(), 2);
    let counts: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row["alike"].as_str(), row["alike_reports"].as_str()))
        .collect();
    assert!(counts.contains(&("3", "2")) && counts.contains(&("0", "0")));
    let head = table.lines().next().expect("a head");
    assert!(head.contains(",alike,alike_reports,"), "{head}");
}

#[test]
fn without_grouping_all_are_shown() {
    let folder = repeated();
    let (hits, summary) = folder.hits(&["lantern library", "--all", "--group", "none"]);
    assert_eq!(hits.len(), 4);
    assert_eq!(summary["passages"], 4);
    assert!(hits.iter().all(|hit| hit.get("alike").is_none()));
    let text = folder.line("search lantern --group none").check().stdout;
    assert!(!text.contains("other report"), "{text}");
    let table = folder.line("search lantern --group none --format csv");
    let table = table.check().stdout;
    assert!(rows(&table).iter().all(|row| row["alike"] == "0"));
    // By the filters it may be one of the report's own.
    let text = folder
        .line("search --all lantern library --area Fernhollow")
        .check()
        .stdout;
    assert!(text.contains("\n    and 1 more in this report\n"), "{text}");
}

#[test]
fn hits_of_an_area_are_drawn_together() {
    let folder = indexed(&[
        (
            "Quillmere",
            "3 to 7 June 2024",
            &["A red lantern hangs in the hall.", "A lantern was lent."],
        ),
        (
            "Quillmere",
            "8 to 12 May 2023",
            &["Nobody has ever seen the green lantern."],
        ),
        (
            "Ottermouth",
            "4 to 8 March 2024",
            &["Each school has a lantern of its own."],
        ),
    ]);
    let (hits, summary) = folder.hits(&["lantern", "--group", "area"]);
    assert_eq!(
        (&summary["passages"], &summary["reports"]),
        (&json!(4), &json!(3))
    );
    let mut areas: Vec<(&str, u64)> = hits
        .iter()
        .map(|hit| {
            let more = hit["more_in_area"].as_u64().expect("a number");
            (hit["report"]["area"].as_str().expect("an area"), more)
        })
        .collect();
    areas.sort_unstable();
    assert_eq!(areas, [("Ottermouth", 0), ("Quillmere", 2)]);
    let text = folder.line("search lantern --group area").check().stdout;
    assert_eq!(
        text.matches("    and 2 more passages in this area\n")
            .count(),
        1
    );
    assert_eq!(text.matches(" in this area\n").count(), 1, "{text}");
    let markdown = folder.line("search lantern --group area --format md");
    let markdown = markdown.check().stdout;
    assert!(markdown.contains(" · and 2 more passages in this area\n"));
    let table = folder.line("search lantern --group area --format csv");
    let rows = rows(&table.check().stdout);
    let mut counts: Vec<&str> = rows
        .iter()
        .map(|row| row["more_in_area"].as_str())
        .collect();
    counts.sort_unstable();
    assert_eq!(counts, ["0", "2"]);
}
