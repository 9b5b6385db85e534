//! The parse cache: reports in parsed form, so that no PDF is read twice.
//!
//! ```text
//! parsed/
//!   3f/
//!     3f9c…e1.pdf.pages      the document that the reader made of the file
//!     3f9c…e1.pdf.report     the report that the parser made of the document
//!   .findings-x7.part        being written
//! ```
//! Files are named by the SHA-256 of the content they were made of. Each begins with a line that
//! names the versions of reader and parser; the rest is compressed, with a checksum. A file that is
//! damaged, cut short or of another version counts as absent. A cache that cannot be written fails
//! no run. Pages are kept of PDFs only: the other formats are as quickly read again.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::atomic::AtomicFile;
use crate::document::{Document, Format, READER_VERSION};
use crate::report::themes::Taxonomy;
use crate::report::{PARSER_VERSION, Report};

const PAGES: &str = "pages";
const REPORT: &str = "report";
/// Level of compression: the usual one of the format.
const LEVEL: i32 = 3;
/// Longest content taken, in bytes; more is a manifest of damage.
const LONGEST: u64 = 1 << 30;

/// What an entry was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content<'a> {
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: &'a str,
    /// How the bytes were read: the same bytes are another report as text than as Markdown.
    pub format: Format,
}

/// The parse cache in a folder.
#[derive(Debug)]
pub struct ParseCache {
    folder: PathBuf,
    failure: OnceLock<String>,
}

/// Size of a parse cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CacheSize {
    /// Reports in parsed form.
    pub reports: u64,
    /// Bytes of all entries, pages included.
    pub bytes: u64,
}

impl ParseCache {
    /// The cache in `folder`, which need not exist yet.
    pub fn at(folder: PathBuf) -> Self {
        ParseCache {
            folder,
            failure: OnceLock::new(),
        }
    }

    /// The report of a content, with the themes of `taxonomy`.
    pub fn report(&self, content: Content<'_>, taxonomy: &Taxonomy) -> Option<Report> {
        let (themes, mut report): (String, Report) = self.get(content, REPORT)?;
        if themes != taxonomy.fingerprint() {
            report.assign_themes(taxonomy);
            self.put_report(content, &report, taxonomy);
        }
        Some(report)
    }

    /// Adds the report of a content.
    pub fn put_report(&self, content: Content<'_>, report: &Report, taxonomy: &Taxonomy) {
        self.put(content, REPORT, &(taxonomy.fingerprint(), report));
    }

    /// The pages of a content.
    pub fn pages(&self, content: Content<'_>) -> Option<Document> {
        self.get(content, PAGES)
    }

    /// Adds the pages of a content, if reading them again would take long.
    pub fn put_pages(&self, content: Content<'_>, pages: &Document) {
        if content.format == Format::Pdf {
            self.put(content, PAGES, pages);
        }
    }

    /// Why the first write failed, as a clause; nothing more is written from then on.
    pub fn failure(&self) -> Option<&str> {
        self.failure.get().map(String::as_str)
    }

    /// Removes the entries of a content, in whatever format.
    pub fn remove(&self, sha256: &str) {
        for format in Format::ALL {
            for part in [PAGES, REPORT] {
                if let Some(path) = self.path(Content { sha256, format }, part) {
                    let _ = fs::remove_file(path);
                }
            }
        }
    }

    /// Removes the entries of contents whose SHA-256 is not among `in_use`.
    pub fn retain(&self, in_use: &BTreeSet<&str>) {
        for (path, sha256, _) in self.files() {
            if !in_use.contains(sha256.as_str()) {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// Size of the cache.
    pub fn size(&self) -> CacheSize {
        let mut size = CacheSize::default();
        for (path, _, part) in self.files() {
            size.reports += u64::from(part == REPORT);
            size.bytes += fs::metadata(path).map_or(0, |metadata| metadata.len());
        }
        size
    }

    /// Removes all entries; files that are not ours stay.
    ///
    /// # Errors
    /// The system refuses.
    pub fn clear(&self) -> io::Result<()> {
        for (path, _, _) in self.files() {
            fs::remove_file(path)?;
        }
        // Folders that hold something else stay too.
        for folder in folders(&self.folder) {
            let _ = fs::remove_dir(folder);
        }
        let _ = fs::remove_dir(&self.folder);
        Ok(())
    }

    /// ParseCache files, with the SHA-256 of their content and what part of it they hold.
    fn files(&self) -> impl Iterator<Item = (PathBuf, String, &'static str)> {
        let entries = folders(&self.folder).filter_map(|folder| fs::read_dir(folder).ok());
        entries.flatten().flatten().filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let (sha256, rest) = name.split_once('.')?;
            let (_, part) = rest.split_once('.')?;
            let part = [PAGES, REPORT].into_iter().find(|known| *known == part)?;
            is_sha256(sha256).then(|| (entry.path(), sha256.to_owned(), part))
        })
    }

    fn path(&self, content: Content<'_>, part: &str) -> Option<PathBuf> {
        let sha256 = content.sha256;
        let folder = sha256.get(..2).filter(|_| is_sha256(sha256))?;
        let name = format!("{sha256}.{}.{part}", content.format.extension());
        Some(self.folder.join(folder).join(name))
    }

    fn get<T: DeserializeOwned>(&self, content: Content<'_>, part: &str) -> Option<T> {
        let bytes = fs::read(self.path(content, part)?).ok()?;
        let packed = bytes.strip_prefix(head(content, part).as_bytes())?;
        let mut plain = Vec::new();
        let mut decoder = zstd::Decoder::with_buffer(packed).ok()?.take(LONGEST);
        decoder.read_to_end(&mut plain).ok()?;
        postcard::from_bytes(&plain).ok()
    }

    fn put(&self, content: Content<'_>, part: &str, what: &impl Serialize) {
        let Some(path) = self.path(content, part) else {
            return;
        };
        // A full disk is tried once, not once a report.
        if self.failure.get().is_none()
            && let Err(error) = self.write(&path, &head(content, part), what)
        {
            let _ = self.failure.set(error.to_string());
        }
    }

    fn write(&self, path: &Path, head: &str, what: &impl Serialize) -> io::Result<()> {
        let plain = postcard::to_stdvec(what).map_err(io::Error::other)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = AtomicFile::create_in(&self.folder)?;
        file.write_all(head.as_bytes())?;
        let mut encoder = zstd::Encoder::new(file, LEVEL)?;
        encoder.include_checksum(true)?;
        encoder.write_all(&plain)?;
        // Not synced: the checksum finds a file that a power cut tore.
        encoder.finish()?.persist(path)
    }
}

/// The first line of an entry: its part, the versions that made it, its content.
fn head(content: Content<'_>, part: &str) -> String {
    let made_by = if part == REPORT {
        format!("{READER_VERSION}.{PARSER_VERSION}")
    } else {
        READER_VERSION.to_string()
    };
    format!("findings {part} {made_by} {}\n", content.sha256)
}

/// The folders that entries stand in.
fn folders(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| {
            let name = entry.file_name();
            name.len() == 2 && name.to_str().is_some_and(is_hexadecimal)
        })
        .map(|entry| entry.path())
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && is_hexadecimal(text)
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document, report, samples};

    const TEXT: &str = samples::SAMPLES[0].1;

    fn taxonomy() -> Taxonomy {
        Taxonomy::embedded().expect("the themes")
    }

    fn other_taxonomy() -> Taxonomy {
        let source = "[\"all/children\"]\ndefinition = \"children\"\ncues = [\"children\"]\n";
        Taxonomy::from_toml(source).expect("a taxonomy")
    }

    fn document() -> Document {
        document::read(Format::Text, TEXT.as_bytes()).expect("a document")
    }

    fn content(sha256: &str) -> Content<'_> {
        Content {
            sha256,
            format: Format::Pdf,
        }
    }

    fn cache(folder: &tempfile::TempDir) -> ParseCache {
        ParseCache::at(folder.path().join("parsed"))
    }

    #[test]
    fn an_entry_comes_back_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let (cache, taxonomy, sha256) = (cache(&folder), taxonomy(), document::sha256(b"x"));
        let report = report::parse(&document(), &taxonomy);
        assert_eq!(cache.report(content(&sha256), &taxonomy), None);
        cache.put_pages(content(&sha256), &document());
        cache.put_report(content(&sha256), &report, &taxonomy);
        assert_eq!(cache.failure(), None);
        assert_eq!(cache.pages(content(&sha256)), Some(document()));
        assert_eq!(cache.report(content(&sha256), &taxonomy), Some(report));
        let as_text = Content {
            format: Format::Text,
            ..content(&sha256)
        };
        assert_eq!(cache.report(as_text, &taxonomy), None);
        cache.put_pages(as_text, &document());
        assert_eq!(cache.pages(as_text), None, "pages of text are read again");
        assert_eq!(cache.size().reports, 1);
        assert!(cache.size().bytes > 500);
    }

    #[test]
    fn a_cached_report_is_given_other_themes() {
        let folder = tempfile::tempdir().expect("a folder");
        let (cache, sha256) = (cache(&folder), document::sha256(b"x"));
        let report = report::parse(&document(), &taxonomy());
        cache.put_report(content(&sha256), &report, &taxonomy());
        let afresh = report::parse(&document(), &other_taxonomy());
        assert_ne!(report, afresh);
        for _ in 0..2 {
            let now = cache.report(content(&sha256), &other_taxonomy());
            assert_eq!(now.as_ref(), Some(&afresh));
        }
        assert_eq!(cache.report(content(&sha256), &taxonomy()), Some(report));
    }

    #[test]
    fn damage_counts_as_absence() {
        let folder = tempfile::tempdir().expect("a folder");
        let (cache, sha256) = (cache(&folder), document::sha256(b"x"));
        let path = cache.path(content(&sha256), PAGES).expect("a path");
        cache.put_pages(content(&sha256), &document());
        let whole = fs::read(&path).expect("written");
        for cut in [0, 1, 40, whole.len() / 2, whole.len() - 1] {
            fs::write(&path, &whole[..cut]).expect("written");
            assert_eq!(cache.pages(content(&sha256)), None, "cut to {cut} bytes");
        }
        for place in (0..whole.len()).step_by(7) {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x10;
            fs::write(&path, damaged).expect("written");
            let read = cache.pages(content(&sha256));
            // A bit of the frame's head may mean nothing; then the content is still right.
            assert!(
                read.is_none_or(|read| read == document()),
                "damaged at {place}"
            );
        }
        let other = document::sha256(b"y");
        let elsewhere = cache.path(content(&other), PAGES).expect("a path");
        fs::create_dir_all(elsewhere.parent().expect("a folder")).expect("made");
        fs::write(elsewhere, &whole).expect("written");
        assert_eq!(cache.pages(content(&other)), None, "another's content");
    }

    #[test]
    fn entries_not_in_use_go_and_other_files_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = cache(&folder);
        let hashes = [b"a", b"b", b"c"].map(|bytes| document::sha256(bytes));
        for sha256 in &hashes {
            cache.put_pages(content(sha256), &document());
        }
        let foreign = cache.folder.join(&hashes[0][..2]).join("notes.txt");
        fs::write(&foreign, "mine").expect("written");
        cache.retain(&[hashes[0].as_str(), hashes[1].as_str()].into());
        assert_eq!(cache.pages(content(&hashes[2])), None);
        cache.remove(&hashes[1]);
        assert_eq!(cache.pages(content(&hashes[1])), None);
        assert!(cache.pages(content(&hashes[0])).is_some());
        cache.clear().expect("cleared");
        assert_eq!(cache.size(), CacheSize::default());
        assert!(foreign.exists());
        fs::remove_file(foreign).expect("removed");
        cache.clear().expect("cleared");
        assert!(!cache.folder.exists());
    }

    #[test]
    fn a_failed_write_is_told_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = cache(&folder);
        fs::write(&cache.folder, "in the way").expect("written");
        let sha256 = document::sha256(b"x");
        cache.put_pages(content(&sha256), &document());
        assert!(cache.failure().is_some());
        assert_eq!(cache.pages(content(&sha256)), None);
        // No path is made of what is no hash.
        cache.put_pages(content("../../x"), &document());
        cache.remove("../../x");
    }
}
