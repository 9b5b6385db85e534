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
        cli(name) || name == "main.rs" || name == "ledger/path.rs"
    });
    let sources = sources();
    assert_eq!(
        naming(&sources, r"\be?print(ln)?!"),
        Vec::<String>::new(),
        "printing goes through handles"
    );
}

#[test]
fn layers_look_downwards() {
    let sources = sources();
    let forbidden = [
        ("render/", "engine|cli|indexing|source"),
        ("engine/", "render|cli|indexing|source"),
        ("report/", "engine|render|cli|indexing|api|ledger"),
        ("query/", "engine|render|cli|indexing|report"),
        ("source/", "engine|render|cli|indexing|query|api"),
        ("indexing/", "render|cli|query"),
        ("answers/", "engine|render|cli|indexing|source|query"),
        ("themes/", "engine|render|cli|indexing|query"),
    ];
    for (folder, layers) in forbidden {
        let pattern = regex::Regex::new(&format!(r"\bcrate::({layers})\b")).expect("a pattern");
        let mut seen = 0;
        for source in sources
            .iter()
            .filter(|source| source.name.starts_with(folder))
        {
            seen += 1;
            for line in &source.lines {
                assert!(
                    !pattern.is_match(line),
                    "src/{} looks upwards: {line}",
                    source.name
                );
            }
        }
        assert!(seen > 0, "no files in src/{folder}");
    }
}

#[test]
fn only_main_starts_the_command_line() {
    only(r"\b(crate|findings)::cli\b", |name| {
        name == "main.rs" || name.starts_with("cli/")
    });
}
