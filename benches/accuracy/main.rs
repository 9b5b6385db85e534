//! How much of a set of reports is read as people read it: compares what the parser finds with
//! truth tables and lists every miss.
//!
//! `FINDINGS_REPORTS` is the folder of reports, `FINDINGS_TRUTH` the table `truth-reports.csv`, with
//! `truth-sections.csv` and `truth-themes.jsonl` beside it. Without them there is nothing to
//! measure. Arguments choose parts: `metadata`, `sections`, `lengths`, `themes`.

mod lengths;
mod metadata;
mod sections;
mod themes;

use std::path::{Path, PathBuf};

use findings::page::Page;
use findings::report::Kind;
use findings::report::metadata::recognise;
use findings::source::{self, Format};

fn main() {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let (Some(reports), Some(truth)) = (folder("FINDINGS_REPORTS"), folder("FINDINGS_TRUTH"))
    else {
        eprintln!("nothing to measure: set FINDINGS_REPORTS and FINDINGS_TRUTH");
        return;
    };
    let tables = truth.parent().map(Path::to_path_buf).unwrap_or_default();
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--"))
        .collect();
    let wants = |name: &str| wanted.is_empty() || wanted.iter().any(|want| want == name);
    if wants("metadata") {
        let read = |file: &str| load(&reports.join(file)).map(|pages| recognise(&pages));
        match metadata::compare(&truth, read) {
            Ok(table) => println!("{table}"),
            Err(error) => eprintln!("{}: {error}", truth.display()),
        }
    }
    if wants("sections") {
        let table = tables.join("truth-sections.csv");
        print!("{}", sections::compare(&reports, &table));
    }
    if wants("lengths") {
        print!("{}", lengths::measure(&reports));
    }
    if wants("themes") {
        print!("{}", themes::compare(&tables.join("truth-themes.jsonl")));
    }
}

/// Pages of one file; `None` if it cannot be read.
pub fn load(file: &Path) -> Option<Vec<Page>> {
    let bytes = std::fs::read(file).ok()?;
    let document = source::read(Format::from_path(file)?, &bytes).ok()?;
    Some(document.pages)
}

/// Every report file under a folder, as paths relative to it, in order.
pub fn documents(folder: &Path) -> Vec<PathBuf> {
    source::walk::walk(folder)
        .files
        .into_iter()
        .map(|found| found.relative)
        .collect()
}

/// The kind that the parser recognises.
pub fn kind_of(pages: &[Page]) -> Kind {
    recognise(pages).kind
}
