//! How much of a set of reports is read as people read it.
//!
//! `FINDINGS_PAGES` is a folder of pages as JSON (`<report>.json`), `FINDINGS_TRUTH` the table of
//! reports. Without them there is nothing to measure. With `FINDINGS_LIST` set, what was read of
//! every file is listed.

mod metadata;

use std::path::{Path, PathBuf};

use findings::page::Page;
use findings::report::Metadata;
use findings::report::metadata::recognise;

fn main() {
    let (Some(pages), Some(truth)) = (
        std::env::var_os("FINDINGS_PAGES"),
        std::env::var_os("FINDINGS_TRUTH"),
    ) else {
        return;
    };
    let pages = PathBuf::from(pages);
    let read = |file: &str| read(&pages.join(format!("{file}.json")));
    match metadata::compare(Path::new(&truth), read) {
        Ok(table) => println!("{table}"),
        Err(error) => eprintln!("{}: {error}", Path::new(&truth).display()),
    }
    if std::env::var_os("FINDINGS_LIST").is_some() {
        list(&pages);
    }
}

fn read(file: &Path) -> Option<Metadata> {
    let json = std::fs::read(file).ok()?;
    let pages: Vec<Page> = serde_json::from_slice(&json).ok()?;
    Some(recognise(&pages))
}

fn list(folder: &Path) {
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    for file in files.filter(|entry| entry.path().extension().is_some_and(|ext| ext == "json")) {
        let name = file
            .path()
            .strip_prefix(folder)
            .unwrap_or(file.path())
            .display()
            .to_string();
        match read(file.path()).map(|metadata| serde_json::to_string(&metadata)) {
            Some(Ok(json)) => println!("{name}\t{json}"),
            _ => println!("{name}\tnot read"),
        }
    }
}
