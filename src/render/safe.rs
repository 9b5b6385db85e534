//! Text from files is hostile: here it loses what could control a terminal.

use std::borrow::Cow;

/// Characters that a terminal may obey or that reorder what is read: control characters (C0, DEL,
/// C1), bidirectional overrides and isolates, invisible separators and tags.
pub(super) fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// `text` with every unsafe character shown as `�` (line breaks and tabs as spaces).
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let cleaned = text.chars().map(|character| match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        other if is_unsafe(other) => char::REPLACEMENT_CHARACTER,
        other => other,
    });
    Cow::Owned(cleaned.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_lose_their_power() {
        assert_eq!(safe("a\u{1b}[31mb\nc\u{202e}d\u{9b}"), "a�[31mb c�d�");
        assert_eq!(safe("plain – “text”"), "plain – “text”");
    }
}
