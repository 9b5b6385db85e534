//! Reports as the text files they could have been read from.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use findings::report::{Date, Report, Role};

use super::Corpus;

/// Characters a printed line holds.
const WIDTH: usize = 90;

/// Lines a printed page holds.
const LINES: usize = 52;

/// Writes the first `count` area SEND reports of a corpus as text files with a form feed between
/// pages, a hundred a folder, and returns their bytes.
pub(crate) fn write_files(corpus: &Corpus, folder: &Path, count: usize) -> io::Result<u64> {
    let mut bytes = 0;
    for number in 0..count {
        let shelf = folder.join(format!("{:04}", number / 100));
        bytes += write_file(corpus, &shelf, number)?;
    }
    Ok(bytes)
}

/// Writes area SEND report `number` into a folder, and returns its bytes.
pub(crate) fn write_file(corpus: &Corpus, folder: &Path, number: usize) -> io::Result<u64> {
    fs::create_dir_all(folder)?;
    let text = print(&corpus.send_full(number));
    fs::write(folder.join(format!("report-{number:06}.txt")), &text)?;
    Ok(text.len() as u64)
}

/// The pages of an area SEND report.
pub(super) fn print(report: &Report) -> String {
    let area = &report.areas[0].name;
    let dates = dates(report);
    let mut lines = vec![
        report.title.clone(),
        String::new(),
        format!("Inspection dates: {dates}"),
        String::new(),
    ];
    for section in &report.sections {
        lines.extend([section.heading.clone(), String::new()]);
        if section.role == Role::Context {
            wrap(
                &format!(
                    "{area} Council and NHS {area} Integrated Care Board (ICB) are jointly responsible for planning and commissioning services for children and young people with SEND in {area}."
                ),
                "",
                &mut lines,
            );
        }
        let listed = matches!(
            section.role,
            Role::Strengths | Role::Weaknesses | Role::PriorityActions | Role::Improvements
        );
        for passage in &section.passages {
            wrap(&passage.text, if listed { "■ " } else { "" }, &mut lines);
        }
    }
    lines.extend(
        [
            "Local area partnership details",
            "",
            "Information about this inspection",
            "",
            "This inspection was carried out at the request of the Secretary of State for Education",
            "under section 20(1)(a) of the Children Act 2004.",
        ]
        .map(str::to_owned),
    );
    pages(&lines, area, &dates)
}

/// Adds a paragraph in printed lines, and an empty one after it.
fn wrap(text: &str, bullet: &str, lines: &mut Vec<String>) {
    let indent = " ".repeat(bullet.chars().count());
    let mut line = bullet.to_owned();
    let mut length = indent.len();
    for word in text.split(' ') {
        let word_length = word.chars().count();
        if length > indent.len() && length + 1 + word_length > WIDTH {
            lines.push(std::mem::replace(&mut line, indent.clone()));
            length = indent.len();
        }
        if length > indent.len() {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += word_length;
    }
    lines.extend([line, String::new()]);
}

/// Lines on pages, each with its footer.
fn pages(lines: &[String], area: &str, dates: &str) -> String {
    let mut text = String::new();
    for (number, page) in (1..).zip(lines.chunks(LINES)) {
        if number > 1 {
            text.push('\u{C}');
        }
        for line in page {
            text.push_str(line);
            text.push('\n');
        }
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\nInspection report: {area} Local Area Partnership\n{dates}        {number}\n"
        );
    }
    text
}

/// `9 to 13 October 2023`, `28 April to 2 May 2025`.
fn dates(report: &Report) -> String {
    let (Some(first), Some(last)) = (report.inspection_start, report.inspection_end) else {
        return String::new();
    };
    let whole = |date: Date| date.strftime("%-d %B %Y").to_string();
    let start = if (first.year(), first.month()) == (last.year(), last.month()) {
        first.strftime("%-d").to_string()
    } else if first.year() == last.year() {
        first.strftime("%-d %B").to_string()
    } else {
        whole(first)
    };
    format!("{start} to {}", whole(last))
}
