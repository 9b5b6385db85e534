//! The format of a list: how a file or text is read, and what can be wrong with it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::Synonyms;
use super::form::Form;
use super::group::{Group, MARKS};
use crate::error::{Error, Result};
use crate::text::is_function_word;

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
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut groups: Vec<(usize, Group)> = Vec::new();
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
            match Line::of(line) {
                Line::Empty => {}
                Line::OnlyInCapitals(words) => {
                    only_in_capitals.extend(capitals(words).map_err(problem)?);
                }
                Line::Group(line) => groups.push((index + 1, group(line).map_err(problem)?)),
            }
        }
        contradiction(&groups)?;
        let groups = groups.into_iter().map(|(_, group)| group).collect();
        Ok(Synonyms::new(groups, only_in_capitals))
    }

    /// Reads a list that is known to be well formed, and takes its lines apart when they are asked
    /// for.
    pub(super) fn trusted(text: &'static str) -> Synonyms {
        let mut groups: Vec<Group> = Vec::new();
        let mut only_in_capitals = BTreeSet::new();
        for line in text.lines() {
            match Line::of(line) {
                Line::Empty => {}
                Line::OnlyInCapitals(words) => {
                    only_in_capitals.extend(capitals(words).unwrap_or_default());
                }
                Line::Group(line) => groups.extend(Group::unread(line)),
            }
        }
        Synonyms::new(groups, only_in_capitals)
    }
}

/// What a line of a list holds, comments aside.
enum Line<'a> {
    Empty,
    OnlyInCapitals(&'a str),
    Group(&'a str),
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let line = without_comment(line).trim();
        if line.is_empty() {
            return Line::Empty;
        }
        match strip_prefix_ignoring_case(line, ONLY_IN_CAPITALS) {
            Some(words) => Line::OnlyInCapitals(words),
            None => Line::Group(line),
        }
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
                Ok(form.words.concat())
            } else {
                Err((
                    format!("`{word}` is no short form"),
                    format!("write it in capitals: `{}`", word.to_uppercase()),
                ))
            }
        })
        .collect()
}

/// The group that a line writes down.
fn group(line: &str) -> std::result::Result<Group, Complaint> {
    let marks: Vec<char> = MARKS.chars().filter(|&c| line.contains(c)).collect();
    let mark = match marks[..] {
        [mark] => mark,
        [] => {
            return Err((
                format!("`{}` stands alone", excerpt(line)),
                "put `=` between words that mean the same, `>` where only the first finds the \
                 rest, `?` between a short form and what it can mean"
                    .to_owned(),
            ));
        }
        [first, second, ..] => {
            return Err((
                format!("`{first}` and `{second}` on one line"),
                "use one of them, and a second line for the rest".to_owned(),
            ));
        }
    };
    let mut forms: Vec<Form> = Vec::new();
    for text in line.split(mark) {
        let form = Form::new(text);
        check(&form, mark)?;
        if forms.iter().any(|known| known.words == form.words) {
            return Err((
                format!("`{}` stands twice on the line", form.text),
                "leave one of them out; case, accents and hyphens make no difference".to_owned(),
            ));
        }
        forms.push(form);
    }
    if mark == '?' {
        if !forms[0].short {
            return Err((
                format!("`{}` is no short form", forms[0].text),
                "begin the line with a word of at least two capitals: \
                 `PA ? personal adviser ? personal assistant`"
                    .to_owned(),
            ));
        }
        if forms.len() < 3 {
            return Err((
                format!("`{}` has only one meaning", forms[0].text),
                format!(
                    "add another meaning, or write `{} = {}`",
                    forms[0].text, forms[1].text
                ),
            ));
        }
    }
    Ok(Group::new(mark, forms.into()))
}

/// What is wrong with a form by itself.
fn check(form: &Form, mark: char) -> std::result::Result<(), Complaint> {
    if form.words.is_empty() {
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
    if form.words.len() > MOST_WORDS {
        return Err((
            format!(
                "`{}` is longer than {MOST_WORDS} words",
                excerpt(&form.text)
            ),
            "shorten it to what a report would print".to_owned(),
        ));
    }
    // What negates says something in a query, but nothing that has another name.
    let empty = |word: &String| is_function_word(word) || word == "not";
    if !form.short && form.words.iter().all(empty) {
        return Err((
            format!("`{}` means nothing alone", form.text),
            "add the words that it goes with".to_owned(),
        ));
    }
    Ok(())
}

/// The first line that says something else about a form than an earlier one: a form stands in one
/// group, at the head of one one-way line, and is ambiguous only if it has no group.
fn contradiction(groups: &[(usize, Group)]) -> std::result::Result<(), Problem> {
    let mut seen: FxHashMap<(bool, &[String]), usize> = FxHashMap::default();
    let mut ambiguous: FxHashMap<&[String], usize> = FxHashMap::default();
    for (line, group) in groups {
        let one_way = matches!(group, Group::OneWay(_));
        for form in &group.forms()[..group.ways_in()] {
            let words = form.words.as_slice();
            let earlier = if matches!(group, Group::Ambiguous(_)) {
                let grouped = seen.get(&(false, words)).or(seen.get(&(true, words)));
                let earlier = grouped.copied();
                earlier.or(ambiguous.insert(words, *line))
            } else {
                let doubtful = ambiguous.get(words).copied();
                doubtful.or(seen.insert((one_way, words), *line))
            };
            if let Some(earlier) = earlier {
                return Err(Problem {
                    line: *line,
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
