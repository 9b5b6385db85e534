//! Invented reports, and PDFs written by hand.
//!
//! Lines of a PDF must fit the page: what runs off it is not text.

use std::fmt::Write;

/// A short report in the form of an area SEND inspection.
pub(crate) fn plain_report(area: &str, dates: &str) -> String {
    let mut text = head(area, dates);
    for bullet in [
        format!("Leaders in {area} meet every month and read the same figures."),
        "Young people help to choose new staff.".to_owned(),
    ] {
        let _ = writeln!(text, "■ {bullet}\n");
    }
    text += "What does the area partnership need to do better?\n\n";
    text += "■ Families wait too long for a first appointment with a therapist.\n\n";
    text += "■ Letters are hard to understand.\n";
    text
}

/// The first page of an area SEND report, down to the heading of its strengths.
pub(crate) fn head(area: &str, dates: &str) -> String {
    format!(
        "Area SEND inspection of {area} Local Area Partnership\n\n\
         Inspection dates: {dates}\n\n\
         Inspection outcome\n\n\
         The local area partnership's special educational needs and/or disabilities (SEND)\n\
         arrangements typically lead to positive experiences and outcomes for children and young\n\
         people with SEND.\n\n\
         What is the area partnership doing that is effective?\n\n"
    )
}

/// Passages of which each holds one trap of the language. The capitals are markers to tell them
/// apart by; no other word is capital.
pub(crate) const TRAPS: [&str; 24] = [
    "HYPHENED co-production shapes every plan.",
    "CLOSED coproduction has become a habit.",
    "OPENED work on co production has begun.",
    "TYPOGRAPHIC children’s views are heard.",
    "STRAIGHT children's wishes are heard.",
    "UNMARKED childrens centres are warm.",
    "PLAIN children like the garden.",
    "ACCENTED the café is run by pupils.",
    "BARE the cafe shut in winter.",
    "NONBREAKING lessons are part‑time for some.",
    "ENDASHED lessons are part–time for others.",
    "NEXTTO speech therapy is offered weekly.",
    "ONEAPART speech and therapy are on one site.",
    "REVERSED therapy for speech is rare.",
    "FARAPART speech is taught in all of the nurseries and there is a little therapy.",
    "IRISHED O’Brien leads the team.",
    "IRISHCLOSED OBrien retired in spring.",
    "INFLECTED families waited and are waiting.",
    "INFLECTION one family waits.",
    "PREFIXED transport, transition and transfer are planned.",
    "SHORTENED the SENCo’s room is quiet.",
    "LIGATURED an unusual ﬁnding was shared.",
    "QUOTED they said “nobody listens” twice.",
    "NUMBERED 18-month plans have 3.5 aims at 24/7 desks.",
];

/// The report with [`TRAPS`] as its passages.
pub(crate) fn language_report() -> String {
    let mut text = head("Quillmere", "3 to 7 June 2024");
    for trap in TRAPS {
        let _ = writeln!(text, "■ {trap} {OF_ITS_OWN}\n");
    }
    text
}

/// Short items are joined with their neighbours; this makes one long enough to stand alone.
pub(crate) const OF_ITS_OWN: &str =
    "(Much more is said here so that nothing else is joined to it.)";

/// A line of a PDF page: size of the letters, whether bold, and the words.
type PdfLine<'a> = (u32, bool, &'a str);

/// [`plain_report`] as pages of lines.
pub(crate) fn report_pages(area: &str, dates: &str) -> Vec<Vec<(u32, bool, String)>> {
    let first = vec![
        (
            14,
            true,
            format!("Area SEND inspection of {area} Local Area Partnership"),
        ),
        (11, false, format!("Inspection dates: {dates}")),
        (13, true, "Inspection outcome".to_owned()),
        (
            11,
            false,
            "The local area partnership's special educational needs and/or disabilities (SEND)"
                .to_owned(),
        ),
        (
            11,
            false,
            "arrangements typically lead to positive experiences and outcomes for children and"
                .to_owned(),
        ),
        (11, false, "young people with SEND.".to_owned()),
    ];
    let second = vec![
        (
            13,
            true,
            "What is the area partnership doing that is effective?".to_owned(),
        ),
        (
            11,
            false,
            format!("Leaders in {area} meet every month and read the same figures."),
        ),
        (
            13,
            true,
            "What does the area partnership need to do better?".to_owned(),
        ),
        (
            11,
            false,
            "Families wait too long for a first appointment with a therapist.".to_owned(),
        ),
    ];
    vec![first, second]
}

/// [`plain_report`] as a PDF of two pages.
pub(crate) fn report_pdf(area: &str, dates: &str) -> Vec<u8> {
    let pages = report_pages(area, dates);
    let pages: Vec<Vec<PdfLine<'_>>> = pages
        .iter()
        .map(|page| {
            page.iter()
                .map(|(size, bold, text)| (*size, *bold, text.as_str()))
                .collect()
        })
        .collect();
    pdf(&pages)
}

/// A PDF of these pages of lines (in ASCII), each line a paragraph's distance below the one before
/// unless both have the same letters.
pub(crate) fn pdf(pages: &[Vec<PdfLine<'_>>]) -> Vec<u8> {
    let mut objects: Vec<String> = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    let mut kids = String::new();
    for page in pages {
        let mut content = String::new();
        let (mut y, mut before) = (780i32, None);
        for &(size, bold, text) in page {
            let step = if before == Some((size, bold)) {
                size * 13 / 10
            } else {
                size * 2
            };
            y -= i32::try_from(step).expect("small");
            before = Some((size, bold));
            let font = if bold { "F2" } else { "F1" };
            let text = text
                .replace('\\', "\\\\")
                .replace('(', "\\(")
                .replace(')', "\\)");
            let _ = writeln!(
                content,
                "BT /{font} {size} Tf 1 0 0 1 60 {y} Tm ({text}) Tj ET"
            );
        }
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}endstream",
            content.len()
        ));
        let contents = objects.len();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {contents} 0 R \
             /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        ));
        let _ = write!(kids, "{} 0 R ", objects.len());
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len());
    assemble(&objects, "")
}

/// Objects as a PDF file, with what else the trailer says.
pub(crate) fn assemble(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(objects) {
        offsets.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(file, "{offset:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

/// A PDF that opens only with a password: its keys fit none.
pub(crate) fn encrypted_pdf() -> Vec<u8> {
    let key = "41".repeat(32);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned(),
        format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{key}> /U <{key}> >>"),
    ];
    let id = "42".repeat(16);
    assemble(&objects, &format!("/Encrypt 4 0 R /ID [<{id}> <{id}>]"))
}
