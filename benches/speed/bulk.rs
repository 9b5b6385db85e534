//! Bulk reindexing: parsed reports into an index, and text files into an index.
//!
//! Rates are of reports and of bytes of text (of passages for parsed reports, of files for files).

use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput};
use findings::storage::IndexDir;

use crate::corpus::index::ByReference;
use crate::corpus::{self, Corpus, SEED, Size};

pub(crate) fn parsed(criterion: &mut Criterion) {
    let reports = Corpus::new(SEED).reports(corpus::wanted());
    let size = Size::of(&reports);
    eprintln!("bulk/parsed: {size}, {} threads", corpus::index::threads());
    let mut group = criterion.benchmark_group("bulk");
    group.throughput(Throughput::ElementsAndBytes {
        elements: size.reports as u64,
        bytes: size.bytes as u64,
    });
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500));
    group.bench_function("parsed", |bencher| {
        bencher.iter_batched_ref(
            || tempfile::tempdir().expect("a folder for the index"),
            |folder| {
                let place = IndexDir::new(folder.path().join("index"));
                corpus::index::load(&place, reports.iter().map(ByReference))
                    .expect("the index can be written");
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

pub(crate) fn files(criterion: &mut Criterion) {
    let maker = Corpus::new(SEED);
    let folder = tempfile::tempdir().expect("a folder for the reports");
    let reports = corpus::wanted();
    let bytes =
        corpus::write_files(&maker, folder.path(), reports).expect("the reports can be written");
    let place = folder.path().join("index");
    let once = corpus::index::run(&IndexDir::new(&place), folder.path());
    eprintln!(
        "bulk/files: {} text files, {:.1} MB, read as {} reports with {} passages",
        once.read,
        bytes as f64 / 1e6,
        once.reports,
        once.passages
    );
    assert_eq!(
        once.reports, reports as u64,
        "every file is a report of its own"
    );
    let mut group = criterion.benchmark_group("bulk");
    group.throughput(Throughput::ElementsAndBytes {
        elements: reports as u64,
        bytes,
    });
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500));
    group.bench_function("files", |bencher| {
        bencher.iter_batched_ref(
            || tempfile::tempdir().expect("a folder for the index"),
            |index| {
                let place = IndexDir::new(index.path().join("index"));
                corpus::index::run(&place, folder.path())
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}
