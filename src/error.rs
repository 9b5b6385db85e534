//! Errors that a person can act on: a message, and a hint that says what to do. Plain data only.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

/// Result of anything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// Something that a person can act on.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no index at a place that was named.
    NoIndex {
        /// The place.
        place: PathBuf,
    },
    /// The folder holds something else.
    NotOurFolder {
        /// The folder.
        place: PathBuf,
    },
    /// The index was written by a version whose format this one cannot read.
    Incompatible {
        /// The place.
        place: PathBuf,
        /// Format found.
        found: u32,
        /// Format that this version reads.
        expected: u32,
    },
    /// The index is damaged.
    Damaged {
        /// The place; `None` if the error was found below the code that knows it.
        place: Option<PathBuf>,
        /// What is wrong.
        detail: String,
    },
    /// Another process writes to the index.
    Busy {
        /// The place.
        place: PathBuf,
    },
    /// A path to index does not exist or cannot be read.
    Unreachable {
        /// The path.
        path: PathBuf,
        /// Why.
        detail: String,
        /// Whether the index remembers it from an earlier run.
        forget: bool,
    },
    /// Nothing was named to index, and the index remembers no place.
    NothingToIndex,
    /// A file or folder could not be read or written.
    Io {
        /// What was tried: `write`, `read`, `create`.
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A filter names a value that does not exist, or that could be several.
    UnknownValue(UnknownValue),
    /// No report has this id.
    NoSuchReport {
        /// As typed.
        id: String,
        /// Ids it may have meant.
        near: Vec<String>,
    },
    /// The report has no such passage, page or section.
    NoSuchPart {
        /// What is missing, as a clause.
        what: String,
        /// What there is.
        hint: String,
    },
    /// The run was stopped by the user.
    Interrupted,
    /// Writing the answer failed.
    Output(std::io::Error),
    /// The search library failed.
    Engine(String),
    /// This program has a fault.
    Bug(String),
    /// An argument makes no sense.
    Usage {
        /// What is wrong.
        message: String,
        /// How to say it.
        hint: Option<String>,
    },
}

/// A facet value that does not exist, or that could be several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    /// Name of the facet: `area`.
    pub facet: &'static str,
    /// The value as typed.
    pub value: String,
    /// Values it may have meant.
    pub near: Vec<String>,
    /// Whether all of `near` match what was typed; else they are guesses.
    pub ambiguous: bool,
    /// If it was typed as a part of a query: the query and the byte range to point at.
    pub place: Option<(String, Range<usize>)>,
}

impl UnknownValue {
    /// Adds the place in a query, which the message then points at.
    #[must_use]
    pub fn in_query(self, query: &str, range: Range<usize>) -> Self {
        UnknownValue {
            place: Some((query.to_owned(), range)),
            ..self
        }
    }
}

impl From<UnknownValue> for Error {
    fn from(value: UnknownValue) -> Self {
        Error::UnknownValue(value)
    }
}

impl Error {
    /// An [`Error::Io`].
    pub fn io(doing: &'static str, path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Error::Io {
            doing,
            path: path.into(),
            source,
        }
    }

    /// An [`Error::Damaged`] whose place is not known.
    pub fn damaged(detail: impl Into<String>) -> Self {
        Error::Damaged {
            place: None,
            detail: detail.into(),
        }
    }

    /// The error of a passage beyond those of its report, which are 1 to `last`.
    pub fn no_such_passage(report: &str, number: usize, last: usize) -> Self {
        Error::NoSuchPart {
            what: format!("no passage {number} in `{report}`"),
            hint: format!("its passages are 1 to {last}"),
        }
    }

    /// The name of the kind of error, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NoIndex { .. } => "no-index",
            Error::NotOurFolder { .. } => "not-an-index",
            Error::Incompatible { .. } => "incompatible-index",
            Error::Damaged { .. } => "damaged-index",
            Error::Busy { .. } => "busy-index",
            Error::Unreachable { .. } => "unreachable",
            Error::NothingToIndex => "nothing-to-index",
            Error::Io { .. } | Error::Output(_) => "io",
            Error::UnknownValue(_) => "unknown-value",
            Error::NoSuchReport { .. } => "no-such-report",
            Error::NoSuchPart { .. } => "no-such-part",
            Error::Interrupted => "interrupted",
            Error::Engine(_) => "engine",
            Error::Bug(_) => "bug",
            Error::Usage { .. } => "usage",
        }
    }

    /// What to do about it, as a line that can follow `hint: `.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::NoIndex { place } => Some(format!(
                "build one with `findings index --index {} FOLDER`",
                quoted(place)
            )),
            Error::NotOurFolder { .. } => {
                Some("name an empty or new folder with `--index`; nothing was changed".to_owned())
            }
            Error::Incompatible {
                place,
                found,
                expected,
            } if found < expected => Some(format!(
                "bring it up to date with `findings index --index {}`",
                quoted(place)
            )),
            Error::Incompatible { place, .. } => Some(format!(
                "rebuild it with `findings index --rebuild --index {}`",
                quoted(place)
            )),
            // What was indexed may be what cannot be read any more.
            Error::Damaged { place, .. } => Some(match place {
                Some(place) => format!(
                    "rebuild it with `findings index --rebuild --index {} FOLDER`",
                    quoted(place)
                ),
                None => "rebuild it with `findings index --rebuild FOLDER`".to_owned(),
            }),
            Error::Busy { .. } => {
                Some("wait until it has finished, or give another place with `--index`".to_owned())
            }
            Error::NothingToIndex => {
                Some("name files or folders: `findings index reports/`".to_owned())
            }
            Error::UnknownValue(value) => value.hint(),
            Error::NoSuchReport { near, .. } if !near.is_empty() => {
                Some(format!("did you mean {}?", alternatives(near)))
            }
            Error::NoSuchReport { .. } => {
                Some("`findings reports` lists the ids of all indexed reports".to_owned())
            }
            Error::NoSuchPart { hint, .. } => Some(hint.clone()),
            Error::Usage { hint, .. } => hint.clone(),
            Error::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                Some("the disk is full; the index is unchanged".to_owned())
            }
            Error::Unreachable { forget: true, .. } => Some(
                "to stop indexing it, name what to index: \
                 `findings index --rebuild FOLDER`"
                    .to_owned(),
            ),
            Error::Engine(_) => Some(
                "try again; if it fails again, rebuild the index with \
                 `findings index --rebuild FOLDER`"
                    .to_owned(),
            ),
            Error::Bug(_) => Some("please report it, with the command you ran".to_owned()),
            Error::Unreachable { .. }
            | Error::Io { .. }
            | Error::Interrupted
            | Error::Output(_) => None,
        }
    }

    /// Whether the reader of the output closed it, which is no error.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Error::Output(source) if source.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl UnknownValue {
    fn hint(&self) -> Option<String> {
        if self.near.is_empty() {
            return Some(format!(
                "`findings facets --by {}` lists the values in the index",
                self.facet
            ));
        }
        Some(if self.ambiguous {
            format!("it could be {}", alternatives(&self.near))
        } else if self.near.len() > 6 {
            format!("the values are {}", list(&self.near))
        } else {
            format!("did you mean {}?", alternatives(&self.near))
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoIndex { place } => write!(f, "no index at `{}`", place.display()),
            Error::NotOurFolder { place } => write!(
                f,
                "`{}` is not an index: it contains other files",
                place.display()
            ),
            Error::Incompatible {
                place,
                found,
                expected,
            } => {
                let age = if found < expected {
                    "an older"
                } else {
                    "a newer"
                };
                write!(
                    f,
                    "the index at `{}` was built by {age} version (format {found}, this program reads {expected})",
                    place.display()
                )
            }
            Error::Damaged {
                place: Some(place),
                detail,
            } => write!(f, "the index at `{}` is damaged: {detail}", place.display()),
            Error::Damaged {
                place: None,
                detail,
            } => write!(f, "the index is damaged: {detail}"),
            Error::Busy { place } => write!(
                f,
                "another `findings index` is writing to `{}`",
                place.display()
            ),
            Error::Unreachable { path, detail, .. } => {
                write!(f, "cannot read `{}`: {detail}", path.display())
            }
            Error::NothingToIndex => f.write_str("no files or folders to index were named"),
            Error::Io { path, source, .. } if source.kind() == std::io::ErrorKind::IsADirectory => {
                write!(f, "`{}` is a folder: name a file", path.display())
            }
            Error::Io {
                doing,
                path,
                source,
            } => write!(f, "cannot {doing} `{}`: {source}", path.display()),
            Error::UnknownValue(value) => {
                let what = if value.ambiguous {
                    "ambiguous"
                } else {
                    "unknown"
                };
                write!(f, "{what} {} `{}`", value.facet, value.value)?;
                if let Some((query, range)) = &value.place {
                    write!(f, " in the query\n{}", caret(query, range))?;
                }
                Ok(())
            }
            Error::NoSuchReport { id, .. } => write!(f, "no report `{id}` in the index"),
            Error::NoSuchPart { what, .. } => f.write_str(what),
            Error::Interrupted => f.write_str("interrupted; the index is unchanged"),
            Error::Output(source) => write!(f, "cannot write the answer: {source}"),
            Error::Engine(detail) => write!(f, "the search engine failed: {detail}"),
            Error::Bug(detail) => write!(f, "internal error: {detail}"),
            Error::Usage { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } | Error::Output(source) => Some(source),
            _ => None,
        }
    }
}

/// Two lines: `query`, and carets below the byte range `range`.
fn caret(query: &str, range: &Range<usize>) -> String {
    let shown: String = query
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let before = width(query.get(..range.start).unwrap_or(""));
    let within = width(query.get(range.clone()).unwrap_or("")).max(1);
    format!("  {shown}\n  {}{}", " ".repeat(before), "^".repeat(within))
}

/// A path as it can be pasted after a command.
fn quoted(path: &std::path::Path) -> String {
    let text = path.display().to_string();
    if text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '\\' | ':'))
    {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// `a`, `b` or `c`, each in backticks.
pub fn alternatives<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, "or")
}

/// `a`, `b` and `c`, each in backticks.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, "and")
}

fn joined<S: AsRef<str>>(items: &[S], word: &str) -> String {
    let mut out = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            let last = index + 1 == items.len();
            out.push_str(if last { " " } else { ", " });
            if last {
                out.push_str(word);
                out.push(' ');
            }
        }
        out.push('`');
        out.push_str(item.as_ref());
        out.push('`');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(alternatives(&["a"]), "`a`");
        assert_eq!(alternatives(&["a", "b"]), "`a` or `b`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
    }

    #[test]
    fn each_kind_of_failure_has_its_message_and_way_out() {
        let unknown = UnknownValue {
            facet: "area",
            value: "atlantis".to_owned(),
            near: Vec::new(),
            ambiguous: false,
            place: None,
        };
        for (error, message, hint) in [
            (
                Error::damaged("the list of files is cut short"),
                "the index is damaged: the list of files is cut short",
                "`findings index --rebuild FOLDER`",
            ),
            (
                Error::Engine("a lock".to_owned()),
                "the search engine failed: a lock",
                "try again",
            ),
            (
                Error::Bug("a bad sample".to_owned()),
                "internal error: a bad sample",
                "report it",
            ),
            (
                unknown.into(),
                "unknown area `atlantis`",
                "`findings facets --by area`",
            ),
        ] {
            assert_eq!(error.to_string(), message);
            let said = error.hint().unwrap_or_default();
            assert!(said.contains(hint), "{said}");
        }
    }

    #[test]
    fn carets_stand_below_the_spot() {
        let shown = caret("é outcome:x", &(3..10));
        assert_eq!(shown, "  é outcome:x\n    ^^^^^^^");
    }
}
