//! The ledger on disk: one compressed file, read and written whole.

use std::fs::File;
use std::io::{BufReader, Read, Seek, Write};
use std::path::Path;

use super::Ledger;
use crate::error::{Error, Result};

/// Speed matters more than size: a ledger is written at every commit.
const LEVEL: i32 = 1;

/// A ledger that was written, held open so that it can be read whatever replaces it.
#[derive(Debug)]
pub(crate) struct LedgerFile {
    file: File,
}

impl LedgerFile {
    /// Writes a ledger to `path`, for good.
    ///
    /// # Errors
    /// The disk refuses.
    pub(crate) fn write(path: &Path, ledger: &Ledger) -> Result<()> {
        let failed = |error| Error::io("write", path, error);
        let bytes = postcard::to_stdvec(ledger)
            .map_err(|error| Error::Engine(format!("the ledger cannot be written: {error}")))?;
        let file = File::create(path).map_err(failed)?;
        let mut encoder = zstd::Encoder::new(file, LEVEL).map_err(failed)?;
        encoder.include_checksum(true).map_err(failed)?;
        encoder.write_all(&bytes).map_err(failed)?;
        let file = encoder.finish().map_err(failed)?;
        file.sync_all().map_err(failed)
    }

    /// Opens the ledger at `path`, to be read when it is asked for.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::io("read", path, error))?;
        Ok(LedgerFile { file })
    }

    /// Reads the ledger.
    ///
    /// # Errors
    /// It is damaged.
    pub(crate) fn read(&self) -> Result<Ledger> {
        let damaged = |error: String| Error::Engine(format!("the ledger is damaged: {error}"));
        let mut file = &self.file;
        file.rewind().map_err(|error| damaged(error.to_string()))?;
        let mut bytes = Vec::new();
        zstd::Decoder::new(BufReader::new(file))
            .and_then(|mut decoder| decoder.read_to_end(&mut bytes))
            .map_err(|error| damaged(error.to_string()))?;
        postcard::from_bytes(&bytes).map_err(|error| damaged(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::ledger::{SourceRecord, SourceState};

    fn ledger() -> Ledger {
        let mut ledger = Ledger::default();
        for number in 0..100 {
            ledger.put(SourceRecord {
                key: format!("/reports/{number}.pdf"),
                size: number,
                modified: -5,
                sha256: "ab".repeat(32),
                given: String::new(),
                state: SourceState::Skipped {
                    reason: "it is empty".to_owned(),
                },
            });
        }
        ledger
    }

    #[test]
    fn what_is_written_can_be_read_after_it_was_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ledger");
        LedgerFile::write(&path, &ledger()).expect("it can be written");
        let file = LedgerFile::open(&path).expect("it is there");
        #[cfg(unix)]
        std::fs::remove_file(&path).expect("it can be removed");
        assert_eq!(file.read().expect("it is sound"), ledger());
        assert_eq!(file.read().expect("it can be read again"), ledger());
    }

    #[test]
    fn a_damaged_ledger_is_told_from_a_sound_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ledger");
        LedgerFile::write(&path, &ledger()).expect("it can be written");
        let mut bytes = std::fs::read(&path).expect("it can be read");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        std::fs::write(&path, &bytes).expect("it can be damaged");
        assert!(
            LedgerFile::open(&path)
                .expect("it is there")
                .read()
                .is_err()
        );
        std::fs::write(&path, &bytes[..middle]).expect("it can be cut");
        assert!(
            LedgerFile::open(&path)
                .expect("it is there")
                .read()
                .is_err()
        );
    }
}
