//! One bulk load of any size, for what criterion does not measure: memory, processor time, size.
//!
//! Reports are made on the way and not kept; the time that takes is measured by itself.

use std::time::{Duration, Instant};

use findings::storage::IndexDir;

use crate::corpus::index::Owned;
use crate::corpus::{self, Corpus, SEED, Size};
use crate::process;

pub(crate) fn measure(number: usize) {
    let maker = Corpus::new(SEED);
    let folder = tempfile::tempdir().expect("a folder for the index");
    let place = IndexDir::new(folder.path().join("index"));
    let mut size = Size::default();
    let mut making = Duration::ZERO;
    let processor_before = process::processor();
    let started = Instant::now();
    let reports = (0..number).map(|number| {
        let begun = Instant::now();
        let report = maker.report(number);
        size.add(&report);
        making += begun.elapsed();
        Owned(report)
    });
    let (loaded, private) = process::with_private_peak(|| corpus::index::load(&place, reports));
    loaded.expect("the index can be written");
    let whole = started.elapsed();
    println!("{size}, {} threads", corpus::index::threads());
    // The one thread that makes reports also hands them over: the rest of its time is the load's.
    let rate = |amount: f64| amount / whole.as_secs_f64();
    println!(
        "  {:.2} s, of which {:.2} s to make the reports; all told {:.0} reports/s, {:.0} passages/s, {:.1} MB/s",
        whole.as_secs_f64(),
        making.as_secs_f64(),
        rate(size.reports as f64),
        rate(size.passages as f64),
        rate(size.bytes as f64 / 1e6),
    );
    println!(
        "  {:.2} s of processor time without making the reports",
        process::processor() - processor_before - making.as_secs_f64()
    );
    println!(
        "  peak memory {:.0} MiB, pages of the index's files included; without them {private:.0} MiB",
        process::peak(),
    );
    println!(
        "  index {:.1} MB",
        corpus::index::disk(folder.path()) as f64 / 1e6
    );
}
