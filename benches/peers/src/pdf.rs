//! Indexing PDFs, beside taking their text out with pdftotext and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::Result;
use crate::machine::cores;
use crate::program::{self, findings, is_installed};
use crate::statistics::median;
use crate::table::{Table, ratio};
use crate::workshop::Workshop;

pub(crate) fn measure(workshop: &Workshop) -> Result<()> {
    let Some(reports) = &workshop.options.reports else {
        println!("pdf: no --reports given: left out");
        return Ok(());
    };
    let program = findings(&workshop.options)?;
    let compared = is_installed("pdftotext");
    let folder = workshop.folder().join("pdf");
    let (files, bytes) = gather(reports, &folder.join("files"))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..workshop.options.rounds {
        eprintln!("pdf: round {}", round + 1);
        // A fresh place: nothing is kept from the round before.
        let index = folder.join(format!("index-{round}"));
        let (seconds, _) = program::run(
            Command::new(&program)
                .args(["index", "--allow-skips", "--index"])
                .args([&index, &folder.join("files")]),
        )?;
        ours.push(seconds);
        fs::remove_dir_all(&index)?;
        if compared {
            theirs.push(texts(&files, &folder.join("texts"))?);
        }
    }
    let mut table = Table::new(
        format!(
            "pdf: {} files, {:.1} MB; {} processes each; medians of {} rounds",
            files.len(),
            bytes as f64 / 1e6,
            cores(),
            ours.len()
        ),
        &["", "s", "files/s", "MB/s", "findings against it"],
    );
    for (name, seconds) in [("findings index", &ours), ("pdftotext alone", &theirs)] {
        if seconds.is_empty() {
            continue;
        }
        let pairs: Vec<f64> = ours.iter().zip(seconds).map(|(a, b)| a / b).collect();
        table.row([
            name.to_owned(),
            format!("{:.2}", median(seconds)),
            format!("{:.1}", files.len() as f64 / median(seconds)),
            format!("{:.1}", bytes as f64 / 1e6 / median(seconds)),
            ratio(median(&pairs), 1.0),
        ]);
    }
    table.print();
    Ok(())
}

/// Copies the PDFs below a folder into another, numbered, and returns them with their bytes. Both
/// sides then read the same files, from memory.
fn gather(from: &Path, to: &Path) -> Result<(Vec<PathBuf>, u64)> {
    fs::create_dir_all(to)?;
    let mut files = Vec::new();
    let mut bytes = 0;
    for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
        let entry = entry?;
        let is_pdf = |extension: &std::ffi::OsStr| extension.eq_ignore_ascii_case("pdf");
        if entry.file_type().is_file() && entry.path().extension().is_some_and(is_pdf) {
            let copy = to.join(format!("{:05}.pdf", files.len()));
            bytes += fs::copy(entry.path(), &copy)?;
            files.push(copy);
        }
    }
    Ok((files, bytes))
}

/// Takes the text out of every file, as many at a time as there are cores, and says how many seconds
/// that took. A file that cannot be read costs what it costs.
fn texts(files: &[PathBuf], folder: &Path) -> Result<f64> {
    fs::create_dir_all(folder)?;
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    std::thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..cores())
            .map(|_| {
                scope.spawn(|| -> Result<()> {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some(file) = files.get(number) else {
                            return Ok(());
                        };
                        let text = folder.join(format!("{number:05}.txt"));
                        Command::new("pdftotext").args([file, &text]).output()?;
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.join().map_err(|_| "a worker panicked")??;
        }
        Ok(())
    })?;
    Ok(started.elapsed().as_secs_f64())
}
