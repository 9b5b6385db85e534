//! What engines are asked: 200 queries, each in several ways.

use crate::corpus::{Frequencies, Queries, SEED, phrases, single_words};

/// What is wanted of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The first ten with their texts.
    Top,
    /// The same, of one outcome.
    Filter,
    /// The first ten, and all facets counted in passages and reports.
    Facets,
    /// The first ten with highlighted snippets.
    Highlights,
    /// Both.
    HighlightsAndFacets,
}

impl Asked {
    pub(crate) const ALL: [Asked; 5] = [
        Asked::Top,
        Asked::Filter,
        Asked::Facets,
        Asked::Highlights,
        Asked::HighlightsAndFacets,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Asked::Top => "top 10",
            Asked::Filter => "with a filter",
            Asked::Facets => "with all facet counts",
            Asked::Highlights => "with highlights",
            Asked::HighlightsAndFacets => "with highlights and all facet counts",
        }
    }

    pub(crate) fn filtered(self) -> bool {
        self == Asked::Filter
    }

    pub(crate) fn counted(self) -> bool {
        matches!(self, Asked::Facets | Asked::HighlightsAndFacets)
    }

    pub(crate) fn highlighted(self) -> bool {
        matches!(self, Asked::Highlights | Asked::HighlightsAndFacets)
    }
}

/// Queries of one class.
#[derive(Debug, Clone)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) queries: Vec<String>,
}

/// Queries of each class that is drawn; words alone are fewer.
const EACH: usize = 30;
const SINGLE: usize = 20;

/// What people type, in words that generated reports hold.
const DOMAIN: [&str; 30] = [
    "CAMHS waiting times",
    "EHC plans late",
    "SEND neurodevelopmental pathway",
    "speech and language therapy waiting",
    "care leavers accommodation",
    "children missing education",
    "annual reviews delayed",
    "preparation for adulthood",
    "parents and carers unhappy",
    "social workers caseloads",
    "school transport",
    "autism assessment delays",
    "exploitation risk",
    "multi-agency safeguarding hub",
    "health visitors early help",
    "quality assurance of plans",
    "voice of the child",
    "foster carers support",
    "unaccompanied asylum-seeking children",
    "domestic abuse",
    "co-production with parents",
    "short breaks",
    "educational psychologists",
    "joint commissioning",
    "alternative provision oversight",
    "elective home education",
    "supervision of staff",
    "mental health support schools",
    "transition to adult services",
    "permanent exclusions",
];

/// All queries, by class.
pub(crate) fn classes(frequencies: &Frequencies) -> Vec<Class> {
    let drawn = Queries::of(frequencies, EACH, SEED);
    let mut classes: Vec<Class> = drawn
        .named()
        .map(|(name, queries)| Class {
            name,
            queries: queries.to_vec(),
        })
        .into();
    classes.push(Class {
        name: "single words",
        queries: single_words(frequencies, SINGLE, SEED),
    });
    classes.push(Class {
        name: "phrases",
        queries: phrases(frequencies, EACH, SEED),
    });
    classes.push(Class {
        name: "domain",
        queries: DOMAIN.map(str::to_owned).into(),
    });
    classes
}
