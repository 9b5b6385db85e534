//! What a file's first bytes say it is.

use super::Format;

/// How far into a file the mark of a PDF may stand; readers have long accepted this much before it.
const PDF_MARK_WITHIN: usize = 1024;

/// Whether the bytes begin like a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(PDF_MARK_WITHIN)];
    head.windows(5).any(|window| window == b"%PDF-")
}

/// The format the content looks like, if it is one we read.
pub(super) fn format(bytes: &[u8]) -> Option<Format> {
    if is_pdf(bytes) {
        Some(Format::Pdf)
    } else if is_html(bytes) {
        Some(Format::Html)
    } else if binary_kind(bytes).is_none() && !bytes.is_empty() {
        Some(Format::Text)
    } else {
        None
    }
}

/// What the content begins like, with its article, for a message.
pub(super) fn looks_like(bytes: &[u8]) -> &'static str {
    if is_pdf(bytes) {
        "a PDF"
    } else if is_html(bytes) {
        "an HTML page"
    } else {
        binary_kind(bytes).unwrap_or("plain text")
    }
}

/// Names content that is not text; `None` when it may be text.
pub(super) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 15] = [
        (b"%!PS", "a PostScript file"),
        (b"{\\rtf", "a rich text (RTF) file"),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "an old Word or Office file",
        ),
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"II*\0", "a TIFF image"),
        (b"MM\0*", "a TIFF image"),
        (b"BM", "a bitmap image"),
        (b"\x1F\x8B", "a gzip file"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (b"Rar!", "a RAR archive"),
        (b"\x7FELF", "a program"),
        (b"MZ", "a program"),
        (b"SQLite format 3", "a database"),
    ];
    if bytes.starts_with(b"PK\x03\x04") {
        let head = &bytes[..bytes.len().min(8192)];
        let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        return Some(if holds(b"word/") {
            "a Word document"
        } else if holds(b"opendocument") {
            "an OpenDocument file"
        } else {
            "a zip archive"
        });
    }
    let has_nul = bytes.iter().take(64 * 1024).any(|&byte| byte == 0);
    for (mark, name) in MARKS {
        // Two-letter marks also begin English words, so they count only in binary content.
        if bytes.starts_with(mark) && (mark.len() > 2 || has_nul) {
            return Some(name);
        }
    }
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    (has_nul && !utf16).then_some("binary data")
}

/// Whether the bytes begin like a web page: past white space, a byte order mark and comments.
pub(super) fn is_html(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(2048)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        match comment.split_once("-->") {
            Some((_, after)) => rest = after.trim_start(),
            None => return true,
        }
    }
    if let Some(declaration) = rest.strip_prefix("<?xml") {
        rest = match declaration.split_once("?>") {
            Some((_, after)) => after.trim_start(),
            None => return false,
        };
    }
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta",
        "<script",
        "<div",
    ]
    .iter()
    .any(|tag| rest.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_it_sees() {
        assert_eq!(looks_like(b"\r\n<!DOCTYPE html><html>"), "an HTML page");
        assert_eq!(looks_like(b"<!-- saved --> <HTML>"), "an HTML page");
        assert_eq!(
            looks_like(b"PK\x03\x04....word/document.xml"),
            "a Word document"
        );
        assert_eq!(looks_like(b"PK\x03\x04...."), "a zip archive");
        assert_eq!(looks_like(b"\xFF\xD8\xFF\xE0"), "a JPEG image");
        assert_eq!(looks_like(b"junk before %PDF-1.7"), "a PDF");
        assert_eq!(looks_like(b"Inspection of services"), "plain text");
        assert_eq!(looks_like(b"a\0b"), "binary data");
        // A report may begin with these letters.
        assert_eq!(looks_like(b"BMI clinics"), "plain text");
    }

    #[test]
    fn sniffs_formats() {
        assert_eq!(format(b"%PDF-1.4"), Some(Format::Pdf));
        assert_eq!(format(b"<html>"), Some(Format::Html));
        assert_eq!(format(b"hello"), Some(Format::Text));
        assert_eq!(format(b"\xFF\xFEh\0i\0"), Some(Format::Text));
        assert_eq!(format(b"\x7FELF\0\0"), None);
        assert_eq!(format(b""), None);
    }
}
