//! Work in a process of its own, so that its peak memory and processor time are its own.
//!
//! `findings-peers child ENGINE CORPUS INDEX` loads an engine; with `-` for the engine it only reads
//! the corpus.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::packed::Reports;
use crate::peer::Peer;
use crate::process;

/// What a load took.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Load {
    /// Wall time in seconds, reading the reports included.
    pub(crate) seconds: f64,
    /// Processor time of all threads in seconds.
    pub(crate) processor: f64,
    /// Most memory, pages of mapped files included, in MiB.
    pub(crate) peak: f64,
    /// Most memory that is not pages of files, in MiB.
    pub(crate) private: f64,
}

const NAME: &str = "child";
const READING: &str = "-";

/// Whether this process is such a child.
pub(crate) fn is_asked_for() -> bool {
    std::env::args_os().nth(1).is_some_and(|name| name == NAME)
}

/// Does what the arguments ask for, and prints what it took.
pub(crate) fn work() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(2).map(PathBuf::from).collect();
    let [engine, corpus, index] = arguments.as_slice() else {
        return Err("a child wants an engine, a corpus and an index".into());
    };
    let engine = engine.to_string_lossy();
    let started = Instant::now();
    let (done, private) = process::with_private_peak(|| match Peer::named(&engine) {
        Some(peer) => peer.load(corpus, index),
        None => read(corpus),
    });
    done?;
    let load = Load {
        seconds: started.elapsed().as_secs_f64(),
        processor: process::processor(),
        peak: process::peak(),
        private,
    };
    println!("{}", serde_json::to_string(&load)?);
    Ok(())
}

/// Only reads the reports.
fn read(corpus: &Path) -> Result<()> {
    for report in Reports::open(corpus)? {
        std::hint::black_box(report);
    }
    Ok(())
}

/// Loads an engine in a process of its own.
pub(crate) fn load(peer: Peer, corpus: &Path, index: &Path) -> Result<Load> {
    run(peer.name(), corpus, index)
}

/// Reads the corpus in a process of its own: the part of every load that is no engine's.
pub(crate) fn reading(corpus: &Path) -> Result<Load> {
    run(READING, corpus, Path::new(READING))
}

fn run(engine: &str, corpus: &Path, index: &Path) -> Result<Load> {
    let output = Command::new(std::env::current_exe()?)
        .args([NAME, engine])
        .args([corpus, index])
        .output()?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{engine}: {}", told.trim()).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
