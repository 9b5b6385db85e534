//! Progress on a terminal.

use std::fmt;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::settings::Settings;
use crate::indexing::Progress;
use crate::render;

/// A sign of life for work of unknown length.
pub(super) fn spinner(what: &'static str, settings: &Settings) -> ProgressBar {
    if settings.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new_spinner();
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// A count of what is done, shown once it takes long.
pub(super) struct Counter {
    bar: ProgressBar,
    what: &'static str,
    shown: bool,
    started: Instant,
}

/// What is done within this time needs no progress.
const AT_ONCE: Duration = Duration::from_millis(700);

impl Counter {
    /// Of `what`, in plural.
    pub(super) fn new(what: &'static str, settings: &Settings) -> Self {
        Counter {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            what,
            shown: !settings.quiet && std::io::stderr().is_terminal(),
            started: Instant::now(),
        }
    }

    /// One more.
    pub(super) fn step(&self) {
        self.bar.inc(1);
        if self.shown && self.bar.is_hidden() && self.started.elapsed() > AT_ONCE {
            let template = format!("{{spinner}} reading {}: {{human_pos}}", self.what);
            if let Ok(style) = ProgressStyle::with_template(&template) {
                self.bar.set_style(style);
            }
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Lets lines be written above it.
    pub(super) fn above(&self, write: impl FnOnce()) {
        self.bar.suspend(write);
    }

    /// Takes it off the screen.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Shows what an indexing run does.
pub(super) fn show(bar: &ProgressBar, progress: Progress<'_>) {
    match progress {
        Progress::Looking { folder, files } => {
            let folder = folder.to_string_lossy();
            let files = render::count(files as u64, "file");
            bar.set_message(format!(
                "{files} found, looking in {}",
                render::safe(&folder)
            ));
        }
        Progress::Planned { files, and_lines } => {
            bar.set_message("");
            // How many lines there are shows only at the end.
            let template = if and_lines {
                "reading {pos} files and lines, {rate}, {elapsed}  {wide_msg}"
            } else {
                bar.set_length(files as u64);
                "reading {bar:24} {pos}/{len} files, {rate}, {eta} left  {wide_msg}"
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
                    let _ = write!(out, "{:.0} files/s", state.per_sec());
                };
                bar.set_style(style.with_key("rate", rate).progress_chars("━╸─"));
            }
        }
        Progress::Read { path } => {
            bar.inc(1);
            bar.set_message(render::safe(path).into_owned());
        }
        Progress::Committing => phase(bar, "writing the index"),
        Progress::Merging => phase(bar, "merging segments"),
    }
}

/// A phase whose length nobody knows.
fn phase(bar: &ProgressBar, what: &'static str) {
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    bar.set_message(what);
}
