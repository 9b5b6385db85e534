//! Resolves typed filter values: names, aliases, whole words of names, and near spellings.

use std::collections::BTreeSet;

use super::{Dimension, FacetPath, Typed, area_path};
use crate::error::UnknownValue;
use crate::report::themes::Taxonomy;
use crate::text::spelling::{near, nearest, simplify};

/// The values a filter may name: the closed lists, the official areas, and what the index holds.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Values present in the index, by dimension.
    present: BTreeSet<(Dimension, FacetPath)>,
}

/// What a typed filter value stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The values, of which a passage must have one. Empty if no indexed passage can have it.
    pub paths: Vec<FacetPath>,
    /// How the value is called in messages.
    pub label: String,
}

impl Vocabulary {
    /// A vocabulary of an index that holds `present`.
    pub fn new(present: impl IntoIterator<Item = (Dimension, FacetPath)>) -> Self {
        let mut all = BTreeSet::new();
        for (dimension, path) in present {
            if path.0.len() > 1 {
                let upper = Dimension::ALL.into_iter().filter(|&other| {
                    if other == dimension {
                        other.row().upper_levels
                    } else {
                        other.stored_as() == dimension
                    }
                });
                all.extend(upper.map(|other| (other, path.top())));
            }
            all.insert((dimension, path));
        }
        Vocabulary { present: all }
    }

    /// The values of `dimension` in the index, in order.
    pub fn present(&self, dimension: Dimension) -> impl Iterator<Item = &FacetPath> {
        self.present
            .iter()
            .filter(move |(of, _)| *of == dimension)
            .map(|(_, path)| path)
    }

    /// Resolves a typed value: a name, an alias, whole words of one name alone, or an unambiguous near
    /// spelling of it. A part of a word stands for nothing: `mental` is not `neurodevelopmental`.
    pub fn resolve(&self, dimension: Dimension, value: &str) -> Result<Resolved, UnknownValue> {
        let typed = dimension.row().typed;
        if typed == Typed::Years {
            return self.resolve_years(dimension, value);
        }
        if typed == Typed::Area
            && let Some(area) = crate::report::resolve(value)
        {
            return Ok(Resolved {
                paths: vec![area_path(&area)],
                label: area.name,
            });
        }
        let present: Vec<&FacetPath> = self.present(dimension).collect();
        let listed = (dimension.row().listed)();
        // A whole name comes before words of one. What the index holds is tried first: words that are
        // ambiguous among all areas of England may be clear among those that can be found here.
        let listed_paths: Vec<&FacetPath> = listed.iter().collect();
        for (by, candidates) in [Named::Whole, Named::Words]
            .into_iter()
            .flat_map(|by| [(by, &present), (by, &listed_paths)])
        {
            match pick(dimension, candidates, value, by) {
                Pick::One(path) => {
                    return Ok(Resolved {
                        label: path.label(dimension),
                        paths: vec![path],
                    });
                }
                Pick::All(paths) => {
                    return Ok(Resolved {
                        paths,
                        label: value.trim().to_owned(),
                    });
                }
                Pick::Many(paths) => {
                    let meant = meant(value, &paths, dimension);
                    return Err(unknown(dimension, value, meant, true));
                }
                Pick::None => {}
            }
        }
        let all = || present.iter().copied().chain(&listed);
        let labels: BTreeSet<String> = all().map(|path| path.label(dimension)).collect();
        if let Some(label) = nearest_label(value, &labels)
            && let Some(path) = all().find(|path| path.label(dimension) == label)
        {
            return Ok(Resolved {
                label: label.to_owned(),
                paths: vec![path.clone()],
            });
        }
        let spellings = near(value, labels.iter().map(String::as_str), 5);
        let mut suggestions: Vec<String> = spellings.into_iter().map(str::to_owned).collect();
        if suggestions.is_empty() && dimension == Dimension::Theme {
            suggestions = themes_about(value);
        }
        if suggestions.is_empty() && labels.len() <= 50 {
            suggestions = labels.into_iter().collect();
        }
        Err(unknown(dimension, value, suggestions, false))
    }

    fn resolve_years(&self, dimension: Dimension, value: &str) -> Result<Resolved, UnknownValue> {
        let present = self.present(dimension);
        let Some(range) = YearRange::parse(value) else {
            let years = present.map(|path| path.leaf().to_owned()).collect();
            return Err(unknown(dimension, value, years, false));
        };
        let within = |path: &&FacetPath| path.leaf().parse().is_ok_and(|year| range.contains(year));
        Ok(Resolved {
            paths: present.filter(within).cloned().collect(),
            label: value.trim().to_owned(),
        })
    }
}

/// Themes whose definitions have what was typed as whole words.
fn themes_about(value: &str) -> Vec<String> {
    let wanted = format!(" {} ", simplify(value));
    let about = |definition| format!(" {} ", simplify(definition)).contains(&wanted);
    Taxonomy::embedded_definitions()
        .filter(|(_, definition)| !wanted.trim().is_empty() && about(definition))
        .map(|(path, _)| path.to_owned())
        .collect()
}

fn unknown(dimension: Dimension, value: &str, near: Vec<String>, ambiguous: bool) -> UnknownValue {
    UnknownValue {
        facet: dimension.name(),
        value: value.to_owned(),
        near,
        ambiguous,
        place: None,
    }
}

/// Years from and to, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearRange {
    first: i16,
    last: i16,
}

impl YearRange {
    /// Reads `2023`, `2023..2025`, `2023..`, `..2025` (also with one dash, or three dots).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let year = |part: &str| -> Option<i16> {
            (part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse().ok())
                .flatten()
        };
        if let Some(single) = year(text) {
            return Some(YearRange {
                first: single,
                last: single,
            });
        }
        let (left, right) = text
            .split_once("...")
            .or_else(|| text.split_once(".."))
            .or_else(|| text.split_once(crate::text::is_hyphen))?;
        let bound = |part: &str, open: i16| {
            let part = part.trim();
            if part.is_empty() {
                Some(open)
            } else {
                year(part)
            }
        };
        if left.trim().is_empty() && right.trim().is_empty() {
            return None;
        }
        let range = YearRange {
            first: bound(left, i16::MIN)?,
            last: bound(right, i16::MAX)?,
        };
        (range.first <= range.last).then_some(range)
    }

    /// Whether `year` lies within.
    pub fn contains(self, year: i16) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

/// The one label that is clearly spelled most like `value`, as a whole or from one of its words on
/// (`inconsistnt` for `send-inconsistent`).
fn nearest_label<'a>(value: &str, labels: &'a BTreeSet<String>) -> Option<&'a str> {
    let endings: Vec<(&str, &str)> = labels
        .iter()
        .flat_map(|label| {
            let inner = label
                .match_indices(['-', '/', ' '])
                .map(move |(at, _)| &label[at + 1..]);
            std::iter::once(label.as_str())
                .chain(inner)
                .map(move |ending| (ending, label.as_str()))
        })
        .collect();
    let spelled = nearest(value, endings.iter().map(|(ending, _)| *ending))?;
    let mut meant = endings.iter().filter(|(ending, _)| *ending == spelled);
    let (_, label) = meant.next()?;
    meant.all(|(_, other)| other == label).then_some(*label)
}

enum Pick {
    One(FacetPath),
    /// One value that stands on several scales, such as `unknown`: all of them are meant.
    All(Vec<FacetPath>),
    /// Several different values: nobody can tell which is meant.
    Many(Vec<FacetPath>),
    None,
}

/// How a value is named.
#[derive(Clone, Copy)]
enum Named {
    /// By its whole name, with or without the levels above.
    Whole,
    /// By words of it in a row.
    Words,
}

/// Candidates named by `value`.
fn pick(dimension: Dimension, candidates: &[&FacetPath], value: &str, by: Named) -> Pick {
    let wanted = simplify(value);
    if wanted.is_empty() {
        return Pick::None;
    }
    let names = |path: &FacetPath| {
        [
            simplify(&path.to_string()),
            simplify(&path.label(dimension)),
            simplify(path.leaf()),
        ]
    };
    let named = |name: &String| match by {
        Named::Whole => *name == wanted,
        Named::Words => format!(" {name} ").contains(&format!(" {wanted} ")),
    };
    let found = candidates
        .iter()
        .filter(|path| names(path).iter().any(named));
    let found: Vec<FacetPath> = found.map(|&path| path.clone()).collect();
    if let [path] = &found[..] {
        return Pick::One(path.clone());
    }
    // `health` names the domain, not each of its themes.
    let mut upper = found
        .iter()
        .filter(|path| found.iter().all(|other| other.0.starts_with(&path.0)));
    if let Some(path) = upper.next() {
        return Pick::One(path.clone());
    }
    if found.is_empty() {
        Pick::None
    } else if found.iter().all(|path| simplify(path.leaf()) == wanted) {
        Pick::All(found)
    } else {
        Pick::Many(found)
    }
}

/// Values that are named where several may be meant: those with what was typed in their own name, if
/// there are any, and not only in that of their region or scale.
fn meant(value: &str, paths: &[FacetPath], dimension: Dimension) -> Vec<String> {
    const MOST: usize = 12;
    let typed = simplify(value);
    let inside = |path: &&FacetPath| simplify(path.leaf()).contains(&typed);
    let mut named: Vec<&FacetPath> = paths.iter().filter(inside).collect();
    if named.is_empty() {
        named = paths.iter().collect();
    }
    let labels = named.into_iter().take(MOST);
    labels.map(|path| path.label(dimension)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::UNKNOWN;

    fn vocabulary() -> Vocabulary {
        let path = |levels: &[&str]| FacetPath::new(levels.iter().copied());
        Vocabulary::new([
            (Dimension::Area, path(&["South East", "Kent"])),
            (Dimension::Area, path(&["Quillmere"])),
            (Dimension::Area, path(&["Quillhampton"])),
            (Dimension::Area, path(&["West", "North Quill"])),
            (Dimension::Area, path(&["West", "South Quill"])),
            (
                Dimension::Outcome,
                path(&["send-2023", "send-inconsistent"]),
            ),
            (Dimension::Outcome, path(&["send-2023", UNKNOWN])),
            (Dimension::Outcome, path(&["four-grades", UNKNOWN])),
            (Dimension::Outcome, path(&["four-grades", "good"])),
            (Dimension::Year, path(&["2019"])),
            (Dimension::Year, path(&["2023"])),
            (Dimension::Theme, path(&["health", "camhs"])),
            (Dimension::Theme, path(&["health", "therapies"])),
            (Dimension::Theme, path(&["access", "waiting-times"])),
            (Dimension::Kind, path(&["send-full"])),
        ])
    }

    #[track_caller]
    fn refused(dimension: Dimension, value: &str) -> UnknownValue {
        let unknown = vocabulary().resolve(dimension, value);
        let unknown = unknown.expect_err("no value of the facet");
        assert_eq!(
            (unknown.facet, unknown.value.as_str()),
            (dimension.name(), value)
        );
        unknown
    }

    #[test]
    fn values_are_resolved() {
        let inconsistent = &["/send-2023/send-inconsistent"][..];
        for (dimension, value, expected) in [
            // Exact values, however they are written.
            (Dimension::Outcome, "send-inconsistent", inconsistent),
            (Dimension::Outcome, "SEND Inconsistent", inconsistent),
            (Dimension::Outcome, " send_inconsistent ", inconsistent),
            (
                Dimension::Outcome,
                "/send-2023/send-inconsistent",
                inconsistent,
            ),
            (Dimension::Area, "KENT", &["/South East/Kent"]),
            (Dimension::Region, "south east", &["/South East"]),
            (Dimension::Theme, "health/camhs", &["/health/camhs"]),
            // Whole words.
            (Dimension::Outcome, "inconsistent", inconsistent),
            (Dimension::Theme, "waiting", &["/access/waiting-times"]),
            (Dimension::Section, "priority", &["/priority-actions"]),
            // Upper levels.
            (Dimension::Theme, "health", &["/health"]),
            (Dimension::Outcome, "four-grades", &["/four-grades"]),
            // A value of several scales.
            (
                Dimension::Outcome,
                UNKNOWN,
                &["/four-grades/unknown", "/send-2023/unknown"],
            ),
            (
                Dimension::Outcome,
                "send-2023/unknown",
                &["/send-2023/unknown"],
            ),
            // Near spellings.
            (Dimension::Outcome, "inconsistant", inconsistent),
            (Dimension::Area, "Quilmere", &["/Quillmere"]),
            (Dimension::Section, "weeknesses", &["/weaknesses"]),
            (Dimension::Kind, "send-ful", &["/send-full"]),
            // Listed values that no report has.
            (
                Dimension::Outcome,
                "outstanding",
                &["/four-grades/outstanding"],
            ),
            (Dimension::Kind, "jtai", &["/jtai"]),
            // Years and ranges of years.
            (Dimension::Year, "2019..2023", &["/2019", "/2023"]),
            (Dimension::Year, "2020..", &["/2023"]),
            (Dimension::Year, "2030", &[]),
        ] {
            let resolved = vocabulary().resolve(dimension, value).expect(value);
            let paths: Vec<String> = resolved.paths.iter().map(ToString::to_string).collect();
            assert_eq!(paths, expected, "{value}");
        }
    }

    #[test]
    fn what_is_ambiguous_is_not_guessed() {
        let value = refused(Dimension::Area, "quill");
        assert!(value.ambiguous);
        assert_eq!(value.near, ["North Quill", "South Quill"]);
    }

    #[test]
    fn a_part_of_a_word_names_nothing() {
        for (dimension, value) in [
            (Dimension::Theme, "mental"),
            (Dimension::Theme, "therap"),
            (Dimension::Area, "quillm"),
        ] {
            assert!(!refused(dimension, value).ambiguous, "{value}");
        }
        let near = refused(Dimension::Theme, "mental").near;
        assert!(near.contains(&"health/camhs".to_owned()), "{near:?}");
    }

    #[test]
    fn what_is_unknown_lists_what_there_is() {
        let value = refused(Dimension::Theme, "astronomy");
        assert!(!value.ambiguous);
        assert!(value.near.contains(&"health/camhs".to_owned()), "{value:?}");
        for value in ["", "  ", "!!"] {
            assert!(!refused(Dimension::Outcome, value).ambiguous);
        }
    }

    #[test]
    fn years_take_ranges() {
        assert_eq!(
            refused(Dimension::Year, "2023..2019").near,
            ["2019", "2023"]
        );
        for bad in ["", "..", "20233", "-", "x..y", "2019..x", "2019....2023"] {
            assert_eq!(YearRange::parse(bad), None, "{bad}");
        }
        for (good, inside, outside) in [
            ("2019", 2019, 2020),
            ("..2019", 2019, 2020),
            ("2019..", 2030, 2018),
            ("2019 .. 2021", 2020, 2022),
            ("2019...2021", 2021, 2018),
            ("2019–2021", 2019, 2022),
        ] {
            let range = YearRange::parse(good).expect(good);
            assert!(range.contains(inside) && !range.contains(outside), "{good}");
        }
    }
}
