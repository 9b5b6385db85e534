//! Progress on a terminal.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

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

/// Shows what an indexing run does.
pub(super) fn show(bar: &ProgressBar, progress: Progress<'_>) {
    match progress {
        Progress::Planned { files, and_lines } => {
            bar.set_message("");
            // How many lines there are shows only at the end.
            let template = if and_lines {
                "reading {pos} files and lines, {per_sec}, {elapsed}  {wide_msg}"
            } else {
                bar.set_length(files as u64);
                "reading {bar:24} {pos}/{len} files, {per_sec}, {eta} left  {wide_msg}"
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("━╸─"));
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
