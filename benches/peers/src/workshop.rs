//! The folder of a run: the corpus, and the index of every engine, made once when first asked for.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::Result;
use crate::child;
use crate::corpus::{Frequencies, Size};
use crate::options::Options;
use crate::packed;
use crate::peer::Peer;

/// Packed reports, with what they hold.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Packed {
    pub(crate) file: PathBuf,
    pub(crate) size: Size,
    pub(crate) frequencies: Frequencies,
}

/// The folder of a run, removed at its end; the corpus and its indexes may be kept elsewhere.
#[derive(Debug)]
pub(crate) struct Workshop {
    pub(crate) options: Options,
    folder: TempDir,
    packed: Option<Packed>,
}

impl Workshop {
    pub(crate) fn new(options: &Options) -> Result<Self> {
        let folder = match &options.folder {
            Some(parent) => {
                std::fs::create_dir_all(parent)?;
                TempDir::with_prefix_in("findings-peers-", parent)?
            }
            None => TempDir::with_prefix("findings-peers-")?,
        };
        Ok(Workshop {
            options: options.clone(),
            folder,
            packed: None,
        })
    }

    /// Where everything is written.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The corpus.
    pub(crate) fn packed(&mut self) -> Result<&Packed> {
        if self.packed.is_none() {
            self.packed = Some(self.pack()?);
        }
        self.packed.as_ref().ok_or_else(|| "no corpus".into())
    }

    /// The corpus that is there, or a new one.
    fn pack(&self) -> Result<Packed> {
        let passages = self.options.passages;
        let Some(folder) = self.kept() else {
            return pack(self.folder(), passages);
        };
        let description = folder.join("packed.postcard");
        if let Ok(bytes) = std::fs::read(&description) {
            return Ok(postcard::from_bytes(&bytes)?);
        }
        std::fs::create_dir_all(&folder)?;
        let packed = pack(&folder, passages)?;
        std::fs::write(&description, postcard::to_stdvec(&packed)?)?;
        Ok(packed)
    }

    /// Where the corpus and its indexes are kept, if they are.
    fn kept(&self) -> Option<PathBuf> {
        let keep = self.options.keep.as_ref()?;
        Some(keep.join(format!("{}-passages", self.options.passages)))
    }

    /// Where the index of an engine is, or will be.
    pub(crate) fn place(&self, peer: Peer) -> PathBuf {
        let folder = self.kept().unwrap_or_else(|| self.folder().to_owned());
        folder.join(peer.name().replace(' ', "-"))
    }

    /// The index of an engine over the corpus.
    pub(crate) fn index(&mut self, peer: Peer) -> Result<PathBuf> {
        let place = self.place(peer);
        if !place.exists() {
            eprintln!("loading {}", peer.name());
            let corpus = self.packed()?.file.clone();
            child::load(peer, &corpus, &place)?;
        }
        Ok(place)
    }
}

/// Generates a corpus in a folder.
pub(crate) fn pack(folder: &Path, passages: usize) -> Result<Packed> {
    let file = folder.join("reports.packed");
    let started = Instant::now();
    let (size, frequencies) = packed::write(&file, passages)?;
    let seconds = started.elapsed().as_secs_f64();
    eprintln!("generated {size} in {seconds:.0} s");
    Ok(Packed {
        file,
        size,
        frequencies,
    })
}
