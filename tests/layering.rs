//! Who may know whom: read from the `use` lines and paths of the sources.

use std::fs;
use std::path::{Path, PathBuf};

struct Source {
    /// Below `src/`, with slashes.
    name: String,
    /// Lines of code without comments, tests left out.
    lines: Vec<String>,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .filter_map(|path| {
            let name = path
                .strip_prefix(&root)
                .ok()?
                .to_string_lossy()
                .replace('\\', "/");
            let text = fs::read_to_string(&path).expect("a source file");
            let code = text
                .split("\n#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or("");
            let lines = code
                .lines()
                .map(|line| line.split("//").next().unwrap_or("").to_owned())
                .collect();
            Some(Source { name, lines })
        })
        .filter(|source| !source.name.ends_with("_tests.rs"))
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src/").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Files that name one of `words`.
fn naming(sources: &[Source], words: &str) -> Vec<String> {
    let pattern = regex::Regex::new(words).expect("a pattern");
    sources
        .iter()
        .filter(|source| source.lines.iter().any(|line| pattern.is_match(line)))
        .map(|source| source.name.clone())
        .collect()
}

#[track_caller]
fn only(words: &str, allowed: impl Fn(&str) -> bool) {
    let sources = sources();
    let found = naming(&sources, words);
    assert!(
        !found.is_empty(),
        "nothing names {words}: the pattern is wrong"
    );
    let strangers: Vec<&String> = found.iter().filter(|name| !allowed(name)).collect();
    assert!(strangers.is_empty(), "{words} is named by {strangers:?}");
}

#[test]
fn only_the_engine_knows_tantivy() {
    only(r"\btantivy\w*::", |name| name.starts_with("engine/"));
}

#[test]
fn only_the_command_line_knows_the_terminal() {
    let cli = |name: &str| name.starts_with("cli/");
    only(
        r"\b(clap|clap_complete|clap_mangen|indicatif|ctrlc|terminal_size)::",
        cli,
    );
    only(r"\b(std::)?io::(stdout|stderr|stdin)\b", cli);
    only(r"\bIsTerminal\b", cli);
    // Where the program stands decides how paths are shown; nothing else is read from outside.
    only(r"\benv::", |name| {
        cli(name) || name == "main.rs" || name == "storage/path.rs"
    });
    let sources = sources();
    assert_eq!(
        naming(&sources, r"\be?print(ln)?!"),
        Vec::<String>::new(),
        "printing goes through handles"
    );
}

/// The rooms of the tree, the lowest first: a room may use those before it alone.
const LAYERS: [&str; 12] = [
    "error", "text", "document", "report", "query", "storage", "engine", "indexing", "answers",
    "samples", "render", "cli",
];

#[test]
fn arrows_run_one_way() {
    let pattern = regex::Regex::new(r"\bcrate::(?:\{)?(\w+)").expect("a pattern");
    let place = |room: &str| LAYERS.iter().position(|layer| *layer == room);
    let mut upwards = Vec::new();
    for source in sources() {
        let room = source.name.split(['/', '.']).next().unwrap_or_default();
        if matches!(room, "lib" | "main") {
            continue;
        }
        let own = place(room);
        assert!(own.is_some(), "src/{} is in no layer", source.name);
        for line in &source.lines {
            for found in pattern.captures_iter(line) {
                let used = &found[1];
                let Some(other) = place(used) else { continue };
                let arrow = (source.name.clone(), used.to_owned());
                if Some(other) > own && !upwards.contains(&arrow) {
                    upwards.push(arrow);
                }
            }
        }
    }
    assert!(upwards.is_empty(), "upwards: {upwards:#?}");
}

#[test]
fn only_main_starts_the_command_line() {
    only(r"\b(crate|findings)::cli\b", |name| {
        name == "main.rs" || name.starts_with("cli/")
    });
}
