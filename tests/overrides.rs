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
