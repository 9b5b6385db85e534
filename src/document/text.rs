//! Plain text: decoding, pages by form feeds, and made-up positions that keep the layout's meaning.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::{Document, Format, Unreadable, characters, sniff};
use crate::document::page::{Line, Page};

/// Width given to one column of text, in points.
const COLUMN: f32 = 6.0;
/// Distance between the baselines of neighbouring lines, in points.
const LEADING: f32 = 14.0;
/// Size given to text that has none, in points.
const SIZE: f32 = 12.0;
/// Columns between tab stops.
const TAB: usize = 8;
/// Spaces that may part two cells, when they do so on more than one row.
const CELL_SPACES: usize = 3;

/// Reads plain text.
///
/// # Errors
///
/// [`Unreadable::NotWhatItsNameSays`] for binary content and for PDFs.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let text = decode(Format::Text, bytes, None)?;
    let numbered = text.contains('\u{C}');
    let mut pages: Vec<Page> = text
        .split('\u{C}')
        .enumerate()
        .map(|(index, page)| {
            let number = numbered.then(|| u32::try_from(index + 1).unwrap_or(u32::MAX));
            lay_out(number, page)
        })
        .collect();
    // A form feed after the last page ends it and begins no other.
    if pages.len() > 1 && pages.last().is_some_and(|page| page.lines.is_empty()) {
        pages.pop();
    }
    let mut warnings = Vec::new();
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    if lost > 0 {
        warnings.push(format!("{lost} characters are damaged"));
    }
    Ok(Document::of_pages(pages, warnings))
}

/// Decodes the bytes of a text format: by byte order mark, else the encoding the file `declares`,
/// else UTF-8, else Windows-1252, in which any byte is some character.
///
/// # Errors
///
/// [`Unreadable::NotWhatItsNameSays`] for binary content and for PDFs.
pub(super) fn decode<'b>(
    format: Format,
    bytes: &'b [u8],
    declares: Option<&'static Encoding>,
) -> Result<Cow<'b, str>, Unreadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if bytes.starts_with(b"%PDF-") || sniff::binary_kind(bytes).is_some() {
        return Err(Unreadable::NotWhatItsNameSays {
            expected: format,
            looks_like: sniff::looks_like(bytes).to_owned(),
        });
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text);
    }
    if declares.is_none() && mostly_utf8(bytes) {
        return Ok(UTF_8.decode_without_bom_handling(bytes).0);
    }
    let encoding = declares
        .filter(|&encoding| encoding != UTF_8)
        .unwrap_or(WINDOWS_1252);
    Ok(encoding.decode_without_bom_handling(bytes).0)
}

/// Whether bytes that are not UTF-8 throughout are so but for a few damaged ones: more characters
/// beyond ASCII that are well formed than there are bytes that are not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut formed, mut damaged) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        formed += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += chunk.invalid().len();
    }
    formed > damaged
}

/// A page of lines from its text.
fn lay_out(number: Option<u32>, text: &str) -> Page {
    let rows: Vec<Vec<(usize, String)>> = text.lines().map(cells).collect();
    let tabular = tabular_rows(&rows);
    let mut lines = Vec::new();
    for (row, (cells, keep_apart)) in rows.into_iter().zip(tabular).enumerate() {
        let baseline = (row + 1) as f32 * LEADING;
        if keep_apart {
            lines.extend(
                cells
                    .into_iter()
                    .map(|(column, text)| line(text, column, baseline)),
            );
        } else if let Some(&(column, _)) = cells.first() {
            let parts: Vec<String> = cells.into_iter().map(|(_, text)| text).collect();
            lines.push(line(parts.join(" "), column, baseline));
        }
    }
    page(number, lines)
}

/// A page around its lines, sized to hold them.
fn page(number: Option<u32>, lines: Vec<Line>) -> Page {
    let width = lines
        .iter()
        .fold(0.0, |width: f32, line| width.max(line.right));
    let height = lines.last().map_or(0.0, |line| line.baseline);
    Page {
        number,
        width: width + COLUMN,
        height: height + LEADING,
        lines,
    }
}

fn line(text: String, column: usize, baseline: f32) -> Line {
    let left = column as f32 * COLUMN;
    Line {
        left,
        right: left + text.chars().count() as f32 * COLUMN,
        baseline,
        size: SIZE,
        bold: false,
        text,
    }
}

/// The parts of a printed line between wide gaps, each with the column it starts in. Empty parts
/// are left out.
fn cells(line: &str) -> Vec<(usize, String)> {
    let mut cells: Vec<(usize, String)> = Vec::new();
    let mut raw = String::new();
    let mut start = 0;
    let mut column = 0;
    let mut gap = 0;
    for character in line.chars() {
        let width = match character {
            '\t' => TAB - column % TAB,
            _ => 1,
        };
        if character.is_whitespace() && character != '\u{A0}' {
            gap += width;
        } else {
            if gap >= CELL_SPACES || raw.is_empty() {
                push_cell(&mut cells, start, &raw);
                raw.clear();
                start = column;
            } else if gap > 0 {
                raw.push(' ');
            }
            gap = 0;
            raw.push(character);
        }
        column += width;
    }
    push_cell(&mut cells, start, &raw);
    cells
}

fn push_cell(cells: &mut Vec<(usize, String)>, column: usize, raw: &str) {
    let text = characters::cleaned(raw);
    if !text.is_empty() {
        cells.push((column, text));
    }
}

/// Which rows belong to a table: those with more than one cell whose second cell starts in the
/// same column, give or take one, as a cell of a row nearby. (Blank lines may part the rows, and a
/// cell may run on below itself.) A lone wide gap is a heading spread out, justified text or a
/// paragraph number.
fn tabular_rows(rows: &[Vec<(usize, String)>]) -> Vec<bool> {
    /// Rows, blank ones left out, that are looked at on each side.
    const NEARBY: usize = 2;
    let shares = |row: &Vec<(usize, String)>, column: usize| {
        row.iter()
            .any(|&(other, _)| other > 0 && other.abs_diff(column) <= 1)
    };
    (0..rows.len())
        .map(|index| {
            let [(_, label), (column, _), ..] = &rows[index][..] else {
                return false;
            };
            let filled = |row: &&Vec<(usize, String)>| !row.is_empty();
            let before = rows[..index].iter().rev().filter(filled).take(NEARBY);
            let after = rows[index + 1..].iter().filter(filled).take(NEARBY);
            label.chars().count() > 3 && before.chain(after).any(|row| shares(row, *column))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(page: &Page) -> Vec<&str> {
        page.lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn form_feeds_number_the_pages() {
        let document = read(b"One\n\n  two\x0CThree\n\x0C").expect("readable");
        assert_eq!(document.laid_out().len(), 2);
        assert_eq!(document.laid_out()[1].number, Some(2));
        assert_eq!(texts(&document.laid_out()[0]), ["One", "two"]);
        let two = &document.laid_out()[0].lines[1];
        assert_eq!((two.left, two.baseline), (12.0, 42.0));
        assert_eq!(read(b"One").expect("readable").laid_out()[0].number, None);
    }

    #[test]
    fn encodings() {
        let text = |bytes: &[u8]| {
            read(bytes).expect("readable").laid_out()[0].lines[0]
                .text
                .clone()
        };
        assert_eq!(text("\u{FEFF}child’s".as_bytes()), "child’s");
        assert_eq!(text(b"child\x92s \xA35"), "child’s £5");
        assert_eq!(text(b"\xFF\xFEh\0i\0"), "hi");
        assert_eq!(text(b"\xFE\xFF\0h\0i"), "hi");
    }

    #[test]
    fn binary_content_is_named() {
        let error = read(b"a\0\0\0b").expect_err("binary");
        assert_eq!(
            error.to_string(),
            "not plain text: it begins like binary data"
        );
        let error = read(b"%PDF-1.4\n").expect_err("a PDF");
        assert_eq!(error.to_string(), "not plain text: it begins like a PDF");
    }

    #[test]
    fn columns_that_line_up_are_cells() {
        let table = "Body                Action\nThe council         Plan better\n";
        let document = read(table.as_bytes()).expect("readable");
        let page = &document.laid_out()[0];
        assert_eq!(
            texts(page),
            ["Body", "Action", "The council", "Plan better"]
        );
        assert_eq!(page.lines[2].baseline, page.lines[3].baseline);
        let spread = "Report      of   an inspection\n\nPlain text.\n";
        let document = read(spread.as_bytes()).expect("readable");
        let page = &document.laid_out()[0];
        assert_eq!(texts(page), ["Report of an inspection", "Plain text."]);
    }
}
