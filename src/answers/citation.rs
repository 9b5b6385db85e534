//! Citations: which report, when, where in it.

use crate::answers::report_info::ReportInfo;
use crate::report::Date;
use crate::text::dates::month_name;

/// Inspection dates for people: `11 to 15 December 2023`, or the publication date, or the year.
pub fn dates(report: &ReportInfo) -> Option<String> {
    match (report.inspection_start, report.inspection_end) {
        (Some(start), Some(end)) => Some(span(start, end)),
        (None, Some(day)) | (Some(day), None) => Some(long(day)),
        (None, None) => report
            .published
            .map(|day| format!("published {}", long(day)))
            .or_else(|| report.year.map(|year| year.to_string())),
    }
}

fn span(start: Date, end: Date) -> String {
    if start == end {
        long(end)
    } else if (start.year(), start.month()) == (end.year(), end.month()) {
        format!("{} to {}", start.day(), long(end))
    } else if start.year() == end.year() {
        format!("{} {} to {}", start.day(), month(start), long(end))
    } else {
        format!("{} to {}", long(start), long(end))
    }
}

/// `15 December 2023`.
pub fn long(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

fn month(day: Date) -> &'static str {
    month_name(day.month())
}

/// The month in which an inspection ended, else that of publication, or the year: `December 2023`.
pub fn when(report: &ReportInfo) -> Option<String> {
    let day = report.inspection_end.or(report.inspection_start);
    day.or(report.published)
        .map(month_of)
        .or_else(|| report.year.map(|year| year.to_string()))
}

/// `December 2023`.
pub fn month_of(day: Date) -> String {
    format!("{} {}", month(day), day.year())
}

/// A kind as a reader would say it: `area SEND inspection`.
pub fn kind_label(name: &str) -> &str {
    let mut kinds = crate::report::Kind::ALL.into_iter();
    let kind = kinds.find(|kind| kind.name() == name);
    kind.map_or(name, |kind| kind.label())
}

/// `page 3`, `pages 3–4`; `None` where the file has no pages.
pub fn pages(start: Option<u32>, end: Option<u32>) -> Option<String> {
    let start = start?;
    Some(match end {
        Some(end) if end != start => format!("pages {start}–{end}"),
        _ => format!("page {start}"),
    })
}

/// Area, outcome, dates and kind in one line, as far as they are known.
pub fn citation(report: &ReportInfo) -> String {
    let mut parts = vec![report.area.clone().unwrap_or_else(|| report.title.clone())];
    if report.outcome_scale != crate::report::Scale::None.name() {
        parts.push(report.outcome.clone());
    }
    parts.extend(dates(report));
    parts.push(kind_label(&report.kind).to_owned());
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn spans_are_as_short_as_they_can_be() {
        assert_eq!(
            span(date(2023, 12, 11), date(2023, 12, 15)),
            "11 to 15 December 2023"
        );
        assert_eq!(
            span(date(2024, 1, 29), date(2024, 2, 2)),
            "29 January to 2 February 2024"
        );
        assert_eq!(
            span(date(2023, 12, 28), date(2024, 1, 5)),
            "28 December 2023 to 5 January 2024"
        );
        assert_eq!(span(date(2024, 1, 5), date(2024, 1, 5)), "5 January 2024");
    }

    #[test]
    fn pages_are_cited_as_printed() {
        assert_eq!(pages(Some(3), Some(3)).as_deref(), Some("page 3"));
        assert_eq!(pages(Some(3), Some(4)).as_deref(), Some("pages 3–4"));
        assert_eq!(pages(None, None), None);
    }
}
