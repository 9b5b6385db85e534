//! How like that of real reports the generated vocabulary is: growth (Heaps' law), and the share of
//! passages that hold the word of each rank.

use findings::engine::{Engine, Searcher};
use findings::storage::IndexDir;

use crate::Result;
use crate::corpus::{self, Corpus, Frequencies, SEED};
use crate::table::{Table, whole};
use crate::workshop::Workshop;

/// Ranks of words by how many passages hold them.
const RANKS: [usize; 12] = [
    1, 3, 10, 30, 100, 300, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000,
];

pub(crate) fn measure(workshop: &Workshop) -> Result<()> {
    let wanted = workshop.options.passages;
    let mut sets = Vec::new();
    let mut limit = wanted;
    if workshop.options.reports.is_some() {
        let real = real(workshop, wanted)?;
        // Shares of rare words depend on the number of passages.
        limit = limit.min(real.passages());
        sets.push(("real", real));
    }
    sets.push(("generated", generated(limit)));
    if limit < wanted {
        sets.push(("generated", generated(wanted)));
    }
    let mut table = Table::new(
        "vocabulary",
        &[
            "",
            "passages",
            "mean bytes",
            "words",
            "different",
            "exponent",
        ],
    );
    for (name, set) in &sets {
        table.row([
            (*name).to_owned(),
            whole(set.passages() as f64),
            whole(set.mean()),
            whole(set.tokens() as f64),
            whole(set.distinct() as f64),
            format!("{:.2}", set.growth()),
        ]);
    }
    table.print();
    let mut headings = vec!["rank".to_owned()];
    headings.extend(
        sets.iter()
            .map(|(name, set)| format!("{name} {}", whole(set.passages() as f64))),
    );
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("% of passages that hold the word of each rank", &headings);
    let shares: Vec<Vec<f64>> = sets.iter().map(|(_, set)| set.shares()).collect();
    for rank in RANKS {
        let mut row = vec![whole(rank as f64)];
        row.extend(shares.iter().map(|shares| match shares.get(rank - 1) {
            Some(share) => format!("{:.4}", share * 100.0),
            None => String::new(),
        }));
        table.row(row);
    }
    table.print();
    Ok(())
}

/// The first passages of the generated corpus.
fn generated(passages: usize) -> Frequencies {
    let maker = Corpus::new(SEED);
    let mut frequencies = Frequencies::default();
    for number in 0.. {
        if frequencies.passages() >= passages {
            break;
        }
        frequencies.add_report(&maker.report(number));
    }
    frequencies
}

/// Passages of the real reports.
fn real(workshop: &Workshop, most: usize) -> Result<Frequencies> {
    let mut frequencies = Frequencies::default();
    let folder = workshop.options.reports.as_deref().ok_or("no reports")?;
    let place = IndexDir::new(workshop.folder().join("real"));
    corpus::index::run(&place, folder);
    let engine = Engine::open(&place)?;
    for entry in engine.reports()? {
        for found in engine.passages(&entry.report.id, 1..=entry.passages())? {
            if frequencies.passages() < most {
                frequencies.add(&found.passage.text);
            }
        }
    }
    Ok(frequencies)
}
