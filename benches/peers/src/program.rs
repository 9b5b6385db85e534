//! Programs that are started: findings itself, and those it is compared with.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

use crate::Result;
use crate::options::Options;

/// The findings program.
pub(crate) fn findings(options: &Options) -> Result<PathBuf> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/release/findings");
    let program = options.program.clone().unwrap_or(built);
    if !program.is_file() {
        return Err(format!(
            "there is no {}: run `cargo build --release` first, or name it with --program",
            program.display()
        )
        .into());
    }
    Ok(std::path::absolute(program)?)
}

/// Whether a program is installed; if not, says that its part is left out.
pub(crate) fn is_installed(name: &str) -> bool {
    let installed = Command::new(name).arg("--help").output().is_ok();
    if !installed {
        println!("{name} is not installed: left out");
    }
    installed
}

/// Runs a command to its end, and says how many seconds that took.
///
/// # Errors
/// It cannot be started, or ends with another status than 0.
pub(crate) fn run(command: &mut Command) -> Result<(f64, Output)> {
    let started = Instant::now();
    let output = command.output()?;
    let seconds = started.elapsed().as_secs_f64();
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?} failed: {}", told.trim()).into());
    }
    Ok((seconds, output))
}
