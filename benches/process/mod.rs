//! What this process has used, where the system tells (Linux); zero elsewhere.

#![allow(dead_code, reason = "every benchmark uses a part")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Ticks of processor time a second.
const TICKS: f64 = 100.0;

/// The most memory so far, pages of mapped files included, in MiB.
pub(crate) fn peak() -> f64 {
    status("VmHWM:").unwrap_or_default()
}

/// Processor time so far, of all threads, in seconds.
pub(crate) fn processor() -> f64 {
    let ticks = || -> Option<f64> {
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        // The name of the program, in brackets, may hold anything.
        let (_, fields) = stat.rsplit_once(')')?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
        Some(ticks(11)? + ticks(12)?)
    };
    ticks().unwrap_or_default() / TICKS
}

/// Does `work` and says how much memory it took at most that is not pages of files, in MiB.
pub(crate) fn with_private_peak<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut most = 0.0f64;
            while !done.load(Ordering::Relaxed) {
                most = most.max(status("RssAnon:").unwrap_or_default());
                std::thread::sleep(Duration::from_millis(20));
            }
            most
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        (result, watcher.join().unwrap_or_default())
    })
}

/// A number of MiB in the status of this process.
fn status(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
