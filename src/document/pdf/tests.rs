//! Small PDFs written here, each for one hazard.

use proptest::prelude::*;

use super::*;
use crate::document;

/// A PDF under construction: objects 1 (catalogue), 2 (page tree), 3 (regular face) and 4 (bold
/// face) are there; pages and whatever else come after.
struct Builder {
    objects: Vec<String>,
    pages: Vec<usize>,
    page_entries: String,
    trailer_entries: String,
}

impl Builder {
    fn new() -> Self {
        let face = |name: &str| {
            format!("<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>")
        };
        Self {
            objects: vec![
                "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
                String::new(),
                face("Helvetica"),
                face("Helvetica-Bold"),
            ],
            pages: Vec::new(),
            page_entries: "/MediaBox[0 0 600 800]".to_owned(),
            trailer_entries: String::new(),
        }
    }

    /// Adds an object and returns its number.
    fn object(&mut self, body: String) -> usize {
        self.objects.push(body);
        self.objects.len()
    }

    fn stream(&mut self, entries: &str, content: &str) -> usize {
        self.object(format!(
            "<<{entries}/Length {}>>stream\n{content}\nendstream",
            content.len()
        ))
    }

    fn page(mut self, content: &str) -> Self {
        let content = self.stream("", content);
        let entries = self.page_entries.clone();
        let resources = if entries.contains("/Resources") {
            ""
        } else {
            "/Resources<</Font<</R 3 0 R/B 4 0 R>>>>"
        };
        let page = self.object(format!(
            "<</Type/Page/Parent 2 0 R{entries}{resources}/Contents {content} 0 R>>"
        ));
        self.pages.push(page);
        self
    }

    fn bytes(mut self) -> Vec<u8> {
        let kids: Vec<String> = self
            .pages
            .iter()
            .map(|page| format!("{page} 0 R"))
            .collect();
        self.objects[1] = format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            kids.len(),
            kids.join(" ")
        );
        let mut out = "%PDF-1.7\n".to_owned();
        let mut offsets = Vec::new();
        for (index, body) in self.objects.iter().enumerate() {
            offsets.push(out.len());
            out.push_str(&format!("{} 0 obj\n{body}\nendobj\n", index + 1));
        }
        let start = out.len();
        out.push_str(&format!(
            "xref\n0 {}\n0000000000 65535 f \n",
            offsets.len() + 1
        ));
        for offset in &offsets {
            out.push_str(&format!("{offset:010} 00000 n \n"));
        }
        out.push_str(&format!(
            "trailer\n<</Size {}/Root 1 0 R{}>>\nstartxref\n{start}\n%%EOF\n",
            offsets.len() + 1,
            self.trailer_entries
        ));
        // Characters above U+007F stand for one byte each, as in the standard faces.
        out.chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect()
    }
}

fn document(content: &str) -> Document {
    document::read(Format::Pdf, &Builder::new().page(content).bytes()).expect("readable")
}

fn texts(page: &Page) -> Vec<&str> {
    page.lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn lines_have_places_sizes_and_faces() {
    let document = document(
        "BT /B 14 Tf 50 700 Td (What works) Tj /R 12 Tf 0 -30 Td (Leaders plan well,) Tj \
         0 -15 Td (and early.) Tj ET",
    );
    let page = &document.laid_out()[0];
    assert_eq!(
        texts(page),
        ["What works", "Leaders plan well,", "and early."]
    );
    assert_eq!(
        (page.number, page.width, page.height),
        (Some(1), 600.0, 800.0)
    );
    let (heading, body) = (&page.lines[0], &page.lines[1]);
    assert_eq!((heading.size, heading.bold), (14.0, true));
    assert_eq!((heading.left, heading.baseline), (50.0, 100.0));
    assert!(heading.right > 110.0 && heading.right < 140.0);
    assert_eq!((body.size, body.bold, body.baseline), (12.0, false, 130.0));
    assert!(document.warnings.is_empty());
}

#[test]
fn slanted_text_keeps_its_size() {
    let document = document("BT /R 12 Tf 1 0 0.34 1 50 700 Tm (Leaning) Tj ET");
    assert_eq!(document.laid_out()[0].lines[0].size, 12.0);
}

#[test]
fn words_are_parted_by_gaps_and_kept_whole_through_kerning() {
    let document = document("BT /R 12 Tf 50 700 Td [(ar) 20 (ea) -300 (local) -40 (ity)] TJ ET");
    assert_eq!(texts(&document.laid_out()[0]), ["area locality"]);
}

#[test]
fn faces_that_are_not_in_the_file_keep_their_widths() {
    let mut builder = Builder::new();
    let widths = "600 ".repeat(95);
    let font = builder.object(format!(
        "<</Type/Font/Subtype/TrueType/BaseFont/Tahoma,Bold/Encoding/WinAnsiEncoding\
         /FirstChar 32/LastChar 126/Widths[{widths}]/FontDescriptor<</Type/FontDescriptor\
         /FontName/Tahoma,Bold/Flags 32>>>>"
    ));
    builder.page_entries = format!("/MediaBox[0 0 600 800]/Resources<</Font<</R {font} 0 R>>>>");
    let bytes = builder
        .page(
            "BT /R 10 Tf 50 700 Td (mill will) Tj 0 -20 Td \
             (m) Tj (i) Tj (l) Tj (l) Tj ( ) Tj (w) Tj (i) Tj (l) Tj (l) Tj ET",
        )
        .bytes();
    let document = document::read(Format::Pdf, &bytes).expect("readable");
    let page = &document.laid_out()[0];
    assert_eq!(texts(page), ["mill will", "mill will"]);
    assert!((page.lines[0].right - 104.0).abs() < 0.1);
    assert!(page.lines[0].bold);
}

#[test]
fn columns_become_cells_on_one_baseline() {
    let document = document(
        "BT /R 12 Tf 50 700 Td (The council) Tj 250 0 Td (Plan better) Tj \
         -250 -20 Td (\u{95}) Tj 18 0 Td (first point) Tj \
         -18 -20 Td (12.) Tj 30 0 Td (paragraph) Tj ET",
    );
    let page = &document.laid_out()[0];
    assert_eq!(
        texts(page),
        [
            "The council",
            "Plan better",
            "• first point",
            "12. paragraph"
        ]
    );
    assert_eq!(page.lines[0].baseline, page.lines[1].baseline);
}

#[test]
fn raised_marks_stay_on_their_line() {
    let document = document(
        "BT /R 12 Tf 50 700 Td (the board) Tj /R 7 Tf 5 Ts (2) Tj 0 Ts /R 12 Tf ( met) Tj \
         /R 7 Tf 1 0 0 1 50 645 Tm (1) Tj /R 10 Tf 1 0 0 1 57 641 Tm (A note.) Tj ET",
    );
    let page = &document.laid_out()[0];
    assert_eq!(texts(page), ["the board2 met", "1 A note."]);
    assert_eq!(page.lines[1].baseline, 159.0);
}

#[test]
fn artifacts_are_left_out() {
    let document = document(
        "/Artifact <</Type/Pagination>> BDC /P BMC BT /R 9 Tf 50 780 Td (Footer 7) Tj ET EMC EMC \
         /P BMC BT /R 12 Tf 50 700 Td (The text of the page is here) Tj ET EMC",
    );
    assert_eq!(
        texts(&document.laid_out()[0]),
        ["The text of the page is here"]
    );
}

#[test]
fn artifacts_are_the_text_where_nothing_else_is() {
    let document = document("/Artifact BMC BT /R 12 Tf 50 700 Td (All marked wrongly) Tj ET EMC");
    assert_eq!(texts(&document.laid_out()[0]), ["All marked wrongly"]);
}

#[test]
fn text_printed_twice_is_read_once() {
    let document = document(
        "BT /R 12 Tf 50 700 Td (Heading ill) Tj 1 0 0 1 50.3 700 Tm (Heading ill) Tj \
         2 Tr 1 0 0 1 50 650 Tm (Outlined) Tj 0 Tr \
         3 Tr 1 0 0 1 50 600 Tm (Unseen) Tj ET",
    );
    assert_eq!(texts(&document.laid_out()[0]), ["Heading ill", "Outlined"]);
}

#[test]
fn invisible_text_over_a_scan_is_read() {
    let document = document("BT 3 Tr /R 12 Tf 50 700 Td (Recognised words) Tj ET");
    assert_eq!(texts(&document.laid_out()[0]), ["Recognised words"]);
}

#[test]
fn characters_take_their_common_form() {
    // In the standard encoding of Windows: curly apostrophe, hard space, soft hyphen.
    let document = document(
        "BT /R 12 Tf 50 700 Td (child\u{92}s\u{A0}plan multi\u{AD}agency) Tj 0 -15 Td (ser\u{AD}) Tj ET",
    );
    let lines = texts(&document.laid_out()[0]);
    assert_eq!(lines[0], "child’s plan multi-agency");
    assert!(lines[1] == "ser\u{AD}" || lines[1] == "ser-");
}

#[test]
fn rotation_and_crop_box_are_respected() {
    let mut builder = Builder::new();
    builder.page_entries = "/MediaBox[0 0 600 800]/CropBox[100 100 500 700]".to_owned();
    let bytes = builder
        .page("BT /R 12 Tf 150 600 Td (Inside) Tj 0 150 Td (Outside) Tj ET")
        .bytes();
    let document = document::read(Format::Pdf, &bytes).expect("readable");
    assert_eq!(texts(&document.laid_out()[0]), ["Inside"]);
    let line = &document.laid_out()[0].lines[0];
    assert_eq!((line.left, line.baseline), (50.0, 100.0));

    let mut builder = Builder::new();
    builder.page_entries = "/MediaBox[0 0 600 800]/Rotate 90".to_owned();
    let bytes = builder
        .page("BT /R 12 Tf 0 1 -1 0 100 200 Tm (Turned) Tj ET")
        .bytes();
    let document = document::read(Format::Pdf, &bytes).expect("readable");
    let page = &document.laid_out()[0];
    assert_eq!((page.width, page.height), (800.0, 600.0));
    assert_eq!((page.lines[0].left, page.lines[0].baseline), (200.0, 100.0));
}

#[test]
fn scanned_pages_are_named() {
    let scan = "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q";
    let words = "BT /R 12 Tf 50 700 Td (Words) Tj ET";
    let mut builder = Builder::new();
    for content in [words, scan, scan, words, scan, ""] {
        builder = builder.page(content);
    }
    let document = document::read(Format::Pdf, &builder.bytes()).expect("readable");
    assert_eq!(document.laid_out().len(), 6);
    assert_eq!(document.warnings, ["no text on pages 2-3, 5 (scanned?)"]);
    let bytes = Builder::new().page("").page("0 0 10 10 re f").bytes();
    let error = document::read(Format::Pdf, &bytes).expect_err("no text");
    let blank = |pages, scanned| Unreadable::NoText { pages, scanned };
    assert_eq!(error, blank(2, false));
    let bytes = Builder::new().page("").page(scan).page(scan).bytes();
    let error = document::read(Format::Pdf, &bytes).expect_err("no text");
    assert_eq!(error, blank(3, true));
}

#[test]
fn characters_without_text_form_are_told() {
    let mut builder = Builder::new();
    let cid = builder.object(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)\
         /Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor<</Type/FontDescriptor\
         /FontName/X/Flags 4>>>>"
            .to_owned(),
    );
    let font = builder.object(format!(
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[{cid} 0 R]>>"
    ));
    builder.page_entries =
        format!("/MediaBox[0 0 600 800]/Resources<</Font<</R 3 0 R/U {font} 0 R>>>>");
    let bytes = builder
        .page("BT /R 12 Tf 50 700 Td (Read) Tj /U 12 Tf 0 -20 Td <000100020003000400050006> Tj ET")
        .bytes();
    let document = document::read(Format::Pdf, &bytes).expect("readable");
    assert_eq!(
        document.warnings,
        ["60 % of the characters on page 1 have no text form"]
    );
}

#[test]
fn what_is_no_pdf_is_named() {
    let error = |bytes: &[u8]| {
        document::read(Format::Pdf, bytes)
            .expect_err("no PDF")
            .to_string()
    };
    assert_eq!(
        error(b"<!DOCTYPE html><p>Not found"),
        "not a PDF: it begins like an HTML page"
    );
    assert_eq!(error(b"\n \r\n"), "the file is empty");
    assert_eq!(
        error(b"%PDF-1.7 and no more"),
        "damaged: no pages can be found in it"
    );
}

#[test]
fn a_password_is_asked_for() {
    let mut builder = Builder::new();
    let key = "00".repeat(32);
    builder.trailer_entries =
        format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{key}>/U<{key}>>>");
    let bytes = builder.page("BT /R 12 Tf (x) Tj ET").bytes();
    let error = document::read(Format::Pdf, &bytes).expect_err("encrypted");
    assert_eq!(error, Unreadable::Encrypted);
}

#[test]
fn a_file_cut_in_half_gives_what_is_there() {
    let bytes = Builder::new()
        .page("BT /R 12 Tf 50 700 Td (First) Tj ET")
        .page("BT /R 12 Tf 50 700 Td (Second) Tj ET")
        .bytes();
    for length in 0..bytes.len() {
        let _ = document::read(Format::Pdf, &bytes[..length]);
    }
}

#[test]
fn a_form_that_draws_itself_ends() {
    let mut builder = Builder::new();
    let own = builder.objects.len() + 1;
    let resources = format!("/Resources<</Font<</R 3 0 R>>/XObject<</F {own} 0 R>>>>");
    builder.stream(
        &format!("/Type/XObject/Subtype/Form/BBox[0 0 600 800]{resources}"),
        "BT /R 12 Tf 50 700 Td (Again) Tj ET /F Do",
    );
    builder.page_entries = format!("/MediaBox[0 0 600 800]{resources}");
    let bytes = builder.page("/F Do").bytes();
    let document = document::read(Format::Pdf, &bytes).expect("readable");
    assert_eq!(texts(&document.laid_out()[0]), ["Again"]);
}

#[test]
fn deep_nesting_does_no_harm() {
    let mut builder = Builder::new();
    builder.object("[".repeat(100_000));
    let arrays = builder.page("BT /R 12 Tf 50 700 Td (x) Tj ET").bytes();
    let _ = document::read(Format::Pdf, &arrays);
    let marks = format!(
        "{}BT /R 12 Tf 50 700 Td (Deep) Tj ET",
        "/P BMC ".repeat(200_000)
    );
    assert_eq!(texts(&document(&marks).laid_out()[0]), ["Deep"]);
    let closed = format!("{}BT /R 12 Tf (x) Tj ET", "EMC Q ".repeat(100_000));
    let _ = document(&closed);
}

#[test]
fn absurd_places_and_sizes_do_no_harm() {
    for matrix in [
        "1e30 0 0 1e30 0 0",
        "0 0 0 0 50 50",
        "1 0 0 1 1e38 -1e38",
        "-1 0 0 -1 300 300",
        "0.00001 0 0 0.00001 50 50",
    ] {
        let content = format!("BT /R 12 Tf {matrix} Tm (Odd) Tj 1 0 0 1 50 700 Tm (Even) Tj ET");
        let document = document(&content);
        assert!(texts(&document.laid_out()[0]).contains(&"Even"), "{matrix}");
    }
}

/// Bytes that begin well and go wrong somewhere.
fn mutated(base: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12);
    (
        Just(base),
        changes,
        any::<prop::sample::Index>(),
        any::<bool>(),
    )
        .prop_map(|(mut bytes, changes, cut, cuts)| {
            for (place, byte) in changes {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if cuts {
                bytes.truncate(cut.index(bytes.len()));
            }
            bytes
        })
}

fn sample() -> Vec<u8> {
    Builder::new()
        .page(
            "/P <</MCID 0>> BDC BT /B 14 Tf 50 700 Td (Heading) Tj ET EMC \
             /Artifact BMC BT /R 9 Tf 50 30 Td (Page 1) Tj ET EMC \
             BT /R 12 Tf 50 650 Td [(wo) -20 (rds)] TJ 200 0 Td (cell) Tj ET",
        )
        .bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for format in Format::ALL {
            let _ = document::read(format, &bytes);
        }
        let _ = document::read(Format::Pdf, &[b"%PDF-1.7\n".as_slice(), &bytes].concat());
    }

    #[test]
    fn any_text_is_survived(text in "(?s)[ -~\n\t\u{C}<>/=|*#\u{A0}-\u{FFFF}]{0,300}") {
        for format in [Format::Text, Format::Markdown, Format::Html] {
            if let Ok(document) = document::read(format, text.as_bytes()) {
                for line in document.lines() {
                    prop_assert!(!line.text.is_empty());
                    prop_assert_eq!(line.text.trim(), line.text);
                    prop_assert!(!line.text.contains("  "));
                }
            }
        }
    }

    #[test]
    fn damaged_pdfs_are_survived(bytes in mutated(sample())) {
        let outcome = document::read(Format::Pdf, &bytes);
        let crashed = matches!(outcome, Err(Unreadable::Crashed { .. }));
        prop_assert!(!crashed, "{:?}", outcome);
    }
}
