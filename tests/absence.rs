//! Nothing found: exit 1, nothing on stdout, and the reason on stderr.

use serde_json::Value;

use crate::support::{Run, samples};

fn nothing(run: Run, parts: &[&str]) {
    run.status(1).stdout("").stderr_has(parts).check();
}

#[test]
fn an_unknown_word_is_named_with_near_ones() {
    nothing(
        samples().line("search --exact timetabel"),
        &[
            "nothing found for `timetabel`\n",
            "`timetabel` occurs nowhere; did you mean `timetable",
        ],
    );
    nothing(
        samples().line("search xylophone zeppelin --all"),
        &["`xylophone` and `zeppelin` occur nowhere\n"],
    );
}

#[test]
fn the_filter_that_empties_the_result_is_named() {
    let found = samples().ids(&["gangs"]).len();
    nothing(
        samples().line("search gangs --year 2019"),
        &[
            "nothing found for `gangs`\n",
            &format!("  without `--year 2019`: {found} passages\n"),
        ],
    );
    // Only the filter that is to blame.
    let answer = samples()
        .line("search gangs --year 2019 --not-kind press-release")
        .status(1)
        .stdout("")
        .any_stderr()
        .check();
    assert!(
        answer.stderr.contains("without `--year 2019`"),
        "{}",
        answer.stderr
    );
    assert!(
        !answer.stderr.contains("without `--not-kind"),
        "{}",
        answer.stderr
    );
    nothing(
        samples().line("search gangs year:2019"),
        &["  without `year:2019`: "],
    );
}

#[test]
fn words_that_never_meet_are_told_from_words_that_are_unknown() {
    let any = samples().hits(&["--any", "cricket portage"]).0.len();
    assert!(any > 1);
    let answer = samples()
        .line("search --all cricket portage")
        .status(1)
        .stdout("")
        .any_stderr()
        .check();
    assert!(
        answer
            .stderr
            .contains(&format!("with any of the words (--any): {any} passages")),
        "{}",
        answer.stderr
    );
    assert!(
        !answer.stderr.contains("occurs nowhere"),
        "{}",
        answer.stderr
    );
}

#[test]
fn what_was_searched_is_said() {
    nothing(
        samples().line("search zeppelin"),
        &[
            "  searched 11 reports of 2019 to 2025: ",
            "2 ilacs, 1 jtai, 1 press-release, 4 send-full, 1 send-monitoring, 1 send-outcome-letter, 1 send-revisit\n",
        ],
    );
}

#[test]
fn quiet_says_nothing_at_all() {
    samples()
        .line("search zeppelin --quiet")
        .status(1)
        .stdout("")
        .check();
}

#[test]
fn a_table_of_nothing_has_its_head() {
    for line in [
        "search zeppelin",
        "facets zeppelin",
        "actions zeppelin",
        "waits zeppelin",
    ] {
        let answer = samples()
            .line(&format!("{line} --format csv"))
            .status(1)
            .stderr_has(&["nothing found"])
            .check();
        assert_eq!(
            answer.stdout.lines().count(),
            1,
            "{line}: {}",
            answer.stdout
        );
    }
    let zeros = samples()
        .line("count zeppelin --by kind --format csv")
        .status(1)
        .any_stderr()
        .check();
    assert!(
        zeros.stdout.contains("\nsend-full,0,0,4,0\n"),
        "{}",
        zeros.stdout
    );
    let chart = samples()
        .line("trend zeppelin --area kent --format svg")
        .status(1)
        .any_stderr()
        .check();
    assert!(chart.stdout.starts_with("<svg"), "{}", chart.stdout);
}

#[test]
fn formats_for_people_leave_stdout_empty() {
    for format in ["text", "md"] {
        for (line, why) in [
            ("search zeppelin", "nothing found"),
            ("facets zeppelin", "nothing found"),
            (
                "reports --outcome outstanding",
                "no report passes the filters (11 are indexed)",
            ),
        ] {
            nothing(samples().line(&format!("{line} --format {format}")), &[why]);
        }
    }
}

#[test]
fn an_empty_answer_is_a_document_that_says_why() {
    for command in ["search", "facets", "actions", "waits", "count", "trend"] {
        let answer = samples()
            .line(&format!("{command} zeppelin --format json"))
            .status(1)
            .stderr_has(&["nothing found for `zeppelin`", "`zeppelin` occurs nowhere"])
            .check();
        let document: Value = serde_json::from_str(&answer.stdout).expect("JSON");
        assert_eq!(document["summary"]["passages"], 0, "{command}");
        let absence = &document["absence"];
        assert_eq!(absence["indexed_reports"], 11, "{command}");
        assert_eq!(absence["unknown_words"][0]["word"], "zeppelin", "{command}");
    }
    let reports = samples()
        .line("reports --outcome outstanding --format json")
        .status(1)
        .any_stderr()
        .check();
    assert_eq!(reports.stdout, "[]\n");
}

#[test]
fn a_page_past_the_end_says_how_many_there_are() {
    let found = samples().ids(&["camhs"]).len();
    nothing(
        samples().line("search camhs --page 99"),
        &[&format!(
            "nothing on this page: there are {found} passages in total\n"
        )],
    );
}
