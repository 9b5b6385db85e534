//! Reports in parsed form as output and input: `findings export`, and `findings index` of what it
//! wrote.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use findings::samples::COUNT;
use serde_json::{Value, json};

use crate::fixtures::{plain_report, report_pdf};
use crate::support::{Folder, program, without_times};

const DAYS: &str = "3 to 7 June 2024";

/// The samples, a PDF and a report that two files hold, indexed.
fn indexed() -> Folder {
    let folder = Folder::with_samples();
    folder.write("reports/o.pdf", report_pdf("Ottermouth", DAYS));
    folder.write("reports/p.txt", plain_report("Ottermouth", DAYS));
    folder.index(&["reports"]);
    folder
}

fn export(folder: &Folder, args: &str) -> String {
    let line = format!("export {args}");
    folder.line(&line).check().stdout
}

/// A new folder with the lines as `all.jsonl`.
fn elsewhere(lines: &str) -> Folder {
    let folder = Folder::new();
    folder.write("all.jsonl", lines);
    folder
}

/// What an index answers to some questions, beside which other files hold the same.
fn answers(folder: &Folder) -> String {
    let mut answers = String::new();
    for question in [
        "search camhs waiting -n 40",
        "search letters OR plans -n 40 --sort date",
    ] {
        let question = format!("{question} --format jsonl --facets theme,outcome,year");
        answers += &folder.line(&question).check().stdout;
    }
    without_times(&answers)
}

/// One line, changed.
fn changed(line: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(line).expect("JSON");
    change(&mut value);
    format!("{value}\n")
}

fn skipped(summary: &Value) -> Vec<(String, String)> {
    let skipped = summary["skipped"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    skipped
        .map(|skip| (text(&skip["path"]), text(&skip["reason"])))
        .collect()
}

#[test]
fn what_is_exported_is_taken_back_without_loss() {
    let folder = indexed();
    let lines = export(&folder, "");
    assert_eq!(lines.lines().count(), COUNT + 1);
    let ids: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["report"]["id"].to_string())
        .collect();
    assert!(ids.is_sorted());
    let copy = elsewhere(&lines);
    let summary = copy.index(&["all.jsonl"]);
    assert_eq!(summary["reports"], COUNT + 1);
    assert_eq!(summary["read"], COUNT + 1);
    assert_eq!(export(&copy, ""), lines);
    // The files are named from where one stands.
    let here = format!("{}/", folder.path().display());
    assert!(answers(&copy).replace(&here, "") == answers(&folder));
    assert_eq!(copy.status()["files"], 1);
    assert_eq!(copy.status()["roots"], json!(["all.jsonl"]));
    assert_eq!(copy.status()["changes"]["new"], 0);
}

#[test]
fn files_are_compressed_by_their_names() {
    let folder = indexed();
    let lines = export(&folder, "");
    for name in ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"] {
        folder
            .line(&format!("export --output {name}"))
            .stdout("")
            .stderr(format!("wrote 12 reports to `{name}`\n"))
            .check();
        let bytes = fs::read(folder.join(name)).expect("written");
        assert_eq!(bytes.len() < lines.len() / 2, name != "a.jsonl", "{name}");
        let index = format!("of-{name}");
        let args = ["index", "--quiet", "--index", &index, name];
        folder.run(args).check();
        let back = folder.run(["export", "--index", &index]).check().stdout;
        assert_eq!(back, lines, "{name}");
    }
    folder.line("export --output a.csv").fails(&[
        "error: cannot export to a.csv: use .jsonl, .jsonl.gz or .jsonl.zst, or --format csv",
    ]);
    let parts = fs::read_dir(folder.path()).expect("readable").flatten();
    let mut parts = parts.map(|entry| entry.file_name().to_string_lossy().into_owned());
    assert!(!parts.any(|name| name.ends_with(".part")));
}

#[test]
fn filters_choose_what_is_exported() {
    let folder = indexed();
    let lines = export(&folder, "--kind ilacs --area lindenshaw");
    assert_eq!(lines.lines().count(), 1);
    assert!(lines.contains("\"id\":\"lindenshaw-ilacs-2022-11\""));
    folder
        .line("export --kind ilacs --area ottermouth")
        .status(1)
        .stdout("")
        .stderr("no report passes the filters (12 are indexed)\n")
        .check();
}

#[test]
fn a_collection_is_followed_line_by_line() {
    let folder = indexed();
    let lines = export(&folder, "");
    let copy = elsewhere(&lines);
    copy.index(&["all.jsonl"]);
    let summary = copy.index(&[]);
    assert_eq!(
        (&summary["read"], &summary["unchanged"]),
        (&json!(0), &json!(COUNT + 1))
    );
    // Touched, and the same.
    copy.write("all.jsonl", &lines);
    assert_eq!(copy.index(&[])["read"], 0);
    // One is another, one is new, and the last is gone.
    let mut all: Vec<String> = lines.split_inclusive('\n').map(str::to_owned).collect();
    all.pop();
    all[3] = changed(&all[3], |line| {
        line["report"]["sections"][0]["passages"][0]["text"] = "A zeppelin.".into();
    });
    let new = "{\"findings\":1,\"report\":{\"title\":\"Note\",\"kind\":\"other\",\"areas\":[],\
               \"outcome\":{\"scale\":\"none\",\"value\":\"none\"},\"sections\":[{\"heading\":\"\",\
               \"role\":\"findings\",\"passages\":[{\"text\":\"A quagga.\"}]}]}}\n";
    copy.write("all.jsonl", all.concat() + "\n" + new);
    let summary = copy.index(&[]);
    let number = |name: &str| summary[name].as_u64().expect("a number");
    assert_eq!(
        (number("read"), number("unchanged"), number("gone")),
        (2, COUNT as u64 - 1, 1)
    );
    assert_eq!(
        copy.texts(&["zeppelin", "--include-boilerplate"]),
        ["A zeppelin."]
    );
    assert_eq!(copy.ids(&["quagga"]), ["note-other:1"]);
    assert_eq!(
        copy.reports()["note-other"]["path"],
        format!("all.jsonl line {}", COUNT + 2)
    );
    assert_eq!(copy.reports().len(), COUNT + 1);
    // A line that moves takes its id with it.
    all.remove(0);
    copy.write("all.jsonl", all.concat());
    copy.index(&[]);
    let fresh = elsewhere(&all.concat());
    fresh.index(&["all.jsonl"]);
    assert_eq!(export(&copy, ""), export(&fresh, ""));
    copy.write("all.jsonl", "");
    assert_eq!(copy.index(&[])["reports"], 0);
}

#[test]
fn a_collection_that_is_gone_takes_its_reports_along() {
    let folder = indexed();
    let copy = Folder::new();
    copy.write("reports/all.jsonl.zst", zstd(&export(&folder, "")));
    copy.write("reports/q.txt", plain_report("Quillmere", DAYS));
    assert_eq!(copy.index(&["reports"])["reports"], COUNT + 2);
    copy.remove("reports/all.jsonl.zst");
    let summary = copy.index(&[]);
    assert_eq!(
        (&summary["gone"], &summary["reports"]),
        (&json!(COUNT + 1), &json!(1))
    );
}

fn zstd(text: &str) -> Vec<u8> {
    let folder = Folder::new();
    folder.write("x.jsonl", text);
    folder.index(&["x.jsonl"]);
    folder
        .run(["export", "--quiet", "--output", "x.jsonl.zst"])
        .check();
    fs::read(folder.join("x.jsonl.zst")).expect("written")
}

#[test]
fn a_report_is_there_once_from_whatever_it_comes() {
    let folder = indexed();
    let lines = export(&folder, "");
    folder.write("reports/all.jsonl", lines.clone() + &lines);
    let summary = folder.index(&[]);
    assert_eq!(summary["reports"], COUNT + 1);
    let duplicates = summary["duplicates"].as_array().expect("a list");
    assert_eq!(duplicates.len(), 1 + 2 * (COUNT + 1));
    let shown = |path: &str| duplicates.iter().any(|duplicate| duplicate["path"] == path);
    assert!(
        shown("reports/o.pdf") || shown("reports/all.jsonl line 7"),
        "{duplicates:?}"
    );
    // Where the file goes, a line takes its place.
    folder.remove("reports/ashmere-jtai.txt");
    let summary = folder.index(&[]);
    assert_eq!(summary["reports"], COUNT + 1);
    assert!(folder.reports().contains_key("ashmere-jtai-2024-05"));
    assert_eq!(export(&folder, ""), lines);
}

#[test]
fn bad_lines_are_named_and_skipped() {
    let folder = indexed();
    let lines = export(&folder, "");
    let good: Vec<&str> = lines.lines().collect();
    let line = |change: fn(&mut Value)| changed(good[0], change).into_bytes();
    let passage = |change: fn(&mut Value)| {
        changed(good[0], |line| {
            change(&mut line["report"]["sections"][0]["passages"][0]);
        })
        .into_bytes()
    };
    let bad: Vec<(Vec<u8>, &str)> = vec![
        (
            b"not JSON\n".to_vec(),
            "not understood (column 2): expected ident",
        ),
        (b"{}\n".to_vec(), "not a line of `findings export`"),
        (b"\xff\xfe\n".to_vec(), "not UTF-8"),
        (
            line(|line| line["findings"] = 9.into()),
            "unknown line format 9",
        ),
        (
            line(|line| line["sha256"] = "../../x".into()),
            "its sha256 is not 64 hexadecimal digits",
        ),
        (
            line(|line| line["report"]["kind"] = "novel".into()),
            "unknown variant `novel`",
        ),
        (
            line(|line| line["report"]["year"] = 99.into()),
            "its year is out of range",
        ),
        (
            line(|line| line["report"]["published"] = "-001000-01-01".into()),
            "its published is out of range",
        ),
        (
            line(|line| line["report"]["published"] = "2024-02-31".into()),
            "not understood (column",
        ),
        (
            line(|line| line["report"]["outcome"]["value"] = "splendid".into()),
            "its outcome is not on the scale none",
        ),
        (
            line(|line| line["report"]["areas"][0]["name"] = " ".into()),
            "the name of an area is empty or too long",
        ),
        (
            passage(|passage| passage["text"] = "".into()),
            "passage 1 is empty",
        ),
        (
            passage(|passage| passage["page_start"] = 0.into()),
            "passage 1 has impossible page numbers",
        ),
        (
            passage(|passage| passage["page_end"] = 4_294_967_296_u64.into()),
            "expected u32",
        ),
        (b"[".repeat(100_000), "not understood"),
    ];
    let count = bad.len();
    let mut file: Vec<u8> = bad.iter().flat_map(|(bytes, _)| bytes.clone()).collect();
    file.extend(format!("\n{}\n", good[1]).bytes());
    let copy = Folder::new();
    copy.write("all.jsonl", file);
    let summary = copy.index(&["all.jsonl"]);
    assert_eq!(summary["reports"], 1);
    let skipped = skipped(&summary);
    assert_eq!(skipped.len(), count);
    for (number, ((path, reason), (_, expected))) in skipped.iter().zip(&bad).enumerate() {
        assert_eq!(path, &format!("all.jsonl line {}", number + 1));
        assert!(reason.contains(expected), "line {}: {reason}", number + 1);
    }
    copy.line("index")
        .status(2)
        .stderr_has(&["warning: skipped `all.jsonl line 2`: not a line of `findings export`\n"])
        .check();
}

#[test]
fn a_line_cannot_pass_for_another() {
    let folder = indexed();
    let lines = export(&folder, "");
    let good: Vec<&str> = lines.lines().collect();
    let hostile = changed(good[0], |line| {
        line["path"] = "/etc/../\u{1b}[31m".into();
        let report = &mut line["report"];
        report["id"] = "../../index".into();
        report["title"] = "nul \0 and \u{1b}[2J".into();
        report["areas"] = json!([{"name": "Kent", "region": "Atlantis"}]);
        report["sections"][0]["passages"][0]["themes"] = json!(["no/theme", "../x"]);
        report["sections"][0]["passages"][0]["text"] = "A nul \0 here.".into();
    });
    let second = changed(good[1], |line| {
        line["report"]["id"] = "kent-jtai-2024-05-07".into();
    });
    let copy = elsewhere(&(hostile + &second));
    copy.index(&["all.jsonl"]);
    let reports = copy.reports();
    let ids: Vec<&String> = reports.keys().collect();
    let natural: Value = serde_json::from_str(good[1]).expect("JSON");
    assert_eq!(reports["kent-jtai-2024-05"]["region"], "South East");
    assert!(
        ids.iter().any(|id| natural["report"]["id"] == id.as_str()),
        "{ids:?}"
    );
    assert_eq!(
        copy.texts(&["nul here", "--include-boilerplate"]),
        ["A nul \u{fffd} here."]
    );
    let (hits, _) = copy.hits(&["nul here", "--all", "--include-boilerplate"]);
    assert_eq!(hits[0]["themes"], json!([]));
    let shown = copy.line("reports").check().stdout;
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn themes_of_another_vocabulary_are_given_anew() {
    let folder = indexed();
    let lines = export(&folder, "");
    let copy = elsewhere(&lines);
    copy.write(
        "themes.toml",
        "[\"all/figures\"]\ndefinition = \"figures\"\ncues = [\"figures\"]\n",
    );
    copy.index(&["all.jsonl", "--themes", "themes.toml"]);
    assert!(!copy.ids(&["theme:figures"]).is_empty());
    copy.index(&["--no-themes"]);
    assert_eq!(export(&copy, ""), lines);
}

#[test]
fn stdin_is_taken_in_and_stays() {
    let folder = indexed();
    let lines = export(&folder, "");
    let copy = Folder::new();
    copy.write("reports/q.txt", plain_report("Quillmere", DAYS));
    copy.index(&["reports"]);
    let import = |lines: &str, args: &[&str]| {
        let mut child = program(copy.path())
            .args(["index", "-"])
            .args(args)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(lines.as_bytes()).expect("written");
        drop(stdin);
        let output = child.wait_with_output().expect("ends");
        assert!(output.status.success());
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    let said = import(&lines, &[]);
    assert!(
        said.contains("note: stdin cannot be read again: its reports stay until"),
        "{said}"
    );
    assert_eq!(copy.reports().len(), COUNT + 2);
    assert_eq!(copy.status()["roots"], json!(["reports"]));
    copy.write("reports/r.txt", plain_report("Ravensholt", DAYS));
    assert_eq!(copy.index(&[])["reports"], COUNT + 3);
    assert_eq!(copy.index(&["--checksum"])["reports"], COUNT + 3);
    // What comes next takes the place of what came before.
    let first = lines.split_inclusive('\n').next().expect("a line");
    import(first, &[]);
    assert_eq!(copy.reports().len(), 3);
    let summary = copy.index(&["--rebuild"]);
    assert_eq!(
        (&summary["reports"], &summary["dropped"]),
        (&json!(2), &json!(1))
    );
}

#[test]
fn a_torn_file_gives_what_can_be_read() {
    let folder = indexed();
    folder.line("export --quiet --output all.jsonl.gz").check();
    let whole = fs::read(folder.join("all.jsonl.gz")).expect("written");
    let copy = Folder::new();
    copy.write("all.jsonl.gz", &whole[..whole.len() * 3 / 4]);
    let summary = copy.index(&["all.jsonl.gz"]);
    let skipped = skipped(&summary);
    assert_eq!(skipped.len(), 1);
    assert!(
        skipped[0].1.starts_with("cannot be read from here on: "),
        "{skipped:?}"
    );
    assert!(summary["reports"].as_u64() > Some(2));
    copy.write("all.jsonl.gz", &whole);
    assert_eq!(copy.index(&[])["reports"], COUNT + 1);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = indexed();
    let lines = export(&folder, "");
    let many: String = (0..40).map(|_| lines.as_str()).collect();
    let one = elsewhere(&many);
    one.index(&["all.jsonl", "-j", "1"]);
    let four = elsewhere(&many);
    four.index(&["all.jsonl", "-j", "4"]);
    assert_eq!(export(&one, ""), export(&four, ""));
    assert_eq!(
        one.line("reports --format jsonl").check().stdout,
        four.line("reports --format jsonl").check().stdout
    );
}

#[test]
fn every_passage_is_a_row_of_a_flat_table() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    let passages = folder.status()["passages"].as_u64().expect("a number");
    let printed = folder.line("export --format csv").check().stdout;
    let mut table = csv::Reader::from_reader(printed.as_bytes());
    let head = table.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|column| column == name).expect(name);
    let (id, area, text) = (column("id"), column("area"), column("text"));
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len() as u64, passages);
    let row = rows
        .iter()
        .find(|row| &row[id] == "ashmere-jtai-2024-05:3")
        .expect("a passage");
    assert_eq!(&row[area], "Ashmere");
    let shown = folder
        .line("show ashmere-jtai-2024-05:3 --format json")
        .check()
        .stdout;
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(
        &row[text],
        shown["sections"][0]["passages"][0]["text"]
            .as_str()
            .expect("text")
    );
    folder
        .line("export --format csv --excel --kind ilacs --output all.csv")
        .any_stderr()
        .check();
    let bytes = fs::read(folder.join("all.csv")).expect("written");
    assert!(bytes.starts_with("\u{feff}id,report,".as_bytes()));
    folder
        .line("export --excel")
        .fails(&["--excel needs --format csv"]);
}
