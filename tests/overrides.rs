//! `--metadata`, `--themes` and `findings inspect`.

use crate::fixtures::plain_report;
use crate::support::Folder;

#[test]
fn a_metadata_table_wins_and_is_remembered() {
    let folder = Folder::with_samples();
    folder.write(
        "reports/known.csv",
        "path,area,url\nashmere-send-full.txt,Kent,https://reports.example/a\n",
    );
    folder.index(&["--metadata", "reports/known.csv", "reports"]);
    let report = &folder.reports()["kent-send-full-2023-10"];
    assert_eq!(report["region"], "South East");
    assert_eq!(report["url"], "https://reports.example/a");
    folder.index(&[]);
    assert!(folder.reports().contains_key("kent-send-full-2023-10"));
    folder.index(&["--no-metadata"]);
    assert!(folder.reports().contains_key("ashmere-send-full-2023-10"));
}

#[test]
fn a_wrong_cell_is_named_by_line_and_changes_nothing() {
    let folder = Folder::with_samples();
    folder.write(
        "known.csv",
        "path,area\nreports/ashmere-send-full.txt,Kentt\n",
    );
    folder.line("index reports --metadata known.csv").fails(&[
        "known.csv: line 2: unknown area `Kentt`",
        "did you mean `Kent`",
    ]);
    assert!(!folder.join("index").join("findings.json").exists());
}

#[test]
fn another_theme_vocabulary_is_given_to_every_passage() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    folder.write(
        "own.toml",
        "[\"health/own\"]\ndefinition = \"Own.\"\ncues = [\"CAMHS\"]\n",
    );
    folder.index(&["--themes", "own.toml"]);
    let (hits, _) = folder.hits(&["CAMHS", "--theme", "own", "-n", "100"]);
    assert!(!hits.is_empty());
    assert!(
        hits.iter()
            .all(|hit| hit["themes"] == serde_json::json!(["health/own"]))
    );
}

#[test]
fn inspect_says_by_which_words() {
    let folder = Folder::with_samples();
    let answer = folder.line("inspect reports/ashmere-send-full.txt").check();
    assert!(
        answer
            .stdout
            .contains("outcome              send-inconsistent (scale send-2023)")
    );
    assert!(answer.stdout.contains("by: 9 to 13 October 2023"));
    let json = folder
        .line("inspect reports/ashmere-send-full.txt --format json")
        .check();
    let report: serde_json::Value = serde_json::from_str(&json.stdout).expect("a report");
    assert!(report["evidence"]["kind"].is_string());
    assert!(report["sections"][1]["passages"][0]["text"].is_string());
}

#[test]
fn a_name_with_and_is_found_among_several_areas() {
    let folder = Folder::new();
    folder.write("reports/a.txt", plain_report("Kent", "3 to 7 June 2024"));
    folder.write("reports/b.txt", plain_report("Leeds", "3 to 7 June 2024"));
    folder.write(
        "table.csv",
        "path,area\nreports/a.txt,Brighton and Hove; Kent\n",
    );
    folder.index(&["reports", "--metadata", "table.csv"]);
    for area in ["Brighton and Hove", "Kent"] {
        for command in ["reports", "export"] {
            let args = [command, "--format", "jsonl", "--area", area];
            let lines = folder.run(args).check().stdout;
            assert_eq!(lines.lines().count(), 1, "{command} --area {area}");
            assert!(lines.contains("reports/a.txt"), "{lines}");
        }
    }
}

#[test]
fn several_tables_merge_and_the_index_remembers_them() {
    let folder = Folder::with_samples();
    folder.write(
        "a.csv",
        "path,area,outcome\nreports/ashmere-send-full.txt,Kent,inconsistent\n",
    );
    folder.write(
        "b.csv",
        "path,area,published\nreports/ashmere-send-full.txt,Surrey,27/02/2025\n",
    );
    folder.index(&["reports", "--metadata", "a.csv"]);
    let run = folder.line("index --metadata b.csv").stderr_has(&[
        "note: b.csv line 2: area of `",
        "is `Surrey`, not `Kent` as in an earlier metadata table",
    ]);
    run.check();
    let report = &folder.reports()["surrey-send-full-2023-10"];
    assert_eq!(report["outcome"], "send-inconsistent", "of the first table");
    assert_eq!(report["published"], "2025-02-27");
    let status = folder.status();
    assert_eq!(
        status["metadata_files"],
        serde_json::json!(["a.csv", "b.csv"])
    );
    assert_eq!(status["corrections"][0]["values"]["area"], "Surrey");
    let shown = folder.line("show surrey-send-full-2023-10").check().stdout;
    assert!(
        shown
            .contains("Corrected by a metadata table: areas (the report says: Ashmere), published"),
        "{shown}"
    );
    folder.index(&["--no-metadata"]);
    assert!(folder.reports().contains_key("ashmere-send-full-2023-10"));
}

#[test]
fn the_table_of_reports_is_taken_back_and_changes_nothing() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    let before = folder.line("reports --format json").check().stdout;
    let table = folder.line("reports --format csv").check().stdout;
    folder.write("tables/reports.csv", &table);
    folder.index(&["--metadata", "tables/reports.csv"]);
    assert_eq!(folder.line("reports --format json").check().stdout, before);
    let edited = table.replace(",Ashmere,", ",Kent,");
    assert_ne!(edited, table);
    folder.write("tables/reports.csv", edited);
    folder.index(&[]);
    assert!(folder.reports().contains_key("kent-send-full-2023-10"));
}

#[test]
fn a_correction_is_written_and_applied() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    folder
        .line("correct ashmere-send-full-2023-10 --outcome widespread-failings")
        .stderr_has(&["`findings index --metadata corrections.csv` applies it"])
        .check();
    folder
        .line("correct ashmere-send-full-2023-10 --published 1/2/2024 --area Kent --area Surrey")
        .any_stderr()
        .check();
    let table = std::fs::read_to_string(folder.join("corrections.csv")).expect("written");
    assert_eq!(table.lines().count(), 2, "one row a report: {table}");
    folder
        .line("correct ashmere-send-full-2023-10 --outcome splendid")
        .fails(&["unknown outcome"]);
    assert_eq!(
        std::fs::read_to_string(folder.join("corrections.csv")).expect("kept"),
        table
    );
    folder
        .line("correct ashmere-send-full-2023-10")
        .fails(&["nothing to correct"]);
    folder.index(&["--metadata", "corrections.csv"]);
    let reports = folder.reports();
    let report = reports
        .values()
        .find(|report| report["published"] == "2024-02-01");
    let report = report.expect("corrected");
    assert_eq!(report["outcome"], "send-widespread-failings");
    assert_eq!(report["area"], "Kent and Surrey");
    // Of several areas, too, the table of reports is taken back.
    folder.write(
        "all.csv",
        folder.line("reports --format csv").check().stdout,
    );
    folder.index(&["--metadata", "all.csv"]);
    let reports = folder.reports();
    assert!(
        reports
            .values()
            .any(|report| report["area"] == "Kent and Surrey")
    );
}
