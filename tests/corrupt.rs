//! Files that cannot be read are skipped with a reason, and the rest is indexed.

use std::collections::BTreeMap;

use crate::fixtures::{encrypted_pdf, pdf, plain_report, report_pdf};
use crate::support::{Folder, text_of};

/// File name, content, and what the reason must hold.
fn bad_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let mut truncated = report_pdf("Ottermouth", "3 to 7 June 2024");
    truncated.truncate(300);
    let mut zeros = b"%PDF-1.7\n".to_vec();
    zeros.extend([0; 5000]);
    vec![
        ("truncated.pdf", truncated, "damaged: "),
        ("zeros.pdf", zeros, "damaged: "),
        ("header.pdf", b"%PDF-1.7\n".to_vec(), "damaged: "),
        (
            "page.pdf",
            b"<!DOCTYPE html><html><body>404</body></html>".to_vec(),
            "not a PDF: it begins like an HTML page",
        ),
        (
            "word.pdf",
            b"PK\x03\x04....word/document.xml".to_vec(),
            "not a PDF: it begins like a Word document",
        ),
        (
            "letter.pdf",
            plain_report("Ottermouth", "3 to 7 June 2024").into_bytes(),
            "not a PDF: it begins like plain text",
        ),
        (
            "locked.pdf",
            encrypted_pdf(),
            "encrypted: it needs a password",
        ),
        (
            "scan.pdf",
            pdf(&[vec![], vec![], vec![]]),
            "no text on any of 3 pages",
        ),
        ("empty.pdf", Vec::new(), "the file is empty"),
        ("empty.txt", Vec::new(), "the file is empty"),
        ("blank.md", b" \n\t\n".to_vec(), "the file is empty"),
        (
            "nothing.html",
            b"<html><head><style>p {}</style></head><body></body></html>".to_vec(),
            "the file is empty",
        ),
        (
            "program.txt",
            b"\x7FELF\x02\x01\x01\0\0\0\0\0\0".to_vec(),
            "begins like a program",
        ),
        (
            "photo.txt",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            "begins like a PNG image",
        ),
        (
            "binary.txt",
            b"text and \0\0\0\x01 more".to_vec(),
            "begins like binary data",
        ),
        (
            "report.txt",
            report_pdf("Ottermouth", "3 to 7 June 2024"),
            "begins like a PDF",
        ),
    ]
}

#[test]
fn each_bad_file_is_skipped_with_its_reason() {
    let folder = Folder::new();
    let bad = bad_files();
    for (name, content, _) in &bad {
        folder.write(format!("reports/{name}"), content);
    }
    folder.write(
        "reports/good.txt",
        plain_report("Quillmere", "3 to 7 June 2024"),
    );
    folder.write(
        "reports/good.pdf",
        report_pdf("Larkbridge", "3 to 7 June 2024"),
    );
    let answer = folder
        .line("index reports --format json")
        .status(2)
        .any_stderr()
        .check();
    let summary: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(summary["reports"], 2, "the good ones are indexed");
    let skipped: BTreeMap<String, String> = summary["skipped"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|skip| (text_of(skip, "path"), text_of(skip, "reason")))
        .collect();
    for (name, _, reason) in &bad {
        let path = format!("reports/{name}");
        let found = skipped
            .get(&path)
            .unwrap_or_else(|| panic!("{name} was not skipped"));
        assert!(found.contains(reason), "{name}: {found}");
        assert!(
            answer
                .stderr
                .contains(&format!("warning: skipped `{path}`: {found}\n")),
            "{}",
            answer.stderr
        );
    }
    assert_eq!(skipped.len(), bad.len());
    // And later by status.
    let status = folder.status();
    assert_eq!(status["skipped"], summary["skipped"]);
    // They are not tried again until they change.
    assert_eq!(folder.index(&[])["read"], 0);
    folder.write(
        "reports/empty.txt",
        plain_report("Hallowfen", "3 to 7 June 2024"),
    );
    let summary = folder.index(&[]);
    assert_eq!(
        (&summary["read"], &summary["reports"]),
        (&1.into(), &3.into())
    );
}

#[test]
fn files_over_the_limit_are_skipped() {
    let folder = Folder::new();
    let report = plain_report("Quillmere", "3 to 7 June 2024");
    folder.write(
        "reports/large.txt",
        report.clone() + &"filler ".repeat(200_000),
    );
    folder.write(
        "reports/small.txt",
        plain_report("Ottermouth", "3 to 7 June 2024"),
    );
    let summary = folder.index(&["reports", "--largest", "1"]);
    assert_eq!(summary["reports"], 1);
    assert_eq!(
        summary["skipped"][0]["reason"],
        "too large: 2 MiB, the limit is 1 MiB"
    );
}

#[test]
fn a_pdf_that_needs_too_much_is_skipped_and_the_run_goes_on() {
    // One page whose content inflates no further, but draws one word for ever and ever.
    let folder = Folder::new();
    let line = "(over and over) Tj\n".repeat(3_000_000);
    let content = format!("BT /F1 9 Tf 1 0 0 1 60 700 Tm {line} ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    folder.write("reports/bomb.pdf", crate::fixtures::assemble(&objects, ""));
    folder.write(
        "reports/good.pdf",
        report_pdf("Larkbridge", "3 to 7 June 2024"),
    );
    let summary = folder.index(&["reports", "--pdf-memory", "64"]);
    assert_eq!(summary["reports"], 1, "{summary}");
    assert_eq!(summary["skipped"][0]["path"], "reports/bomb.pdf");
    let reason = text_of(&summary["skipped"][0], "reason");
    assert!(
        reason == "needs more than 64 MiB of memory" || reason.starts_with("not read within "),
        "{reason}"
    );
}

#[test]
fn old_encodings_are_read() {
    let folder = Folder::new();
    let report = plain_report("Quillmere", "3 to 7 June 2024").replace("Letters", "Café letters");
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(report.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    folder.write("reports/utf16.txt", utf16);
    let mut windows: Vec<u8> = Vec::new();
    for character in plain_report("Ottermouth", "3 to 7 June 2024")
        .replace("Letters", "Cafe\u{301}s’ letters")
        .chars()
    {
        match character {
            '’' => windows.push(0x92),
            '■' => windows.push(0x95),
            '\u{301}' => windows.push(b' '),
            other => windows.push(u8::try_from(u32::from(other)).expect("Latin")),
        }
    }
    folder.write("reports/windows.txt", windows);
    let summary = folder.index(&["reports"]);
    assert_eq!(summary["reports"], 2, "{summary}");
    assert_eq!(
        folder.texts(&["café letters", "--area", "quillmere"]).len(),
        1
    );
    let texts = folder.texts(&["letters", "--area", "ottermouth"]);
    assert!(texts[0].contains('’'), "{texts:?}");
}
