//! Updates: nothing changed, and one file of many changed.

use std::fmt::Write;
use std::time::Duration;

use criterion::{BatchSize, Criterion};
use findings::storage::IndexDir;

use crate::corpus::{self, Corpus, SEED};

pub(crate) fn update(criterion: &mut Criterion) {
    let maker = Corpus::new(SEED);
    let folder = tempfile::tempdir().expect("a folder for the reports");
    let reports = folder.path().join("reports");
    let bytes = corpus::write_files(&maker, &reports, corpus::wanted())
        .expect("the reports can be written");
    let place = IndexDir::new(folder.path().join("index"));
    let first = corpus::index::run(&place, &reports);
    eprintln!(
        "update: {} text files, {:.1} MB, {} passages",
        first.read,
        bytes as f64 / 1e6,
        first.passages
    );
    let mut group = criterion.benchmark_group("update");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500));
    group.bench_function("nothing changed", |bencher| {
        bencher.iter(|| {
            let outcome = corpus::index::run(&place, &reports);
            assert_eq!(outcome.read, 0);
            outcome
        });
    });
    let file = reports.join("0000").join("report-000000.txt");
    let original = std::fs::read_to_string(&file).expect("a report was written");
    let mut version = 0;
    group.bench_function("one file changed", |bencher| {
        bencher.iter_batched(
            || {
                version += 1;
                let mut text = original.clone();
                // Writing to a string cannot fail.
                let _ = writeln!(text, "\nThis is version {version} of the report.");
                std::fs::write(&file, text).expect("the report can be changed");
            },
            |()| {
                let outcome = corpus::index::run(&place, &reports);
                assert_eq!(outcome.read, 1);
                outcome
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}
