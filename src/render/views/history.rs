//! A history in words for people: what a report says, what is due, and what changed.

use crate::answers::actions::ActionKind;
use crate::answers::area::{
    AreaHistory, AreaReport, Change, Direction, Due, DueKind, Numbers, Shift, ThemeShift, Themes,
};
use crate::answers::citation::{dates, kind_label, long, month_of, pages, when};
use crate::answers::report_info::ReportInfo;
use crate::render::words::{count, thousands};
use crate::report::Scale;

/// `11 to 15 December 2023 · area SEND inspection · send-inconsistent`.
pub(super) fn headline(report: &ReportInfo) -> String {
    let mut parts: Vec<String> = dates(report).into_iter().collect();
    parts.push(kind_label(&report.kind).to_owned());
    if report.outcome_scale != Scale::None.name() {
        parts.push(report.outcome.clone());
    }
    parts.join(" · ")
}

/// Themes, most passages first: `health/camhs 3, education/ehc-plans 2`.
fn themes(themes: &Themes) -> String {
    let mut ordered: Vec<(&String, &u64)> = themes.iter().collect();
    ordered.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let ordered = ordered.into_iter();
    let parts: Vec<String> = ordered
        .map(|(theme, number)| format!("{theme} {}", thousands(*number)))
        .collect();
    if parts.is_empty() {
        "no theme recognised".to_owned()
    } else {
        parts.join(", ")
    }
}

/// What is known of a report beside its headline: what it is called, and what it says.
pub(super) fn facts(report: &AreaReport) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let judgements = judgements(report);
    if !judgements.is_empty() {
        facts.push(("judgements", judgements));
    }
    for (label, own) in [
        ("strengths", &report.strengths),
        ("weaknesses", &report.weaknesses),
    ] {
        facts.extend(own.as_ref().map(|own| (label, themes(own))));
    }
    if let Some(actions) = actions(&report.actions) {
        facts.push(("asks for", format!("{actions}: {}", themes(&report.asked))));
    }
    for due in &report.due {
        let mut line = announced(due);
        line.extend(pages(due.page_start, due.page_end).map(|page| format!(" ({page})")));
        let followed = due.followed_by.iter();
        line.extend(followed.map(|id| format!("; followed by {id}")));
        facts.push(("due", line));
    }
    facts
}

/// The judgements below the outcome.
fn judgements(report: &AreaReport) -> String {
    let rows = &report.entry.facts.judgements;
    let of = |row: &str| {
        let own = rows.iter().find(|judgement| judgement.row == row)?;
        Some(own.grade.as_str())
    };
    // Those of a revisit are numbers.
    if report.entry.report.outcome_scale == Scale::SendRevisit.name()
        && let (Some(sufficient), Some(all)) = (of("sufficient"), of("weaknesses"))
    {
        return format!("sufficient progress on {sufficient} of {all} weaknesses");
    }
    // The overall one is the outcome, which stands in the headline.
    let below = rows.iter().filter(|judgement| judgement.row != "overall");
    let below = below.map(|judgement| format!("{} {}", judgement.row, judgement.grade));
    below.collect::<Vec<_>>().join(", ")
}

/// `full inspection by about December 2026`.
pub(super) fn announced(due: &Due) -> String {
    let what = match due.kind {
        DueKind::Monitoring => "monitoring inspection",
        DueKind::Revisit => "revisit",
        DueKind::Full => "full inspection",
    };
    let day = |day| {
        if due.approximate {
            format!("about {}", month_of(day))
        } else {
            long(day)
        }
    };
    match (due.from, due.until) {
        (Some(from), Some(until)) => format!("{what} from {} to {}", day(from), day(until)),
        (None, Some(until)) => format!("{what} by {}", day(until)),
        (_, None) => format!("{what}, without a date"),
    }
}

/// `children's services inspection: February 2020 → October 2024`.
pub(super) fn compared(change: &Change, answer: &AreaHistory) -> String {
    let report = |id: &str| {
        let mut reports = answer.reports.iter().map(|report| &report.entry.report);
        reports.find(|report| report.id == id)
    };
    let (Some(before), Some(after)) = (report(&change.before), report(&change.after)) else {
        return format!("{} → {}", change.before, change.after);
    };
    let when = |report: &ReportInfo| when(report).unwrap_or_else(|| report.id.clone());
    let (old, new) = (kind_label(&before.kind), kind_label(&after.kind));
    if change.another_framework {
        format!("{old}, {} → {new}, {}", when(before), when(after))
    } else {
        format!("{new}: {} → {}", when(before), when(after))
    }
}

fn arrow(shift: &Shift) -> String {
    format!("{} → {}", shift.before, shift.after)
}

/// What changed, by label.
pub(super) fn changes(change: &Change) -> Vec<(&'static str, String)> {
    let outcome = match change.outcome.direction {
        Direction::Same => format!("{}, as before", change.outcome.after),
        Direction::Rose => format!("{}: rose", arrow(&change.outcome)),
        Direction::Fell => format!("{}: fell", arrow(&change.outcome)),
        Direction::Other => arrow(&change.outcome),
    };
    let mut lines = vec![("outcome", outcome)];
    for (label, direction) in [
        ("rose", Direction::Rose),
        ("fell", Direction::Fell),
        ("changed", Direction::Other),
        ("same", Direction::Same),
    ] {
        let shifts = change.judgements.iter();
        let shifts: Vec<String> = shifts
            .filter(|shift| shift.direction == direction)
            .map(|shift| match direction {
                Direction::Same => format!("{} {}", shift.row, shift.after),
                _ => format!("{} {}", shift.row, arrow(shift)),
            })
            .collect();
        if !shifts.is_empty() {
            lines.push((label, shifts.join(", ")));
        }
    }
    for (label, rows) in [
        ("only before", &change.rows_before),
        ("only after", &change.rows_after),
    ] {
        if !rows.is_empty() {
            lines.push((label, rows.join(", ")));
        }
    }
    for (label, shift) in [
        ("weaknesses", &change.weaknesses),
        ("asked for", &change.asked),
    ] {
        lines.extend(shift.as_ref().map(|shift| (label, moved(shift))));
    }
    lines
}

/// `new: a, b; no longer: c; still: d`.
fn moved(shift: &ThemeShift) -> String {
    let parts = [
        ("new", &shift.came),
        ("no longer", &shift.went),
        ("still", &shift.stayed),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, themes)| !themes.is_empty())
        .map(|(label, themes)| format!("{label}: {}", themes.join(", ")))
        .collect();
    if parts.is_empty() {
        "no theme recognised".to_owned()
    } else {
        parts.join("; ")
    }
}

/// `2 priority actions, 3 improvements`; `None` if nothing is asked for.
fn actions(numbers: &Numbers) -> Option<String> {
    let parts: Vec<String> = numbers
        .iter()
        .map(|(&kind, &number)| action(kind, number))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn action(kind: ActionKind, number: u64) -> String {
    match kind {
        ActionKind::PriorityAction => count(number, "priority action"),
        ActionKind::StatementOfAction => {
            let weaknesses = if number == 1 {
                "weakness"
            } else {
                "weaknesses"
            };
            let number = thousands(number);
            format!("{number} {weaknesses} for a written statement of action")
        }
        ActionKind::Recommendation => count(number, "recommendation"),
        ActionKind::Improvement => count(number, "improvement"),
    }
}
