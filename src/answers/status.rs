//! `status`: what an index holds, and whether it is up to date.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::corpus::Corpus;
use super::show::{self, ReportsRequest};
use crate::error::Result;
use crate::indexing::overrides::Overrides;
use crate::indexing::{self, Changes, Duplicate, Skipped, changes};
use crate::storage::cache::{CacheSize, ParseCache};
use crate::storage::path::{path_of_text, path_text, shown_path};
use crate::storage::{IndexDir, IndexState};

/// A question for the status of an index. It has no parameters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatusRequest {}

/// What an index holds, and whether it is up to date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Its files; only where an answer may [name files](Corpus::with_files).
    #[serde(flatten)]
    pub paths: Option<IndexPaths>,
    /// State of the index.
    pub state: IndexState,
    /// Identifies the last commit.
    pub revision: String,
    /// Format of the index.
    pub format: u32,
    /// Version of the program that wrote it.
    pub version: String,
    /// Version of the reader that read its files.
    pub reader: u32,
    /// Version of the parser that parsed its reports.
    pub parser: u32,
    /// Fingerprint of its theme vocabulary.
    pub themes: String,
    /// Bytes of all files in the folder.
    pub bytes: u64,
    /// The parse cache.
    pub kept: CacheSize,
    /// Number of reports.
    pub reports: u64,
    /// Number of passages.
    pub passages: u64,
    /// Number of source files.
    pub files: usize,
    /// What the parser was unsure about.
    pub warnings: Vec<Warning>,
    /// How the files differ from the index.
    pub changes: Changes,
}

/// The files of an index, as people are shown them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IndexPaths {
    /// Folder of the index.
    pub index: String,
    /// File of the theme vocabulary; `null` for the built-in one.
    pub themes_file: Option<String>,
    /// The metadata tables, in the order in which they win over each other.
    pub metadata_files: Vec<String>,
    /// What the tables say, a file each.
    pub corrections: Vec<Correction>,
    /// Files and folders that are indexed.
    pub roots: Vec<String>,
    /// Files that could not be read.
    pub skipped: Vec<Skipped>,
    /// Files and folders below the roots that are left out: hidden ones, unknown types, other file
    /// systems, link loops, and what the system does not show.
    pub left_out: Vec<Skipped>,
    /// Files that hold the same inspection as another.
    pub duplicates: Vec<Duplicate>,
}

/// What the metadata tables say of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The file.
    pub path: String,
    /// Values by column, as typed.
    pub values: BTreeMap<String, String>,
}

/// What the parser was unsure about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Report id.
    pub report: String,
    /// Its file, like [`Status::paths`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The warning, as a sentence.
    pub message: String,
}

/// The status of an index in a folder.
///
/// # Errors
/// There is no index that this program can read.
pub fn answer(corpus: &Corpus<'_>, index_dir: &IndexDir, _: &StatusRequest) -> Result<Status> {
    let manifest = index_dir.readable_manifest()?;
    let ledger = corpus.searcher.ledger()?;
    let (changes, left_out) = changes(&manifest, &ledger);
    let left_out = left_out.into_iter().map(|(path, reason)| Skipped {
        path: shown_path(&path_text(&path)),
        reason: reason.to_string(),
    });
    let settings = &manifest.settings;
    // If the file of the themes cannot be read, nobody can tell whether they changed.
    let themes_file = settings.themes_file.as_deref().map(path_of_text);
    let themes = indexing::taxonomy(themes_file.as_deref());
    let themes = themes
        .as_ref()
        .map_or(settings.themes.as_str(), |themes| themes.fingerprint());
    let state = match manifest.state(themes) {
        IndexState::Current if !changes.is_none() => IndexState::FilesChanged,
        state => state,
    };
    let mut warnings = Vec::new();
    for entry in show::reports(corpus, &ReportsRequest::default())?.reports {
        let file = entry.report.file;
        warnings.extend(entry.facts.warnings.into_iter().map(|message| Warning {
            report: entry.report.id.clone(),
            path: file.as_ref().map(|file| file.path.clone()),
            message,
        }));
    }
    let shown = |path: &String| shown_path(path);
    let paths = corpus.with_files.then(|| IndexPaths {
        index: index_dir.folder().display().to_string(),
        themes_file: settings.themes_file.as_ref().map(shown),
        metadata_files: settings.metadata_files.iter().map(shown).collect(),
        corrections: corrections(&settings.metadata_files),
        roots: settings.roots.iter().map(shown).collect(),
        skipped: indexing::skipped(&ledger),
        left_out: left_out.collect(),
        duplicates: indexing::duplicates(&ledger),
    });
    let totals = corpus.searcher.totals()?;
    Ok(Status {
        paths,
        state,
        revision: corpus.searcher.revision().unwrap_or_default(),
        format: manifest.format,
        version: manifest.version,
        reader: manifest.reader,
        parser: manifest.parser,
        themes: manifest.settings.themes,
        bytes: index_dir.bytes(),
        kept: ParseCache::at(index_dir.parsed()).size(),
        reports: totals.reports,
        passages: totals.passages,
        files: ledger.file_count(),
        warnings,
        changes,
    })
}

/// What the tables say now; nothing if one of them cannot be read any more, which the next run tells.
fn corrections(tables: &[String]) -> Vec<Correction> {
    let tables: Vec<PathBuf> = tables.iter().map(|table| path_of_text(table)).collect();
    let overrides = Overrides::read(&tables).unwrap_or_default();
    let rows = overrides.rows().map(|(path, values)| Correction {
        path: shown_path(&path_text(path)),
        values: values.clone(),
    });
    rows.collect()
}
