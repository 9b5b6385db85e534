//! The command line program; everything it does is in the library.

use std::process::ExitCode;

/// Counts what is allocated, so that a worker process can be held to a limit: an exhausted memory
/// cannot be caught otherwise on every system. mimalloc is made for many small pieces that one thread
/// takes and another gives back, as passages on their way into the index do.
#[global_allocator]
static ALLOCATOR: cap::Cap<mimalloc::MiMalloc> = cap::Cap::new(mimalloc::MiMalloc, usize::MAX);

fn main() -> ExitCode {
    let limit_memory = |bytes: u64| {
        // Raising the limit cannot fail, and one below what is in use is kept as it was.
        let _ = ALLOCATOR.set_limit(usize::try_from(bytes).unwrap_or(usize::MAX));
    };
    findings::cli::main(std::env::args_os(), &limit_memory)
}
