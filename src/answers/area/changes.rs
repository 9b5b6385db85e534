//! The reports on an area, and what changed from one inspection to the next of its kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::due::Due;
use crate::answers::actions::ActionKind;
use crate::answers::report_info::{Judgement, ReportEntry};
use crate::report::{Kind, Scale};

/// A report as a part of an area's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AreaReport {
    /// The report.
    #[serde(flatten)]
    pub entry: ReportEntry,
    /// Themes of its sections of strengths; `null` where it has no such section.
    pub strengths: Option<Themes>,
    /// Themes of its sections of weaknesses; `null` where it has no such section.
    pub weaknesses: Option<Themes>,
    /// What it asks for: actions by sort.
    pub actions: Numbers,
    /// Themes of the passages that ask for it.
    pub asked: Themes,
    /// What it says of inspections to come.
    pub due: Vec<Due>,
}

/// Passages by theme.
pub type Themes = BTreeMap<String, u64>;

/// Actions by sort.
pub type Numbers = BTreeMap<ActionKind, u64>;

/// What changed from one inspection to the next of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Id of the earlier report.
    pub before: String,
    /// Id of the later report.
    pub after: String,
    /// Whether the later inspection followed another framework, under which some rows are others and
    /// other things are asked for.
    pub another_framework: bool,
    /// The outcome, on a scale that both share.
    pub outcome: Shift,
    /// Judgements that both reports give.
    pub judgements: Vec<Shift>,
    /// Rows that only the earlier report has.
    pub rows_before: Vec<String>,
    /// Rows that only the later report has.
    pub rows_after: Vec<String>,
    /// Themes of weaknesses; `null` unless both reports have sections of weaknesses.
    pub weaknesses: Option<ThemeShift>,
    /// Themes of what is asked for; `null` unless both ask for something, under one framework.
    pub asked: Option<ThemeShift>,
}

/// A judgement before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// What is judged.
    pub row: String,
    /// As the earlier report has it.
    pub before: String,
    /// As the later report has it.
    pub after: String,
    /// Which way it went.
    pub direction: Direction,
}

/// Which way a judgement went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// To a better grade.
    Rose,
    /// To a worse grade.
    Fell,
    /// Nowhere.
    Same,
    /// To or from something that is no grade, or one that is neither better nor worse.
    Other,
}

/// Themes before and after.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ThemeShift {
    /// Those of the later report alone.
    pub came: Vec<String>,
    /// Those of the earlier report alone.
    pub went: Vec<String>,
    /// Those of both.
    pub stayed: Vec<String>,
}

/// What changed, latest first, of reports that come in order of date.
pub(super) fn changes(reports: &[AreaReport]) -> Vec<Change> {
    let later = reports.iter().enumerate().rev();
    later
        .filter_map(|(at, after)| {
            let mut earlier = reports[..at].iter().rev();
            let before = earlier.find(|before| is_followed(before, after))?;
            Some(change(before, after))
        })
        .collect()
}

/// Full inspections of children's services, under one framework after the other. All are judged on
/// one scale.
const CHILDRENS_SERVICES: [Kind; 3] = [Kind::Sif, Kind::SifReinspection, Kind::Ilacs];

/// Whether a report is on an inspection like an earlier one. Visits and joint targeted inspections,
/// which give no judgement, look at something else each time.
fn is_followed(before: &AreaReport, after: &AreaReport) -> bool {
    let (Some(before), Some(after)) = (kind(before), kind(after)) else {
        return false;
    };
    let [before_cs, after_cs] = [before, after].map(|kind| CHILDRENS_SERVICES.contains(&kind));
    (before == after || (before_cs && after_cs)) && after.scale() != Scale::None
}

fn kind(report: &AreaReport) -> Option<Kind> {
    let name = &report.entry.report.kind;
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

fn change(before: &AreaReport, after: &AreaReport) -> Change {
    let (earlier, later) = (&before.entry, &after.entry);
    let another_framework = [before, after].map(|report| kind(report) == Some(Kind::Ilacs));
    let another_framework = another_framework[0] != another_framework[1];
    let (old, new) = (&earlier.facts.judgements, &later.facts.judgements);
    let judgements = old.iter().filter_map(|old| {
        let new = new.iter().find(|new| new.row == old.row)?;
        Some(shift(&old.row, &old.grade, &new.grade))
    });
    let judgements = judgements.filter(|shift| shift.row != OVERALL);
    Change {
        before: earlier.report.id.clone(),
        after: later.report.id.clone(),
        another_framework,
        outcome: shift("outcome", &earlier.report.outcome, &later.report.outcome),
        judgements: judgements.collect(),
        rows_before: rows_of_one(old, new),
        rows_after: rows_of_one(new, old),
        weaknesses: before
            .weaknesses
            .as_ref()
            .zip(after.weaknesses.as_ref())
            .map(|(before, after)| themes(before, after)),
        asked: (!another_framework && !before.actions.is_empty() && !after.actions.is_empty())
            .then(|| themes(&before.asked, &after.asked)),
    }
}

/// The row that repeats the outcome.
const OVERALL: &str = "overall";

/// Rows of one report that the other does not have.
fn rows_of_one(one: &[Judgement], other: &[Judgement]) -> Vec<String> {
    let alone = one.iter().map(|own| &own.row).filter(|row| {
        let shared = other.iter().any(|other| other.row == **row);
        !shared && *row != OVERALL
    });
    alone.cloned().collect()
}

fn shift(row: &str, before: &str, after: &str) -> Shift {
    let direction = match (place(before), place(after)) {
        _ if before == after => Direction::Same,
        (Some((scale, before)), Some((other, after))) if scale == other && before != after => {
            if after < before {
                Direction::Rose
            } else {
                Direction::Fell
            }
        }
        _ => Direction::Other,
    };
    Shift {
        row: row.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
        direction,
    }
}

/// The rank of a grade on its scale, best first; `None` if it is not a grade.
fn place(grade: &str) -> Option<(Scale, usize)> {
    // What was adequate under one framework requires improvement under the next: neither is better.
    let grade = if grade == "adequate" {
        "requires-improvement"
    } else {
        grade
    };
    let scales = Scale::ALL.into_iter();
    let mut places = scales.filter_map(|scale| {
        let values = scale.values().iter();
        let mut grades = values.filter(|&&value| value != "not-judged" && value != "none");
        Some((scale, grades.position(|&value| value == grade)?))
    });
    places.next()
}

fn themes(before: &Themes, after: &Themes) -> ThemeShift {
    let only = |one: &Themes, other: &Themes| {
        let alone = one.keys().filter(|theme| !other.contains_key(*theme));
        alone.cloned().collect()
    };
    let both = before.keys().filter(|theme| after.contains_key(*theme));
    ThemeShift {
        came: only(after, before),
        went: only(before, after),
        stayed: both.cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direction(before: &str, after: &str) -> Direction {
        shift("outcome", before, after).direction
    }

    #[test]
    fn grades_rise_and_fall_on_their_own_scale() {
        assert_eq!(direction("good", "outstanding"), Direction::Rose);
        assert_eq!(direction("good", "inadequate"), Direction::Fell);
        assert_eq!(direction("good", "good"), Direction::Same);
        assert_eq!(
            direction("send-widespread-failings", "send-inconsistent"),
            Direction::Rose
        );
        assert_eq!(
            direction("wsoa-not-required", "wsoa-required"),
            Direction::Fell
        );
        assert_eq!(direction("good", "adequate"), Direction::Fell);
    }

    #[test]
    fn what_is_no_grade_has_no_direction() {
        for (before, after) in [
            ("adequate", "requires-improvement"),
            ("not-judged", "good"),
            ("good", "unknown"),
            ("send-positive", "good"),
            ("3", "4"),
        ] {
            assert_eq!(
                direction(before, after),
                Direction::Other,
                "{before} {after}"
            );
        }
    }

    #[test]
    fn themes_come_go_and_stay() {
        let of = |names: &[&str]| names.iter().map(|&name| (name.to_owned(), 1)).collect();
        let shift = themes(&of(&["a", "b"]), &of(&["b", "c"]));
        assert_eq!(shift.came, ["c"]);
        assert_eq!(shift.went, ["a"]);
        assert_eq!(shift.stayed, ["b"]);
    }
}
