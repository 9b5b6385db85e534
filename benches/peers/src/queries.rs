//! Queries, in process and warm: every query is asked of every engine in turn.

use std::hint::black_box;
use std::time::Instant;

use crate::Result;
use crate::concurrent;
use crate::peer::{Opened, Peer};
use crate::question::{Asked, Class, classes};
use crate::statistics::{median, percentile};
use crate::table::{Table, ratio};
use crate::workshop::Workshop;

/// Times that each query is asked; the median counts. It was asked once before.
const TIMES: usize = 3;

/// Of every query, in the order of the classes.
pub(crate) type Times = Vec<f64>;

pub(crate) fn measure(workshop: &mut Workshop) -> Result<()> {
    let corpus = workshop.packed()?;
    let size = corpus.size;
    let classes = classes(&corpus.frequencies);
    let mut opened = Vec::new();
    let peers = workshop.options.peers();
    for &peer in &peers {
        opened.push(peer.open(&workshop.index(peer)?)?);
    }
    let count: usize = classes.iter().map(|class| class.queries.len()).sum();
    println!(
        "queries: {count} over {size}; in process, warm, milliseconds, each the median of {TIMES}\n\
         findings highlights every answer; its counts, and those of SQLite, are in passages and in \
         reports, those of bare tantivy in passages alone"
    );
    for asked in Asked::ALL {
        eprintln!("queries: {}", asked.name());
        let times = times(&classes, &opened, asked)?;
        report(&classes, &peers, &times, asked);
    }
    drop(opened);
    let queries: Vec<String> = classes
        .into_iter()
        .flat_map(|class| class.queries)
        .collect();
    concurrent::measure(workshop, &queries)
}

/// The milliseconds of every query, engine by engine.
pub(crate) fn times(
    classes: &[Class],
    opened: &[Box<dyn Opened>],
    asked: Asked,
) -> Result<Vec<Times>> {
    let mut times = vec![Times::new(); opened.len()];
    for query in classes.iter().flat_map(|class| &class.queries) {
        for engine in opened {
            black_box(engine.ask(query, asked)?);
        }
        let mut runs = vec![Times::new(); opened.len()];
        for _ in 0..TIMES {
            for (engine, runs) in opened.iter().zip(&mut runs) {
                let started = Instant::now();
                black_box(engine.ask(query, asked)?);
                runs.push(started.elapsed().as_secs_f64() * 1000.0);
            }
        }
        for (times, runs) in times.iter_mut().zip(&runs) {
            times.push(median(runs));
        }
    }
    Ok(times)
}

fn report(classes: &[Class], peers: &[Peer], times: &[Times], asked: Asked) {
    let mut headings = vec!["p50 / p95 / p99", "queries"];
    headings.extend(peers.iter().map(|peer| peer.name()));
    headings.extend(peers[1..].iter().map(|peer| peer.against()));
    let mut table = Table::new(asked.name(), &headings);
    let mut start = 0;
    for class in classes {
        let end = start + class.queries.len();
        row(&mut table, class.name, times, start..end);
        start = end;
    }
    row(&mut table, "all", times, 0..start);
    table.print();
}

fn row(table: &mut Table, name: &str, times: &[Times], range: std::ops::Range<usize>) {
    if range.is_empty() {
        return;
    }
    let mut cells = vec![name.to_owned(), range.len().to_string()];
    for times in times {
        let percent = |percent| percentile(&times[range.clone()], percent);
        cells.push(
            [50, 95, 99]
                .map(|p| format!("{:.2}", percent(p)))
                .join(" / "),
        );
    }
    let middle: Vec<f64> = times
        .iter()
        .map(|times| percentile(&times[range.clone()], 50))
        .collect();
    cells.extend(middle[1..].iter().map(|&other| ratio(middle[0], other)));
    table.row(cells);
}
