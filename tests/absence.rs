//! Nothing found: exit 1, nothing on stdout, and the reason on stderr.

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
fn every_format_leaves_stdout_empty() {
    for format in ["text", "json", "jsonl", "csv", "md"] {
        nothing(
            samples().line(&format!("search zeppelin --format {format}")),
            &["nothing found"],
        );
        nothing(
            samples().line(&format!("facets zeppelin --format {format}")),
            &["nothing found"],
        );
        nothing(
            samples().line(&format!("reports --outcome outstanding --format {format}")),
            &["no report passes the filters (11 are indexed)"],
        );
    }
}

#[test]
fn a_page_past_the_end_says_how_many_there_are() {
    let found = samples().ids(&["camhs"]).len();
    let pages = found.div_ceil(10);
    nothing(
        samples().line("search camhs --page 99 --group none"),
        &[&format!("nothing on page 99: there are {pages} pages\n")],
    );
    // Some may be drawn together.
    nothing(
        samples().line("search camhs --page 99"),
        &[&format!("there are at most {pages} pages\n")],
    );
    nothing(
        samples().line("search camhs --page 99 --group report"),
        &["nothing on page 99: there are 2 pages\n"],
    );
}
