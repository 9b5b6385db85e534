//! Facets: the dimensions by which passages are filtered, counted and grouped, and the values they
//! take.

mod vocabulary;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use vocabulary::{Resolved, Vocabulary, YearRange};

use crate::report::{Passage, Report, Role, UNKNOWN};

/// A way to divide passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// The area inspected, under its region: `/South West/Gloucestershire`.
    Area,
    /// The region alone: the first level of `area`.
    Region,
    /// Scale and value of the judgement: `/send-2023/send-inconsistent`.
    Outcome,
    /// The year in which the inspection ended: `/2023`.
    Year,
    /// Domain and theme: `/health/camhs`.
    Theme,
    /// The kind of report: `/send-full`.
    Kind,
    /// The role of the section: `/weaknesses`.
    Section,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Dimension; 7] = [
        Dimension::Area,
        Dimension::Region,
        Dimension::Outcome,
        Dimension::Year,
        Dimension::Theme,
        Dimension::Kind,
        Dimension::Section,
    ];

    /// The name on the command line, in queries and in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Area => "area",
            Dimension::Region => "region",
            Dimension::Outcome => "outcome",
            Dimension::Year => "year",
            Dimension::Theme => "theme",
            Dimension::Kind => "kind",
            Dimension::Section => "section",
        }
    }

    /// Whether all passages of a report share its values.
    pub fn is_of_report(self) -> bool {
        match self {
            Dimension::Area
            | Dimension::Region
            | Dimension::Outcome
            | Dimension::Year
            | Dimension::Kind => true,
            Dimension::Theme | Dimension::Section => false,
        }
    }

    /// The dimension of a name, case-insensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|dimension| dimension.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A facet's value: one or two levels, such as `health` and `camhs`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FacetPath(pub Vec<String>);

impl FacetPath {
    /// A path from its levels.
    pub fn new<S: Into<String>>(levels: impl IntoIterator<Item = S>) -> Self {
        FacetPath(levels.into_iter().map(Into::into).collect())
    }

    /// The last level.
    pub fn leaf(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// The first level alone: the region of an area, the domain of a theme.
    pub fn top(&self) -> FacetPath {
        FacetPath(self.0.first().cloned().into_iter().collect())
    }

    /// How the value is shown and may be typed within `dimension`: themes in full
    /// (`health/camhs`), an outcome that says nothing without its scale with it, else the leaf.
    pub fn label(&self, dimension: Dimension) -> String {
        let whole = match dimension {
            Dimension::Theme => true,
            Dimension::Outcome => self.leaf() == UNKNOWN,
            _ => false,
        };
        if whole {
            self.0.join("/")
        } else {
            self.leaf().to_owned()
        }
    }
}

impl fmt::Display for FacetPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for level in &self.0 {
            write!(f, "/{level}")?;
        }
        Ok(())
    }
}

/// The facet values of all passages of a report, dimension by dimension. `Region` has none of its
/// own: it is the first level of `Area`.
pub fn of_report(report: &Report) -> Vec<(Dimension, FacetPath)> {
    let mut values = Vec::new();
    for area in &report.areas {
        let levels = area.region.iter().chain([&area.name]).cloned();
        values.push((Dimension::Area, FacetPath::new(levels)));
    }
    let outcome = [report.outcome.scale.name(), &report.outcome.value];
    values.push((Dimension::Outcome, FacetPath::new(outcome)));
    if let Some(year) = report.year {
        values.push((Dimension::Year, FacetPath::new([year.to_string()])));
    }
    values.push((Dimension::Kind, FacetPath::new([report.kind.name()])));
    values
}

/// The facet value of all passages in a section with `role`.
pub fn of_section(role: Role) -> (Dimension, FacetPath) {
    (Dimension::Section, FacetPath::new([role.name()]))
}

/// The facet values of a passage alone.
pub fn of_passage(passage: &Passage) -> impl Iterator<Item = (Dimension, FacetPath)> {
    let path = |theme: &String| FacetPath::new(levels_of_theme(theme));
    let themes = passage.themes.iter();
    themes.map(move |theme| (Dimension::Theme, path(theme)))
}

/// The levels of a theme.
pub fn levels_of_theme(theme: &str) -> impl Iterator<Item = &str> {
    theme.split('/')
}
