//! Why a file gave no text.

use std::error::Error;
use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};

use super::Format;

/// The reason a file could not be read. Its `Display` is a short lower-case phrase for people that
/// follows a file name and a colon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// The file has no bytes, or nothing but white space.
    Empty,
    /// The content is of another kind than the name says.
    NotWhatItsNameSays {
        /// What the extension promises.
        expected: Format,
        /// What it begins like, with its article: `an HTML page`.
        looks_like: String,
    },
    /// The file is damaged.
    Corrupt {
        /// What is wrong with it.
        detail: String,
    },
    /// The file opens only with a password.
    Encrypted,
    /// There are pages but no characters on any.
    NoText {
        /// Number of pages.
        pages: usize,
        /// Whether one of them shows an image: then it is most often a scan.
        scanned: bool,
    },
    /// The file is larger than the caller's limit.
    TooLarge {
        /// Size of the file in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// Reading took longer than the limit.
    TimedOut {
        /// The limit in seconds.
        seconds: u64,
    },
    /// Reading took more memory than the limit.
    OutOfMemory {
        /// The limit in bytes.
        limit: u64,
    },
    /// The PDF reader broke down on the file.
    Crashed {
        /// What is known of how.
        detail: String,
    },
    /// The file, or the process that reads it, could not be reached.
    Io {
        /// The system's words.
        detail: String,
    },
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::Io {
            detail: error.to_string(),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the file is empty"),
            Self::NotWhatItsNameSays {
                expected,
                looks_like,
            } => write!(
                f,
                "not {}: it begins like {looks_like}",
                expected.with_article()
            ),
            Self::Corrupt { detail } => write!(f, "damaged: {detail}"),
            Self::Encrypted => write!(f, "encrypted: it needs a password"),
            Self::NoText { pages, scanned } => {
                match pages {
                    1 => write!(f, "no text on its only page")?,
                    pages => write!(f, "no text on any of {pages} pages")?,
                }
                f.write_str(if *scanned { " (scanned?)" } else { "" })
            }
            Self::TooLarge { bytes, limit } => write!(
                f,
                "too large: {} MiB, the limit is {} MiB",
                bytes.div_ceil(1 << 20),
                limit >> 20
            ),
            Self::TimedOut { seconds: 1 } => write!(f, "not read within 1 second"),
            Self::TimedOut { seconds } => write!(f, "not read within {seconds} seconds"),
            Self::OutOfMemory { limit } => {
                write!(f, "needs more than {} MiB of memory", limit >> 20)
            }
            Self::Crashed { detail } => write!(f, "the PDF reader crashed ({detail})"),
            Self::Io { detail } => write!(f, "{detail}"),
        }
    }
}

impl Error for Unreadable {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_read_as_phrases() {
        let html = Unreadable::NotWhatItsNameSays {
            expected: Format::Pdf,
            looks_like: "an HTML page".into(),
        };
        assert_eq!(html.to_string(), "not a PDF: it begins like an HTML page");
        assert_eq!(
            Unreadable::NoText {
                pages: 12,
                scanned: true
            }
            .to_string(),
            "no text on any of 12 pages (scanned?)"
        );
        assert_eq!(
            Unreadable::NoText {
                pages: 1,
                scanned: false
            }
            .to_string(),
            "no text on its only page"
        );
        assert_eq!(
            Unreadable::TooLarge {
                bytes: 300 << 20,
                limit: 256 << 20
            }
            .to_string(),
            "too large: 300 MiB, the limit is 256 MiB"
        );
        assert_eq!(
            Unreadable::TimedOut { seconds: 60 }.to_string(),
            "not read within 60 seconds"
        );
    }
}
