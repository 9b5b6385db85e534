//! Answers for notes and papers, in Markdown.

use std::io::{self, Write};

use super::view::{
    Cell, Chart, Entry, Layout, Level, Line, Passage, Piece, Quoted, Style, Table, View,
};
use super::words::{percent, thousands};
use super::{Answer, OutputStyle, safe};

pub(super) fn write(
    out: &mut dyn Write,
    answer: &dyn Answer,
    style: &OutputStyle<'_>,
) -> io::Result<()> {
    // Links to files of this machine are for its terminal.
    let style = OutputStyle {
        link: None,
        ..*style
    };
    out.write_all(document(&answer.view(&style)).as_bytes())
}

fn document(view: &View) -> String {
    let mut out = String::new();
    let mut last: Option<&Piece> = None;
    let headless = |piece: &&Piece| matches!(piece, Piece::Heading { text, .. } if text.is_empty());
    for piece in view.iter().filter(|piece| !headless(piece)) {
        let item =
            |piece: &Piece| matches!(piece, Piece::Facts(_) | Piece::Passage(Layout::Item, _));
        out += match last {
            None => "",
            Some(last) if item(last) && item(piece) => "\n",
            // Else two quotations would be one.
            Some(Piece::Quotation(_)) if matches!(piece, Piece::Quotation(_)) => "\n\n<!-- -->\n\n",
            Some(_) => "\n\n",
        };
        out += &block(piece);
        last = Some(piece);
    }
    out + "\n"
}

fn block(piece: &Piece) -> String {
    match piece {
        Piece::Heading { level, text, .. } => match level {
            Level::Title => format!("# {}", escaped(text)),
            Level::Section => format!("## {}", escaped(text)),
            Level::Group | Level::Divider => format!("**{}**", escaped(text)),
        },
        Piece::Totals { query, text } if query.is_empty() => paragraph(&text.as_str().into()),
        Piece::Totals { query, text } => format!("**{}**: {}", escaped(query), escaped(text)),
        Piece::Note(line) => paragraph(line),
        Piece::Passage(Layout::Hit, passage) => quote(passage, ""),
        Piece::Passage(Layout::Item, passage) => {
            format!("- {} ({})", paragraph(&passage.text), source(passage))
        }
        Piece::Passage(Layout::Paragraph, passage) => {
            format!("{} ({})", paragraph(&passage.text), source(passage))
        }
        Piece::Entry(entry) => numbered(entry),
        Piece::Quotation(quoted) => quotation(quoted),
        Piece::Facts(facts) => {
            let facts = facts.iter();
            let facts = facts.map(|(label, line)| match label.as_str() {
                "" => format!("  - {}", inline(line)),
                label => format!("- {}: {}", escaped(label), inline(line)),
            });
            facts.collect::<Vec<_>>().join("\n")
        }
        Piece::Table(given) | Piece::Chart(Chart { table: given, .. }) => table(given),
    }
}

/// A passage as a quotation with its source below it, every line behind `indent`.
fn quote(passage: &Passage, indent: &str) -> String {
    let context = |text: &String| format!("*{}*", escaped(text));
    let mut parts: Vec<String> = passage.before.iter().map(context).collect();
    parts.push(paragraph(&passage.text));
    parts.extend(passage.after.iter().map(context));
    parts.push(format!("— {}", source(passage)));
    let mut quote = format!(
        "{indent}> {}",
        parts.join(&format!("\n{indent}>\n{indent}> "))
    );
    if !passage.explanation.is_empty() {
        quote.push('\n');
    }
    for (score, part) in &passage.explanation {
        quote += &format!("\n- {score} {}", escaped(part));
    }
    quote
}

/// Where a passage stands, and the remarks on it.
fn source(passage: &Passage) -> String {
    let parts = [&passage.cited, &passage.place].into_iter();
    let parts = parts.chain(&passage.above).chain(&passage.below);
    inline(&Line::joined(parts.cloned()))
}

fn numbered(entry: &Entry) -> String {
    let (number, indent) = match entry.number {
        Some(number) => (format!("{number}. "), "   "),
        None => (String::new(), ""),
    };
    let mut out = number + &inline(&entry.title);
    if !entry.text.is_empty() {
        out += &format!(" {}", inline(&entry.text));
    }
    for warning in &entry.warnings {
        out += &format!("\n\n{indent}*{}*", escaped(warning));
    }
    for passage in &entry.passages {
        out += &format!("\n\n{}", quote(passage, indent));
    }
    out
}

fn quotation(quoted: &Quoted) -> String {
    let (quotation, place) = (&quoted.quotation, inline(&quoted.place));
    let title = &quotation.report.title;
    let citation = match quotation.citation.strip_prefix(title.as_str()) {
        Some(rest) => format!("*{}*{}", escaped(title), escaped(rest)),
        None => escaped(&quotation.citation),
    };
    let licence = match (&quotation.licence.name, &quotation.licence.url) {
        (Some(name), Some(url)) => format!("[{}]({url})", escaped(name)),
        _ => escaped(&quotation.licence.statement),
    };
    format!(
        "> “{}”\n>\n> — {citation}, {place}\n>\n> Licence: {licence}. `{}`",
        escaped(&quotation.text),
        safe(&quotation.id)
    )
}

/// A table a block: Markdown has but one head a table.
fn table(table: &Table) -> String {
    let mut parts: Vec<String> = table
        .caption
        .iter()
        .map(|caption| escaped(caption))
        .collect();
    for block in &table.blocks {
        let mut heads: Vec<String> = table
            .columns
            .iter()
            .map(|column| escaped(&column.title))
            .collect();
        if let (Some(first), Some(title)) = (heads.first_mut(), &block.title) {
            *first = escaped(title);
        }
        let rule = |column| {
            if table.is_number(column) {
                "---:"
            } else {
                "---"
            }
        };
        let rules = (0..table.columns.len()).map(|column| rule(column).to_owned());
        let mut rows = vec![heads, rules.collect()];
        rows.extend(block.rows.iter().map(|row| row.iter().map(cell).collect()));
        let rows = rows.iter().map(|row| format!("| {} |", row.join(" | ")));
        parts.push(rows.collect::<Vec<_>>().join("\n"));
    }
    parts.join("\n\n")
}

fn cell(cell: &Cell) -> String {
    match cell {
        // Spaces that align numbers are for a terminal.
        Cell::Text(text) => escaped(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Cell::Id(id) => format!("`{}`", safe(id)),
        Cell::Number(number) => escaped(number),
        Cell::Count(number) => thousands(*number),
        Cell::Share(share) => escaped(&percent(*share)),
    }
}

/// A line that begins a block, of which nothing is taken for a mark of lists.
fn paragraph(line: &Line) -> String {
    let text = inline(line);
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if text.starts_with(['-', '+', '=']) {
        format!("\\{text}")
    } else if number.len() < text.len() && number.starts_with(['.', ')']) {
        format!("{}\\{number}", &text[..text.len() - number.len()])
    } else {
        text
    }
}

fn inline(line: &Line) -> String {
    let spans = line.0.iter().map(|span| {
        let text = escaped(&span.text);
        let text = match span.style {
            // Backticks would have to be escaped, and then be seen.
            Style::Plain | Style::Quiet | Style::Subject | Style::Code => text,
            Style::Strong | Style::Match => format!("**{text}**"),
            Style::Heading => format!("*{text}*"),
            Style::Id => format!("`{}`", safe(&span.text)),
        };
        match &span.link {
            Some(link) if link.as_str() == span.text => format!("<{link}>"),
            Some(link) => format!("[{text}]({link})"),
            None => text,
        }
    });
    spans.collect()
}

/// Text that Markdown (and the HTML inside it) takes as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in safe(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            super::text::GLUE => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '>' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_texts_stays_text() {
        assert_eq!(
            escaped("<b>*x*</b> [a](b) | c"),
            "&lt;b\\>\\*x\\*&lt;/b\\> \\[a\\](b) \\| c"
        );
        let line = Line::marked("wait for it", &[(0, 4)]);
        assert_eq!(inline(&line), "**wait** for it");
    }

    #[test]
    fn no_text_begins_a_list() {
        for (text, expected) in [
            ("- a", "\\- a"),
            ("12. a", "12\\. a"),
            ("1) a", "1\\) a"),
            ("12 a. b", "12 a. b"),
            (". a", ". a"),
        ] {
            assert_eq!(paragraph(&text.into()), expected);
        }
    }
}
