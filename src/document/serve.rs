//! The child's side of reading PDFs in a process of its own; see [`super::worker`].

use std::io::{self, Read, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::{Format, read};

/// Exit code of a child that found itself overdue.
const OVERDUE: i32 = 3;
/// Time a child is given beyond the limit before it ends itself, should nobody have ended it.
const GRACE: Duration = Duration::from_secs(30);

/// The child's work: reads PDFs from `input` and answers on `output` until the input ends.
///
/// `limit_memory` is told the limit in bytes before each file; it should make allocations beyond
/// it fail, which ends the process. A file that takes far longer than its limit ends the process
/// too, should the parent have died without ending it.
///
/// # Errors
///
/// Errors of reading `input` and writing `output`; a request cut short is one.
pub fn serve(
    mut input: impl Read,
    mut output: impl Write,
    limit_memory: impl Fn(u64),
) -> io::Result<()> {
    while let Some(memory_bytes) = read_number(&mut input)? {
        let (Some(seconds), Some(length)) = (read_number(&mut input)?, read_number(&mut input)?)
        else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        limit_memory(memory_bytes);
        let bytes = read_exactly(&mut input, length)?;
        let watch = watch_time(Duration::from_secs(seconds).saturating_add(GRACE))?;
        let outcome = read(Format::Pdf, &bytes);
        drop(watch);
        let reply = postcard::to_stdvec(&outcome).map_err(io::Error::other)?;
        output.write_all(&(reply.len() as u64).to_le_bytes())?;
        output.write_all(&reply)?;
        output.flush()?;
    }
    Ok(())
}

/// Ends the process after the time, unless the returned end of the channel is dropped before.
fn watch_time(limit: Duration) -> io::Result<mpsc::Sender<()>> {
    let (sender, receiver) = mpsc::channel();
    thread::Builder::new()
        .name("time limit".to_owned())
        .spawn(move || {
            if receiver.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                #[expect(
                    clippy::exit,
                    reason = "nothing else ends a reading thread that is stuck"
                )]
                std::process::exit(OVERDUE);
            }
        })?;
    Ok(sender)
}

/// The next number; `None` at the end of the input.
pub(super) fn read_number(input: &mut impl Read) -> io::Result<Option<u64>> {
    let mut bytes = [0; 8];
    let mut filled = 0;
    while filled < bytes.len() {
        match input.read(&mut bytes[filled..]) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(u64::from_le_bytes(bytes)))
}

/// The next `length` bytes. Memory grows with what arrives, not with what is announced.
pub(super) fn read_exactly(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}
