//! Paths as text, and the keys of sources that are made of them.

use std::path::{Path, PathBuf};

/// The key of a collection that was read from stdin. No absolute path is the same.
pub const STDIN: &str = "-";
/// Stands between the key of a collection and the number of a line, and in no path.
const LINE: char = '\0';

/// The key of a line of the collection with the key `collection`, 1-based. Keys of one collection
/// are in the order of their lines.
pub fn line_key(collection: &str, line: u64) -> String {
    format!("{collection}{LINE}{line:012}")
}

/// The key of the file that a source is or stands in, and the number of its line if it is one.
pub fn file_and_line(key: &str) -> (&str, Option<u64>) {
    match key.split_once(LINE) {
        Some((file, line)) => (file, line.parse().ok()),
        None => (key, None),
    }
}

/// A path as text that can be turned back without loss on the system it was made on: as it is,
/// but for `%` and, on Unix, bytes that are not UTF-8, which are written `%25`, `%FF`.
pub fn path_text(path: &Path) -> String {
    #[cfg(unix)]
    {
        use std::fmt::Write;
        use std::os::unix::ffi::OsStrExt;
        let mut text = String::new();
        for chunk in path.as_os_str().as_bytes().utf8_chunks() {
            text.push_str(&chunk.valid().replace('%', "%25"));
            for byte in chunk.invalid() {
                let _ = write!(text, "%{byte:02X}");
            }
        }
        text
    }
    #[cfg(not(unix))]
    {
        path.to_string_lossy().replace('%', "%25")
    }
}

/// The path that [`path_text`] made `text` of.
pub fn path_of_text(text: &str) -> PathBuf {
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        PathBuf::from(std::ffi::OsString::from_vec(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// A stored path or key as people are shown it: from the current folder if it lies below it, else
/// whole; with the number of the line where it is one.
pub fn shown_path(key: &str) -> String {
    let (file, line) = file_and_line(key);
    let file = if file == STDIN {
        "stdin".to_owned()
    } else {
        shown_file(file)
    };
    match line {
        Some(line) => format!("{file} line {line}"),
        None => file,
    }
}

fn shown_file(text: &str) -> String {
    let path = path_of_text(text);
    let below = std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).map(Path::to_path_buf).ok())
        .filter(|below| !below.as_os_str().is_empty());
    below.unwrap_or(path).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_back_as_they_were() {
        for text in [
            "/a/100% sure.pdf",
            "reports/é.txt",
            "C:\\reports\\x.pdf",
            "%41",
        ] {
            let path = PathBuf::from(text);
            assert_eq!(path_of_text(&path_text(&path)), path);
        }
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_not_utf8_come_back() {
        use std::os::unix::ffi::OsStrExt;
        let path = PathBuf::from(std::ffi::OsStr::from_bytes(b"/a/\xff%\xfe.pdf"));
        assert_eq!(path_text(&path), "/a/%FF%25%FE.pdf");
        assert_eq!(path_of_text(&path_text(&path)), path);
    }
}
