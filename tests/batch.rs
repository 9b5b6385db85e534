//! Many queries from a table.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{Folder, program, samples};

fn with_table(table: impl AsRef<[u8]>) -> Folder {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    folder.write("queries.csv", table);
    folder
}

/// Rows of a table by column.
fn rows(stdout: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(stdout.as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

#[test]
fn a_folder_is_no_table() {
    let folder = Folder::with_samples();
    folder
        .line("batch reports")
        .fails(&["error: `reports` is a folder: name a file\n"]);
}

#[test]
fn each_row_is_a_search_of_its_own() {
    let folder = with_table(
        "name,query,area,outcome,limit\n\
         waits,CAMHS waiting,,,2\n\
         therapy,speech and language,fenmouth; ashmere,,100\n\
         ,county lines,,,1\n\
         all of it,,thornleigh,,3\n",
    );
    let answer = folder
        .line("batch queries.csv")
        .stderr("4 queries: 4 found passages\n")
        .check();
    let rows = rows(&answer.stdout);
    let of = |number: &str| {
        let rows = rows.iter().filter(|row| row["row"] == number);
        rows.collect::<Vec<_>>()
    };
    assert_eq!(of("2").len(), 2);
    assert!(of("2").iter().all(|row| row["query_name"] == "waits"));
    let areas: std::collections::BTreeSet<&str> =
        of("3").iter().map(|row| row["area"].as_str()).collect();
    assert_eq!(areas, ["Ashmere", "Fenmouth"].into());
    assert!(of("5").iter().all(|row| row["area"] == "Thornleigh"));
    // The hits are those of the search.
    let (hits, summary) = folder.hits(&["CAMHS waiting", "--group", "alike", "-n", "2"]);
    for (row, hit) in of("2").iter().zip(&hits) {
        assert_eq!(row["id"], hit["id"]);
        assert_eq!(row["passages"], summary["passages"].to_string());
    }
}

#[test]
fn a_query_that_finds_nothing_is_not_lost() {
    let folder = with_table("id,query\nq1,zeppelin airship\nq2,autism\n");
    let answer = folder
        .run(["batch", "queries.csv"])
        .stderr_has(&[
            "note: row 2: `zeppelin` occurs nowhere\n",
            "2 queries: 1 found passages; 1 row had no full match (2)\n",
        ])
        .check();
    let first = &rows(&answer.stdout)[0];
    assert_eq!(
        (first["query_id"].as_str(), first["passages"].as_str()),
        ("q1", "0")
    );
    assert_eq!(first["text"], "");
    let answer = folder
        .run(["batch", "queries.csv", "--format", "jsonl", "--quiet"])
        .check();
    let lines: Vec<Value> = answer
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(
        (&lines[0]["type"], &lines[0]["row"], &lines[0]["query_id"]),
        (&"summary".into(), &2.into(), &"q1".into())
    );
    assert_eq!(lines[0]["passages"], 0);
    let last = lines.last().expect("a summary");
    assert!(last["type"] == "summary" && last["passages"].as_u64() > Some(0));
    folder.write("queries.csv", "query\nzeppelin airship\n");
    folder.line("batch queries.csv --quiet").status(1).check();
}

#[test]
fn what_was_read_differently_is_said_row_by_row() {
    let folder = with_table("query,area,theme\nautisim,,\nautism,kent,\nwaiting,,camhs\n");
    let answer = folder
        .run(["batch", "queries.csv"])
        .stderr_has(&[
            "note: row 2: `autisim` was read as `autism`\n",
            "note: row 3: no report of Kent is indexed\n",
        ])
        .check();
    let rows = rows(&answer.stdout);
    assert_eq!(rows[0]["notes"], "`autisim` was read as `autism`");
    let row = |number: &str| rows.iter().find(|row| row["row"] == number).expect("a row");
    assert_eq!(row("3")["notes"], "no report of Kent is indexed");
    assert_eq!(row("4")["filters"], "theme health/camhs");
}

#[test]
fn a_bad_row_is_named_and_the_rest_run() {
    let folder = with_table(
        "query,area,limit,all\n\
         autism,atlantis,,\n\
         autism,,many,\n\
         autism,,,perhaps\n\
         ,,,no\n\
         autism,,,,surplus\n\
         autism,,1,yes\n",
    );
    let answer = folder
        .line("batch queries.csv")
        .status(2)
        .stderr_has(&[
            "warning: row 2: unknown area `atlantis`",
            "warning: row 3: `limit` cannot be `many`; it takes 1 to 100000",
            "warning: row 4: `all` cannot be `perhaps`; it is `yes` or `no`",
            "warning: row 5: nothing to search for",
            "warning: row 6: it has 5 cells for 4 columns",
            "1 query: 1 found passages; 5 rows skipped",
        ])
        .check();
    assert_eq!(rows(&answer.stdout).len(), 1);
}

#[test]
fn tables_that_cannot_be_used_say_why() {
    let folder = with_table("query,outcom\nx,y\n");
    folder.line("batch queries.csv").fails(&[
        "unknown column `outcom`",
        "did you mean `outcome`?",
        "`include-boilerplate`",
    ]);
    folder.write("queries.csv", "");
    folder.line("batch queries.csv").fails(&["it is empty"]);
    folder.write("queries.csv", b"PK\x03\x04\0\0\0");
    folder.line("batch queries.csv").fails(&["it is not text"]);
    folder
        .line("batch missing.csv")
        .fails(&["cannot read `missing.csv`"]);
}

#[test]
fn tables_of_spreadsheets() {
    let folder = with_table("\u{feff}Query,Year\r\n\"autism, \"\"waiting\"\"\",2023..\r\n,\r\n");
    let answer = folder.line("batch queries.csv --quiet").check();
    let rows = rows(&answer.stdout);
    assert_eq!(rows[0]["query"], "autism, \"waiting\"");
    folder.write("queries.csv", b"name,query\ncaf\xe9,autism\n");
    folder.line("batch queries.csv").any_stderr().check();
}

#[test]
fn a_cell_without_end_is_no_query() {
    let folder = with_table(format!("query\nautism\n\"{}", "waiting ".repeat(400_000)));
    let answer = folder
        .line("batch queries.csv")
        .status(2)
        .stderr_has(&["row 3: it is longer than 1 MiB"])
        .check();
    assert!(!rows(&answer.stdout).is_empty());
    folder.write(
        "queries.csv",
        format!("query\n{}\n", "waiting ".repeat(10_000)),
    );
    folder
        .line("batch queries.csv")
        .status(2)
        .stderr_has(&["row 2: the query is longer than 10000 bytes"])
        .check();
}

#[test]
fn cells_are_no_formulas_and_no_escapes() {
    let folder = with_table("name,query\n=1+1,autism\n\u{1b}[31mred,-zeppelin autism\n");
    let answer = folder.line("batch queries.csv --quiet").check();
    assert!(!answer.stdout.contains('\u{1b}'));
    assert!(answer.stdout.contains("'=1+1") && answer.stdout.contains("'-zeppelin"));
}

#[test]
fn queries_come_from_stdin_too() {
    let mut child = program(samples().path())
        .args(["batch", "-", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin
        .write_all(b"query,limit\nautism,1\n")
        .expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(rows(&String::from_utf8_lossy(&output.stdout)).len(), 1);
}
