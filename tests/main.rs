//! The integration tests: one binary, a module a feature. They drive the real program.

mod absence;
mod actions;
mod area;
mod batch;
mod cache;
mod check;
mod collections;
mod colour;
mod compare;
mod completions;
mod context;
mod contract;
mod corrupt;
mod count;
mod determinism;
mod documentation;
mod duplicates;
mod errors;
mod explain;
mod facets;
mod filters;
mod fixtures;
mod formats;
mod full_disk;
mod golden;
mod golden_queries;
mod highlights;
mod hostile;
mod index;
mod interrupted;
mod layering;
mod listing;
mod open;
mod optimize;
mod overrides;
mod paging;
mod partial;
mod pipes;
mod query;
mod quote;
mod reading;
mod reports;
mod requests;
mod samples;
mod scan;
mod show;
mod similar;
mod status;
mod suggest;
mod support;
mod terminal;
mod trend;
mod understanding;
mod update;
mod versions;
mod waits;
mod walking;
mod watching;
mod writers;

/// A file that nobody declares is a test that nobody runs.
#[test]
fn every_file_here_is_declared() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let declared = include_str!("main.rs");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("tests/").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(module) = name.strip_suffix(".rs").filter(|name| *name != "main") {
            seen += 1;
            let line = format!("\nmod {module};\n");
            assert!(declared.contains(&line), "tests/{name} is not declared");
        }
    }
    assert!(seen > 20, "only {seen} files seen");
}
