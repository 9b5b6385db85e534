//! The index command over many text files: from nothing, with nothing changed, again from what is
//! kept, and with one report more.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use findings::engine::{Engine, Searcher};
use findings::storage::IndexDir;

use crate::Result;
use crate::corpus::{Corpus, SEED, write_file, write_files};
use crate::program::{self, findings};
use crate::statistics::median;
use crate::table::{Table, whole};
use crate::workshop::Workshop;

/// How often it is looked whether a new report is there.
const LOOK: Duration = Duration::from_millis(5);

pub(crate) fn measure(workshop: &mut Workshop) -> Result<()> {
    let program = findings(&workshop.options)?;
    let (count, rounds) = (workshop.options.files, workshop.options.rounds);
    let folder = workshop.folder().join("rebuild");
    let (files, index) = (folder.join("files"), folder.join("index"));
    let maker = Corpus::new(SEED);
    let bytes = write_files(&maker, &files, count)?;
    let run = |arguments: &[&str]| -> Result<f64> {
        let mut command = Command::new(&program);
        command
            .args(["index", "--index"])
            .arg(&index)
            .args(arguments);
        Ok(program::run(command.arg(&files))?.0)
    };
    eprintln!("rebuild: indexing {count} text files");
    let first = run(&[])?;
    let engine = Engine::open(&IndexDir::new(&index))?;
    let passages = engine.totals()?.passages;
    drop(engine);
    let (mut unchanged, mut rebuilt) = (Vec::new(), Vec::new());
    let (mut visible, mut added) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        eprintln!("rebuild: round {}", round + 1);
        unchanged.push(run(&[])?);
        rebuilt.push(run(&["--rebuild"])?);
        write_file(&maker, &files.join("added"), count + round)?;
        let (seen, done) = until_visible(&index, || run(&[]))?;
        visible.push(seen);
        added.push(done);
    }
    fs::remove_dir_all(&folder)?;
    let mut table = Table::new(
        format!(
            "rebuild: {} text files, {:.1} MB, {} passages; `findings index`, medians of {rounds} \
             rounds but for the first line",
            whole(count as f64),
            bytes as f64 / 1e6,
            whole(passages as f64),
        ),
        &["", "s", "passages/s"],
    );
    let mut row = |name: &str, seconds: f64, all: bool| {
        let rate = match all {
            true => whole(passages as f64 / seconds),
            false => String::new(),
        };
        table.row([name.to_owned(), format!("{seconds:.3}"), rate]);
    };
    row("from nothing, once", first, true);
    row("--rebuild", median(&rebuilt), true);
    row("nothing changed", median(&unchanged), false);
    row(
        "one report more: until it can be found",
        median(&visible),
        false,
    );
    row(
        "one report more: until the command ends",
        median(&added),
        false,
    );
    table.print();
    Ok(())
}

/// Does `work`, and says after how many seconds the index had one report more, and after how many
/// the work was done.
fn until_visible(index: &Path, work: impl FnOnce() -> Result<f64>) -> Result<(f64, f64)> {
    let place = IndexDir::new(index);
    let count = || -> Result<u64> { Ok(Engine::open(&place)?.totals()?.reports) };
    let before = count()?;
    let done = AtomicBool::new(false);
    let started = Instant::now();
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| -> Result<f64> {
            loop {
                // What is there at the end is seen at the end, at the latest.
                let last = done.load(Ordering::Relaxed);
                if count()? > before {
                    return Ok(started.elapsed().as_secs_f64());
                }
                if last {
                    return Err("the new report is not in the index".into());
                }
                std::thread::sleep(LOOK);
            }
        });
        let worked = work();
        done.store(true, Ordering::Relaxed);
        let seen = watcher.join().map_err(|_| "the watcher panicked")?;
        Ok((seen?, worked?))
    })
}
