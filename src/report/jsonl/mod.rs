//! Collections: reports in parsed form, one JSON object a line, for other tools and for moving an
//! index without its PDFs.
//!
//! ```text
//! index ── engine::export ──▶ line::write ──▶ reports.jsonl[.gz|.zst]
//! reports.jsonl[.gz|.zst] ── lines (one thread) ──▶ line::read (all threads) ──▶ shelf
//! ```

pub mod line;
mod lines;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use crate::document::walk::is_collection;
use crate::error::{Error, Result};

pub use line::{Given, Member};
pub use lines::{Fault, Lines};

/// Level of compression with Zstandard.
const LEVEL: i32 = 3;

/// How a collection is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

impl Compression {
    /// How the collection at `path` is to be compressed, by its name; `None` if the name is not that
    /// of a collection.
    pub fn of_collection(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_string_lossy().to_ascii_lowercase();
        is_collection(path).then_some(match extension.as_str() {
            "gz" => Compression::Gzip,
            "zst" => Compression::Zstd,
            _ => Compression::None,
        })
    }
}

/// Opens what may be compressed: its first bytes tell, whatever its name.
///
/// # Errors
/// The first bytes cannot be read.
pub fn open(input: impl Read + Send + 'static) -> io::Result<Box<dyn BufRead + Send>> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let head = input.fill_buf()?;
    Ok(if head.starts_with(&[0x1f, 0x8b]) {
        let decoder = flate2::bufread::MultiGzDecoder::new(input);
        Box::new(BufReader::with_capacity(1 << 16, decoder))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let decoder = zstd::Decoder::with_buffer(input)?;
        Box::new(BufReader::with_capacity(1 << 16, decoder))
    } else {
        Box::new(input)
    })
}

/// Hands `write` a way to write to `out`, compressed.
///
/// # Errors
/// Those of `write`, or [`Error::Output`] if `out` cannot be written.
pub fn compressed(
    out: &mut dyn Write,
    compression: Compression,
    write: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    match compression {
        Compression::None => write(out)?,
        Compression::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(out, flate2::Compression::default());
            write(&mut encoder)?;
            encoder.finish().map_err(Error::Output)?;
        }
        Compression::Zstd => {
            let mut encoder = zstd::Encoder::new(out, LEVEL).map_err(Error::Output)?;
            encoder.include_checksum(true).map_err(Error::Output)?;
            write(&mut encoder)?;
            encoder.finish().map_err(Error::Output)?;
        }
    }
    Ok(())
}
