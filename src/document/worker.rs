//! Reading PDFs in a process of their own, which can be stopped and whose end harms nobody.
//!
//! The parent keeps a [`Worker`] and hands it one file after another; the child is the same
//! program, started in a mode in which it runs [`serve`] on its standard input and output.
//!
//! A request is a header of three numbers (memory limit in bytes, time limit in seconds, length of
//! the file in bytes; each 64 bits, little-endian) and the file. A reply is a length of 64 bits and
//! a `Result<Document, Unreadable>` in postcard's encoding. The child ends when its input ends.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{Document, Format, Unreadable, read};

/// How much of what a child writes to its standard error is kept, in bytes.
const STDERR_KEPT: usize = 8 << 10;
/// Longest reply taken, in bytes.
const LONGEST_REPLY: u64 = 1 << 30;

/// Exit code of a child that found itself overdue.
const OVERDUE: i32 = 3;
/// Time a child is given beyond the limit before it ends itself, should nobody have ended it.
const GRACE: Duration = Duration::from_secs(30);

/// The first argument by which a program starts as a worker.
pub const COMMAND: &str = "read-pdf";

/// How to start the child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program, normally this one.
    pub program: PathBuf,
    /// The arguments that make it run [`serve`].
    pub args: Vec<String>,
}

/// What one file may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Memory of the child, in bytes.
    pub memory_bytes: u64,
    /// Time from handing over the file to its answer, in seconds.
    pub seconds: u64,
}

/// The parent's end of a reading process.
#[derive(Debug)]
pub struct Worker {
    command: WorkerCommand,
    limits: Limits,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    stderr: JoinHandle<String>,
}

impl Worker {
    /// A worker whose process starts with the first file.
    pub fn new(command: WorkerCommand, limits: Limits) -> Self {
        Self {
            command,
            limits,
            running: None,
        }
    }

    /// Reads a PDF. After a failure that ended the process the next call starts another.
    ///
    /// # Errors
    ///
    /// What [`super::read`] found, or [`Unreadable::TimedOut`], [`Unreadable::OutOfMemory`] or
    /// [`Unreadable::Crashed`] when the process did not answer, or [`Unreadable::Io`] when it could
    /// not be started.
    pub fn read(&mut self, bytes: &[u8]) -> Result<Document, Unreadable> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => Running::start(&self.command).map_err(|error| Unreadable::Io {
                detail: format!("cannot start the process that reads PDFs: {error}"),
            })?,
        };
        let (reply, timed_out) = running.ask(bytes, self.limits);
        let answer = reply.map(|reply| postcard::from_bytes(&reply));
        if let Ok(Ok(outcome)) = answer {
            self.running = Some(running);
            return outcome;
        }
        let (status, stderr) = running.end();
        Err(if answer.is_ok() {
            Unreadable::Crashed {
                detail: "its reply cannot be read".to_owned(),
            }
        } else if timed_out {
            Unreadable::TimedOut {
                seconds: self.limits.seconds,
            }
        } else {
            cause_of_death(status, &stderr, self.limits)
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.end();
        }
    }
}

impl Running {
    fn start(command: &WorkerCommand) -> io::Result<Self> {
        let mut child = Command::new(&command.program)
            .args(&command.args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(output), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("its pipes are missing"));
        };
        let stderr = thread::Builder::new()
            .name("stderr".to_owned())
            .spawn(move || last_words(stderr))?;
        Ok(Self {
            child,
            input,
            output,
            stderr,
        })
    }

    /// Sends the file and waits for the answer. Ends the child where none comes; returns also whether
    /// that was for the time limit.
    fn ask(&mut self, bytes: &[u8], limits: Limits) -> (io::Result<Vec<u8>>, bool) {
        let Self {
            child,
            input,
            output,
            ..
        } = self;
        let (answered, answer) = mpsc::channel();
        thread::scope(|scope| {
            // Sent from a thread of its own, for a child that takes no more would block us for
            // good. An error needs no telling: the child is gone, and no reply comes either.
            scope.spawn(|| send_request(input, bytes, limits));
            let watch = scope.spawn(move || {
                let waited = answer.recv_timeout(Duration::from_secs(limits.seconds));
                if waited.is_err() {
                    // Ends the sending and the reading too. The child may have ended by itself.
                    let _ = child.kill();
                }
                waited == Err(RecvTimeoutError::Timeout)
            });
            let reply = read_reply(output);
            if reply.is_ok() {
                let _ = answered.send(());
            }
            drop(answered);
            (reply, watch.join().unwrap_or_default())
        })
    }

    /// Ends the child. Returns how it ended and the last it wrote to its standard error.
    fn end(mut self) -> (Option<ExitStatus>, String) {
        drop(self.input);
        // Fails when the child has ended by itself, which is as good.
        let _ = self.child.kill();
        let status = self.child.wait().ok();
        (status, self.stderr.join().unwrap_or_default())
    }
}

fn send_request(mut input: &mut ChildStdin, bytes: &[u8], limits: Limits) -> io::Result<()> {
    for number in [limits.memory_bytes, limits.seconds, bytes.len() as u64] {
        input.write_all(&number.to_le_bytes())?;
    }
    input.write_all(bytes)?;
    (&mut input).flush()
}

fn read_reply(output: &mut ChildStdout) -> io::Result<Vec<u8>> {
    match read_number(output)? {
        Some(length) if length <= LONGEST_REPLY => read_exactly(output, length),
        Some(_) => Err(io::Error::other("a reply out of bounds")),
        None => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Reads all, so that the child never blocks on it, and keeps the end.
fn last_words(mut stderr: ChildStderr) -> String {
    let mut kept = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(count @ 1..) = stderr.read(&mut chunk) {
        kept.extend_from_slice(&chunk[..count]);
        if kept.len() > STDERR_KEPT {
            kept.drain(..kept.len() - STDERR_KEPT);
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// Why a child that gave no answer ended, from its exit status and its last words.
fn cause_of_death(status: Option<ExitStatus>, stderr: &str, limits: Limits) -> Unreadable {
    let out_of_memory = Unreadable::OutOfMemory {
        limit: limits.memory_bytes,
    };
    if stderr.contains("memory allocation of") {
        return out_of_memory;
    }
    if stderr.contains("overflowed its stack") || stderr.contains("stack overflow") {
        return Unreadable::Crashed {
            detail: "stack overflow".to_owned(),
        };
    }
    Unreadable::Crashed {
        detail: status.map_or_else(|| "no exit status".to_owned(), |status| status.to_string()),
    }
}

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
fn read_number(input: &mut impl Read) -> io::Result<Option<u64>> {
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
fn read_exactly(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(bytes: &[u8]) -> Vec<u8> {
        let mut request = Vec::new();
        for number in [1 << 30, 60, bytes.len() as u64] {
            request.extend_from_slice(&number.to_le_bytes());
        }
        request.extend_from_slice(bytes);
        request
    }

    fn replies(mut output: &[u8]) -> Vec<Result<Document, Unreadable>> {
        let mut replies = Vec::new();
        while let Some(length) = read_number(&mut output).expect("a number") {
            let reply = read_exactly(&mut output, length).expect("a reply");
            replies.push(postcard::from_bytes(&reply).expect("an outcome"));
        }
        replies
    }

    #[test]
    fn every_request_is_answered() {
        let input = [request(b"<html>"), request(b""), request(b"%PDF-1.4")].concat();
        let mut output = Vec::new();
        let limit = std::cell::Cell::new(0);
        serve(input.as_slice(), &mut output, |bytes| limit.set(bytes)).expect("served");
        let replies = replies(&output);
        assert_eq!(limit.get(), 1 << 30);
        assert_eq!(replies.len(), 3);
        assert!(matches!(
            replies[0],
            Err(Unreadable::NotWhatItsNameSays { .. })
        ));
        assert_eq!(replies[1], Err(Unreadable::Empty));
        assert!(matches!(replies[2], Err(Unreadable::Corrupt { .. })));
    }

    #[test]
    fn a_request_cut_short_is_an_error() {
        let whole = request(b"%PDF-1.4");
        for cut in [4, 12, 20, whole.len() - 1] {
            let error = serve(&whole[..cut], io::sink(), |_| {}).expect_err("cut short");
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        }
    }

    #[test]
    fn a_missing_program_is_told() {
        let command = WorkerCommand {
            program: PathBuf::from("/no/such/program"),
            args: Vec::new(),
        };
        let limits = Limits {
            memory_bytes: 1 << 30,
            seconds: 5,
        };
        let error = Worker::new(command, limits)
            .read(b"%PDF-")
            .expect_err("none");
        assert!(error.to_string().starts_with("cannot start the process"));
    }

    #[test]
    fn last_words_tell_the_cause() {
        let limits = Limits {
            memory_bytes: 512 << 20,
            seconds: 5,
        };
        let cause = |words| cause_of_death(None, words, limits).to_string();
        assert_eq!(
            cause("memory allocation of 4096 bytes failed"),
            "needs more than 512 MiB of memory"
        );
        assert_eq!(
            cause("thread 'pdf' (7) has overflowed its stack"),
            "the PDF reader crashed (stack overflow)"
        );
    }

    /// Children of this very test program, each run through a shell so that the test runner's own
    /// words stay off the pipe: the child talks on descriptor 3.
    #[cfg(unix)]
    mod children {
        use std::fs::OpenOptions;
        use std::time::Instant;

        use super::*;

        const CONDUCT: &str = "FINDINGS_TEST_CHILD";

        /// Not a test: what the children run.
        #[test]
        #[ignore = "run by other tests as their child process"]
        fn child() {
            let conduct = std::env::var(CONDUCT).unwrap_or_default();
            let output = OpenOptions::new().write(true).open("/dev/fd/3");
            let (Ok(output), false) = (output, conduct.is_empty()) else {
                return;
            };
            let misbehave = |_| match conduct.as_str() {
                "hang" => thread::sleep(Duration::from_mins(1)),
                "exhaust" => {
                    let words = "memory allocation of 9 bytes failed";
                    let noise = "x".repeat(100_000);
                    let _ = writeln!(io::stderr(), "{noise}{words}");
                    std::process::abort();
                }
                #[expect(clippy::exit, reason = "the test asks for a child that dies")]
                "exit" => std::process::exit(9),
                _ => {}
            };
            serve(io::stdin().lock(), output, misbehave).expect("served");
        }

        fn worker(conduct: &str, seconds: u64) -> Worker {
            let program = std::env::current_exe().expect("this program");
            let script = format!(
                "{CONDUCT}={conduct} exec '{}' --ignored --exact --nocapture \
                 document::worker::tests::children::child 3>&1 >/dev/null",
                program.display()
            );
            let command = WorkerCommand {
                program: PathBuf::from("/bin/sh"),
                args: vec!["-c".to_owned(), script],
            };
            let limits = Limits {
                memory_bytes: 1 << 30,
                seconds,
            };
            Worker::new(command, limits)
        }

        #[test]
        fn one_child_reads_many_files() {
            let mut worker = worker("read", 60);
            assert_eq!(worker.read(b""), Err(Unreadable::Empty));
            let first = worker.running.as_ref().map(|running| running.child.id());
            let large = vec![b' '; 3 << 20];
            assert_eq!(worker.read(&large), Err(Unreadable::Empty));
            assert!(matches!(
                worker.read(b"%PDF-1.4 x"),
                Err(Unreadable::Corrupt { .. })
            ));
            let last = worker.running.as_ref().map(|running| running.child.id());
            assert!(first.is_some() && first == last);
        }

        #[test]
        fn a_child_that_hangs_is_ended() {
            let mut worker = worker("hang", 1);
            let start = Instant::now();
            let large = vec![b'x'; 3 << 20];
            assert_eq!(
                worker.read(&large),
                Err(Unreadable::TimedOut { seconds: 1 })
            );
            assert!(start.elapsed() < Duration::from_secs(20));
        }

        #[test]
        fn a_child_that_dies_is_replaced() {
            let mut dying = worker("exhaust", 60);
            for _ in 0..2 {
                assert_eq!(
                    dying.read(b"x"),
                    Err(Unreadable::OutOfMemory { limit: 1 << 30 })
                );
            }
            let error = worker("exit", 60).read(b"x").expect_err("it exits");
            assert_eq!(error.to_string(), "the PDF reader crashed (exit status: 9)");
        }
    }
}
