//! How fast reports are indexed and found.
//!
//! ```text
//! cargo bench --bench speed                   # everything, 1,000 reports
//! cargo bench --bench speed -- query          # a part: bulk, bulk/parsed, bulk/files, update, query
//! FINDINGS_BENCH_REPORTS=20000 cargo bench --bench speed
//! cargo bench --bench speed -- instructions   # counted by valgrind
//! FINDINGS_BENCH_LOAD=20000 cargo bench --bench speed    # one bulk load: memory and size
//! ```
//! The reports are made up, from a fixed seed; see `benches/corpus`. It is one program because
//! linking one takes minutes.

#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "it reports to a terminal"
)]

mod bulk;
#[path = "../corpus/mod.rs"]
mod corpus;
mod instructions;
mod load;
#[path = "../process/mod.rs"]
mod process;
mod query;
mod update;

use criterion::Criterion;

type Group = fn(&mut Criterion);

fn main() {
    if let Ok(numbers) = std::env::var("FINDINGS_BENCH_LOAD") {
        for number in numbers.split(',') {
            load::measure(corpus::number("FINDINGS_BENCH_LOAD", number));
        }
        return;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some(instructions::NAME) => return instructions::count(),
        Some(instructions::COUNTED) => return instructions::work(&arguments[1..]),
        _ => {}
    }
    let mut criterion = Criterion::default().configure_from_args();
    let groups: [(&str, Group); 4] = [
        ("bulk/parsed", bulk::parsed),
        ("bulk/files", bulk::files),
        ("update", update::update),
        ("query", query::queries),
    ];
    // Preparing what is not asked for would take minutes for a large corpus.
    let named = |argument: &String| groups.iter().any(|(name, _)| name.starts_with(argument));
    let asked = arguments.into_iter().find(named);
    for (name, group) in groups {
        if asked.as_ref().is_none_or(|asked| name.starts_with(asked)) {
            group(&mut criterion);
        }
    }
    criterion.final_summary();
}
