//! How list items and numbered paragraphs begin.

/// Glyphs that only ever begin a list item in the reports seen, private-use ones included.
const GLYPHS: [char; 16] = [
    '\u{25fc}', '\u{25aa}', '\u{2022}', '\u{25a0}', '\u{25cf}', '\u{25ab}', '\u{25fe}', '\u{25e6}',
    '\u{83}', '\u{2023}', '\u{2043}', '\u{25cb}', '\u{25a1}', '\u{27a2}', '\u{2713}', '\u{b7}',
];

/// Dashes that begin a second-level item when a space follows; the same dashes occur in prose.
const DASHES: [char; 9] = [
    '-', '\u{2013}', '\u{2014}', '\u{2212}', '\u{2500}', '\u{2015}', '\u{335}', '\u{336}',
    '\u{2010}',
];

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A bullet glyph that occurs nowhere else.
    Bullet,
    /// A dash, an `o` or an asterisk: a bullet only where a new line of a list may begin.
    Dash,
    /// A printed paragraph number (`12.`).
    Number,
    /// Prose.
    Plain,
}

/// Splits off what begins the line; returns the kind of start and the rest of the text.
pub(super) fn start(text: &str) -> (Start, &str) {
    let Some(first) = text.chars().next() else {
        return (Start::Plain, text);
    };
    let rest = &text[first.len_utf8()..];
    if GLYPHS.contains(&first) || is_private(first) {
        return (Start::Bullet, rest.trim_start());
    }
    if (DASHES.contains(&first) || first == 'o' || first == '*') && rest.starts_with(' ') {
        return (Start::Dash, rest.trim_start());
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        let after = &text[digits..];
        if let Some(after) = after.strip_prefix('.').or_else(|| after.strip_prefix(')'))
            && after.starts_with(' ')
            && after.trim_start().starts_with(|c: char| !c.is_lowercase())
        {
            return (Start::Number, after.trim_start());
        }
    }
    (Start::Plain, text)
}

/// Whether a line is nothing but a bullet or a paragraph number.
pub(super) fn is_lone_mark(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None)
            if GLYPHS.contains(&c) || DASHES.contains(&c) || is_private(c) || c == 'o' =>
        {
            true
        }
        _ => {
            let digits = text.trim_end_matches('.');
            text.ends_with('.')
                && (1..=3).contains(&digits.len())
                && digits.bytes().all(|b| b.is_ascii_digit())
        }
    }
}

/// Private-use code points U+F000 to U+F0FF: symbol fonts' bullets.
pub(super) fn is_private(c: char) -> bool {
    ('\u{f000}'..='\u{f0ff}').contains(&c)
}
