//! One report an inspection: which file each report is read from, and which are its duplicates.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::plan::Plan;
use super::reading::{Origin, Read};
use super::source_file::File;
use crate::engine::ReportWriter;
use crate::error::Result;
use crate::report::{Date, Kind, Report};
use crate::storage::ledger::{FirstSeen, InspectionKey, Ledger, SourceRecord, SourceState};

/// Two files with the same identity hold the same inspection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    /// Kind, areas and last day.
    Inspection(Kind, Vec<String>, Date),
    /// Nothing but the same content.
    Content(String),
}

/// Which of two files of one inspection is better: pages to cite, then more passages, then the
/// first by path.
type Quality = (bool, usize, Reverse<String>);

/// A report that is, or will be, in the index.
#[derive(Debug, Clone)]
struct Entry {
    id: String,
    quality: Quality,
    source: SourceRecord,
}

impl Entry {
    fn new(id: String, inspection: &InspectionKey, source: SourceRecord) -> Self {
        let key = source.key.clone();
        Entry {
            id,
            quality: (inspection.paged, inspection.passages, Reverse(key)),
            source,
        }
    }
}

/// Writes each inspection to the index once, from its best file, whatever order the files come in.
pub(super) struct Deduplicator<'a> {
    writer: &'a ReportWriter,
    ledger: Ledger,
    first_seen: FirstSeen,
    entries: BTreeMap<Identity, Entry>,
    /// Identities by report id.
    ids: BTreeMap<String, Identity>,
    /// Ids of indexed reports whose files are read again, by key of the file.
    suspended: BTreeMap<String, String>,
    /// The same ids.
    suspended_ids: BTreeSet<String>,
    /// Duplicates found in this run, with the identity they belong to.
    duplicates: Vec<(Identity, SourceRecord)>,
}

impl<'a> Deduplicator<'a> {
    /// Begins with the reports of a ledger, except those whose files are read again or gone.
    pub(super) fn new(
        writer: &'a ReportWriter,
        ledger: Ledger,
        first_seen: FirstSeen,
        plan: &Plan,
    ) -> Self {
        let mut deduplicator = Deduplicator {
            writer,
            ledger: Ledger::default(),
            first_seen,
            entries: BTreeMap::new(),
            ids: BTreeMap::new(),
            suspended: BTreeMap::new(),
            suspended_ids: BTreeSet::new(),
            duplicates: Vec::new(),
        };
        for source in ledger.sources() {
            let SourceState::Indexed { report, inspection } = &source.state else {
                continue;
            };
            let key = &source.key;
            let files = &plan.files;
            if files.binary_search_by(|file| file.key.cmp(key)).is_ok() {
                deduplicator.suspended_ids.insert(report.clone());
                deduplicator.suspended.insert(key.clone(), report.clone());
            } else if !plan.is_gone(key) {
                let identity = identity(inspection);
                let entry = Entry::new(report.clone(), inspection, source.clone());
                deduplicator.enter(identity, entry);
            }
        }
        deduplicator.ledger = ledger;
        deduplicator
    }

    fn enter(&mut self, identity: Identity, entry: Entry) {
        self.ids.insert(entry.id.clone(), identity.clone());
        self.entries.insert(identity, entry);
    }

    /// Removes the reports of files that are gone.
    pub(super) fn clear_gone(&mut self, plan: &Plan) {
        for source in &plan.gone {
            self.ledger.forget(&source.key);
            if let SourceState::Indexed { report, .. } = &source.state {
                self.writer.remove_report(report);
            }
        }
    }

    /// Adds a collection, beside its lines.
    pub(super) fn put_collection(&mut self, record: SourceRecord) {
        self.ledger.put(record);
    }

    /// Takes the result of reading a file.
    pub(super) fn put(&mut self, file: &File, read: Read) -> Result<()> {
        let suspended = self.suspended.remove(&file.key);
        if let Some(id) = &suspended {
            self.suspended_ids.remove(id);
        }
        if let (Some(id), Read::Unreadable { .. } | Read::Parsed { .. }) = (&suspended, &read) {
            self.writer.remove_report(id);
        }
        match read {
            Read::Same => {
                self.put_same(file);
                Ok(())
            }
            Read::Unreadable { reason, sha256 } => {
                let state = SourceState::Skipped { reason };
                let first_seen = self.first_seen.of([&sha256, ""]);
                self.ledger.put(source(file, sha256, first_seen, state));
                Ok(())
            }
            Read::Parsed {
                report,
                sha256,
                origin,
                ..
            } => self.put_report(file, *report, sha256, origin),
        }
    }

    /// Takes a file whose content did not change, only its date or its place among duplicates.
    fn put_same(&mut self, file: &File) {
        let Some(known) = &file.known else {
            return;
        };
        let now = source(
            file,
            known.sha256.clone(),
            known.first_seen,
            known.state.clone(),
        );
        let SourceState::Indexed { report, inspection } = &known.state else {
            // A duplicate or a skipped file stays what it was.
            self.ledger.put(now);
            return;
        };
        let identity = identity(inspection);
        let entry = Entry::new(report.clone(), inspection, now.clone());
        if let Some(other) = self.entries.get(&identity) {
            if other.quality > entry.quality {
                self.writer.remove_report(&entry.id);
                self.duplicates.push((identity, entry.source));
                return;
            }
            self.displace(&identity);
        }
        self.ledger.put(now);
        self.enter(identity, entry);
    }

    fn put_report(
        &mut self,
        file: &File,
        mut report: Report,
        sha256: String,
        origin: Option<Origin>,
    ) -> Result<()> {
        let known = |text: String| Some(text).filter(|text| !text.is_empty());
        let (path, content) = origin.map_or((None, None), |origin| {
            (known(origin.path), known(origin.sha256))
        });
        let origin = Origin {
            path: path.unwrap_or_else(|| file.key.clone()),
            sha256: content.unwrap_or_else(|| sha256.clone()),
        };
        let inspection = inspection(&report, origin.sha256.clone());
        let identity = identity(&inspection);
        let state = |report: &str| SourceState::Indexed {
            report: report.to_owned(),
            inspection: inspection.clone(),
        };
        let first_seen = self.first_seen.of([&origin.sha256, &sha256]);
        let found = source(file, sha256, first_seen, state(&report.id));
        let mut entry = Entry::new(String::new(), &inspection, found);
        if let Some(other) = self.entries.get(&identity) {
            if other.quality > entry.quality {
                self.duplicates.push((identity, entry.source));
                return Ok(());
            }
            self.displace(&identity);
        }
        report.id = self.free_id(&report.id);
        entry.source.state = state(&report.id);
        self.writer
            .add_report(&report, &origin.path, &origin.sha256)?;
        self.ledger.put(entry.source.clone());
        entry.id = report.id;
        self.enter(identity, entry);
        Ok(())
    }

    /// Removes a report in favour of a better file of the same inspection.
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

    /// Adds the duplicates, now that it is settled which report each belongs to, and returns the ledger.
    pub(super) fn finish(mut self) -> Ledger {
        for (identity, mut source) in self.duplicates {
            if let Some(entry) = self.entries.get(&identity) {
                source.state = SourceState::Duplicate {
                    report: entry.id.clone(),
                };
                self.ledger.put(source);
            }
        }
        self.ledger
    }
}

fn source(
    file: &File,
    sha256: String,
    first_seen: Option<Timestamp>,
    state: SourceState,
) -> SourceRecord {
    SourceRecord {
        key: file.key.clone(),
        size: file.size,
        modified: file.modified,
        sha256,
        corrections: file.corrections.clone(),
        first_seen,
        state,
    }
}

/// The ledger's key of a report.
fn inspection(report: &Report, content: String) -> InspectionKey {
    let mut areas: Vec<String> = report.areas.iter().map(|area| area.name.clone()).collect();
    areas.sort();
    let passages = report.sections.iter().map(|section| section.passages.len());
    InspectionKey {
        kind: report.kind,
        areas,
        last_day: report.inspection_end,
        paged: report.pages.is_some(),
        passages: passages.sum(),
        content,
    }
}

/// Press releases and unrecognised documents about one inspection are different texts; they are
/// the same only if their content is.
fn identity(inspection: &InspectionKey) -> Identity {
    let about_one = !matches!(inspection.kind, Kind::PressRelease | Kind::Other);
    match inspection.last_day {
        Some(end) if about_one && !inspection.areas.is_empty() => {
            Identity::Inspection(inspection.kind, inspection.areas.clone(), end)
        }
        _ => Identity::Content(inspection.content.clone()),
    }
}
