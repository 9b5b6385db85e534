//! Finding cues in a passage: text and cues made comparable, word boundaries, plurals.

/// A passage or cue as it is compared: straight apostrophes, hyphens and dashes as spaces, runs of
/// white space as one space. Case is kept.
pub(super) fn comparable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '-' | '\u{2010}'..='\u{2015}' => ' ',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

/// Where the first sentence of a comparable text ends.
pub(super) fn first_sentence(text: &str) -> usize {
    text.match_indices(['.', '!', '?'])
        .map(|(at, mark)| at + mark.len())
        .find(|at| text[*at..].starts_with(' '))
        .unwrap_or(text.len())
}

/// Whether the cue found at `from..to` is a whole word or phrase (a plural or possessive s may
/// follow), and its capitals are capitals in the text.
pub(super) fn is_whole(text: &str, from: usize, to: usize, cue: &str) -> bool {
    let before = text[..from].chars().next_back();
    if before.is_some_and(char::is_alphanumeric) {
        return false;
    }
    let rest = &text[to..];
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let whole = ends(rest)
        || ["'s", "s'", "s"]
            .iter()
            .any(|tail| rest.strip_prefix(tail).is_some_and(ends));
    whole
        && text[from..to]
            .chars()
            .zip(cue.chars())
            .all(|(printed, wanted)| !wanted.is_uppercase() || printed == wanted)
}
