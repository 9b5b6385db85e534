//! Parsed reports in a file, one after the other, for engines in processes of their own to read
//! cheaply and alike.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use findings::report::Report;

use crate::Result;
use crate::corpus::{Corpus, Frequencies, SEED, Size};

/// Bytes read at a time.
const BUFFER: usize = 1 << 20;

/// Writes generated reports until they hold `passages`, and says how many there are and what words
/// they hold.
pub(crate) fn write(path: &Path, passages: usize) -> Result<(Size, Frequencies)> {
    let maker = Corpus::new(SEED);
    let mut file = BufWriter::with_capacity(BUFFER, File::create(path)?);
    let mut size = Size::default();
    let mut frequencies = Frequencies::default();
    for number in 0.. {
        if size.passages >= passages {
            break;
        }
        let report = maker.report(number);
        size.add(&report);
        frequencies.add_report(&report);
        let bytes = postcard::to_stdvec(&report)?;
        file.write_all(&u32::try_from(bytes.len())?.to_le_bytes())?;
        file.write_all(&bytes)?;
    }
    file.flush()?;
    Ok((size, frequencies))
}

/// The reports of a file, in order.
#[derive(Debug)]
pub(crate) struct Reports {
    file: BufReader<File>,
    bytes: Vec<u8>,
}

impl Reports {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        Ok(Reports {
            file: BufReader::with_capacity(BUFFER, File::open(path)?),
            bytes: Vec::new(),
        })
    }
}

impl Iterator for Reports {
    type Item = Report;

    fn next(&mut self) -> Option<Report> {
        let mut length = [0; 4];
        self.file.read_exact(&mut length).ok()?;
        self.bytes.resize(u32::from_le_bytes(length) as usize, 0);
        self.file.read_exact(&mut self.bytes).ok()?;
        postcard::from_bytes(&self.bytes).ok()
    }
}
