//! Who may know whom: read from the `use` lines and paths of the sources.

use std::collections::{BTreeMap, BTreeSet};
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

/// The modules of the tree: by path (`answers::waits`), the file that holds each and what it
/// re-exports.
struct Modules {
    files: BTreeMap<String, String>,
    code: BTreeMap<String, String>,
    /// Where a name that a module re-exports comes from.
    exports: BTreeMap<(String, String), Vec<String>>,
}

/// A path that a `use` names, and whether it is re-exported.
struct Import {
    path: Vec<String>,
    public: bool,
}

/// The paths of a tree of names such as `a::{b, c::d}`.
fn flattened(prefix: &[String], tree: &str, found: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    if let Some((before, inside)) = tree.split_once('{') {
        let mut path = prefix.to_vec();
        path.extend(segments(before));
        let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
        let (mut depth, mut start) = (0, 0);
        for (at, character) in inside.char_indices().chain([(inside.len(), ',')]) {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    flattened(&path, &inside[start..at], found);
                    start = (at + 1).min(inside.len());
                }
                _ => {}
            }
        }
    } else if !tree.is_empty() {
        let mut path = prefix.to_vec();
        path.extend(segments(tree.split(" as ").next().unwrap_or(tree)));
        found.push(path);
    }
}

fn segments(path: &str) -> impl Iterator<Item = String> {
    let parts = path.split("::").map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned)
}

fn imports(code: &str) -> Vec<Import> {
    let whole = regex::Regex::new(r"(?m)^\s*(pub(?:\([^)]*\))? )?use ([^;]+);").expect("a pattern");
    let inline = regex::Regex::new(r"\b((?:crate|super)(?:::\w+)+)").expect("a pattern");
    let mut all = Vec::new();
    for found in whole.captures_iter(code) {
        let mut paths = Vec::new();
        flattened(&[], &found[2], &mut paths);
        let public = found.get(1).is_some();
        all.extend(paths.into_iter().map(|path| Import { path, public }));
    }
    let rest = whole.replace_all(code, "").replace("(in crate::", "(in ");
    all.extend(inline.captures_iter(&rest).map(|found| Import {
        path: segments(&found[1]).collect(),
        public: false,
    }));
    all
}

impl Modules {
    fn read() -> Self {
        let mut modules = Modules {
            files: BTreeMap::new(),
            code: BTreeMap::new(),
            exports: BTreeMap::new(),
        };
        for source in sources() {
            let path = source.name.trim_end_matches(".rs").trim_end_matches("/mod");
            let path = path.replace('/', "::");
            let path = if path == "lib" { String::new() } else { path };
            modules.code.insert(path.clone(), source.lines.join("\n"));
            modules.files.insert(path, source.name);
        }
        for (module, code) in &modules.code {
            for import in imports(code).into_iter().filter(|import| import.public) {
                if let Some(name) = import.path.last() {
                    let key = (module.clone(), name.clone());
                    modules.exports.insert(key, import.path);
                }
            }
        }
        modules
    }

    /// The module that holds what a path in `module` names.
    fn resolve(&self, module: &str, path: &[String], depth: usize) -> Option<String> {
        let child = |module: &str, name: &str| {
            let child = match module {
                "" => name.to_owned(),
                module => format!("{module}::{name}"),
            };
            self.files.contains_key(&child).then_some(child)
        };
        let mut current = module.to_owned();
        for (place, name) in path.iter().enumerate() {
            match name.as_str() {
                "crate" => current.clear(),
                "self" => {}
                "super" => {
                    let up = current.rsplit_once("::").map_or("", |(up, _)| up);
                    current = up.to_owned();
                }
                name => match child(&current, name) {
                    Some(child) => current = child,
                    // A crate, or a name of the standard library.
                    None if place == 0 => return None,
                    None => {
                        let export = self.exports.get(&(current.clone(), name.to_owned()));
                        return match export.filter(|_| depth < 9) {
                            Some(target) => self.resolve(&current, target, depth + 1),
                            None => Some(current),
                        };
                    }
                },
            }
        }
        Some(current)
    }

    /// The files that each file uses.
    fn arrows(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut arrows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (module, code) in &self.code {
            let uses = arrows.entry(&self.files[module]).or_default();
            for import in imports(code).into_iter().filter(|import| !import.public) {
                let target = self.resolve(module, &import.path, 0);
                if let Some(target) = target.filter(|target| target != module) {
                    uses.insert(&self.files[&target]);
                }
            }
        }
        arrows
    }
}

#[test]
fn no_files_use_each_other() {
    let modules = Modules::read();
    let arrows = modules.arrows();
    assert!(
        arrows.values().map(BTreeSet::len).sum::<usize>() > 300,
        "too few arrows are seen"
    );
    let reached: BTreeMap<&str, BTreeSet<&str>> = (arrows.keys())
        .map(|&file| (file, reached_from(file, &arrows)))
        .collect();
    let circles: Vec<String> = arrows
        .iter()
        .filter(|(file, _)| reached[*file].contains(*file))
        .map(|(file, uses)| {
            let back = uses.iter().filter(|used| reached[**used].contains(file));
            let back: Vec<&str> = back.copied().collect();
            format!("{file} -> {}", back.join(", "))
        })
        .collect();
    assert!(
        circles.is_empty(),
        "files that use each other:\n{}",
        circles.join("\n")
    );
}

/// All files that a file uses, itself only if it is one of them.
fn reached_from<'a>(
    file: &str,
    arrows: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = arrows[file].iter().copied().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(arrows[next].iter().copied());
        }
    }
    reached
}
