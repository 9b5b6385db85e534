//! Reads lists of synonyms, and reports what is wrong with them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Synonyms;
use super::form::{Form, Group, MARKS};
use crate::error::{Error, Result};
use crate::text::is_function_word;

/// The list that comes with the program.
const EMBEDDED: &str = include_str!("synonyms.txt");

/// Longest form, in words: anything longer is a sentence that nobody types.
const MOST_WORDS: usize = 16;

/// Longest line, in bytes: what is longer was not written by hand.
const LONGEST_LINE: usize = 4_000;

/// Largest file that is read, in bytes.
const LARGEST: u64 = 4 << 20;

/// What a line of short forms that are also ordinary words begins with.
const ONLY_IN_CAPITALS: &str = "only in capitals:";

/// What is wrong with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, 1-based.
    pub line: usize,
    /// What is wrong, as a clause.
    pub what: String,
    /// How to mend it, as a line that can follow `hint: `.
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for Problem {}

impl Synonyms {
    /// The list that comes with the program.
    pub fn built_in() -> &'static Synonyms {
        // Tests check it, so that a search need not.
        static BUILT_IN: LazyLock<Synonyms> =
            LazyLock::new(|| Synonyms::from_lines(EMBEDDED, false).unwrap_or_default());
        &BUILT_IN
    }

    /// Reads a list from a file.
    ///
    /// # Errors
    /// The file cannot be read, or is no list; the message names the line.
    pub fn read(file: &Path) -> Result<Synonyms> {
        let failed = |error| Error::io("read", file, error);
        let mut bytes = Vec::new();
        let opened = fs::File::open(file).map_err(failed)?;
        let limited = &mut opened.take(LARGEST + 1);
        limited.read_to_end(&mut bytes).map_err(failed)?;
        let refused = |what: &dyn fmt::Display, hint: String| Error::Usage {
            message: format!("{}: {what}", file.display()),
            hint: Some(hint),
        };
        if bytes.len() as u64 > LARGEST {
            let most = format!("larger than {} MiB", LARGEST >> 20);
            return Err(refused(&most, "is it a list of synonyms?".to_owned()));
        }
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let before = &bytes[..error.valid_up_to()];
            let line = before.split(|&byte| byte == b'\n').count();
            let what = format!("line {line}: not UTF-8");
            refused(&what, "save it as text in UTF-8".to_owned())
        })?;
        Synonyms::parse(text).map_err(|problem| refused(&problem, problem.hint.clone()))
    }

    /// Reads a list.
    ///
    /// # Errors
    /// The first line that cannot be understood, or that contradicts an earlier one.
    pub fn parse(text: &str) -> std::result::Result<Synonyms, Problem> {
        Synonyms::from_lines(text.strip_prefix('\u{feff}').unwrap_or(text), true)
    }

    fn from_lines(text: &str, check: bool) -> std::result::Result<Synonyms, Problem> {
        let mut groups: Vec<Group> = Vec::new();
        let mut lines: Vec<usize> = Vec::new();
        let mut only_in_capitals = BTreeSet::new();
        for (index, line) in text.lines().enumerate() {
            let problem = |(what, hint): Complaint| Problem {
                line: index + 1,
                what,
                hint,
            };
            if line.len() > LONGEST_LINE {
                return Err(problem((
                    format!("longer than {LONGEST_LINE} bytes"),
                    "give each group a line of its own".to_owned(),
                )));
            }
            let line = without_comment(line).trim();
            if line.is_empty() {
                continue;
            }
            if let Some(words) = strip_prefix_ignoring_case(line, ONLY_IN_CAPITALS) {
                only_in_capitals.extend(capitals(words).map_err(problem)?);
                continue;
            }
            let (mark, group) = group(line).map_err(problem)?;
            if check {
                check_group(mark, group.forms()).map_err(problem)?;
            }
            groups.push(group);
            lines.push(index + 1);
        }
        if check {
            contradiction(&groups, &lines)?;
        }
        Ok(Synonyms::new(groups, only_in_capitals))
    }
}

/// What is wrong with a line, and how to mend it.
type Complaint = (String, String);

fn without_comment(line: &str) -> &str {
    let comment = line.match_indices('#').find(|(at, _)| {
        line[..*at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace)
    });
    comment.map_or(line, |(at, _)| &line[..at])
}

fn strip_prefix_ignoring_case<'a>(line: &'a str, prefix: &str) -> Option<&'a str> {
    let start = line.get(..prefix.len())?;
    start
        .eq_ignore_ascii_case(prefix)
        .then(|| &line[prefix.len()..])
}

/// The folded short forms of an `only in capitals:` line.
fn capitals(words: &str) -> std::result::Result<Vec<String>, Complaint> {
    let words: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Err((
            format!("`{ONLY_IN_CAPITALS}` names nothing"),
            format!("name short forms with a space between: `{ONLY_IN_CAPITALS} FIT MAP`"),
        ));
    }
    words
        .into_iter()
        .map(|word| {
            let form = Form::new(word);
            if form.short {
                Ok(form.words().collect())
            } else {
                Err((
                    format!("`{word}` is not an acronym"),
                    format!("write it in capitals: `{}`", word.to_uppercase()),
                ))
            }
        })
        .collect()
}

/// The group of a line, and the character between its forms.
fn group(line: &str) -> std::result::Result<(char, Group), Complaint> {
    let mut marks = MARKS.chars().filter(|&c| line.contains(c));
    match (marks.next(), marks.next()) {
        (Some(mark), None) => {
            let forms = line.split(mark).map(Form::new).collect();
            Ok((mark, Group::new(mark, forms)))
        }
        (None, _) => Err((
            format!("`{}` stands alone", excerpt(line)),
            "put `=` between words that mean the same, `>` where only the first finds the \
             rest, `?` between a short form and what it can mean"
                .to_owned(),
        )),
        (Some(first), Some(second)) => Err((
            format!("`{first}` and `{second}` on one line"),
            "use one of them, and a second line for the rest".to_owned(),
        )),
    }
}

/// What is wrong with the forms of a line.
fn check_group(mark: char, forms: &[Form]) -> std::result::Result<(), Complaint> {
    for (index, form) in forms.iter().enumerate() {
        check(form, mark)?;
        if forms[..index].iter().any(|known| known.is_same(form)) {
            return Err((
                format!("`{}` stands twice on the line", form.text),
                "leave one of them out; case, accents and hyphens make no difference".to_owned(),
            ));
        }
    }
    match forms {
        [first, ..] if mark == '?' && !first.short => Err((
            format!("`{}` is not an acronym", first.text),
            "begin the line with a word of at least two capitals: \
             `PA ? personal adviser ? personal assistant`"
                .to_owned(),
        )),
        [first, only] if mark == '?' => Err((
            format!("`{}` has only one meaning", first.text),
            format!(
                "add another meaning, or write `{} = {}`",
                first.text, only.text
            ),
        )),
        _ => Ok(()),
    }
}

/// What is wrong with a form by itself.
fn check(form: &Form, mark: char) -> std::result::Result<(), Complaint> {
    let words: Vec<Cow<'_, str>> = form.words().collect();
    if words.is_empty() {
        let what = if form.text.is_empty() {
            format!("a side of `{mark}` is empty")
        } else {
            format!("`{}` has no letter or digit", form.text)
        };
        return Err((
            what,
            format!("put a word or phrase on both sides of each `{mark}`"),
        ));
    }
    if words.len() > MOST_WORDS {
        return Err((
            format!(
                "`{}` is longer than {MOST_WORDS} words",
                excerpt(&form.text)
            ),
            "shorten it to what a report would print".to_owned(),
        ));
    }
    // What negates says something in a query, but nothing that has another name.
    let empty = |word: &Cow<'_, str>| is_function_word(word) || word == "not";
    if !form.short && words.iter().all(empty) {
        return Err((
            format!("`{}` means nothing alone", form.text),
            "add the words that it goes with".to_owned(),
        ));
    }
    Ok(())
}

/// The first line that says something else about a form than an earlier one: a form stands in one
/// group, at the head of one one-way line, and is ambiguous only if it has no group.
fn contradiction(groups: &[Group], lines: &[usize]) -> std::result::Result<(), Problem> {
    let mut seen: FxHashMap<(bool, String), usize> = FxHashMap::default();
    let mut ambiguous: FxHashMap<String, usize> = FxHashMap::default();
    for (group, &line) in groups.iter().zip(lines) {
        let one_way = matches!(group, Group::OneWay(_));
        for form in group.ways_in() {
            let words = form.words().collect::<Vec<_>>().join(" ");
            let earlier = if matches!(group, Group::Ambiguous(_)) {
                let grouped = [false, true].map(|way| seen.get(&(way, words.clone())).copied());
                let earlier = grouped.into_iter().flatten().next();
                earlier.or(ambiguous.insert(words, line))
            } else {
                let doubtful = ambiguous.get(&words).copied();
                doubtful.or(seen.insert((one_way, words), line))
            };
            if let Some(earlier) = earlier {
                return Err(Problem {
                    line,
                    what: format!("`{}` already stands on line {earlier}", form.text),
                    hint: "put all that is said about it on one line".to_owned(),
                });
            }
        }
    }
    Ok(())
}

/// The beginning of a text, enough to recognise it by.
fn excerpt(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests;
