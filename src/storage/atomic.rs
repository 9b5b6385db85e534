//! Files that appear whole or not at all: written under another name, then renamed.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

const PREFIX: &str = ".findings-";
const SUFFIX: &str = ".part";

/// A file that is being written. It is removed if dropped before it is persisted.
#[derive(Debug)]
pub struct AtomicFile {
    file: BufWriter<NamedTempFile>,
}

impl AtomicFile {
    /// Begins a file in `folder`, which must be on the file system of the final path.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn create_in(folder: &Path) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        // By default only the owner could read it.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(AtomicFile {
            file: BufWriter::with_capacity(1 << 16, builder.tempfile_in(folder)?),
        })
    }

    /// Renames the file to `path`. It is not synced: a power cut may tear it.
    ///
    /// # Errors
    /// The disk refuses; what was at `path` stays.
    pub fn persist(self, path: &Path) -> io::Result<()> {
        let file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Renames the file to `path` once its content is on disk, and syncs the folder.
    ///
    /// # Errors
    /// The disk refuses; what was at `path` stays.
    pub fn persist_durably(mut self, path: &Path) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().as_file().sync_all()?;
        self.persist(path)?;
        #[cfg(unix)]
        if let Some(Ok(folder)) = path.parent().map(File::open) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Whether `name` is that of a file which was not persisted, such as a killed process leaves.
pub(super) fn is_partial(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}
