//! One form for characters, whatever file they come from: plain spaces, spelled-out ligatures,
//! composed accents, no invisible ones.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A hyphen that is printed only where a line breaks.
pub(super) const SOFT_HYPHEN: char = '\u{AD}';

/// What becomes of one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// White space of any kind.
    Space,
    /// Nothing a reader would see.
    Nothing,
    /// This character.
    Kept(char),
    /// These letters.
    Spelled(&'static str),
}

/// Decides what becomes of a character as found in a file.
pub(super) fn fate(character: char) -> Fate {
    match character {
        '!'..='~' => Fate::Kept(character),
        ' ' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => Fate::Space,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' => Fate::Space,
        '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Fate::Space,
        '\u{FB00}' => Fate::Spelled("ff"),
        '\u{FB01}' => Fate::Spelled("fi"),
        '\u{FB02}' => Fate::Spelled("fl"),
        '\u{FB03}' => Fate::Spelled("ffi"),
        '\u{FB04}' => Fate::Spelled("ffl"),
        '\u{FB05}' | '\u{FB06}' => Fate::Spelled("st"),
        '\u{80}'..='\u{9F}' => windows_1252(character),
        // Zero-width and direction marks, variation selectors, the replacement character.
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => {
            Fate::Nothing
        }
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFF}' => Fate::Nothing,
        // The non-breaking hyphen.
        '\u{2011}' => Fate::Kept('-'),
        _ if character.is_control() => Fate::Nothing,
        _ => Fate::Kept(character),
    }
}

/// C1 controls are never printed; in reports they are Windows-1252 punctuation that lost its
/// encoding. U+0083 is a bullet in a symbol font (in Windows-1252 it would be a florin sign, which
/// no report prints).
fn windows_1252(character: char) -> Fate {
    Fate::Kept(match character {
        '\u{80}' => '€',
        '\u{83}' | '\u{95}' => '•',
        '\u{85}' => '…',
        '\u{91}' => '‘',
        '\u{92}' => '’',
        '\u{93}' => '“',
        '\u{94}' => '”',
        '\u{96}' => '–',
        '\u{97}' => '—',
        '\u{99}' => '™',
        _ => return Fate::Nothing,
    })
}

/// Whether the character is a bullet glyph, which only begins list items.
pub(super) fn is_bullet(character: char) -> bool {
    "•·▪▫■□●○◦◼◻◾◆‣⁃∙➢➤✓✔❑❖".contains(character) || is_private(character)
}

/// Whether the character is a dash or an asterisk, which may begin a list item and also occurs in prose.
pub(super) fn is_dash(character: char) -> bool {
    "-‐–—―−─\u{335}\u{336}*".contains(character)
}

/// Whether the character is a bullet of a symbol font: private-use code points U+F000 to U+F0FF.
pub(super) fn is_private(character: char) -> bool {
    ('\u{f000}'..='\u{f0ff}').contains(&character)
}

/// Appends text, each character in the form [`fate`] gives it, white space collapsed to single
/// spaces and none at the start.
pub(super) fn append(out: &mut String, text: &str) {
    for character in text.chars() {
        match fate(character) {
            Fate::Space => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            Fate::Nothing => {}
            Fate::Kept(kept) => out.push(kept),
            Fate::Spelled(letters) => out.push_str(letters),
        }
    }
}

/// A run of text in its final form: see [`append`]; trimmed, in Unicode normal form C.
/// A soft hyphen is kept at the end only; elsewhere `inner_soft_hyphen` takes its place.
pub(super) fn finish(mut text: String, inner_soft_hyphen: &str) -> String {
    text.truncate(text.trim_end().len());
    if text.contains(SOFT_HYPHEN) {
        let at_end = text.ends_with(SOFT_HYPHEN);
        let inner = text.trim_end_matches(SOFT_HYPHEN);
        let replaced = inner.replace(SOFT_HYPHEN, inner_soft_hyphen);
        // Spaces that had the hyphen between them are neighbours now.
        text = String::with_capacity(replaced.len());
        append(&mut text, &replaced);
        text.truncate(text.trim_end().len());
        if at_end {
            text.push(SOFT_HYPHEN);
        }
    }
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text
    } else {
        text.nfc().collect()
    }
}

/// [`append`] to nothing and [`finish`]: the text of one line of a file that has no layout, where
/// a soft hyphen within a line is not printed.
pub(super) fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    append(&mut out, text);
    finish(out, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_folded() {
        assert_eq!(
            cleaned("  e\u{FB03}cient\u{A0}\t staff\u{200B} "),
            "efficient staff"
        );
        assert_eq!(cleaned("cafe\u{301}"), "café");
        assert_eq!(cleaned("child\u{92}s \u{7}plan"), "child’s plan");
        assert_eq!(cleaned("\u{83} first"), "• first");
        assert_eq!(cleaned("multi\u{2011}agency"), "multi-agency");
    }

    #[test]
    fn soft_hyphens_stay_at_the_end_only() {
        assert_eq!(cleaned("co\u{AD}operate"), "cooperate");
        assert_eq!(cleaned("ser\u{AD} "), "ser\u{AD}");
        assert_eq!(cleaned("\u{AD} a \u{AD} b"), "a b");
        assert_eq!(finish("multi\u{AD}agency".into(), "-"), "multi-agency");
    }
}
