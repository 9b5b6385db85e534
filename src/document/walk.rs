//! Finding the files of a folder.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use super::{Format, sniff};

/// How much of a file without a known extension is looked at, in bytes.
const SNIFFED: u64 = 64 * 1024;

/// Ends of the names of collections.
const COLLECTIONS: [&str; 3] = [".jsonl", ".jsonl.gz", ".jsonl.zst"];

/// A file that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is: the root joined with `relative`.
    pub path: PathBuf,
    /// Its path below the root; for a root that is a file itself, the file name.
    pub relative: PathBuf,
    /// What it is, by its extension; `None` for a collection of reports in parsed form.
    pub format: Option<Format>,
    /// Size in bytes.
    pub size: u64,
    /// When it was last changed; `None` where the system does not say.
    pub modified: Option<SystemTime>,
}

/// A folder or file that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// Where it is.
    pub path: PathBuf,
    /// Why, in the system's words.
    pub reason: String,
}

/// What a walk over a root found and what it left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// The files, ordered by `relative`, the same on every run.
    pub files: Vec<Found>,
    /// Number of hidden files and folders (name beginning with a dot), each left out whole.
    pub hidden: usize,
    /// Number of files with an extension that stands for no format.
    /// By extension in lower case, empty for files without one.
    pub unknown: BTreeMap<String, usize>,
    /// Number of links that lead back to a folder they stand in.
    pub loops: usize,
    /// Folders and files the system would not show.
    pub unreached: Vec<Unreached>,
}

/// Whether the name of a file is that of a collection of reports in parsed form, in whatever letter
/// case.
pub fn is_collection(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    COLLECTIONS.iter().any(|ending| name.ends_with(ending))
}

/// Finds every file below `root` that has a known extension, following symbolic links.
///
/// Hidden files and folders are passed over, unless `root` itself is one. A `root` that is a file
/// is taken whatever its name if its content shows what it is; otherwise it is counted in
/// [`Walk::unreached`], as is a root that does not exist.
pub fn walk(root: &Path) -> Walk {
    let mut walk = Walk::default();
    if fs::metadata(root).is_ok_and(|metadata| metadata.is_file()) {
        match single_file(root) {
            Ok(found) => walk.files.push(found),
            Err(reason) => walk.unreached.push(Unreached {
                path: root.to_owned(),
                reason,
            }),
        }
        return walk;
    }
    let mut entries = WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Err(error) => walk.note(root, &error),
            Ok(entry) if entry.depth() > 0 && is_hidden(entry.file_name()) => {
                walk.hidden += 1;
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            }
            Ok(entry) if entry.file_type().is_file() => walk.take(root, &entry),
            Ok(_) => {}
        }
    }
    walk.files
        .sort_by(|one, other| one.relative.cmp(&other.relative));
    walk
}

impl Walk {
    fn take(&mut self, root: &Path, entry: &DirEntry) {
        let format = Format::from_path(entry.path());
        if format.is_none() && !is_collection(entry.path()) {
            let extension = entry
                .path()
                .extension()
                .map(|extension| extension.to_string_lossy().to_lowercase());
            *self
                .unknown
                .entry(extension.unwrap_or_default())
                .or_default() += 1;
            return;
        }
        match entry.metadata() {
            Ok(metadata) => self.files.push(Found {
                path: entry.path().to_owned(),
                relative: entry
                    .path()
                    .strip_prefix(root)
                    .unwrap_or(entry.path())
                    .to_owned(),
                format,
                size: metadata.len(),
                modified: metadata.modified().ok(),
            }),
            Err(error) => self.note(root, &error),
        }
    }

    fn note(&mut self, root: &Path, error: &walkdir::Error) {
        if error.loop_ancestor().is_some() {
            self.loops += 1;
            return;
        }
        let path = error.path().unwrap_or(root).to_owned();
        // Hidden things are passed over before anyone looks whether they can be read.
        if error.depth() > 0 && path.file_name().is_some_and(is_hidden) {
            self.hidden += 1;
            return;
        }
        let reason = error
            .io_error()
            .map_or_else(|| error.to_string(), io::Error::to_string);
        self.unreached.push(Unreached { path, reason });
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// A root that is a file. The error is for people.
fn single_file(path: &Path) -> Result<Found, String> {
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    let format = match Format::from_path(path) {
        Some(format) => Some(format),
        None if is_collection(path) => None,
        None => Some(sniffed(path).map_err(|error| error.to_string())??),
    };
    Ok(Found {
        path: path.to_owned(),
        relative: path
            .file_name()
            .map_or_else(|| path.to_owned(), PathBuf::from),
        format,
        size: metadata.len(),
        modified: metadata.modified().ok(),
    })
}

fn sniffed(path: &Path) -> io::Result<Result<Format, String>> {
    let mut head = Vec::new();
    fs::File::open(path)?.take(SNIFFED).read_to_end(&mut head)?;
    Ok(Format::sniff(&head).ok_or_else(|| {
        if head.is_empty() {
            "the file is empty".to_owned()
        } else {
            format!(
                "not a PDF, text, Markdown or HTML file: it begins like {}",
                sniff::looks_like(&head)
            )
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relatives(walk: &Walk) -> Vec<String> {
        walk.files
            .iter()
            .map(|found| found.relative.to_string_lossy().replace('\\', "/"))
            .collect()
    }

    #[test]
    fn finds_known_files_in_order() {
        let dir = tempfile::tempdir().expect("a folder");
        for folder in ["b", ".git"] {
            fs::create_dir(dir.path().join(folder)).expect("a folder");
        }
        for name in ["z.PDF", "a.txt", "b/c.md", "b/d.htm", "notes.docx", "none"] {
            fs::write(dir.path().join(name), "text").expect("a file");
        }
        for name in [".hidden.pdf", ".git/x.txt"] {
            fs::write(dir.path().join(name), "text").expect("a file");
        }
        let walk = walk(dir.path());
        assert_eq!(relatives(&walk), ["a.txt", "b/c.md", "b/d.htm", "z.PDF"]);
        assert_eq!((walk.hidden, walk.loops), (2, 0));
        assert_eq!(walk.unknown.values().sum::<usize>(), 2);
        assert!(walk.unreached.is_empty());
        assert_eq!(walk.files[0].size, 4);
        assert!(walk.files[0].modified.is_some());
        assert_eq!(walk.files[3].format, Some(Format::Pdf));
    }

    #[test]
    fn a_root_may_be_a_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let write = |name: &str, content: &[u8]| {
            let path = dir.path().join(name);
            fs::write(&path, content).expect("a file");
            walk(&path)
        };
        let found = write("report", b"%PDF-1.7");
        assert_eq!(found.files[0].format, Some(Format::Pdf));
        assert_eq!(relatives(&found), ["report"]);
        assert_eq!(write("x.md", b"").files[0].format, Some(Format::Markdown));
        let refused = write("tool.exe", b"MZ\0\0");
        assert_eq!(
            refused.unreached[0].reason,
            "not a PDF, text, Markdown or HTML file: it begins like a program"
        );
    }

    #[test]
    fn a_missing_root_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let walk = walk(&dir.path().join("nowhere"));
        assert_eq!(walk.unreached.len(), 1);
        assert!(walk.files.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_end() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        fs::write(elsewhere.path().join("r.txt"), "text").expect("a file");
        symlink(elsewhere.path(), dir.path().join("linked")).expect("a link");
        symlink(dir.path(), dir.path().join("self")).expect("a link");
        symlink("nowhere", dir.path().join("broken.pdf")).expect("a link");
        let walk = walk(dir.path());
        assert_eq!(relatives(&walk), ["linked/r.txt"]);
        assert_eq!(walk.loops, 1);
        assert_eq!(walk.unreached.len(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_need_not_be_utf8() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().expect("a folder");
        let name = OsStr::from_bytes(b"rap\xF3rt.txt");
        fs::write(dir.path().join(name), "text").expect("a file");
        let walk = walk(dir.path());
        assert_eq!(walk.files[0].relative.as_os_str(), name);
    }
}
