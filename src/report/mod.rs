//! Reports: sections and passages, with the metadata that become facets.
//!
//! Parsing is a pure function of a document; nothing here reads files or knows the search engine.

/// Declares a closed list: an enum with a variant for each row of a table. `ROW` holds the fields that
/// a row leaves out.
macro_rules! closed_list {
    ($(#[$about:meta])* $List:ident {
        $($(#[$doc:meta])* $variant:ident = $name:literal { $($field:ident: $value:expr,)* })*
    }) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $List {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl $List {
            /// The whole list, in the order of the table.
            pub const ALL: [$List; ROWS.len()] = [$($List::$variant),*];

            /// The name used in ids, facets and machine output.
            pub fn name(self) -> &'static str {
                self.row().name
            }

            pub(super) fn row(self) -> &'static Row {
                &ROWS[self as usize]
            }
        }

        const ROWS: &[Row] = &[$(
            #[allow(clippy::needless_update, reason = "some tables have few columns")]
            Row { name: $name, $($field: $value,)* ..ROW }
        ),*];
    };
}

mod area;
pub mod facet;
mod id;
mod inspectorate;
pub mod jsonl;
mod kinds;
mod metadata;
mod outcome;
mod role;
mod sections;
pub mod themes;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::report::themes::Taxonomy;

pub use crate::document::Paragraph;
pub use crate::text::dates::Date;
pub use area::{
    Area, LONGEST_AREA_NAME, OfficialArea, Status, areas, longest_name, may_be_area, name_words,
    named_in, regions, resolve, slug,
};
pub use id::natural_id;
pub use inspectorate::Inspectorate;
pub use kinds::Kind;
use kinds::Variants;
pub use metadata::recognise;
pub use outcome::{Outcome, Scale, UNKNOWN};
pub use role::Role;
pub use sections::sections;

/// Version of the parser. Raised by hand whenever the same document gives another [`Report`]; indexes
/// and parse caches of an older version are then parsed again. `tests/versions.rs` tells when. The
/// theme vocabulary has a [fingerprint](Taxonomy::fingerprint) of its own.
pub const PARSER_VERSION: u32 = 2;

/// One inspection report (or letter, or press release), parsed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Readable id from area, kind and month of the inspection's end, such as
    /// `gloucestershire-send-full-2023-12`; see [`natural_id`].
    #[serde(default)]
    pub id: String,
    /// The title as printed, white space collapsed.
    pub title: String,
    /// What kind of report it is.
    pub kind: Kind,
    /// The areas inspected: usually one, several for joint inspections, none if not recognised.
    pub areas: Vec<Area>,
    /// The judgement, on its own scale.
    pub outcome: Outcome,
    /// The words of the report that decided `outcome`.
    pub outcome_text: Option<String>,
    /// Sub-judgements as (row, grade), such as (`leaders`, `good`), in printed order.
    #[serde(default)]
    pub judgements: Vec<(String, String)>,
    /// First day of the inspection.
    pub inspection_start: Option<Date>,
    /// Last day of the inspection.
    pub inspection_end: Option<Date>,
    /// Publication (or letter) date, where printed.
    pub published: Option<Date>,
    /// Date or dates of the previous inspection as printed.
    pub previous_inspection: Option<String>,
    /// Year in which the inspection ended; the year of publication where no inspection date is
    /// printed.
    pub year: Option<i16>,
    /// Number of pages; `None` where the file has no pages.
    pub pages: Option<u32>,
    /// Sections in printed order.
    pub sections: Vec<Section>,
    /// What the parser was unsure about, one sentence each, for people.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// The words of the report that decided each field, by field.
    #[serde(default)]
    pub evidence: BTreeMap<String, String>,
    /// Where the report is published, if that was given with it.
    pub url: Option<String>,
}

impl Report {
    /// Gives every passage its themes, in place of those it has.
    pub fn assign_themes(&mut self, taxonomy: &Taxonomy) {
        let sections = self.sections.iter_mut();
        for passage in sections.flat_map(|section| &mut section.passages) {
            passage.themes = taxonomy.assign(&passage.text);
        }
    }

    /// The report with its sections, but nothing in them.
    pub fn without_passages(&self) -> Report {
        let mut report = self.clone();
        for section in &mut report.sections {
            section.passages.clear();
        }
        report
    }

    /// The variant within the kind, where there are several: `short` or `standard` for ILACS
    /// inspections (which never say so: fieldwork of up to five days is short), `letter-2016` or
    /// `letter-2022` for joint targeted ones, by their two generations.
    pub fn variant(&self) -> Option<&'static str> {
        let (start, end) = (self.inspection_start?, self.inspection_end?);
        Some(match self.kind.row().variants {
            Variants::None => return None,
            Variants::ByLength if (end - start).get_days() <= 5 => "short",
            Variants::ByLength => "standard",
            Variants::ByGeneration if end.year() < 2022 => "letter-2016",
            Variants::ByGeneration => "letter-2022",
        })
    }
}

/// A part of a report under one heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The heading as printed, white space collapsed; empty for text before the first heading.
    pub heading: String,
    /// What the section is for.
    pub role: Role,
    /// In a revisit letter, whether progress in the weakness that the section is about was found
    /// `sufficient` or `insufficient`.
    pub verdict: Option<String>,
    /// Passages in printed order.
    pub passages: Vec<Passage>,
}

/// One paragraph, bullet or table row: the unit that is searched and cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The text, white space collapsed, bullet glyph and running furniture removed.
    pub text: String,
    /// Page on which it starts, 1-based; `None` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends, 1-based.
    pub page_end: Option<u32>,
    /// Theme paths such as `health/camhs`, sorted.
    #[serde(default)]
    pub themes: Vec<String>,
}

/// Parses a document into a report. Never fails: a field that is not recognised stays empty, and
/// [`Report::warnings`] names it.
pub fn parse(document: &Document, taxonomy: &Taxonomy) -> Report {
    let mut report = recognise(document);
    let (sections, doubts) = sections(document, report.kind);
    let day = report.inspection_end.or(report.published);
    report.id = natural_id(&report.areas, report.kind, day, &report.title);
    report.sections = sections;
    report
        .warnings
        .splice(0..0, document.warnings.iter().cloned());
    report.warnings.extend(doubts);
    report.assign_themes(taxonomy);
    report
}
