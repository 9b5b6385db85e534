//! findings beside bare tantivy, SQLite FTS5 and command-line tools: the same passages, one run,
//! interleaved.
//!
//! ```text
//! cargo run --release -p findings-peers -- bulk queries   # 1,000,000 passages
//! cargo run --release -p findings-peers -- bulk --passages 20000 --rounds 3
//! cargo run --release -p findings-peers -- cold pdf --reports reports/
//! ```
//! `benches/README.md` says what each part measures and how to read it.

mod bulk;
mod child;
mod cold;
mod concurrent;
#[path = "../../corpus/mod.rs"]
mod corpus;
mod growth;
mod machine;
mod options;
mod packed;
mod pdf;
mod peer;
#[path = "../../process/mod.rs"]
mod process;
mod program;
mod queries;
mod question;
mod rebuild;
mod statistics;
mod table;
mod vocabulary;
mod workshop;

use std::process::ExitCode;

use clap::Parser;

use options::{Options, Part};
use workshop::Workshop;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What goes wrong ends the run, with its reason.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let done = if child::is_asked_for() {
        child::work()
    } else {
        measure(&Options::parse())
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn measure(options: &Options) -> Result<()> {
    println!("{}\n", machine::described());
    let mut workshop = Workshop::new(options)?;
    for part in &options.parts {
        match part {
            Part::Bulk => bulk::measure(&mut workshop)?,
            Part::Queries => queries::measure(&mut workshop)?,
            Part::Cold => cold::measure(&mut workshop)?,
            Part::Pdf => pdf::measure(&workshop)?,
            Part::Rebuild => rebuild::measure(&mut workshop)?,
            Part::Growth => growth::measure(&workshop)?,
            Part::Vocabulary => vocabulary::measure(&workshop)?,
        }
        println!();
    }
    Ok(())
}
