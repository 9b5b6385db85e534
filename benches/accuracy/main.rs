//! How much of a set of reports is read as people read it: compares what the parser finds with
//! truth tables and lists every miss.
//!
//! `FINDINGS_REPORTS` is the folder of reports, `FINDINGS_TRUTH` the table `truth-reports.csv`, with
//! `truth-sections.csv` and `truth-themes.jsonl` beside it. Without them there is nothing to
//! measure. Arguments choose parts: `metadata`, `sections`, `lengths`, `texts`, `themes`; with
//! `--check` a figure below its floor is an error.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a table to read is what this is for"
)]

mod lengths;
mod metadata;
mod sections;
mod texts;
mod themes;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use findings::document::{self, Document, Format};
use findings::report::Kind;
use findings::report::recognise;

/// A part of the measurement.
pub(crate) struct Measured {
    /// The table, and every miss.
    pub(crate) text: String,
    /// Figures by name.
    pub(crate) figures: Vec<(&'static str, f64)>,
}

/// What must be reached: at least this much (or, for what is bad, at most).
const FLOORS: [(&str, Bound, f64); 7] = [
    ("metadata", Bound::AtLeast, 100.0),
    ("sections", Bound::AtLeast, 98.0),
    ("word pairs of texts", Bound::AtLeast, 98.0),
    ("words kept", Bound::AtLeast, 99.0),
    ("passages with furniture or cut", Bound::AtMost, 1.0),
    ("themes", Bound::AtLeast, 0.80),
    ("themes above plain rule", Bound::AtLeast, 0.0),
];

#[derive(Clone, Copy, PartialEq)]
enum Bound {
    AtLeast,
    AtMost,
}

fn main() -> ExitCode {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let (Some(reports), Some(truth)) = (folder("FINDINGS_REPORTS"), folder("FINDINGS_TRUTH"))
    else {
        eprintln!("nothing to measure: set FINDINGS_REPORTS and FINDINGS_TRUTH");
        return ExitCode::SUCCESS;
    };
    let tables = truth.parent().map(Path::to_path_buf).unwrap_or_default();
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--"))
        .collect();
    let check = std::env::args().any(|arg| arg == "--check");
    type Part<'a> = (&'a str, &'a dyn Fn() -> Measured);
    let parts: [Part<'_>; 5] = [
        ("metadata", &|| metadata(&reports, &truth)),
        ("sections", &|| {
            sections::compare(&reports, &tables.join("truth-sections.csv"))
        }),
        ("lengths", &|| lengths::measure(&reports)),
        ("texts", &|| texts::compare(&reports)),
        ("themes", &|| {
            themes::compare(&tables.join("truth-themes.jsonl"))
        }),
    ];
    let mut low = false;
    for (name, measure) in parts {
        if !wanted.is_empty() && !wanted.iter().any(|want| want == name) {
            continue;
        }
        let measured = measure();
        println!("{}", measured.text);
        for (figure, value) in measured.figures {
            let floor = FLOORS.iter().find(|(of, ..)| *of == figure);
            let Some(&(_, bound, floor)) = floor else {
                continue;
            };
            let (reached, words) = match bound {
                Bound::AtLeast => (value >= floor, "at least"),
                Bound::AtMost => (value <= floor, "at most"),
            };
            let verdict = if reached { "reached" } else { "NOT REACHED" };
            println!("{figure}: {value:.3} ({words} {floor}: {verdict})\n");
            low |= !reached;
        }
    }
    if check && low {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn metadata(reports: &Path, truth: &Path) -> Measured {
    let read = |file: &str| load(&reports.join(file)).map(|document| recognise(&document));
    match metadata::compare(truth, read) {
        Ok(table) => Measured {
            text: table.to_string(),
            figures: vec![("metadata", table.least())],
        },
        Err(error) => Measured {
            text: format!("{}: {error}", truth.display()),
            figures: vec![("metadata", 0.0)],
        },
    }
}

/// The content of one file; `None` if it cannot be read.
pub(crate) fn load(file: &Path) -> Option<Document> {
    let bytes = std::fs::read(file).ok()?;
    document::read(Format::from_path(file)?, &bytes).ok()
}

/// Every report file under a folder, as paths relative to it, in order.
pub(crate) fn documents(folder: &Path) -> Vec<PathBuf> {
    document::walk::files(folder)
        .into_iter()
        .map(|found| found.relative)
        .collect()
}

/// The kind that the parser recognises.
pub(crate) fn kind_of(document: &Document) -> Kind {
    recognise(document).kind
}
