//! Facets: the dimensions by which passages are filtered, counted and grouped, and the values they
//! take.

mod vocabulary;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use vocabulary::{Resolved, Vocabulary, YearRange};

use crate::report::themes::Taxonomy;
use crate::report::{Area, Kind, Passage, Report, Role, Scale, UNKNOWN};

/// What is known of a facet. What a row leaves out is as in [`ROW`].
pub(super) struct Row {
    /// The name on the command line, in queries and in machine output.
    name: &'static str,
    /// The same for a filter on what does not have a value.
    not_name: &'static str,
    /// What stands for a value in help.
    value_name: &'static str,
    /// What a filter by a value selects, for help.
    selects: &'static str,
    /// What has its values, and which.
    of: Of,
    /// Values that are valid whether or not the index holds them.
    listed: fn() -> Vec<FacetPath>,
    /// How a typed value is resolved.
    typed: Typed,
    /// How a value is shown.
    label: Label,
    /// Whether the upper level of a value is a value too: a whole scale, a whole domain.
    upper_levels: bool,
    /// Whether values keep their order when counted, rather than the most frequent first.
    ordered: bool,
}

const ROW: Row = Row {
    name: "",
    not_name: "",
    value_name: "",
    selects: "",
    of: Of::Report(|_| Vec::new()),
    listed: Vec::new,
    typed: Typed::Name,
    label: Label::Leaf,
    upper_levels: false,
    ordered: false,
};

/// What has the values of a facet.
#[derive(Clone, Copy)]
enum Of {
    /// A report, and so all its passages.
    Report(fn(&Report) -> Vec<FacetPath>),
    /// A section by its role, and so all its passages.
    Section(fn(Role) -> FacetPath),
    /// A passage alone.
    Passage(fn(&Passage) -> Vec<FacetPath>),
    /// It is the first level of another facet.
    Upper(Dimension),
}

/// How a typed value is resolved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typed {
    /// By its name, a part of it, or a near spelling.
    Name,
    /// The same, and by what else areas are called.
    Area,
    /// As a year or a range of years.
    Years,
}

/// How a value is shown and may be typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    /// By its last level.
    Leaf,
    /// By its last level, unless that is [`UNKNOWN`], which says nothing without the level above.
    LeafIfKnown,
    /// By all its levels: `health/camhs`.
    Whole,
}

closed_list! {
    /// A way to divide passages.
    Dimension {
        /// The area inspected, under its region: `/South West/Gloucestershire`.
        Area = "area" {
            not_name: "not-area",
            value_name: "AREA",
            selects: "reports on this area",
            of: Of::Report(|report| report.areas.iter().map(area_path).collect()),
            listed: || {
                let areas = crate::report::areas().iter();
                areas.map(|area| FacetPath::new([&area.region, &area.name])).collect()
            },
            typed: Typed::Area,
        }
        /// The region alone: the first level of `area`.
        Region = "region" {
            not_name: "not-region",
            value_name: "REGION",
            selects: "reports on areas of this region",
            of: Of::Upper(Dimension::Area),
            listed: || {
                let regions = crate::report::regions().iter();
                regions.map(|region| FacetPath::new([region])).collect()
            },
        }
        /// Scale and value of the judgement: `/send-2023/send-inconsistent`.
        Outcome = "outcome" {
            not_name: "not-outcome",
            value_name: "OUTCOME",
            selects: "reports with this outcome, or a whole scale of outcomes",
            of: Of::Report(|report| {
                vec![FacetPath::new([report.outcome.scale.name(), &report.outcome.value])]
            }),
            listed: || {
                let values = |scale: &Scale| {
                    let scale = *scale;
                    let values = scale.values().iter();
                    let values = values.map(move |value| FacetPath::new([scale.name(), value]));
                    std::iter::once(FacetPath::new([scale.name()])).chain(values)
                };
                Scale::ALL.iter().flat_map(values).collect()
            },
            label: Label::LeafIfKnown,
            upper_levels: true,
        }
        /// The year in which the inspection ended: `/2023`.
        Year = "year" {
            not_name: "not-year",
            value_name: "YEARS",
            selects: "inspections that ended in this year, or years (2023..2025)",
            of: Of::Report(|report| {
                report.year.map(|year| FacetPath::new([year.to_string()])).into_iter().collect()
            }),
            typed: Typed::Years,
            ordered: true,
        }
        /// Domain and theme: `/health/camhs`.
        Theme = "theme" {
            not_name: "not-theme",
            value_name: "THEME",
            selects: "passages with this theme, or a theme of this domain",
            of: Of::Passage(|passage| passage.themes.iter().map(|theme| theme_path(theme)).collect()),
            listed: || {
                let paths = Taxonomy::embedded_paths().map(theme_path);
                let all: BTreeSet<FacetPath> = paths.flat_map(|path| [path.top(), path]).collect();
                all.into_iter().collect()
            },
            label: Label::Whole,
            upper_levels: true,
        }
        /// The kind of report: `/send-full`.
        Kind = "kind" {
            not_name: "not-kind",
            value_name: "KIND",
            selects: "reports of this kind",
            of: Of::Report(|report| vec![FacetPath::new([report.kind.name()])]),
            listed: || Kind::ALL.iter().map(|kind| FacetPath::new([kind.name()])).collect(),
        }
        /// The role of the section: `/weaknesses`.
        Section = "section" {
            not_name: "not-section",
            value_name: "ROLE",
            selects: "passages in sections of this role",
            of: Of::Section(|role| FacetPath::new([role.name()])),
            listed: || Role::ALL.iter().map(|role| FacetPath::new([role.name()])).collect(),
        }
    }
}

fn area_path(area: &Area) -> FacetPath {
    FacetPath::new(area.region.iter().chain([&area.name]).cloned())
}

fn theme_path(theme: &str) -> FacetPath {
    FacetPath::new(theme.split('/'))
}

impl Dimension {
    /// The values that are valid whether or not an index holds them; none for years, of which every
    /// one is valid.
    pub fn listed(self) -> Vec<FacetPath> {
        (self.row().listed)()
    }

    /// The name of the filter that excludes values: `not-area`.
    pub fn not_name(self) -> &'static str {
        self.row().not_name
    }

    /// What stands for a value in help: `AREA`.
    pub fn value_name(self) -> &'static str {
        self.row().value_name
    }

    /// What a filter by a value selects, for help: `reports on this area`.
    pub fn selects(self) -> &'static str {
        self.row().selects
    }

    /// The dimension whose values are stored for this one: itself, unless it is the first level of
    /// another.
    pub fn stored_as(self) -> Dimension {
        match self.row().of {
            Of::Upper(whole) => whole,
            _ => self,
        }
    }

    /// Whether all passages of a report share its values.
    pub fn is_of_report(self) -> bool {
        matches!(self.stored_as().row().of, Of::Report(_))
    }

    /// Whether its values are those of sections.
    pub fn is_of_section(self) -> bool {
        matches!(self.row().of, Of::Section(_))
    }

    /// Whether its values keep their order when counted, rather than the most frequent first.
    pub fn is_ordered(self) -> bool {
        self.row().ordered
    }

    /// Whether a typed value is a year or a range of years.
    pub fn takes_years(self) -> bool {
        self.row().typed == Typed::Years
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
        let whole = match dimension.row().label {
            Label::Leaf => false,
            Label::LeafIfKnown => self.leaf() == UNKNOWN,
            Label::Whole => true,
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

/// The facet values of all passages of a report, dimension by dimension. Facets that are the first
/// level of another have none of their own.
pub fn of_report(report: &Report) -> Vec<(Dimension, FacetPath)> {
    values(|of| match of {
        Of::Report(paths) => paths(report),
        _ => Vec::new(),
    })
}

/// The facet values of all passages in a section with `role`.
pub fn of_section(role: Role) -> Vec<(Dimension, FacetPath)> {
    values(|of| match of {
        Of::Section(path) => vec![path(role)],
        _ => Vec::new(),
    })
}

/// The facet values of a passage alone.
pub fn of_passage(passage: &Passage) -> Vec<(Dimension, FacetPath)> {
    values(|of| match of {
        Of::Passage(paths) => paths(passage),
        _ => Vec::new(),
    })
}

fn values(paths: impl Fn(Of) -> Vec<FacetPath>) -> Vec<(Dimension, FacetPath)> {
    let mut values = Vec::new();
    for dimension in Dimension::ALL {
        let paths = paths(dimension.row().of).into_iter();
        values.extend(paths.map(|path| (dimension, path)));
    }
    values
}
