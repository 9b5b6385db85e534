//! The contract between those who ask (the command line, later a page or a remote client) and the
//! engine that answers: plain data, no terminal, no search library.
//!
//! The serialised forms of [`Hit`] and [`Summary`] are what `--format json` and `jsonl` print.
//! Fields are only ever added; a change of meaning raises [`SCHEMA`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::facet::{Dimension, FacetPath};
use crate::query::Query;
use crate::ranking::Weights;
use crate::report::{Area, Date, Report, Section};

/// Version of the machine output.
pub const SCHEMA: u32 = 1;

/// A search, fully spelled out.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// What to look for.
    pub query: Query,
    /// Facet values that passages must or must not have.
    pub filters: Vec<Filter>,
    /// How many of the query's words a passage must hold.
    pub mode: Mode,
    /// How the words are understood.
    pub reading: Reading,
    /// What decides the order by relevance.
    pub weights: Weights,
    /// Whether addresses, complaints, licences and contents lists are searched as well. A filter
    /// on that section role asks for them too.
    pub include_boilerplate: bool,
    /// Order of the hits.
    pub sort: Sort,
    /// Whether hits of one report are drawn together.
    pub group: Group,
    /// Hits a page.
    pub limit: usize,
    /// Page of hits, 1-based.
    pub page: usize,
    /// Neighbouring passages to give before and after each hit.
    pub context: usize,
    /// Facets to count.
    pub facets: Vec<Dimension>,
    /// Whether to say how each score came about.
    pub explain: bool,
}

impl SearchRequest {
    /// A request with the defaults of the command line: 10 hits by relevance.
    pub fn new(query: Query) -> Self {
        SearchRequest {
            query,
            filters: Vec::new(),
            mode: Mode::Most,
            reading: Reading::default(),
            weights: Weights::default(),
            include_boilerplate: false,
            sort: Sort::Relevance,
            group: Group::Alike,
            limit: 10,
            page: 1,
            context: 0,
            facets: Vec::new(),
            explain: false,
        }
    }
}

/// A filter on one dimension: within it the values are alternatives, across filters all must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Which facet.
    pub dimension: Dimension,
    /// The values, of which a passage must have one (or, if `exclude`, none).
    pub paths: Vec<FacetPath>,
    /// Whether passages with these values are left out.
    pub exclude: bool,
    /// The filter as messages name it: `--outcome inconsistent`.
    pub label: String,
}

/// How many of the query's words a passage must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// All; where these do not fill the first page, those with most of them follow, marked.
    #[default]
    Most,
    /// All, and nothing else.
    All,
    /// At least one.
    Any,
}

/// How the words of a query are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Whether other forms of a word count as it (`waits` for `waiting`).
    pub stemming: bool,
    /// Whether open, hyphenated and closed spellings count as each other.
    pub spellings: bool,
    /// Whether acronyms, full names and synonyms count as each other.
    pub synonyms: bool,
    /// Whether a word that occurs nowhere is corrected.
    pub corrections: bool,
    /// Whether words such as `the` and `they` may be missing.
    pub function_words_optional: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Reading {
            stemming: true,
            spellings: true,
            synonyms: true,
            corrections: true,
            function_words_optional: true,
        }
    }
}

impl Reading {
    /// Exactly the words as typed.
    pub const EXACT: Reading = Reading {
        stemming: false,
        spellings: false,
        synonyms: false,
        corrections: false,
        function_words_optional: false,
    };
}

/// Order of the hits. Equal ones are ordered by date (latest first), report and passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest inspection first.
    Date,
    /// By name of the area.
    Area,
}

/// How hits are drawn together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// Passages that say the same in the same words are one hit.
    #[default]
    Alike,
    /// Every passage stands for itself.
    None,
    /// The best passage of each report, with the number of further ones.
    Report,
    /// The best passage of each area, with the number of further ones.
    Area,
}

/// Byte offsets into a text: first byte, and byte after the last.
pub type Range = (usize, usize);

/// A passage that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Place in the whole list, 1-based.
    pub rank: usize,
    /// Relevance; comparable within one answer only.
    pub score: f32,
    /// Passage id for `show`: report id, colon, number of the passage in the report (1-based).
    pub id: String,
    /// The report it stands in.
    pub report: ReportInfo,
    /// The section it stands in.
    pub section: SectionInfo,
    /// Page on which the passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// Theme paths.
    pub themes: Vec<String>,
    /// The whole passage.
    pub text: String,
    /// What matched, as UTF-8 byte offsets into `text`, in order, not overlapping.
    pub highlights: Vec<Range>,
    /// The part of the passage to show when room is scarce.
    pub snippet: Snippet,
    /// Words of the query that the passage does not hold; empty for a full match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// With [`Group::Alike`]: matching passages that say the same in the same words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alike: Option<Alike>,
    /// With [`Group::Report`]: further matching passages of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_in_report: Option<u64>,
    /// With [`Group::Area`]: further matching passages of the area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_in_area: Option<u64>,
    /// Neighbouring passages, if asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    /// How the score came about, if asked for: parts by name; they add up to `score`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explanation: Vec<ScorePart>,
}

/// Passages that say the same as a hit, in the same words but for names and numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// How many, the hit itself aside.
    pub passages: u64,
    /// In how many other reports.
    pub reports: u64,
    /// Ids of the first of them, by report.
    pub ids: Vec<String>,
}

/// A part of a passage, cut at sentence boundaries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The text; `…` stands where something was left out.
    pub text: String,
    /// What matched, as UTF-8 byte offsets into this text.
    pub highlights: Vec<Range>,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScorePart {
    /// What it is for: a word of the query, the closeness of two, …
    pub part: String,
    /// How much it adds.
    pub score: f32,
}

/// Passages before and after a hit, in printed order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Context {
    /// Passages before.
    pub before: Vec<PassageInfo>,
    /// Passages after.
    pub after: Vec<PassageInfo>,
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

/// A section as a hit names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionInfo {
    /// The heading as printed; empty for text before the first heading.
    pub heading: String,
    /// Name of the role, such as `weaknesses`.
    pub role: String,
}

/// A report as a hit names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The file, from the current folder if it lies below it, else absolute.
    pub path: String,
    /// Where the report is published, if that was given with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
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
    /// Files that hold the same inspection and were left aside.
    pub duplicates: Vec<String>,
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
    fn of(area: &Area) -> Self {
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

/// Totals of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The query as given.
    pub query: String,
    /// What was ignored or read differently, for people.
    pub notes: Vec<String>,
    /// Other names of the query's words that were searched as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_searched: Vec<Added>,
    /// Words that occur nowhere and were read as others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
    /// Words that occur nowhere, with near ones that do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub did_you_mean: Vec<Suggested>,
    /// Acronyms that were taken as they stand, since they mean several things.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ambiguous: Vec<Ambiguous>,
    /// Passages that match in full.
    pub passages: u64,
    /// Reports with such passages.
    pub reports: u64,
    /// Reports in the index.
    pub indexed_reports: u64,
    /// Time the engine took, in milliseconds.
    pub elapsed_ms: f64,
    /// Counts by facet, if asked for.
    pub facets: BTreeMap<Dimension, Vec<FacetCount>>,
}

/// Other names of a word that were searched as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    /// The word, or words, of the query.
    pub word: String,
    /// The other names, as printed in reports.
    pub also: Vec<String>,
}

/// A word that was read as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// As typed.
    pub from: String,
    /// As read.
    pub to: String,
}

/// A word that may be meant to be another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggested {
    /// As typed.
    pub word: String,
    /// What it may have been meant to be, best first.
    pub near: Vec<String>,
}

/// An acronym with several meanings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ambiguous {
    /// As typed.
    pub word: String,
    /// What it can mean.
    pub meanings: Vec<String>,
}

/// How often a facet's value occurs among the matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The value as filters take it.
    pub value: String,
    /// The whole path, such as `/send-2023/send-inconsistent`.
    pub path: String,
    /// Matching passages.
    pub passages: u64,
    /// Reports with matching passages.
    pub reports: u64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResponse {
    /// The page of hits asked for: full matches first, then (with [`Mode::Most`]) partial ones.
    pub hits: Vec<Hit>,
    /// Totals.
    pub summary: Summary,
    /// Why nothing was found, if nothing was.
    pub absence: Option<Absence>,
}

/// Why a search found nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Absence {
    /// Words (or phrases) of the query that occur in no passage at all, with near spellings that do.
    pub unknown_words: Vec<(String, Vec<String>)>,
    /// Filters without each of which something would be found, with the number of passages.
    pub emptied_by: Vec<(String, u64)>,
    /// Passages that match in sections of boilerplate, which were not searched.
    pub in_boilerplate: u64,
    /// Passages that hold at least one of the words, filters kept.
    pub any_word: u64,
    /// Reports in the index.
    pub indexed_reports: u64,
    /// First and last year of the indexed reports.
    pub years: Option<(String, String)>,
    /// Kinds of the indexed reports, with their numbers.
    pub kinds: Vec<(String, u64)>,
}

/// `areas` joined for a single cell.
pub fn area_names(report: &Report) -> Option<String> {
    let names: Vec<&str> = report.areas.iter().map(|area| area.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(" and "))
}

impl ReportFacts {
    /// What is known of `report`, read from a file with content hash `sha256`.
    pub fn of(report: &Report, sha256: &str, duplicates: Vec<String>) -> Self {
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
            duplicates,
        }
    }
}

impl ReportText {
    /// A whole report; `path` as it is to be printed.
    pub fn of(report: &Report, path: String, sha256: &str, duplicates: Vec<String>) -> Self {
        ReportText {
            report: ReportInfo::of(report, path),
            facts: ReportFacts::of(report, sha256, duplicates),
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

impl ReportInfo {
    /// The part of a report that hits show; `path` as it is to be printed.
    pub fn of(report: &Report, path: String) -> Self {
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
            path,
            url: report.url.clone(),
        }
    }
}

/// Id of passage `number` (1-based) of the report `report`.
pub fn passage_id(report: &str, number: usize) -> String {
    format!("{report}:{number}")
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
                    PassageInfo {
                        id: passage_id(report, number),
                        page_start: passage.page_start,
                        page_end: passage.page_end,
                        text: passage.text.clone(),
                        themes: passage.themes.clone(),
                    }
                })
                .collect(),
        })
        .collect()
}

/// A question for completions of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestRequest {
    /// All that stands in the search box.
    pub text: String,
    /// Most completions to give.
    pub limit: usize,
}

/// Completions of what is being typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestions {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The text as given.
    pub text: String,
    /// The completions, best first.
    pub suggestions: Vec<Suggestion>,
    /// Time the engine took, in milliseconds.
    pub elapsed_ms: f64,
}

/// A completion of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The whole text with the completion in it, as a query that means just that.
    pub text: String,
    /// What was being typed, completed.
    pub completion: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// What it stands for: the full name of an acronym, the acronym of a full name, the region of an
    /// area, the definition of a theme.
    pub meaning: Option<String>,
    /// Passages that hold it; for a facet's value, passages that have it. Passages of reports that
    /// were replaced or removed may be counted until the index is tidied.
    pub passages: u64,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestionKind {
    /// An acronym as printed.
    Acronym,
    /// An area, or the area of a filter.
    Area,
    /// The full name of an acronym.
    Name,
    /// A word of the texts.
    Word,
    /// A theme, as a filter.
    Theme,
    /// The region of a filter.
    Region,
    /// The outcome of a filter.
    Outcome,
    /// The year of a filter.
    Year,
    /// The kind of report of a filter.
    Kind,
    /// The section role of a filter.
    Section,
}

impl SuggestionKind {
    /// The name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            SuggestionKind::Acronym => "acronym",
            SuggestionKind::Name => "name",
            SuggestionKind::Word => "word",
            SuggestionKind::Area => Dimension::Area.name(),
            SuggestionKind::Theme => Dimension::Theme.name(),
            SuggestionKind::Region => Dimension::Region.name(),
            SuggestionKind::Outcome => Dimension::Outcome.name(),
            SuggestionKind::Year => Dimension::Year.name(),
            SuggestionKind::Kind => Dimension::Kind.name(),
            SuggestionKind::Section => Dimension::Section.name(),
        }
    }
}

impl From<Dimension> for SuggestionKind {
    fn from(dimension: Dimension) -> Self {
        match dimension {
            Dimension::Area => SuggestionKind::Area,
            Dimension::Region => SuggestionKind::Region,
            Dimension::Outcome => SuggestionKind::Outcome,
            Dimension::Year => SuggestionKind::Year,
            Dimension::Theme => SuggestionKind::Theme,
            Dimension::Kind => SuggestionKind::Kind,
            Dimension::Section => SuggestionKind::Section,
        }
    }
}
