//! One bulk load of any size, for what criterion does not measure: memory, processor time, size.
//!
//! Reports are made on the way and not kept; the time that takes is measured by itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use findings::engine::Place;

use crate::corpus::index::Owned;
use crate::corpus::{self, Corpus, SEED, Size};

pub(crate) fn measure(number: usize) {
    let maker = Corpus::new(SEED);
    let folder = tempfile::tempdir().expect("a folder for the index");
    let place = Place::new(folder.path().join("index"));
    let mut size = Size::default();
    let mut making = Duration::ZERO;
    let processor_before = processor_seconds();
    let done = AtomicBool::new(false);
    let started = Instant::now();
    let reports = (0..number).map(|number| {
        let begun = Instant::now();
        let report = maker.report(number);
        size.add(&report);
        making += begun.elapsed();
        Owned(report)
    });
    let private = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| most_private(&done));
        corpus::index::load(&place, reports).expect("the index can be written");
        done.store(true, Ordering::Relaxed);
        watcher.join().unwrap_or(None)
    });
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
    if let Some((before, after)) = processor_before.zip(processor_seconds()) {
        println!(
            "  {:.2} s of processor time without making the reports",
            after - before - making.as_secs_f64()
        );
    }
    if let Some((peak, private)) = status("VmHWM:").zip(private) {
        println!(
            "  peak memory {:.0} MiB, pages of the index's files included; without them {:.0} MiB",
            peak / 1024.0,
            private / 1024.0
        );
    }
    println!(
        "  index {:.1} MB",
        corpus::index::disk(folder.path()) as f64 / 1e6
    );
}

/// The most memory that is not pages of files, looked at until `done`, in kilobytes.
fn most_private(done: &AtomicBool) -> Option<f64> {
    let mut most: Option<f64> = None;
    while !done.load(Ordering::Relaxed) {
        let now = status("RssAnon:")?;
        most = Some(most.map_or(now, |most| most.max(now)));
        std::thread::sleep(Duration::from_millis(20));
    }
    most
}

/// A number of kilobytes in the status of this process, where the system tells (Linux).
fn status(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Processor time of this process so far, where the system tells (Linux, 100 ticks a second).
fn processor_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}
