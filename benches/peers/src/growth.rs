//! How cost grows with the number of passages: a table in Markdown.

use std::fs;

use crate::Result;
use crate::child;
use crate::corpus::index::disk;
use crate::machine;
use crate::peer::Peer;
use crate::queries;
use crate::question::{Asked, classes};
use crate::statistics::{median, percentile};
use crate::table::{Table, whole};
use crate::workshop::{Workshop, pack};

pub(crate) fn measure(workshop: &Workshop) -> Result<()> {
    let rounds = workshop.options.rounds;
    let mut table = Table::new(
        format!(
            "Generated reports on {} cores ({}), {}, medians of {rounds} loads; queries are those of \
             `queries`, ten hits with highlights and all facet counts.",
            machine::cores(),
            machine::processor(),
            jiff::Zoned::now().strftime("%-d %B %Y"),
        ),
        &[
            "passages",
            "reports",
            "text MB",
            "load s",
            "passages/s",
            "memory MiB",
            "index MB",
            "p50 ms",
            "p95 ms",
        ],
    );
    for &step in &workshop.options.steps {
        let folder = workshop.folder().join(format!("growth-{step}"));
        fs::create_dir_all(&folder)?;
        let packed = pack(&folder, step)?;
        let index = folder.join("index");
        let mut loads = Vec::new();
        for _ in 0..rounds {
            if index.exists() {
                fs::remove_dir_all(&index)?;
            }
            loads.push(child::load(Peer::Findings, &packed.file, &index)?);
        }
        let of_loads =
            |figure: fn(&child::Load) -> f64| median(&loads.iter().map(figure).collect::<Vec<_>>());
        let seconds = of_loads(|load| load.seconds);
        let opened = [Peer::Findings.open(&index)?];
        let classes = classes(&packed.frequencies);
        let times = queries::times(&classes, &opened, Asked::HighlightsAndFacets)?;
        table.row([
            whole(packed.size.passages as f64),
            whole(packed.size.reports as f64),
            format!("{:.1}", packed.size.bytes as f64 / 1e6),
            format!("{seconds:.2}"),
            whole(packed.size.passages as f64 / seconds),
            whole(of_loads(|load| load.private)),
            format!("{:.1}", disk(&index) as f64 / 1e6),
            format!("{:.1}", percentile(&times[0], 50)),
            format!("{:.1}", percentile(&times[0], 95)),
        ]);
        drop(opened);
        fs::remove_dir_all(&folder)?;
    }
    table.print_markdown();
    Ok(())
}
