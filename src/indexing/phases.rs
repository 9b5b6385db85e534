//! What a run does one after the other.

use std::time::Instant;

use serde::Serialize;

/// What happens during a run, for whoever shows progress.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// So many files are to be read.
    Planned {
        /// Files.
        files: usize,
        /// Whether there are lines of collections beside them, nobody knows how many.
        and_lines: bool,
    },
    /// A file or line was read (or skipped).
    Read {
        /// Its path as shown to people.
        path: &'a str,
    },
    /// Everything is read; what is still in memory is written, and all of it put in force.
    Committing,
    /// Everything is in force; small segments are merged.
    Merging,
}

/// A part of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Phase {
    /// `looking` for files, `reading` them and writing what fits no more into memory, `committing`,
    /// `merging`.
    pub name: &'static str,
    /// How long it took.
    pub seconds: f64,
}

/// Measures the phases of a run.
#[derive(Debug)]
pub(super) struct Clock {
    started: Instant,
    phases: Vec<Phase>,
    current: (&'static str, Instant),
}

impl Clock {
    /// Begins with a first phase.
    pub(super) fn start(name: &'static str) -> Self {
        let now = Instant::now();
        Clock {
            started: now,
            phases: Vec::new(),
            current: (name, now),
        }
    }

    /// Ends a phase and begins the next.
    pub(super) fn next(&mut self, name: &'static str) {
        let now = Instant::now();
        let (ended, since) = std::mem::replace(&mut self.current, (name, now));
        self.phases.push(Phase {
            name: ended,
            seconds: (now - since).as_secs_f64(),
        });
    }

    /// Ends the last phase; the phases, and the seconds of all.
    pub(super) fn finish(mut self) -> (Vec<Phase>, f64) {
        self.next("");
        (self.phases, self.started.elapsed().as_secs_f64())
    }
}
