//! Finding the files of a folder.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::ops::ControlFlow;
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

/// What a walk meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// A folder, which is looked into next.
    Folder(PathBuf),
    /// A file that can be read.
    File(Found),
    /// A file or folder that is left out, a folder with all that is in it.
    LeftOut(PathBuf, Reason),
}

/// Why a file or folder is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its name begins with a dot.
    Hidden,
    /// Its extension, in lower case and empty for none, stands for no format.
    UnknownType(String),
    /// It is a link that leads back to a folder it stands in.
    LinkLoop,
    /// It is on another file system than the root: a mounted disk, or one of the system's own such as
    /// `/proc`.
    OtherFileSystem,
    /// The system does not show it, in the system's words.
    Unreachable(String),
}

impl Reason {
    /// The reason for a file whose name stands for no format.
    pub fn unknown_type(path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default();
        Reason::UnknownType(extension.to_string_lossy().to_lowercase())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Hidden => f.write_str("hidden"),
            Reason::UnknownType(extension) if extension.is_empty() => {
                f.write_str("files without an extension are not supported")
            }
            Reason::UnknownType(extension) => write!(f, ".{extension} files are not supported"),
            Reason::LinkLoop => f.write_str("a link back to a folder above it"),
            Reason::OtherFileSystem => f.write_str("on another file system: name it to index it"),
            Reason::Unreachable(reason) => f.write_str(reason),
        }
    }
}

/// Whether the name of a file is that of a collection of reports in parsed form, in whatever letter
/// case.
pub fn is_collection(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    COLLECTIONS.iter().any(|ending| name.ends_with(ending))
}

/// Meets every file and folder below `root`, in order of their names, following symbolic links.
///
/// Hidden files and folders, and other file systems, are left out, unless `root` itself is one. A
/// `root` that is a file is taken whatever its name if its content shows what it is.
///
/// # Errors
/// None of its own: the walk ends where `meet` breaks it off.
pub fn walk(root: &Path, meet: &mut dyn FnMut(Met) -> ControlFlow<()>) -> ControlFlow<()> {
    if fs::metadata(root).is_ok_and(|metadata| metadata.is_file()) {
        return meet(match single_file(root) {
            Ok(found) => Met::File(found),
            Err(reason) => Met::LeftOut(root.to_owned(), Reason::Unreachable(reason)),
        });
    }
    let file_system = fs::metadata(root)
        .ok()
        .and_then(|metadata| device(&metadata));
    let mut entries = WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                meet(Met::LeftOut(path, why_not(&error)))?;
                continue;
            }
        };
        let (path, below) = (entry.path().to_owned(), entry.depth() > 0);
        let is_folder = entry.file_type().is_dir();
        let elsewhere = || {
            let metadata = entry.metadata().ok();
            metadata.and_then(|metadata| device(&metadata)) != file_system
        };
        let reason = if below && is_hidden(entry.file_name()) {
            Reason::Hidden
        } else if below && is_folder && elsewhere() {
            Reason::OtherFileSystem
        } else {
            if is_folder {
                meet(Met::Folder(path))?;
            } else if entry.file_type().is_file() {
                meet(taken(root, &entry))?;
            }
            continue;
        };
        if is_folder {
            entries.skip_current_dir();
        }
        meet(Met::LeftOut(path, reason))?;
    }
    ControlFlow::Continue(())
}

/// The files below `root` that can be read, in order of their names.
pub fn files(root: &Path) -> Vec<Found> {
    let mut files = Vec::new();
    let _ = walk(root, &mut |met| {
        if let Met::File(found) = met {
            files.push(found);
        }
        ControlFlow::Continue(())
    });
    files
}

/// The number of the file system that a file is on, where the system tells.
#[cfg(unix)]
fn device(metadata: &fs::Metadata) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::dev(metadata))
}

#[cfg(not(unix))]
fn device(_: &fs::Metadata) -> Option<u64> {
    None
}

/// A file by its name.
fn taken(root: &Path, entry: &DirEntry) -> Met {
    let path = entry.path();
    let format = Format::from_path(path);
    if format.is_none() && !is_collection(path) {
        return Met::LeftOut(path.to_owned(), Reason::unknown_type(path));
    }
    match entry.metadata() {
        Ok(metadata) => Met::File(Found {
            path: path.to_owned(),
            relative: path.strip_prefix(root).unwrap_or(path).to_owned(),
            format,
            size: metadata.len(),
            modified: metadata.modified().ok(),
        }),
        Err(error) => Met::LeftOut(path.to_owned(), why_not(&error)),
    }
}

fn why_not(error: &walkdir::Error) -> Reason {
    if error.loop_ancestor().is_some() {
        return Reason::LinkLoop;
    }
    let name = error.path().and_then(Path::file_name);
    // Hidden things are left out before anyone looks whether they can be read.
    if error.depth() > 0 && name.is_some_and(is_hidden) {
        return Reason::Hidden;
    }
    let reason = error.io_error();
    Reason::Unreachable(reason.map_or_else(|| error.to_string(), io::Error::to_string))
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

    #[derive(Default)]
    struct Walk {
        files: Vec<Found>,
        left_out: Vec<(PathBuf, Reason)>,
    }

    fn walk(root: &Path) -> Walk {
        let mut walk = Walk::default();
        let _ = super::walk(root, &mut |met| {
            match met {
                Met::File(found) => walk.files.push(found),
                Met::LeftOut(path, reason) => walk.left_out.push((path, reason)),
                Met::Folder(_) => {}
            }
            ControlFlow::Continue(())
        });
        walk
    }

    fn relatives(walk: &Walk) -> Vec<String> {
        walk.files
            .iter()
            .map(|found| found.relative.to_string_lossy().replace('\\', "/"))
            .collect()
    }

    fn reasons(walk: &Walk) -> Vec<&Reason> {
        walk.left_out.iter().map(|(_, reason)| reason).collect()
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
        let unknown = |extension: &str| Reason::UnknownType(extension.to_owned());
        let (hidden, docx, none) = (Reason::Hidden, unknown("docx"), unknown(""));
        assert_eq!(reasons(&walk), [&hidden, &hidden, &none, &docx]);
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
            reasons(&refused)[0].to_string(),
            "not a PDF, text, Markdown or HTML file: it begins like a program"
        );
    }

    #[test]
    fn a_missing_root_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let walk = walk(&dir.path().join("nowhere"));
        assert!(matches!(reasons(&walk)[..], [Reason::Unreachable(_)]));
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
        assert!(matches!(
            reasons(&walk)[..],
            [Reason::Unreachable(_), Reason::LinkLoop]
        ));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn other_file_systems_are_left_out_unless_named() {
        // /proc is one of its own; a link to it stands for a mount.
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("a.txt"), "text").expect("a file");
        std::os::unix::fs::symlink("/proc", dir.path().join("proc")).expect("a link");
        let walk = walk(dir.path());
        assert_eq!(relatives(&walk), ["a.txt"]);
        assert_eq!(reasons(&walk), [&Reason::OtherFileSystem]);
        let mut met = 0;
        let stopped = super::walk(Path::new("/proc"), &mut |_| {
            met += 1;
            if met < 20 {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        assert!(stopped.is_break(), "one that is named is looked into");
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
