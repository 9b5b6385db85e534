//! How fast reports are indexed and found.
//!
//! ```text
//! cargo bench --bench speed                   # everything, 1,000 reports
//! cargo bench --bench speed -- query          # what has `query` in its name
//! FINDINGS_BENCH_REPORTS=20000 cargo bench --bench speed
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
mod load;
mod query;
mod update;

use criterion::Criterion;

fn main() {
    if let Ok(numbers) = std::env::var("FINDINGS_BENCH_LOAD") {
        for number in numbers.split(',') {
            load::measure(corpus::number("FINDINGS_BENCH_LOAD", number));
        }
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    bulk::parsed(&mut criterion);
    bulk::files(&mut criterion);
    update::update(&mut criterion);
    query::queries(&mut criterion);
    criterion.final_summary();
}
