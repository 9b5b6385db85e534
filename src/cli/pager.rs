//! The pager: answers that are longer than the screen are read in it.

use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Options of `less` unless `LESS` holds others: quit if all fits, show colours, leave the screen.
const LESS: &str = "FRX";

/// Writes `bytes` to stdout: through the pager if stdout is a terminal with fewer lines.
pub(super) fn write(bytes: &[u8], pager: Option<&Pager>) -> io::Result<()> {
    let lines = bytes.split(|&byte| byte == b'\n').count() - 1;
    // The prompt takes a line.
    if let Some(pager) = pager.filter(|pager| lines >= pager.screen)
        && let Some(written) = through(&pager.command, bytes)
    {
        return written;
    }
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// A pager for a terminal of so many lines.
#[derive(Debug, Clone)]
pub(super) struct Pager {
    /// The command with its arguments.
    pub(super) command: Vec<String>,
    /// Lines of the screen.
    pub(super) screen: usize,
}

/// Runs the pager; `None` if it cannot be started.
fn through(command: &[String], bytes: &[u8]) -> Option<io::Result<()>> {
    let (program, args) = command.split_first()?;
    let mut pager = Command::new(program);
    pager.args(args).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        pager.env("LESS", LESS);
    }
    let mut pager = pager.spawn().ok()?;
    // Ctrl-C belongs to the pager while it runs.
    let _ = ctrlc::set_handler(|| {});
    let written = match pager.stdin.take() {
        Some(mut stdin) => stdin.write_all(bytes),
        None => Ok(()),
    };
    let ended = pager.wait();
    Some(match written {
        // The pager was left before its end.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.and(ended.map(drop)),
    })
}
