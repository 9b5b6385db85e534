//! Reading files: from bytes of a PDF, plain text, Markdown or HTML to pages of lines.
//!
//! [`read`] works in this process and suits text formats. A PDF is a program for a small machine
//! and can be hostile or broken in ways no check up front finds (endless work, memory without
//! bound, a stack overflow), so batches of PDFs go through [`worker::Worker`], which reads them in
//! a child process that can be stopped.

mod blocks;
mod characters;
mod faces;
mod html;
mod lines;
mod markdown;
pub mod page;
mod pdf;
mod serve;
mod sniff;
mod text;
mod unreadable;
pub mod walk;
pub mod worker;

use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::document::page::Page;
pub use unreadable::Unreadable;

/// Version of the reader. Raised by hand whenever the same bytes give another [`Document`]; indexes
/// and parse caches of an older version are then read again. `tests/versions.rs` tells when.
pub const READER_VERSION: u32 = 1;

/// The formats of files that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Portable Document Format (`.pdf`).
    Pdf,
    /// Plain text (`.txt`), in UTF-8, UTF-16 with a byte order mark, or Windows-1252.
    Text,
    /// Markdown (`.md`, `.markdown`).
    Markdown,
    /// A web page (`.html`, `.htm`).
    Html,
}

impl Format {
    /// Every format, in the order of the enum.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Text, Self::Markdown, Self::Html];

    /// The format the file's extension stands for, in any letter case; `None` for any other
    /// extension and for none.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "pdf" => Some(Self::Pdf),
            "txt" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }

    /// The extension that stands for the format, in lower case: `pdf`, `txt`, `md`, `html`.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }

    /// What the content looks like, from its first bytes, for files whose extension says nothing.
    /// Markdown cannot be told from plain text and is taken for it. `None` when it is none of the
    /// formats.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        sniff::format(bytes)
    }

    /// The name for people, with its article: `a PDF`, `an HTML page`.
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF",
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "an HTML page",
        }
    }
}

/// What a file holds, ready for the parser of reports.
#[derive(Default, Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The pages in order; pages without text are kept, with no lines, so that counting holds.
    pub pages: Vec<Page>,
    /// What was lost or is doubtful, one short sentence each, in lower case and for people.
    pub warnings: Vec<String>,
}

impl Document {
    /// Whether no page has a line.
    pub fn is_empty(&self) -> bool {
        self.pages.iter().all(|page| page.lines.is_empty())
    }
}

/// SHA-256 of a file's bytes, in hexadecimal: what tells whether its content changed.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Reads a file's bytes in this process.
///
/// Never panics, but a hostile PDF may take long, take much memory or abort the process: use
/// [`worker::Worker`] for PDFs from elsewhere.
///
/// # Errors
///
/// [`Unreadable`] says why no text came out.
pub fn read(format: Format, bytes: &[u8]) -> Result<Document, Unreadable> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    let document = match format {
        Format::Pdf => pdf::read(bytes),
        Format::Text => text::read(bytes),
        Format::Markdown => markdown::read(bytes),
        Format::Html => html::read(bytes),
    }?;
    if document.is_empty() {
        return Err(match format {
            Format::Pdf => Unreadable::NoText {
                pages: document.pages.len(),
            },
            _ => Unreadable::Empty,
        });
    }
    Ok(document)
}
