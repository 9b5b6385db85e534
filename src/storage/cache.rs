//! Reports in parsed form, kept so that no PDF is read twice.
//!
//! ```text
//! parsed/
//!   3f/
//!     3f9c…e1.pdf.pages      what reading the file gave
//!     3f9c…e1.pdf.report     what parsing that gave
//!   .findings-x7.part        being written
//! ```
//! Files are named by the SHA-256 of the content they were made of. Each begins with a line that
//! says what made it; the rest is compressed, with a checksum. Whatever is damaged, cut short or
//! made by another version counts as absent, and nothing here can make a run fail: what is not kept
//! is made again. Pages are kept of PDFs only, for the other formats are as quickly read again.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::document::{Document, Format};
use crate::report::Report;
use crate::report::themes::Taxonomy;

/// Changes whenever the sources of the reader of files or the libraries it uses do; see `build.rs`.
const READER: &str = env!("FINDINGS_READER");
/// The same of the parser of reports.
const PARSER: &str = env!("FINDINGS_PARSER");

const PAGES: &str = "pages";
const REPORT: &str = "report";
/// Level of compression: the usual one of the format. All that is kept together is far smaller than the PDFs.
const LEVEL: i32 = 3;
/// Longest content taken, in bytes; more is a manifest of damage.
const LONGEST: u64 = 1 << 30;

/// What a kept file was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content<'a> {
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: &'a str,
    /// How they were read: the same bytes are another report as text than as Markdown.
    pub format: Format,
}

/// The folder of reports in parsed form.
#[derive(Debug)]
pub struct ParseCache {
    folder: PathBuf,
    failure: OnceLock<String>,
}

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct CacheSize {
    /// Reports in parsed form.
    pub reports: u64,
    /// Bytes of all that is kept, pages included.
    pub bytes: u64,
}

impl ParseCache {
    /// What is kept in `folder`, which need not exist yet.
    pub fn at(folder: PathBuf) -> Self {
        ParseCache {
            folder,
            failure: OnceLock::new(),
        }
    }

    /// The report that this version's parser made of the content, with the themes of `taxonomy`.
    pub fn report(&self, content: Content<'_>, taxonomy: &Taxonomy) -> Option<Report> {
        let (themes, mut report): (String, Report) = self.get(content, REPORT)?;
        if themes != taxonomy.fingerprint() {
            report.assign_themes(taxonomy);
            self.put_report(content, &report, taxonomy);
        }
        Some(report)
    }

    /// Keeps the report that was made of the content.
    pub fn put_report(&self, content: Content<'_>, report: &Report, taxonomy: &Taxonomy) {
        self.put(content, REPORT, &(taxonomy.fingerprint(), report));
    }

    /// The pages that this version's reader made of the content.
    pub fn pages(&self, content: Content<'_>) -> Option<Document> {
        self.get(content, PAGES)
    }

    /// Keeps the pages that were read from the content, if reading them again would take long.
    pub fn put_pages(&self, content: Content<'_>, pages: &Document) {
        if content.format == Format::Pdf {
            self.put(content, PAGES, pages);
        }
    }

    /// Why something could not be kept, as a clause; nothing more is kept from then on.
    pub fn failure(&self) -> Option<&str> {
        self.failure.get().map(String::as_str)
    }

    /// Removes what was made of the content with this SHA-256, in whatever format.
    pub fn remove(&self, sha256: &str) {
        for format in Format::ALL {
            for part in [PAGES, REPORT] {
                if let Some(path) = self.path(Content { sha256, format }, part) {
                    let _ = fs::remove_file(path);
                }
            }
        }
    }

    /// Removes what was made of content whose SHA-256 is not among `in_use`.
    pub fn retain(&self, in_use: &BTreeSet<&str>) {
        for (path, sha256, _) in self.files() {
            if !in_use.contains(sha256.as_str()) {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// How much is kept.
    pub fn size(&self) -> CacheSize {
        let mut size = CacheSize::default();
        for (path, _, part) in self.files() {
            size.reports += u64::from(part == REPORT);
            size.bytes += fs::metadata(path).map_or(0, |metadata| metadata.len());
        }
        size
    }

    /// Removes everything that is kept; what is not ours stays.
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

    /// Writes a file beside its place and moves it there, so that it is never seen half written. It
    /// is not synced: a file that a power cut tore is found out by its checksum.
    fn write(&self, path: &Path, head: &str, what: &impl Serialize) -> io::Result<()> {
        let plain = postcard::to_stdvec(what).map_err(io::Error::other)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = tempfile::Builder::new()
            .prefix(".findings-")
            .suffix(".part")
            .tempfile_in(&self.folder)?;
        let mut packed = head.as_bytes().to_vec();
        let mut encoder = zstd::Encoder::new(&mut packed, LEVEL)?;
        encoder.include_checksum(true)?;
        encoder.write_all(&plain)?;
        encoder.finish()?;
        file.as_file().write_all(&packed)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// The first line of a kept file: what it is, what made it, of which content.
fn head(content: Content<'_>, part: &str) -> String {
    let made_by = if part == REPORT {
        format!("{READER}-{PARSER}")
    } else {
        READER.to_owned()
    };
    format!("findings {part} {made_by} {}\n", content.sha256)
}

/// The folders that kept files stand in.
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

    fn kept(folder: &tempfile::TempDir) -> ParseCache {
        ParseCache::at(folder.path().join("parsed"))
    }

    #[test]
    fn what_is_kept_comes_back_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let (kept, taxonomy, sha256) = (kept(&folder), taxonomy(), document::sha256(b"x"));
        let report = report::parse(&document(), &taxonomy);
        assert_eq!(kept.report(content(&sha256), &taxonomy), None);
        kept.put_pages(content(&sha256), &document());
        kept.put_report(content(&sha256), &report, &taxonomy);
        assert_eq!(kept.failure(), None);
        assert_eq!(kept.pages(content(&sha256)), Some(document()));
        assert_eq!(kept.report(content(&sha256), &taxonomy), Some(report));
        let as_text = Content {
            format: Format::Text,
            ..content(&sha256)
        };
        assert_eq!(kept.report(as_text, &taxonomy), None);
        kept.put_pages(as_text, &document());
        assert_eq!(kept.pages(as_text), None, "pages of text are read again");
        assert_eq!(kept.size().reports, 1);
        assert!(kept.size().bytes > 500);
    }

    #[test]
    fn other_themes_are_given_to_a_kept_report() {
        let folder = tempfile::tempdir().expect("a folder");
        let (kept, sha256) = (kept(&folder), document::sha256(b"x"));
        let report = report::parse(&document(), &taxonomy());
        kept.put_report(content(&sha256), &report, &taxonomy());
        let afresh = report::parse(&document(), &other_taxonomy());
        assert_ne!(report, afresh);
        for _ in 0..2 {
            let now = kept.report(content(&sha256), &other_taxonomy());
            assert_eq!(now.as_ref(), Some(&afresh));
        }
        assert_eq!(kept.report(content(&sha256), &taxonomy()), Some(report));
    }

    #[test]
    fn damage_counts_as_absence() {
        let folder = tempfile::tempdir().expect("a folder");
        let (kept, sha256) = (kept(&folder), document::sha256(b"x"));
        let path = kept.path(content(&sha256), PAGES).expect("a path");
        kept.put_pages(content(&sha256), &document());
        let whole = fs::read(&path).expect("written");
        for cut in [0, 1, 40, whole.len() / 2, whole.len() - 1] {
            fs::write(&path, &whole[..cut]).expect("written");
            assert_eq!(kept.pages(content(&sha256)), None, "cut to {cut} bytes");
        }
        for place in (0..whole.len()).step_by(7) {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x10;
            fs::write(&path, damaged).expect("written");
            let read = kept.pages(content(&sha256));
            // A bit of the frame's head may mean nothing; then the content is still right.
            assert!(
                read.is_none_or(|read| read == document()),
                "damaged at {place}"
            );
        }
        let other = document::sha256(b"y");
        let elsewhere = kept.path(content(&other), PAGES).expect("a path");
        fs::create_dir_all(elsewhere.parent().expect("a folder")).expect("made");
        fs::write(elsewhere, &whole).expect("written");
        assert_eq!(kept.pages(content(&other)), None, "another's content");
    }

    #[test]
    fn what_is_not_in_use_goes_and_what_is_not_ours_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = kept(&folder);
        let hashes = [b"a", b"b", b"c"].map(|bytes| document::sha256(bytes));
        for sha256 in &hashes {
            kept.put_pages(content(sha256), &document());
        }
        let foreign = kept.folder.join(&hashes[0][..2]).join("notes.txt");
        fs::write(&foreign, "mine").expect("written");
        kept.retain(&[hashes[0].as_str(), hashes[1].as_str()].into());
        assert_eq!(kept.pages(content(&hashes[2])), None);
        kept.remove(&hashes[1]);
        assert_eq!(kept.pages(content(&hashes[1])), None);
        assert!(kept.pages(content(&hashes[0])).is_some());
        kept.clear().expect("cleared");
        assert_eq!(kept.size(), CacheSize::default());
        assert!(foreign.exists());
        fs::remove_file(foreign).expect("removed");
        kept.clear().expect("cleared");
        assert!(!kept.folder.exists());
    }

    #[test]
    fn what_cannot_be_kept_is_told_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = kept(&folder);
        fs::write(&kept.folder, "in the way").expect("written");
        let sha256 = document::sha256(b"x");
        kept.put_pages(content(&sha256), &document());
        assert!(kept.failure().is_some());
        assert_eq!(kept.pages(content(&sha256)), None);
        // No path is made of what is no hash.
        kept.put_pages(content("../../x"), &document());
        kept.remove("../../x");
    }
}
