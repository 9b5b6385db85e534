//! A report as data: as hits name it, as lists describe it, and whole.

use crate::report::{Area, Date, Passage, Report, Section};
use crate::storage::path::shown_path;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A report as a hit names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportInfo {
    /// Report id.
    pub id: String,
    /// Title as printed.
    pub title: String,
    /// Name of the kind, such as `send-full`.
    pub kind: String,
    /// Area; several are joined with ` and `; `null` if not recognised.
    pub area: Option<String>,
    /// ONS region; `null` for an area that is not on the official list.
    pub region: Option<String>,
    /// Value of the judgement.
    pub outcome: String,
    /// Scale of the judgement.
    pub outcome_scale: String,
    /// Year in which the inspection ended.
    pub year: Option<i16>,
    /// First day of the inspection.
    pub inspection_start: Option<Date>,
    /// Last day of the inspection.
    pub inspection_end: Option<Date>,
    /// Publication date, where printed.
    pub published: Option<Date>,
    /// Whether it is a built-in sample, about an invented area.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// Its file; only where an answer may [name files](crate::answers::corpus::Corpus::with_files).
    #[serde(flatten)]
    pub file: Option<FileInfo>,
    /// Where the report is published, if that was given with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// The file that a report was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileInfo {
    /// For people: from the current folder if it lies below it, else absolute.
    pub path: String,
    /// As the index knows it, for links; see [`crate::storage::path::path_text`]. Does not travel as
    /// JSON.
    #[serde(skip)]
    pub key: String,
}

impl FileInfo {
    /// The file with this key.
    pub fn of(key: &str) -> Self {
        FileInfo {
            path: shown_path(key),
            key: key.to_owned(),
        }
    }
}

impl ReportInfo {
    /// The part of a report that hits show.
    pub fn of(report: &Report, file: Option<FileInfo>) -> Self {
        ReportInfo {
            id: report.id.clone(),
            title: report.title.clone(),
            kind: report.kind.name().to_owned(),
            area: area_names(report),
            region: report.areas.first().and_then(|area| area.region.clone()),
            outcome: report.outcome.value.clone(),
            outcome_scale: report.outcome.scale.name().to_owned(),
            year: report.year,
            inspection_start: report.inspection_start,
            inspection_end: report.inspection_end,
            published: report.published,
            sample: false,
            file,
            url: report.url.clone(),
        }
    }

    /// The file for people; empty where answers name no files.
    pub fn path(&self) -> &str {
        self.file.as_ref().map_or("", |file| &file.path)
    }

    /// The file as the index knows it; empty where that is not known.
    pub fn key(&self) -> &str {
        self.file.as_ref().map_or("", |file| &file.key)
    }
}

/// A report as `findings reports` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportEntry {
    /// The fields that hits show.
    #[serde(flatten)]
    pub report: ReportInfo,
    /// What else is known.
    #[serde(flatten)]
    pub facts: ReportFacts,
    /// Number of sections.
    pub sections: usize,
    /// Number of passages.
    pub passages: usize,
}

/// What is known of a report beside what hits show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFacts {
    /// Variant within the kind: `short`, `standard`, `letter-2016`, `letter-2022`.
    pub variant: Option<String>,
    /// Every area inspected, with its codes.
    pub areas: Vec<AreaInfo>,
    /// The words that decided the outcome.
    pub outcome_text: Option<String>,
    /// Sub-judgements by row.
    pub judgements: Vec<Judgement>,
    /// Date or dates of the previous inspection as printed.
    pub previous_inspection: Option<String>,
    /// Number of pages.
    pub pages: Option<u32>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// What the parser was unsure about.
    pub warnings: Vec<String>,
    /// Files that hold the same inspection and were left aside; none where answers name no files.
    pub duplicates: Vec<String>,
    /// Time of the first run that read this content, wherever the file was then; `null` if unknown.
    pub first_seen: Option<Timestamp>,
}

/// What the ledger knows of the files of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportSources {
    /// See [`ReportFacts::duplicates`].
    pub duplicates: Vec<String>,
    /// See [`ReportFacts::first_seen`].
    pub first_seen: Option<Timestamp>,
}

impl ReportFacts {
    /// What is known of `report`, read from a file with content hash `sha256`.
    pub fn of(report: &Report, sha256: &str, sources: ReportSources) -> Self {
        ReportFacts {
            variant: report.variant().map(str::to_owned),
            areas: report.areas.iter().map(AreaInfo::of).collect(),
            outcome_text: report.outcome_text.clone(),
            judgements: report
                .judgements
                .iter()
                .map(|(row, grade)| Judgement {
                    row: row.clone(),
                    grade: grade.clone(),
                })
                .collect(),
            previous_inspection: report.previous_inspection.clone(),
            pages: report.pages,
            sha256: sha256.to_owned(),
            warnings: report.warnings.clone(),
            duplicates: sources.duplicates,
            first_seen: sources.first_seen,
        }
    }
}

/// An area with what official tables know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaInfo {
    /// Official name, or the name as printed.
    pub name: String,
    /// ONS region; `null`, like the codes, for an area that is not on the list.
    pub region: Option<String>,
    /// Code of the Government Statistical Service, such as `E10000013`.
    pub gss: Option<String>,
    /// Three-digit code of the Department for Education.
    pub la_code: Option<String>,
    /// Areas that followed an abolished one.
    pub successors: Vec<String>,
}

impl AreaInfo {
    /// An area with what the official tables say of it.
    pub fn of(area: &Area) -> Self {
        let official = crate::report::areas()
            .iter()
            .find(|official| official.name == area.name);
        AreaInfo {
            name: area.name.clone(),
            region: area.region.clone(),
            gss: official.map(|official| official.gss.clone()),
            la_code: official.map(|official| official.la_code.clone()),
            successors: official
                .map(|official| official.successors.clone())
                .unwrap_or_default(),
        }
    }
}

/// A graded row of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// What is judged.
    pub row: String,
    /// The grade.
    pub grade: String,
}

/// A whole report as `findings show --format json` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportText {
    /// The fields that hits show.
    #[serde(flatten)]
    pub report: ReportInfo,
    /// What else is known.
    #[serde(flatten)]
    pub facts: ReportFacts,
    /// The words of the report that decided each field, by field.
    pub evidence: BTreeMap<String, String>,
    /// Number of passages of the whole report.
    pub passages: usize,
    /// Its sections; in `show` only those asked for.
    pub sections: Vec<SectionText>,
}

impl ReportText {
    /// A whole report that no index holds.
    pub fn of(report: &Report, file: FileInfo, sha256: &str) -> Self {
        ReportText {
            report: ReportInfo::of(report, Some(file)),
            facts: ReportFacts::of(report, sha256, ReportSources::default()),
            evidence: report.evidence.clone(),
            passages: report
                .sections
                .iter()
                .map(|section| section.passages.len())
                .sum(),
            sections: section_texts(&report.id, &report.sections),
        }
    }
}

/// A section with its passages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionText {
    /// The heading as printed.
    pub heading: String,
    /// Name of the role.
    pub role: String,
    /// In a revisit letter, the verdict on the weakness: `sufficient` or `insufficient`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Its passages in printed order.
    pub passages: Vec<PassageInfo>,
}

/// `areas` joined for a single cell.
pub fn area_names(report: &Report) -> Option<String> {
    let names: Vec<&str> = report.areas.iter().map(|area| area.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(" and "))
}

/// The passages of `sections` with their ids, section by section.
pub fn section_texts(report: &str, sections: &[Section]) -> Vec<SectionText> {
    let mut number = 0;
    sections
        .iter()
        .map(|section| SectionText {
            heading: section.heading.clone(),
            role: section.role.name().to_owned(),
            verdict: section.verdict.clone(),
            passages: section
                .passages
                .iter()
                .map(|passage| {
                    number += 1;
                    PassageInfo::of(report, number, passage.clone())
                })
                .collect(),
        })
        .collect()
}

/// A passage as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageInfo {
    /// Passage id.
    pub id: String,
    /// Page on which the passage starts, 1-based.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// The whole passage.
    pub text: String,
    /// Theme paths.
    pub themes: Vec<String>,
}

impl PassageInfo {
    /// Passage `number` (1-based) of the report `report`.
    pub fn of(report: &str, number: usize, passage: Passage) -> Self {
        PassageInfo {
            id: passage_id(report, number),
            page_start: passage.page_start,
            page_end: passage.page_end,
            text: passage.text,
            themes: passage.themes,
        }
    }
}

/// Id of passage `number` (1-based) of the report `report`.
pub fn passage_id(report: &str, number: usize) -> String {
    format!("{report}:{number}")
}
