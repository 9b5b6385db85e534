//! Reading files: from bytes of a PDF, plain text, Markdown or HTML to blocks (headings,
//! paragraphs, list items, table rows, notes).
//!
//! [`read`] works in this process and suits text formats. A PDF is a program for a small machine
//! and can be hostile or broken in ways no check up front finds (endless work, memory without
//! bound, a stack overflow), so batches of PDFs go through [`worker::Worker`], which reads them in
//! a child process that can be stopped.

pub mod block;
mod characters;
mod flow;
mod html;
mod layout;
mod markdown;
pub(crate) mod page;
mod pdf;
mod sniff;
mod text;
mod unreadable;
pub mod walk;
pub mod worker;

use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use block::Paragraph;
use block::{Block, Outline, PrintedLine};
use flow::Marked;
use page::Page;
pub use unreadable::Unreadable;

/// Version of the reader. Raised by hand whenever the same bytes give another [`Document`]; indexes
/// and parse caches of an older version are then read again. `tests/versions.rs` tells when.
pub const READER_VERSION: u32 = 2;

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

/// What a file holds.
#[derive(Default, Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    body: Body,
    /// What was lost or is doubtful, one short sentence each, in lower case and for people.
    pub warnings: Vec<String>,
}

/// The content, as far as the format tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Body {
    /// Lines and where they stand. Pages without text are kept, so that counting holds.
    Pages(Vec<Page>),
    /// Blocks as the file marks them.
    Blocks(Vec<Marked>),
}

impl Default for Body {
    fn default() -> Self {
        Body::Blocks(Vec::new())
    }
}

impl Document {
    pub(crate) fn of_pages(pages: Vec<Page>, warnings: Vec<String>) -> Self {
        Document {
            body: Body::Pages(pages),
            warnings,
        }
    }

    fn of_blocks(blocks: Vec<Marked>) -> Self {
        Document {
            body: Body::Blocks(blocks),
            warnings: Vec::new(),
        }
    }

    /// Number of pages; `None` where the file has no pages.
    pub fn pages(&self) -> Option<u32> {
        match &self.body {
            Body::Pages(pages) if pages.iter().any(|page| page.number.is_some()) => {
                Some(u32::try_from(pages.len()).unwrap_or(u32::MAX))
            }
            _ => None,
        }
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.lines().is_empty()
    }

    /// The lines as printed, in reading order, running furniture included.
    pub fn lines(&self) -> Vec<PrintedLine<'_>> {
        match &self.body {
            Body::Pages(pages) => layout::printed(pages),
            Body::Blocks(blocks) => flow::printed(blocks),
        }
    }

    /// The lines row by row: reading order may take the cells of a table column by column.
    pub fn lines_in_rows(&self) -> Vec<PrintedLine<'_>> {
        match &self.body {
            Body::Pages(pages) => layout::printed_in_rows(pages),
            Body::Blocks(blocks) => flow::printed(blocks),
        }
    }

    /// The blocks, divided into parts by `outline`: what opens each part (nothing opens the first)
    /// and its blocks.
    ///
    /// Every word that is not running furniture stands in one opening or one block, except that
    /// printed paragraph numbers and the heads of labelled tables are dropped. Notes stand at the
    /// end of their part.
    pub fn parts<O: Outline>(&self, outline: &mut O) -> Vec<(Option<O::Opening>, Vec<Block>)> {
        match &self.body {
            Body::Pages(pages) => layout::parts(pages, outline),
            Body::Blocks(blocks) => flow::parts(blocks, outline),
        }
    }

    /// The paragraphs in reading order, running furniture and notes left out. What is marked with
    /// `>` at the start of its lines counts as set in.
    pub fn paragraphs(&self) -> Vec<Paragraph> {
        match &self.body {
            Body::Pages(pages) => layout::paragraphs(pages),
            Body::Blocks(blocks) => flow::paragraphs(blocks),
        }
    }
}

#[cfg(test)]
impl Document {
    /// The pages of a format with a layout.
    fn laid_out(&self) -> &[Page] {
        match &self.body {
            Body::Pages(pages) => pages,
            Body::Blocks(_) => &[],
        }
    }

    /// The blocks of a format that marks them.
    fn marked(&self) -> &[Marked] {
        match &self.body {
            Body::Pages(_) => &[],
            Body::Blocks(blocks) => blocks,
        }
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
        return Err(Unreadable::Empty);
    }
    Ok(document)
}
