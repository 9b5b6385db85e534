//! What the program prints, kept whole in `tests/golden/`: help, and answers about the samples.
//!
//! After a wanted change: `INSTA_UPDATE=always cargo nextest run --test main golden`, then read
//! the difference.

use crate::support::{Folder, samples, without_times};

fn keep(name: &str, printed: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, printed));
}

/// Compares all pages, and names all that differ.
fn keep_all(pages: &[(String, String)]) {
    let differs = |(name, printed): &&(String, String)| {
        std::panic::catch_unwind(|| keep(name, printed)).is_err()
    };
    let failed: Vec<&String> = pages.iter().filter(differs).map(|(name, _)| name).collect();
    assert!(failed.is_empty(), "pages that differ: {failed:?}");
}

fn answer(name: &str, line: &str) {
    let stdout = samples().line(line).check().stdout;
    keep(name, &without_times(&stdout));
}

/// The commands that `--help` lists.
fn commands(help: &str) -> Vec<&str> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    list.map_while(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .collect()
}

#[test]
fn help() {
    let folder = Folder::new();
    let page = |line: &str| folder.line(line).check().stdout;
    let help = page("--help");
    let commands = commands(&help);
    assert!(commands.contains(&"search"), "{commands:?}");
    let mut pages: Vec<(String, String)> = commands
        .iter()
        .map(|command| {
            (
                format!("help-{command}"),
                page(&format!("{command} --help")),
            )
        })
        .collect();
    pages.push(("help-short".to_owned(), page("-h")));
    pages.push(("help-search-short".to_owned(), page("search -h")));
    pages.push(("help".to_owned(), help));
    keep_all(&pages);
}

#[test]
fn search_in_text() {
    answer("search", "search CAMHS waiting -n 3 --facets outcome,year");
}

#[test]
fn search_in_colour() {
    let stdout = samples()
        .line("search CAMHS waiting -n 2 --color always")
        .check()
        .stdout;
    keep("search-colour", &stdout.replace('\u{1b}', "\\e"));
}

#[test]
fn search_in_markdown() {
    answer(
        "search-markdown",
        "search CAMHS waiting -n 2 --format md --facets outcome",
    );
}

#[test]
fn search_in_json() {
    answer(
        "search-json",
        "search county lines --all -n 1 --format json --facets year --explain",
    );
}

#[test]
fn search_in_csv() {
    answer("search-csv", "search county lines --all -n 2 --format csv");
}

#[test]
fn search_with_everything() {
    answer(
        "search-partial",
        "search CAMHS waiting crisis -n 6 --kind send-full",
    );
    answer(
        "search-grouped",
        "search camhs --group report -n 3 --sort date -C 1",
    );
    answer("search-explained", "search CAMHS waiting -n 1 --explain");
}

#[test]
fn facets() {
    answer("facets", "facets CAMHS waiting --outcome inconsistent");
}

#[test]
fn actions() {
    answer("actions", "actions --area fenmouth");
    answer("actions-json", "actions county council joint --format json");
    answer("actions-csv", "actions --body la --body icb --format csv");
    answer(
        "actions-markdown",
        "actions --kind send-outcome-letter --format md",
    );
}

#[test]
fn waits() {
    answer("waits", "waits");
    answer("waits-json", "waits --service camhs -n 1 --format json");
    answer("waits-csv", "waits --service autism --format csv");
    answer("waits-markdown", "waits --only target -n 3 --format md");
}

#[test]
fn count() {
    answer("count", "count CAMHS waiting");
    answer("count-two-way", "count children --by outcome,year");
    answer("count-json", "count tribunal --by kind --format json");
    answer("count-csv", "count tribunal --by outcome,year --format csv");
    answer(
        "count-markdown",
        "count tribunal --by section,kind --format md",
    );
    answer("count-absent", "count tribunal --absent --kind send-full");
}

#[test]
fn trend() {
    answer("trend", "trend CAMHS waiting");
    answer(
        "trend-json",
        "trend CAMHS waiting --kind send-full --format json",
    );
    answer("trend-csv", "trend CAMHS waiting --exact --format csv");
    answer("trend-markdown", "trend CAMHS waiting --format md");
    answer("trend-svg", "trend CAMHS waiting --exact --format svg");
}

#[test]
fn area() {
    answer("area", "area fenmouth");
    answer("area-json", "area lindenshaw --format json");
    answer("area-csv", "area thornleigh --format csv");
    answer("area-markdown", "area ashmere --format md");
}

#[test]
fn compare() {
    answer(
        "compare",
        "compare thornleigh ashmere fenmouth --query speech",
    );
    answer(
        "compare-json",
        "compare lindenshaw westmarch --theme camhs --format json",
    );
    answer("compare-csv", "compare lindenshaw ravensholt --format csv");
    answer(
        "compare-markdown",
        "compare ashmere westmarch --theme health --query waiting --format md",
    );
}

#[test]
fn check() {
    let pages = [
        ("check", "text"),
        ("check-markdown", "md"),
        ("check-csv", "csv"),
    ]
    .map(|(name, format)| {
        let line = format!("check reports/ashmere-press-release.txt --quiet --format {format}");
        (
            name.to_owned(),
            without_times(&samples().line(&line).check().stdout),
        )
    });
    keep_all(&pages);
}

#[test]
fn batch() {
    let folder = Folder::with_samples();
    folder.index(&["reports"]);
    folder.write(
        "queries.csv",
        "name,query,area,limit\nwaits,CAMHS waiting,,2\nnone,zeppelin airship,,\nplans,EHC plans,fenmouth; ashmere,1\n",
    );
    let table = folder.line("batch queries.csv").any_stderr().check();
    keep("batch", &table.stdout);
    keep("batch-said", &table.stderr);
}

#[test]
fn show() {
    answer(
        "show-section",
        "show fenmouth-send-full-2023-06 --section priority-actions",
    );
    answer("show-passage", "show thornleigh-ilacs-2024-01:6 -C 1");
    answer(
        "show-markdown",
        "show lindenshaw-ilacs-2022-11 --page 1 --format md",
    );
}

#[test]
fn quote() {
    let id = "ashmere-jtai-2024-05:9";
    answer(
        "quote",
        &format!("quote {id} ashmere-press-release-2023-10:4"),
    );
    answer("quote-markdown", &format!("quote {id} --format md"));
    let here = samples().path().display().to_string();
    let pages = ["bibtex", "ris", "json"].map(|format| {
        let line = format!("quote {id} --format {format}");
        let stdout = samples().line(&line).check().stdout;
        (format!("quote-{format}"), stdout.replace(&here, "/here"))
    });
    keep_all(&pages);
}

#[test]
fn similar() {
    let id = "ashmere-send-full-2023-10:20";
    answer("similar", &format!("similar {id} -n 2"));
    answer(
        "similar-markdown",
        &format!("similar {id} -n 1 --format md"),
    );
    answer("similar-csv", &format!("similar {id} -n 1 --format csv"));
    answer(
        "similar-json",
        &format!("similar {id} -n 1 --not-area ashmere --format json"),
    );
}

#[test]
fn reports() {
    answer("reports", "reports");
    answer("reports-filtered", "reports --area ravensholt --format md");
}

#[test]
fn suggest() {
    answer("suggest", "suggest -n 8 plans for sen");
    answer("suggest-value", "suggest outcome:send");
}

#[test]
fn status() {
    let stdout = samples().line("status").check().stdout;
    let size = regex::Regex::new(r"\(\d+\.\d MiB\)").expect("a pattern");
    let themes = regex::Regex::new(r"\([0-9a-f]{16}\)").expect("a pattern");
    let stdout = size.replace_all(&stdout, "(N MiB)");
    keep("status", &themes.replace(&stdout, "(H)"));
}

#[test]
fn the_summary_of_a_run() {
    let folder = Folder::with_samples();
    folder.write("reports/copy.txt", findings::samples::SAMPLES[0].1);
    folder.write("reports/empty.pdf", "");
    folder.write("reports/sheet.xlsx", "PK");
    let said = folder
        .line("index reports")
        .status(2)
        .stdout("")
        .any_stderr()
        .check()
        .stderr;
    keep("index", &without_times(&said));
    folder.remove("reports/empty.pdf");
    let said = folder.line("index").stdout("").any_stderr().check().stderr;
    keep("index-again", &without_times(&said));
}
