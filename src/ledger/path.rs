//! Paths as text.

use std::path::{Path, PathBuf};

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
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = (byte == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
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

/// A stored path as people are shown it: from the current folder if it lies below it, else whole.
pub fn shown_path(text: &str) -> String {
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
