//! Four readers while the index is rebuilt beside the one that answers.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::Result;
use crate::child;
use crate::peer::Peer;
use crate::question::Asked;
use crate::statistics::percentile;
use crate::table::Table;
use crate::workshop::Workshop;

const READERS: usize = 4;

pub(crate) fn measure(workshop: &mut Workshop, queries: &[String]) -> Result<()> {
    let index = workshop.index(Peer::Findings)?;
    let corpus = workshop.packed()?.file.clone();
    let done = AtomicBool::new(false);
    eprintln!("queries: {READERS} readers during a rebuild");
    let (seconds, times) = std::thread::scope(|scope| -> Result<(f64, Vec<f64>)> {
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                let (index, done) = (&index, &done);
                scope.spawn(move || -> Result<Vec<f64>> {
                    let opened = Peer::Findings.open(index)?;
                    let mut times = Vec::new();
                    // Each begins elsewhere in the list.
                    let first = reader * queries.len() / READERS;
                    for query in queries.iter().cycle().skip(first) {
                        if done.load(Ordering::Relaxed) {
                            break;
                        }
                        let started = Instant::now();
                        black_box(opened.ask(query, Asked::HighlightsAndFacets)?);
                        times.push(started.elapsed().as_secs_f64() * 1000.0);
                    }
                    Ok(times)
                })
            })
            .collect();
        let load = child::load(Peer::Findings, &corpus, &index);
        done.store(true, Ordering::Relaxed);
        let mut times = Vec::new();
        for reader in readers {
            times.extend(reader.join().map_err(|_| "a reader panicked")??);
        }
        Ok((load?.seconds, times))
    })?;
    let mut table = Table::new(
        format!(
            "findings, {}: {READERS} readers during a rebuild of {seconds:.1} s",
            Asked::HighlightsAndFacets.name()
        ),
        &["", "answers", "p50", "p95", "p99"],
    );
    table.row([
        "milliseconds".to_owned(),
        times.len().to_string(),
        format!("{:.2}", percentile(&times, 50)),
        format!("{:.2}", percentile(&times, 95)),
        format!("{:.2}", percentile(&times, 99)),
    ]);
    table.print();
    Ok(())
}
