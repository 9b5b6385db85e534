//! One report an inspection: which file each report is read from, and which are its duplicates.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{File, Plan};
use super::reading::Read;
use crate::engine::{ReportRecord, ReportWriter};
use crate::error::Result;
use crate::ledger::{SourceRecord, SourceState};
use crate::report::{Kind, Report};

/// What makes two files the same inspection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    /// Kind, areas and last day.
    Inspection(Kind, Vec<String>, String),
    /// Nothing but the same content.
    Content(String),
}

/// Which of two files of one inspection is better: pages to cite, then more passages, then the
/// first by path.
type Quality = (bool, usize, std::cmp::Reverse<String>);

/// A report on the shelf.
#[derive(Debug, Clone)]
struct Entry {
    id: String,
    quality: Quality,
    source: SourceRecord,
}

/// Puts reports into the index so that each inspection is there once, from the best file, whatever
/// order the files come in.
pub(super) struct Shelf<'a> {
    writer: &'a ReportWriter,
    entries: BTreeMap<Identity, Entry>,
    /// Identities by report id.
    ids: BTreeMap<String, Identity>,
    /// Reports in the index whose files are read again, by key of the file.
    suspended: BTreeMap<String, ReportRecord>,
    /// Their ids.
    suspended_ids: BTreeSet<String>,
    /// Duplicates found in this run, with the identity they belong to.
    duplicates: Vec<(Identity, SourceRecord)>,
}

impl<'a> Shelf<'a> {
    /// A shelf that holds the stored reports but for those whose files are read again or gone.
    pub(super) fn new(
        writer: &'a ReportWriter,
        stored: Vec<ReportRecord>,
        sources: Vec<SourceRecord>,
        plan: &Plan,
    ) -> Self {
        // By the report, for what came from a line of a collection names another file.
        let mut sources: BTreeMap<String, SourceRecord> = sources
            .into_iter()
            .filter_map(|source| match &source.state {
                SourceState::Indexed { report } => Some((report.clone(), source)),
                _ => None,
            })
            .collect();
        let mut shelf = Shelf {
            writer,
            entries: BTreeMap::new(),
            ids: BTreeMap::new(),
            suspended: BTreeMap::new(),
            suspended_ids: BTreeSet::new(),
            duplicates: Vec::new(),
        };
        for record in stored {
            let Some(source) = sources.remove(&record.report.id) else {
                continue;
            };
            let key = &source.key;
            let read_again = plan
                .files
                .binary_search_by(|file| file.key.cmp(key))
                .is_ok();
            let gone = plan
                .gone
                .binary_search_by(|source| source.key.cmp(key))
                .is_ok();
            if read_again {
                shelf.suspended_ids.insert(record.report.id.clone());
                shelf.suspended.insert(source.key, record);
            } else if !gone {
                let passages = record.sections.iter().sum();
                let identity = identity(&record.report, &record.sha256);
                shelf.enter(
                    identity,
                    Entry {
                        id: record.report.id.clone(),
                        quality: quality(&record.report, passages, key),
                        source,
                    },
                );
            }
        }
        shelf
    }

    fn enter(&mut self, identity: Identity, entry: Entry) {
        self.ids.insert(entry.id.clone(), identity.clone());
        self.entries.insert(identity, entry);
    }

    /// Removes what came from files that are gone.
    pub(super) fn clear_gone(&self, plan: &Plan) {
        for source in &plan.gone {
            self.writer.forget_source(&source.key);
            if let SourceState::Indexed { report } = &source.state {
                self.writer.remove_report(report);
            }
        }
    }

    /// Takes in what became of a file.
    pub(super) fn put(&mut self, file: &File, read: Read) -> Result<()> {
        let suspended = self.suspended.remove(&file.key);
        if let Some(record) = &suspended {
            self.suspended_ids.remove(&record.report.id);
        }
        match read {
            Read::Same => self.put_same(file, suspended),
            Read::Unreadable { reason, sha256 } => {
                if let Some(old) = suspended {
                    self.writer.remove_report(&old.report.id);
                }
                let state = SourceState::Skipped { reason };
                self.writer.put_source(&source(file, sha256, state))
            }
            Read::Parsed {
                report,
                sha256,
                origin,
                ..
            } => {
                if let Some(old) = suspended {
                    self.writer.remove_report(&old.report.id);
                }
                self.put_report(file, *report, sha256, origin)
            }
        }
    }

    /// A file whose content did not change, only its date or its place among duplicates.
    fn put_same(&mut self, file: &File, suspended: Option<ReportRecord>) -> Result<()> {
        let Some(known) = &file.known else {
            return Ok(());
        };
        let now = source(file, known.sha256.clone(), known.state.clone());
        let Some(record) = suspended else {
            // A duplicate or a skipped file stays what it was.
            return self.writer.put_source(&now);
        };
        let identity = identity(&record.report, &record.sha256);
        let entry = Entry {
            id: record.report.id.clone(),
            quality: quality(&record.report, record.sections.iter().sum(), &file.key),
            source: now,
        };
        match self.entries.get(&identity) {
            Some(other) if other.quality > entry.quality => {
                self.writer.remove_report(&entry.id);
                self.duplicates.push((identity, entry.source));
                Ok(())
            }
            Some(_) => {
                self.displace(&identity);
                self.writer.put_source(&entry.source)?;
                self.enter(identity, entry);
                Ok(())
            }
            None => {
                self.writer.put_source(&entry.source)?;
                self.enter(identity, entry);
                Ok(())
            }
        }
    }

    fn put_report(
        &mut self,
        file: &File,
        mut report: Report,
        sha256: String,
        origin: Option<(String, String)>,
    ) -> Result<()> {
        let (path, content) = origin.unwrap_or_else(|| (String::new(), sha256.clone()));
        let path = if path.is_empty() { &file.key } else { &path };
        let identity = identity(&report, &content);
        let passages = report
            .sections
            .iter()
            .map(|section| section.passages.len())
            .sum();
        let quality = quality(&report, passages, &file.key);
        if let Some(other) = self.entries.get(&identity) {
            if other.quality > quality {
                let state = SourceState::Duplicate {
                    report: other.id.clone(),
                };
                self.duplicates
                    .push((identity, source(file, sha256, state)));
                return Ok(());
            }
            self.displace(&identity);
        }
        report.id = self.free_id(&report.id);
        let state = SourceState::Indexed {
            report: report.id.clone(),
        };
        let source = source(file, sha256, state);
        self.writer.add_report(&report, path, &content)?;
        self.writer.put_source(&source)?;
        self.enter(
            identity,
            Entry {
                id: report.id,
                quality,
                source,
            },
        );
        Ok(())
    }

    /// Takes a report off for a better file of the same inspection.
    fn displace(&mut self, identity: &Identity) {
        if let Some(entry) = self.entries.remove(identity) {
            self.writer.remove_report(&entry.id);
            self.ids.remove(&entry.id);
            self.duplicates.push((identity.clone(), entry.source));
        }
    }

    /// `id`, or `id-2`, `id-3` … if another inspection has it.
    fn free_id(&self, id: &str) -> String {
        let taken = |id: &str| self.ids.contains_key(id) || self.suspended_ids.contains(id);
        let mut free = id.to_owned();
        let mut number = 2;
        while taken(&free) {
            free = format!("{id}-{number}");
            number += 1;
        }
        free
    }

    /// Writes down the duplicates, now that it is settled which report each belongs to.
    pub(super) fn finish(self) -> Result<()> {
        for (identity, mut source) in self.duplicates {
            if let Some(entry) = self.entries.get(&identity) {
                source.state = SourceState::Duplicate {
                    report: entry.id.clone(),
                };
                self.writer.put_source(&source)?;
            }
        }
        Ok(())
    }
}

fn source(file: &File, sha256: String, state: SourceState) -> SourceRecord {
    SourceRecord {
        key: file.key.clone(),
        size: file.size,
        modified: file.modified,
        sha256,
        given: file.given.clone(),
        state,
    }
}

/// Press releases and unrecognised documents about one inspection are different texts; they are
/// the same only if their content is.
fn identity(report: &Report, sha256: &str) -> Identity {
    let about_one = !matches!(report.kind, Kind::PressRelease | Kind::Other);
    match report.inspection_end {
        Some(end) if about_one && !report.areas.is_empty() => {
            let mut areas: Vec<String> =
                report.areas.iter().map(|area| area.name.clone()).collect();
            areas.sort();
            Identity::Inspection(report.kind, areas, end.to_string())
        }
        _ => Identity::Content(sha256.to_owned()),
    }
}

fn quality(report: &Report, passages: usize, key: &str) -> Quality {
    (
        report.pages.is_some(),
        passages,
        std::cmp::Reverse(key.to_owned()),
    )
}
