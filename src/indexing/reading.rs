//! Reading and parsing on all cores.

use std::fs;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::collection::Collection;
use super::options::IndexOptions;
use super::ordered::ordered;
use super::source_file::File;
use crate::document::worker::Worker;
use crate::document::{self, Document, Format, Unreadable};
use crate::error::Result;
use crate::indexing::overrides::Overrides;
use crate::report::jsonl::{self, Fault};
use crate::report::themes::Taxonomy;
use crate::report::{self, Report};
use crate::storage::cache::{Content, ParseCache};
use crate::storage::ledger::{SourceRecord, SourceState, short_hash};

/// Result of reading a file.
#[derive(Debug)]
pub(super) enum Read {
    /// Its content did not change.
    Same,
    /// It is a report.
    Parsed {
        report: Box<Report>,
        sha256: String,
        /// Of a line of a collection.
        origin: Option<Origin>,
        from: MadeFrom,
    },
    /// It cannot be read; why, as a clause.
    Unreadable { reason: String, sha256: String },
}

/// The file that a report was once read from; empty where that is not known.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// See [`crate::storage::path::path_text`].
    pub(super) path: String,
    pub(super) sha256: String,
}

/// What a report was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MadeFrom {
    /// The file.
    File,
    /// The cached pages of the file.
    Pages,
    /// Nothing: the report was in the cache.
    Report,
}

/// Reads files and parses them as reports.
pub(super) struct Reader<'a> {
    pub(super) options: &'a IndexOptions,
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) overrides: &'a Overrides,
    pub(super) cache: Option<&'a ParseCache>,
    /// What reports were made from in this run, by [`short_hash`] of the content: a copy counts like
    /// its original, or the outcome would depend on which of the two came first.
    pub(super) made: Mutex<FxHashMap<u64, MadeFrom>>,
}

impl Reader<'_> {
    /// Reads `files`, handing each result to `take` in their order.
    pub(super) fn read(
        &self,
        files: &[File],
        stop: &AtomicBool,
        take: impl FnMut(&File, Read) -> Result<()>,
    ) -> Result<()> {
        let options = self.options;
        let worker = || {
            let command = options.worker.as_ref();
            command.map(|command| Worker::new(command.clone(), options.limits))
        };
        ordered(
            options.threads.clamp(1, files.len().max(1)),
            files.iter(),
            worker,
            |worker, file| self.read_file(file, worker.as_mut()),
            stop,
            take,
        )
    }

    /// Reads the lines of a collection that are not known yet, each as a file of its own.
    ///
    /// # Errors
    /// Those of `take`. A collection that cannot be read on ends with a line that says so.
    pub(super) fn read_lines(
        &self,
        collection: &Collection,
        stop: &AtomicBool,
        mut take: impl FnMut(&File, Read) -> Result<()>,
    ) -> Result<()> {
        let lines = collection.lines(self.options);
        let lines = lines.filter(|(number, _)| !collection.unchanged.contains(number));
        ordered(
            self.options.threads.max(1),
            lines,
            || (),
            |(), (_, line)| self.read_line(line.as_ref()),
            stop,
            |(number, line), read| {
                let bytes = line.map_or(0, |line| line.len());
                take(&collection.line(number, bytes as u64), read)
            },
        )
    }

    fn read_line(&self, line: std::result::Result<&Vec<u8>, &Fault>) -> Read {
        let line = match line {
            Ok(line) => line,
            Err(fault) => {
                return Read::Unreadable {
                    reason: fault.to_string(),
                    sha256: String::new(),
                };
            }
        };
        let sha256 = document::sha256(line);
        match jsonl::line::read(line, self.taxonomy) {
            Ok(member) => Read::Parsed {
                report: Box::new(member.report),
                sha256,
                origin: Some(Origin {
                    path: member.path,
                    sha256: member.sha256,
                }),
                from: MadeFrom::File,
            },
            Err(reason) => Read::Unreadable { reason, sha256 },
        }
    }

    fn read_file(&self, file: &File, worker: Option<&mut Worker>) -> Read {
        let options = self.options;
        let unreadable = |reason: Unreadable, sha256: String| Read::Unreadable {
            reason: reason.to_string(),
            sha256,
        };
        if file.size > options.largest {
            let reason = Unreadable::TooLarge {
                bytes: file.size,
                limit: options.largest,
            };
            return unreadable(reason, String::new());
        }
        // What has no format is a line, which is read elsewhere.
        let format = file.format.unwrap_or(Format::Text);
        if let Some(sha256) = &file.sha256
            && let Some((report, from)) = self.cached_report(format, sha256)
        {
            return self.parsed(file, report, sha256.clone(), from);
        }
        let bytes = match fs::read(&file.path) {
            Ok(bytes) => bytes,
            Err(error) => return unreadable(error.into(), String::new()),
        };
        let sha256 = document::sha256(&bytes);
        // A file that was skipped is tried again: limits change, and so does the reader.
        let same = |known: &SourceRecord| {
            known.sha256 == sha256
                && known.corrections == file.corrections
                && !matches!(known.state, SourceState::Skipped { .. })
        };
        if file.known.as_ref().is_some_and(same) {
            return Read::Same;
        }
        if let Some((report, from)) = self.cached_report(format, &sha256) {
            return self.parsed(file, report, sha256, from);
        }
        let document = match (format, worker) {
            (Format::Pdf, Some(worker)) => worker.read(&bytes),
            (format, _) => document::read(format, &bytes),
        };
        drop(bytes);
        let content = Content {
            sha256: &sha256,
            format,
        };
        let report = document.and_then(|document| {
            if let Some(cache) = self.cache {
                cache.put_pages(content, &document);
            }
            self.parse(&document, content, MadeFrom::File)
        });
        match report {
            Ok(report) => self.parsed(file, report, sha256, MadeFrom::File),
            Err(reason) => unreadable(reason, sha256),
        }
    }

    /// The report of a content from the cache, and what it was made from.
    fn cached_report(&self, format: Format, sha256: &str) -> Option<(Report, MadeFrom)> {
        let cache = self.cache?;
        let content = Content { sha256, format };
        if let Some(report) = cache.report(content, self.taxonomy) {
            let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            let from = made.get(&short_hash(sha256)).copied();
            return Some((report, from.unwrap_or(MadeFrom::Report)));
        }
        let pages = cache.pages(content)?;
        let report = self.parse(&pages, content, MadeFrom::Pages).ok()?;
        Some((report, MadeFrom::Pages))
    }

    fn parse(
        &self,
        document: &Document,
        content: Content<'_>,
        from: MadeFrom,
    ) -> std::result::Result<Report, Unreadable> {
        // A fault of ours in one file must not end the run: it is skipped like any other bad file.
        let parsed = std::panic::catch_unwind(|| report::parse(document, self.taxonomy));
        let report = parsed.map_err(|_| Unreadable::Crashed {
            detail: "its layout could not be understood".to_owned(),
        })?;
        if let Some(cache) = self.cache {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            made.insert(short_hash(content.sha256), from);
            drop(made);
            cache.put_report(content, &report, self.taxonomy);
        }
        Ok(report)
    }

    /// Applies the metadata table last: its corrections are not cached.
    fn parsed(&self, file: &File, mut report: Report, sha256: String, from: MadeFrom) -> Read {
        self.overrides.apply(&file.path, &mut report);
        Read::Parsed {
            report: Box::new(report),
            sha256,
            origin: None,
            from,
        }
    }
}
