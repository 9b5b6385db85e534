//! Splitting a stream into lines, in bounded memory.

use std::fmt;
use std::io::{BufRead, Read};

/// Longest line taken, in bytes: many times the longest report.
const LONGEST: u64 = 64 << 20;

/// Why a line could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is longer than any report.
    TooLong,
    /// Nothing can be read from here on.
    Broken {
        /// The system's words.
        detail: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::TooLong => write!(f, "the line is longer than {} MiB", LONGEST >> 20),
            Fault::Broken { detail } => write!(f, "cannot be read from here on: {detail}"),
        }
    }
}

/// The lines of a stream with their numbers, from 1; empty ones are passed over. After
/// [`Fault::Broken`] nothing comes any more.
pub struct Lines<R> {
    input: Option<R>,
    number: u64,
}

impl<R> fmt::Debug for Lines<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl<R: BufRead> Lines<R> {
    /// The lines of `input`.
    pub fn new(input: R) -> Self {
        Lines {
            input: Some(input),
            number: 0,
        }
    }

    fn line(input: &mut R) -> std::io::Result<Option<Result<Vec<u8>, Fault>>> {
        let mut line = Vec::new();
        if input
            .by_ref()
            .take(LONGEST + 1)
            .read_until(b'\n', &mut line)?
            == 0
        {
            return Ok(None);
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() as u64 > LONGEST {
            drop(line);
            input.skip_until(b'\n')?;
            return Ok(Some(Err(Fault::TooLong)));
        }
        Ok(Some(Ok(line)))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (u64, Result<Vec<u8>, Fault>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let input = self.input.as_mut()?;
            self.number += 1;
            match Self::line(input) {
                Ok(Some(Ok(line))) if line.trim_ascii().is_empty() => {}
                Ok(Some(line)) => return Some((self.number, line)),
                Ok(None) => self.input = None,
                Err(error) => {
                    self.input = None;
                    let detail = error.to_string();
                    return Some((self.number, Err(Fault::Broken { detail })));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{self, BufReader};

    fn lines(input: impl BufRead) -> Vec<(u64, Result<Vec<u8>, Fault>)> {
        Lines::new(input).collect()
    }

    #[test]
    fn lines_keep_their_numbers() {
        let found = lines(&b"one\n\n \r\ntwo\r\nthree"[..]);
        let expected: [(u64, &[u8]); 3] = [(1, b"one"), (4, b"two\r"), (5, b"three")];
        assert_eq!(
            found,
            expected.map(|(number, line)| (number, Ok(line.to_vec())))
        );
        assert!(lines(&b""[..]).is_empty());
    }

    #[test]
    fn a_line_too_long_is_passed_over() {
        let long = io::repeat(b'x').take(LONGEST + 5);
        let input = BufReader::new(long.chain(&b"\nafter"[..]));
        assert_eq!(
            lines(input),
            [(1, Err(Fault::TooLong)), (2, Ok(b"after".to_vec()))]
        );
    }

    #[test]
    fn a_broken_stream_ends_with_its_reason() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("torn"))
            }
        }
        let found = lines(BufReader::new((&b"one\n"[..]).chain(Broken)));
        let broken = Fault::Broken {
            detail: "torn".to_owned(),
        };
        assert_eq!(found, [(1, Ok(b"one".to_vec())), (2, Err(broken))]);
    }
}
