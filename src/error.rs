//! What can go wrong, in words for people, with the way out.

use std::fmt;
use std::path::PathBuf;

use crate::report::facet::UnknownValue;

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
        /// The place.
        place: PathBuf,
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
    /// A filter names a value that does not exist.
    UnknownValue {
        /// What was typed, with suggestions.
        value: UnknownValue,
        /// If it stands in the query: the query and the byte range to point at.
        place: Option<(String, crate::query::Span)>,
    },
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
    /// The search engine failed in a way that is nobody's fault but ours or the disk's.
    Engine(String),
    /// An argument makes no sense.
    Usage {
        /// What is wrong.
        message: String,
        /// How to say it.
        hint: Option<String>,
    },
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

    /// The error of a passage beyond those of its report, which are 1 to `last`.
    pub fn no_such_passage(report: &str, number: usize, last: usize) -> Self {
        Error::NoSuchPart {
            what: format!("no passage {number} in `{report}`"),
            hint: format!("its passages are 1 to {last}"),
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
            Error::Incompatible { place, .. } => Some(format!(
                "rebuild it with `findings index --rebuild --index {}`",
                quoted(place)
            )),
            // What was indexed may be what cannot be read any more.
            Error::Damaged { place, .. } => Some(format!(
                "rebuild it with `findings index --rebuild --index {} FOLDER`",
                quoted(place)
            )),
            Error::Busy { .. } => {
                Some("wait until it has finished, or give another place with `--index`".to_owned())
            }
            Error::NothingToIndex => {
                Some("name files or folders: `findings index reports/`".to_owned())
            }
            Error::UnknownValue { value, .. } => value.hint(),
            Error::NoSuchReport { near, .. } if !near.is_empty() => {
                Some(format!("did you mean {}?", alternatives(near)))
            }
            Error::NoSuchReport { .. } => {
                Some("`findings reports` lists the ids of all indexed reports".to_owned())
            }
            Error::NoSuchPart { hint, .. } => Some(hint.clone()),
            Error::Usage { hint, .. } => hint.clone(),
            Error::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                Some("the disk is full; the index is as it was before".to_owned())
            }
            Error::Unreachable { forget: true, .. } => Some(
                "to leave it out from now on, name what is to be indexed: \
                 `findings index --rebuild FOLDER`"
                    .to_owned(),
            ),
            Error::Unreachable { .. }
            | Error::Io { .. }
            | Error::Interrupted
            | Error::Output(_)
            | Error::Engine(_) => None,
        }
    }

    /// Whether the reader of our output has gone away, which is no error.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Error::Output(source) if source.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl UnknownValue {
    fn hint(&self) -> Option<String> {
        if self.near.is_empty() {
            return Some(format!(
                "`findings facets --by {}` lists the values in the index",
                self.dimension
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
                "`{}` holds files that are not an index of ours",
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
            Error::Damaged { place, detail } => {
                write!(f, "the index at `{}` is damaged: {detail}", place.display())
            }
            Error::Busy { place } => write!(
                f,
                "another `findings index` is writing to `{}`",
                place.display()
            ),
            Error::Unreachable { path, detail, .. } => {
                write!(f, "cannot read `{}`: {detail}", path.display())
            }
            Error::NothingToIndex => f.write_str("nothing to index was named"),
            Error::Io {
                doing,
                path,
                source,
            } => write!(f, "cannot {doing} `{}`: {source}", path.display()),
            Error::UnknownValue { value, place } => {
                let what = if value.ambiguous {
                    "ambiguous"
                } else {
                    "unknown"
                };
                write!(f, "{what} {} `{}`", value.dimension, value.value)?;
                if let Some((query, span)) = place {
                    write!(f, " in the query\n{}", caret(query, *span))?;
                }
                Ok(())
            }
            Error::NoSuchReport { id, .. } => write!(f, "no report `{id}` in the index"),
            Error::NoSuchPart { what, .. } => f.write_str(what),
            Error::Interrupted => f.write_str("interrupted; the index is as it was before"),
            Error::Output(source) => write!(f, "cannot write the answer: {source}"),
            Error::Engine(detail) => write!(f, "the search engine failed: {detail}"),
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

/// Two lines that show `span` of `query` with carets.
pub fn caret(query: &str, span: crate::query::Span) -> String {
    let shown: String = query
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let before = width(query.get(..span.start).unwrap_or(""));
    let within = width(query.get(span.start..span.end).unwrap_or("")).max(1);
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
    use crate::query::Span;

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(alternatives(&["a"]), "`a`");
        assert_eq!(alternatives(&["a", "b"]), "`a` or `b`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
    }

    #[test]
    fn carets_stand_below_the_spot() {
        let shown = caret("é outcome:x", Span { start: 3, end: 10 });
        assert_eq!(shown, "  é outcome:x\n    ^^^^^^^");
    }
}
