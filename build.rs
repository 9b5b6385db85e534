//! Fingerprints of the reader of files and of the parser of reports, for `src/kept.rs`: what
//! they made is kept for as long as nothing they are made of changes.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// From the bytes of a file to pages of lines.
const READER: Made = Made {
    of: &["src/document"],
    with: &[
        "encoding_rs",
        "hayro-cmap",
        "hayro-font",
        "hayro-interpret",
        "hayro-syntax",
        "pulldown-cmark",
        "scraper",
        "unicode-normalization",
        "unicode-segmentation",
    ],
};

/// From pages to a report with its themes. The list of themes has a fingerprint of its own, taken
/// when the program runs, for people may bring another.
const PARSER: Made = Made {
    of: &["src/report", "src/text"],
    with: &["aho-corasick", "jiff", "regex", "unicode-normalization"],
};
const THEMES: &str = "src/report/themes/themes.toml";

/// What a part of the program is made of: our sources and the libraries they use.
struct Made {
    of: &'static [&'static str],
    with: &'static [&'static str],
}

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=Cargo.lock");
    // Where there is none, our own version stands for those of the libraries.
    let lock = fs::read_to_string("Cargo.lock").unwrap_or_default();
    let libraries = libraries(&lock);
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    for (variable, made) in [("FINDINGS_READER", READER), ("FINDINGS_PARSER", PARSER)] {
        let mut hasher = DefaultHasher::new();
        if libraries.is_empty() {
            version.hash(&mut hasher);
        }
        for part in made.of {
            println!("cargo:rerun-if-changed={part}");
            for file in files(Path::new(part))? {
                if file != Path::new(THEMES) {
                    file.hash(&mut hasher);
                    fs::read(&file)?.hash(&mut hasher);
                }
            }
        }
        for library in with_their_own(made.with, &libraries) {
            library.hash(&mut hasher);
            libraries.get(library).hash(&mut hasher);
        }
        println!("cargo:rustc-env={variable}={:016x}", hasher.finish());
    }
    Ok(())
}

/// A file itself, or all files below a folder, in an order that is the same everywhere.
fn files(path: &Path) -> io::Result<BTreeSet<PathBuf>> {
    if path.is_file() {
        return Ok([path.to_owned()].into());
    }
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(path)? {
        found.extend(files(&entry?.path())?);
    }
    Ok(found)
}

/// The packages of `Cargo.lock` by name: their versions and what they depend on.
fn libraries(lock: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut libraries: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let mut words = package.split('"').skip(1).step_by(2);
        let name = words.next().unwrap_or_default();
        // A name occurs twice where two versions are in use.
        libraries.entry(name).or_default().extend(words);
    }
    libraries
}

/// `names` and all packages that they depend on.
fn with_their_own<'a>(
    names: &[&'a str],
    libraries: &BTreeMap<&'a str, Vec<&'a str>>,
) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    let mut open = names.to_vec();
    while let Some(name) = open.pop() {
        if all.insert(name) {
            // Of a package's words only the names of others lead on: `memchr`, or `syn 2.0.1`.
            let words = libraries.get(name).into_iter().flatten();
            let names = words.filter_map(|word| word.split(' ').next());
            open.extend(names.filter(|name| libraries.contains_key(name)));
        }
    }
    all
}
