//! Bulk load of the same parsed reports into every engine, each in a process of its own.

use std::fs;
use std::path::Path;

use crate::Result;
use crate::child::{self, Load};
use crate::corpus::Size;
use crate::corpus::index::{disk, threads};
use crate::peer::Peer;
use crate::statistics::median;
use crate::table::{Table, ratio, whole};
use crate::workshop::Workshop;

/// What the loads of one engine took, a round each, and the size of its index.
#[derive(Debug, Clone, Default)]
pub(crate) struct Loads {
    rounds: Vec<Load>,
    disk: u64,
}

impl Loads {
    /// The median of one figure.
    fn median(&self, figure: impl Fn(&Load) -> f64) -> f64 {
        median(&self.rounds.iter().map(figure).collect::<Vec<f64>>())
    }
}

pub(crate) fn measure(workshop: &mut Workshop) -> Result<()> {
    let corpus = workshop.packed()?;
    let (file, size) = (corpus.file.clone(), corpus.size);
    let mut reading = Vec::new();
    let peers = workshop.options.peers();
    let mut loads = vec![Loads::default(); peers.len()];
    for round in 0..workshop.options.rounds {
        reading.push(child::reading(&file)?);
        for (place, &peer) in peers.iter().enumerate() {
            eprintln!("bulk: round {}, {}", round + 1, peer.name());
            let index = workshop.place(peer);
            loads[place].rounds.push(load(peer, &file, &index)?);
            loads[place].disk = disk(&index);
        }
    }
    let reading = Loads {
        rounds: reading,
        disk: fs::metadata(&file)?.len(),
    };
    report(size, &reading, &peers, &loads);
    Ok(())
}

/// Loads an engine into an empty place.
fn load(peer: Peer, corpus: &Path, index: &Path) -> Result<Load> {
    if index.exists() {
        fs::remove_dir_all(index)?;
    }
    child::load(peer, corpus, index)
}

fn report(size: Size, reading: &Loads, peers: &[Peer], loads: &[Loads]) {
    let rounds = reading.rounds.len();
    let mut table = Table::new(
        format!(
            "bulk: {size}, mean {:.0} bytes; {} threads but for SQLite; medians of {rounds} rounds, \
             reading the reports included",
            size.bytes as f64 / size.passages as f64,
            threads()
        ),
        &[
            "",
            "s",
            "from",
            "to",
            "passages/s",
            "MB/s",
            "CPU s",
            "peak MiB",
            "private MiB",
            "index MB",
        ],
    );
    let mut row = |name: &str, loads: &Loads| {
        let seconds: Vec<f64> = loads.rounds.iter().map(|load| load.seconds).collect();
        let middle = median(&seconds);
        table.row([
            name.to_owned(),
            format!("{middle:.2}"),
            format!("{:.2}", seconds.iter().copied().fold(f64::MAX, f64::min)),
            format!("{:.2}", seconds.iter().copied().fold(0.0, f64::max)),
            whole(size.passages as f64 / middle),
            format!("{:.1}", size.bytes as f64 / 1e6 / middle),
            format!("{:.2}", loads.median(|load| load.processor)),
            whole(loads.median(|load| load.peak)),
            whole(loads.median(|load| load.private)),
            format!("{:.1}", loads.disk as f64 / 1e6),
        ]);
    };
    row("reading alone", reading);
    for (peer, loads) in peers.iter().zip(loads) {
        row(peer.name(), loads);
    }
    table.print();
    let mut table = Table::new(
        "findings against each: the median of the rounds' ratios; passages/s above 1 is faster, the \
         others below 1 are less",
        &["", "passages/s", "CPU s", "private MiB", "index MB"],
    );
    let Some((ours, others)) = loads.split_first() else {
        return;
    };
    for (peer, other) in peers.iter().skip(1).zip(others) {
        // Rounds are compared with themselves: the machine may be slower in one than in another.
        let of_rounds = |figure: fn(&Load) -> f64| -> f64 {
            let pairs = ours.rounds.iter().zip(&other.rounds);
            median(
                &pairs
                    .map(|(a, b)| figure(a) / figure(b))
                    .collect::<Vec<f64>>(),
            )
        };
        table.row([
            peer.name().to_owned(),
            ratio(1.0, of_rounds(|load| load.seconds)),
            ratio(of_rounds(|load| load.processor), 1.0),
            ratio(of_rounds(|load| load.private), 1.0),
            ratio(ours.disk as f64, other.disk as f64),
        ]);
    }
    table.print();
}
