//! The engines that are compared, with the least program for each.

mod bare;
pub(crate) mod fts5;
mod ours;

use std::path::Path;

use findings::report::facet::{self, Dimension, FacetPath};
use findings::report::{Passage, Report};

use crate::Result;
use crate::question::Asked;

/// An engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    Findings,
    Tantivy,
    Fts5,
}

impl Peer {
    pub(crate) const ALL: [Peer; 3] = [Peer::Findings, Peer::Tantivy, Peer::Fts5];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Peer::Findings => "findings",
            Peer::Tantivy => "bare tantivy",
            Peer::Fts5 => "SQLite FTS5",
        }
    }

    /// The heading of what findings takes against this engine.
    pub(crate) fn against(self) -> &'static str {
        match self {
            Peer::Findings => "p50 against itself",
            Peer::Tantivy => "p50 against bare",
            Peer::Fts5 => "p50 against FTS5",
        }
    }

    /// The engine of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|peer| peer.name() == name)
    }

    /// Indexes the packed reports of a file in a folder that does not exist yet.
    pub(crate) fn load(self, corpus: &Path, index: &Path) -> Result<()> {
        match self {
            Peer::Findings => ours::load(corpus, index),
            Peer::Tantivy => bare::load(corpus, index),
            Peer::Fts5 => fts5::load(corpus, index),
        }
    }

    pub(crate) fn open(self, index: &Path) -> Result<Box<dyn Opened>> {
        Ok(match self {
            Peer::Findings => Box::new(ours::Ours::open(index)?),
            Peer::Tantivy => Box::new(bare::Bare::open(index)?),
            Peer::Fts5 => Box::new(fts5::Fts5::open(index)?),
        })
    }
}

/// An index that answers queries.
pub(crate) trait Opened {
    /// Answers a query of words and phrases in quotation marks, all of which must occur.
    fn ask(&self, query: &str, asked: Asked) -> Result<Answer>;
}

/// What is looked at of an answer; the rest was made as well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Passages given, up to ten.
    pub(crate) hits: usize,
    /// Bytes of their texts, or of their snippets where these were asked for.
    pub(crate) bytes: usize,
    /// Different values of all facets, where they were counted.
    pub(crate) values: usize,
}

/// Hits of an answer.
const HITS: usize = 10;

/// The outcome that answers are filtered by: a frequent one.
const FILTER: [&str; 2] = ["send-2023", "send-inconsistent"];

/// Facets of passages, as all engines have them.
const FACETS: [Dimension; 6] = [
    Dimension::Area,
    Dimension::Outcome,
    Dimension::Year,
    Dimension::Theme,
    Dimension::Kind,
    Dimension::Section,
];

/// The passages of a report with their facet values.
fn passages(
    report: &Report,
) -> impl Iterator<Item = (&Passage, impl Iterator<Item = (usize, FacetPath)>)> {
    report.sections.iter().flat_map(move |section| {
        section.passages.iter().map(move |passage| {
            let values = facet::of_report(report)
                .into_iter()
                .chain(facet::of_section(section.role))
                .chain(facet::of_passage(passage));
            let of_fields = values.filter_map(|(dimension, path)| {
                let place = FACETS.iter().position(|&known| known == dimension)?;
                Some((place, path))
            });
            (passage, of_fields)
        })
    })
}
