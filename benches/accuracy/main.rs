//! Compares what the parser finds with truth files and prints the shares that are right.
//!
//! Reads pages as JSON from the folder in `FINDINGS_PAGES` and the truth from `FINDINGS_TRUTH`.

mod lengths;
mod sections;
mod themes;

use std::path::{Path, PathBuf};

use findings::page::Page;
use findings::report::Kind;

fn main() {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let (Some(pages), Some(truth)) = (folder("FINDINGS_PAGES"), folder("FINDINGS_TRUTH")) else {
        eprintln!("set FINDINGS_PAGES and FINDINGS_TRUTH");
        return;
    };
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--"))
        .collect();
    let wants = |name: &str| wanted.is_empty() || wanted.iter().any(|want| want == name);
    if wants("sections") {
        print!(
            "{}",
            sections::compare(&pages, &truth.join("truth-sections.csv"))
        );
    }
    if wants("lengths") {
        print!("{}", lengths::measure(&pages));
    }
    if wants("themes") {
        print!("{}", themes::compare(&truth.join("truth-themes.jsonl")));
    }
    if wanted.first().is_some_and(|first| first == "show") {
        for file in &wanted[1..] {
            print!("{}", sections::show(&pages.join(file)));
        }
    }
}

/// Pages of one dumped document.
pub fn load(file: &Path) -> Option<Vec<Page>> {
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}

/// Every dumped document under a folder, as paths relative to it, in order.
pub fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        let entries = std::fs::read_dir(&dir).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ext| ext == "json")
                && let Ok(short) = path.strip_prefix(folder)
            {
                found.push(short.to_path_buf());
            }
        }
    }
    found.sort();
    found
}

/// The kind of a document, by the rules that suffice for the files compared here.
pub fn kind_of(pages: &[Page]) -> Kind {
    let text: String = pages
        .iter()
        .take(2)
        .flat_map(|page| page.lines.iter())
        .map(|line| line.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
        .replace('\u{2019}', "'")
        .to_lowercase();
    let early: String = text.chars().take(900).collect();
    let has = |needle: &str| early.contains(needle);
    if has("area send inspection of") {
        Kind::SendFull
    } else if text.contains("area send revisit in") {
        Kind::SendRevisit
    } else if text.contains("joint targeted area inspection of") {
        Kind::Jtai
    } else if has("inspection of looked after children services") {
        Kind::Lac2013
    } else if has("review of the effectiveness of the local safeguarding")
        && !has("in need of help")
    {
        Kind::LscbReview
    } else if has("inspection of services for children in need") {
        Kind::Sif
    } else if text.contains("judgement grade") {
        Kind::Ilacs
    } else {
        Kind::PressRelease
    }
}
