//! Words and phrases that mean the same, so that a search for one finds the others.
//!
//! They are written down in a small line-based format, the same for the list that comes with the
//! program and for a user's own:
//!
//! ```text
//! # a group: each form finds the others
//! CAMHS = child and adolescent mental health services
//! # one-way: a search for the first also finds the rest, not the reverse
//! kids > children
//! # a short form with several meanings: never expanded
//! PA ? personal adviser ? personal assistant
//! # short forms that are also ordinary words: meant only if typed in capitals
//! only in capitals: FIT MAP
//! ```
//!
//! A form is a *short form* (an acronym) if it is one word with at least two capital letters
//! (`CAMHS`, `SENCo`). Short forms are compared letter by letter, with or without a plural `s`;
//! all others by the stems of their words, so that `elective home educated` meets `electively home
//! education`. An `and` within a form may be left out or be `&`.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::analysis;
use crate::error::{Error, Result};

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

/// Words that mean nothing alone.
const FUNCTION_WORDS: [&str; 34] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "her", "his",
    "in", "is", "it", "its", "not", "of", "on", "or", "other", "that", "the", "their", "this",
    "to", "was", "were", "which", "who", "will", "with",
];

/// A list of words and phrases that mean the same.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    groups: Vec<Group>,
    /// Folded short forms that are also ordinary words.
    only_in_capitals: BTreeSet<String>,
    /// Where forms stand, by the first word of a key.
    keys: FxHashMap<String, Vec<Key>>,
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group {
    /// Each form finds the others; at least two.
    Same(Vec<Form>),
    /// A search for the first also finds the rest; at least two.
    OneWay(Vec<Form>),
    /// A short form and what it can mean: at least three forms.
    Ambiguous(Vec<Form>),
}

/// A word or phrase of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// As written in the list.
    pub text: String,
    /// Its words, folded.
    pub words: Vec<String>,
    /// Whether it is an acronym.
    pub short: bool,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// As typed, without a possessive ending.
    pub printed: String,
    /// Folded.
    pub word: String,
    /// Its stem.
    pub stem: String,
}

/// A form that was found in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match<'a> {
    /// How many words of the query it takes up; at least 1.
    pub words: usize,
    /// The form as the list writes it.
    pub form: &'a Form,
    /// What the list says of it.
    pub found: Found<'a>,
}

/// What a list says of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// Forms to search for as well; never empty.
    Alternatives(Vec<Alternative<'a>>),
    /// It can mean each of these, so that none is to be searched for unasked; at least two.
    Ambiguous(Vec<&'a Form>),
}

/// A form to search for as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative<'a> {
    /// The form.
    pub form: &'a Form,
    /// How it relates to what was typed.
    pub relation: Relation,
}

/// How two forms relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// One of them is a short form: `CAMHS` and what it stands for.
    Acronym,
    /// Two ways to say the same.
    Synonym,
    /// What was typed is broader, narrower or plainer: the alternative is not replaced by it.
    Related,
}

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

/// A way to find a form.
#[derive(Debug, Clone)]
struct Key {
    /// What must follow the first word.
    rest: Vec<String>,
    /// Index of the group and of the form in it.
    place: (usize, usize),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for Problem {}

impl Group {
    /// Its forms, in order.
    pub fn forms(&self) -> &[Form] {
        match self {
            Group::Same(forms) | Group::OneWay(forms) | Group::Ambiguous(forms) => forms,
        }
    }

    /// The character between the forms.
    fn mark(&self) -> char {
        match self {
            Group::Same(_) => '=',
            Group::OneWay(_) => '>',
            Group::Ambiguous(_) => '?',
        }
    }

    /// How many of its forms, from the first, a query can find it by.
    fn ways_in(&self) -> usize {
        match self {
            Group::Same(forms) => forms.len(),
            Group::OneWay(_) | Group::Ambiguous(_) => 1,
        }
    }

    /// The group without the forms that `drop` names, if it is still one.
    fn without(&self, drop: &dyn Fn(&Form) -> bool) -> Option<Group> {
        let kept = |forms: &[Form]| -> Vec<Form> {
            let kept = forms.iter().filter(|form| !drop(form));
            kept.cloned().collect()
        };
        match self {
            Group::Same(forms) => {
                let forms = kept(forms);
                (forms.len() > 1).then_some(Group::Same(forms))
            }
            Group::OneWay(forms) | Group::Ambiguous(forms) => {
                (!forms.first().is_some_and(drop)).then(|| self.clone())
            }
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, form) in self.forms().iter().enumerate() {
            if index > 0 {
                write!(f, " {} ", self.mark())?;
            }
            f.write_str(&form.text)?;
        }
        Ok(())
    }
}

impl Form {
    fn new(text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words: Vec<String> = analysis::tokens(&text)
            .map(|token| token.word.into_owned())
            .collect();
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        Form {
            short: words.len() == 1 && capitals > 1,
            text,
            words,
        }
    }

    /// The folded words by which a text can print the form: those of the list and, for a short
    /// form whose plural has another stem (`SGOs`), its plural.
    pub fn spellings(&self) -> Vec<Vec<String>> {
        let mut all = vec![self.words.clone()];
        if self.short
            && let [word] = &self.words[..]
        {
            let plural = format!("{word}s");
            if analysis::stem(&plural) != analysis::stem(word) {
                all.push(vec![plural]);
            }
        }
        all
    }

    /// The stems of the words by which a query can name the form: as written and with its hyphens
    /// closed.
    fn variants(&self) -> Vec<Vec<String>> {
        let mut open: Vec<String> = Vec::new();
        let mut closed: Vec<String> = Vec::new();
        for token in analysis::tokens(&self.text) {
            match closed.last_mut() {
                Some(last) if token.linked => last.push_str(&token.word),
                _ => closed.push(token.word.to_string()),
            }
            open.push(token.word.into_owned());
        }
        let mut all = vec![open, closed];
        for word in all.iter_mut().flatten() {
            *word = analysis::stem(word);
        }
        all.dedup();
        all
    }

    /// The rows of words by which it is looked up: short forms as they are, others by their stems
    /// without `and`.
    fn keys(&self) -> Vec<Vec<String>> {
        if self.short {
            return vec![self.words.clone()];
        }
        let mut all = self.variants();
        for key in &mut all {
            key.retain(|word| word != "and");
        }
        all
    }
}

impl Typed {
    /// The words of a text that was typed.
    pub fn words(text: &str) -> Vec<Typed> {
        analysis::tokens(text)
            .map(|token| Typed {
                printed: text
                    .get(token.start..token.end)
                    .map_or("", without_possessive)
                    .to_owned(),
                stem: analysis::stem(&token.word),
                word: token.word.into_owned(),
            })
            .collect()
    }

    /// Whether it is typed in capitals, a plural `s` aside.
    pub fn in_capitals(&self) -> bool {
        let body = self.printed.strip_suffix('s').unwrap_or(&self.printed);
        body.chars().any(char::is_uppercase) && !body.chars().any(char::is_lowercase)
    }

    /// The folded words that it is as a short form: as typed, and without a plural `s` (which is
    /// small unless all is: `PARS` is no plural of `PAR`).
    fn as_short(&self) -> impl Iterator<Item = &str> {
        let small = self.printed.ends_with('s');
        let singular = self.word.strip_suffix('s').filter(|_| small);
        std::iter::once(self.word.as_str()).chain(singular)
    }
}

impl Synonyms {
    /// The list that comes with the program.
    pub fn built_in() -> &'static Synonyms {
        static BUILT_IN: LazyLock<Synonyms> =
            LazyLock::new(|| Synonyms::parse(EMBEDDED).unwrap_or_default());
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
            let line = without_comment(line).trim();
            if line.is_empty() {
                continue;
            }
            if let Some(words) = strip_prefix_ignoring_case(line, ONLY_IN_CAPITALS) {
                only_in_capitals.extend(capitals(words).map_err(problem)?);
                continue;
            }
            groups.push((index + 1, group(line).map_err(problem)?));
        }
        contradiction(&groups)?;
        let groups = groups.into_iter().map(|(_, group)| group).collect();
        Ok(Synonyms::new(groups, only_in_capitals))
    }

    fn new(groups: Vec<Group>, only_in_capitals: BTreeSet<String>) -> Self {
        let mut keys: FxHashMap<String, Vec<Key>> = FxHashMap::default();
        for (at, group) in groups.iter().enumerate() {
            for (nth, form) in group.forms().iter().enumerate().take(group.ways_in()) {
                for key in form.keys() {
                    if let Some((first, rest)) = key.split_first() {
                        keys.entry(first.clone()).or_default().push(Key {
                            rest: rest.to_vec(),
                            place: (at, nth),
                        });
                    }
                }
            }
        }
        Synonyms {
            groups,
            only_in_capitals,
            keys,
        }
    }

    /// This list and a user's own, whose groups win: what it says about a short form is all that is
    /// said of it.
    pub fn with(&self, own: Synonyms) -> Synonyms {
        let taken: BTreeSet<&str> = own
            .groups
            .iter()
            .flat_map(|group| &group.forms()[..group.ways_in()])
            .filter(|form| form.short)
            .flat_map(|form| form.words.iter().map(String::as_str))
            .collect();
        let is_taken = |form: &Form| form.short && taken.contains(form.words[0].as_str());
        let mut groups: Vec<Group> = self
            .groups
            .iter()
            .filter_map(|group| group.without(&is_taken))
            .collect();
        let mut only_in_capitals = self.only_in_capitals.clone();
        drop(taken);
        groups.extend(own.groups);
        only_in_capitals.extend(own.only_in_capitals);
        Synonyms::new(groups, only_in_capitals)
    }

    /// The groups, in the order of the list.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The longest known form that begins at the first of `words`, with what the list says of it.
    ///
    /// A long form does not find a short form that is also an ordinary word: texts are compared
    /// without regard to case, so that `family intervention team` would find every `fit`.
    pub fn longest_at(&self, words: &[Typed]) -> Option<Match<'_>> {
        let first = words.first()?;
        let mut best: Option<(usize, Vec<(usize, usize)>)> = None;
        let mut consider = |length: usize, place: (usize, usize)| match &mut best {
            Some((longest, places)) if *longest == length => places.push(place),
            Some((longest, _)) if *longest > length => {}
            _ => best = Some((length, vec![place])),
        };
        for key in self.keys.get(&first.stem).into_iter().flatten() {
            if !self.form(key.place).short
                && let Some(length) = follows(&key.rest, &words[1..])
            {
                consider(1 + length, key.place);
            }
        }
        for word in first.as_short() {
            if self.only_in_capitals.contains(word) && !first.in_capitals() {
                continue;
            }
            for key in self.keys.get(word).into_iter().flatten() {
                if self.form(key.place).short {
                    consider(1, key.place);
                }
            }
        }
        let (length, places) = best?;
        self.matched(&words[..length], &places)
    }

    /// Whether a folded word is a form by itself.
    pub fn knows(&self, word: &str) -> bool {
        self.longest_at(&Typed::words(word)).is_some()
    }

    fn form(&self, (group, nth): (usize, usize)) -> &Form {
        &self.groups[group].forms()[nth]
    }

    /// What the list says of the form that `typed` is at each of `places`.
    fn matched(&self, typed: &[Typed], places: &[(usize, usize)]) -> Option<Match<'_>> {
        let stems: Vec<&str> = typed.iter().map(|word| word.stem.as_str()).collect();
        let as_typed = |form: &Form| form.variants().iter().any(|variant| *variant == stems);
        // Forms that differ by an `and` share their key: that which was typed is the one meant.
        let place = *places
            .iter()
            .find(|&&place| as_typed(self.form(place)))
            .or(places.first())?;
        let form = self.form(place);
        let mut alternatives: Vec<Alternative<'_>> = Vec::new();
        let mut meanings: Vec<&Form> = Vec::new();
        for &(at, nth) in places {
            let group = &self.groups[at];
            if let Group::Ambiguous(forms) = group {
                meanings.extend(&forms[1..]);
                continue;
            }
            let related = matches!(group, Group::OneWay(_));
            for (other_nth, other) in group.forms().iter().enumerate() {
                let known = other_nth == nth && related
                    || as_typed(other)
                    || other.short && form.short && other.words == form.words
                    || other.short && self.only_in_capitals.contains(&other.words[0])
                    || alternatives.iter().any(|known| known.form == other);
                if !known {
                    let relation = if other.short || form.short {
                        Relation::Acronym
                    } else if related {
                        Relation::Related
                    } else {
                        Relation::Synonym
                    };
                    alternatives.push(Alternative {
                        form: other,
                        relation,
                    });
                }
            }
        }
        let found = if !meanings.is_empty() {
            Found::Ambiguous(meanings)
        } else if !alternatives.is_empty() {
            Found::Alternatives(alternatives)
        } else {
            return None;
        };
        Some(Match {
            words: typed.len(),
            form,
            found,
        })
    }
}

/// How many of `words` are `key`, with an `and` before any but the first passed over; `None` if
/// they are not.
fn follows(key: &[String], words: &[Typed]) -> Option<usize> {
    let mut at = 0;
    for wanted in key {
        while words.get(at)?.word == "and" {
            at += 1;
        }
        if words[at].stem != *wanted {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// The beginning of a text, enough to recognise it by.
fn excerpt(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// What is wrong with a line, and how to mend it.
type Complaint = (String, String);

fn without_possessive(printed: &str) -> &str {
    printed
        .strip_suffix(['s', 'S'])
        .and_then(|rest| rest.strip_suffix(analysis::is_apostrophe))
        .unwrap_or(printed)
}

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
    let marks: Vec<char> = "=>?".chars().filter(|&c| line.contains(c)).collect();
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
    Ok(match mark {
        '=' => Group::Same(forms),
        '>' => Group::OneWay(forms),
        _ => Group::Ambiguous(forms),
    })
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
    let empty = |word: &String| FUNCTION_WORDS.contains(&word.as_str());
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

#[cfg(test)]
mod tests;
